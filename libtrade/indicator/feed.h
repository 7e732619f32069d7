/* feed.h: how bars reach an indicator: feed.c takes series, live.c a bar at a time. */
#ifndef TRADE_INDICATOR_FEED_H
#define TRADE_INDICATOR_FEED_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "indicator/plan.h"

/* One call: where its series stand and how far it is. */
typedef struct tr__feeding {
    tr_indicator *indicator;
    const double *const *in;
    double *const *out;
    size_t taken;
    size_t begin; /* SIZE_MAX until there is an output */
    bool is_compact;
} tr__feeding;

/* Take the bars from feed->taken up to `count`; the bars before one that is refused stay taken. */
tr_status tr__feed_run(tr__feeding *feed, size_t count, tr_indicator_result *result, tr_error *err);

/* Choose how an indicator that has just been made takes single bars. */
void tr__live_prepare(tr_indicator *indicator);

/* Finite, and small enough that no indicator overflows. */
static inline bool tr__is_ordinary(double value)
{
    return fabs(value) <= TR_INDICATOR_VALUE_MAX;
}

#endif
