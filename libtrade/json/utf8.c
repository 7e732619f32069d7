/* utf8.c: well-formed UTF-8. */
#include "json/utf8.h"

#include <assert.h>

static bool is_between(char c, unsigned int low, unsigned int high)
{
    return (unsigned char)c >= low && (unsigned char)c <= high;
}

static bool is_continuation(char c)
{
    return is_between(c, 0x80, 0xBF);
}

size_t tr__utf8_length(const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    if (left == 0)
        return 0;
    unsigned int lead = (unsigned char)at[0];
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return left >= 2 && is_continuation(at[1]) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        unsigned int low = lead == 0xE0 ? 0xA0 : 0x80;  /* below: overlong */
        unsigned int high = lead == 0xED ? 0x9F : 0xBF; /* above: surrogates */
        return left >= 3 && is_between(at[1], low, high) && is_continuation(at[2]) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        unsigned int low = lead == 0xF0 ? 0x90 : 0x80;  /* below: overlong */
        unsigned int high = lead == 0xF4 ? 0x8F : 0xBF; /* above: beyond U+10FFFF */
        return left >= 4 && is_between(at[1], low, high) && is_continuation(at[2]) &&
                       is_continuation(at[3])
                   ? 4
                   : 0;
    }
    return 0;
}

size_t tr__utf8_write(uint32_t scalar, char *to)
{
    assert(scalar <= 0x10FFFF && (scalar < 0xD800 || scalar > 0xDFFF));
    if (scalar < 0x80) {
        to[0] = (char)scalar;
        return 1;
    }
    size_t length = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, scalar >>= 6)
        to[i] = (char)(0x80 | (scalar & 0x3F));
    uint32_t mark = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0;
    to[0] = (char)(mark | scalar);
    return length;
}
