/* Percent decoding and query strings. */
#include <string.h>

#include "serve/target.h"
#include "support/check_tap.h"

static size_t decode(const char *text, bool plus_is_space, char *out)
{
    return target_decode(text, strlen(text), plus_is_space, out);
}

START_TEST(escapes_are_decoded_in_either_case)
{
    char out[32];
    ck_assert_uint_eq(decode("BTC%2fUSDT%2F%41", false, out), 10);
    ck_assert_str_eq(out, "BTC/USDT/A");
}
END_TEST

START_TEST(plus_is_a_space_only_where_forms_say_so)
{
    char out[32];
    decode("a+b", false, out);
    ck_assert_str_eq(out, "a+b");
    decode("a+b%2B", true, out);
    ck_assert_str_eq(out, "a b+");
}
END_TEST

START_TEST(broken_escapes_and_nul_are_refused)
{
    static const char *const texts[] = {
        "%", "a%", "%4", "a%4", "%G1", "%1G", "%-1", "%00", "a%00"
    };
    char out[32];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_uint_eq(decode(texts[i], false, out), (size_t)-1);
}
END_TEST

START_TEST(query_is_cut_into_decoded_pairs)
{
    target_query query;
    char storage[64];
    ck_assert_ptr_null(target_query_parse("a=1&&b=x%26y&c&d=&=e&f=g=h&", storage, &query));
    ck_assert_uint_eq(query.count, 6);
    ck_assert_str_eq(target_query_find(&query, "a"), "1");
    ck_assert_str_eq(target_query_find(&query, "b"), "x&y");
    ck_assert_str_eq(target_query_find(&query, "c"), "");
    ck_assert_str_eq(target_query_find(&query, "d"), "");
    ck_assert_str_eq(target_query_find(&query, ""), "e");
    ck_assert_str_eq(target_query_find(&query, "f"), "g=h");
    ck_assert_ptr_null(target_query_find(&query, "g"));
}
END_TEST

START_TEST(parameter_given_twice_is_refused)
{
    target_query query;
    char storage[64];
    ck_assert_ptr_nonnull(target_query_parse("a=1&%61=2", storage, &query));
}
END_TEST

START_TEST(more_parameters_than_32_are_refused)
{
    char text[200];
    char storage[sizeof text + 2];
    target_query query;
    size_t used = 0;
    for (int i = 0; i < 33; i++) {
        text[used++] = (char)('a' + i / 26);
        text[used++] = (char)('a' + i % 26);
        text[used++] = '&';
        text[used] = '\0';
        if (i == 31)
            ck_assert_ptr_null(target_query_parse(text, storage, &query));
    }
    ck_assert_ptr_nonnull(target_query_parse(text, storage, &query));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("target");
    TCase *tests = tcase_create("target");
    tcase_add_test(tests, escapes_are_decoded_in_either_case);
    tcase_add_test(tests, plus_is_a_space_only_where_forms_say_so);
    tcase_add_test(tests, broken_escapes_and_nul_are_refused);
    tcase_add_test(tests, query_is_cut_into_decoded_pairs);
    tcase_add_test(tests, parameter_given_twice_is_refused);
    tcase_add_test(tests, more_parameters_than_32_are_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
