/* growth.h: what the returns share: each value and the one to compare it with, which is some bars back or the first of all. */
#ifndef TRADE_INDICATOR_GROWTH_H
#define TRADE_INDICATOR_GROWTH_H

#include "indicator/engine.h"

typedef struct tr__growth_head {
    tr__head base;
    double first;
} tr__growth_head;

/* Parameters: period, cumulative. */
static inline void tr__growth_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    bool is_whole = node->params[1] != 0;
    node->lookback = is_whole ? 0 : period;
    tr__plan_head(plan, node, sizeof(tr__growth_head));
    tr__plan_tapes(plan, node, 1, 0, period);
    plan->is_recursive = plan->is_recursive || is_whole;
}

static inline void tr__growth_run(tr__node *node, const tr__block *block,
                                  double (*growth)(double before, double now))
{
    const double *x = block->in[0];
    tr__growth_head *state = (tr__growth_head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    bool is_whole = node->params[1] != 0;
    if (block->seen == 0)
        state->first = x[0];
    for (size_t i = 0; i < block->count; i++)
        block->out[0][i] = growth(is_whole ? state->first : *(x + i - period), x[i]);
}

#endif
