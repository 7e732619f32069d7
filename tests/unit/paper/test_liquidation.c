/* Accounts whose losses have eaten their margin are closed out, at a price that leaves nobody owing. */
#include <trade/rng.h>

#include "desk.h"

#define BTC_SWAP "BTC/USDT:USDT"
#define ETH_SWAP "ETH/USDT:USDT"
#define HOUR     INT64_C(3600000000000)

/* Leverage 10, a maintenance margin of half a per cent, and a fee of as much. */
static void open_swaps(desk *d)
{
    desk_init(d);
    (void)snprintf(d->instrument.symbol, sizeof d->instrument.symbol, BTC_SWAP);
    d->instrument.kind = TR_KIND_LINEAR;
    d->second = d->instrument;
    (void)snprintf(d->second.symbol, sizeof d->second.symbol, ETH_SWAP);
    (void)snprintf(d->second.base, sizeof d->second.base, "ETH");
    d->now_ns = 10 * HOUR;
    d->options.leverage = tr_decimal_from_int(10);
    d->options.maintenance_margin = decimal("0.005");
    d->options.liquidation_fee = decimal("0.005");
    d->options.funding_interval_ns = 8 * HOUR;
    desk_start(d);
    desk_balance(d, "a", "USDT", "1000");
    desk_settle(d);
}

static void tick(desk *d, const char *symbol, const char *price)
{
    tr_price_tick one = { .at_ns = d->now_ns };
    tr_error err = { 0 };
    (void)snprintf(one.symbol, sizeof one.symbol, "%s", symbol);
    one.price.value = decimal(price);
    if (tr_paper_price(d->paper, &one, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static void place(desk *d, const char *symbol, const char *client_id, tr_side side,
                  const char *quantity, const char *limit)
{
    tr_exchange_order order = desk_order(client_id, side, quantity, limit);
    (void)snprintf(order.symbol, sizeof order.symbol, "%s", symbol);
    desk_send(d, &order);
    desk_settle(d);
}

static void quiet(desk *d)
{
    desk_settle(d);
    d->report_count = 0;
}

/* ---- rules ------------------------------------------------------------------------------------- */

/* 100 at 100 with 1000: at 90.45 there are 45, less than half a per cent of 9045; at 90.46 there are 46, and more. */
static void position_is_closed_when_the_equity_falls_to_the_maintenance_margin(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    tick(&d, BTC_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_BUY, "100", NULL);
    quiet(&d);
    tick(&d, BTC_SWAP, "90.46");
    desk_settle(&d);
    assert_int_equal(d.report_count, 0);
    tick(&d, BTC_SWAP, "90.45");
    desk_expect(&d, "a/-liquidation-2 liquidated 2: 100 at 90.45 fee 45 USDT",
                NULL); /* 45.225, but for what there is */
    desk_expect_balance(&d, "USDT", "0");
    desk_close(&d);
}

static void what_is_left_behind_the_fee_stays_with_the_account(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    d.options.liquidation_fee = decimal("0.001");
    desk_restart(&d);
    tick(&d, BTC_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_SELL, "50", NULL);
    quiet(&d);
    tick(&d, BTC_SWAP, "119.41"); /* 29.5 are left of 5970.5 */
    desk_expect(&d, "a/-liquidation-2 liquidated 2: 50 at 119.41 fee 5.9705 USDT", NULL);
    desk_expect_balance(&d, "USDT", "23.5295");
    desk_close(&d);
}

static void gap_leaves_nobody_owing_and_no_order_goes_first(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    tick(&d, BTC_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_BUY, "90", NULL);
    place(&d, BTC_SWAP, "2", TR_SIDE_BUY, "1", "70");
    place(&d, BTC_SWAP, "3", TR_SIDE_SELL, "1", "110");
    quiet(&d);
    tick(&d, BTC_SWAP, "60"); /* 3600 would be lost; neither does the order at 70 fill */
    desk_settle(&d);
    size_t cancelled = 0, liquidated = 0;
    for (size_t i = 0; i < d.report_count; i++) {
        cancelled += strstr(d.reports[i], "cancelled: liquidation") != NULL;
        liquidated +=
            strcmp(d.reports[i], "a/-liquidation-4 liquidated 2: 90 at 88.89 fee 0.1 USDT") == 0;
    }
    assert_int_equal(cancelled, 2);
    assert_int_equal(liquidated, 1);
    assert_int_equal(d.report_count, 3);
    desk_expect_balance(&d, "USDT", "0"); /* 88.888.. is not on the tick: the fee takes the rest */
    desk_close(&d);
}

static void close_that_would_cost_more_than_there_is_is_a_liquidation(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    d.options.slippage = decimal("0.02");
    d.options.leverage = tr_decimal_from_int(20);
    desk_restart(&d);
    tick(&d, BTC_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_BUY, "100", NULL); /* at 102, and 200 are lost */
    quiet(&d);
    tick(&d, BTC_SWAP, "93"); /* 100 are left; selling at 91.14 would lose 186 more */
    desk_settle(&d);
    assert_int_equal(d.report_count, 0);
    place(&d, BTC_SWAP, "2", TR_SIDE_SELL, "100", NULL);
    desk_expect(&d, "a/2 accepted",
                "a/2 cancelled: the loss is larger than the balance: liquidation",
                "a/-liquidation-3 liquidated 2: 100 at 92 fee 0 USDT", NULL);
    desk_expect_balance(&d, "USDT", "0");
    desk_close(&d);
}

static void profits_of_one_swap_carry_the_losses_of_another_until_they_do_not(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    tick(&d, BTC_SWAP, "100");
    tick(&d, ETH_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_BUY, "45", NULL);
    place(&d, ETH_SWAP, "2", TR_SIDE_SELL, "45", NULL);
    quiet(&d);
    tick(&d, ETH_SWAP, "60"); /* 1800 gained */
    tick(&d, BTC_SWAP, "60"); /* 1800 lost: the 1000 are there */
    desk_settle(&d);
    assert_int_equal(d.report_count, 0);
    tick(&d, ETH_SWAP, "78"); /* 190 are left */
    desk_settle(&d);
    assert_int_equal(d.report_count, 0);
    tick(&d, ETH_SWAP, "82"); /* 10, of 6390 */
    desk_expect(&d, "a/-liquidation-3 liquidated 3: 45 at 60 fee 10 USDT",
                "a/-liquidation-4 liquidated 4: 45 at 82 fee 0 USDT", NULL);
    desk_expect_balance(&d, "USDT", "0");
    desk_close(&d);
}

static void funding_takes_no_more_than_there_is(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    tick(&d, BTC_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_BUY, "100", NULL);
    assert_int_equal(tr_paper_set_funding_rate(d.paper, BTC_SWAP, decimal("0.2"), NULL), TR_OK);
    quiet(&d);
    d.now_ns += 8 * HOUR; /* 2000 are due */
    tick(&d, BTC_SWAP, "100");
    desk_expect(&d, "a/ funding", "a/-liquidation-2 liquidated 2: 100 at 100 fee 0 USDT", NULL);
    desk_expect_balance(&d, "USDT", "0");
    desk_close(&d);
}

static void restart_liquidates_with_the_first_prices_and_once(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    tick(&d, BTC_SWAP, "100");
    tick(&d, ETH_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_BUY, "50", NULL);
    place(&d, ETH_SWAP, "2", TR_SIDE_BUY, "40", NULL);
    quiet(&d);
    desk_restart(&d);
    tick(&d, BTC_SWAP, "50"); /* of the other nothing is known yet: it may have gained */
    desk_settle(&d);
    assert_int_equal(d.report_count, 0);
    tick(&d, ETH_SWAP, "150"); /* it has: 2000 */
    desk_settle(&d);
    assert_int_equal(d.report_count, 0);
    tick(&d, ETH_SWAP, "112");
    desk_expect(&d, "a/-liquidation-3 liquidated 3: 50 at 70.4 fee 0 USDT",
                "a/-liquidation-4 liquidated 4: 40 at 112 fee 0 USDT", NULL);
    desk_restart(&d);
    tick(&d, BTC_SWAP, "10");
    tick(&d, ETH_SWAP, "10");
    desk_settle(&d);
    desk_expect_balance(&d, "USDT", "0");
    desk_close(&d);
}

static void close_before_all_prices_are_known_is_no_bankruptcy(void **state)
{
    (void)state;
    desk d;
    open_swaps(&d);
    tick(&d, BTC_SWAP, "100");
    tick(&d, ETH_SWAP, "100");
    place(&d, BTC_SWAP, "1", TR_SIDE_BUY, "45", NULL);
    place(&d, ETH_SWAP, "2", TR_SIDE_SELL, "45", NULL);
    quiet(&d);
    desk_restart(&d);
    tick(&d, BTC_SWAP, "60"); /* 1800 would be lost, of 1000 and what the other has gained */
    place(&d, BTC_SWAP, "3", TR_SIDE_SELL, "45", NULL);
    desk_expect(&d, "a/3 accepted", "a/3 cancelled: insufficient margin for the next fill", NULL);
    tick(&d, ETH_SWAP, "60"); /* which is as much */
    desk_settle(&d);
    assert_int_equal(d.report_count, 0);
    desk_close(&d);
}

static void margin_that_liquidates_at_once_is_refused(void **state)
{
    (void)state;
    desk d;
    tr_error err = { 0 };
    tr_paper *paper = NULL;
    open_swaps(&d);
    d.options.maintenance_margin = decimal("0.1"); /* times 10 */
    assert_int_equal(tr_paper_new(&d.options, &paper, &err), TR_E_RANGE);
    assert_non_null(strstr(err.message, "times leverage"));
    d.options.maintenance_margin = decimal("-0.1");
    assert_int_equal(tr_paper_new(&d.options, &paper, &err), TR_E_RANGE);
    d.options.maintenance_margin = decimal("0.05");
    d.options.liquidation_fee = decimal("1");
    assert_int_equal(tr_paper_new(&d.options, &paper, &err), TR_E_RANGE);
    desk_close(&d);
}

/* ---- any orders, prices and jumps -------------------------------------------------------------- */

/* What was bought, sold and paid in each swap, and nothing of margins. */
typedef struct model {
    tr_decimal quantity[2], spent[2], fees, funding;
    int liquidations;
} model;

static model *watched;

static void add(tr_decimal *sum, tr_decimal value, bool is_negative)
{
    assert_int_equal((is_negative ? tr_decimal_subtract : tr_decimal_add)(*sum, value, sum), TR_OK);
}

static void on_report(void *user, const tr_exchange_report *report)
{
    bool is_liquidation = report->kind == TR_REPORT_LIQUIDATION;
    tr_decimal value;
    (void)user; /* the reports are not read as text */
    if (report->kind == TR_REPORT_FUNDING)
        add(&watched->funding, report->funding.amount.value, false);
    if (report->kind != TR_REPORT_FILL && !is_liquidation)
        return;
    size_t market = is_liquidation ? report->symbol[0] == 'E' : report->client_id[0] == 'e';
    bool is_sell = is_liquidation ? report->side == TR_SIDE_SELL : report->client_id[1] == 's';
    assert_int_equal(
        tr_decimal_multiply(report->price.value, report->quantity.value, TR_ROUND_DOWN, &value),
        TR_OK);
    add(&watched->quantity[market], report->quantity.value, is_sell);
    add(&watched->spent[market], value, is_sell);
    add(&watched->fees, report->fee.value, false);
    watched->liquidations += is_liquidation;
    if (is_liquidation)
        assert_true(tr_decimal_is_zero(watched->quantity[market])); /* whole positions */
}

static bool keep_balance(void *user, const void *row)
{
    *(tr_decimal *)user = ((const tr_paper_balance_row *)row)->total.value;
    return true;
}

/* Cash less what is not realised is what came in less what went out; nobody owes, and nobody goes on without his margin. */
static void expect_sound(desk *d, const model *m, const tr_decimal prices[2])
{
    tr_decimal total = { 0 }, equity = decimal("1000"), value, all = { 0 }, needed;
    tr_paper_balance_row key = { .account = "a", .asset = "USDT" };
    tr_store_query query = {
        .table = TR_TABLE_PAPER_BALANCE, .key = &key, .key_columns = 2, .limit = 1
    };
    assert_int_equal(
        d->reader.read(d->reader.user, &query, keep_balance, desk_read_done, &total, NULL), TR_OK);
    assert_true(tr_decimal_sign(total) >= 0);
    add(&equity, m->fees, true);
    add(&equity, m->funding, false);
    for (size_t i = 0; i < 2; i++) {
        add(&equity, m->spent[i], true);
        assert_int_equal(tr_decimal_multiply(m->quantity[i], prices[i], TR_ROUND_DOWN, &value),
                         TR_OK);
        add(&equity, value, false);
        assert_int_equal(tr_decimal_absolute(value, &value), TR_OK);
        add(&all, value, false);
    }
    assert_true(tr_decimal_sign(equity) >= 0);
    if (tr_decimal_is_zero(all)) {
        assert_int_equal(tr_decimal_compare(total, equity), 0);
        return;
    }
    assert_int_equal(tr_decimal_multiply(all, d->options.maintenance_margin, TR_ROUND_UP, &needed),
                     TR_OK);
    assert_int_equal(tr_decimal_compare(equity, needed), 1);
}

static void run_seed(uint64_t seed, int *liquidations)
{
    static const char *const symbols[] = { BTC_SWAP, ETH_SWAP };
    desk d;
    model m = { .liquidations = 0 };
    tr_rng rng;
    tr_decimal prices[2] = { decimal("100"), decimal("100") };
    int cents[2] = { 10000, 10000 };
    tr_rng_init(&rng, seed);
    watched = &m;
    open_swaps(&d);
    desk_settle(&d);
    d.options.report = on_report;
    d.options.fee_taker = decimal("0.000543");
    d.options.fee_maker = decimal("0.000217");
    d.options.slippage = decimal(seed % 3 == 0 ? "0.02" : "0.0003");
    desk_restart(&d);
    tick(&d, BTC_SWAP, "100");
    tick(&d, ETH_SWAP, "100");
    for (int i = 0; i < 80; i++) {
        char id[16], quantity[32], price[32], limit[32];
        size_t k = (size_t)tr_rng_below(&rng, 2);
        tr_side side = tr_rng_below(&rng, 2) == 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
        bool jumps = tr_rng_below(&rng, 12) == 0;
        cents[k] +=
            cents[k] * ((int)tr_rng_below(&rng, jumps ? 1200 : 60) - (jumps ? 600 : 30)) / 1000;
        (void)snprintf(price, sizeof price, "%d.%02d", cents[k] / 100, cents[k] % 100);
        (void)snprintf(limit, sizeof limit, "%d.%02d", cents[k] * 99 / 10000,
                       cents[k] * 99 / 100 % 100);
        (void)snprintf(id, sizeof id, "%c%c%03d", k == 0 ? 'b' : 'e',
                       side == TR_SIDE_BUY ? 'b' : 's', i);
        (void)snprintf(quantity, sizeof quantity, "%d.%03d", (int)tr_rng_below(&rng, 60),
                       1 + (int)tr_rng_below(&rng, 999));
        tick(&d, symbols[k], price);
        prices[k] = decimal(price);
        tr_exchange_order order =
            desk_order(id, side, quantity, tr_rng_below(&rng, 3) == 0 ? limit : NULL);
        (void)snprintf(order.symbol, sizeof order.symbol, "%s", symbols[k]);
        order.is_reduce_only = tr_rng_below(&rng, 4) == 0;
        desk_send(&d, &order);
        assert_int_equal(tr_paper_set_funding_rate(d.paper, symbols[k],
                                                   decimal(i % 2 == 0 ? "0.01" : "-0.02"), NULL),
                         TR_OK);
        d.now_ns += (int64_t)tr_rng_below(&rng, 4) * HOUR;
        desk_settle(&d);
        expect_sound(&d, &m, prices);
        if (tr_rng_below(&rng, 10) != 0)
            continue;
        desk_restart(&d);
        for (k = 0; k < 2; k++) { /* nothing is judged before that */
            (void)snprintf(price, sizeof price, "%d.%02d", cents[k] / 100, cents[k] % 100);
            tick(&d, symbols[k], price);
        }
        desk_settle(&d);
        expect_sound(&d, &m, prices);
    }
    *liquidations += m.liquidations;
    desk_close(&d);
}

static void nobody_ever_owes(void **state)
{
    int liquidations = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        print_message("seed %d\n", (int)seed);
        run_seed(seed, &liquidations);
    }
    print_message("%d liquidations\n", liquidations);
    assert_true(liquidations > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(position_is_closed_when_the_equity_falls_to_the_maintenance_margin),
        cmocka_unit_test(what_is_left_behind_the_fee_stays_with_the_account),
        cmocka_unit_test(gap_leaves_nobody_owing_and_no_order_goes_first),
        cmocka_unit_test(close_that_would_cost_more_than_there_is_is_a_liquidation),
        cmocka_unit_test(profits_of_one_swap_carry_the_losses_of_another_until_they_do_not),
        cmocka_unit_test(funding_takes_no_more_than_there_is),
        cmocka_unit_test(restart_liquidates_with_the_first_prices_and_once),
        cmocka_unit_test(close_before_all_prices_are_known_is_no_bankruptcy),
        cmocka_unit_test(margin_that_liquidates_at_once_is_refused),
        cmocka_unit_test(nobody_ever_owes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
