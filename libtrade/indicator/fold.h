/* fold.h: what the indicators share that are one number made of each window: its sum or an extreme. */
#ifndef TRADE_INDICATOR_FOLD_H
#define TRADE_INDICATOR_FOLD_H

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct tr__fold_head {
    tr__head base;
    tr__fold fold;
} tr__fold_head;

/* Parameter: period. */
static inline void tr__fold_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(tr__fold_head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
}

/* `fold` is tr__window_sum, tr__window_max or tr__window_min. */
TR__BODY void tr__fold_run(tr__node *node, const tr__block *block,
                           void (*fold)(tr__fold *fold, const tr__window *window, double *out))
{
    tr__fold_head *state = (tr__fold_head *)(void *)node->head;
    fold(&state->fold, TR__WINDOW(node, block, block->in[0], tr__count(node, 0), 0), block->out[0]);
}

#endif
