/* test_matching.c: many books under one numbering: routing, batches, snapshots, journals. */
#include "support/book_flow.h"
#include "support/check_tap.h"
#include "support/kept_bytes.h"

#include <stdio.h>

#include <trade/matching.h>

enum { INSTRUMENTS = 7, COMMANDS = 6000, BATCH = 100 };

static tr_matching *matching;
static kept_bytes events; /* as bytes, each with its number in front */
static kept_bytes kept;

static void take(void *user, uint64_t number, const tr_book_event *given, size_t event_count)
{
    ck_assert_uint_gt(event_count, 0);
    for (size_t i = 0; i < event_count; i++) {
        uint64_t of_this = number + i;
        ck_assert_int_eq(kept_write(user, &of_this, sizeof of_this, NULL), TR_OK);
        ck_assert_int_eq(kept_write(user, &given[i], sizeof given[i], NULL), TR_OK);
    }
}

static const tr_matching_sink sink = { .take = take, .user = &events };

static tr_matching *exchange_of(uint32_t instrument_count)
{
    tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
    tr_matching *made = NULL;
    options.instrument_max = 16;
    ck_assert_int_eq(tr_matching_new(&options, &made, NULL), TR_OK);
    for (uint32_t i = 0; i < instrument_count; i++) {
        char symbol[16];
        uint32_t number = 99;
        tr_book_options book = TR_BOOK_OPTIONS_INIT;
        book.order_max = 300 + i;
        book.instrument = 1234; /* not looked at */
        book.tick = i == 2 ? 5 : 1;
        (void)snprintf(symbol, sizeof symbol, "S%u/USD", (unsigned int)i);
        ck_assert_int_eq(tr_matching_add(made, symbol, &book, &number, NULL), TR_OK);
        ck_assert_uint_eq(number, i);
    }
    return made;
}

static void set_up(void)
{
    events = kept_none();
    kept = kept_none();
    matching = exchange_of(INSTRUMENTS);
}

static void tear_down(void)
{
    tr_matching_free(matching);
    kept_release(&events);
    kept_release(&kept);
}

static void assert_sound(const tr_matching *of)
{
    tr_error err = { .message = "" };
    ck_assert_msg(tr_matching_check(of, &err) == TR_OK, "%s", err.message);
}

static kept_bytes saved(const tr_matching *of)
{
    kept_bytes bytes = kept_none();
    tr_byte_sink to = kept_sink(&bytes);
    ck_assert_int_eq(tr_matching_save(of, &to, NULL), TR_OK);
    return bytes;
}

static void assert_same_bytes(const kept_bytes *a, const kept_bytes *b)
{
    ck_assert_uint_eq(a->size, b->size);
    ck_assert(a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

static void assert_same_exchanges(const tr_matching *a, const tr_matching *b)
{
    kept_bytes one = saved(a);
    kept_bytes other = saved(b);
    assert_same_bytes(&one, &other);
    kept_release(&one);
    kept_release(&other);
}

/* A seeded flow: a command and its instrument. Each instrument has identities of its own. */
typedef struct flows {
    book_flow of[INSTRUMENTS];
    tr_rng rng;
} flows;

static void flows_begin(flows *all, uint64_t seed)
{
    tr_rng_init(&all->rng, seed);
    for (uint32_t i = 0; i < INSTRUMENTS; i++)
        flow_begin(&all->of[i], seed + i);
}

static uint32_t flows_next(flows *all, tr_book_command *out)
{
    uint32_t instrument = (uint32_t)tr_rng_below(&all->rng, INSTRUMENTS);
    *out = flow_next(&all->of[instrument]);
    return instrument;
}

static void work(tr_matching *on, flows *all, size_t count, tr_book_journal *journal)
{
    for (size_t i = 0; i < count; i++) {
        tr_book_command command;
        uint32_t instrument = flows_next(all, &command);
        if (journal != NULL)
            ck_assert_int_eq(tr_matching_journal_command(journal, instrument, &command, NULL),
                             TR_OK);
        tr_status status = tr_matching_apply(on, instrument, &command, &sink);
        ck_assert(status == TR_OK || status == TR_E_FULL);
    }
}

START_TEST(symbols_are_found_and_refused)
{
    uint32_t number = 77;
    tr_book_options book = TR_BOOK_OPTIONS_INIT;
    char longest[TR_SYMBOL_SIZE + 1];
    memset(longest, 'x', sizeof longest);
    longest[TR_SYMBOL_SIZE - 1] = '\0';
    ck_assert_int_eq(tr_matching_find(matching, "S4/USD", &number), TR_OK);
    ck_assert_uint_eq(number, 4);
    ck_assert_str_eq(tr_matching_symbol(matching, 4), "S4/USD");
    ck_assert_ptr_nonnull(tr_matching_book(matching, 6));
    ck_assert_ptr_null(tr_matching_book(matching, 7));
    ck_assert_ptr_null(tr_matching_symbol(matching, UINT32_MAX));
    ck_assert_int_eq(tr_matching_find(matching, "S7/USD", &number), TR_E_NOT_FOUND);
    ck_assert_int_eq(tr_matching_add(matching, "S4/USD", &book, &number, NULL), TR_E_EXISTS);
    static const char *const bad[] = { "", "A B", "A\nB", "\x7f", "\t" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_int_eq(tr_matching_add(matching, bad[i], &book, &number, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_add(matching, longest, &book, &number, NULL), TR_OK);
    ck_assert_uint_eq(number, 7);
    longest[TR_SYMBOL_SIZE - 1] = 'x';
    longest[TR_SYMBOL_SIZE] = '\0';
    ck_assert_int_eq(tr_matching_add(matching, longest, &book, &number, NULL), TR_E_INVALID);
    book.order_max = 0;
    ck_assert_int_eq(tr_matching_add(matching, "NEW", &book, &number, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_find(matching, "NEW", &number), TR_E_NOT_FOUND);
    ck_assert_uint_eq(number, 7);
    assert_sound(matching);
}
END_TEST

START_TEST(an_exchange_is_full_at_its_stated_maximum)
{
    tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
    tr_book_options book = TR_BOOK_OPTIONS_INIT;
    tr_matching *small = NULL;
    options.instrument_max = 1;
    options.order_max_limit = 10;
    ck_assert_int_eq(tr_matching_new(&options, &small, NULL), TR_OK);
    size_t empty_size = tr_matching_memory_size(small);
    ck_assert_int_eq(tr_matching_add(small, "A", &book, NULL, NULL), TR_E_RANGE);
    book.order_max = 10;
    ck_assert_int_eq(tr_matching_add(small, "A", &book, NULL, NULL), TR_OK);
    ck_assert_int_eq(tr_matching_add(small, "B", &book, NULL, NULL), TR_E_FULL);
    ck_assert_uint_eq(tr_matching_memory_size(small), empty_size + tr_book_memory_size(&book));
    tr_matching_free(small);
    options.instrument_max = 0;
    ck_assert_int_eq(tr_matching_new(&options, &small, NULL), TR_E_INVALID);
    options.instrument_max = TR_MATCHING_INSTRUMENT_MAX_LIMIT + 1;
    ck_assert_int_eq(tr_matching_new(&options, &small, NULL), TR_E_INVALID);
    options.struct_size = 1;
    ck_assert_int_eq(tr_matching_new(&options, &small, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_new(NULL, &small, NULL), TR_E_INVALID);
}
END_TEST

static void take_alone(void *user, const tr_book_event *given, size_t event_count)
{
    ck_assert_int_eq(kept_write(user, given, event_count * sizeof *given, NULL), TR_OK);
}

START_TEST(each_book_does_what_it_would_do_alone_and_events_are_numbered_over_all)
{
    flows all;
    flows_begin(&all, 1);
    work(matching, &all, COMMANDS, NULL);
    assert_sound(matching);
    size_t one = sizeof(uint64_t) + sizeof(tr_book_event);
    size_t event_count = events.size / one;
    ck_assert_uint_gt(event_count, COMMANDS);
    ck_assert_uint_eq(tr_matching_event_count(matching), event_count);
    kept_bytes split[INSTRUMENTS];
    for (size_t i = 0; i < INSTRUMENTS; i++)
        split[i] = kept_none();
    for (size_t i = 0; i < event_count; i++) {
        uint64_t number;
        tr_book_event event;
        memcpy(&number, events.bytes + i * one, sizeof number);
        memcpy(&event, events.bytes + i * one + sizeof number, sizeof event);
        ck_assert_uint_eq(number, i + 1);
        ck_assert_uint_lt(event.instrument, INSTRUMENTS);
        take_alone(&split[event.instrument], &event, 1);
    }
    flows again;
    flows_begin(&again, 1);
    kept_bytes alone[INSTRUMENTS];
    tr_book *books[INSTRUMENTS];
    for (uint32_t i = 0; i < INSTRUMENTS; i++) {
        tr_book_options options;
        ck_assert_int_eq(tr_book_options_of(tr_matching_book(matching, i), &options), TR_OK);
        options.last_price = 0;
        options.now = 0;
        alone[i] = kept_none();
        ck_assert_int_eq(tr_book_new(&options, &books[i], NULL), TR_OK);
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        tr_book_command command;
        uint32_t instrument = flows_next(&again, &command);
        tr_book_sink own = { .take = take_alone, .user = &alone[instrument] };
        (void)tr_book_apply(books[instrument], &command, &own); /* full books are full alone too */
    }
    for (uint32_t i = 0; i < INSTRUMENTS; i++) {
        assert_same_bytes(&split[i], &alone[i]);
        kept_release(&split[i]);
        kept_release(&alone[i]);
        tr_book_free(books[i]);
    }
}
END_TEST

START_TEST(a_batch_gives_the_events_of_single_commands_and_stops_at_a_failure)
{
    flows all;
    flows_begin(&all, 2);
    tr_matching *other = exchange_of(INSTRUMENTS);
    /* A large book beside them, so that the batch fetches ahead. */
    tr_book_options large = TR_BOOK_OPTIONS_INIT;
    ck_assert_int_eq(tr_matching_add(other, "LARGE", &large, NULL, NULL), TR_OK);
    kept_bytes batched = kept_none();
    tr_matching_sink to_batched = { .take = take, .user = &batched };
    for (size_t round = 0; round < COMMANDS / BATCH; round++) {
        tr_book_command commands[BATCH];
        uint32_t instruments[BATCH];
        for (size_t i = 0; i < BATCH; i++) {
            instruments[i] = flows_next(&all, &commands[i]);
            (void)tr_matching_apply(matching, instruments[i], &commands[i], &sink);
        }
        for (size_t at = 0; at < BATCH;) {
            size_t done = 0;
            tr_status status = tr_matching_apply_all(other, instruments + at, commands + at,
                                                     BATCH - at, &to_batched, &done);
            ck_assert(status == TR_OK ? at + done == BATCH : status == TR_E_FULL);
            at += done + (status != TR_OK);
        }
    }
    assert_same_bytes(&events, &batched);
    uint32_t wrong[3] = { 0, 500, 0 };
    tr_book_command cancels[3] = { { .kind = TR_BOOK_COMMAND_CANCEL, .id = 1 },
                                   { .kind = TR_BOOK_COMMAND_CANCEL, .id = 1 },
                                   { .kind = TR_BOOK_COMMAND_CANCEL, .id = 1 } };
    size_t done = 0;
    ck_assert_int_eq(tr_matching_apply_all(other, wrong, cancels, 3, &to_batched, &done),
                     TR_E_NOT_FOUND);
    ck_assert_uint_eq(done, 1);
    ck_assert_int_eq(tr_matching_apply(other, UINT32_MAX, cancels, &to_batched), TR_E_NOT_FOUND);
    kept_release(&batched);
    tr_matching_free(other);
}
END_TEST

START_TEST(a_restored_exchange_goes_on_with_the_same_events_and_numbers)
{
    flows all;
    flows_begin(&all, 3);
    for (int round = 0; round < 10; round++) {
        work(matching, &all, COMMANDS / 10, NULL);
        kept_bytes before = saved(matching);
        tr_matching *again = NULL;
        tr_error err = { .message = "" };
        ck_assert_msg(tr_matching_restore(before.bytes, before.size, NULL, &again, &err) == TR_OK,
                      "%s", err.message);
        assert_sound(again);
        assert_same_exchanges(matching, again);
        ck_assert_uint_eq(tr_matching_event_count(again), tr_matching_event_count(matching));
        flows fork = all;
        kept_release(&events);
        work(matching, &all, 300, NULL);
        kept_bytes first = events;
        events = kept_none();
        work(again, &fork, 300, NULL);
        assert_same_bytes(&first, &events);
        kept_release(&first);
        kept_release(&before);
        tr_matching_free(matching);
        matching = again;
    }
}
END_TEST

/* A journal in `kept`: instruments before and during, commands in between. */
static void journal_a_day(void)
{
    flows all;
    flows_begin(&all, 4);
    tr_book_journal journal;
    tr_byte_sink bytes = kept_sink(&kept);
    work(matching, &all, 500, NULL);
    kept_release(&events);
    ck_assert_int_eq(tr_matching_journal_begin(&journal, matching, &bytes, NULL), TR_OK);
    work(matching, &all, 1000, &journal);
    uint32_t number = 0;
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = 20;
    options.last_price = 900;
    options.now = 3;
    ck_assert_int_eq(tr_matching_add(matching, "LATE", &options, &number, NULL), TR_OK);
    ck_assert_int_eq(tr_matching_journal_add(&journal, matching, number, NULL), TR_OK);
    book_flow late;
    flow_begin(&late, 5);
    for (int i = 0; i < 200; i++) {
        tr_book_command command = flow_next(&late);
        ck_assert_int_eq(tr_matching_journal_command(&journal, number, &command, NULL), TR_OK);
        (void)tr_matching_apply(matching, number, &command, &sink); /* often full */
    }
    work(matching, &all, 100, &journal);
}

START_TEST(a_replay_gives_the_same_events_and_the_same_exchange)
{
    journal_a_day();
    kept_bytes first = events;
    tr_matching *again = NULL;
    tr_book_tail tail;
    tr_error err = { .message = "" };
    events = kept_none();
    ck_assert_msg(tr_matching_replay(kept.bytes, kept.size, NULL, &sink, &again, &tail, &err) ==
                      TR_OK,
                  "%s", err.message);
    assert_same_bytes(&first, &events);
    assert_same_exchanges(matching, again);
    assert_sound(again);
    ck_assert_uint_eq(tail.size, kept.size);
    ck_assert_uint_eq(tail.command_count, 1300);
    kept_release(&first);
    tr_matching_free(again);
}
END_TEST

START_TEST(an_exchange_journal_cut_anywhere_is_torn_or_refused)
{
    journal_a_day();
    size_t previous = 0;
    for (size_t cut = 1; cut < kept.size; cut += 1 + cut % (cut < 600 ? 13 : 997)) {
        tr_matching *again = NULL;
        tr_book_tail tail;
        kept_release(&events);
        tr_status status = tr_matching_replay(kept.bytes, cut, NULL, &sink, &again, &tail, NULL);
        ck_assert(status == TR_OK || status == TR_E_CORRUPT || status == TR_E_PARSE);
        if (status != TR_OK) {
            ck_assert_ptr_null(again);
            ck_assert_uint_eq(previous, 0); /* only within the exchange that it begins with */
            continue;
        }
        ck_assert_uint_eq(tail.size + tail.torn_size, cut);
        ck_assert_uint_ge(tail.size, previous);
        previous = tail.size;
        assert_sound(again);
        tr_matching_free(again);
    }
    ck_assert_uint_gt(previous, 0);
}
END_TEST

START_TEST(half_an_instrument_at_the_end_is_torn_as_a_whole_and_can_be_added_again)
{
    tr_book_journal journal;
    tr_byte_sink bytes = kept_sink(&kept);
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    uint32_t number = 0;
    ck_assert_int_eq(tr_matching_journal_begin(&journal, matching, &bytes, NULL), TR_OK);
    size_t whole = kept.size;
    uint64_t record_count = journal.record_count;
    ck_assert_int_eq(tr_matching_add(matching, "LATE", &options, &number, NULL), TR_OK);
    ck_assert_int_eq(tr_matching_journal_add(&journal, matching, number, NULL), TR_OK);
    for (size_t cut = whole + 1; cut < kept.size; cut++) {
        tr_matching *again = NULL;
        tr_book_tail tail;
        ck_assert_int_eq(tr_matching_replay(kept.bytes, cut, NULL, &sink, &again, &tail, NULL),
                         TR_OK);
        ck_assert_uint_eq(tail.size, whole);
        ck_assert_uint_eq(tail.torn_size, cut - whole);
        ck_assert_uint_eq(tail.record_count, record_count);
        ck_assert_uint_eq(tr_matching_instrument_count(again), INSTRUMENTS);
        ck_assert_int_eq(tr_matching_find(again, "LATE", &number), TR_E_NOT_FOUND);
        ck_assert_int_eq(tr_matching_add(again, "LATE", &options, &number, NULL), TR_OK);
        assert_sound(again);
        tr_matching_free(again);
    }
}
END_TEST

START_TEST(journals_of_books_and_exchanges_are_not_mixed_up)
{
    tr_matching *again = NULL;
    tr_book *book = NULL;
    tr_error err = { .message = "" };
    tr_byte_sink bytes = kept_sink(&kept);
    ck_assert_int_eq(tr_book_save(tr_matching_book(matching, 0), &bytes, NULL), TR_OK);
    ck_assert_int_eq(tr_matching_restore(kept.bytes, kept.size, NULL, &again, &err), TR_E_INVALID);
    kept_bytes all = saved(matching);
    ck_assert_int_eq(tr_book_restore(all.bytes, all.size, NULL, &book, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_restore(all.bytes, all.size - 1, NULL, &again, &err),
                     TR_E_CORRUPT);
    tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
    options.order_max_limit = 100;
    ck_assert_int_eq(tr_matching_restore(all.bytes, all.size, &options, &again, &err), TR_E_RANGE);
    ck_assert_ptr_null(again);
    ck_assert_ptr_null(book);
    kept_release(&all);
}
END_TEST

START_TEST(nothing_works_on_nothing)
{
    tr_book_command command = { .kind = TR_BOOK_COMMAND_CANCEL, .id = 1 };
    tr_book_journal journal = { .record_count = 0 };
    uint32_t number = 0;
    ck_assert_int_eq(tr_matching_apply(NULL, 0, &command, &sink), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_apply(matching, 0, &command, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_apply_all(matching, NULL, &command, 1, &sink, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_add(matching, NULL, NULL, NULL, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_find(NULL, "A", &number), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_check(NULL, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_save(matching, NULL, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_journal_command(&journal, 0, &command, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_journal_add(NULL, matching, 0, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_replay("", 0, NULL, NULL, NULL, NULL, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_matching_restore("", 0, NULL, NULL, NULL), TR_E_INVALID);
    ck_assert_uint_eq(tr_matching_memory_size(NULL), 0);
    ck_assert_uint_eq(tr_matching_event_count(NULL), 0);
    ck_assert_uint_eq(tr_matching_instrument_count(NULL), 0);
    tr_matching_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("matching");
    TCase *tcase = tcase_create("matching");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, symbols_are_found_and_refused);
    tcase_add_test(tcase, an_exchange_is_full_at_its_stated_maximum);
    tcase_add_test(tcase, each_book_does_what_it_would_do_alone_and_events_are_numbered_over_all);
    tcase_add_test(tcase, a_batch_gives_the_events_of_single_commands_and_stops_at_a_failure);
    tcase_add_test(tcase, a_restored_exchange_goes_on_with_the_same_events_and_numbers);
    tcase_add_test(tcase, a_replay_gives_the_same_events_and_the_same_exchange);
    tcase_add_test(tcase, an_exchange_journal_cut_anywhere_is_torn_or_refused);
    tcase_add_test(tcase, half_an_instrument_at_the_end_is_torn_as_a_whole_and_can_be_added_again);
    tcase_add_test(tcase, journals_of_books_and_exchanges_are_not_mixed_up);
    tcase_add_test(tcase, nothing_works_on_nothing);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
