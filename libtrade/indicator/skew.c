/* skew.c: Skewness. */
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
    double n = (double)period, mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    tr__window_moments(&state->moments, TR__WINDOW(node, block, x, period, 0), mean, squares);
    for (size_t i = block->skip; i < block->count; i++) {
        double cubes = 0, spread = sqrt(squares[i] / n);
        for (size_t k = 0; k < period && spread > 0; k++) {
            double d = (*(x + i - k) - mean[i]) / spread;
            cubes += d * d * d;
        }
        out[i] = cubes / n * (sqrt(n * (n - 1)) / (n - 2));
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_skew = {
    .info = {
        .name = "skew",
        .aliases = "",
        .title = "Skewness",
        .group = "statistic",
        .formula = "sqrt(n (n - 1)) / (n - 2) * (sum of d^3 / n) / (sum of d^2 / n)^1.5, d the "
                   "distances of the last n = period values from their mean; 0 where all are "
                   "equal. First at bar period - 1.",
        .source = "Comparing Measures of Sample Skewness and Kurtosis, The Statistician, 1998",
        .notes = "Corrected for the sample, as pandas does. Cost: O(period) a bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 3, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30, .alias = "length" } },
        .outputs = { { "skew", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
