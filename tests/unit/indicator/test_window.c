/*
 * test_window.c: sums, moments, lines and correlations against two passes in long double, after price jumps, at
 * prices of 1e-8 and on real minutes.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/bar.h>
#include <trade/indicator.h>
#include <trade/rng.h>

#include "support/check_tap.h"
#include "support/ohlcv.h"

#define BARS_MAX 20000

static double series[2][BARS_MAX];
static double got[BARS_MAX];
static size_t bar_count;

static tr_status bar_take(void *user, const tr_bar *bar)
{
    (void)user;
    if (bar_count == BARS_MAX)
        return TR_OK;
    series[0][bar_count] = bar->close;
    series[1][bar_count++] = bar->high + bar->volume * 1e-3;
    return TR_OK;
}

static bool real_minutes(void)
{
    size_t size = 0;
    char *text = ohlcv_read("btcusd_1m.csv", &size);
    tr_bar_csv_reader *reader = NULL;
    bar_count = 0;
    bool is_read = text != NULL &&
                   tr_bar_csv_reader_new(NULL, bar_take, NULL, &reader, NULL) == TR_OK &&
                   tr_bar_csv_feed(reader, text, size, true, NULL) == TR_OK;
    tr_bar_csv_reader_free(reader);
    free(text);
    return is_read;
}

/* A walk whose level jumps by factors of up to 1e8 and back. */
static void jumping_walk(uint64_t seed, double unit)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    double level = 1;
    bar_count = 6000;
    for (size_t i = 0; i < bar_count; i++) {
        if (tr_rng_below(&rng, 200) == 0)
            level = pow(10, (double)tr_rng_below(&rng, 9));
        for (size_t k = 0; k < 2; k++)
            series[k][i] =
                unit * level * (1 + 1e-3 * ((double)tr_rng_below(&rng, 2001) / 1000 - 1));
    }
}

static void compute(const char *name, double period)
{
    tr_indicator_config config;
    size_t size = 0;
    tr_indicator *indicator = NULL;
    ck_assert_int_eq(
        tr_indicator_config_init(tr_indicator_find(name), TR_INDICATOR_TALIB, &config, NULL),
        TR_OK);
    ck_assert_int_eq(tr_indicator_config_set(&config, "period", period, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_memory_size(&config, &size, NULL), TR_OK);
    void *memory = malloc(size);
    ck_assert_int_eq(tr_indicator_init(&config, memory, size, &indicator, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_run(indicator, (const double *const[]){ series[0], series[1] },
                                      bar_count, (double *const[]){ got }, NULL, NULL),
                     TR_OK);
    free(memory);
}

typedef struct reference {
    long double mean;
    long double xx;
    long double yy;
    long double xy;
    long double tx; /* position times x */
} reference;

static reference exact(size_t row, size_t period)
{
    reference r = { 0 };
    long double other = 0, n = (long double)period;
    for (size_t k = 0; k < period; k++) {
        r.mean += series[0][row - k];
        other += series[1][row - k];
    }
    r.mean /= n;
    other /= n;
    for (size_t k = 0; k < period; k++) {
        long double x = series[0][row - k] - r.mean, y = series[1][row - k] - other;
        r.xx += x * x;
        r.yy += y * y;
        r.xy += x * y;
        r.tx += ((n - 1) / 2 - (long double)k) * x;
    }
    return r;
}

static void expect_near(const char *name, size_t period, size_t row, long double want,
                        long double scale)
{
    long double error = fabsl((long double)got[row] - want);
    ck_assert_msg(error <= 1e-9L * fabsl(want) + scale,
                  "%s over %zu at bar %zu is %.17g, exactly %.17Lg", name, period, row, got[row],
                  want);
}

static void check_series(void)
{
    static const size_t periods[] = { 2, 5, 14, 30, 200, 1000 };
    for (size_t p = 0; p < sizeof periods / sizeof *periods; p++) {
        size_t period = periods[p];
        long double n = (long double)period, square = n * (n * n - 1) / 12;
        static reference all[BARS_MAX];
        size_t step = period > 100 ? 17 : 1;
        for (size_t row = period - 1; row < bar_count; row += step)
            all[row] = exact(row, period);
        compute("sma", (double)period);
        for (size_t row = period - 1; row < bar_count; row += step)
            expect_near("sma", period, row, all[row].mean, 0);
        compute("var", (double)period);
        for (size_t row = period - 1; row < bar_count; row += step)
            expect_near("var", period, row, all[row].xx / n, 0);
        compute("stddev", (double)period);
        for (size_t row = period - 1; row < bar_count; row += step)
            expect_near("stddev", period, row, sqrtl(all[row].xx / n), 0);
        compute("correl", (double)period);
        for (size_t row = period - 1; row < bar_count; row += step)
            if (all[row].xx > 0 && all[row].yy > 0)
                expect_near("correl", period, row,
                            all[row].xy / sqrtl(all[row].xx) / sqrtl(all[row].yy), 1e-12L);
        compute("linearreg_slope", (double)period);
        for (size_t row = period - 1; row < bar_count; row += step)
            expect_near("linearreg_slope", period, row, all[row].tx / square,
                        1e-13L * sqrtl(all[row].xx / square));
        compute("linearreg", (double)period);
        for (size_t row = period - 1; row < bar_count; row += step)
            expect_near("linearreg", period, row,
                        all[row].mean + all[row].tx / square * (n - 1) / 2,
                        1e-12L * sqrtl(all[row].xx));
        compute("wma", (double)period);
        for (size_t row = period - 1; row < bar_count; row += step)
            expect_near("wma", period, row, all[row].mean + 2 * all[row].tx / (n * (n + 1)), 0);
    }
}

START_TEST(statistics_stay_exact_after_jumps_of_price)
{
    jumping_walk(21, 1);
    check_series();
}
END_TEST

START_TEST(statistics_stay_exact_at_tiny_prices)
{
    jumping_walk(22, 1e-8);
    check_series();
}
END_TEST

START_TEST(statistics_stay_exact_on_real_minutes)
{
    if (real_minutes())
        check_series();
    else
        printf("# SKIP btcusd_1m.csv: there is no shared/data/ohlcv beside the checkout\n");
}
END_TEST

START_TEST(constant_series_have_no_scatter_at_all)
{
    bar_count = 3000;
    for (size_t i = 0; i < bar_count; i++)
        series[0][i] = series[1][i] = i < 1000 ? 1e8 / 3 : 0.1;
    for (double period = 2; period < 60; period++) {
        compute("stddev", period);
        ck_assert(got[900] == 0 && got[2000] == 0 && got[1000 + (size_t)period - 1] == 0);
        compute("linearreg_slope", period);
        ck_assert(got[900] == 0 && got[2000] == 0);
        compute("correl", period);
        ck_assert(got[900] == 0 && got[2000] == 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("window");
    TCase *cases = tcase_create("window");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, statistics_stay_exact_after_jumps_of_price);
    tcase_add_test(cases, statistics_stay_exact_at_tiny_prices);
    tcase_add_test(cases, statistics_stay_exact_on_real_minutes);
    tcase_add_test(cases, constant_series_have_no_scatter_at_all);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
