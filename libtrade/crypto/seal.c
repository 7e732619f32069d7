/* seal.c: Argon2id and XChaCha20-Poly1305 of libsodium. */
#include "crypto/seal.h"

#include <assert.h>

#include <sodium.h>

static_assert(TR__SEAL_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
static_assert(TR__SEAL_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
static_assert(TR__SEAL_TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");
static_assert(TR__SALT_SIZE == crypto_pwhash_SALTBYTES, "salt");

tr_status tr__password_key(const tr_secret *password, const uint8_t salt[TR__SALT_SIZE],
                           uint32_t memory_kib, uint32_t pass_count, uint8_t key[TR__SEAL_KEY_SIZE])
{
    size_t size = 0;
    const unsigned char *bytes = tr_secret_bytes(password, &size);
    if (crypto_pwhash(key, TR__SEAL_KEY_SIZE, (const char *)bytes, size, salt, pass_count,
                      (size_t)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return TR_E_NO_MEMORY; /* the numbers are checked by the callers: nothing else is left */
    return TR_OK;
}

void tr__seal(const uint8_t key[TR__SEAL_KEY_SIZE], const uint8_t nonce[TR__SEAL_NONCE_SIZE],
              const void *open, size_t open_size, const void *plain, size_t size, uint8_t *box)
{
    unsigned long long box_size = 0;
    int result = crypto_aead_xchacha20poly1305_ietf_encrypt(box, &box_size, plain, size, open,
                                                            open_size, NULL, nonce, key);
    assert(result == 0 && box_size == size + TR__SEAL_TAG_SIZE);
    (void)result;
}

tr_status tr__unseal(const uint8_t key[TR__SEAL_KEY_SIZE], const uint8_t nonce[TR__SEAL_NONCE_SIZE],
                     const void *open, size_t open_size, const uint8_t *box, size_t box_size,
                     void *plain)
{
    unsigned long long size = 0;
    if (box_size < TR__SEAL_TAG_SIZE ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &size, NULL, box, box_size, open,
                                                   open_size, nonce, key) != 0)
        return TR_E_DENIED;
    return TR_OK;
}
