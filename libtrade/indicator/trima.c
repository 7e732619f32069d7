/* trima.c: Triangular moving average. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    size_t half = (period + 1) / 2;
    tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, &(double){ (double)half });
    tr__plan_child(plan, node, 1, &tr__indicator_sma, 1, &(double){ (double)(period + 1 - half) });
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double once[TR__BLOCK_MAX];
    size_t from = tr__node_chain(node->child[0], block->in[0], 0, block->count, once);
    tr__node_chain(node->child[1], once, from, block->count, block->out[0]);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_trima = {
    .info = {
        .name = "trima",
        .aliases = "",
        .title = "Triangular moving average",
        .group = "overlap",
        .formula = "Weights rise to the middle of the window and fall again: a simple average of "
                   "a simple average, over (period + 1) / 2 each, or period / 2 and period / 2 + "
                   "1 when period is even; first at bar period - 1.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "trima", TR_UNIT_PRICE } },
    },
    .average_code = 6,
    .plan = plan,
    .run = run,
    .step = run_step,
};
