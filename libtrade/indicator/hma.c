/* hma.c: Hull moving average. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    size_t root = 1;
    while ((root + 1) * (root + 1) <= period)
        root++;
    tr__plan_average(plan, node, 0, 2, period / 2);
    tr__plan_average(plan, node, 1, 2, period);
    node->lookback = period - 1 + tr__plan_average(plan, node, 2, 2, root)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    double half[TR__BLOCK_MAX], whole[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], block->in[0], 0, block->count, half);
    size_t from = tr__node_chain(node->child[1], block->in[0], 0, block->count, whole);
    for (size_t i = from; i < block->count; i++)
        half[i] = 2 * half[i] - whole[i];
    tr__node_chain(node->child[2], half, from, block->count, out);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_hma = {
    .info = {
        .name = "hma",
        .aliases = "",
        .title = "Hull moving average",
        .group = "overlap",
        .formula = "Weighted average over sqrt(period) of 2 wma over period / 2 - wma over "
                   "period, lengths cut to whole bars; first at bar period + sqrt(period) - 2.",
        .source = "Hull Moving Average, 2005",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 16 } },
        .outputs = { { "hma", TR_UNIT_PRICE } },
    },
    .average_code = 10,
    .plan = plan,
    .run = run,
    .step = run_step,
};
