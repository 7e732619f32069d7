/* cg.c: Center of gravity oscillator. */
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
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double mean[TR__BLOCK_MAX], slope[TR__BLOCK_MAX], n = (double)period;
    tr__window_line(&state->line, TR__WINDOW(node, block, block->in[0], period, 0), mean, slope);
    /* Counted from the middle of the window, the sum of position * x is what a line needs. */
    for (size_t i = 0; i < block->count; i++)
        out[i] = (mean[i] != 0 ? slope[i] / (n * mean[i]) : 0) - (n + 1) / 2;
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_cg = {
    .info = {
        .name = "cg",
        .aliases = "",
        .title = "Center of gravity oscillator",
        .group = "momentum",
        .formula = "-(sum of k x[k] / sum of x[k]) over the last period values, k = 1 for the "
                   "newest; -(period + 1) / 2 where the sum is 0; first at bar period - 1.",
        .source = "The Center of Gravity Oscillator, Technical Analysis of Stocks and "
                  "Commodities, 2002",
        .notes = "Ehlers takes (high + low) / 2 as the series; his book of 2004 adds (period + 1) "
                 "/ 2. Where the sum is 0 his listing keeps the value before.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 } },
        .outputs = { { "cg", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
