/* hvol.c: Annualised historical volatility. */
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
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, period);
    tr__plan_area(plan, node, 0, TR__MOMENTS_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *change = tr__tape(node, 0), mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(x + i - 1);
        change[i] = before != 0 ? x[i] / before - 1 : 0;
    }
    tr__window_moments(&state->moments, TR__WINDOW(node, block, change, period, 0), mean, squares);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = sqrt(252 * (squares[i] / (double)period));
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_hvol = {
    .info = {
        .name = "hvol",
        .aliases = "volatility",
        .title = "Annualised historical volatility",
        .group = "volatility",
        .formula = "sqrt(252) times the population standard deviation of the last period changes "
                   "x / x before - 1; first at bar period.",
        .source = "Tulip Indicators 0.9",
        .notes = "Of distances within the window; Tulip subtracts a square from a mean of "
                 "squares.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "hvol", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
