/* test_panel.c: a panel has the bits of one lane at a time, at every level, however it is cut and whatever is in it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <trade/panel.h>
#include <trade/rng.h>

#include "indicator/panel_inside.h"
#include "support/check_tap.h"

#define BARS       620
#define LANES      17
#define OUTPUTS    TR_INDICATOR_OUTPUTS_MAX
#define INPUTS     TR_INDICATOR_INPUTS_MAX
#define LEVEL_LAST TR_PANEL_SIMD_AVX512
/* The kernels as plain C, which other compilers and processors take: built for this test. */
#define LEVEL_PLAIN (TR_PANEL_SIMD_AVX512 + 1)

extern const struct tr__lanes_level tr__lanes_plain;

/* Columns of each lane: open, high, low, close, volume, a series within (0, 1), and times. */
static double columns[LANES][7][BARS];
static double want[LANES][OUTPUTS][BARS];
static double got[LANES][OUTPUTS][BARS];

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

/* Random walks of very different prices, with equal prices and flat bars now and then. */
static void bars_make(uint64_t seed)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    for (size_t lane = 0; lane < LANES; lane++) {
        double price = pow(10, (double)lane - 8), scale = price / 100;
        for (size_t i = 0; i < BARS; i++) {
            double open = price, close = price * (1 + 0.02 * (uniform(&rng) - 0.5));
            if (tr_rng_below(&rng, 10) == 0)
                close = open;
            bool is_flat = tr_rng_below(&rng, 20) == 0;
            columns[lane][0][i] = open;
            columns[lane][1][i] = is_flat ? open : fmax(open, close) + scale * uniform(&rng);
            columns[lane][2][i] = is_flat ? open : fmin(open, close) - scale * uniform(&rng);
            columns[lane][3][i] = is_flat ? open : close;
            columns[lane][4][i] = (double)tr_rng_below(&rng, 100000);
            columns[lane][5][i] = uniform(&rng);
            columns[lane][6][i] = 1.6e9 + 3600 * (double)i;
            price = columns[lane][3][i];
        }
    }
}

static void inputs_of(const tr_indicator_info *info, size_t lane, size_t at, const double **in)
{
    for (size_t k = 0; k < tr_indicator_input_count(info); k++) {
        int kind = (int)info->inputs[k];
        bool is_unit = kind == TR_INPUT_REAL && strcmp(info->group, "math") == 0;
        size_t column = is_unit ? 5 : kind == TR_INPUT_REAL ? (k == 0 ? 3 : 0) : (size_t)kind - 1;
        in[k] = columns[lane][column] + at;
    }
}

static void outputs_of(const tr_indicator_info *info, double (*rows)[BARS], size_t at, double **out)
{
    for (size_t k = 0; k < tr_indicator_output_count(info); k++)
        out[k] = rows[k] + at;
}

/* NaN are equal here: their sign carries nothing. */
static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static tr_indicator *indicator_begin(const tr_indicator_config *config)
{
    size_t size = 0;
    tr_indicator *indicator = NULL;
    must(tr_indicator_memory_size(config, &size, NULL) == TR_OK, "is refused");
    void *memory = malloc(size);
    must(tr_indicator_init(config, memory, size, &indicator, NULL) == TR_OK, "is refused");
    return indicator; /* at the start of its memory, as the manual of the panel relies on */
}

static tr_status indicator_feed(tr_indicator *indicator, const tr_indicator_info *info, size_t lane,
                                size_t at, size_t count, double (*rows)[BARS],
                                tr_indicator_result *result)
{
    const double *in[INPUTS];
    double *out[OUTPUTS];
    inputs_of(info, lane, at, in);
    outputs_of(info, rows, at, out);
    return tr_indicator_run(indicator, in, count, out, result, NULL);
}

static bool is_there(int level)
{
    return level <= (int)tr_panel_level_best() || level == (int)LEVEL_PLAIN;
}

static const char *level_name(int level)
{
    return level == (int)LEVEL_PLAIN ? "plain" : tr_panel_level_name((tr_panel_simd)level);
}

static tr_panel *panel_begin(const tr_indicator_config *config, size_t lanes, int level)
{
    tr_panel_options options = TR_PANEL_OPTIONS_INIT;
    options.config = *config;
    options.lane_count = lanes;
    bool is_plain = level == (int)LEVEL_PLAIN;
    options.simd = is_plain ? TR_PANEL_SIMD_BASELINE : (tr_panel_simd)level;
    size_t size = 0;
    tr_panel *panel = NULL;
    tr_error err;
    must(tr_panel_memory_size(&options, &size, &err) == TR_OK, "is refused");
    void *memory = malloc(size);
    tr_status status = is_plain ? tr__panel_init_at(&options, memory, size, options.simd,
                                                    &tr__lanes_plain, &panel, &err)
                                : tr_panel_init(&options, memory, size, &panel, &err);
    if (status != TR_OK)
        ck_abort_msg("%s", err.message);
    return panel;
}

static tr_status panel_feed(tr_panel *panel, const tr_indicator_info *info, size_t at, size_t count,
                            tr_indicator_result *results, tr_error *err)
{
    const double *in[LANES * INPUTS];
    double *out[LANES * OUTPUTS];
    for (size_t lane = 0; lane < tr_panel_lane_count(panel); lane++) {
        inputs_of(info, lane, at, in + lane * tr_indicator_input_count(info));
        outputs_of(info, got[lane], at, out + lane * tr_indicator_output_count(info));
    }
    return tr_panel_run(panel, in, count, out, results, err);
}

static void expect_lanes(const tr_indicator_info *info, size_t lanes, size_t from, size_t to,
                         const char *what)
{
    for (size_t lane = 0; lane < lanes; lane++)
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            for (size_t i = from; i < to; i++)
                if (!same(want[lane][k][i], got[lane][k][i]))
                    ck_abort_msg("%s, %s: lane %zu of %zu, output %zu, bar %zu: %.17g, alone %.17g",
                                 info->name, what, lane, lanes, k, i, got[lane][k][i],
                                 want[lane][k][i]);
}

/* The answers of each lane alone, as one batch. */
static void alone(const tr_indicator_config *config)
{
    for (size_t lane = 0; lane < LANES; lane++) {
        tr_indicator *indicator = indicator_begin(config);
        must(indicator_feed(indicator, config->info, lane, 0, BARS, want[lane], NULL) == TR_OK,
             "is refused");
        free(indicator);
    }
}

/* In cuts of `cut` bars; 0: of random length. */
static void panel_feed_all(tr_panel *panel, const tr_indicator_info *info, size_t cut, tr_rng *rng)
{
    for (size_t at = 0, count; at < BARS; at += count) {
        count = cut > 0 ? cut : 1 + (size_t)tr_rng_below(rng, 400);
        if (count > BARS - at)
            count = BARS - at;
        must(panel_feed(panel, info, at, count, NULL, NULL) == TR_OK, "is refused");
    }
}

/* Without a kernel, every level is the first one. */
static bool is_known(const tr_panel *panel, int level)
{
    return level > TR_PANEL_SIMD_NONE && tr_panel_level(panel) == TR_PANEL_SIMD_NONE;
}

static void levels_compare(const tr_indicator_config *config, size_t lanes, tr_rng *rng)
{
    static const size_t cuts[] = { BARS, 1, 7, 0 };
    for (int level = TR_PANEL_SIMD_NONE; level <= (int)LEVEL_PLAIN; level++)
        for (size_t c = 0; is_there(level) && c < sizeof cuts / sizeof *cuts; c++) {
            memset(got, 0, sizeof got);
            tr_panel *panel = panel_begin(config, lanes, level);
            if (is_known(panel, level)) {
                free(panel);
                continue;
            }
            panel_feed_all(panel, config->info, cuts[c], rng);
            for (size_t lane = 0; lane < lanes; lane++)
                ck_assert_uint_eq(tr_indicator_bars(tr_panel_lane(panel, lane)), BARS);
            free(panel);
            expect_lanes(config->info, lanes, 0, BARS, level_name(level));
        }
}

/* Parameters as they come: short periods, as the table allows. */
static void params_draw(tr_indicator_config *config, tr_rng *rng)
{
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        const tr_indicator_param *param = &config->info->params[i];
        double value = param->min + (double)tr_rng_below(rng, 20);
        if (param->kind == TR_PARAM_MOVING_AVERAGE)
            value = (double)tr_rng_below(rng, 9);
        else if (param->kind == TR_PARAM_REAL)
            value = fmax(param->min, -10) +
                    uniform(rng) * (fmin(param->max, 10) - fmax(param->min, -10));
        if (value <= param->max)
            must(tr_indicator_config_set(config, param->name, value, NULL) == TR_OK, "is refused");
    }
}

/* Every indicator with every preset and drawn parameters, in panels of changing width. */
START_TEST(every_indicator_has_the_same_bits_at_every_level_and_in_every_cut)
{
    tr_rng rng;
    tr_rng_init(&rng, 31);
    bars_make(31);
    for (size_t i = 0; i < tr_indicator_count(); i++)
        for (unsigned int preset = 0; preset < 6; preset++) {
            tr_indicator_config config;
            must(tr_indicator_config_init(tr_indicator_at(i), (tr_indicator_preset)(preset % 4),
                                          &config, NULL) == TR_OK,
                 "is refused");
            if (preset >= 4)
                params_draw(&config, &rng);
            alone(&config);
            levels_compare(&config, 1 + (5 * i + 7 * preset) % LANES, &rng);
        }
}
END_TEST

START_TEST(panels_of_1_to_17_lanes_have_the_same_bits)
{
    static const char *const names[] = { "ema", "rsi", "macd", "atr", "adx", "sma", "t3" };
    tr_rng rng;
    tr_rng_init(&rng, 32);
    bars_make(32);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        tr_indicator_config config;
        must(tr_indicator_config_init(tr_indicator_find(names[n]), TR_INDICATOR_TALIB, &config,
                                      NULL) == TR_OK,
             "is refused");
        alone(&config);
        for (size_t lanes = 1; lanes <= LANES; lanes++)
            levels_compare(&config, lanes, &rng);
    }
}
END_TEST

/* Every third lane has bars with a NaN; what the others answer must not change. */
static void check_bad_lanes(const tr_indicator_config *config, tr_rng *rng)
{
    alone(config);
    for (size_t lanes = 7; lanes <= LANES; lanes += 5)
        levels_compare(config, lanes, rng);
}

START_TEST(bad_bars_of_a_lane_stay_in_it_and_follow_the_policy)
{
    tr_rng rng;
    tr_rng_init(&rng, 33);
    bars_make(33);
    for (size_t lane = 1; lane < LANES; lane += 3)
        for (size_t k = 0; k < 6; k++)
            for (size_t n = 0; n < 5; n++)
                columns[lane][k][(97 * n + 31 * lane) % BARS] = (double)NAN;
    for (size_t i = 0; i < tr_indicator_count(); i++)
        for (unsigned int policy = 0; policy < 2; policy++) {
            tr_indicator_config config;
            must(tr_indicator_config_init(tr_indicator_at(i), TR_INDICATOR_TALIB, &config, NULL) ==
                     TR_OK,
                 "is refused");
            config.bad_bar = (tr_indicator_bad_bar)policy;
            check_bad_lanes(&config, &rng);
        }
}
END_TEST

/* Lane 2 has a NaN at bar 400 and lane 9 an infinity at bar 500: both stop there, all others go on. */
static void check_refusal(const tr_indicator_config *config, int level)
{
    const tr_indicator_info *info = config->info;
    tr_indicator_result results[LANES], single;
    tr_error err;
    tr_panel *panel = panel_begin(config, LANES, level);
    if (is_known(panel, level)) {
        free(panel);
        return;
    }
    ck_assert_int_eq(panel_feed(panel, info, 0, BARS, results, &err), TR_E_RANGE);
    ck_assert_ptr_nonnull(strstr(err.message, "lane 2: "));
    ck_assert_ptr_nonnull(strstr(err.message, "bar 400"));
    for (size_t lane = 0; lane < LANES; lane++) {
        tr_indicator *indicator = indicator_begin(config);
        tr_status status = indicator_feed(indicator, info, lane, 0, BARS, want[lane], &single);
        ck_assert_int_eq(status, lane == 2 || lane == 9 ? TR_E_RANGE : TR_OK);
        ck_assert_uint_eq(results[lane].taken, single.taken);
        ck_assert_uint_eq(results[lane].begin, single.begin);
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            for (size_t i = 0; i < single.taken; i++)
                must(same(want[lane][k][i], got[lane][k][i]), "the bits differ");
        /* The last bar before it can still be corrected. */
        double bar[INPUTS], row[2][OUTPUTS];
        const double *in[INPUTS];
        inputs_of(info, lane, 17, in);
        for (size_t k = 0; k < tr_indicator_input_count(info); k++)
            bar[k] = *in[k];
        must(tr_indicator_correct(indicator, bar, row[0], NULL) == TR_OK, "is refused");
        must(tr_indicator_correct(tr_panel_lane(panel, lane), bar, row[1], NULL) == TR_OK,
             "is refused");
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            must(same(row[0][k], row[1][k]), "the corrected bits differ");
        free(indicator);
    }
    free(panel);
}

START_TEST(a_refused_lane_stops_alone_and_is_named)
{
    bars_make(34);
    for (size_t k = 0; k < 6; k++) {
        columns[2][k][400] = (double)NAN;
        columns[9][k][500] = (double)INFINITY;
    }
    for (size_t i = 0; i < tr_indicator_count(); i++)
        for (int level = TR_PANEL_SIMD_NONE; level <= (int)LEVEL_PLAIN; level++) {
            tr_indicator_config config;
            if (!is_there(level))
                continue;
            must(tr_indicator_config_init(tr_indicator_at(i), TR_INDICATOR_TALIB, &config, NULL) ==
                     TR_OK,
                 "is refused");
            config.bad_bar = TR_INDICATOR_BAD_BAR_REFUSE;
            check_refusal(&config, level);
        }
}
END_TEST

/* After every cut each lane is peeked, its last bar corrected wrongly and rightly, and one lane saved and put back. */
static void check_lanes_by_hand(const tr_indicator_config *config, int level, tr_rng *rng)
{
    const tr_indicator_info *info = config->info;
    tr_panel *panel = panel_begin(config, 9, level);
    if (is_known(panel, level)) {
        free(panel);
        return;
    }
    for (size_t at = 0, count; at < BARS; at += count) {
        count = 1 + (size_t)tr_rng_below(rng, 150);
        if (count > BARS - at)
            count = BARS - at;
        must(panel_feed(panel, info, at, count, NULL, NULL) == TR_OK, "is refused");
        for (size_t lane = 0; lane < 9; lane++) {
            tr_indicator *indicator = tr_panel_lane(panel, lane);
            double bar[2][INPUTS], row[OUTPUTS];
            const double *in[INPUTS];
            for (size_t b = 0; b < 2; b++) {
                inputs_of(info, lane, b == 0 ? (at * 7) % BARS : at + count - 1, in);
                for (size_t k = 0; k < tr_indicator_input_count(info); k++)
                    bar[b][k] = *in[k];
            }
            must(tr_indicator_peek(indicator, bar[0], row, NULL) == TR_OK, "is refused");
            must(tr_indicator_correct(indicator, bar[0], row, NULL) == TR_OK, "is refused");
            must(tr_indicator_correct(indicator, bar[1], row, NULL) == TR_OK, "is refused");
            for (size_t k = 0; k < tr_indicator_output_count(info); k++)
                got[lane][k][at + count - 1] = row[k];
        }
        size_t lane = (size_t)tr_rng_below(rng, 9), size = 0;
        tr_indicator *indicator = tr_panel_lane(panel, lane), *restored = NULL;
        size_t saved_size = tr_indicator_saved_size(indicator);
        must(tr_indicator_memory_size(config, &size, NULL) == TR_OK, "is refused");
        void *saved = malloc(saved_size), *memory = malloc(size);
        must(tr_indicator_save(indicator, saved, saved_size, NULL) == TR_OK, "is refused");
        must(tr_indicator_restore(saved, saved_size, memory, size, &restored, NULL) == TR_OK,
             "is refused");
        must(tr_panel_put(panel, lane, restored, NULL) == TR_OK, "is refused");
        free(saved);
        free(memory);
    }
    free(panel);
    expect_lanes(info, 9, 0, BARS, "by hand");
}

START_TEST(lanes_are_peeked_corrected_saved_and_put_back_between_runs)
{
    tr_rng rng;
    tr_rng_init(&rng, 35);
    bars_make(35);
    for (size_t i = 0; i < tr_indicator_count(); i++)
        for (int level = TR_PANEL_SIMD_NONE; level <= (int)LEVEL_PLAIN; level++) {
            tr_indicator_config config;
            if (!is_there(level))
                continue;
            must(tr_indicator_config_init(tr_indicator_at(i), TR_INDICATOR_TALIB, &config, NULL) ==
                     TR_OK,
                 "is refused");
            alone(&config);
            check_lanes_by_hand(&config, level, &rng);
        }
}
END_TEST

/* Lane l ran live over 40 l bars before it joins; the panel goes on with lanes of every age. */
static void check_ages(const tr_indicator_config *config, int level)
{
    const tr_indicator_info *info = config->info;
    tr_panel *panel = panel_begin(config, 8, level);
    if (is_known(panel, level)) {
        free(panel);
        return;
    }
    const double *in[8 * INPUTS];
    double *out[8 * OUTPUTS];
    for (size_t lane = 0; lane < 8; lane++) {
        tr_indicator *indicator = indicator_begin(config);
        for (size_t at = 0; at < 40 * lane; at++)
            must(indicator_feed(indicator, info, lane, at, 1, got[lane], NULL) == TR_OK,
                 "is refused");
        must(tr_panel_put(panel, lane, indicator, NULL) == TR_OK, "is refused");
        free(indicator);
        inputs_of(info, lane, 40 * lane, in + lane * tr_indicator_input_count(info));
        outputs_of(info, got[lane], 40 * lane, out + lane * tr_indicator_output_count(info));
    }
    must(tr_panel_run(panel, in, BARS - 280, out, NULL, NULL) == TR_OK, "is refused");
    /* And each lane ends alone. */
    for (size_t lane = 0; lane < 8; lane++) {
        size_t taken = BARS - 280 + 40 * lane;
        must(indicator_feed(tr_panel_lane(panel, lane), info, lane, taken, BARS - taken, got[lane],
                            NULL) == TR_OK,
             "is refused");
    }
    free(panel);
    expect_lanes(info, 8, 0, BARS, "of every age");
}

START_TEST(lanes_join_live_run_together_and_leave_live)
{
    bars_make(36);
    for (size_t i = 0; i < tr_indicator_count(); i++)
        for (int level = TR_PANEL_SIMD_NONE; level <= (int)LEVEL_PLAIN; level++) {
            tr_indicator_config config;
            if (!is_there(level))
                continue;
            must(tr_indicator_config_init(tr_indicator_at(i), TR_INDICATOR_TALIB, &config, NULL) ==
                     TR_OK,
                 "is refused");
            alone(&config);
            check_ages(&config, level);
        }
}
END_TEST

START_TEST(wrong_arguments_are_refused)
{
    tr_panel_options options = TR_PANEL_OPTIONS_INIT;
    tr_error err;
    size_t size = 0;
    tr_panel *panel = NULL;
    _Alignas(16) static unsigned char memory[65536];
    ck_assert_int_eq(tr_panel_memory_size(NULL, &size, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_panel_memory_size(&options, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_panel_memory_size(&options, &size, &err), TR_E_INVALID);
    must(tr_indicator_config_init(tr_indicator_find("ema"), TR_INDICATOR_TALIB, &options.config,
                                  NULL) == TR_OK,
         "is refused");
    options.lane_count = 0;
    ck_assert_int_eq(tr_panel_memory_size(&options, &size, &err), TR_E_RANGE);
    options.lane_count = TR_PANEL_LANES_MAX + 1;
    ck_assert_int_eq(tr_panel_memory_size(&options, &size, &err), TR_E_RANGE);
    options.lane_count = 3;
    must(tr_panel_memory_size(&options, &size, &err) == TR_OK, "is refused");
    ck_assert_uint_le(size, sizeof memory);
    ck_assert_int_eq(tr_panel_init(&options, NULL, size, &panel, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_panel_init(&options, memory + 8, size, &panel, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_panel_init(&options, memory, size, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_panel_init(&options, memory, size - 1, &panel, &err), TR_E_FULL);
    options.simd = (tr_panel_simd)7;
    ck_assert_int_eq(tr_panel_init(&options, memory, size, &panel, &err), TR_E_INVALID);
    options.simd = TR_PANEL_SIMD_BEST;
    ck_assert_ptr_null(panel);
    must(tr_panel_init(&options, memory, size, &panel, &err) == TR_OK, "is refused");
    ck_assert_uint_eq(tr_panel_lane_count(panel), 3);
    ck_assert_uint_eq(tr_panel_lane_count(NULL), 0);
    ck_assert_ptr_null(tr_panel_lane(panel, 3));
    ck_assert_ptr_null(tr_panel_lane(NULL, 0));
    double x = 1, y[3];
    const double *in[3] = { &x, NULL, &x };
    double *out[3] = { &y[0], &y[1], &y[2] };
    ck_assert_int_eq(tr_panel_run(NULL, in, 1, out, NULL, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_panel_run(panel, in, 1, out, NULL, &err), TR_E_INVALID);
    ck_assert_str_eq(err.message, "input 0 of lane 1 is missing");
    ck_assert_uint_eq(tr_indicator_bars(tr_panel_lane(panel, 0)), 0);
    in[1] = &x;
    out[2] = NULL;
    ck_assert_int_eq(tr_panel_run(panel, in, 1, out, NULL, &err), TR_E_INVALID);
    must(tr_panel_run(panel, in, 0, out, NULL, &err) == TR_OK, "is refused");
    tr_indicator_config other = options.config;
    must(tr_indicator_config_set(&other, "period", 7, NULL) == TR_OK, "is refused");
    tr_indicator *indicator = indicator_begin(&other);
    ck_assert_int_eq(tr_panel_put(panel, 0, indicator, &err), TR_E_INVALID);
    ck_assert_int_eq(tr_panel_put(panel, 3, tr_panel_lane(panel, 0), &err), TR_E_RANGE);
    ck_assert_int_eq(tr_panel_put(panel, 0, NULL, &err), TR_E_INVALID);
    must(tr_panel_put(panel, 0, tr_panel_lane(panel, 0), &err) == TR_OK, "is refused");
    free(indicator);
}
END_TEST

START_TEST(a_level_is_asked_for_forced_and_named)
{
    tr_panel_simd best = tr_panel_level_best();
    ck_assert_int_ge(best, TR_PANEL_SIMD_BASELINE);
    tr_panel_options options = TR_PANEL_OPTIONS_INIT;
    must(tr_indicator_config_init(tr_indicator_find("ema"), TR_INDICATOR_TALIB, &options.config,
                                  NULL) == TR_OK,
         "is refused");
    options.lane_count = 8;
    size_t size = 0;
    must(tr_panel_memory_size(&options, &size, NULL) == TR_OK, "is refused");
    void *memory = malloc(size);
    tr_panel *panel = NULL;
    tr_error err;
    for (int level = TR_PANEL_SIMD_BEST; level <= (int)LEVEL_LAST; level++) {
        options.simd = (tr_panel_simd)level;
        if (level > (int)best) {
            ck_assert_int_eq(tr_panel_init(&options, memory, size, &panel, &err), TR_E_UNSUPPORTED);
            continue;
        }
        must(tr_panel_init(&options, memory, size, &panel, &err) == TR_OK, "is refused");
        ck_assert_int_eq((int)tr_panel_level(panel),
                         level == TR_PANEL_SIMD_BEST ? (int)best : level);
    }
    free(memory);
    ck_assert_str_eq(tr_panel_level_name(TR_PANEL_SIMD_AVX2), "avx2");
    ck_assert_str_eq(tr_panel_level_name((tr_panel_simd)9), "");
    ck_assert_int_eq(tr_panel_level(NULL), TR_PANEL_SIMD_NONE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("panel");
    TCase *cases = tcase_create("panel");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, every_indicator_has_the_same_bits_at_every_level_and_in_every_cut);
    tcase_add_test(cases, panels_of_1_to_17_lanes_have_the_same_bits);
    tcase_add_test(cases, bad_bars_of_a_lane_stay_in_it_and_follow_the_policy);
    tcase_add_test(cases, a_refused_lane_stops_alone_and_is_named);
    tcase_add_test(cases, lanes_are_peeked_corrected_saved_and_put_back_between_runs);
    tcase_add_test(cases, lanes_join_live_run_together_and_leave_live);
    tcase_add_test(cases, wrong_arguments_are_refused);
    tcase_add_test(cases, a_level_is_asked_for_forced_and_named);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
