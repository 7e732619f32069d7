/* test_candles.c: the shared pass of all candlestick patterns, against the indicators and against itself. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/candles.h>
#include <trade/rng.h>

#include "indicator/candle_run.h"
#include "indicator/candle_text.h"
#include "indicator/candles_inside.h"
#include "support/check_tap.h"

#define BARS 3000

static double columns[4][BARS];
static int8_t whole[TR_CANDLES_MAX][BARS];
static int8_t again[TR_CANDLES_MAX][BARS];
static int8_t aside[TR_CANDLES_MAX][BARS];

/* Check writes a line for each of its assertions, and there are millions here: it hears of failures only. */
static void must(bool claim, const char *what)
{
    if (!claim)
        ck_abort_msg("%s", what);
}

static double uniform(tr_rng *rng)
{
    return (double)tr_rng_below(rng, 1000001) / 1000000;
}

/*
 * Bars that show patterns often: bodies, shadows and gaps on a coarse grid, so that prices are also equal, and spells of
 * one colour, of bars without shadows and of wide gaps, without which the rarest are never seen.
 */
static void bars_make(uint64_t seed)
{
    static const double bodies[] = { 0, 0.25, 0.5, 1, 2, 4, 8 };
    static const double shadows[] = { 0, 0, 0.25, 1, 3 };
    tr_rng rng;
    tr_rng_init(&rng, seed);
    double close = 200;
    size_t black_of_10 = 5, shadow_kinds = 5;
    double gap_step = 0.25;
    for (size_t i = 0; i < BARS; i++) {
        if (i % 30 == 0) {
            black_of_10 = 1 + 4 * (size_t)tr_rng_below(&rng, 3);
            shadow_kinds = tr_rng_below(&rng, 3) == 0 ? 1 : 5;
            gap_step = tr_rng_below(&rng, 3) == 0 ? 1 : 0.25;
        }
        double gap = gap_step * ((double)tr_rng_below(&rng, 17) - 8);
        if (tr_rng_below(&rng, 2) == 0)
            gap = 0;
        double body = bodies[tr_rng_below(&rng, 7)];
        bool is_black = tr_rng_below(&rng, 10) < black_of_10 && close > 150;
        double open = close + gap;
        close = open + (is_black ? -body : body);
        if (tr_rng_below(&rng, 3) == 0)
            close += 0.01 * uniform(&rng);
        columns[0][i] = open;
        columns[1][i] = fmax(open, close) + shadows[tr_rng_below(&rng, shadow_kinds)];
        columns[2][i] = fmin(open, close) - shadows[tr_rng_below(&rng, shadow_kinds)];
        columns[3][i] = close;
    }
}

static tr_candles_config config_of(tr_indicator_preset preset)
{
    tr_candles_config config;
    must(tr_candles_config_init(preset, &config, NULL) == TR_OK, "no configuration");
    config.unknown = TR_CANDLE_UNKNOWN;
    return config;
}

static tr_candles_config config_new(void)
{
    return config_of(TR_INDICATOR_TALIB);
}

/* The patterns of the pass that was begun last, in the order of its rows: tests keep answers by pattern. */
static size_t row_pattern[TR_CANDLES_MAX];
static size_t row_count;

static tr_candles *begin(const tr_candles_config *config, void **memory)
{
    row_count = 0;
    for (size_t p = 0; p < TR_CANDLES_MAX; p++)
        if (config->is_selected[p])
            row_pattern[row_count++] = p;
    size_t size = 0;
    tr_candles *candles = NULL;
    must(tr_candles_memory_size(config, &size, NULL) == TR_OK, "is refused");
    *memory = malloc(size);
    must(tr_candles_init(config, *memory, size, &candles, NULL) == TR_OK, "is refused");
    return candles;
}

static tr_status feed(tr_candles *candles, int8_t (*rows)[BARS], size_t at, size_t count,
                      tr_indicator_result *result, tr_error *err)
{
    const double *const in[4] = { columns[0] + at, columns[1] + at, columns[2] + at,
                                  columns[3] + at };
    int8_t *to[TR_CANDLES_MAX];
    for (size_t k = 0; k < row_count; k++)
        to[k] = rows[row_pattern[k]] + at;
    return tr_candles_run(candles, in, count, to, result, err);
}

static void batch(const tr_candles_config *config, int8_t (*rows)[BARS])
{
    void *memory = NULL;
    tr_candles *candles = begin(config, &memory);
    must(feed(candles, rows, 0, BARS, NULL, NULL) == TR_OK, "is refused");
    must(tr_candles_bars(candles) == BARS, "bars are not counted");
    free(memory);
}

/* Any settings: short periods and factors around the usual ones, penetrations, some patterns left out. */
static void settings_draw(tr_candles_config *config, tr_rng *rng)
{
    for (size_t i = 0; i < TR_CANDLE_MEASURES; i++) {
        config->measures[i].range = (tr_candle_range)(int)tr_rng_below(rng, 3);
        config->measures[i].period = (size_t)tr_rng_below(rng, i % 4 == 3 ? 40 : 12);
        config->measures[i].factor *= 2 * uniform(rng);
    }
    for (size_t i = 0; i < tr_candles_count(); i++) {
        config->penetration[i] = uniform(rng);
        config->is_selected[i] = config->is_selected[i] && tr_rng_below(rng, 4) > 0;
    }
    config->is_selected[tr_candles_find("cdlengulfing")] = true;
}

static void bad_bars_put(tr_rng *rng)
{
    for (size_t i = 0; i < BARS; i++)
        if (tr_rng_below(rng, 60) == 0)
            columns[tr_rng_below(rng, 4)][i] = NAN;
}

static void expect_same(const tr_candles_config *config, const char *what)
{
    for (size_t p = 0; p < tr_candles_count(); p++)
        for (size_t i = 0; config->is_selected[p] && i < BARS; i++)
            if (whole[p][i] != again[p][i])
                ck_abort_msg("%s: %s: bar %zu is %d, was %d", tr_candles_at(p)->name, what, i,
                             again[p][i], whole[p][i]);
}

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

START_TEST(warming_up_and_bad_bars_are_no_pattern_unless_asked_for)
{
    bars_make(4);
    columns[2][700] = NAN;
    tr_candles_config config = config_new();
    batch(&config, whole);
    config.unknown = 0;
    batch(&config, again);
    for (size_t p = 0; p < tr_candles_count(); p++) {
        size_t lookback = 0;
        if (!config.is_selected[p])
            continue;
        must(tr_candles_lookback(&config, p, &lookback, NULL) == TR_OK, "is refused");
        for (size_t i = 0; i < BARS; i++) {
            bool is_unknown = i < lookback || (i >= 700 && i <= 700 + lookback);
            must((whole[p][i] == TR_CANDLE_UNKNOWN) == is_unknown, "unknown where it is not");
            must(again[p][i] == (is_unknown ? 0 : whole[p][i]), "unknown is not 0");
        }
    }
}
END_TEST

START_TEST(bad_bars_are_refused_with_their_index)
{
    bars_make(4);
    columns[3][1500] = NAN;
    columns[1][1800] = INFINITY;
    tr_candles_config config = config_new();
    for (unsigned int policy = 0; policy < 3; policy++) {
        config.bad_bar = (tr_indicator_bad_bar)policy;
        void *memory = NULL;
        tr_error err;
        tr_indicator_result result;
        tr_candles *candles = begin(&config, &memory);
        ck_assert_int_eq(feed(candles, whole, 0, BARS, &result, &err), TR_E_RANGE);
        size_t at = policy == TR_INDICATOR_BAD_BAR_REFUSE ? 1500 : 1800;
        ck_assert_uint_eq(result.taken, at);
        ck_assert_uint_eq(tr_candles_bars(candles), at);
        ck_assert_ptr_nonnull(strstr(err.message, at == 1500 ? "bar 1500" : "bar 1800"));
        free(memory);
    }
}
END_TEST

START_TEST(settings_out_of_range_are_refused)
{
    size_t size = 0;
    tr_error err;
    tr_candles_config config = config_new();
    config.measures[TR_CANDLE_NEAR].period = TR_CANDLE_PERIOD_MAX + 1;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    config.measures[TR_CANDLE_FAR].factor = NAN;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    config.measures[0].range = (tr_candle_range)3;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    config.penetration[tr_candles_find("cdlmathold")] = -0.1;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    ck_assert_ptr_nonnull(strstr(err.message, "cdlmathold"));
    config = config_new();
    config.is_selected[tr_candles_count()] = true;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_RANGE);
    config = config_new();
    memset(config.is_selected, 0, sizeof config.is_selected);
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_INVALID);
    config = config_new();
    config.struct_size = 1;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_candles_config_init(TR_INDICATOR_TALIB, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_candles_config_init((tr_indicator_preset)4, &config, &err), TR_E_INVALID);
    config = config_new();
    config.is_selected[tr_candles_find("cdl_star")] = true;
    ck_assert_int_eq(tr_candles_memory_size(&config, &size, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(err.message, "candles: cdl_star has no definition under the preset");
    config = config_new();
    tr_candles *candles = NULL;
    ck_assert_int_eq(tr_candles_init(&config, &(max_align_t){ 0 }, 8, &candles, &err), TR_E_FULL);
    ck_assert_int_eq(tr_candles_run(NULL, NULL, 0, NULL, NULL, &err), TR_E_INVALID);
}
END_TEST

/* Periods with as many sums to make as there can be, all different. */
START_TEST(the_largest_settings_fit)
{
    static const size_t periods[] = { 991, 959, 895, 767, 511, 975, 943, 879, 751, 1000, 999 };
    bars_make(6);
    for (unsigned int ranges = 0; ranges < 3; ranges++) {
        tr_candles_config config = config_new();
        for (size_t i = 0; i < TR_CANDLE_MEASURES; i++)
            config.measures[i] = (tr_candle_measure){ (tr_candle_range)((ranges + i) % 3),
                                                      periods[i], 0.3 + 0.1 * (double)i };
        for (size_t p = 0; p < tr_candles_count(); p++)
            config.penetration[p] = 0.01 * (double)p;
        void *memory = NULL;
        tr_candles *candles = begin(&config, &memory);
        must(feed(candles, whole, 0, 2000, NULL, NULL) == TR_OK, "is refused");
        for (size_t r = 0; r < row_count; r++) {
            tr_candle_why why;
            must(tr_candles_why(candles, row_pattern[r], &why, NULL) == TR_OK, "does not tell");
            must(why.answer == whole[row_pattern[r]][1999], "tells another answer");
        }
        free(memory);
    }
}
END_TEST

/* One measure of one bar, worked out by hand: the mean of the two ranges before, times 0.5. */
START_TEST(a_setting_changes_what_is_a_doji)
{
    static const double bars[4][4] = {
        { 10, 20, 30, 40 }, { 12, 24, 34, 46 }, { 10, 20, 30, 36 }, { 11, 23, 32, 42.1 }
    };
    tr_candles_config config = config_new();
    memset(config.is_selected, 0, sizeof config.is_selected);
    config.is_selected[tr_candles_find("cdldoji")] = true;
    config.measures[TR_CANDLE_BODY_DOJI] = (tr_candle_measure){ TR_CANDLE_RANGE_HIGH_LOW, 2, 0.5 };
    int8_t row[4];
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    const double *const in[4] = { bars[0], bars[1], bars[2], bars[3] };
    ck_assert_int_eq(tr_candles_run(candles, in, 4, &(int8_t *){ row }, NULL, NULL), TR_OK);
    ck_assert_int_eq(row[0], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(row[1], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(row[2], 0); /* body 2, (2 + 4) / 2 * 0.5 = 1.5 */
    ck_assert_int_eq(row[3], 0); /* body 2.1, (4 + 4) / 2 * 0.5 = 2 */
    free(memory);
    config.measures[TR_CANDLE_BODY_DOJI].factor = 0.525 + 1e-12;
    candles = begin(&config, &memory);
    ck_assert_int_eq(tr_candles_run(candles, in, 4, &(int8_t *){ row }, NULL, NULL), TR_OK);
    ck_assert_int_eq(row[2], 0);
    ck_assert_int_eq(row[3], 100);
    free(memory);
}
END_TEST

static bool holds(const tr_candle_reason *reason)
{
    switch (reason->relation[0]) {
    case '>':
        return reason->relation[1] == '=' ? reason->left >= reason->right
                                          : reason->left > reason->right;
    case '<':
        return reason->relation[1] == '=' ? reason->left <= reason->right
                                          : reason->left < reason->right;
    default:
        return reason->is_met;
    }
}

/* The answer that the reasons alone give: that of the first case whose conditions and common ones are all met. */
static int8_t answer_of(const tr_candle_why *why)
{
    for (size_t k = 1; k <= why->case_count; k++) {
        bool is_met = true;
        int8_t answer = 0;
        for (size_t i = 0; i < why->reason_count; i++) {
            const tr_candle_reason *reason = &why->reasons[i];
            must(holds(reason) == reason->is_met, "a reason contradicts its numbers");
            must(reason->text[0] != '\0', "a reason without words");
            if (reason->case_number == 0 || reason->case_number == k)
                is_met = is_met && reason->is_met;
            if (reason->case_number == k)
                answer = reason->answer;
        }
        /* A pattern of one case may have all its conditions in common. */
        if (is_met)
            return answer != 0 ? answer : why->answer;
    }
    return 0;
}

START_TEST(a_pattern_fires_exactly_when_all_conditions_of_a_case_are_met)
{
    size_t fired = 0;
    tr_rng rng;
    tr_rng_init(&rng, 8);
    for (unsigned int round = 0; round < 6; round++) {
        uint64_t seed = 100 + round;
        bars_make(seed);
        tr_candles_config config =
            config_of(round % 3 == 2 ? TR_INDICATOR_TULIP : TR_INDICATOR_TALIB);
        if (round > 0)
            settings_draw(&config, &rng);
        batch(&config, whole);
        void *memory = NULL;
        tr_candles *candles = begin(&config, &memory);
        for (size_t i = 0; i < BARS; i++) {
            must(feed(candles, again, i, 1, NULL, NULL) == TR_OK, "is refused");
            for (size_t p = 0; p < tr_candles_count(); p++) {
                if (!config.is_selected[p])
                    continue;
                int8_t answer = whole[p][i];
                /* All that fired, and a part of the others. */
                if (answer == TR_CANDLE_UNKNOWN || (answer == 0 && (i + p) % 61 != 0))
                    continue;
                tr_candle_why why;
                must(tr_candles_why(candles, p, &why, NULL) == TR_OK, "does not tell");
                if (why.answer != answer || answer_of(&why) != answer)
                    ck_abort_msg("seed %llu, %s: bar %zu is %d, its reasons say %d and %d",
                                 (unsigned long long)seed, tr_candles_at(p)->name, i, answer,
                                 why.answer, answer_of(&why));
                fired += answer != 0;
            }
        }
        free(memory);
        expect_same(&config, "asked why");
    }
    ck_assert_uint_gt(fired, 1000);
}
END_TEST

START_TEST(reasons_name_their_values)
{
    static const double bars[4][3] = {
        { 10, 11, 14.5 }, { 11.5, 15.5, 15 }, { 9.5, 10.5, 10 }, { 11, 15, 10.75 }
    };
    tr_candles_config config = config_new();
    size_t engulfing = tr_candles_find("cdlengulfing"), doji = tr_candles_find("cdldoji");
    memset(config.is_selected, 0, sizeof config.is_selected);
    config.is_selected[engulfing] = true;
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    const double *const in[4] = { bars[0], bars[1], bars[2], bars[3] };
    int8_t row[3];
    tr_candle_why why;
    tr_error err;
    ck_assert_int_eq(tr_candles_why(candles, engulfing, &why, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(err.message, "cdlengulfing needs 3 bars, there are 0");
    ck_assert_int_eq(tr_candles_run(candles, in, 3, &(int8_t *){ row }, NULL, NULL), TR_OK);
    ck_assert_int_eq(tr_candles_why(candles, doji, &why, &err), TR_E_NOT_FOUND);
    ck_assert_str_eq(err.message, "cdldoji is not selected");
    ck_assert_int_eq(tr_candles_why(candles, TR_CANDLES_MAX, &why, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_candles_why(candles, engulfing, &why, &err), TR_OK);
    ck_assert_int_eq(row[2], 0);
    ck_assert_int_eq(why.answer, 0);
    ck_assert_uint_eq(why.case_number, 0);
    char text[128];
    ck_assert_uint_gt(tr_candle_reason_format(&why.reasons[0], text, sizeof text), 0);
    ck_assert_str_eq(text, "white 0 (10.75 >= 14.5): no");
    ck_assert_uint_gt(tr_candle_reason_format(&why.reasons[1], text, sizeof text), 0);
    ck_assert_str_eq(text, "black 1 (15 < 11): no");
    ck_assert_uint_gt(tr_candle_reason_format(&why.reasons[2], text, sizeof text), 0);
    ck_assert_str_eq(text, "close 0 > open 1 (10.75 > 11): no");
    ck_assert_uint_eq(tr_candle_reason_format(&why.reasons[2], text, 10), 0);
    ck_assert_str_eq(text, "");
    free(memory);
}
END_TEST

START_TEST(a_bad_bar_in_sight_leaves_no_reasons)
{
    bars_make(4);
    columns[2][700] = NAN;
    tr_candles_config config = config_new();
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    size_t doji = tr_candles_find("cdldoji");
    tr_candle_why why;
    must(feed(candles, whole, 0, 711, NULL, NULL) == TR_OK, "is refused");
    ck_assert_int_eq(whole[doji][710], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(tr_candles_why(candles, doji, &why, NULL), TR_E_NOT_FOUND);
    must(feed(candles, whole, 711, 1, NULL, NULL) == TR_OK, "is refused");
    ck_assert_int_ne(whole[doji][711], TR_CANDLE_UNKNOWN);
    ck_assert_int_eq(tr_candles_why(candles, doji, &why, NULL), TR_OK);
    free(memory);
}
END_TEST

START_TEST(formulas_are_the_definitions)
{
    for (size_t p = 0; p < tr_candles_count(); p++) {
        const tr_indicator_info *info = tr_candles_at(p);
        char text[4096];
        must(tr__candle_formula(tr__candle_at_index(p), text, sizeof text) > 0,
             "a formula without words");
        ck_assert_str_eq(info->formula, text);
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

/* Before each bar another one is shown, and now and then a wrong one is taken and corrected, also by itself. */
START_TEST(peeked_and_corrected_bars_leave_no_trace)
{
    for (unsigned int policy = 0; policy < 2; policy++) {
        bars_make(13);
        tr_rng rng;
        tr_rng_init(&rng, 13);
        bad_bars_put(&rng);
        tr_candles_config config = config_new();
        config.bad_bar = (tr_indicator_bad_bar)policy;
        batch(&config, whole);
        void *memory = NULL, *second = NULL;
        tr_candles *candles = begin(&config, &memory);
        int8_t answers[TR_CANDLES_MAX];
        for (size_t i = 0; i < BARS; i++) {
            size_t other = (i * 7 + 3) % BARS;
            const double bar[4] = { columns[0][i], columns[1][i], columns[2][i], columns[3][i] };
            const double wrong[4] = { columns[0][other], columns[1][other], columns[2][other],
                                      columns[3][other] };
            const double absurd[4] = { 1, INFINITY, 1, 1 };
            must(tr_candles_peek(candles, wrong, answers, NULL) == TR_OK, "is refused");
            must(tr_candles_peek(candles, absurd, answers, NULL) == TR_E_RANGE, "is taken");
            if (i % 3 == 0) {
                must(feed(candles, aside, other, 1, NULL, NULL) == TR_OK, "is refused");
                must(tr_candles_peek(candles, bar, answers, NULL) == TR_OK, "is refused");
                must(tr_candles_correct(candles, absurd, answers, NULL) == TR_E_RANGE, "is taken");
                must(tr_candles_correct(candles, wrong, answers, NULL) == TR_OK, "is refused");
                must(tr_candles_correct(candles, bar, answers, NULL) == TR_OK, "is refused");
            } else {
                must(feed(candles, again, i, 1, NULL, NULL) == TR_OK, "is refused");
                for (size_t r = 0; r < row_count; r++)
                    answers[r] = again[row_pattern[r]][i];
            }
            for (size_t r = 0; r < row_count; r++)
                again[row_pattern[r]][i] = answers[r];
            must(tr_candles_bars(candles) == i + 1, "bars are not counted");
            if (i % 500 == 250) {
                size_t size = 0;
                must(tr_candles_memory_size(&config, &size, NULL) == TR_OK, "is refused");
                second = malloc(size);
                must(tr_candles_clone(candles, second, size - 1, &candles, NULL) == TR_E_FULL,
                     "fits where it does not");
                must(tr_candles_clone(candles, second, size, &candles, NULL) == TR_OK,
                     "is refused");
                free(memory);
                memory = second;
            }
        }
        free(memory);
        expect_same(&config, "taken back");
    }
    tr_candles_config config = config_new();
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory);
    int8_t answers[TR_CANDLES_MAX];
    ck_assert_int_eq(tr_candles_correct(candles, columns[0], answers, NULL), TR_E_NOT_FOUND);
    free(memory);
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

/* The pass as bytes, and another that goes on from them; the first one's memory is gone by then. */
static tr_candles *save_and_restore(tr_candles *candles, void **memory)
{
    tr_candles_config config;
    size_t size = tr_candles_saved_size(candles), memory_size = 0;
    void *bytes = malloc(size);
    must(tr_candles_save(candles, bytes, size - 1, NULL) == TR_E_FULL, "fits too little");
    must(tr_candles_save(candles, bytes, size, NULL) == TR_OK, "is not saved");
    memset(*memory, 0xee, 1000);
    free(*memory);
    must(tr_candles_saved_config(bytes, size, &config, NULL) == TR_OK, "is not read");
    must(tr_candles_memory_size(&config, &memory_size, NULL) == TR_OK, "is refused");
    *memory = malloc(memory_size);
    must(tr_candles_restore(bytes, size, *memory, memory_size, &candles, NULL) == TR_OK,
         "is not restored");
    must(tr_candles_saved_size(candles) == size, "has another size");
    void *again_bytes = malloc(size);
    must(tr_candles_save(candles, again_bytes, size, NULL) == TR_OK, "is not saved again");
    must(memcmp(bytes, again_bytes, size) == 0, "saves other bytes");
    free(again_bytes);
    free(bytes);
    return candles;
}

START_TEST(a_saved_pass_goes_on_as_if_it_had_never_stopped)
{
    tr_rng rng;
    tr_rng_init(&rng, 15);
    for (unsigned int round = 0; round < 8; round++) {
        bars_make(100 + round);
        if (round % 2 == 1)
            bad_bars_put(&rng);
        tr_candles_config config =
            config_of(round % 3 == 2 ? TR_INDICATOR_TULIP : TR_INDICATOR_TALIB);
        config.bad_bar = (tr_indicator_bad_bar)(round / 2 % 2);
        if (round > 1)
            settings_draw(&config, &rng);
        batch(&config, whole);
        void *memory = NULL;
        tr_candles *candles = begin(&config, &memory);
        for (size_t at = 0, count; at < BARS; at += count) {
            candles = save_and_restore(candles, &memory);
            count = 1 + (size_t)tr_rng_below(&rng, at < 40 ? 3 : 400);
            count = at + count < BARS ? count : BARS - at;
            must(feed(candles, again, at, count, NULL, NULL) == TR_OK, "is refused");
            must(tr_candles_bars(candles) == at + count, "bars are not counted");
            /* The last bar can be corrected, also after a restart: wrongly, then rightly. */
            candles = save_and_restore(candles, &memory);
            size_t last = at + count - 1;
            double bar[2][4];
            int8_t answers[TR_CANDLES_MAX];
            for (size_t k = 0; k < 4; k++) {
                bar[0][k] = columns[k][(7 * last) % BARS];
                bar[1][k] = columns[k][last];
            }
            must(tr_candles_correct(candles, bar[0], answers, NULL) == TR_OK, "is refused");
            must(tr_candles_correct(candles, bar[1], answers, NULL) == TR_OK, "is refused");
            for (size_t r = 0; r < row_count; r++)
                again[row_pattern[r]][last] = answers[r];
        }
        free(memory);
        expect_same(&config, "saved and restored");
    }
}
END_TEST

/* The checksum of the format, FNV-1a, as anyone can compute it. */
static void seal(unsigned char *bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size - 8; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    for (unsigned int i = 0; i < 8; i++)
        bytes[size - 8 + i] = (unsigned char)(hash >> (8 * i));
}

START_TEST(damaged_and_made_up_bytes_of_a_pass_do_no_harm)
{
    tr_rng rng;
    tr_rng_init(&rng, 16);
    bars_make(16);
    tr_candles_config config = config_new();
    void *memory = NULL;
    tr_candles *candles = begin(&config, &memory), *restored = NULL;
    must(feed(candles, again, 0, 300, NULL, NULL) == TR_OK, "is refused");
    size_t size = tr_candles_saved_size(candles), memory_size = 0, restored_count = 0;
    unsigned char *bytes = malloc(size), *damaged = malloc(size);
    must(tr_candles_save(candles, bytes, size, NULL) == TR_OK, "is not saved");
    must(tr_candles_memory_size(&config, &memory_size, NULL) == TR_OK, "is refused");
    for (size_t i = 0; i < size; i++)
        must(tr_candles_restore(bytes, i, memory, memory_size, &restored, NULL) != TR_OK,
             "a part is taken for the whole");
    for (size_t i = 0; i < size; i++) {
        memcpy(damaged, bytes, size);
        damaged[i] ^= (unsigned char)(1u << (i % 8));
        must(tr_candles_restore(damaged, size, memory, memory_size, &restored, NULL) != TR_OK,
             "a flipped bit goes unnoticed");
        /* With a checksum that fits, the words themselves are looked at; what is taken runs on within its memory. */
        seal(damaged, size);
        if (tr_candles_restore(damaged, size, memory, memory_size, &restored, NULL) != TR_OK)
            continue;
        int8_t answers[TR_CANDLES_MAX];
        const double bar[4] = { 100, 102, 99, 101 };
        (void)tr_candles_correct(restored, bar, answers, NULL); /* there may be no bar to correct */
        (void)tr_candles_peek(restored, bar, answers, NULL);
        restored_count++;
    }
    must(restored_count > 100,
         "everything is refused"); /* flipped bits of prices are other prices */
    must(tr_candles_restore(NULL, size, memory, memory_size, &restored, NULL) == TR_E_INVALID, "");
    must(tr_candles_restore(bytes, size, memory, memory_size - 1, &restored, NULL) == TR_E_FULL,
         "fits too little");
    must(tr_candles_saved_size(NULL) == 0 &&
             tr_candles_save(NULL, bytes, size, NULL) == TR_E_INVALID,
         "nothing is saved");
    free(damaged);
    free(bytes);
    free(memory);
}
END_TEST

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
    tcase_add_test(cases, warming_up_and_bad_bars_are_no_pattern_unless_asked_for);
    tcase_add_test(cases, bad_bars_are_refused_with_their_index);
    tcase_add_test(cases, settings_out_of_range_are_refused);
    tcase_add_test(cases, the_largest_settings_fit);
    tcase_add_test(cases, a_setting_changes_what_is_a_doji);
    tcase_add_test(cases, a_pattern_fires_exactly_when_all_conditions_of_a_case_are_met);
    tcase_add_test(cases, reasons_name_their_values);
    tcase_add_test(cases, a_bad_bar_in_sight_leaves_no_reasons);
    tcase_add_test(cases, formulas_are_the_definitions);
    tcase_add_test(cases, hits_are_the_answers_that_are_not_0);
    tcase_add_test(cases, peeked_and_corrected_bars_leave_no_trace);
    tcase_add_test(cases, a_saved_pass_goes_on_as_if_it_had_never_stopped);
    tcase_add_test(cases, damaged_and_made_up_bytes_of_a_pass_do_no_harm);
    tcase_add_test(cases, tulips_definitions_are_tulips);
    tcase_add_test(cases, names_of_other_libraries_resolve);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
