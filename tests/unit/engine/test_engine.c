/* The engine against a scripted exchange: the life of orders, exits, alerts, restarts. */
#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

static tr_order_state stored_state(tr_id id)
{
    tr_order order = { .state = TR_STATE_NONE };
    (void)rig_stored_order(&r, id, &order); /* absent: none */
    return order.state;
}

/* A buy of 1 BTC at the market, filled at 100 with a fee of 0.1. */
static tr_id buy_one(const char *take_profit, const char *stop_loss)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    if (take_profit != NULL)
        request.take_profit.value = rig_decimal(take_profit);
    if (stop_loss != NULL)
        request.stop_loss.value = rig_decimal(stop_loss);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_fill(&r, id, "1", "100", "0.1");
    return id;
}

START_TEST(market_order_is_stored_claimed_and_sent_before_its_answer)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_int_eq(r.order.state, TR_STATE_SENDING);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, RIG_PLACE);
    ck_assert_int_eq(r.requests[0].order.type, TR_ORDER_MARKET);
    check_decimal(r.order.reserved.value, "100.5");
}
END_TEST

START_TEST(fill_moves_cash_goods_position_and_fee)
{
    tr_id id = buy_one(NULL, NULL);
    tr_order order;
    tr_position position;
    tr_balance balance;
    ck_assert(rig_stored_order(&r, id, &order));
    ck_assert_int_eq(order.state, TR_STATE_FILLED);
    check_decimal(order.filled_notional.value, "100");
    check_decimal(order.fees_quote.value, "0.1");
    check_decimal(order.reserved.value, "0");
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position));
    check_decimal(position.quantity, "1");
    check_decimal(position.cost.value, "100");
    ck_assert(rig_stored_balance(&r, "USDT", &balance));
    check_decimal(balance.total.value, "9899.9");
    ck_assert(rig_stored_balance(&r, "BTC", &balance));
    check_decimal(balance.total.value, "1");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_LEDGER), 2 + 6);
}
END_TEST

START_TEST(repeated_fill_report_is_booked_once)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_fill(&r, id, "0.4", "100", "0");
    r.fill_number--; /* the same execution again */
    rig_fill(&r, id, "0.4", "100", "0");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 1);
    ck_assert_int_eq(stored_state(id), TR_STATE_PARTLY_FILLED);
}
END_TEST

START_TEST(target_and_stop_are_armed_and_cancel_each_other)
{
    buy_one("110", "95");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 3);
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "111");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].order.side, TR_SIDE_SELL);
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    ck_assert_int_eq(counts[TR_STATE_WAITING], 0);
    ck_assert_int_eq(counts[TR_STATE_SENDING], 1);
    rig_price(&r, "BTC/USDT", "90"); /* the stop is gone */
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(exits_cover_exactly_what_filled_and_grow)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    request.take_profit.value = rig_decimal("110");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_fill(&r, id, "0.3", "100", "0");
    rig_fill(&r, id, "0.2", "100", "0");
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 1);
    check_decimal(r.requests[0].order.quantity.value, "0.5");
    rig_fill(&r, id, "0.5", "100", "0"); /* the rest comes late: it gets exits of its own */
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    ck_assert_int_eq(counts[TR_STATE_WAITING], 2);
}
END_TEST

START_TEST(closed_position_drops_the_exits_that_wait)
{
    buy_one("110", "95");
    tr_alert alert = rig_alert_of(TR_ALERT_CLOSE, "id:close");
    r.request_count = 0;
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    rig_fill(&r, r.order_ids[0], "1", "101", "0");
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    ck_assert_int_eq(counts[TR_STATE_WAITING], 0);
    tr_position position;
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position));
    check_decimal(position.realised.value, "1");
    check_decimal(position.quantity, "0");
}
END_TEST

START_TEST(order_over_its_risk_is_refused_with_rule_and_kept_as_refused)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "2.5");
    rig_submit(&r, &request); /* 250 without a stop, 200 may be risked */
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "risk_per_trade");
    ck_assert_int_eq(stored_state(r.order.id), TR_STATE_REFUSED);
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(stop_order_waits_for_its_price)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("105");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.order.state, TR_STATE_WAITING);
    rig_price(&r, "BTC/USDT", "104.99");
    ck_assert_uint_eq(r.request_count, 0);
    rig_price(&r, "BTC/USDT", "105");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].order.type, TR_ORDER_MARKET);
}
END_TEST

START_TEST(cancelled_waiting_order_never_executes)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("105");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_cancel(&r, id);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_int_eq(r.order.state, TR_STATE_CANCELLED);
    rig_price(&r, "BTC/USDT", "106");
    ck_assert_uint_eq(r.request_count, 0);
    rig_cancel(&r, id);
    ck_assert_int_eq(r.status, TR_E_NOT_FOUND);
}
END_TEST

START_TEST(cancel_of_working_order_is_answered_when_the_exchange_has_spoken)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("99");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    int answers = r.answer_count;
    rig_cancel(&r, id);
    ck_assert_int_eq(r.answer_count, answers);
    ck_assert_int_eq(r.requests[1].kind, RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_int_eq(r.answer_count, answers + 1);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_int_eq(stored_state(id), TR_STATE_CANCELLED);
}
END_TEST

START_TEST(cancel_that_loses_against_a_fill_is_a_conflict)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("99");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_cancel(&r, id);
    rig_fill(&r, id, "1", "99", "0");
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
    ck_assert_int_eq(stored_state(id), TR_STATE_FILLED);
}
END_TEST

START_TEST(cancel_while_sending_goes_out_once_the_exchange_has_the_order)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("99");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_cancel(&r, id);
    ck_assert_uint_eq(r.request_count, 1);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    ck_assert_int_eq(r.requests[1].kind, RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

START_TEST(idempotency_key_of_an_order_with_several_ways_out_gives_it_again)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    tr_leg near = { rig_decimal("0.5"), { rig_decimal("110") }, { rig_decimal("95") } };
    tr_leg far = { rig_decimal("0.5"), { rig_decimal("120") }, { rig_decimal("95") } };
    request.legs[0] = near;
    request.legs[1] = far;
    request.leg_count = 2;
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "legs");
    rig_submit(&r, &request);
    tr_id first = r.order.id;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert(r.is_duplicate);
    ck_assert_int_eq(tr_id_compare(r.order.id, first), 0);
    request.legs[1].take_profit.value = rig_decimal("121");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
}
END_TEST

START_TEST(idempotency_key_gives_the_first_order_again)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "k1");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_submit(&r, &request);
    ck_assert(r.is_duplicate);
    ck_assert_int_eq(tr_id_compare(id, r.order.id), 0);
    rig_fill(&r, id, "1", "100", "0"); /* it ends and leaves memory: the store knows */
    rig_submit(&r, &request);
    ck_assert(r.is_duplicate);
    ck_assert_int_eq(r.order.state, TR_STATE_FILLED);
    request.side = TR_SIDE_SELL;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 1);
}
END_TEST

START_TEST(alert_fires_what_waits_for_it_once)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.strategy, sizeof request.strategy, "trend");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.order.state, TR_STATE_WAITING);
    tr_id id = r.order.id;
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    rig_alert(&r, &alert); /* another strategy */
    ck_assert_uint_eq(r.order_count, 0);
    (void)snprintf(alert.strategy, sizeof alert.strategy, "trend");
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:2");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    ck_assert_int_eq(tr_id_compare(r.order_ids[0], id), 0);
    ck_assert_uint_eq(r.request_count, 1);
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:3");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 0);
}
END_TEST

START_TEST(alert_with_a_quantity_places_its_own_order_with_exits)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "sha256:1");
    alert.quantity.value = rig_decimal("1");
    alert.stop_loss.value = rig_decimal("95");
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_uint_eq(r.order_count, 1);
    rig_fill(&r, r.order_ids[0], "1", "100", "0");
    tr_order order;
    ck_assert(rig_stored_order(&r, r.order_ids[0], &order));
    ck_assert_int_eq(tr_id_compare(order.alert_id, r.alert_id), 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 2);
}
END_TEST

START_TEST(alert_of_a_sized_strategy_needs_no_quantity)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "sha256:1");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "sized");
    rig_alert(&r, &alert);
    check_decimal(r.requests[0].order.quantity.value, "0.5");
}
END_TEST

START_TEST(strategy_sized_by_equity_takes_whole_lots_of_its_share)
{
    r.size = (tr_strategy_size){ .strategy = "share", .equity_share = rig_decimal("0.0123456") };
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "sha256:1");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "share");
    rig_alert(&r, &alert);
    check_decimal(r.requests[0].order.quantity.value, "1.234"); /* 123.456 of 10000, at 100 */
}
END_TEST

START_TEST(redelivered_alert_is_recognised_and_does_nothing)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "sha256:abc");
    alert.quantity.value = rig_decimal("1");
    rig_alert(&r, &alert);
    tr_id first = r.alert_id;
    rig_alert(&r, &alert);
    ck_assert(r.is_duplicate);
    ck_assert_int_eq(tr_id_compare(first, r.alert_id), 0);
    ck_assert_uint_eq(r.request_count, 1);
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    r.request_count = 0;
    rig_alert(&r, &alert);
    ck_assert(r.is_duplicate);
    r.now_ns += INT64_C(61000000000); /* a minute later the same text is a new alert */
    rig_alert(&r, &alert);
    ck_assert(!r.is_duplicate);
}
END_TEST

START_TEST(explicit_alert_id_is_recognised_for_ever)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:42");
    rig_alert(&r, &alert);
    r.now_ns += INT64_C(86400000000000) * 400;
    rig_restart(&r, false);
    rig_alert(&r, &alert);
    ck_assert(r.is_duplicate);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ALERT), 1);
}
END_TEST

START_TEST(old_alert_is_refused_and_not_stored)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    alert.sent_ns = r.now_ns - INT64_C(61000000000);
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_E_STALE);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ALERT), 0);
}
END_TEST

START_TEST(crash_before_commit_loses_only_what_was_not_answered)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    ck_assert_int_eq(tr_store_memory_crash(r.disk, TR_STORE_CRASH_BEFORE, 1, TR_E_IO), TR_OK);
    int answers = r.answer_count;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.answer_count, answers);
    rig_restart(&r,
                true); /* freeing the dead engine tells the caller that nothing may be assumed */
    ck_assert_int_ne(r.status, TR_OK);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 0);
}
END_TEST

START_TEST(order_on_its_way_is_looked_up_and_sent_again_only_when_the_exchange_has_none)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_restart(&r, true);
    rig_settle(&r);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, RIG_QUERY);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(r.requests[1].kind, RIG_PLACE);
    rig_fill(&r, id, "1", "100", "0");
    ck_assert_int_eq(stored_state(id), TR_STATE_FILLED);
}
END_TEST

START_TEST(exits_survive_a_restart_and_still_cancel_each_other)
{
    buy_one("110", "95");
    rig_restart(&r, true);
    rig_settle(&r);
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 1);
    rig_price(&r, "BTC/USDT", "120");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(failed_commit_stops_the_engine_and_answers_with_the_failure)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    ck_assert_int_eq(tr_store_memory_crash(r.disk, TR_STORE_FAIL_BEFORE, 1, TR_E_NO_SPACE), TR_OK);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_NO_SPACE);
    ck_assert_uint_eq(r.request_count, 0);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_NO_SPACE);
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

START_TEST(order_that_could_not_be_sent_fails_and_frees_its_reservation)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    r.place_status = TR_E_NETWORK;
    rig_submit(&r, &request);
    ck_assert_int_eq(stored_state(r.order.id), TR_STATE_FAILED);
}
END_TEST

START_TEST(expiry_ends_what_waits_and_cancels_what_works)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("105");
    request.expires_ns = r.now_ns + 1000;
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    ck_assert_int_eq(tr_engine_due_ns(r.engine), request.expires_ns);
    r.now_ns += 1000;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_int_eq(stored_state(id), TR_STATE_EXPIRED);
    ck_assert_int_eq(tr_engine_due_ns(r.engine), INT64_MAX);
}
END_TEST

START_TEST(settled_answer_comes_when_the_order_is_no_longer_on_its_way)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.answer_when = TR_ANSWER_SETTLED;
    int answers = r.answer_count;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.answer_count, answers);
    tr_id id;
    ck_assert_int_eq(tr_id_parse(r.requests[0].order.client_id, TR_ID_TEXT_LENGTH, &id), TR_OK);
    rig_fill(&r, id, "1", "100", "0");
    ck_assert_int_eq(r.answer_count, answers + 1);
    ck_assert_int_eq(r.order.state, TR_STATE_FILLED);
}
END_TEST

START_TEST(malformed_requests_change_nothing)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_INVALID); /* no limit price */
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("101"); /* above the market */
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_RANGE);
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.symbol, sizeof request.symbol, "DOGE/USDT");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_NOT_FOUND);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("engine");
    TCase *tests = tcase_create("engine");
    tcase_add_checked_fixture(tests, rig_setup, rig_teardown);
    tcase_add_test(tests, market_order_is_stored_claimed_and_sent_before_its_answer);
    tcase_add_test(tests, fill_moves_cash_goods_position_and_fee);
    tcase_add_test(tests, repeated_fill_report_is_booked_once);
    tcase_add_test(tests, target_and_stop_are_armed_and_cancel_each_other);
    tcase_add_test(tests, exits_cover_exactly_what_filled_and_grow);
    tcase_add_test(tests, closed_position_drops_the_exits_that_wait);
    tcase_add_test(tests, order_over_its_risk_is_refused_with_rule_and_kept_as_refused);
    tcase_add_test(tests, stop_order_waits_for_its_price);
    tcase_add_test(tests, cancelled_waiting_order_never_executes);
    tcase_add_test(tests, cancel_of_working_order_is_answered_when_the_exchange_has_spoken);
    tcase_add_test(tests, cancel_that_loses_against_a_fill_is_a_conflict);
    tcase_add_test(tests, cancel_while_sending_goes_out_once_the_exchange_has_the_order);
    tcase_add_test(tests, idempotency_key_gives_the_first_order_again);
    tcase_add_test(tests, idempotency_key_of_an_order_with_several_ways_out_gives_it_again);
    tcase_add_test(tests, alert_fires_what_waits_for_it_once);
    tcase_add_test(tests, alert_with_a_quantity_places_its_own_order_with_exits);
    tcase_add_test(tests, alert_of_a_sized_strategy_needs_no_quantity);
    tcase_add_test(tests, strategy_sized_by_equity_takes_whole_lots_of_its_share);
    tcase_add_test(tests, redelivered_alert_is_recognised_and_does_nothing);
    tcase_add_test(tests, explicit_alert_id_is_recognised_for_ever);
    tcase_add_test(tests, old_alert_is_refused_and_not_stored);
    tcase_add_test(tests, crash_before_commit_loses_only_what_was_not_answered);
    tcase_add_test(tests,
                   order_on_its_way_is_looked_up_and_sent_again_only_when_the_exchange_has_none);
    tcase_add_test(tests, exits_survive_a_restart_and_still_cancel_each_other);
    tcase_add_test(tests, failed_commit_stops_the_engine_and_answers_with_the_failure);
    tcase_add_test(tests, order_that_could_not_be_sent_fails_and_frees_its_reservation);
    tcase_add_test(tests, expiry_ends_what_waits_and_cancels_what_works);
    tcase_add_test(tests, settled_answer_comes_when_the_order_is_no_longer_on_its_way);
    tcase_add_test(tests, malformed_requests_change_nothing);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
