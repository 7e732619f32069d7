/* holt.h: one step of the smoothing by Holt and Winters: a level, its trend and the bend of the trend. */
#ifndef TRADE_INDICATOR_HOLT_H
#define TRADE_INDICATOR_HOLT_H

/* `share` holds what the new value, the new trend and the new bend count, each 0..1. */
static inline void tr__holt_step(double *level, double *trend, double *bend, double x,
                                 const double *share)
{
    double level_now = (1 - share[0]) * (*level + *trend + *bend / 2) + share[0] * x;
    double trend_now = (1 - share[1]) * (*trend + *bend) + share[1] * (level_now - *level);
    *bend = (1 - share[2]) * *bend + share[2] * (trend_now - *trend);
    *level = level_now;
    *trend = trend_now;
}

#endif
