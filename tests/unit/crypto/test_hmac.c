/*
 * HMAC on the cases of RFC 4231 ("Identifiers and Test Vectors for HMAC-SHA-224, HMAC-SHA-256,
 * HMAC-SHA-384, and HMAC-SHA-512", 2005), all but case 5, which is about truncated codes.
 */
#include <string.h>

#include <trade/crypto.h>

#include "support/check_tap.h"

typedef struct published {
    const char *key; /* hexadecimal */
    const char *data;
    const char *sha256;
    const char *sha384;
    const char *sha512;
} published;

static const published cases[] = {
    /* case 1 */
    { "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
      "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f"
      "4af152e8b2fa9cb6",
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702"
      "038b274eaea3f4e4be9d914eeb61f1702e696c203a126854" },
    /* case 2 */
    { "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
      "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c7"
      "8b3239ecfab21649",
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a"
      "6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737" },
    /* case 3 */
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
      "dddddddddddddddddddd",
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
      "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b9"
      "4e3ab6e101a34f27",
      "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c8"
      "06b485a47e67c807b946a337bee8942674278859e13292fb" },
    /* case 4 */
    { "0102030405060708090a0b0c0d0e0f10111213141516171819",
      "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
      "cdcdcdcdcdcdcdcdcdcd",
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
      "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4a7d679"
      "ccf8a386c674cffb",
      "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4"
      "d679275cc5788063a5f19741120c4f2de2adebeb10a298dd" },
    /* case 6 */
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaa",
      "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20"
      "48617368204b6579204669727374",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
      "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe82"
      "96248df163f44952",
      "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598"
      "bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598" },
    /* case 7 */
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaa",
      "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b"
      "2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a652064"
      "6174612e20546865206b6579206e6565647320746f20626520686173686564206265666f72652062"
      "65696e6720757365642062792074686520484d414320616c676f726974686d2e",
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
      "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5a678cc31e799176d"
      "3860e6110c46523e",
      "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b1"
      "0d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58" },
};

static void assert_code(const uint8_t *code, size_t size, const char *expected)
{
    char text[TR_HEX_TEXT_SIZE(TR_SHA512_SIZE)];
    ck_assert_int_eq(tr_hex_encode(code, size, text, sizeof text), TR_OK);
    ck_assert_str_eq(text, expected);
}

START_TEST(every_code_is_the_published_one)
{
    const published *row = &cases[_i];
    uint8_t key[200];
    uint8_t data[200];
    size_t key_size = 0;
    size_t data_size = 0;
    ck_assert_int_eq(tr_hex_decode(row->key, strlen(row->key), key, sizeof key, &key_size), TR_OK);
    ck_assert_int_eq(tr_hex_decode(row->data, strlen(row->data), data, sizeof data, &data_size),
                     TR_OK);
    tr_secret *secret = NULL;
    ck_assert_int_eq(tr_secret_new(key, key_size, &secret), TR_OK);
    uint8_t code[TR_SHA512_SIZE];
    ck_assert_int_eq(tr_hmac_sha256(secret, data, data_size, code), TR_OK);
    assert_code(code, TR_SHA256_SIZE, row->sha256);
    ck_assert_int_eq(tr_hmac_sha384(secret, data, data_size, code), TR_OK);
    assert_code(code, TR_SHA384_SIZE, row->sha384);
    ck_assert_int_eq(tr_hmac_sha512(secret, data, data_size, code), TR_OK);
    assert_code(code, TR_SHA512_SIZE, row->sha512);
    tr_secret_free(secret);
}
END_TEST

START_TEST(empty_key_and_empty_text_have_a_code_too)
{
    tr_secret *secret = NULL;
    ck_assert_int_eq(tr_secret_new(NULL, 0, &secret), TR_OK);
    uint8_t code[TR_SHA256_SIZE];
    ck_assert_int_eq(tr_hmac_sha256(secret, NULL, 0, code), TR_OK);
    /* Computed with two other implementations, of Python and of OpenSSL. */
    assert_code(code, sizeof code,
                "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    ck_assert_int_eq(tr_hmac_sha256(NULL, NULL, 0, code), TR_E_INVALID);
    ck_assert_int_eq(tr_hmac_sha256(secret, NULL, 1, code), TR_E_INVALID);
    tr_secret_free(secret);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hmac");
    TCase *tests = tcase_create("hmac");
    tcase_add_loop_test(tests, every_code_is_the_published_one, 0, sizeof cases / sizeof cases[0]);
    tcase_add_test(tests, empty_key_and_empty_text_have_a_code_too);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
