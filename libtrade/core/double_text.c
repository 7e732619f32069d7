/*
 * double_text.c: doubles as text and back, without strtod, whose decimal point follows the locale.
 *
 * Reading goes three ways, each exact: small numbers by one division of two exact doubles; up to 19 digits
 * with a power of ten of at most 27 through 128-bit integers; the rest by long division of big integers.
 */
#include <trade/double_text.h>

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static_assert(sizeof(double) == 8 && DBL_MANT_DIG == 53, "doubles are IEEE 754 binary64");
/* Otherwise a division of two doubles is rounded twice. */
static_assert(FLT_EVAL_METHOD == 0, "doubles are computed as doubles");

__extension__ typedef unsigned __int128 wide;

#define DIGITS_IN_64_BITS 19
#define EXPONENT_CLAMP    100000

static const double powers_of_ten[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
#define EXACT_POWER_MAX 22 /* 10^22 is the largest power of ten that a double holds exactly */
#define WIDE_POWER_MAX  27 /* 5^27 is the largest power of five below 2^63 */
#define EXACT_WHOLE_MAX (UINT64_C(1) << 53)

/* ---- what was written ------------------------------------------------------------------------ */

/* digits * 10^exponent, without leading zeros. */
typedef struct number_text {
    bool is_negative;
    char digits[TR_DOUBLE_TEXT_LENGTH_MAX];
    int digit_count;
    int exponent;
    uint64_t leading; /* the number made of the first 19 digits at most */
} number_text;

static void add_digit(number_text *number, char digit)
{
    if (number->digit_count == 0 && digit == '0')
        return;
    if (number->digit_count < DIGITS_IN_64_BITS)
        number->leading = number->leading * 10 + (uint64_t)(digit - '0');
    number->digits[number->digit_count++] = digit;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "e-12" and the end of the text. */
static bool read_exponent(const char *text, size_t length, number_text *out)
{
    size_t at = 1;
    bool is_negative = at < length && text[at] == '-';
    if (at < length && (text[at] == '-' || text[at] == '+'))
        at++;
    if (at == length)
        return false;
    int exponent = 0;
    for (; at < length && is_digit(text[at]); at++)
        if (exponent < EXPONENT_CLAMP)
            exponent = exponent * 10 + (text[at] - '0');
    out->exponent += is_negative ? -exponent : exponent;
    return at == length;
}

static bool read_number(const char *text, size_t length, number_text *out)
{
    if (length == 0 || length > TR_DOUBLE_TEXT_LENGTH_MAX)
        return false;
    out->is_negative = text[0] == '-';
    out->digit_count = 0;
    out->exponent = 0;
    out->leading = 0;
    size_t at = out->is_negative ? 1 : 0;
    size_t start = at;
    for (; at < length && is_digit(text[at]); at++)
        add_digit(out, text[at]);
    if (at == start)
        return false;
    if (at < length && text[at] == '.') {
        start = ++at;
        for (; at < length && is_digit(text[at]); at++)
            add_digit(out, text[at]);
        if (at == start)
            return false;
        out->exponent = -(int)(at - start);
    }
    if (at == length)
        return true;
    return (text[at] == 'e' || text[at] == 'E') && read_exponent(text + at, length - at, out);
}

/* ---- what it is in binary -------------------------------------------------------------------- */

/*
 * The double nearest to (top / 2^63) * 2^exponent, top's highest bit set; `has_more` says that the exact
 * value lies above that, by less than one unit of top. False when it is too large.
 */
static bool compose(uint64_t top, bool has_more, int exponent, double *out)
{
    assert(top >> 63 == 1);
    if (exponent > 1023)
        return false;
    bool is_normal = exponent >= -1022;
    int dropped = is_normal ? 11 : 11 - 1022 - exponent;
    uint64_t bits = 0;
    if (dropped <= 64) {
        uint64_t half = UINT64_C(1) << (dropped - 1);
        uint64_t rest = dropped == 64 ? top : top & (half * 2 - 1);
        bits = dropped == 64 ? 0 : top >> dropped;
        bool is_above_half = rest > half || (rest == half && has_more);
        if (is_above_half || (rest == half && bits % 2 == 1))
            bits++;
    }
    /* The leading one is counted by the exponent field; a carry out of the bits moves into it. */
    if (is_normal)
        bits += (uint64_t)(exponent + 1022) << 52;
    if (bits >= UINT64_C(0x7FF) << 52)
        return false;
    memcpy(out, &bits, sizeof *out);
    return true;
}

static int bit_length(uint64_t value)
{
    return value == 0 ? 0 : 64 - __builtin_clzll(value);
}

/* Through 128 bits: whole number times or divided by a power of five, whose power of two is a shift. */
static bool compose_wide(uint64_t whole, int exponent, double *out)
{
    assert(whole > 0 && exponent >= -WIDE_POWER_MAX && exponent <= WIDE_POWER_MAX);
    uint64_t power = 1;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); i++)
        power *= 5;
    wide value;
    bool has_more = false;
    int shift = 0;
    if (exponent >= 0) {
        value = (wide)whole * power;
    } else {
        shift = 128 - bit_length(whole);
        wide numerator = (wide)whole << shift;
        value = numerator / power;
        has_more = numerator % power != 0;
    }
    uint64_t upper = (uint64_t)(value >> 64);
    int length = upper != 0 ? 64 + bit_length(upper) : bit_length((uint64_t)value);
    value <<= 128 - length;
    has_more = has_more || (uint64_t)value != 0;
    return compose((uint64_t)(value >> 64), has_more, length - 1 - shift + exponent, out);
}

/* ---- big integers ---------------------------------------------------------------------------- */

/* 128 digits and 5^458 stay below 1100 bits, shifted against each other below 1600. */
#define LIMB_COUNT 56

typedef struct big {
    uint32_t limbs[LIMB_COUNT]; /* lowest first */
    int count;                  /* without leading zeros */
} big;

static void big_multiply_add(big *value, uint32_t factor, uint32_t addend)
{
    uint64_t carry = addend;
    for (int i = 0; i < value->count; i++) {
        carry += (uint64_t)value->limbs[i] * factor;
        value->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry > 0) {
        assert(value->count < LIMB_COUNT);
        value->limbs[value->count++] = (uint32_t)carry;
    }
}

static int big_bit_length(const big *value)
{
    return value->count == 0 ? 0
                             : (value->count - 1) * 32 + bit_length(value->limbs[value->count - 1]);
}

static void big_shift_left(big *value, int bits)
{
    int limbs = bits / 32;
    int rest = bits % 32;
    assert(value->count + limbs + 1 <= LIMB_COUNT);
    memmove(value->limbs + limbs, value->limbs, (size_t)value->count * sizeof value->limbs[0]);
    memset(value->limbs, 0, (size_t)limbs * sizeof value->limbs[0]);
    value->count += limbs;
    if (rest == 0)
        return;
    uint32_t carry = 0;
    for (int i = limbs; i < value->count; i++) {
        uint32_t limb = value->limbs[i];
        value->limbs[i] = limb << rest | carry;
        carry = limb >> (32 - rest);
    }
    if (carry > 0)
        value->limbs[value->count++] = carry;
}

static int big_compare(const big *a, const big *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--)
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
    return 0;
}

/* a -= b, where a >= b. */
static void big_subtract(big *a, const big *b)
{
    int64_t borrow = 0;
    for (int i = 0; i < a->count; i++) {
        borrow += (int64_t)a->limbs[i] - (i < b->count ? b->limbs[i] : 0);
        a->limbs[i] = (uint32_t)borrow;
        borrow >>= 32; /* arithmetic: -1 or 0 */
    }
    assert(borrow == 0);
    while (a->count > 0 && a->limbs[a->count - 1] == 0)
        a->count--;
}

static void big_multiply_power_of_five(big *value, int power)
{
    const uint32_t five_to_13 = 1220703125;
    for (; power >= 13; power -= 13)
        big_multiply_add(value, five_to_13, 0);
    for (; power > 0; power--)
        big_multiply_add(value, 5, 0);
}

/* Any number between about 1e-350 and 1e310: its fraction's first 64 bits by long division. */
static bool compose_big(const number_text *number, double *out)
{
    big numerator = { .count = 0 };
    big denominator = { .limbs = { 1 }, .count = 1 };
    for (int i = 0; i < number->digit_count; i++)
        big_multiply_add(&numerator, 10, (uint32_t)(number->digits[i] - '0'));
    if (number->exponent >= 0)
        big_multiply_power_of_five(&numerator, number->exponent);
    else
        big_multiply_power_of_five(&denominator, -number->exponent);

    int lead = big_bit_length(&numerator) - big_bit_length(&denominator);
    if (lead >= 0)
        big_shift_left(&denominator, lead);
    else
        big_shift_left(&numerator, -lead);
    if (big_compare(&numerator, &denominator) < 0) {
        big_shift_left(&numerator, 1);
        lead--;
    }
    uint64_t top = 0;
    for (int i = 0; i < 64; i++) {
        top <<= 1;
        if (big_compare(&numerator, &denominator) >= 0) {
            big_subtract(&numerator, &denominator);
            top |= 1;
        }
        big_shift_left(&numerator, 1);
    }
    return compose(top, numerator.count > 0, lead + number->exponent, out);
}

static bool magnitude_of(const number_text *number, double *out)
{
    int point = number->digit_count + number->exponent; /* value < 10^point */
    if (number->digit_count == 0 || point < -330) {
        *out = 0;
        return true;
    }
    if (point > 310)
        return false;
    if (number->digit_count > DIGITS_IN_64_BITS || number->exponent < -WIDE_POWER_MAX ||
        number->exponent > WIDE_POWER_MAX)
        return compose_big(number, out);
    if (number->leading > EXACT_WHOLE_MAX || number->exponent < -EXACT_POWER_MAX ||
        number->exponent > EXACT_POWER_MAX)
        return compose_wide(number->leading, number->exponent, out);
    *out = number->exponent < 0 ? (double)number->leading / powers_of_ten[-number->exponent]
                                : (double)number->leading * powers_of_ten[number->exponent];
    return true;
}

tr_status tr_double_parse(const char *text, size_t length, double *out)
{
    number_text number;
    double magnitude;
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    if (!read_number(text, length, &number))
        return TR_E_PARSE;
    if (!magnitude_of(&number, &magnitude))
        return TR_E_RANGE;
    *out = number.is_negative ? -magnitude : magnitude;
    return TR_OK;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The digits of a positive number, the first worth 10^exponent. */
typedef struct shortest {
    char digits[24];
    int digit_count;
    int exponent;
} shortest;

static void take_whole(uint64_t whole, int decimals, shortest *out)
{
    char reversed[24];
    int count = 0;
    for (; whole > 0; whole /= 10)
        reversed[count++] = (char)('0' + whole % 10);
    for (int i = 0; i < count; i++)
        out->digits[i] = reversed[count - 1 - i];
    out->digit_count = count;
    out->exponent = count - 1 - decimals;
}

/* Up to 15 digits name a double uniquely, so the fewest decimals that divide back to it are the shortest. */
static bool shortest_by_decimals(double value, shortest *out)
{
    for (int decimals = 0; decimals <= 15; decimals++) {
        double scaled = value * powers_of_ten[decimals];
        if (scaled >= 1e15)
            return false;
        uint64_t whole = (uint64_t)(scaled + 0.5);
        if (whole > 0 && (double)whole / powers_of_ten[decimals] == value) {
            take_whole(whole, decimals, out);
            return true;
        }
    }
    return false;
}

/*
 * 15 digits, then more until they read back the same; below the normal numbers fewer may do. printf's
 * digits alone are taken, not its decimal point, which is the locale's.
 */
static void shortest_by_trial(double value, shortest *out)
{
    for (int precision = value < DBL_MIN ? 0 : 14; precision <= 16; precision++) {
        char text[48];
        int length = snprintf(text, sizeof text, "%.*e", precision, value);
        assert(length > 0 && (size_t)length < sizeof text);
        int count = 0;
        const char *at = text;
        for (; *at != 'e'; at++)
            if (is_digit(*at))
                out->digits[count++] = *at;
        int exponent = 0;
        for (const char *digit = at + 2; *digit != '\0'; digit++)
            exponent = exponent * 10 + (*digit - '0');
        out->digit_count = count;
        out->exponent = at[1] == '-' ? -exponent : exponent;

        char trial[40] = { 0 };
        memcpy(trial, out->digits, (size_t)count);
        length =
            snprintf(trial + count, sizeof trial - (size_t)count, "e%d", out->exponent - count + 1);
        double back;
        if (tr_double_parse(trial, (size_t)(count + length), &back) == TR_OK && back == value)
            break;
    }
    while (out->digit_count > 1 && out->digits[out->digit_count - 1] == '0')
        out->digit_count--;
}

/* Digits with a point or an exponent; `text` has room for any double. */
static size_t lay_out(const shortest *number, char *text)
{
    int count = number->digit_count;
    int exponent = number->exponent;
    char *at = text;
    if (exponent < -7 || exponent >= 21) {
        *at++ = number->digits[0];
        if (count > 1)
            *at++ = '.';
        memcpy(at, number->digits + 1, (size_t)(count - 1));
        at += count - 1;
        return (size_t)(at - text) + (size_t)snprintf(at, 6, "e%d", exponent);
    }
    if (exponent < 0) {
        *at++ = '0';
        *at++ = '.';
        for (int i = exponent + 1; i < 0; i++)
            *at++ = '0';
    }
    for (int i = 0; i < count || i <= exponent; i++) {
        if (exponent >= 0 && i == exponent + 1)
            *at++ = '.';
        *at++ = i < count ? number->digits[i] : '0';
    }
    return (size_t)(at - text);
}

size_t tr_double_format(double value, char *buffer, size_t size)
{
    if (buffer == NULL || size == 0)
        return 0;
    buffer[0] = '\0';
    if (!isfinite(value))
        return 0;
    char text[48];
    size_t length = 0;
    if (signbit(value))
        text[length++] = '-';
    double magnitude = fabs(value);
    shortest number = { .digits = "0", .digit_count = 1 };
    if (magnitude > 0 && !shortest_by_decimals(magnitude, &number))
        shortest_by_trial(magnitude, &number);
    length += lay_out(&number, text + length);
    if (length >= size)
        return 0;
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    return length;
}
