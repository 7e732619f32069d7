/* clock.h: time as a port. Below the programs nobody reads the machine's clock. */
#ifndef TRADE_CLOCK_H
#define TRADE_CLOCK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Where "now" comes from. A simulation gives its own.
 * now_ns returns nanoseconds since 1970 UTC; monotonic_ns counts from any origin and never runs back.
 */
typedef struct tr_clock {
    int64_t (*now_ns)(void *user);
    int64_t (*monotonic_ns)(void *user);
    void *user;
} tr_clock;

#ifdef __cplusplus
}
#endif

#endif
