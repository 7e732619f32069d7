/* mmar.c: Madrid moving average ribbon. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    for (size_t k = 0; k < 6; k++) {
        double period = node->params[0] + (double)k * node->params[1];
        size_t lookback = tr__plan_child(plan, node, k, &tr__indicator_ema, 1, &period)->lookback;
        node->lookback = lookback > node->lookback ? lookback : node->lookback;
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    for (size_t k = 0; k < 6; k++)
        tr__node_chain(node->child[k], block->in[0], 0, block->count, block->out[k]);
}

TR__STEP(run, 1, 0, 0, 6)

const tr__indicator tr__indicator_mmar = {
    .info = {
        .name = "mmar",
        .aliases = "",
        .title = "Madrid moving average ribbon",
        .group = "overlap",
        .formula = "Six exponential averages, over period, period + step, .. period + 5 step; "
                   "first where the longest has its first.",
        .source = "TradingView script Madrid Moving Average Ribbon",
        .notes = "Seeds as ema.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = 10000, .initial = 10, .alias = "length" },
                    { "step", .min = 1, .max = 10000, .initial = 5 } },
        .outputs = { { "ribbon_1", TR_UNIT_PRICE }, { "ribbon_2", TR_UNIT_PRICE },
                     { "ribbon_3", TR_UNIT_PRICE }, { "ribbon_4", TR_UNIT_PRICE },
                     { "ribbon_5", TR_UNIT_PRICE }, { "ribbon_6", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
