/* Losses, positions and correlation of strategies, symbols and houses; what is warned of before a limit is reached. */
#include <stdio.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "support/check_tap.h"
#include "support/engine_rig.h"

#define SECOND_NS INT64_C(1000000000)
#define SWAP      "BTC/USDT:USDT"
#define DAY_NS    (86400 * SECOND_NS)

static rig r;
static tr_engine_risk risk;
static tr_scope_limits scopes[4];
static int alert_count;

static void setup(void)
{
    rig_open(&r);
    tr_engine_risk_init(&risk);
    tr_risk_limits_clear(&risk.limits);
    risk.scopes = scopes;
    alert_count = 0;
}

static void teardown(void)
{
    ck_assert_int_eq(rig_verify(&r), 0); /* after every test the tables are what the log says */
    ck_assert(tr_engine_check(r.engine));
    rig_close(&r);
}

static tr_risk_limits *add_scope(tr_risk_scope scope, const char *name)
{
    tr_scope_limits *one = &scopes[risk.scope_count++];
    *one = (tr_scope_limits){ .scope = scope };
    (void)snprintf(one->name, sizeof one->name, "%s", name);
    tr_risk_limits_clear(&one->limits);
    return &one->limits;
}

static void set_risk(void)
{
    tr_error err = { 0 };
    ck_assert_msg(tr_engine_set_risk(r.engine, &risk, &err) == TR_OK, "%s", err.message);
}

static void put(tr_risk_limits *limits, tr_risk_scope scope, const char *name, const char *value)
{
    size_t index = 0;
    tr_decimal number = rig_decimal(value);
    tr_error err = { 0 };
    ck_assert_int_eq(tr_risk_limit_find(name, &index), TR_OK);
    ck_assert_msg(tr_risk_limits_put(limits, scope, index, &number, &err) == TR_OK, "%s", err.message);
}

static void restart(void)
{
    rig_restart(&r, true);
    set_risk();
}

/* An alert of a strategy: buys or sells at the market. The order is in the rig's list. */
static tr_order signal_of(const char *strategy, const char *symbol, tr_alert_action action, const char *quantity)
{
    char key[TR_LABEL_SIZE];
    tr_order order = { .state = TR_STATE_NONE };
    (void)snprintf(key, sizeof key, "id:%d", ++alert_count);
    tr_alert alert = rig_alert_of(action, key);
    (void)snprintf(alert.strategy, sizeof alert.strategy, "%s", strategy);
    (void)snprintf(alert.symbol, sizeof alert.symbol, "%s", symbol);
    alert.quantity.value = rig_decimal(quantity);
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    ck_assert(rig_stored_order(&r, r.order_ids[0], &order));
    return order;
}

static tr_id trade(const char *strategy, const char *symbol, tr_alert_action action, const char *quantity,
                   const char *price)
{
    tr_order order = signal_of(strategy, symbol, action, quantity);
    ck_assert_msg(order.state == TR_STATE_SENDING, "%s", order.reason);
    rig_fill(&r, order.id, quantity, price, "0");
    return order.id;
}

static void refused(const char *strategy, const char *symbol, const char *quantity, const char *part)
{
    tr_order order = signal_of(strategy, symbol, TR_ALERT_BUY, quantity);
    ck_assert_int_eq(order.state, TR_STATE_REFUSED);
    ck_assert_msg(strstr(order.reason, part) != NULL, "%s", order.reason);
}

/* Passes, and comes to nothing. */
static void passes(const char *strategy, const char *symbol, const char *quantity)
{
    tr_order order = signal_of(strategy, symbol, TR_ALERT_BUY, quantity);
    ck_assert_msg(order.state == TR_STATE_SENDING, "%s", order.reason);
    rig_report(&r, TR_REPORT_REJECTED, order.id);
}

static void readings(const char *symbol, const char *price, int count)
{
    for (int i = 0; i < count; i++) {
        r.now_ns += SECOND_NS;
        rig_price(&r, symbol, price);
    }
}

static bool find_row(tr_risk_scope scope, const char *name, const char *item, tr_risk_row *out)
{
    *out = (tr_risk_row){ .account = "paper", .scope = scope };
    (void)snprintf(out->name, sizeof out->name, "%s", name);
    (void)snprintf(out->item, sizeof out->item, "%s", item);
    return rig_stored_risk(&r, out);
}

static void assert_warned(tr_risk_scope scope, const char *name, const char *item, const char *part)
{
    tr_risk_row row;
    ck_assert_msg(find_row(scope, name, item, &row), "no %s of %s", item, name);
    ck_assert_msg(strstr(row.reason, part) != NULL, "%s", row.reason);
}

/* ---- losses ---------------------------------------------------------------------------------- */

/* The account is worth 10000; a hundredth of it may be lost by trend: 100, its own. */
START_TEST(strategy_is_held_to_its_own_loss_of_the_day)
{
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_daily_loss", "0.01");
    risk.kill_switch.level = TR_HALT_NONE;
    set_risk();
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "10", "100");
    (void)trade("other", "BTC/USDT", TR_ALERT_BUY, "20", "100");
    rig_price(&r, "BTC/USDT", "90.01"); /* trend: 99.9 not yet realised; other: twice that */
    passes("trend", "BTC/USDT", "0.1");
    rig_price(&r, "BTC/USDT", "90");
    refused("trend", "BTC/USDT", "0.1", "daily_loss: 100 has reached 100");
    refused("trend", "ETH/USDT", "0.1", "limit of strategy trend");
    passes("other", "BTC/USDT", "0.1");
    restart();
    rig_price(&r, "BTC/USDT", "90");
    refused("trend", "BTC/USDT", "0.1", "daily_loss: 100");
    (void)trade("trend", "BTC/USDT", TR_ALERT_SELL, "10", "90"); /* realised now, and no smaller */
    refused("trend", "BTC/USDT", "0.1", "daily_loss: 100");
    r.now_ns += DAY_NS;
    rig_price(&r, "BTC/USDT", "80");
    passes("trend", "BTC/USDT", "0.1");
}
END_TEST

START_TEST(symbol_is_held_to_its_own_loss_of_the_day)
{
    put(add_scope(TR_RISK_SYMBOL, "BTC/USDT"), TR_RISK_SYMBOL, "max_daily_loss", "0.01");
    risk.kill_switch.level = TR_HALT_NONE;
    set_risk();
    (void)trade("", "BTC/USDT", TR_ALERT_BUY, "10", "100");
    (void)trade("", "ETH/USDT", TR_ALERT_BUY, "100", "10");
    rig_price(&r, "ETH/USDT", "1"); /* another symbol's loss is its own */
    passes("", "BTC/USDT", "0.1");
    rig_price(&r, "BTC/USDT", "90");
    refused("", "BTC/USDT", "0.1", "daily_loss: 100 has reached 100");
    passes("", "ETH/USDT", "1");
    restart();
    rig_price(&r, "BTC/USDT", "90");
    rig_price(&r, "ETH/USDT", "1");
    refused("", "BTC/USDT", "0.1", "limit of symbol BTC/USDT");
    r.now_ns += DAY_NS;
    rig_price(&r, "BTC/USDT", "90"); /* another day begins here */
    passes("", "BTC/USDT", "0.1");
}
END_TEST

static void trade_swaps(void)
{
    r.leverage = rig_decimal("5");
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    rig_price(&r, "ETH/USDT", "10");
    rig_price(&r, SWAP, "100");
}

START_TEST(funding_is_a_loss_of_its_symbol)
{
    put(add_scope(TR_RISK_SYMBOL, SWAP), TR_RISK_SYMBOL, "max_daily_loss", "0.01");
    risk.kill_switch.level = TR_HALT_NONE;
    trade_swaps();
    set_risk();
    (void)trade("", SWAP, TR_ALERT_BUY, "10", "100");
    rig_price(&r, SWAP, "95");
    passes("", SWAP, "0.1");
    r.now_ns += SECOND_NS;
    tr_exchange_report report = { .kind = TR_REPORT_FUNDING,
                                  .account = "paper",
                                  .at_ns = r.now_ns,
                                  .funding = { .symbol = SWAP,
                                               .asset = "USDT",
                                               .amount = { rig_decimal("-60") },
                                               .at_ns = r.now_ns } };
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
    refused("", SWAP, "0.1", "daily_loss: 110 has reached");
}
END_TEST

/* Half of the position is its own, and half of the payment. */
START_TEST(funding_is_divided_among_the_strategies_that_hold)
{
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_daily_loss", "0.01");
    risk.kill_switch.level = TR_HALT_NONE;
    trade_swaps();
    set_risk();
    (void)trade("", SWAP, TR_ALERT_BUY, "5", "100");
    (void)trade("trend", SWAP, TR_ALERT_BUY, "5", "100");
    rig_price(&r, SWAP, "100");
    r.now_ns += 2 * DAY_NS; /* the day begins with it */
    for (int i = 0; i < 2; i++) {
        r.now_ns += SECOND_NS;
        passes("trend", "ETH/USDT", "0.1");
        tr_exchange_report report = { .kind = TR_REPORT_FUNDING,
                                      .account = "paper",
                                      .at_ns = r.now_ns,
                                      .funding = { .symbol = SWAP,
                                                   .asset = "USDT",
                                                   .amount = { rig_decimal("-101") },
                                                   .at_ns = r.now_ns } };
        tr_engine_report(r.engine, &report);
        tr_engine_report(r.engine, &report); /* told twice, it is one */
        rig_settle(&r);
    }
    refused("trend", SWAP, "0.1", "daily_loss: 101 has reached");
    restart();
    rig_price(&r, SWAP, "100");
    rig_price(&r, "ETH/USDT", "10");
    refused("trend", SWAP, "0.1", "daily_loss: 101 has reached");
    ck_assert_int_eq(rig_verify(&r), 0);
}
END_TEST

/* What somebody else's position lets an order close is the strategy's own opening. */
START_TEST(strategy_that_sells_what_others_hold_has_a_short_of_its_own)
{
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_exposure", "1000");
    risk.kill_switch.level = TR_HALT_NONE;
    trade_swaps();
    set_risk();
    (void)trade("", SWAP, TR_ALERT_BUY, "10", "100");
    (void)trade("trend", "ETH/USDT", TR_ALERT_BUY, "60", "10");
    tr_order order = signal_of("trend", SWAP, TR_ALERT_SELL, "13"); /* 1300 beside 600 */
    ck_assert_int_eq(order.state, TR_STATE_REFUSED);
    ck_assert_msg(strstr(order.reason, "exposure: 1900") != NULL, "%s", order.reason);
    (void)trade("trend", SWAP, TR_ALERT_BUY, "4", "100");
    order = signal_of("trend", SWAP, TR_ALERT_SELL, "18"); /* four close its own */
    ck_assert_int_eq(order.state, TR_STATE_REFUSED);
    ck_assert_msg(strstr(order.reason, "exposure: 2000") != NULL, "%s", order.reason);
}
END_TEST

/* What was gained and is lost again counts from the height, also over days. */
START_TEST(drawdown_of_a_strategy_counts_from_its_highest_profit)
{
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_drawdown", "0.01");
    risk.kill_switch.level = TR_HALT_NONE;
    set_risk();
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "10", "100");
    readings("BTC/USDT", "150", 3); /* a profit of 500, confirmed */
    r.now_ns += DAY_NS;
    readings("BTC/USDT", "140.1", 1);
    passes("trend", "BTC/USDT", "0.1");
    readings("BTC/USDT", "139", 1); /* 110 of at most 105: a hundredth of an equity of 10500 and a little */
    refused("trend", "BTC/USDT", "0.1", "drawdown: 110");
    restart();
    rig_price(&r, "BTC/USDT", "139");
    refused("trend", "BTC/USDT", "0.1", "drawdown: 110");
}
END_TEST

START_TEST(kill_switch_acts_on_the_strategy_or_the_symbol_that_loses)
{
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_daily_loss", "0.01");
    put(add_scope(TR_RISK_SYMBOL, "ETH/USDT"), TR_RISK_SYMBOL, "max_daily_loss", "0.01");
    risk.kill_switch.level = TR_HALT_FLATTEN;
    set_risk();
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "10", "100");
    (void)trade("", "ETH/USDT", TR_ALERT_BUY, "100", "10");
    readings("BTC/USDT", "91", 3);
    assert_warned(TR_RISK_STRATEGY, "trend", "warning daily_loss USDT", "daily_loss: 90 USDT are lost");
    readings("BTC/USDT", "89", 2);
    passes("other", "BTC/USDT", "0.1");
    readings("BTC/USDT", "89", 1);
    tr_risk_row row;
    ck_assert(find_row(TR_RISK_STRATEGY, "trend", "halt", &row));
    ck_assert_int_eq(row.count, TR_HALT_REDUCE); /* positions are not a strategy's own */
    readings("BTC/USDT", "120", 3);
    refused("trend", "BTC/USDT", "0.1", "halt");
    passes("other", "BTC/USDT", "0.1");
    size_t before = r.request_count;
    readings("ETH/USDT", "8.9", 3);
    ck_assert(find_row(TR_RISK_SYMBOL, "ETH/USDT", "halt", &row));
    ck_assert_int_eq(row.count, TR_HALT_FLATTEN);
    ck_assert_uint_eq(r.request_count, before + 1); /* it is sold */
    ck_assert_str_eq(r.requests[before].order.symbol, "ETH/USDT");
    ck_assert(!find_row(TR_RISK_ACCOUNT, "", "halt", &row));
}
END_TEST

/* What a strategy held when it got its limit is not its own to sell: no profit comes of it. */
START_TEST(limit_that_comes_later_counts_from_then_on)
{
    risk.kill_switch.level = TR_HALT_NONE;
    set_risk();
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "10", "100");
    rig_price(&r, "BTC/USDT", "50");
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_daily_loss", "0.01");
    set_risk();
    passes("trend", "BTC/USDT", "0.1");
    (void)trade("trend", "BTC/USDT", TR_ALERT_SELL, "4", "50");
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "10", "50");
    rig_price(&r, "BTC/USDT", "40"); /* its 10 lose 100 of about 9500 */
    refused("trend", "BTC/USDT", "0.1", "daily_loss: 100");
}
END_TEST

/* Somebody closes the position by hand: for the strategy it went at that price. */
START_TEST(position_that_somebody_else_closes_ends_what_a_strategy_holds)
{
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_daily_loss", "0.01");
    risk.kill_switch.level = TR_HALT_NONE;
    set_risk();
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "10", "100");
    rig_price(&r, "BTC/USDT", "95");
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "10");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "10", "95", "0");
    rig_price(&r, "BTC/USDT", "50"); /* it holds nothing that could fall */
    passes("trend", "BTC/USDT", "0.1");
    tr_risk_row row;
    ck_assert(find_row(TR_RISK_STRATEGY, "trend", "held BTC/USDT", &row));
    ck_assert(tr_decimal_is_zero(row.value));
    ck_assert(find_row(TR_RISK_STRATEGY, "trend", "cash BTC/USDT", &row));
    ck_assert_int_eq(tr_decimal_compare(row.value, rig_decimal("-50")), 0);
}
END_TEST

/* ---- positions and correlation --------------------------------------------------------------- */

START_TEST(positions_of_a_strategy_are_what_it_holds_and_enters)
{
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_positions", "1");
    set_risk();
    (void)trade("other", "ETH/USDT", TR_ALERT_BUY, "1", "10");
    tr_order order = signal_of("trend", "BTC/USDT", TR_ALERT_BUY, "1");
    refused("trend", "ETH/USDT", "1", "positions: 2 is above 1, limit of strategy trend");
    rig_fill(&r, order.id, "1", "100", "0");
    refused("trend", "ETH/USDT", "1", "positions: 2 is above 1");
    passes("trend", "BTC/USDT", "1"); /* the position that it has */
    restart();
    rig_price(&r, "BTC/USDT", "100");
    rig_price(&r, "ETH/USDT", "10");
    refused("trend", "ETH/USDT", "1", "positions: 2 is above 1");
    (void)trade("trend", "BTC/USDT", TR_ALERT_SELL, "1", "100");
    passes("trend", "ETH/USDT", "1");
}
END_TEST

START_TEST(what_moves_together_is_capped_for_strategy_symbol_and_house)
{
    static const char *const pair[] = { "BTC/USDT", "ETH/USDT" };
    tr_risk_group group = { pair, 2, rig_decimal("0.5") };
    tr_account_row second = { .name = "second", .exchange = "paper", .owner = "trader" };
    tr_balance balance = { .asset = "USDT", .total = { rig_decimal("10000") } };
    tr_engine_open_account(r.engine, &second, &balance, 1, NULL, NULL);
    rig_settle(&r);
    risk.groups = &group;
    risk.group_count = 1;
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_correlated", "0.1");
    put(add_scope(TR_RISK_SYMBOL, "ETH/USDT"), TR_RISK_SYMBOL, "max_correlated", "0.2");
    put(add_scope(TR_RISK_HOUSE, ""), TR_RISK_HOUSE, "max_correlated", "0.15");
    set_risk();
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "8", "100"); /* 800, half of which moves with ETH */
    refused("trend", "ETH/USDT", "61", "correlation: 1010 is above 1000");
    passes("trend", "ETH/USDT", "60");
    (void)trade("other", "BTC/USDT", TR_ALERT_BUY, "17", "100"); /* 2500 in all */
    refused("other", "ETH/USDT", "76", "correlation: 2010 is above 2000");
    passes("other", "ETH/USDT", "75");
    restart();
    rig_price(&r, "BTC/USDT", "100");
    rig_price(&r, "ETH/USDT", "10");
    refused("trend", "ETH/USDT", "61", "correlation: 1010 is above 1000");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "5.1");
    (void)snprintf(request.account, sizeof request.account, "second"); /* of the same owner: 20000, 3000 of it together */
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_msg(strstr(r.error.message, "correlation: 3010 is above 3000") != NULL, "%s", r.error.message);
    ck_assert_ptr_nonnull(strstr(r.error.message, "limit of house trader"));
}
END_TEST

/* ---- warnings -------------------------------------------------------------------------------- */

START_TEST(counts_are_warned_of_at_four_fifths_once_a_day)
{
    put(&risk.limits, TR_RISK_ACCOUNT, "max_daily_orders", "5");
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_daily_orders", "2");
    put(add_scope(TR_RISK_SYMBOL, "BTC/USDT"), TR_RISK_SYMBOL, "max_open_orders", "3");
    put(add_scope(TR_RISK_HOUSE, ""), TR_RISK_HOUSE, "max_positions", "1");
    set_risk();
    (void)signal_of("trend", "BTC/USDT", TR_ALERT_BUY, "1");
    ck_assert_int_eq(rig_count_risk(&r, "warning orders_per_day"), 0);
    assert_warned(TR_RISK_HOUSE, "USDT", "warning positions", "positions: 1 of 1 are used");
    (void)signal_of("trend", "BTC/USDT", TR_ALERT_BUY, "1");
    assert_warned(TR_RISK_STRATEGY, "trend", "warning orders_per_day USDT", "orders_per_day: 2 of 2 are used");
    ck_assert_int_eq(rig_count_risk(&r, "warning open_orders USDT"), 0);
    (void)signal_of("", "BTC/USDT", TR_ALERT_BUY, "1");
    assert_warned(TR_RISK_SYMBOL, "BTC/USDT", "warning open_orders USDT", "open_orders: 3 of 3 are used");
    ck_assert_int_eq(rig_count_risk(&r, "warning orders_per_day"), 0);
    rig_report(&r, TR_REPORT_REJECTED, r.order_ids[0]);
    (void)signal_of("", "BTC/USDT", TR_ALERT_BUY, "1");
    assert_warned(TR_RISK_ACCOUNT, "USDT", "warning orders_per_day", "orders_per_day: 4 of 5 are used");
    tr_risk_row first, again;
    ck_assert(find_row(TR_RISK_ACCOUNT, "USDT", "warning orders_per_day", &first));
    restart();
    rig_price(&r, "BTC/USDT", "100");
    rig_report(&r, TR_REPORT_REJECTED, r.order_ids[0]);
    (void)signal_of("", "BTC/USDT", TR_ALERT_BUY, "1");
    ck_assert(find_row(TR_RISK_ACCOUNT, "USDT", "warning orders_per_day", &again));
    ck_assert_int_eq(again.version, first.version); /* it was said */
}
END_TEST

START_TEST(values_are_warned_of_when_readings_confirm_it)
{
    put(&risk.limits, TR_RISK_ACCOUNT, "max_exposure", "1000");
    put(add_scope(TR_RISK_STRATEGY, "trend"), TR_RISK_STRATEGY, "max_leverage", "0.1");
    put(add_scope(TR_RISK_SYMBOL, "BTC/USDT"), TR_RISK_SYMBOL, "max_correlated", "0.1");
    set_risk();
    (void)trade("trend", "BTC/USDT", TR_ALERT_BUY, "7", "100");
    readings("BTC/USDT", "100", 5); /* 700 of 1000 */
    readings("BTC/USDT", "120", 2);
    readings("BTC/USDT", "100", 1); /* it was a bad price */
    readings("BTC/USDT", "120", 2);
    ck_assert_int_eq(rig_count_risk(&r, "warning exposure"), 0);
    readings("BTC/USDT", "120", 1);
    assert_warned(TR_RISK_ACCOUNT, "USDT", "warning exposure", "exposure: 840 of 1000 are used");
    assert_warned(TR_RISK_STRATEGY, "trend", "warning leverage USDT", "leverage: 840 of 1014 are used");
    assert_warned(TR_RISK_SYMBOL, "BTC/USDT", "warning correlation USDT", "correlation: 840 of 1014 are used");
    tr_risk_row first, again;
    ck_assert(find_row(TR_RISK_ACCOUNT, "USDT", "warning exposure", &first));
    readings("BTC/USDT", "125", 5);
    restart();
    readings("BTC/USDT", "125", 5);
    ck_assert(find_row(TR_RISK_ACCOUNT, "USDT", "warning exposure", &again));
    ck_assert_int_eq(again.version, first.version);
    r.now_ns += DAY_NS;
    readings("BTC/USDT", "125", 3); /* another day */
    ck_assert(find_row(TR_RISK_ACCOUNT, "USDT", "warning exposure", &again));
    ck_assert_int_gt(again.version, first.version);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scopes");
    TCase *tests = tcase_create("scopes");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, strategy_is_held_to_its_own_loss_of_the_day);
    tcase_add_test(tests, symbol_is_held_to_its_own_loss_of_the_day);
    tcase_add_test(tests, funding_is_a_loss_of_its_symbol);
    tcase_add_test(tests, funding_is_divided_among_the_strategies_that_hold);
    tcase_add_test(tests, strategy_that_sells_what_others_hold_has_a_short_of_its_own);
    tcase_add_test(tests, drawdown_of_a_strategy_counts_from_its_highest_profit);
    tcase_add_test(tests, kill_switch_acts_on_the_strategy_or_the_symbol_that_loses);
    tcase_add_test(tests, limit_that_comes_later_counts_from_then_on);
    tcase_add_test(tests, position_that_somebody_else_closes_ends_what_a_strategy_holds);
    tcase_add_test(tests, positions_of_a_strategy_are_what_it_holds_and_enters);
    tcase_add_test(tests, what_moves_together_is_capped_for_strategy_symbol_and_house);
    tcase_add_test(tests, counts_are_warned_of_at_four_fifths_once_a_day);
    tcase_add_test(tests, values_are_warned_of_when_readings_confirm_it);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
