/*
 * Base64 and hexadecimal: the vectors of RFC 4648 section 10 ("The Base16, Base32, and Base64 Data
 * Encodings", 2006), and what strict reading refuses.
 */
#include <stdint.h>
#include <string.h>

#include <trade/crypto.h>

#include "support/check_tap.h"

static void assert_base64(tr_base64 form, const char *bytes, size_t size, const char *text)
{
    char written[64];
    char read[64];
    size_t length = 0;
    size_t read_size = 0;
    ck_assert_int_eq(tr_base64_encode(form, bytes, size, written, sizeof written, &length), TR_OK);
    ck_assert_str_eq(written, text);
    ck_assert_uint_eq(length, strlen(text));
    ck_assert_int_eq(tr_base64_decode(form, text, length, read, sizeof read, &read_size), TR_OK);
    ck_assert_uint_eq(read_size, size);
    ck_assert_mem_eq(read, bytes, size);
}

START_TEST(base64_gives_the_published_texts)
{
    assert_base64(TR_BASE64_STANDARD, "", 0, "");
    assert_base64(TR_BASE64_STANDARD, "f", 1, "Zg==");
    assert_base64(TR_BASE64_STANDARD, "fo", 2, "Zm8=");
    assert_base64(TR_BASE64_STANDARD, "foo", 3, "Zm9v");
    assert_base64(TR_BASE64_STANDARD, "foob", 4, "Zm9vYg==");
    assert_base64(TR_BASE64_STANDARD, "fooba", 5, "Zm9vYmE=");
    assert_base64(TR_BASE64_STANDARD, "foobar", 6, "Zm9vYmFy");
}
END_TEST

START_TEST(each_form_has_its_alphabet_and_its_padding)
{
    assert_base64(TR_BASE64_STANDARD, "\xFB\xFF", 2, "+/8=");
    assert_base64(TR_BASE64_STANDARD_BARE, "\xFB\xFF", 2, "+/8");
    assert_base64(TR_BASE64_URL, "\xFB\xFF", 2, "-_8=");
    assert_base64(TR_BASE64_URL_BARE, "\xFB\xFF", 2, "-_8");
    assert_base64(TR_BASE64_URL_BARE, "\xFB", 1, "-w");
}
END_TEST

START_TEST(base64_that_is_not_exact_is_refused)
{
    static const struct {
        tr_base64 form;
        const char *text;
    } cases[] = {
        { TR_BASE64_STANDARD, "Zg=" },   { TR_BASE64_STANDARD, "Zg" },
        { TR_BASE64_STANDARD, "Z" },     { TR_BASE64_STANDARD, "Zh==" },
        { TR_BASE64_STANDARD, "Zm9=" },  { TR_BASE64_STANDARD, "Zm9v\n" },
        { TR_BASE64_STANDARD, "Zm 9v" }, { TR_BASE64_STANDARD, "====" },
        { TR_BASE64_STANDARD, "Z===" },  { TR_BASE64_STANDARD, "Zg==Zg==" },
        { TR_BASE64_STANDARD, "-_8=" },  { TR_BASE64_URL, "+/8=" },
        { TR_BASE64_URL_BARE, "-_8=" },  { TR_BASE64_URL_BARE, "Zm9vZ" },
        { TR_BASE64_URL_BARE, "Zh" },    { TR_BASE64_STANDARD_BARE, "\xC3\xA9Zg" },
        { TR_BASE64_STANDARD, "=" },     { TR_BASE64_STANDARD, "Zm9v=" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char bytes[16] = "untouched";
        size_t size = 77;
        ck_assert_msg(tr_base64_decode(cases[i].form, cases[i].text, strlen(cases[i].text), bytes,
                                       sizeof bytes, &size) == TR_E_PARSE,
                      "case %zu: %s", i, cases[i].text);
        ck_assert_str_eq(bytes, "untouched");
        ck_assert_uint_eq(size, 77);
    }
}
END_TEST

START_TEST(text_with_a_zero_byte_inside_is_refused)
{
    char bytes[16];
    size_t size = 0;
    ck_assert_int_eq(tr_base64_decode(TR_BASE64_STANDARD, "Zm\0v", 4, bytes, sizeof bytes, &size),
                     TR_E_PARSE);
    ck_assert_int_eq(tr_hex_decode("a\0", 2, bytes, sizeof bytes, &size), TR_E_PARSE);
}
END_TEST

START_TEST(every_length_survives_every_form)
{
    uint8_t bytes[100];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 89 + 3);
    for (int form = TR_BASE64_STANDARD; form <= TR_BASE64_URL_BARE; form++) {
        for (size_t size = 0; size <= sizeof bytes; size++) {
            char text[TR_BASE64_TEXT_SIZE(sizeof bytes)];
            uint8_t read[sizeof bytes];
            size_t length = 0;
            size_t read_size = 0;
            ck_assert_int_eq(tr_base64_encode((tr_base64)form, bytes, size, text,
                                              TR_BASE64_TEXT_SIZE(size), &length),
                             TR_OK);
            ck_assert_int_eq(text[length], 0);
            ck_assert_int_eq(tr_base64_encode((tr_base64)form, bytes, size, text, length, NULL),
                             TR_E_FULL);
            ck_assert_int_eq(tr_base64_encode((tr_base64)form, bytes, size, text, length + 1, NULL),
                             TR_OK);
            ck_assert_int_eq(
                tr_base64_decode((tr_base64)form, text, length, read, size, &read_size), TR_OK);
            ck_assert_uint_eq(read_size, size);
            ck_assert_mem_eq(read, bytes, size);
            if (size > 0)
                ck_assert_int_eq(
                    tr_base64_decode((tr_base64)form, text, length, read, size - 1, &read_size),
                    TR_E_FULL);
        }
    }
}
END_TEST

START_TEST(hexadecimal_is_written_in_lower_case_and_read_in_either)
{
    char text[TR_HEX_TEXT_SIZE(4)];
    uint8_t bytes[4];
    size_t size = 0;
    ck_assert_int_eq(tr_hex_encode("\x00\x7F\xAB\xFF", 4, text, sizeof text), TR_OK);
    ck_assert_str_eq(text, "007fabff");
    ck_assert_int_eq(tr_hex_decode("007FaBfF", 8, bytes, sizeof bytes, &size), TR_OK);
    ck_assert_uint_eq(size, 4);
    ck_assert_mem_eq(bytes, "\x00\x7F\xAB\xFF", 4);
    ck_assert_int_eq(tr_hex_decode("", 0, NULL, 0, &size), TR_OK);
    ck_assert_uint_eq(size, 0);
}
END_TEST

START_TEST(hexadecimal_that_is_not_exact_is_refused)
{
    char text[8];
    uint8_t bytes[4];
    size_t size = 0;
    ck_assert_int_eq(tr_hex_decode("abc", 3, bytes, sizeof bytes, &size), TR_E_PARSE);
    ck_assert_int_eq(tr_hex_decode("0x", 2, bytes, sizeof bytes, &size), TR_E_PARSE);
    ck_assert_int_eq(tr_hex_decode(" a", 2, bytes, sizeof bytes, &size), TR_E_PARSE);
    ck_assert_int_eq(tr_hex_decode("0011223344", 10, bytes, sizeof bytes, &size), TR_E_FULL);
    ck_assert_int_eq(tr_hex_encode(bytes, 4, text, sizeof text), TR_E_FULL);
    ck_assert_int_eq(tr_hex_encode(bytes, 4, NULL, 0), TR_E_INVALID);
    ck_assert_int_eq(tr_hex_decode(NULL, 2, bytes, sizeof bytes, &size), TR_E_INVALID);
    ck_assert_int_eq(tr_base64_encode((tr_base64)9, "a", 1, text, sizeof text, NULL), TR_E_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_add_test(tests, base64_gives_the_published_texts);
    tcase_add_test(tests, each_form_has_its_alphabet_and_its_padding);
    tcase_add_test(tests, base64_that_is_not_exact_is_refused);
    tcase_add_test(tests, text_with_a_zero_byte_inside_is_refused);
    tcase_add_test(tests, every_length_survives_every_form);
    tcase_add_test(tests, hexadecimal_is_written_in_lower_case_and_read_in_either);
    tcase_add_test(tests, hexadecimal_that_is_not_exact_is_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
