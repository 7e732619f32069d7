/* hash.c: SHA-2 through mbedTLS, the same source for its releases 2.28 and 3.6. */
#include <trade/crypto.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/platform_util.h>

#include "crypto/sha.h"

static_assert(sizeof(mbedtls_sha256_context) <= sizeof(tr_sha256),
              "the public storage holds the backend's context");

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
    mbedtls_sha256_context context;
    context_load(&context, hash);
    tr__sha_must_succeed(TR__SHA256_UPDATE(&context, bytes, size));
    context_store(hash, &context);
}

void tr_sha256_finish(tr_sha256 *hash, uint8_t digest[TR_SHA256_SIZE])
{
    assert(hash != NULL);
    mbedtls_sha256_context context;
    context_load(&context, hash);
    tr__sha_must_succeed(TR__SHA256_FINISH(&context, digest));
    mbedtls_sha256_free(&context);
    mbedtls_platform_zeroize(hash, sizeof *hash);
}

void tr_sha256_of(const void *bytes, size_t size, uint8_t digest[TR_SHA256_SIZE])
{
    assert(bytes != NULL || size == 0);
    tr__sha_must_succeed(TR__SHA256_WHOLE(size == 0 ? (const void *)"" : bytes, size, digest, 0));
}

void tr_sha512_of(const void *bytes, size_t size, uint8_t digest[TR_SHA512_SIZE])
{
    assert(bytes != NULL || size == 0);
    tr__sha_must_succeed(TR__SHA512_WHOLE(size == 0 ? (const void *)"" : bytes, size, digest, 0));
}
