/* squeeze.h: Bollinger's bands against Keltner's channel, and the momentum shown with them. */
#ifndef TRADE_INDICATOR_SQUEEZE_H
#define TRADE_INDICATOR_SQUEEZE_H

#include "indicator/engine.h"

/* Which parameter of the indicator says what; both indicators have all of these. */
typedef struct tr__squeeze_params {
    size_t bands_period;
    size_t channel_period;
    size_t momentum_period;
    size_t smooth_period;
    size_t has_true_range;
    size_t average;
} tr__squeeze_params;

/* Lines of a block. The bands lie `deviation` times a factor around `middle`, the channel `range` times one around `basis`. */
typedef struct tr__squeeze {
    double middle[TR__BLOCK_MAX];
    double deviation[TR__BLOCK_MAX];
    double basis[TR__BLOCK_MAX];
    double range[TR__BLOCK_MAX];
    double momentum[TR__BLOCK_MAX];
} tr__squeeze;

/* Takes children 0..6 and tapes the inputs high, low, close; returns the lookback of all lines. */
static inline size_t tr__squeeze_plan(tr__plan *plan, tr__node *node, const tr__squeeze_params *at)
{
    size_t momentum = tr__count(node, at->momentum_period);
    size_t bands = tr__count(node, at->bands_period), channel = tr__count(node, at->channel_period);
    double average = node->params[at->average];
    tr__plan_tapes(plan, node, 3, 0, momentum > channel ? momentum : channel);
    size_t lookback = tr__plan_average(plan, node, 0, average, bands)->lookback;
    size_t other =
        tr__plan_child(plan, node, 1, &tr__indicator_stddev, 1, &node->params[at->bands_period])
            ->lookback;
    lookback = other > lookback ? other : lookback;
    tr__plan_average(plan, node, 2, average, channel);
    bool has_true_range = node->params[at->has_true_range] != 0;
    other = tr__plan_child(plan, node, 3, &tr__indicator_trange, 0, NULL)->lookback;
    other =
        (has_true_range ? other : 0) + tr__plan_average(plan, node, 4, average, channel)->lookback;
    lookback = other > lookback ? other : lookback;
    other = momentum +
            tr__plan_average(plan, node, 5, average, tr__count(node, at->smooth_period))->lookback;
    return other > lookback ? other : lookback;
}

static inline void tr__squeeze_run(tr__node *node, const tr__block *block,
                                   const tr__squeeze_params *at, tr__squeeze *out)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    size_t count = block->count, back = tr__count(node, at->momentum_period), from = 0;
    double raw[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], close, 0, count, out->middle);
    tr__node_chain(node->child[1], close, 0, count, out->deviation);
    tr__node_chain(node->child[2], close, 0, count, out->basis);
    if (node->params[at->has_true_range] != 0)
        from = tr__node_run(node->child[3], block->in, count, (double *const[]){ raw });
    else
        for (size_t i = 0; i < count; i++)
            raw[i] = high[i] - low[i];
    tr__node_chain(node->child[4], raw, from, count, out->range);
    from = tr__from(back, block);
    for (size_t i = from; i < count; i++)
        raw[i] = close[i] - *(close + i - back);
    tr__node_chain(node->child[5], raw, from, count, out->momentum);
}

/* 1 where the bands, `deviations` wide, lie inside the channel, `ranges` wide; -1 where they lie outside; else 0. */
static inline int tr__squeeze_side(const tr__squeeze *lines, size_t i, double deviations,
                                   double ranges)
{
    double band = deviations * lines->deviation[i], channel = ranges * lines->range[i];
    double low = (lines->middle[i] - band) - (lines->basis[i] - channel);
    double high = (lines->basis[i] + channel) - (lines->middle[i] + band);
    return low > 0 && high > 0 ? 1 : low < 0 && high < 0 ? -1 : 0;
}

#endif
