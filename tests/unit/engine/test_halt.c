/* The kill switch: by hand and by loss, over restarts. */
#include <stdio.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "risk_case.h"
#include "support/check_tap.h"

static void halt(tr_risk_scope scope, const char *name, tr_halt_level level)
{
    tr_risk_subject subject = { "paper", scope, name, "ann", "a test" };
    answered = TR_E_UNKNOWN_OUTCOME;
    tr_engine_halt(r.engine, &subject, level, on_answer, NULL);
    rig_settle(&r);
}

static const tr_exchange_order *last_sent(void)
{
    for (size_t i = r.request_count; i > 0; i--)
        if (r.requests[i - 1].kind == RIG_PLACE)
            return &r.requests[i - 1].order;
    return NULL;
}

/* ---- by hand --------------------------------------------------------------------------------- */

START_TEST(halt_of_entries_lets_what_works_go_on_and_survives_a_restart)
{
    set_risk();
    (void)buy("1");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("90");
    rig_submit(&r, &request);
    tr_id working = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, working);
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_ENTRIES);
    ck_assert_int_eq(answered, TR_OK);
    ck_assert_uint_eq(count_requests(RIG_CANCEL), 0);
    assert_entry_refused("halt");
    restart();
    assert_entry_refused("halt");
    ck_assert_int_eq(stored(working).state, TR_STATE_WORKING);
    request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "0.4"); /* the way out stays open */
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_NONE);
    assert_entry_passes();
}
END_TEST

START_TEST(reduce_cancels_entries_that_wait_and_work_and_leaves_exits)
{
    risk.limits.has_risk_per_trade_max = false;
    set_risk();
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("90");
    rig_submit(&r, &request);
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    rig_fill(&r, r.order.id, "1", "100", "0");
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("95");
    rig_submit(&r, &request);
    tr_id working = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, working);
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("120");
    rig_submit(&r, &request);
    tr_id waiting = r.order.id;
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_REDUCE);
    ck_assert_int_eq(stored(waiting).state, TR_STATE_CANCELLED);
    ck_assert_int_eq(stored(working).state, TR_STATE_CANCELLING);
    ck_assert_uint_eq(count_requests(RIG_CANCEL), 1);
    rig_report(&r, TR_REPORT_CANCELLED, working);
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    ck_assert_int_eq(counts[TR_STATE_WAITING], 1); /* the stop */
    rig_price(&r, "BTC/USDT", "89");
    ck_assert_int_eq(last_sent()->side, TR_SIDE_SELL); /* and it still gets out */
}
END_TEST

START_TEST(flatten_leaves_nothing)
{
    risk.limits.has_risk_per_trade_max = false;
    set_risk();
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "2");
    request.stop_loss.value = rig_decimal("90");
    request.take_profit.value = rig_decimal("130");
    rig_submit(&r, &request);
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    rig_fill(&r, r.order.id, "2", "100", "0");
    request = rig_request_of(TR_SIDE_SELL, TR_ORDER_LIMIT,
                             "0.5"); /* an exit that rests holds some of it */
    request.limit_price.value = rig_decimal("125");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    tr_id resting = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, resting);
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_FLATTEN);
    ck_assert_int_eq(answered, TR_OK);
    ck_assert_int_eq(stored(resting).state, TR_STATE_CANCELLING);
    const tr_exchange_order *first = last_sent();
    ck_assert(first->is_reduce_only);
    ck_assert_int_eq(tr_decimal_compare(first->quantity.value, rig_decimal("1.5")), 0);
    tr_id first_id = id_of(first);
    rig_report(&r, TR_REPORT_ACCEPTED, first_id);
    rig_fill(&r, first_id, "1.5", "99", "0");
    rig_report(&r, TR_REPORT_CANCELLED, resting); /* now the rest is free */
    const tr_exchange_order *second = last_sent();
    ck_assert_int_eq(tr_decimal_compare(second->quantity.value, rig_decimal("0.5")), 0);
    tr_id second_id = id_of(second);
    rig_report(&r, TR_REPORT_ACCEPTED, second_id);
    rig_fill(&r, second_id, "0.5", "99", "0");
    tr_position position;
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position));
    ck_assert(tr_decimal_is_zero(position.quantity));
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    for (int state = TR_STATE_ACCEPTED; state <= TR_STATE_FAILED; state++)
        ck_assert_msg(counts[state] == 0 || tr_order_state_is_final((tr_order_state)state),
                      "state %d: %lld", state, (long long)counts[state]);
    ck_assert_int_eq(
        tr_engine_due_ns(r.engine) == INT64_MAX || tr_engine_due_ns(r.engine) > r.now_ns, 1);
    assert_entry_refused("halt");
}
END_TEST

START_TEST(flatten_that_is_lifted_before_it_sold_leaves_the_exits)
{
    risk.limits.has_risk_per_trade_max = false;
    set_risk();
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "2");
    request.stop_loss.value = rig_decimal("90");
    request.take_profit.value = rig_decimal("130");
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    rig_fill(&r, entry, "2", "100", "0");
    r.place_status = TR_E_IO; /* nothing can be sold */
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_FLATTEN);
    if (_i == 1)
        restart();
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_NONE);
    r.place_status = TR_OK;
    tr_order exit;
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_STOP_LOSS, &exit));
    ck_assert_int_eq(exit.state, TR_STATE_WAITING);
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_TAKE_PROFIT, &exit));
    ck_assert_int_eq(exit.state, TR_STATE_WAITING);
    rig_price(&r, "BTC/USDT", "89");
    ck_assert_int_eq(last_sent()->side, TR_SIDE_SELL);
    ck_assert_int_eq(tr_decimal_compare(last_sent()->quantity.value, rig_decimal("2")), 0);
    rig_fill(&r, id_of(last_sent()), "2", "89", "0");
    tr_position position;
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position));
    ck_assert(tr_decimal_is_zero(position.quantity));
}
END_TEST

START_TEST(flatten_goes_on_after_a_crash_and_when_the_exchange_fails)
{
    set_risk();
    (void)buy("1");
    r.place_status = TR_E_IO; /* not connected */
    halt(TR_RISK_HOUSE, NULL, TR_HALT_FLATTEN);
    ck_assert_uint_eq(count_requests(RIG_PLACE), 1); /* the buy alone */
    restart();
    ck_assert_uint_eq(count_requests(RIG_PLACE), 0);
    r.place_status = TR_OK;
    ck_assert_int_ne(tr_engine_due_ns(r.engine), INT64_MAX);
    r.now_ns = tr_engine_due_ns(r.engine);
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_uint_eq(count_requests(RIG_PLACE), 1);
    ck_assert_int_eq(last_sent()->side, TR_SIDE_SELL);
    tr_id id = id_of(last_sent());
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_report(&r, TR_REPORT_CANCELLED, id); /* the exchange gave it up: again */
    ck_assert_uint_eq(count_requests(RIG_PLACE), 2);
}
END_TEST

START_TEST(sale_that_the_exchange_refuses_is_not_asked_for_in_a_circle)
{
    set_risk();
    (void)buy("1");
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_FLATTEN);
    for (int round = 0; round < 3; round++) { /* two at once, then by the clock */
        for (size_t i = 0; i < 2; i++) {
            ck_assert_uint_eq(count_requests(RIG_PLACE), 1 + 2 * (size_t)round + i + 1);
            rig_report(&r, TR_REPORT_REJECTED, id_of(last_sent()));
        }
        ck_assert_uint_eq(count_requests(RIG_PLACE), 1 + 2 * (size_t)round + 2);
        ck_assert_int_ge(tr_engine_due_ns(r.engine), r.now_ns + SECOND_NS);
        r.now_ns = tr_engine_due_ns(r.engine);
        tr_engine_timer(r.engine);
        rig_settle(&r);
    }
    tr_id id = id_of(last_sent());
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_fill(&r, id, "0.4", "100", "0"); /* it takes some: the rest goes at once */
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_uint_eq(count_requests(RIG_PLACE), 9);
}
END_TEST

START_TEST(fill_that_comes_late_into_a_flattened_account_is_sold)
{
    set_risk();
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("95");
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, entry);
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_FLATTEN);
    rig_fill(&r, entry, "1", "95", "0"); /* faster than the cancel */
    ck_assert_int_eq(last_sent()->side, TR_SIDE_SELL);
    ck_assert_int_eq(tr_decimal_compare(last_sent()->quantity.value, rig_decimal("1")), 0);
}
END_TEST

START_TEST(symbol_can_be_flattened_alone_and_a_strategy_only_reduced)
{
    set_risk();
    (void)buy("1");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "10");
    (void)snprintf(request.symbol, sizeof request.symbol, "ETH/USDT");
    request.stop_price.value = rig_decimal("11");
    (void)snprintf(request.tags, sizeof request.tags, "other");
    rig_submit(&r, &request);
    tr_id other = r.order.id;
    halt(TR_RISK_SYMBOL, "BTC/USDT", TR_HALT_FLATTEN);
    ck_assert_int_eq(last_sent()->side, TR_SIDE_SELL);
    ck_assert_int_eq(stored(other).state, TR_STATE_WAITING);
    halt(TR_RISK_STRATEGY, "trend", TR_HALT_FLATTEN);
    ck_assert_int_eq(answered, TR_E_UNSUPPORTED);
    request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.symbol, sizeof request.symbol, "ETH/USDT");
    (void)snprintf(request.strategy, sizeof request.strategy, "trend");
    rig_submit(&r, &request);
    tr_id of_strategy = r.order.id;
    ck_assert_int_eq(stored(of_strategy).state, TR_STATE_WAITING);
    halt(TR_RISK_STRATEGY, "trend", TR_HALT_REDUCE);
    ck_assert_int_eq(answered, TR_OK);
    ck_assert_int_eq(stored(of_strategy).state, TR_STATE_CANCELLED);
    ck_assert_int_eq(stored(other).state, TR_STATE_WAITING);
}
END_TEST

START_TEST(cancel_that_could_not_be_asked_for_is_asked_for_again_while_halted)
{
    tr_id id = working();
    r.cancel_status = TR_E_NETWORK;
    halt(TR_RISK_ACCOUNT, "", TR_HALT_REDUCE);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    r.cancel_status = TR_OK;
    ck_assert_int_le(tr_engine_due_ns(r.engine), r.now_ns + 10 * SECOND_NS);
    r.now_ns += 10 * SECOND_NS;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLING);
}
END_TEST

START_TEST(cancel_that_the_exchange_refuses_is_not_asked_for_again_at_once)
{
    tr_id id = working();
    halt(TR_RISK_ACCOUNT, "", TR_HALT_REDUCE);
    ck_assert_uint_eq(r.request_count, 1);
    rig_report(&r, TR_REPORT_CANCEL_REFUSED, id);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_le(tr_engine_due_ns(r.engine), r.now_ns + 10 * SECOND_NS);
    r.now_ns += 10 * SECOND_NS;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLING);
}
END_TEST

START_TEST(halt_needs_a_known_subject_and_somebody_who_does_it)
{
    set_risk();
    halt(TR_RISK_SYMBOL, "DOGE/USDT", TR_HALT_ENTRIES);
    ck_assert_int_eq(answered, TR_E_NOT_FOUND);
    halt(TR_RISK_SYMBOL, NULL, TR_HALT_ENTRIES);
    ck_assert_int_eq(answered, TR_E_INVALID);
    halt(TR_RISK_ACCOUNT, "paper", TR_HALT_ENTRIES);
    ck_assert_int_eq(answered, TR_E_INVALID);
    tr_risk_subject subject = { "paper", TR_RISK_ACCOUNT, NULL, "", NULL };
    tr_engine_halt(r.engine, &subject, TR_HALT_ENTRIES, on_answer, NULL);
    ck_assert_int_eq(answered, TR_E_INVALID);
    subject.actor = "ann";
    subject.account = "nobody";
    tr_engine_halt(r.engine, &subject, TR_HALT_ENTRIES, on_answer, NULL);
    ck_assert_int_eq(answered, TR_E_NOT_FOUND);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_RISK), 0);
}
END_TEST

/* ---- by loss --------------------------------------------------------------------------------- */

START_TEST(single_bad_tick_does_not_flatten_and_three_readings_do)
{
    risk.limits.has_notional_max = risk.limits.has_risk_per_trade_max = false;
    set_risk();
    (void)buy("50"); /* of 10000: a fall of 10 % loses 5 % */
    size_t before = count_requests(RIG_PLACE);
    readings("50", 1);
    readings("100", 1);
    readings("89", 2);
    readings("100", 1); /* not three in a row */
    readings("89", 2);
    ck_assert_uint_eq(count_requests(RIG_PLACE), before);
    for (int i = 0; i < 20; i++) /* many at once are one */
        rig_price(&r, "BTC/USDT", "89");
    ck_assert_uint_eq(count_requests(RIG_PLACE), before);
    readings("89", 1);
    ck_assert_uint_eq(count_requests(RIG_PLACE), before + 1);
    ck_assert_int_eq(last_sent()->side, TR_SIDE_SELL);
    tr_risk_row row = { .account = "paper", .scope = TR_RISK_ACCOUNT, .item = "halt" };
    ck_assert(rig_stored_risk(&r, &row));
    ck_assert_int_eq(row.count, TR_HALT_FLATTEN);
    ck_assert_str_eq(row.actor, "kill switch");
    ck_assert_ptr_nonnull(strstr(row.reason, "daily_loss"));
}
END_TEST

START_TEST(warning_comes_once_a_day_at_four_fifths_of_the_limit)
{
    risk.limits.has_notional_max = risk.limits.has_risk_per_trade_max = false;
    set_risk();
    (void)buy("50");
    readings("92.1", 5); /* 395 of 500 */
    ck_assert_int_eq(rig_count_risk(&r, "warning daily_loss"), 0);
    readings("92", 3); /* 400 */
    ck_assert_int_eq(rig_count_risk(&r, "warning daily_loss"), 1);
    tr_risk_row row = {
        .account = "paper", .scope = TR_RISK_ACCOUNT, .name = "USDT", .item = "warning daily_loss"
    };
    ck_assert(rig_stored_risk(&r, &row));
    int64_t version = row.version;
    readings("92", 10);
    ck_assert(rig_stored_risk(&r, &row));
    ck_assert_int_eq(row.version, version);
    assert_entry_passes(); /* a warning refuses nothing */
}
END_TEST

START_TEST(drawdown_is_counted_from_a_confirmed_height)
{
    risk.limits.has_notional_max = risk.limits.has_risk_per_trade_max =
        risk.limits.has_daily_loss_max = false;
    risk.limits.has_drawdown_max = true;
    risk.limits.drawdown_max = rig_decimal("0.1");
    set_risk();
    (void)buy("50");
    readings("100", 3); /* 10000 are on record */
    readings("200", 1); /* a bad tick is no height */
    readings("100", 3);
    tr_risk_row row = {
        .account = "paper", .scope = TR_RISK_ACCOUNT, .name = "USDT", .item = "peak"
    };
    ck_assert(rig_stored_risk(&r, &row));
    ck_assert_int_eq(tr_decimal_compare(row.value, rig_decimal("10000")), 0);
    readings("120", 3); /* 11000 */
    ck_assert(rig_stored_risk(&r, &row));
    ck_assert_int_eq(tr_decimal_compare(row.value, rig_decimal("11000")), 0);
    restart(); /* the height is remembered */
    size_t before = count_requests(RIG_PLACE);
    rig_price(&r, "BTC/USDT", "99"); /* 9950: 1050 of 1100 */
    readings("99", 5);
    ck_assert_uint_eq(count_requests(RIG_PLACE), before);
    readings("98", 3); /* 9900: reached */
    ck_assert_uint_eq(count_requests(RIG_PLACE), before + 1);
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_NONE);
    ck_assert(rig_stored_risk(&r, &row)); /* a reset begins from what is left */
    ck_assert_int_eq(tr_decimal_compare(row.value, rig_decimal("9900")), 0);
}
END_TEST

START_TEST(loss_that_a_person_has_acknowledged_does_not_halt_again_that_day)
{
    risk.limits.has_notional_max = risk.limits.has_risk_per_trade_max = false;
    risk.kill_switch.level = TR_HALT_ENTRIES;
    set_risk();
    (void)buy("50");
    readings("89", 3);
    assert_entry_refused("halt");
    halt(TR_RISK_ACCOUNT, NULL, TR_HALT_NONE);
    readings("89", 5);
    assert_entry_refused("daily_loss"); /* the rule stays */
    r.now_ns += DAY_NS;
    readings("89", 1); /* a new day: what is left is its beginning */
    assert_entry_passes();
    readings("79", 3);
    assert_entry_refused("halt");
}
END_TEST

START_TEST(house_adds_its_accounts_up)
{
    tr_account_row second = { .name = "second", .exchange = "paper", .owner = "trader" };
    tr_balance balance = { .asset = "USDT", .total = { rig_decimal("1000") } };
    tr_engine_open_account(r.engine, &second, &balance, 1, on_answer, NULL);
    rig_settle(&r);
    tr_scope_limits house = { .scope = TR_RISK_HOUSE };
    tr_risk_limits_clear(&house.limits);
    house.limits.has_exposure_max = true;
    house.limits.exposure_max.value = rig_decimal("150");
    risk.scopes = &house;
    risk.scope_count = 1;
    set_risk();
    (void)buy("1");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0.6");
    (void)snprintf(request.account, sizeof request.account, "second");
    request.stop_loss.value = rig_decimal("90");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "exposure");
    ck_assert_ptr_nonnull(strstr(r.error.message, "limit of house trader"));
    request.quantity.value = rig_decimal("0.2");
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    halt(TR_RISK_HOUSE, NULL, TR_HALT_ENTRIES);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "halt");
    restart();
    rig_submit(&r, &request);
    ck_assert_str_eq(r.rule, "halt");
    tr_account_row third = { .name = "third", .exchange = "paper", .owner = "trader" };
    tr_engine_open_account(r.engine, &third, &balance, 1, on_answer,
                           NULL); /* it is of that house, too */
    rig_settle(&r);
    (void)snprintf(request.account, sizeof request.account, "third");
    rig_submit(&r, &request);
    ck_assert_str_eq(r.rule, "halt");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("halt");
    TCase *tests = tcase_create("halt");
    tcase_add_checked_fixture(tests, setup, rig_teardown);
    tcase_add_test(tests, halt_of_entries_lets_what_works_go_on_and_survives_a_restart);
    tcase_add_test(tests, reduce_cancels_entries_that_wait_and_work_and_leaves_exits);
    tcase_add_test(tests, flatten_leaves_nothing);
    tcase_add_loop_test(tests, flatten_that_is_lifted_before_it_sold_leaves_the_exits, 0, 2);
    tcase_add_test(tests, flatten_goes_on_after_a_crash_and_when_the_exchange_fails);
    tcase_add_test(tests, sale_that_the_exchange_refuses_is_not_asked_for_in_a_circle);
    tcase_add_test(tests, fill_that_comes_late_into_a_flattened_account_is_sold);
    tcase_add_test(tests, symbol_can_be_flattened_alone_and_a_strategy_only_reduced);
    tcase_add_test(tests, cancel_that_could_not_be_asked_for_is_asked_for_again_while_halted);
    tcase_add_test(tests, cancel_that_the_exchange_refuses_is_not_asked_for_again_at_once);
    tcase_add_test(tests, halt_needs_a_known_subject_and_somebody_who_does_it);
    tcase_add_test(tests, single_bad_tick_does_not_flatten_and_three_readings_do);
    tcase_add_test(tests, warning_comes_once_a_day_at_four_fifths_of_the_limit);
    tcase_add_test(tests, drawdown_is_counted_from_a_confirmed_height);
    tcase_add_test(tests, loss_that_a_person_has_acknowledged_does_not_halt_again_that_day);
    tcase_add_test(tests, house_adds_its_accounts_up);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
