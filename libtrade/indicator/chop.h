/* chop.h: what the choppiness indices share: how far the price travelled within the box that a window spans. */
#ifndef TRADE_INDICATOR_CHOP_H
#define TRADE_INDICATOR_CHOP_H

#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct tr__chop_head {
    tr__head base;
    tr__fold travelled;
    tr__fold highest;
    tr__fold lowest;
} tr__chop_head;

/* Parameter: period. Own tapes: the true ranges first, then what the box may want. */
static inline void tr__chop_plan(tr__plan *plan, tr__node *node, size_t own)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(tr__chop_head));
    tr__plan_tapes(plan, node, 3, own, period);
    for (size_t k = 0; k < 3; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
    node->constant[0] = 100 / log10((double)period);
}

/* The box reaches from the lowest of `low` to the highest of `high`; all three with their past in front. */
TR__BODY void tr__chop_run(tr__node *node, const tr__block *block, const double *range,
                           const double *high, const double *low)
{
    size_t period = tr__count(node, 0);
    tr__chop_head *state = (tr__chop_head *)(void *)node->head;
    double travelled[TR__BLOCK_MAX], highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    tr__window_sum(&state->travelled, TR__WINDOW(node, block, range, period, 0), travelled);
    tr__window_max(&state->highest, TR__WINDOW(node, block, high, period, 1), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, low, period, 2), lowest);
    for (size_t i = block->skip; i < block->count; i++) {
        double box = highest[i] - lowest[i];
        block->out[0][i] =
            box > 0 && travelled[i] > 0 ? node->constant[0] * log10(travelled[i] / box) : 100;
    }
}

#endif
