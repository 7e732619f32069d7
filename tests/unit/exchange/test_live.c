/* What not finding an order proves. The rest of the live exchange is held by tests/sim/exchange_live.c. */
#include <string.h>

#include <trade/rng.h>

#include "support/check_tap.h"

#include "exchange/live.h"

static tr_exchange_id_rules rules_of(uint32_t validity_ms, bool is_found_when_done,
                                     uint32_t found_done_ms)
{
    return (tr_exchange_id_rules){ .validity_ms = validity_ms,
                                   .is_found_when_done = is_found_when_done,
                                   .found_done_ms = found_done_ms };
}

START_TEST(order_that_may_still_be_taken_is_not_proved_absent)
{
    tr_exchange_id_rules endless = rules_of(0, true, 0);
    tr_exchange_id_rules bounded = rules_of(2000, true, 0);
    ck_assert(!tr__live_proves_absence(&endless, 3600000));
    ck_assert(tr__live_proves_absence(&bounded, 3600000));
}
END_TEST

START_TEST(exchange_that_forgets_what_is_done_proves_nothing)
{
    tr_exchange_id_rules open_only = rules_of(2000, false, 0);
    ck_assert(!tr__live_proves_absence(&open_only, 0));
}
END_TEST

START_TEST(order_older_than_the_exchange_remembers_is_not_proved_absent)
{
    tr_exchange_id_rules hour = rules_of(2000, true, 3600000);
    ck_assert(tr__live_proves_absence(&hour, 3599999));
    ck_assert(!tr__live_proves_absence(&hour, 3600000));
    ck_assert(!tr__live_proves_absence(&hour,
                                       -1)); /* its age is not known: the clock has been set back */
}
END_TEST

START_TEST(alias_gives_an_id_with_its_tag_that_is_the_same_alias)
{
    tr_rng rng;
    tr_rng_init(&rng, 7);
    for (int i = 0; i < 1000; i++) {
        char alias[TR_LABEL_SIZE], again[TR_LABEL_SIZE];
        tr_id id = tr_id_make(INT64_C(1700000000000000000), (uint16_t)tr_rng_next(&rng), &rng), back;
        ck_assert_int_eq(tr_exchange_client_id_write("htx", TR_KIND_LINEAR, id, alias, sizeof alias, NULL), TR_OK);
        if (strcmp(alias, "0") == 0)
            continue;
        ck_assert(tr__client_id_of_alias(alias, &back));
        ck_assert_uint_eq(tr_id_tag(back), tr_id_tag(id));
        ck_assert_int_eq(tr_exchange_client_id_write("htx", TR_KIND_LINEAR, back, again, sizeof again, NULL), TR_OK);
        ck_assert_str_eq(again, alias);
    }
    tr_id ignored;
    ck_assert(!tr__client_id_of_alias("", &ignored) && !tr__client_id_of_alias("12x", &ignored));
    ck_assert(!tr__client_id_of_alias("9223372036854775808", &ignored) && !tr__client_id_of_alias("01", &ignored));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("live");
    TCase *tests = tcase_create("live");
    tcase_add_test(tests, order_that_may_still_be_taken_is_not_proved_absent);
    tcase_add_test(tests, exchange_that_forgets_what_is_done_proves_nothing);
    tcase_add_test(tests, order_older_than_the_exchange_remembers_is_not_proved_absent);
    tcase_add_test(tests, alias_gives_an_id_with_its_tag_that_is_the_same_alias);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
