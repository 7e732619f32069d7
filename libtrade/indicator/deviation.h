/* deviation.h: mean distances from the mean, over the last values: O(period) a bar, several bars at once. */
#ifndef TRADE_INDICATOR_DEVIATION_H
#define TRADE_INDICATOR_DEVIATION_H

#include <stddef.h>

/*
 * Of bars 0..count of `x`, which has period - 1 past values in front: the mean, and the sum of the distances from it, which
 * is 0 exactly where all values are equal.
 */
void tr__deviation(const double *x, size_t period, size_t count, double *mean_out,
                   double *total_out);

#endif
