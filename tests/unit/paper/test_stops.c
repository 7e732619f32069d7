/* Stops that the paper exchange holds: when they go off, as what, and that a restart keeps them. */
#include "desk.h"

static void place_stop(desk *d, const char *client_id, tr_side side, const char *stop, const char *limit)
{
    tr_exchange_order order = desk_order(client_id, side, "1", limit);
    order.type = limit == NULL ? TR_ORDER_STOP : TR_ORDER_STOP_LIMIT;
    order.stop_price.value = decimal(stop);
    desk_send(d, &order);
}

static void amend_stop(desk *d, const char *client_id, const char *quantity, const char *stop)
{
    tr_exchange_order order = desk_order(client_id, TR_SIDE_SELL, quantity, NULL);
    order.type = TR_ORDER_STOP;
    order.stop_price.value = decimal(stop);
    assert_int_equal(d->port->amend(d->port->user, &order, NULL), TR_OK);
    desk_settle(d);
}

static void stop_goes_off_with_the_tick_that_reaches_it(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    place_stop(&d, "1", TR_SIDE_SELL, "95", NULL);
    place_stop(&d, "2", TR_SIDE_BUY, "105", NULL);
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    desk_tick(&d, "95.01", NULL);
    desk_tick(&d, "104.99", NULL);
    desk_expect(&d, NULL);
    assert_true(tr_paper_check(d.paper));
    desk_tick(&d, "95", NULL);
    desk_expect(&d, "a/1 triggered", "a/1 fill 1: 1 at 95 fee 0 USDT", "a/1 done", NULL);
    desk_tick(&d, "106", NULL); /* a gap: it goes at the price that there is */
    desk_expect(&d, "a/2 triggered", "a/2 fill 2: 1 at 106 fee 0 USDT", "a/2 done", NULL);
    desk_close(&d);
}

static void stop_limit_rests_at_its_limit_once_it_has_gone_off(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    place_stop(&d, "1", TR_SIDE_SELL, "95", "94");
    desk_expect(&d, "a/1 accepted", NULL);
    desk_tick(&d, "90", NULL); /* through both: nobody pays 94 any more */
    desk_expect(&d, "a/1 triggered", NULL);
    assert_true(tr_paper_check(d.paper));
    desk_tick(&d, "94.01", NULL);
    desk_expect(&d, "a/1 fill 1: 1 at 94 fee 0 USDT maker", "a/1 done", NULL);
    desk_close(&d);
}

static void stop_that_would_go_off_at_once_is_rejected(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    place_stop(&d, "1", TR_SIDE_SELL, "100", NULL);
    place_stop(&d, "2", TR_SIDE_BUY, "99", NULL);
    place_stop(&d, "3", TR_SIDE_SELL, "95.001", NULL);
    desk_expect(&d, "a/1 rejected: the stop price is reached already: it would go off at once",
                "a/2 rejected: the stop price is reached already: it would go off at once",
                "a/3 rejected: the stop price is not on the tick", NULL);
    tr_exchange_order bare = desk_order("4", TR_SIDE_SELL, "1", NULL);
    bare.type = TR_ORDER_STOP;
    assert_int_equal(d.port->place(d.port->user, &bare, NULL), TR_E_INVALID);
    desk_close(&d);
}

static void stop_holds_its_goods_and_a_cancel_frees_them(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d); /* 10 BTC */
    desk_tick(&d, "100", NULL);
    tr_exchange_order all = desk_order("1", TR_SIDE_SELL, "10", NULL);
    all.type = TR_ORDER_STOP;
    all.stop_price.value = decimal("90");
    desk_send(&d, &all);
    desk_place(&d, "2", TR_SIDE_SELL, "1", NULL);
    desk_expect(&d, "a/1 accepted", "a/2 rejected: insufficient BTC: needs 1, 0 available", NULL);
    assert_int_equal(d.port->cancel(d.port->user, "a", "1", NULL), TR_OK);
    desk_settle(&d);
    desk_place(&d, "3", TR_SIDE_SELL, "1", NULL);
    desk_expect(&d, "a/1 cancelled", "a/3 accepted", "a/3 fill 1: 1 at 100 fee 0 USDT", "a/3 done", NULL);
    desk_tick(&d, "89", NULL); /* it is gone */
    desk_expect(&d, NULL);
    desk_close(&d);
}

static void restart_keeps_stops_and_what_became_of_them(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    place_stop(&d, "1", TR_SIDE_SELL, "95", NULL);
    place_stop(&d, "2", TR_SIDE_SELL, "96", "95.5");
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    desk_restart(&d);
    assert_true(tr_paper_check(d.paper));
    assert_int_equal(d.port->query(d.port->user, "a", "1", NULL), TR_OK);
    desk_settle(&d);
    desk_expect(&d, "a/1 accepted", NULL);
    desk_tick(&d, "95.2", NULL); /* the second goes off, and rests at its limit */
    desk_expect(&d, "a/2 triggered", NULL);
    desk_restart(&d);
    assert_int_equal(d.port->query(d.port->user, "a", "2", NULL), TR_OK);
    desk_settle(&d);
    desk_expect(&d, "a/2 triggered", "a/2 accepted", NULL);
    desk_tick(&d, "94", NULL);
    desk_expect(&d, "a/1 triggered", "a/1 fill 1: 1 at 94 fee 0 USDT", "a/1 done", NULL);
    assert_int_equal(d.port->query(d.port->user, "a", "1", NULL), TR_OK);
    desk_settle(&d);
    desk_expect(&d, "a/1 triggered", "a/1 fill 1: 1 at 94 fee 0 USDT", "a/1 done", NULL);
    desk_close(&d);
}

static void amended_stop_goes_off_at_its_new_price(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    place_stop(&d, "1", TR_SIDE_SELL, "95", NULL);
    amend_stop(&d, "1", "2", "97");
    amend_stop(&d, "1", "2", "101"); /* beyond the market */
    amend_stop(&d, "1", "11", "97"); /* more than there is */
    desk_expect(&d, "a/1 accepted", "a/1 amended",
                "a/1 amend_refused: the stop price is reached already: it would go off at once",
                "a/1 amend_refused: insufficient balance", NULL);
    assert_true(tr_paper_check(d.paper));
    desk_restart(&d);
    desk_tick(&d, "97", NULL);
    desk_expect(&d, "a/1 triggered", "a/1 fill 1: 2 at 97 fee 0 USDT", "a/1 done", NULL);
    desk_close(&d);
}

static void stops_share_a_tick_behind_what_rests(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("1");
    desk_open(&d);
    desk_tick(&d, "100", "100");
    place_stop(&d, "1", TR_SIDE_SELL, "95", NULL);
    place_stop(&d, "2", TR_SIDE_SELL, "95", NULL);
    desk_expect(&d, "a/1 accepted", "a/2 accepted", NULL);
    desk_tick(&d, "94", "1.5");
    desk_expect(&d, "a/1 triggered", "a/1 fill 1: 1 at 94 fee 0 USDT", "a/1 done", "a/2 triggered",
                "a/2 fill 2: 0.5 at 94 fee 0 USDT", NULL);
    desk_tick(&d, "93", "5"); /* what was left works on as a market order */
    desk_expect(&d, "a/2 fill 3: 0.5 at 93 fee 0 USDT", "a/2 done", NULL);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stop_goes_off_with_the_tick_that_reaches_it),
        cmocka_unit_test(stop_limit_rests_at_its_limit_once_it_has_gone_off),
        cmocka_unit_test(stop_that_would_go_off_at_once_is_rejected),
        cmocka_unit_test(stop_holds_its_goods_and_a_cancel_frees_them),
        cmocka_unit_test(restart_keeps_stops_and_what_became_of_them),
        cmocka_unit_test(amended_stop_goes_off_at_its_new_price),
        cmocka_unit_test(stops_share_a_tick_behind_what_rests),
    };
    return cmocka_run_group_tests_name("paper/stops", tests, NULL, NULL);
}
