/* minmax.c: Minimum and maximum over a window. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold min;
    tr__fold max;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    tr__window_min(&state->min, TR__WINDOW(node, block, x, period, 0), out0);
    tr__window_max(&state->max, TR__WINDOW(node, block, x, period, 1), out1);
}

TR__STEP(run, 1, 1, 0, 2)

const tr__indicator tr__indicator_minmax = {
    .info = {
        .name = "minmax",
        .aliases = "",
        .title = "Minimum and maximum over a window",
        .group = "math",
        .formula = "Smallest and largest of the last period values; first at bar period - 1.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "min", TR_UNIT_PRICE }, { "max", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
