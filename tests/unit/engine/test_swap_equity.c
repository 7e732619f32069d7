/* Linear swaps in the engine: liquidations, and the equity by the last price after a restart. */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/event.h"
#include "support/check_tap.h"
#include "swap_case.h"

/* ---- liquidation ------------------------------------------------------------------------------- */

static tr_exchange_report liquidation_of(tr_side side, const char *quantity, const char *price, const char *fill_id)
{
    tr_exchange_report report = { .kind = TR_REPORT_LIQUIDATION, .account = "paper", .client_id = "autoclose-1",
                                  .exchange_order_id = "X77", .symbol = SWAP, .side = side, .at_ns = r.now_ns,
                                  .price = { rig_decimal(price) }, .quantity = { rig_decimal(quantity) },
                                  .fee = { rig_decimal("1.5") }, .fee_asset = "USDT" };
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "%s", fill_id);
    return report;
}

static void tell(const tr_exchange_report *report)
{
    tr_engine_report(r.engine, report);
    rig_settle(&r);
}

/* The newest alarm's words. */
static char alarm_text[TR_REASON_SIZE];

static bool keep_alarm(void *user, const void *row)
{
    const tr_event_row *stored = row;
    event ev;
    (void)user; /* there is one text */
    if (stored->kind == EVENT_ALARM_RAISED &&
        tr__event_decode(EVENT_ALARM_RAISED, stored->payload, stored->payload_size, &ev, NULL) == TR_OK)
        memcpy(alarm_text, ev.reason, sizeof alarm_text);
    return true;
}

static void alarms_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err;
    ck_assert_int_eq(status, TR_OK);
}

static const char *last_alarm(void)
{
    tr_event_row key = { .account = "paper" };
    tr_store_query query = { .table = TR_TABLE_EVENT, .key = &key, .key_columns = 1, .limit = 500 };
    alarm_text[0] = '\0';
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, keep_alarm, alarms_read, NULL, NULL), TR_OK);
    return alarm_text;
}

START_TEST(liquidation_closes_books_and_drops_the_exits_once)
{
    tr_order_request request = swap_order(TR_SIDE_BUY, "10");
    request.stop_loss.value = rig_decimal("80");
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    rig_fill(&r, entry, "10", "100", "0");
    tr_order stop = { .version = 0 };
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_STOP_LOSS, &stop));
    ck_assert_int_eq(stop.state, TR_STATE_WAITING);
    int64_t orders = rig_count_rows(&r, TR_TABLE_ORDER), fills = rig_count_rows(&r, TR_TABLE_FILL);
    tr_exchange_report first = liquidation_of(TR_SIDE_SELL, "4", "82", "L1");
    tr_exchange_report second = liquidation_of(TR_SIDE_SELL, "6", "81", "L2");
    second.at_ns++;
    tell(&first);
    check_decimal(position().quantity, "6");
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_STOP_LOSS, &stop));
    ck_assert_str_eq(last_alarm(), "liquidation: the exchange has closed 4 at 82");
    tell(&first);
    rig_restart(&r, _i == 0);
    tell(&first); /* told again to another engine */
    tell(&second);
    tell(&second);
    check_decimal(position().quantity, "0");
    check_decimal(cash(), "9811"); /* 4 * 18 + 6 * 19 and two fees */
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), orders + 2);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), fills + 2);
    ck_assert(rig_stored_order(&r, stop.id, &stop));
    ck_assert_int_eq(stop.state, TR_STATE_CANCELLED);
    for (size_t i = 0; i < r.request_count; i++) /* nobody sends it anywhere */
        ck_assert(r.requests[i].kind != RIG_PLACE || !r.requests[i].order.is_reduce_only);
    ck_assert(tr_engine_check(r.engine));
    check_equity("9811");
}
END_TEST

START_TEST(liquidation_of_what_is_not_traded_here_is_not_booked)
{
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    tr_exchange_report report = liquidation_of(TR_SIDE_SELL, "4", "82", "L1");
    (void)snprintf(report.symbol, sizeof report.symbol, "XRP/USDT:USDT");
    tell(&report);
    report = liquidation_of(TR_SIDE_SELL, "0", "82", "L1");
    tell(&report);
    report = liquidation_of(TR_SIDE_SELL, "4", "82", "");
    tell(&report);
    report = liquidation_of(TR_SIDE_SELL, "4", "82", "L1");
    (void)snprintf(report.account, sizeof report.account, "stranger");
    tell(&report);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
}
END_TEST

/* ---- after a restart --------------------------------------------------------------------------- */

START_TEST(restart_goes_on_with_the_equity_of_the_last_price)
{
    (void)trade(TR_SIDE_BUY, "10", "100", "0");
    rig_price(&r, SWAP, "90");
    check_equity("9900");
    r.now_ns += 2 * TR_NS_PER_SECOND; /* what no transaction took along makes one of its own */
    tr_engine_timer(r.engine);
    rig_settle(&r);
    rig_restart(&r, true);
    check_equity("9900");
    rig_price(&r, "BTC/USDT", "100"); /* another market's price says nothing about it */
    check_equity("9900");
    rig_price(&r, SWAP, "95");
    check_equity("9950");
}
END_TEST

START_TEST(price_of_a_fill_survives_a_crash_right_behind_it)
{
    rig_price(&r, SWAP, "103");
    (void)trade(TR_SIDE_SELL, "10", "100", "0");
    check_equity("9970");
    rig_restart(&r, true);
    check_equity("9970");
}
END_TEST

START_TEST(day_that_begins_before_the_first_price_counts_what_is_not_realised)
{
    r.limits.has_daily_loss_max = true;
    r.limits.daily_loss_max = rig_decimal("0.01");
    rig_restart(&r, false);
    rig_price(&r, SWAP, "100");
    (void)trade(TR_SIDE_BUY, "10", "100", "0");
    r.now_ns += 2 * TR_NS_PER_SECOND;
    rig_price(&r, SWAP, "90");
    r.now_ns += 24 * 3600 * TR_NS_PER_SECOND;
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "100");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0.1");
    rig_submit(&r, &request); /* begins the day */
    tr_balance usdt = { .version = 0 };
    ck_assert(rig_stored_balance(&r, "USDT", &usdt));
    check_decimal(usdt.day_equity.value, "9900");
    tr_order_request blind = swap_order(TR_SIDE_BUY, "1");
    rig_submit(&r, &blind); /* a price of yesterday is none to trade at */
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_ptr_nonnull(strstr(r.error.message, "no market price"));
}
END_TEST

START_TEST(prices_are_put_on_record_once_a_second_and_only_of_what_is_held)
{
    int64_t before = rig_count_rows(&r, TR_TABLE_SETTING);
    (void)trade(TR_SIDE_BUY, "1", "100", "0");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_SETTING), before + 1);
    rig_price(&r, "ETH/USDT", "11");
    r.now_ns += 2 * TR_NS_PER_SECOND;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_SETTING), before + 1);
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    rig_price(&r, SWAP, "101");
    rig_price(&r, SWAP, "102");
    ck_assert_int_le(tr_engine_due_ns(r.engine), r.now_ns + TR_NS_PER_SECOND);
    r.now_ns += TR_NS_PER_SECOND;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_int_eq(tr_engine_due_ns(r.engine) > r.now_ns + TR_NS_PER_SECOND, true);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events); /* a price is nobody's event */
    rig_restart(&r, true);
    check_equity("10002");
}
END_TEST

/* ---- books ------------------------------------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("swap_equity");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, teardown);
    tcase_add_loop_test(rules, liquidation_closes_books_and_drops_the_exits_once, 0, 2);
    tcase_add_test(rules, liquidation_of_what_is_not_traded_here_is_not_booked);
    tcase_add_test(rules, restart_goes_on_with_the_equity_of_the_last_price);
    tcase_add_test(rules, price_of_a_fill_survives_a_crash_right_behind_it);
    tcase_add_test(rules, day_that_begins_before_the_first_price_counts_what_is_not_realised);
    tcase_add_test(rules, prices_are_put_on_record_once_a_second_and_only_of_what_is_held);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
