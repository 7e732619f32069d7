/* test_outside.c: orders among what is known of the outside's book; latency. Rules: libtrade/paper/README.md. */
#include "unit/paper/desk.h"

static void level(desk *d, tr_side side, const char *price, const char *quantity)
{
    tr_paper_level at = { .side = side };
    at.price.value = decimal(price);
    at.quantity.value = decimal(quantity);
    tr_error err = { 0 };
    if (tr_paper_book_level(d->paper, "BTC/USDT", &at, &err) != TR_OK)
        fail_msg("%s", err.message);
}

/* Bids 99.9 x 2 and 99.8 x 1, asks 100.1 x 1 and 100.2 x 3; the last trade was at 100. */
static void open_with_book(desk *d)
{
    desk_init(d);
    d->options.fee_maker = decimal("0");
    desk_open(d);
    desk_tick(d, "100", "1");
    level(d, TR_SIDE_BUY, "99.9", "2");
    level(d, TR_SIDE_BUY, "99.8", "1");
    level(d, TR_SIDE_SELL, "100.1", "1");
    level(d, TR_SIDE_SELL, "100.2", "3");
}

static void expect_ahead(desk *d, const char *client_id, const char *quantity)
{
    tr_quantity ahead = { 0 };
    assert_int_equal(tr_paper_queue_ahead(d->paper, "a", client_id, &ahead), TR_OK);
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(ahead.value, text, sizeof text);
    assert_string_equal(text, quantity);
}

static void a_taker_walks_the_levels_and_rests_with_what_they_do_not_give(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "2.5", "100.2");
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 100.1 fee 0 USDT",
                "a/1 fill 2: 1.5 at 100.2 fee 0 USDT", "a/1 done", NULL);
    desk_place(&d, "2", TR_SIDE_BUY, "3", "100.2"); /* 1.5 are left there */
    desk_expect(&d, "a/2 accepted", "a/2 fill 3: 1.5 at 100.2 fee 0 USDT", NULL);
    expect_ahead(&d, "2", "0");
    desk_expect_balance(&d, "USDT", "599.3");
    desk_close(&d);
}

static void what_was_taken_is_gone_until_the_level_is_told_again(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    tr_exchange_order order = desk_order("1", TR_SIDE_BUY, "1", "100.1");
    order.tif = TR_TIF_IOC;
    desk_send(&d, &order);
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 100.1 fee 0 USDT", "a/1 done", NULL);
    order = desk_order("2", TR_SIDE_BUY, "1", "100.1");
    order.tif = TR_TIF_IOC;
    desk_send(&d, &order);
    desk_expect(&d, "a/2 accepted",
                "a/2 cancelled: immediate or cancel: the rest does not fill at once", NULL);
    level(&d, TR_SIDE_SELL, "100.1", "0.4");
    order = desk_order("3", TR_SIDE_BUY, "1", "100.1");
    order.tif = TR_TIF_FOK;
    desk_send(&d, &order);
    desk_expect(&d, "a/3 accepted", "a/3 cancelled: fill or kill: not all of it fills at once",
                NULL);
    order = desk_order("4", TR_SIDE_BUY, "0.4", "100.1");
    order.tif = TR_TIF_FOK;
    desk_send(&d, &order);
    desk_expect(&d, "a/4 accepted", "a/4 fill 2: 0.4 at 100.1 fee 0 USDT", "a/4 done", NULL);
    desk_close(&d);
}

static void a_resting_order_fills_when_trades_have_worked_off_who_was_there_before(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "99.9");
    desk_expect(&d, "a/1 accepted", NULL);
    expect_ahead(&d, "1", "2");
    desk_tick(&d, "99.9", "1.5");
    expect_ahead(&d, "1", "0.5");
    desk_tick(&d, "99.9", "0.8"); /* 0.5 for those ahead, 0.3 for us */
    desk_expect(&d, "a/1 fill 1: 0.3 at 99.9 fee 0 USDT maker", NULL);
    desk_tick(&d, "100.1", "5"); /* a buyer's trade: it was with the asks */
    desk_expect(&d, NULL);
    desk_tick(&d, "99.9", "5");
    desk_expect(&d, "a/1 fill 2: 0.7 at 99.9 fee 0 USDT maker", "a/1 done", NULL);
    desk_close(&d);
}

static void the_share_of_a_tick_bounds_a_touch_too(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("0.1");
    desk_open(&d);
    desk_tick(&d, "100", "1");
    level(&d, TR_SIDE_BUY, "99.9", "1");
    desk_place(&d, "1", TR_SIDE_BUY, "3", "99.9");
    desk_tick(&d, "99.9", "4"); /* 1 ahead, 3 reach us, 0.4 is our share */
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 0.4 at 99.9 fee 0 USDT maker", NULL);
    desk_close(&d);
}

static void
shrinking_levels_bring_an_order_forward_and_growing_ones_do_not_throw_it_back(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "99.9");
    desk_expect(&d, "a/1 accepted", NULL);
    level(&d, TR_SIDE_BUY, "99.9", "7");
    expect_ahead(&d, "1", "2");
    level(&d, TR_SIDE_BUY, "99.9", "0.5");
    expect_ahead(&d, "1", "0.5");
    level(&d, TR_SIDE_BUY, "99.9", "0");
    expect_ahead(&d, "1", "0");
    desk_place(&d, "2", TR_SIDE_BUY, "1", "99.8");
    expect_ahead(&d, "2", "1");
    desk_expect(&d, "a/2 accepted", NULL);
    desk_close(&d);
}

static void the_outside_crossing_our_price_fills_us_with_what_it_shows(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "2", "100");
    desk_expect(&d, "a/1 accepted", NULL);
    level(&d, TR_SIDE_SELL, "99.95", "0.5");
    desk_expect(&d, "a/1 fill 1: 0.5 at 100 fee 0 USDT maker", NULL);
    level(&d, TR_SIDE_SELL, "99.95", "5");
    desk_expect(&d, "a/1 fill 2: 1.5 at 100 fee 0 USDT maker", "a/1 done", NULL);
    desk_close(&d);
}

static void a_market_order_takes_all_levels_and_goes_on_with_what_comes(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_SELL, "4", NULL);
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 2 at 99.9 fee 0 USDT",
                "a/1 fill 2: 1 at 99.8 fee 0 USDT", NULL);
    level(&d, TR_SIDE_BUY, "99.5", "0.4");
    desk_expect(&d, "a/1 fill 3: 0.4 at 99.5 fee 0 USDT", NULL);
    desk_tick(&d, "99", NULL);
    desk_expect(&d, "a/1 fill 4: 0.6 at 99 fee 0 USDT", "a/1 done", NULL);
    desk_expect_balance(&d, "USDT", "1398.8");
    desk_close(&d);
}

static void a_trade_through_our_price_fills_us_whoever_was_ahead(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "99.8");
    desk_expect(&d, "a/1 accepted", NULL);
    desk_tick(&d, "99.79", NULL);
    desk_expect(&d, "a/1 fill 1: 1 at 99.8 fee 0 USDT maker", "a/1 done", NULL);
    desk_close(&d);
}

static void a_cleared_book_leaves_ticks_alone_to_count(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "99.9");
    desk_expect(&d, "a/1 accepted", NULL);
    assert_int_equal(tr_paper_book_clear(d.paper, "BTC/USDT", NULL), TR_OK);
    expect_ahead(&d, "1", "0");
    desk_tick(&d, "99.9", "100");
    desk_expect(&d, NULL);
    desk_place(&d, "2", TR_SIDE_BUY, "5", "99.95"); /* the taker price of the last tick */
    desk_expect(&d, "a/2 accepted", "a/2 fill 1: 5 at 99.9 fee 0 USDT", "a/2 done", NULL);
    desk_close(&d);
}

/* A buy at 100.3 takes from ours at 100.1; what the outside offered at 100.2 is gone, and nobody stands before ours there. */
static void what_the_outside_crosses_is_gone_from_every_queue(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_SELL, "2", "100.1");
    desk_place(&d, "2", TR_SIDE_SELL, "1", "100.2");
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    expect_ahead(&d, "2", "3");
    level(&d, TR_SIDE_BUY, "100.3", "0.5");
    desk_expect(&d, "a/1 fill 1: 0.5 at 100.1 fee 0 USDT maker", NULL);
    expect_ahead(&d, "1", "0");
    expect_ahead(&d, "2", "0");
    assert_int_equal(tr_paper_book_clear(d.paper, "BTC/USDT", NULL), TR_OK);
    expect_ahead(&d, "2", "0");
    desk_close(&d);
}

static void what_an_order_cannot_pay_stays_at_its_level(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    level(&d, TR_SIDE_SELL, "100.2", "9");
    tr_exchange_order order = desk_order("1", TR_SIDE_BUY, "9.99", NULL);
    desk_send(&d, &order); /* 999 at the last price: it is payable there */
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 100.1 fee 0 USDT",
                "a/1 cancelled: insufficient balance for the next fill", NULL);
    order = desk_order("2", TR_SIDE_BUY, "8", "100.2");
    order.tif = TR_TIF_FOK;
    desk_send(&d, &order);
    desk_expect(&d, "a/2 accepted", "a/2 fill 2: 8 at 100.2 fee 0 USDT", "a/2 done", NULL);
    desk_close(&d);
}

/* The level that a working market order could not pay goes to the next one of ours, and what is left is shown. */
static void what_a_working_order_cannot_pay_is_offered_to_the_next(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.fee_maker = decimal("0");
    desk_open(&d);
    desk_tick(&d, "100", "1");
    level(&d, TR_SIDE_BUY, "99", "1");
    desk_place(&d, "1", TR_SIDE_BUY, "1", "300");
    tr_exchange_order order = desk_order("2", TR_SIDE_BUY, "6", NULL);
    desk_send(&d, &order);
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    level(&d, TR_SIDE_SELL, "290", "5");
    desk_expect(&d, "a/2 cancelled: insufficient balance for the next fill",
                "a/1 fill 1: 1 at 300 fee 0 USDT maker", "a/1 done", NULL);
    order = desk_order("3", TR_SIDE_BUY, "2", "290");
    order.tif = TR_TIF_FOK;
    desk_send(&d, &order);
    desk_expect(&d, "a/3 accepted", "a/3 fill 2: 2 at 290 fee 0 USDT", "a/3 done", NULL);
    desk_close(&d);
}

static void an_account_that_comes_later_learns_the_book(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_balance(&d, "b", "USDT", "1000");
    tr_exchange_order order = desk_order("1", TR_SIDE_BUY, "1", "99.9");
    (void)snprintf(order.account, sizeof order.account, "b");
    desk_send(&d, &order);
    tr_quantity ahead = { 0 };
    assert_int_equal(tr_paper_queue_ahead(d.paper, "b", "1", &ahead), TR_OK);
    assert_int_equal(tr_decimal_compare(ahead.value, decimal("2")), 0);
    desk_expect(&d, "b/1 accepted", NULL);
    desk_close(&d);
}

static void many_levels_and_many_orders_find_room(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    char price[32], id[16];
    for (int i = 0; i < 600; i++) {
        (void)snprintf(price, sizeof price, "%d.%02d", 80 + i / 100, i % 100);
        level(&d, TR_SIDE_BUY, price, "3");
    }
    for (int i = 0; i < 300; i++) {
        (void)snprintf(price, sizeof price, "%d.%02d", 80 + i / 100, i % 100);
        (void)snprintf(id, sizeof id, "%04d", i);
        desk_place(&d, id, TR_SIDE_BUY, "0.01", price);
        d.report_count = 0;
        desk_settle(&d);
    }
    expect_ahead(&d, "0123", "3");
    desk_close(&d);
}

static void what_levels_give_is_no_part_of_a_ticks_share(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("0.1");
    desk_open(&d);
    desk_tick(&d, "100", "10"); /* our share is 1 */
    desk_place(&d, "1", TR_SIDE_BUY, "0.5", NULL);
    level(&d, TR_SIDE_SELL, "100", "5");
    desk_place(&d, "2", TR_SIDE_BUY, "5", "100");
    assert_int_equal(tr_paper_book_clear(d.paper, "BTC/USDT", NULL), TR_OK);
    desk_place(&d, "3", TR_SIDE_BUY, "2", "100");
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 0.5 at 100 fee 0 USDT", "a/1 done", "a/2 accepted",
                "a/2 fill 2: 5 at 100 fee 0 USDT", "a/2 done", "a/3 accepted",
                "a/3 fill 3: 0.5 at 100 fee 0 USDT", NULL);
    desk_close(&d);
}

static void an_order_at_a_price_where_ours_has_gone_stands_behind_what_is_shown_there(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "99");
    level(&d, TR_SIDE_BUY, "99", "50"); /* they came behind ours */
    expect_ahead(&d, "1", "0");
    assert_int_equal(d.port->cancel(d.port->user, "a", "1", NULL), TR_OK);
    desk_place(&d, "2", TR_SIDE_BUY, "1", "99");
    expect_ahead(&d, "2", "50");
    desk_expect(&d, "a/1 accepted", "a/1 cancelled", "a/2 accepted", NULL);
    desk_close(&d);
}

static void fill_or_kill_does_not_begin_what_cannot_be_paid_to_its_end(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", "1");
    level(&d, TR_SIDE_SELL, "100", "1");
    level(&d, TR_SIDE_SELL, "1000", "1");
    tr_exchange_order order = desk_order("1", TR_SIDE_BUY, "2", NULL);
    order.tif = TR_TIF_FOK;
    desk_send(&d, &order);
    desk_expect(&d, "a/1 accepted", "a/1 cancelled: fill or kill: not all of it can be paid", NULL);
    desk_expect_balance(&d, "USDT", "1000");
    desk_close(&d);
}

static void an_order_off_a_changed_grid_survives_and_can_be_cancelled(void **state)
{
    (void)state;
    static const char *const ticks[] = { "0.1", "0.01" }, *const lots[] = { "0.001", "0.1" };
    for (int i = 0; i < 2; i++) {
        desk d;
        desk_init(&d);
        desk_open(&d);
        desk_tick(&d, "200", NULL);
        desk_place(&d, "1", TR_SIDE_BUY, "0.123", "100.01");
        desk_expect(&d, "a/1 accepted", NULL);
        d.instrument.tick = decimal(ticks[i]);
        d.instrument.lot = decimal(lots[i]);
        desk_restart(&d);
        desk_tick(&d, "1", NULL);
        desk_expect(&d, NULL);
        assert_int_equal(d.port->cancel(d.port->user, "a", "1", NULL), TR_OK);
        desk_expect(&d, "a/1 cancelled", NULL);
        desk_close(&d);
    }
}

static void a_price_that_no_book_holds_is_not_taken(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    tr_price_tick tick = { .symbol = "BTC/USDT" };
    tick.price.value = decimal("90000000000000000000");
    assert_int_equal(tr_paper_price(d.paper, &tick, NULL), TR_E_OVERFLOW);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL);
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 1 at 100 fee 0 USDT", "a/1 done", NULL);
    desk_close(&d);
}

static void levels_that_cannot_be_are_refused(void **state)
{
    (void)state;
    desk d;
    open_with_book(&d);
    static const struct {
        const char *symbol, *price, *quantity;
        tr_status wanted;
    } cases[] = {
        { "ETH/USDT", "1", "1", TR_E_NOT_FOUND },
        { "BTC/USDT", "0", "1", TR_E_RANGE },
        { "BTC/USDT", "-1", "1", TR_E_RANGE },
        { "BTC/USDT", "1", "-1", TR_E_RANGE },
        { "BTC/USDT", "1.001", "1", TR_E_RANGE },
        { "BTC/USDT", "100000000000000000000", "1", TR_E_RANGE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_paper_level at = { .side = TR_SIDE_BUY };
        at.price.value = decimal(cases[i].price);
        at.quantity.value = decimal(cases[i].quantity);
        tr_error err = { .message = "" };
        assert_int_equal(tr_paper_book_level(d.paper, cases[i].symbol, &at, &err), cases[i].wanted);
        assert_true(err.message[0] != '\0');
    }
    assert_int_equal(tr_paper_book_clear(d.paper, "ETH/USDT", NULL), TR_E_NOT_FOUND);
    desk_close(&d);
}

/* ---- latency --------------------------------------------------------------------------------- */

static void open_with_latency(desk *d)
{
    desk_init(d);
    d->options.latency_ns = 50;
    desk_open(d);
    desk_tick(d, "100", NULL);
}

static void an_order_meets_the_market_that_it_arrives_at(void **state)
{
    (void)state;
    desk d;
    int64_t due_ns = 0;
    open_with_latency(&d);
    assert_false(tr_paper_next_arrival(d.paper, &due_ns));
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL);
    desk_expect(&d, "a/1 accepted", NULL);
    assert_true(tr_paper_next_arrival(d.paper, &due_ns));
    assert_int_equal(due_ns, 1050);
    d.now_ns = 1049;
    desk_tick(&d, "101", NULL);
    desk_expect(&d, NULL);
    d.now_ns = 1060; /* it arrived before this tick, and met the one before */
    desk_tick(&d, "102", NULL);
    desk_expect(&d, "a/1 fill 1: 1 at 101 fee 0 USDT", "a/1 done", NULL);
    desk_close(&d);
}

static void a_cancel_takes_its_time_and_may_come_too_late(void **state)
{
    (void)state;
    desk d;
    open_with_latency(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "99");
    desk_place(&d, "2", TR_SIDE_BUY, "1", "90");
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    d.now_ns = 1100;
    assert_int_equal(tr_paper_flush(d.paper, NULL), TR_OK);
    assert_int_equal(d.port->cancel(d.port->user, "a", "1", NULL), TR_OK);
    assert_int_equal(d.port->cancel(d.port->user, "a", "2", NULL), TR_OK);
    desk_expect(&d, NULL);
    d.now_ns = 1120;
    desk_tick(&d, "98", NULL);
    desk_expect(&d, "a/1 fill 1: 1 at 99 fee 0 USDT maker", "a/1 done", NULL);
    d.now_ns = 1150;
    assert_int_equal(tr_paper_flush(d.paper, NULL), TR_OK);
    desk_expect(&d, "a/1 fill 1: 1 at 99 fee 0 USDT maker", "a/1 done",
                "a/1 cancel_refused: the order is already closed", "a/2 cancelled", NULL);
    desk_close(&d);
}

static void orders_on_their_way_survive_a_restart(void **state)
{
    (void)state;
    desk d;
    open_with_latency(&d);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "99");
    tr_exchange_order order = desk_order("2", TR_SIDE_BUY, "1", "99");
    order.tif = TR_TIF_IOC;
    desk_send(&d, &order);
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    desk_restart(&d);
    d.now_ns = 2000;
    desk_tick(&d, "100", NULL);
    desk_expect(&d, "a/2 cancelled: immediate or cancel: the rest does not fill at once", NULL);
    desk_tick(&d, "98", NULL);
    desk_expect(&d, "a/1 fill 1: 1 at 99 fee 0 USDT maker", "a/1 done", NULL);
    desk_close(&d);
}

static void what_is_held_is_held_while_an_order_is_on_its_way(void **state)
{
    (void)state;
    desk d;
    open_with_latency(&d);
    desk_place(&d, "1", TR_SIDE_SELL, "10", "120");
    desk_place(&d, "2", TR_SIDE_SELL, "1", "120");
    desk_expect(&d, "a/1 accepted", "a/2 rejected: insufficient BTC: needs 1, 0 available", NULL);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_taker_walks_the_levels_and_rests_with_what_they_do_not_give),
        cmocka_unit_test(what_was_taken_is_gone_until_the_level_is_told_again),
        cmocka_unit_test(a_resting_order_fills_when_trades_have_worked_off_who_was_there_before),
        cmocka_unit_test(the_share_of_a_tick_bounds_a_touch_too),
        cmocka_unit_test(
            shrinking_levels_bring_an_order_forward_and_growing_ones_do_not_throw_it_back),
        cmocka_unit_test(the_outside_crossing_our_price_fills_us_with_what_it_shows),
        cmocka_unit_test(a_market_order_takes_all_levels_and_goes_on_with_what_comes),
        cmocka_unit_test(a_trade_through_our_price_fills_us_whoever_was_ahead),
        cmocka_unit_test(a_cleared_book_leaves_ticks_alone_to_count),
        cmocka_unit_test(what_the_outside_crosses_is_gone_from_every_queue),
        cmocka_unit_test(what_an_order_cannot_pay_stays_at_its_level),
        cmocka_unit_test(what_a_working_order_cannot_pay_is_offered_to_the_next),
        cmocka_unit_test(an_account_that_comes_later_learns_the_book),
        cmocka_unit_test(many_levels_and_many_orders_find_room),
        cmocka_unit_test(what_levels_give_is_no_part_of_a_ticks_share),
        cmocka_unit_test(an_order_at_a_price_where_ours_has_gone_stands_behind_what_is_shown_there),
        cmocka_unit_test(fill_or_kill_does_not_begin_what_cannot_be_paid_to_its_end),
        cmocka_unit_test(an_order_off_a_changed_grid_survives_and_can_be_cancelled),
        cmocka_unit_test(a_price_that_no_book_holds_is_not_taken),
        cmocka_unit_test(levels_that_cannot_be_are_refused),
        cmocka_unit_test(an_order_meets_the_market_that_it_arrives_at),
        cmocka_unit_test(a_cancel_takes_its_time_and_may_come_too_late),
        cmocka_unit_test(orders_on_their_way_survive_a_restart),
        cmocka_unit_test(what_is_held_is_held_while_an_order_is_on_its_way),
    };
    return cmocka_run_group_tests_name("paper/outside", tests, NULL, NULL);
}
