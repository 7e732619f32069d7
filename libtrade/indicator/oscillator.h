/* oscillator.h: what the price oscillators share: two moving averages of one kind, a fast and a slow one. */
#ifndef TRADE_INDICATOR_OSCILLATOR_H
#define TRADE_INDICATOR_OSCILLATOR_H

#include "indicator/engine.h"

/*
 * Parameters: fast_period, slow_period, ma_type. Periods given the wrong way round are turned, so that child 0 is always
 * the fast one.
 */
static inline void tr__oscillator_plan(tr__plan *plan, tr__node *node)
{
    const size_t at_least = node->preset == TR_INDICATOR_TULIP ? 1 : 0;
    size_t a = tr__count(node, 0), b = tr__count(node, 1);
    node->lookback = 0;
    tr__node *fast = tr__plan_average(plan, node, 0, node->params[2], a < b ? a : b);
    tr__node *slow = tr__plan_average(plan, node, 1, node->params[2], a < b ? b : a);
    size_t warm = fast->lookback > slow->lookback ? fast->lookback : slow->lookback;
    node->lookback = warm > at_least ? warm : at_least;
}

/* `told` is what is made of the fast and the slow average of a bar. */
TR__BODY void tr__oscillator_run(tr__node *node, const tr__block *block,
                                 double (*told)(double fast, double slow))
{
    double *out = block->out[0], slow[TR__BLOCK_MAX];
    tr__node_pair(node->child[0], node->child[1], block->in[0], block->count, out, slow);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = told(out[i], slow[i]);
}

#endif
