/* The tree: its shape, its getters, the words of its errors. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/json.h>

#include "support/check_tap.h"

static tr_json_document *parsed(const char *text)
{
    tr_json_document *document = NULL;
    tr_error err = { .message = "" };
    ck_assert_msg(tr_json_document_parse(text, strlen(text), NULL, &document, &err) == TR_OK,
                  "%s: %s", text, err.message);
    return document;
}

START_TEST(an_alert_is_read_member_by_member)
{
    tr_json_document *document =
        parsed("{\"symbol\":\"BINANCE:BTCUSDT\",\"action\":\"buy\",\"price\":64123.50,"
               "\"quantity\":\"0.100000000000000001\",\"time\":1700000000000,\"test\":false,"
               "\"note\":null,\"targets\":[65000,66000.5]}");
    const tr_json_value *alert = tr_json_document_root(document);
    ck_assert_int_eq(tr_json_value_kind(alert), TR_JSON_OBJECT);
    ck_assert_uint_eq(tr_json_value_count(alert), 8);
    const char *text = NULL;
    size_t length = 0;
    ck_assert_int_eq(tr_json_member_text(alert, "symbol", &text, &length, NULL), TR_OK);
    ck_assert_str_eq(text, "BINANCE:BTCUSDT");
    ck_assert_uint_eq(length, 15);
    tr_decimal number;
    char written[TR_DECIMAL_TEXT_SIZE];
    ck_assert_int_eq(tr_json_member_decimal(alert, "price", &number, NULL), TR_OK);
    tr_decimal_format(number, written, sizeof written);
    ck_assert_str_eq(written, "64123.5");
    ck_assert_int_eq(tr_json_member_decimal(alert, "quantity", &number, NULL), TR_OK);
    tr_decimal_format(number, written, sizeof written);
    ck_assert_str_eq(written, "0.100000000000000001");
    int64_t at = 0;
    ck_assert_int_eq(tr_json_member_int64(alert, "time", &at, NULL), TR_OK);
    ck_assert_int_eq(at, 1700000000000);
    bool is_test = true;
    ck_assert_int_eq(tr_json_member_bool(alert, "test", &is_test, NULL), TR_OK);
    ck_assert(!is_test);
    ck_assert_int_eq(tr_json_value_kind(tr_json_value_member(alert, "note")), TR_JSON_NULL);
    ck_assert_ptr_null(tr_json_value_member(alert, "missing"));
    tr_json_document_free(document);
}
END_TEST

START_TEST(values_hang_together_as_the_text_says)
{
    tr_json_document *document = parsed("[[],{\"a\":[1,[2]],\"b\":{}},3]");
    const tr_json_value *root = tr_json_document_root(document);
    ck_assert_uint_eq(tr_json_value_count(root), 3);
    ck_assert_ptr_null(tr_json_value_next(root));
    ck_assert_ptr_null(tr_json_value_key(root, NULL));
    const tr_json_value *empty = tr_json_value_first(root);
    ck_assert_int_eq(tr_json_value_kind(empty), TR_JSON_ARRAY);
    ck_assert_uint_eq(tr_json_value_count(empty), 0);
    ck_assert_ptr_null(tr_json_value_first(empty));
    const tr_json_value *object = tr_json_value_next(empty);
    ck_assert_uint_eq(tr_json_value_count(object), 2);
    const tr_json_value *a = tr_json_value_first(object);
    size_t length = 0;
    ck_assert_str_eq(tr_json_value_key(a, &length), "a");
    ck_assert_uint_eq(length, 1);
    ck_assert_uint_eq(tr_json_value_count(a), 2);
    ck_assert_ptr_null(tr_json_value_key(tr_json_value_first(a), NULL));
    const tr_json_value *b = tr_json_value_next(a);
    ck_assert_str_eq(tr_json_value_key(b, NULL), "b");
    ck_assert_ptr_null(tr_json_value_next(b));
    ck_assert_ptr_eq(tr_json_value_member(object, "b"), b);
    const tr_json_value *three = tr_json_value_next(object);
    const char *text = NULL;
    ck_assert_int_eq(tr_json_value_number(three, &text, &length), TR_OK);
    ck_assert_str_eq(text, "3");
    ck_assert_uint_eq(tr_json_value_offset(three), 25);
    ck_assert_ptr_null(tr_json_value_next(three));
    tr_json_document_free(document);
}
END_TEST

START_TEST(numbers_keep_their_text)
{
    static const char *const numbers[] = {
        "0", "-0", "1.0", "1E400", "1.000000000000000005", "123e-9", "1e+2", "10000000000000000999"
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        static const char *const around[][2] = {
            { "", "" }, { " ", "\n" }, { "[", "]" }, { "[1 ,", " , 2]" }, { "{\"a\":", "}" }
        };
        for (size_t j = 0; j < sizeof around / sizeof around[0]; j++) {
            char text[80];
            snprintf(text, sizeof text, "%s%s%s", around[j][0], numbers[i], around[j][1]);
            tr_json_document *document = parsed(text);
            const tr_json_value *value = tr_json_document_root(document);
            if (tr_json_value_count(value) > 0)
                value = tr_json_value_first(value);
            if (j == 3)
                value = tr_json_value_next(value);
            const char *number = NULL;
            size_t length = 0;
            ck_assert_int_eq(tr_json_value_number(value, &number, &length), TR_OK);
            ck_assert_str_eq(number, numbers[i]);
            ck_assert_uint_eq(length, strlen(numbers[i]));
            tr_json_document_free(document);
        }
    }
}
END_TEST

START_TEST(whole_numbers_are_exact_to_the_ends_of_64_bits)
{
    static const struct {
        const char *text;
        tr_status status;
        int64_t value;
    } cases[] = {
        { "9223372036854775807", TR_OK, INT64_MAX },
        { "-9223372036854775808", TR_OK, INT64_MIN },
        { "9223372036854775808", TR_E_RANGE, 0 },
        { "-9223372036854775809", TR_E_RANGE, 0 },
        { "1e30", TR_E_RANGE, 0 },
        { "1e3", TR_OK, 1000 },
        { "2.0", TR_OK, 2 },
        { "2.5", TR_E_RANGE, 0 },
        { "-0", TR_OK, 0 },
        { "\"12\"", TR_E_PARSE, 0 },
        { "true", TR_E_PARSE, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_json_document *document = parsed(cases[i].text);
        int64_t value = 0;
        ck_assert_msg(tr_json_value_int64(tr_json_document_root(document), &value) ==
                          cases[i].status,
                      "%s", cases[i].text);
        ck_assert_int_eq(value, cases[i].value);
        tr_json_document_free(document);
    }
}
END_TEST

START_TEST(errors_name_the_member_and_never_its_content)
{
    tr_json_document *document =
        parsed("{\"secret\":\"hunter2\",\"quantity\":true,\"price\":\"cheap\",\"big\":1e40,"
               "\"fine\":0.0000000000000000001}");
    const tr_json_value *root = tr_json_document_root(document);
    tr_error err;
    bool flag = false;
    tr_decimal number;
    const char *text = NULL;
    size_t length = 0;
    ck_assert_int_eq(tr_json_member_bool(root, "secret", &flag, &err), TR_E_PARSE);
    ck_assert_str_eq(err.message, "secret is text: true or false was expected");
    ck_assert_int_eq(tr_json_member_text(root, "quantity", &text, &length, &err), TR_E_PARSE);
    ck_assert_str_eq(err.message, "quantity is bool: a text was expected");
    ck_assert_int_eq(tr_json_member_decimal(root, "secret", &number, &err), TR_E_PARSE);
    ck_assert_ptr_null(strstr(err.message, "hunter2"));
    ck_assert_int_eq(tr_json_member_decimal(root, "price", &number, &err), TR_E_PARSE);
    ck_assert_int_eq(tr_json_member_decimal(root, "big", &number, &err), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_json_member_decimal(root, "fine", &number, &err), TR_E_RANGE);
    ck_assert_int_eq(tr_json_member_text(root, "symbol", &text, &length, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(err.message, "symbol is missing");
    ck_assert_int_eq(
        tr_json_member_text(tr_json_value_member(root, "price"), "x", &text, &length, &err),
        TR_E_PARSE);
    ck_assert_int_eq(tr_json_member_text(root, "secret", NULL, &length, &err), TR_E_INVALID);
    tr_json_document_free(document);
}
END_TEST

START_TEST(a_key_is_compared_with_all_its_bytes)
{
    tr_json_document *document = parsed("{\"a\\u0000b\":1,\"a\":2}");
    const tr_json_value *root = tr_json_document_root(document);
    int64_t value = 0;
    ck_assert_int_eq(tr_json_member_int64(root, "a", &value, NULL), TR_OK);
    ck_assert_int_eq(value, 2);
    size_t length = 0;
    tr_json_value_key(tr_json_value_first(root), &length);
    ck_assert_uint_eq(length, 3);
    tr_json_document_free(document);
}
END_TEST

START_TEST(a_text_of_many_small_values_is_read_whole)
{
    size_t count = 100000;
    char *text = malloc(2 * count + 2);
    ck_assert_ptr_nonnull(text);
    size_t size = 0;
    text[size++] = '[';
    for (size_t i = 0; i < count; i++) {
        text[size++] = (char)('0' + i % 10);
        text[size++] = ',';
    }
    text[size - 1] = ']';
    tr_json_document *document = NULL;
    ck_assert_int_eq(tr_json_document_parse(text, size, NULL, &document, NULL), TR_OK);
    const tr_json_value *root = tr_json_document_root(document);
    ck_assert_uint_eq(tr_json_value_count(root), count);
    size_t seen = 0;
    for (const tr_json_value *value = tr_json_value_first(root); value != NULL;
         value = tr_json_value_next(value), seen++) {
        const char *number = NULL;
        size_t length = 0;
        ck_assert_int_eq(tr_json_value_number(value, &number, &length), TR_OK);
        ck_assert(length == 1 && number[0] == (char)('0' + seen % 10));
    }
    ck_assert_uint_eq(seen, count);
    tr_json_document_free(document);

    tr_json_options options = TR_JSON_OPTIONS_INIT;
    options.memory_max = 1000000;
    document = NULL;
    ck_assert_int_eq(tr_json_document_parse(text, size, &options, &document, NULL), TR_E_RANGE);
    ck_assert_ptr_null(document);
    free(text);
}
END_TEST

START_TEST(nothing_is_asked_of_no_value)
{
    ck_assert_ptr_null(tr_json_document_root(NULL));
    ck_assert_int_eq(tr_json_value_kind(NULL), TR_JSON_NULL);
    ck_assert_uint_eq(tr_json_value_count(NULL), 0);
    ck_assert_ptr_null(tr_json_value_first(NULL));
    ck_assert_ptr_null(tr_json_value_next(NULL));
    ck_assert_ptr_null(tr_json_value_member(NULL, "a"));
    int64_t value = 0;
    ck_assert_int_eq(tr_json_value_int64(NULL, &value), TR_E_INVALID);
    tr_json_document *document = NULL;
    ck_assert_int_eq(tr_json_document_parse(NULL, 1, NULL, &document, NULL), TR_E_INVALID);
    tr_json_document_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document");
    TCase *tests = tcase_create("document");
    tcase_add_test(tests, an_alert_is_read_member_by_member);
    tcase_add_test(tests, values_hang_together_as_the_text_says);
    tcase_add_test(tests, numbers_keep_their_text);
    tcase_add_test(tests, whole_numbers_are_exact_to_the_ends_of_64_bits);
    tcase_add_test(tests, errors_name_the_member_and_never_its_content);
    tcase_add_test(tests, a_key_is_compared_with_all_its_bytes);
    tcase_add_test(tests, a_text_of_many_small_values_is_read_whole);
    tcase_add_test(tests, nothing_is_asked_of_no_value);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
