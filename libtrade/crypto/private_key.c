/*
 * private_key.c: signing with RSA and P-256 (mbedTLS) and with Ed25519 (libsodium).
 *
 * mbedTLS keeps blinding values and a table of multiples inside its key contexts and changes them while signing,
 * so that those two take a lock.
 */
#include <trade/crypto.h>

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/fail.h"
#include "core/secret.h"
#include "crypto/ed25519_text.h"
#include "crypto/pk.h"

struct tr_private_key {
    tr_signature_scheme scheme;
    pthread_mutex_t lock;  /* around `pk` */
    mbedtls_pk_context pk; /* RSA, P-256 */
    uint8_t ed25519[crypto_sign_SECRETKEYBYTES];
};

static_assert(crypto_sign_SEEDBYTES == TR__ED25519_KEY_SIZE, "the seed is the private key");

static int random_bytes(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
    return tr_crypto_random(bytes, size, NULL) == TR_OK ? 0 : MBEDTLS_ERR_PK_BAD_INPUT_DATA;
}

/* ---- reading --------------------------------------------------------------------------------- */

static tr_status pk_read(tr_private_key *key, const char *text, size_t size, tr_error *err)
{
    char pem[TR__PEM_SIZE_MAX];
    if (size >= sizeof pem)
        return tr__fail(err, TR_E_PARSE, 0, "the private key has %zu bytes, at most %d are read",
                        size, TR__PEM_SIZE_MAX - 1);
    memcpy(pem, text, size);
    pem[size] = '\0';
    int result = TR__PK_PARSE_KEY(&key->pk, (const unsigned char *)pem, size + 1, random_bytes);
    tr__secret_wipe(pem, sizeof pem);
    if (result == MBEDTLS_ERR_PK_ALLOC_FAILED)
        return tr__fail(err, TR_E_NO_MEMORY, result, "no memory for a private key");
    if (result != 0)
        return tr__fail(err, TR_E_PARSE, result,
                        "this is no private key in PEM without a passphrase");
    return TR_OK;
}

static tr_status rsa_read(tr_private_key *key, const char *text, size_t size, tr_error *err)
{
    tr_status status = pk_read(key, text, size, err);
    if (status != TR_OK)
        return status;
    if (mbedtls_pk_get_type(&key->pk) != MBEDTLS_PK_RSA)
        return tr__fail(err, TR_E_PARSE, 0, "the private key is not an RSA key");
    size_t length = mbedtls_rsa_get_len(mbedtls_pk_rsa(key->pk));
    if (length < TR__RSA_SIZE_MIN || length > TR__RSA_SIZE_MAX)
        return tr__fail(err, TR_E_RANGE, 0, "the RSA key has %zu bits, allowed are 2048 to 4096",
                        length * 8);
    return TR_OK;
}

static tr_status p256_read(tr_private_key *key, const char *text, size_t size, tr_error *err)
{
    tr_status status = pk_read(key, text, size, err);
    if (status != TR_OK)
        return status;
    if (mbedtls_pk_get_type(&key->pk) != MBEDTLS_PK_ECKEY ||
        mbedtls_pk_ec(key->pk)->TR__PK_FIELD(grp).id != MBEDTLS_ECP_DP_SECP256R1)
        return tr__fail(err, TR_E_PARSE, 0, "the private key is not on the curve P-256");
    return TR_OK;
}

/* A seed in PEM, or the base64 of the seed, or of seed and public key. */
static tr_status ed25519_read(tr_private_key *key, const char *text, size_t size, tr_error *err)
{
    static const uint8_t prefix[] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                      0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };
    uint8_t bytes[2 * TR__ED25519_KEY_SIZE];
    size_t count = TR__ED25519_KEY_SIZE;
    tr_status status = tr__ed25519_of_pem(text, size, prefix, sizeof prefix, bytes);
    if (status != TR_OK)
        status = tr_base64_decode(TR_BASE64_STANDARD, text, size, bytes, sizeof bytes, &count);
    if (status != TR_OK || (count != TR__ED25519_KEY_SIZE && count != sizeof bytes)) {
        tr__secret_wipe(bytes, sizeof bytes);
        return tr__fail(err, TR_E_PARSE, 0,
                        "this is no Ed25519 key: neither PEM nor base64 of 32 or 64 bytes");
    }
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
    crypto_sign_seed_keypair(public_key, key->ed25519, bytes);
    bool is_pair = count == TR__ED25519_KEY_SIZE ||
                   memcmp(public_key, bytes + TR__ED25519_KEY_SIZE, sizeof public_key) == 0;
    tr__secret_wipe(bytes, sizeof bytes);
    return is_pair ? TR_OK
                   : tr__fail(err, TR_E_PARSE, 0,
                              "the two halves of the Ed25519 key do not belong together");
}

tr_status tr_private_key_new(tr_signature_scheme scheme, const tr_secret *text,
                             tr_private_key **out, tr_error *err)
{
    static tr_status (*const readers[])(tr_private_key *, const char *, size_t, tr_error *) = {
        [TR_SIGNATURE_RSA_SHA256] = rsa_read,
        [TR_SIGNATURE_ES256] = p256_read,
        [TR_SIGNATURE_ED25519] = ed25519_read,
    };
    if (text == NULL || out == NULL || (unsigned int)scheme > TR_SIGNATURE_ED25519)
        return tr__fail(err, TR_E_INVALID, 0,
                        "tr_private_key_new: an argument is NULL or no such scheme");
    if (sodium_init() < 0)
        return tr__fail(err, TR_E_INTERNAL, 0, "libsodium does not start");
    tr_private_key *key = calloc(1, sizeof *key);
    if (key == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a private key");
    key->scheme = scheme;
    mbedtls_pk_init(&key->pk);
    pthread_mutex_init(&key->lock, NULL);
    size_t size = 0;
    const unsigned char *bytes = tr_secret_bytes(text, &size);
    tr_status status = readers[scheme](key, (const char *)bytes, size, err);
    if (status != TR_OK) {
        tr_private_key_free(key);
        return status;
    }
    *out = key;
    return TR_OK;
}

void tr_private_key_free(tr_private_key *key)
{
    if (key == NULL)
        return;
    mbedtls_pk_free(&key->pk); /* wipes its numbers */
    pthread_mutex_destroy(&key->lock);
    tr__secret_wipe(key, sizeof *key);
    free(key);
}

tr_signature_scheme tr_private_key_scheme(const tr_private_key *key)
{
    assert(key != NULL);
    return key->scheme;
}

/* ---- signing --------------------------------------------------------------------------------- */

/* Both (r, s) and (r, n - s) verify; the lower one is given, so that a signature has one form. */
static int p256_sign(mbedtls_ecp_keypair *pair, const uint8_t hash[TR_SHA256_SIZE],
                     uint8_t *signature)
{
    mbedtls_mpi r, s, other;
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    mbedtls_mpi_init(&other);
    mbedtls_ecp_group *group = &pair->TR__PK_FIELD(grp);
    int result = mbedtls_ecdsa_sign_det_ext(group, &r, &s, &pair->TR__PK_FIELD(d), hash,
                                            TR_SHA256_SIZE, MBEDTLS_MD_SHA256, random_bytes, NULL);
    if (result == 0)
        result = mbedtls_mpi_sub_mpi(&other, &group->N, &s);
    if (result == 0 && mbedtls_mpi_cmp_mpi(&other, &s) < 0)
        result = mbedtls_mpi_copy(&s, &other);
    if (result == 0)
        result = mbedtls_mpi_write_binary(&r, signature, TR__P256_SIZE);
    if (result == 0)
        result = mbedtls_mpi_write_binary(&s, signature + TR__P256_SIZE, TR__P256_SIZE);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
    mbedtls_mpi_free(&other);
    return result;
}

static tr_status pk_sign(tr_private_key *key, const void *bytes, size_t size, uint8_t *signature,
                         size_t *size_out)
{
    uint8_t hash[TR_SHA256_SIZE];
    tr_sha256_of(bytes, size, hash);
    pthread_mutex_lock(&key->lock);
    int result;
    if (key->scheme == TR_SIGNATURE_ES256) {
        result = p256_sign(mbedtls_pk_ec(key->pk), hash, signature);
        *size_out = (size_t)2 * TR__P256_SIZE;
    } else {
        mbedtls_rsa_context *rsa = mbedtls_pk_rsa(key->pk);
        result = TR__RSA_SIGN(rsa, random_bytes, hash, signature);
        *size_out = mbedtls_rsa_get_len(rsa);
    }
    pthread_mutex_unlock(&key->lock);
    if (result == MBEDTLS_ERR_MPI_ALLOC_FAILED)
        return TR_E_NO_MEMORY;
    return result == 0 ? TR_OK : TR_E_INTERNAL;
}

tr_status tr_private_key_sign(const tr_private_key *key, const void *bytes, size_t size,
                              uint8_t signature[TR_SIGNATURE_SIZE_MAX], size_t *size_out)
{
    if (key == NULL || (bytes == NULL && size > 0) || signature == NULL || size_out == NULL)
        return TR_E_INVALID;
    const void *message = size == 0 ? (const void *)"" : bytes;
    /* The lock makes the change of the backend's tables invisible: to callers the key never changes. */
    if (key->scheme != TR_SIGNATURE_ED25519)
        return pk_sign((tr_private_key *)(uintptr_t)key, message, size, signature, size_out);
    if (crypto_sign_detached(signature, NULL, message, size, key->ed25519) != 0)
        return TR_E_INTERNAL;
    *size_out = crypto_sign_BYTES;
    return TR_OK;
}
