/*
 * hilbert.h: Ehlers' homodyne discriminator, the front end of all cycle indicators, and what is built on it.
 *
 * The price is smoothed (weights 4 3 2 1), made analytic by a Hilbert transform over seven bars, and the turn of its phase
 * from bar to bar gives the period of the dominant cycle. "Rocket Science for Traders", 2001; constants as TA-Lib.
 *
 * The discriminator waits for its own last result, what is built on it does not: so it runs over a whole block first.
 */
#ifndef TRADE_INDICATOR_HILBERT_H
#define TRADE_INDICATOR_HILBERT_H

#include <stdint.h>

#include "indicator/engine.h"

#define TR__DEGREE        (3.14159265358979323846 / 180)
#define TR__CYCLE_LONGEST 50

/* The node's own tapes, of a depth of at least TR__HILBERT_DEPTH. */
typedef enum tr__hilbert_tape {
    TR__HILBERT_SMOOTH = 0,
    TR__HILBERT_DETRENDED = 1,
    TR__HILBERT_QUADRATURE = 2,
    TR__HILBERT_TAPES = 3
} tr__hilbert_tape;

#define TR__HILBERT_DEPTH 12
#define TR__IN_PHASE_LAG  3 /* the part in phase is the detrended price, so many bars ago */

typedef struct tr__hilbert {
    double i2;
    double q2;
    double re;
    double im;
    double period;
    double smooth_period;
} tr__hilbert;

/*
 * The first input has three past values in front. Bars before number `first` are passed over; returns the first bar of
 * the block that is not. `period_out` gets the smoothed period.
 */
size_t tr__hilbert_run(tr__hilbert *hilbert, tr__node *node, const tr__block *block, uint64_t first,
                       double *period_out);

/* Phase of the dominant cycle. */
typedef struct tr__cycle {
    double phase;
} tr__cycle;

/* Tapes so deep and the table of sines that tr__cycle_run wants: called by plan. */
#define TR__CYCLE_DEPTH (TR__CYCLE_LONGEST + 4)
void tr__cycle_plan(tr__plan *plan, tr__node *node);

/* Of the bars `from` on, whose periods are known. */
void tr__cycle_run(tr__cycle *cycle, tr__node *node, const double *periods, size_t from,
                   size_t count, double *phase_out);

/* Trendline: the mean over a cycle, smoothed. */
typedef struct tr__trend {
    double before[3];
} tr__trend;

/* x has TR__CYCLE_DEPTH past values in front. */
void tr__trend_run(tr__trend *trend, const tr__block *block, const double *periods, size_t from,
                   double *out);

#endif
