/* rng.h: a seeded generator (xoshiro256**), so that every run can be played again. Not for keys. */
#ifndef TRADE_RNG_H
#define TRADE_RNG_H

#include <stdint.h>

#include <trade/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Generator state. Plain data: a copy continues alike. Confined. */
typedef struct tr_rng {
    uint64_t state[4];
} tr_rng;

/** Start from a seed; any value, zero too (the state is spread by splitmix64). */
TR_API void tr_rng_init(tr_rng *rng, uint64_t seed);

/** The next 64 bits. */
TR_API uint64_t tr_rng_next(tr_rng *rng);

/** Uniform in 0..bound-1 without bias; 0 for bound = 0. */
TR_API uint64_t tr_rng_below(tr_rng *rng, uint64_t bound);

/** Uniform in [0, 1) with 53 bits. */
TR_API double tr_rng_double(tr_rng *rng);

#ifdef __cplusplus
}
#endif

#endif
