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

#endif
