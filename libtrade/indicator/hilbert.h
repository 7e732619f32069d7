/*
 * hilbert.h: Ehlers' homodyne discriminator, the front end of all cycle indicators, and what is built on it.
 *
 * The price is smoothed (weights 4 3 2 1), made analytic by a Hilbert transform over seven bars, and the turn of its phase
 * from bar to bar gives the period of the dominant cycle. "Rocket Science for Traders", 2001; constants as TA-Lib.
 */
#ifndef TRADE_INDICATOR_HILBERT_H
#define TRADE_INDICATOR_HILBERT_H

#include <stdint.h>

#define TR__DEGREE        (3.14159265358979323846 / 180)
#define TR__CYCLE_LONGEST 50

typedef struct tr__hilbert {
    double smooth[7]; /* newest first, as the others */
    double detrended[10];
    double quadratures[7];
    double in_phase; /* detrended, three bars ago */
    double quadrature;
    double i2;
    double q2;
    double re;
    double im;
    double period;
    double smooth_period;
} tr__hilbert;

/* x has three past values in front. */
void tr__hilbert_step(tr__hilbert *hilbert, const double *x);

/* Phase of the dominant cycle. */
typedef struct tr__cycle {
    double phase;
    double prices[TR__CYCLE_LONGEST + 1]; /* smoothed, newest first */
} tr__cycle;

void tr__cycle_step(tr__cycle *cycle, const tr__hilbert *hilbert);

/* Trendline: the mean over a cycle, smoothed. */
typedef struct tr__trend {
    double before[3];
} tr__trend;

/* x has 51 past values in front; `index` is the number of its bar. */
double tr__trend_step(tr__trend *trend, const tr__hilbert *hilbert, const double *x,
                      uint64_t index);

#endif
