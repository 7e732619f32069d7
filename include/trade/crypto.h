/*
 * crypto.h: hashes, message authentication codes, the two text forms of bytes, and random bytes.
 *
 * Everything is computed on the calling thread without global state. Hashing cannot fail; a backend
 * that reports a failure all the same stops the program, since a wrong hash must not be stored.
 */
#ifndef TRADE_CRYPTO_H
#define TRADE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/secret.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- hashes ---------------------------------------------------------------------------------- */

#define TR_SHA256_SIZE 32
#define TR_SHA384_SIZE 48
#define TR_SHA512_SIZE 64

/** A SHA-256 under way, in the caller's storage. A copy continues alike. Confined. */
typedef struct tr_sha256 {
    uint64_t opaque[16];
} tr_sha256;

/** Start. */
TR_API void tr_sha256_init(tr_sha256 *hash);

/** Add bytes; `bytes` may be NULL when `size` is 0. */
TR_API void tr_sha256_update(tr_sha256 *hash, const void *bytes, size_t size);

/** Write the digest and wipe `hash`, which needs a new tr_sha256_init before its next use. */
TR_API void tr_sha256_finish(tr_sha256 *hash, uint8_t digest[TR_SHA256_SIZE]);

/** SHA-256 of one piece (FIPS 180-4). */
TR_API void tr_sha256_of(const void *bytes, size_t size, uint8_t digest[TR_SHA256_SIZE]);

/** SHA-512 of one piece (FIPS 180-4). */
TR_API void tr_sha512_of(const void *bytes, size_t size, uint8_t digest[TR_SHA512_SIZE]);

/* ---- message authentication codes (RFC 2104) ------------------------------------------------- */

/**
 * HMAC of `bytes` under `key`.
 * @return TR_E_INVALID for a NULL; TR_E_NO_MEMORY
 */
TR_API tr_status tr_hmac_sha256(const tr_secret *key, const void *bytes, size_t size,
                                uint8_t code[TR_SHA256_SIZE]);
TR_API tr_status tr_hmac_sha384(const tr_secret *key, const void *bytes, size_t size,
                                uint8_t code[TR_SHA384_SIZE]);
TR_API tr_status tr_hmac_sha512(const tr_secret *key, const void *bytes, size_t size,
                                uint8_t code[TR_SHA512_SIZE]);

/**
 * A key with its first block already hashed: half the work of a short message, and no allocation. Bytes that
 * tell the key: wipe it with tr_hmac_key_done. A copy works alike. Immutable once made.
 */
typedef struct tr_hmac_key {
    uint64_t opaque[68];
} tr_hmac_key;

typedef enum tr_hash {
    TR_HASH_SHA256 = 0,
    TR_HASH_SHA512 = 1
} tr_hash;

/** Prepare `key`. @return TR_E_INVALID for a NULL or no such hash */
TR_API tr_status tr_hmac_key_init(tr_hmac_key *hmac, tr_hash hash, const tr_secret *key);

/** Wipe; NULL is accepted. */
TR_API void tr_hmac_key_done(tr_hmac_key *hmac);

/**
 * HMAC of `bytes`; `code` takes TR_SHA256_SIZE or TR_SHA512_SIZE bytes, as the key's hash.
 * @return the size of the code.   Threads: any, on one key at once.
 */
TR_API size_t tr_hmac_key_code(const tr_hmac_key *hmac, const void *bytes, size_t size, uint8_t *code);

/* ---- signatures with a private key ----------------------------------------------------------- */

typedef enum tr_signature_scheme {
    TR_SIGNATURE_RSA_SHA256 = 0, /* RSASSA-PKCS1-v1_5 over SHA-256 (RFC 8017), keys of 2048 to 4096 bits */
    TR_SIGNATURE_ES256 = 1,      /* P-256 with SHA-256, nonce of RFC 6979, r and s of 32 bytes, the lower s */
    TR_SIGNATURE_ED25519 = 2     /* RFC 8032 */
} tr_signature_scheme;

/** Room for the longest signature. */
#define TR_SIGNATURE_SIZE_MAX 512

/** A private key, wiped on release. Immutable: any thread may sign with it. */
typedef struct tr_private_key tr_private_key;

/**
 * Read a private key.
 * @param text  PEM without a passphrase (PKCS#8; also PKCS#1 for RSA and SEC1 for P-256); for Ed25519 also the
 *              base64 of 32 bytes (the seed) or 64 (seed and public key)
 * @return TR_E_INVALID for a NULL; TR_E_PARSE when it is no such key; TR_E_RANGE for an RSA key of another
 *         length; TR_E_NO_MEMORY
 */
TR_API tr_status tr_private_key_new(tr_signature_scheme scheme, const tr_secret *text, tr_private_key **out,
                                    tr_error *err);

/** Wipe and release; NULL is accepted. */
TR_API void tr_private_key_free(tr_private_key *key);

TR_API tr_signature_scheme tr_private_key_scheme(const tr_private_key *key);

/**
 * Sign `bytes`.
 * @param signature  TR_SIGNATURE_SIZE_MAX bytes
 * @return TR_E_INVALID; TR_E_NO_MEMORY; TR_E_INTERNAL when the backend fails.
 * Cost: about 30 us Ed25519, 300 us P-256, 800 us RSA of 2048 bits. The two last allocate inside the backend.
 */
TR_API tr_status tr_private_key_sign(const tr_private_key *key, const void *bytes, size_t size,
                                     uint8_t signature[TR_SIGNATURE_SIZE_MAX], size_t *size_out);

/** A public key. Immutable. */
typedef struct tr_public_key tr_public_key;

/** Read a public key in PEM (SubjectPublicKeyInfo). @return as tr_private_key_new */
TR_API tr_status tr_public_key_new(tr_signature_scheme scheme, const char *pem, size_t size,
                                   tr_public_key **out, tr_error *err);
TR_API void tr_public_key_free(tr_public_key *key);

/** True when `signature` is this key's over `bytes`. For P-256 either half of s is taken. */
TR_API bool tr_public_key_verify(const tr_public_key *key, const void *bytes, size_t size,
                                 const uint8_t *signature, size_t signature_size);

/** How an API key signs: a code under a shared secret, or a signature. */
typedef enum tr_key_scheme {
    TR_KEY_HMAC = 0,
    TR_KEY_RSA = 1,
    TR_KEY_ED25519 = 2,
    TR_KEY_ES256 = 3
} tr_key_scheme;

/* ---- comparison and chance ------------------------------------------------------------------- */

/** True when both hold the same `size` bytes; the time taken tells nothing but `size`. */
TR_API bool tr_crypto_equal(const void *a, const void *b, size_t size);

/**
 * Bytes nobody can foretell, from the operating system: to make keys and to seed a tr_rng.
 * Called by programs, and by the owner for bearer keys; what decides about orders never does, so that its runs can be
 * repeated.
 * @return TR_E_INVALID; TR_E_IO
 */
TR_API tr_status tr_crypto_random(void *bytes, size_t size, tr_error *err);

/* ---- bytes as text --------------------------------------------------------------------------- */

/** Space for `size` bytes in base64 of any form, and for its end mark. */
#define TR_BASE64_TEXT_SIZE(size) (((size) + 2) / 3 * 4 + 1)

/** Space for `size` bytes in hexadecimal, and for its end mark. */
#define TR_HEX_TEXT_SIZE(size) ((size) * 2 + 1)

/** The alphabets of RFC 4648 sections 4 and 5, each with '=' to whole groups of four, or bare. */
typedef enum tr_base64 {
    TR_BASE64_STANDARD = 0,
    TR_BASE64_STANDARD_BARE = 1,
    TR_BASE64_URL = 2,
    TR_BASE64_URL_BARE = 3
} tr_base64;

/**
 * Write `bytes` as base64 with an end mark.
 * @param text        TR_BASE64_TEXT_SIZE(size) always suffices
 * @param length_out  without the end mark; may be NULL
 * @return TR_E_INVALID; TR_E_FULL when `text_size` is too small
 */
TR_API tr_status tr_base64_encode(tr_base64 form, const void *bytes, size_t size, char *text,
                                  size_t text_size, size_t *length_out);

/**
 * Read base64 strictly: this form's alphabet and padding only, no blanks, unused bits zero, so that
 * every sequence of bytes has exactly one text. Nothing is written before all of it was checked.
 * @return TR_E_INVALID; TR_E_PARSE; TR_E_FULL when `bytes_size` is too small
 */
TR_API tr_status tr_base64_decode(tr_base64 form, const char *text, size_t length, void *bytes,
                                  size_t bytes_size, size_t *size_out);

/**
 * Write `bytes` as lower-case hexadecimal with an end mark.
 * @return TR_E_INVALID; TR_E_FULL when `text_size` is below TR_HEX_TEXT_SIZE(size)
 */
TR_API tr_status tr_hex_encode(const void *bytes, size_t size, char *text, size_t text_size);

/**
 * Read hexadecimal of either case, two digits a byte, nothing else.
 * @return TR_E_INVALID; TR_E_PARSE; TR_E_FULL when `bytes_size` is too small
 */
TR_API tr_status tr_hex_decode(const char *text, size_t length, void *bytes, size_t bytes_size,
                               size_t *size_out);

#ifdef __cplusplus
}
#endif

#endif
