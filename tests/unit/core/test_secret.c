/* Secrets: held, compared, wiped. */
#include <string.h>

#include "core/secret.h"
#include "support/check_tap.h"

START_TEST(secret_is_a_copy_of_its_bytes)
{
    char key[] = "a\0b";
    tr_secret *secret = NULL;
    size_t size = 0;
    ck_assert_int_eq(tr_secret_new(key, 3, &secret), TR_OK);
    memset(key, 'x', 3);
    ck_assert_mem_eq(tr_secret_bytes(secret, &size), "a\0b", 3);
    ck_assert_uint_eq(size, 3);
    ck_assert_ptr_nonnull(tr_secret_bytes(secret, NULL));
    tr_secret_free(secret);
}
END_TEST

START_TEST(only_the_same_bytes_are_equal)
{
    tr_secret *secret;
    tr_secret *empty;
    ck_assert_int_eq(tr_secret_new("hunter2", 7, &secret), TR_OK);
    ck_assert_int_eq(tr_secret_new(NULL, 0, &empty), TR_OK);
    ck_assert(tr_secret_equals(secret, "hunter2", 7));
    ck_assert(!tr_secret_equals(secret, "hunter2", 6));
    ck_assert(!tr_secret_equals(secret, "hunter2x", 8));
    ck_assert(!tr_secret_equals(secret, "Hunter2", 7));
    ck_assert(!tr_secret_equals(secret, "hunter3", 7));
    ck_assert(!tr_secret_equals(secret, NULL, 0));
    ck_assert(!tr_secret_equals(NULL, NULL, 0));
    ck_assert(tr_secret_equals(empty, NULL, 0));
    tr_secret_free(secret);
    tr_secret_free(empty);
}
END_TEST

START_TEST(size_has_a_limit)
{
    static const unsigned char bytes[65537];
    tr_secret *secret = NULL;
    ck_assert_int_eq(tr_secret_new(bytes, 65537, &secret), TR_E_RANGE);
    ck_assert_ptr_null(secret);
    ck_assert_int_eq(tr_secret_new(bytes, 65536, &secret), TR_OK);
    tr_secret_free(secret);
    ck_assert_int_eq(tr_secret_new(NULL, 1, &secret), TR_E_INVALID);
    ck_assert_int_eq(tr_secret_new(bytes, 1, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(nothing_is_accepted_where_a_secret_is_released_or_read)
{
    size_t size = 9;
    tr_secret_free(NULL);
    ck_assert_ptr_null(tr_secret_bytes(NULL, &size));
    ck_assert_uint_eq(size, 0);
}
END_TEST

START_TEST(wiped_memory_is_zero)
{
    static const char zeros[8];
    char memory[8] = "secrets";
    tr__secret_wipe(memory, sizeof memory);
    ck_assert_mem_eq(memory, zeros, sizeof zeros);
    tr__secret_wipe(NULL, 0);
    ck_assert(tr__secret_bytes_equal(memory, zeros, sizeof zeros));
    memory[7] = 1;
    ck_assert(!tr__secret_bytes_equal(memory, zeros, sizeof zeros));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secret");
    TCase *tests = tcase_create("secret");
    tcase_add_test(tests, secret_is_a_copy_of_its_bytes);
    tcase_add_test(tests, only_the_same_bytes_are_equal);
    tcase_add_test(tests, size_has_a_limit);
    tcase_add_test(tests, nothing_is_accepted_where_a_secret_is_released_or_read);
    tcase_add_test(tests, wiped_memory_is_zero);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
