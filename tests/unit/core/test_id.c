/* Identifiers: layout, order, one text for each. */
#include <string.h>

#include <trade/id.h>

#include "support/check_tap.h"

#define AT_NS INT64_C(1798243199123456789)

START_TEST(id_holds_its_millisecond_and_tag)
{
    tr_rng rng;
    tr_rng again;
    tr_rng_init(&rng, 5);
    again = rng;
    tr_id id = tr_id_make(AT_NS, 0xBEEF, &rng);
    ck_assert_int_eq(tr_id_time_ms(id), INT64_C(1798243199123));
    ck_assert_uint_eq(tr_id_tag(id), 0xBEEF);
    uint64_t random = tr_rng_next(&again);
    for (int i = 0; i < 8; i++)
        ck_assert_uint_eq(id.bytes[8 + i], (uint8_t)(random >> (56 - 8 * i)));
    ck_assert_int_eq(tr_id_time_ms(tr_id_make(0, 0, &rng)), 0);
    ck_assert_int_eq(tr_id_time_ms(tr_id_make(INT64_MAX, 0, &rng)), INT64_MAX / 1000000);
}
END_TEST

START_TEST(text_is_base32hex_of_the_bytes)
{
    /* RFC 4648, section 10: BASE32-HEX("foobar") = CPNMUOJ1E8; here lower case and 16 bytes. */
    tr_id id = { "foobar" };
    char text[TR_ID_TEXT_SIZE];
    tr_id_format(id, text);
    ck_assert_str_eq(text, "cpnmuoj1e80000000000000000");
    memset(id.bytes, 0xFF, sizeof id.bytes);
    tr_id_format(id, text);
    ck_assert_str_eq(text, "vvvvvvvvvvvvvvvvvvvvvvvvvs");
}
END_TEST

START_TEST(text_reads_back_and_sorts_as_the_bytes_do)
{
    tr_rng rng;
    tr_id last = { { 0 } };
    char last_text[TR_ID_TEXT_SIZE];
    tr_rng_init(&rng, 20261122);
    tr_id_format(last, last_text);
    for (int i = 0; i < 20000; i++) {
        tr_id id;
        tr_id again;
        char text[TR_ID_TEXT_SIZE];
        for (size_t at = 0; at < sizeof id.bytes; at++)
            id.bytes[at] = tr_rng_below(&rng, 4) == 0 ? (uint8_t)tr_rng_next(&rng) : last.bytes[at];
        tr_id_format(id, text);
        if (strlen(text) != TR_ID_TEXT_LENGTH ||
            tr_id_parse(text, TR_ID_TEXT_LENGTH, &again) != TR_OK || tr_id_compare(id, again) != 0)
            ck_abort_msg("%s does not read back", text);
        int order = tr_id_compare(id, last);
        int text_order = strcmp(text, last_text);
        if ((order > 0) != (text_order > 0) || (order < 0) != (text_order < 0))
            ck_abort_msg("%s and %s are out of order", text, last_text);
        last = id;
        memcpy(last_text, text, sizeof text);
    }
}
END_TEST

START_TEST(ids_of_later_milliseconds_sort_later)
{
    tr_rng rng;
    tr_rng_init(&rng, 1);
    tr_id last = tr_id_make(0, 7, &rng);
    for (int i = 1; i < 1000; i++) {
        tr_id id = tr_id_make(i * INT64_C(1000000), 7, &rng);
        ck_assert_int_gt(tr_id_compare(id, last), 0);
        last = id;
    }
}
END_TEST

START_TEST(anything_but_26_digits_with_zero_bits_unused_is_refused)
{
    static const char *const wrong[] = {
        "",
        "0000000000000000000000000",   /* 25 */
        "000000000000000000000000000", /* 27 */
        "0000000000000000000000000A",  /* upper case */
        "0000000000000000000000000w",  /* beyond v */
        "000000000000 0000000000000",
        "00000000000000000000000001", /* the unused bits: 01, 10, 11 */
        "00000000000000000000000002",
        "00000000000000000000000003",
    };
    tr_id id = { { 9 } };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_int_eq(tr_id_parse(wrong[i], strlen(wrong[i]), &id), TR_E_PARSE);
        ck_assert_uint_eq(id.bytes[0], 9);
    }
    ck_assert_int_eq(tr_id_parse("00000000000000000000000004", 26, &id), TR_OK);
    ck_assert_uint_eq(id.bytes[15], 1);
    ck_assert_int_eq(tr_id_parse(NULL, 26, &id), TR_E_INVALID);
    ck_assert_int_eq(tr_id_parse("00000000000000000000000004", 26, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(only_all_zeros_is_none)
{
    tr_id id = { { 0 } };
    ck_assert(tr_id_is_none(id));
    for (size_t at = 0; at < sizeof id.bytes; at++) {
        id.bytes[at] = 1;
        ck_assert(!tr_id_is_none(id));
        id.bytes[at] = 0;
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("id");
    TCase *tests = tcase_create("id");
    tcase_add_test(tests, id_holds_its_millisecond_and_tag);
    tcase_add_test(tests, text_is_base32hex_of_the_bytes);
    tcase_add_test(tests, text_reads_back_and_sorts_as_the_bytes_do);
    tcase_add_test(tests, ids_of_later_milliseconds_sort_later);
    tcase_add_test(tests, anything_but_26_digits_with_zero_bits_unused_is_refused);
    tcase_add_test(tests, only_all_zeros_is_none);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
