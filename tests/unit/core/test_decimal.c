/* Decimals case by case: the ends of the range, every rounding at its ties, every refusal. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <trade/decimal.h>

#include "support/check_tap.h"

#define HIGHEST "170141183460469231731.687303715884105727"
#define LOWEST  "-170141183460469231731.687303715884105728"

static const tr_decimal untouched = { 7, 7 };

static tr_decimal number(const char *text)
{
    tr_decimal value = untouched;
    tr_status status = tr_decimal_parse(text, strlen(text), &value);
    ck_assert_msg(status == TR_OK, "%s: %s", text, tr_status_name(status));
    return value;
}

static void assert_number(tr_decimal value, const char *wanted)
{
    char text[TR_DECIMAL_TEXT_SIZE];
    ck_assert_uint_gt(tr_decimal_format(value, text, sizeof text), 0);
    ck_assert_str_eq(text, wanted);
}

static void assert_parse(const char *text, tr_status wanted)
{
    tr_decimal value = untouched;
    tr_status status = tr_decimal_parse(text, strlen(text), &value);
    ck_assert_msg(status == wanted, "'%s': %s", text, tr_status_name(status));
    if (wanted != TR_OK)
        ck_assert_int_eq(tr_decimal_compare(value, untouched), 0);
}

START_TEST(text_is_read_exactly)
{
    static const char *const cases[][2] = {
        { "0", "0" },
        { "-0", "0" },
        { "-0.000", "0" },
        { "007.50", "7.5" },
        { "1.000000000000000000", "1" },
        { "1.0000000000000000000000", "1" },
        { "0.000000000000000001", "0.000000000000000001" },
        { "-0.000000000000000001", "-0.000000000000000001" },
        { "1e-18", "0.000000000000000001" },
        { "1E+20", "100000000000000000000" },
        { "1.5e0", "1.5" },
        { "123.45e-1", "12.345" },
        { "0.00000000000000000000000000012e28", "1.2" },
        { "1700000000000000000000000000000e-28", "170" },
        { "0e99999999999999999999999", "0" },
        { HIGHEST, HIGHEST },
        { LOWEST, LOWEST },
        { "18446744073709551616", "18446744073709551616" },
        { "18446744073.709551616", "18446744073.709551616" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_number(number(cases[i][0]), cases[i][1]);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    static const char *const cases[] = {
        "",   "-",   "+1",  ".5",   "5.",   "1.",       "-.5",   "--1",  " 1",
        "1 ", "1,5", "1_0", "0x10", "nan",  "NaN",      "inf",   "-Inf", "Infinity",
        "1e", "1e+", "1e-", "1e1.", "e5",   "1.e5",     "1ee5",  "1e5e", "1.2.3",
        "1-", "\t1", "1\n", "1d5",  "1e 5", "\xD9\xA1", "1e--5", "-e5",  "1f",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_parse(cases[i], TR_E_PARSE);
    tr_decimal value = untouched;
    ck_assert_int_eq(tr_decimal_parse("1\0", 2, &value), TR_E_PARSE);
    ck_assert_int_eq(tr_decimal_parse("12345", 3, &value), TR_OK);
    assert_number(value, "123");
}
END_TEST

START_TEST(digits_beyond_the_scale_or_the_range_are_refused)
{
    assert_parse("0.0000000000000000001", TR_E_RANGE);
    assert_parse("1.0000000000000000001", TR_E_RANGE);
    assert_parse("1e-19", TR_E_RANGE);
    assert_parse("1e-99999999999999999999999", TR_E_RANGE);
    assert_parse("170141183460469231731.687303715884105728", TR_E_OVERFLOW);
    assert_parse("-170141183460469231731.687303715884105729", TR_E_OVERFLOW);
    assert_parse("170141183460469231732", TR_E_OVERFLOW);
    assert_parse("340282366920938463463.374607431768211456", TR_E_OVERFLOW); /* 2^128 units */
    assert_parse("999999999999999999999", TR_E_OVERFLOW);
    assert_parse("1e21", TR_E_OVERFLOW);
    assert_parse("1e99999999999999999999999", TR_E_OVERFLOW);
    assert_parse("99999999999999999999999999999999999999999999999999999999999999", TR_E_OVERFLOW);
}
END_TEST

START_TEST(rounded_reading_rounds_each_way_at_each_tie)
{
    /* In units of 10^-18: the text, then DOWN, UP, FLOOR, CEILING, HALF_UP, HALF_DOWN, HALF_EVEN. */
    static const struct {
        const char *text;
        int64_t wanted[7];
    } cases[] = {
        { "0.0000000000000000014", { 1, 2, 1, 2, 1, 1, 1 } },
        { "0.0000000000000000015", { 1, 2, 1, 2, 2, 1, 2 } },
        { "0.0000000000000000025", { 2, 3, 2, 3, 3, 2, 2 } },
        { "0.00000000000000000250000000000000000000001", { 2, 3, 2, 3, 3, 3, 3 } },
        { "0.0000000000000000016", { 1, 2, 1, 2, 2, 2, 2 } },
        { "-0.0000000000000000014", { -1, -2, -2, -1, -1, -1, -1 } },
        { "-0.0000000000000000015", { -1, -2, -2, -1, -2, -1, -2 } },
        { "-0.0000000000000000025", { -2, -3, -3, -2, -3, -2, -2 } },
        { "-0.0000000000000000026", { -2, -3, -3, -2, -3, -3, -3 } },
        { "0.0000000000000000005", { 0, 1, 0, 1, 1, 0, 0 } },
        { "-0.0000000000000000005", { 0, -1, -1, 0, -1, 0, 0 } },
        { "0.00000000000000000005", { 0, 1, 0, 1, 0, 0, 0 } },
        { "9e-99999999999999999999", { 0, 1, 0, 1, 0, 0, 0 } },
        { "-9e-99999999999999999999", { 0, -1, -1, 0, 0, 0, 0 } },
        { "3e-18", { 3, 3, 3, 3, 3, 3, 3 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int round = TR_ROUND_DOWN; round <= TR_ROUND_HALF_EVEN; round++) {
            tr_decimal value;
            tr_decimal wanted;
            const char *text = cases[i].text;
            ck_assert_int_eq(tr_decimal_parse_rounded(text, strlen(text), (tr_round)round, &value),
                             TR_OK);
            ck_assert_int_eq(tr_decimal_from_scaled(cases[i].wanted[round], 18, &wanted), TR_OK);
            ck_assert_msg(tr_decimal_compare(value, wanted) == 0, "%s, round %d", text, round);
        }
    }
}
END_TEST

START_TEST(rounding_up_past_the_end_is_refused)
{
    static const char text[] = HIGHEST "5";
    tr_decimal value = untouched;
    ck_assert_int_eq(tr_decimal_parse_rounded(text, strlen(text), TR_ROUND_DOWN, &value), TR_OK);
    assert_number(value, HIGHEST);
    value = untouched;
    ck_assert_int_eq(tr_decimal_parse_rounded(text, strlen(text), TR_ROUND_HALF_UP, &value),
                     TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_compare(value, untouched), 0);
}
END_TEST

START_TEST(text_needs_its_room)
{
    char text[TR_DECIMAL_TEXT_SIZE] = "x";
    tr_decimal lowest = number(LOWEST);
    ck_assert_uint_eq(tr_decimal_format(lowest, text, strlen(LOWEST)), 0);
    ck_assert_str_eq(text, "");
    ck_assert_uint_eq(tr_decimal_format(lowest, text, strlen(LOWEST) + 1), strlen(LOWEST));
    ck_assert_str_eq(text, LOWEST);
    ck_assert_uint_eq(tr_decimal_format(lowest, text, 0), 0);
    ck_assert_str_eq(text, LOWEST);
    ck_assert_uint_eq(tr_decimal_format(lowest, NULL, 99), 0);
}
END_TEST

START_TEST(fixed_text_has_exactly_its_digits)
{
    static const struct {
        const char *value;
        int digits;
        tr_round round;
        const char *wanted;
    } cases[] = {
        { "1.005", 2, TR_ROUND_HALF_EVEN, "1.00" },
        { "1.015", 2, TR_ROUND_HALF_EVEN, "1.02" },
        { "1.005", 2, TR_ROUND_HALF_UP, "1.01" },
        { "-0.004", 2, TR_ROUND_HALF_UP, "0.00" },
        { "-0.004", 2, TR_ROUND_FLOOR, "-0.01" },
        { "0.999", 0, TR_ROUND_UP, "1" },
        { "5", 18, TR_ROUND_DOWN, "5.000000000000000000" },
        { "0", 3, TR_ROUND_DOWN, "0.000" },
        { "99.99", 1, TR_ROUND_CEILING, "100.0" },
        { HIGHEST, 0, TR_ROUND_UP, "170141183460469231732" },
        { LOWEST, 17, TR_ROUND_UP, "-170141183460469231731.68730371588410573" },
    };
    char text[TR_DECIMAL_TEXT_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_int_eq(tr_decimal_format_fixed(number(cases[i].value), cases[i].digits,
                                                 cases[i].round, text, sizeof text),
                         TR_OK);
        ck_assert_str_eq(text, cases[i].wanted);
    }
    tr_decimal one = number("1");
    ck_assert_int_eq(tr_decimal_format_fixed(one, 19, TR_ROUND_UP, text, sizeof text), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_format_fixed(one, -1, TR_ROUND_UP, text, sizeof text), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_format_fixed(one, 2, TR_ROUND_UP, text, 4), TR_E_FULL);
    ck_assert_str_eq(text, "");
    ck_assert_int_eq(tr_decimal_format_fixed(one, 2, TR_ROUND_UP, text, 5), TR_OK);
}
END_TEST

START_TEST(whole_and_scaled_numbers_are_exact)
{
    tr_decimal value;
    int64_t whole = 7;
    assert_number(tr_decimal_from_int(INT64_MAX), "9223372036854775807");
    assert_number(tr_decimal_from_int(INT64_MIN), "-9223372036854775808");
    ck_assert_int_eq(tr_decimal_from_scaled(12345, 2, &value), TR_OK);
    assert_number(value, "123.45");
    ck_assert_int_eq(tr_decimal_from_scaled(INT64_MIN, 0, &value), TR_OK);
    assert_number(value, "-9223372036854775808");
    ck_assert_int_eq(tr_decimal_from_scaled(INT64_MIN, 18, &value), TR_OK);
    assert_number(value, "-9.223372036854775808");
    ck_assert_int_eq(tr_decimal_from_scaled(1, 19, &value), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_from_scaled(1, -1, &value), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_to_int(number("-9223372036854775808"), &whole), TR_OK);
    ck_assert_int_eq(whole, INT64_MIN);
    ck_assert_int_eq(tr_decimal_to_int(number("9223372036854775807"), &whole), TR_OK);
    ck_assert_int_eq(whole, INT64_MAX);
    ck_assert_int_eq(tr_decimal_to_int(number("9223372036854775808"), &whole), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_to_int(number("-9223372036854775809"), &whole), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_to_int(number("1.5"), &whole), TR_E_RANGE);
    ck_assert_int_eq(whole, INT64_MAX);
}
END_TEST

START_TEST(sums_stop_at_the_ends)
{
    tr_decimal out = untouched;
    tr_decimal unit = number("1e-18");
    ck_assert_int_eq(tr_decimal_add(number(HIGHEST), unit, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_subtract(number(LOWEST), unit, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_negate(number(LOWEST), &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_absolute(number(LOWEST), &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_compare(out, untouched), 0);
    ck_assert_int_eq(tr_decimal_add(number(HIGHEST), number(LOWEST), &out), TR_OK);
    assert_number(out, "-0.000000000000000001");
    ck_assert_int_eq(tr_decimal_absolute(out, &out), TR_OK);
    assert_number(out, "0.000000000000000001");
    ck_assert_int_eq(tr_decimal_negate(number(HIGHEST), &out), TR_OK);
    assert_number(out, "-170141183460469231731.687303715884105727");
}
END_TEST

START_TEST(products_and_quotients_reach_both_ends)
{
    tr_decimal out = untouched;
    tr_decimal one = number("1");
    tr_decimal minus_one = number("-1");
    tr_decimal lowest = number(LOWEST);
    ck_assert_int_eq(tr_decimal_multiply(lowest, one, TR_ROUND_UP, &out), TR_OK);
    assert_number(out, LOWEST);
    ck_assert_int_eq(tr_decimal_divide(lowest, one, TR_ROUND_UP, &out), TR_OK);
    assert_number(out, LOWEST);
    ck_assert_int_eq(tr_decimal_divide(lowest, lowest, TR_ROUND_UP, &out), TR_OK);
    assert_number(out, "1");
    ck_assert_int_eq(tr_decimal_multiply_divide(lowest, lowest, lowest, TR_ROUND_UP, &out), TR_OK);
    assert_number(out, LOWEST);
    out = untouched;
    ck_assert_int_eq(tr_decimal_multiply(lowest, minus_one, TR_ROUND_UP, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_divide(lowest, minus_one, TR_ROUND_UP, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_multiply(lowest, lowest, TR_ROUND_UP, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_divide(lowest, number("1e-18"), TR_ROUND_UP, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_divide(one, number("0"), TR_ROUND_UP, &out), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_divide(number("0"), number("0"), TR_ROUND_UP, &out), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_multiply_divide(one, one, number("0"), TR_ROUND_UP, &out),
                     TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_compare(out, untouched), 0);
}
END_TEST

START_TEST(product_before_division_is_kept_in_full)
{
    tr_decimal out;
    /* 10^20 * 10^20 is far beyond a decimal, 10^20 * 10^20 / 10^20 is not. */
    tr_decimal large = number("1e20");
    ck_assert_int_eq(tr_decimal_multiply_divide(large, large, large, TR_ROUND_DOWN, &out), TR_OK);
    assert_number(out, "100000000000000000000");
    /* 1/3 * 3 in one rounding is 1; in two it would be 0.999999999999999999. */
    ck_assert_int_eq(
        tr_decimal_multiply_divide(number("1"), number("3"), number("3"), TR_ROUND_DOWN, &out),
        TR_OK);
    assert_number(out, "1");
}
END_TEST

START_TEST(grid_is_reached_from_both_sides)
{
    tr_decimal out = untouched;
    tr_decimal tick = number("0.05");
    int64_t steps = 7;
    ck_assert_int_eq(tr_decimal_round_to(number("101.07"), tick, TR_ROUND_FLOOR, &out), TR_OK);
    assert_number(out, "101.05");
    ck_assert_int_eq(tr_decimal_round_to(number("101.07"), tick, TR_ROUND_CEILING, &out), TR_OK);
    assert_number(out, "101.1");
    ck_assert_int_eq(tr_decimal_round_to(number("-101.07"), tick, TR_ROUND_FLOOR, &out), TR_OK);
    assert_number(out, "-101.1");
    ck_assert_int_eq(tr_decimal_round_to(number("101.075"), tick, TR_ROUND_HALF_EVEN, &out), TR_OK);
    assert_number(out, "101.1"); /* 2022 steps, not 2021 */
    ck_assert_int_eq(tr_decimal_round_to(number("0.01"), number(HIGHEST), TR_ROUND_UP, &out),
                     TR_OK);
    assert_number(out, HIGHEST);
    out = untouched;
    ck_assert_int_eq(tr_decimal_round_to(number(HIGHEST), tick, TR_ROUND_UP, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_round_to(tick, number("0"), TR_ROUND_UP, &out), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_round_to(tick, number("-1"), TR_ROUND_UP, &out), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_compare(out, untouched), 0);
    ck_assert(tr_decimal_is_multiple(number("101.05"), tick));
    ck_assert(tr_decimal_is_multiple(number("-101.05"), tick));
    ck_assert(tr_decimal_is_multiple(number("0"), tick));
    ck_assert(!tr_decimal_is_multiple(number("101.06"), tick));
    ck_assert(!tr_decimal_is_multiple(number("1"), number("0")));
    ck_assert(!tr_decimal_is_multiple(number("1"), number("-1")));
    ck_assert_int_eq(tr_decimal_to_steps(number("-101.05"), tick, &steps), TR_OK);
    ck_assert_int_eq(steps, -2021);
    ck_assert_int_eq(tr_decimal_to_steps(number("101.06"), tick, &steps), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_to_steps(number("10"), number("1e-18"), &steps), TR_E_RANGE);
    ck_assert_int_eq(steps, -2021);
    ck_assert_int_eq(tr_decimal_from_steps(-2021, tick, &out), TR_OK);
    assert_number(out, "-101.05");
    ck_assert_int_eq(tr_decimal_from_steps(INT64_MIN, number("-1e-18"), &out), TR_OK);
    assert_number(out, "9.223372036854775808");
    ck_assert_int_eq(tr_decimal_from_steps(INT64_MAX, number("100"), &out), TR_E_OVERFLOW);
}
END_TEST

START_TEST(doubles_convert_by_their_exact_binary_value)
{
    tr_decimal out = untouched;
    ck_assert_int_eq(tr_decimal_from_double(0.1, TR_ROUND_UP, &out), TR_OK);
    assert_number(out, "0.100000000000000006"); /* 0.1 is 0.1000000000000000055511151231257827… */
    ck_assert_int_eq(tr_decimal_from_double(0.1, TR_ROUND_DOWN, &out), TR_OK);
    assert_number(out, "0.100000000000000005");
    ck_assert_int_eq(tr_decimal_from_double(-0.0, TR_ROUND_UP, &out), TR_OK);
    ck_assert(tr_decimal_is_zero(out));
    ck_assert_int_eq(tr_decimal_from_double(DBL_TRUE_MIN, TR_ROUND_UP, &out), TR_OK);
    assert_number(out, "0.000000000000000001");
    ck_assert_int_eq(tr_decimal_from_double(-DBL_TRUE_MIN, TR_ROUND_HALF_UP, &out), TR_OK);
    assert_number(out, "0");
    ck_assert_int_eq(tr_decimal_from_double(0x1p67, TR_ROUND_DOWN, &out), TR_OK);
    assert_number(out, "147573952589676412928");
    out = untouched;
    ck_assert_int_eq(tr_decimal_from_double(0x1p68, TR_ROUND_DOWN, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_from_double(-DBL_MAX, TR_ROUND_DOWN, &out), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_decimal_from_double((double)NAN, TR_ROUND_DOWN, &out), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_from_double(HUGE_VAL, TR_ROUND_DOWN, &out), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_from_double(-HUGE_VAL, TR_ROUND_DOWN, &out), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_compare(out, untouched), 0);
    ck_assert(tr_decimal_to_double(number("0.1")) == 0.1);
    ck_assert(tr_decimal_to_double(number("-67250.12")) == -67250.12);
    ck_assert(tr_decimal_to_double(number("1e-18")) == 1e-18);
    ck_assert(tr_decimal_to_double(number(LOWEST)) == -170141183460469231731.687303715884105728);
    ck_assert(tr_decimal_to_double(number("9007199254740993")) == 9007199254740992.0); /* tie */
    ck_assert(tr_decimal_to_double(number("9007199254740993.000000000000000001")) ==
              9007199254740994.0);
}
END_TEST

START_TEST(order_and_sign_follow_the_number_line)
{
    static const char *const rising[] = { LOWEST,
                                          "-18446744073709551617",
                                          "-1",
                                          "-1e-18",
                                          "0",
                                          "1e-18",
                                          "1",
                                          "18.446744073709551616",
                                          "18446744073709551617",
                                          HIGHEST };
    int count = (int)(sizeof rising / sizeof rising[0]);
    for (int i = 0; i < count; i++) {
        tr_decimal a = number(rising[i]);
        ck_assert_int_eq(tr_decimal_sign(a), i < 4 ? -1 : i > 4);
        ck_assert_int_eq(tr_decimal_is_zero(a), i == 4);
        for (int j = 0; j < count; j++) {
            tr_decimal b = number(rising[j]);
            ck_assert_int_eq(tr_decimal_compare(a, b), (i > j) - (i < j));
        }
    }
}
END_TEST

START_TEST(lesser_and_greater_are_told_apart)
{
    tr_decimal low = number("-2");
    tr_decimal high = number("1");
    assert_number(tr_decimal_min(low, high), "-2");
    assert_number(tr_decimal_min(high, low), "-2");
    assert_number(tr_decimal_max(low, high), "1");
    assert_number(tr_decimal_max(high, low), "1");
}
END_TEST

START_TEST(prices_and_quantities_are_positive_and_money_is_not_bound_to_be)
{
    tr_price price = { { 7, 7 } };
    tr_quantity quantity = { { 7, 7 } };
    tr_money money;
    ck_assert_int_eq(tr_price_parse("0", 1, &price), TR_E_RANGE);
    ck_assert_int_eq(tr_price_parse("-1", 2, &price), TR_E_RANGE);
    ck_assert_int_eq(tr_price_parse("x", 1, &price), TR_E_PARSE);
    ck_assert_int_eq(tr_price_from_double(-1.0, TR_ROUND_DOWN, &price), TR_E_RANGE);
    ck_assert_int_eq(tr_price_from_double(1e-30, TR_ROUND_DOWN, &price), TR_E_RANGE);
    ck_assert_int_eq(tr_price_from_double((double)NAN, TR_ROUND_DOWN, &price), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_compare(price.value, untouched), 0);
    ck_assert_int_eq(tr_price_parse("1.5", 3, &price), TR_OK);
    assert_number(price.value, "1.5");
    ck_assert_int_eq(tr_price_from_double(1e-30, TR_ROUND_UP, &price), TR_OK);
    assert_number(price.value, "0.000000000000000001");
    ck_assert_int_eq(tr_quantity_parse("0.0", 3, &quantity), TR_E_RANGE);
    ck_assert_int_eq(tr_quantity_from_double(0.0, TR_ROUND_UP, &quantity), TR_E_RANGE);
    ck_assert_int_eq(tr_decimal_compare(quantity.value, untouched), 0);
    ck_assert_int_eq(tr_quantity_parse("2", 1, &quantity), TR_OK);
    ck_assert_int_eq(tr_quantity_add(quantity, quantity, &quantity), TR_OK);
    assert_number(quantity.value, "4");
    ck_assert_int_eq(tr_quantity_subtract(quantity, quantity, &quantity), TR_OK);
    assert_number(quantity.value, "0");
    ck_assert_int_eq(tr_quantity_from_double(0.5, TR_ROUND_UP, &quantity), TR_OK);
    assert_number(quantity.value, "0.5");
    ck_assert_int_eq(tr_money_parse("-3", 2, &money), TR_OK);
    ck_assert_int_eq(tr_money_add(money, money, &money), TR_OK);
    assert_number(money.value, "-6");
    ck_assert_int_eq(tr_money_subtract(money, money, &money), TR_OK);
    assert_number(money.value, "0");
}
END_TEST

START_TEST(missing_targets_and_unknown_roundings_are_invalid)
{
    tr_decimal one = number("1");
    tr_decimal out = untouched;
    char text[TR_DECIMAL_TEXT_SIZE];
    tr_round wrong = (tr_round)7;
    ck_assert_int_eq(tr_decimal_parse(NULL, 0, &out), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_parse("1", 1, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_parse_rounded("1", 1, wrong, &out), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_format_fixed(one, 1, wrong, text, sizeof text), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_format_fixed(one, 1, TR_ROUND_UP, NULL, 9), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_from_double(1.0, wrong, &out), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_add(one, one, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_subtract(one, one, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_multiply(one, one, wrong, &out), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_multiply(one, one, TR_ROUND_UP, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_divide(one, one, wrong, &out), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_divide(one, one, TR_ROUND_UP, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_multiply_divide(one, one, one, wrong, &out), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_round_to(one, one, wrong, &out), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_negate(one, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_absolute(one, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_to_int(one, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_to_steps(one, one, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_from_steps(1, one, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_from_scaled(1, 1, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_price_parse("1", 1, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_quantity_parse("1", 1, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_money_parse("1", 1, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_decimal_compare(out, untouched), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decimal");
    TCase *tests = tcase_create("decimal");
    tcase_add_test(tests, text_is_read_exactly);
    tcase_add_test(tests, what_is_no_number_is_refused);
    tcase_add_test(tests, digits_beyond_the_scale_or_the_range_are_refused);
    tcase_add_test(tests, rounded_reading_rounds_each_way_at_each_tie);
    tcase_add_test(tests, rounding_up_past_the_end_is_refused);
    tcase_add_test(tests, text_needs_its_room);
    tcase_add_test(tests, fixed_text_has_exactly_its_digits);
    tcase_add_test(tests, whole_and_scaled_numbers_are_exact);
    tcase_add_test(tests, sums_stop_at_the_ends);
    tcase_add_test(tests, products_and_quotients_reach_both_ends);
    tcase_add_test(tests, product_before_division_is_kept_in_full);
    tcase_add_test(tests, grid_is_reached_from_both_sides);
    tcase_add_test(tests, doubles_convert_by_their_exact_binary_value);
    tcase_add_test(tests, order_and_sign_follow_the_number_line);
    tcase_add_test(tests, lesser_and_greater_are_told_apart);
    tcase_add_test(tests, prices_and_quantities_are_positive_and_money_is_not_bound_to_be);
    tcase_add_test(tests, missing_targets_and_unknown_roundings_are_invalid);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
