/* Protections: what keeps entries out for a while, over restarts; and the sizes of strategies. */
#include <stdio.h>
#include <string.h>

#include <trade/engine_risk.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

#define SECOND_NS INT64_C(1000000000)
#define HOUR_NS   (3600 * SECOND_NS)

static tr_engine_risk risk;
static int key_number;

static void set_risk(void)
{
    tr_error err = { 0 };
    ck_assert_msg(tr_engine_set_risk(r.engine, &risk, &err) == TR_OK, "%s", err.message);
}

static void setup(void)
{
    rig_open(&r);
    tr_engine_risk_init(&risk);
    risk.limits.has_risk_per_trade_max = risk.limits.has_daily_loss_max = false;
    key_number = 0;
}

static void restart(void)
{
    rig_restart(&r, true);
    set_risk();
    rig_price(&r, "BTC/USDT", "100");
    rig_price(&r, "ETH/USDT", "10");
}

static tr_id sent_last(void)
{
    tr_id id;
    for (size_t i = r.request_count; i > 0; i--)
        if (r.requests[i - 1].kind == RIG_PLACE) {
            const char *text = r.requests[i - 1].order.client_id;
            ck_assert_int_eq(tr_id_parse(text, strlen(text), &id), TR_OK);
            return id;
        }
    ck_abort_msg("nothing was sent");
    return (tr_id){ { 0 } };
}

static tr_status try_symbol(const char *symbol)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.symbol, sizeof request.symbol, "%s", symbol);
    request.stop_loss.value = rig_decimal(symbol[0] == 'B' ? "90" : "9");
    rig_submit(&r, &request);
    return r.status;
}

/* An alert of a strategy: its order fills at 100, and its stop at `out`. */
static void stop_out(const char *strategy, const char *out)
{
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "");
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:%d", ++key_number);
    (void)snprintf(alert.strategy, sizeof alert.strategy, "%s", strategy);
    alert.quantity.value = rig_decimal("1");
    alert.stop_loss.value = rig_decimal("95");
    rig_price(&r, "BTC/USDT", "100");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    ck_assert_msg(stored(r.order_ids[0]).state == TR_STATE_SENDING, "%s",
                  stored(r.order_ids[0]).reason);
    tr_id entry = r.order_ids[0];
    rig_report(&r, TR_REPORT_ACCEPTED, entry);
    rig_fill(&r, entry, "1", "100", "0");
    rig_price(&r, "BTC/USDT", "94");
    tr_id stop = sent_last();
    ck_assert_int_eq(stored(stop).role, TR_ROLE_STOP_LOSS);
    rig_report(&r, TR_REPORT_ACCEPTED, stop);
    rig_fill(&r, stop, "1", out, "0");
    rig_price(&r, "BTC/USDT", "100");
}

START_TEST(stop_outs_within_a_window_keep_entries_out_of_the_symbol_also_after_a_restart)
{
    risk.protections.stop_guards[TR_RISK_SYMBOL] = (tr_stop_guard){ 2, HOUR_NS, 2 * HOUR_NS };
    set_risk();
    stop_out("trend", "94");
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    restart(); /* the first one is remembered */
    r.now_ns += HOUR_NS - 1;
    stop_out("other", "94");
    int64_t paused_ns = r.now_ns;
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "stop_guard");
    ck_assert_str_eq(r.error.message, "stop_guard: 2 has met 2, limit of symbol BTC/USDT");
    ck_assert_int_eq(try_symbol("ETH/USDT"), TR_OK);
    restart();
    r.now_ns = paused_ns + 2 * HOUR_NS - 1;
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_E_REFUSED);
    r.now_ns += 1;
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_OK);
}
END_TEST

START_TEST(stop_outs_further_apart_than_the_window_count_for_themselves)
{
    risk.protections.stop_guards[TR_RISK_ACCOUNT] = (tr_stop_guard){ 2, HOUR_NS, HOUR_NS };
    set_risk();
    stop_out("a", "94");
    r.now_ns += HOUR_NS + 1;
    stop_out("b", "94");
    ck_assert_int_eq(try_symbol("ETH/USDT"), TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    r.now_ns += HOUR_NS;
    stop_out("c", "94");
    ck_assert_int_eq(try_symbol("ETH/USDT"), TR_E_REFUSED);
    ck_assert_ptr_nonnull(strstr(r.error.message, "limit of account paper"));
}
END_TEST

START_TEST(stop_that_leaves_with_a_profit_is_no_stop_out)
{
    risk.protections.stop_guards[TR_RISK_SYMBOL] = (tr_stop_guard){ 1, HOUR_NS, HOUR_NS };
    set_risk();
    stop_out("trend", "101");
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_OK);
}
END_TEST

START_TEST(stop_guard_of_a_strategy_leaves_others_alone)
{
    risk.protections.stop_guards[TR_RISK_STRATEGY] = (tr_stop_guard){ 1, HOUR_NS, HOUR_NS };
    set_risk();
    stop_out("trend", "94");
    stop_out("other", "94");
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:x");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "trend");
    alert.quantity.value = rig_decimal("1");
    alert.stop_loss.value = rig_decimal("95");
    rig_alert(&r, &alert);
    ck_assert_ptr_nonnull(strstr(stored(r.order_ids[0]).reason, "limit of strategy trend"));
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_OK);
}
END_TEST

START_TEST(cooldown_follows_the_end_of_a_position_and_lets_exits_through)
{
    risk.protections.cooldown_ns = 60 * SECOND_NS;
    set_risk();
    stop_out("trend", "101");
    restart();
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "cooldown");
    ck_assert_int_eq(try_symbol("ETH/USDT"), TR_OK);
    tr_id other = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, other);
    rig_fill(&r, other, "1", "10", "0");
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1");
    (void)snprintf(request.symbol, sizeof request.symbol, "ETH/USDT");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    r.now_ns += 60 * SECOND_NS;
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_OK);
}
END_TEST

START_TEST(symbol_whose_last_trades_made_too_little_rests)
{
    risk.protections.low_profit_count = 2;
    risk.protections.low_profit_window_ns = HOUR_NS;
    risk.protections.low_profit_min.value = rig_decimal("5");
    risk.protections.low_profit_pause_ns = HOUR_NS;
    set_risk();
    stop_out("trend", "102");
    restart();
    stop_out("trend", "103"); /* 5 together: enough */
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    stop_out("trend", "101.99"); /* the last two made 4.99 */
    ck_assert_int_eq(try_symbol("BTC/USDT"), TR_E_REFUSED);
    ck_assert_str_eq(r.error.message, "low_profit: 4.99 has met 5, limit of symbol BTC/USDT");
}
END_TEST

START_TEST(alert_like_one_a_moment_ago_is_stored_and_does_nothing)
{
    risk.protections.duplicate_signal_ns = 60 * SECOND_NS;
    set_risk();
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "trend");
    alert.quantity.value = rig_decimal("1");
    alert.stop_loss.value = rig_decimal("95");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    restart();
    r.now_ns += 60 * SECOND_NS - 1;
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:2");
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_uint_eq(r.order_count, 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ALERT), 2);
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:3");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "other");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:4");
    (void)snprintf(alert.strategy, sizeof alert.strategy, "trend");
    r.now_ns += 1; /* a minute after the first one: what did nothing does not count */
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    alert = rig_alert_of(TR_ALERT_CLOSE, "id:5"); /* a way out is never a repeat */
    rig_alert(&r, &alert);
    alert = rig_alert_of(TR_ALERT_CLOSE, "id:6");
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

/* ---- sizes ----------------------------------------------------------------------------------- */

static tr_strategy_size size;

static void assert_sized(const char *key, const char *stop, const char *quantity)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, key);
    (void)snprintf(alert.strategy, sizeof alert.strategy, "sizes");
    if (stop != NULL)
        alert.stop_loss.value = rig_decimal(stop);
    rig_alert(&r, &alert);
    if (quantity == NULL) {
        ck_assert_uint_eq(r.order_count, 0);
        return;
    }
    ck_assert_uint_eq(r.order_count, 1);
    tr_order order = stored(r.order_ids[0]);
    (void)tr_decimal_format(order.quantity.value, text, sizeof text);
    ck_assert_str_eq(text, quantity);
    if (order.state == TR_STATE_SENDING)
        rig_report(&r, TR_REPORT_REJECTED, order.id);
}

static void size_by(tr_sizing_method method)
{
    (void)snprintf(size.strategy, sizeof size.strategy, "sizes");
    tr_sizing_init(&size.sizing);
    size.sizing.method = method;
    risk.sizes = &size;
    risk.size_count = 1;
}

START_TEST(strategy_is_sized_by_what_its_stop_may_lose)
{
    size_by(TR_SIZING_RISK);
    set_risk();
    assert_sized("id:1", "95", "40"); /* 0.02 of 10000 over 5 */
    assert_sized("id:2", NULL, NULL); /* no stop, no size */
    assert_sized("id:3", "99.9",
                 "99.502"); /* 2000 would be right, 9950.2 can be paid with the margin */
    risk.limits.has_daily_loss_max = true;
    risk.limits.daily_loss_max = rig_decimal("0.01");
    set_risk();
    assert_sized("id:4", "95", "20"); /* no more than the day has left */
}
END_TEST

START_TEST(strategy_is_sized_by_kelly_and_by_notional)
{
    size_by(TR_SIZING_KELLY);
    size.sizing.win_rate = rig_decimal("0.6");
    size.sizing.payoff = rig_decimal("1");
    size.sizing.risk = rig_decimal("0.05");
    set_risk();
    assert_sized("id:1", "90", "50"); /* half of 0.2, capped at 0.05: 500 over 10 */
    size.sizing.win_rate = rig_decimal("0.4");
    set_risk();
    assert_sized("id:2", "90", NULL); /* no edge, no order */
    size_by(TR_SIZING_NOTIONAL);
    size.sizing.notional.value = rig_decimal("250");
    set_risk();
    assert_sized("id:3", NULL, "2.5");
}
END_TEST

START_TEST(size_by_volatility_waits_for_fifteen_bars)
{
    size_by(TR_SIZING_VOLATILITY);
    set_risk();
    for (int bar = 0; bar < 15; bar++) {
        assert_sized(bar == 0 ? "id:a" : "id:b", NULL, NULL);
        rig_price(&r, "BTC/USDT", "101");
        rig_price(&r, "BTC/USDT", "97"); /* a range of 4 */
        rig_price(&r, "BTC/USDT", "100");
        r.now_ns += HOUR_NS;
    }
    assert_sized("id:c", NULL, NULL);
    rig_price(&r, "BTC/USDT", "100"); /* the fifteenth is closed */
    assert_sized("id:d", NULL, "25"); /* 200 over 2 x 4 */
}
END_TEST

/* `count` closed bars of an hour with a range of 4 that end where the bar of now begins. */
static tr_status feed(size_t count, double close, int64_t shift_ns)
{
    tr_bar bars[40];
    int64_t now_bar_ns = r.now_ns / HOUR_NS * HOUR_NS;
    for (size_t i = 0; i < count; i++)
        bars[i] = (tr_bar){ .open_ns = now_bar_ns - (int64_t)(count - i) * HOUR_NS + shift_ns, .open = close,
                            .high = close + 1, .low = close - 3, .close = close, .is_closed = true };
    return tr_engine_feed_bars(r.engine, "BTC/USDT", bars, count, &r.error);
}

START_TEST(size_by_volatility_takes_bars_of_before)
{
    size_by(TR_SIZING_VOLATILITY);
    set_risk();
    r.now_ns += HOUR_NS; /* no price of this bar has come yet */
    rig_restart(&r, true);
    set_risk();
    ck_assert_int_eq(feed(20, 100, 60), TR_E_INVALID); /* not aligned */
    ck_assert_int_eq(feed(20, 100, HOUR_NS), TR_E_INVALID); /* the last one forms */
    ck_assert_int_eq(feed(20, 2, 0), TR_E_RANGE); /* a low below zero */
    ck_assert_int_eq(tr_engine_feed_bars(r.engine, "ABC/USDT", NULL, 0, &r.error), TR_E_NOT_FOUND);
    ck_assert_msg(feed(20, 100, 0) == TR_OK, "%s", r.error.message);
    assert_sized("id:a", NULL, NULL); /* no price has shown that they are of this market */
    rig_price(&r, "BTC/USDT", "100");
    assert_sized("id:b", NULL, "25"); /* 200 over 2 x 4 */
    rig_restart(&r, true);
    set_risk();
    ck_assert_int_eq(feed(20, 1000, 0), TR_OK); /* there are enough on record: nothing happens */
    rig_price(&r, "BTC/USDT", "100");
    assert_sized("id:c", NULL, "25");
}
END_TEST

START_TEST(bars_of_another_market_size_nothing)
{
    size_by(TR_SIZING_VOLATILITY);
    r.now_ns += HOUR_NS;
    rig_restart(&r, true);
    set_risk();
    ck_assert_int_eq(feed(20, 50000, 0), TR_OK);
    rig_price(&r, "BTC/USDT", "100");
    assert_sized("id:a", NULL, NULL);
    ck_assert_int_eq(feed(20, 100, 0), TR_OK); /* too late: a bar is under way */
    assert_sized("id:b", NULL, NULL);
}
END_TEST

START_TEST(too_few_bars_of_before_are_added_to)
{
    size_by(TR_SIZING_VOLATILITY);
    r.now_ns += HOUR_NS;
    rig_restart(&r, true);
    set_risk();
    ck_assert_int_eq(feed(14, 100, 0), TR_OK); /* thirteen ranges */
    rig_price(&r, "BTC/USDT", "101");
    rig_price(&r, "BTC/USDT", "97");
    assert_sized("id:a", NULL, NULL);
    r.now_ns += HOUR_NS;
    rig_price(&r, "BTC/USDT", "100");
    assert_sized("id:b", NULL, "25");
    rig_restart(&r, true);
    set_risk();
    rig_price(&r, "BTC/USDT", "100");
    assert_sized("id:c", NULL, "25"); /* all are on record */
}
END_TEST

/* The bars are on record: what is sized after a restart is what would have been sized before it. */
START_TEST(size_by_volatility_goes_on_after_a_restart)
{
    size_by(TR_SIZING_VOLATILITY);
    set_risk();
    for (int bar = 0; bar < 20; bar++) {
        rig_price(&r, "BTC/USDT", bar < 10 ? "150" : "101");
        rig_price(&r, "BTC/USDT", "97");
        rig_price(&r, "BTC/USDT", "100");
        r.now_ns += HOUR_NS;
        if (bar % 7 == 3) { /* also before there are fifteen */
            rig_restart(&r, true);
            set_risk();
        }
    }
    rig_price(&r, "BTC/USDT", "100");
    rig_restart(&r, true);
    set_risk();
    rig_price(&r, "BTC/USDT", "100");
    /* A bar under way is lost with a restart, so three are missing: 8 ranges of 4 and 6 of 53 make 25. */
    assert_sized("id:restarted", NULL, "4");
}
END_TEST

START_TEST(size_follows_the_drawdown_and_comes_back)
{
    size_by(TR_SIZING_RISK);
    size.sizing.follows_drawdown = true;
    size.sizing.risk = rig_decimal("0.01");
    risk.limits.has_notional_max = false;
    set_risk();
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "90");
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    rig_fill(&r, r.order.id, "90", "100", "0");
    for (int i = 0; i < 3; i++) {
        r.now_ns += SECOND_NS;
        rig_price(&r, "BTC/USDT", "100");
    }
    rig_price(&r, "BTC/USDT", "75"); /* 7750: a drawdown of 0.225, a scale of 0.85 */
    tr_risk_row row = {
        .account = "paper", .scope = TR_RISK_ACCOUNT, .name = "USDT", .item = "scale"
    };
    assert_sized("id:1", "70", "13.175");
    ck_assert(rig_stored_risk(&r, &row));
    ck_assert_int_eq(tr_decimal_compare(row.value, rig_decimal("0.85")), 0);
    restart();
    assert_sized("id:2", "70", "3"); /* 10000 again: 0.85 + 0.05 of 100 over 30 */
    ck_assert(rig_stored_risk(&r, &row));
    ck_assert_int_eq(tr_decimal_compare(row.value, rig_decimal("0.9")), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("protect");
    TCase *tests = tcase_create("protect");
    tcase_add_checked_fixture(tests, setup, rig_teardown);
    tcase_add_test(tests,
                   stop_outs_within_a_window_keep_entries_out_of_the_symbol_also_after_a_restart);
    tcase_add_test(tests, stop_outs_further_apart_than_the_window_count_for_themselves);
    tcase_add_test(tests, stop_that_leaves_with_a_profit_is_no_stop_out);
    tcase_add_test(tests, stop_guard_of_a_strategy_leaves_others_alone);
    tcase_add_test(tests, cooldown_follows_the_end_of_a_position_and_lets_exits_through);
    tcase_add_test(tests, symbol_whose_last_trades_made_too_little_rests);
    tcase_add_test(tests, alert_like_one_a_moment_ago_is_stored_and_does_nothing);
    tcase_add_test(tests, strategy_is_sized_by_what_its_stop_may_lose);
    tcase_add_test(tests, strategy_is_sized_by_kelly_and_by_notional);
    tcase_add_test(tests, size_by_volatility_waits_for_fifteen_bars);
    tcase_add_test(tests, size_by_volatility_goes_on_after_a_restart);
    tcase_add_test(tests, size_by_volatility_takes_bars_of_before);
    tcase_add_test(tests, bars_of_another_market_size_nothing);
    tcase_add_test(tests, too_few_bars_of_before_are_added_to);
    tcase_add_test(tests, size_follows_the_drawdown_and_comes_back);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
