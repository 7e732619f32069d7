/* correl.c: Pearson correlation. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__cross cross;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, period);
    tr__plan_area(plan, node, 0, TR__CROSS_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *y = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double xx[TR__BLOCK_MAX], yy[TR__BLOCK_MAX], xy[TR__BLOCK_MAX];
    tr__window_cross(&state->cross, TR__WINDOW(node, block, x, period, 0), y, xx, yy, xy);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double scale = sqrt(xx[i]) * sqrt(yy[i]);
        double r = scale > 0 ? xy[i] / scale : 0;
        out[i] = r > 1 ? 1 : r < -1 ? -1 : r;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_correl = {
    .info = {
        .name = "correl",
        .aliases = "",
        .title = "Pearson correlation",
        .group = "statistic",
        .formula = "Covariance over the product of the standard deviations, of the last period "
                   "values; 0 where one of them does not vary; first at bar period - 1.",
        .source = "Regression, Heredity and Panmixia, 1896",
        .notes = "From distances within the window; TA-Lib subtracts large sums from each other.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "correl", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
