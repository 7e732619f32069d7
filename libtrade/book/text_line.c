/* text_line.c: see text_line.h. */
#include "book/text_line.h"

#include <stdarg.h>
#include <stdio.h>

void tr__line_add(tr__line *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t left = to->length < to->size ? to->size - to->length : 0;
    int length = vsnprintf(left > 0 ? to->text + to->length : NULL, left, format, arguments);
    va_end(arguments);
    to->length += length > 0 ? (size_t)length : 0;
}
