/* Statuses and error details: names, one-line messages, clean cuts. */
#include <string.h>

#include <trade/status.h>

#include "core/fail.h"
#include "support/check_tap.h"

START_TEST(every_status_has_a_name_of_its_own)
{
    for (int i = 0; i >= TR_E_INTERNAL; i--) {
        ck_assert_str_ne(tr_status_name((tr_status)i), "unknown_status");
        for (int j = 0; j > i; j--)
            ck_assert_str_ne(tr_status_name((tr_status)i), tr_status_name((tr_status)j));
    }
    ck_assert_str_eq(tr_status_name((tr_status)1), "unknown_status");
    ck_assert_str_eq(tr_status_name((tr_status)-999), "unknown_status");
}
END_TEST

START_TEST(failure_fills_status_code_and_message)
{
    tr_error err;
    ck_assert_int_eq(tr__fail(&err, TR_E_PARSE, 7, "line %u: bad", 3u), TR_E_PARSE);
    ck_assert_int_eq(err.status, TR_E_PARSE);
    ck_assert_int_eq(err.native_code, 7);
    ck_assert_str_eq(err.message, "line 3: bad");
}
END_TEST

START_TEST(failure_without_detail_still_returns_its_status)
{
    ck_assert_int_eq(tr__fail(NULL, TR_E_IO, 0, "unused"), TR_E_IO);
}
END_TEST

START_TEST(message_stays_on_one_line)
{
    tr_error err;
    tr__fail(&err, TR_E_PARSE, 0, "%s", "a\nb\tc\x7F");
    ck_assert_str_eq(err.message, "a b c ");
}
END_TEST

START_TEST(long_message_is_cut_at_a_whole_character)
{
    char text[400];
    tr_error err;
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'x', sizeof text);
        text[sizeof text - 1] = '\0';
        memcpy(text + TR_ERROR_MESSAGE_SIZE - 1 - shift, "\xF0\x9F\x9A\x80", 4);
        tr__fail(&err, TR_E_PARSE, 0, "%s", text);
        ck_assert_uint_eq(strlen(err.message), TR_ERROR_MESSAGE_SIZE - 1 - shift);
        ck_assert_int_eq(err.message[strlen(err.message) - 1], 'x');
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("status");
    TCase *tests = tcase_create("status");
    tcase_add_test(tests, every_status_has_a_name_of_its_own);
    tcase_add_test(tests, failure_fills_status_code_and_message);
    tcase_add_test(tests, failure_without_detail_still_returns_its_status);
    tcase_add_test(tests, message_stays_on_one_line);
    tcase_add_test(tests, long_message_is_cut_at_a_whole_character);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
