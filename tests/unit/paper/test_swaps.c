/* Linear swaps on the paper exchange: positions, margin, reduce-only, funding, over restarts; beside a naive model. */
#include <trade/rng.h>

#include "desk.h"

#define HOUR INT64_C(3600000000000)

static void open_swap(desk *d)
{
    desk_init(d);
    (void)snprintf(d->instrument.symbol, sizeof d->instrument.symbol, "BTC/USDT:USDT");
    d->instrument.kind = TR_KIND_LINEAR;
    d->now_ns = 10 * HOUR; /* two hours behind a funding at eight */
    d->options.leverage = tr_decimal_from_int(5);
    d->options.funding_interval_ns = 8 * HOUR;
    desk_start(d);
    desk_balance(d, "a", "USDT", "1000");
}

static void tick(desk *d, const char *price)
{
    tr_price_tick one = { .symbol = "BTC/USDT:USDT", .at_ns = d->now_ns };
    tr_error err = { 0 };
    one.price.value = decimal(price);
    if (tr_paper_price(d->paper, &one, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static tr_exchange_order swap_order(const char *client_id, tr_side side, const char *quantity, const char *limit)
{
    tr_exchange_order order = desk_order(client_id, side, quantity, limit);
    (void)snprintf(order.symbol, sizeof order.symbol, "BTC/USDT:USDT");
    return order;
}

static void place(desk *d, const char *client_id, tr_side side, const char *quantity, const char *limit)
{
    tr_exchange_order order = swap_order(client_id, side, quantity, limit);
    desk_send(d, &order);
}

static void reduce(desk *d, const char *client_id, tr_side side, const char *quantity, const char *limit)
{
    tr_exchange_order order = swap_order(client_id, side, quantity, limit);
    order.is_reduce_only = true;
    desk_send(d, &order);
}

/* ---- what is listed ---------------------------------------------------------------------------- */

typedef struct listed {
    int count;
    tr_exchange_item last;
    bool is_done;
} listed;

static void on_item(void *user, const tr_exchange_item *item)
{
    listed *list = user;
    list->count++;
    list->last = *item;
}

static void on_done(void *user, tr_status status, const tr_error *err)
{
    (void)err; /* the status tells */
    assert_int_equal(status, TR_OK);
    ((listed *)user)->is_done = true;
}

static listed list_of(desk *d, tr_listing_kind kind)
{
    listed list = { .count = 0 };
    tr_exchange_listing into = { on_item, on_done, &list };
    assert_int_equal(d->port->list(d->port->user, kind, "a", 0, &into, NULL), TR_OK);
    assert_true(list.is_done);
    return list;
}

static void expect_position(desk *d, const char *quantity, const char *cost)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    listed list = list_of(d, TR_LISTING_POSITIONS);
    assert_int_equal(list.count, strcmp(quantity, "0") == 0 ? 0 : 1);
    if (list.count == 0)
        return;
    tr_decimal_format(list.last.held, text, sizeof text);
    assert_string_equal(text, quantity);
    tr_decimal_format(list.last.cost.value, text, sizeof text);
    assert_string_equal(text, cost);
}

/* ---- orders ------------------------------------------------------------------------------------ */

static void short_and_long_realise_into_the_balance(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    place(&d, "1", TR_SIDE_SELL, "2", NULL);
    desk_expect(&d, "a/1 accepted", "a/1 fill 1: 2 at 100 fee 0 USDT", "a/1 done", NULL);
    desk_expect_balance(&d, "USDT", "1000");
    expect_position(&d, "-2", "-200");
    tick(&d, "90");
    place(&d, "2", TR_SIDE_BUY, "3", NULL); /* through zero */
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "1020");
    expect_position(&d, "1", "90");
    desk_restart(&d);
    expect_position(&d, "1", "90");
    tick(&d, "80");
    d.report_count = 0;
    reduce(&d, "3", TR_SIDE_SELL, "1", NULL);
    desk_expect(&d, "a/3 accepted", "a/3 fill 3: 1 at 80 fee 0 USDT", "a/3 done", NULL);
    desk_expect_balance(&d, "USDT", "1010");
    expect_position(&d, "0", "0");
    desk_close(&d);
}

static void margin_and_losses_bound_what_can_be_opened(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    place(&d, "1", TR_SIDE_SELL, "51", NULL); /* 1020 */
    desk_expect(&d, "a/1 rejected: insufficient USDT: needs 1020, 1000 available", NULL);
    place(&d, "2", TR_SIDE_SELL, "40", NULL);
    desk_settle(&d);
    d.report_count = 0;
    place(&d, "3", TR_SIDE_SELL, "11", "100"); /* 220 of 200 */
    desk_expect(&d, "a/3 rejected: insufficient USDT: needs 220, 200 available", NULL);
    tick(&d, "104"); /* 160 lost, 832 bound: 8 are left */
    place(&d, "4", TR_SIDE_SELL, "1", NULL);
    desk_expect(&d, "a/4 rejected: insufficient USDT: needs 20.8, 8 available", NULL);
    tick(&d, "130"); /* more would be lost than there is */
    desk_expect(&d, "a/-liquidation-5 liquidated 2: 40 at 125 fee 0 USDT", NULL);
    desk_expect_balance(&d, "USDT", "0"); /* and nobody owes */
    desk_restart(&d);
    desk_expect_balance(&d, "USDT", "0");
    expect_position(&d, "0", "0");
    desk_close(&d);
}

static void market_order_through_zero_needs_margin_for_what_it_opens(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    place(&d, "1", TR_SIDE_BUY, "50", NULL); /* all of it is bound */
    desk_settle(&d);
    d.report_count = 0;
    tr_exchange_order whole = swap_order("2", TR_SIDE_SELL, "101", NULL);
    whole.tif = TR_TIF_FOK;
    desk_send(&d, &whole);
    desk_expect(&d, "a/2 rejected: insufficient USDT: needs 20, 0 available", NULL);
    expect_position(&d, "50", "5000");
    place(&d, "3", TR_SIDE_SELL, "100", NULL);
    desk_expect(&d, "a/3 accepted", "a/3 fill 2: 100 at 100 fee 0 USDT", "a/3 done", NULL);
    expect_position(&d, "-50", "-5000");
    place(&d, "4", TR_SIDE_BUY, "101", NULL); /* what closes is done, what it could not carry is not */
    desk_expect(&d, "a/4 accepted", "a/4 fill 3: 50 at 100 fee 0 USDT",
                "a/4 cancelled: the position is closed: insufficient margin for what opens the other side", NULL);
    expect_position(&d, "0", "0");
    desk_expect_balance(&d, "USDT", "1000");
    desk_close(&d);
}

static void reduce_only_never_goes_beyond_the_position(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    reduce(&d, "1", TR_SIDE_SELL, "1", NULL);
    desk_expect(&d, "a/1 rejected: reduce-only: there is no position to reduce", NULL);
    place(&d, "2", TR_SIDE_BUY, "2", NULL);
    reduce(&d, "3", TR_SIDE_BUY, "1", NULL);
    desk_settle(&d);
    d.report_count = 0;
    reduce(&d, "4", TR_SIDE_SELL, "2", "110"); /* rests */
    reduce(&d, "5", TR_SIDE_SELL, "1.5", NULL);
    desk_settle(&d);
    d.report_count = 0;
    desk_restart(&d); /* that it only reduces is known of it afterwards, too */
    tick(&d, "111");
    desk_expect(&d, "a/4 fill 3: 0.5 at 110 fee 0 USDT maker",
                "a/4 cancelled: reduce-only: the position is closed", NULL);
    expect_position(&d, "0", "0");
    desk_close(&d);
}

static void amend(desk *d, const char *client_id, const char *quantity, const char *limit)
{
    tr_exchange_order order = swap_order(client_id, TR_SIDE_BUY, quantity, limit);
    assert_int_equal(d->port->amend(d->port->user, &order, NULL), TR_OK);
    desk_settle(d);
}

/* Nothing is free: what an order held before is not asked for again, and less of it is given back. */
static void order_is_amended_while_losses_have_eaten_what_was_free(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    place(&d, "1", TR_SIDE_BUY, "40", NULL);
    place(&d, "2", TR_SIDE_BUY, "2", "90"); /* 36 */
    desk_settle(&d);
    d.report_count = 0;
    tick(&d, "94"); /* 752 bound, 240 lost */
    desk_settle(&d);
    amend(&d, "2", "3", "90");
    desk_expect(&d, "a/2 amend_refused: insufficient balance", NULL);
    assert_true(tr_paper_check(d.paper));
    amend(&d, "2", "1", "90");
    desk_expect(&d, "a/2 amended", NULL);
    assert_true(tr_paper_check(d.paper));
    desk_close(&d);
}

/* ---- funding ----------------------------------------------------------------------------------- */

static void longs_pay_shorts_at_the_end_of_every_interval_once(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    assert_int_equal(tr_paper_funding_ns(d.paper), INT64_MAX);
    place(&d, "1", TR_SIDE_BUY, "2", NULL);
    desk_settle(&d);
    assert_int_equal(tr_paper_funding_ns(d.paper), 16 * HOUR);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("0.0001"), NULL), TR_OK);
    d.now_ns = 16 * HOUR - 1;
    desk_settle(&d);
    tick(&d, "100");
    desk_expect_balance(&d, "USDT", "1000");
    d.now_ns = 16 * HOUR;
    tick(&d, "110");
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "999.978"); /* 220 at a rate of 0.0001 */
    tick(&d, "111");
    desk_settle(&d);
    desk_restart(&d);
    tick(&d, "111");
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "999.978");
    assert_int_equal(list_of(&d, TR_LISTING_FUNDING).count, 1);
    assert_int_equal(list_of(&d, TR_LISTING_FUNDING).last.funding.at_ns, 16 * HOUR);
    place(&d, "2", TR_SIDE_SELL, "4", NULL); /* short 2, and 22 gained */
    desk_settle(&d);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("0.0001"), NULL), TR_OK);
    d.now_ns = 33 * HOUR; /* two intervals went by unwatched */
    tick(&d, "100");
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "1022.018");
    assert_int_equal(list_of(&d, TR_LISTING_FUNDING).count, 3);
    desk_close(&d);
}

static void rate_of_zero_moves_nothing_and_ends_its_interval(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    place(&d, "1", TR_SIDE_BUY, "2", NULL);
    d.now_ns = 25 * HOUR;
    tick(&d, "100");
    desk_settle(&d);
    desk_restart(&d);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("0.5"), NULL), TR_OK);
    tick(&d, "100");
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "1000"); /* what was over was at a rate of 0 */
    assert_int_equal(list_of(&d, TR_LISTING_FUNDING).count, 0);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT", decimal("0.5"), NULL), TR_E_NOT_FOUND);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("1"), NULL), TR_E_RANGE);
    desk_close(&d);
}

/* What is paid is rounded up, what is received rounded down: a third of a unit is lost on both sides. */
static void interval_that_was_paid_is_not_paid_again_when_the_clock_is_set_back(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "100");
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("0.01"), NULL), TR_OK);
    place(&d, "1", TR_SIDE_BUY, "1", NULL);
    desk_settle(&d);
    d.now_ns = 16 * HOUR;
    tick(&d, "100");
    reduce(&d, "2", TR_SIDE_SELL, "1", NULL);
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "999");
    d.now_ns = 15 * HOUR;
    tick(&d, "100");
    place(&d, "3", TR_SIDE_BUY, "1", NULL);
    desk_settle(&d);
    desk_restart(&d);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("0.01"), NULL), TR_OK);
    d.now_ns = 16 * HOUR + 1;
    tick(&d, "100");
    desk_settle(&d);
    assert_int_equal(list_of(&d, TR_LISTING_FUNDING).count, 1);
    desk_expect_balance(&d, "USDT", "999");
    desk_close(&d);
}

static void funding_is_rounded_against_the_account(void **state)
{
    (void)state;
    desk d;
    open_swap(&d);
    tick(&d, "0.01");
    place(&d, "1", TR_SIDE_BUY, "0.001", NULL);
    desk_settle(&d);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("0.00000000000003"), NULL), TR_OK);
    d.now_ns = 16 * HOUR;
    tick(&d, "0.01"); /* 0.00001 * 3e-14 = 3e-19: one unit of 10^-18 */
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "999.999999999999999999");
    place(&d, "2", TR_SIDE_SELL, "0.002", NULL);
    desk_settle(&d);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal("0.00000000000003"), NULL), TR_OK);
    d.now_ns = 24 * HOUR;
    tick(&d, "0.01");
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "999.999999999999999999");
    desk_close(&d);
}

/* ---- the naive model ----------------------------------------------------------------------------- */

/* It knows what was bought, sold, paid and funded, and nothing of averages, margins or books. */
typedef struct model {
    tr_decimal quantity, spent, fees, funding;
} model;

static void add(tr_decimal *sum, tr_decimal value, bool is_negative)
{
    assert_int_equal((is_negative ? tr_decimal_subtract : tr_decimal_add)(*sum, value, sum), TR_OK);
}

static model *watched;

static void on_report(void *user, const tr_exchange_report *report)
{
    desk *d = user;
    d->report_count = 0; /* they are not read as text */
    if (report->kind == TR_REPORT_FUNDING)
        add(&watched->funding, report->funding.amount.value, false);
    bool is_liquidation = report->kind == TR_REPORT_LIQUIDATION;
    if (report->kind != TR_REPORT_FILL && !is_liquidation)
        return;
    tr_decimal value;
    bool is_sell = is_liquidation ? report->side == TR_SIDE_SELL : report->client_id[0] == 's';
    assert_int_equal(tr_decimal_multiply(report->price.value, report->quantity.value, TR_ROUND_DOWN, &value), TR_OK);
    add(&watched->quantity, report->quantity.value, is_sell);
    add(&watched->spent, value, is_sell);
    add(&watched->fees, report->fee.value, false);
}

static bool keep_balance(void *user, const void *row)
{
    *(tr_decimal *)user = ((const tr_paper_balance_row *)row)->total.value;
    return true;
}

static void expect_model(desk *d, const model *m)
{
    tr_decimal total = { 0 }, expected = decimal("1000"), cost = { 0 }, quantity = { 0 };
    tr_paper_balance_row key = { .account = "a", .asset = "USDT" };
    tr_store_query query = { .table = TR_TABLE_PAPER_BALANCE, .key = &key, .key_columns = 2, .limit = 1 };
    assert_int_equal(d->reader.read(d->reader.user, &query, keep_balance, desk_read_done, &total, NULL), TR_OK);
    listed held = list_of(d, TR_LISTING_POSITIONS);
    if (held.count > 0) {
        cost = held.last.cost.value;
        quantity = held.last.held;
    }
    add(&expected, m->spent, true);
    add(&expected, cost, false);
    add(&expected, m->fees, true);
    add(&expected, m->funding, false);
    assert_int_equal(tr_decimal_compare(quantity, m->quantity), 0);
    assert_int_equal(tr_decimal_compare(total, expected), 0);
    assert_int_equal(tr_decimal_sign(cost), tr_decimal_sign(quantity));
}

/* Any order at any price, funding at any rate, the exchange dying in between: no unit is lost. */
static void no_unit_is_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        desk d;
        model m = { .quantity = { 0 } };
        tr_rng rng;
        tr_rng_init(&rng, seed);
        watched = &m;
        open_swap(&d);
        desk_settle(&d);
        d.options.report = on_report;
        d.options.fee_taker = decimal("0.000543");
        d.options.fee_maker = decimal("0.000217");
        d.options.slippage = decimal("0.0003");
        desk_restart(&d);
        for (int i = 0; i < 60; i++) {
            char id[16], quantity[32], price[32], rate[32];
            tr_side side = tr_rng_below(&rng, 2) == 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
            (void)snprintf(id, sizeof id, "%c%03d", side == TR_SIDE_BUY ? 'b' : 's', i);
            (void)snprintf(quantity, sizeof quantity, "%d.%03d", (int)tr_rng_below(&rng, 6), 1 + (int)tr_rng_below(&rng, 999));
            (void)snprintf(price, sizeof price, "%d.%02d", 95 + (int)tr_rng_below(&rng, 10), (int)tr_rng_below(&rng, 100));
            (void)snprintf(rate, sizeof rate, "%s0.%09d", tr_rng_below(&rng, 2) == 0 ? "-" : "", (int)tr_rng_below(&rng, 9999999));
            tick(&d, price);
            tr_exchange_order order = swap_order(id, side, quantity, tr_rng_below(&rng, 3) == 0 ? price : NULL);
            order.is_reduce_only = tr_rng_below(&rng, 4) == 0;
            desk_send(&d, &order);
            assert_int_equal(tr_paper_set_funding_rate(d.paper, "BTC/USDT:USDT", decimal(rate), NULL), TR_OK);
            d.now_ns += (int64_t)tr_rng_below(&rng, 6) * HOUR;
            if (tr_rng_below(&rng, 8) == 0) {
                desk_settle(&d);
                desk_restart(&d);
            }
            desk_settle(&d);
            expect_model(&d, &m);
        }
        print_message("seed %d: holds\n", (int)seed);
        desk_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_and_long_realise_into_the_balance),
        cmocka_unit_test(margin_and_losses_bound_what_can_be_opened),
        cmocka_unit_test(market_order_through_zero_needs_margin_for_what_it_opens),
        cmocka_unit_test(reduce_only_never_goes_beyond_the_position),
        cmocka_unit_test(order_is_amended_while_losses_have_eaten_what_was_free),
        cmocka_unit_test(longs_pay_shorts_at_the_end_of_every_interval_once),
        cmocka_unit_test(rate_of_zero_moves_nothing_and_ends_its_interval),
        cmocka_unit_test(interval_that_was_paid_is_not_paid_again_when_the_clock_is_set_back),
        cmocka_unit_test(funding_is_rounded_against_the_account),
        cmocka_unit_test(no_unit_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
