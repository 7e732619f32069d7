/* sinwma.c: Sine weighted moving average. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/weighted.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    double *weights = tr__weighted_plan(plan, node);
    size_t period = tr__count(node, 0);
    if (weights == NULL)
        return;
    for (size_t k = 0; k < period; k++)
        weights[k] = sin(3.14159265358979323846 * (double)(k + 1) / (double)(period + 1));
    tr__weighted_scale(weights, period);
}

static void run(tr__node *node, const tr__block *block)
{
    tr__weighted_run(node, block);
}

const tr__indicator tr__indicator_sinwma = {
    .info = {
        .name = "sinwma",
        .aliases = "",
        .title = "Sine weighted moving average",
        .group = "overlap",
        .formula = "Sum of the last period values times sin(pi (k + 1) / (period + 1)), k = 0 .. "
                   "period - 1, divided by the sum of the weights; first at bar period - 1.",
        .source = "TradingView script Sine Weighted Moving Average by Everget",
        .notes = "The text of pandas-ta says period 10, its code takes 14, as here. Cost: "
                 "O(period) a bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" } },
        .outputs = { { "sinwma", TR_UNIT_PRICE } },
    },
    .average_code = 53,
    .plan = plan,
    .run = run,
};
