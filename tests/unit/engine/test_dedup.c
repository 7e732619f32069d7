/* The window of recent alert keys: what it says it holds, it holds. */
#include <stdio.h>

#include "engine/dedup.h"
#include "support/check_tap.h"

#define SECOND_NS  INT64_C(1000000000)
#define FLOOD_KEYS ((1 << 18) + 1) /* one more than the window takes */

static void add(dedup *keys, uint32_t account_index, int number, int64_t received_ns,
                int64_t oldest_ns)
{
    char key[TR_LABEL_SIZE];
    (void)snprintf(key, sizeof key, "sha256:%d", number);
    ck_assert(tr__dedup_add(keys, account_index, key, (tr_id){ { 0 } }, received_ns, oldest_ns));
}

START_TEST(window_that_overflows_while_recovering_does_not_call_itself_complete)
{
    dedup keys;
    tr__dedup_init(&keys, tr_allocator_default());
    for (int i = 0; i < FLOOD_KEYS; i++)
        add(&keys, 0, i, 100 * SECOND_NS + i, 0);
    tr__dedup_complete_since(&keys, 50 * SECOND_NS);
    ck_assert_ptr_null(tr__dedup_find(&keys, 0, "sha256:0"));
    ck_assert_int_gt(keys.complete_since_ns, 100 * SECOND_NS);
    tr__dedup_done(&keys);
}
END_TEST

START_TEST(key_dropped_by_a_clock_that_ran_ahead_is_asked_of_the_store)
{
    dedup keys;
    tr__dedup_init(&keys, tr_allocator_default());
    tr__dedup_complete_since(&keys, 0);
    add(&keys, 0, 1, 100 * SECOND_NS, 40 * SECOND_NS);
    add(&keys, 0, 2, 900 * SECOND_NS, 840 * SECOND_NS); /* then the clock is set back to 110 s */
    ck_assert_ptr_null(tr__dedup_find(&keys, 0, "sha256:1"));
    ck_assert_int_gt(keys.complete_since_ns, (110 - 60) * SECOND_NS);
    tr__dedup_done(&keys);
}
END_TEST

START_TEST(older_key_of_another_account_does_not_make_the_window_look_complete)
{
    dedup keys;
    tr__dedup_init(&keys, tr_allocator_default());
    add(&keys, 0, 1, 100 * SECOND_NS, 0);
    add(&keys, 1, 1, 60 * SECOND_NS, 0); /* recovery reads one account after the other */
    add(&keys, 0, 2, 170 * SECOND_NS, 110 * SECOND_NS);
    ck_assert_int_eq(keys.complete_since_ns, 100 * SECOND_NS + 1);
    tr__dedup_done(&keys);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dedup");
    TCase *tests = tcase_create("dedup");
    tcase_add_test(tests, window_that_overflows_while_recovering_does_not_call_itself_complete);
    tcase_add_test(tests, key_dropped_by_a_clock_that_ran_ahead_is_asked_of_the_store);
    tcase_add_test(tests, older_key_of_another_account_does_not_make_the_window_look_complete);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
