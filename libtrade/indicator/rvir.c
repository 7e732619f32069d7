/* rvir.c: Refined relative volatility index. */
#include "indicator/engine.h"

extern const tr__indicator tr__indicator_rvi;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_child(plan, node, 1, &tr__indicator_rvi, 2, node->params);
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_rvi, 2, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double low[TR__BLOCK_MAX], *out = block->out[0];
    tr__node_chain(node->child[0], block->in[0], 0, block->count, out);
    tr__node_chain(node->child[1], block->in[1], 0, block->count, low);
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = 0.5 * (out[i] + low[i]);
}

TR__STEP(run, 2, 0, 0, 1)

const tr__indicator tr__indicator_rvir = {
    .info = {
        .name = "rvir",
        .aliases = "",
        .title = "Refined relative volatility index",
        .group = "volatility",
        .formula = "Mean of the relative volatility indices (rvi) of the highs and of the lows; "
                   "first at bar stddev_period + period - 2.",
        .source = "Refining the Relative Volatility Index, Technical Analysis of Stocks and "
                  "Commodities, 1995",
        .notes = "Some vendors call this one rvi.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 },
                    { "stddev_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .pandas = 14 } },
        .outputs = { { "rvir", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
