/* regression.h: the least-squares line through the last values, of which each of its indicators tells something else. */
#ifndef TRADE_INDICATOR_REGRESSION_H
#define TRADE_INDICATOR_REGRESSION_H

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct tr__regression_head {
    tr__head base;
    tr__line line;
} tr__regression_head;

/* Parameter: period. */
static inline void tr__regression_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(tr__regression_head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__LINE_AREA(period));
}

/* `told` is what is read off a line of `n` bars: `mean` is its value in their middle, `slope` its rise a bar. */
TR__BODY void tr__regression_run(tr__node *node, const tr__block *block,
                                 double (*told)(double mean, double slope, double n))
{
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    tr__regression_head *state = (tr__regression_head *)(void *)node->head;
    double mean[TR__BLOCK_MAX], slope[TR__BLOCK_MAX];
    tr__window_line(&state->line, TR__WINDOW(node, block, block->in[0], period, 0), mean, slope);
    double n = (double)period;
    double scale = 12 / (n * (n * n - 1));
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = told(mean[i], slope[i] * scale, n);
}

#endif
