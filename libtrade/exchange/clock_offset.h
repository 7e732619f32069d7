/*
 * clock_offset.h: what time it is at the exchange, from its answers: of the last samples the one with the shortest round trip
 * counts, since it is the least uncertain. Kept against the monotonic clock: a step of the machine's clock does not
 * touch it. Pure.
 */
#ifndef TRADE_EXCHANGE_CLOCK_OFFSET_H
#define TRADE_EXCHANGE_CLOCK_OFFSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TR__CLOCK_SAMPLES 8
#define TR__CLOCK_AGE_MAX_NS                                                                       \
    INT64_C(600000000000) /* at 100 ppm, a quartz is 60 ms off after ten minutes */
#define TR__CLOCK_ROUND_MAX_NS                                                                     \
    INT64_C(1500000000) /* windows are 2 s at most, and 1 s towards the future */

typedef struct tr__clock_sample {
    int64_t offset_ns; /* the exchange's time less our monotonic one */
    int64_t round_trip_ns;
    int64_t at_ns; /* monotonic */
} tr__clock_sample;

typedef struct tr__clock_offset {
    tr__clock_sample samples[TR__CLOCK_SAMPLES];
    size_t count, next;
} tr__clock_offset;

/* `told_ns`: the exchange's time in an answer to what left at `sent_ns` and was here at `received_ns`. */
void tr__clock_offset_add(tr__clock_offset *clock, int64_t sent_ns, int64_t received_ns,
                          int64_t told_ns);

/* The best sample that is not too old; NULL: none can be trusted. */
const tr__clock_sample *tr__clock_offset_best(const tr__clock_offset *clock, int64_t now_ns);

#endif
