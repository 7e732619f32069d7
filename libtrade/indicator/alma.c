/* alma.c: Arnaud Legoux moving average. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    bool is_pandas = node->preset == TR_INDICATOR_PANDAS;
    node->lookback = is_pandas ? period + 1 : period - 1;
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, period);
    double *weight = node->area[0], total = 0;
    if (weight == NULL)
        return;
    double last = (double)(period - 1), width = (double)period / node->params[1];
    double peak = is_pandas ? last - node->params[2] * last : floor(node->params[2] * last);
    for (size_t j = 0; j < period; j++) {
        double away = ((double)j - peak) / width;
        weight[j] = exp(-away * away / 2);
        total += weight[j];
    }
    for (size_t j = 0; j < period; j++)
        weight[j] /= total;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    const double *weight = node->area[0];
    for (size_t i = block->skip; i < block->count; i++) {
        const double *window = block->in[0] + i + 1 - period;
        double sum = 0;
        for (size_t j = 0; j < period; j++)
            sum += weight[j] * window[j];
        block->out[0][i] = sum;
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_alma = {
    .info = {
        .name = "alma",
        .aliases = "",
        .title = "Arnaud Legoux moving average",
        .group = "overlap",
        .formula = "Sum of g[j] x[j] / sum of g[j] over the last period values, j = 0 for the "
                   "oldest; g[j] = exp(-(j - m)^2 / (2 s^2)), m = floor(offset (period - 1)), s = "
                   "period / sigma; first at bar period - 1.",
        .source = "ALMA: In Search for the Perfect Moving Average, 2009",
        .notes = "m is a whole number as in the authors' own code; preset pandas does not floor "
                 "it, turns the weights around (offset counts from the newest value) and starts "
                 "at bar period + 1. Cost: O(period) a bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "length" },
                    { "sigma", .kind = TR_PARAM_REAL, .min = 0.01, .max = 3e37, .initial = 6 },
                    { "offset", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.85, .alias = "distribution_offset" } },
        .outputs = { { "alma", TR_UNIT_PRICE } },
    },
    .average_code = 31,
    .plan = plan,
    .run = run,
    .step = run_step,
};
