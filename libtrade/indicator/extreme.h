/* extreme.h: which bar of a window holds the extreme. Where values tie, the history decides; see below. */
#ifndef TRADE_INDICATOR_EXTREME_H
#define TRADE_INDICATOR_EXTREME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tr__extreme {
    uint64_t index; /* of the bar, counted from the first ever */
    double value;   /* times the sign */
    uint64_t is_known;
} tr__extreme;

/*
 * The bar with the largest sign * value of the `period` bars that end at `x`, which is bar `index`. A bar that ties with
 * the extreme so far replaces it. When the extreme has left the window, the window is searched again from its oldest
 * bar; then the newest of equals is taken if `is_newest`, else the oldest. That is how TA-Lib resolves ties.
 */
static inline uint64_t tr__extreme_at(tr__extreme *extreme, const double *x, double sign,
                                      size_t period, uint64_t index, bool is_newest)
{
    uint64_t oldest = index + 1 - period;
    if (extreme->is_known != 0 && extreme->index >= oldest) {
        if (sign * *x >= extreme->value)
            *extreme = (tr__extreme){ .index = index, .value = sign * *x, .is_known = 1 };
        return extreme->index;
    }
    *extreme = (tr__extreme){ .index = oldest, .value = sign * *(x + 1 - period), .is_known = 1 };
    for (size_t back = period - 1; back > 0; back--) {
        double value = sign * *(x + 1 - back);
        if (value > extreme->value || (is_newest && value == extreme->value))
            *extreme = (tr__extreme){ .index = index + 1 - back, .value = value, .is_known = 1 };
    }
    return extreme->index;
}

typedef struct tr__extreme_window {
    const double *x; /* with the window's past in front */
    double sign;
    size_t period;
    size_t from; /* the first bar to be told of */
    size_t count;
    uint64_t seen; /* bars before x[0] */
} tr__extreme_window;

/*
 * The same for bars from..count of a block, always the newest of equals, where the history has no say: how many bars back
 * the extreme is. Short windows without branches.
 */
void tr__extremes(tr__extreme *extreme, const tr__extreme_window *window, double *back_out);

#endif
