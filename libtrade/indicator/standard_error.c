/* standard_error.c: Standard error. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__moments moments;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__MOMENTS_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double n = (double)period, mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    tr__window_moments(&state->moments, TR__WINDOW(node, block, x, period, 0), mean, squares);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = sqrt(squares[i]) / n;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_standard_error = {
    .info = {
        .name = "standard_error",
        .aliases = "stderr",
        .title = "Standard error",
        .group = "statistic",
        .formula = "Population standard deviation over the last period values, divided by "
                   "sqrt(period); first at bar period - 1.",
        .source = "Tulip Indicators 0.9",
        .notes = "Of distances within the window; Tulip subtracts a square from a mean of "
                 "squares.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "standard_error", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
