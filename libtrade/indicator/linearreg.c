/* linearreg.c: Linear regression. */
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
    double mean[TR__BLOCK_MAX], slope[TR__BLOCK_MAX];
    tr__window_line(&state->line, TR__WINDOW(node, block, x, period, 0), mean, slope);
    double n = (double)period;
    double scale = 12 / (n * (n * n - 1));
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = mean[i] + slope[i] * scale * (n - 1) / 2;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_linearreg = {
    .info = {
        .name = "linearreg",
        .aliases = "linreg",
        .title = "Linear regression",
        .group = "statistic",
        .formula = "End, at the current bar, of the least-squares line through the last period "
                   "values; first at bar period - 1.",
        .source = "Least squares, Gauss 1809; parameters as TA-Lib 0.6",
        .notes = "From distances within the window, so that no price before it leaves a "
                 "trace; TA-Lib subtracts large sums from each other.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "linearreg", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
