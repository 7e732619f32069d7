/* utf8.c: reads one character at a time. */
#include "core/utf8.h"

size_t tr__utf8_read(const char *text, size_t length, uint32_t *out)
{
    if (length == 0)
        return 0;
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t character = bytes[0];
    size_t count = 1;
    uint32_t lowest = 0;
    if (character >= 0xF0 && character <= 0xF4) {
        count = 4;
        character &= 0x07;
        lowest = 0x10000;
    } else if (character >= 0xE0 && character < 0xF0) {
        count = 3;
        character &= 0x0F;
        lowest = 0x800;
    } else if (character >= 0xC2 && character < 0xE0) {
        count = 2;
        character &= 0x1F;
        lowest = 0x80;
    } else if (character >= 0x80) {
        return 0;
    }
    if (count > length)
        return 0;
    for (size_t at = 1; at < count; at++) {
        if ((bytes[at] & 0xC0) != 0x80)
            return 0;
        character = character << 6 | (bytes[at] & 0x3F);
    }
    if (character < lowest || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF))
        return 0;
    if (out != NULL)
        *out = character;
    return count;
}
