/* pwma.c: Pascal weighted moving average. */
#include "indicator/engine.h"
#include "indicator/weighted.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    double *weights = tr__weighted_plan(plan, node);
    size_t period = tr__count(node, 0);
    if (weights == NULL)
        return;
    /* From the middle out, so that long rows fade to 0 and do not overflow. */
    size_t middle = period / 2;
    weights[middle] = 1;
    for (size_t k = middle; k > 0; k--)
        weights[k - 1] = weights[k] * (double)k / (double)(period - k);
    for (size_t k = middle + 1; k < period; k++)
        weights[k] = weights[k - 1] * (double)(period - k) / (double)k;
    tr__weighted_scale(weights, period);
}

static void run(tr__node *node, const tr__block *block)
{
    tr__weighted_run(node, block);
}

const tr__indicator tr__indicator_pwma = {
    .info = {
        .name = "pwma",
        .aliases = "",
        .title = "Pascal weighted moving average",
        .group = "overlap",
        .formula = "Sum of the last period values times row period - 1 of the triangle of Pascal "
                   "(1 3 3 1 for a period of 4), divided by the sum of the row; first at bar "
                   "period - 1.",
        .source = "pandas-ta 0.3.14b, pwma, 2021",
        .notes = "Cost: O(period) a bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "length" } },
        .outputs = { { "pwma", TR_UNIT_PRICE } },
    },
    .average_code = 52,
    .plan = plan,
    .run = run,
};
