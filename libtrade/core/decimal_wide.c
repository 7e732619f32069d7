/*
 * decimal_wide.c: 256-bit products and quotients.
 *
 * Divisions go limb by limb through a reciprocal ("Improved division by invariant integers", Moller
 * and Granlund, 2011): two multiplications replace one hardware division, and the reciprocal of
 * 10^18, by which every product is divided, is a constant.
 */
#include "core/decimal_wide.h"

#include <assert.h>

#define SCALE_SHIFT      4 /* leading zero bits of 10^18 in 64 bits */
#define SCALE_NORMALISED (TR__DECIMAL_ONE << SCALE_SHIFT)
#define SCALE_RECIPROCAL UINT64_C(0x2725dd1d243aba0e) /* (2^128 - 1) / SCALE_NORMALISED - 2^64 */

static_assert((TR__DECIMAL_ONE << SCALE_SHIFT) >> 63 == 1, "the divisor's top bit is set");

static uint64_t high(tr__u128 value)
{
    return (uint64_t)(value >> 64);
}

static uint64_t low(tr__u128 value)
{
    return (uint64_t)value;
}

static tr__u128 join(uint64_t hi, uint64_t lo)
{
    return (tr__u128)hi << 64 | lo;
}

tr__u128 tr__decimal_power_of_ten(int exponent)
{
    static const uint64_t powers[] = {
        UINT64_C(1),
        UINT64_C(10),
        UINT64_C(100),
        UINT64_C(1000),
        UINT64_C(10000),
        UINT64_C(100000),
        UINT64_C(1000000),
        UINT64_C(10000000),
        UINT64_C(100000000),
        UINT64_C(1000000000),
        UINT64_C(10000000000),
        UINT64_C(100000000000),
        UINT64_C(1000000000000),
        UINT64_C(10000000000000),
        UINT64_C(100000000000000),
        UINT64_C(1000000000000000),
        UINT64_C(10000000000000000),
        UINT64_C(100000000000000000),
        UINT64_C(1000000000000000000),
        UINT64_C(10000000000000000000),
    };
    assert(exponent >= 0 && exponent <= 38);
    if (exponent <= 19)
        return powers[exponent];
    return (tr__u128)powers[19] * powers[exponent - 19];
}

tr__u256 tr__wide_multiply(tr__u128 a, tr__u128 b)
{
    if (high(a) == 0 && high(b) == 0)
        return (tr__u256){ 0, (tr__u128)low(a) * low(b) };
    tr__u128 low_low = (tr__u128)low(a) * low(b);
    tr__u128 low_high = (tr__u128)low(a) * high(b);
    tr__u128 high_low = (tr__u128)high(a) * low(b);
    tr__u128 high_high = (tr__u128)high(a) * high(b);
    /* Three 64-bit terms: the sum stays below 2^66. */
    tr__u128 middle = (tr__u128)high(low_low) + low(low_high) + low(high_low);
    return (tr__u256){ high_high + high(low_high) + high(high_low) + high(middle),
                       join(low(middle), low(low_low)) };
}

/* (2^128 - 1) / divisor - 2^64, for a divisor with its top bit set. */
static uint64_t limb_reciprocal(uint64_t divisor)
{
    return low(join(~divisor, UINT64_MAX) / divisor);
}

/* Algorithm 4 of the paper: two limbs by one; upper < divisor, top bit of divisor set. */
static inline uint64_t divide_two_by_one(uint64_t upper, uint64_t lower, uint64_t divisor,
                                         uint64_t reciprocal, uint64_t *remainder_out)
{
    tr__u128 estimate = (tr__u128)reciprocal * upper + join(upper, lower);
    uint64_t quotient = high(estimate) + 1;
    uint64_t remainder = lower - quotient * divisor;
    if (remainder > low(estimate)) {
        quotient--;
        remainder += divisor;
    }
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
static inline tr__u128 divide_by_limb(tr__u256 numerator, uint64_t normalised, int shift,
                                      uint64_t reciprocal, uint64_t *remainder_out)
{
    uint64_t limbs[3] = { low(numerator.hi), high(numerator.lo), low(numerator.lo) };
    if (shift > 0) {
        limbs[0] = limbs[0] << shift | limbs[1] >> (64 - shift);
        limbs[1] = limbs[1] << shift | limbs[2] >> (64 - shift);
        limbs[2] <<= shift;
    }
    uint64_t remainder = limbs[0];
    uint64_t upper = 0;
    if (remainder != 0 || limbs[1] >= normalised)
        upper = divide_two_by_one(remainder, limbs[1], normalised, reciprocal, &remainder);
    else
        remainder = limbs[1];
    uint64_t lower = divide_two_by_one(remainder, limbs[2], normalised, reciprocal, &remainder);
    *remainder_out = remainder >> shift;
    return join(upper, lower);
}

bool tr__wide_divide_scale(tr__u256 numerator, tr__u128 *quotient_out, uint64_t *remainder_out)
{
    if (numerator.hi >= TR__DECIMAL_ONE)
        return false;
    *quotient_out = divide_by_limb(numerator, SCALE_NORMALISED, SCALE_SHIFT, SCALE_RECIPROCAL,
                                   remainder_out);
    return true;
}

/* Algorithm 6 of the paper: the reciprocal of a two-limb divisor with its top bit set. */
static uint64_t pair_reciprocal(tr__u128 divisor)
{
    uint64_t upper = high(divisor);
    uint64_t reciprocal = limb_reciprocal(upper);
    uint64_t product = upper * reciprocal + low(divisor);
    if (product < low(divisor)) {
        reciprocal--;
        if (product >= upper) {
            reciprocal--;
            product -= upper;
        }
        product -= upper;
    }
    tr__u128 correction = (tr__u128)reciprocal * low(divisor);
    product += high(correction);
    if (product < high(correction)) {
        reciprocal--;
        if (join(product, low(correction)) >= divisor)
            reciprocal--;
    }
    return reciprocal;
}

/* Algorithm 5 of the paper: three limbs by two; upper < divisor, top bit of divisor set. */
static inline uint64_t divide_three_by_two(tr__u128 upper, uint64_t lower, tr__u128 divisor,
                                           uint64_t reciprocal, tr__u128 *remainder_out)
{
    tr__u128 estimate = (tr__u128)reciprocal * high(upper) + upper;
    uint64_t quotient = high(estimate);
    uint64_t remainder_top = low(upper) - quotient * high(divisor);
    tr__u128 remainder = join(remainder_top, lower) - (tr__u128)low(divisor) * quotient - divisor;
    quotient++;
    if (high(remainder) >= low(estimate)) {
        quotient--;
        remainder += divisor;
    }
    if (remainder >= divisor) {
        quotient++;
        remainder -= divisor;
    }
    *remainder_out = remainder;
    return quotient;
}

static tr__u128 divide_by_pair(tr__u256 numerator, tr__u128 divisor, tr__u128 *remainder_out)
{
    int shift = __builtin_clzll(high(divisor));
    if (shift > 0) {
        divisor <<= shift;
        numerator.hi = numerator.hi << shift | numerator.lo >> (128 - shift);
        numerator.lo <<= shift;
    }
    uint64_t reciprocal = pair_reciprocal(divisor);
    tr__u128 remainder = numerator.hi;
    uint64_t upper =
        divide_three_by_two(remainder, high(numerator.lo), divisor, reciprocal, &remainder);
    uint64_t lower =
        divide_three_by_two(remainder, low(numerator.lo), divisor, reciprocal, &remainder);
    *remainder_out = remainder >> shift;
    return join(upper, lower);
}

bool tr__wide_divide(tr__u256 numerator, tr__u128 divisor, tr__u128 *quotient_out,
                     tr__u128 *remainder_out)
{
    if (numerator.hi >= divisor)
        return false; /* a divisor of 0 too */
    if (numerator.hi == 0 && high(numerator.lo) == 0 && high(divisor) == 0) {
        *quotient_out = low(numerator.lo) / low(divisor);
        *remainder_out = low(numerator.lo) % low(divisor);
    } else if (high(divisor) == 0) {
        int shift = __builtin_clzll(low(divisor));
        uint64_t normalised = low(divisor) << shift;
        uint64_t remainder;
        *quotient_out = divide_by_limb(numerator, normalised, shift, limb_reciprocal(normalised),
                                       &remainder);
        *remainder_out = remainder;
    } else {
        *quotient_out = divide_by_pair(numerator, divisor, remainder_out);
    }
    return true;
}

bool tr__decimal_rounds_away(tr__u128 magnitude, tr__rest rest, bool is_negative, tr_round round)
{
    if (rest == TR__REST_ZERO)
        return false;
    switch (round) {
    case TR_ROUND_DOWN: return false;
    case TR_ROUND_UP: return true;
    case TR_ROUND_FLOOR: return is_negative;
    case TR_ROUND_CEILING: return !is_negative;
    case TR_ROUND_HALF_UP: return rest >= TR__REST_HALF;
    case TR_ROUND_HALF_DOWN: return rest > TR__REST_HALF;
    case TR_ROUND_HALF_EVEN:
        return rest > TR__REST_HALF || (rest == TR__REST_HALF && (magnitude & 1) != 0);
    }
    assert(false && "the rounding is one of the seven");
    return false;
}

tr_status tr__decimal_compose(tr__u128 magnitude, bool is_negative, tr_decimal *out)
{
    tr__u128 limit = (tr__u128)1 << 127;
    if (magnitude > limit || (magnitude == limit && !is_negative))
        return TR_E_OVERFLOW;
    tr__u128 bits = is_negative ? -magnitude : magnitude;
    *out = (tr_decimal){ .lo = low(bits), .hi = (int64_t)high(bits) };
    return TR_OK;
}

tr_status tr__decimal_compose_rounded(tr__u128 magnitude, tr__rest rest, bool is_negative,
                                      tr_round round, tr_decimal *out)
{
    if (magnitude >> 127 != 0 && magnitude << 1 != 0)
        return TR_E_OVERFLOW; /* above 2^127 already: adding one could wrap */
    if (tr__decimal_rounds_away(magnitude, rest, is_negative, round))
        magnitude++;
    return tr__decimal_compose(magnitude, is_negative, out);
}
