/* sign_text.c: text written piece by piece into a buffer of fixed size. */
#include "exchange/sign.h"

#include <string.h>

#include <trade/time.h>

void tr__sign_put_bytes(tr__sign_text *text, const void *bytes, size_t size)
{
    if (size > text->size - text->length) {
        text->is_full = true;
        return;
    }
    if (size > 0)
        memcpy(text->bytes + text->length, bytes, size);
    text->length += size;
}

void tr__sign_put(tr__sign_text *text, const char *piece)
{
    tr__sign_put_bytes(text, piece, strlen(piece));
}

void tr__sign_put_number(tr__sign_text *text, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    tr__sign_put_bytes(text, digits + at, sizeof digits - at);
}

void tr__sign_put_hex(tr__sign_text *text, const uint8_t *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        char pair[2] = { digits[bytes[i] >> 4], digits[bytes[i] & 15] };
        tr__sign_put_bytes(text, pair, sizeof pair);
    }
}

void tr__sign_put_base64(tr__sign_text *text, tr_base64 form, const void *bytes, size_t size)
{
    size_t length = 0;
    if (tr_base64_encode(form, bytes, size, text->bytes + text->length, text->size - text->length,
                         &length) != TR_OK)
        text->is_full = true;
    else
        text->length += length;
}

static bool is_unreserved(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' || byte == '~';
}

void tr__sign_put_encoded(tr__sign_text *text, const char *piece, size_t length)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t plain = 0; /* bytes before this one that go out as they are */
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)piece[i];
        if (is_unreserved(byte)) {
            plain++;
            continue;
        }
        char code[3] = { '%', digits[byte >> 4], digits[byte & 15] };
        tr__sign_put_bytes(text, piece + i - plain, plain);
        tr__sign_put_bytes(text, code, sizeof code);
        plain = 0;
    }
    tr__sign_put_bytes(text, piece + length - plain, plain);
}

void tr__sign_put_time(tr__sign_text *text, int64_t ms, bool has_ms)
{
    char whole[TR_TIME_TEXT_SIZE];
    static const size_t seconds_length = sizeof "2023-11-14T22:13:20" - 1;
    size_t length = tr_time_format(ms * 1000000, 3, whole, sizeof whole);
    tr__sign_put_bytes(text, whole, has_ms ? length : seconds_length);
}

/* The byte behind the backslash; 0 for what has no short form. */
static char short_escape(unsigned char byte)
{
    static const char names[] = "btn\0fr"; /* of 8 to 13 */
    if (byte == '"' || byte == '\\')
        return (char)byte;
    return byte >= 8 && byte <= 13 ? names[byte - 8] : '\0';
}

void tr__sign_put_quoted(tr__sign_text *text, const char *piece)
{
    tr__sign_put_bytes(text, "\"", 1);
    const char *plain = piece; /* from here on nothing was written yet */
    const char *at = piece;
    for (; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        tr__sign_put_bytes(text, plain, (size_t)(at - plain));
        plain = at + 1;
        char pair[2] = { '\\', short_escape(byte) };
        if (pair[1] != '\0') {
            tr__sign_put_bytes(text, pair, sizeof pair);
        } else {
            tr__sign_put(text, "\\u00");
            tr__sign_put_hex(text, &byte, 1);
        }
    }
    tr__sign_put_bytes(text, plain, (size_t)(at - plain));
    tr__sign_put_bytes(text, "\"", 1);
}

const char *tr__sign_end(tr__sign_text *text, size_t start)
{
    tr__sign_put_bytes(text, "", 1);
    return text->is_full ? "" : text->bytes + start; /* some are read again while the rest is written */
}

void tr__sign_drop(tr__sign_text *text, size_t start)
{
    text->length = start;
}

const char *tr__sign_keep_hex(tr__sign_text *text, const uint8_t *bytes, size_t size)
{
    size_t start = text->length;
    tr__sign_put_hex(text, bytes, size);
    return tr__sign_end(text, start);
}

const char *tr__sign_keep_base64(tr__sign_text *text, const uint8_t *bytes, size_t size)
{
    size_t start = text->length;
    tr__sign_put_base64(text, TR_BASE64_STANDARD, bytes, size);
    return tr__sign_end(text, start);
}

const char *tr__sign_keep_number(tr__sign_text *text, uint64_t number)
{
    size_t start = text->length;
    tr__sign_put_number(text, number);
    return tr__sign_end(text, start);
}
