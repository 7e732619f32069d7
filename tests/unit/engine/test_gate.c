/* The figures and moments of the gate: what an order is judged by when it is taken for execution. */
#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

#define DAY_NS INT64_C(86400000000000)

/* A buy stop of 1 BTC at 105. */
static tr_order_request buy_stop(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("105");
    return request;
}

START_TEST(order_whose_time_ran_out_is_not_triggered_by_a_price)
{
    tr_order_request request = buy_stop();
    request.expires_ns = r.now_ns + 1000;
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    r.now_ns += DAY_NS;
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "106"); /* before anybody called the timer */
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(stored(id).state, TR_STATE_EXPIRED);
}
END_TEST

START_TEST(order_whose_time_ran_out_is_not_fired_by_a_signal)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.waits_for_signal = true;
    request.expires_ns = r.now_ns + 1000;
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    r.now_ns += 1000;
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 0);
    ck_assert_int_eq(stored(id).state, TR_STATE_EXPIRED);
}
END_TEST

START_TEST(order_whose_stop_the_market_has_passed_is_refused_when_it_is_taken)
{
    r.limits.has_risk_per_trade_max = false; /* that rule would notice as well */
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.waits_for_signal = true;
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_price(&r, "BTC/USDT", "94");
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    rig_alert(&r, &alert);
    ck_assert_int_eq(stored(id).state, TR_STATE_REFUSED);
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(order_whose_target_the_market_has_passed_is_refused_when_it_is_taken)
{
    tr_order_request request = buy_stop();
    request.take_profit.value = rig_decimal("110");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_price(&r, "BTC/USDT", "111"); /* a gap */
    ck_assert_int_eq(stored(id).state, TR_STATE_REFUSED);
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(alert_whose_stop_is_on_the_wrong_side_leaves_a_refused_order)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    alert.quantity.value = rig_decimal("1");
    alert.stop_loss.value = rig_decimal("101");
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_uint_eq(r.order_count, 1);
    ck_assert_int_eq(stored(r.order_ids[0]).state, TR_STATE_REFUSED);
    ck_assert_str_ne(stored(r.order_ids[0]).reason, "");
}
END_TEST

START_TEST(waiting_order_counts_on_the_day_it_was_accepted_and_on_the_day_it_executes)
{
    r.limits.has_orders_per_day_max = true;
    r.limits.orders_per_day_max = 2;
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    tr_order_request request = buy_stop();
    rig_submit(&r, &request);
    rig_submit(&r, &request);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "orders_per_day");
    r.now_ns += DAY_NS;
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    rig_price(&r, "BTC/USDT", "106"); /* one of the two of yesterday still fits into today */
    ck_assert_uint_eq(r.request_count, 2);
    tr_balance cash;
    ck_assert(rig_stored_balance(&r, "USDT", &cash));
    ck_assert_int_eq(cash.day_orders, 2);
}
END_TEST

START_TEST(waiting_order_is_counted_once_on_one_day)
{
    r.limits.has_orders_per_day_max = true;
    r.limits.orders_per_day_max = 1;
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    tr_order_request request = buy_stop();
    rig_submit(&r, &request);
    rig_price(&r, "BTC/USDT", "106");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(alert_with_a_body_too_large_for_an_event_is_refused_and_the_engine_works_on)
{
    size_t size = 2u * 1024u * 1024u;
    uint8_t *body = malloc(size);
    ck_assert_ptr_nonnull(body);
    memset(body, ' ', size);
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    alert.body = body;
    alert.body_size = size;
    rig_alert(&r, &alert);
    free(body);
    ck_assert_int_eq(r.status, TR_E_RANGE);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ALERT), 0);
    ck_assert_int_eq(tr_engine_status(r.engine, NULL), TR_OK);
}
END_TEST

START_TEST(time_of_an_alert_that_is_no_time_is_refused)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    alert.sent_ns = INT64_MIN;
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_E_RANGE);
}
END_TEST

START_TEST(redelivery_of_an_explicit_id_is_recognised_when_it_is_old_by_then)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    alert.sent_ns = r.now_ns;
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    r.now_ns += DAY_NS;
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert(r.is_duplicate);
    rig_restart(&r, true);
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert(r.is_duplicate);
}
END_TEST

START_TEST(key_of_an_order_in_another_symbol_is_a_conflict)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "k");
    rig_submit(&r, &request);
    (void)snprintf(request.symbol, sizeof request.symbol, "BTCUSDT"); /* the same in another form */
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert(r.is_duplicate);
    (void)snprintf(request.symbol, sizeof request.symbol, "ETH/USDT");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
}
END_TEST

START_TEST(key_of_a_refused_order_says_refused_again)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "50");
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "k");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert(r.is_duplicate);
}
END_TEST

START_TEST(plain_sell_of_what_is_held_passes_although_no_entry_would)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1.5");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1.5", "100", "0");
    r.limits.has_orders_per_day_max = true;
    r.limits.orders_per_day_max = 0;
    r.limits.risk_per_trade_max = rig_decimal("0");
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    request =
        rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1.501"); /* more than is held: not an exit */
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1.5");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate");
    TCase *tests = tcase_create("gate");
    tcase_add_checked_fixture(tests, rig_setup, rig_teardown);
    tcase_add_test(tests, order_whose_time_ran_out_is_not_triggered_by_a_price);
    tcase_add_test(tests, order_whose_time_ran_out_is_not_fired_by_a_signal);
    tcase_add_test(tests, order_whose_stop_the_market_has_passed_is_refused_when_it_is_taken);
    tcase_add_test(tests, order_whose_target_the_market_has_passed_is_refused_when_it_is_taken);
    tcase_add_test(tests, alert_whose_stop_is_on_the_wrong_side_leaves_a_refused_order);
    tcase_add_test(tests,
                   waiting_order_counts_on_the_day_it_was_accepted_and_on_the_day_it_executes);
    tcase_add_test(tests, waiting_order_is_counted_once_on_one_day);
    tcase_add_test(tests,
                   alert_with_a_body_too_large_for_an_event_is_refused_and_the_engine_works_on);
    tcase_add_test(tests, time_of_an_alert_that_is_no_time_is_refused);
    tcase_add_test(tests, redelivery_of_an_explicit_id_is_recognised_when_it_is_old_by_then);
    tcase_add_test(tests, key_of_an_order_in_another_symbol_is_a_conflict);
    tcase_add_test(tests, key_of_a_refused_order_says_refused_again);
    tcase_add_test(tests, plain_sell_of_what_is_held_passes_although_no_entry_would);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
