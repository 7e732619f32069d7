/* test_volume_profile.c: volume by price. */
#include <math.h>

#include <trade/rng.h>
#include <trade/volume_profile.h>

#include "support/check_tap.h"

#define BARS 300
#define ROWS 24

static double open_at[BARS], high[BARS], low[BARS], close_at[BARS], volume[BARS];
static tr_volume_profile_row rows[ROWS];

static tr_volume_profile_bars bars_make(uint64_t seed)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    double price = 100;
    for (size_t i = 0; i < BARS; i++) {
        double close = price + (double)tr_rng_below(&rng, 401) / 100 - 2;
        bool is_flat = tr_rng_below(&rng, 15) == 0;
        open_at[i] = is_flat ? close : price;
        close_at[i] = close;
        high[i] = fmax(open_at[i], close) + (is_flat ? 0 : 0.5);
        low[i] = fmin(open_at[i], close) - (is_flat ? 0 : 0.25);
        volume[i] = (double)tr_rng_below(&rng, 1000);
        price = close;
    }
    return (tr_volume_profile_bars){ open_at, high, low, close_at, volume, BARS };
}

/* By hand: rows of 1 from 0 to 4. */
START_TEST(volume_spreads_over_the_prices_of_its_bar)
{
    static const double o[] = { 0, 3, 2.5 }, h[] = { 4, 3, 2.5 }, l[] = { 0, 1, 2.5 },
                        c[] = { 4, 1, 2.5 }, v[] = { 8, 10, 3 };
    tr_volume_profile profile;
    tr_volume_profile_bars bars = { o, h, l, c, v, 3 };
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, 4, &profile, NULL), TR_OK);
    static const double wanted[] = { 2, 7, 10, 2 }, up[] = { 2, 2, 5, 2 };
    for (size_t i = 0; i < 4; i++) {
        ck_assert_double_eq(rows[i].volume, wanted[i]);
        ck_assert_double_eq(rows[i].up_volume, up[i]);
        ck_assert_double_eq(rows[i].low, (double)i);
        ck_assert_double_eq(rows[i].high, (double)(i + 1));
    }
    ck_assert_double_eq(profile.total_volume, 21);
    ck_assert_double_eq(profile.point_price, 2.5);
    /* 14.7 of 21 are wanted: row 2 has 10, the 7 below it are more than the 2 above. */
    ck_assert_uint_eq(profile.value_low_index, 1);
    ck_assert_uint_eq(profile.value_high_index, 2);
    ck_assert_double_eq(profile.value_low_price, 1);
    ck_assert_double_eq(profile.value_high_price, 3);
    ck_assert_double_eq(profile.value_area_volume, 17);
}
END_TEST

/* The naive model: each bar cut into a thousand pieces. */
START_TEST(rows_hold_what_pieces_of_bars_add_up_to_and_nothing_is_lost)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        tr_volume_profile_bars bars = bars_make(seed);
        tr_volume_profile profile;
        ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, ROWS, &profile, NULL), TR_OK);
        double total = 0, sum = 0, pieces[ROWS] = { 0 };
        for (size_t i = 0; i < BARS; i++) {
            total += volume[i];
            for (size_t p = 0; p < 1000; p++) {
                double price = low[i] + (high[i] - low[i]) * ((double)p + 0.5) / 1000;
                double at = (price - profile.low) / (profile.high - profile.low) * ROWS;
                pieces[at >= ROWS ? ROWS - 1 : (size_t)at] += volume[i] / 1000;
            }
        }
        double inside = 0;
        for (size_t r = 0; r < ROWS; r++) {
            sum += rows[r].volume;
            ck_assert_double_eq_tol(rows[r].volume, pieces[r], 1e-3 * total);
            ck_assert(rows[r].volume <= rows[profile.point_index].volume);
            ck_assert(rows[r].up_volume <= rows[r].volume * (1 + 1e-12));
            if (r >= profile.value_low_index && r <= profile.value_high_index)
                inside += rows[r].volume;
        }
        ck_assert_double_eq_tol(sum, total, 1e-9 * total);
        ck_assert_double_eq_tol(profile.total_volume, total, 1e-9 * total);
        ck_assert_double_eq_tol(profile.value_area_volume, inside, 1e-9 * total);
        ck_assert(inside >= 0.7 * total * (1 - 1e-9));
        ck_assert(profile.value_low_index <= profile.point_index &&
                  profile.point_index <= profile.value_high_index);
    }
}
END_TEST

START_TEST(bars_added_one_by_one_make_the_same_profile)
{
    static tr_volume_profile_row others[ROWS];
    tr_volume_profile_bars bars = bars_make(30);
    tr_volume_profile whole, grown;
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, ROWS, &whole, NULL), TR_OK);
    ck_assert_int_eq(tr_volume_profile_init(&grown, whole.low, whole.high, others, ROWS, NULL),
                     TR_OK);
    for (size_t i = 0; i < BARS; i++) {
        tr_volume_profile_bars one = {
            open_at + i, high + i, low + i, close_at + i, volume + i, 1
        };
        ck_assert_int_eq(tr_volume_profile_add(&grown, &one, NULL), TR_OK);
    }
    ck_assert_int_eq(tr_volume_profile_evaluate(&grown, NULL, NULL), TR_OK);
    for (size_t r = 0; r < ROWS; r++)
        ck_assert_double_eq(rows[r].volume, others[r].volume);
    ck_assert_uint_eq(whole.point_index, grown.point_index);
    ck_assert_uint_eq(whole.value_low_index, grown.value_low_index);
    ck_assert_uint_eq(whole.value_high_index, grown.value_high_index);
}
END_TEST

START_TEST(volume_beyond_the_range_is_counted_apart)
{
    tr_volume_profile_bars bars = bars_make(31);
    tr_volume_profile profile;
    double total = 0;
    ck_assert_int_eq(tr_volume_profile_init(&profile, 99, 101, rows, ROWS, NULL), TR_OK);
    ck_assert_int_eq(tr_volume_profile_add(&profile, &bars, NULL), TR_OK);
    for (size_t i = 0; i < BARS; i++)
        total += volume[i];
    ck_assert(profile.outside_volume > 0);
    ck_assert_double_eq_tol(profile.total_volume + profile.outside_volume, total, 1e-9 * total);
}
END_TEST

START_TEST(ties_and_steps_are_as_the_header_says)
{
    tr_volume_profile profile;
    tr_volume_profile_options options = TR_VOLUME_PROFILE_OPTIONS_INIT;
    ck_assert_int_eq(tr_volume_profile_init(&profile, 0, 5, rows, 5, NULL), TR_OK);
    for (size_t r = 0; r < 5; r++)
        rows[r].volume = 10;
    options.value_area_percent = 50;
    ck_assert_int_eq(tr_volume_profile_evaluate(&profile, &options, NULL), TR_OK);
    ck_assert_uint_eq(profile.point_index, 2);
    ck_assert_uint_eq(profile.value_high_index, 4);
    ck_assert_uint_eq(profile.value_low_index, 2);
    /* Pairs: 9 + 2 below are less than 3 + 9 above, one row at a time below is more. */
    static const double volumes[] = { 2, 9, 30, 3, 9 };
    for (size_t r = 0; r < 5; r++)
        rows[r].volume = volumes[r];
    options.value_area_percent = 60;
    ck_assert_int_eq(tr_volume_profile_evaluate(&profile, &options, NULL), TR_OK);
    ck_assert_uint_eq(profile.value_low_index, 1);
    ck_assert_uint_eq(profile.value_high_index, 2);
    options.rows_per_step = 2;
    ck_assert_int_eq(tr_volume_profile_evaluate(&profile, &options, NULL), TR_OK);
    ck_assert_uint_eq(profile.value_low_index, 2);
    ck_assert_uint_eq(profile.value_high_index, 4);
}
END_TEST

START_TEST(what_is_no_profile_is_refused)
{
    tr_volume_profile profile;
    tr_error err;
    tr_volume_profile_bars bars = bars_make(32);
    bars.count = 0;
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, ROWS, &profile, &err),
                     TR_E_NOT_FOUND);
    bars.count = BARS;
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, 0, &profile, &err), TR_E_RANGE);
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, NULL, ROWS, &profile, &err), TR_E_INVALID);
    volume[7] = -1;
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, ROWS, &profile, &err), TR_E_RANGE);
    volume[7] = 1;
    high[8] = (double)NAN;
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, ROWS, &profile, &err), TR_E_RANGE);
    ck_assert_int_eq(tr_volume_profile_init(&profile, 2, 1, rows, ROWS, &err), TR_E_RANGE);
    ck_assert_int_eq(tr_volume_profile_init(&profile, 1, 2, rows, ROWS, &err), TR_OK);
    ck_assert_int_eq(tr_volume_profile_evaluate(&profile, NULL, &err), TR_E_NOT_FOUND);
    tr_volume_profile_options options = TR_VOLUME_PROFILE_OPTIONS_INIT;
    options.value_area_percent = 101;
    ck_assert_int_eq(tr_volume_profile_evaluate(&profile, &options, &err), TR_E_RANGE);
    /* One price only: all of it in row 0. */
    bars = bars_make(33);
    for (size_t i = 0; i < BARS; i++)
        open_at[i] = high[i] = low[i] = close_at[i] = 42;
    ck_assert_int_eq(tr_volume_profile_make(&bars, NULL, rows, ROWS, &profile, &err), TR_OK);
    ck_assert_uint_eq(profile.point_index, 0);
    ck_assert_double_eq(profile.point_price, 42);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("volume_profile");
    TCase *cases = tcase_create("volume_profile");
    tcase_add_test(cases, volume_spreads_over_the_prices_of_its_bar);
    tcase_add_test(cases, rows_hold_what_pieces_of_bars_add_up_to_and_nothing_is_lost);
    tcase_add_test(cases, bars_added_one_by_one_make_the_same_profile);
    tcase_add_test(cases, volume_beyond_the_range_is_counted_apart);
    tcase_add_test(cases, ties_and_steps_are_as_the_header_says);
    tcase_add_test(cases, what_is_no_profile_is_refused);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
