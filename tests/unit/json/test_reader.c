/* The pull reader: tokens, what is refused and where, limits, keys that occur twice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/json.h>
#include <trade/rng.h>

#include "support/check_tap.h"

/* Read all of `text`; the status of the first failure, or TR_OK. */
static tr_status read_all(const char *text, size_t size, const tr_json_options *options,
                          tr_error *err)
{
    tr_json_reader *reader = NULL;
    tr_status status = tr_json_reader_new(text, size, options, &reader, err);
    tr_json_token token = { .kind = TR_JSON_TOKEN_NULL };
    while (status == TR_OK && token.kind != TR_JSON_TOKEN_DONE)
        status = tr_json_reader_next(reader, &token, err);
    tr_json_reader_free(reader);
    return status;
}

static void assert_refused(const char *text, const char *message)
{
    tr_error err = { .message = "" };
    ck_assert_msg(read_all(text, strlen(text), NULL, &err) == TR_E_PARSE, "accepted: %s", text);
    ck_assert_int_eq(err.status, TR_E_PARSE);
    ck_assert_str_eq(err.message, message);
}

static void assert_text(const char *json, const char *expected, size_t length)
{
    tr_json_reader *reader = NULL;
    tr_json_token token;
    tr_error err = { .message = "" };
    ck_assert_int_eq(tr_json_reader_new(json, strlen(json), NULL, &reader, NULL), TR_OK);
    ck_assert_msg(tr_json_reader_next(reader, &token, &err) == TR_OK, "%s: %s", json, err.message);
    ck_assert_int_eq(token.kind, TR_JSON_TOKEN_TEXT);
    ck_assert_uint_eq(token.length, length);
    ck_assert_mem_eq(token.text, expected, length + 1);
    tr_json_reader_free(reader);
}

START_TEST(tokens_come_in_order_with_their_places)
{
    static const char text[] = " {\"a\" : [1, -2.50e+3,true,false,null],\"b\\n\":\"x\"} ";
    static const struct {
        tr_json_token_kind kind;
        const char *text;
        size_t offset;
    } expected[] = {
        { TR_JSON_TOKEN_OBJECT_BEGIN, "", 1 },    { TR_JSON_TOKEN_KEY, "a", 2 },
        { TR_JSON_TOKEN_ARRAY_BEGIN, "", 8 },     { TR_JSON_TOKEN_NUMBER, "1", 9 },
        { TR_JSON_TOKEN_NUMBER, "-2.50e+3", 12 }, { TR_JSON_TOKEN_BOOL, "", 21 },
        { TR_JSON_TOKEN_BOOL, "", 26 },           { TR_JSON_TOKEN_NULL, "", 32 },
        { TR_JSON_TOKEN_ARRAY_END, "", 36 },      { TR_JSON_TOKEN_KEY, "b\n", 38 },
        { TR_JSON_TOKEN_TEXT, "x", 44 },          { TR_JSON_TOKEN_OBJECT_END, "", 47 },
        { TR_JSON_TOKEN_DONE, "", 49 },           { TR_JSON_TOKEN_DONE, "", 49 },
    };
    tr_json_reader *reader = NULL;
    ck_assert_int_eq(tr_json_reader_new(text, sizeof text - 1, NULL, &reader, NULL), TR_OK);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        tr_json_token token;
        ck_assert_int_eq(tr_json_reader_next(reader, &token, NULL), TR_OK);
        ck_assert_int_eq(token.kind, expected[i].kind);
        ck_assert_uint_eq(token.offset, expected[i].offset);
        ck_assert_uint_eq(token.length, strlen(expected[i].text));
        if (token.length > 0)
            ck_assert_mem_eq(token.text, expected[i].text, token.length);
        if (token.kind == TR_JSON_TOKEN_BOOL)
            ck_assert_int_eq(token.boolean, token.offset == 21);
    }
    tr_json_reader_free(reader);
}
END_TEST

START_TEST(escapes_are_undone_and_pairs_of_surrogates_joined)
{
    assert_text("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8);
    assert_text("\"\\u0041\\u00e9\\u20AC\"", "A\xC3\xA9\xE2\x82\xAC", 6);
    assert_text("\"\\uD83D\\uDE80 \\uDBFF\\uDFFF\"", "\xF0\x9F\x9A\x80 \xF4\x8F\xBF\xBF", 9);
    assert_text("\"a\\u0000b\"", "a\0b", 3);
    assert_text("\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\x80\x7F\"",
                "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\x80\x7F", 10);
    assert_text("\"\"", "", 0);
}
END_TEST

START_TEST(a_string_is_read_alike_wherever_its_special_characters_stand)
{
    /* Strings are searched eight bytes at a time: try each place of each kind around that step. */
    for (size_t before = 0; before < 20; before++) {
        for (size_t behind = 0; behind < 20; behind++) {
            char json[80];
            char expected[80];
            int json_length = snprintf(json, sizeof json, "\"%.*s\\n\xC3\xA9%.*s\"", (int)before,
                                       "aaaaaaaaaaaaaaaaaaaa", (int)behind, "bbbbbbbbbbbbbbbbbbbb");
            int length = snprintf(expected, sizeof expected, "%.*s\n\xC3\xA9%.*s", (int)before,
                                  "aaaaaaaaaaaaaaaaaaaa", (int)behind, "bbbbbbbbbbbbbbbbbbbb");
            assert_text(json, expected, (size_t)length);
            /* Without its end mark it must be refused, with the fault at the end of the text. */
            tr_error err = { .message = "" };
            ck_assert_int_eq(read_all(json, (size_t)json_length - 1, NULL, &err), TR_E_PARSE);
            ck_assert_ptr_nonnull(strstr(err.message, "the text ends inside a string"));
        }
    }
}
END_TEST

START_TEST(faults_are_named_with_line_column_and_byte)
{
    assert_refused("",
                   "json: line 1, column 1 (byte 0): expected a value, found the end of the text");
    assert_refused("{\n  \"a\": 1,\n  \"b\" 2\n}",
                   "json: line 3, column 7 (byte 18): expected ':' behind a key, found '2'");
    assert_refused("[1 2]", "json: line 1, column 4 (byte 3): expected ',' or ']', found '2'");
    assert_refused("{\"a\":1]", "json: line 1, column 7 (byte 6): expected ',' or '}', found ']'");
    assert_refused("[1,]", "json: line 1, column 4 (byte 3): expected a value, found ']'");
    assert_refused("{\"a\":1,}",
                   "json: line 1, column 8 (byte 7): expected a key in quotation marks, found '}'");
    assert_refused("1 2",
                   "json: line 1, column 3 (byte 2): expected nothing behind the value, found '2'");
    assert_refused("nul", "json: line 1, column 1 (byte 0): expected a value, found 'n'");
    assert_refused("\xEF\xBB\xBF{}",
                   "json: line 1, column 1 (byte 0): expected a value, found the byte 0xef");
    assert_refused("[01]", "json: line 1, column 3 (byte 2): a number begins with a zero too many");
    assert_refused("-", "json: line 1, column 2 (byte 1): a number needs a digit here");
    assert_refused("[1.]",
                   "json: line 1, column 4 (byte 3): a number needs a digit behind its point");
    assert_refused("1e+",
                   "json: line 1, column 4 (byte 3): a number needs a digit in its exponent");
    assert_refused("\"a\nb\"",
                   "json: line 1, column 3 (byte 2): a control character stands in a string");
    assert_refused("\"\\x\"", "json: line 1, column 2 (byte 1): unknown escape");
    assert_refused(
        "\"ab\\u12G4\"",
        "json: line 1, column 4 (byte 3): \\u is not followed by four hexadecimal digits");
}
END_TEST

START_TEST(lone_surrogates_are_refused)
{
    static const char *const texts[] = { "\"\\uD800\"",       "\"\\uDC00\"",
                                         "\"\\uD800x\"",      "\"\\uD800\\uD800\"",
                                         "\"\\uD800\\n\"",    "\"\\uD800\\u0041\"",
                                         "\"\\uDFFF\\uD800\"" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_int_eq(read_all(texts[i], strlen(texts[i]), NULL, NULL), TR_E_PARSE);
}
END_TEST

START_TEST(text_that_is_not_utf8_is_refused)
{
    static const char *const texts[] = {
        "\"\x80\"",
        "\"\xC3\"",
        "\"\xC0\xAF\"",
        "\"\xE0\x80\xAF\"",
        "\"\xED\xA0\x80\"",
        "\"\xF0\x80\x80\xAF\"",
        "\"\xF4\x90\x80\x80\"",
        "\"\xFF\"",
        "\"\xE2\x82\"",
        "\"\xF0\x9F\x9A\"",
        "\"\xC3(\"",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        tr_error err = { .message = "" };
        ck_assert_int_eq(read_all(texts[i], strlen(texts[i]), NULL, &err), TR_E_PARSE);
        ck_assert_ptr_nonnull(strstr(err.message, "not valid UTF-8"));
    }
}
END_TEST

START_TEST(a_zero_byte_does_not_end_the_text)
{
    ck_assert_int_eq(read_all("1\0", 2, NULL, NULL), TR_E_PARSE);
    ck_assert_int_eq(read_all("\"a\0\"", 4, NULL, NULL), TR_E_PARSE);
    ck_assert_int_eq(read_all("[1,\0]", 5, NULL, NULL), TR_E_PARSE);
}
END_TEST

START_TEST(a_key_that_occurs_twice_is_refused)
{
    assert_refused("{\"a\":1,\n\"b\":2, \"a\":3}",
                   "json: line 2, column 8 (byte 15): this key occurs twice in its object");
    assert_refused("{\"a\":1,\"\\u0061\":2}",
                   "json: line 1, column 8 (byte 7): this key occurs twice in its object");
    assert_refused("{\"\":1,\"\":2}",
                   "json: line 1, column 7 (byte 6): this key occurs twice in its object");
    assert_refused("{\"a\":{\"b\":1},\"a\":2}",
                   "json: line 1, column 14 (byte 13): this key occurs twice in its object");
}
END_TEST

START_TEST(the_same_key_in_different_objects_is_right)
{
    static const char text[] =
        "{\"a\":{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]},\"b\":{\"a\":3}}";
    ck_assert_int_eq(read_all(text, sizeof text - 1, NULL, NULL), TR_OK);
    static const char zero[] = "{\"a\\u0000b\":1,\"a\\u0000c\":2,\"a\":3}";
    ck_assert_int_eq(read_all(zero, sizeof zero - 1, NULL, NULL), TR_OK);
}
END_TEST

/* An object of `count` keys, "k0" to ...; one more, when `twin` < count, is a second k<twin>. */
static char *object_of(size_t count, size_t twin, size_t *size_out)
{
    size_t room = count * 16 + 32;
    char *text = malloc(room);
    ck_assert_ptr_nonnull(text);
    size_t size = 0;
    text[size++] = '{';
    for (size_t i = 0; i < count; i++)
        size += (size_t)snprintf(text + size, room - size, "%s\"k%zu\":0", i == 0 ? "" : ",", i);
    if (twin < count)
        size += (size_t)snprintf(text + size, room - size, ",\"k%zu\":0", twin);
    text[size++] = '}';
    *size_out = size;
    return text;
}

START_TEST(a_key_that_occurs_twice_is_found_in_objects_of_every_size)
{
    for (size_t count = 1; count < 70; count++) {
        for (size_t twin = 0; twin <= count; twin++) {
            size_t size = 0;
            char *text = object_of(count, twin, &size);
            ck_assert_int_eq(read_all(text, size, NULL, NULL), twin < count ? TR_E_PARSE : TR_OK);
            free(text);
        }
    }
    size_t size = 0;
    char *text = object_of(200000, 123456, &size);
    ck_assert_int_eq(read_all(text, size, NULL, NULL), TR_E_PARSE);
    free(text);
    text = object_of(200000, 200000, &size);
    ck_assert_int_eq(read_all(text, size, NULL, NULL), TR_OK);
    free(text);
}
END_TEST

START_TEST(nesting_is_allowed_to_the_stated_depth_and_no_further)
{
    tr_json_options options = TR_JSON_OPTIONS_INIT;
    ck_assert_uint_eq(options.depth_max, 64);
    char text[140];
    memset(text, '[', 70);
    memset(text + 64, ']', 64);
    ck_assert_int_eq(read_all(text, 128, &options, NULL), TR_OK);
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    tr_error err = { .message = "" };
    ck_assert_int_eq(read_all(text, 130, &options, &err), TR_E_RANGE);
    ck_assert_str_eq(err.message,
                     "json: line 1, column 65 (byte 64): nested deeper than is allowed");
    options.depth_max = 0;
    ck_assert_int_eq(read_all("1", 1, &options, NULL), TR_OK);
    ck_assert_int_eq(read_all("[]", 2, &options, NULL), TR_E_RANGE);
    options.depth_max = 65537;
    ck_assert_int_eq(read_all("1", 1, &options, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(size_and_memory_have_limits)
{
    tr_json_options options = TR_JSON_OPTIONS_INIT;
    options.size_max = 3;
    ck_assert_int_eq(read_all("123", 3, &options, NULL), TR_OK);
    ck_assert_int_eq(read_all("1234", 4, &options, NULL), TR_E_RANGE);
    options = (tr_json_options)TR_JSON_OPTIONS_INIT;
    options.memory_max = 100;
    ck_assert_int_eq(read_all("1", 1, &options, NULL), TR_E_RANGE);
    size_t size = 0;
    char *text = object_of(5000, 5000, &size);
    options.memory_max = size + 10000;
    ck_assert_int_eq(read_all(text, size, &options, NULL), TR_E_RANGE);
    options.memory_max = size + 400000;
    ck_assert_int_eq(read_all(text, size, &options, NULL), TR_OK);
    free(text);
}
END_TEST

/* Counts what is allocated; allocation number `fail_at` (from 1) fails. */
typedef struct failing_memory {
    size_t count;
    size_t fail_at;
    size_t held;
} failing_memory;

static void *failing_allocate(void *user, size_t size)
{
    failing_memory *memory = user;
    if (++memory->count == memory->fail_at)
        return NULL;
    memory->held++;
    return malloc(size);
}

static void *failing_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    (void)old_size;
    failing_memory *counts = user;
    return ++counts->count == counts->fail_at ? NULL : realloc(memory, new_size);
}

static void failing_release(void *user, void *memory)
{
    failing_memory *counts = user;
    counts->held -= memory != NULL;
    free(memory);
}

START_TEST(every_failed_allocation_is_reported_and_leaves_nothing_behind)
{
    size_t size = 0;
    char *text = object_of(300, 300, &size);
    tr_status status = TR_E_NO_MEMORY;
    size_t attempts = 0;
    for (size_t n = 1; status != TR_OK; n++, attempts++) {
        failing_memory memory = { .fail_at = n };
        tr_allocator allocator = { failing_allocate, failing_reallocate, failing_release, &memory };
        tr_json_options options = TR_JSON_OPTIONS_INIT;
        options.allocator = &allocator;
        status = read_all(text, size, &options, NULL);
        ck_assert(status == TR_OK || status == TR_E_NO_MEMORY);
        ck_assert_uint_eq(memory.held, 0);
        failing_memory again = { .fail_at = n };
        allocator.user = &again;
        tr_json_document *document = NULL;
        tr_json_document_parse(text, size, &options, &document, NULL);
        tr_json_document_free(document);
        ck_assert_uint_eq(again.held, 0);
    }
    ck_assert_uint_gt(attempts, 3);
    free(text);
}
END_TEST

START_TEST(a_reader_that_failed_keeps_failing)
{
    tr_json_reader *reader = NULL;
    tr_json_token token;
    ck_assert_int_eq(tr_json_reader_new("}", 1, NULL, &reader, NULL), TR_OK);
    ck_assert_int_eq(tr_json_reader_next(reader, &token, NULL), TR_E_PARSE);
    ck_assert_int_eq(tr_json_reader_next(reader, &token, NULL), TR_E_PARSE);
    ck_assert_int_eq(tr_json_reader_next(NULL, &token, NULL), TR_E_INVALID);
    tr_json_reader_free(reader);
    tr_json_reader_free(NULL);
}
END_TEST

START_TEST(no_text_whatsoever_is_read_beyond_its_end)
{
    /* Heap copies of exact size, so that the address sanitizer watches both ends. */
    const uint64_t seed = 20261122;
    static const char alphabet[] = "{}[]:,\"\\u0dD8e-+.1tfn \n\xC3\xA9\xF0\x9F";
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (int round = 0; round < 20000; round++) {
        size_t size = (size_t)tr_rng_below(&rng, 24);
        char *text = malloc(size + 1);
        ck_assert_ptr_nonnull(text);
        for (size_t i = 0; i < size; i++)
            text[i] = alphabet[tr_rng_below(&rng, sizeof alphabet)];
        char *exact = realloc(text, size == 0 ? 1 : size);
        ck_assert_ptr_nonnull(exact);
        tr_status status = read_all(exact, size, NULL, NULL);
        ck_assert_msg(status == TR_OK || status == TR_E_PARSE, "seed %llu, round %d",
                      (unsigned long long)seed, round);
        free(exact);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader");
    TCase *tests = tcase_create("reader");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, tokens_come_in_order_with_their_places);
    tcase_add_test(tests, escapes_are_undone_and_pairs_of_surrogates_joined);
    tcase_add_test(tests, a_string_is_read_alike_wherever_its_special_characters_stand);
    tcase_add_test(tests, faults_are_named_with_line_column_and_byte);
    tcase_add_test(tests, lone_surrogates_are_refused);
    tcase_add_test(tests, text_that_is_not_utf8_is_refused);
    tcase_add_test(tests, a_zero_byte_does_not_end_the_text);
    tcase_add_test(tests, a_key_that_occurs_twice_is_refused);
    tcase_add_test(tests, the_same_key_in_different_objects_is_right);
    tcase_add_test(tests, a_key_that_occurs_twice_is_found_in_objects_of_every_size);
    tcase_add_test(tests, nesting_is_allowed_to_the_stated_depth_and_no_further);
    tcase_add_test(tests, size_and_memory_have_limits);
    tcase_add_test(tests, every_failed_allocation_is_reported_and_leaves_nothing_behind);
    tcase_add_test(tests, a_reader_that_failed_keeps_failing);
    tcase_add_test(tests, no_text_whatsoever_is_read_beyond_its_end);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
