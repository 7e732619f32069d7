/* direction.h: Wilder's directional movement and true range, summed over a period. */
#ifndef TRADE_INDICATOR_DIRECTION_H
#define TRADE_INDICATOR_DIRECTION_H

#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct tr__direction {
    tr__filter plus;
    tr__filter minus;
    tr__filter range;
} tr__direction;

/*
 * Movement counts on its larger side; where both are equal it counts on neither, or, as in Tulip, on both.
 * Inputs high, low, close, all with one past value in front; without close when `range_out` is NULL.
 */
void tr__direction_block(tr__direction *direction, const tr__block *block, size_t period,
                         bool is_tulip, double *plus_out, double *minus_out, double *range_out);
void tr__direction_bar(tr__direction *direction, const double *const *in, uint64_t seen,
                       size_t period, bool is_tulip, double *plus_out, double *minus_out,
                       double *range_out);
TR__BODY void tr__direction_run(tr__direction *direction, const tr__block *block, size_t period,
                                bool is_tulip, double *plus_out, double *minus_out,
                                double *range_out)
{
    if (TR__BAR(block->count))
        tr__direction_bar(direction, block->in, block->seen, period, is_tulip, plus_out, minus_out,
                          range_out);
    else
        tr__direction_block(direction, block, period, is_tulip, plus_out, minus_out, range_out);
}

#endif
