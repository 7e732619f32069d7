/* aberration.c: Aberration. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    size_t middle = tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, node->params)->lookback;
    size_t range = tr__plan_child(plan, node, 1, &tr__indicator_atr, 1, &node->params[1])->lookback;
    node->lookback = middle > range ? middle : range;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double typical[TR__BLOCK_MAX];
    double *middle = block->out[0], *range = block->out[3];
    for (size_t i = 0; i < block->count; i++)
        typical[i] = (block->in[0][i] + block->in[1][i] + block->in[2][i]) / 3;
    tr__node_chain(node->child[0], typical, 0, block->count, middle);
    tr__node_run(node->child[1], block->in, block->count, &range);
    for (size_t i = block->skip; i < block->count; i++) {
        block->out[1][i] = middle[i] + range[i];
        block->out[2][i] = middle[i] - range[i];
    }
}

TR__STEP(run, 3, 0, 0, 4)

const tr__indicator tr__indicator_aberration = {
    .info = {
        .name = "aberration",
        .aliases = "",
        .title = "Aberration",
        .group = "volatility",
        .formula = "middle = simple average over period of (high + low + close) / 3; upper and "
                   "lower lie atr over atr_period around it. First where both have a value.",
        .source = "pandas-ta 0.3.14b, aberration, 2021",
        .notes = "atr starts with a mean of true ranges, as TA-Lib's.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "length" },
                    { "atr_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 15, .alias = "atr_length" } },
        .outputs = { { "middle", TR_UNIT_PRICE }, { "upper", TR_UNIT_PRICE },
                     { "lower", TR_UNIT_PRICE }, { "atr", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
