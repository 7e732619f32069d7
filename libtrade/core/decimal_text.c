/* decimal_text.c: decimals from text and to text, both exact. */
#include <trade/decimal.h>

#include <assert.h>
#include <string.h>

#include "core/decimal_wide.h"

#define EXPONENT_LIMIT                                                                             \
    INT64_C(100000000000000000) /* beyond any text's length: more changes nothing */
#define CHUNK_DIGITS 19         /* decimal digits that always fit 64 bits */

/* ---- reading --------------------------------------------------------------------------------- */

/* A number's parts, found but not yet weighed. The point is no part of `digits`. */
typedef struct number_text {
    bool is_negative;
    const char *whole; /* digits before the point */
    size_t whole_length;
    const char *fraction; /* digits after it */
    size_t fraction_length;
    int64_t exponent;
} number_text;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && is_digit(*at))
        at++;
    return at;
}

/* The exponent after 'e', with its optional sign; NULL when there is none. */
static const char *scan_exponent(const char *at, const char *end, int64_t *exponent_out)
{
    bool is_negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    const char *digits = at;
    int64_t exponent = 0;
    for (; at < end && is_digit(*at); at++)
        if (exponent < EXPONENT_LIMIT)
            exponent = exponent * 10 + (*at - '0');
    *exponent_out = is_negative ? -exponent : exponent;
    return at == digits ? NULL : at;
}

static bool scan_number(const char *at, const char *end, number_text *out)
{
    *out = (number_text){ .is_negative = at < end && *at == '-' };
    if (out->is_negative)
        at++;
    out->whole = at;
    at = skip_digits(at, end);
    out->whole_length = (size_t)(at - out->whole);
    out->fraction = at; /* empty, unless a point follows */
    if (out->whole_length == 0)
        return false;
    out->fraction = at; /* never NULL, also when there is none: it is moved along with the digits */
    if (at < end && *at == '.') {
        out->fraction = ++at;
        at = skip_digits(at, end);
        out->fraction_length = (size_t)(at - out->fraction);
        if (out->fraction_length == 0)
            return false;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at = scan_exponent(at + 1, end, &out->exponent);
        if (at == NULL)
            return false;
    }
    return at == end;
}

static void skip_leading_zeros(number_text *number)
{
    while (number->whole_length > 0 && *number->whole == '0') {
        number->whole++;
        number->whole_length--;
    }
    if (number->whole_length > 0)
        return;
    while (number->fraction_length > 0 && *number->fraction == '0') {
        number->fraction++;
        number->fraction_length--;
        number->exponent--;
    }
}

/* Append up to `wanted` digits to `value` and return how many; the caller keeps the sum within 38. */
static size_t append_digits(const char *digits, size_t length, size_t wanted, tr__u128 *value)
{
    size_t count = length < wanted ? length : wanted;
    for (size_t at = 0; at < count;) {
        uint64_t chunk = 0;
        size_t stop = count - at > CHUNK_DIGITS ? at + CHUNK_DIGITS : count;
        size_t start = at;
        for (; at < stop; at++)
            chunk = chunk * 10 + (uint64_t)(digits[at] - '0');
        *value = *value * tr__decimal_power_of_ten((int)(stop - start)) + chunk;
    }
    return count;
}

static bool has_nonzero(const char *digits, size_t length)
{
    for (size_t at = 0; at < length; at++)
        if (digits[at] != '0')
            return true;
    return false;
}

/* What the digits from `kept` on are worth, in units of the last kept place. */
static tr__rest weigh_rest(const number_text *number, size_t kept)
{
    size_t from_whole = kept < number->whole_length ? kept : number->whole_length;
    const char *whole = number->whole + from_whole;
    size_t whole_length = number->whole_length - from_whole;
    size_t from_fraction = kept - from_whole;
    const char *fraction = number->fraction + from_fraction;
    size_t fraction_length = number->fraction_length - from_fraction;
    if (whole_length + fraction_length == 0)
        return TR__REST_ZERO;

    char first = whole_length > 0 ? *whole : *fraction;
    bool is_more = whole_length > 0 ? has_nonzero(whole + 1, whole_length - 1) ||
                                          has_nonzero(fraction, fraction_length)
                                    : has_nonzero(fraction + 1, fraction_length - 1);
    if (first == '0' && !is_more)
        return TR__REST_ZERO;
    if (first == '5' && !is_more)
        return TR__REST_HALF;
    return first >= '5' ? TR__REST_ABOVE_HALF : TR__REST_BELOW_HALF;
}

/* The number's magnitude in units of 10^-18, truncated, and what was cut off. */
static tr_status weigh(number_text *number, tr__u128 *magnitude_out, tr__rest *rest_out)
{
    *magnitude_out = 0;
    *rest_out = TR__REST_ZERO;
    skip_leading_zeros(number);
    size_t length = number->whole_length + number->fraction_length;
    if (length == 0)
        return TR_OK;
    /* How many digits, counted from the first, stand at or above 10^-18. */
    int64_t places = (int64_t)number->whole_length + number->exponent + TR_DECIMAL_SCALE;
    if (places > 39)
        return TR_E_OVERFLOW; /* 10^39 > 2^127 */
    if (places < 0) {
        /* At least one zero stands between 10^-18 and the first digit: less than half. */
        *rest_out = TR__REST_BELOW_HALF;
        return TR_OK;
    }
    size_t wanted = (size_t)places;
    tr__u128 magnitude = 0;
    /* 38 digits fit; the 39th is added by itself, where it can be seen to overflow. */
    size_t first = wanted > 38 ? 38 : wanted;
    size_t kept = append_digits(number->whole, number->whole_length, first, &magnitude);
    kept += append_digits(number->fraction, number->fraction_length, first - kept, &magnitude);
    magnitude *= tr__decimal_power_of_ten((int)(first - kept));
    if (wanted > first) {
        if (magnitude > ((tr__u128)1 << 127) / 10)
            return TR_E_OVERFLOW;
        tr__u128 last = 0;
        if (kept == first && kept < number->whole_length)
            kept += append_digits(number->whole + kept, 1, 1, &last);
        else if (kept == first && kept < length)
            kept += append_digits(number->fraction + (kept - number->whole_length), 1, 1, &last);
        magnitude = magnitude * 10 + last;
    }
    *magnitude_out = magnitude;
    *rest_out = weigh_rest(number, kept);
    return TR_OK;
}

tr_status tr_decimal_parse(const char *text, size_t length, tr_decimal *out)
{
    number_text number;
    tr__u128 magnitude;
    tr__rest rest;
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    if (!scan_number(text, text + length, &number))
        return TR_E_PARSE;
    tr_status status = weigh(&number, &magnitude, &rest);
    if (status != TR_OK)
        return status;
    tr_decimal value;
    status = tr__decimal_compose(magnitude, number.is_negative, &value);
    if (status != TR_OK)
        return status;
    if (rest != TR__REST_ZERO)
        return TR_E_RANGE;
    *out = value;
    return TR_OK;
}

tr_status tr_decimal_parse_rounded(const char *text, size_t length, tr_round round, tr_decimal *out)
{
    number_text number;
    tr__u128 magnitude;
    tr__rest rest;
    if (text == NULL || out == NULL || !tr__decimal_round_is_valid(round))
        return TR_E_INVALID;
    if (!scan_number(text, text + length, &number))
        return TR_E_PARSE;
    tr_status status = weigh(&number, &magnitude, &rest);
    if (status != TR_OK)
        return status;
    return tr__decimal_compose_rounded(magnitude, rest, number.is_negative, round, out);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Write the digits of `value` so that they end before `end`; at least `width` of them. */
static char *write_digits(uint64_t value, int width, char *end)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233"
        "34353637383940414243444546474849505152535455565758596061626364656667"
        "6869707172737475767778798081828384858687888990919293949596979899";
    char *stop = end - width;
    while (value >= 100) {
        end -= 2;
        memcpy(end, pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value >= 10) {
        end -= 2;
        memcpy(end, pairs + value * 2, 2);
    } else if (value > 0) {
        *--end = (char)('0' + value);
    }
    while (end > stop)
        *--end = '0';
    return end;
}

/* Sign, whole part, point and `digits` decimals (of `fraction`, counted in units of 10^-digits). */
static size_t write_number(bool is_negative, tr__u128 whole, uint64_t fraction, int digits,
                           char *buffer, size_t size)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    char *end = text + sizeof text;
    char *at = end;
    if (digits > 0) {
        at = write_digits(fraction, digits, at);
        *--at = '.';
    }
    if (whole >> 64 == 0) {
        at = write_digits((uint64_t)whole, 1, at);
    } else {
        /* Beyond 64 bits, but below 1.8e20: three digits in front of eighteen. */
        at = write_digits((uint64_t)(whole % TR__DECIMAL_ONE), TR_DECIMAL_SCALE, at);
        at = write_digits((uint64_t)(whole / TR__DECIMAL_ONE), 1, at);
    }
    if (is_negative)
        *--at = '-';
    size_t length = (size_t)(end - at);
    assert(length < TR_DECIMAL_TEXT_SIZE);
    if (buffer == NULL || size <= length) {
        if (buffer != NULL && size > 0)
            buffer[0] = '\0';
        return 0;
    }
    memcpy(buffer, at, length);
    buffer[length] = '\0';
    return length;
}

size_t tr_decimal_format(tr_decimal value, char *buffer, size_t size)
{
    tr__u256 magnitude = { 0, tr__decimal_magnitude(value) };
    tr__u128 whole = 0;
    uint64_t fraction = 0;
    int digits = 0;
    (void)tr__wide_divide_scale(magnitude, &whole, &fraction);
    if (fraction != 0) {
        digits = TR_DECIMAL_SCALE;
        while (fraction % 1000 == 0) {
            fraction /= 1000;
            digits -= 3;
        }
        while (fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
    }
    return write_number(value.hi < 0, whole, fraction, digits, buffer, size);
}

tr_status tr_decimal_format_fixed(tr_decimal value, int digits, tr_round round, char *buffer,
                                  size_t size)
{
    if (buffer == NULL || !tr__decimal_round_is_valid(round))
        return TR_E_INVALID;
    if (digits < 0 || digits > TR_DECIMAL_SCALE)
        return TR_E_RANGE;
    tr__u128 divisor = tr__decimal_power_of_ten(TR_DECIMAL_SCALE - digits);
    tr__u128 magnitude = tr__decimal_magnitude(value);
    tr__u128 quotient = magnitude / divisor;
    tr__rest rest = tr__decimal_rest(magnitude % divisor, divisor);
    if (tr__decimal_rounds_away(quotient, rest, value.hi < 0, round))
        quotient++;
    tr__u128 one = tr__decimal_power_of_ten(digits);
    bool is_negative = value.hi < 0 && quotient != 0;
    size_t length =
        write_number(is_negative, quotient / one, (uint64_t)(quotient % one), digits, buffer, size);
    return length > 0 ? TR_OK : TR_E_FULL;
}
