/* weighted.h: averages with weights of any shape over a window. One product per value: O(period) a bar. */
#ifndef TRADE_INDICATOR_WEIGHTED_H
#define TRADE_INDICATOR_WEIGHTED_H

#include "indicator/engine.h"

/* Plans such an average over parameter 0; returns where its weights go, the newest value's first, or NULL. */
static inline double *tr__weighted_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, period);
    return node->area[0];
}

/* Make the weights add up to 1. */
static inline void tr__weighted_scale(double *weights, size_t period)
{
    double sum = 0;
    for (size_t k = 0; k < period; k++)
        sum += weights[k];
    for (size_t k = 0; k < period; k++)
        weights[k] /= sum;
}

/* The products are added from the newest value on, whatever the block, so that cuts cannot differ. */
static inline void tr__weighted_run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0], *weights = node->area[0];
    double sum[TR__BLOCK_MAX] = { 0 };
    for (size_t k = 0; k < tr__count(node, 0); k++)
        for (size_t i = block->skip; i < block->count; i++)
            sum[i] += weights[k] * *(x + i - k);
    for (size_t i = block->skip; i < block->count; i++)
        block->out[0][i] = sum[i];
}

#endif
