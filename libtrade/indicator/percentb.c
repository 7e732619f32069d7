/* percentb.c: Bollinger %b. */
#include "indicator/engine.h"

extern const tr__indicator tr__indicator_bbands;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback =
        tr__plan_child(plan, node, 0, &tr__indicator_bbands, 4, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double upper[TR__BLOCK_MAX], middle[TR__BLOCK_MAX], lower[TR__BLOCK_MAX];
    tr__node_run(node->child[0], block->in, block->count,
                 (double *const[]){ upper, middle, lower });
    for (size_t i = block->skip; i < block->count; i++)
        block->out[0][i] =
            upper[i] != lower[i] ? (block->in[0][i] - lower[i]) / (upper[i] - lower[i]) : 0.5;
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_percentb = {
    .info = {
        .name = "percentb",
        .aliases = "bbp",
        .title = "Bollinger %b",
        .group = "volatility",
        .formula = "(x - lower) / (upper - lower) of the Bollinger bands (bbands), 0.5 where they "
                   "meet; first where they have their first.",
        .source = "Bollinger on Bollinger Bands, 2001",
        .notes = "0 at the lower band, 1 at the upper one.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 },
                    { "nb_dev_up", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 2 },
                    { "nb_dev_dn", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 2 },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "percentb", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
