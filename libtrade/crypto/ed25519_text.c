/* ed25519_text.c: PEM around the fixed DER of RFC 8410, which mbedTLS 2.28 does not read. */
#include "crypto/ed25519_text.h"

#include <string.h>

#include <trade/crypto.h>

#include "core/secret.h"

#define DER_SIZE_MAX 64

/* The base64 between the first line and the last one, without line ends. */
static size_t base64_gather(const char *text, size_t size, char *out, size_t out_size)
{
    size_t at = 0;
    while (at < size && text[at] != '\n')
        at++;
    size_t length = 0;
    for (; at < size && text[at] != '-'; at++) {
        if (text[at] == '\n' || text[at] == '\r')
            continue;
        if (length == out_size)
            return 0;
        out[length++] = text[at];
    }
    return length;
}

tr_status tr__ed25519_of_pem(const char *text, size_t size, const uint8_t *prefix,
                             size_t prefix_size, uint8_t key_out[TR__ED25519_KEY_SIZE])
{
    static const char begin[] = "-----BEGIN ";
    if (size < sizeof begin || memcmp(text, begin, sizeof begin - 1) != 0)
        return TR_E_PARSE;
    char base64[TR_BASE64_TEXT_SIZE(DER_SIZE_MAX)];
    uint8_t der[DER_SIZE_MAX];
    size_t length = base64_gather(text, size, base64, sizeof base64);
    size_t der_size = 0;
    tr_status status =
        tr_base64_decode(TR_BASE64_STANDARD, base64, length, der, sizeof der, &der_size);
    if (status == TR_OK &&
        (der_size != prefix_size + TR__ED25519_KEY_SIZE || memcmp(der, prefix, prefix_size) != 0))
        status = TR_E_PARSE;
    if (status == TR_OK)
        memcpy(key_out, der + prefix_size, TR__ED25519_KEY_SIZE);
    tr__secret_wipe(base64, sizeof base64);
    tr__secret_wipe(der, sizeof der);
    return status == TR_OK ? TR_OK : TR_E_PARSE;
}
