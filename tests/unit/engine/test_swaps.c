/* Linear swaps in the engine: shorts, flips, margin, reversals, funding, and books that add up. */
#include <stdio.h>
#include <string.h>

#include <trade/ledger.h>
#include <trade/rng.h>
#include <trade/time.h>

#include "engine/event.h"
#include "support/check_tap.h"
#include "support/engine_rig.h"

#define SWAP "BTC/USDT:USDT"

static rig r;

static void setup(void)
{
    rig_open(&r);
    r.leverage = tr_decimal_from_int(5);
    r.has_daily_close = true;
    r.limits.has_risk_per_trade_max = false;
    r.limits.has_daily_loss_max = false;
    r.limits.has_notional_max = false;
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT", "100");
    rig_price(&r, SWAP, "100");
}

static void teardown(void)
{
    ck_assert_int_eq(rig_verify(&r), 0);
    rig_close(&r);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void check_decimal(tr_decimal value, const char *expected)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, text, sizeof text);
    ck_assert_str_eq(text, expected);
}

static tr_order_request swap_order(tr_side side, const char *quantity)
{
    tr_order_request request = rig_request_of(side, TR_ORDER_MARKET, quantity);
    (void)snprintf(request.symbol, sizeof request.symbol, "%s", SWAP);
    return request;
}

/* A market order that fills at once and whole. Its id. */
static tr_id trade(tr_side side, const char *quantity, const char *price, const char *fee)
{
    tr_order_request request = swap_order(side, quantity);
    rig_submit(&r, &request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    tr_id id = r.order.id;
    rig_fill(&r, id, quantity, price, fee);
    return id;
}

static tr_position position(void)
{
    tr_position out = { .version = 0 };
    ck_assert(rig_stored_position(&r, SWAP, &out));
    return out;
}

static tr_decimal cash(void)
{
    tr_balance out = { .version = 0 };
    ck_assert(rig_stored_balance(&r, "USDT", &out));
    return out.total.value;
}

static void check_equity(const char *expected)
{
    tr_money equity;
    ck_assert_int_eq(tr_engine_equity(r.engine, "paper", "USDT", &equity), TR_OK);
    check_decimal(equity.value, expected);
}

static tr_exchange_report funding_of(const char *amount, int64_t at_ns)
{
    tr_exchange_report report = { .kind = TR_REPORT_FUNDING,
                                  .account = "paper",
                                  .at_ns = at_ns,
                                  .funding = { .symbol = SWAP,
                                               .asset = "USDT",
                                               .amount = { rig_decimal(amount) },
                                               .rate = rig_decimal("0.0001"),
                                               .at_ns = at_ns } };
    return report;
}

static void fund(const char *amount, int64_t at_ns)
{
    tr_exchange_report report = funding_of(amount, at_ns);
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
}

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

/* ---- margin ------------------------------------------------------------------------------------ */

/* Leverage 5 and half a per cent for costs: an entry of 100 holds 20.5. */
START_TEST(entry_reserves_its_margin_and_frees_it_at_the_end)
{
    tr_order_request request = swap_order(TR_SIDE_SELL, "1");
    rig_submit(&r, &request);
    check_decimal(r.order.reserved.value, "20.5");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    request = swap_order(TR_SIDE_BUY, "485"); /* 48500 / 5 and 242.5 */
    rig_submit(&r, &request);
    check_decimal(r.order.reserved.value, "9942.5");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    request = swap_order(TR_SIDE_BUY, "488"); /* 9760 + 244 */
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "balance");
}
END_TEST

/* Half of the equity may be exposed: 4000 are being entered, 1200 more are too many at any leverage. */
START_TEST(another_leverage_leaves_live_entries_the_value_that_they_may_open)
{
    static const char *const leverages[] = { "2", "20", "3", "5" };
    tr_order_request request = swap_order(TR_SIDE_BUY, "40");
    request.type = TR_ORDER_LIMIT;
    request.limit_price.value = rig_decimal("100");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    check_decimal(r.order.reserved.value, "820"); /* 4000 / 5 + 20 */
    for (size_t i = 0; i < sizeof leverages / sizeof leverages[0]; i++) {
        tr_order stored = { .version = 0 };
        r.leverage = rig_decimal(leverages[i]);
        r.limits.has_exposure_max = true;
        r.limits.exposure_max = (tr_money){ rig_decimal("5000") };
        rig_restart(&r, i % 2 == 0);
        rig_settle(&r);
        rig_price(&r, SWAP, "100");
        ck_assert(rig_stored_order(&r, id, &stored));
        tr_decimal margin, value;
        ck_assert_int_eq(tr_decimal_divide(rig_decimal("4000"), r.leverage, TR_ROUND_UP, &margin), TR_OK);
        ck_assert_int_eq(tr_decimal_add(margin, rig_decimal("20"), &margin), TR_OK);
        ck_assert_int_eq(tr_decimal_subtract(stored.reserved.value, margin, &value), TR_OK);
        ck_assert_int_ge(tr_decimal_sign(value), 0); /* never less, and more by rounding alone */
        ck_assert_int_lt(tr_decimal_compare(value, rig_decimal("0.000001")), 0);
        request = swap_order(TR_SIDE_BUY, "12");
        rig_submit(&r, &request);
        ck_assert_int_eq(r.status, TR_E_REFUSED);
        ck_assert_str_eq(r.rule, "exposure");
        int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
        rig_restart(&r, true); /* once is enough */
        rig_settle(&r);
        ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
        ck_assert_int_eq(rig_verify(&r), 0);
    }
    rig_price(&r, SWAP, "100");
    rig_fill(&r, id, "40", "100", "0");
    ck_assert_int_eq(tr_engine_check(r.engine), true);
}
END_TEST

START_TEST(held_swaps_bind_margin_and_losses_for_spot_and_swaps_alike)
{
    (void)trade(TR_SIDE_SELL, "400", "100", "0"); /* binds 8000 of 10000 */
    tr_order_request spot = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "20"); /* 2000 and 10 */
    rig_submit(&r, &spot);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "balance");
    spot.quantity.value = rig_decimal("19");
    rig_submit(&r, &spot);
    ck_assert_int_eq(r.status, TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    rig_price(&r, SWAP, "104"); /* loses 1600, binds 320 more: 80 are left */
    tr_order_request more = swap_order(TR_SIDE_SELL, "4"); /* 83.2 and 2.08 */
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    more.quantity.value = rig_decimal("3.6");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

START_TEST(profit_not_realised_is_no_money_to_enter_with)
{
    (void)trade(TR_SIDE_BUY, "400", "100", "0");
    rig_price(&r, SWAP, "110"); /* 4000 gained, 8800 bound */
    check_equity("14000");
    tr_order_request more = swap_order(TR_SIDE_BUY, "54"); /* 1188 and 29.7 of 1200 */
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
}
END_TEST

START_TEST(exits_pass_without_any_margin_and_shrink_to_the_position)
{
    (void)trade(TR_SIDE_SELL, "480", "100", "0");
    rig_price(&r, SWAP, "119"); /* more is lost than is free */
    tr_order_request close = swap_order(TR_SIDE_BUY, "500");
    close.is_reduce_only = true;
    rig_submit(&r, &close);
    ck_assert_int_eq(r.status, TR_OK);
    check_decimal(r.order.quantity.value, "480");
    check_decimal(r.order.reserved.value, "0");
    rig_fill(&r, r.order.id, "480", "119", "0");
    check_decimal(cash(), "880");
    tr_order_request none = swap_order(TR_SIDE_BUY, "1");
    none.is_reduce_only = true;
    rig_submit(&r, &none);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "position");
}
END_TEST

START_TEST(exposure_counts_shorts_by_their_value)
{
    r.limits.has_exposure_max = true;
    r.limits.exposure_max.value = rig_decimal("1000");
    rig_restart(&r, false);
    rig_price(&r, SWAP, "100");
    (void)trade(TR_SIDE_SELL, "6", "100", "0");
    tr_order_request more = swap_order(TR_SIDE_SELL, "4.1");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "exposure");
    more.quantity.value = rig_decimal("4");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    tr_order_request turn = swap_order(TR_SIDE_BUY, "16"); /* closes 6, opens 10 */
    rig_submit(&r, &turn);
    ck_assert_int_eq(r.status, TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    turn.quantity.value = rig_decimal("16.1");
    rig_submit(&r, &turn);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
}
END_TEST

START_TEST(position_lets_off_no_more_entries_than_it_can_close)
{
    (void)trade(TR_SIDE_BUY, "10", "100", "0");
    tr_order_request turn = swap_order(TR_SIDE_SELL, "10");
    rig_submit(&r, &turn);
    ck_assert_int_eq(r.status, TR_OK);
    check_decimal(r.order.reserved.value, "0"); /* it only closes */
    tr_id first = r.order.id;
    rig_submit(&r, &turn); /* the same position again: this one opens */
    ck_assert_int_eq(r.status, TR_OK);
    check_decimal(r.order.reserved.value, "205");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    rig_fill(&r, first, "4", "100", "0");
    turn.quantity.value = rig_decimal("1");
    rig_submit(&r, &turn); /* six are left, and on their way out */
    check_decimal(r.order.reserved.value, "20.5");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    rig_report(&r, TR_REPORT_CANCELLED, first);
    rig_restart(&r, true);
    rig_price(&r, SWAP, "100");
    turn.quantity.value = rig_decimal("6");
    rig_submit(&r, &turn);
    check_decimal(r.order.reserved.value, "0");
    rig_restart(&r, true);
    rig_price(&r, SWAP, "100");
    rig_submit(&r, &turn);
    check_decimal(r.order.reserved.value, "123");
}
END_TEST

START_TEST(entry_that_turns_holds_the_margin_of_what_it_opens_while_it_closes)
{
    (void)trade(TR_SIDE_BUY, "10", "100", "0");
    tr_order_request turn = swap_order(TR_SIDE_SELL, "30");
    tr_order stored;
    rig_submit(&r, &turn);
    tr_id id = r.order.id;
    check_decimal(r.order.reserved.value, "410");
    rig_fill(&r, id, "7", "100", "0");
    ck_assert(rig_stored_order(&r, id, &stored));
    check_decimal(stored.reserved.value, "410");
    rig_fill(&r, id, "8", "100", "0"); /* three close, five open */
    ck_assert(rig_stored_order(&r, id, &stored));
    check_decimal(stored.reserved.value, "307.5");
    rig_fill(&r, id, "15", "100", "0");
    ck_assert(rig_stored_order(&r, id, &stored));
    check_decimal(stored.reserved.value, "0");
}
END_TEST

START_TEST(daily_loss_sees_what_a_short_has_not_realised)
{
    r.limits.has_daily_loss_max = true;
    r.limits.daily_loss_max = rig_decimal("0.05");
    rig_restart(&r, false);
    rig_price(&r, SWAP, "100");
    (void)trade(TR_SIDE_SELL, "100", "100", "0");
    rig_price(&r, SWAP, "106");
    tr_order_request more = swap_order(TR_SIDE_SELL, "1");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "daily_loss");
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

/* ---- funding ----------------------------------------------------------------------------------- */

START_TEST(funding_is_booked_once_over_repeats_and_restarts)
{
    int64_t first_ns = r.now_ns + 1000;
    (void)trade(TR_SIDE_BUY, "2", "100", "0");
    fund("-0.02", first_ns);
    fund("-0.02", first_ns);
    check_decimal(cash(), "9999.98");
    rig_restart(&r, true);
    fund("-0.02", first_ns);
    fund("0.01", first_ns + 1000);
    rig_restart(&r, false);
    fund("0.01", first_ns + 1000);
    fund("-0.02", first_ns); /* older than the newest: the store knows it */
    fund("0.5", first_ns + 500); /* older, and told late */
    fund("0.5", first_ns + 500);
    check_decimal(cash(), "10000.49");
    check_decimal(position().funding.value, "0.49");
    check_decimal(position().realised.value, "0");
    ck_assert_int_eq(position().funded_ns, first_ns + 1000);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FUNDING), 3);
    rig_restart(&r, true);
    fund("0.5", first_ns + 500);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FUNDING), 3);
}
END_TEST

START_TEST(funding_of_what_is_not_traded_here_is_not_booked)
{
    tr_exchange_report report = funding_of("5", r.now_ns);
    (void)snprintf(report.funding.asset, sizeof report.funding.asset, "BTC");
    tr_engine_report(r.engine, &report);
    report = funding_of("5", r.now_ns);
    (void)snprintf(report.funding.symbol, sizeof report.funding.symbol, "BTC/USDT");
    tr_engine_report(r.engine, &report);
    rig_settle(&r);
    check_decimal(cash(), "10000");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FUNDING), 0);
}
END_TEST

/* ---- books ------------------------------------------------------------------------------------- */

/* What a naive book keeper knows: who was paid what. */
typedef struct book_keeper {
    tr_decimal quantity; /* bought less sold */
    tr_decimal spent;    /* for what was bought, less what was got for what was sold */
    tr_decimal fees, funding;
    tr_lots *lots;
} book_keeper;

static void add(tr_decimal *sum, tr_decimal value, bool is_negative)
{
    ck_assert_int_eq((is_negative ? tr_decimal_subtract : tr_decimal_add)(*sum, value, sum), TR_OK);
}

/* Buys and sells of any size, through zero and back, with fees, rebates and funding; now and then a crash. */
static void random_trades(uint64_t seed, int count, book_keeper *keeper)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (int i = 0; i < count; i++) {
        char quantity[32], price[32], fee[32];
        tr_decimal value;
        (void)snprintf(quantity, sizeof quantity, "%d.%03d", (int)tr_rng_below(&rng, 4), (int)tr_rng_below(&rng, 999) + 1);
        (void)snprintf(price, sizeof price, "%d.%02d", 90 + (int)tr_rng_below(&rng, 20), (int)tr_rng_below(&rng, 100));
        (void)snprintf(fee, sizeof fee, "%s0.%09d", tr_rng_below(&rng, 4) == 0 ? "-" : "", (int)tr_rng_below(&rng, 90000000));
        rig_price(&r, SWAP, price);
        bool is_sell = tr_rng_below(&rng, 2) == 0;
        (void)trade(is_sell ? TR_SIDE_SELL : TR_SIDE_BUY, quantity, price, fee);
        ck_assert_int_eq(tr_decimal_multiply(rig_decimal(quantity), rig_decimal(price), TR_ROUND_DOWN, &value), TR_OK);
        add(&keeper->quantity, rig_decimal(quantity), is_sell);
        add(&keeper->spent, value, is_sell);
        add(&keeper->fees, rig_decimal(fee), false);
        r.now_ns += 1000000 * (1 + (int64_t)tr_rng_below(&rng, 3));
        if (tr_rng_below(&rng, 3) == 0) {
            (void)snprintf(fee, sizeof fee, "%s0.%09d", tr_rng_below(&rng, 2) == 0 ? "-" : "", (int)tr_rng_below(&rng, 900000000));
            fund(fee, r.now_ns);
            add(&keeper->funding, rig_decimal(fee), false);
        }
        if (tr_rng_below(&rng, 10) == 0) {
            rig_restart(&r, true);
            rig_price(&r, SWAP, price);
        }
    }
}

static void page_read(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)err; /* the status tells */
    ck_assert_int_eq(status, TR_OK);
    ck_assert(!has_more);
}

static void read_all(tr_table table, int index, const void *key, tr_store_row_sink *sink, void *user)
{
    tr_store_query query = { .table = table, .index = index, .key = key, .key_columns = 1, .limit = 1000 };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, sink, page_read, user, NULL), TR_OK);
}

static bool add_to_lots(void *user, const void *row)
{
    ck_assert_int_eq(tr_lots_fill(user, row, NULL), TR_OK);
    return true;
}

/* Cash is what was there, less what was spent for more than what is held, less fees, and funding: to the last unit. */
START_TEST(no_unit_is_lost_on_shorts_flips_and_funding)
{
    book_keeper keeper = { .lots = NULL };
    tr_fill key = { .account = "paper" };
    random_trades(23 + (uint64_t)_i, 60, &keeper);
    tr_position held = position();
    tr_decimal expected = rig_decimal("10000");
    add(&expected, keeper.spent, true);
    add(&expected, held.cost.value, false);
    add(&expected, keeper.fees, true);
    add(&expected, keeper.funding, false);
    ck_assert_int_eq(tr_decimal_compare(cash(), expected), 0);
    ck_assert_int_eq(tr_decimal_compare(held.quantity, keeper.quantity), 0);
    ck_assert_int_eq(tr_decimal_compare(held.funding.value, keeper.funding), 0);
    ck_assert_int_eq(tr_decimal_sign(held.cost.value), tr_decimal_sign(held.quantity));
    ck_assert_int_eq(tr_lots_new(TR_LOT_AVERAGE, SWAP, tr_decimal_from_int(1), NULL, NULL, NULL, &keeper.lots, NULL), TR_OK);
    read_all(TR_TABLE_FILL, TR_INDEX_FILL_ACCOUNT, &key, add_to_lots, keeper.lots);
    tr_lots_sums sums = tr_lots_total(keeper.lots);
    ck_assert_int_eq(tr_decimal_compare(held.cost.value, sums.cost.value), 0);
    ck_assert_int_eq(tr_decimal_compare(held.realised.value, sums.realised.value), 0);
    tr_lots_free(keeper.lots);
}
END_TEST

typedef struct text {
    char bytes[400000];
    size_t size;
    tr_lots *lots; /* of the executions so far */
} text;

static void append_line(text *out, const tr_ledger_row *line)
{
    ck_assert_uint_lt(out->size + TR_LEDGER_TEXT_SIZE, sizeof out->bytes);
    out->size += tr_ledger_format_line(line, TR_LEDGER_CSV, out->bytes + out->size);
    out->bytes[out->size++] = '\n';
}

static bool append_stored(void *user, const void *row)
{
    append_line(user, row);
    return true;
}

/* What an execution realises is what the lots say, not what the position says. */
static size_t lines_of_fill(text *out, const event *ev, const tr_event_row *stored, tr_ledger_row *lines)
{
    size_t count = 0;
    tr_money before = tr_lots_total(out->lots).realised, gain;
    ck_assert_int_eq(tr_lots_fill(out->lots, &ev->fill, NULL), TR_OK);
    ck_assert_int_eq(tr_money_subtract(tr_lots_total(out->lots).realised, before, &gain), TR_OK);
    ck_assert_int_eq(tr_ledger_post_fill(&ev->fill, gain, stored->seq, stored->at_ns, lines, &count, NULL), TR_OK);
    return count;
}

static bool append_rebuilt(void *user, const void *row)
{
    const tr_event_row *stored = row;
    event ev;
    tr_ledger_row lines[TR_LEDGER_LINES_MAX];
    size_t count = 0;
    ck_assert_int_eq(tr__event_decode((event_kind)stored->kind, stored->payload, stored->payload_size, &ev, NULL), TR_OK);
    if (ev.kind == EVENT_ORDER_FILLED)
        count = lines_of_fill(user, &ev, stored, lines);
    if (ev.kind == EVENT_FUNDS_MOVED)
        ck_assert_int_eq(tr_ledger_post_move(stored->account, ev.asset, ev.amount, ev.book, stored->seq, stored->at_ns, lines,
                                             &count, NULL),
                         TR_OK);
    if (ev.kind == EVENT_FUNDING_PAID)
        ck_assert_int_eq(tr_ledger_post_move(stored->account, ev.funding.asset, ev.funding.amount, TR_LEDGER_FUNDING,
                                             stored->seq, stored->at_ns, lines, &count, NULL),
                         TR_OK);
    for (size_t i = 0; i < count; i++)
        append_line(user, &lines[i]);
    return true;
}

static bool add_to_trial(void *user, const void *row)
{
    ck_assert_int_eq(tr_ledger_trial_add(user, row, NULL), TR_OK);
    return true;
}

START_TEST(ledger_made_anew_from_executions_and_funding_has_the_same_bytes)
{
    static text stored, rebuilt;
    book_keeper keeper = { .lots = NULL };
    tr_ledger_trial trial = { .count = 0 };
    tr_event_row event_key = { .account = "paper" };
    tr_ledger_row line_key = { .account = "paper" };
    random_trades(230 + (uint64_t)_i, 60, &keeper);
    stored.size = rebuilt.size = 0;
    ck_assert_int_eq(tr_lots_new(TR_LOT_AVERAGE, SWAP, tr_decimal_from_int(1), NULL, NULL, NULL, &rebuilt.lots, NULL), TR_OK);
    read_all(TR_TABLE_LEDGER, TR_INDEX_PRIMARY, &line_key, append_stored, &stored);
    read_all(TR_TABLE_EVENT, TR_INDEX_PRIMARY, &event_key, append_rebuilt, &rebuilt);
    ck_assert_uint_gt(stored.size, 5000);
    ck_assert_uint_eq(stored.size, rebuilt.size);
    ck_assert_mem_eq(stored.bytes, rebuilt.bytes, stored.size);
    tr_lots_free(rebuilt.lots);
    read_all(TR_TABLE_LEDGER, TR_INDEX_PRIMARY, &line_key, add_to_trial, &trial);
    ck_assert(tr_ledger_trial_is_balanced(&trial));
    ck_assert_uint_eq(trial.count, 1);
    ck_assert_int_eq(tr_decimal_compare(trial.assets[0].books[TR_LEDGER_CASH].value, cash()), 0);
    tr_decimal paid = trial.assets[0].books[TR_LEDGER_FUNDING].value;
    add(&paid, keeper.funding, false);
    check_decimal(paid, "0");
    tr_ledger_trial_done(&trial);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("swaps");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, teardown);
    tcase_add_test(rules, short_gains_when_the_price_falls_and_realises_into_cash);
    tcase_add_test(rules, fill_beyond_the_position_closes_it_and_opens_the_other_side);
    tcase_add_test(rules, contracts_count_by_their_multiplier_also_in_a_proof);
    tcase_add_test(rules, multiplier_of_one_leaves_the_bytes_of_older_logs);
    tcase_add_test(rules, entry_reserves_its_margin_and_frees_it_at_the_end);
    tcase_add_test(rules, another_leverage_leaves_live_entries_the_value_that_they_may_open);
    tcase_add_test(rules, held_swaps_bind_margin_and_losses_for_spot_and_swaps_alike);
    tcase_add_test(rules, profit_not_realised_is_no_money_to_enter_with);
    tcase_add_test(rules, exits_pass_without_any_margin_and_shrink_to_the_position);
    tcase_add_test(rules, exposure_counts_shorts_by_their_value);
    tcase_add_test(rules, position_lets_off_no_more_entries_than_it_can_close);
    tcase_add_test(rules, entry_that_turns_holds_the_margin_of_what_it_opens_while_it_closes);
    tcase_add_test(rules, daily_loss_sees_what_a_short_has_not_realised);
    tcase_add_test(rules, turned_position_cancels_orders_that_were_to_close_its_old_side);
    tcase_add_loop_test(rules, liquidation_closes_books_and_drops_the_exits_once, 0, 2);
    tcase_add_test(rules, liquidation_of_what_is_not_traded_here_is_not_booked);
    tcase_add_test(rules, market_order_that_only_closes_leaves_as_reduce_only);
    tcase_add_test(rules, restart_goes_on_with_the_equity_of_the_last_price);
    tcase_add_test(rules, price_of_a_fill_survives_a_crash_right_behind_it);
    tcase_add_test(rules, day_that_begins_before_the_first_price_counts_what_is_not_realised);
    tcase_add_test(rules, prices_are_put_on_record_once_a_second_and_only_of_what_is_held);
    tcase_add_test(rules, stop_of_a_short_stands_above_and_goes_when_the_price_rises);
    tcase_add_test(rules, turned_position_drops_its_old_exits_and_covers_what_it_opened);
    tcase_add_test(rules, legs_of_an_entry_that_turns_share_what_it_opens);
    tcase_add_test(rules, order_to_close_the_old_side_leaves_the_stop_of_the_new_one_whole);
    tcase_add_test(rules, reverse_turns_the_position_with_one_order);
    tcase_add_test(rules, reverse_that_may_not_open_the_other_side_closes_at_least);
    tcase_add_test(rules, close_buys_a_short_back);
    tcase_add_test(rules, funding_is_booked_once_over_repeats_and_restarts);
    tcase_add_test(rules, funding_of_what_is_not_traded_here_is_not_booked);
    tcase_add_loop_test(rules, no_unit_is_lost_on_shorts_flips_and_funding, 0, 8);
    tcase_add_loop_test(rules, ledger_made_anew_from_executions_and_funding_has_the_same_bytes, 0, 5);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
