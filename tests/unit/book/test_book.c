/* test_book.c: what the scenarios do not reach: memory, options, edges of the numbers, levels far and wide. */
#include "support/check_tap.h"

#include <stdlib.h>
#include <string.h>

#include <trade/book.h>
#include <trade/rng.h>

enum { HEARD_MAX = 65536 };

typedef struct hearing {
    tr_book_event events[HEARD_MAX];
    size_t count;
    size_t runs;
} hearing;

static hearing heard;
static tr_book *book;

static void take(void *user, const tr_book_event *events, size_t event_count)
{
    hearing *to = user;
    ck_assert_uint_gt(event_count, 0);
    ck_assert_uint_le(to->count + event_count, HEARD_MAX);
    memcpy(to->events + to->count, events, event_count * sizeof *events);
    to->count += event_count;
    to->runs++;
}

static const tr_book_sink sink = { .take = take, .user = &heard };

static void make_book(uint32_t order_max)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = order_max;
    options.quantity_max = TR_BOOK_QUANTITY_LIMIT;
    ck_assert_int_eq(tr_book_new(&options, &book, NULL), TR_OK);
    heard.count = 0;
    heard.runs = 0;
}

static void done_with_book(void)
{
    tr_error err = { .message = "" };
    ck_assert_msg(tr_book_check(book, &err) == TR_OK, "%s", err.message);
    tr_book_free(book);
    book = NULL;
}

static tr_status apply(tr_book_command command)
{
    heard.count = 0;
    return tr_book_apply(book, &command, &sink);
}

static tr_book_command limit(int64_t id, tr_side side, int64_t price, int64_t quantity)
{
    return (tr_book_command){ .kind = TR_BOOK_COMMAND_NEW,
                              .side = (uint8_t)side,
                              .given = TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY,
                              .id = id,
                              .price = price,
                              .quantity = quantity };
}

static tr_book_command cancel(int64_t id)
{
    return (tr_book_command){ .kind = TR_BOOK_COMMAND_CANCEL, .id = id };
}

START_TEST(options_out_of_range_are_named)
{
    tr_error err = { .message = "" };
    tr_book *made = NULL;
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = 0;
    ck_assert_int_eq(tr_book_new(&options, &made, &err), TR_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "order_max"));
    ck_assert_uint_eq(tr_book_memory_size(&options), 0);
    options.order_max = 10;
    options.tick = 0;
    ck_assert_int_eq(tr_book_new(&options, &made, &err), TR_E_INVALID);
    options.tick = 1;
    options.quantity_max = TR_BOOK_QUANTITY_LIMIT + 1;
    ck_assert_int_eq(tr_book_new(&options, &made, &err), TR_E_INVALID);
    options.quantity_max = 1;
    options.struct_size = 8;
    ck_assert_int_eq(tr_book_new(&options, &made, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_book_new(NULL, &made, &err), TR_E_INVALID);
    ck_assert_ptr_null(made);
}
END_TEST

/* Counts, and refuses from the nth call on. */
typedef struct counting {
    size_t calls;
    size_t fail_from;
    size_t bytes;
} counting;

static void *counting_allocate(void *user, size_t size)
{
    counting *to = user;
    to->calls++;
    to->bytes += size;
    return to->calls >= to->fail_from ? NULL : malloc(size);
}

static void *counting_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    (void)old_size;
    counting *to = user;
    to->calls++;
    return realloc(memory, new_size);
}

static void counting_release(void *user, void *memory)
{
    (void)user;
    free(memory);
}

START_TEST(memory_is_taken_once_and_never_again)
{
    counting counts = { .fail_from = 1 };
    tr_allocator allocator = { .allocate = counting_allocate,
                               .reallocate = counting_reallocate,
                               .release = counting_release,
                               .user = &counts };
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    options.order_max = 1000;
    options.allocator = &allocator;
    tr_error err = { .message = "" };
    ck_assert_int_eq(tr_book_new(&options, &book, &err), TR_E_NO_MEMORY);
    ck_assert_int_eq(err.status, TR_E_NO_MEMORY);
    counts = (counting){ .fail_from = 2 };
    ck_assert_int_eq(tr_book_new(&options, &book, NULL), TR_OK);
    ck_assert_uint_eq(counts.bytes, tr_book_memory_size(&options));
    for (int64_t id = 1; id <= 1000; id++)
        ck_assert_int_eq(apply(limit(id, id % 2 == 0 ? TR_SIDE_BUY : TR_SIDE_SELL,
                                     id % 2 == 0 ? id << 40 : (id << 45) + ((int64_t)1 << 61), 5)),
                         TR_OK);
    ck_assert_uint_eq(counts.calls, 1);
    done_with_book();
}
END_TEST

START_TEST(full_book_refuses_new_orders_and_still_cancels)
{
    make_book(3);
    for (int64_t id = 1; id <= 3; id++)
        ck_assert_int_eq(apply(limit(id, TR_SIDE_BUY, 100, 5)), TR_OK);
    ck_assert_int_eq(apply(limit(4, TR_SIDE_BUY, 100, 5)), TR_E_FULL);
    ck_assert_uint_eq(heard.count, 0);
    ck_assert_int_eq(apply(cancel(2)), TR_OK);
    ck_assert_int_eq(apply(limit(4, TR_SIDE_BUY, 100, 5)), TR_OK);
    ck_assert_uint_eq(tr_book_order_count(book), 3);
    done_with_book();
}
END_TEST

START_TEST(numbers_outside_their_enumeration_are_refused)
{
    make_book(3);
    tr_book_command command = limit(1, TR_SIDE_BUY, 100, 5);
    command.side = 2;
    ck_assert_int_eq(apply(command), TR_E_INVALID);
    command = limit(1, TR_SIDE_BUY, 100, 5);
    command.stp = 5;
    ck_assert_int_eq(apply(command), TR_E_INVALID);
    command.kind = 9;
    ck_assert_int_eq(apply(command), TR_E_INVALID);
    command.kind = 0;
    ck_assert_int_eq(apply(command), TR_E_INVALID);
    ck_assert_int_eq(tr_book_apply(NULL, &command, &sink), TR_E_INVALID);
    ck_assert_int_eq(tr_book_apply(book, &command, NULL), TR_E_INVALID);
    ck_assert_uint_eq(tr_book_sequence(book), 0);
    done_with_book();
}
END_TEST

START_TEST(sums_go_beyond_64_bits)
{
    make_book(100);
    for (int64_t id = 1; id <= 40; id++)
        ck_assert_int_eq(apply(limit(id, TR_SIDE_SELL, INT64_MAX, TR_BOOK_QUANTITY_LIMIT)), TR_OK);
    tr_book_level best;
    ck_assert(tr_book_best(book, TR_BOOK_QUEUE_ASKS, &best));
    ck_assert_int_eq(best.price, INT64_MAX);
    ck_assert_uint_eq(best.open.high, 10); /* 40 * 2^62 = 10 * 2^64 */
    ck_assert_uint_eq(best.open.low, 0);
    tr_book_command all = limit(50, TR_SIDE_BUY, INT64_MAX, TR_BOOK_QUANTITY_LIMIT);
    all.tif = TR_BOOK_TIF_FOK;
    ck_assert_int_eq(apply(all), TR_OK);
    ck_assert_uint_eq(heard.count, 2);
    ck_assert_int_eq(heard.events[1].kind, TR_BOOK_EVENT_TRADE);
    ck_assert_int_eq(heard.events[1].quantity, TR_BOOK_QUANTITY_LIMIT);
    done_with_book();
}
END_TEST

START_TEST(the_highest_price_trades_and_triggers_like_any_other)
{
    make_book(10);
    tr_book_command stop = limit(1, TR_SIDE_BUY, 0, 5);
    stop.type = TR_BOOK_TYPE_STOP;
    stop.given = TR_BOOK_GIVEN_QUANTITY | TR_BOOK_GIVEN_STOP;
    stop.stop = INT64_MAX;
    ck_assert_int_eq(apply(stop), TR_OK);
    ck_assert_int_eq(apply(limit(2, TR_SIDE_BUY, INT64_MAX, 1)), TR_OK);
    ck_assert_uint_eq(heard.count, 2); /* no ask: it rests */
    ck_assert_int_eq(heard.events[1].kind, TR_BOOK_EVENT_BOOKED);
    ck_assert_int_eq(apply(limit(3, TR_SIDE_SELL, INT64_MAX, 1)), TR_OK);
    ck_assert_uint_eq(heard.count, 4);
    ck_assert_int_eq(heard.events[2].kind, TR_BOOK_EVENT_TRIGGERED);
    ck_assert_int_eq(heard.events[3].reason, TR_BOOK_REASON_NO_LIQUIDITY);
    ck_assert_int_eq(tr_book_last_price(book), INT64_MAX);
    done_with_book();
}
END_TEST

START_TEST(prices_spread_over_the_whole_range_stay_in_order)
{
    make_book(20001);
    tr_rng rng;
    tr_rng_init(&rng, 7);
    for (int64_t id = 1; id <= 20000; id++) {
        int64_t price = (int64_t)(tr_rng_next(&rng) >> (2 + tr_rng_below(&rng, 60)));
        ck_assert_int_eq(apply(limit(id, TR_SIDE_BUY, price + 1, 1)), TR_OK);
    }
    tr_error err = { .message = "" };
    ck_assert_msg(tr_book_check(book, &err) == TR_OK, "%s", err.message);
    tr_book_level level;
    int64_t above = INT64_MAX;
    uint32_t orders = 0;
    while (tr_book_best(book, TR_BOOK_QUEUE_BIDS, &level)) {
        ck_assert_int_lt(level.price, above);
        above = level.price;
        orders += level.order_count;
        ck_assert_int_eq(apply(limit(30000, TR_SIDE_SELL, level.price, level.order_count)), TR_OK);
    }
    ck_assert_uint_eq(orders, 20000);
    done_with_book();
}
END_TEST

START_TEST(a_batch_gives_the_events_of_its_commands_in_longer_runs)
{
    enum { COMMANDS = 3000 };
    static tr_book_command commands[COMMANDS];
    static hearing one_by_one;
    tr_rng rng;
    tr_rng_init(&rng, 11);
    for (size_t i = 0; i < COMMANDS; i++) {
        int64_t id = (int64_t)tr_rng_below(&rng, 400) + 1;
        commands[i] = tr_rng_below(&rng, 3) == 0 ? cancel(id)
                                                 : limit(id, (tr_side)tr_rng_below(&rng, 2),
                                                         (int64_t)tr_rng_below(&rng, 30) + 100,
                                                         (int64_t)tr_rng_below(&rng, 9) + 1);
    }
    make_book(500);
    for (size_t i = 0; i < COMMANDS; i++)
        ck_assert_int_eq(tr_book_apply(book, &commands[i], &sink), TR_OK);
    one_by_one = heard;
    done_with_book();
    make_book(500);
    size_t done = 0;
    ck_assert_int_eq(tr_book_apply_all(book, commands, COMMANDS, &sink, &done), TR_OK);
    ck_assert_uint_eq(done, COMMANDS);
    ck_assert_uint_eq(heard.count, one_by_one.count);
    ck_assert_mem_eq(heard.events, one_by_one.events, heard.count * sizeof heard.events[0]);
    ck_assert_uint_lt(heard.runs, one_by_one.runs / 10);
    done_with_book();
}
END_TEST

START_TEST(a_sink_bound_at_compile_time_hears_the_same)
{
    enum { ORDERS = 300 }; /* more events than the book's buffer holds */
    static hearing other;
    make_book(ORDERS);
    for (int64_t id = 1; id <= ORDERS; id++)
        ck_assert_int_eq(apply(limit(id, TR_SIDE_SELL, 100 + id, 1)), TR_OK);
    heard.count = 0;
    heard.runs = 0;
    tr_book_command sweep = limit(ORDERS + 1, TR_SIDE_BUY, 1000, ORDERS);
    ck_assert_int_eq(tr_book_apply_bound(book, &sweep, take, &heard), TR_E_FULL);
    ck_assert_uint_eq(heard.count, 0);
    ck_assert_int_eq(apply((tr_book_command){ .kind = TR_BOOK_COMMAND_CANCEL, .id = ORDERS }),
                     TR_OK);
    heard.count = 0;
    heard.runs = 0;
    ck_assert_int_eq(tr_book_apply_bound(book, &sweep, take, &heard), TR_OK);
    ck_assert_uint_gt(heard.runs, 1);
    ck_assert_uint_eq(heard.count, ORDERS + 1);
    other = heard;
    done_with_book();

    make_book(ORDERS);
    for (int64_t id = 1; id <= ORDERS; id++)
        ck_assert_int_eq(apply(limit(id, TR_SIDE_SELL, 100 + id, 1)), TR_OK);
    ck_assert_int_eq(apply((tr_book_command){ .kind = TR_BOOK_COMMAND_CANCEL, .id = ORDERS }),
                     TR_OK);
    ck_assert_int_eq(apply(sweep), TR_OK);
    ck_assert_uint_eq(heard.count, other.count);
    ck_assert_mem_eq(heard.events, other.events, heard.count * sizeof heard.events[0]);
    const tr_book_event *events = NULL;
    size_t event_count = 0;
    tr_book_command clock = { .kind = TR_BOOK_COMMAND_TIME, .at = 5 };
    ck_assert_int_eq(tr_book_apply_events(book, &clock, &sink, &events, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_book_apply_events(book, &clock, &sink, &events, &event_count), TR_OK);
    ck_assert_uint_eq(event_count, 0);
    done_with_book();
}
END_TEST

START_TEST(enquiries_about_nothing_say_so)
{
    make_book(2);
    tr_book_level level;
    tr_book_order order;
    tr_book_position position;
    ck_assert(!tr_book_best(book, TR_BOOK_QUEUE_BIDS, &level));
    ck_assert(!tr_book_best(book, (tr_book_queue)7, &level));
    ck_assert_uint_eq(tr_book_depth(book, TR_BOOK_QUEUE_ASKS, 1, &level), 0);
    ck_assert_int_eq(tr_book_find(book, 1, &order), TR_E_NOT_FOUND);
    ck_assert_int_eq(tr_book_position_of(book, -1, &position), TR_E_NOT_FOUND);
    ck_assert_int_eq(tr_book_find(NULL, 1, &order), TR_E_INVALID);
    ck_assert_ptr_null(tr_book_reason_name((tr_book_reason)99));
    ck_assert_ptr_null(tr_book_event_name((tr_book_event_kind)-1));
    done_with_book();
    tr_book_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("book");
    TCase *cases = tcase_create("book");
    tcase_add_test(cases, options_out_of_range_are_named);
    tcase_add_test(cases, memory_is_taken_once_and_never_again);
    tcase_add_test(cases, full_book_refuses_new_orders_and_still_cancels);
    tcase_add_test(cases, numbers_outside_their_enumeration_are_refused);
    tcase_add_test(cases, sums_go_beyond_64_bits);
    tcase_add_test(cases, the_highest_price_trades_and_triggers_like_any_other);
    tcase_add_test(cases, prices_spread_over_the_whole_range_stay_in_order);
    tcase_add_test(cases, a_batch_gives_the_events_of_its_commands_in_longer_runs);
    tcase_add_test(cases, a_sink_bound_at_compile_time_hears_the_same);
    tcase_add_test(cases, enquiries_about_nothing_say_so);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
