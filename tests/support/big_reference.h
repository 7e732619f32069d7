/*
 * big_reference.h: whole numbers of up to 120 digits, one decimal digit a byte, by the methods taught at
 * school. Slow and obvious on purpose: the fast arithmetic is held against it.
 */
#ifndef TESTS_SUPPORT_BIG_REFERENCE_H
#define TESTS_SUPPORT_BIG_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BIG_DIGITS 120

typedef struct big {
    bool is_negative;           /* never for 0 */
    int length;                 /* digits in use, without leading zeros; 0 for the number 0 */
    uint8_t digits[BIG_DIGITS]; /* lowest first */
} big;

static inline void big_set_digit(big *to, int at, int digit)
{
    if (at >= BIG_DIGITS)
        abort();
    to->digits[at] = (uint8_t)digit;
}

static inline void big_trim(big *value)
{
    while (value->length > 0 && value->digits[value->length - 1] == 0)
        value->length--;
    if (value->length == 0)
        value->is_negative = false;
}

static inline big big_from_u64(uint64_t value)
{
    big result = { 0 };
    for (; value > 0; value /= 10)
        big_set_digit(&result, result.length++, (int)(value % 10));
    return result;
}

static inline int big_compare_magnitude(const big *a, const big *b)
{
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    for (int at = a->length - 1; at >= 0; at--)
        if (a->digits[at] != b->digits[at])
            return a->digits[at] < b->digits[at] ? -1 : 1;
    return 0;
}

static inline big big_add_magnitude(const big *a, const big *b)
{
    big sum = { 0 };
    int carry = 0;
    int longest = a->length > b->length ? a->length : b->length;
    for (int at = 0; at < longest || carry > 0; at++) {
        int digit =
            carry + (at < a->length ? a->digits[at] : 0) + (at < b->length ? b->digits[at] : 0);
        big_set_digit(&sum, at, digit % 10);
        carry = digit / 10;
        sum.length = at + 1;
    }
    return sum;
}

/* |a| - |b| for |a| >= |b| */
static inline big big_subtract_magnitude(const big *a, const big *b)
{
    big difference = { .length = a->length };
    int borrow = 0;
    for (int at = 0; at < a->length; at++) {
        int digit = a->digits[at] - borrow - (at < b->length ? b->digits[at] : 0);
        borrow = digit < 0;
        difference.digits[at] = (uint8_t)(digit + 10 * borrow);
    }
    big_trim(&difference);
    return difference;
}

static inline big big_negate(big value)
{
    value.is_negative = value.length > 0 && !value.is_negative;
    return value;
}

static inline big big_absolute(big value)
{
    value.is_negative = false;
    return value;
}

static inline big big_add(big a, big b)
{
    big result;
    if (a.is_negative == b.is_negative) {
        result = big_add_magnitude(&a, &b);
        result.is_negative = a.is_negative;
    } else if (big_compare_magnitude(&a, &b) >= 0) {
        result = big_subtract_magnitude(&a, &b);
        result.is_negative = a.is_negative;
    } else {
        result = big_subtract_magnitude(&b, &a);
        result.is_negative = b.is_negative;
    }
    big_trim(&result);
    return result;
}

static inline big big_subtract(big a, big b)
{
    return big_add(a, big_negate(b));
}

static inline int big_compare(big a, big b)
{
    big difference = big_subtract(a, b);
    return difference.length == 0 ? 0 : difference.is_negative ? -1 : 1;
}

static inline big big_multiply(big a, big b)
{
    big product = { .length = a.length + b.length };
    if (product.length > BIG_DIGITS)
        abort();
    for (int i = 0; i < a.length; i++) {
        int carry = 0;
        for (int j = 0; j < b.length || carry > 0; j++) {
            int digit =
                product.digits[i + j] + carry + (j < b.length ? a.digits[i] * b.digits[j] : 0);
            product.digits[i + j] = (uint8_t)(digit % 10);
            carry = digit / 10;
        }
    }
    product.is_negative = a.is_negative != b.is_negative;
    big_trim(&product);
    return product;
}

/* Long division of magnitudes: truncated quotient, remainder; both not negative. */
static inline big big_divide(big a, big b, big *remainder_out)
{
    big quotient = { .length = a.length };
    big rest = { 0 };
    if (b.length == 0)
        abort();
    b.is_negative = false;
    for (int at = a.length - 1; at >= 0; at--) {
        memmove(rest.digits + 1, rest.digits, (size_t)rest.length);
        rest.digits[0] = a.digits[at];
        rest.length++;
        big_trim(&rest);
        for (; big_compare_magnitude(&rest, &b) >= 0; quotient.digits[at]++)
            rest = big_subtract_magnitude(&rest, &b);
    }
    big_trim(&quotient);
    *remainder_out = rest;
    return quotient;
}

static inline big big_power(uint64_t base, int exponent)
{
    big result = big_from_u64(1);
    for (int i = 0; i < exponent; i++)
        result = big_multiply(result, big_from_u64(base));
    return result;
}

#endif
