/* The paper exchange behind its port: what fills, at which price, what it costs, and what is told. */
#include "desk.h"

static void market_order_without_a_price_is_rejected(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL);
    desk_expect(&d, "a/1 rejected: no market price yet", NULL);
    desk_close(&d);
}

static void market_orders_fill_at_the_last_price_with_slippage_and_fee(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.slippage = decimal("0.001");
    d.options.fee_taker = decimal("0.002");
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "2", NULL);
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 2 at 100.1 fee 0.4004 USDT", "a/1 done", NULL);
    desk_expect_balance(&d, "USDT", "799.3996");
    desk_expect_balance(&d, "BTC", "12");
    desk_tick(&d, "100.01", NULL); /* 99.90999 goes down to the tick */
    desk_place(&d, "2", TR_SIDE_SELL, "1", NULL);
    desk_expect(&d, "a/2 accepted", "a/2 fill 2: 1 at 99.9 fee 0.1998 USDT", "a/2 done", NULL);
    desk_expect_balance(&d, "USDT", "899.0998");
    desk_close(&d);
}

static void resting_orders_fill_when_traded_through_and_not_when_touched(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.fee_maker = decimal("0.001");
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "90");
    desk_place(&d, "2", TR_SIDE_SELL, "1", "110");
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    desk_tick(&d, "90", NULL);
    desk_tick(&d, "110", NULL);
    desk_expect(&d, NULL);
    desk_tick(&d, "89.99", NULL);
    desk_expect(&d, "a/1 fill 1: 1 at 90 fee 0.09 USDT maker", "a/1 done", NULL);
    desk_tick(&d, "200", NULL);
    desk_expect(&d, "a/2 fill 2: 1 at 110 fee 0.11 USDT maker", "a/2 done", NULL);
    desk_expect_balance(&d, "USDT", "1019.8");
    desk_expect_balance(&d, "BTC", "10");
    desk_close(&d);
}

static void a_marketable_limit_order_takes_but_never_worse_than_its_limit(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.slippage = decimal("0.01");
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "105");
    desk_place(&d, "2", TR_SIDE_BUY, "1", "100.5");
    desk_place(&d, "3", TR_SIDE_BUY, "1", "100");
    desk_place(&d, "4", TR_SIDE_BUY, "1", "99.99");
    desk_place(&d, "5", TR_SIDE_SELL, "1", "99.5");
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 101 fee 0 USDT", "a/1 done", /**/
                "a/2 accepted", "a/2 fill 2: 1 at 100.5 fee 0 USDT", "a/2 done",   /**/
                "a/3 accepted", "a/3 fill 3: 1 at 100 fee 0 USDT", "a/3 done",     /**/
                "a/4 accepted", "a/5 accepted", "a/5 fill 4: 1 at 99.5 fee 0 USDT", "a/5 done",
                NULL);
    desk_close(&d);
}

static void orders_fill_by_price_and_then_by_time(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "90");
    desk_place(&d, "2", TR_SIDE_BUY, "1", "95");
    desk_place(&d, "3", TR_SIDE_BUY, "1", "90");
    desk_place(&d, "4", TR_SIDE_BUY, "1", "95");
    desk_expect(&d, "a/1 accepted", "a/2 accepted", "a/3 accepted", "a/4 accepted", NULL);
    desk_tick(&d, "80", NULL);
    desk_expect(&d, "a/2 fill 1: 1 at 95 fee 0 USDT maker", "a/2 done",
                "a/4 fill 2: 1 at 95 fee 0 USDT maker", "a/4 done",
                "a/1 fill 3: 1 at 90 fee 0 USDT maker", "a/1 done",
                "a/3 fill 4: 1 at 90 fee 0 USDT maker", "a/3 done", NULL);
    desk_close(&d);
}

static void the_share_of_a_tick_bounds_what_fills_on_it(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("0.5");
    desk_open(&d);
    desk_tick(&d, "100", "2.001"); /* a share of 1.0005, 1 on the lot */
    desk_place(&d, "1", TR_SIDE_BUY, "1.5", NULL);
    desk_place(&d, "2", TR_SIDE_BUY, "1", "100");
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 100 fee 0 USDT", "a/2 accepted", NULL);
    desk_tick(&d, "99", "2");
    desk_expect(&d, "a/1 fill 2: 0.5 at 99 fee 0 USDT", "a/1 done",
                "a/2 fill 3: 0.5 at 100 fee 0 USDT maker", NULL);
    desk_tick(&d, "99", NULL); /* a tick without a volume bounds nothing */
    desk_expect(&d, "a/2 fill 4: 0.5 at 100 fee 0 USDT maker", "a/2 done", NULL);
    desk_expect_balance(&d, "USDT", "750.5");
    desk_expect_balance(&d, "BTC", "12.5");
    desk_close(&d);
}

static void immediate_or_cancel_and_fill_or_kill_leave_nothing_behind(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("1");
    desk_open(&d);
    desk_tick(&d, "100", "1");
    tr_exchange_order order = desk_order("1", TR_SIDE_BUY, "1.5", "100");
    order.tif = TR_TIF_FOK;
    desk_send(&d, &order);
    order = desk_order("2", TR_SIDE_BUY, "1.5", NULL);
    order.tif = TR_TIF_IOC;
    desk_send(&d, &order);
    desk_tick(&d, "100", "1");
    order = desk_order("3", TR_SIDE_BUY, "1", NULL);
    order.tif = TR_TIF_FOK;
    desk_send(&d, &order);
    order = desk_order("4", TR_SIDE_BUY, "1", "99");
    order.tif = TR_TIF_IOC;
    desk_send(&d, &order);
    desk_expect(&d, "a/1 accepted", "a/1 cancelled: fill or kill: not all of it fills at once",
                "a/2 accepted", "a/2 fill 1: 1 at 100 fee 0 USDT",
                "a/2 cancelled: immediate or cancel: the rest does not fill at once",
                "a/3 accepted", "a/3 fill 2: 1 at 100 fee 0 USDT", "a/3 done", "a/4 accepted",
                "a/4 cancelled: immediate or cancel: the rest does not fill at once", NULL);
    desk_expect_balance(&d, "USDT", "800");
    desk_close(&d);
}

static void what_an_account_does_not_have_is_rejected_with_the_figures(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.fee_taker = decimal("0.001");
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "10", NULL);
    desk_place(&d, "2", TR_SIDE_BUY, "8", "90"); /* holds 720.72 back */
    desk_place(&d, "3", TR_SIDE_BUY, "4", "90");
    desk_place(&d, "4", TR_SIDE_SELL, "10.001", NULL);
    desk_place(&d, "5", TR_SIDE_SELL, "6", "200");
    desk_place(&d, "6", TR_SIDE_SELL, "5", NULL);
    desk_expect(&d, "a/1 rejected: insufficient USDT: needs 1001, 1000 available", "a/2 accepted",
                "a/3 rejected: insufficient USDT: needs 360.36, 279.28 available",
                "a/4 rejected: insufficient BTC: needs 10.001, 10 available", "a/5 accepted",
                "a/6 rejected: insufficient BTC: needs 5, 4 available", NULL);
    desk_expect_balance(&d, "USDT", "1000");
    desk_close(&d);
}

static void exactly_the_cost_is_enough(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.fee_taker = decimal("0.001");
    desk_start(&d);
    desk_balance(&d, "a", "USDT", "100.1");
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL);
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 100 fee 0.1 USDT", "a/1 done", NULL);
    desk_expect_balance(&d, "USDT", "0");
    desk_close(&d);
}

static void fees_round_against_the_account(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.fee_taker = d.options.fee_maker = decimal("0.0000000000000001"); /* 10^-16 */
    desk_open(&d);
    desk_tick(&d, "0.01", NULL);
    desk_place(&d, "1", TR_SIDE_SELL, "0.001", NULL); /* 10^-5 of a quote: a fee of 10^-21 */
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 0.001 at 0.01 fee 0.000000000000000001 USDT",
                "a/1 done", NULL);
    desk_expect_balance(&d, "USDT", "1000.000009999999999999");
    desk_close(&d);
}

static void orders_off_the_rules_are_rejected(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.instrument.notional_min = decimal("5");
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "90.001");
    desk_place(&d, "2", TR_SIDE_BUY, "0.0001", NULL);
    desk_place(&d, "3", TR_SIDE_BUY, "0.001", NULL);
    tr_exchange_order order = desk_order("4", TR_SIDE_BUY, "1", NULL);
    (void)snprintf(order.symbol, sizeof order.symbol, "DOGE/USDT");
    desk_send(&d, &order);
    order = desk_order("5", TR_SIDE_BUY, "1", NULL);
    order.is_reduce_only = true;
    desk_send(&d, &order);
    desk_expect(
        &d, "a/1 rejected: BTC/USDT price of paper is 90.001, not a multiple of tick 0.01",
        "a/2 rejected: BTC/USDT quantity of paper is 0.0001, not a multiple of lot 0.001",
        "a/3 rejected: BTC/USDT notional of paper is 0.1, minimum 5",
        "a/4 rejected: unknown symbol",
        "a/5 rejected: a reduce-only buy has no short position to reduce: this is a spot market",
        NULL);
    desk_close(&d);
}

static void broken_orders_are_not_taken(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    tr_exchange_order order = desk_order("", TR_SIDE_BUY, "1", "90");
    assert_int_equal(d.port->place(d.port->user, &order, NULL), TR_E_INVALID);
    order = desk_order("1", TR_SIDE_BUY, "1", "90");
    order.type = TR_ORDER_STOP;
    assert_int_equal(d.port->place(d.port->user, &order, NULL), TR_E_INVALID);
    order.type = TR_ORDER_MARKET; /* with a limit price */
    assert_int_equal(d.port->place(d.port->user, &order, NULL), TR_E_INVALID);
    assert_int_equal(d.port->place(d.port->user, NULL, NULL), TR_E_INVALID);
    assert_int_equal(d.port->cancel(d.port->user, "a", "", NULL), TR_E_INVALID);
    assert_int_equal(d.port->query(d.port->user, NULL, "1", NULL), TR_E_INVALID);
    tr_price_tick tick = { .symbol = "BTC/USDT" };
    assert_int_equal(tr_paper_price(d.paper, &tick, NULL), TR_E_RANGE);
    (void)snprintf(tick.symbol, sizeof tick.symbol, "DOGE/USDT");
    assert_int_equal(tr_paper_price(d.paper, &tick, NULL), TR_E_NOT_FOUND);
    tr_price price;
    assert_int_equal(tr_paper_last_price(d.paper, "BTC/USDT", &price), TR_E_NOT_FOUND);
    desk_expect(&d, NULL);
    desk_close(&d);
}

static void a_repeated_place_tells_what_happened_and_orders_nothing(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "5", TR_SIDE_BUY, "1", NULL);
    desk_place(&d, "5", TR_SIDE_BUY, "1", NULL); /* before anything is durable */
    desk_expect(&d, "a/5 accepted", "a/5 fill 1: 1 at 100 fee 0 USDT", "a/5 done",
                "a/5 fill 1: 1 at 100 fee 0 USDT", "a/5 done", NULL);
    desk_place(&d, "5", TR_SIDE_BUY, "1", NULL); /* from the store */
    desk_expect(&d, "a/5 fill 1: 1 at 100 fee 0 USDT", "a/5 done", NULL);
    desk_place(&d, "3", TR_SIDE_BUY, "1", "90"); /* a lesser id that is new nevertheless */
    desk_place(&d, "3", TR_SIDE_BUY, "1", "90");
    desk_expect(&d, "a/3 accepted", "a/3 accepted", NULL);
    desk_restart(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "5", TR_SIDE_BUY, "1", NULL);
    desk_place(&d, "3", TR_SIDE_BUY, "1", "90");
    desk_expect(&d, "a/5 fill 1: 1 at 100 fee 0 USDT", "a/5 done", "a/3 accepted", NULL);
    desk_expect_balance(&d, "USDT", "900");
    desk_close(&d);
}

static void dead_man_switch_cancels_what_rests_unless_it_is_renewed(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "10", NULL);
    assert_true(d.port->traits->has_dead_man);
    assert_int_equal(tr_paper_dead_man_ns(d.paper), INT64_MAX);
    assert_int_equal(d.port->dead_man(d.port->user, "a", 100, NULL), TR_OK);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "9");
    desk_place(&d, "2", TR_SIDE_SELL, "1", "11");
    desk_settle(&d);
    assert_int_equal(tr_paper_dead_man_ns(d.paper), 1100);
    d.now_ns = 1099;
    assert_int_equal(d.port->dead_man(d.port->user, "a", 100, NULL), TR_OK);
    d.now_ns = 1198;
    assert_int_equal(tr_paper_flush(d.paper, NULL), TR_OK);
    desk_settle(&d);
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    d.now_ns = 1199;
    assert_int_equal(tr_paper_flush(d.paper, NULL), TR_OK);
    desk_settle(&d);
    assert_int_equal(d.report_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_non_null(strstr(d.reports[i], "cancelled: the dead-man switch"));
    assert_int_equal(tr_paper_dead_man_ns(d.paper), INT64_MAX); /* once */
    assert_int_equal(d.port->dead_man(d.port->user, "a", 100, NULL), TR_OK);
    assert_int_equal(d.port->dead_man(d.port->user, "a", 0, NULL), TR_OK);
    assert_int_equal(tr_paper_dead_man_ns(d.paper), INT64_MAX);
    assert_int_equal(d.port->dead_man(d.port->user, "a", -1, NULL), TR_E_RANGE);
    assert_int_equal(d.port->dead_man(d.port->user, "", 1, NULL), TR_E_INVALID);
    desk_close(&d);
}

static void cancel_ends_what_has_not_filled_and_nothing_else(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("1");
    desk_open(&d);
    desk_tick(&d, "100", "0.4");
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL);
    desk_place(&d, "2", TR_SIDE_BUY, "9", "90");
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 0.4 at 100 fee 0 USDT", "a/2 accepted", NULL);
    assert_int_equal(d.port->cancel(d.port->user, "a", "1", NULL), TR_OK);
    assert_int_equal(d.port->cancel(d.port->user, "a", "2", NULL), TR_OK);
    assert_int_equal(d.port->cancel(d.port->user, "a", "2", NULL),
                     TR_OK); /* twice before it is durable */
    desk_expect(&d, "a/1 cancelled", "a/2 cancelled", "a/2 cancelled", NULL);
    desk_tick(&d, "50", NULL);
    desk_place(&d, "3", TR_SIDE_BUY, "10", NULL); /* what was held back is free again */
    desk_expect(&d, "a/3 accepted", "a/3 fill 2: 10 at 50 fee 0 USDT", "a/3 done", NULL);
    assert_int_equal(d.port->cancel(d.port->user, "a", "3", NULL), TR_OK);
    assert_int_equal(d.port->cancel(d.port->user, "a", "1", NULL), TR_OK);
    assert_int_equal(d.port->cancel(d.port->user, "a", "9", NULL), TR_OK);
    desk_expect(&d, "a/3 fill 2: 10 at 50 fee 0 USDT", "a/3 done",
                "a/3 cancel_refused: the order is already closed",
                "a/1 fill 1: 0.4 at 100 fee 0 USDT", "a/1 cancelled",
                "a/9 not_found: no such order", "a/9 cancel_refused: no such order", NULL);
    desk_close(&d);
}

static void query_tells_the_history_of_every_kind_of_order(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("1");
    desk_open(&d);
    desk_tick(&d, "100", "0.25");
    desk_place(&d, "1", TR_SIDE_BUY, "1", "100");
    desk_place(&d, "2", TR_SIDE_BUY, "100", NULL);
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 0.25 at 100 fee 0 USDT",
                "a/2 rejected: insufficient USDT: needs 10000, 900 available", NULL);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(d.port->query(d.port->user, "a", "1", NULL), TR_OK);
        assert_int_equal(d.port->query(d.port->user, "a", "2", NULL), TR_OK);
        assert_int_equal(d.port->query(d.port->user, "a", "1a", NULL), TR_OK);
        assert_int_equal(d.port->query(d.port->user, "b", "1", NULL), TR_OK);
        desk_expect(&d, "a/1 fill 1: 0.25 at 100 fee 0 USDT", "a/1 accepted",
                    "a/2 rejected: insufficient USDT: needs 10000, 900 available",
                    "a/1a not_found: no such order", "b/1 not_found: no such order", NULL);
        desk_restart(&d);
    }
    desk_close(&d);
}

static void an_opening_balance_is_set_once(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_balance(&d, "a", "USDT", "5");
    desk_expect(&d, NULL);
    desk_expect_balance(&d, "USDT", "1000");
    desk_restart(&d);
    desk_balance(&d, "a", "USDT", "5");
    desk_balance(&d, "a", "ETH", "3");
    desk_expect(&d, NULL);
    desk_expect_balance(&d, "USDT", "1000");
    desk_expect_balance(&d, "ETH", "3");
    tr_money negative = { decimal("-1") };
    assert_int_equal(tr_paper_open_balance(d.paper, "a", "XRP", negative, NULL), TR_E_RANGE);
    desk_close(&d);
}

static void recovery_brings_back_what_rests_and_what_it_holds(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("1");
    d.options.fee_maker = decimal("0.001");
    desk_open(&d);
    desk_tick(&d, "100", "0.5");
    desk_place(&d, "1", TR_SIDE_BUY, "4", "90");
    desk_place(&d, "2", TR_SIDE_BUY, "4", "91");
    desk_place(&d, "3", TR_SIDE_SELL, "1", NULL);
    desk_tick(&d, "90.5", "1");
    desk_expect(&d, "a/1 accepted", "a/2 accepted", "a/3 accepted",
                "a/3 fill 1: 0.5 at 100 fee 0 USDT", "a/2 fill 2: 1 at 91 fee 0.091 USDT maker",
                NULL);
    desk_restart(&d);
    desk_tick(&d, "80", "3.75");
    desk_expect(&d, "a/2 fill 3: 3 at 91 fee 0.273 USDT maker", "a/2 done",
                "a/1 fill 4: 0.75 at 90 fee 0.0675 USDT maker", NULL);
    desk_restart(&d);
    desk_place(&d, "4", TR_SIDE_SELL, "13.751", "100"); /* 0.5 of 14.25 belongs to order 3 */
    desk_expect(&d, "a/4 rejected: insufficient BTC: needs 13.751, 13.75 available", NULL);
    desk_tick(&d, "80", NULL);
    desk_expect(&d, "a/1 fill 5: 3.25 at 90 fee 0.2925 USDT maker", "a/1 done",
                "a/3 fill 6: 0.5 at 80 fee 0 USDT", "a/3 done", NULL);
    desk_close(&d);
}

static void a_working_market_buy_ends_when_its_next_fill_cannot_be_paid(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("1");
    desk_open(&d);
    desk_tick(&d, "100", "1");
    desk_place(&d, "1", TR_SIDE_BUY, "10", NULL);
    desk_tick(&d, "200", "5");
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 100 fee 0 USDT",
                "a/1 cancelled: insufficient balance for the next fill", NULL);
    desk_expect_balance(&d, "USDT", "900");
    desk_close(&d);
}

static void a_symbol_that_is_traded_no_more_keeps_its_orders_cancellable(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "90");
    desk_expect(&d, "a/1 accepted", NULL);
    (void)snprintf(d.instrument.symbol, sizeof d.instrument.symbol, "ETH/USDT");
    (void)snprintf(d.instrument.base, sizeof d.instrument.base, "ETH");
    desk_restart(&d);
    assert_int_equal(d.port->query(d.port->user, "a", "1", NULL), TR_OK);
    assert_int_equal(d.port->cancel(d.port->user, "a", "1", NULL), TR_OK);
    desk_expect(&d, "a/1 accepted", "a/1 cancelled", NULL);
    desk_close(&d);
}

static void nothing_is_told_before_it_is_durable_nor_after_the_store_failed(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_expect(&d, NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL);
    assert_int_equal(d.report_count, 0);
    assert_int_equal(tr_paper_flush(d.paper, NULL), TR_OK);
    assert_int_equal(d.report_count, 0);
    assert_int_equal(tr_store_memory_crash(d.disk, TR_STORE_FAIL_AFTER, 1, TR_E_IO), TR_OK);
    (void)d.store.poll(d.store.user, 0);
    assert_int_equal(d.report_count, 0);
    assert_int_equal(tr_paper_status(d.paper), TR_E_IO);
    tr_exchange_order order = desk_order("2", TR_SIDE_BUY, "1", NULL);
    assert_int_equal(d.port->place(d.port->user, &order, NULL), TR_E_IO);
    assert_int_equal(tr_paper_flush(d.paper, NULL), TR_E_IO);
    desk_restart(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL); /* the commit had taken effect */
    desk_expect(&d, "a/1 fill 1: 1 at 100 fee 0 USDT", "a/1 done", NULL);
    desk_close(&d);
}

/* A reader that answers later, one page at a time, when it is told to. */
typedef struct late_reader {
    tr_store_reader *inner;
    tr_store_query query;
    _Alignas(8) unsigned char key[1024], after[1024];
    tr_store_row_sink *row;
    tr_store_read_done *done;
    void *user;
    bool is_waiting;
} late_reader;

static tr_status late_read(void *user, const tr_store_query *query, tr_store_row_sink *row,
                           tr_store_read_done *done, void *read_user, tr_error *err)
{
    late_reader *late = user;
    (void)err;
    assert_false(late->is_waiting);
    size_t size = tr_store_table(query->table)->row_size;
    assert_true(size <= sizeof late->key);
    late->query = *query;
    if (query->key != NULL)
        late->query.key = memcpy(late->key, query->key, size);
    if (query->after != NULL)
        late->query.after = memcpy(late->after, query->after, size);
    late->row = row;
    late->done = done;
    late->user = read_user;
    late->is_waiting = true;
    return TR_OK;
}

static int late_answer_all(late_reader *late)
{
    int count = 0;
    for (; late->is_waiting; count++) {
        late->is_waiting = false;
        assert_int_equal(late->inner->read(late->inner->user, &late->query, late->row, late->done,
                                           late->user, NULL),
                         TR_OK);
    }
    return count;
}

static void a_reader_that_answers_later_gets_the_same_done_in_order(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "5", TR_SIDE_BUY, "1", NULL);
    desk_place(&d, "6", TR_SIDE_BUY, "1", "90");
    desk_expect(&d, "a/5 accepted", "a/5 fill 1: 1 at 100 fee 0 USDT", "a/5 done", "a/6 accepted",
                NULL);
    desk_restart(&d);
    tr_paper_free(d.paper);
    late_reader late = { .inner = &d.reader };
    tr_store_reader reader = { .read = late_read, .user = &late };
    d.options.reader = &reader;
    assert_int_equal(tr_paper_new(&d.options, &d.paper, NULL), TR_OK);
    d.port = tr_paper_exchange(d.paper);
    d.is_recovered = false;
    assert_int_equal(tr_paper_recover(d.paper, desk_recovered, &d, NULL), TR_OK);
    assert_false(d.is_recovered);
    assert_false(tr_paper_is_idle(d.paper));
    tr_exchange_order early = desk_order("7", TR_SIDE_BUY, "1", "80");
    assert_int_equal(d.port->place(d.port->user, &early, NULL), TR_E_INVALID);
    assert_true(late_answer_all(&late) > 5);
    assert_true(d.is_recovered && d.recovered == TR_OK);
    desk_place(&d, "5", TR_SIDE_BUY, "1", NULL);
    desk_place(&d, "3", TR_SIDE_BUY, "1", "80"); /* not known: the store is asked */
    assert_int_equal(d.port->cancel(d.port->user, "a", "3", NULL), TR_OK);
    assert_int_equal(d.port->query(d.port->user, "a", "4", NULL), TR_OK);
    assert_int_equal(d.report_count, 0);
    assert_false(tr_paper_is_idle(d.paper));
    (void)late_answer_all(&late);
    desk_expect(&d, "a/5 fill 1: 1 at 100 fee 0 USDT", "a/5 done", "a/4 not_found: no such order",
                "a/3 accepted", "a/3 cancelled", NULL);
    desk_place(&d, "5", TR_SIDE_BUY, "1", NULL); /* and freed while it waits */
    desk_close(&d);
}

static void what_cannot_be_exact_is_not_traded(void **state)
{
    (void)state;
    desk d;
    tr_error err;
    desk_init(&d);
    desk_start(&d);
    tr_paper *paper = NULL;
    d.instrument.tick = decimal("0.0000000001");
    d.instrument.lot = decimal("0.000000001");
    assert_int_equal(tr_paper_new(&d.options, &paper, &err), TR_E_UNSUPPORTED);
    d.instrument.lot = decimal("1");
    d.instrument.kind = TR_KIND_INVERSE;
    (void)snprintf(d.instrument.symbol, sizeof d.instrument.symbol, "BTC/USDT:BTC");
    (void)snprintf(d.instrument.settle, sizeof d.instrument.settle, "BTC");
    assert_int_equal(tr_paper_new(&d.options, &paper, &err), TR_E_UNSUPPORTED);
    d.options.fee_taker = decimal("1");
    assert_int_equal(tr_paper_new(&d.options, &paper, &err), TR_E_RANGE);
    assert_null(paper);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(market_order_without_a_price_is_rejected),
        cmocka_unit_test(market_orders_fill_at_the_last_price_with_slippage_and_fee),
        cmocka_unit_test(resting_orders_fill_when_traded_through_and_not_when_touched),
        cmocka_unit_test(a_marketable_limit_order_takes_but_never_worse_than_its_limit),
        cmocka_unit_test(orders_fill_by_price_and_then_by_time),
        cmocka_unit_test(the_share_of_a_tick_bounds_what_fills_on_it),
        cmocka_unit_test(immediate_or_cancel_and_fill_or_kill_leave_nothing_behind),
        cmocka_unit_test(what_an_account_does_not_have_is_rejected_with_the_figures),
        cmocka_unit_test(exactly_the_cost_is_enough),
        cmocka_unit_test(fees_round_against_the_account),
        cmocka_unit_test(orders_off_the_rules_are_rejected),
        cmocka_unit_test(broken_orders_are_not_taken),
        cmocka_unit_test(a_repeated_place_tells_what_happened_and_orders_nothing),
        cmocka_unit_test(cancel_ends_what_has_not_filled_and_nothing_else),
        cmocka_unit_test(query_tells_the_history_of_every_kind_of_order),
        cmocka_unit_test(an_opening_balance_is_set_once),
        cmocka_unit_test(recovery_brings_back_what_rests_and_what_it_holds),
        cmocka_unit_test(a_working_market_buy_ends_when_its_next_fill_cannot_be_paid),
        cmocka_unit_test(a_symbol_that_is_traded_no_more_keeps_its_orders_cancellable),
        cmocka_unit_test(nothing_is_told_before_it_is_durable_nor_after_the_store_failed),
        cmocka_unit_test(a_reader_that_answers_later_gets_the_same_done_in_order),
        cmocka_unit_test(dead_man_switch_cancels_what_rests_unless_it_is_renewed),
        cmocka_unit_test(what_cannot_be_exact_is_not_traded),
    };
    return cmocka_run_group_tests_name("paper/exchange", tests, NULL, NULL);
}
