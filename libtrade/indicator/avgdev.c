/* avgdev.c: Average deviation. */
#include "indicator/deviation.h"
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_tapes(plan, node, 1, 0, period);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0], mean[TR__BLOCK_MAX];
    size_t period = tr__count(node, 0);
    tr__deviation(block->in[0], period, block->count, mean, out);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] /= (double)period;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_avgdev = {
    .info = {
        .name = "avgdev",
        .aliases = "md mad",
        .title = "Average deviation",
        .group = "price",
        .formula = "Mean distance from the mean, over the last period values; first at bar period "
                   "- 1.",
        .source = "TA-Lib 0.6",
        .notes = "Cost: O(period) a bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "avgdev", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
