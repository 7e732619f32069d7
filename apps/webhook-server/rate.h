/*
 * rate.h: how often somebody may do something: a bounded table of token buckets.
 *
 * Each name may act `count_max` times at once and then as often as keeps `count_max` in a window. The table
 * forgets the name that has been quiet longest when a row is full: a flood of names makes it forget, never
 * grow. Confined to one thread.
 */
#ifndef WEB_RATE_H
#define WEB_RATE_H

#include <stddef.h>
#include <stdint.h>

typedef struct rate_table rate_table;

/** What is allowed. Plain data: it may differ from call to call, as after a reload. */
typedef struct rate_limit {
    int64_t count_max; /* >= 1 */
    int64_t window_ns; /* > 0 */
} rate_limit;

/** @param seed  unpredictable, so that nobody can choose names that share a row.   NULL: no memory */
rate_table *rate_table_new(uint64_t seed);
void rate_table_free(rate_table *table);

/** Take one. @return 0, or how long to wait until one may be taken (then nothing was taken) */
int64_t rate_take_ns(rate_table *table, const char *name, size_t length, const rate_limit *limit,
                     int64_t now_ns);

/** How long until one may be taken, without taking it; 0: now. */
int64_t rate_wait_ns(rate_table *table, const char *name, size_t length, const rate_limit *limit,
                     int64_t now_ns);

#endif
