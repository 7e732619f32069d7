/* public_key.c: checking signatures of RSA, P-256 and Ed25519 keys. */
#include <trade/crypto.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/fail.h"
#include "crypto/ed25519_text.h"
#include "crypto/pk.h"

struct tr_public_key {
    tr_signature_scheme scheme;
    pthread_mutex_t lock; /* around `pk`: the backend keeps tables in it */
    mbedtls_pk_context pk;
    uint8_t ed25519[crypto_sign_PUBLICKEYBYTES];
};

static tr_status pk_read(tr_public_key *key, const char *pem, size_t size)
{
    char text[TR__PEM_SIZE_MAX];
    if (size >= sizeof text)
        return TR_E_PARSE;
    memcpy(text, pem, size);
    text[size] = '\0';
    if (mbedtls_pk_parse_public_key(&key->pk, (const unsigned char *)text, size + 1) != 0)
        return TR_E_PARSE;
    if (key->scheme == TR_SIGNATURE_RSA_SHA256) {
        if (mbedtls_pk_get_type(&key->pk) != MBEDTLS_PK_RSA)
            return TR_E_PARSE;
        size_t length = mbedtls_rsa_get_len(mbedtls_pk_rsa(key->pk));
        return length >= TR__RSA_SIZE_MIN && length <= TR__RSA_SIZE_MAX ? TR_OK : TR_E_RANGE;
    }
    bool is_p256 = mbedtls_pk_get_type(&key->pk) == MBEDTLS_PK_ECKEY &&
                   mbedtls_pk_ec(key->pk)->TR__PK_FIELD(grp).id == MBEDTLS_ECP_DP_SECP256R1;
    return is_p256 ? TR_OK : TR_E_PARSE;
}

tr_status tr_public_key_new(tr_signature_scheme scheme, const char *pem, size_t size,
                            tr_public_key **out, tr_error *err)
{
    static const uint8_t prefix[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                      0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };
    if (pem == NULL || out == NULL || (unsigned int)scheme > TR_SIGNATURE_ED25519)
        return tr__fail(err, TR_E_INVALID, 0,
                        "tr_public_key_new: an argument is NULL or no such scheme");
    tr_public_key *key = calloc(1, sizeof *key);
    if (key == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a public key");
    key->scheme = scheme;
    mbedtls_pk_init(&key->pk);
    pthread_mutex_init(&key->lock, NULL);
    tr_status status = scheme == TR_SIGNATURE_ED25519
                           ? tr__ed25519_of_pem(pem, size, prefix, sizeof prefix, key->ed25519)
                           : pk_read(key, pem, size);
    if (status != TR_OK) {
        tr_public_key_free(key);
        return tr__fail(err, status, 0, "this is no public key of the wanted scheme in PEM");
    }
    *out = key;
    return TR_OK;
}

void tr_public_key_free(tr_public_key *key)
{
    if (key == NULL)
        return;
    mbedtls_pk_free(&key->pk);
    pthread_mutex_destroy(&key->lock);
    free(key);
}

static bool p256_verify(mbedtls_ecp_keypair *pair, const uint8_t *hash, const uint8_t *signature)
{
    mbedtls_mpi r, s;
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    bool is_valid = mbedtls_mpi_read_binary(&r, signature, TR__P256_SIZE) == 0 &&
                    mbedtls_mpi_read_binary(&s, signature + TR__P256_SIZE, TR__P256_SIZE) == 0 &&
                    mbedtls_ecdsa_verify(&pair->TR__PK_FIELD(grp), hash, TR_SHA256_SIZE,
                                         &pair->TR__PK_FIELD(Q), &r, &s) == 0;
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
    return is_valid;
}

static bool pk_verify(tr_public_key *key, const void *bytes, size_t size, const uint8_t *signature,
                      size_t signature_size)
{
    uint8_t hash[TR_SHA256_SIZE];
    tr_sha256_of(bytes, size, hash);
    pthread_mutex_lock(&key->lock);
    bool is_valid;
    if (key->scheme == TR_SIGNATURE_ES256) {
        is_valid = signature_size == (size_t)2 * TR__P256_SIZE &&
                   p256_verify(mbedtls_pk_ec(key->pk), hash, signature);
    } else {
        mbedtls_rsa_context *rsa = mbedtls_pk_rsa(key->pk);
        is_valid =
            signature_size == mbedtls_rsa_get_len(rsa) && TR__RSA_VERIFY(rsa, hash, signature) == 0;
    }
    pthread_mutex_unlock(&key->lock);
    return is_valid;
}

bool tr_public_key_verify(const tr_public_key *key, const void *bytes, size_t size,
                          const uint8_t *signature, size_t signature_size)
{
    if (key == NULL || signature == NULL || (bytes == NULL && size > 0))
        return false;
    const void *message = size == 0 ? (const void *)"" : bytes;
    if (key->scheme == TR_SIGNATURE_ED25519)
        return signature_size == crypto_sign_BYTES &&
               crypto_sign_verify_detached(signature, message, size, key->ed25519) == 0;
    return pk_verify((tr_public_key *)(uintptr_t)key, message, size, signature, signature_size);
}
