/* The writer: exact numbers, always valid text, calls out of order. */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <trade/json.h>

#include "support/check_tap.h"
#include "support/json_trip.h"

static tr_json_writer *writer;

static void open_writer(void)
{
    ck_assert_int_eq(tr_json_writer_new(&writer), TR_OK);
}

static void close_writer(void)
{
    tr_json_writer_free(writer);
    writer = NULL;
}

static void assert_written(tr_json_style style, const char *expected)
{
    const char *text = NULL;
    size_t length = 0;
    tr_error err = { .message = "" };
    ck_assert_msg(tr_json_writer_finish(writer, style, &text, &length, &err) == TR_OK, "%s",
                  err.message);
    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(length, strlen(expected));
}

static void assert_misuse(tr_status status, const char *message)
{
    const char *text = NULL;
    tr_error err = { .message = "" };
    ck_assert_int_eq(tr_json_writer_finish(writer, TR_JSON_COMPACT, &text, NULL, &err), status);
    ck_assert_str_eq(err.message, message);
    ck_assert_ptr_null(text);
}

START_TEST(every_kind_of_value_is_written)
{
    tr_decimal price;
    ck_assert_int_eq(tr_decimal_parse("64123.500000000000000001", 24, &price), TR_OK);
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_text(writer, "symbol", "BTC/USDT");
    tr_json_write_decimal(writer, "price", price);
    tr_json_write_int64(writer, "low", INT64_MIN);
    tr_json_write_int64(writer, "high", INT64_MAX);
    tr_json_write_number(writer, "kept", "1.500e-7", 8);
    tr_json_write_double(writer, "ratio", 0.1);
    tr_json_write_double(writer, "none", NAN);
    tr_json_write_bool(writer, "yes", true);
    tr_json_write_bool(writer, "no", false);
    tr_json_write_null(writer, "nothing");
    tr_json_write_text(writer, "absent", NULL);
    tr_json_write_array_begin(writer, "list");
    tr_json_write_int64(writer, NULL, 1);
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_object_end(writer);
    tr_json_write_array_end(writer);
    tr_json_write_object_end(writer);
    assert_written(TR_JSON_COMPACT,
                   "{\"symbol\":\"BTC/USDT\",\"price\":\"64123.500000000000000001\","
                   "\"low\":-9223372036854775808,\"high\":9223372036854775807,\"kept\":1.500e-7,"
                   "\"ratio\":0.1,\"none\":null,\"yes\":true,\"no\":false,\"nothing\":null,"
                   "\"absent\":null,\"list\":[1,{}]}");
}
END_TEST

START_TEST(pretty_text_has_a_line_for_each_member)
{
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_int64(writer, "a", 1);
    tr_json_write_int64(writer, "b", 2);
    tr_json_write_object_end(writer);
    assert_written(TR_JSON_COMPACT, "{\"a\":1,\"b\":2}");
    assert_written(TR_JSON_PRETTY, "{\n\t\"a\":\t1,\n\t\"b\":\t2\n}");
}
END_TEST

START_TEST(wrong_utf8_becomes_the_replacement_character)
{
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_text(writer, "a\xFFz", "\x80ok\xC3");
    tr_json_write_text_of(writer, "b", "\xC3\0\xE2\x82", 4);
    tr_json_write_text(writer, "c", "\xED\xA0\x80");
    tr_json_write_object_end(writer);
    assert_written(TR_JSON_COMPACT, "{\"a\xEF\xBF\xBDz\":\"\xEF\xBF\xBDok\xEF\xBF\xBD\","
                                    "\"b\":\"\xEF\xBF\xBD\\u0000\xEF\xBF\xBD\xEF\xBF\xBD\","
                                    "\"c\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}");
}
END_TEST

START_TEST(every_byte_comes_back_valid)
{
    for (int with_zero = 0; with_zero < 2; with_zero++) {
        char bytes[256];
        size_t length = 0;
        for (int byte = 1 - with_zero; byte < 256; byte++)
            bytes[length++] = (char)byte;
        close_writer();
        open_writer();
        tr_json_write_text_of(writer, NULL, bytes, length);
        const char *text = NULL;
        size_t text_length = 0;
        ck_assert_int_eq(tr_json_writer_finish(writer, TR_JSON_COMPACT, &text, &text_length, NULL),
                         TR_OK);
        tr_json_document *document = NULL;
        ck_assert_int_eq(tr_json_document_parse(text, text_length, NULL, &document, NULL), TR_OK);
        const char *read = NULL;
        size_t read_length = 0;
        ck_assert_int_eq(tr_json_value_text(tr_json_document_root(document), &read, &read_length),
                         TR_OK);
        size_t ascii = with_zero ? 128 : 127;
        ck_assert_uint_eq(read_length, ascii + 128 * 3);
        ck_assert_mem_eq(read, bytes, ascii);
        tr_json_document_free(document);
    }
}
END_TEST

START_TEST(what_is_no_number_is_not_written_as_one)
{
    static const char *const wrong[] = { "", "01", "1.", "+1", "NaN", "1 ", "1,2", "0x1", "-" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        close_writer();
        open_writer();
        tr_json_write_number(writer, NULL, wrong[i], strlen(wrong[i]));
        assert_misuse(TR_E_INVALID, "json writer: a text is not a JSON number");
    }
    close_writer();
    open_writer();
    tr_json_write_number(writer, NULL, "1\0", 2);
    assert_misuse(TR_E_INVALID, "json writer: a text is not a JSON number");
}
END_TEST

START_TEST(nothing_written_is_no_text)
{
    assert_misuse(TR_E_INVALID, "json writer: nothing was written");
}
END_TEST

START_TEST(something_left_open_is_no_text)
{
    tr_json_write_array_begin(writer, NULL);
    assert_misuse(TR_E_INVALID, "json writer: an array or object is left open");
}
END_TEST

START_TEST(a_member_without_key_and_an_element_with_one_are_refused)
{
    tr_json_write_object_begin(writer, NULL);
    tr_json_write_int64(writer, NULL, 1);
    tr_json_write_object_end(writer);
    assert_misuse(TR_E_INVALID, "json writer: an object's member has no key");
    close_writer();
    open_writer();
    tr_json_write_array_begin(writer, NULL);
    tr_json_write_int64(writer, "a", 1);
    assert_misuse(TR_E_INVALID, "json writer: an array's element has a key");
    close_writer();
    open_writer();
    tr_json_write_int64(writer, "a", 1);
    assert_misuse(TR_E_INVALID, "json writer: the outermost value has a key");
    close_writer();
    open_writer();
    tr_json_write_null(writer, NULL);
    tr_json_write_null(writer, NULL);
    assert_misuse(TR_E_INVALID, "json writer: a second outermost value");
    close_writer();
    open_writer();
    tr_json_write_array_begin(writer, NULL);
    tr_json_write_object_end(writer);
    assert_misuse(TR_E_INVALID, "json writer: an end that fits no beginning");
}
END_TEST

START_TEST(nesting_has_a_limit)
{
    for (int i = 0; i < TR_JSON_WRITER_DEPTH_MAX; i++)
        tr_json_write_array_begin(writer, NULL);
    for (int i = 0; i < TR_JSON_WRITER_DEPTH_MAX; i++)
        tr_json_write_array_end(writer);
    const char *text = NULL;
    ck_assert_int_eq(tr_json_writer_finish(writer, TR_JSON_COMPACT, &text, NULL, NULL), TR_OK);
    close_writer();
    open_writer();
    for (int i = 0; i <= TR_JSON_WRITER_DEPTH_MAX; i++)
        tr_json_write_array_begin(writer, NULL);
    text = NULL;
    assert_misuse(TR_E_RANGE, "json writer: nested deeper than is allowed");
}
END_TEST

START_TEST(what_was_read_survives_writing)
{
    static const char *const texts[] = {
        "{\"a\":[1,-0,1e400,0.10],\"\":{\"\\u20ac\":\"\\uD83D\\uDE80\\u0000\\u001f\\u007f\"}}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\\"\\\\\"",
        "[[[[]]],{},{\"a\":{}},true,false,null,\"\"]",
        "12345678901234567890.12345678901234567890",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_msg(json_survives_the_writer(texts[i], strlen(texts[i])), "%s", texts[i]);
}
END_TEST

START_TEST(calls_without_a_writer_do_nothing)
{
    tr_json_write_null(NULL, NULL);
    tr_json_write_text(NULL, NULL, "a");
    tr_json_write_object_begin(NULL, NULL);
    tr_json_write_object_end(NULL);
    const char *text = NULL;
    ck_assert_int_eq(tr_json_writer_finish(NULL, TR_JSON_COMPACT, &text, NULL, NULL), TR_E_INVALID);
    tr_json_writer_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("writer");
    TCase *tests = tcase_create("writer");
    tcase_add_checked_fixture(tests, open_writer, close_writer);
    tcase_add_test(tests, every_kind_of_value_is_written);
    tcase_add_test(tests, pretty_text_has_a_line_for_each_member);
    tcase_add_test(tests, wrong_utf8_becomes_the_replacement_character);
    tcase_add_test(tests, every_byte_comes_back_valid);
    tcase_add_test(tests, what_is_no_number_is_not_written_as_one);
    tcase_add_test(tests, nothing_written_is_no_text);
    tcase_add_test(tests, something_left_open_is_no_text);
    tcase_add_test(tests, a_member_without_key_and_an_element_with_one_are_refused);
    tcase_add_test(tests, nesting_has_a_limit);
    tcase_add_test(tests, what_was_read_survives_writing);
    tcase_add_test(tests, calls_without_a_writer_do_nothing);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
