/*
 * plain.c: the one shape that long answers are made of, read without tokens: ["64000.01","0.5"], the levels of an order book.
 *
 * Only what is right beyond doubt is taken: no blanks, plain digits in quotes, at most 18 of them. Anything else is left
 * where it stands, for the reader to read or refuse: so nothing is accepted here that is not accepted there.
 */
#include <string.h>

#include "json/reader.h"

#define DIGITS_MAX 18

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "123.45": behind the quote at the end; NULL when it is not of this form. */
static const char *number_take(const char *at, tr__json_plain *out)
{
    uint64_t digits = 0;
    if (*at++ != '"')
        return NULL;
    const char *start = at;
    while (is_digit(*at))
        digits =
            digits * 10 + (uint64_t)(*at++ - '0'); /* of too many, what comes out is thrown away */
    const char *point = at;
    if (at == start || at - start > DIGITS_MAX)
        return NULL;
    if (*at == '.') {
        at++;
        while (is_digit(*at) && at - start <= DIGITS_MAX + 1)
            digits = digits * 10 + (uint64_t)(*at++ - '0');
        if (at - point == 1 || at - start > DIGITS_MAX + 1)
            return NULL;
    }
    if (*at != '"')
        return NULL;
    out->digits = (int64_t)digits;
    out->places = at == point ? 0 : (int)(at - point - 1);
    return at + 1;
}

/* Further elements of the array, which do not matter: whole numbers, bare or in quotes. */
static const char *rest_skip(const char *at)
{
    while (*at == ',') {
        bool is_quoted = *++at == '"';
        at += is_quoted ? 1 : 0;
        bool is_zero = *at == '0';
        const char *start = at;
        while (is_digit(*at))
            at++;
        if (at == start || (is_zero && !is_quoted && at - start > 1) || (is_quoted && *at++ != '"'))
            return NULL;
    }
    return at;
}

static const char *literal_skip(const char *at, const char *key)
{
    size_t length = strlen(key);
    if (at == NULL || *at != '"' || strncmp(at + 1, key, length) != 0 || at[length + 1] != '"' ||
        at[length + 2] != ':')
        return NULL;
    return at + length + 3;
}

static const char *object_take(const char *at, const char *const keys[2], tr__json_plain out[2])
{
    at = literal_skip(at, keys[0]);
    at = at == NULL ? NULL : number_take(at, &out[0]);
    if (at == NULL || *at != ',')
        return NULL;
    at = literal_skip(at + 1, keys[1]);
    at = at == NULL ? NULL : number_take(at, &out[1]);
    return at != NULL && *at == '}' ? at + 1 : NULL;
}

static const char *array_take(const char *at, tr__json_plain out[2])
{
    at = number_take(at, &out[0]);
    at = at != NULL && *at == ',' ? number_take(at + 1, &out[1]) : NULL;
    at = at == NULL ? NULL : rest_skip(at);
    return at != NULL && *at == ']' ? at + 1 : NULL;
}

bool tr__json_reader_take_pair(tr_json_reader *reader, const char *const keys[2],
                               tr__json_plain out[2])
{
    const char *at = reader->at;
    if (reader->depth == 0 || reader->depth == reader->depth_max ||
        reader->frames[reader->depth - 1] != TR__JSON_ARRAY)
        return false;
    if (reader->expect == TR__JSON_EXPECT_MORE && *at == ',')
        at++;
    else if (reader->expect != TR__JSON_EXPECT_FIRST)
        return false;
    if (*at != (keys == NULL ? '[' : '{'))
        return false;
    at = keys == NULL ? array_take(at + 1, out) : object_take(at + 1, keys, out);
    if (at == NULL)
        return false;
    reader->at += at - reader->at;
    reader->expect = TR__JSON_EXPECT_MORE;
    return true;
}
