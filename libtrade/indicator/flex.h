/* flex.h: what Reflex and Trendflex share: a smoothed series, and its mean distance from something over the root of its power. */
#ifndef TRADE_INDICATOR_FLEX_H
#define TRADE_INDICATOR_FLEX_H

#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct tr__flex_head {
    tr__head base;
    tr__fold fold;
    double x;
    double power;
} tr__flex_head;

/* Parameters: period, smooth_period, alpha. */
static inline void tr__flex_plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_head(plan, node, sizeof(tr__flex_head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 0, 1, tr__count(node, 0));
    tr__plan_area(plan, node, 0, TR__SUM_AREA(tr__count(node, 0)));
    double pole = 2 * 1.41421356237309504880 * 3.14159265358979323846 / node->params[1];
    node->constant[0] = 2 * exp(-pole) * cos(pole);
    node->constant[1] = exp(-pole) * exp(-pole);
    node->constant[2] = 1 - node->constant[0] + node->constant[1];
}

/* Onto the node's tape, the super smoother of the block; into `sum`, its sums over the period. */
static inline const double *tr__flex_smooth(tr__node *node, const tr__block *block, double *sum)
{
    const double *x = block->in[0], *c = node->constant;
    tr__flex_head *state = (tr__flex_head *)(void *)node->head;
    double *f = tr__tape(node, 0);
    for (size_t i = 0; i < block->count; i++) {
        double smooth = c[2] * (x[i] + state->x) / 2 + c[0] * *(f + i - 1) - c[1] * *(f + i - 2);
        f[i] = block->seen + i < 2 ? x[i] : smooth;
        state->x = x[i];
    }
    tr__window_sum(&state->fold, TR__WINDOW(node, block, f, tr__count(node, 0), 0), sum);
    return f;
}

/* The mean distance at a bar where the smoothed series is `smooth`, over the root of its mean square. */
static inline double tr__flex_scaled(tr__node *node, double mean, double smooth)
{
    tr__flex_head *state = (tr__flex_head *)(void *)node->head;
    double alpha = node->params[2];
    /* Rounding, blown up by a power of next to nothing, is no swing. */
    if (fabs(mean) <= 1e-13 * fabs(smooth))
        mean = 0;
    state->power = alpha * mean * mean + (1 - alpha) * state->power;
    return state->power > 0 ? mean / sqrt(state->power) : 0;
}

#endif
