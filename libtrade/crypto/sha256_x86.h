/*
 * sha256_x86.h: SHA-256 on processors that have instructions for it.
 *
 * mbedTLS has no code for them on x86, and every event of a log is hashed: they take a fifth of the time. Who has none of
 * these instructions, or another architecture, is served by mbedTLS as before; the digests are the same.
 */
#ifndef TRADE_CRYPTO_SHA256_X86_H
#define TRADE_CRYPTO_SHA256_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/crypto.h>

/* A hash under way. */
typedef struct tr__sha256_x86 {
    uint32_t state[8];
    uint64_t size; /* bytes so far */
    uint8_t rest[64];
} tr__sha256_x86;

/* True when the functions below may be called. Asks the C library, which asked the processor once. */
bool tr__sha256_x86_is_there(void);

void tr__sha256_x86_init(tr__sha256_x86 *hash);
void tr__sha256_x86_update(tr__sha256_x86 *hash, const uint8_t *bytes, size_t size);
void tr__sha256_x86_finish(tr__sha256_x86 *hash, uint8_t digest[TR_SHA256_SIZE]);

#endif
