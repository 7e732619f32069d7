/* utf8.h: which bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms). */
#ifndef TRADE_CORE_UTF8_H
#define TRADE_CORE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Bytes (1..4) of the well-formed character at the start of `text`; 0 when there is none. The character
 * goes to `out`, which may be NULL.
 */
size_t tr__utf8_read(const char *text, size_t length, uint32_t *out);

#endif
