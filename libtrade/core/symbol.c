/* symbol.c: our text form of an instrument's name, read and written. */
#include <trade/instrument.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "core/ascii.h"
#include "core/fail.h"

#define TEXT_SHOWN_MAX 80
#define YEAR_FIRST     2000 /* expiry has two digits of the year: 2000 to 2099 */

/* What is left to read. */
typedef struct cursor {
    const char *at;
    size_t left;
} cursor;

static bool take(cursor *in, char wanted)
{
    if (in->left == 0 || *in->at != wanted)
        return false;
    in->at++;
    in->left--;
    return true;
}

/* Letters and digits in upper case, at least one, into `out` of `size` bytes. */
static bool take_asset(cursor *in, char *out, size_t size)
{
    size_t length = 0;
    while (length < in->left && tr__ascii_is_alphanumeric(in->at[length]))
        length++;
    if (length == 0 || length >= size)
        return false;
    for (size_t i = 0; i < length; i++)
        out[i] = tr__ascii_upper(in->at[i]);
    out[length] = '\0';
    in->at += length;
    in->left -= length;
    return true;
}

/* "EXCHANGE:", where the colon comes before any slash: behind one it is the settle asset's. */
static bool take_exchange(cursor *in, char *out, size_t size)
{
    size_t length = 0;
    while (length < in->left && in->at[length] != ':' && in->at[length] != '/')
        length++;
    if (length == in->left || in->at[length] == '/')
        return true;
    if (length == 0 || length >= size)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!tr__ascii_is_alphanumeric(in->at[i]) && in->at[i] != '_')
            return false;
        out[i] = tr__ascii_lower(in->at[i]);
    }
    out[length] = '\0';
    in->at += length + 1;
    in->left -= length + 1;
    return true;
}

/* YYMMDD of a day that exists. */
static bool take_expiry(cursor *in, int32_t *day_out)
{
    if (in->left < 6)
        return false;
    int32_t digits[6];
    for (size_t i = 0; i < 6; i++) {
        if (!tr__ascii_is_digit(in->at[i]))
            return false;
        digits[i] = in->at[i] - '0';
    }
    tr_date date = { .year = YEAR_FIRST + digits[0] * 10 + digits[1],
                     .month = digits[2] * 10 + digits[3],
                     .day = digits[4] * 10 + digits[5] };
    if (tr_date_to_day(date, day_out) != TR_OK)
        return false;
    in->at += 6;
    in->left -= 6;
    return true;
}

/* "60000-C": a strike above 0 in plain digits, and C or P. */
static bool take_option(cursor *in, tr_symbol_parts *out)
{
    size_t length = 0;
    while (length < in->left && (tr__ascii_is_digit(in->at[length]) || in->at[length] == '.'))
        length++;
    if (tr_decimal_parse(in->at, length, &out->strike) != TR_OK ||
        tr_decimal_sign(out->strike) <= 0)
        return false;
    in->at += length;
    in->left -= length;
    if (!take(in, '-') || in->left != 1)
        return false;
    char right = tr__ascii_upper(*in->at);
    if (right != 'C' && right != 'P')
        return false;
    out->is_call = right == 'C';
    return true;
}

/* Everything behind the settle asset. NULL when read, else what is wrong. */
static const char *read_derivative(cursor *in, tr_symbol_parts *out)
{
    bool is_inverse = strcmp(out->settle, out->base) == 0;
    if (!is_inverse && strcmp(out->settle, out->quote) != 0)
        return "the settle asset is neither base nor quote";
    if (in->left == 0) {
        out->kind = is_inverse ? TR_KIND_INVERSE : TR_KIND_LINEAR;
        return NULL;
    }
    if (!take(in, '-') || !take_expiry(in, &out->expiry_day))
        return "the expiry must be a day written YYMMDD";
    if (in->left == 0) {
        out->kind = TR_KIND_FUTURE;
        return NULL;
    }
    if (!take(in, '-') || !take_option(in, out))
        return "an option ends in a strike and C or P, like -60000-C";
    out->kind = TR_KIND_OPTION;
    return NULL;
}

static const char *read_symbol(cursor in, tr_symbol_parts *out)
{
    if (!take_exchange(&in, out->exchange, sizeof out->exchange))
        return "the exchange must be 1 to 15 letters, digits or _";
    if (!take_asset(&in, out->base, sizeof out->base) || !take(&in, '/') ||
        !take_asset(&in, out->quote, sizeof out->quote))
        return "base and quote must be 1 to 15 letters or digits each";
    if (strcmp(out->base, out->quote) == 0)
        return "base and quote are the same";
    if (in.left == 0) {
        out->kind = TR_KIND_SPOT;
        memcpy(out->settle, out->quote, sizeof out->settle);
        return NULL;
    }
    if (!take(&in, ':') || !take_asset(&in, out->settle, sizeof out->settle))
        return "behind the quote only :SETTLE may follow";
    return read_derivative(&in, out);
}

tr_status tr_symbol_parse(const char *text, size_t length, tr_symbol_parts *out, tr_error *err)
{
    if (text == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "symbol text and result must be given");
    tr_symbol_parts read = { 0 };
    const char *reason = read_symbol((cursor){ .at = text, .left = length }, &read);
    int shown = length < TEXT_SHOWN_MAX ? (int)length : TEXT_SHOWN_MAX;
    if (reason != NULL)
        return tr__fail(err, TR_E_PARSE, 0,
                        "symbol is \"%.*s\", must be like BTC/USDT or BTC/USDT:USDT: %s", shown,
                        text, reason);
    /* What was read must have a text again: very long assets and strikes may not. */
    char written[TR_SYMBOL_SIZE];
    if (tr_symbol_format(&read, written, sizeof written) != TR_OK)
        return tr__fail(err, TR_E_PARSE, 0, "symbol is \"%.*s\", allowed are %d characters", shown,
                        text, TR_SYMBOL_SIZE - 1);
    *out = read;
    return TR_OK;
}

/* Add formatted text; false when it does not fit. */
static bool append(char *buffer, size_t size, size_t *length, const char *separator,
                   const char *text)
{
    int added = snprintf(buffer + *length, size - *length, "%s%s", separator, text);
    if (added < 0 || (size_t)added >= size - *length)
        return false;
    *length += (size_t)added;
    return true;
}

/* YYMMDD, or an empty text for a day outside 2000 to 2099. */
static void format_expiry(int32_t day, char text[7])
{
    tr_date date = tr_date_from_day(day);
    text[0] = '\0';
    if (date.year < YEAR_FIRST || date.year > YEAR_FIRST + 99)
        return;
    int32_t digits = (date.year - YEAR_FIRST) * 10000 + date.month * 100 + date.day;
    for (int i = 5; i >= 0; i--) {
        text[i] = (char)('0' + digits % 10);
        digits /= 10;
    }
    text[6] = '\0';
}

tr_status tr_symbol_format(const tr_symbol_parts *parts, char *buffer, size_t size)
{
    if (parts == NULL || buffer == NULL || size == 0 || tr_kind_name(parts->kind) == NULL)
        return TR_E_INVALID;
    char text[TR_SYMBOL_SIZE + TR_DECIMAL_TEXT_SIZE];
    size_t length = 0;
    bool fits = append(text, sizeof text, &length, "", parts->base) &&
                append(text, sizeof text, &length, "/", parts->quote);
    if (parts->kind != TR_KIND_SPOT)
        fits = fits && append(text, sizeof text, &length, ":", parts->settle);
    if (parts->kind == TR_KIND_FUTURE || parts->kind == TR_KIND_OPTION) {
        char expiry[7];
        format_expiry(parts->expiry_day, expiry);
        if (expiry[0] == '\0')
            return TR_E_INVALID;
        fits = fits && append(text, sizeof text, &length, "-", expiry);
    }
    if (parts->kind == TR_KIND_OPTION) {
        char strike[TR_DECIMAL_TEXT_SIZE];
        tr_decimal_format(parts->strike, strike, sizeof strike);
        fits = fits && append(text, sizeof text, &length, "-", strike) &&
               append(text, sizeof text, &length, "-", parts->is_call ? "C" : "P");
    }
    if (!fits || length >= size)
        return TR_E_FULL;
    memcpy(buffer, text, length + 1);
    return TR_OK;
}

/* ---- names ----------------------------------------------------------------------------------- */

static const char *const kind_names[] = { "spot", "linear", "inverse", "future", "option" };
static const char *const side_names[] = { "buy", "sell" };
static_assert(sizeof kind_names / sizeof kind_names[0] == TR_KIND_OPTION + 1,
              "a name for each kind");

/* Index of a name, letters of either case; `count` when it is none. */
static size_t name_find(const char *const *names, size_t count, const char *text, size_t length)
{
    size_t i = 0;
    while (i < count && !tr__ascii_equal(text, length, names[i]))
        i++;
    return i;
}

const char *tr_kind_name(tr_kind kind)
{
    return (unsigned)kind <= TR_KIND_OPTION ? kind_names[kind] : NULL;
}

tr_status tr_kind_parse(const char *text, size_t length, tr_kind *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    size_t found = name_find(kind_names, TR_KIND_OPTION + 1, text, length);
    if (found > TR_KIND_OPTION)
        return TR_E_PARSE;
    *out = (tr_kind)found;
    return TR_OK;
}

const char *tr_side_name(tr_side side)
{
    return (unsigned)side <= TR_SIDE_SELL ? side_names[side] : NULL;
}

tr_status tr_side_parse(const char *text, size_t length, tr_side *out)
{
    if (text == NULL || out == NULL)
        return TR_E_INVALID;
    size_t found = name_find(side_names, TR_SIDE_SELL + 1, text, length);
    if (found > TR_SIDE_SELL)
        return TR_E_PARSE;
    *out = (tr_side)found;
    return TR_OK;
}
