/* climb.h: what Increasing and Decreasing share: steps in one direction, counted. */
#ifndef TRADE_INDICATOR_CLIMB_H
#define TRADE_INDICATOR_CLIMB_H

#include "indicator/engine.h"

typedef struct tr__climb_head {
    tr__head base;
    uint64_t steps;
} tr__climb_head;

/* Parameters: period, strict, percent. */
static inline void tr__climb_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    bool is_strict = node->params[1] != 0;
    node->number[0] = is_strict ? 1 : period;
    node->lookback = !is_strict || period < 2 ? period : period - 1;
    tr__plan_head(plan, node, sizeof(tr__climb_head));
    tr__plan_tapes(plan, node, 1, 0, period);
}

/* A step leads beyond the earlier value times a factor: above it where `sign` is 1, below where it is -1. */
static inline void tr__climb_run(tr__node *node, const tr__block *block, double sign)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    tr__climb_head *state = (tr__climb_head *)(void *)node->head;
    size_t apart = node->number[0], wanted = node->params[1] != 0 ? node->lookback : 1;
    double factor = 1 + sign * node->params[2] / 100;
    for (size_t i = 0; i < block->count; i++) {
        bool is_step = block->seen + i >= apart && sign * x[i] > sign * (factor * *(x + i - apart));
        state->steps = is_step ? state->steps + 1 : 0;
        out[i] = state->steps >= wanted;
    }
}

#endif
