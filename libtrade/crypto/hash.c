/*
 * hash.c: SHA-2 through mbedTLS, the same source for its releases 2.28 and 3.6; SHA-256 by the processor where it has
 * instructions for it.
 */
#include <trade/crypto.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/platform_util.h>

#include "crypto/sha.h"
#include "crypto/sha256_x86.h"

static_assert(sizeof(mbedtls_sha256_context) <= sizeof(tr_sha256) &&
                  sizeof(tr__sha256_x86) <= sizeof(tr_sha256),
              "the public storage holds either context");

/* The context is copied in and out, because public storage of another type must not be aliased. */
static void context_load(mbedtls_sha256_context *context, const tr_sha256 *hash)
{
    memcpy(context, hash, sizeof *context);
}

static void context_store(tr_sha256 *hash, const mbedtls_sha256_context *context)
{
    memcpy(hash, context, sizeof *context);
}

void tr_sha256_init(tr_sha256 *hash)
{
    assert(hash != NULL);
    if (tr__sha256_x86_is_there()) {
        tr__sha256_x86 started;
        tr__sha256_x86_init(&started);
        memset(hash, 0, sizeof *hash);
        memcpy(hash, &started, offsetof(tr__sha256_x86, rest));
        return;
    }
    mbedtls_sha256_context context;
    mbedtls_sha256_init(&context);
    tr__sha_must_succeed(TR__SHA256_START(&context, 0));
    memset(hash, 0, sizeof *hash);
    context_store(hash, &context);
}

void tr_sha256_update(tr_sha256 *hash, const void *bytes, size_t size)
{
    assert(hash != NULL);
    assert(bytes != NULL || size == 0);
    if (size == 0)
        return;
    if (tr__sha256_x86_is_there()) {
        tr__sha256_x86 going;
        memcpy(&going, hash, sizeof going);
        tr__sha256_x86_update(&going, bytes, size);
        memcpy(hash, &going, sizeof going);
        return;
    }
    mbedtls_sha256_context context;
    context_load(&context, hash);
    tr__sha_must_succeed(TR__SHA256_UPDATE(&context, bytes, size));
    context_store(hash, &context);
}

void tr_sha256_finish(tr_sha256 *hash, uint8_t digest[TR_SHA256_SIZE])
{
    assert(hash != NULL);
    if (tr__sha256_x86_is_there()) {
        tr__sha256_x86 going;
        memcpy(&going, hash, sizeof going);
        tr__sha256_x86_finish(&going, digest);
        mbedtls_platform_zeroize(&going, sizeof going);
        mbedtls_platform_zeroize(hash, sizeof *hash);
        return;
    }
    mbedtls_sha256_context context;
    context_load(&context, hash);
    tr__sha_must_succeed(TR__SHA256_FINISH(&context, digest));
    mbedtls_sha256_free(&context);
    mbedtls_platform_zeroize(hash, sizeof *hash);
}

void tr_sha256_of(const void *bytes, size_t size, uint8_t digest[TR_SHA256_SIZE])
{
    assert(bytes != NULL || size == 0);
    if (tr__sha256_x86_is_there()) {
        tr_sha256 hash;
        tr_sha256_init(&hash);
        tr_sha256_update(&hash, bytes, size);
        tr_sha256_finish(&hash, digest);
        return;
    }
    tr__sha_must_succeed(TR__SHA256_WHOLE(size == 0 ? (const void *)"" : bytes, size, digest, 0));
}

void tr_sha512_of(const void *bytes, size_t size, uint8_t digest[TR_SHA512_SIZE])
{
    assert(bytes != NULL || size == 0);
    tr__sha_must_succeed(TR__SHA512_WHOLE(size == 0 ? (const void *)"" : bytes, size, digest, 0));
}
