/* Resampling: when bars come out, forming ones, gaps, refusals, and agreement with a naive regrouping. */
#include <stdio.h>
#include <string.h>

#include <trade/bar.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define BAR_COUNT_MAX 20000

typedef struct received {
    tr_bar bars[BAR_COUNT_MAX];
    size_t count;
    bool is_refusing;
} received;

static received got; /* large; every test runs in a process of its own and begins with start() */

static tr_status receive(void *user, const tr_bar *bar)
{
    received *to = user;
    if (to->is_refusing)
        return TR_E_DENIED;
    ck_assert_uint_lt(to->count, BAR_COUNT_MAX);
    ck_assert(bar->is_closed);
    to->bars[to->count++] = *bar;
    return TR_OK;
}

static tr_timeframe frame(const char *text)
{
    tr_timeframe out;
    ck_assert_msg(tr_timeframe_parse(text, strlen(text), &out, NULL) == TR_OK, "%s", text);
    return out;
}

static tr_resampler *start(const char *source, const char *target, tr_gap_policy policy,
                           int64_t fill_max)
{
    tr_resampler_options options = TR_RESAMPLER_OPTIONS_INIT;
    options.source = frame(source);
    options.target = frame(target);
    options.gap_policy = policy;
    options.fill_count_max = fill_max;
    tr_resampler *made = NULL;
    tr_error err;
    got.count = 0;
    got.is_refusing = false;
    ck_assert_msg(tr_resampler_new(&options, receive, &got, &made, &err) == TR_OK, "%s",
                  err.message);
    return made;
}

static tr_status push(tr_resampler *resampler, int64_t minute, double open, double high, double low,
                      double close, double volume, bool is_closed)
{
    tr_bar bar = { minute * TR_NS_PER_MINUTE, open, high, low, close, volume, is_closed };
    return tr_resampler_push(resampler, &bar, NULL);
}

static void expect(const tr_bar *bar, int64_t minute, double open, double high, double low,
                   double close, double volume)
{
    ck_assert_int_eq(bar->open_ns, minute * TR_NS_PER_MINUTE);
    ck_assert(bar->open == open && bar->high == high && bar->low == low && bar->close == close &&
              bar->volume == volume);
}

START_TEST(bar_comes_out_with_its_last_source_bar)
{
    tr_resampler *five = start("1m", "5m", TR_GAP_NONE, 0);
    for (int i = 0; i < 5; i++) {
        ck_assert_uint_eq(got.count, 0);
        ck_assert_int_eq(push(five, i, 10 + i, 20 + i, 5 - i, 11 + i, 1, true), TR_OK);
    }
    ck_assert_uint_eq(got.count, 1);
    expect(&got.bars[0], 0, 10, 24, 1, 15, 5);
    tr_bar forming;
    ck_assert(!tr_resampler_peek(five, &forming));
    tr_resampler_free(five);
    tr_resampler_free(NULL);
}
END_TEST

START_TEST(bar_without_its_last_source_bar_comes_out_with_the_next)
{
    tr_resampler *five = start("1m", "5m", TR_GAP_NONE, 0);
    ck_assert_int_eq(push(five, 1, 10, 12, 9, 11, 1, true), TR_OK);
    ck_assert_int_eq(push(five, 3, 11, 13, 10, 12, 2, true), TR_OK);
    ck_assert_int_eq(push(five, 27, 20, 21, 19, 20, 3, true), TR_OK);
    ck_assert_uint_eq(got.count, 1);
    expect(&got.bars[0], 0, 10, 13, 9, 12, 3);
    tr_bar forming;
    ck_assert(tr_resampler_peek(five, &forming));
    expect(&forming, 25, 20, 21, 19, 20, 3);
    ck_assert(!forming.is_closed);
    tr_resampler_free(five);
}
END_TEST

START_TEST(forming_source_bars_may_change_and_leave_no_trace)
{
    tr_resampler *five = start("1m", "5m", TR_GAP_NONE, 0);
    tr_bar forming;
    ck_assert_int_eq(push(five, 0, 10, 12, 9, 11, 1, true), TR_OK);
    ck_assert_int_eq(push(five, 1, 11, 99, 1, 50, 7, false), TR_OK);
    ck_assert(tr_resampler_peek(five, &forming));
    expect(&forming, 0, 10, 99, 1, 50, 8);
    ck_assert_int_eq(push(five, 1, 11, 13, 10, 12, 2, true), TR_OK);
    ck_assert(tr_resampler_peek(five, &forming));
    expect(&forming, 0, 10, 13, 9, 12, 3);
    ck_assert_int_eq(push(five, 1, 11, 13, 10, 12, 2, true), TR_E_CONFLICT);
    ck_assert_int_eq(push(five, 4, 12, 14, 12, 13, 1, false), TR_OK);
    ck_assert_uint_eq(got.count, 0);
    ck_assert_int_eq(push(five, 5, 13, 13, 13, 13, 1, false), TR_OK);
    ck_assert_uint_eq(got.count, 1);
    expect(&got.bars[0], 0, 10, 14, 9, 13, 4);
    tr_resampler_free(five);
}
END_TEST

START_TEST(gaps_are_filled_with_the_close_before)
{
    tr_resampler *five = start("1m", "5m", TR_GAP_FILL, 100);
    ck_assert_int_eq(push(five, 7, 10, 12, 9, 11, 1, true), TR_OK);
    ck_assert_int_eq(push(five, 21, 20, 21, 19, 20, 3, true), TR_OK);
    ck_assert_uint_eq(got.count, 3);
    expect(&got.bars[0], 5, 10, 12, 9, 11, 1);
    expect(&got.bars[1], 10, 11, 11, 11, 11, 0);
    expect(&got.bars[2], 15, 11, 11, 11, 11, 0);
    tr_resampler_free(five);
}
END_TEST

START_TEST(time_that_passes_completes_bars)
{
    tr_resampler *five = start("1m", "5m", TR_GAP_FILL, 100);
    ck_assert_int_eq(tr_resampler_advance(five, 3 * TR_NS_PER_MINUTE, NULL), TR_OK);
    ck_assert_int_eq(push(five, 6, 10, 12, 9, 11, 1, true), TR_OK);
    ck_assert_int_eq(tr_resampler_advance(five, 10 * TR_NS_PER_MINUTE - 1, NULL), TR_OK);
    ck_assert_uint_eq(got.count, 0);
    ck_assert_int_eq(tr_resampler_advance(five, 10 * TR_NS_PER_MINUTE, NULL), TR_OK);
    ck_assert_uint_eq(got.count, 1);
    ck_assert_int_eq(tr_resampler_advance(five, 20 * TR_NS_PER_MINUTE, NULL), TR_OK);
    ck_assert_uint_eq(got.count, 3);
    expect(&got.bars[2], 15, 11, 11, 11, 11, 0);
    ck_assert_int_eq(push(five, 17, 10, 12, 9, 11, 1, true), TR_E_CONFLICT);
    ck_assert_int_eq(push(five, 20, 10, 12, 9, 11, 1, true), TR_OK);
    ck_assert_int_eq(tr_resampler_advance(five, 0, NULL), TR_OK);
    ck_assert_uint_eq(got.count, 3);
    tr_resampler_free(five);
}
END_TEST

START_TEST(gap_beyond_the_maximum_is_refused_and_changes_nothing)
{
    tr_resampler *five = start("1m", "5m", TR_GAP_FILL, 2);
    ck_assert_int_eq(push(five, 0, 10, 12, 9, 11, 1, true), TR_OK);
    ck_assert_int_eq(push(five, 20, 10, 12, 9, 11, 1, true), TR_E_FULL);
    ck_assert_int_eq(tr_resampler_advance(five, 20 * TR_NS_PER_MINUTE, NULL), TR_E_FULL);
    ck_assert_uint_eq(got.count, 0);
    ck_assert_int_eq(push(five, 15, 10, 12, 9, 11, 1, true), TR_OK);
    ck_assert_uint_eq(got.count, 3);
    tr_resampler_free(five);
}
END_TEST

START_TEST(bad_bars_and_frames_are_refused)
{
    tr_resampler *hours = start("1m", "1h", TR_GAP_NONE, 0);
    tr_error err;
    tr_bar bar = { 1, 1, 1, 1, 1, 1, true };
    ck_assert_int_eq(tr_resampler_push(hours, &bar, &err), TR_E_RANGE);
    ck_assert_int_eq(push(hours, 5, 1, 0.5, 1, 1, 1, true), TR_E_RANGE);
    ck_assert_int_eq(push(hours, 5, 1, 1, 1, 1, 1, true), TR_OK);
    ck_assert_int_eq(push(hours, 4, 1, 1, 1, 1, 1, true), TR_E_CONFLICT);
    ck_assert_int_eq(tr_resampler_push(NULL, &bar, NULL), TR_E_INVALID);
    tr_resampler_free(hours);

    tr_resampler_options options = TR_RESAMPLER_OPTIONS_INIT;
    tr_resampler *made = NULL;
    options.source = frame("1h");
    options.target = frame("75m");
    ck_assert_int_eq(tr_resampler_new(&options, receive, &got, &made, &err), TR_E_RANGE);
    ck_assert_str_eq(err.message, "bars of 75m cannot be made of whole bars of 1h");
    ck_assert_int_eq(tr_resampler_new(&options, NULL, NULL, &made, NULL), TR_E_INVALID);
    options.target = options.source;
    options.fill_count_max = -1;
    ck_assert_int_eq(tr_resampler_new(&options, receive, &got, &made, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(receiver_that_refuses_stops_the_resampler)
{
    tr_resampler *five = start("1m", "5m", TR_GAP_NONE, 0);
    ck_assert_int_eq(push(five, 0, 1, 1, 1, 1, 1, true), TR_OK);
    got.is_refusing = true;
    ck_assert_int_eq(push(five, 5, 1, 1, 1, 1, 1, true), TR_E_DENIED);
    ck_assert_int_eq(push(five, 6, 1, 1, 1, 1, 1, true), TR_E_CLOSED);
    ck_assert_int_eq(tr_resampler_advance(five, 0, NULL), TR_E_CLOSED);
    tr_resampler_free(five);
}
END_TEST

START_TEST(random_bars_agree_with_a_naive_regrouping)
{
    static const char *const targets[] = { "1m", "5m", "7m", "M12", "75m", "1h", "4h",
                                           "7h", "1d", "2d", "1w",  "1M",  "3M" };
    static tr_bar source[6000];
    tr_rng rng;
    tr_rng_init(&rng, 11);
    int64_t minute = -100000;
    for (size_t i = 0; i < 6000; i++) {
        minute += 1 + (int64_t)(tr_rng_below(&rng, 50) == 0 ? tr_rng_below(&rng, 5000)
                                                            : tr_rng_below(&rng, 3));
        double low = (double)tr_rng_below(&rng, 1000);
        double high = low + (double)tr_rng_below(&rng, 100);
        source[i] = (tr_bar){ minute * TR_NS_PER_MINUTE,
                              low,
                              high,
                              low,
                              high,
                              (double)tr_rng_below(&rng, 1000) / 7,
                              true };
    }
    for (size_t t = 0; t < sizeof targets / sizeof targets[0]; t++) {
        tr_timeframe target = frame(targets[t]);
        tr_resampler *resampler = start("1m", targets[t], TR_GAP_NONE, 0);
        for (size_t i = 0; i < 6000; i++)
            ck_assert_int_eq(tr_resampler_push(resampler, &source[i], NULL), TR_OK);
        ck_assert_int_eq(tr_resampler_advance(resampler, INT64_MAX, NULL), TR_OK);
        size_t at = 0;
        for (size_t i = 0; i < 6000;) {
            int64_t open_ns = tr_timeframe_open_ns(target, source[i].open_ns);
            tr_bar want = source[i];
            want.open_ns = open_ns;
            for (i++; i < 6000 && tr_timeframe_open_ns(target, source[i].open_ns) == open_ns; i++) {
                want.high = source[i].high > want.high ? source[i].high : want.high;
                want.low = source[i].low < want.low ? source[i].low : want.low;
                want.close = source[i].close;
                want.volume += source[i].volume;
            }
            ck_assert_msg(at < got.count, "seed 11, %s: too few", targets[t]);
            const tr_bar *have = &got.bars[at++];
            ck_assert_msg(have->open_ns == want.open_ns && have->open == want.open &&
                              have->high == want.high && have->low == want.low &&
                              have->close == want.close && have->volume == want.volume,
                          "seed 11, %s, bar %zu", targets[t], at - 1);
        }
        ck_assert_uint_eq(at, got.count);
        tr_resampler_free(resampler);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("resample");
    TCase *tests = tcase_create("resample");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, bar_comes_out_with_its_last_source_bar);
    tcase_add_test(tests, bar_without_its_last_source_bar_comes_out_with_the_next);
    tcase_add_test(tests, forming_source_bars_may_change_and_leave_no_trace);
    tcase_add_test(tests, gaps_are_filled_with_the_close_before);
    tcase_add_test(tests, time_that_passes_completes_bars);
    tcase_add_test(tests, gap_beyond_the_maximum_is_refused_and_changes_nothing);
    tcase_add_test(tests, bad_bars_and_frames_are_refused);
    tcase_add_test(tests, receiver_that_refuses_stops_the_resampler);
    tcase_add_test(tests, random_bars_agree_with_a_naive_regrouping);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
