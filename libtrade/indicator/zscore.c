/* zscore.c: Z score. */
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
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    tr__window_moments(&state->moments, TR__WINDOW(node, block, x, period, 0), mean, squares);
    for (size_t i = 0; i < block->count; i++) {
        double spread = node->params[1] * sqrt(squares[i] / (double)(period - 1));
        out[i] = spread > 0 ? (x[i] - mean[i]) / spread : 0;
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_zscore = {
    .info = {
        .name = "zscore",
        .aliases = "",
        .title = "Z score",
        .group = "statistic",
        .formula = "(x - mean) / (deviations * sample standard deviation) of the last period "
                   "values, 0 where they are all equal; first at bar period - 1.",
        .source = "pandas-ta 0.3.14b, zscore, 2021",
        .notes = "pandas-ta takes the population's standard deviation where TA-Lib is installed; "
                 "the sample's otherwise, as here.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30, .alias = "length" },
                    { "deviations", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1, .alias = "std" } },
        .outputs = { { "zscore", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
