/* stddev.c: Standard deviation. */
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
    double mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    tr__window_moments(&state->moments, TR__WINDOW(node, block, x, period, 0), mean, squares);
    double n = (double)period, factor = node->params[1];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = sqrt(squares[i] / n) * factor;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_stddev = {
    .info = {
        .name = "stddev",
        .aliases = "stdev",
        .title = "Standard deviation",
        .group = "statistic",
        .formula = "Root of the population variance over the last period values, times nb_dev; "
                   "first at bar period - 1.",
        .source = "TA-Lib 0.6",
        .notes = "TA-Lib gives 0 where the variance is below 1e-14, whatever the price; here it "
                 "is 0 where all values are equal.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 },
                    { "nb_dev", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 1 } },
        .outputs = { { "stddev", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
