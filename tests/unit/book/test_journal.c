/* test_journal.c: what is stored comes back, and damage is told from a torn tail wherever it is. */
#include "support/check_tap.h"
#include "support/kept_bytes.h"

#include <stddef.h>
#include <stdio.h>

#include <trade/book_text.h>
#include <trade/rng.h>

#include "core/crc32c.h"

enum { LINES_MAX = 64 };

static tr_book *book;
static kept_bytes kept;
static kept_bytes events; /* all that were given, as bytes */

static void take(void *user, const tr_book_event *given, size_t event_count)
{
    ck_assert_int_eq(kept_write(user, given, event_count * sizeof *given, NULL), TR_OK);
}

static const tr_book_sink sink = { .take = take, .user = &events };

static void set_up(void)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = 40;
    options.instrument = 7;
    kept = kept_none();
    events = kept_none();
    ck_assert_int_eq(tr_book_new(&options, &book, NULL), TR_OK);
}

static void tear_down(void)
{
    tr_book_free(book);
    kept_release(&kept);
    kept_release(&events);
}

static tr_book_command command(const char *line)
{
    tr_book_command made;
    tr_error err = { .message = "" };
    ck_assert_msg(tr_book_text_command(line, strlen(line), &made, NULL, &err) == TR_OK, "%s",
                  err.message);
    return made;
}

/* A day with every kind of order that rests or waits, partly filled ones among them. */
static const char *const day[] = {
    "new id=1 side=buy type=limit qty=10 price=100 owner=3",
    "new id=2 side=buy type=limit qty=30 price=100 display=7",
    "new id=3 side=buy type=limit qty=5 price=100 tif=gtd expire=50",
    "new id=4 side=sell type=limit qty=8 price=105 post_only=1 owner=4 stp=decrement",
    "new id=5 side=sell type=stop qty=6 stop=95",
    "new id=6 side=buy type=stop_limit qty=6 stop=110 price=120 tif=gtd expire=80 owner=9",
    "new id=7 side=sell type=limit qty=12 price=100",
    "amend id=4 qty=6",
    "new id=8 side=buy type=stop qty=2 stop=110",
    "time now=10",
    "new id=9 side=sell type=limit qty=9 price=4611686018427387904",
    "cancel id=99",
};

static const char *const day_after[] = {
    "new id=20 side=sell type=limit qty=25 price=100",
    "time now=60",
    "new id=21 side=buy type=market qty=9",
    "new id=22 side=buy type=limit qty=3 price=110",
    "new id=23 side=sell type=limit qty=1 price=110",
    "new id=24 side=sell type=market qty=70",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void work(tr_book *on, const char *const *lines, size_t line_count)
{
    for (size_t i = 0; i < line_count; i++) {
        tr_book_command made = command(lines[i]);
        ck_assert_int_eq(tr_book_apply(on, &made, &sink), TR_OK);
    }
}

/* The day as a journal in `kept`, its events in `events`. */
static void journal_the_day(void)
{
    tr_book_journal journal;
    tr_byte_sink bytes = kept_sink(&kept);
    ck_assert_int_eq(tr_book_journal_begin(&journal, book, &bytes, NULL), TR_OK);
    for (size_t i = 0; i < COUNT(day); i++) {
        tr_book_command made = command(day[i]);
        ck_assert_int_eq(tr_book_journal_command(&journal, &made, NULL), TR_OK);
        ck_assert_int_eq(tr_book_apply(book, &made, &sink), TR_OK);
    }
}

static void assert_same_bytes(const kept_bytes *a, const kept_bytes *b)
{
    ck_assert_uint_eq(a->size, b->size);
    ck_assert_mem_eq(a->bytes, b->bytes, a->size);
}

static void assert_same_books(const tr_book *a, const tr_book *b)
{
    kept_bytes one = kept_none();
    kept_bytes other = kept_none();
    tr_byte_sink to_one = kept_sink(&one);
    tr_byte_sink to_other = kept_sink(&other);
    ck_assert_int_eq(tr_book_save(a, &to_one, NULL), TR_OK);
    ck_assert_int_eq(tr_book_save(b, &to_other, NULL), TR_OK);
    assert_same_bytes(&one, &other);
    kept_release(&one);
    kept_release(&other);
}

START_TEST(every_byte_of_a_command_is_stored)
{
    /* A field without a row in code.c would come back as zero. */
    for (size_t at = 0; at < sizeof(tr_book_command); at++) {
        tr_book_command given = { 0 };
        tr_book_command read;
        tr_book_special special;
        unsigned char bytes[TR_BOOK_COMMAND_SIZE_MAX];
        ((unsigned char *)&given)[at] = 1;
        size_t size = tr_book_command_encode(&given, bytes);
        size_t used = 0;
        ck_assert_int_eq(tr_book_command_decode(bytes, size, &used, &read, &special, NULL), TR_OK);
        ck_assert_uint_eq(used, size);
        ck_assert_msg(memcmp(&given, &read, sizeof given) == 0, "byte %zu is lost", at);
    }
}
END_TEST

START_TEST(commands_at_the_edges_of_their_numbers_come_back)
{
    static const int64_t edges[] = { INT64_MIN, -1, 0, 1, 63, 64, -64, -65, INT64_MAX };
    for (size_t i = 0; i < COUNT(edges); i++) {
        tr_book_command given = { .kind = 255,
                                  .side = 255,
                                  .given = 255 & ~TR_BOOK_GIVEN_SPECIAL,
                                  .is_post_only = true,
                                  .id = edges[i],
                                  .quantity = edges[i],
                                  .price = edges[i],
                                  .stop = edges[i],
                                  .display = edges[i],
                                  .at = edges[i],
                                  .owner = edges[i] };
        tr_book_command read;
        tr_book_special special;
        unsigned char bytes[TR_BOOK_COMMAND_SIZE_MAX];
        size_t size = tr_book_command_encode(&given, bytes);
        ck_assert_int_eq(tr_book_command_decode(bytes, size, NULL, &read, &special, NULL), TR_OK);
        ck_assert_mem_eq(&given, &read, sizeof given);
        for (size_t cut = 0; cut < size; cut++)
            ck_assert_int_eq(tr_book_command_decode(bytes, cut, NULL, &read, &special, NULL),
                             TR_E_CORRUPT);
    }
}
END_TEST

START_TEST(what_is_special_about_an_order_is_stored_behind_it)
{
    tr_book_special given = { 1, -2, INT64_MAX, INT64_MIN, 5, -6, 7, 8, 9, 10 };
    tr_book_command command = {
        .kind = TR_BOOK_COMMAND_NEW, .given = TR_BOOK_GIVEN_SPECIAL, .id = 3, .special = &given
    };
    unsigned char bytes[TR_BOOK_COMMAND_SIZE_MAX];
    tr_book_command read;
    tr_book_special special;
    size_t size = tr_book_command_encode(&command, bytes);
    ck_assert_int_eq(tr_book_command_decode(bytes, size, NULL, &read, &special, NULL), TR_OK);
    ck_assert_ptr_eq(read.special, &special);
    ck_assert_mem_eq(&special, &given, sizeof given);
    for (size_t cut = 0; cut < size; cut++)
        ck_assert_int_eq(tr_book_command_decode(bytes, cut, NULL, &read, &special, NULL),
                         TR_E_CORRUPT);
    command.special = NULL; /* fails when it is applied, and again when it is replayed */
    size = tr_book_command_encode(&command, bytes);
    ck_assert_int_eq(tr_book_command_decode(bytes, size, NULL, &read, &special, NULL), TR_OK);
    ck_assert_ptr_null(read.special);
}
END_TEST

START_TEST(longer_spellings_of_a_number_are_refused)
{
    tr_book_command read;
    tr_book_special special;
    ck_assert_int_eq(tr_book_command_decode("\x01\x81\x00", 3, NULL, &read, &special, NULL),
                     TR_E_CORRUPT);
    ck_assert_int_eq(tr_book_command_decode("\x01\x00", 2, NULL, &read, &special, NULL),
                     TR_E_CORRUPT);
    ck_assert_int_eq(tr_book_command_decode("\x80\x00", 2, NULL, &read, &special, NULL),
                     TR_E_CORRUPT);
    ck_assert_int_eq(tr_book_command_decode("\x40\x02", 2, NULL, &read, &special, NULL),
                     TR_E_CORRUPT);
    ck_assert_int_eq(tr_book_command_decode("\x01\x80\x02", 3, NULL, &read, &special, NULL),
                     TR_E_CORRUPT);
    ck_assert_int_eq(tr_book_command_decode("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, NULL,
                                            &read, &special, NULL),
                     TR_E_CORRUPT);
    ck_assert_int_eq(tr_book_command_decode("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01\x02", 11,
                                            NULL, &read, &special, NULL),
                     TR_E_NEWER_SCHEMA);
}
END_TEST

START_TEST(a_replay_gives_the_same_events_and_the_same_book)
{
    journal_the_day();
    kept_bytes first = events;
    tr_book *again = NULL;
    tr_book_tail tail;
    events = kept_none();
    ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, &tail, NULL),
                     TR_OK);
    assert_same_bytes(&first, &events);
    assert_same_books(book, again);
    ck_assert_uint_eq(tail.size, kept.size);
    ck_assert_uint_eq(tail.torn_size, 0);
    ck_assert_uint_eq(tail.command_count, COUNT(day));
    char text[TR_BOOK_TAIL_TEXT_SIZE];
    ck_assert_uint_eq(tr_book_tail_text(&tail, text, sizeof text), 0);
    kept_release(&first);
    tr_book_free(again);
}
END_TEST

START_TEST(a_restored_book_goes_on_as_the_saved_one)
{
    work(book, day, COUNT(day));
    tr_byte_sink bytes = kept_sink(&kept);
    tr_book *again = NULL;
    ck_assert_int_eq(tr_book_save(book, &bytes, NULL), TR_OK);
    ck_assert_int_eq(tr_book_restore(kept.bytes, kept.size, NULL, &again, NULL), TR_OK);
    assert_same_books(book, again);
    kept_release(&events);
    work(book, day_after, COUNT(day_after));
    kept_bytes first = events;
    events = kept_none();
    work(again, day_after, COUNT(day_after));
    assert_same_bytes(&first, &events);
    assert_same_books(book, again);
    kept_release(&first);
    tr_book_free(again);
}
END_TEST

START_TEST(a_restored_book_may_be_larger_but_never_smaller)
{
    work(book, day, COUNT(day));
    tr_byte_sink bytes = kept_sink(&kept);
    ck_assert_int_eq(tr_book_save(book, &bytes, NULL), TR_OK);
    tr_book_replay_options options = TR_BOOK_REPLAY_OPTIONS_INIT;
    tr_book *again = NULL;
    options.order_max_least = 100;
    ck_assert_int_eq(tr_book_restore(kept.bytes, kept.size, &options, &again, NULL), TR_OK);
    for (int64_t id = 1000; tr_book_order_count(again) < 100; id++) {
        tr_book_command made = { .kind = TR_BOOK_COMMAND_NEW,
                                 .id = id,
                                 .quantity = 1,
                                 .price = 1,
                                 .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY };
        ck_assert_int_eq(tr_book_apply(again, &made, &sink), TR_OK);
    }
    ck_assert_int_eq(tr_book_check(again, NULL), TR_OK);
    tr_book_free(again);
    again = NULL;
    options.order_max_limit = 39;
    ck_assert_int_eq(tr_book_restore(kept.bytes, kept.size, &options, &again, NULL), TR_E_RANGE);
    ck_assert_ptr_null(again);
}
END_TEST

START_TEST(a_full_book_refuses_the_same_commands_when_replayed)
{
    tr_book_journal journal;
    tr_byte_sink bytes = kept_sink(&kept);
    unsigned int full = 0;
    ck_assert_int_eq(tr_book_journal_begin(&journal, book, &bytes, NULL), TR_OK);
    for (int64_t id = 1; id <= 60; id++) {
        tr_book_command made = { .kind = TR_BOOK_COMMAND_NEW,
                                 .id = id,
                                 .quantity = 1,
                                 .price = 1,
                                 .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY };
        if (id % 10 == 0)
            made.side = 9; /* no side: TR_E_INVALID */
        ck_assert_int_eq(tr_book_journal_command(&journal, &made, NULL), TR_OK);
        full += tr_book_apply(book, &made, &sink) == TR_E_FULL;
    }
    ck_assert_uint_gt(full, 0);
    kept_bytes first = events;
    tr_book *again = NULL;
    events = kept_none();
    ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, NULL, NULL), TR_OK);
    assert_same_bytes(&first, &events);
    assert_same_books(book, again);
    kept_release(&first);
    tr_book_free(again);
}
END_TEST

/* Where the record begins that holds command `number`. */
static size_t offset_of_command(size_t number)
{
    tr_book_reader reader;
    tr_book_record record;
    ck_assert_int_eq(tr_book_reader_init(&reader, kept.bytes, kept.size, NULL), TR_OK);
    do
        ck_assert_int_eq(tr_book_reader_next(&reader, &record, NULL), TR_OK);
    while (record.kind != TR_BOOK_RECORD_COMMAND || reader.tail.command_count <= number);
    return record.offset;
}

START_TEST(a_journal_cut_anywhere_loses_its_last_record_and_says_so)
{
    journal_the_day();
    size_t first = offset_of_command(0);
    for (size_t cut = first; cut < kept.size; cut++) {
        tr_book *again = NULL;
        tr_book_tail tail;
        char text[TR_BOOK_TAIL_TEXT_SIZE];
        char expected[TR_BOOK_TAIL_TEXT_SIZE];
        ck_assert_int_eq(tr_book_replay(kept.bytes, cut, NULL, &sink, &again, &tail, NULL), TR_OK);
        ck_assert_uint_eq(tail.size + tail.torn_size, cut);
        ck_assert_uint_lt(tail.command_count, COUNT(day));
        size_t length = tr_book_tail_text(&tail, text, sizeof text);
        (void)snprintf(expected, sizeof expected,
                       "torn tail: %zu bytes cut at byte %zu, behind %zu records (%zu commands)",
                       tail.torn_size, tail.size, (size_t)tail.record_count,
                       (size_t)tail.command_count);
        ck_assert_str_eq(text, tail.torn_size > 0 ? expected : "");
        ck_assert_uint_eq(length, strlen(text));
        tr_book_free(again);
    }
    for (size_t cut = 0; cut < first; cut++) {
        tr_book *again = NULL;
        tr_status status = tr_book_replay(kept.bytes, cut, NULL, &sink, &again, NULL, NULL);
        ck_assert(status == TR_E_PARSE || status == TR_E_CORRUPT);
        ck_assert_ptr_null(again);
    }
}
END_TEST

START_TEST(a_flipped_bit_is_damage_in_every_record)
{
    journal_the_day();
    size_t first = offset_of_command(0);
    for (size_t bit = 0; bit < kept.size * 8; bit++) {
        size_t at = bit / 8;
        tr_book *again = NULL;
        tr_error err = { .message = "" };
        kept.bytes[at] ^= (unsigned char)(1u << bit % 8);
        tr_status status = tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, NULL, &err);
        kept.bytes[at] ^= (unsigned char)(1u << bit % 8);
        if (at >= first) {
            unsigned int number = 0;
            unsigned int offset = 0;
            ck_assert_int_eq(status, TR_E_CORRUPT);
            ck_assert_int_eq(
                sscanf(err.message, "record %u at byte %u is damaged", &number, &offset), 2);
            ck_assert_uint_le(offset, at);
            ck_assert_uint_gt(offset + 64, at);
            ck_assert_ptr_null(again);
        } else {
            ck_assert(status == TR_E_PARSE || status == TR_E_CORRUPT);
        }
        tr_book_free(again);
    }
}
END_TEST

START_TEST(a_tail_of_zeros_is_torn)
{
    journal_the_day();
    size_t whole = kept.size;
    static const unsigned char zeros[3000] = { 0 };
    for (size_t size = 1; size <= sizeof zeros; size += size) {
        tr_book *again = NULL;
        tr_book_tail tail;
        kept.size = whole;
        ck_assert_int_eq(kept_write(&kept, zeros, size, NULL), TR_OK);
        ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, &tail, NULL),
                         TR_OK);
        ck_assert_uint_eq(tail.torn_size, size);
        assert_same_books(book, again);
        tr_book_free(again);
    }
}
END_TEST

/* Bytes that are no beginning of a record were not left by a write that stopped. */
START_TEST(a_tail_of_noise_is_damage)
{
    journal_the_day();
    unsigned char noise[3000];
    tr_rng rng;
    tr_rng_init(&rng, 5);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (unsigned char)tr_rng_below(&rng, 256);
    ck_assert_int_eq(kept_write(&kept, noise, sizeof noise, NULL), TR_OK);
    tr_book *again = NULL;
    tr_error err = { .message = "" };
    ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, NULL, &err),
                     TR_E_CORRUPT);
    ck_assert_ptr_nonnull(strstr(err.message, "is damaged"));
    ck_assert_ptr_null(again);
}
END_TEST

START_TEST(a_record_that_is_missing_or_there_twice_is_damage)
{
    journal_the_day();
    size_t third = offset_of_command(2);
    size_t fourth = offset_of_command(3);
    size_t record_size = fourth - third;
    tr_book *again = NULL;
    tr_error err = { .message = "" };
    kept_bytes twice = kept_none();
    (void)kept_write(&twice, kept.bytes, fourth, NULL);
    (void)kept_write(&twice, kept.bytes + third, kept.size - third, NULL);
    ck_assert_int_eq(tr_book_replay(twice.bytes, twice.size, NULL, &sink, &again, NULL, &err),
                     TR_E_CORRUPT);
    ck_assert_ptr_nonnull(strstr(err.message, "belongs"));
    memmove(kept.bytes + third, kept.bytes + fourth, kept.size - fourth);
    ck_assert_int_eq(
        tr_book_replay(kept.bytes, kept.size - record_size, NULL, &sink, &again, NULL, &err),
        TR_E_CORRUPT);
    ck_assert_ptr_nonnull(strstr(err.message, "belongs"));
    ck_assert_ptr_null(again);
    kept_release(&twice);
}
END_TEST

START_TEST(a_journal_goes_on_behind_a_torn_tail)
{
    journal_the_day();
    kept.size -= 3;
    tr_book *again = NULL;
    tr_book_tail tail;
    ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, &tail, NULL),
                     TR_OK);
    kept.size = tail.size;
    tr_book_journal journal;
    tr_byte_sink bytes = kept_sink(&kept);
    ck_assert_int_eq(tr_book_journal_continue(&journal, &tail, 7, &bytes), TR_OK);
    for (size_t i = 0; i < COUNT(day_after); i++) {
        tr_book_command made = command(day_after[i]);
        ck_assert_int_eq(tr_book_journal_command(&journal, &made, NULL), TR_OK);
        ck_assert_int_eq(tr_book_apply(again, &made, &sink), TR_OK);
    }
    tr_book *third = NULL;
    ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, &sink, &third, &tail, NULL),
                     TR_OK);
    assert_same_books(again, third);
    ck_assert_uint_eq(tail.command_count, COUNT(day) - 1 + COUNT(day_after));
    tr_book_free(again);
    tr_book_free(third);
}
END_TEST

START_TEST(a_journal_may_begin_in_the_middle_of_a_day)
{
    work(book, day, COUNT(day));
    kept_release(&events);
    tr_book_journal journal;
    tr_byte_sink bytes = kept_sink(&kept);
    ck_assert_int_eq(tr_book_journal_begin(&journal, book, &bytes, NULL), TR_OK);
    for (size_t i = 0; i < COUNT(day_after); i++) {
        tr_book_command made = command(day_after[i]);
        ck_assert_int_eq(tr_book_journal_command(&journal, &made, NULL), TR_OK);
        ck_assert_int_eq(tr_book_apply(book, &made, &sink), TR_OK);
    }
    kept_bytes first = events;
    tr_book *again = NULL;
    events = kept_none();
    ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, NULL, NULL), TR_OK);
    assert_same_bytes(&first, &events);
    assert_same_books(book, again);
    ck_assert_int_eq(tr_book_restore(kept.bytes, kept.size, NULL, &again, NULL), TR_E_INVALID);
    kept_release(&first);
    tr_book_free(again);
}
END_TEST

START_TEST(a_failed_write_closes_the_journal)
{
    journal_the_day();
    tr_book_command made = command(day[0]);
    tr_book_journal journal;
    kept_bytes small = kept_none();
    tr_byte_sink bytes = kept_sink(&small);
    tr_error err = { .message = "" };
    for (uint64_t n = 0;; n++) {
        small.size = 0;
        small.until_failure = n;
        tr_status status = tr_book_journal_begin(&journal, book, &bytes, &err);
        if (status == TR_OK)
            break;
        ck_assert_int_eq(status, TR_E_NO_SPACE);
        ck_assert(journal.is_broken);
        small.until_failure = UINT64_MAX;
        ck_assert_int_eq(tr_book_journal_command(&journal, &made, &err), TR_E_CLOSED);
    }
    small.until_failure = 0;
    ck_assert_int_eq(tr_book_journal_command(&journal, &made, &err), TR_E_NO_SPACE);
    ck_assert_int_eq(err.status, TR_E_NO_SPACE);
    small.until_failure = UINT64_MAX;
    ck_assert_int_eq(tr_book_journal_command(&journal, &made, &err), TR_E_CLOSED);
    kept_release(&small);
}
END_TEST

START_TEST(what_is_no_journal_is_refused)
{
    tr_book *again = NULL;
    tr_book_reader reader;
    tr_error err = { .message = "" };
    ck_assert_int_eq(tr_book_restore("", 0, NULL, &again, &err), TR_E_PARSE);
    ck_assert_int_eq(tr_book_restore("config tick=1\n> new id=1", 24, NULL, &again, &err),
                     TR_E_PARSE);
    ck_assert_int_eq(tr_book_restore(NULL, 4, NULL, &again, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_book_reader_init(&reader, NULL, 4, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_book_reader_next(NULL, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_book_journal_begin(NULL, book, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_book_journal_command(NULL, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_book_journal_continue(NULL, NULL, 0, NULL), TR_E_INVALID);
    ck_assert_uint_eq(tr_book_command_encode(NULL, &err), 0);
    journal_the_day();
    ck_assert_int_eq(tr_book_replay(kept.bytes, kept.size, NULL, NULL, &again, NULL, &err),
                     TR_E_INVALID);
    tr_book_replay_options options = { 0 };
    ck_assert_int_eq(tr_book_restore(kept.bytes, kept.size, &options, &again, &err), TR_E_INVALID);
    ck_assert_ptr_null(again);
}
END_TEST

/* The last record of what is kept, an order's, says another ladder and price under a checksum that fits. */
static void move_last_order(unsigned char ladder, unsigned char price)
{
    size_t at = 0;
    size_t size = kept.bytes[0];
    while (at + 8 + size < kept.size) {
        at += 8 + size;
        size = kept.bytes[at]; /* none here is longer */
    }
    unsigned char *record = kept.bytes + at;
    record[8 + 3] = ladder;
    record[8 + 4] = price;
    uint32_t crc = tr__crc32c(tr__crc32c(0, record, 4), record + 8, size);
    for (int i = 0; i < 4; i++)
        record[4 + i] = (unsigned char)(crc >> 8 * i);
}

START_TEST(a_book_with_ties_that_no_rule_makes_is_refused)
{
    static const char *const pair[] = { "new id=1 side=sell type=limit qty=10 price=110",
                                        "new id=2 side=sell type=stop qty=10 stop=90 partner=1" };
    enum { BIDS, ASKS, BUY_STOPS, SELL_STOPS };
    static const unsigned char places[][2] = {
        { SELL_STOPS, 90 }, { ASKS, 110 }, { BIDS, 90 }, { BUY_STOPS, 120 }
    };
    for (size_t i = 0; i < COUNT(pair); i++) {
        tr_book_command made;
        tr_book_special special;
        ck_assert_int_eq(tr_book_text_command(pair[i], strlen(pair[i]), &made, &special, NULL),
                         TR_OK);
        ck_assert_int_eq(tr_book_apply(book, &made, &sink), TR_OK);
    }
    tr_byte_sink bytes = kept_sink(&kept);
    ck_assert_int_eq(tr_book_save(book, &bytes, NULL), TR_OK);
    for (size_t i = 0; i < COUNT(places); i++) {
        tr_book *again = NULL;
        tr_error err = { .message = "" };
        move_last_order(places[i][0], places[i][1]);
        tr_status status = tr_book_replay(kept.bytes, kept.size, NULL, &sink, &again, NULL, &err);
        ck_assert_int_eq(status, i == 0 ? TR_OK : TR_E_CORRUPT);
        ck_assert(i == 0 || strstr(err.message, "is tied to what it cannot be") != NULL);
        tr_book_free(again);
    }
}
END_TEST

START_TEST(a_target_that_does_not_lie_beyond_its_stop_is_refused)
{
    static const char *const lines[] = {
        "new id=1 side=sell type=limit qty=5 price=100",
        "new id=2 side=buy type=limit qty=5 price=100 target_id=3 target_price=110 stop_id=4 "
        "stop_price=90"
    };
    enum { SELL_STOPS = 3 };
    for (size_t i = 0; i < COUNT(lines); i++) {
        tr_book_command made;
        tr_book_special special;
        ck_assert_int_eq(tr_book_text_command(lines[i], strlen(lines[i]), &made, &special, NULL),
                         TR_OK);
        ck_assert_int_eq(tr_book_apply(book, &made, &sink), TR_OK);
    }
    tr_byte_sink bytes = kept_sink(&kept);
    ck_assert_int_eq(tr_book_save(book, &bytes, NULL), TR_OK);
    for (unsigned char price = 80; price < 120; price++) {
        tr_book *again = NULL;
        tr_error err = { .message = "" };
        move_last_order(SELL_STOPS, price);
        tr_status status = tr_book_restore(kept.bytes, kept.size, NULL, &again, &err);
        ck_assert_int_eq(status, price < 110 ? TR_OK : TR_E_CORRUPT);
        ck_assert(price < 110 || strstr(err.message, "is tied to what it cannot be") != NULL);
        tr_book_free(again);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal");
    TCase *tcase = tcase_create("journal");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, every_byte_of_a_command_is_stored);
    tcase_add_test(tcase, commands_at_the_edges_of_their_numbers_come_back);
    tcase_add_test(tcase, what_is_special_about_an_order_is_stored_behind_it);
    tcase_add_test(tcase, longer_spellings_of_a_number_are_refused);
    tcase_add_test(tcase, a_replay_gives_the_same_events_and_the_same_book);
    tcase_add_test(tcase, a_restored_book_goes_on_as_the_saved_one);
    tcase_add_test(tcase, a_restored_book_may_be_larger_but_never_smaller);
    tcase_add_test(tcase, a_full_book_refuses_the_same_commands_when_replayed);
    tcase_add_test(tcase, a_journal_cut_anywhere_loses_its_last_record_and_says_so);
    tcase_add_test(tcase, a_flipped_bit_is_damage_in_every_record);
    tcase_add_test(tcase, a_tail_of_zeros_is_torn);
    tcase_add_test(tcase, a_tail_of_noise_is_damage);
    tcase_add_test(tcase, a_record_that_is_missing_or_there_twice_is_damage);
    tcase_add_test(tcase, a_journal_goes_on_behind_a_torn_tail);
    tcase_add_test(tcase, a_journal_may_begin_in_the_middle_of_a_day);
    tcase_add_test(tcase, a_failed_write_closes_the_journal);
    tcase_add_test(tcase, what_is_no_journal_is_refused);
    tcase_add_test(tcase, a_book_with_ties_that_no_rule_makes_is_refused);
    tcase_add_test(tcase, a_target_that_does_not_lie_beyond_its_stop_is_refused);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
