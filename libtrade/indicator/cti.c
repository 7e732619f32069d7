/* cti.c: Correlation trend indicator. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__line line;
    tr__moments moments;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__LINE_AREA(period));
    tr__plan_area(plan, node, 1, TR__MOMENTS_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double mean[TR__BLOCK_MAX], slope[TR__BLOCK_MAX], squares[TR__BLOCK_MAX], n = (double)period;
    tr__window_line(&state->line, TR__WINDOW(node, block, block->in[0], period, 0), mean, slope);
    tr__window_moments(&state->moments, TR__WINDOW(node, block, block->in[0], period, 1), mean,
                       squares);
    double scale = sqrt(n * (n * n - 1) / 12);
    for (size_t i = block->skip; i < block->count; i++) {
        double r = squares[i] > 0 ? slope[i] / (scale * sqrt(squares[i])) : 0;
        block->out[0][i] = r > 1 ? 1 : r < -1 ? -1 : r;
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_cti = {
    .info = {
        .name = "cti",
        .aliases = "",
        .title = "Correlation trend indicator",
        .group = "momentum",
        .formula = "Pearson correlation of the last period values with a rising line, -1..1; 0 "
                   "where all are equal; first at bar period - 1.",
        .source = "Correlation as a Trend Indicator, Technical Analysis of Stocks and "
                  "Commodities, 2020",
        .notes = "Where all values are equal Ehlers' listing keeps the value before. pandas-ta's "
                 "period is 12.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .pandas = 12 } },
        .outputs = { { "cti", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
