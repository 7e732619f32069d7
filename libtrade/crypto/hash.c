/*
 * hash.c: SHA-2. Every event of a log is hashed, so that SHA-256 comes from nettle where it is there: it uses the
 * processor's own instructions and takes a fifth of the time. Otherwise from mbedTLS, the same source for its releases
 * 2.28 and 3.6.
 */
#include <trade/crypto.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/platform_util.h>
#ifdef TR__HAS_NETTLE
#include <nettle/sha2.h>
#endif

#include "crypto/sha.h"

#ifdef TR__HAS_NETTLE
typedef struct sha256_ctx sha256_context;

static void context_start(sha256_context *context)
{
    sha256_init(context);
}

static void context_update(sha256_context *context, const void *bytes, size_t size)
{
    sha256_update(context, size, bytes);
}

static void context_finish(sha256_context *context, uint8_t digest[TR_SHA256_SIZE])
{
    sha256_digest(context, TR_SHA256_SIZE, digest);
}
#else
typedef mbedtls_sha256_context sha256_context;

static void context_start(sha256_context *context)
{
    mbedtls_sha256_init(context);
    tr__sha_must_succeed(TR__SHA256_START(context, 0));
}

static void context_update(sha256_context *context, const void *bytes, size_t size)
{
    tr__sha_must_succeed(TR__SHA256_UPDATE(context, bytes, size));
}

static void context_finish(sha256_context *context, uint8_t digest[TR_SHA256_SIZE])
{
    tr__sha_must_succeed(TR__SHA256_FINISH(context, digest));
}
#endif

static_assert(sizeof(sha256_context) <= sizeof(tr_sha256), "the public storage holds the context");

/* The context is copied in and out, because public storage of another type must not be aliased. */
static void context_load(sha256_context *context, const tr_sha256 *hash)
{
    memcpy(context, hash, sizeof *context);
}

static void context_store(tr_sha256 *hash, const sha256_context *context)
{
    memcpy(hash, context, sizeof *context);
}

void tr_sha256_init(tr_sha256 *hash)
{
    assert(hash != NULL);
    sha256_context context;
    memset(&context, 0, sizeof context);
    context_start(&context);
    memset(hash, 0, sizeof *hash);
    context_store(hash, &context);
}

void tr_sha256_update(tr_sha256 *hash, const void *bytes, size_t size)
{
    assert(hash != NULL);
    assert(bytes != NULL || size == 0);
    if (size == 0)
        return;
    sha256_context context;
    context_load(&context, hash);
    context_update(&context, bytes, size);
    context_store(hash, &context);
}

void tr_sha256_finish(tr_sha256 *hash, uint8_t digest[TR_SHA256_SIZE])
{
    assert(hash != NULL);
    sha256_context context;
    context_load(&context, hash);
    context_finish(&context, digest);
    mbedtls_platform_zeroize(&context, sizeof context);
    mbedtls_platform_zeroize(hash, sizeof *hash);
}

void tr_sha256_of(const void *bytes, size_t size, uint8_t digest[TR_SHA256_SIZE])
{
    assert(bytes != NULL || size == 0);
    sha256_context context;
    memset(&context, 0, sizeof context);
    context_start(&context);
    if (size > 0)
        context_update(&context, bytes, size);
    context_finish(&context, digest);
    mbedtls_platform_zeroize(&context, sizeof context);
}

void tr_sha512_of(const void *bytes, size_t size, uint8_t digest[TR_SHA512_SIZE])
{
    assert(bytes != NULL || size == 0);
    tr__sha_must_succeed(TR__SHA512_WHOLE(size == 0 ? (const void *)"" : bytes, size, digest, 0));
}
