/* wma.c: Weighted moving average. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__line line;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__LINE_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    tr__window_weighted(&state->line, TR__WINDOW(node, block, x, period, 0), out);
    double n = (double)period, weights = n * (n + 1) / 2;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] /= weights;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_wma = {
    .info = {
        .name = "wma",
        .aliases = "",
        .title = "Weighted moving average",
        .group = "overlap",
        .formula = "Sum of value * weight over the last period values, weights 1 (oldest) to "
                   "period, divided by the sum of the weights; first at bar period - 1.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "wma", TR_UNIT_PRICE } },
    },
    .average_code = 3,
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
