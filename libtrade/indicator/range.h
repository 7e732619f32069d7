/* range.h: true ranges and Wilder's average of them, for what is built around them. */
#ifndef TRADE_INDICATOR_RANGE_H
#define TRADE_INDICATOR_RANGE_H

#include "indicator/engine.h"
#include "indicator/filter.h"

/* Of a block whose inputs high, low, close stand on tapes. Bar 0 has no close before it: its range is high - low. */
static inline void tr__true_ranges(const tr__block *block, double *out)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        out[i] = top - bottom;
    }
    if (block->seen == 0)
        out[0] = high[0] - low[0];
}

/* The average true range: with the range of bar 0 as TradingView has it, or from bar 1 on. */
static inline void tr__range_average(tr__filter *filter, const tr__block *block, size_t period,
                                     bool is_from_first, double *out)
{
    size_t first = is_from_first ? 0 : 1, from = tr__from(first, block);
    tr__true_ranges(block, out);
    if (from == block->count)
        return;
    tr__filter_rule rule = tr__filter_wilder(period);
    tr__filter_run(filter, &rule, out + from, block->seen + from - first, block->count - from,
                   out + from);
}

/* What the average true range and its share of the close have in common. Parameter: period. */
typedef struct tr__atr_head {
    tr__head base;
    tr__filter filter;
} tr__atr_head;

static inline void tr__atr_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(tr__atr_head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    tr__plan_wilder(node, period);
    plan->is_recursive = true;
}

TR__BODY void tr__atr_run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    tr__atr_head *state = (tr__atr_head *)(void *)node->head;
    tr__filter_rule rule = tr__planned_filter(node);
    double range[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        range[i] = top - bottom;
    }
    /* The first bar has no close before it. */
    size_t from = block->seen == 0 ? 1 : 0;
    if (block->count == from)
        return;
    tr__filter_run(&state->filter, &rule, range + from, block->seen + from - 1, block->count - from,
                   block->out[0] + from);
}

#endif
