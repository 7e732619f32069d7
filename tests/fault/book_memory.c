/*
 * book_memory.c: the nth allocation fails, for every n, of books and of an exchange of them: made, added to, restored,
 * replayed. Whatever it hits: the caller is told, nothing leaks, what was there before is as it was. And the nth write of a
 * journal fails: it closes, and what was written replays.
 */
#include "support/book_flow.h"
#include "support/check_tap.h"
#include "support/kept_bytes.h"

#include <trade/matching.h>

typedef struct miser {
    int64_t until_failure; /* allocations that still succeed; negative: all */
    int64_t live;          /* blocks not yet released */
} miser;

static void *miser_allocate(void *user, size_t size)
{
    miser *m = user;
    if (m->until_failure == 0)
        return NULL;
    m->until_failure -= m->until_failure > 0;
    m->live++;
    return malloc(size);
}

static void *miser_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    (void)user;
    (void)memory;
    (void)old_size;
    (void)new_size;
    ck_abort_msg("books do not reallocate");
    return NULL;
}

static void miser_release(void *user, void *memory)
{
    ((miser *)user)->live -= memory != NULL;
    free(memory);
}

static miser purse;
static const tr_allocator miserly = { miser_allocate, miser_reallocate, miser_release, &purse };

static void ignore(void *user, uint64_t number, const tr_book_event *events, size_t event_count)
{
    (void)user;
    (void)number;
    (void)events;
    (void)event_count;
}

static const tr_matching_sink sink = { .take = ignore };

static void ignore_events(void *user, const tr_book_event *events, size_t event_count)
{
    (void)user;
    (void)events;
    (void)event_count;
}

static const tr_book_sink book_sink = { .take = ignore_events };

static const char *const symbols[] = { "A", "B", "C" };

static tr_book_options small_book(void)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = 100;
    return options;
}

static tr_status make_exchange(tr_matching **out)
{
    tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
    tr_book_options book = small_book();
    tr_error err = { .message = "" };
    options.instrument_max = 4;
    options.allocator = &miserly;
    tr_status status = tr_matching_new(&options, out, &err);
    for (size_t i = 0; i < 3 && status == TR_OK; i++) {
        uint32_t count = tr_matching_instrument_count(*out);
        size_t size = tr_matching_memory_size(*out);
        status = tr_matching_add(*out, symbols[i], &book, NULL, &err);
        if (status != TR_OK) {
            ck_assert_uint_eq(tr_matching_instrument_count(*out), count);
            ck_assert_uint_eq(tr_matching_memory_size(*out), size);
            ck_assert_int_eq(tr_matching_check(*out, NULL), TR_OK);
        }
    }
    ck_assert((status == TR_OK) == (err.message[0] == '\0'));
    return status;
}

static void work(tr_matching *on, tr_book_journal *journal, int count)
{
    book_flow flow;
    flow_begin(&flow, 9);
    for (int i = 0; i < count; i++) {
        tr_book_command command = flow_next(&flow);
        uint32_t instrument = (uint32_t)flow_draw(&flow, 0, 2);
        if (journal != NULL)
            (void)tr_matching_journal_command(journal, instrument, &command,
                                              NULL);              /* may be closed */
        (void)tr_matching_apply(on, instrument, &command, &sink); /* may be full */
    }
}

START_TEST(an_exchange_that_cannot_have_its_memory_says_so_and_leaks_nothing)
{
    int64_t n = 0;
    for (tr_status status = TR_E_NO_MEMORY; status != TR_OK; n++) {
        tr_matching *made = NULL;
        purse = (miser){ .until_failure = n };
        status = make_exchange(&made);
        ck_assert(status == TR_OK || status == TR_E_NO_MEMORY);
        if (status != TR_OK && made != NULL)
            work(made, NULL, 500); /* with the instruments it has */
        tr_matching_free(made);
        ck_assert_int_eq(purse.live, 0);
    }
    ck_assert_int_eq(
        n, 7); /* the exchange, its two tables, three books; the seventh attempt succeeds */
}
END_TEST

START_TEST(commands_never_allocate)
{
    tr_matching *made = NULL;
    purse = (miser){ .until_failure = -1 };
    ck_assert_int_eq(make_exchange(&made), TR_OK);
    purse.until_failure = 0;
    work(made, NULL, 20000);
    ck_assert_int_eq(tr_matching_check(made, NULL), TR_OK);
    tr_matching_free(made);
    ck_assert_int_eq(purse.live, 0);
}
END_TEST

START_TEST(restoring_and_replaying_fail_whole_at_every_allocation)
{
    tr_matching *made = NULL;
    kept_bytes snapshot = kept_none();
    kept_bytes journal_bytes = kept_none();
    tr_byte_sink to_snapshot = kept_sink(&snapshot);
    tr_byte_sink to_journal = kept_sink(&journal_bytes);
    tr_book_journal journal;
    purse = (miser){ .until_failure = -1 };
    ck_assert_int_eq(make_exchange(&made), TR_OK);
    ck_assert_int_eq(tr_matching_journal_begin(&journal, made, &to_journal, NULL), TR_OK);
    work(made, &journal, 3000);
    ck_assert_int_eq(tr_matching_save(made, &to_snapshot, NULL), TR_OK);
    for (int way = 0; way < 2; way++) {
        int64_t n = 0;
        int64_t before = purse.live;
        for (tr_status status = TR_E_NO_MEMORY; status != TR_OK; n++) {
            tr_matching_options options = TR_MATCHING_OPTIONS_INIT;
            tr_matching *again = NULL;
            tr_error err = { .message = "" };
            options.instrument_max = 1;
            options.allocator = &miserly;
            purse.until_failure = n;
            status = way == 0 ? tr_matching_restore(snapshot.bytes, snapshot.size, &options, &again,
                                                    &err)
                              : tr_matching_replay(journal_bytes.bytes, journal_bytes.size,
                                                   &options, &sink, &again, NULL, &err);
            ck_assert(status == TR_OK || status == TR_E_NO_MEMORY);
            ck_assert((status == TR_OK) == (again != NULL));
            ck_assert((status == TR_OK) == (err.message[0] == '\0'));
            if (again != NULL)
                ck_assert_uint_eq(tr_matching_event_count(again), tr_matching_event_count(made));
            tr_matching_free(again);
            ck_assert_int_eq(purse.live, before);
        }
        ck_assert_int_eq(n, 7);
    }
    purse.until_failure = -1;
    tr_matching_free(made);
    kept_release(&snapshot);
    kept_release(&journal_bytes);
}
END_TEST

START_TEST(a_book_that_cannot_have_its_memory_says_so)
{
    tr_book_options options = small_book();
    tr_book_replay_options replay = TR_BOOK_REPLAY_OPTIONS_INIT;
    tr_book *book = NULL;
    tr_book *again = NULL;
    kept_bytes snapshot = kept_none();
    tr_byte_sink to_snapshot = kept_sink(&snapshot);
    tr_error err = { .message = "" };
    options.allocator = &miserly;
    replay.allocator = &miserly;
    purse = (miser){ .until_failure = 0 };
    ck_assert_int_eq(tr_book_new(&options, &book, &err), TR_E_NO_MEMORY);
    ck_assert_ptr_null(book);
    purse.until_failure = 1;
    ck_assert_int_eq(tr_book_new(&options, &book, &err), TR_OK);
    ck_assert_int_eq(tr_book_save(book, &to_snapshot, &err), TR_OK);
    ck_assert_int_eq(tr_book_restore(snapshot.bytes, snapshot.size, &replay, &again, &err),
                     TR_E_NO_MEMORY);
    ck_assert_int_eq(
        tr_book_replay(snapshot.bytes, snapshot.size, &replay, &book_sink, &again, NULL, &err),
        TR_E_NO_MEMORY);
    ck_assert_ptr_null(again);
    tr_book_free(book);
    ck_assert_int_eq(purse.live, 0);
    kept_release(&snapshot);
}
END_TEST

START_TEST(a_journal_whose_nth_write_fails_replays_up_to_it)
{
    enum { COMMANDS = 300 };
    for (uint64_t n = 0; n < COMMANDS + 12; n += 7) {
        tr_matching *made = NULL;
        tr_matching *again = NULL;
        kept_bytes bytes = kept_none();
        tr_byte_sink to_bytes = kept_sink(&bytes);
        tr_book_journal journal;
        tr_book_tail tail;
        bytes.until_failure = n;
        purse = (miser){ .until_failure = -1 };
        ck_assert_int_eq(make_exchange(&made), TR_OK);
        tr_status begun = tr_matching_journal_begin(&journal, made, &to_bytes, NULL);
        work(made, &journal, COMMANDS);
        ck_assert(journal.is_broken == (n < COMMANDS + 8));
        tr_status status = bytes.size == 0 ? TR_E_PARSE
                                           : tr_matching_replay(bytes.bytes, bytes.size, NULL,
                                                                &sink, &again, &tail, NULL);
        ck_assert(begun == TR_OK ? status == TR_OK
                                 : status == TR_E_PARSE || status == TR_E_CORRUPT);
        if (begun == TR_OK) {
            ck_assert_uint_eq(tail.torn_size, 0);
            ck_assert_uint_eq(tail.record_count, journal.record_count);
        }
        tr_matching_free(again);
        tr_matching_free(made);
        kept_release(&bytes);
        ck_assert_int_eq(purse.live, 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("book_memory");
    TCase *tcase = tcase_create("book_memory");
    tcase_add_test(tcase, an_exchange_that_cannot_have_its_memory_says_so_and_leaks_nothing);
    tcase_add_test(tcase, commands_never_allocate);
    tcase_add_test(tcase, restoring_and_replaying_fail_whole_at_every_allocation);
    tcase_add_test(tcase, a_book_that_cannot_have_its_memory_says_so);
    tcase_add_test(tcase, a_journal_whose_nth_write_fails_replays_up_to_it);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
