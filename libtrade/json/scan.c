/* scan.c: strings and numbers of JSON. Most bytes of a text pass through here, so strings go by eights. */
#include "json/scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "json/utf8.h"

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* The first of the eight bytes at `at` whose mark is set; see skip_plain. */
static char *first_marked(char *at, uint64_t marks)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return at + __builtin_ctzll(marks) / 8;
#else
    (void)marks;
    while ((unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return at;
#endif
}

/*
 * The first character that does not mean itself: a quotation mark, backslash, control character or
 * part of UTF-8. A zero byte ends every text, so this stays within it, and reads at most
 * TR__JSON_PADDING bytes further. A borrow in the subtractions can set false marks only above a true
 * one, so with little-endian words the lowest mark is exact.
 */
static char *skip_plain(char *at)
{
    for (;; at += 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        uint64_t control = word - EACH_BYTE(0x20);
        uint64_t quote = (word ^ EACH_BYTE('"')) - EACH_BYTE(1);
        uint64_t backslash = (word ^ EACH_BYTE('\\')) - EACH_BYTE(1);
        uint64_t marks = (control | quote | backslash | word) & EACH_BYTE(0x80);
        if (marks != 0)
            return first_marked(at, marks);
    }
}

/* The value of four hexadecimal digits, or -1. Stops at the first other byte, hence at the end. */
static int32_t hex4(const char *at)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Read \uXXXX, or a pair of them, at `*at` (the backslash) and write it at `*to`. */
static const char *unescape_unicode(char **at, char **to)
{
    int32_t unit = hex4(*at + 2);
    if (unit < 0)
        return "\\u is not followed by four hexadecimal digits";
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return "a low surrogate comes without its high one";
    uint32_t scalar = (uint32_t)unit;
    size_t taken = 6;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        int32_t low = (*at)[6] == '\\' && (*at)[7] == 'u' ? hex4(*at + 8) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return "a high surrogate comes without its low one";
        scalar = 0x10000 + (((uint32_t)unit - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
        taken = 12;
    }
    *at += taken;
    *to += tr__utf8_write(scalar, *to);
    return NULL;
}

/* Read the escape at `*at` (the backslash) and write what it means at `*to`. */
static const char *unescape(char **at, char **to)
{
    char meaning;
    switch ((*at)[1]) {
    case '"':
    case '\\':
    case '/':
        meaning = (*at)[1];
        break;
    case 'b':
        meaning = '\b';
        break;
    case 'f':
        meaning = '\f';
        break;
    case 'n':
        meaning = '\n';
        break;
    case 'r':
        meaning = '\r';
        break;
    case 't':
        meaning = '\t';
        break;
    case 'u':
        return unescape_unicode(at, to);
    default:
        return "unknown escape";
    }
    *(*to)++ = meaning;
    *at += 2;
    return NULL;
}

const char *tr__json_scan_string(char **at, char *end, size_t *length_out)
{
    char *start = *at;
    char *from = start; /* what is read but not yet moved down to `to` */
    char *to = start;
    char *here = start;
    for (;;) {
        here = skip_plain(here);
        if (*here == '"')
            break;
        if (*here == '\\') {
            size_t size = (size_t)(here - from);
            if (to != from)
                memmove(to, from, size);
            to += size;
            const char *fault = unescape(&here, &to);
            if (fault != NULL) {
                *at = here;
                return fault;
            }
            from = here;
            continue;
        }
        size_t length = (unsigned char)*here < 0x20 ? 0 : tr__utf8_length(here, end);
        if (length == 0) {
            *at = here;
            if (here == end)
                return "the text ends inside a string";
            return (unsigned char)*here < 0x20 ? "a control character stands in a string"
                                               : "a string is not valid UTF-8";
        }
        here += length;
    }
    size_t size = (size_t)(here - from);
    if (to != from)
        memmove(to, from, size);
    to += size;
    *to = '\0';
    *length_out = (size_t)(to - start);
    *at = here + 1;
    return NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *at)
{
    while (is_digit(*at))
        at++;
    return at;
}

const char *tr__json_scan_number(const char **at)
{
    const char *here = *at;
    const char *fault = NULL;
    if (*here == '-')
        here++;
    if (!is_digit(*here)) {
        *at = here;
        return "a number needs a digit here";
    }
    here = *here == '0' ? here + 1 : skip_digits(here);
    if (is_digit(*here))
        fault = "a number begins with a zero too many";
    if (fault == NULL && *here == '.') {
        here++;
        if (!is_digit(*here))
            fault = "a number needs a digit behind its point";
        here = skip_digits(here);
    }
    if (fault == NULL && (*here == 'e' || *here == 'E')) {
        here++;
        if (*here == '+' || *here == '-')
            here++;
        if (!is_digit(*here))
            fault = "a number needs a digit in its exponent";
        here = skip_digits(here);
    }
    *at = here;
    return fault;
}
