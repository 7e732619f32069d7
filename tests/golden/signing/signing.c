/* signing.c: see signing.h. */
#include "signing/signing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t int_of(const tr_json_value *object, const char *key)
{
    int64_t number = 0;
    const tr_json_value *value = member(object, key);
    return value != NULL && tr_json_value_int64(value, &number) == TR_OK ? number : 0;
}

bool is_equal_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* ---- comparing JSON -------------------------------------------------------------------------- */

#define PAIRS_MAX 256

bool json_is_same(const tr_json_value *a, const tr_json_value *b)
{
    struct {
        const tr_json_value *a, *b;
    } open[PAIRS_MAX] = { { a, b } };
    size_t open_count = 1;
    while (open_count > 0) {
        open_count--;
        a = open[open_count].a;
        b = open[open_count].b;
        tr_json_kind kind = tr_json_value_kind(a);
        if (a == NULL || b == NULL || kind != tr_json_value_kind(b) ||
            tr_json_value_count(a) != tr_json_value_count(b))
            return false;
        if (kind != TR_JSON_ARRAY && kind != TR_JSON_OBJECT) {
            tr_sign_field left = { 0 }, right = { 0 }, none[1];
            if (tr_sign_field_of_json(a, NULL, none, 0, &left) != TR_OK ||
                tr_sign_field_of_json(b, NULL, none, 0, &right) != TR_OK ||
                strcmp(left.text, right.text) != 0)
                return false;
            continue;
        }
        const tr_json_value *other = tr_json_value_first(b);
        for (const tr_json_value *item = tr_json_value_first(a); item != NULL;
             item = tr_json_value_next(item)) {
            if (open_count == PAIRS_MAX)
                return false;
            open[open_count].a = item;
            open[open_count++].b =
                kind == TR_JSON_ARRAY ? other : member(b, tr_json_value_key(item, NULL));
            other = tr_json_value_next(other);
        }
    }
    return true;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static tr_secret *secret_of(const char *text)
{
    tr_secret *secret = NULL;
    return text != NULL && tr_secret_new(text, strlen(text), &secret) == TR_OK ? secret : NULL;
}

static tr_key_scheme scheme_of(const char *set)
{
    static const struct {
        const char *set;
        tr_key_scheme scheme;
    } rows[] = { { "rsa", TR_KEY_RSA }, { "ed25519", TR_KEY_ED25519 }, { "es256", TR_KEY_ES256 } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].set, set) == 0)
            return rows[i].scheme;
    return TR_KEY_HMAC;
}

tr_exchange_key *key_of(const char *exchange, const tr_json_value *credentials, const char *set,
                        tr_error *err)
{
    const tr_json_value *chosen = member(credentials, set);
    tr_secret *secret = secret_of(text_of(chosen, "secret"));
    tr_secret *passphrase = secret_of(text_of(chosen, "password"));
    tr_exchange_key_options options = TR_EXCHANGE_KEY_OPTIONS_INIT;
    options.exchange = exchange;
    options.scheme = scheme_of(set);
    options.id = text_of(chosen, "apiKey");
    options.secret = secret;
    options.passphrase = passphrase;
    tr_exchange_key *key = NULL;
    if (tr_exchange_key_new(&options, &key, err) != TR_OK)
        key = NULL;
    tr_secret_free(secret);
    tr_secret_free(passphrase);
    return key;
}

tr_public_key *public_key_of(const tr_json_value *credentials, const char *set,
                             tr_signature_scheme scheme)
{
    const char *pem = text_of(member(credentials, set), "public_key");
    tr_public_key *key = NULL;
    if (pem == NULL || tr_public_key_new(scheme, pem, strlen(pem), &key, NULL) != TR_OK)
        return NULL;
    return key;
}

bool salt_of(const char *hex, uint8_t salt[TR_SIGN_SALT_SIZE])
{
    size_t size = 0;
    return hex != NULL &&
           tr_hex_decode(hex, strlen(hex), salt, TR_SIGN_SALT_SIZE, &size) == TR_OK &&
           size == TR_SIGN_SALT_SIZE;
}

bool is_same_token(const char *want, const char *got, const tr_public_key *key)
{
    const char *want_end = strrchr(want, '.');
    const char *got_end = strrchr(got, '.');
    if (key == NULL || want_end == NULL || got_end == NULL || want_end - want != got_end - got ||
        memcmp(want, got, (size_t)(got_end - got)) != 0)
        return false;
    uint8_t signature[TR_SIGNATURE_SIZE_MAX];
    size_t size = 0;
    return tr_base64_decode(TR_BASE64_URL_BARE, got_end + 1, strlen(got_end + 1), signature,
                            sizeof signature, &size) == TR_OK &&
           tr_public_key_verify(key, got, (size_t)(got_end - got), signature, size);
}
