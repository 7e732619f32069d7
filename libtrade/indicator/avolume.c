/* avolume.c: Annualised volatility of log returns. */
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
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double *change = tr__tape(node, 0), mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++) {
        double before = *(x + i - 1);
        change[i] = before > 0 && x[i] > 0 ? log(x[i] / before) : 0;
    }
    tr__window_moments(&state->moments, TR__WINDOW(node, block, change, period, 0), mean, squares);
    for (size_t i = 0; i < block->count; i++)
        out[i] = sqrt(252 * (squares[i] / (double)period));
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_avolume = {
    .info = {
        .name = "avolume",
        .aliases = "",
        .title = "Annualised volatility of log returns",
        .group = "volatility",
        .formula = "sqrt(252) times the population standard deviation of the last period values "
                   "of ln(x / x before); a step from or to a price that is not positive counts 0. "
                   "First at bar period.",
        .source = "pandas-ta-classic, avolume, 2026",
        .notes = "hvol is the same of simple returns, which is what Tulip computes; pandas-ta- "
                 "classic takes this one for Tulip's.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "length" } },
        .outputs = { { "avolume", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
