/* filter.h: y = keep * y before + gain * x, with its beginning: what all exponential averages are. */
#ifndef TRADE_INDICATOR_FILTER_H
#define TRADE_INDICATOR_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tr__filter_rule {
    double keep;
    double gain;
    size_t seed;       /* the first value is made of so many inputs */
    double seed_share; /* times their sum; results before it are meaningless */
} tr__filter_rule;

typedef struct tr__filter {
    double value;
} tr__filter;

/* Average as Wilder has it: (before * (period - 1) + x) / period, from the mean of the first `period`. */
static inline tr__filter_rule tr__filter_wilder(size_t period)
{
    double n = (double)period;
    return (
        tr__filter_rule){ .keep = (n - 1) / n, .gain = 1 / n, .seed = period, .seed_share = 1 / n };
}

/* Exponential average with factor `gain`, from the mean of the first `period`, or from the first value. */
static inline tr__filter_rule tr__filter_ema(size_t period, double gain, bool is_from_first)
{
    size_t seed = is_from_first ? 1 : period;
    return (tr__filter_rule){
        .keep = 1 - gain, .gain = gain, .seed = seed, .seed_share = 1 / (double)seed
    };
}

/*
 * `seen` inputs came before x[0]. `out` may be `x`. A recursion waits for its own last result, so that several which do not
 * wait for each other take no longer than one when they go side by side: tr__filter_run_side has `sides` of them with
 * the same rule, at most 3.
 */
void tr__filter_run(tr__filter *filter, const tr__filter_rule *rule, const double *x, uint64_t seen,
                    size_t count, double *out);
void tr__filter_run_side(tr__filter *const *filters, size_t sides, const tr__filter_rule *rule,
                         double *const *series, uint64_t seen, size_t count);

#endif
