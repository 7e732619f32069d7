/* filter.h: y = keep * y before + gain * x, with its beginning: what all exponential averages are. */
#ifndef TRADE_INDICATOR_FILTER_H
#define TRADE_INDICATOR_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indicator/engine.h"

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

/* The rule of Wilder's average in the node's constants, and back: divisions are for planning, not for every bar. */
static inline void tr__plan_wilder(tr__node *node, size_t period)
{
    tr__filter_rule rule = tr__filter_wilder(period);
    node->constant[0] = rule.keep;
    node->constant[1] = rule.gain;
    node->constant[2] = rule.seed_share;
    node->number[0] = period;
}

static inline tr__filter_rule tr__planned_filter(const tr__node *node)
{
    return (tr__filter_rule){ .keep = node->constant[0],
                              .gain = node->constant[1],
                              .seed = node->number[0],
                              .seed_share = node->constant[2] };
}

/*
 * `seen` inputs came before x[0]. `out` may be `x`. A recursion waits for its own last result, so that several which do not
 * wait for each other take no longer than one when they go side by side: tr__filter_run_side has `sides` of them with
 * the same rule, at most 3.
 */
void tr__filter_block(tr__filter *filter, const tr__filter_rule *rule, const double *x,
                      uint64_t seen, size_t count, double *out);
void tr__filter_side_block(tr__filter *const *filters, size_t sides, const tr__filter_rule *rule,
                           double *const *series, uint64_t seen, size_t count);

TR__BODY double tr__filter_bar(tr__filter *filter, const tr__filter_rule *rule, double x,
                               uint64_t seen)
{
    if (seen >= rule->seed)
        return filter->value = rule->keep * filter->value + rule->gain * x;
    filter->value += x;
    if (seen == rule->seed - 1)
        filter->value *= rule->seed_share;
    return filter->value;
}

TR__BODY void tr__filter_run(tr__filter *filter, const tr__filter_rule *rule, const double *x,
                             uint64_t seen, size_t count, double *out)
{
    if (TR__BAR(count))
        out[0] = tr__filter_bar(filter, rule, x[0], seen);
    else
        tr__filter_block(filter, rule, x, seen, count, out);
}

TR__BODY void tr__filter_run_side(tr__filter *const *filters, size_t sides,
                                  const tr__filter_rule *rule, double *const *series, uint64_t seen,
                                  size_t count)
{
    if (!TR__BAR(count)) {
        tr__filter_side_block(filters, sides, rule, series, seen, count);
        return;
    }
    for (size_t k = 0; k < sides; k++)
        series[k][0] = tr__filter_bar(filters[k], rule, series[k][0], seen);
}

#endif
