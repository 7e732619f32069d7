/*
 * decimal_wide.h: the 128- and 256-bit integers under tr_decimal. Only the decimal files include it.
 *
 * A decimal is worked on as a sign and a magnitude: the magnitude of the most negative number, 2^127,
 * then needs no case of its own, and rounding towards and away from zero are the two plain ones.
 *
 * Divisions go limb by limb through a reciprocal ("Improved division by invariant integers", Moller
 * and Granlund, 2011): two multiplications replace one hardware division, and the reciprocal of 10^18,
 * by which every product is divided, is a constant. What a product takes is inline here: 128-bit halves
 * that are handed over in memory cost as much as the work (measured: 25 ns against 12).
 */
#ifndef TRADE_CORE_DECIMAL_WIDE_H
#define TRADE_CORE_DECIMAL_WIDE_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include <trade/decimal.h>

__extension__ typedef unsigned __int128 tr__u128;
__extension__ typedef __int128 tr__i128;

typedef struct tr__u256 {
    tr__u128 hi;
    tr__u128 lo;
} tr__u256;

#define TR__DECIMAL_ONE UINT64_C(1000000000000000000) /* 10^18: the units of 1 */

/* What a quotient left over, as far as rounding needs to know it. The numbers rise with the rest. */
typedef enum tr__rest {
    TR__REST_ZERO = 0,
    TR__REST_BELOW_HALF = 1,
    TR__REST_HALF = 2,
    TR__REST_ABOVE_HALF = 3
} tr__rest;

static inline uint64_t tr__u128_high(tr__u128 value)
{
    return (uint64_t)(value >> 64);
}

static inline uint64_t tr__u128_low(tr__u128 value)
{
    return (uint64_t)value;
}

static inline tr__u128 tr__u128_join(uint64_t hi, uint64_t lo)
{
    return (tr__u128)hi << 64 | lo;
}

static inline tr__u128 tr__decimal_magnitude(tr_decimal value)
{
    tr__u128 bits = (tr__u128)(uint64_t)value.hi << 64 | value.lo;
    return value.hi < 0 ? -bits : bits;
}

/* 10^exponent, 0..38. */
tr__u128 tr__decimal_power_of_ten(int exponent);

/* The case of tr__wide_divide that needs 256 bits: 0 < numerator.hi < divisor. */
void tr__wide_divide_long(tr__u256 numerator, tr__u128 divisor, tr__u128 *quotient_out,
                          tr__u128 *remainder_out);

/* numerator / divisor. False when the quotient needs more than 128 bits, or the divisor is 0. */
static inline bool tr__wide_divide(tr__u256 numerator, tr__u128 divisor, tr__u128 *quotient_out,
                                   tr__u128 *remainder_out)
{
    if (numerator.hi >= divisor)
        return false; /* a divisor of 0 too */
    if (numerator.hi == 0) {
        *quotient_out = numerator.lo / divisor;
        *remainder_out = numerator.lo - *quotient_out * divisor; /* `%` would divide again */
    } else {
        tr__wide_divide_long(numerator, divisor, quotient_out, remainder_out);
    }
    return true;
}

/* 10^18 with its 4 leading zero bits shifted out, and (2^128 - 1) / that - 2^64. */
#define TR__SCALE_SHIFT      4
#define TR__SCALE_NORMALISED (TR__DECIMAL_ONE << TR__SCALE_SHIFT)
#define TR__SCALE_RECIPROCAL UINT64_C(0x2725dd1d243aba0e)

static_assert((TR__DECIMAL_ONE << TR__SCALE_SHIFT) >> 63 == 1, "the divisor's top bit is set");

static inline tr__u256 tr__wide_multiply(tr__u128 a, tr__u128 b)
{
    if (tr__u128_high(a) == 0 && tr__u128_high(b) == 0)
        return (tr__u256){ 0, (tr__u128)tr__u128_low(a) * tr__u128_low(b) };
    tr__u128 low_low = (tr__u128)tr__u128_low(a) * tr__u128_low(b);
    tr__u128 low_high = (tr__u128)tr__u128_low(a) * tr__u128_high(b);
    tr__u128 high_low = (tr__u128)tr__u128_high(a) * tr__u128_low(b);
    tr__u128 high_high = (tr__u128)tr__u128_high(a) * tr__u128_high(b);
    /* Three 64-bit terms: the sum stays below 2^66. */
    tr__u128 middle =
        (tr__u128)tr__u128_high(low_low) + tr__u128_low(low_high) + tr__u128_low(high_low);
    return (tr__u256){ high_high + tr__u128_high(low_high) + tr__u128_high(high_low) +
                           tr__u128_high(middle),
                       tr__u128_join(tr__u128_low(middle), tr__u128_low(low_low)) };
}

/* Algorithm 4 of the paper: two limbs by one; upper < divisor, top bit of divisor set. */
static inline uint64_t tr__wide_divide_two_by_one(uint64_t upper, uint64_t lower, uint64_t divisor,
                                                  uint64_t reciprocal, uint64_t *remainder_out)
{
    tr__u128 estimate = (tr__u128)reciprocal * upper + tr__u128_join(upper, lower);
    uint64_t quotient = tr__u128_high(estimate) + 1;
    uint64_t remainder = lower - quotient * divisor;
    /* As likely as not, so added through a mask instead of branched upon. */
    uint64_t correction = -(uint64_t)(remainder > tr__u128_low(estimate));
    quotient += correction;
    remainder += correction & divisor;
    if (remainder >= divisor) {
        quotient++;
        remainder -= divisor;
    }
    *remainder_out = remainder;
    return quotient;
}

/*
 * Three limbs by one, both shifted so that the divisor's top bit is set. The unshifted numerator's
 * third limb is below the unshifted divisor, so that the quotient has two limbs.
 */
static inline tr__u128 tr__wide_divide_by_limb(tr__u256 numerator, uint64_t normalised, int shift,
                                               uint64_t reciprocal, uint64_t *remainder_out)
{
    uint64_t limbs[3] = { tr__u128_low(numerator.hi), tr__u128_high(numerator.lo),
                          tr__u128_low(numerator.lo) };
    if (shift > 0) {
        limbs[0] = limbs[0] << shift | limbs[1] >> (64 - shift);
        limbs[1] = limbs[1] << shift | limbs[2] >> (64 - shift);
        limbs[2] <<= shift;
    }
    uint64_t remainder = limbs[0];
    uint64_t upper = 0;
    if (remainder != 0 || limbs[1] >= normalised)
        upper = tr__wide_divide_two_by_one(remainder, limbs[1], normalised, reciprocal, &remainder);
    else
        remainder = limbs[1];
    uint64_t lower =
        tr__wide_divide_two_by_one(remainder, limbs[2], normalised, reciprocal, &remainder);
    *remainder_out = remainder >> shift;
    return tr__u128_join(upper, lower);
}

/* As tr__wide_divide by 10^18, with the reciprocal known beforehand. */
static inline bool tr__wide_divide_scale(tr__u256 numerator, tr__u128 *quotient_out,
                                         uint64_t *remainder_out)
{
    if (numerator.hi >= TR__DECIMAL_ONE)
        return false;
    *quotient_out = tr__wide_divide_by_limb(numerator, TR__SCALE_NORMALISED, TR__SCALE_SHIFT,
                                            TR__SCALE_RECIPROCAL, remainder_out);
    return true;
}

/* Where remainder / divisor lies; remainder < divisor. */
static inline tr__rest tr__decimal_rest(tr__u128 remainder, tr__u128 divisor)
{
    /*
     * Compared with what is missing, not doubled: doubling could wrap. Counted, not branched: which way
     * a remainder lies is a coin's toss to the processor, and a wrong guess costs more than a division.
     */
    tr__u128 missing = divisor - remainder;
    return (tr__rest)((remainder != 0) + (remainder >= missing) + (remainder > missing));
}

static inline bool tr__decimal_round_is_valid(tr_round round)
{
    return (unsigned)round <= TR_ROUND_HALF_EVEN;
}

/* True when the truncated magnitude must grow by one. `round` is valid. */
static inline bool tr__decimal_rounds_away(tr__u128 magnitude, tr__rest rest, bool is_negative,
                                           tr_round round)
{
    bool is_inexact = rest != TR__REST_ZERO;
    switch (round) {
    case TR_ROUND_DOWN:
        return false;
    case TR_ROUND_UP:
        return is_inexact;
    case TR_ROUND_FLOOR:
        return is_inexact && is_negative;
    case TR_ROUND_CEILING:
        return is_inexact && !is_negative;
    case TR_ROUND_HALF_UP:
        return rest >= TR__REST_HALF;
    case TR_ROUND_HALF_DOWN:
        return rest > TR__REST_HALF;
    case TR_ROUND_HALF_EVEN:
        return (int)rest + (int)(magnitude & 1) > (int)TR__REST_HALF;
    }
    assert(false && "the rounding is one of the seven");
    return false;
}

/* Put sign and magnitude together; TR_E_OVERFLOW when they do not fit. */
static inline tr_status tr__decimal_compose(tr__u128 magnitude, bool is_negative, tr_decimal *out)
{
    tr__u128 limit = (tr__u128)1 << 127;
    if (magnitude > limit || (magnitude == limit && !is_negative))
        return TR_E_OVERFLOW;
    tr__u128 bits = is_negative ? -magnitude : magnitude;
    *out = (tr_decimal){ .lo = tr__u128_low(bits), .hi = (int64_t)tr__u128_high(bits) };
    return TR_OK;
}

/* Round a truncated magnitude and put it together with its sign. */
static inline tr_status tr__decimal_compose_rounded(tr__u128 magnitude, tr__rest rest,
                                                    bool is_negative, tr_round round,
                                                    tr_decimal *out)
{
    if (magnitude >> 127 != 0 && magnitude << 1 != 0)
        return TR_E_OVERFLOW; /* above 2^127 already: adding one could wrap */
    magnitude += tr__decimal_rounds_away(magnitude, rest, is_negative, round);
    return tr__decimal_compose(magnitude, is_negative, out);
}

#endif
