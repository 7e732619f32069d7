/* alligator.c: Alligator. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    for (size_t k = 0; k < 3; k++) {
        size_t lookback =
            tr__plan_child(plan, node, k, &tr__indicator_rma, 1, &node->params[k])->lookback;
        node->lookback = lookback > node->lookback ? lookback : node->lookback;
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    for (size_t k = 0; k < 3; k++)
        tr__node_chain(node->child[k], block->in[0], 0, block->count, block->out[k]);
}

TR__STEP(run, 1, 0, 0, 3)

const tr__indicator tr__indicator_alligator = {
    .info = {
        .name = "alligator",
        .aliases = "",
        .title = "Alligator",
        .group = "overlap",
        .formula = "jaw, teeth and lips: Wilder smoothing (rma) of x over jaw_period, "
                   "teeth_period and lips_period; first where the longest has its first.",
        .source = "New Trading Dimensions, 1998",
        .notes = "Williams feeds (high + low) / 2 and draws the lines 8, 5 and 3 bars ahead; "
                 "here, as in pandas-ta, a value stands at the bar that it was computed from.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "jaw_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 13, .alias = "jaw" },
                    { "teeth_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 8, .alias = "teeth" },
                    { "lips_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "lips" } },
        .outputs = { { "jaw", TR_UNIT_PRICE }, { "teeth", TR_UNIT_PRICE }, { "lips", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
