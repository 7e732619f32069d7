/* beta.c: Beta. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__cross cross;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 2, period);
    tr__plan_area(plan, node, 0, TR__CROSS_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *y = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *first = tr__tape(node, 0), *second = tr__tape(node, 1);
    double xx[TR__BLOCK_MAX], yy[TR__BLOCK_MAX], xy[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double x_before = *(x + i - 1), y_before = *(y + i - 1);
        first[i] = x_before != 0 ? (x[i] - x_before) / x_before : 0;
        second[i] = y_before != 0 ? (y[i] - y_before) / y_before : 0;
    }
    tr__window_cross(&state->cross, TR__WINDOW(node, block, first, period, 0), second, xx, yy, xy);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = xx[i] > 0 ? xy[i] / xx[i] : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 2, 1, 1)

const tr__indicator tr__indicator_beta = {
    .info = {
        .name = "beta",
        .aliases = "",
        .title = "Beta",
        .group = "statistic",
        .formula = "Covariance of the returns of both series over the variance of the returns of "
                   "the first, over the last period returns; 0 where the first does not vary; "
                   "first at bar period.",
        .source = "Capital Asset Prices, 1964; order of the series as TA-Lib 0.6",
        .notes = "From distances within the window; TA-Lib subtracts large sums from each "
                 "other.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 } },
        .outputs = { { "beta", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
