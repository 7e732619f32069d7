/* pk.h: what differs between mbedTLS 2.28 and 3.6 in its public-key layer. */
#ifndef TRADE_CRYPTO_PK_H
#define TRADE_CRYPTO_PK_H

#include <stddef.h>

#include <mbedtls/ecdsa.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>
#include <mbedtls/version.h>

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define TR__PK_FIELD(name)                    name
#define TR__PK_PARSE_KEY(pk, text, size, rng) mbedtls_pk_parse_key(pk, text, size, NULL, 0)
#define TR__RSA_SIGN(rsa, rng, hash, signature)                                                    \
    mbedtls_rsa_pkcs1_sign(rsa, rng, NULL, MBEDTLS_RSA_PRIVATE, MBEDTLS_MD_SHA256, TR_SHA256_SIZE, \
                           hash, signature)
#define TR__RSA_VERIFY(rsa, hash, signature)                                                       \
    mbedtls_rsa_pkcs1_verify(rsa, NULL, NULL, MBEDTLS_RSA_PUBLIC, MBEDTLS_MD_SHA256,               \
                             TR_SHA256_SIZE, hash, signature)
#else
#define TR__PK_FIELD(name) MBEDTLS_PRIVATE(name)
#define TR__PK_PARSE_KEY(pk, text, size, rng)                                                      \
    mbedtls_pk_parse_key(pk, text, size, NULL, 0, rng, NULL)
#define TR__RSA_SIGN(rsa, rng, hash, signature)                                                    \
    mbedtls_rsa_pkcs1_sign(rsa, rng, NULL, MBEDTLS_MD_SHA256, TR_SHA256_SIZE, hash, signature)
#define TR__RSA_VERIFY(rsa, hash, signature)                                                       \
    mbedtls_rsa_pkcs1_verify(rsa, MBEDTLS_MD_SHA256, TR_SHA256_SIZE, hash, signature)
#endif

/* Lengths of RSA keys that are taken, in bytes of the modulus. */
#define TR__RSA_SIZE_MIN 256
#define TR__RSA_SIZE_MAX 512

/* Bytes of a coordinate, of r and of s. */
#define TR__P256_SIZE 32

/* mbedTLS reads text up to and with its end mark. */
#define TR__PEM_SIZE_MAX 8192

#endif
