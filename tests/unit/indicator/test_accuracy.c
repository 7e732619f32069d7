/*
 * test_accuracy.c: statistics over windows against two passes in long double: after jumps of price, at prices of
 * 1e-8, and on real candles. test_window.c holds the windows that they are made of; this holds what users call.
 *
 * Errors are relative to the exact value, 1e-9 of it, or to the scatter in the window where the value itself may be
 * 0 (a slope, a covariance). TA-Lib and Tulip miss this by far: notes of the indicators and the cases at the end.
 */
#include <stdio.h>

#include <trade/bar.h>

#include "support/check_tap.h"
#include "support/indicator_run.h"
#include "support/ohlcv.h"

#define SEED     61
#define BARS_MAX 21000
#define RELATIVE 1e-9L

static double series[2][BARS_MAX]; /* x and y */
static double got[TR_INDICATOR_OUTPUTS_MAX][BARS_MAX];
static size_t bar_count;
static const char *series_name;

/* ---- series ---------------------------------------------------------------------------------- */

static tr_status take_bar(void *user, const tr_bar *bar)
{
    (void)user;
    if (bar_count == BARS_MAX)
        return TR_OK;
    series[0][bar_count] = bar->close;
    series[1][bar_count++] = bar->high;
    return TR_OK;
}

/* False, and a remark, when the file is not there. */
static bool read_candles(const char *name)
{
    size_t size = 0;
    char *text = ohlcv_read(name, &size);
    tr_bar_csv_reader *reader = NULL;
    bar_count = 0;
    series_name = name;
    if (text == NULL) {
        printf("# SKIP %s: there is no shared/data/ohlcv beside the checkout\n", name);
        return false;
    }
    ck_assert_int_eq(tr_bar_csv_reader_new(NULL, take_bar, NULL, &reader, NULL), TR_OK);
    ck_assert_int_eq(tr_bar_csv_feed(reader, text, size, true, NULL), TR_OK);
    tr_bar_csv_reader_free(reader);
    free(text);
    return true;
}

/* Small steps at a level that jumps by a factor of 1e6 and back, every 150 bars or so. */
static void make_jumps(double level)
{
    tr_rng rng;
    bool is_high = false;
    tr_rng_init(&rng, SEED);
    bar_count = 6000;
    series_name = level < 1 ? "jumps at 1e-8" : "jumps";
    for (size_t i = 0; i < bar_count; i++) {
        is_high = tr_rng_below(&rng, 150) == 0 ? !is_high : is_high;
        for (size_t k = 0; k < 2; k++)
            series[k][i] = level * (is_high ? 1e6 : 1) * (1 + 2e-3 * (run_uniform(&rng) - 0.5));
    }
}

/* A level a million times the steps, without any jump: what is subtracted is nearly equal. */
static void make_high_level(double level)
{
    tr_rng rng;
    tr_rng_init(&rng, SEED + 1);
    bar_count = 3000;
    series_name = "steps far below the level";
    for (size_t i = 0; i < bar_count; i++)
        for (size_t k = 0; k < 2; k++)
            series[k][i] = level * (1 + 1e-6 * run_uniform(&rng));
}

/* ---- the exact window ------------------------------------------------------------------------ */

/* In two passes, distances from a value of the window first: their differences are exact in long double. */
typedef struct window {
    long double n;
    long double mean_x;
    long double xx; /* sums of squared distances from the means, and of products */
    long double yy;
    long double xy;
    long double tx; /* of (position - middle position) * x */
    long double tt;
} window;

static window exact_window(const long double *x, const long double *y, size_t last, size_t period)
{
    window w = { .n = (long double)period };
    long double from_x = x[last], from_y = y[last], sum_x = 0, sum_y = 0;
    for (size_t k = 0; k < period; k++) {
        sum_x += x[last - k] - from_x;
        sum_y += y[last - k] - from_y;
    }
    for (size_t k = 0; k < period; k++) {
        long double dx = x[last - k] - from_x - sum_x / w.n;
        long double dy = y[last - k] - from_y - sum_y / w.n;
        long double t = (w.n - 1) / 2 - (long double)k;
        w.xx += dx * dx;
        w.yy += dy * dy;
        w.xy += dx * dy;
        w.tx += t * dx;
        w.tt += t * t;
    }
    w.mean_x = from_x + sum_x / w.n;
    return w;
}

static long double slope(const window *w)
{
    return w->tt > 0 ? w->tx / w->tt : 0;
}

static long double line_at(const window *w, long double position)
{
    return w->mean_x + slope(w) * (position - (w->n - 1) / 2);
}

static long double deviation(const window *w)
{
    return sqrtl(w->xx / w->n);
}

/* ---- what is held against it ----------------------------------------------------------------- */

typedef struct value {
    long double want;
    long double scale; /* errors are relative to this or to `want`, whichever is larger */
} value;

static value of_var(const window *w)
{
    return (value){ w->xx / w->n, 0 };
}

static value of_stddev(const window *w)
{
    return (value){ deviation(w), 0 };
}

static value of_standard_error(const window *w)
{
    return (value){ deviation(w) / sqrtl(w->n), 0 };
}

static value of_upper(const window *w)
{
    return (value){ w->mean_x + 2 * deviation(w), 0 };
}

static value of_middle(const window *w)
{
    return (value){ w->mean_x, 0 };
}

static value of_lower(const window *w)
{
    return (value){ w->mean_x - 2 * deviation(w), 2 * deviation(w) };
}

static value of_correl(const window *w)
{
    return (value){ w->xx > 0 && w->yy > 0 ? w->xy / sqrtl(w->xx) / sqrtl(w->yy) : 0, 1 };
}

static value of_slope(const window *w)
{
    return (value){ slope(w), w->tt > 0 ? sqrtl(w->xx / w->tt) : 0 };
}

static value of_angle(const window *w)
{
    long double degrees = 180 / acosl(-1);
    return (value){ atanl(slope(w)) * degrees, w->tt > 0 ? sqrtl(w->xx / w->tt) * degrees : 0 };
}

static value of_linearreg(const window *w)
{
    return (value){ line_at(w, w->n - 1), deviation(w) };
}

static value of_intercept(const window *w)
{
    return (value){ line_at(w, 0), deviation(w) };
}

static value of_tsf(const window *w)
{
    return (value){ line_at(w, w->n), deviation(w) };
}

static value of_beta(const window *w)
{
    return (value){ w->xx > 0 ? w->xy / w->xx : 0, w->xx > 0 ? sqrtl(w->yy / w->xx) : 0 };
}

static value of_hvol(const window *w)
{
    return (value){ sqrtl(252) * deviation(w), 0 };
}

static const struct statistic {
    const char *name;
    size_t output;
    value (*of)(const window *w);
    bool is_of_returns; /* of x / x before - 1, first one bar later */
} statistics[] = {
    { "var", 0, of_var, false },
    { "stddev", 0, of_stddev, false },
    { "standard_error", 0, of_standard_error, false },
    { "bbands", 0, of_upper, false },
    { "bbands", 1, of_middle, false },
    { "bbands", 2, of_lower, false },
    { "sma", 0, of_middle, false },
    { "correl", 0, of_correl, false },
    { "linearreg", 0, of_linearreg, false },
    { "linearreg_slope", 0, of_slope, false },
    { "linearreg_angle", 0, of_angle, false },
    { "linearreg_intercept", 0, of_intercept, false },
    { "tsf", 0, of_tsf, false },
    { "beta", 0, of_beta, true },
    { "hvol", 0, of_hvol, true },
};

/* False: the period is not among the allowed. */
static bool compute(const char *name, size_t period)
{
    tr_indicator_config config;
    size_t size = 0;
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    tr_indicator *indicator = NULL;
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        out[k] = got[k];
    ck_assert_int_eq(
        tr_indicator_config_init(tr_indicator_find(name), TR_INDICATOR_TALIB, &config, NULL),
        TR_OK);
    if (tr_indicator_config_set(&config, "period", (double)period, NULL) != TR_OK)
        return false;
    ck_assert_int_eq(tr_indicator_memory_size(&config, &size, NULL), TR_OK);
    void *memory = malloc(size);
    ck_assert_int_eq(tr_indicator_init(&config, memory, size, &indicator, NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_run(indicator, (const double *const[]){ series[0], series[1] },
                                      bar_count, out, NULL, NULL),
                     TR_OK);
    free(memory);
    return true;
}

/* The series in long double, or its changes from bar to bar in parts of the bar before. */
static void widen(bool is_of_returns, long double *x, long double *y)
{
    for (size_t i = 0; i < bar_count; i++) {
        x[i] = series[0][i];
        y[i] = series[1][i];
    }
    for (size_t i = bar_count - 1; is_of_returns && i > 0; i--) {
        x[i] = (x[i] - x[i - 1]) / x[i - 1];
        y[i] = (y[i] - y[i - 1]) / y[i - 1];
    }
}

/* Returns are rounded to 1e-16 of 1 before anything is computed of them, so their scatter must stand out from that. */
static bool is_lost_in_rounding(const struct statistic *row, const window *w)
{
    return row->is_of_returns && (w->xx / w->n < 1e-12L || w->yy / w->n < 1e-12L);
}

static void check_statistic(const struct statistic *row, size_t period, size_t step)
{
    static long double x[BARS_MAX], y[BARS_MAX];
    if (!compute(row->name, period))
        return;
    widen(row->is_of_returns, x, y);
    for (size_t i = period - 1 + row->is_of_returns; i < bar_count; i += step) {
        window w = exact_window(x, y, i, period);
        if (is_lost_in_rounding(row, &w))
            continue;
        value v = row->of(&w);
        long double error = fabsl((long double)got[row->output][i] - v.want);
        if (!(error <= RELATIVE * fmaxl(fabsl(v.want), v.scale)))
            ck_abort_msg("%s over %zu of %s: output %zu of bar %zu is %.17g, exactly %.17Lg",
                         row->name, period, series_name, row->output, i, got[row->output][i],
                         v.want);
    }
}

static void check_series(void)
{
    static const size_t periods[] = { 2, 3, 5, 14, 20, 100, 700 };
    for (size_t n = 0; n < sizeof statistics / sizeof statistics[0]; n++)
        for (size_t p = 0; p < sizeof periods / sizeof periods[0]; p++)
            check_statistic(&statistics[n], periods[p], periods[p] < 50 ? 1 : 13);
}

START_TEST(statistics_keep_nine_digits_after_price_jumps)
{
    make_jumps(100);
    check_series();
}
END_TEST

START_TEST(statistics_keep_nine_digits_at_prices_of_1e_minus_8)
{
    make_jumps(1e-8);
    check_series();
}
END_TEST

START_TEST(statistics_keep_nine_digits_where_steps_are_a_millionth_of_the_level)
{
    make_high_level(1);
    check_series();
    make_high_level(1e-8);
    check_series();
}
END_TEST

START_TEST(statistics_keep_nine_digits_on_real_candles)
{
    static const char *const names[] = { "btcusd_1m.csv", "eurusd_1h.csv", "msft_daily.csv" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (read_candles(names[i]))
            check_series();
}
END_TEST

/* ---- defects that TA-Lib 0.6.4 has, and that are not copied ---------------------------------- */

static run_bars bars;
static run_rows rows;

static void run_with(const char *name, const char *const *params, const double *values,
                     size_t *lookback)
{
    tr_indicator_config config;
    ck_assert_int_eq(
        tr_indicator_config_init(tr_indicator_find(name), TR_INDICATOR_TALIB, &config, NULL),
        TR_OK);
    for (size_t i = 0; params[i] != NULL; i++)
        ck_assert_int_eq(tr_indicator_config_set(&config, params[i], values[i], NULL), TR_OK);
    ck_assert_int_eq(tr_indicator_lookback(&config, lookback, NULL), TR_OK);
    ck_assert(run_over(&config, &bars, RUN_BARS, &rows));
}

START_TEST(period_1_stands_at_its_own_bar)
{
    size_t lookback = 0;
    static run_rows line;
    run_walk(&bars, SEED);
    run_with("macd", (const char *const[]){ "fast_period", "slow_period", NULL },
             (const double[]){ 3, 8 }, &lookback);
    line = rows;
    run_with("macd", (const char *const[]){ "fast_period", "slow_period", "signal_period", NULL },
             (const double[]){ 3, 8, 1 }, &lookback);
    ck_assert_uint_eq(lookback, 7);
    for (size_t i = 7; i < RUN_BARS; i++) {
        ck_assert(rows.out[1][i] == rows.out[0][i] && rows.out[2][i] == 0);
        ck_assert(i < 15 || rows.out[0][i] == line.out[0][i]);
    }
    run_with("macdfix", (const char *const[]){ "signal_period", NULL }, (const double[]){ 1 },
             &lookback);
    ck_assert_uint_eq(lookback, 25);
    for (size_t i = lookback; i < RUN_BARS; i++)
        ck_assert(rows.out[1][i] == rows.out[0][i] && rows.out[2][i] == 0);
    run_with("trix", (const char *const[]){ "period", NULL }, (const double[]){ 1 }, &lookback);
    ck_assert_uint_eq(lookback, 1);
    const double *close = bars.columns[3];
    for (size_t i = 1; i < RUN_BARS; i++)
        ck_assert(fabs(rows.out[0][i] - 100 * (close[i] - close[i - 1]) / close[i - 1]) < 1e-12);
}
END_TEST

/* close - true low over the true range of the bar itself, seven times out of seven. */
START_TEST(ultimate_oscillator_of_periods_1_is_of_its_own_bar)
{
    size_t lookback = 0;
    run_walk(&bars, SEED);
    run_with("ultosc", (const char *const[]){ "period1", "period2", "period3", NULL },
             (const double[]){ 1, 1, 1 }, &lookback);
    ck_assert_uint_eq(lookback, 1);
    for (size_t i = 1; i < RUN_BARS; i++) {
        double before = bars.columns[3][i - 1];
        double low = fmin(bars.columns[2][i], before), high = fmax(bars.columns[1][i], before);
        double want = high > low ? 100 * (bars.columns[3][i] - low) / (high - low) : 0;
        if (!(fabs(rows.out[0][i] - want) < 1e-10))
            ck_abort_msg("bar %zu: %.17g, exactly %.17g", i, rows.out[0][i], want);
    }
}
END_TEST

/* After bars that moved much: nothing of them may be left in a window where nothing moves. */
static void make_rest_after_storm(double level)
{
    run_walk(&bars, SEED);
    for (size_t i = 0; i < RUN_BARS; i++) {
        for (size_t c = 0; c < 4; c++)
            bars.columns[c][i] = i < 200 ? bars.columns[c][i] * level * 1e6 : level * 97.13;
        bars.columns[4][i] += 0.1;
    }
}

START_TEST(windows_at_rest_give_no_spurious_values)
{
    static const double levels[] = { 1, 1e-10, 1e5 / 3 };
    static const struct {
        const char *name;
        double want;
    } at_rest[] = { { "imi", 50 },  { "cci", 0 },    { "mfi", 0 },    { "stddev", 0 },
                    { "var", 0 },   { "correl", 0 }, { "beta", 0 },   { "linearreg_slope", 0 },
                    { "willr", 0 }, { "stochf", 0 }, { "trange", 0 }, { "mom", 0 } };
    for (size_t l = 0; l < sizeof levels / sizeof levels[0]; l++) {
        make_rest_after_storm(levels[l]);
        for (size_t n = 0; n < sizeof at_rest / sizeof at_rest[0]; n++) {
            size_t lookback = 0;
            run_with(at_rest[n].name, (const char *const[]){ NULL }, NULL, &lookback);
            for (size_t i = 240; i < RUN_BARS; i++)
                if (!(rows.out[0][i] == at_rest[n].want))
                    ck_abort_msg("%s at rest at %g is %.17g, exactly %g", at_rest[n].name,
                                 levels[l] * 97.13, rows.out[0][i], at_rest[n].want);
        }
    }
}
END_TEST

START_TEST(deviation_of_tiny_prices_is_not_taken_for_zero)
{
    size_t lookback = 0;
    run_walk(&bars, SEED);
    for (size_t i = 0; i < RUN_BARS; i++)
        bars.columns[3][i] *= 1e-10;
    run_with("stddev", (const char *const[]){ NULL }, NULL, &lookback);
    for (size_t i = 10; i < RUN_BARS; i++)
        ck_assert(rows.out[0][i] > 0 && rows.out[0][i] < 1e-8);
    run_with("bbands", (const char *const[]){ NULL }, NULL, &lookback);
    for (size_t i = 10; i < RUN_BARS; i++)
        ck_assert(rows.out[0][i] > rows.out[1][i] && rows.out[1][i] > rows.out[2][i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("accuracy");
    TCase *cases = tcase_create("accuracy");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, statistics_keep_nine_digits_after_price_jumps);
    tcase_add_test(cases, statistics_keep_nine_digits_at_prices_of_1e_minus_8);
    tcase_add_test(cases, statistics_keep_nine_digits_where_steps_are_a_millionth_of_the_level);
    tcase_add_test(cases, statistics_keep_nine_digits_on_real_candles);
    tcase_add_test(cases, period_1_stands_at_its_own_bar);
    tcase_add_test(cases, ultimate_oscillator_of_periods_1_is_of_its_own_bar);
    tcase_add_test(cases, windows_at_rest_give_no_spurious_values);
    tcase_add_test(cases, deviation_of_tiny_prices_is_not_taken_for_zero);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
