/* JSON bodies as arguments. */
#include "webhook-server/fields.h"

#include <string.h>

#include "support/check_tap.h"

static const web_field table[] = {
    { "user_id", WEB_FIELD_TEXT, NULL },
    { "symbol", WEB_FIELD_TEXT, "symbol" },
    { "order_type", WEB_FIELD_WORD, "type" },
    { "quantity", WEB_FIELD_NUMBER, "quantity" },
    { "reduce_only", WEB_FIELD_FLAG, "reduce_only" },
    { "tags", WEB_FIELD_TEXTS, "tags" },
    { NULL, WEB_FIELD_TEXT, NULL },
};

static web_fields fields;
static tr_error err;

static tr_status read(const char *body)
{
    web_fields_done(&fields);
    web_fields_init(&fields);
    return web_fields_read(&fields, body, strlen(body), table, &err);
}

static const char *text_of(const char *argument)
{
    static char text[256];
    for (size_t i = 0; i < fields.count; i++)
        if (!fields.is_own[i] && strcmp(fields.texts[i].name, argument) == 0) {
            memcpy(text, fields.texts[i].text, fields.texts[i].length);
            text[fields.texts[i].length] = '\0';
            return text;
        }
    return NULL;
}

START_TEST(members_become_arguments_by_their_own_text)
{
    ck_assert_int_eq(
        read("{\"symbol\":\"BTCUSD\",\"order_type\":\"LIMIT\",\"quantity\":0.10000000000000000001,"
             "\"reduce_only\":true,\"tags\":[\"a\",\"b c\"],\"user_id\":\"me\"}"),
        TR_OK);
    ck_assert_str_eq(text_of("symbol"), "BTCUSD");
    ck_assert_str_eq(text_of("type"), "limit");
    ck_assert_str_eq(text_of("quantity"), "0.10000000000000000001");
    ck_assert_str_eq(text_of("reduce_only"), "true");
    ck_assert_str_eq(text_of("tags"), "a,b c");
    ck_assert_ptr_null(text_of("user_id"));
    ck_assert_str_eq(web_fields_own(&fields, "user_id"), "me");
    ck_assert_ptr_null(web_fields_own(&fields, "symbol"));
}
END_TEST

START_TEST(null_and_empty_text_are_the_same_as_not_there)
{
    ck_assert_int_eq(read("{\"symbol\":null,\"quantity\":\"\",\"tags\":[]}"), TR_OK);
    ck_assert_uint_eq(fields.count, 0);
}
END_TEST

START_TEST(wrong_kinds_are_refused_by_name)
{
    static const char *const bodies[] = { "{\"symbol\":1}",
                                          "{\"symbol\":[]}",
                                          "{\"quantity\":true}",
                                          "{\"quantity\":{}}",
                                          "{\"reduce_only\":\"true\"}",
                                          "{\"tags\":[1]}",
                                          "{\"tags\":[\"a,b\"]}",
                                          "{\"tags\":{}}",
                                          "{\"symbol\":\"a\\u0000b\"}" };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        ck_assert_int_eq(read(bodies[i]), TR_E_INVALID);
        char name[16] = { 0 };
        memcpy(name, bodies[i] + 2, strcspn(bodies[i] + 2, "\""));
        ck_assert_ptr_nonnull(strstr(err.message, name));
    }
}
END_TEST

START_TEST(unknown_members_and_other_values_than_objects_are_refused)
{
    ck_assert_int_eq(read("{\"leverage\":100}"), TR_E_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "leverage"));
    ck_assert_int_eq(read("[]"), TR_E_INVALID);
    ck_assert_int_eq(read("null"), TR_E_INVALID);
    ck_assert_int_eq(read("{"), TR_E_PARSE);
    ck_assert_int_eq(read("{\"symbol\":\"a\",\"symbol\":\"b\"}"), TR_E_PARSE);
}
END_TEST

START_TEST(an_argument_is_given_once)
{
    ck_assert_int_eq(read("{\"symbol\":\"a\"}"), TR_OK);
    ck_assert(web_fields_has(&fields, "symbol") && !web_fields_has(&fields, "quantity"));
    ck_assert_int_eq(web_fields_add(&fields, "symbol", "b", &err), TR_E_INVALID);
    ck_assert_int_eq(web_fields_add(&fields, "quantity", "1", &err), TR_OK);
    ck_assert_str_eq(text_of("quantity"), "1");
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
    static char body[8192] = "{\"tags\":[\"";
    size_t used = strlen(body);
    memset(body + used, 'x', 4000);
    memcpy(body + used + 4000, "\"]}", 4);
    ck_assert_int_eq(read(body), TR_E_RANGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fields");
    TCase *tests = tcase_create("fields");
    tcase_add_test(tests, members_become_arguments_by_their_own_text);
    tcase_add_test(tests, null_and_empty_text_are_the_same_as_not_there);
    tcase_add_test(tests, wrong_kinds_are_refused_by_name);
    tcase_add_test(tests, unknown_members_and_other_values_than_objects_are_refused);
    tcase_add_test(tests, an_argument_is_given_once);
    tcase_add_test(tests, what_does_not_fit_is_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
