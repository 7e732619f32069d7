/* text_line.h: a line that grows; what does not fit is cut, and the length says so. */
#ifndef TRADE_BOOK_TEXT_LINE_H
#define TRADE_BOOK_TEXT_LINE_H

#include <stddef.h>

typedef struct tr__line {
    char *text;
    size_t size;
    size_t length; /* above `size`: it did not fit */
} tr__line;

void tr__line_add(tr__line *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
