/* ac.c: Accelerator oscillator. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    size_t fast = tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, &node->params[0])->lookback;
    size_t slow = tr__plan_child(plan, node, 1, &tr__indicator_sma, 1, &node->params[1])->lookback;
    node->number[0] = fast > slow ? fast : slow;
    node->lookback =
        node->number[0] +
        tr__plan_child(plan, node, 2, &tr__indicator_sma, 1, &node->params[2])->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1];
    double *out = block->out[0];
    double middle[TR__BLOCK_MAX], slow[TR__BLOCK_MAX], signal[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        middle[i] = (high[i] + low[i]) / 2;
    tr__node_chain(node->child[0], middle, 0, block->count, out);
    tr__node_chain(node->child[1], middle, 0, block->count, slow);
    size_t from = tr__from(node->number[0], block);
    for (size_t i = from; i < block->count; i++)
        out[i] -= slow[i];
    tr__node_chain(node->child[2], out, from, block->count, signal);
    for (size_t i = block->skip; i < block->count; i++)
        out[i] -= signal[i];
}

TR__STEP(run, 2, 0, 0, 1)

const tr__indicator tr__indicator_ac = {
    .info = {
        .name = "ac",
        .aliases = "accelerator",
        .title = "Accelerator oscillator",
        .group = "momentum",
        .formula = "o - mean of o over signal_period; o = mean of m over fast_period - mean of m "
                   "over slow_period, m = (high + low) / 2. First where the signal has its first: "
                   "at bar slow_period + signal_period - 2.",
        .source = "New Trading Dimensions, 1998",
        .notes = "All averages are simple ones, so that no source disagrees.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 34 },
                    { "signal_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 } },
        .outputs = { { "ac", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
