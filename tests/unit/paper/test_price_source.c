/* Replayed, fixed and generated prices. */
#include <string.h>

#include <trade/price_source.h>

#include "support/check_tap.h"

#define MINUTE INT64_C(60000000000)

static tr_decimal decimal(const char *text)
{
    tr_decimal value = { 0 };
    ck_assert_int_eq(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_instrument btc(void)
{
    tr_instrument instrument = {
        .exchange = "paper", .symbol = "BTC/USDT", .base = "BTC", .quote = "USDT"
    };
    instrument.tick = decimal("0.01");
    instrument.lot = decimal("0.001");
    return instrument;
}

static tr_status push(void *user, const tr_bar *bar)
{
    return tr_series_push(user, bar, NULL);
}

static tr_bars_generate_options walk(uint64_t seed, size_t count)
{
    tr_bars_generate_options options = { .struct_size = sizeof options,
                                         .seed = seed,
                                         .bar_count = count,
                                         .open_ns = 100 * MINUTE,
                                         .span_ns = MINUTE,
                                         .step_ppm = 500 };
    options.start_price = decimal("50000");
    options.tick = decimal("0.01");
    return options;
}

static tr_series *generated(uint64_t seed, size_t count)
{
    tr_series *series = NULL;
    tr_series_options options = TR_SERIES_OPTIONS_INIT;
    ck_assert_int_eq(tr_series_new(&options, &series, NULL), TR_OK);
    tr_bars_generate_options walk_options = walk(seed, count);
    ck_assert_int_eq(tr_bars_generate(&walk_options, push, series, NULL), TR_OK);
    ck_assert_uint_eq(tr_series_count(series), count);
    return series;
}

static tr_price_source replay(const tr_series *series, int64_t speed, bool is_looping)
{
    tr_instrument instrument = btc();
    tr_price_replay_options options = { .struct_size = sizeof options,
                                        .instrument = &instrument,
                                        .series = series,
                                        .start_ns = 7 * MINUTE,
                                        .speed = speed,
                                        .is_looping = is_looping };
    tr_price_source source = { 0 };
    tr_error err;
    ck_assert_msg(tr_price_replay_open(&options, &source, &err) == TR_OK, "%s", err.message);
    return source;
}

START_TEST(a_replay_keeps_the_pace_of_its_bars)
{
    tr_series *series = generated(1, 3);
    tr_price_source source = replay(series, 1, false);
    tr_price_tick tick;
    int64_t due_ns = 0;
    ck_assert_int_eq(source.next(source.user, 7 * MINUTE - 1, &tick, &due_ns), TR_PRICE_WAIT);
    ck_assert_int_eq(due_ns, 7 * MINUTE);
    for (int i = 0; i < 12; i++) {
        int64_t at_ns = 7 * MINUTE + MINUTE / 4 * i;
        ck_assert_int_eq(source.next(source.user, at_ns - 1, &tick, &due_ns), TR_PRICE_WAIT);
        ck_assert_int_eq(due_ns, at_ns);
        ck_assert_int_eq(source.next(source.user, at_ns + 5, &tick, &due_ns), TR_PRICE_TICK);
        ck_assert_int_eq(tick.at_ns, at_ns);
    }
    ck_assert_int_eq(source.next(source.user, INT64_MAX, &tick, &due_ns), TR_PRICE_END);
    source.close(source.user);
    tr_series_free(series);
}
END_TEST

START_TEST(a_replay_runs_as_many_times_faster_as_it_is_told)
{
    tr_series *series = generated(1, 2);
    tr_price_source source = replay(series, 60, false);
    tr_price_tick tick;
    int64_t due_ns = 0;
    int count = 0;
    while (source.next(source.user, 7 * MINUTE + MINUTE / 60, &tick, &due_ns) == TR_PRICE_TICK)
        count++;
    ck_assert_int_eq(count, 5); /* a minute a second: one bar, and the second one's open */
    ck_assert_int_eq(due_ns, 7 * MINUTE + MINUTE / 60 + MINUTE / 240);
    source.close(source.user);
    source = replay(series, 0, false); /* as fast as possible */
    for (count = 0; source.next(source.user, 3, &tick, &due_ns) == TR_PRICE_TICK; count++)
        ck_assert_int_eq(tick.at_ns, 3);
    ck_assert_int_eq(count, 8);
    source.close(source.user);
    tr_series_free(series);
}
END_TEST

START_TEST(a_looping_replay_begins_again_when_its_last_bar_has_passed)
{
    tr_series *series = generated(1, 2);
    tr_price_source source = replay(series, 1, true);
    tr_price_tick tick = { 0 }, first = { 0 };
    int64_t due_ns = 0;
    ck_assert_int_eq(source.next(source.user, 7 * MINUTE, &first, &due_ns), TR_PRICE_TICK);
    for (int i = 1; i < 8; i++)
        ck_assert_int_eq(source.next(source.user, 9 * MINUTE - 1, &tick, &due_ns), TR_PRICE_TICK);
    ck_assert_int_eq(source.next(source.user, 9 * MINUTE - 1, &tick, &due_ns), TR_PRICE_WAIT);
    ck_assert_int_eq(due_ns, 9 * MINUTE);
    ck_assert_int_eq(source.next(source.user, 9 * MINUTE, &tick, &due_ns), TR_PRICE_TICK);
    ck_assert_int_eq(tick.at_ns, 9 * MINUTE);
    ck_assert_int_eq(tr_decimal_compare(tick.price.value, first.price.value), 0);
    source.close(source.user);
    tr_series_free(series);
}
END_TEST

START_TEST(a_replay_refuses_what_it_cannot_play)
{
    tr_series *series = generated(1, 2);
    tr_instrument instrument = btc();
    tr_price_replay_options options = { .struct_size = sizeof options,
                                        .instrument = &instrument,
                                        .series = series };
    tr_price_source source;
    options.first_bar_index = 2;
    ck_assert_int_eq(tr_price_replay_open(&options, &source, NULL), TR_E_RANGE);
    options.first_bar_index = 0;
    options.speed = -1;
    ck_assert_int_eq(tr_price_replay_open(&options, &source, NULL), TR_E_RANGE);
    options.speed = 0;
    instrument.tick = decimal("1000000"); /* every price rounds to zero */
    ck_assert_int_eq(tr_price_replay_open(&options, &source, NULL), TR_E_RANGE);
    options.series = NULL;
    ck_assert_int_eq(tr_price_replay_open(&options, &source, NULL), TR_E_INVALID);
    tr_series_free(series);
}
END_TEST

START_TEST(a_fixed_price_comes_once_or_at_its_interval)
{
    tr_price_tick tick = { .symbol = "BTC/USDT" }, got = { 0 };
    tick.price.value = decimal("100");
    tr_price_source source;
    int64_t due_ns = 0;
    ck_assert_int_eq(tr_price_fixed_open(&tick, 0, NULL, &source, NULL), TR_OK);
    ck_assert_int_eq(source.next(source.user, 5, &got, &due_ns), TR_PRICE_TICK);
    ck_assert_int_eq(got.at_ns, 5);
    ck_assert_int_eq(source.next(source.user, 6, &got, &due_ns), TR_PRICE_END);
    source.close(source.user);
    ck_assert_int_eq(tr_price_fixed_open(&tick, 10, NULL, &source, NULL), TR_OK);
    ck_assert_int_eq(source.next(source.user, 5, &got, &due_ns), TR_PRICE_TICK);
    ck_assert_int_eq(source.next(source.user, 14, &got, &due_ns), TR_PRICE_WAIT);
    ck_assert_int_eq(due_ns, 15);
    ck_assert_int_eq(source.next(source.user, 100, &got, &due_ns),
                     TR_PRICE_TICK); /* late: no catching up */
    ck_assert_int_eq(source.next(source.user, 100, &got, &due_ns), TR_PRICE_WAIT);
    ck_assert_int_eq(due_ns, 110);
    source.close(source.user);
    tick.price.value = decimal("0");
    ck_assert_int_eq(tr_price_fixed_open(&tick, 0, NULL, &source, NULL), TR_E_RANGE);
}
END_TEST

START_TEST(generated_bars_hang_together_and_come_again_from_their_seed)
{
    tr_series *one = generated(42, 2000), *same = generated(42, 2000), *other = generated(43, 2000);
    ck_assert_int_eq(tr_series_check(one, NULL), TR_OK);
    bool is_different = false;
    for (size_t i = 0; i < 2000; i++) {
        tr_bar a, b, c, before;
        ck_assert_int_eq(tr_series_get(one, i, &a), TR_OK);
        ck_assert_int_eq(tr_series_get(same, i, &b), TR_OK);
        ck_assert_int_eq(tr_series_get(other, i, &c), TR_OK);
        ck_assert(a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close);
        ck_assert(a.volume == b.volume && a.volume > 0 && a.volume <= 10 && a.is_closed);
        is_different = is_different || a.close != c.close;
        if (i > 0) {
            ck_assert_int_eq(tr_series_get(one, i - 1, &before), TR_OK);
            ck_assert(before.close == a.open && before.open_ns + MINUTE == a.open_ns);
        }
    }
    ck_assert(is_different);
    tr_series_free(one);
    tr_series_free(same);
    tr_series_free(other);
}
END_TEST

START_TEST(a_generated_walk_stays_on_the_grid_and_above_zero)
{
    tr_bars_generate_options options = walk(7, 3000);
    options.start_price = decimal("0.05");
    options.step_ppm = 100000;
    tr_series *series = NULL;
    tr_series_options series_options = TR_SERIES_OPTIONS_INIT;
    ck_assert_int_eq(tr_series_new(&series_options, &series, NULL), TR_OK);
    ck_assert_int_eq(tr_bars_generate(&options, push, series, NULL), TR_OK);
    tr_price_source source = replay(series, 0, false); /* opens: every price is one */
    source.close(source.user);
    tr_series_free(series);
    options.step_ppm = 0;
    ck_assert_int_eq(tr_bars_generate(&options, push, NULL, NULL), TR_E_RANGE);
    options.step_ppm = 1;
    options.start_price = decimal("0.005");
    ck_assert_int_eq(tr_bars_generate(&options, push, NULL, NULL), TR_E_RANGE);
    ck_assert_int_eq(tr_bars_generate(NULL, push, NULL, NULL), TR_E_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("paper/price_source");
    TCase *tcase = tcase_create("price_source");
    tcase_add_test(tcase, a_replay_keeps_the_pace_of_its_bars);
    tcase_add_test(tcase, a_replay_runs_as_many_times_faster_as_it_is_told);
    tcase_add_test(tcase, a_looping_replay_begins_again_when_its_last_bar_has_passed);
    tcase_add_test(tcase, a_replay_refuses_what_it_cannot_play);
    tcase_add_test(tcase, a_fixed_price_comes_once_or_at_its_interval);
    tcase_add_test(tcase, generated_bars_hang_together_and_come_again_from_their_seed);
    tcase_add_test(tcase, a_generated_walk_stays_on_the_grid_and_above_zero);
    suite_add_tcase(suite, tcase);
    return run_as_tap(suite);
}
