/* utf8.h: what is well-formed UTF-8, for the reader, which refuses the rest, and the writer. */
#ifndef TRADE_JSON_UTF8_H
#define TRADE_JSON_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of the well-formed sequence at `at`, 1 to 4; 0 when there is none before `end`: a stray or
 * missing continuation, an overlong form, a surrogate, a value beyond U+10FFFF (Unicode, table 3-7).
 */
size_t tr__utf8_length(const char *at, const char *end);

/* Write a scalar value (no surrogate, at most 0x10FFFF); returns the bytes written, 1 to 4. */
size_t tr__utf8_write(uint32_t scalar, char *to);

#endif
