/* test_renko.c: bricks of bars. */
#include <math.h>
#include <string.h>

#include <trade/renko.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define ROOM 64

static tr_bar bricks[ROOM];

static tr_bar bar_at(int64_t index, double close)
{
    return (tr_bar){ .open_ns = index,
                     .open = close,
                     .high = close,
                     .low = close,
                     .close = close,
                     .volume = 1,
                     .is_closed = true };
}

static tr_renko renko_make(double size)
{
    tr_renko renko;
    tr_renko_options options = TR_RENKO_OPTIONS_INIT;
    options.brick_size = size;
    ck_assert_int_eq(tr_renko_init(&renko, &options, NULL), TR_OK);
    return renko;
}

static size_t push(tr_renko *renko, const tr_bar *bar)
{
    size_t count = 0;
    ck_assert_int_eq(tr_renko_push(renko, bar, bricks, ROOM, &count, NULL), TR_OK);
    return count;
}

START_TEST(bricks_rise_by_their_size_and_turn_after_two)
{
    static const struct {
        double close;
        double bricks[4]; /* closes of the bricks it makes; 0 ends */
    } rows[] = {
        { 100, { 0 } },        { 104.9, { 0 } }, { 105, { 105 } },        { 109, { 0 } },
        { 116, { 110, 115 } }, { 105.1, { 0 } }, { 105, { 105 } },        { 100, { 100 } },
        { 109.9, { 0 } },      { 110, { 110 } }, { 90, { 100, 95, 90 } }, { 100, { 100 } },
    };
    tr_renko renko = renko_make(5);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tr_bar bar = bar_at((int64_t)i, rows[i].close);
        size_t count = push(&renko, &bar), wanted = 0;
        while (wanted < 4 && rows[i].bricks[wanted] > 0)
            wanted++;
        ck_assert_msg(count == wanted, "close %g made %zu bricks, want %zu", rows[i].close, count,
                      wanted);
        for (size_t k = 0; k < count; k++) {
            ck_assert_double_eq(bricks[k].close, rows[i].bricks[k]);
            ck_assert_double_eq(fabs(bricks[k].close - bricks[k].open), 5);
            ck_assert_int_eq(bricks[k].open_ns, (int64_t)i);
            ck_assert_double_eq(bricks[k].high, fmax(bricks[k].open, bricks[k].close));
        }
    }
    ck_assert_uint_eq(renko.brick_count, 10);
}
END_TEST

/* The naive model: walk one brick at a time on whole numbers of a tick. */
START_TEST(a_long_walk_makes_the_bricks_of_whole_numbers_without_drift)
{
    tr_rng rng;
    tr_rng_init(&rng, 7);
    tr_renko renko = renko_make(0.1);
    long close = 10000, top = 10000, bottom = 10000; /* of 0.01 */
    double volume = 0, drawn = 0;
    for (int64_t i = 0; i < 20000; i++) {
        tr_bar bar = bar_at(i, (double)close / 100);
        long wanted[ROOM];
        size_t count = 0;
        while (i > 0 && (close >= top + 10 || close <= bottom - 10) && count < ROOM) {
            bool is_up = close >= top + 10;
            long edge = is_up ? top + 10 : bottom - 10;
            top = is_up ? edge : edge + 10;
            bottom = top - 10;
            wanted[count++] = edge;
        }
        /* Closes that lie on an edge are left out: 0.1 is no double, and so is their edge none. */
        size_t got = push(&renko, &bar);
        ck_assert_msg(got == count, "bar %lld, close %g: %zu bricks, want %zu", (long long)i,
                      bar.close, got, count);
        for (size_t k = 0; k < count; k++) {
            ck_assert_double_eq_tol(bricks[k].close, (double)wanted[k] / 100, 1e-9);
            drawn += bricks[k].volume;
        }
        volume += bar.volume;
        ck_assert_double_eq(drawn + renko.volume, volume);
        do {
            close += (long)tr_rng_below(&rng, 61) - 30;
            close = close < 1000 ? 1000 : close;
        } while (close % 10 == 0);
    }
    ck_assert_uint_gt(renko.brick_count, 5000);
}
END_TEST

START_TEST(bricks_of_the_average_range_know_only_what_was)
{
    tr_renko_options options = TR_RENKO_OPTIONS_INIT;
    options.kind = TR_RENKO_ATR;
    options.brick_size = 2;
    options.atr_period = 3;
    tr_renko renko;
    ck_assert_int_eq(tr_renko_init(&renko, &options, NULL), TR_OK);
    double close = 100;
    /* Ranges of bars 1 to 3 are 1 each: then the first brick measures 2. */
    for (int64_t i = 0; i < 4; i++) {
        tr_bar bar = bar_at(i, close);
        ck_assert_uint_eq(push(&renko, &bar), 0);
        close += 1;
    }
    ck_assert_double_eq(renko.size, 2);
    ck_assert_double_eq(renko.top, 103);
    /* A bar of range 5 is measured in bricks of 2; the next brick measures twice the average with it. */
    tr_bar bar = bar_at(4, 108);
    ck_assert_uint_eq(push(&renko, &bar), 2);
    ck_assert_double_eq(bricks[0].close, 105);
    ck_assert_double_eq(bricks[1].close, 107);
    ck_assert_double_eq_tol(renko.size, 2 * (1.0 * 2 + 5) / 3, 1e-12);
}
END_TEST

START_TEST(wicks_show_how_far_prices_went_against_the_brick)
{
    tr_renko_options options = TR_RENKO_OPTIONS_INIT;
    options.brick_size = 10;
    options.has_wicks = true;
    tr_renko renko;
    ck_assert_int_eq(tr_renko_init(&renko, &options, NULL), TR_OK);
    static const double closes[] = { 100, 96, 92, 121, 125, 99 };
    size_t total = 0;
    for (int64_t i = 0; i < 6; i++) {
        tr_bar bar = bar_at(i, closes[i]);
        size_t count = push(&renko, &bar);
        total += count;
        if (i == 3) {
            ck_assert_uint_eq(count, 2);
            ck_assert_double_eq(bricks[0].low, 92);
            ck_assert_double_eq(bricks[1].low, bricks[1].open);
        }
        if (i == 5) {
            ck_assert_uint_eq(count, 1);
            ck_assert_double_eq(bricks[0].open, 110);
            ck_assert_double_eq(bricks[0].high, 125);
        }
    }
    ck_assert_uint_eq(total, 3);
}
END_TEST

START_TEST(what_is_refused_leaves_the_renko_as_it_was)
{
    tr_renko renko = renko_make(1), before;
    tr_error err;
    size_t count = 0;
    tr_bar bar = bar_at(1, 100);
    push(&renko, &bar);
    before = renko;
    bar = bar_at(2, 200);
    ck_assert_int_eq(tr_renko_push(&renko, &bar, bricks, ROOM, &count, &err), TR_E_FULL);
    ck_assert_uint_eq(count, 100);
    bar = bar_at(2, 1e300);
    ck_assert_int_eq(tr_renko_push(&renko, &bar, bricks, ROOM, &count, &err), TR_E_FULL);
    ck_assert(count == SIZE_MAX);
    bar = bar_at(1, 101);
    ck_assert_int_eq(tr_renko_push(&renko, &bar, bricks, ROOM, &count, &err), TR_E_CONFLICT);
    bar = bar_at(2, 101);
    bar.is_closed = false;
    ck_assert_int_eq(tr_renko_push(&renko, &bar, bricks, ROOM, &count, &err), TR_E_RANGE);
    bar = bar_at(2, (double)NAN);
    ck_assert_int_eq(tr_renko_push(&renko, &bar, bricks, ROOM, &count, &err), TR_E_RANGE);
    ck_assert_int_eq(tr_renko_push(&renko, NULL, bricks, ROOM, &count, &err), TR_E_INVALID);
    ck_assert(memcmp(&renko, &before, sizeof renko) == 0);
    tr_renko_options options = TR_RENKO_OPTIONS_INIT;
    options.brick_size = 0;
    ck_assert_int_eq(tr_renko_init(&renko, &options, &err), TR_E_RANGE);
    options.brick_size = 1;
    options.atr_period = 0;
    ck_assert_int_eq(tr_renko_init(&renko, &options, &err), TR_E_RANGE);
    ck_assert_int_eq(tr_renko_init(NULL, &options, &err), TR_E_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("renko");
    TCase *cases = tcase_create("renko");
    tcase_add_test(cases, bricks_rise_by_their_size_and_turn_after_two);
    tcase_add_test(cases, a_long_walk_makes_the_bricks_of_whole_numbers_without_drift);
    tcase_add_test(cases, bricks_of_the_average_range_know_only_what_was);
    tcase_add_test(cases, wicks_show_how_far_prices_went_against_the_brick);
    tcase_add_test(cases, what_is_refused_leaves_the_renko_as_it_was);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
