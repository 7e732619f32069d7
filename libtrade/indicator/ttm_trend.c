/* ttm_trend.c: TTM trend. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__plan_average(plan, node, 0, 0, tr__count(node, 0))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    double middle[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        middle[i] = (high[i] + low[i]) / 2;
    size_t from = tr__node_chain(node->child[0], middle, 0, block->count, out);
    for (size_t i = from; i < block->count; i++)
        out[i] = close[i] > out[i] ? 1 : -1;
}

TR__STEP(run, 3, 0, 0, 1)

const tr__indicator tr__indicator_ttm_trend = {
    .info = {
        .name = "ttm_trend",
        .aliases = "",
        .title = "TTM trend",
        .group = "momentum",
        .formula = "1 where close is above the mean over period of (high + low) / 2, else -1; "
                   "first at bar period - 1.",
        .source = "Mastering the Trade, 2005",
        .notes = "The mean includes the bar itself. pandas-ta gives -1 while warming up.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 6, .alias = "length" } },
        .outputs = { { "ttm_trend", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
