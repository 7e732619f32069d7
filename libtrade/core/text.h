/* text.h: text in fields of a fixed size. */
#ifndef TRADE_CORE_TEXT_H
#define TRADE_CORE_TEXT_H

#include <stddef.h>

/* Copy `source` (NULL: "") into a field of `size` > 0 bytes; what does not fit is cut. */
void tr__text_copy(char *target, size_t size, const char *source);

#endif
