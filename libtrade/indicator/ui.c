/* ui.c: Ulcer index. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold squares;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 2 * (period - 1);
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double *squares = tr__tape(node, 0), highest[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, x, period, 0), highest);
    for (size_t i = 0; i < block->count; i++) {
        double fall = highest[i] != 0 ? 100 * (x[i] - highest[i]) / highest[i] : 0;
        squares[i] = fall * fall;
    }
    tr__window_sum(&state->squares, TR__WINDOW(node, block, squares, period, 1), out);
    for (size_t i = 0; i < block->count; i++)
        out[i] = sqrt(out[i] / (double)period);
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_ui = {
    .info = {
        .name = "ui",
        .aliases = "",
        .title = "Ulcer index",
        .group = "volatility",
        .formula = "Root of the mean over period of (100 (x - highest x over period) / that "
                   "highest)^2, a term is 0 where the highest is 0; first at bar 2 (period - 1).",
        .source = "The Investor's Guide to Fidelity Funds, 1989",
        .notes = "Martin takes the highest value of the whole interval so far; here, as in "
                 "pandas-ta, of the period bars that end at each bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" } },
        .outputs = { { "ui", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
