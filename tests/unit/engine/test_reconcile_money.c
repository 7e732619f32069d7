/* What the exchange lists against what the engine believes, of balances and positions: cash restated, money and goods
   from outside, contracts. */
#include <stdio.h>

#include <trade/engine_risk.h>
#include <trade/reconcile.h>

#include "listed_case.h"
#include "support/check_tap.h"

/* What it did, the balances may show before anybody tells of it: booked as money from outside it would be booked twice. */
START_TEST(balance_is_not_taken_over_while_an_outcome_is_not_known)
{
    tr_reconcile_policy policy;
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("99");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_UNKNOWN, id);
    set_balance("USDT", "9901");
    set_balance("BTC", "1");
    tr_reconcile_policy_init(&policy);
    policy.actions[TR_DIFFERENCE_BALANCE] = TR_RECONCILE_ADOPT;
    start(&policy);
    wait_until_told();
    ck_assert(!told.is_settled);
    ck_assert_uint_eq(told.difference_count, 0);
    check_balance("USDT", "10000");
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_fill(&r, id, "1", "99", "0");
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    check_balance("USDT", "9901");
}
END_TEST

START_TEST(liquidation_that_was_missed_is_booked_once)
{
    r.leverage = tr_decimal_from_int(5);
    rig_restart(&r, false);
    r.exchange.list = list;
    rig_price(&r, "BTC/USDT:USDT", "100");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "10");
    (void)snprintf(request.symbol, sizeof request.symbol, "BTC/USDT:USDT");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "10", "100", "0");
    rig_restart(&r, true);
    r.exchange.list = list;
    tr_exchange_item *item = add_item(TR_LISTING_FILLS);
    (void)snprintf(item->client_id, sizeof item->client_id, "autoclose-1");
    (void)snprintf(item->exchange_fill_id, sizeof item->exchange_fill_id, "L1");
    (void)snprintf(item->symbol, sizeof item->symbol, "BTC/USDT:USDT");
    (void)snprintf(item->asset, sizeof item->asset, "USDT");
    item->is_liquidation = true;
    item->side = TR_SIDE_SELL;
    item->quantity.value = rig_decimal("10");
    item->price.value = rig_decimal("81");
    item->fee.value = rig_decimal("2");
    item->at_ns = r.now_ns;
    set_balance("USDT", "9808");
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0); /* the books explain everything */
    tr_position held = { .version = 0 };
    ck_assert(rig_stored_position(&r, "BTC/USDT:USDT", &held));
    ck_assert(tr_decimal_is_zero(held.quantity));
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    rig_restart(&r, true);
    r.exchange.list = list;
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
}
END_TEST

static void trade_swap(tr_side side, const char *quantity, const char *price)
{
    tr_order_request request = rig_request_of(side, TR_ORDER_MARKET, quantity);
    (void)snprintf(request.symbol, sizeof request.symbol, "BTC/USDT:USDT");
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    rig_fill(&r, r.order.id, quantity, price, "0");
}

static void hold_swap(const char *quantity, const char *entry)
{
    tr_exchange_item *item = add_item(TR_LISTING_POSITIONS);
    (void)snprintf(item->symbol, sizeof item->symbol, "BTC/USDT:USDT");
    item->held = rig_decimal(quantity);
    item->price.value = rig_decimal(entry);
}

/* Heard as bought at 100 and 120, then sold at 150; the exchange sold before it bought the second. */
static void hear_a_swap_in_another_order(void)
{
    r.leverage = tr_decimal_from_int(5);
    r.limits.has_risk_per_trade_max = r.limits.has_notional_max = false;
    rig_restart(&r, false);
    r.exchange.list = list;
    rig_price(&r, "BTC/USDT:USDT", "100");
    trade_swap(TR_SIDE_BUY, "1", "100");
    trade_swap(TR_SIDE_BUY, "1", "120");
    trade_swap(TR_SIDE_SELL, "1", "150");
    check_balance("USDT", "10040");
}

START_TEST(cash_that_only_the_order_of_executions_explains_is_restated)
{
    tr_position position;
    static const char *const entries[] = { "120", "119.99999", "120.00001" }; /* exchanges round */
    hear_a_swap_in_another_order();
    set_balance("USDT", "10050");
    hold_swap("1", entries[_i]);
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    check_balance("USDT", "10050"); /* the exchange's, to the last digit */
    ck_assert(rig_stored_position(&r, "BTC/USDT:USDT", &position));
    ck_assert_int_eq(tr_decimal_compare(position.cost.value, rig_decimal("120")), 0);
    ck_assert_int_eq(rig_verify(&r), 0);
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
}
END_TEST

START_TEST(cash_that_no_entry_price_explains_is_a_difference)
{
    static const char *const balances[] = { "10050", "10049", "10040.01" };
    static const char *const entries[] = { "110", "120", "110" };
    hear_a_swap_in_another_order();
    set_balance("USDT", balances[_i]);
    hold_swap("1", entries[_i]);
    reconcile();
    assert_found(TR_DIFFERENCE_BALANCE, TR_RECONCILE_STOP);
    check_balance("USDT", "10040");
}
END_TEST

START_TEST(balance_is_adopted_as_external_money_or_stops_entries)
{
    set_balance("USDT", "10250.5");
    set_balance("BNB", "3");
    reconcile();
    ck_assert_uint_eq(told.difference_count, 2);
    check_balance("USDT", "10000");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_RISK), 1);
    reconcile_by(TR_RECONCILE_ADOPT);
    ck_assert_uint_eq(told.difference_count, 2);
    check_balance("USDT", "10250.5");
    check_balance("BNB", "3");
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
}
END_TEST

/* Half of it is withdrawn while a position is held: neither the day's loss nor the drawdown flattens it. */
START_TEST(money_that_is_withdrawn_is_no_loss)
{
    tr_engine_risk risk;
    tr_error err = { 0 };
    tr_engine_risk_init(&risk);
    risk.kill_switch.level = TR_HALT_FLATTEN;
    risk.limits = r.limits;
    risk.limits.has_daily_loss_max = risk.limits.has_drawdown_max = true;
    risk.limits.daily_loss_max = risk.limits.drawdown_max = rig_decimal("0.1");
    ck_assert_int_eq(tr_engine_set_risk(r.engine, &risk, &err), TR_OK);
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    for (int i = 0; i < 10; i++) {
        r.now_ns += INT64_C(1000000000);
        rig_price(&r, "BTC/USDT", "100");
    }
    ck_assert_int_eq(rig_count_risk(&r, "peak"), 1);
    set_balance("USDT", "4900");
    set_balance("BTC", "1");
    reconcile_by(TR_RECONCILE_ADOPT);
    check_balance("USDT", "4900");
    for (int i = 0; i < 10; i++) {
        r.now_ns += INT64_C(1000000000);
        rig_price(&r, "BTC/USDT", "100");
    }
    ck_assert_int_eq(rig_count_risk(&r, "halt"), 0);
    tr_balance balance;
    ck_assert(rig_stored_balance(&r, "USDT", &balance));
    ck_assert_int_eq(tr_decimal_compare(balance.day_equity.value, rig_decimal("5000")), 0);
}
END_TEST

static void check_day(const char *equity)
{
    tr_balance balance;
    ck_assert(rig_stored_balance(&r, "USDT", &balance));
    ck_assert_int_eq(tr_decimal_compare(balance.day_equity.value, rig_decimal(equity)), 0);
}

/* Ten coins that came from outside, at 100, are worth 1000: not won, and gone again they are not lost. */
START_TEST(goods_that_are_adopted_are_no_profit_and_no_loss)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request); /* the day begins */
    rig_fill(&r, r.order.id, "1", "100", "0");
    check_day("10000");
    set_balance("USDT", "9900");
    set_balance("BTC", "11");
    reconcile_by(TR_RECONCILE_ADOPT);
    check_day("11000");
    set_balance("BTC", "3");
    reconcile_by(TR_RECONCILE_ADOPT);
    check_day("10200");
}
END_TEST

/* Without a price nothing can be said of their worth: the first one settles it, after a restart too. */
START_TEST(goods_that_came_before_the_first_price_are_settled_by_it)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    rig_restart(&r,
                true); /* what comes now waits for the first price, though the last one is known */
    rig_settle(&r);
    r.exchange.list = list;
    set_balance("USDT", "9900");
    set_balance("BTC", "11");
    reconcile_by(TR_RECONCILE_ADOPT);
    check_day("10000");
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "50");
    check_day("10500");
    rig_price(&r, "BTC/USDT", "40"); /* a loss is a loss from here on */
    check_day("10500");
}
END_TEST

START_TEST(balance_that_the_exchange_does_not_list_is_zero_there)
{
    item_count = 0;
    reconcile_by(TR_RECONCILE_ADOPT);
    assert_found(TR_DIFFERENCE_BALANCE, TR_RECONCILE_ADOPT);
    check_balance("USDT", "0");
}
END_TEST

START_TEST(contracts_there_are_a_difference)
{
    tr_exchange_item *item = add_item(TR_LISTING_POSITIONS);
    (void)snprintf(item->symbol, sizeof item->symbol, "BTC/USDT:USDT");
    item->held = rig_decimal("-2");
    reconcile();
    assert_found(TR_DIFFERENCE_POSITION, TR_RECONCILE_STOP);
}
END_TEST

/* Held here and there, cash here and there, and what it is when the exchange's position was taken over. */
typedef struct moved_by_hand {
    const char *ours, *theirs, *entry, *their_cash, *cost;
} moved_by_hand;

static const moved_by_hand moves[] = {
    { "1", "0", "0", "10008.9", "0" },    /* closed, at 109 and a fee; the last price here is 110 */
    { "3", "1", "100", "10020", "100" },  /* closed in part */
    { "0", "2", "105", "9999.9", "210" }, /* opened */
    { "1", "3", "110", "9999.9", "330" }, /* grown: by two at 115 */
    { "1", "-2", "120", "10020", "-240" },    /* turned */
    { "-2", "0", "0", "9980", "0" },          /* a short closed */
    { "-1", "-1.5", "104", "10000", "-156" }, /* and one grown */
};

static void hold_here(const char *quantity)
{
    r.leverage = tr_decimal_from_int(5);
    r.limits.has_risk_per_trade_max = r.limits.has_notional_max = false;
    rig_restart(&r, false);
    r.exchange.list = list;
    rig_price(&r, "BTC/USDT:USDT", "100");
    if (strcmp(quantity, "0") != 0)
        trade_swap(quantity[0] == '-' ? TR_SIDE_SELL : TR_SIDE_BUY, quantity + (quantity[0] == '-'),
                   "100");
    rig_price(&r, "BTC/USDT:USDT", "110");
}

START_TEST(position_that_was_moved_by_hand_is_taken_over_when_asked)
{
    const moved_by_hand *at = &moves[_i];
    tr_position position;
    hold_here(at->ours);
    set_balance("USDT", at->their_cash);
    if (strcmp(at->theirs, "0") != 0)
        hold_swap(at->theirs, at->entry);
    reconcile(); /* the engine's own policy takes no position over */
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_RISK) > 0, 1);
    ck_assert_int_eq(rig_count_risk(&r, "halt"), 1);
    int64_t fills = rig_count_rows(&r, TR_TABLE_FILL);
    reconcile_by(TR_RECONCILE_ADOPT);
    ck_assert_int_eq(told.differences[0].kind, TR_DIFFERENCE_POSITION);
    ck_assert_int_eq(told.differences[0].action, TR_RECONCILE_ADOPT);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), fills + 1);
    ck_assert(rig_stored_position(&r, "BTC/USDT:USDT", &position));
    ck_assert_int_eq(tr_decimal_compare(position.quantity, rig_decimal(at->theirs)), 0);
    ck_assert_int_eq(tr_decimal_compare(position.cost.value, rig_decimal(at->cost)), 0);
    check_balance("USDT", at->their_cash);
    rig_restart(&r, true);
    r.exchange.list = list;
    reconcile_by(TR_RECONCILE_ADOPT); /* a second time there is nothing to take over */
    ck_assert_uint_eq(told.difference_count, 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), fills + 1);
}
END_TEST

/* Its loss is one of the day, and not money that somebody took out. */
START_TEST(loss_of_a_position_that_was_closed_by_hand_counts)
{
    hold_here("10");
    rig_price(&r, "BTC/USDT:USDT", "90");
    set_balance("USDT", "9899");
    reconcile_by(TR_RECONCILE_ADOPT);
    tr_balance balance;
    ck_assert(rig_stored_balance(&r, "USDT", &balance));
    ck_assert_int_eq(tr_decimal_compare(balance.total.value, rig_decimal("9899")), 0);
    ck_assert_int_eq(tr_decimal_compare(balance.day_equity.value, rig_decimal("9999")),
                     0); /* 100 lost; the fee of 1 came off both */
}
END_TEST

START_TEST(position_without_any_price_is_not_taken_over)
{
    r.leverage = tr_decimal_from_int(5);
    rig_restart(&r, false);
    r.exchange.list = list;
    hold_swap("2", "0");
    reconcile_by(TR_RECONCILE_ADOPT);
    assert_found(TR_DIFFERENCE_POSITION, TR_RECONCILE_REPORT);
    ck_assert(told.differences[0].reason[0] != '\0');
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 0);
}
END_TEST

/* What an order of ours may have done is not done once more. */
START_TEST(position_is_not_taken_over_while_an_outcome_is_not_known)
{
    tr_reconcile_policy policy;
    hold_here("1");
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1");
    (void)snprintf(request.symbol, sizeof request.symbol, "BTC/USDT:USDT");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_UNKNOWN, id);
    set_balance("USDT", "10010");
    tr_reconcile_policy_of(TR_RECONCILE_ADOPT, &policy);
    start(&policy);
    wait_until_told();
    ck_assert_uint_eq(told.difference_count, 0);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_fill(&r, id, "1", "110", "0");
    reconcile_by(TR_RECONCILE_ADOPT);
    ck_assert_uint_eq(told.difference_count, 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reconcile_money");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, rig_teardown);
    tcase_add_test(rules, balance_is_not_taken_over_while_an_outcome_is_not_known);
    tcase_add_test(rules, liquidation_that_was_missed_is_booked_once);
    tcase_add_loop_test(rules, cash_that_only_the_order_of_executions_explains_is_restated, 0, 3);
    tcase_add_loop_test(rules, cash_that_no_entry_price_explains_is_a_difference, 0, 3);
    tcase_add_test(rules, balance_is_adopted_as_external_money_or_stops_entries);
    tcase_add_test(rules, money_that_is_withdrawn_is_no_loss);
    tcase_add_test(rules, goods_that_are_adopted_are_no_profit_and_no_loss);
    tcase_add_test(rules, goods_that_came_before_the_first_price_are_settled_by_it);
    tcase_add_test(rules, balance_that_the_exchange_does_not_list_is_zero_there);
    tcase_add_test(rules, contracts_there_are_a_difference);
    tcase_add_loop_test(rules, position_that_was_moved_by_hand_is_taken_over_when_asked, 0,
                        sizeof moves / sizeof moves[0]);
    tcase_add_test(rules, loss_of_a_position_that_was_closed_by_hand_counts);
    tcase_add_test(rules, position_without_any_price_is_not_taken_over);
    tcase_add_test(rules, position_is_not_taken_over_while_an_outcome_is_not_known);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
