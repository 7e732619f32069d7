/*
 * decimal.h: exact decimal numbers, and the three kinds of amounts made of them.
 *
 * One scale everywhere: a tr_decimal counts units of 10^-18 in a 128-bit two's complement integer, so
 * it reaches +-170141183460469231731.687303715884105727. Sums never rescale. Nothing wraps or
 * saturates: a result that does not fit is TR_E_OVERFLOW. No floating point takes part, except in
 * the two conversions that carry it in their name.
 */
#ifndef TRADE_DECIMAL_H
#define TRADE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_DECIMAL_SCALE     18
#define TR_DECIMAL_TEXT_SIZE 48 /* bytes that hold any decimal's text and its end mark */

/** A number, scale 10^-18: value = (hi * 2^64 + lo) / 10^18. Plain data; all zero bytes is 0. */
typedef struct tr_decimal {
    uint64_t lo;
    int64_t hi;
} tr_decimal;

/** Quote units per base unit. */
typedef struct tr_price {
    tr_decimal value;
} tr_price;

/** The instrument's units: base units for spot, contracts for derivatives. */
typedef struct tr_quantity {
    tr_decimal value;
} tr_quantity;

/** Units of one asset; which one is said by the field's owner. */
typedef struct tr_money {
    tr_decimal value;
} tr_money;

/** What becomes of digits that do not fit. */
typedef enum tr_round {
    TR_ROUND_DOWN = 0,      /* towards zero */
    TR_ROUND_UP = 1,        /* away from zero */
    TR_ROUND_FLOOR = 2,     /* towards minus infinity */
    TR_ROUND_CEILING = 3,   /* towards plus infinity */
    TR_ROUND_HALF_UP = 4,   /* to the nearest, ties away from zero */
    TR_ROUND_HALF_DOWN = 5, /* to the nearest, ties towards zero */
    TR_ROUND_HALF_EVEN = 6  /* to the nearest, ties to the even neighbour */
} tr_round;

/* ---- making ---------------------------------------------------------------------------------- */

/** The decimal of a whole number; every int64_t fits within the scale's reach: |value| <= 9.2e18. */
TR_API tr_decimal tr_decimal_from_int(int64_t value);

/**
 * mantissa * 10^-digits, exactly: (12345, 2) is 123.45.
 * @param digits  0..18
 * @return TR_E_RANGE for digits outside 0..18
 */
TR_API tr_status tr_decimal_from_scaled(int64_t mantissa, int digits, tr_decimal *out);

/**
 * Read plain or exponent notation, strictly: -?digits[.digits][(e|E)[+-]digits], with at least one
 * digit before and after a point; no blanks, no '+' in front, no NaN, no infinity, no separators.
 * Leading zeros are accepted ("007.50"). The value must be representable exactly: more than 18
 * decimals after trailing zeros are TR_E_RANGE. Zero has no sign: "-0.0" reads as 0.
 * @param text  `length` bytes, need not end in NUL
 * @return TR_E_PARSE not a number; TR_E_RANGE digits beyond the scale; TR_E_OVERFLOW too large
 */
TR_API tr_status tr_decimal_parse(const char *text, size_t length, tr_decimal *out);

/** As tr_decimal_parse, but digits beyond the scale are rounded: for facts that others report. */
TR_API tr_status tr_decimal_parse_rounded(const char *text, size_t length, tr_round round,
                                          tr_decimal *out);

/**
 * The shortest plain text that parses to exactly `value`: no exponent, no trailing zeros, no "-0".
 * @param buffer  TR_DECIMAL_TEXT_SIZE bytes always suffice
 * @return length without the end mark; 0 and an empty text when `size` is too small
 */
TR_API size_t tr_decimal_format(tr_decimal value, char *buffer, size_t size);

/**
 * As tr_decimal_format with exactly `digits` decimals, rounded as said; what rounds to zero has no sign.
 * @param digits  0..18
 * @return TR_E_RANGE for digits outside 0..18; TR_E_FULL and an empty text when `size` is too small
 */
TR_API tr_status tr_decimal_format_fixed(tr_decimal value, int digits, tr_round round, char *buffer,
                                         size_t size);

/**
 * A double's exact binary value, rounded to the scale.
 * @return TR_E_RANGE for NaN and infinities; TR_E_OVERFLOW
 */
TR_API tr_status tr_decimal_from_double(double value, tr_round round, tr_decimal *out);

/** The double nearest to `value` (ties to even). For statistics and plots, never for sums of money. */
TR_API double tr_decimal_to_double(tr_decimal value);

/**
 * The whole part, when there is no other.
 * @return TR_E_RANGE when `value` is not whole or beyond int64_t
 */
TR_API tr_status tr_decimal_to_int(tr_decimal value, int64_t *out);

/* ---- arithmetic ------------------------------------------------------------------------------ */

TR_API tr_status tr_decimal_add(tr_decimal a, tr_decimal b, tr_decimal *out);
TR_API tr_status tr_decimal_subtract(tr_decimal a, tr_decimal b, tr_decimal *out);

/** a * b through 256 bits, rounded once. */
TR_API tr_status tr_decimal_multiply(tr_decimal a, tr_decimal b, tr_round round, tr_decimal *out);

/** a / b, rounded once. @return TR_E_RANGE for b = 0; TR_E_OVERFLOW */
TR_API tr_status tr_decimal_divide(tr_decimal a, tr_decimal b, tr_round round, tr_decimal *out);

/** a * b / c with the product kept in full: one rounding. @return TR_E_RANGE for c = 0; TR_E_OVERFLOW */
TR_API tr_status tr_decimal_multiply_divide(tr_decimal a, tr_decimal b, tr_decimal c, tr_round round,
                                            tr_decimal *out);

/** -value. @return TR_E_OVERFLOW for the most negative number alone */
TR_API tr_status tr_decimal_negate(tr_decimal value, tr_decimal *out);
TR_API tr_status tr_decimal_absolute(tr_decimal value, tr_decimal *out);

/**
 * The multiple of `step` next to `value` as `round` says (a tick, a lot).
 * @param step  > 0
 * @return TR_E_RANGE for step <= 0; TR_E_OVERFLOW
 */
TR_API tr_status tr_decimal_round_to(tr_decimal value, tr_decimal step, tr_round round, tr_decimal *out);

/** True when `value` is a whole multiple of `step`; false for step <= 0. */
TR_API bool tr_decimal_is_multiple(tr_decimal value, tr_decimal step);

/** `value` in whole steps. @return TR_E_RANGE when off the grid, step <= 0, or beyond int64_t */
TR_API tr_status tr_decimal_to_steps(tr_decimal value, tr_decimal step, int64_t *out);

/** steps * step. @return TR_E_OVERFLOW */
TR_API tr_status tr_decimal_from_steps(int64_t steps, tr_decimal step, tr_decimal *out);

/* ---- enquiry --------------------------------------------------------------------------------- */

/** -1, 0 or 1 as a is below, equal to or above b. */
TR_API int tr_decimal_compare(tr_decimal a, tr_decimal b);

/** -1, 0 or 1. */
TR_API int tr_decimal_sign(tr_decimal value);
TR_API bool tr_decimal_is_zero(tr_decimal value);

/** The lesser, the greater of the two. */
TR_API tr_decimal tr_decimal_min(tr_decimal a, tr_decimal b);
TR_API tr_decimal tr_decimal_max(tr_decimal a, tr_decimal b);

/* ---- the distinct types ---------------------------------------------------------------------- */

/** Read a price: as tr_decimal_parse; TR_E_RANGE also for values <= 0. */
TR_API tr_status tr_price_parse(const char *text, size_t length, tr_price *out);

/** Read a quantity: as tr_decimal_parse; TR_E_RANGE also for values <= 0. */
TR_API tr_status tr_quantity_parse(const char *text, size_t length, tr_quantity *out);

/** Read an amount of money, of either sign: as tr_decimal_parse. */
TR_API tr_status tr_money_parse(const char *text, size_t length, tr_money *out);

/** A double as a price: the one way from an indicator to an order. TR_E_RANGE for values <= 0 after rounding. */
TR_API tr_status tr_price_from_double(double value, tr_round round, tr_price *out);
TR_API tr_status tr_quantity_from_double(double value, tr_round round, tr_quantity *out);

TR_API tr_status tr_money_add(tr_money a, tr_money b, tr_money *out);
TR_API tr_status tr_money_subtract(tr_money a, tr_money b, tr_money *out);
TR_API tr_status tr_quantity_add(tr_quantity a, tr_quantity b, tr_quantity *out);
TR_API tr_status tr_quantity_subtract(tr_quantity a, tr_quantity b, tr_quantity *out);

#ifdef __cplusplus
}
#endif

#endif
