/*
 * rng.c: xoshiro256** ("Scrambled linear pseudorandom number generators", Blackman and Vigna, 2018),
 * seeded by splitmix64. All unsigned arithmetic wraps on purpose.
 */
#include <trade/rng.h>

#include <assert.h>
#include <stddef.h>

static uint64_t rotate_left(uint64_t value, int bits)
{
    return value << bits | value >> (64 - bits);
}

void tr_rng_init(tr_rng *rng, uint64_t seed)
{
    assert(rng != NULL);
    for (int at = 0; at < 4; at++) {
        seed += UINT64_C(0x9e3779b97f4a7c15);
        uint64_t mixed = seed;
        mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
        rng->state[at] = mixed ^ mixed >> 31;
    }
}

uint64_t tr_rng_next(tr_rng *rng)
{
    assert(rng != NULL);
    uint64_t *state = rng->state;
    uint64_t result = rotate_left(state[1] * 5, 7) * 9;
    uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate_left(state[3], 45);
    return result;
}

uint64_t tr_rng_below(tr_rng *rng, uint64_t bound)
{
    if (bound == 0)
        return 0;
    /* 2^64 mod bound: draws below it would make the low results likelier, so they are repeated. */
    uint64_t threshold = -bound % bound;
    uint64_t draw = tr_rng_next(rng);
    while (draw < threshold)
        draw = tr_rng_next(rng);
    return draw % bound;
}

double tr_rng_double(tr_rng *rng)
{
    return (double)(tr_rng_next(rng) >> 11) * 0x1p-53;
}
