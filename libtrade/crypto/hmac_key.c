/*
 * hmac_key.c: HMAC (RFC 2104) under a prepared key: the inner and outer hash states behind their first block are
 * kept, so that a message costs two blocks less, and nothing is allocated.
 */
#include <trade/crypto.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/platform_util.h>

#include "crypto/sha.h"

#define SHA256_BLOCK 64
#define SHA512_BLOCK 128

/* What the public storage holds. Both contexts are plain data: a copy of one continues like it. */
typedef struct prepared {
    tr_hash hash;
    union {
        mbedtls_sha256_context sha256[2]; /* inner, outer */
        mbedtls_sha512_context sha512[2];
    } state;
} prepared;

static_assert(sizeof(prepared) <= sizeof(tr_hmac_key), "the public storage holds the prepared key");

/* The key as one block: longer keys are hashed first. */
static void block_fill(tr_hash hash, const tr_secret *key, uint8_t *block, size_t block_size)
{
    size_t size = 0;
    const unsigned char *bytes = tr_secret_bytes(key, &size);
    memset(block, 0, block_size);
    if (size <= block_size && size > 0)
        memcpy(block, bytes, size);
    else if (size > block_size && hash == TR_HASH_SHA256)
        tr_sha256_of(bytes, size, block);
    else if (size > block_size)
        tr_sha512_of(bytes, size, block);
}

tr_status tr_hmac_key_init(tr_hmac_key *hmac, tr_hash hash, const tr_secret *key)
{
    if (hmac == NULL || key == NULL || (hash != TR_HASH_SHA256 && hash != TR_HASH_SHA512))
        return TR_E_INVALID;
    size_t block_size = hash == TR_HASH_SHA256 ? SHA256_BLOCK : SHA512_BLOCK;
    uint8_t block[SHA512_BLOCK];
    prepared made;
    memset(&made, 0, sizeof made);
    made.hash = hash;
    block_fill(hash, key, block, block_size);
    static const uint8_t pads[2] = { 0x36, 0x36 ^ 0x5c };
    for (int i = 0; i < 2; i++) {
        for (size_t at = 0; at < block_size; at++)
            block[at] ^= pads[i]; /* the second time: from the inner pad to the outer one */
        if (hash == TR_HASH_SHA256) {
            mbedtls_sha256_init(&made.state.sha256[i]);
            tr__sha_must_succeed(TR__SHA256_START(&made.state.sha256[i], 0));
            tr__sha_must_succeed(TR__SHA256_UPDATE(&made.state.sha256[i], block, block_size));
        } else {
            mbedtls_sha512_init(&made.state.sha512[i]);
            tr__sha_must_succeed(TR__SHA512_START(&made.state.sha512[i], 0));
            tr__sha_must_succeed(TR__SHA512_UPDATE(&made.state.sha512[i], block, block_size));
        }
    }
    memset(hmac, 0, sizeof *hmac);
    memcpy(hmac, &made, sizeof made);
    mbedtls_platform_zeroize(block, sizeof block);
    mbedtls_platform_zeroize(&made, sizeof made);
    return TR_OK;
}

void tr_hmac_key_done(tr_hmac_key *hmac)
{
    if (hmac != NULL)
        mbedtls_platform_zeroize(hmac, sizeof *hmac);
}

size_t tr_hmac_key_code(const tr_hmac_key *hmac, const void *bytes, size_t size, uint8_t *code)
{
    assert(hmac != NULL && code != NULL);
    assert(bytes != NULL || size == 0);
    prepared work; /* a copy: the key itself is shared */
    memcpy(&work, hmac, sizeof work);
    const void *message = size == 0 ? (const void *)"" : bytes;
    size_t code_size;
    if (work.hash == TR_HASH_SHA256) {
        tr__sha_must_succeed(TR__SHA256_UPDATE(&work.state.sha256[0], message, size));
        tr__sha_must_succeed(TR__SHA256_FINISH(&work.state.sha256[0], code));
        tr__sha_must_succeed(TR__SHA256_UPDATE(&work.state.sha256[1], code, TR_SHA256_SIZE));
        tr__sha_must_succeed(TR__SHA256_FINISH(&work.state.sha256[1], code));
        code_size = TR_SHA256_SIZE;
    } else {
        tr__sha_must_succeed(TR__SHA512_UPDATE(&work.state.sha512[0], message, size));
        tr__sha_must_succeed(TR__SHA512_FINISH(&work.state.sha512[0], code));
        tr__sha_must_succeed(TR__SHA512_UPDATE(&work.state.sha512[1], code, TR_SHA512_SIZE));
        tr__sha_must_succeed(TR__SHA512_FINISH(&work.state.sha512[1], code));
        code_size = TR_SHA512_SIZE;
    }
    mbedtls_platform_zeroize(&work, sizeof work);
    return code_size;
}
