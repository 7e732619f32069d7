/* hmac.c: HMAC (RFC 2104) through mbedTLS's digest layer, whose names are the same in 2.28 and 3.6. */
#include <trade/crypto.h>

#include <mbedtls/md.h>

static tr_status hmac(mbedtls_md_type_t type, const tr_secret *key, const void *bytes, size_t size,
                      uint8_t *code)
{
    if (key == NULL || (bytes == NULL && size > 0) || code == NULL)
        return TR_E_INVALID;
    const mbedtls_md_info_t *info = mbedtls_md_info_from_type(type);
    if (info == NULL)
        return TR_E_UNSUPPORTED;
    size_t key_size = 0;
    const unsigned char *key_bytes = tr_secret_bytes(key, &key_size);
    int result = mbedtls_md_hmac(info, key_bytes, key_size, size == 0 ? (const void *)"" : bytes,
                                 size, code);
    if (result == MBEDTLS_ERR_MD_ALLOC_FAILED)
        return TR_E_NO_MEMORY;
    return result == 0 ? TR_OK : TR_E_INTERNAL;
}

tr_status tr_hmac_sha256(const tr_secret *key, const void *bytes, size_t size,
                         uint8_t code[TR_SHA256_SIZE])
{
    return hmac(MBEDTLS_MD_SHA256, key, bytes, size, code);
}

tr_status tr_hmac_sha384(const tr_secret *key, const void *bytes, size_t size,
                         uint8_t code[TR_SHA384_SIZE])
{
    return hmac(MBEDTLS_MD_SHA384, key, bytes, size, code);
}

tr_status tr_hmac_sha512(const tr_secret *key, const void *bytes, size_t size,
                         uint8_t code[TR_SHA512_SIZE])
{
    return hmac(MBEDTLS_MD_SHA512, key, bytes, size, code);
}
