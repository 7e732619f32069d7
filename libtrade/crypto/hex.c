/* hex.c: bytes as hexadecimal text. */
#include <trade/crypto.h>

tr_status tr_hex_encode(const void *bytes, size_t size, char *text, size_t text_size)
{
    if ((bytes == NULL && size > 0) || text == NULL)
        return TR_E_INVALID;
    if (text_size == 0 || size > (text_size - 1) / 2)
        return TR_E_FULL;
    static const char digits[] = "0123456789abcdef";
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[at[i] >> 4];
        text[2 * i + 1] = digits[at[i] & 15];
    }
    text[2 * size] = '\0';
    return TR_OK;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

tr_status tr_hex_decode(const char *text, size_t length, void *bytes, size_t bytes_size,
                        size_t *size_out)
{
    if ((text == NULL && length > 0) || (bytes == NULL && bytes_size > 0) || size_out == NULL)
        return TR_E_INVALID;
    if (length % 2 != 0)
        return TR_E_PARSE;
    for (size_t i = 0; i < length; i++)
        if (digit_value(text[i]) < 0)
            return TR_E_PARSE;
    if (length / 2 > bytes_size)
        return TR_E_FULL;
    unsigned char *to = bytes;
    for (size_t i = 0; i < length; i += 2)
        *to++ = (unsigned char)(digit_value(text[i]) << 4 | digit_value(text[i + 1]));
    *size_out = length / 2;
    return TR_OK;
}
