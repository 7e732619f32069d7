/* Random bytes and comparison in constant time. */
#include <string.h>

#include <trade/crypto.h>

#include "support/check_tap.h"

START_TEST(random_bytes_fill_all_of_the_buffer)
{
    /* A byte that stays zero in 64 draws has probability 2^-512: then it was never written. */
    unsigned char seen[1000] = { 0 };
    for (int draw = 0; draw < 64; draw++) {
        unsigned char bytes[sizeof seen];
        memset(bytes, 0, sizeof bytes);
        ck_assert_int_eq(tr_crypto_random(bytes, sizeof bytes, NULL), TR_OK);
        for (size_t i = 0; i < sizeof seen; i++)
            seen[i] |= bytes[i];
    }
    for (size_t i = 0; i < sizeof seen; i++)
        ck_assert_uint_ne(seen[i], 0);
}
END_TEST

START_TEST(no_random_bytes_are_no_failure_but_no_place_is)
{
    tr_error err;
    ck_assert_int_eq(tr_crypto_random(NULL, 0, &err), TR_OK);
    ck_assert_int_eq(tr_crypto_random(NULL, 1, &err), TR_E_INVALID);
}
END_TEST

START_TEST(comparison_sees_every_single_bit)
{
    unsigned char a[40];
    unsigned char b[40];
    memset(a, 0x5A, sizeof a);
    memset(b, 0x5A, sizeof b);
    ck_assert(tr_crypto_equal(a, b, sizeof a));
    ck_assert(tr_crypto_equal(NULL, NULL, 0));
    for (size_t bit = 0; bit < 8 * sizeof a; bit++) {
        b[bit / 8] ^= (unsigned char)(1u << bit % 8);
        ck_assert(!tr_crypto_equal(a, b, sizeof a));
        b[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("random");
    TCase *tests = tcase_create("random");
    tcase_add_test(tests, random_bytes_fill_all_of_the_buffer);
    tcase_add_test(tests, no_random_bytes_are_no_failure_but_no_place_is);
    tcase_add_test(tests, comparison_sees_every_single_bit);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
