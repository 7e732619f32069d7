/* text.c: see text.h. */
#include "core/text.h"

#include <string.h>

void tr__text_copy(char *target, size_t size, const char *source)
{
    size_t length = source == NULL ? 0 : strnlen(source, size - 1);
    if (length > 0)
        memcpy(target, source, length);
    target[length] = '\0';
}
