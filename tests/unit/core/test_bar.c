/* One bar: what is refused, and that the reason names field, value and limit. */
#include <math.h>

#include <trade/bar.h>

#include "support/check_tap.h"

static const tr_bar good = { 0, 10, 12, 9, 11, 5, true };

START_TEST(sound_bars_pass)
{
    ck_assert_int_eq(tr_bar_check(&good, NULL), TR_OK);
    const tr_bar flat = { 0, 0, 0, 0, 0, 0, true };
    ck_assert_int_eq(tr_bar_check(&flat, NULL), TR_OK);
    const tr_bar negative = { 0, -37, -10, -40, -38, 1, false };
    ck_assert_int_eq(tr_bar_check(&negative, NULL), TR_OK);
}
END_TEST

START_TEST(unsound_bars_are_refused_with_the_reason)
{
    tr_error err;
    tr_bar bar = good;
    bar.high = 10.5;
    ck_assert_int_eq(tr_bar_check(&bar, &err), TR_E_RANGE);
    ck_assert_str_eq(err.message, "bar of 1970-01-01T00:00:00Z: high is 10.5, below close 11");
    bar = good;
    bar.open = 13;
    ck_assert_int_eq(tr_bar_check(&bar, &err), TR_E_RANGE);
    ck_assert_str_eq(err.message, "bar of 1970-01-01T00:00:00Z: high is 12, below open 13");
    bar = good;
    bar.low = 10.5;
    ck_assert_int_eq(tr_bar_check(&bar, &err), TR_E_RANGE);
    ck_assert_str_eq(err.message, "bar of 1970-01-01T00:00:00Z: low is 10.5, above open 10");
    bar = good;
    bar.volume = -0.5;
    ck_assert_int_eq(tr_bar_check(&bar, &err), TR_E_RANGE);
    ck_assert_str_eq(err.message, "bar of 1970-01-01T00:00:00Z: volume is -0.5, below 0");
    ck_assert_int_eq(tr_bar_check(NULL, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(numbers_that_are_not_finite_are_refused_in_every_field)
{
    const double bad[] = { (double)NAN, (double)INFINITY, -(double)INFINITY };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        for (int field = 0; field < 5; field++) {
            tr_bar bar = good;
            double *numbers[] = { &bar.open, &bar.high, &bar.low, &bar.close, &bar.volume };
            *numbers[field] = bad[i];
            ck_assert_int_eq(tr_bar_check(&bar, NULL), TR_E_RANGE);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bar");
    TCase *tests = tcase_create("bar");
    tcase_add_test(tests, sound_bars_pass);
    tcase_add_test(tests, unsound_bars_are_refused_with_the_reason);
    tcase_add_test(tests, numbers_that_are_not_finite_are_refused_in_every_field);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
