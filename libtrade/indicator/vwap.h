/* vwap.h: the volume weighted average price from an anchor on, and its bands. */
#ifndef TRADE_INDICATOR_VWAP_H
#define TRADE_INDICATOR_VWAP_H

#include "indicator/engine.h"

typedef struct tr__vwap {
    double volume;
    double mean;
    double squares; /* sum of volume * squared distance from the mean */
} tr__vwap;

/*
 * Take in bar i of high, low, close, volume at `in` and put out the mean and the bands of `width` deviations around it.
 * The mean is updated by its distance, so that long sessions lose nothing; before any volume it is the price itself.
 */
void tr__vwap_step(tr__vwap *vwap, const double *const *in, size_t i, double width,
                   double *const *out);

#endif
