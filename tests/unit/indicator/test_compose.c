/* test_compose.c: an indicator over an indicator, through one array, in any cut. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <trade/indicator.h>
#include <trade/rng.h>

#include "support/check_tap.h"

enum { BARS = 700 };

static tr_indicator *start(const char *name, tr_indicator_bad_bar bad_bar)
{
    tr_indicator_config config;
    size_t size = 0;
    tr_indicator *made = NULL;
    const tr_indicator_info *info = tr_indicator_find(name);
    ck_assert_ptr_nonnull(info);
    ck_assert_int_eq(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL), TR_OK);
    config.bad_bar = bad_bar;
    ck_assert_int_eq(tr_indicator_memory_size(&config, &size, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_init(&config, malloc(size), size, &made, NULL), TR_OK);
    return made;
}

static void walk(double *closes)
{
    tr_rng rng;
    tr_rng_init(&rng, 7);
    closes[0] = 100;
    for (size_t i = 1; i < BARS; i++)
        closes[i] = closes[i - 1] + ((double)tr_rng_below(&rng, 2001) - 1000) / 1000;
}

/* The second on the first's outputs, which begin where its warm-up ends. */
static size_t whole(const char *first, const char *second, const double *closes, double *out)
{
    double *middle = malloc(BARS * sizeof *middle);
    tr_indicator *a = start(first, TR_INDICATOR_BAD_BAR_WINDOW);
    tr_indicator *b = start(second, TR_INDICATOR_BAD_BAR_REFUSE);
    tr_indicator_result result;
    ck_assert_int_eq(tr_indicator_run_compact(a, (const double *const[]){ closes }, BARS,
                                              (double *const[]){ middle }, &result, NULL),
                     TR_OK);
    size_t begin = result.begin;
    ck_assert_int_eq(tr_indicator_run(b, (const double *const[]){ middle }, BARS - begin,
                                      (double *const[]){ out + begin }, NULL, NULL),
                     TR_OK);
    for (size_t i = 0; i < begin; i++)
        out[i] = (double)NAN;
    free(middle);
    free(a);
    free(b);
    return begin;
}

static void in_cuts(const char *first, const char *second, const double *closes, size_t cut,
                    double *out)
{
    double middle[BARS];
    tr_indicator *a = start(first, TR_INDICATOR_BAD_BAR_WINDOW);
    tr_indicator *b = start(second, TR_INDICATOR_BAD_BAR_SKIP);
    for (size_t at = 0; at < BARS; at += cut) {
        size_t count = cut < BARS - at ? cut : BARS - at;
        ck_assert_int_eq(tr_indicator_run(a, (const double *const[]){ closes + at }, count,
                                          (double *const[]){ middle }, NULL, NULL),
                         TR_OK);
        ck_assert_int_eq(tr_indicator_run(b, (const double *const[]){ middle }, count,
                                          (double *const[]){ out + at }, NULL, NULL),
                         TR_OK);
    }
    free(a);
    free(b);
}

static const char *const pairs[][2] = { { "ema", "rsi" },        { "rsi", "sma" },
                                        { "sma", "stddev" },     { "rsi", "ema" },
                                        { "kama", "linearreg" }, { "hma", "max" },
                                        { "ema", "wma" } };

START_TEST(feeding_outputs_on_in_any_cut_is_the_second_over_the_whole_first)
{
    static double closes[BARS], wanted[BARS], got[BARS];
    const char *first = pairs[_i][0], *second = pairs[_i][1];
    walk(closes);
    size_t begin = whole(first, second, closes, wanted);
    static const size_t cuts[] = { 1, 7, 256, BARS };
    for (size_t cut = 0; cut < sizeof cuts / sizeof cuts[0]; cut++) {
        in_cuts(first, second, closes, cuts[cut], got);
        for (size_t i = 0; i < BARS; i++) {
            ck_assert_msg(isnan(wanted[i]) == isnan(got[i]), "%s over %s: bar %zu of cut %zu",
                          second, first, i, cuts[cut]);
            if (i >= begin && !isnan(wanted[i]))
                ck_assert_mem_eq(&wanted[i], &got[i], sizeof wanted[i]);
        }
    }
    ck_assert(!isnan(wanted[BARS - 1]));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compose");
    TCase *tests = tcase_create("compose");
    tcase_add_loop_test(tests, feeding_outputs_on_in_any_cut_is_the_second_over_the_whole_first, 0,
                        sizeof pairs / sizeof pairs[0]);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
