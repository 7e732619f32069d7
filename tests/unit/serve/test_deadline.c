/* Lists of deadlines. */
#include "serve/deadline.h"
#include "support/check_tap.h"

START_TEST(entries_fall_due_in_the_order_they_began)
{
    deadline_list list = { .duration_ms = 10 };
    deadline a = { 0 };
    deadline b = { 0 };
    ck_assert_uint_eq(deadline_due_ms(&list), DEADLINE_NEVER);
    deadline_set(&a, &list, 100);
    deadline_set(&b, &list, 105);
    ck_assert_uint_eq(deadline_due_ms(&list), 110);
    ck_assert_ptr_null(deadline_take(&list, 109));
    ck_assert_ptr_eq(deadline_take(&list, 110), &a);
    ck_assert_ptr_null(deadline_take(&list, 114));
    ck_assert_ptr_eq(deadline_take(&list, 200), &b);
    ck_assert_ptr_null(deadline_take(&list, 200));
}
END_TEST

START_TEST(setting_again_begins_anew_and_moves_between_lists)
{
    deadline_list one = { .duration_ms = 10 };
    deadline_list two = { .duration_ms = 20 };
    deadline a = { 0 };
    deadline b = { 0 };
    deadline_set(&a, &one, 100);
    deadline_set(&b, &one, 101);
    deadline_set(&a, &one, 105);
    ck_assert_uint_eq(deadline_due_ms(&one), 111);
    deadline_set(&b, &two, 106);
    ck_assert_uint_eq(deadline_due_ms(&one), 115);
    ck_assert_uint_eq(deadline_due_ms(&two), 126);
}
END_TEST

START_TEST(entries_leave_from_any_place_and_twice)
{
    deadline_list list = { .duration_ms = 1 };
    deadline entries[3] = { 0 };
    for (int i = 0; i < 3; i++)
        deadline_set(&entries[i], &list, 0);
    deadline_clear(&entries[1]);
    deadline_clear(&entries[1]);
    ck_assert_ptr_eq(list.first->next, &entries[2]);
    deadline_clear(&entries[2]);
    ck_assert_ptr_eq(list.last, &entries[0]);
    deadline_clear(&entries[0]);
    ck_assert_ptr_null(list.first);
    ck_assert_ptr_null(list.last);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("deadline");
    TCase *tests = tcase_create("deadline");
    tcase_add_test(tests, entries_fall_due_in_the_order_they_began);
    tcase_add_test(tests, setting_again_begins_anew_and_moves_between_lists);
    tcase_add_test(tests, entries_leave_from_any_place_and_twice);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
