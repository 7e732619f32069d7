/* ascii.h: letters without a locale: symbols, column names and exchange names are ASCII. */
#ifndef TRADE_CORE_ASCII_H
#define TRADE_CORE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline char tr__ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline char tr__ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool tr__ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool tr__ascii_is_alphanumeric(char c)
{
    return tr__ascii_is_digit(c) || (tr__ascii_upper(c) >= 'A' && tr__ascii_upper(c) <= 'Z');
}

/* `length` bytes against a whole NUL-terminated text, letters of either case. */
static inline bool tr__ascii_equal(const char *text, size_t length, const char *whole)
{
    size_t i = 0;
    while (i < length && whole[i] != '\0' && tr__ascii_upper(text[i]) == tr__ascii_upper(whole[i]))
        i++;
    return i == length && whole[i] == '\0';
}

#endif
