/* stoch.h: what the stochastic oscillators share: where the close stands between the extremes of a window. */
#ifndef TRADE_INDICATOR_STOCH_H
#define TRADE_INDICATOR_STOCH_H

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct tr__stoch_head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
} tr__stoch_head;

/* Parameters: fastk_period, then the period and the kind of the average of fast k, which is child 0. */
static inline void tr__stoch_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(tr__stoch_head));
    tr__plan_tapes(plan, node, 2, 0, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
    node->lookback =
        period - 1 + tr__plan_average(plan, node, 0, node->params[2], tr__count(node, 1))->lookback;
}

/* Fast k into `fast`, its average into `average`; returns the first bar that has one. */
TR__BODY size_t tr__stoch_run(tr__node *node, const tr__block *block, double *fast, double *average)
{
    const double *close = block->in[2];
    size_t period = tr__count(node, 0);
    tr__stoch_head *state = (tr__stoch_head *)(void *)node->head;
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, block->in[0], period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, block->in[1], period, 1), lowest);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        fast[i] =
            highest[i] > lowest[i] ? 100 * (close[i] - lowest[i]) / (highest[i] - lowest[i]) : 0;
    size_t from = period - 1;
    from = block->seen < from ? (size_t)(from - block->seen) : 0;
    return tr__node_chain(node->child[0], fast, from, block->count, average);
}

#endif
