/* official.c: examples that exchanges and RFCs publish themselves. */
#include "signing/signing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/book_checksum.h>

#define LEVELS_MAX 64

typedef struct bytes {
    uint8_t at[4096];
    size_t size;
} bytes;

static bool bytes_of_hex(const char *hex, bytes *out)
{
    return hex != NULL &&
           tr_hex_decode(hex, strlen(hex), out->at, sizeof out->at, &out->size) == TR_OK;
}

/* A text, or {"hex": ...}. */
static bool bytes_of(const tr_json_value *object, const char *name, bytes *out)
{
    const char *text = text_of(object, name);
    if (text == NULL)
        return bytes_of_hex(text_of(member(object, name), "hex"), out);
    out->size = strlen(text);
    if (out->size > sizeof out->at)
        return false;
    memcpy(out->at, text, out->size);
    return true;
}

/* ---- signatures ------------------------------------------------------------------------------ */

static size_t hmac_of(tr_hash hash, const void *key, size_t key_size, const bytes *message,
                      uint8_t *code)
{
    tr_secret *secret = NULL;
    tr_hmac_key hmac;
    size_t size = 0;
    if (tr_secret_new(key, key_size, &secret) == TR_OK &&
        tr_hmac_key_init(&hmac, hash, secret) == TR_OK)
        size = tr_hmac_key_code(&hmac, message->at, message->size, code);
    tr_secret_free(secret);
    return size;
}

static size_t signature_of(tr_signature_scheme scheme, const char *text, size_t text_size,
                           const bytes *message, uint8_t *signature)
{
    tr_secret *secret = NULL;
    tr_private_key *key = NULL;
    size_t size = 0;
    if (tr_secret_new(text, text_size, &secret) == TR_OK &&
        tr_private_key_new(scheme, secret, &key, NULL) == TR_OK &&
        tr_private_key_sign(key, message->at, message->size, signature, &size) != TR_OK)
        size = 0;
    tr_secret_free(secret);
    tr_private_key_free(key);
    return size;
}

static bool is_encoded_as(const char *encoding, const uint8_t *code, size_t size, const char *want)
{
    char text[TR_BASE64_TEXT_SIZE(TR_SIGNATURE_SIZE_MAX)];
    tr_status status =
        strcmp(encoding, "hex") == 0
            ? tr_hex_encode(code, size, text, sizeof text)
            : tr_base64_encode(TR_BASE64_STANDARD, code, size, text, sizeof text, NULL);
    return status == TR_OK && is_equal_text(text, want);
}

static bool signature_is_right(const tr_json_value *item)
{
    static bytes payload;
    uint8_t code[TR_SIGNATURE_SIZE_MAX], raw[512];
    const char *scheme = text_of(item, "scheme");
    const char *secret = text_of(item, "secret");
    size_t secret_size = secret == NULL ? 0 : strlen(secret);
    size_t size = 0;
    if (secret == NULL || !bytes_of(item, "payload", &payload))
        return false;
    if (strcmp(scheme, "Ed25519") == 0) {
        size = signature_of(TR_SIGNATURE_ED25519, secret, secret_size, &payload, code);
    } else {
        tr_hash hash = strcmp(scheme, "HMAC-SHA512") == 0 ? TR_HASH_SHA512 : TR_HASH_SHA256;
        if (is_equal_text(text_of(item, "exchange"), "kraken")) {
            if (tr_base64_decode(TR_BASE64_STANDARD, secret, secret_size, raw, sizeof raw,
                                 &secret_size) != TR_OK)
                return false;
            size = hmac_of(hash, raw, secret_size, &payload, code);
        } else {
            size = hmac_of(hash, secret, secret_size, &payload, code);
        }
    }
    return size > 0 &&
           is_encoded_as(text_of(item, "encoding"), code, size, text_of(item, "signature"));
}

/* ---- checksums ------------------------------------------------------------------------------- */

static bool side_of(const tr_json_value *levels, tr_level_text *out, size_t *count_out)
{
    size_t length = 0;
    *count_out = 0;
    for (const tr_json_value *level = tr_json_value_first(levels); level != NULL;
         level = tr_json_value_next(level)) {
        const tr_json_value *price = tr_json_value_first(level);
        tr_level_text *made = &out[(*count_out)++];
        if (*count_out > LEVELS_MAX || price == NULL ||
            tr_json_value_text(price, &made->price, &length) != TR_OK ||
            tr_json_value_text(tr_json_value_next(price), &made->quantity, &length) != TR_OK)
            return false;
    }
    return true;
}

static bool checksum_is_right(const tr_json_value *item)
{
    tr_level_text bids[LEVELS_MAX], asks[LEVELS_MAX];
    size_t bid_count = 0, ask_count = 0;
    int64_t checksum = 0;
    const tr_json_value *book = member(item, "book");
    return side_of(member(book, "bids"), bids, &bid_count) &&
           side_of(member(book, "asks"), asks, &ask_count) &&
           tr_book_checksum(text_of(item, "exchange"), (tr_side_text){ bids, bid_count },
                            (tr_side_text){ asks, ask_count }, &checksum) == TR_OK &&
           checksum == int_of(item, "crc32");
}

/* ---- primitives ------------------------------------------------------------------------------ */

static bool rfc4231_is_right(const tr_json_value *item)
{
    static bytes key, data;
    uint8_t code[TR_SHA512_SIZE];
    if (!bytes_of_hex(text_of(item, "key_hex"), &key) ||
        !bytes_of_hex(text_of(item, "data_hex"), &data))
        return false;
    size_t size = hmac_of(TR_HASH_SHA256, key.at, key.size, &data, code);
    if (size != TR_SHA256_SIZE || !is_encoded_as("hex", code, size, text_of(item, "sha256")))
        return false;
    size = hmac_of(TR_HASH_SHA512, key.at, key.size, &data, code);
    return size == TR_SHA512_SIZE && is_encoded_as("hex", code, size, text_of(item, "sha512"));
}

/* PEM around the DER `prefix`, `bytes`, `suffix`. */
static size_t pem_of(const char *label, const char *prefix_hex, const bytes *inner,
                     const char *suffix_hex, char *out, size_t out_size)
{
    static bytes der, part;
    char base64[TR_BASE64_TEXT_SIZE(512)];
    der.size = 0;
    if (!bytes_of_hex(prefix_hex, &part))
        return 0;
    memcpy(der.at, part.at, part.size);
    memcpy(der.at + part.size, inner->at, inner->size);
    der.size = part.size + inner->size;
    if (!bytes_of_hex(suffix_hex, &part))
        return 0;
    memcpy(der.at + der.size, part.at, part.size);
    der.size += part.size;
    if (tr_base64_encode(TR_BASE64_STANDARD, der.at, der.size, base64, sizeof base64, NULL) !=
        TR_OK)
        return 0;
    int length =
        snprintf(out, out_size, "-----BEGIN %s-----\n%s\n-----END %s-----\n", label, base64, label);
    return length < 0 || (size_t)length >= out_size ? 0 : (size_t)length;
}

/* SEC1 of a bare P-256 number. */
static size_t p256_pem(const bytes *number, char *out, size_t out_size)
{
    return pem_of("EC PRIVATE KEY", "30310201010420", number, "a00a06082a8648ce3d030107", out,
                  out_size);
}

static tr_public_key *p256_public(const bytes *x, const bytes *y)
{
    static bytes point;
    char pem[1024];
    tr_public_key *key = NULL;
    memcpy(point.at, x->at, x->size);
    memcpy(point.at + x->size, y->at, y->size);
    point.size = x->size + y->size;
    size_t size = pem_of("PUBLIC KEY", "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
                         &point, "", pem, sizeof pem);
    return size > 0 && tr_public_key_new(TR_SIGNATURE_ES256, pem, size, &key, NULL) == TR_OK ? key
                                                                                             : NULL;
}

/* r is the RFC's; s or its other half, so the public key has to tell. */
static bool rfc6979_is_right(const tr_json_value *item)
{
    static bytes secret, x, y, r, message;
    char pem[1024];
    uint8_t signature[TR_SIGNATURE_SIZE_MAX];
    if (!bytes_of_hex(text_of(item, "secret_hex"), &secret) ||
        !bytes_of_hex(text_of(item, "public_x_hex"), &x) ||
        !bytes_of_hex(text_of(item, "public_y_hex"), &y) || !bytes_of_hex(text_of(item, "r"), &r) ||
        !bytes_of(item, "message", &message))
        return false;
    size_t size = signature_of(TR_SIGNATURE_ES256, pem, p256_pem(&secret, pem, sizeof pem),
                               &message, signature);
    tr_public_key *key = p256_public(&x, &y);
    bool is_right = size == 64 && r.size == 32 && memcmp(signature, r.at, r.size) == 0 &&
                    tr_public_key_verify(key, message.at, message.size, signature, size);
    signature[0] ^= 1;
    is_right = is_right && !tr_public_key_verify(key, message.at, message.size, signature, size);
    tr_public_key_free(key);
    return is_right;
}

static bool rfc8032_is_right(const tr_json_value *item)
{
    static bytes seed, message;
    char base64[TR_BASE64_TEXT_SIZE(32)];
    uint8_t signature[TR_SIGNATURE_SIZE_MAX];
    if (!bytes_of_hex(text_of(item, "secret_hex"), &seed) ||
        !bytes_of_hex(text_of(item, "message_hex"), &message) ||
        tr_base64_encode(TR_BASE64_STANDARD, seed.at, seed.size, base64, sizeof base64, NULL) !=
            TR_OK)
        return false;
    size_t size = signature_of(TR_SIGNATURE_ED25519, base64, strlen(base64), &message, signature);
    return size == 64 && is_encoded_as("hex", signature, size, text_of(item, "signature_hex"));
}

static bool jwk_number(const tr_json_value *jwk, const char *name, bytes *out)
{
    const char *text = text_of(jwk, name);
    return text != NULL && tr_base64_decode(TR_BASE64_URL_BARE, text, strlen(text), out->at,
                                            sizeof out->at, &out->size) == TR_OK;
}

/* Our signature of the token's text: the token's own for EdDSA, another right one for ES256. */
static bool token_is_right(const tr_json_value *item)
{
    static bytes number, x, y, signed_part;
    char key_text[1024], token[1024];
    uint8_t signature[TR_SIGNATURE_SIZE_MAX];
    const char *want = text_of(item, "token");
    const tr_json_value *jwk = member(item, "jwk");
    bool is_es256 = is_equal_text(text_of(jwk, "crv"), "P-256");
    if (want == NULL || !jwk_number(jwk, "d", &number) || !jwk_number(jwk, "x", &x))
        return false;
    size_t text_size = is_es256 ? p256_pem(&number, key_text, sizeof key_text) : 0;
    if (!is_es256 && tr_base64_encode(TR_BASE64_STANDARD, number.at, number.size, key_text,
                                      sizeof key_text, &text_size) != TR_OK)
        return false;
    signed_part.size = (size_t)(strrchr(want, '.') - want);
    memcpy(signed_part.at, want, signed_part.size);
    size_t size = signature_of(is_es256 ? TR_SIGNATURE_ES256 : TR_SIGNATURE_ED25519, key_text,
                               text_size, &signed_part, signature);
    memcpy(token, want, signed_part.size + 1);
    if (size == 0 ||
        tr_base64_encode(TR_BASE64_URL_BARE, signature, size, token + signed_part.size + 1,
                         sizeof token - signed_part.size - 1, NULL) != TR_OK)
        return false;
    if (!is_es256)
        return is_equal_text(token, want);
    tr_public_key *key = jwk_number(jwk, "y", &y) ? p256_public(&x, &y) : NULL;
    bool is_right = is_same_token(want, token, key) && is_same_token(want, want, key);
    tr_public_key_free(key);
    return is_right;
}

static bool crc_is_right(const tr_json_value *item)
{
    const char *message = text_of(item, "message");
    return message != NULL && (int64_t)tr_crc32(message, strlen(message)) == int_of(item, "crc32");
}

static bool primitive_is_right(const tr_json_value *item)
{
    static const struct {
        const char *begin;
        bool (*is_right)(const tr_json_value *item);
    } rows[] = {
        { "rfc4231-", rfc4231_is_right }, { "rfc8032-", rfc8032_is_right },
        { "rfc6979-", rfc6979_is_right }, { "rfc7515-", token_is_right },
        { "rfc8037-", token_is_right },   { "crc32-", crc_is_right },
    };
    const char *name = text_of(item, "case");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strncmp(name, rows[i].begin, strlen(rows[i].begin)) == 0)
            return rows[i].is_right(item);
    return false;
}

void check_official(const tr_json_value *root, tally *counts)
{
    static const struct {
        const char *list;
        bool (*is_right)(const tr_json_value *item);
    } parts[] = {
        { "signatures", signature_is_right },
        { "book_checksums", checksum_is_right },
        { "primitives", primitive_is_right },
    };
    for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++)
        for (const tr_json_value *item = tr_json_value_first(member(root, parts[part].list));
             item != NULL; item = tr_json_value_next(item))
            verdict(counts, text_of(item, "case"),
                    parts[part].is_right(item) ? NULL : "another result than the published one");
}
