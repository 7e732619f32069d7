/* Lots: each method by hand, against a model of single units, and what no rounding may lose. */
#include "flow.h"

static tr_lots *lots;
static tr_lot_closing closings[64];
static size_t closing_count;

static void keep(void *user, const tr_lot_closing *closing)
{
    (void)user; /* there is one list */
    ck_assert_uint_lt(closing_count, 64);
    closings[closing_count++] = *closing;
}

static void open_lots(tr_lot_method method)
{
    closing_count = 0;
    ck_assert_int_eq(
        tr_lots_new(method, "BTC/USDT", tr_decimal_from_int(1), NULL, keep, NULL, &lots, NULL),
        TR_OK);
}

static void teardown(void)
{
    tr_lots_free(lots);
    lots = NULL;
}

static void trade(tr_side side, const char *quantity, const char *price)
{
    tr_fill fill = fill_of(side, quantity, price);
    tr_error err = { 0 };
    ck_assert_msg(tr_lots_fill(lots, &fill, &err) == TR_OK, "%s", err.message);
}

/* Three buys of one at 10, 30, 20, then one sold at 25. */
static const struct {
    tr_lot_method method;
    const char *realised, *cost;
} by_method[] = { { TR_LOT_FIFO, "15", "50" },
                  { TR_LOT_LIFO, "5", "40" },
                  { TR_LOT_HIFO, "-5", "30" },
                  { TR_LOT_AVERAGE, "5", "40" } };

START_TEST(each_method_closes_its_own_lot)
{
    open_lots(by_method[_i].method);
    trade(TR_SIDE_BUY, "1", "10");
    trade(TR_SIDE_BUY, "1", "30");
    trade(TR_SIDE_BUY, "1", "20");
    trade(TR_SIDE_SELL, "1", "25");
    tr_lots_sums sums = tr_lots_total(lots);
    assert_decimal(sums.realised.value, by_method[_i].realised);
    assert_decimal(sums.cost.value, by_method[_i].cost);
    assert_decimal(sums.quantity, "2");
    ck_assert_int_eq(sums.fills, 4);
    ck_assert_uint_eq(tr_lots_count(lots), by_method[_i].method == TR_LOT_AVERAGE ? 1 : 2);
}
END_TEST

START_TEST(one_sale_closes_several_lots_and_part_of_one)
{
    open_lots(TR_LOT_FIFO);
    trade(TR_SIDE_BUY, "1", "10");
    trade(TR_SIDE_BUY, "2", "20");
    trade(TR_SIDE_SELL, "1.5", "30");
    ck_assert_uint_eq(closing_count, 2);
    assert_decimal(closings[0].lot.quantity, "1");
    assert_decimal(closings[0].gain.value, "20");
    assert_decimal(closings[1].lot.quantity, "0.5");
    assert_decimal(closings[1].gain.value, "5");
    assert_decimal(closings[1].proceeds.value, "15");
    assert_decimal(tr_lots_total(lots).cost.value, "30");
}
END_TEST

START_TEST(short_positions_gain_when_the_price_falls)
{
    open_lots((tr_lot_method)_i);
    trade(TR_SIDE_SELL, "2", "100");
    assert_decimal(tr_lots_total(lots).quantity, "-2");
    assert_decimal(tr_lots_total(lots).cost.value, "-200");
    trade(TR_SIDE_BUY, "1", "90");
    assert_decimal(tr_lots_total(lots).realised.value, "10");
    tr_money unrealised;
    ck_assert_int_eq(tr_lots_unrealised(lots, (tr_price){ decimal("80") }, &unrealised), TR_OK);
    assert_decimal(unrealised.value, "20");
}
END_TEST

START_TEST(trade_through_zero_closes_and_opens_the_other_side)
{
    open_lots((tr_lot_method)_i);
    trade(TR_SIDE_BUY, "1", "100");
    trade(TR_SIDE_SELL, "3", "110");
    assert_decimal(tr_lots_total(lots).realised.value, "10");
    assert_decimal(tr_lots_total(lots).quantity, "-2");
    assert_decimal(tr_lots_total(lots).cost.value, "-220");
}
END_TEST

START_TEST(fee_in_goods_is_a_sale_of_goods)
{
    open_lots(TR_LOT_FIFO);
    tr_fill fill = fill_of(TR_SIDE_BUY, "1", "100");
    fill.fee.value = decimal("0.001");
    (void)snprintf(fill.fee_asset, sizeof fill.fee_asset, "BTC");
    ck_assert_int_eq(tr_lots_fill(lots, &fill, NULL), TR_OK);
    tr_lots_sums sums = tr_lots_total(lots);
    assert_decimal(sums.quantity, "0.999");
    assert_decimal(sums.cost.value, "99.9");
    assert_decimal(sums.fees.value, "0.1");
    assert_decimal(sums.realised.value, "0");
    ck_assert_int_eq(sums.fills, 1);
}
END_TEST

START_TEST(fee_in_a_third_asset_is_in_no_sum)
{
    open_lots(TR_LOT_FIFO);
    tr_fill fill = fill_of(TR_SIDE_BUY, "1", "100");
    fill.fee.value = decimal("0.5");
    (void)snprintf(fill.fee_asset, sizeof fill.fee_asset, "BNB");
    ck_assert_int_eq(tr_lots_fill(lots, &fill, NULL), TR_OK);
    assert_decimal(tr_lots_total(lots).fees.value, "0");
    assert_decimal(tr_lots_total(lots).quantity, "1");
}
END_TEST

START_TEST(linear_contracts_count_with_their_multiplier)
{
    tr_lots *swaps;
    ck_assert_int_eq(
        tr_lots_new(TR_LOT_FIFO, "BTC/USDT:USDT", decimal("0.01"), NULL, NULL, NULL, &swaps, NULL),
        TR_OK);
    tr_fill fill = fill_of(TR_SIDE_SELL, "5", "1000");
    (void)snprintf(fill.symbol, sizeof fill.symbol, "BTC/USDT:USDT");
    ck_assert_int_eq(tr_lots_fill(swaps, &fill, NULL), TR_OK);
    fill.side = TR_SIDE_BUY;
    fill.price.value = decimal("900");
    ck_assert_int_eq(tr_lots_fill(swaps, &fill, NULL), TR_OK);
    assert_decimal(tr_lots_total(swaps).realised.value, "5");
    ck_assert_uint_eq(tr_lots_count(swaps), 0);
    tr_lots_free(swaps);
}
END_TEST

static void keep_lot(void *user, const tr_lot *lot)
{
    tr_decimal *prices = user;
    while (!tr_decimal_is_zero(*prices))
        prices++;
    *prices = lot->price.value;
}

START_TEST(open_lots_are_listed_oldest_first)
{
    tr_decimal prices[5] = { { 0 } };
    open_lots((tr_lot_method)_i);
    trade(TR_SIDE_BUY, "1", "10");
    trade(TR_SIDE_BUY, "1", "30");
    trade(TR_SIDE_BUY, "1", "20");
    trade(TR_SIDE_BUY, "1", "15");
    ck_assert_int_eq(tr_lots_list(lots, keep_lot, prices), TR_OK);
    static const char *const wanted[] = { "10", "30", "20", "15" };
    for (size_t i = 0; i < 4; i++)
        assert_decimal(prices[i], wanted[i]);
}
END_TEST

START_TEST(what_is_no_execution_is_refused)
{
    tr_error err = { 0 };
    tr_lots *none;
    open_lots(TR_LOT_FIFO);
    tr_fill fill = fill_of(TR_SIDE_BUY, "1", "10");
    fill.price.value = (tr_decimal){ 0 };
    ck_assert_int_eq(tr_lots_fill(lots, &fill, &err), TR_E_INVALID);
    fill = fill_of(TR_SIDE_BUY, "1", "10");
    (void)snprintf(fill.symbol, sizeof fill.symbol, "ETH/USDT");
    ck_assert_int_eq(tr_lots_fill(lots, &fill, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_lots_fill(NULL, &fill, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_lots_fill(lots, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_lots_new(TR_LOT_FIFO, "BTC/USD:BTC", tr_decimal_from_int(1), NULL, NULL,
                                 NULL, &none, &err),
                     TR_E_UNSUPPORTED);
    ck_assert_int_eq(
        tr_lots_new(TR_LOT_FIFO, "nothing", tr_decimal_from_int(1), NULL, NULL, NULL, &none, &err),
        TR_E_PARSE);
    ck_assert_int_eq(
        tr_lots_new(TR_LOT_FIFO, "BTC/USDT", (tr_decimal){ 0 }, NULL, NULL, NULL, &none, &err),
        TR_E_INVALID);
    trade(TR_SIDE_BUY, "1", "10");
    ck_assert_int_eq(tr_lots_total(lots).fills, 1);
}
END_TEST

START_TEST(overflow_makes_the_lots_useless_for_good)
{
    tr_error err = { 0 };
    open_lots(TR_LOT_FIFO);
    tr_fill fill = fill_of(TR_SIDE_BUY, "100000000000", "100000000000");
    ck_assert_int_eq(tr_lots_fill(lots, &fill, &err), TR_E_OVERFLOW);
    fill = fill_of(TR_SIDE_BUY, "1", "1");
    ck_assert_int_eq(tr_lots_fill(lots, &fill, &err), TR_E_OVERFLOW);
}
END_TEST

START_TEST(names_of_methods_are_read_back)
{
    tr_lot_method method;
    for (int i = 0; i < TR_LOT_METHOD_COUNT; i++) {
        const char *name = tr_lot_method_name((tr_lot_method)i);
        ck_assert_int_eq(tr_lot_method_parse(name, strlen(name), &method), TR_OK);
        ck_assert_int_eq((int)method, i);
    }
    ck_assert_int_eq(tr_lot_method_parse("fif", 3, &method), TR_E_PARSE);
    ck_assert_ptr_null(tr_lot_method_name((tr_lot_method)4));
}
END_TEST

/* ---- against a model of single units ----------------------------------------------------------- */

#define UNITS_MAX 4096

typedef struct model {
    int64_t prices[UNITS_MAX]; /* of each unit held, in the order of opening */
    size_t count;
    bool is_short;
    int64_t realised;
} model;

static size_t model_choice(const model *m, tr_lot_method method)
{
    size_t best = 0;
    if (method == TR_LOT_LIFO) {
        /* Units of one execution are one lot: which of them goes makes no difference. */
        return m->count - 1;
    }
    for (size_t i = 1; method == TR_LOT_HIFO && i < m->count; i++)
        if (m->is_short ? m->prices[i] < m->prices[best] : m->prices[i] > m->prices[best])
            best = i;
    return best;
}

static void model_trade(model *m, tr_lot_method method, bool is_sell, int64_t units, int64_t price)
{
    for (int64_t i = 0; i < units; i++) {
        if (m->count == 0)
            m->is_short = is_sell;
        if (m->is_short == is_sell) {
            ck_assert_uint_lt(m->count, UNITS_MAX);
            m->prices[m->count++] = price;
            continue;
        }
        size_t at = model_choice(m, method);
        m->realised += is_sell ? price - m->prices[at] : m->prices[at] - price;
        memmove(&m->prices[at], &m->prices[at + 1], (m->count - at - 1) * sizeof m->prices[0]);
        m->count--;
    }
}

START_TEST(random_trades_realise_what_single_units_do)
{
    static model m;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        tr_lot_method method = (tr_lot_method)(seed % 3);
        tr_rng rng;
        tr_rng_init(&rng, seed);
        m = (model){ .count = 0 };
        open_lots(method);
        tr_lots_free(lots);
        ck_assert_int_eq(
            tr_lots_new(method, "BTC/USDT", tr_decimal_from_int(1), NULL, NULL, NULL, &lots, NULL),
            TR_OK);
        for (int step = 0; step < 120; step++) {
            tr_fill fill = fill_of((tr_side)tr_rng_below(&rng, 2), "1", "1");
            int64_t units = (int64_t)tr_rng_below(&rng, 12) + 1,
                    price = (int64_t)tr_rng_below(&rng, 20) + 1;
            fill.quantity.value = tr_decimal_from_int(units);
            fill.price.value = tr_decimal_from_int(price);
            ck_assert_int_eq(tr_lots_fill(lots, &fill, NULL), TR_OK);
            model_trade(&m, method, fill.side == TR_SIDE_SELL, units, price);
            int64_t realised = 0;
            ck_assert_int_eq(tr_decimal_to_int(tr_lots_total(lots).realised.value, &realised),
                             TR_OK);
            ck_assert_msg(realised == m.realised, "seed %llu, step %d, %s: %lld, the model %lld",
                          (unsigned long long)seed, step, tr_lot_method_name(method),
                          (long long)realised, (long long)m.realised);
        }
        teardown();
    }
}
END_TEST

/* ---- what no rounding may lose ------------------------------------------------------------------ */

typedef struct lot_sums {
    tr_decimal quantity, cost;
} lot_sums;

static void add_lot(void *user, const tr_lot *lot)
{
    lot_sums *sums = user;
    add_to(&sums->quantity, lot->quantity);
    add_to(&sums->cost, lot->cost.value);
}

/* Money that came in for goods, less money that went out: what is realised is that and what the goods held have cost. */
static void note_flow(const tr_fill *fill, tr_decimal *flow)
{
    tr_decimal value = product(fill->price.value, fill->quantity.value);
    if (fill->side == TR_SIDE_SELL)
        add_to(flow, value);
    else
        take_from(flow, value);
    if (strcmp(fill->fee_asset, "BTC") == 0)
        add_to(flow, product(fill->price.value, fill->fee.value));
}

static void check_sums(const tr_lots *all, tr_decimal flow, uint64_t seed)
{
    lot_sums sums = { { 0 }, { 0 } };
    tr_lots_sums total = tr_lots_total(all);
    ck_assert_int_eq(tr_lots_list(all, add_lot, &sums), TR_OK);
    tr_decimal wanted = flow;
    add_to(&wanted, total.cost.value);
    ck_assert_msg(tr_decimal_compare(sums.quantity, total.quantity) == 0 &&
                      tr_decimal_compare(sums.cost, total.cost.value) == 0 &&
                      tr_decimal_compare(wanted, total.realised.value) == 0,
                  "seed %llu: the sums do not add up", (unsigned long long)seed);
}

START_TEST(nothing_is_lost_to_rounding_and_methods_agree_when_flat)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        tr_rng rng;
        tr_lots *all[TR_LOT_METHOD_COUNT];
        tr_decimal flow = { 0 };
        tr_rng_init(&rng, seed);
        for (int i = 0; i < TR_LOT_METHOD_COUNT; i++)
            ck_assert_int_eq(tr_lots_new((tr_lot_method)i, "BTC/USDT", tr_decimal_from_int(1), NULL,
                                         NULL, NULL, &all[i], NULL),
                             TR_OK);
        for (int step = 0; step < 80; step++) {
            tr_fill fill = random_fill(&rng, "BTC/USDT", true);
            if (step == 79) { /* the last one closes everything */
                tr_decimal held = tr_lots_total(all[0]).quantity;
                if (tr_decimal_is_zero(held))
                    break;
                fill.side = tr_decimal_sign(held) > 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
                fill.fee = (tr_money){ { 0 } };
                ck_assert_int_eq(tr_decimal_absolute(held, &fill.quantity.value), TR_OK);
            }
            note_flow(&fill, &flow);
            for (int i = 0; i < TR_LOT_METHOD_COUNT; i++) {
                ck_assert_int_eq(tr_lots_fill(all[i], &fill, NULL), TR_OK);
                check_sums(all[i], flow, seed);
            }
        }
        for (int i = 0; i < TR_LOT_METHOD_COUNT; i++) {
            tr_lots_sums total = tr_lots_total(all[i]);
            ck_assert_msg(tr_decimal_is_zero(total.quantity) &&
                              tr_decimal_is_zero(total.cost.value) &&
                              tr_decimal_compare(total.realised.value, flow) == 0 &&
                              tr_lots_count(all[i]) == 0,
                          "seed %llu: %s is not flat", (unsigned long long)seed,
                          tr_lot_method_name((tr_lot_method)i));
            tr_lots_free(all[i]);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lots");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, NULL, teardown);
    tcase_add_loop_test(rules, each_method_closes_its_own_lot, 0, TR_LOT_METHOD_COUNT);
    tcase_add_test(rules, one_sale_closes_several_lots_and_part_of_one);
    tcase_add_loop_test(rules, short_positions_gain_when_the_price_falls, 0, TR_LOT_METHOD_COUNT);
    tcase_add_loop_test(rules, trade_through_zero_closes_and_opens_the_other_side, 0,
                        TR_LOT_METHOD_COUNT);
    tcase_add_test(rules, fee_in_goods_is_a_sale_of_goods);
    tcase_add_test(rules, fee_in_a_third_asset_is_in_no_sum);
    tcase_add_test(rules, linear_contracts_count_with_their_multiplier);
    tcase_add_loop_test(rules, open_lots_are_listed_oldest_first, 0, TR_LOT_AVERAGE);
    tcase_add_test(rules, what_is_no_execution_is_refused);
    tcase_add_test(rules, overflow_makes_the_lots_useless_for_good);
    tcase_add_test(rules, names_of_methods_are_read_back);
    tcase_add_test(rules, random_trades_realise_what_single_units_do);
    tcase_add_test(rules, nothing_is_lost_to_rounding_and_methods_agree_when_flat);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
