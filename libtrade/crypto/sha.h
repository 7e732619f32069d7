/* sha.h: the names of mbedTLS's SHA-2 functions in its releases 2.28 and 3.6. */
#ifndef TRADE_CRYPTO_SHA_H
#define TRADE_CRYPTO_SHA_H

#include <stdlib.h>

#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>
#include <mbedtls/version.h>

/* 2.28 kept the plain names for functions that cannot report a failure; 3.0 gave them the result. */
#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define TR__SHA256_START                 mbedtls_sha256_starts_ret
#define TR__SHA256_UPDATE                mbedtls_sha256_update_ret
#define TR__SHA256_FINISH                mbedtls_sha256_finish_ret
#define TR__SHA256_WHOLE                 mbedtls_sha256_ret
#define TR__SHA512_START(context, is384) mbedtls_sha512_starts_ret(context, is384)
#define TR__SHA512_UPDATE                mbedtls_sha512_update_ret
#define TR__SHA512_FINISH                mbedtls_sha512_finish_ret
#define TR__SHA512_WHOLE                 mbedtls_sha512_ret
#else
#define TR__SHA256_START                 mbedtls_sha256_starts
#define TR__SHA256_UPDATE                mbedtls_sha256_update
#define TR__SHA256_FINISH                mbedtls_sha256_finish
#define TR__SHA256_WHOLE                 mbedtls_sha256
#define TR__SHA512_START(context, is384) mbedtls_sha512_starts(context, is384)
#define TR__SHA512_UPDATE                mbedtls_sha512_update
#define TR__SHA512_FINISH                mbedtls_sha512_finish
#define TR__SHA512_WHOLE                 mbedtls_sha512
#endif

/* An abort and not an assert: a wrong digest must not get out of any build. */
static inline void tr__sha_must_succeed(int result)
{
    if (result != 0)
        abort();
}

#endif
