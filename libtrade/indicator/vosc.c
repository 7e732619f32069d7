/* vosc.c: Volume oscillator. */
#include "indicator/engine.h"

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    size_t quick = tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, &node->params[0])->lookback;
    size_t steady =
        tr__plan_child(plan, node, 1, &tr__indicator_sma, 1, &node->params[1])->lookback;
    node->lookback = quick > steady ? quick : steady;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    double slow[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], block->in[0], 0, block->count, out);
    tr__node_chain(node->child[1], block->in[0], 0, block->count, slow);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = slow[i] != 0 ? 100 * (out[i] - slow[i]) / slow[i] : 0;
}

TR__RUN_WIDE(run)

const tr__indicator tr__indicator_vosc = {
    .info = {
        .name = "vosc",
        .aliases = "",
        .title = "Volume oscillator",
        .group = "volume",
        .formula = "100 (simple average over fast_period - over slow_period) / the latter, of the "
                   "volume or any series, 0 where that is 0; first at bar of the longer one.",
        .source = "Technical Analysis from A to Z, 1995",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "short_period" },
                    { "slow_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "long_period" } },
        .outputs = { { "vosc", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
};
