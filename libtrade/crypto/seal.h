/*
 * seal.h: a key out of a passphrase (Argon2id, RFC 9106), and boxes that show every change (XChaCha20-Poly1305,
 * draft-irtf-cfrg-xchacha-03). libsodium does both.
 */
#ifndef TRADE_CRYPTO_SEAL_H
#define TRADE_CRYPTO_SEAL_H

#include <stddef.h>
#include <stdint.h>

#include <trade/secret.h>
#include <trade/status.h>

#define TR__SEAL_KEY_SIZE         32
#define TR__SEAL_NONCE_SIZE       24
#define TR__SEAL_TAG_SIZE         16
#define TR__SALT_SIZE             16

#define TR__ARGON2_MEMORY_KIB_MIN 8u

/*
 * Argon2id version 1.3 with one lane. Wipe the key after use.
 * TR_E_NO_MEMORY: there are not memory_kib KiB.
 */
tr_status tr__password_key(const tr_secret *password, const uint8_t salt[TR__SALT_SIZE],
                           uint32_t memory_kib, uint32_t pass_count,
                           uint8_t key[TR__SEAL_KEY_SIZE]);

/* `box` takes size + TR__SEAL_TAG_SIZE bytes. `open` covers bytes that are read by everybody. */
void tr__seal(const uint8_t key[TR__SEAL_KEY_SIZE], const uint8_t nonce[TR__SEAL_NONCE_SIZE],
              const void *open, size_t open_size, const void *plain, size_t size, uint8_t *box);

/* TR_E_DENIED: another key, or a byte of nonce, open part or box was changed; then nothing is written. */
tr_status tr__unseal(const uint8_t key[TR__SEAL_KEY_SIZE], const uint8_t nonce[TR__SEAL_NONCE_SIZE],
                     const void *open, size_t open_size, const uint8_t *box, size_t box_size,
                     void *plain);

#endif
