/*
 * Doubles as text: held against the C library's strtod and printf, which are exact here and run in the "C"
 * locale. The library itself may not call them (locale), the test may.
 */
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/double_text.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define SEED 20261122

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static void expect_as_strtod(const char *text)
{
    double wanted = strtod(text, NULL);
    double got = 42;
    tr_status status = tr_double_parse(text, strlen(text), &got);
    if (isinf(wanted))
        ck_assert_msg(status == TR_E_RANGE, "%s", text);
    else
        ck_assert_msg(status == TR_OK && bits_of(got) == bits_of(wanted), "seed %d: %s gave %a, not %a",
                      SEED, text, got, wanted);
}

START_TEST(hard_numbers_read_as_by_strtod)
{
    static const char *const texts[] = {
        "0", "-0", "0.0", "1", "-1", "007.50", "0.1", "0.3", "611.78", "50.29017734", "1e0", "1E+2",
        "9007199254740992", "9007199254740993", "9007199254740993.0000000000000000000000000000000001",
        "9007199254740992.9999999999999999999999999999", "9007199254740995", "18446744073709551615",
        "18446744073709551616", "99999999999999999999999", "1e22", "1e23", "8.5e22", "1e-22", "1e-23",
        "123456789012345678e-27", "1e27", "1e28", "1e-27", "1e-28", "0.30000000000000004",
        "2.2250738585072014e-308", "2.2250738585072011e-308", "2.2250738585072012e-308",
        "2.22507385850720113605740979670913197593481954635164564802342610972482222202107694551652952e-308",
        "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "5e-324",
        "3e-324", "2e-324", "1e-400", "1e-99999999999", "0e99999999999", "1.7976931348623157e308",
        "1.7976931348623158e308", "1.7976931348623159e308", "1e308", "1e309", "1e99999999999",
        "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
        "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "6.8e-324", "8.988465674311582e307", "1.1125369292536007e-308",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        expect_as_strtod(texts[i]);
}
END_TEST

START_TEST(random_decimals_read_as_by_strtod)
{
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int i = 0; i < 400000; i++) {
        char text[TR_DOUBLE_TEXT_LENGTH_MAX + 1];
        int digit_count = 1 + (int)tr_rng_below(&rng, i % 4 == 0 ? 90 : 20);
        int point = (int)tr_rng_below(&rng, (uint64_t)digit_count);
        int length = 0;
        if (tr_rng_below(&rng, 2) == 0)
            text[length++] = '-';
        for (int d = 0; d < digit_count; d++) {
            text[length++] = (char)('0' + tr_rng_below(&rng, 10));
            if (d == point && d + 1 < digit_count)
                text[length++] = '.';
        }
        text[length] = '\0';
        if (i % 2 == 0) {
            int reach = i % 16 == 0 ? 350 : 30;
            snprintf(text + length, sizeof text - (size_t)length, "e%d",
                     (int)tr_rng_below(&rng, (uint64_t)(2 * reach)) - reach);
        }
        expect_as_strtod(text);
    }
}
END_TEST

START_TEST(halfway_numbers_round_to_even)
{
    /* Exactly between two doubles: 2^53 + an odd number, scaled by powers of two, in full digits. */
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int i = 0; i < 20000; i++) {
        uint64_t half = (UINT64_C(1) << 53) + (tr_rng_below(&rng, UINT64_C(1) << 52) | 1);
        char text[TR_DOUBLE_TEXT_LENGTH_MAX + 1];
        long double exact = ldexpl((long double)half, -(int)tr_rng_below(&rng, 40));
        snprintf(text, sizeof text, "%.60Lf", exact);
        expect_as_strtod(text);
    }
}
END_TEST

START_TEST(texts_that_are_no_numbers_are_refused)
{
    static const char *const bad[] = { "", "-", "+1", ".5", "5.", "1e", "1e+", "e5", "1..2", "1.2.3", " 1",
                                       "1 ", "1,5", "0x10", "nan", "NaN", "inf", "-Infinity", "1_000",
                                       "--1", "1e5.5", "1e 5", "\xEF\xBC\x91" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double out = 42;
        ck_assert_msg(tr_double_parse(bad[i], strlen(bad[i]), &out) == TR_E_PARSE, "\"%s\"", bad[i]);
        ck_assert(bits_of(out) == bits_of(42));
    }
    char large[TR_DOUBLE_TEXT_LENGTH_MAX + 1];
    double out;
    memset(large, '0', sizeof large);
    ck_assert_int_eq(tr_double_parse(large, sizeof large, &out), TR_E_PARSE);
    ck_assert_int_eq(tr_double_parse(large, sizeof large - 1, &out), TR_OK);
    ck_assert_int_eq(tr_double_parse("1\0", 2, &out), TR_E_PARSE);
}
END_TEST

START_TEST(written_texts_are_the_short_ones)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        { 0.0, "0" },           { -0.0, "-0" },         { 1, "1" },
        { -1.5, "-1.5" },       { 611.78, "611.78" },   { 0.1, "0.1" },
        { 1200, "1200" },       { 1e15, "1000000000000000" },
        { 1e20, "100000000000000000000" },              { 1e21, "1e21" },
        { 1.5e300, "1.5e300" }, { 1e-7, "0.0000001" },  { 1e-8, "1e-8" },
        { 5e-324, "5e-324" },   { 0.1 + 0.2, "0.30000000000000004" },
        { 1.0 / 3, "0.3333333333333333" },              { 2.0 / 3, "0.6666666666666666" },
        { 50.29017734, "50.29017734" },                 { 116542856, "116542856" },
        { 123456789.123456, "123456789.123456" },       { 0.00001234, "0.00001234" },
        { 1.7976931348623157e308, "1.7976931348623157e308" },
        { 2.2250738585072014e-308, "2.2250738585072014e-308" },
        { 9007199254740993.0, "9007199254740992" },
    };
    char text[TR_DOUBLE_TEXT_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = tr_double_format(cases[i].value, text, sizeof text);
        ck_assert_str_eq(text, cases[i].text);
        ck_assert_uint_eq(length, strlen(text));
        ck_assert_uint_eq(tr_double_format(cases[i].value, text, length), 0);
    }
    ck_assert_uint_eq(tr_double_format((double)NAN, text, sizeof text), 0);
    ck_assert_uint_eq(tr_double_format(-(double)INFINITY, text, sizeof text), 0);
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(every_double_reads_back_the_same)
{
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = tr_rng_next(&rng);
        double value;
        if (i % 3 == 0)
            bits = (bits >> 12) | (UINT64_C(1033) << 52); /* prices between 1024 and 2048 */
        if (i % 3 == 1)
            bits >>= 12; /* below the normal numbers */
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        char text[TR_DOUBLE_TEXT_SIZE];
        double back = 0;
        size_t length = tr_double_format(value, text, sizeof text);
        ck_assert_msg(length > 0 && tr_double_parse(text, length, &back) == TR_OK &&
                          bits_of(back) == bits, "seed %d: %a as %s", SEED, value, text);
    }
}
END_TEST

START_TEST(no_shorter_text_would_do)
{
    tr_rng rng;
    tr_rng_init(&rng, SEED);
    for (int i = 0; i < 20000; i++) {
        double value = (double)tr_rng_below(&rng, 100000000) / (double)(1 + tr_rng_below(&rng, 99999));
        char text[TR_DOUBLE_TEXT_SIZE];
        char trial[40];
        tr_double_format(value, text, sizeof text);
        int precision = 1;
        do
            snprintf(trial, sizeof trial, "%.*e", precision++ - 1, value);
        while (strtod(trial, NULL) != value);
        int wanted = 0;
        for (const char *at = trial; *at != 'e'; at++)
            wanted += *at != '.';
        int digits = 0;
        bool has_begun = false;
        for (const char *at = text; *at != '\0'; at++) {
            has_begun = has_begun || (*at >= '1' && *at <= '9');
            digits += has_begun && *at != '.';
        }
        bool ends_in_zeros = strchr(text, '.') == NULL; /* whole numbers need their zeros */
        ck_assert_msg(value == 0 || digits == wanted || (ends_in_zeros && digits > wanted),
                      "seed %d: %s against %s", SEED, text, trial);
    }
}
END_TEST

START_TEST(locale_with_a_decimal_comma_changes_nothing)
{
    /* Where no such locale is installed, the calls run in "C" and hold all the same. */
    static const char *const names[] = { "de_DE.UTF-8", "vi_VN.UTF-8", "fr_FR.UTF-8" };
    for (size_t i = 0; i < sizeof names / sizeof names[0] && setlocale(LC_ALL, names[i]) == NULL; i++)
        continue;
    char text[TR_DOUBLE_TEXT_SIZE];
    double value;
    tr_double_format(0.1 + 0.2, text, sizeof text);
    ck_assert_str_eq(text, "0.30000000000000004");
    ck_assert_int_eq(tr_double_parse("611.78", 6, &value), TR_OK);
    ck_assert(bits_of(value) == bits_of(611.78));
    ck_assert_int_eq(tr_double_parse("611,78", 6, &value), TR_E_PARSE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("double_text");
    TCase *tests = tcase_create("double_text");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, hard_numbers_read_as_by_strtod);
    tcase_add_test(tests, random_decimals_read_as_by_strtod);
    tcase_add_test(tests, halfway_numbers_round_to_even);
    tcase_add_test(tests, texts_that_are_no_numbers_are_refused);
    tcase_add_test(tests, written_texts_are_the_short_ones);
    tcase_add_test(tests, every_double_reads_back_the_same);
    tcase_add_test(tests, no_shorter_text_would_do);
    tcase_add_test(tests, locale_with_a_decimal_comma_changes_nothing);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
