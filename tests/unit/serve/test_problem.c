/* application/problem+json. */
#include <string.h>

#include "serve/problem.h"
#include "support/check_tap.h"

START_TEST(problem_has_the_five_members)
{
    char text[PROBLEM_SIZE];
    size_t size = problem_format(404, NULL, "no order 7", "id-12345", text);
    ck_assert_uint_eq(size, strlen(text));
    ck_assert_str_eq(text, "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                           "\"instance\":\"id-12345\",\"detail\":\"no order 7\"}");
}
END_TEST

START_TEST(detail_is_escaped_and_kept_valid)
{
    char text[PROBLEM_SIZE];
    problem_format(400, "urn:x", "a\"b\\c\nd\xFF\xC3\xA9\xC0\x80", "i", text);
    ck_assert_ptr_nonnull(strstr(text, "\"type\":\"urn:x\""));
    ck_assert_ptr_nonnull(strstr(text, "\"a\\\"b\\\\c\\u000ad?\xC3\xA9??\"}"));
}
END_TEST

START_TEST(long_detail_is_cut_at_a_whole_character)
{
    char text[PROBLEM_SIZE];
    char detail[3 * PROBLEM_SIZE];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(detail, 'x', shift);
        for (size_t i = shift; i + 3 < sizeof detail; i += 3)
            memcpy(detail + i, "\xE2\x82\xAC", 4);
        size_t size = problem_format(400, NULL, detail, "i", text);
        ck_assert_uint_lt(size, PROBLEM_SIZE);
        ck_assert_str_eq(text + size - 5, "\xE2\x82\xAC\"}");
    }
}
END_TEST

START_TEST(status_without_a_phrase_is_an_error)
{
    ck_assert_str_eq(problem_title(499), "Error");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("problem");
    TCase *tests = tcase_create("problem");
    tcase_add_test(tests, problem_has_the_five_members);
    tcase_add_test(tests, detail_is_escaped_and_kept_valid);
    tcase_add_test(tests, long_detail_is_cut_at_a_whole_character);
    tcase_add_test(tests, status_without_a_phrase_is_an_error);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
