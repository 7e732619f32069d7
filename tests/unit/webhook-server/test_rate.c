/* Token buckets in a bounded table. */
#include "webhook-server/rate.h"

#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"

#define SECOND INT64_C(1000000000)

static const rate_limit five_a_second = { .count_max = 5, .window_ns = SECOND };

static int64_t take(rate_table *table, const char *name, int64_t now_ns)
{
    return rate_take_ns(table, name, strlen(name), &five_a_second, now_ns);
}

START_TEST(a_burst_is_allowed_and_then_an_even_flow)
{
    rate_table *table = rate_table_new(1);
    int64_t now = 100 * SECOND;
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(take(table, "a", now), 0);
    ck_assert_int_eq(take(table, "a", now), SECOND / 5);
    ck_assert_int_eq(take(table, "a", now + SECOND / 5 - 1), 1);
    ck_assert_int_eq(take(table, "a", now + SECOND / 5), 0);
    ck_assert_int_gt(take(table, "a", now + SECOND / 5), 0);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(take(table, "a", now + 10 * SECOND), 0);
    ck_assert_int_gt(take(table, "a", now + 10 * SECOND), 0);
    rate_table_free(table);
}
END_TEST

START_TEST(names_do_not_share_and_asking_takes_nothing)
{
    rate_table *table = rate_table_new(2);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(take(table, "a", SECOND), 0);
    ck_assert_int_eq(take(table, "b", SECOND), 0);
    ck_assert_int_gt(rate_wait_ns(table, "a", 1, &five_a_second, SECOND), 0);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(rate_wait_ns(table, "c", 1, &five_a_second, SECOND), 0);
    ck_assert_int_eq(take(table, "c", SECOND), 0);
    rate_table_free(table);
}
END_TEST

START_TEST(a_refusal_does_not_lengthen_the_wait)
{
    rate_table *table = rate_table_new(3);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(take(table, "a", SECOND), 0);
    int64_t wait_ns = take(table, "a", SECOND);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(take(table, "a", SECOND), wait_ns);
    rate_table_free(table);
}
END_TEST

START_TEST(a_flood_of_names_is_survived_and_nobody_is_refused_unheard)
{
    rate_table *table = rate_table_new(4);
    char name[32];
    for (int i = 0; i < 200000; i++) {
        int length = snprintf(name, sizeof name, "10.%d.%d.%d", i >> 16, (i >> 8) & 255, i & 255);
        ck_assert_int_eq(rate_take_ns(table, name, (size_t)length, &five_a_second, SECOND), 0);
    }
    rate_table_free(table);
}
END_TEST

START_TEST(a_clock_that_runs_back_refuses_for_one_step_at_most)
{
    rate_table *table = rate_table_new(5);
    ck_assert_int_eq(take(table, "a", 1000 * SECOND), 0);
    ck_assert_int_eq(rate_wait_ns(table, "a", 1, &five_a_second, 500 * SECOND), SECOND / 5);
    ck_assert_int_eq(take(table, "a", 500 * SECOND), SECOND / 5);
    ck_assert_int_eq(take(table, "a", 500 * SECOND + SECOND / 5), 0);
    ck_assert_int_eq(take(table, "a", 1000 * SECOND), 0);
    rate_table_free(table);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rate");
    TCase *tests = tcase_create("rate");
    tcase_add_test(tests, a_burst_is_allowed_and_then_an_even_flow);
    tcase_add_test(tests, names_do_not_share_and_asking_takes_nothing);
    tcase_add_test(tests, a_refusal_does_not_lengthen_the_wait);
    tcase_add_test(tests, a_flood_of_names_is_survived_and_nobody_is_refused_unheard);
    tcase_add_test(tests, a_clock_that_runs_back_refuses_for_one_step_at_most);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
