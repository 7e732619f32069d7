/*
 * base64.c: base64 of RFC 4648, strict. mbedTLS's own decoder skips blanks and accepts unused bits
 * that are set, so one signature would have many texts; hence this one.
 */
#include <trade/crypto.h>

static const char standard_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool form_is_known(tr_base64 form)
{
    return (unsigned int)form <= TR_BASE64_URL_BARE;
}

static bool form_is_url(tr_base64 form)
{
    return form == TR_BASE64_URL || form == TR_BASE64_URL_BARE;
}

static bool form_is_padded(tr_base64 form)
{
    return form == TR_BASE64_STANDARD || form == TR_BASE64_URL;
}

tr_status tr_base64_encode(tr_base64 form, const void *bytes, size_t size, char *text,
                           size_t text_size, size_t *length_out)
{
    if (!form_is_known(form) || (bytes == NULL && size > 0) || text == NULL)
        return TR_E_INVALID;
    /* The caller's buffer bounds the length, so compare in groups first: no product can wrap. */
    size_t rest = size % 3;
    size_t tail = rest == 0 ? 0 : form_is_padded(form) ? 4 : rest + 1;
    if (text_size < tail + 1 || size / 3 > (text_size - tail - 1) / 4)
        return TR_E_FULL;
    const char *alphabet = form_is_url(form) ? url_alphabet : standard_alphabet;
    const unsigned char *at = bytes;
    char *to = text;
    for (size_t group = size / 3; group > 0; group--, at += 3) {
        unsigned int bits = (unsigned int)at[0] << 16 | (unsigned int)at[1] << 8 | at[2];
        *to++ = alphabet[bits >> 18];
        *to++ = alphabet[bits >> 12 & 63];
        *to++ = alphabet[bits >> 6 & 63];
        *to++ = alphabet[bits & 63];
    }
    if (rest > 0) {
        unsigned int bits = (unsigned int)at[0] << 16 | (rest == 2 ? (unsigned int)at[1] << 8 : 0);
        *to++ = alphabet[bits >> 18];
        *to++ = alphabet[bits >> 12 & 63];
        if (rest == 2)
            *to++ = alphabet[bits >> 6 & 63];
        while (form_is_padded(form) && (to - text) % 4 != 0)
            *to++ = '=';
    }
    *to = '\0';
    if (length_out != NULL)
        *length_out = (size_t)(to - text);
    return TR_OK;
}

/* The value of one character, or -1. */
static int value_of(char c, bool is_url)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == (is_url ? '-' : '+'))
        return 62;
    if (c == (is_url ? '_' : '/'))
        return 63;
    return -1;
}

/* Take the padding off; false when it is not the one padding this length needs. */
static bool trim_padding(tr_base64 form, const char *text, size_t *length)
{
    if (!form_is_padded(form))
        return *length % 4 != 1;
    if (*length % 4 != 0)
        return false;
    for (int i = 0; i < 2 && *length > 0 && text[*length - 1] == '='; i++)
        --*length;
    return true;
}

tr_status tr_base64_decode(tr_base64 form, const char *text, size_t length, void *bytes,
                           size_t bytes_size, size_t *size_out)
{
    if (!form_is_known(form) || (text == NULL && length > 0) || (bytes == NULL && bytes_size > 0) ||
        size_out == NULL)
        return TR_E_INVALID;
    if (!trim_padding(form, text, &length))
        return TR_E_PARSE;
    bool is_url = form_is_url(form);
    for (size_t i = 0; i < length; i++)
        if (value_of(text[i], is_url) < 0)
            return TR_E_PARSE;
    size_t rest = length % 4;
    int unused_mask = rest == 2 ? 15 : rest == 3 ? 3 : 0;
    if (rest > 0 && (value_of(text[length - 1], is_url) & unused_mask) != 0)
        return TR_E_PARSE;
    size_t size = length / 4 * 3 + (rest == 0 ? 0 : rest - 1);
    if (size > bytes_size)
        return TR_E_FULL;
    unsigned char *to = bytes;
    unsigned int bits = 0;
    int bit_count = 0;
    for (size_t i = 0; i < length; i++) {
        bits = (bits << 6 | (unsigned int)value_of(text[i], is_url)) & 0xFFFFFF;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            *to++ = (unsigned char)(bits >> bit_count);
        }
    }
    *size_out = size;
    return TR_OK;
}
