/* signing.h: what the parts of golden_signing share: credentials, and JSON as signing parameters. */
#ifndef TESTS_GOLDEN_SIGNING_H
#define TESTS_GOLDEN_SIGNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/crypto.h>
#include <trade/sign.h>
#include <trade/sign_json.h>

#include "json_cases.h"

#define FIELDS_MAX  1024
#define BUFFER_SIZE 65536

int64_t int_of(const tr_json_value *object, const char *key);
bool is_equal_text(const char *a, const char *b);

typedef struct field_pool {
    tr_sign_field fields[FIELDS_MAX];
} field_pool;

/* Two texts of JSON with the same members in any order? */
bool json_is_same(const tr_json_value *a, const tr_json_value *b);

/* The key named `set` of `credentials`; NULL and a reason on failure. */
tr_exchange_key *key_of(const char *exchange, const tr_json_value *credentials, const char *set,
                        tr_error *err);
tr_public_key *public_key_of(const tr_json_value *credentials, const char *set,
                             tr_signature_scheme scheme);

bool salt_of(const char *hex, uint8_t salt[TR_SIGN_SALT_SIZE]);

/* Two tokens with the same claims, the second one signed by `key`? Both header.claims.signature. */
bool is_same_token(const char *want, const char *got, const tr_public_key *key);

/* The kinds of files. */
void check_requests(const tr_json_value *root, tally *counts);
void check_streams(const tr_json_value *root, tally *counts);
void check_official(const tr_json_value *root, tally *counts);

#endif
