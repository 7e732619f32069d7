/*
 * decimal_wide.h: the 128- and 256-bit integers under tr_decimal. Only the decimal files include it.
 *
 * A decimal is worked on as a sign and a magnitude: the magnitude of the most negative number, 2^127,
 * then needs no case of its own, and rounding towards and away from zero are the two plain ones.
 */
#ifndef TRADE_CORE_DECIMAL_WIDE_H
#define TRADE_CORE_DECIMAL_WIDE_H

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

/* What a quotient left over, as far as rounding needs to know it. */
typedef enum tr__rest {
    TR__REST_ZERO,
    TR__REST_BELOW_HALF,
    TR__REST_HALF,
    TR__REST_ABOVE_HALF
} tr__rest;

static inline tr__u128 tr__decimal_magnitude(tr_decimal value)
{
    tr__u128 bits = (tr__u128)(uint64_t)value.hi << 64 | value.lo;
    return value.hi < 0 ? -bits : bits;
}

/* 10^exponent, 0..38. */
tr__u128 tr__decimal_power_of_ten(int exponent);

tr__u256 tr__wide_multiply(tr__u128 a, tr__u128 b);

/* numerator / divisor. False when the quotient needs more than 128 bits, or the divisor is 0. */
bool tr__wide_divide(tr__u256 numerator, tr__u128 divisor, tr__u128 *quotient_out,
                     tr__u128 *remainder_out);

/* As tr__wide_divide by 10^18, with the reciprocal known beforehand. */
bool tr__wide_divide_scale(tr__u256 numerator, tr__u128 *quotient_out, uint64_t *remainder_out);

/* Where remainder / divisor lies; remainder < divisor. */
static inline tr__rest tr__decimal_rest(tr__u128 remainder, tr__u128 divisor)
{
    if (remainder == 0)
        return TR__REST_ZERO;
    /* Compared with what is missing, not doubled: doubling could wrap. */
    tr__u128 missing = divisor - remainder;
    return remainder < missing    ? TR__REST_BELOW_HALF
           : remainder == missing ? TR__REST_HALF
                                  : TR__REST_ABOVE_HALF;
}

static inline bool tr__decimal_round_is_valid(tr_round round)
{
    return (unsigned)round <= TR_ROUND_HALF_EVEN;
}

/* True when the truncated magnitude must grow by one. `round` is valid. */
bool tr__decimal_rounds_away(tr__u128 magnitude, tr__rest rest, bool is_negative, tr_round round);

/* Put sign and magnitude together; TR_E_OVERFLOW when they do not fit. */
tr_status tr__decimal_compose(tr__u128 magnitude, bool is_negative, tr_decimal *out);

/* Round a truncated magnitude and put it together with its sign. */
tr_status tr__decimal_compose_rounded(tr__u128 magnitude, tr__rest rest, bool is_negative,
                                      tr_round round, tr_decimal *out);

#endif
