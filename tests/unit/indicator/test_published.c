/*
 * test_published.c: numbers that others have printed.
 *
 * NIST, Statistical Reference Datasets, Univariate Summary Statistics, 1999: NumAcc1 to NumAcc4, made to be hard to get
 * right, with certified deviations (of samples: n - 1 below the line). StockCharts, ChartSchool, worked examples of
 * "Relative Strength Index (RSI)" and "Moving Averages", to the two decimals that are printed there.
 */
#include <math.h>

#include "support/check_tap.h"
#include "support/indicator_run.h"

#define VALUES_MAX 1001

static double out[VALUES_MAX];

static void compute(const char *name, double period, const double *values, size_t count)
{
    tr_indicator_config config;
    tr_indicator *indicator = NULL;
    size_t size = 0;
    ck_assert_int_eq(
        tr_indicator_config_init(tr_indicator_find(name), TR_INDICATOR_TALIB, &config, NULL),
        TR_OK);
    ck_assert_int_eq(tr_indicator_config_set(&config, "period", period, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_memory_size(&config, &size, NULL), TR_OK);
    void *memory = malloc(size);
    ck_assert_int_eq(tr_indicator_init(&config, memory, size, &indicator, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_run(indicator, (const double *const[]){ values }, count,
                                      (double *const[]){ out }, NULL, NULL),
                     TR_OK);
    free(memory);
}

/* ---- NIST ------------------------------------------------------------------------------------ */

/* Certified mean and deviation; `digits` of the deviation survive writing the values as doubles. */
static void check_certified(const double *values, size_t count, double mean, double deviation,
                            double digits)
{
    double n = (double)count, got;
    compute("sma", n, values, count);
    if (!(fabs(out[count - 1] - mean) <= 2e-14 * mean))
        ck_abort_msg("the mean is %.17g, certified %.17g", out[count - 1], mean);
    compute("stddev", n, values, count);
    got = out[count - 1] * sqrt(n / (n - 1));
    if (!(fabs(got - deviation) <= pow(10, -digits) * deviation))
        ck_abort_msg("the deviation around %g is %.17g, certified %g", mean, got, deviation);
    compute("var", n, values, count);
    ck_assert(fabs(out[count - 1] * n / (n - 1) - deviation * deviation) <=
              2 * pow(10, -digits) * deviation * deviation);
}

static void check_numacc(double level, double digits)
{
    static double values[VALUES_MAX];
    values[0] = level + 0.2;
    for (size_t i = 1; i < VALUES_MAX; i++)
        values[i] = i % 2 == 1 ? level + 0.1 : level + 0.3;
    check_certified(values, VALUES_MAX, level + 0.2, 0.1, digits);
}

START_TEST(deviations_are_those_that_nist_certifies)
{
    check_certified((const double[]){ 10000001, 10000003, 10000002 }, 3, 10000002, 1, 15);
    check_numacc(1, 14);
    check_numacc(1000000, 9);
    check_numacc(10000000, 8);
}
END_TEST

/* ---- StockCharts ----------------------------------------------------------------------------- */

static void check_printed(const char *name, double period, const double *values, size_t count,
                          const double *printed, size_t printed_count)
{
    compute(name, period, values, count);
    size_t first = count - printed_count;
    ck_assert(isnan(out[first - 1]));
    for (size_t i = 0; i < printed_count; i++)
        if (!(fabs(out[first + i] - printed[i]) <= 0.00501))
            ck_abort_msg("%s of bar %zu is %.4f, printed %.2f", name, first + i, out[first + i],
                         printed[i]);
}

START_TEST(relative_strength_is_that_of_the_worked_example)
{
    static const double closes[] = {
        44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433,
        46.0826, 45.8931, 46.0328, 45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116,
        46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288,
        44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
    };
    static const double printed[] = { 70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93,
                                      63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46,
                                      41.87, 45.46, 37.30, 33.08, 37.77 };
    check_printed("rsi", 14, closes, sizeof closes / sizeof closes[0], printed,
                  sizeof printed / sizeof printed[0]);
}
END_TEST

START_TEST(exponential_average_is_that_of_the_worked_example)
{
    static const double closes[] = { 22.27, 22.19, 22.08, 22.17, 22.18, 22.13, 22.23, 22.43,
                                     22.24, 22.29, 22.15, 22.39, 22.38, 22.61, 23.36, 24.05,
                                     23.75, 23.83, 23.95, 23.63, 23.82, 23.87, 23.65, 23.19,
                                     23.10, 23.33, 22.68, 23.10, 22.40, 22.17 };
    static const double exponential[] = { 22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.80,
                                          22.97, 23.13, 23.28, 23.34, 23.43, 23.51, 23.53,
                                          23.47, 23.40, 23.39, 23.26, 23.23, 23.08, 22.92 };
    check_printed("ema", 10, closes, 30, exponential, 21);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("published");
    TCase *cases = tcase_create("published");
    tcase_add_test(cases, deviations_are_those_that_nist_certifies);
    tcase_add_test(cases, relative_strength_is_that_of_the_worked_example);
    tcase_add_test(cases, exponential_average_is_that_of_the_worked_example);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
