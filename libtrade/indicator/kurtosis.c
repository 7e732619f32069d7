/* kurtosis.c: Excess kurtosis. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_tapes(plan, node, 1, 0, period);
    double n = (double)period;
    node->constant[0] = n * (n + 1) * (n - 1) / ((n - 2) * (n - 3));
    node->constant[1] = 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
}

static double kurtosis(const tr__node *node, const double *window, size_t period)
{
    double sum = 0, second = 0, fourth = 0;
    for (size_t k = 0; k < period; k++)
        sum += window[k] - window[0];
    double mean = window[0] + sum / (double)period;
    for (size_t k = 0; k < period; k++) {
        double square = (window[k] - mean) * (window[k] - mean);
        second += square;
        fourth += square * square;
    }
    bool is_flat = true;
    for (size_t k = 1; is_flat && k < period; k++)
        is_flat = !(window[k] < window[0]) && !(window[k] > window[0]);
    if (is_flat || !(second > 0))
        return NAN;
    return node->constant[0] * (fourth / second / second) - node->constant[1];
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    for (size_t i = block->skip; i < block->count; i++)
        block->out[0][i] = kurtosis(node, block->in[0] + i + 1 - period, period);
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_kurtosis = {
    .info = {
        .name = "kurtosis",
        .aliases = "",
        .title = "Excess kurtosis",
        .group = "statistic",
        .formula = "n (n + 1) / ((n - 1)(n - 2)(n - 3)) * sum of d^4 / s^4 - 3 (n - 1)^2 / ((n - "
                   "2)(n - 3)) over the last n = period values; d = distance from their mean, s^2 "
                   "= sum of d^2 / (n - 1). NaN where all are equal; first at bar period - 1.",
        .source = "Comparing Measures of Sample Skewness and Kurtosis, The Statistician, 1998",
        .notes = "The adjusted estimator G2, as in Excel, pandas and TA-Lib main; 0 for a normal "
                 "distribution. Cost: O(period) a bar, in two passes over the window.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 4, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30, .alias = "length" } },
        .outputs = { { "kurtosis", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
