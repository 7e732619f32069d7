/* Linear swaps in the engine: shorts, flips, what closes the old side, and reversals by alert. */
#include <stdio.h>

#include "engine/event.h"
#include "support/check_tap.h"
#include "swap_case.h"

/* ---- positions --------------------------------------------------------------------------------- */

START_TEST(short_gains_when_the_price_falls_and_realises_into_cash)
{
    (void)trade(TR_SIDE_SELL, "2", "100", "0.1");
    check_decimal(position().quantity, "-2");
    check_decimal(position().cost.value, "-200");
    check_decimal(cash(), "9999.9"); /* no money changes hands but the fee */
    rig_price(&r, SWAP, "90");
    check_equity("10019.9");
    rig_price(&r, SWAP, "110");
    check_equity("9979.9");
    (void)trade(TR_SIDE_BUY, "1", "110", "0");
    check_decimal(position().realised.value, "-10");
    check_decimal(cash(), "9989.9");
    check_equity("9979.9");
    (void)trade(TR_SIDE_BUY, "1", "80", "0");
    check_decimal(position().quantity, "0");
    check_decimal(position().cost.value, "0");
    ck_assert_int_eq(position().opened_ns, 0);
    check_decimal(cash(), "10009.9");
    check_equity("10009.9");
}
END_TEST

START_TEST(fill_beyond_the_position_closes_it_and_opens_the_other_side)
{
    (void)trade(TR_SIDE_BUY, "1", "100", "0");
    int64_t opened_ns = position().opened_ns;
    r.now_ns += 1000;
    (void)trade(TR_SIDE_SELL, "3", "105", "0");
    check_decimal(position().quantity, "-2");
    check_decimal(position().cost.value, "-210");
    check_decimal(position().realised.value, "5");
    check_decimal(cash(), "10005");
    ck_assert_int_gt(position().opened_ns, opened_ns);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 2);
}
END_TEST

START_TEST(contracts_count_by_their_multiplier_also_in_a_proof)
{
    r.multiplier = rig_decimal("0.01");
    rig_restart(&r, false);
    rig_price(&r, SWAP, "100");
    (void)trade(TR_SIDE_BUY, "300", "100", "0");
    check_decimal(position().cost.value, "300");
    rig_price(&r, SWAP, "101");
    check_equity("10003");
    (void)trade(TR_SIDE_SELL, "300", "101", "0");
    check_decimal(cash(), "10003");
}
END_TEST

START_TEST(multiplier_of_one_leaves_the_bytes_of_older_logs)
{
    tr__buffer bytes;
    event ev = { .kind = EVENT_ORDER_FILLED, .multiplier = tr_decimal_from_int(1) };
    event back;
    tr__buffer_init(&bytes, 4096, NULL);
    ck_assert_int_eq(tr__event_encode(&ev, &bytes), TR_OK);
    size_t plain = bytes.size;
    ck_assert_int_eq(tr__event_decode(ev.kind, bytes.bytes, bytes.size, &back, NULL), TR_OK);
    check_decimal(back.multiplier, "1");
    tr__buffer_clear(&bytes);
    ev.multiplier = rig_decimal("0.001");
    ck_assert_int_eq(tr__event_encode(&ev, &bytes), TR_OK);
    ck_assert_uint_eq(bytes.size, plain + 16);
    ck_assert_int_eq(tr__event_decode(ev.kind, bytes.bytes, bytes.size, &back, NULL), TR_OK);
    check_decimal(back.multiplier, "0.001");
    tr__buffer_done(&bytes);
}
END_TEST

/* ---- exits ------------------------------------------------------------------------------------- */

/* A limit that was to close a long would hold back the margin of a short's ways out, and open a long again. */
START_TEST(turned_position_cancels_orders_that_were_to_close_its_old_side)
{
    (void)trade(TR_SIDE_BUY, "2", "100", "0");
    tr_order_request request = swap_order(TR_SIDE_SELL, "1");
    request.type = TR_ORDER_LIMIT;
    request.limit_price.value = rig_decimal("120");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    tr_id resting = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, resting);
    (void)trade(TR_SIDE_SELL, "1", "100", "0");
    tr_order stored = { .version = 0 };
    ck_assert(rig_stored_order(&r, resting, &stored));
    ck_assert_int_eq(stored.state, TR_STATE_WORKING); /* there is still a long to close */
    (void)trade(TR_SIDE_SELL, "3", "100", "0");
    ck_assert(rig_stored_order(&r, resting, &stored));
    ck_assert_int_eq(stored.state, TR_STATE_CANCELLING);
    ck_assert_int_eq(r.requests[r.request_count - 1].kind, RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, resting);
    ck_assert(rig_stored_order(&r, resting, &stored));
    ck_assert_int_eq(stored.state, TR_STATE_CANCELLED);
    ck_assert_str_eq(stored.reason, "");
}
END_TEST

/* What the exchange was asked for last. */
static const tr_exchange_order *last_placed(void)
{
    for (size_t i = r.request_count; i > 0; i--)
        if (r.requests[i - 1].kind == RIG_PLACE)
            return &r.requests[i - 1].order;
    ck_abort_msg("nothing was placed");
    return NULL;
}

START_TEST(market_order_that_only_closes_leaves_as_reduce_only)
{
    (void)trade(TR_SIDE_BUY, "2", "100", "0");
    ck_assert(!last_placed()->is_reduce_only);
    tr_order_request request = swap_order(TR_SIDE_SELL, "2");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert(last_placed()->is_reduce_only);
    tr_id id = r.order.id;
    rig_restart(&r, true); /* sent again it is the same order */
    rig_report_not_found(&r, id, r.now_ns);
    ck_assert(last_placed()->is_reduce_only);
    rig_report(&r, TR_REPORT_CANCELLED, id); /* somebody else's liquidation was faster */
    rig_price(&r, SWAP, "100");
    request = swap_order(TR_SIDE_SELL, "3"); /* through zero */
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert(!last_placed()->is_reduce_only);
    rig_fill(&r, r.order.id, "3", "100", "0");
    request = swap_order(TR_SIDE_BUY, "1");
    request.type = TR_ORDER_LIMIT; /* nobody knows what it meets */
    request.limit_price.value = rig_decimal("90");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert(!last_placed()->is_reduce_only);
}
END_TEST

START_TEST(stop_of_a_short_stands_above_and_goes_when_the_price_rises)
{
    tr_order stop;
    tr_order_request entry = swap_order(TR_SIDE_SELL, "2");
    entry.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &entry);
    ck_assert_int_eq(r.status, TR_E_INVALID); /* below the entry is no stop of a short */
    entry.stop_loss.value = rig_decimal("105");
    entry.take_profit.value = rig_decimal("90");
    rig_submit(&r, &entry);
    tr_id id = r.order.id;
    rig_fill(&r, id, "2", "100", "0");
    ck_assert(rig_find_exit(&r, id, TR_ROLE_STOP_LOSS, &stop));
    ck_assert_int_eq(stop.side, TR_SIDE_BUY);
    check_decimal(stop.quantity.value, "2");
    r.request_count = 0;
    rig_price(&r, SWAP, "105");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].order.side, TR_SIDE_BUY);
    ck_assert(r.requests[0].order.is_reduce_only);
    rig_fill(&r, stop.id, "2", "105", "0");
    check_decimal(cash(), "9990");
    ck_assert(rig_find_exit(&r, id, TR_ROLE_TAKE_PROFIT, &stop));
    ck_assert_int_eq(stop.state, TR_STATE_CANCELLED);
}
END_TEST

START_TEST(turned_position_drops_its_old_exits_and_covers_what_it_opened)
{
    tr_order exit;
    tr_order_request entry = swap_order(TR_SIDE_BUY, "1");
    entry.stop_loss.value = rig_decimal("90");
    rig_submit(&r, &entry);
    tr_id first = r.order.id;
    rig_fill(&r, first, "1", "100", "0");
    entry = swap_order(TR_SIDE_SELL, "3");
    entry.stop_loss.value = rig_decimal("110");
    rig_submit(&r, &entry);
    tr_id second = r.order.id;
    rig_fill(&r, second, "3", "100", "0");
    ck_assert(rig_find_exit(&r, first, TR_ROLE_STOP_LOSS, &exit));
    ck_assert_int_eq(exit.state, TR_STATE_CANCELLED);
    ck_assert_str_eq(exit.reason, "the position has turned");
    ck_assert(rig_find_exit(&r, second, TR_ROLE_STOP_LOSS, &exit));
    ck_assert_int_eq(exit.state, TR_STATE_WAITING);
    ck_assert_int_eq(exit.side, TR_SIDE_BUY);
    check_decimal(exit.quantity.value, "2");
}
END_TEST

static bool is_next_target(void *user, const void *row)
{
    const tr_order *order = row;
    tr_decimal *sums = user;
    if (order->role != TR_ROLE_TAKE_PROFIT || order->state != TR_STATE_WAITING)
        return true;
    ck_assert_int_eq(tr_decimal_add(sums[order->leg], order->quantity.value, &sums[order->leg]), TR_OK);
    return true;
}

static void no_more(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)err; /* the status tells */
    ck_assert_int_eq(status, TR_OK);
    ck_assert(!has_more);
}

START_TEST(legs_of_an_entry_that_turns_share_what_it_opens)
{
    tr_order key = { .account = "paper", .state = TR_STATE_WAITING };
    tr_decimal sums[TR_LEGS_MAX] = { { 0 } };
    (void)trade(TR_SIDE_BUY, "10", "100", "0");
    tr_order_request turn = swap_order(TR_SIDE_SELL, "30");
    turn.legs[0] = (tr_leg){ rig_decimal("0.5"), { rig_decimal("95") }, { rig_decimal("110") } };
    turn.legs[1] = (tr_leg){ rig_decimal("0.5"), { rig_decimal("90") }, { rig_decimal("110") } };
    turn.leg_count = 2;
    rig_submit(&r, &turn);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    tr_id id = r.order.id;
    rig_fill(&r, id, "14", "100", "0");
    rig_fill(&r, id, "9", "100", "0");
    rig_fill(&r, id, "7", "100", "0");
    tr_store_query query = { .table = TR_TABLE_ORDER, .index = TR_INDEX_ORDER_STATE, .key = &key, .key_columns = 2, .limit = 100 };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, is_next_target, no_more, sums, NULL), TR_OK);
    check_decimal(sums[0], "10");
    check_decimal(sums[1], "10");
}
END_TEST

/* ---- alerts ------------------------------------------------------------------------------------ */

static tr_alert reverse_alert(const char *key)
{
    tr_alert alert = rig_alert_of(TR_ALERT_REVERSE, key);
    (void)snprintf(alert.symbol, sizeof alert.symbol, "BINANCE:BTCUSDT.P");
    return alert;
}

/* What still wants to sell closes no short: it must not take anything from the short's stop. */
START_TEST(order_to_close_the_old_side_leaves_the_stop_of_the_new_one_whole)
{
    tr_order stop;
    (void)trade(TR_SIDE_BUY, "1", "100", "0");
    tr_order_request request = swap_order(TR_SIDE_SELL, "0.4");
    request.type = TR_ORDER_LIMIT;
    request.limit_price.value = rig_decimal("120");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    tr_order_request entry = swap_order(TR_SIDE_SELL, "2");
    entry.stop_loss.value = rig_decimal("110");
    rig_submit(&r, &entry);
    tr_id id = r.order.id;
    rig_fill(&r, id, "2", "100", "0");
    ck_assert(rig_find_exit(&r, id, TR_ROLE_STOP_LOSS, &stop));
    r.request_count = 0;
    rig_price(&r, SWAP, "110");
    ck_assert_uint_eq(r.request_count, 1);
    check_decimal(r.requests[0].order.quantity.value, "1");
}
END_TEST

START_TEST(reverse_turns_the_position_with_one_order)
{
    (void)trade(TR_SIDE_BUY, "2", "100", "0");
    tr_alert alert = reverse_alert("turn");
    alert.stop_loss.value = rig_decimal("120");
    r.request_count = 0;
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_uint_eq(r.order_count, 1);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].order.side, TR_SIDE_SELL);
    ck_assert(!r.requests[0].order.is_reduce_only);
    check_decimal(r.requests[0].order.quantity.value, "4");
    tr_id id = r.order_ids[0];
    tr_alert again = reverse_alert("again"); /* before the first has filled: it would turn what is turning */
    rig_alert(&r, &again);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_uint_eq(r.order_count, 0);
    ck_assert_uint_eq(r.request_count, 1);
    rig_fill(&r, id, "4", "110", "0");
    check_decimal(position().quantity, "-2");
    check_decimal(position().realised.value, "20");
    tr_order stop;
    ck_assert(rig_find_exit(&r, id, TR_ROLE_STOP_LOSS, &stop));
    check_decimal(stop.quantity.value, "2");
    rig_alert(&r, &alert); /* a redelivery turns nothing */
    ck_assert(r.is_duplicate);
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(reverse_that_may_not_open_the_other_side_closes_at_least)
{
    (void)trade(TR_SIDE_BUY, "400", "100", "0");
    tr_alert alert = reverse_alert("turn");
    alert.quantity.value = rig_decimal("600"); /* more than the margin that is freed */
    r.request_count = 0;
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert(r.requests[0].order.is_reduce_only);
    check_decimal(r.requests[0].order.quantity.value, "400");
}
END_TEST

START_TEST(close_buys_a_short_back)
{
    (void)trade(TR_SIDE_SELL, "2", "100", "0");
    tr_alert alert = reverse_alert("close");
    alert.action = TR_ALERT_CLOSE;
    r.request_count = 0;
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].order.side, TR_SIDE_BUY);
    ck_assert(r.requests[0].order.is_reduce_only);
    check_decimal(r.requests[0].order.quantity.value, "2");
}
END_TEST

/* ---- books ------------------------------------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("swaps");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, teardown);
    tcase_add_test(rules, short_gains_when_the_price_falls_and_realises_into_cash);
    tcase_add_test(rules, fill_beyond_the_position_closes_it_and_opens_the_other_side);
    tcase_add_test(rules, contracts_count_by_their_multiplier_also_in_a_proof);
    tcase_add_test(rules, multiplier_of_one_leaves_the_bytes_of_older_logs);
    tcase_add_test(rules, turned_position_cancels_orders_that_were_to_close_its_old_side);
    tcase_add_test(rules, market_order_that_only_closes_leaves_as_reduce_only);
    tcase_add_test(rules, stop_of_a_short_stands_above_and_goes_when_the_price_rises);
    tcase_add_test(rules, turned_position_drops_its_old_exits_and_covers_what_it_opened);
    tcase_add_test(rules, legs_of_an_entry_that_turns_share_what_it_opens);
    tcase_add_test(rules, order_to_close_the_old_side_leaves_the_stop_of_the_new_one_whole);
    tcase_add_test(rules, reverse_turns_the_position_with_one_order);
    tcase_add_test(rules, reverse_that_may_not_open_the_other_side_closes_at_least);
    tcase_add_test(rules, close_buys_a_short_back);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
