/* Profit and loss by symbol and day, within a span of time, and what other fees there were. */
#include "flow.h"

static tr_pnl *pnl;

static void open_pnl(tr_pnl_options options)
{
    tr_error err = { 0 };
    ck_assert_msg(tr_pnl_new(&options, &pnl, &err) == TR_OK, "%s", err.message);
}

static void teardown(void)
{
    tr_pnl_free(pnl);
    pnl = NULL;
}

static void trade(const char *symbol, tr_side side, const char *quantity, const char *price,
                  const char *fee, int64_t at_ns)
{
    tr_fill fill = fill_of(side, quantity, price);
    tr_error err = { 0 };
    (void)snprintf(fill.symbol, sizeof fill.symbol, "%s", symbol);
    fill.fee.value = decimal(fee);
    fill.at_ns = at_ns;
    ck_assert_msg(tr_pnl_fill(pnl, &fill, &err) == TR_OK, "%s", err.message);
}

START_TEST(rows_are_kept_by_symbol_and_by_day)
{
    tr_pnl_options options = TR_PNL_OPTIONS_INIT;
    open_pnl(options);
    trade("BTC/USDT", TR_SIDE_BUY, "2", "100", "0.2", 10);
    trade("ETH/USDT", TR_SIDE_BUY, "1", "10", "0.01", 20);
    trade("BTC/USDT", TR_SIDE_SELL, "1", "110", "0.11", DAY_NS - 1);
    trade("BTC/USDT", TR_SIDE_SELL, "1", "90", "0.09", DAY_NS);
    size_t count = 0;
    const tr_pnl_row *symbols = tr_pnl_symbols(pnl, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(symbols[0].symbol, "BTC/USDT");
    ck_assert_str_eq(symbols[0].settle, "USDT");
    assert_decimal(symbols[0].realised.value, "0");
    assert_decimal(symbols[0].fees.value, "0.4");
    assert_decimal(symbols[0].quantity, "0");
    ck_assert_int_eq(symbols[0].fills, 3);
    assert_decimal(symbols[1].cost.value, "10");
    const tr_pnl_row *days = tr_pnl_days(pnl, &count);
    ck_assert_uint_eq(count, 3);
    assert_decimal(days[0].realised.value, "10");
    assert_decimal(days[0].fees.value, "0.31");
    assert_decimal(days[0].quantity, "1");
    ck_assert_int_eq(days[0].day_ns, 0);
    ck_assert_str_eq(days[1].symbol, "ETH/USDT");
    assert_decimal(days[2].realised.value, "-10");
    ck_assert_int_eq(days[2].day_ns, DAY_NS);
    ck_assert_ptr_nonnull(tr_pnl_lots(pnl, "ETH/USDT"));
    ck_assert_ptr_null(tr_pnl_lots(pnl, "XRP/USDT"));
}
END_TEST

START_TEST(day_begins_at_midnight_of_its_zone)
{
    tr_pnl_options options = TR_PNL_OPTIONS_INIT;
    options.day_offset_minutes = 420;
    open_pnl(options);
    trade("BTC/USDT", TR_SIDE_BUY, "1", "100", "0", 17 * (DAY_NS / 24) - 1);
    trade("BTC/USDT", TR_SIDE_SELL, "1", "110", "0", 17 * (DAY_NS / 24));
    size_t count = 0;
    const tr_pnl_row *days = tr_pnl_days(pnl, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(days[1].day_ns, 17 * (DAY_NS / 24));
    assert_decimal(days[1].realised.value, "10");
}
END_TEST

START_TEST(executions_before_the_span_build_lots_and_those_behind_it_are_left_out)
{
    tr_pnl_options options = TR_PNL_OPTIONS_INIT;
    options.from_ns = 100;
    options.to_ns = 200;
    open_pnl(options);
    trade("BTC/USDT", TR_SIDE_BUY, "2", "100", "1", 99);
    trade("BTC/USDT", TR_SIDE_SELL, "1", "130", "2", 100);
    trade("BTC/USDT", TR_SIDE_SELL, "1", "150", "4", 200);
    size_t count = 0;
    const tr_pnl_row *row = tr_pnl_symbols(pnl, &count);
    assert_decimal(row->realised.value, "30");
    assert_decimal(row->fees.value, "2");
    assert_decimal(row->quantity, "1");
    ck_assert_int_eq(row->fills, 1);
    (void)tr_pnl_days(pnl, &count);
    ck_assert_uint_eq(count, 1);
}
END_TEST

START_TEST(fees_in_third_assets_are_kept_by_asset)
{
    tr_pnl_options options = TR_PNL_OPTIONS_INIT;
    open_pnl(options);
    tr_fill fill = fill_of(TR_SIDE_BUY, "1", "100");
    fill.fee.value = decimal("0.01");
    (void)snprintf(fill.fee_asset, sizeof fill.fee_asset, "BNB");
    ck_assert_int_eq(tr_pnl_fill(pnl, &fill, NULL), TR_OK);
    ck_assert_int_eq(tr_pnl_fill(pnl, &fill, NULL), TR_OK);
    size_t count = 0;
    const tr_pnl_fee *fees = tr_pnl_other_fees(pnl, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(fees[0].asset, "BNB");
    assert_decimal(fees[0].amount.value, "0.02");
}
END_TEST

START_TEST(funding_has_a_column_of_its_own)
{
    tr_pnl_options options = TR_PNL_OPTIONS_INIT;
    open_pnl(options);
    ck_assert_int_eq(tr_pnl_funding(pnl, "BTC/USDT:USDT", (tr_money){ decimal("-1.5") }, 5, NULL),
                     TR_OK);
    ck_assert_int_eq(
        tr_pnl_funding(pnl, "BTC/USDT:USDT", (tr_money){ decimal("0.25") }, DAY_NS, NULL), TR_OK);
    size_t count = 0;
    assert_decimal(tr_pnl_symbols(pnl, &count)->funding.value, "-1.25");
    const tr_pnl_row *days = tr_pnl_days(pnl, &count);
    ck_assert_uint_eq(count, 2);
    assert_decimal(days[0].funding.value, "-1.5");
}
END_TEST

START_TEST(time_may_not_run_back)
{
    tr_pnl_options options = TR_PNL_OPTIONS_INIT;
    open_pnl(options);
    trade("BTC/USDT", TR_SIDE_BUY, "1", "100", "0", 10);
    tr_fill fill = fill_of(TR_SIDE_BUY, "1", "100");
    fill.at_ns = 9;
    ck_assert_int_eq(tr_pnl_fill(pnl, &fill, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_pnl_fill(pnl, NULL, NULL), TR_E_INVALID);
    options.method = (tr_lot_method)9;
    tr_pnl *none;
    ck_assert_int_eq(tr_pnl_new(&options, &none, NULL), TR_E_INVALID);
    tr_pnl_free(NULL);
}
END_TEST

/* Days of a symbol add up to the symbol. */
START_TEST(random_days_add_up_to_their_symbol)
{
    for (uint64_t seed = 1; seed <= 30; seed++) {
        tr_rng rng;
        tr_pnl_options options = TR_PNL_OPTIONS_INIT;
        options.method = (tr_lot_method)(seed % TR_LOT_METHOD_COUNT);
        tr_rng_init(&rng, seed);
        options.day_offset_minutes = (int32_t)tr_rng_below(&rng, 2) * 60;
        open_pnl(options);
        int64_t at_ns = 0;
        for (int step = 0; step < 200; step++) {
            tr_fill fill =
                random_fill(&rng, tr_rng_below(&rng, 2) == 0 ? "BTC/USDT" : "ETH/USDT", true);
            at_ns += (int64_t)tr_rng_below(&rng, (uint64_t)DAY_NS / 4);
            fill.at_ns = at_ns;
            ck_assert_int_eq(tr_pnl_fill(pnl, &fill, NULL), TR_OK);
        }
        size_t symbol_count = 0, day_count = 0;
        const tr_pnl_row *symbols = tr_pnl_symbols(pnl, &symbol_count),
                         *days = tr_pnl_days(pnl, &day_count);
        for (size_t s = 0; s < symbol_count; s++) {
            tr_pnl_row sum = { .day_ns = 0 };
            for (size_t d = 0; d < day_count; d++) {
                if (strcmp(days[d].symbol, symbols[s].symbol) != 0)
                    continue;
                add_to(&sum.realised.value, days[d].realised.value);
                add_to(&sum.fees.value, days[d].fees.value);
                sum.fills += days[d].fills;
                sum.quantity = days[d].quantity;
            }
            ck_assert_msg(sum.fills == symbols[s].fills, "seed %llu", (unsigned long long)seed);
            assert_same(sum.realised.value, symbols[s].realised.value);
            assert_same(sum.fees.value, symbols[s].fees.value);
            assert_same(sum.quantity, symbols[s].quantity);
        }
        teardown();
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pnl");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, NULL, teardown);
    tcase_add_test(rules, rows_are_kept_by_symbol_and_by_day);
    tcase_add_test(rules, day_begins_at_midnight_of_its_zone);
    tcase_add_test(rules, executions_before_the_span_build_lots_and_those_behind_it_are_left_out);
    tcase_add_test(rules, fees_in_third_assets_are_kept_by_asset);
    tcase_add_test(rules, funding_has_a_column_of_its_own);
    tcase_add_test(rules, time_may_not_run_back);
    tcase_add_test(rules, random_days_add_up_to_their_symbol);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
