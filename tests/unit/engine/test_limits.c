/* The layers of the gate in the engine: limits set by hand and by configuration, what counts together. */
#include <stdio.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "risk_case.h"
#include "support/check_tap.h"

static void set_limit(tr_risk_scope scope, const char *name, const char *limit,
                      tr_limit_change change, const char *value)
{
    tr_risk_subject subject = { "paper", scope, name, "ann", "a test" };
    size_t index = 0;
    ck_assert_int_eq(tr_risk_limit_find(limit, &index), TR_OK);
    answered = TR_E_UNKNOWN_OUTCOME;
    tr_engine_set_limit(r.engine, &subject, index, change,
                        value == NULL ? (tr_decimal){ 0 } : rig_decimal(value), on_answer, NULL);
    rig_settle(&r);
}

START_TEST(limit_that_is_set_by_hand_holds_over_restarts_and_reloads_until_it_is_taken_back)
{
    set_risk();
    set_limit(TR_RISK_ACCOUNT, NULL, "max_order_value", TR_LIMIT_VALUE, "5");
    ck_assert_int_eq(answered, TR_OK);
    assert_entry_refused("notional");
    restart();
    assert_entry_refused("notional");
    set_limit(TR_RISK_ACCOUNT, NULL, "max_order_value", TR_LIMIT_CONFIGURED, NULL);
    assert_entry_passes();
    set_limit(TR_RISK_SYMBOL, "BTC/USDT", "max_order_quantity", TR_LIMIT_VALUE, "0.05");
    assert_entry_refused("quantity");
    ck_assert_ptr_nonnull(strstr(r.error.message, "limit of symbol BTC/USDT"));
    set_limit(TR_RISK_SYMBOL, "BTC/USDT", "max_order_quantity", TR_LIMIT_NONE, NULL);
    assert_entry_passes();
    set_limit(TR_RISK_ACCOUNT, NULL, "max_daily_loss", TR_LIMIT_VALUE, "2");
    ck_assert_int_eq(answered, TR_E_RANGE);
    set_limit(TR_RISK_SYMBOL, "BTC/USDT", "max_positions", TR_LIMIT_VALUE, "1");
    ck_assert_int_eq(answered, TR_E_UNSUPPORTED);
    ck_assert_ptr_nonnull(strstr(message, "a symbol has one position"));
}
END_TEST

START_TEST(configuration_is_replaced_whole_or_not_at_all)
{
    set_risk();
    static const char *const pair[] = { "BTC/USDT", "ETH/USDT" };
    static const char *const unknown[] = { "BTC/USDT", "DOGE/USDT" };
    tr_risk_group groups[] = { { pair, 2, rig_decimal("0.5") }, { pair, 1, rig_decimal("0.5") } };
    tr_engine_risk other = risk;
    other.limits.notional_max.value = rig_decimal("5");
    other.groups = groups;
    other.group_count = 2;
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_E_CONFLICT);
    groups[0].symbols = unknown;
    other.group_count = 1;
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_E_NOT_FOUND);
    groups[0].symbols = pair;
    groups[0].correlation = rig_decimal("1.1");
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_E_RANGE);
    groups[0].correlation = rig_decimal("1");
    other.limits.has_daily_loss_max = true;
    other.limits.daily_loss_max = rig_decimal("2");
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_E_RANGE);
    other.limits.daily_loss_max = rig_decimal("0.05");
    other.kill_switch.readings = 0;
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_E_RANGE);
    other.kill_switch.readings = 3;
    other.protections.stop_guards[TR_RISK_SYMBOL].count = 33;
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_E_RANGE);
    other.protections.stop_guards[TR_RISK_SYMBOL].count = 3;
    tr_strategy_size size = { .strategy = "x" };
    tr_sizing_init(&size.sizing);
    size.sizing.method = TR_SIZING_RISK;
    size.sizing.risk = rig_decimal("2");
    other.sizes = &size;
    other.size_count = 1;
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_E_RANGE);
    assert_entry_passes(); /* nothing of all that holds */
    size.sizing.risk = rig_decimal("0.01");
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &other, NULL), TR_OK);
    assert_entry_refused("notional");
    ck_assert(tr_engine_check(r.engine));
}
END_TEST

START_TEST(what_moves_together_is_capped_together)
{
    static const char *const pair[] = { "BTC/USDT", "ETH/USDT" };
    tr_risk_group group = { pair, 2, rig_decimal("0.5") };
    risk.groups = &group;
    risk.group_count = 1;
    risk.limits.has_correlated_max = true;
    risk.limits.correlated_max = rig_decimal("0.0200"); /* of 10000: 200 */
    risk.limits.has_risk_per_trade_max = false;
    set_risk();
    (void)buy("1"); /* 100 of BTC */
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "15");
    (void)snprintf(request.symbol, sizeof request.symbol, "ETH/USDT");
    rig_submit(&r, &request); /* 150 + 0.5 x 100 = 200 */
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    request.quantity.value = rig_decimal("15.001");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "correlation");
}
END_TEST

START_TEST(strategy_counts_what_it_holds_and_what_it_enters)
{
    tr_scope_limits limits = { .scope = TR_RISK_STRATEGY, .name = "trend" };
    tr_risk_limits_clear(&limits.limits);
    limits.limits.has_exposure_max = limits.limits.has_open_orders_max = true;
    limits.limits.exposure_max.value = rig_decimal("120");
    limits.limits.open_orders_max = 1;
    limits.limits.has_orders_per_day_max = true;
    limits.limits.orders_per_day_max = 3;
    risk.scopes = &limits;
    risk.scope_count = 1;
    set_risk();
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "trend");
    alert.quantity.value = rig_decimal("1");
    rig_alert(&r, &alert);
    tr_id first = r.order_ids[0];
    ck_assert_int_eq(stored(first).state, TR_STATE_SENDING);
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:2");
    alert.quantity.value = rig_decimal("0.1");
    rig_alert(&r, &alert);
    ck_assert_ptr_nonnull(strstr(stored(r.order_ids[0]).reason, "open_orders: 2 is above 1"));
    rig_report(&r, TR_REPORT_ACCEPTED, first);
    rig_fill(&r, first, "1", "100", "0");
    restart();
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:3");
    alert.quantity.value = rig_decimal("0.3");
    rig_alert(&r, &alert);
    ck_assert_ptr_nonnull(strstr(stored(r.order_ids[0]).reason,
                                 "exposure: 130 is above 120, limit of strategy trend"));
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:4");
    alert.quantity.value = rig_decimal("0.1");
    rig_alert(&r, &alert);
    ck_assert_int_eq(stored(r.order_ids[0]).state, TR_STATE_SENDING);
}
END_TEST

START_TEST(what_a_strategy_holds_counts_before_the_first_price_after_a_restart)
{
    tr_scope_limits limits = { .scope = TR_RISK_STRATEGY, .name = "trend" };
    tr_risk_limits_clear(&limits.limits);
    limits.limits.has_exposure_max = true;
    limits.limits.exposure_max.value = rig_decimal("120");
    risk.scopes = &limits;
    risk.scope_count = 1;
    set_risk();
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "trend");
    alert.quantity.value = rig_decimal("1");
    rig_alert(&r, &alert);
    rig_fill(&r, r.order_ids[0], "1", "100", "0");
    rig_restart(&r, true);
    set_risk();
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "0.3");
    (void)snprintf(request.strategy, sizeof request.strategy, "trend");
    request.limit_price.value = rig_decimal("100");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_msg(strstr(r.error.message, "exposure: 130 is above 120") != NULL, "%s",
                  r.error.message);
}
END_TEST

START_TEST(orders_a_second_follow_the_clock_of_the_engine)
{
    risk.limits.has_orders_per_second_max = true;
    risk.limits.orders_per_second_max = rig_decimal("2");
    set_risk();
    assert_entry_passes();
    assert_entry_passes();
    assert_entry_refused("orders_per_second");
    r.now_ns += SECOND_NS / 2;
    assert_entry_passes();
    assert_entry_refused("orders_per_second");
    restart(); /* which fills no bucket */
    assert_entry_refused("orders_per_second");
    r.now_ns += SECOND_NS / 2;
    assert_entry_passes();
    assert_entry_refused("orders_per_second");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("limits");
    TCase *tests = tcase_create("limits");
    tcase_add_checked_fixture(tests, setup, rig_teardown);
    tcase_add_test(
        tests, limit_that_is_set_by_hand_holds_over_restarts_and_reloads_until_it_is_taken_back);
    tcase_add_test(tests, configuration_is_replaced_whole_or_not_at_all);
    tcase_add_test(tests, what_moves_together_is_capped_together);
    tcase_add_test(tests, strategy_counts_what_it_holds_and_what_it_enters);
    tcase_add_test(tests, what_a_strategy_holds_counts_before_the_first_price_after_a_restart);
    tcase_add_test(tests, orders_a_second_follow_the_clock_of_the_engine);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
