/* scan.h: the two token forms of JSON that need care: strings and numbers. */
#ifndef TRADE_JSON_SCAN_H
#define TRADE_JSON_SCAN_H

#include <stddef.h>

/* Bytes that must be readable, and zero, behind a text that is scanned. */
#define TR__JSON_PADDING 8

/*
 * Read the string whose first character is at `*at`, just behind its quotation mark, and unescape it
 * where it stands: it never grows. The result is NUL-terminated.
 * @param at          moved behind the closing mark, or to the fault
 * @param end         of the text, TR__JSON_PADDING zero bytes follow
 * @param length_out  of the unescaped string
 * @return NULL, or what is wrong at `*at`
 */
const char *tr__json_scan_string(char **at, char *end, size_t *length_out);

/*
 * Read the number at `*at` by the grammar of RFC 8259 section 6, which ends where no longer number is
 * possible; the text must not run on without an end mark.
 * @param at  moved behind the number, or to the fault
 * @return NULL, or what is wrong at `*at`
 */
const char *tr__json_scan_number(const char **at);

#endif
