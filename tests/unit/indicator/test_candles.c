/* test_candles.c: the shared pass of all candlestick patterns, against the indicators and against itself. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicator/candle_run.h"
#include "indicator/candles_inside.h"
#include "support/candle_pass.h"
#include "support/check_tap.h"

START_TEST(the_shared_pass_answers_as_each_indicator_alone)
{
    static double alone[BARS];
    for (unsigned int round = 0; round < 4; round++) {
        tr_rng rng;
        tr_rng_init(&rng, 3);
        bars_make(3);
        bad_bars_put(&rng);
        tr_candles_config config = config_of(round < 2 ? TR_INDICATOR_TALIB : TR_INDICATOR_TULIP);
        config.bad_bar = (tr_indicator_bad_bar)(round % 2);
        batch(&config, whole);
        for (size_t p = 0; p < tr_candles_count(); p++) {
            if (!config.is_selected[p])
                continue;
            tr_indicator_config single;
            size_t size = 0, lookback = 0, shared_lookback = 0;
            tr_indicator *indicator = NULL;
            must(tr_indicator_config_init(tr_candles_at(p), config.preset, &single, NULL) == TR_OK,
                 "is refused");
            single.bad_bar = config.bad_bar;
            must(tr_indicator_lookback(&single, &lookback, NULL) == TR_OK &&
                     tr_candles_lookback(&config, p, &shared_lookback, NULL) == TR_OK,
                 "is refused");
            ck_assert_uint_eq(lookback, shared_lookback);
            must(tr_indicator_memory_size(&single, &size, NULL) == TR_OK, "is refused");
            void *memory = malloc(size);
            must(tr_indicator_init(&single, memory, size, &indicator, NULL) == TR_OK, "is refused");
            const double *const in[4] = { columns[0], columns[1], columns[2], columns[3] };
            must(tr_indicator_run(indicator, in, BARS, &(double *){ alone }, NULL, NULL) == TR_OK,
                 "is refused");
            free(memory);
            for (size_t i = 0; i < BARS; i++) {
                bool is_same = isnan(alone[i]) ? whole[p][i] == TR_CANDLE_UNKNOWN
                                               : tr_candle_value(whole[p][i]) == (int)alone[i];
                if (!is_same)
                    ck_abort_msg("%s: bar %zu is %d in the pass, %g alone", tr_candles_at(p)->name,
                                 i, whole[p][i], alone[i]);
            }
        }
    }
}
END_TEST

START_TEST(every_cut_gives_the_same_answers_with_any_settings)
{
    tr_rng rng;
    tr_rng_init(&rng, 5);
    for (unsigned int round = 0; round < 12; round++) {
        bars_make(round);
        if (round % 2 == 1)
            bad_bars_put(&rng);
        tr_candles_config config =
            config_of(round % 3 == 2 ? TR_INDICATOR_TULIP : TR_INDICATOR_TALIB);
        config.bad_bar = (tr_indicator_bad_bar)(round / 2 % 2);
        if (round > 1)
            settings_draw(&config, &rng);
        batch(&config, whole);
        static const size_t cuts[] = { 1, 7, 255, 256, 257, 600 };
        for (size_t c = 0; c < sizeof cuts / sizeof *cuts; c++) {
            void *memory = NULL;
            tr_candles *candles = begin(&config, &memory);
            for (size_t at = 0; at < BARS; at += cuts[c])
                must(feed(candles, again, at, at + cuts[c] < BARS ? cuts[c] : BARS - at, NULL,
                          NULL) == TR_OK,
                     "is refused");
            free(memory);
            expect_same(&config, "cuts");
        }
    }
}
END_TEST

/* Runs a program over all bars in blocks, at one width of the machine. */
static void run_at(tr__candle_runner *runner, const tr_candles_config *config, int8_t (*rows)[BARS])
{
    tr__candle_draft draft;
    tr__candle_draft_begin(&draft);
    row_count = 0;
    for (size_t p = 0; p < tr_candles_count(); p++) {
        if (!config->is_selected[p])
            continue;
        row_pattern[row_count++] = p;
        tr__candle_draft_add(&draft, tr__candle_at_index(p)->pattern, p, config->measures,
                             config->penetration[p]);
    }
    tr__candle_draft_sort(&draft);
    tr__candle_draft_end(&draft);
    tr__candle_program *program = malloc(draft.program.size);
    tr__candle_draft_write(&draft, program);
    size_t depth = program->depth;
    double *series =
        calloc(program->series_count, sizeof(double) * tr__candle_series_stride(program, 200));
    uint8_t *masks = calloc(program->mask_count + (size_t)TR__CANDLE_SPARE,
                            tr__candle_mask_stride(program, 200));
    uint8_t *is_done = calloc(program->step_count, 1);
    const tr__candle_scratch scratch = {
        .series = series, .masks = masks, .is_done = is_done, .block = 200
    };
    for (size_t at = depth; at < BARS; at += 200) {
        const double *const in[4] = { columns[0] + at, columns[1] + at, columns[2] + at,
                                      columns[3] + at };
        int8_t *to[TR_CANDLES_MAX];
        for (size_t k = 0; k < row_count; k++)
            to[k] = rows[row_pattern[k]] + at;
        runner(program, in, at + 200 < BARS ? 200 : BARS - at, &scratch, to);
    }
    for (size_t k = 0; k < row_count; k++)
        memset(rows[row_pattern[k]], 0, depth);
    free(series);
    free(masks);
    free(is_done);
    free(program);
}

START_TEST(every_width_of_the_machine_gives_the_same_answers)
{
    bars_make(9);
    tr_candles_config config = config_new();
    run_at(tr__candle_run_plain, &config, whole);
    run_at(tr__candle_run, &config, again);
    expect_same(&config, "what the machine has");
#if TR__CANDLE_WIDE
    if (__builtin_cpu_supports("avx2")) {
        run_at(tr__candle_run_avx2, &config, again);
        expect_same(&config, "AVX2");
    }
#endif
}
END_TEST

START_TEST(every_pattern_is_seen_under_each_preset)
{
    static const tr_indicator_preset presets[] = { TR_INDICATOR_TALIB, TR_INDICATOR_TULIP };
    for (size_t k = 0; k < 2; k++) {
        size_t hits[TR_CANDLES_MAX] = { 0 };
        tr_candles_config config = config_of(presets[k]);
        for (uint64_t seed = 20; seed < 420; seed++) {
            bars_make(seed);
            batch(&config, whole);
            for (size_t p = 0; p < tr_candles_count(); p++)
                for (size_t i = 0; config.is_selected[p] && i < BARS; i++)
                    hits[p] += whole[p][i] != 0 && whole[p][i] != TR_CANDLE_UNKNOWN;
        }
        for (size_t p = 0; p < tr_candles_count(); p++)
            if (config.is_selected[p] && hits[p] == 0)
                ck_abort_msg("preset %d: never seen: %s", (int)presets[k], tr_candles_at(p)->name);
    }
}
END_TEST

/* Hits of all bars, taken with little room. */
START_TEST(hits_are_the_answers_that_are_not_0)
{
    bars_make(12);
    columns[1][500] = NAN;
    tr_candles_config config = config_new();
    config.unknown = 0;
    batch(&config, whole);
    for (size_t room = row_count; room < 1000; room += 300) {
        void *memory = NULL;
        tr_candles *candles = begin(&config, &memory);
        tr_candle_hit *hits = malloc(room * sizeof *hits);
        memset(again, 0, sizeof again);
        uint64_t last_bar = 0;
        for (size_t at = 0; at < BARS;) {
            const double *const in[4] = { columns[0] + at, columns[1] + at, columns[2] + at,
                                          columns[3] + at };
            size_t count = 0;
            tr_indicator_result result;
            must(tr_candles_hits(candles, in, BARS - at, hits, room, &count, &result, NULL) ==
                     TR_OK,
                 "is refused");
            must(result.taken > 0 && count <= room, "makes no way");
            for (size_t k = 0; k < count; k++) {
                must(hits[k].bar >= last_bar && hits[k].bar < at + result.taken, "is out of order");
                last_bar = hits[k].bar;
                again[hits[k].pattern][hits[k].bar] = hits[k].answer;
            }
            at += result.taken;
            must(tr_candles_bars(candles) == at, "bars are not counted");
        }
        expect_same(&config, "hits");
        free(hits);
        free(memory);
    }
}
END_TEST

/* Tulip's means: of the bars before the current one, whichever bar is asked. */
static double mean_before(size_t at, bool is_body)
{
    double sum = 0;
    for (size_t k = 1; k <= 10; k++)
        sum += is_body ? fabs(columns[3][at - k] - columns[0][at - k])
                       : columns[1][at - k] - columns[2][at - k];
    return sum / 10;
}

/* Three of Tulip's definitions by hand: factors 1.4, 0.5, 0.05, 0.05, 0.6, 0.3. */
START_TEST(tulips_definitions_are_tulips)
{
    size_t marubozu = tr_candles_find("tc_white_marubozu"), star = tr_candles_find("morning_star"),
           hammer = tr_candles_find("tc_hammer"), seen = 0;
    ck_assert_str_eq(tr_candles_at(marubozu)->name, "cdlmarubozu");
    ck_assert_str_eq(tr_candles_at(star)->name, "cdlmorningstar");
    tr_candles_config config = config_of(TR_INDICATOR_TULIP);
    for (uint64_t seed = 500; seed < 560; seed++) {
        bars_make(seed);
        batch(&config, whole);
        const double *o = columns[0], *h = columns[1], *l = columns[2], *c = columns[3];
        for (size_t i = 10; i < BARS; i++) {
            double body = fabs(c[i] - o[i]), body_mean = mean_before(i, true),
                   range_mean = mean_before(i, false);
            double top = fmax(o[i], c[i]), bottom = fmin(o[i], c[i]);
            bool is_bare_above = h[i] - top < 0.05 * range_mean,
                 is_bare_below = bottom - l[i] < 0.05 * range_mean;
            bool is_marubozu = body > 1.4 * body_mean && is_bare_above && is_bare_below;
            int side = c[i] > o[i] ? 100 : -100;
            must(whole[marubozu][i] == (is_marubozu ? side : 0), "another marubozu");
            bool is_hammer = body < 0.5 * body_mean && is_bare_above &&
                             bottom - l[i] > 0.6 * body_mean &&
                             bottom <= l[i - 1] + 0.3 * range_mean;
            must(whole[hammer][i] == (is_hammer ? 100 : 0), "another hammer");
            bool is_star = o[i - 2] > c[i - 2] && fabs(c[i - 2] - o[i - 2]) > 1.4 * body_mean &&
                           fmax(o[i - 1], c[i - 1]) <= fmin(o[i - 2], c[i - 2]) &&
                           fabs(c[i - 1] - o[i - 1]) < 0.5 * body_mean && o[i] < c[i] &&
                           bottom >= fmax(o[i - 1], c[i - 1]) && c[i] >= c[i - 2];
            must(whole[star][i] == (is_star ? 100 : 0), "another morning star");
            seen += is_star;
        }
    }
    ck_assert_uint_gt(seen, 0);
}
END_TEST

START_TEST(names_of_other_libraries_resolve)
{
    static const char *const names[][2] = { { "tc_abandoned_baby_bear", "cdlabandonedbaby" },
                                            { "tc_big_white_candle", "cdllongline" },
                                            { "tc_engulfing_bull", "cdlengulfing" },
                                            { "four_price_doji", "cdl_four_price_doji" },
                                            { "tc_star", "cdl_star" },
                                            { "tc_three_black_crows", "cdl3blackcrows" },
                                            { "cdl_doji", "cdldoji" },
                                            { "CDL_INSIDE", "cdl_inside" },
                                            { "cdl_risefall3methods", "cdlrisefall3methods" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const tr_indicator_info *info = tr_indicator_find(names[i][0]);
        ck_assert_ptr_nonnull(info);
        ck_assert_str_eq(info->name, names[i][1]);
    }
    for (size_t p = 0; p < tr_candles_count(); p++) {
        const tr_indicator_info *info = tr_candles_at(p);
        char alias[64];
        snprintf(alias, sizeof alias, "cdl_%s", info->name + 3);
        if (info->name[3] != '_')
            ck_assert_ptr_eq(tr_indicator_find(alias), info);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("candles");
    TCase *cases = tcase_create("candles");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, the_shared_pass_answers_as_each_indicator_alone);
    tcase_add_test(cases, every_cut_gives_the_same_answers_with_any_settings);
    tcase_add_test(cases, every_width_of_the_machine_gives_the_same_answers);
    tcase_add_test(cases, every_pattern_is_seen_under_each_preset);
    tcase_add_test(cases, hits_are_the_answers_that_are_not_0);
    tcase_add_test(cases, tulips_definitions_are_tulips);
    tcase_add_test(cases, names_of_other_libraries_resolve);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
