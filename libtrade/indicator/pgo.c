/* pgo.c: Pretty good oscillator. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, node->params);
    node->lookback = tr__plan_child(plan, node, 1, &tr__indicator_atr, 1, node->params)->lookback;
    node->lookback += tr__plan_child(plan, node, 2, &tr__indicator_ema, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    double *out = block->out[0];
    double average[TR__BLOCK_MAX], range[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], close, 0, block->count, average);
    size_t from = tr__node_run(node->child[1], block->in, block->count, (double *const[]){ range });
    tr__node_chain(node->child[2], range, from, block->count, range);
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = range[i] > 0 ? (close[i] - average[i]) / range[i] : 0;
}

TR__STEP(run, 3, 0, 0, 1)

const tr__indicator tr__indicator_pgo = {
    .info = {
        .name = "pgo",
        .aliases = "",
        .title = "Pretty good oscillator",
        .group = "momentum",
        .formula = "(close - simple average of close over period) / exponential average over "
                   "period of atr over period, 0 where that is 0; first at bar 2 period - 1.",
        .source = "TradingTechnologies indicator definitions: Pretty Good Oscillator (Mark "
                  "Johnson)",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" } },
        .outputs = { { "pgo", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
