/* swma.c: Symmetric weighted moving average. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_trima, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__node_chain(node->child[0], block->in[0], 0, block->count, block->out[0]);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_swma = {
    .info = {
        .name = "swma",
        .aliases = "",
        .title = "Symmetric weighted moving average",
        .group = "overlap",
        .formula = "Weights rise by one to the middle of the window and fall again (1 2 2 1 for a "
                   "period of 4, 1 2 3 2 1 for 5), divided by their sum; first at bar period - 1.",
        .source = "TradingView Pine Script reference, ta.swma",
        .notes = "The weights are those of trima, whose code does the work. TradingView has a "
                 "fixed period of 4, the default of that preset.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .tradingview = 4, .alias = "length" } },
        .outputs = { { "swma", TR_UNIT_PRICE } },
    },
    .average_code = 54,
    .plan = plan,
    .run = run,
    .step = run_step,
};
