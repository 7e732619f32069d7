/* test_private_key.c: signing and checking with RSA, P-256 and Ed25519; the published numbers are in golden_signing. */
#include <pthread.h>
#include <string.h>

#include <trade/crypto.h>

#include "support/check_tap.h"
#include "support/sample_keys.h"

typedef struct sample {
    tr_signature_scheme scheme;
    const char *text, *public_text;
    size_t signature_size;
} sample;

static const sample samples[] = {
    { TR_SIGNATURE_RSA_SHA256, sample_rsa, sample_rsa_public, 256 },
    { TR_SIGNATURE_ES256, sample_p256, sample_p256_public, 64 },
    { TR_SIGNATURE_ED25519, sample_ed25519, sample_ed25519_public, 64 },
};

static tr_status key_read(tr_signature_scheme scheme, const char *text, tr_private_key **out,
                          tr_error *err)
{
    tr_secret *secret = NULL;
    ck_assert_int_eq(tr_secret_new(text, strlen(text), &secret), TR_OK);
    tr_status status = tr_private_key_new(scheme, secret, out, err);
    tr_secret_free(secret);
    return status;
}

START_TEST(a_signature_is_the_same_every_time_and_its_public_key_knows_it)
{
    const sample *it = &samples[_i];
    tr_private_key *key = NULL;
    tr_public_key *public_key = NULL;
    ck_assert_int_eq(key_read(it->scheme, it->text, &key, NULL), TR_OK);
    ck_assert_int_eq(tr_private_key_scheme(key), it->scheme);
    ck_assert_int_eq(
        tr_public_key_new(it->scheme, it->public_text, strlen(it->public_text), &public_key, NULL),
        TR_OK);
    uint8_t first[TR_SIGNATURE_SIZE_MAX], second[TR_SIGNATURE_SIZE_MAX];
    size_t size = 0;
    for (size_t length = 0; length < 70; length += 23) {
        char message[70];
        memset(message, 'm', sizeof message);
        ck_assert_int_eq(tr_private_key_sign(key, message, length, first, &size), TR_OK);
        ck_assert_uint_eq(size, it->signature_size);
        ck_assert_int_eq(tr_private_key_sign(key, message, length, second, &size), TR_OK);
        ck_assert_mem_eq(first, second, size);
        ck_assert(tr_public_key_verify(public_key, message, length, first, size));
        ck_assert(!tr_public_key_verify(public_key, message, length + 1, first, size));
        ck_assert(!tr_public_key_verify(public_key, message, length, first, size - 1));
        first[size / 2] ^= 1;
        ck_assert(!tr_public_key_verify(public_key, message, length, first, size));
    }
    tr_private_key_free(key);
    tr_public_key_free(public_key);
}
END_TEST

START_TEST(a_p256_signature_has_the_lower_s)
{
    static const uint8_t half_of_order[32] = { 0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00,
                                               0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                               0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42,
                                               0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8 };
    tr_private_key *key = NULL;
    ck_assert_int_eq(key_read(TR_SIGNATURE_ES256, sample_p256, &key, NULL), TR_OK);
    for (unsigned char i = 0; i < 20; i++) {
        uint8_t signature[TR_SIGNATURE_SIZE_MAX];
        size_t size = 0;
        ck_assert_int_eq(tr_private_key_sign(key, &i, 1, signature, &size), TR_OK);
        ck_assert_int_le(memcmp(signature + 32, half_of_order, 32), 0);
    }
    tr_private_key_free(key);
}
END_TEST

START_TEST(an_ed25519_key_is_read_from_its_seed_and_from_both_halves_that_fit)
{
    static const char seed[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static const char both[] =
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8DoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuA==";
    tr_private_key *key = NULL;
    ck_assert_int_eq(key_read(TR_SIGNATURE_ED25519, seed, &key, NULL), TR_OK);
    tr_private_key_free(key);
    tr_error err;
    char wrong[sizeof both];
    memcpy(wrong, both, sizeof both);
    ck_assert_int_eq(key_read(TR_SIGNATURE_ED25519, both, &key, &err), TR_OK);
    tr_private_key_free(key);
    wrong[70] = wrong[70] == 'A' ? 'B' : 'A';
    ck_assert_int_eq(key_read(TR_SIGNATURE_ED25519, wrong, &key, &err), TR_E_PARSE);
    ck_assert_ptr_nonnull(strstr(err.message, "do not belong together"));
}
END_TEST

START_TEST(what_is_no_such_key_is_refused_with_the_reason)
{
    tr_private_key *key = NULL;
    tr_error err;
    ck_assert_int_eq(key_read(TR_SIGNATURE_RSA_SHA256, "rubbish", &key, &err), TR_E_PARSE);
    ck_assert_int_eq(key_read(TR_SIGNATURE_RSA_SHA256, "", &key, &err), TR_E_PARSE);
    ck_assert_int_eq(key_read(TR_SIGNATURE_RSA_SHA256, sample_p256, &key, &err), TR_E_PARSE);
    ck_assert_int_eq(key_read(TR_SIGNATURE_RSA_SHA256, sample_rsa_1024, &key, &err), TR_E_RANGE);
    ck_assert_ptr_nonnull(strstr(err.message, "1024 bits"));
    ck_assert_int_eq(key_read(TR_SIGNATURE_ES256, sample_rsa, &key, &err), TR_E_PARSE);
    ck_assert_int_eq(key_read(TR_SIGNATURE_ES256, sample_p384, &key, &err), TR_E_PARSE);
    ck_assert_int_eq(key_read(TR_SIGNATURE_ED25519, sample_p256, &key, &err), TR_E_PARSE);
    ck_assert_int_eq(key_read(TR_SIGNATURE_ED25519, "AAEC", &key, &err), TR_E_PARSE);
    ck_assert_ptr_null(key);
    ck_assert_int_eq(tr_private_key_new(TR_SIGNATURE_ES256, NULL, &key, &err), TR_E_INVALID);
    tr_public_key *public_key = NULL;
    ck_assert_int_eq(tr_public_key_new(TR_SIGNATURE_ES256, sample_rsa_public,
                                       strlen(sample_rsa_public), &public_key, &err),
                     TR_E_PARSE);
    ck_assert_int_eq(tr_public_key_new(TR_SIGNATURE_ED25519, sample_p256_public,
                                       strlen(sample_p256_public), &public_key, &err),
                     TR_E_PARSE);
    ck_assert_ptr_null(public_key);
    tr_private_key_free(NULL);
    tr_public_key_free(NULL);
}
END_TEST

START_TEST(a_prepared_hmac_key_gives_the_codes_of_the_plain_one)
{
    char text[200];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7 + 1);
    for (size_t key_size = 0; key_size <= sizeof text; key_size += 25) {
        tr_secret *secret = NULL;
        ck_assert_int_eq(tr_secret_new(text, key_size, &secret), TR_OK);
        tr_hmac_key hmac;
        uint8_t plain[TR_SHA512_SIZE], prepared[TR_SHA512_SIZE];
        for (size_t size = 0; size < sizeof text; size += 66) {
            ck_assert_int_eq(tr_hmac_key_init(&hmac, TR_HASH_SHA256, secret), TR_OK);
            ck_assert_int_eq(tr_hmac_sha256(secret, text, size, plain), TR_OK);
            ck_assert_uint_eq(tr_hmac_key_code(&hmac, text, size, prepared), TR_SHA256_SIZE);
            ck_assert_mem_eq(plain, prepared, TR_SHA256_SIZE);
            ck_assert_int_eq(tr_hmac_key_init(&hmac, TR_HASH_SHA512, secret), TR_OK);
            ck_assert_int_eq(tr_hmac_sha512(secret, text, size, plain), TR_OK);
            ck_assert_uint_eq(tr_hmac_key_code(&hmac, text, size, prepared), TR_SHA512_SIZE);
            ck_assert_mem_eq(plain, prepared, TR_SHA512_SIZE);
        }
        tr_hmac_key_done(&hmac);
        static const tr_hmac_key wiped;
        ck_assert_mem_eq(&hmac, &wiped, sizeof hmac);
        tr_secret_free(secret);
    }
}
END_TEST

static void *sign_often(void *user)
{
    const tr_private_key *key = user;
    uint8_t first[TR_SIGNATURE_SIZE_MAX], next[TR_SIGNATURE_SIZE_MAX];
    size_t size = 0;
    if (tr_private_key_sign(key, "message", 7, first, &size) != TR_OK)
        return user;
    for (int i = 0; i < 10; i++)
        if (tr_private_key_sign(key, "message", 7, next, &size) != TR_OK ||
            memcmp(first, next, size) != 0)
            return user;
    return NULL;
}

START_TEST(threads_may_sign_with_one_key_at_once)
{
    tr_private_key *key = NULL;
    ck_assert_int_eq(key_read(samples[_i].scheme, samples[_i].text, &key, NULL), TR_OK);
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, sign_often, key), 0);
    for (size_t i = 0; i < 3; i++) {
        void *failed = key;
        ck_assert_int_eq(pthread_join(threads[i], &failed), 0);
        ck_assert_ptr_null(failed);
    }
    tr_private_key_free(key);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("private_key");
    TCase *tests = tcase_create("private_key");
    tcase_add_loop_test(tests, a_signature_is_the_same_every_time_and_its_public_key_knows_it, 0,
                        3);
    tcase_add_test(tests, a_p256_signature_has_the_lower_s);
    tcase_add_test(tests, an_ed25519_key_is_read_from_its_seed_and_from_both_halves_that_fit);
    tcase_add_test(tests, what_is_no_such_key_is_refused_with_the_reason);
    tcase_add_test(tests, a_prepared_hmac_key_gives_the_codes_of_the_plain_one);
    tcase_add_loop_test(tests, threads_may_sign_with_one_key_at_once, 0, 3);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
