/* decimal.c: exact arithmetic on 128-bit decimals, and the three kinds of amounts made of them. */
#include <trade/decimal.h>

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/decimal_wide.h"

#define DOUBLE_FRACTION_BITS 52
#define DOUBLE_EXPONENT_MASK 0x7FF
/* The exponent of the lowest fraction bit of a number stored with exponent field 0 or 1. */
#define DOUBLE_EXPONENT_LOW (-1074)

static_assert(sizeof(tr_decimal) == 16, "a decimal is 128 bits");
static_assert(sizeof(double) == 8, "doubles are IEEE 754 binary64");

static tr__i128 to_units(tr_decimal value)
{
    return (tr__i128)((tr__u128)(uint64_t)value.hi << 64 | value.lo);
}

static tr_decimal from_units(tr__i128 units)
{
    return (tr_decimal){ .lo = (uint64_t)units, .hi = (int64_t)(units >> 64) };
}

/* ---- whole numbers and doubles --------------------------------------------------------------- */

tr_decimal tr_decimal_from_int(int64_t value)
{
    return from_units((tr__i128)value * (tr__i128)TR__DECIMAL_ONE);
}

tr_status tr_decimal_from_scaled(int64_t mantissa, int digits, tr_decimal *out)
{
    if (out == NULL)
        return TR_E_INVALID;
    if (digits < 0 || digits > TR_DECIMAL_SCALE)
        return TR_E_RANGE;
    tr__i128 factor = (tr__i128)tr__decimal_power_of_ten(TR_DECIMAL_SCALE - digits);
    *out = from_units(mantissa * factor);
    return TR_OK;
}

tr_status tr_decimal_to_int(tr_decimal value, int64_t *out)
{
    return tr_decimal_to_steps(value, tr_decimal_from_int(1), out);
}

/* mantissa * 10^18 * 2^exponent, exponent < 0: shifted down, with what fell off as the rest. */
static tr__u128 shift_down(tr__u128 units, int bits, tr__rest *rest_out)
{
    if (bits >= 128) {
        /* A 53-bit mantissa times 10^18 stays below 2^113: far below half of 2^128. */
        *rest_out = units == 0 ? TR__REST_ZERO : TR__REST_BELOW_HALF;
        return 0;
    }
    tr__u128 divisor = (tr__u128)1 << bits;
    *rest_out = tr__decimal_rest(units & (divisor - 1), divisor);
    return units >> bits;
}

tr_status tr_decimal_from_double(double value, tr_round round, tr_decimal *out)
{
    if (out == NULL || !tr__decimal_round_is_valid(round))
        return TR_E_INVALID;
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int field = (int)(bits >> DOUBLE_FRACTION_BITS) & DOUBLE_EXPONENT_MASK;
    if (field == DOUBLE_EXPONENT_MASK)
        return TR_E_RANGE;
    uint64_t mantissa = bits & ((UINT64_C(1) << DOUBLE_FRACTION_BITS) - 1);
    if (field > 0)
        mantissa |= UINT64_C(1) << DOUBLE_FRACTION_BITS;
    int exponent = DOUBLE_EXPONENT_LOW + (field > 0 ? field - 1 : 0);

    tr__u128 units = (tr__u128)mantissa * TR__DECIMAL_ONE;
    tr__rest rest = TR__REST_ZERO;
    if (exponent < 0) {
        units = shift_down(units, -exponent, &rest);
    } else if (units != 0) {
        if (exponent >= 128 || units > ~(tr__u128)0 >> exponent)
            return TR_E_OVERFLOW;
        units <<= exponent;
    }
    return tr__decimal_compose_rounded(units, rest, bits >> 63 != 0, round, out);
}

static int bit_length(tr__u128 value)
{
    uint64_t upper = (uint64_t)(value >> 64);
    uint64_t lower = (uint64_t)value;
    if (upper != 0)
        return 128 - __builtin_clzll(upper);
    return lower != 0 ? 64 - __builtin_clzll(lower) : 0;
}

double tr_decimal_to_double(tr_decimal value)
{
    tr__u128 magnitude = tr__decimal_magnitude(value);
    if (magnitude == 0)
        return 0.0;
    /* Shifted up to 128 bits, so that the quotient keeps 68 or more: 53, and some to round by. */
    int shift = 128 - bit_length(magnitude);
    tr__u128 quotient = 0;
    uint64_t remainder = 0;
    (void)tr__wide_divide_scale((tr__u256){ 0, magnitude << shift }, &quotient, &remainder);
    int dropped = bit_length(quotient) - (DOUBLE_FRACTION_BITS + 1);
    tr__u128 divisor = (tr__u128)1 << dropped;
    tr__rest rest = tr__decimal_rest(quotient & (divisor - 1), divisor);
    if (remainder != 0 && rest == TR__REST_HALF)
        rest = TR__REST_ABOVE_HALF;
    uint64_t mantissa = (uint64_t)(quotient >> dropped);
    if (tr__decimal_rounds_away(mantissa, rest, false, TR_ROUND_HALF_EVEN))
        mantissa++; /* at most 2^53, which a double holds */
    double result = ldexp((double)mantissa, dropped - shift);
    return value.hi < 0 ? -result : result;
}

/* ---- arithmetic ------------------------------------------------------------------------------ */

tr_status tr_decimal_add(tr_decimal a, tr_decimal b, tr_decimal *out)
{
    tr__i128 sum;
    if (out == NULL)
        return TR_E_INVALID;
    if (__builtin_add_overflow(to_units(a), to_units(b), &sum))
        return TR_E_OVERFLOW;
    *out = from_units(sum);
    return TR_OK;
}

tr_status tr_decimal_subtract(tr_decimal a, tr_decimal b, tr_decimal *out)
{
    tr__i128 difference;
    if (out == NULL)
        return TR_E_INVALID;
    if (__builtin_sub_overflow(to_units(a), to_units(b), &difference))
        return TR_E_OVERFLOW;
    *out = from_units(difference);
    return TR_OK;
}

tr_status tr_decimal_multiply(tr_decimal a, tr_decimal b, tr_round round, tr_decimal *out)
{
    if (out == NULL || !tr__decimal_round_is_valid(round))
        return TR_E_INVALID;
    tr__u256 product = tr__wide_multiply(tr__decimal_magnitude(a), tr__decimal_magnitude(b));
    tr__u128 quotient;
    uint64_t remainder;
    if (!tr__wide_divide_scale(product, &quotient, &remainder))
        return TR_E_OVERFLOW;
    return tr__decimal_compose_rounded(quotient, tr__decimal_rest(remainder, TR__DECIMAL_ONE),
                                       (a.hi < 0) != (b.hi < 0), round, out);
}

/* |product| / |divisor| with the sign given. */
static tr_status divide_rounded(tr__u256 product, tr_decimal divisor, bool is_negative,
                                tr_round round, tr_decimal *out)
{
    if (out == NULL || !tr__decimal_round_is_valid(round))
        return TR_E_INVALID;
    if (tr_decimal_is_zero(divisor))
        return TR_E_RANGE;
    tr__u128 quotient;
    tr__u128 remainder;
    tr__u128 magnitude = tr__decimal_magnitude(divisor);
    if (!tr__wide_divide(product, magnitude, &quotient, &remainder))
        return TR_E_OVERFLOW;
    return tr__decimal_compose_rounded(quotient, tr__decimal_rest(remainder, magnitude),
                                       is_negative, round, out);
}

tr_status tr_decimal_divide(tr_decimal a, tr_decimal b, tr_round round, tr_decimal *out)
{
    tr__u256 scaled = tr__wide_multiply(tr__decimal_magnitude(a), TR__DECIMAL_ONE);
    return divide_rounded(scaled, b, (a.hi < 0) != (b.hi < 0), round, out);
}

tr_status tr_decimal_multiply_divide(tr_decimal a, tr_decimal b, tr_decimal c, tr_round round,
                                     tr_decimal *out)
{
    tr__u256 product = tr__wide_multiply(tr__decimal_magnitude(a), tr__decimal_magnitude(b));
    bool is_negative = ((a.hi < 0) != (b.hi < 0)) != (c.hi < 0);
    return divide_rounded(product, c, is_negative, round, out);
}

tr_status tr_decimal_negate(tr_decimal value, tr_decimal *out)
{
    return tr_decimal_subtract((tr_decimal){ 0 }, value, out);
}

tr_status tr_decimal_absolute(tr_decimal value, tr_decimal *out)
{
    if (out == NULL)
        return TR_E_INVALID;
    return tr__decimal_compose(tr__decimal_magnitude(value), false, out);
}

/* ---- grids ----------------------------------------------------------------------------------- */

/* |value| / step as whole steps and what is left; step > 0. */
static tr__u128 count_steps(tr_decimal value, tr_decimal step, tr__u128 *remainder_out)
{
    tr__u128 quotient = 0;
    tr__u256 magnitude = { 0, tr__decimal_magnitude(value) };
    (void)tr__wide_divide(magnitude, tr__decimal_magnitude(step), &quotient, remainder_out);
    return quotient;
}

tr_status tr_decimal_round_to(tr_decimal value, tr_decimal step, tr_round round, tr_decimal *out)
{
    if (out == NULL || !tr__decimal_round_is_valid(round))
        return TR_E_INVALID;
    if (tr_decimal_sign(step) <= 0)
        return TR_E_RANGE;
    tr__u128 step_units = tr__decimal_magnitude(step);
    tr__u128 remainder = 0;
    tr__u128 steps = count_steps(value, step, &remainder);
    /* From the value's own units: what is cut off or added is less than one step. */
    tr__u128 units = tr__decimal_magnitude(value) - remainder;
    tr__rest rest = tr__decimal_rest(remainder, step_units);
    if (tr__decimal_rounds_away(steps, rest, value.hi < 0, round))
        units += step_units; /* below 2^127 + 2^127 */
    return tr__decimal_compose(units, value.hi < 0, out);
}

bool tr_decimal_is_multiple(tr_decimal value, tr_decimal step)
{
    if (tr_decimal_sign(step) <= 0)
        return false;
    tr__u128 remainder = 0;
    (void)count_steps(value, step, &remainder);
    return remainder == 0;
}

tr_status tr_decimal_to_steps(tr_decimal value, tr_decimal step, int64_t *out)
{
    if (out == NULL)
        return TR_E_INVALID;
    if (tr_decimal_sign(step) <= 0)
        return TR_E_RANGE;
    tr__u128 remainder = 0;
    tr__u128 steps = count_steps(value, step, &remainder);
    tr__u128 limit = (tr__u128)INT64_MAX + (value.hi < 0 ? 1 : 0);
    if (remainder != 0 || steps > limit)
        return TR_E_RANGE;
    uint64_t bits = (uint64_t)steps;
    *out = (int64_t)(value.hi < 0 ? -bits : bits);
    return TR_OK;
}

tr_status tr_decimal_from_steps(int64_t steps, tr_decimal step, tr_decimal *out)
{
    if (out == NULL)
        return TR_E_INVALID;
    uint64_t count = steps < 0 ? -(uint64_t)steps : (uint64_t)steps;
    tr__u256 units = tr__wide_multiply(count, tr__decimal_magnitude(step));
    if (units.hi != 0)
        return TR_E_OVERFLOW;
    return tr__decimal_compose(units.lo, (steps < 0) != (step.hi < 0), out);
}

/* ---- enquiry --------------------------------------------------------------------------------- */

int tr_decimal_compare(tr_decimal a, tr_decimal b)
{
    if (a.hi != b.hi)
        return a.hi < b.hi ? -1 : 1;
    return a.lo == b.lo ? 0 : a.lo < b.lo ? -1 : 1;
}

int tr_decimal_sign(tr_decimal value)
{
    return value.hi < 0 ? -1 : (value.hi | (int64_t)(value.lo != 0)) != 0;
}

bool tr_decimal_is_zero(tr_decimal value)
{
    return value.hi == 0 && value.lo == 0;
}

tr_decimal tr_decimal_min(tr_decimal a, tr_decimal b)
{
    return tr_decimal_compare(a, b) <= 0 ? a : b;
}

tr_decimal tr_decimal_max(tr_decimal a, tr_decimal b)
{
    return tr_decimal_compare(a, b) >= 0 ? a : b;
}

/* ---- the distinct types ---------------------------------------------------------------------- */

/* Hand on what a conversion gave, unless it failed or is no positive number. */
static tr_status keep_positive(tr_status status, const tr_decimal *value, tr_decimal *out)
{
    if (status != TR_OK)
        return status;
    if (tr_decimal_sign(*value) <= 0)
        return TR_E_RANGE;
    *out = *value;
    return TR_OK;
}

tr_status tr_price_parse(const char *text, size_t length, tr_price *out)
{
    tr_decimal value;
    if (out == NULL)
        return TR_E_INVALID;
    tr_status status = tr_decimal_parse(text, length, &value);
    return keep_positive(status, &value, &out->value);
}

tr_status tr_quantity_parse(const char *text, size_t length, tr_quantity *out)
{
    tr_decimal value;
    if (out == NULL)
        return TR_E_INVALID;
    tr_status status = tr_decimal_parse(text, length, &value);
    return keep_positive(status, &value, &out->value);
}

tr_status tr_money_parse(const char *text, size_t length, tr_money *out)
{
    return out == NULL ? TR_E_INVALID : tr_decimal_parse(text, length, &out->value);
}

tr_status tr_price_from_double(double value, tr_round round, tr_price *out)
{
    tr_decimal rounded;
    if (out == NULL)
        return TR_E_INVALID;
    tr_status status = tr_decimal_from_double(value, round, &rounded);
    return keep_positive(status, &rounded, &out->value);
}

tr_status tr_quantity_from_double(double value, tr_round round, tr_quantity *out)
{
    tr_decimal rounded;
    if (out == NULL)
        return TR_E_INVALID;
    tr_status status = tr_decimal_from_double(value, round, &rounded);
    return keep_positive(status, &rounded, &out->value);
}

tr_status tr_money_add(tr_money a, tr_money b, tr_money *out)
{
    return out == NULL ? TR_E_INVALID : tr_decimal_add(a.value, b.value, &out->value);
}

tr_status tr_money_subtract(tr_money a, tr_money b, tr_money *out)
{
    return out == NULL ? TR_E_INVALID : tr_decimal_subtract(a.value, b.value, &out->value);
}

tr_status tr_quantity_add(tr_quantity a, tr_quantity b, tr_quantity *out)
{
    return out == NULL ? TR_E_INVALID : tr_decimal_add(a.value, b.value, &out->value);
}

tr_status tr_quantity_subtract(tr_quantity a, tr_quantity b, tr_quantity *out)
{
    return out == NULL ? TR_E_INVALID : tr_decimal_subtract(a.value, b.value, &out->value);
}
