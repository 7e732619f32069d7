/* format.h: the keystore's bytes: its header, and what is sealed. README.md has both byte by byte. */
#ifndef TRADE_KEYSTORE_FORMAT_H
#define TRADE_KEYSTORE_FORMAT_H

#include <trade/keystore.h>

#include "core/buffer.h"
#include "crypto/seal.h"

#define TR__KEYSTORE_HEADER_SIZE    68
#define TR__KEYSTORE_SIZE_MAX       ((size_t)32 << 20)
#define TR__KEYSTORE_MEMORY_KIB_MAX 1048576u
#define TR__KEYSTORE_PASS_MAX       64u

typedef struct tr__keystore_header {
    uint32_t memory_kib;
    uint32_t pass_count;
    uint8_t salt[TR__SALT_SIZE];
    uint8_t nonce[TR__SEAL_NONCE_SIZE];
    uint32_t payload_size; /* without the tag */
} tr__keystore_header;

void tr__keystore_header_write(const tr__keystore_header *header,
                               uint8_t bytes[TR__KEYSTORE_HEADER_SIZE]);

/* Of a whole file. TR_E_CORRUPT, TR_E_NEWER_SCHEMA. */
tr_status tr__keystore_header_read(const void *bytes, size_t size, tr__keystore_header *out,
                                   tr_error *err);

/* What is sealed, in one piece that never moved: `out` is initialised here, and wiped and released by the caller. */
tr_status tr__keystore_payload_write(const tr_keystore *store, tr__buffer *out);

/* Adds what the payload holds. TR_E_CORRUPT. */
tr_status tr__keystore_payload_read(tr_keystore *store, const void *bytes, size_t size,
                                    tr_error *err);

#endif
