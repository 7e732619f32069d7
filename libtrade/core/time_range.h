/* time_range.h: the integer arithmetic that times and timeframes share, safe at the ends of time. */
#ifndef TRADE_CORE_TIME_RANGE_H
#define TRADE_CORE_TIME_RANGE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <trade/time.h>

/* value / divisor towards minus infinity; divisor > 0. */
static inline int64_t tr__floor_divide(int64_t value, int64_t divisor)
{
    assert(divisor > 0);
    int64_t quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

/* seconds and 0 <= nanosecond < 10^9 as one number; false when it does not fit. */
static inline bool tr__time_compose(int64_t seconds, int64_t nanosecond, int64_t *out)
{
    /* Before 1970, borrow a second, so that the product alone cannot run past INT64_MIN. */
    if (seconds < 0 && nanosecond > 0) {
        seconds++;
        nanosecond -= TR_NS_PER_SECOND;
    }
    int64_t product;
    return !__builtin_mul_overflow(seconds, TR_NS_PER_SECOND, &product) &&
           !__builtin_add_overflow(product, nanosecond, out);
}

/* Saturating: for the opens and ends of bars that reach past the ends of time. */
static inline int64_t tr__seconds_to_ns(int64_t seconds)
{
    int64_t ns;
    if (__builtin_mul_overflow(seconds, TR_NS_PER_SECOND, &ns))
        return seconds < 0 ? INT64_MIN : INT64_MAX;
    return ns;
}

/* Write value >= 0 in digits and the suffix behind it; 0 and an empty text when it does not fit. */
static inline size_t tr__number_and_suffix(int64_t value, const char *suffix, char *buffer,
                                           size_t size)
{
    assert(value >= 0);
    char digits[20];
    size_t digit_count = 0;
    do {
        digits[digit_count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    size_t suffix_length = strlen(suffix);
    if (size == 0 || digit_count + suffix_length >= size)
        return 0;
    for (size_t i = 0; i < digit_count; i++)
        buffer[i] = digits[digit_count - 1 - i];
    memcpy(buffer + digit_count, suffix, suffix_length + 1);
    return digit_count + suffix_length;
}

#endif
