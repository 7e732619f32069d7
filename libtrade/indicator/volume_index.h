/* volume_index.h: an index that follows price on some bars and rests on the others. */
#ifndef TRADE_INDICATOR_VOLUME_INDEX_H
#define TRADE_INDICATOR_VOLUME_INDEX_H

#include "indicator/engine.h"

typedef struct tr__volume_index_head {
    tr__head base;
    double value;
} tr__volume_index_head;

static inline void tr__volume_index_plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(tr__volume_index_head));
    tr__plan_tapes(plan, node, 2, 0, 1);
    plan->is_recursive = true;
}

/* It follows where volume has grown, when `sign` is 1, or shrunk, when that is -1. */
TR__BODY void tr__volume_index_run(tr__node *node, const tr__block *block, double sign)
{
    const double *x = block->in[0], *volume = block->in[1];
    double *out = block->out[0], growth[TR__BLOCK_MAX];
    tr__volume_index_head *state = (tr__volume_index_head *)(void *)node->head;
    double value = block->seen == 0 ? 1000 : state->value;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(x + i - 1), share = x[i] / before;
        double follows = sign * volume[i] > sign * *(volume + i - 1) ? share : 1;
        growth[i] = before != 0 ? follows : 1;
    }
    if (block->seen == 0)
        growth[0] = 1;
    for (size_t i = 0; i < block->count; i++)
        out[i] = value *= growth[i];
    state->value = value;
}

#endif
