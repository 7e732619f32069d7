/* bias.c: Bias. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__plan_average(plan, node, 0, node->params[1], tr__count(node, 0))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    double average[TR__BLOCK_MAX];
    size_t from = tr__node_chain(node->child[0], x, 0, block->count, average);
    for (size_t i = from; i < block->count; i++)
        out[i] = average[i] != 0 ? x[i] / average[i] - 1 : 0;
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_bias = {
    .info = {
        .name = "bias",
        .aliases = "",
        .title = "Bias",
        .group = "momentum",
        .formula = "x / moving average over period - 1, 0 where the average is 0; first where the "
                   "average has its first.",
        .source = "pandas-ta 0.3.14b, bias, 2021",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "length" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .alias = "mamode" } },
        .outputs = { { "bias", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
