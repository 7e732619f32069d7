/* rows.c: the numbers of a file against ours: how near they must be, and where the file's own are not exact. */
#include "indicators/indicators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Exact enough: two passes in long double over the window that ends at `row`. */
static long double window_scatter(const double *x, size_t row, size_t period, bool is_deviation)
{
    long double mean = 0, total = 0;
    for (size_t k = 0; k < period; k++)
        mean += x[row - k];
    mean /= (long double)period;
    for (size_t k = 0; k < period; k++)
        total +=
            is_deviation ? fabsl(x[row - k] - mean) : (x[row - k] - mean) * (x[row - k] - mean);
    return total / (long double)period;
}

static bool row_is_skipped(const golden_case *on, size_t row, double want)
{
    if (!isfinite(want))
        return true;
    const char *name = on->info->name;
    size_t period = (size_t)on->config.params[0];
    double returns[1024], price[1024];
    if (strcmp(name, "correl") == 0) {
        for (size_t k = 0; k < 2; k++)
            if (window_scatter(on->in[k], row, period, false) < 1e-9L * on->largest * on->largest)
                return true;
    } else if (strcmp(name, "beta") == 0 && period < 1024) {
        for (size_t k = 0; k < 2; k++) {
            for (size_t i = 0; i < period; i++) {
                const double *x = on->in[k] + row + i + 1 - period;
                returns[i] = (x[0] - *(x - 1)) / *(x - 1);
            }
            if (window_scatter(returns, period - 1, period, false) < 1e-12L)
                return true;
        }
    } else if (strcmp(name, "cci") == 0 && period < 1024) {
        for (size_t i = 0; i < period; i++) {
            size_t at = row + i + 1 - period;
            price[i] = (on->in[0][at] + on->in[1][at] + on->in[2][at]) / 3;
        }
        return window_scatter(price, period - 1, period, true) < 1e-9L * on->largest;
    }
    return false;
}

static double tolerance(const golden_case *on, double want, tr_indicator_unit unit)
{
    const char *name = on->info->name;
    double p = on->largest;
    if (unit == TR_UNIT_INDEX || unit == TR_UNIT_SIGNAL)
        return 0;
    if (strcmp(name, "var") == 0)
        return 1e-12 * p * p;
    if (strcmp(name, "stddev") == 0 || strcmp(name, "bbands") == 0)
        return 1e-7 * p;
    if (strcmp(name, "correl") == 0)
        return 1e-5;
    if (strcmp(name, "beta") == 0)
        return 1e-5 * fmax(1, fabs(want));
    if (strcmp(name, "cci") == 0)
        return 1e-7 * fmax(1, fabs(want));
    return fmax(1e-9 * fabs(want), 1e-12 * p);
}

/*
 * Where the file's number is the peer's rounding error, the exact one decides. Known: Tulip's vidya, whose standard
 * deviation is a difference of large sums and not 0 where prices are equal (msft_daily, set=default: bar 515 is
 * 1.64272387951933 exactly, Tulip has 1.64272435772963; wrong from there on, as it remembers); and Tulip's fosc at bar
 * 562 (exactly 2.2e-15, Tulip has -7.9e-12). Both are computed here in long double, windows in two passes.
 */
static bool exact_series(const golden_case *on, double *exact)
{
    const double *x = on->in[0], *p = on->config.params;
    if (strcmp(on->info->name, "vidya") == 0) {
        size_t quick = (size_t)p[0], steady = (size_t)p[1];
        long double value = 0;
        for (size_t i = on->lookback; i < on->bars; i++) {
            long double whole = i > on->lookback ? window_scatter(x, i, steady, false) : 0;
            long double share =
                whole > 0 ? sqrtl(window_scatter(x, i, quick, false) / whole) * p[2] : 0;
            value = i == on->lookback ? x[i] : (x[i] - value) * share + value;
            exact[i] = (double)value;
        }
        return true;
    }
    if (strcmp(on->info->name, "fosc") != 0)
        return false;
    size_t period = (size_t)p[0];
    for (size_t i = period; i < on->bars; i++) {
        long double n = (long double)period, mean = 0, slope = 0;
        for (size_t k = 1; k <= period; k++)
            mean += x[i - k] / n;
        for (size_t k = 1; k <= period; k++)
            slope += ((n + 1) / 2 - (long double)k) * (x[i - k] - mean);
        slope /= n * (n * n - 1) / 12;
        exact[i] = (double)(100 * (x[i] - mean - slope * (n + 1) / 2) / x[i]);
    }
    return true;
}

bool rows_agree(runner *run, const golden_case *on, FILE *file, char *line)
{
    size_t wrong = 0, worst_row = 0;
    double worst = 0, worst_got = 0, worst_want = 0;
    static double exact[BARS_MAX];
    bool has_exact = exact_series(on, exact);
    for (size_t row = 0; row < on->rows; row++) {
        if (fgets(line, LINE_SIZE, file) == NULL)
            return false;
        char *at = line;
        for (size_t k = 0; k < on->columns; k++) {
            double want = strtod(at, &at), got = run->out[0][k][on->begin + row];
            at += *at == ',';
            bool is_nothing = on->is_own && isnan(want);
            if (!is_nothing && row_is_skipped(on, on->begin + row, want)) {
                run->rows_skipped++;
                continue;
            }
            double error = is_nothing ? (isnan(got) ? 0 : (double)INFINITY) : fabs(got - want);
            if (is_nothing ? error == 0 : error <= tolerance(on, want, on->info->outputs[k].unit))
                continue;
            size_t bar = on->begin + row;
            if (has_exact &&
                fabs(got - exact[bar]) <= tolerance(on, exact[bar], on->info->outputs[k].unit)) {
                run->rows_exact++;
                continue;
            }
            wrong++;
            if (!(error <= worst)) {
                worst = error;
                worst_row = on->begin + row;
                worst_got = got;
                worst_want = want;
            }
        }
    }
    if (wrong > 0)
        printf("FAIL %s: %zu values, the worst at bar %zu: got %.17g, want %.17g\n", on->label,
               wrong, worst_row, worst_got, worst_want);
    return wrong == 0;
}
