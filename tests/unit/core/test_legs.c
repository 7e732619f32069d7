/* The ways out of an order as text: read(write(x)) is x, and what makes no sense is refused. */
#include <string.h>

#include <trade/order.h>

#include "support/check_tap.h"

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_leg leg(const char *share, const char *target, const char *stop)
{
    tr_leg one = { .share = decimal(share) };
    if (target != NULL)
        one.take_profit.value = decimal(target);
    if (stop != NULL)
        one.stop_loss.value = decimal(stop);
    return one;
}

START_TEST(legs_read_back_as_they_were_written)
{
    tr_leg legs[] = { leg("0.5", "110.25", "95"), leg("0.3", NULL, "90"), leg("0.2", "130", NULL) };
    tr_leg read[TR_LEGS_MAX];
    char text[TR_LEGS_SIZE];
    size_t count = 0;
    ck_assert_int_eq(tr_legs_format(legs, 3, text, NULL), TR_OK);
    ck_assert_str_eq(text, "0.5 110.25 95;0.3 - 90;0.2 130 -");
    ck_assert_int_eq(tr_legs_parse(text, strlen(text), read, &count, NULL), TR_OK);
    ck_assert_uint_eq(count, 3);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(tr_decimal_compare(read[i].share, legs[i].share), 0);
        ck_assert_int_eq(tr_decimal_compare(read[i].take_profit.value, legs[i].take_profit.value),
                         0);
        ck_assert_int_eq(tr_decimal_compare(read[i].stop_loss.value, legs[i].stop_loss.value), 0);
    }
}
END_TEST

START_TEST(legs_that_make_no_sense_are_refused)
{
    tr_leg much[] = { leg("0.6", "110", NULL), leg("0.5", "120", NULL) };
    tr_leg empty[] = { leg("1", NULL, NULL) };
    tr_leg nothing[] = { leg("0", "110", NULL) };
    char text[TR_LEGS_SIZE];
    ck_assert_int_eq(tr_legs_format(much, 2, text, NULL), TR_E_RANGE);
    ck_assert_int_eq(tr_legs_format(empty, 1, text, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_legs_format(nothing, 1, text, NULL), TR_E_RANGE);
    ck_assert_int_eq(tr_legs_format(much, 0, text, NULL), TR_E_INVALID);
    static const char *const texts[] = { "",         "1",         "1 110",     "1 110 95 3",
                                         "x 110 95", "1 110 95;", "1  110 95", ";" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        tr_leg read[TR_LEGS_MAX];
        size_t count = 99;
        tr_status status = tr_legs_parse(texts[i], strlen(texts[i]), read, &count, NULL);
        if (strcmp(texts[i], "1 110 95;") == 0) {
            ck_assert_int_eq(status, TR_OK); /* an end behind the last one changes nothing */
            continue;
        }
        ck_assert_msg(status == TR_E_PARSE || status == TR_E_INVALID, "\"%s\": %d", texts[i],
                      (int)status);
        ck_assert_uint_eq(count, 99);
    }
}
END_TEST

START_TEST(order_with_one_pair_of_prices_has_one_leg)
{
    tr_order order = { .take_profit = { decimal("110") } };
    tr_order without = { .id = { { 0 } } };
    tr_leg legs[TR_LEGS_MAX];
    ck_assert_uint_eq(tr_order_legs(&order, legs), 1);
    ck_assert_int_eq(tr_decimal_compare(legs[0].share, tr_decimal_from_int(1)), 0);
    ck_assert_uint_eq(tr_order_legs(&without, legs), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("legs");
    TCase *tests = tcase_create("legs");
    tcase_add_test(tests, legs_read_back_as_they_were_written);
    tcase_add_test(tests, legs_that_make_no_sense_are_refused);
    tcase_add_test(tests, order_with_one_pair_of_prices_has_one_leg);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
