/* The books of an engine: what is stored, what the executions make anew, and what the lots say of it. */
#include <stdio.h>
#include <string.h>

#include <trade/ledger.h>
#include <trade/rng.h>

#include "engine/event.h"
#include "support/check_tap.h"
#include "support/engine_case.h"

static void setup(void)
{
    rig_open(&r);
    r.has_daily_close = true;
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
}

/* A market order that fills at once and whole. */
static tr_status trade(tr_side side, const char *quantity, const char *price, tr_decimal fee,
                       const char *fee_asset)
{
    tr_order_request request = rig_request_of(side, TR_ORDER_MARKET, quantity);
    rig_submit(&r, &request);
    if (r.status != TR_OK)
        return r.status;
    tr_exchange_report report = {
        .kind = TR_REPORT_FILL, .account = "paper", .at_ns = r.now_ns, .fee = { fee }
    };
    tr_id_format(r.order.id, report.client_id);
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "F%d", ++r.fill_number);
    (void)snprintf(report.fee_asset, sizeof report.fee_asset, "%s", fee_asset);
    report.quantity.value = rig_decimal(quantity);
    report.price.value = rig_decimal(price);
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
    return TR_OK;
}

/* ---- what is read ------------------------------------------------------------------------------ */

static void whole_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)err; /* the status tells */
    ck_assert_int_eq(status, TR_OK);
    ck_assert(!has_more);
}

static void read_all(tr_table table, int index, const void *key, tr_store_row_sink *sink,
                     void *user)
{
    tr_store_query query = {
        .table = table, .index = index, .key = key, .key_columns = 1, .limit = 1000
    };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, sink, whole_read, user, NULL), TR_OK);
}

typedef struct text {
    char bytes[400000];
    size_t size;
    tr_ledger_format format;
} text;

static void append_line(text *out, const tr_ledger_row *line)
{
    ck_assert_uint_lt(out->size + TR_LEDGER_TEXT_SIZE, sizeof out->bytes);
    out->size += tr_ledger_format_line(line, out->format, out->bytes + out->size);
    out->bytes[out->size++] = '\n';
}

static bool append_stored(void *user, const void *row)
{
    append_line(user, row);
    return true;
}

/* From the log: executions and money moved, through the same posting. */
static bool append_rebuilt(void *user, const void *row)
{
    const tr_event_row *stored = row;
    event ev;
    tr_ledger_row lines[TR_LEDGER_LINES_MAX];
    size_t count = 0;
    ck_assert_int_eq(tr__event_decode((event_kind)stored->kind, stored->payload,
                                      stored->payload_size, &ev, NULL),
                     TR_OK);
    if (ev.kind == EVENT_ORDER_FILLED)
        ck_assert_int_eq(tr_ledger_post_fill(&ev.fill, (tr_money){ { 0 } }, stored->seq,
                                             stored->at_ns, lines, &count, NULL),
                         TR_OK);
    if (ev.kind == EVENT_FUNDS_MOVED)
        ck_assert_int_eq(tr_ledger_post_move(stored->account, ev.asset, ev.amount, ev.book,
                                             stored->seq, stored->at_ns, lines, &count, NULL),
                         TR_OK);
    for (size_t i = 0; i < count; i++)
        append_line(user, &lines[i]);
    return true;
}

static bool add_to_trial(void *user, const void *row)
{
    ck_assert_int_eq(tr_ledger_trial_add(user, row, NULL), TR_OK);
    return true;
}

static bool add_to_lots(void *user, const void *row)
{
    ck_assert_int_eq(tr_lots_fill(user, row, NULL), TR_OK);
    return true;
}

/* ---- tests ------------------------------------------------------------------------------------- */

/* Buys and sells of what is held, with fees in quote, goods and a third asset; the clock goes on. */
static void random_trades(uint64_t seed, int count)
{
    static const char *const fee_assets[] = { "USDT", "BTC", "BNB" };
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (int i = 0; i < count; i++) {
        char quantity[32], price[32];
        tr_decimal fee;
        (void)snprintf(quantity, sizeof quantity, "0.%03d", (int)tr_rng_below(&rng, 999) + 1);
        (void)snprintf(price, sizeof price, "%d.%02d", 90 + (int)tr_rng_below(&rng, 20),
                       (int)tr_rng_below(&rng, 100));
        ck_assert_int_eq(tr_decimal_from_scaled((int64_t)tr_rng_below(&rng, 90000), 9, &fee),
                         TR_OK);
        tr_side side = tr_rng_below(&rng, 5) < 2 ? TR_SIDE_SELL : TR_SIDE_BUY;
        (void)trade(side, quantity, price, fee,
                    fee_assets[tr_rng_below(&rng, 3)]); /* a sale of too much is refused */
        r.now_ns += (int64_t)tr_rng_below(&rng, 3) * 1000000;
    }
}

START_TEST(ledger_made_anew_from_executions_has_the_same_bytes)
{
    static text stored, rebuilt;
    tr_event_row event_key = { .account = "paper" };
    tr_ledger_row line_key = { .account = "paper" };
    random_trades(17 + (uint64_t)_i, 60);
    for (int format = TR_LEDGER_CSV; format <= TR_LEDGER_JSON; format++) {
        stored.size = rebuilt.size = 0;
        stored.format = rebuilt.format = (tr_ledger_format)format;
        read_all(TR_TABLE_LEDGER, TR_INDEX_PRIMARY, &line_key, append_stored, &stored);
        read_all(TR_TABLE_EVENT, TR_INDEX_PRIMARY, &event_key, append_rebuilt, &rebuilt);
        ck_assert_uint_gt(stored.size, 5000);
        ck_assert_uint_eq(stored.size, rebuilt.size);
        ck_assert_mem_eq(stored.bytes, rebuilt.bytes, stored.size);
    }
}
END_TEST

START_TEST(books_sum_to_zero_and_their_cash_is_the_balance)
{
    static const char *const assets[] = { "BNB", "BTC", "USDT" };
    tr_ledger_trial trial = { .count = 0 };
    tr_ledger_row key = { .account = "paper" };
    random_trades(170 + (uint64_t)_i, 60);
    read_all(TR_TABLE_LEDGER, TR_INDEX_PRIMARY, &key, add_to_trial, &trial);
    ck_assert(tr_ledger_trial_is_balanced(&trial));
    ck_assert_uint_eq(trial.count, 3);
    for (size_t i = 0; i < 3; i++) {
        tr_balance balance;
        ck_assert_str_eq(trial.assets[i].asset, assets[i]);
        ck_assert(rig_stored_balance(&r, assets[i], &balance));
        ck_assert_int_eq(
            tr_decimal_compare(balance.total.value, trial.assets[i].books[TR_LEDGER_CASH].value),
            0);
    }
    check_decimal(trial.assets[2].books[TR_LEDGER_OPENING].value, "-10000");
    check_decimal(trial.assets[2].books[TR_LEDGER_EXTERNAL].value, "0");
    tr_ledger_trial_done(&trial);
}
END_TEST

START_TEST(average_cost_lots_are_the_position)
{
    tr_fill key = { .account = "paper" };
    tr_position position;
    tr_lots *lots;
    ck_assert_int_eq(tr_lots_new(TR_LOT_AVERAGE, "BTC/USDT", tr_decimal_from_int(1), NULL, NULL,
                                 NULL, &lots, NULL),
                     TR_OK);
    random_trades(1700 + (uint64_t)_i, 60);
    read_all(TR_TABLE_FILL, TR_INDEX_FILL_ACCOUNT, &key, add_to_lots, lots);
    tr_lots_sums sums = tr_lots_total(lots);
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position));
    ck_assert_int_gt(sums.fills, 20);
    ck_assert_int_eq(tr_decimal_compare(position.quantity, sums.quantity), 0);
    ck_assert_int_eq(tr_decimal_compare(position.cost.value, sums.cost.value), 0);
    ck_assert_int_eq(tr_decimal_compare(position.realised.value, sums.realised.value), 0);
    ck_assert_int_eq(tr_decimal_compare(position.fees.value, sums.fees.value), 0);
    tr_lots_free(lots);
}
END_TEST

START_TEST(fee_in_goods_leaves_the_position_that_the_account_holds)
{
    tr_position position;
    tr_balance balance;
    ck_assert_int_eq(trade(TR_SIDE_BUY, "1", "100", rig_decimal("0.001"), "BTC"), TR_OK);
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position) &&
              rig_stored_balance(&r, "BTC", &balance));
    check_decimal(position.quantity, "0.999");
    check_decimal(position.cost.value, "99.9");
    check_decimal(position.fees.value, "0.1");
    check_decimal(balance.total.value, "0.999");
    ck_assert_int_eq(trade(TR_SIDE_SELL, "0.999", "110", (tr_decimal){ 0 }, "USDT"), TR_OK);
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position));
    check_decimal(position.quantity, "0");
    check_decimal(position.realised.value, "9.99");
    ck_assert_int_eq(position.opened_ns, 0);
}
END_TEST

START_TEST(funds_of_logs_before_there_were_books_are_external)
{
    tr__buffer bytes;
    event ev = { .kind = EVENT_FUNDS_MOVED,
                 .asset = "USDT",
                 .amount = { rig_decimal("5") },
                 .book = TR_LEDGER_EXTERNAL };
    event back;
    tr__buffer_init(&bytes, 1024, NULL);
    ck_assert_int_eq(tr__event_encode(&ev, &bytes), TR_OK);
    ck_assert_uint_eq(bytes.size, 4 + 4 + 16 + 4); /* no book behind the reason */
    ck_assert_int_eq(tr__event_decode(ev.kind, bytes.bytes, bytes.size, &back, NULL), TR_OK);
    ck_assert_int_eq(back.book, TR_LEDGER_EXTERNAL);
    static const uint8_t wrong[] = { TR_LEDGER_CASH, TR_LEDGER_EXTERNAL, 0, TR_LEDGER_BOOK_MAX + 1,
                                     255 };
    for (size_t i = 0; i < sizeof wrong; i++) {
        size_t size = bytes.size;
        ck_assert_int_eq(tr__buffer_append_u8(&bytes, wrong[i]), TR_OK);
        ck_assert_int_eq(tr__event_decode(ev.kind, bytes.bytes, bytes.size, &back, NULL),
                         TR_E_CORRUPT);
        tr__buffer_truncate(&bytes, size);
    }
    tr__buffer_done(&bytes);
}
END_TEST

/* ---- the daily close ----------------------------------------------------------------------------- */

/* Let a day go by; the timer is called while something is due. Number of closes written. */
static int64_t next_day(void)
{
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    r.now_ns += INT64_C(86400000000000);
    for (int i = 0; i < 50 && tr_engine_due_ns(r.engine) <= r.now_ns; i++) {
        tr_engine_timer(r.engine);
        rig_settle(&r);
    }
    ck_assert_int_gt(tr_engine_due_ns(r.engine), r.now_ns);
    return rig_count_rows(&r, TR_TABLE_EVENT) - events;
}

typedef struct last_close {
    event ev;
    int count;
} last_close;

static bool take_close(void *user, const void *row)
{
    last_close *found = user;
    const tr_event_row *stored = row;
    if (stored->kind != EVENT_LEDGER_CLOSED)
        return true;
    found->count++;
    ck_assert_int_eq(tr__event_decode(EVENT_LEDGER_CLOSED, stored->payload, stored->payload_size,
                                      &found->ev, NULL),
                     TR_OK);
    return true;
}

static last_close find_close(void)
{
    last_close found = { .count = 0 };
    tr_event_row key = { .account = "paper" };
    read_all(TR_TABLE_EVENT, TR_INDEX_PRIMARY, &key, take_close, &found);
    return found;
}

START_TEST(day_ends_with_an_event_that_has_the_sums)
{
    random_trades(5, 20);
    ck_assert_int_eq(next_day(), 3); /* BNB, BTC, USDT */
    last_close found = find_close();
    ck_assert_int_eq(found.count, 3);
    ck_assert_str_eq(found.ev.close.sums.asset, "USDT");
    ck_assert(tr__ledger_close_is_sound(&found.ev.close));
    check_decimal(found.ev.close.sums.books[TR_LEDGER_OPENING].value, "-10000");
    tr_balance balance;
    ck_assert(rig_stored_balance(&r, "USDT", &balance));
    ck_assert_int_eq(tr_decimal_compare(balance.total.value, found.ev.close.balance.value), 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_RISK), 0);
}
END_TEST

START_TEST(day_on_which_nothing_happened_is_not_closed)
{
    random_trades(5, 5);
    ck_assert_int_gt(next_day(), 0);
    ck_assert_int_eq(next_day(), 0);
    rig_restart(&r, false);
    ck_assert_int_eq(next_day(), 0);
    rig_price(&r, "BTC/USDT", "100");
    random_trades(6, 5);
    ck_assert_int_gt(next_day(), 0);
}
END_TEST

START_TEST(day_is_closed_although_the_next_one_had_begun_when_the_clock_came_round)
{
    random_trades(5, 5);
    int64_t day_ns = INT64_C(86400000000000);
    r.now_ns += day_ns;
    random_trades(6, 1); /* before anybody calls the timer */
    for (int i = 0; i < 50 && tr_engine_due_ns(r.engine) <= r.now_ns; i++) {
        tr_engine_timer(r.engine);
        rig_settle(&r);
    }
    last_close found = find_close();
    ck_assert_int_gt(found.count, 0);
    ck_assert(tr__ledger_close_is_sound(&found.ev.close));
    ck_assert_int_lt(found.ev.close.day_ns, r.now_ns / day_ns * day_ns);
    random_trades(7, 1);
    ck_assert_int_gt(next_day(), 0);
    ck_assert_int_eq(next_day(), 0);
}
END_TEST

START_TEST(day_that_ended_while_nobody_was_there_is_closed_by_the_next_engine)
{
    random_trades(5, 5);
    r.now_ns += 2 * INT64_C(86400000000000);
    rig_restart(&r, true);
    ck_assert_int_le(tr_engine_due_ns(r.engine), r.now_ns);
    for (int i = 0; i < 50 && tr_engine_due_ns(r.engine) <= r.now_ns; i++) {
        tr_engine_timer(r.engine);
        rig_settle(&r);
    }
    ck_assert_int_gt(find_close().count, 0);
    ck_assert_int_eq(next_day(), 0);
}
END_TEST

static void on_put(void *user, tr_status status, const tr_status *results, size_t count,
                   const tr_error *err)
{
    (void)user;
    (void)err; /* the statuses tell */
    ck_assert(status == TR_OK && count == 1 && results[0] == TR_OK);
}

/* Somebody adds a line behind the engine's back, and takes it away before verify looks. */
START_TEST(books_that_do_not_add_up_stop_entries)
{
    tr_ledger_row stray = { .account = "paper", .seq = 1, .book = TR_LEDGER_FEES, .asset = "USDT" };
    stray.amount.value = rig_decimal("0.01");
    tr_store_op op = { .verb = TR_STORE_PUT, .table = TR_TABLE_LEDGER, .row = &stray };
    tr_store_transaction one = { &op, 1 };
    ck_assert_int_eq(r.store.submit(r.store.user, &one, 1, on_put, NULL, NULL), TR_OK);
    rig_settle(&r);
    ck_assert_int_gt(next_day(), 1);
    last_close found = find_close();
    ck_assert(!tr__ledger_close_is_sound(&found.ev.close));
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0.1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "halt");
    op.verb = TR_STORE_DELETE;
    ck_assert_int_eq(r.store.submit(r.store.user, &one, 1, on_put, NULL, NULL), TR_OK);
    rig_settle(&r);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ledger");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, rig_teardown);
    tcase_add_loop_test(rules, ledger_made_anew_from_executions_has_the_same_bytes, 0, 5);
    tcase_add_loop_test(rules, books_sum_to_zero_and_their_cash_is_the_balance, 0, 5);
    tcase_add_loop_test(rules, average_cost_lots_are_the_position, 0, 5);
    tcase_add_test(rules, fee_in_goods_leaves_the_position_that_the_account_holds);
    tcase_add_test(rules, funds_of_logs_before_there_were_books_are_external);
    tcase_add_test(rules, day_ends_with_an_event_that_has_the_sums);
    tcase_add_test(rules, day_on_which_nothing_happened_is_not_closed);
    tcase_add_test(rules, day_is_closed_although_the_next_one_had_begun_when_the_clock_came_round);
    tcase_add_test(rules, day_that_ended_while_nobody_was_there_is_closed_by_the_next_engine);
    tcase_add_test(rules, books_that_do_not_add_up_stop_entries);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
