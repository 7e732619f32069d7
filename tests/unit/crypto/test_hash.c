/*
 * SHA-2 on the examples published for FIPS 180-4 ("Secure Hash Standard", 2015): the messages "abc",
 * the 448-bit and 896-bit ones, and a million times "a"; with the empty message of NIST's CAVP set.
 */
#include <stdlib.h>
#include <string.h>

#include <trade/crypto.h>

#include "crypto/sha.h"
#include "support/check_tap.h"

static const char message_448[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
static const char message_896[] = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                                  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

static void assert_sha256(const void *bytes, size_t size, const char *expected)
{
    uint8_t digest[TR_SHA256_SIZE];
    char text[TR_HEX_TEXT_SIZE(sizeof digest)];
    tr_sha256_of(bytes, size, digest);
    ck_assert_int_eq(tr_hex_encode(digest, sizeof digest, text, sizeof text), TR_OK);
    ck_assert_str_eq(text, expected);
}

static void assert_sha512(const void *bytes, size_t size, const char *expected)
{
    uint8_t digest[TR_SHA512_SIZE];
    char text[TR_HEX_TEXT_SIZE(sizeof digest)];
    tr_sha512_of(bytes, size, digest);
    ck_assert_int_eq(tr_hex_encode(digest, sizeof digest, text, sizeof text), TR_OK);
    ck_assert_str_eq(text, expected);
}

START_TEST(sha256_gives_the_published_digests)
{
    assert_sha256(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha256("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_sha256(message_448, strlen(message_448),
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_sha256(message_896, strlen(message_896),
                  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}
END_TEST

START_TEST(sha512_gives_the_published_digests)
{
    assert_sha512(NULL, 0,
                  "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                  "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
    assert_sha512("abc", 3,
                  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    assert_sha512(message_896, strlen(message_896),
                  "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
                  "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
}
END_TEST

START_TEST(a_million_letters_give_the_published_digests)
{
    size_t size = 1000000;
    char *letters = malloc(size);
    ck_assert_ptr_nonnull(letters);
    memset(letters, 'a', size);
    assert_sha256(letters, size,
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_sha512(letters, size,
                  "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                  "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
    free(letters);
}
END_TEST

START_TEST(digest_does_not_depend_on_how_the_bytes_are_cut)
{
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7);
    uint8_t whole[TR_SHA256_SIZE];
    tr_sha256_of(bytes, sizeof bytes, whole);
    for (size_t piece = 1; piece <= sizeof bytes; piece++) {
        tr_sha256 hash;
        uint8_t digest[TR_SHA256_SIZE];
        tr_sha256_init(&hash);
        for (size_t at = 0; at < sizeof bytes; at += piece) {
            size_t rest = sizeof bytes - at;
            tr_sha256_update(&hash, bytes + at, rest < piece ? rest : piece);
        }
        tr_sha256_update(&hash, NULL, 0);
        tr_sha256_finish(&hash, digest);
        ck_assert_mem_eq(digest, whole, sizeof whole);
    }
}
END_TEST

/* nettle where it is there, and mbedTLS: every length around the edges of blocks, cut anywhere. */
START_TEST(digest_is_that_of_mbedtls_whatever_computes_it)
{
    uint8_t bytes[400];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 167 + 13);
    for (size_t size = 0; size <= sizeof bytes; size++) {
        uint8_t expected[TR_SHA256_SIZE], digest[TR_SHA256_SIZE];
        tr_sha256 hash;
        tr__sha_must_succeed(TR__SHA256_WHOLE(bytes, size, expected, 0));
        tr_sha256_of(bytes, size, digest);
        ck_assert_mem_eq(digest, expected, sizeof digest);
        tr_sha256_init(&hash);
        tr_sha256_update(&hash, bytes, size / 3);
        tr_sha256_update(&hash, bytes + size / 3, size - size / 3);
        tr_sha256_finish(&hash, digest);
        ck_assert_mem_eq(digest, expected, sizeof digest);
    }
}
END_TEST

START_TEST(a_copied_hash_continues_alike)
{
    tr_sha256 hash;
    tr_sha256_init(&hash);
    tr_sha256_update(&hash, "ab", 2);
    tr_sha256 copy = hash;
    tr_sha256_update(&hash, "x", 1);
    tr_sha256_update(&copy, "c", 1);
    uint8_t digest[TR_SHA256_SIZE];
    uint8_t expected[TR_SHA256_SIZE];
    tr_sha256_finish(&copy, digest);
    tr_sha256_of("abc", 3, expected);
    ck_assert_mem_eq(digest, expected, sizeof digest);
    tr_sha256_finish(&hash, digest);
    tr_sha256_of("abx", 3, expected);
    ck_assert_mem_eq(digest, expected, sizeof digest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hash");
    TCase *tests = tcase_create("hash");
    tcase_add_test(tests, digest_is_that_of_mbedtls_whatever_computes_it);
    tcase_add_test(tests, sha256_gives_the_published_digests);
    tcase_add_test(tests, sha512_gives_the_published_digests);
    tcase_add_test(tests, a_million_letters_give_the_published_digests);
    tcase_add_test(tests, digest_does_not_depend_on_how_the_bytes_are_cut);
    tcase_add_test(tests, a_copied_hash_continues_alike);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
