/* The generator: the published sequence, the same for a seed every time, even results. */
#include <string.h>

#include <trade/rng.h>

#include "support/check_tap.h"

START_TEST(sequence_is_the_published_one)
{
    /* First outputs of xoshiro256** from the state 1, 2, 3, 4, as its other implementations test them. */
    static const uint64_t wanted[] = {
        UINT64_C(11520),
        UINT64_C(0),
        UINT64_C(1509978240),
        UINT64_C(1215971899390074240),
        UINT64_C(1216172134540287360),
        UINT64_C(607988272756665600),
        UINT64_C(16172922978634559625),
        UINT64_C(8476171486693032832),
        UINT64_C(10595114339597558777),
        UINT64_C(2904607092377533576),
    };
    tr_rng rng = { { 1, 2, 3, 4 } };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        ck_assert_uint_eq(tr_rng_next(&rng), wanted[i]);
}
END_TEST

START_TEST(seed_is_spread_by_splitmix64)
{
    /* Published outputs of splitmix64 for the seed 1234567. */
    static const uint64_t wanted[4] = {
        UINT64_C(6457827717110365317),
        UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431),
    };
    tr_rng rng;
    tr_rng_init(&rng, 1234567);
    ck_assert_mem_eq(rng.state, wanted, sizeof wanted);
}
END_TEST

START_TEST(same_seed_gives_the_same_and_a_copy_goes_on_alike)
{
    tr_rng a;
    tr_rng b;
    tr_rng_init(&a, 0);
    tr_rng_init(&b, 0);
    ck_assert_uint_eq(tr_rng_next(&a), tr_rng_next(&b));
    tr_rng copy = a;
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(tr_rng_next(&a), tr_rng_next(&copy));
    tr_rng_init(&b, 1);
    ck_assert_uint_ne(tr_rng_next(&a), tr_rng_next(&b));
}
END_TEST

START_TEST(bounded_draws_stay_below_their_bound_and_are_even)
{
    tr_rng rng;
    int counts[7] = { 0 };
    tr_rng_init(&rng, 42);
    ck_assert_uint_eq(tr_rng_below(&rng, 0), 0);
    ck_assert_uint_eq(tr_rng_below(&rng, 1), 0);
    for (int i = 0; i < 70000; i++)
        counts[tr_rng_below(&rng, 7)]++;
    for (int i = 0; i < 7; i++)
        ck_assert_int_lt(abs(counts[i] - 10000), 500); /* 5 standard deviations */
    /* Two thirds of the range: without rejection the lower third would come up twice as often. */
    uint64_t bound = UINT64_MAX / 3 * 2;
    int low = 0;
    for (int i = 0; i < 30000; i++) {
        uint64_t draw = tr_rng_below(&rng, bound);
        ck_assert(draw < bound);
        low += draw < bound / 2;
    }
    ck_assert_int_lt(abs(low - 15000), 450);
}
END_TEST

START_TEST(doubles_lie_in_the_half_open_unit_range)
{
    tr_rng rng;
    double sum = 0;
    tr_rng_init(&rng, 42);
    for (int i = 0; i < 10000; i++) {
        double value = tr_rng_double(&rng);
        if (!(value >= 0.0 && value < 1.0))
            ck_abort_msg("%a is outside", value);
        sum += value;
    }
    ck_assert_double_eq_tol(sum / 10000, 0.5, 0.015); /* 5 standard deviations */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rng");
    TCase *tests = tcase_create("rng");
    tcase_add_test(tests, sequence_is_the_published_one);
    tcase_add_test(tests, seed_is_spread_by_splitmix64);
    tcase_add_test(tests, same_seed_gives_the_same_and_a_copy_goes_on_alike);
    tcase_add_test(tests, bounded_draws_stay_below_their_bound_and_are_even);
    tcase_add_test(tests, doubles_lie_in_the_half_open_unit_range);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
