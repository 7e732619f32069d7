/* decimal_wide.c: the rarer parts of 256-bit arithmetic: quotients by any divisor, powers of ten. */
#include "core/decimal_wide.h"

#include <assert.h>

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

/* (2^128 - 1) / divisor - 2^64, for a divisor with its top bit set. */
static uint64_t limb_reciprocal(uint64_t divisor)
{
    return tr__u128_low(tr__u128_join(~divisor, UINT64_MAX) / divisor);
}

/* Algorithm 6 of the paper: the reciprocal of a two-limb divisor with its top bit set. */
static uint64_t pair_reciprocal(tr__u128 divisor)
{
    uint64_t upper = tr__u128_high(divisor);
    uint64_t reciprocal = limb_reciprocal(upper);
    uint64_t product = upper * reciprocal + tr__u128_low(divisor);
    if (product < tr__u128_low(divisor)) {
        reciprocal--;
        if (product >= upper) {
            reciprocal--;
            product -= upper;
        }
        product -= upper;
    }
    tr__u128 correction = (tr__u128)reciprocal * tr__u128_low(divisor);
    product += tr__u128_high(correction);
    if (product < tr__u128_high(correction)) {
        reciprocal--;
        if (tr__u128_join(product, tr__u128_low(correction)) >= divisor)
            reciprocal--;
    }
    return reciprocal;
}

/* Algorithm 5 of the paper: three limbs by two; upper < divisor, top bit of divisor set. */
static inline uint64_t divide_three_by_two(tr__u128 upper, uint64_t lower, tr__u128 divisor,
                                           uint64_t reciprocal, tr__u128 *remainder_out)
{
    tr__u128 estimate = (tr__u128)reciprocal * tr__u128_high(upper) + upper;
    uint64_t quotient = tr__u128_high(estimate);
    uint64_t remainder_top = tr__u128_low(upper) - quotient * tr__u128_high(divisor);
    tr__u128 remainder =
        tr__u128_join(remainder_top, lower) - (tr__u128)tr__u128_low(divisor) * quotient - divisor;
    quotient++;
    uint64_t correction =
        -(uint64_t)(tr__u128_high(remainder) >= tr__u128_low(estimate)); /* as likely as not */
    quotient += correction;
    remainder += tr__u128_join(correction, correction) & divisor;
    if (remainder >= divisor) {
        quotient++;
        remainder -= divisor;
    }
    *remainder_out = remainder;
    return quotient;
}

static tr__u128 divide_by_pair(tr__u256 numerator, tr__u128 divisor, tr__u128 *remainder_out)
{
    int shift = __builtin_clzll(tr__u128_high(divisor));
    if (shift > 0) {
        divisor <<= shift;
        numerator.hi = numerator.hi << shift | numerator.lo >> (128 - shift);
        numerator.lo <<= shift;
    }
    uint64_t reciprocal = pair_reciprocal(divisor);
    tr__u128 remainder = numerator.hi;
    uint64_t upper = divide_three_by_two(remainder, tr__u128_high(numerator.lo), divisor,
                                         reciprocal, &remainder);
    uint64_t lower =
        divide_three_by_two(remainder, tr__u128_low(numerator.lo), divisor, reciprocal, &remainder);
    *remainder_out = remainder >> shift;
    return tr__u128_join(upper, lower);
}

void tr__wide_divide_long(tr__u256 numerator, tr__u128 divisor, tr__u128 *quotient_out,
                          tr__u128 *remainder_out)
{
    assert(numerator.hi > 0 && numerator.hi < divisor);
    if (tr__u128_high(divisor) != 0) {
        *quotient_out = divide_by_pair(numerator, divisor, remainder_out);
        return;
    }
    int shift = __builtin_clzll(tr__u128_low(divisor));
    uint64_t normalised = tr__u128_low(divisor) << shift;
    uint64_t remainder;
    *quotient_out = tr__wide_divide_by_limb(numerator, normalised, shift,
                                            limb_reciprocal(normalised), &remainder);
    *remainder_out = remainder;
}
