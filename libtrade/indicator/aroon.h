/* aroon.h: what Aroon and its oscillator share: how long ago the extremes of the last period + 1 bars were. */
#ifndef TRADE_INDICATOR_AROON_H
#define TRADE_INDICATOR_AROON_H

#include "indicator/engine.h"
#include "indicator/extreme.h"

typedef struct tr__aroon_head {
    tr__head base;
    tr__extreme low;
    tr__extreme high;
} tr__aroon_head;

/* Parameter: period. */
static inline void tr__aroon_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(tr__aroon_head));
    tr__plan_tapes(plan, node, 2, 0, period + 1);
}

/* Bars since the lowest low and since the highest high, from block->skip on. */
TR__BODY void tr__aroon_bars(tr__node *node, const tr__block *block, double *low_out,
                             double *high_out)
{
    tr__aroon_head *state = (tr__aroon_head *)(void *)node->head;
    tr__extreme_window window = { .x = block->in[1],
                                  .sign = -1,
                                  .period = tr__count(node, 0) + 1,
                                  .from = block->skip,
                                  .count = block->count,
                                  .seen = block->seen };
    tr__extremes(&state->low, &window, low_out);
    window.x = block->in[0];
    window.sign = 1;
    tr__extremes(&state->high, &window, high_out);
}

#endif
