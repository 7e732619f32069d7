/* Stops that the exchange refuses, loses or gives up, and stops that make way for another sale. */
#include <stdio.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "stop_case.h"
#include "support/check_tap.h"

/* ---- refusals -------------------------------------------------------------------------------- */

START_TEST(stop_that_the_exchange_refuses_is_held_here_and_offered_again)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    r.request_count = 0;
    rig_fill(&r, r.order.id, "1", "100", "0");
    tr_exchange_order stop = only(RIG_PLACE);
    rig_report(&r, TR_REPORT_REJECTED, id_in(&stop));
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2); /* the engine watches both */
    ck_assert_int_eq(count_alarms(), 1);
    wait_for(5 * SECOND_NS);
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP);
    rig_report(&r, TR_REPORT_REJECTED, id_in(&again));
    ck_assert_int_eq(count_alarms(), 2);
    wait_for(9 * SECOND_NS); /* twice as long */
    ck_assert_uint_eq(r.request_count, 0);
    rig_price(&r, "BTC/USDT", "94");
    tr_exchange_order sale = only(RIG_PLACE);
    ck_assert_int_eq(sale.type, TR_ORDER_MARKET);
    rig_fill(&r, id_in(&sale), "1", "94", "0");
    ck_assert(is_bare());
    wait_for(60 * SECOND_NS);
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(stop_that_could_not_be_sent_is_held_here)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    r.request_count = 0;
    r.place_status = TR_E_NETWORK;
    rig_fill(&r, r.order.id, "1", "100", "0");
    r.place_status = TR_OK;
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 1);
    ck_assert_int_eq(count_alarms(), 1);
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_MARKET);
}
END_TEST

START_TEST(stop_that_the_exchange_gives_up_is_held_here)
{
    tr_id stop = buy_one(NULL);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2);
    ck_assert_int_eq(count_alarms(), 1);
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_MARKET);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0); /* its target went with it */
}
END_TEST

START_TEST(stop_whose_outcome_is_not_known_is_asked_about_with_an_alarm)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    r.request_count = 0;
    rig_fill(&r, r.order.id, "1", "100", "0");
    tr_exchange_order placed = only(RIG_PLACE);
    rig_report(&r, TR_REPORT_UNKNOWN, id_in(&placed));
    (void)only(RIG_QUERY);
    ck_assert_int_eq(count_alarms(), 1);
    rig_restart(&r, true);
    rig_settle(&r);
    (void)only(RIG_QUERY);
    rig_report(&r, TR_REPORT_NOT_FOUND, id_in(&placed)); /* ids are unique for ever: the same one again */
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP);
    ck_assert_str_eq(again.client_id, placed.client_id);
    ck_assert_str_eq(text_of(again.stop_price.value), "95");
}
END_TEST

/* The position may be bare: nothing is done on one answer (reconciliation looks twice), but somebody has to know. */
START_TEST(stop_that_the_exchange_does_not_find_leaves_an_alarm)
{
    tr_id stop = buy_one(NULL);
    int64_t alarms = count_alarms();
    rig_report(&r, TR_REPORT_NOT_FOUND, stop);
    ck_assert_int_eq(count_alarms(), alarms + 1);
    ck_assert_int_eq(stored(stop).state, TR_STATE_WORKING);
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(exchange_that_holds_none_is_not_asked)
{
    r.traits.holds_stops = false;
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    r.request_count = 0;
    rig_fill(&r, r.order.id, "1", "100", "0");
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 1);
    r.traits.holds_stops = true; /* an upgrade: the next engine hands over what waits */
    rig_restart(&r, false);
    r.request_count = 0;
    wait_for(0);
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_STOP);
}
END_TEST

START_TEST(stop_shrinks_to_a_position_that_paid_fees_with_its_goods)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    r.request_count = 0;
    tr_exchange_report report = { .kind = TR_REPORT_FILL, .at_ns = r.now_ns, .account = "paper", .exchange_fill_id = "Z",
                                  .fee_asset = "BTC" };
    tr_id_format(r.order.id, report.client_id);
    report.quantity.value = rig_decimal("1");
    report.price.value = rig_decimal("100");
    report.fee.value = rig_decimal("0.0012");
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
    ck_assert_str_eq(text_of(only(RIG_PLACE).quantity.value), "0.998");
}
END_TEST

/* ---- making way ------------------------------------------------------------------------------ */

START_TEST(close_by_hand_waits_for_the_stop_and_the_rest_is_protected_again)
{
    tr_id stop = buy_one(NULL);
    tr_order_request close = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "0.4");
    close.is_reduce_only = true;
    close.answer_when = TR_ANSWER_SETTLED;
    rig_submit(&r, &close);
    ck_assert_int_eq(r.status, TR_E_UNKNOWN_OUTCOME); /* not answered yet */
    tr_exchange_order cancel = only(RIG_CANCEL);
    ck_assert_int_eq(tr_id_compare(id_in(&cancel), stop), 0);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    tr_exchange_order sale = only(RIG_PLACE);
    ck_assert_int_eq(sale.type, TR_ORDER_MARKET);
    ck_assert_str_eq(text_of(sale.quantity.value), "0.4");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2); /* meanwhile the engine watches both prices */
    rig_fill(&r, id_in(&sale), "0.4", "100", "0");
    ck_assert_int_eq(r.status, TR_OK);
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP);
    ck_assert_str_eq(text_of(again.quantity.value), "0.6");
    rig_report(&r, TR_REPORT_ACCEPTED, id_in(&again));
    rig_fill(&r, id_in(&again), "0.6", "95", "0");
    ck_assert(is_bare());
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(close_by_hand_that_the_stop_forestalls_does_nothing)
{
    tr_id stop = buy_one(NULL);
    tr_order_request close = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1");
    close.is_reduce_only = true;
    close.answer_when = TR_ANSWER_SETTLED;
    rig_submit(&r, &close);
    r.request_count = 0;
    rig_fill(&r, stop, "1", "95", "0");
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert(is_bare());
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
    ck_assert_int_ne(r.status, TR_E_UNKNOWN_OUTCOME); /* it was told */
}
END_TEST

START_TEST(plain_sale_of_what_a_stop_holds_waits_for_it_too)
{
    tr_id stop = buy_one(NULL);
    tr_order_request sale = rig_request_of(TR_SIDE_SELL, TR_ORDER_LIMIT, "1");
    sale.limit_price.value = rig_decimal("105");
    rig_submit(&r, &sale);
    (void)only(RIG_CANCEL);
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "100");
    r.request_count = 0;
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    tr_exchange_order limit = only(RIG_PLACE);
    ck_assert_int_eq(limit.type, TR_ORDER_LIMIT);
    rig_report(&r, TR_REPORT_ACCEPTED, id_in(&limit));
    wait_for(30 * SECOND_NS);
    ck_assert_uint_eq(r.request_count, 0); /* its goods are the limit order's */
    rig_cancel(&r, id_in(&limit));
    r.request_count = 0;
    rig_report(&r, TR_REPORT_CANCELLED, id_in(&limit));
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_STOP); /* and back it goes */
}
END_TEST

static void ignore(void *user, const tr_engine_answer *answer)
{
    (void)user;
    ck_assert_int_eq(answer->status, TR_OK);
}

START_TEST(plain_sale_goes_beside_a_stop_where_other_goods_are_free)
{
    tr_account_row rich = { .name = "rich", .exchange = "paper", .owner = "trader" };
    tr_balance balances[] = { { .asset = "USDT", .total = { rig_decimal("10000") } },
                              { .asset = "BTC", .total = { rig_decimal("1000") } } };
    tr_engine_open_account(r.engine, &rich, balances, 2, ignore, NULL);
    rig_settle(&r);
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.account, sizeof request.account, "rich");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    tr_exchange_report fill = { .kind = TR_REPORT_FILL, .price = { rig_decimal("100") }, .quantity = { rig_decimal("1") },
                                .exchange_fill_id = "R1", .account = "rich", .fee_asset = "USDT" };
    tr_id_format(r.order.id, fill.client_id);
    r.request_count = 0;
    tr_engine_report(r.engine, &fill);
    rig_settle(&r);
    tr_exchange_order stop = only(RIG_PLACE);
    tr_exchange_report report = { .kind = TR_REPORT_ACCEPTED, .account = "rich" };
    memcpy(report.client_id, stop.client_id, sizeof report.client_id);
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
    tr_order_request sale = rig_request_of(TR_SIDE_SELL, TR_ORDER_LIMIT, "1");
    (void)snprintf(sale.account, sizeof sale.account, "rich");
    sale.limit_price.value = rig_decimal("105");
    rig_submit(&r, &sale);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_LIMIT); /* the stop stays where it is */
}
END_TEST

START_TEST(alert_that_closes_takes_what_stops_hold)
{
    tr_id stop = buy_one(NULL);
    tr_alert alert = rig_alert_of(TR_ALERT_CLOSE, "id:1");
    rig_alert(&r, &alert);
    (void)only(RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    ck_assert_str_eq(text_of(only(RIG_PLACE).quantity.value), "1");
}
END_TEST

START_TEST(flatten_cancels_stops_and_sells)
{
    tr_id stop = buy_one(NULL);
    tr_risk_subject subject = { .account = "paper", .scope = TR_RISK_ACCOUNT, .actor = "trader" };
    tr_engine_halt(r.engine, &subject, TR_HALT_FLATTEN, NULL, NULL);
    rig_settle(&r);
    (void)only(RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    tr_exchange_order sale = only(RIG_PLACE);
    ck_assert_int_eq(sale.type, TR_ORDER_MARKET);
    rig_fill(&r, id_in(&sale), "1", "100", "0");
    ck_assert(is_bare());
    ck_assert_int_eq(count_of(TR_STATE_WAITING) + count_of(TR_STATE_WORKING), 0);
    ck_assert_int_eq(count_alarms(), 0); /* what is being sold needs no stop */
}
END_TEST

START_TEST(flatten_that_is_lifted_before_it_sold_hands_the_stop_over_again)
{
    tr_id stop = buy_one(NULL);
    tr_risk_subject subject = { .account = "paper", .scope = TR_RISK_ACCOUNT, .actor = "trader" };
    tr_engine_halt(r.engine, &subject, TR_HALT_FLATTEN, NULL, NULL);
    rig_settle(&r);
    (void)only(RIG_CANCEL);
    r.now_ns += 60 * TR_NS_PER_SECOND; /* one sale waits for it, however often it is looked at */
    tr_engine_timer(r.engine);
    rig_settle(&r);
    tr_engine_halt(r.engine, &subject, TR_HALT_NONE, NULL, NULL);
    rig_settle(&r);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    tr_engine_timer(r.engine);
    rig_settle(&r);
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP);
    ck_assert_str_eq(text_of(again.quantity.value), "1");
    ck_assert(!is_bare());
}
END_TEST

START_TEST(sale_of_a_flatten_ends_in_the_transaction_that_lifts_it)
{
    tr_id stop = buy_one(NULL);
    tr_risk_subject subject = { .account = "paper", .scope = TR_RISK_ACCOUNT, .actor = "trader" };
    tr_engine_halt(r.engine, &subject, TR_HALT_FLATTEN, NULL, NULL);
    rig_settle(&r);
    (void)only(RIG_CANCEL);
    ck_assert_int_eq(tr_store_memory_crash(r.disk, TR_STORE_CRASH_AFTER, 1, TR_E_IO), TR_OK);
    tr_engine_halt(r.engine, &subject, TR_HALT_NONE, NULL, NULL);
    rig_settle(&r);
    rig_restart(&r, false);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    for (size_t i = 0; i < r.request_count; i++) /* the stop comes back, and nothing is sold */
        ck_assert(r.requests[i].kind != RIG_PLACE || r.requests[i].order.type == TR_ORDER_STOP);
    ck_assert(!is_bare());
}
END_TEST

START_TEST(stop_that_somebody_cancels_leaves_an_alarm_and_its_target)
{
    tr_id stop = buy_one(NULL);
    rig_cancel(&r, stop);
    (void)only(RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(count_alarms(), 1);
    ck_assert_ptr_nonnull(memmem(alarm_bytes, alarm_size, "cancelled by trader:", 20));
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 1);
    rig_price(&r, "BTC/USDT", "110");
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_MARKET);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stops_yield");
    TCase *tests = tcase_create("stops_yield");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, stop_that_the_exchange_refuses_is_held_here_and_offered_again);
    tcase_add_test(tests, stop_that_could_not_be_sent_is_held_here);
    tcase_add_test(tests, stop_that_the_exchange_gives_up_is_held_here);
    tcase_add_test(tests, stop_whose_outcome_is_not_known_is_asked_about_with_an_alarm);
    tcase_add_test(tests, stop_that_the_exchange_does_not_find_leaves_an_alarm);
    tcase_add_test(tests, exchange_that_holds_none_is_not_asked);
    tcase_add_test(tests, stop_shrinks_to_a_position_that_paid_fees_with_its_goods);
    tcase_add_test(tests, close_by_hand_waits_for_the_stop_and_the_rest_is_protected_again);
    tcase_add_test(tests, close_by_hand_that_the_stop_forestalls_does_nothing);
    tcase_add_test(tests, plain_sale_of_what_a_stop_holds_waits_for_it_too);
    tcase_add_test(tests, plain_sale_goes_beside_a_stop_where_other_goods_are_free);
    tcase_add_test(tests, alert_that_closes_takes_what_stops_hold);
    tcase_add_test(tests, flatten_cancels_stops_and_sells);
    tcase_add_test(tests, flatten_that_is_lifted_before_it_sold_hands_the_stop_over_again);
    tcase_add_test(tests, sale_of_a_flatten_ends_in_the_transaction_that_lifts_it);
    tcase_add_test(tests, stop_that_somebody_cancels_leaves_an_alarm_and_its_target);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
