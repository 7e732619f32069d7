/* What an account holds, listed: what is durable, all of it, and of this account alone. */
#include "desk.h"

typedef struct listed {
    tr_exchange_item items[8];
    size_t count;
    int done_count;
    tr_status status;
} listed;

static void keep_item(void *user, const tr_exchange_item *item)
{
    listed *l = user;
    assert_true(l->count < 8);
    assert_int_equal(l->done_count, 0);
    l->items[l->count++] = *item;
}

static void keep_done(void *user, tr_status status, const tr_error *err)
{
    listed *l = user;
    assert_true((status == TR_OK) == (err == NULL));
    l->done_count++;
    l->status = status;
}

static listed list(desk *d, tr_listing_kind kind, int64_t since_ns)
{
    listed l = { .count = 0 };
    tr_exchange_listing into = { keep_item, keep_done, &l };
    tr_error err = { 0 };
    if (d->port->list(d->port->user, kind, "a", since_ns, &into, &err) != TR_OK)
        fail_msg("%s", err.message);
    assert_int_equal(l.done_count, 1);
    assert_int_equal(l.status, TR_OK);
    return l;
}

static void assert_decimal(tr_decimal value, const char *wanted)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_decimal_format(value, text, sizeof text);
    assert_string_equal(text, wanted);
}

static void open_orders_are_listed_with_what_has_filled(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.participation = decimal("1");
    desk_open(&d);
    desk_tick(&d, "100", "0.25");
    desk_place(&d, "1", TR_SIDE_BUY, "1", "100");
    desk_place(&d, "2", TR_SIDE_SELL, "2", "130");
    desk_place(&d, "3", TR_SIDE_SELL, "1", "140");
    assert_int_equal(list(&d, TR_LISTING_ORDERS, 0).count, 0); /* not durable yet */
    desk_settle(&d);
    assert_int_equal(d.port->cancel(d.port->user, "a", "3", NULL), TR_OK);
    desk_settle(&d);
    listed l = list(&d, TR_LISTING_ORDERS, 0);
    assert_int_equal(l.count, 2);
    assert_string_equal(l.items[0].client_id, "1");
    assert_string_equal(l.items[0].symbol, "BTC/USDT");
    assert_decimal(l.items[0].quantity.value, "1");
    assert_decimal(l.items[0].filled_quantity.value, "0.25");
    assert_decimal(l.items[0].price.value, "100");
    assert_string_equal(l.items[1].client_id, "2");
    assert_int_equal(l.items[1].side, TR_SIDE_SELL);
    desk_close(&d);
}

static void executions_are_listed_as_they_were_reported(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    d.options.fee_taker = decimal("0.001");
    desk_open(&d);
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", NULL);
    desk_settle(&d);
    d.now_ns = 5000;
    desk_place(&d, "2", TR_SIDE_SELL, "2", NULL);
    desk_settle(&d);
    listed all = list(&d, TR_LISTING_FILLS, 0), late = list(&d, TR_LISTING_FILLS, 5000);
    assert_int_equal(all.count, 2);
    assert_int_equal(late.count, 1);
    assert_string_equal(late.items[0].client_id, "2");
    assert_string_equal(late.items[0].exchange_fill_id, "2");
    assert_string_equal(late.items[0].asset, "USDT");
    assert_decimal(late.items[0].fee.value, "0.2");
    assert_decimal(late.items[0].quantity.value, "2");
    assert_decimal(late.items[0].price.value, "100");
    assert_int_equal(late.items[0].at_ns, 5000);
    assert_int_equal(list(&d, TR_LISTING_FILLS, 5001).count, 0);
    desk_close(&d);
}

static void balances_are_whole_and_those_of_nothing_left_out(void **state)
{
    (void)state;
    desk d;
    desk_init(&d);
    desk_open(&d);
    desk_balance(&d, "a", "ETH", "0");
    desk_balance(&d, "b", "XRP", "7");
    desk_tick(&d, "100", NULL);
    desk_place(&d, "1", TR_SIDE_BUY, "1", "90"); /* what it holds is part of the balance */
    desk_settle(&d);
    listed l = list(&d, TR_LISTING_BALANCES, 0);
    assert_int_equal(l.count, 2);
    assert_string_equal(l.items[0].asset, "BTC");
    assert_decimal(l.items[0].held, "10");
    assert_string_equal(l.items[1].asset, "USDT");
    assert_decimal(l.items[1].held, "1000");
    assert_int_equal(list(&d, TR_LISTING_POSITIONS, 0).count, 0);
    desk_restart(&d);
    assert_int_equal(list(&d, TR_LISTING_BALANCES, 0).count, 2);
    desk_close(&d);
}

static void listing_without_an_account_or_a_listener_is_refused(void **state)
{
    (void)state;
    desk d;
    listed l = { .count = 0 };
    tr_exchange_listing into = { keep_item, keep_done, &l }, nobody = { NULL, NULL, NULL };
    desk_init(&d);
    desk_open(&d);
    assert_int_equal(d.port->list(d.port->user, TR_LISTING_FILLS, NULL, 0, &into, NULL),
                     TR_E_INVALID);
    assert_int_equal(d.port->list(d.port->user, TR_LISTING_FILLS, "a", 0, NULL, NULL),
                     TR_E_INVALID);
    assert_int_equal(d.port->list(d.port->user, TR_LISTING_FILLS, "a", 0, &nobody, NULL),
                     TR_E_INVALID);
    assert_int_equal(l.done_count, 0);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_orders_are_listed_with_what_has_filled),
        cmocka_unit_test(executions_are_listed_as_they_were_reported),
        cmocka_unit_test(balances_are_whole_and_those_of_nothing_left_out),
        cmocka_unit_test(listing_without_an_account_or_a_listener_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
