/* swak.h: the one recursion of all of Ehlers' Swiss Army Knife filters. */
#ifndef TRADE_INDICATOR_SWAK_H
#define TRADE_INDICATOR_SWAK_H

#include <math.h>

#include "indicator/engine.h"

#define TR__SWAK_PI 3.14159265358979323846

/* y = gain (x + once * x before + twice * x two before) + keep y before + keep_two y two before */
typedef struct tr__swak_rule {
    double once;
    double twice;
    double
        level; /* what it makes of a constant 1: it starts as if the first value had always been */
} tr__swak_rule;

typedef struct tr__swak_head {
    tr__head base;
    double x[2];
    double y[2];
} tr__swak_head;

static inline void tr__swak_plan(tr__plan *plan, tr__node *node, double gain, double keep,
                                 double keep_two)
{
    node->lookback = 0;
    node->constant[0] = gain;
    node->constant[1] = keep;
    node->constant[2] = keep_two;
    tr__plan_head(plan, node, sizeof(tr__swak_head));
    plan->is_recursive = true;
}

/* The factor of the filters with two equal poles. */
static inline double tr__swak_alpha(double period)
{
    double beta = 2.415 * (1 - cos(2 * TR__SWAK_PI / period));
    return sqrt(beta * beta + 2 * beta) - beta;
}

static inline void tr__swak_run(tr__node *node, const tr__block *block, const tr__swak_rule *rule)
{
    tr__swak_head *state = (tr__swak_head *)(void *)node->head;
    const double *x = block->in[0];
    double gain = node->constant[0], keep = node->constant[1], keep_two = node->constant[2];
    double x1 = state->x[0], x2 = state->x[1], y1 = state->y[0], y2 = state->y[1];
    if (block->seen == 0) {
        x1 = x2 = x[0];
        y1 = y2 = rule->level * x[0];
    }
    for (size_t i = 0; i < block->count; i++) {
        double now = x[i];
        double y = gain * (now + rule->once * x1 + rule->twice * x2) + keep * y1 + keep_two * y2;
        x2 = x1;
        x1 = now;
        y2 = y1;
        y1 = y;
        block->out[0][i] = y;
    }
    state->x[0] = x1;
    state->x[1] = x2;
    state->y[0] = y1;
    state->y[1] = y2;
}

#endif
