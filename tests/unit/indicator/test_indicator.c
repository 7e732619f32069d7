/* test_indicator.c: what must hold for every indicator of the table, whatever it computes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <trade/indicator.h>
#include <trade/indicator_calls.h>
#include <trade/rng.h>

#include "support/check_tap.h"

#define BARS 900

static double columns[7]
                     [BARS]; /* open, high, low, close, volume, a series within (0, 1), and times */
static double out_a[TR_INDICATOR_OUTPUTS_MAX][BARS];
static double out_b[TR_INDICATOR_OUTPUTS_MAX][BARS];
static double wrong[TR_INDICATOR_OUTPUTS_MAX][BARS];

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

/* A random walk with equal prices and flat bars now and then. */
static void bars_make(uint64_t seed)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    double price = 100;
    for (size_t i = 0; i < BARS; i++) {
        double open = price, close = price * (1 + 0.02 * (uniform(&rng) - 0.5));
        if (tr_rng_below(&rng, 10) == 0)
            close = open;
        bool is_flat = tr_rng_below(&rng, 20) == 0;
        columns[0][i] = open;
        columns[1][i] = is_flat ? open : fmax(open, close) + uniform(&rng);
        columns[2][i] = is_flat ? open : fmin(open, close) - uniform(&rng);
        columns[3][i] = is_flat ? open : close;
        columns[4][i] = (double)tr_rng_below(&rng, 100000);
        columns[5][i] = uniform(&rng);
        columns[6][i] = 1700000000 + 3600 * (double)i;
        price = columns[3][i];
    }
}

static void inputs_of(const tr_indicator_info *info, size_t at, const double **in)
{
    for (size_t k = 0; k < tr_indicator_input_count(info); k++) {
        int kind = (int)info->inputs[k];
        bool is_unit = kind == TR_INPUT_REAL && strcmp(info->group, "math") == 0;
        in[k] = (is_unit                 ? columns[5]
                 : kind == TR_INPUT_REAL ? columns[k == 0 ? 3 : 0]
                                         : columns[kind - 1]) +
                at;
    }
}

static void outputs_of(double (*rows)[BARS], size_t at, double **out)
{
    for (size_t k = 0; k < TR_INDICATOR_OUTPUTS_MAX; k++)
        out[k] = rows[k] + at;
}

static tr_indicator *begin(const tr_indicator_config *config, void **memory)
{
    size_t size = 0;
    tr_indicator *indicator = NULL;
    must(tr_indicator_memory_size(config, &size, NULL) == TR_OK, "is refused");
    *memory = malloc(size);
    must(tr_indicator_init(config, *memory, size, &indicator, NULL) == TR_OK, "is refused");
    return indicator;
}

static tr_status feed(tr_indicator *indicator, const tr_indicator_info *info, double (*rows)[BARS],
                      size_t at, size_t count)
{
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    inputs_of(info, at, in);
    outputs_of(rows, at, out);
    return tr_indicator_run(indicator, in, count, out, NULL, NULL);
}

static void bar_of(const tr_indicator_info *info, size_t at, double *bar)
{
    const double *in[TR_INDICATOR_INPUTS_MAX];
    inputs_of(info, at, in);
    for (size_t k = 0; k < tr_indicator_input_count(info); k++)
        bar[k] = *in[k];
}

/* NaN are equal here: their sign carries nothing. */
static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static void expect_same(const tr_indicator_info *info, size_t from, size_t to, const char *what)
{
    for (size_t k = 0; k < tr_indicator_output_count(info); k++)
        for (size_t i = from; i < to; i++)
            if (!same(out_a[k][i], out_b[k][i]))
                ck_abort_msg("%s: %s: output %zu of bar %zu is %.17g, was %.17g", info->name, what,
                             k, i, out_b[k][i], out_a[k][i]);
}

static void batch(const tr_indicator_config *config)
{
    void *memory = NULL;
    tr_indicator *indicator = begin(config, &memory);
    must(feed(indicator, config->info, out_a, 0, BARS) == TR_OK, "is refused");
    free(memory);
}

/* Parameters as they come: mostly short periods, as the table allows. */
static void params_draw(tr_indicator_config *config, tr_rng *rng)
{
    for (size_t i = 0; i < tr_indicator_param_count(config->info); i++) {
        const tr_indicator_param *param = &config->info->params[i];
        double value = param->min + (double)tr_rng_below(rng, 40);
        if (param->kind == TR_PARAM_MOVING_AVERAGE)
            value = (double)tr_rng_below(rng, 9);
        else if (param->kind == TR_PARAM_REAL)
            value = fmax(param->min, -10) +
                    uniform(rng) * (fmin(param->max, 10) - fmax(param->min, -10));
        if (value <= param->max)
            must(tr_indicator_config_set(config, param->name, value, NULL) == TR_OK, "is refused");
    }
}

/* Every indicator with every preset, then with drawn parameters. */
static void each_config(void (*check)(const tr_indicator_config *config), uint64_t seed,
                        unsigned int draws)
{
    tr_rng rng;
    tr_rng_init(&rng, seed);
    bars_make(seed);
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        for (unsigned int preset = 0; preset < 4 + draws; preset++) {
            tr_indicator_config config;
            must(tr_indicator_config_init(info, (tr_indicator_preset)(preset % 4), &config, NULL) ==
                     TR_OK,
                 "is refused");
            if (preset >= 4)
                params_draw(&config, &rng);
            check(&config);
        }
    }
}

static void check_cuts(const tr_indicator_config *config)
{
    batch(config);
    size_t lookback = 0;
    must(tr_indicator_lookback(config, &lookback, NULL) == TR_OK, "is refused");
    for (size_t i = 0; i < lookback && i < BARS; i++)
        if (!isnan(out_a[0][i]))
            ck_abort_msg("%s has an output at bar %zu of lookback %zu", config->info->name, i,
                         lookback);
    static const size_t cuts[] = { 1, 7, 255, 256, 300 };
    for (size_t c = 0; c < sizeof cuts / sizeof *cuts; c++) {
        void *memory = NULL;
        tr_indicator *indicator = begin(config, &memory);
        for (size_t at = 0; at < BARS; at += cuts[c])
            must(feed(indicator, config->info, out_b, at,
                      at + cuts[c] < BARS ? cuts[c] : BARS - at) == TR_OK,
                 "is refused");
        free(memory);
        expect_same(config->info, 0, BARS, "cuts");
    }
}

START_TEST(every_cut_gives_the_same_bits)
{
    each_config(check_cuts, 11, 4);
}
END_TEST

/* Before each bar another one is shown, and a wrong one is taken and corrected. */
static void check_taking_back(const tr_indicator_config *config)
{
    batch(config);
    void *memory = NULL;
    tr_indicator *indicator = begin(config, &memory);
    const tr_indicator_info *info = config->info;
    double *unused[TR_INDICATOR_OUTPUTS_MAX], row[TR_INDICATOR_OUTPUTS_MAX],
        bar[TR_INDICATOR_INPUTS_MAX];
    outputs_of(wrong, 0, unused);
    for (size_t i = 0; i < BARS; i++) {
        bar_of(info, (i * 7 + 3) % BARS, bar);
        must(tr_indicator_peek(indicator, bar, row, NULL) == TR_OK, "is refused");
        if (i % 3 == 0) {
            const double *in[TR_INDICATOR_INPUTS_MAX];
            for (size_t k = 0; k < tr_indicator_input_count(info); k++)
                in[k] = &bar[k];
            must(tr_indicator_run(indicator, in, 1, unused, NULL, NULL) == TR_OK, "is refused");
            bar_of(info, (i * 5 + 1) % BARS, bar);
            must(tr_indicator_peek(indicator, bar, row, NULL) == TR_OK, "is refused");
            must(tr_indicator_correct(indicator, bar, row, NULL) == TR_OK, "is refused");
            bar_of(info, i, bar);
            must(tr_indicator_correct(indicator, bar, row, NULL) == TR_OK, "is refused");
        } else if (i % 3 == 1) {
            bar_of(info, i, bar);
            must(tr_indicator_peek(indicator, bar, row, NULL) == TR_OK, "is refused");
            must(feed(indicator, info, out_b, i, 1) == TR_OK, "is refused");
            for (size_t k = 0; k < tr_indicator_output_count(info); k++)
                if (!same(row[k], out_b[k][i]))
                    ck_abort_msg("%s: peek differs at bar %zu", info->name, i);
        } else {
            must(feed(indicator, info, out_b, i, 1) == TR_OK, "is refused");
            for (size_t k = 0; k < tr_indicator_output_count(info); k++)
                row[k] = out_b[k][i];
        }
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            out_b[k][i] = row[k];
    }
    ck_assert_uint_eq(tr_indicator_bars(indicator), BARS);
    free(memory);
    expect_same(info, 0, BARS, "peek and correct");
}

START_TEST(peeked_and_corrected_bars_leave_no_trace)
{
    each_config(check_taking_back, 12, 3);
}
END_TEST

static void check_restart(const tr_indicator_config *config)
{
    batch(config);
    static const size_t stops[] = { 0, 1, 13, 257, 611 };
    for (size_t s = 0; s < sizeof stops / sizeof *stops; s++) {
        void *memory = NULL, *again = NULL, *copy = NULL;
        tr_indicator *indicator = begin(config, &memory), *restored = NULL, *clone = NULL;
        size_t size = 0, saved_size = tr_indicator_saved_size(indicator);
        must(feed(indicator, config->info, out_b, 0, stops[s]) == TR_OK, "is refused");
        unsigned char *saved = malloc(saved_size);
        must(tr_indicator_save(indicator, saved, saved_size, NULL) == TR_OK, "is refused");
        tr_indicator_config found;
        must(tr_indicator_saved_config(saved, saved_size, &found, NULL) == TR_OK, "is refused");
        must(tr_indicator_memory_size(&found, &size, NULL) == TR_OK, "is refused");
        again = malloc(size);
        copy = malloc(size);
        must(tr_indicator_clone(indicator, copy, size, &clone, NULL) == TR_OK, "is refused");
        free(memory);
        must(tr_indicator_restore(saved, saved_size, again, size, &restored, NULL) == TR_OK,
             "is refused");
        must(feed(restored, config->info, out_b, stops[s], BARS - stops[s]) == TR_OK, "is refused");
        expect_same(config->info, stops[s], BARS, "restored");
        must(feed(clone, config->info, out_b, stops[s], BARS - stops[s]) == TR_OK, "is refused");
        expect_same(config->info, stops[s], BARS, "cloned");
        saved[saved_size / 2] ^= 1;
        ck_assert_int_eq(tr_indicator_restore(saved, saved_size, again, size, &restored, NULL),
                         TR_E_CORRUPT);
        free(saved);
        free(again);
        free(copy);
    }
}

START_TEST(saved_and_cloned_indicators_continue_with_the_same_bits)
{
    each_config(check_restart, 13, 2);
}
END_TEST

static void check_compact(const tr_indicator_config *config)
{
    batch(config);
    void *memory = NULL;
    tr_indicator *indicator = begin(config, &memory);
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    inputs_of(config->info, 0, in);
    outputs_of(out_b, 0, out);
    tr_indicator_result result;
    must(tr_indicator_run_compact(indicator, in, BARS, out, &result, NULL) == TR_OK, "is refused");
    free(memory);
    size_t lookback = 0;
    must(tr_indicator_lookback(config, &lookback, NULL) == TR_OK, "is refused");
    ck_assert_uint_eq(result.taken, BARS);
    ck_assert_uint_eq(result.begin, lookback < BARS ? lookback : BARS);
    for (size_t k = 0; k < tr_indicator_output_count(config->info); k++)
        for (size_t i = result.begin; i < BARS; i++)
            must(same(out_a[k][i], out_b[k][i - result.begin]), "the bits differ");
}

START_TEST(compact_outputs_are_the_aligned_ones_from_the_first_bar_with_one)
{
    each_config(check_compact, 14, 1);
}
END_TEST

/* One indicator that moves between two places of memory, and the bars it is at. */
typedef struct stream {
    tr_indicator *indicator;
    void *memory[2];
    size_t size;
    size_t place;
    size_t at;
} stream;

/* To the other place, as bytes or as a clone. */
static void stream_move(stream *s, bool is_saved)
{
    void *to = s->memory[1 - s->place];
    tr_indicator *moved = NULL;
    if (is_saved) {
        size_t saved_size = tr_indicator_saved_size(s->indicator);
        unsigned char *saved = malloc(saved_size);
        must(tr_indicator_save(s->indicator, saved, saved_size, NULL) == TR_OK, "is refused");
        must(tr_indicator_restore(saved, saved_size, to, s->size, &moved, NULL) == TR_OK,
             "is refused");
        free(saved);
    } else {
        must(tr_indicator_clone(s->indicator, to, s->size, &moved, NULL) == TR_OK, "is refused");
    }
    memset(s->memory[s->place], 0xA5, s->size);
    s->indicator = moved;
    s->place = 1 - s->place;
}

static void stream_step(stream *s, const tr_indicator_info *info, tr_rng *rng)
{
    double bar[TR_INDICATOR_INPUTS_MAX], other[TR_INDICATOR_INPUTS_MAX];
    double row[TR_INDICATOR_OUTPUTS_MAX], seen[TR_INDICATOR_OUTPUTS_MAX];
    size_t what = (size_t)tr_rng_below(rng, 16), count = 1;
    bar_of(info, s->at, bar);
    bar_of(info, (size_t)tr_rng_below(rng, BARS), other);
    if (what == 0)
        stream_move(s, true);
    else if (what == 1)
        stream_move(s, false);
    if (what == 2) {
        count = 1 + (size_t)tr_rng_below(rng, BARS - s->at < 5 ? BARS - s->at : 5);
        must(feed(s->indicator, info, out_b, s->at, count) == TR_OK, "is refused");
    } else {
        must(what != 3 || tr_indicator_peek(s->indicator, other, seen, NULL) == TR_OK,
             "is refused");
        bool is_late = what == 4 || what == 5;
        must(tr_indicator_update(s->indicator, is_late ? other : bar, row, NULL) == TR_OK,
             "is refused");
        must(what != 5 || tr_indicator_correct(s->indicator, bar, row, NULL) == TR_OK,
             "is refused");
        must(!is_late || tr_indicator_correct(s->indicator, bar, row, NULL) == TR_OK, "is refused");
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            out_b[k][s->at] = row[k];
    }
    s->at += count;
    must(tr_indicator_bars(s->indicator) == s->at, "counts wrongly");
}

static void check_updates(const tr_indicator_config *config)
{
    static const size_t bad[] = { 60, 61, 300, 520 };
    double keep[4][7];
    for (size_t b = 0; b < 4; b++)
        for (size_t k = 0; k < 7; k++) {
            keep[b][k] = columns[k][bad[b]];
            columns[k][bad[b]] = (double)NAN;
        }
    for (unsigned int p = 0; p < 2; p++) {
        tr_indicator_config policy = *config;
        policy.bad_bar = (tr_indicator_bad_bar)p;
        batch(&policy);
        stream s = { .at = 0 };
        tr_rng rng;
        tr_rng_init(&rng, 21 + p);
        must(tr_indicator_memory_size(&policy, &s.size, NULL) == TR_OK, "is refused");
        s.memory[0] = malloc(s.size);
        s.memory[1] = malloc(s.size);
        must(tr_indicator_init(&policy, s.memory[0], s.size, &s.indicator, NULL) == TR_OK,
             "is refused");
        while (s.at < BARS)
            stream_step(&s, policy.info, &rng);
        free(s.memory[0]);
        free(s.memory[1]);
        expect_same(policy.info, 0, BARS, "updates");
    }
    for (size_t b = 0; b < 4; b++)
        for (size_t k = 0; k < 7; k++)
            columns[k][bad[b]] = keep[b][k];
}

START_TEST(updates_give_the_bits_of_a_batch_whatever_is_done_between_them)
{
    each_config(check_updates, 16, 2);
}
END_TEST

START_TEST(an_update_refuses_what_a_run_of_one_bar_refuses)
{
    tr_indicator_config config;
    void *memory = NULL;
    double bar[3] = { 2, 1, 1.5 }, row[1] = { 7 };
    must(tr_indicator_config_init(tr_indicator_find("atr"), TR_INDICATOR_TALIB, &config, NULL) ==
             TR_OK,
         "is refused");
    config.bad_bar = TR_INDICATOR_BAD_BAR_REFUSE;
    tr_indicator *atr = begin(&config, &memory);
    ck_assert_int_eq(tr_indicator_update(NULL, bar, row, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_indicator_update(atr, NULL, row, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_indicator_update(atr, bar, NULL, NULL), TR_E_INVALID);
    for (size_t i = 0; i < 40; i++) {
        ck_assert_int_eq(tr_indicator_update(atr, bar, row, NULL), TR_OK);
        tr_error err;
        static const double worst[] = { (double)NAN, (double)INFINITY, -1.1e150 };
        const double refused[3] = { 2, worst[i % 3], 1.5 };
        double before = row[0];
        ck_assert_int_eq(tr_indicator_update(atr, refused, row, &err), TR_E_RANGE);
        ck_assert_int_eq(err.status, TR_E_RANGE);
        must(same(before, row[0]), "wrote where it refused");
        ck_assert_int_eq(tr_indicator_correct(atr, refused, row, NULL), TR_E_RANGE);
        ck_assert_uint_eq(tr_indicator_bars(atr), i + 1);
    }
    ck_assert_double_eq(row[0], 1);
    free(memory);
}
END_TEST

/* Bars with a NaN at 100, 101 and 400: never more than the window is lost, and cuts do not matter. */
static void check_bad_bars(const tr_indicator_config *config)
{
    tr_indicator_config policy = *config;
    const tr_indicator_info *info = config->info;
    static const size_t bad[] = { 0, 100, 101, 400 };
    size_t lookback = 0;
    batch(config);
    bool is_finite[TR_INDICATOR_OUTPUTS_MAX];
    must(tr_indicator_lookback(config, &lookback, NULL) == TR_OK, "is refused");
    for (size_t k = 0; k < tr_indicator_output_count(info); k++)
        is_finite[k] = lookback + 450 < BARS && !isnan(out_a[k][BARS - 1]);
    double keep[4][7];
    for (size_t b = 0; b < 4; b++)
        for (size_t k = 0; k < 7; k++) {
            keep[b][k] = columns[k][bad[b]];
            columns[k][bad[b]] = b % 2 == 0 || k > 2 ? (double)NAN : keep[b][k];
        }
    for (unsigned int p = 0; p < 2; p++) {
        policy.bad_bar = (tr_indicator_bad_bar)p;
        batch(&policy);
        bool has_nan_input = info->inputs[0] == TR_INPUT_REAL || tr_indicator_input_count(info) > 3;
        for (size_t k = 0; has_nan_input && k < tr_indicator_output_count(info); k++)
            ck_assert_msg(isnan(out_a[k][100]) && isnan(out_a[k][400]),
                          "%s: a bad bar is not marked", info->name);
        for (size_t k = 0; k < tr_indicator_output_count(info); k++)
            ck_assert_msg(!is_finite[k] || !isnan(out_a[k][BARS - 1]),
                          "%s: a bad bar poisons output %zu", info->name, k);
        void *memory = NULL;
        tr_indicator *indicator = begin(&policy, &memory);
        for (size_t at = 0; at < BARS; at += 50)
            must(feed(indicator, info, out_b, at, 50) == TR_OK, "is refused");
        free(memory);
        expect_same(info, 0, BARS, "cuts with bad bars");
    }
    policy.bad_bar = TR_INDICATOR_BAD_BAR_REFUSE;
    void *memory = NULL;
    tr_indicator *indicator = begin(&policy, &memory);
    ck_assert_int_eq(feed(indicator, info, out_b, 0, BARS), TR_E_RANGE);
    ck_assert_uint_eq(tr_indicator_bars(indicator), 0);
    free(memory);
    for (size_t b = 0; b < 4; b++)
        for (size_t k = 0; k < 7; k++)
            columns[k][bad[b]] = keep[b][k];
}

START_TEST(bad_bars_never_poison_the_rest)
{
    each_config(check_bad_bars, 15, 2);
}
END_TEST

/* A bar after `good` ones is refused; the one before it is then replaced, and the series goes on as if by a feed of its own. */
static void check_refused_at(const tr_indicator_config *config, size_t good)
{
    tr_indicator_config policy = *config;
    const tr_indicator_info *info = config->info;
    double keep[7], bar[TR_INDICATOR_INPUTS_MAX], row[TR_INDICATOR_OUTPUTS_MAX];
    void *memory[2] = { NULL, NULL };
    tr_indicator *fed = begin(&policy, &memory[0]);
    policy.bad_bar = TR_INDICATOR_BAD_BAR_REFUSE;
    tr_indicator *refusing = begin(&policy, &memory[1]);
    for (size_t k = 0; k < 7; k++) {
        keep[k] = columns[k][good];
        columns[k][good] = (double)NAN;
    }
    ck_assert_int_eq(feed(refusing, info, out_b, 0, BARS), TR_E_RANGE);
    ck_assert_uint_eq(tr_indicator_bars(refusing), good);
    bar_of(info, (good + 200) % BARS, bar);
    must(tr_indicator_correct(refusing, bar, row, NULL) == TR_OK, "is refused");
    for (size_t k = 0; k < 7; k++)
        columns[k][good] = keep[k];
    must(feed(refusing, info, out_b, good, BARS - good) == TR_OK, "is refused");

    const double *in[TR_INDICATOR_INPUTS_MAX];
    double *out[TR_INDICATOR_OUTPUTS_MAX];
    must(good == 1 || feed(fed, info, out_a, 0, good - 1) == TR_OK, "is refused");
    for (size_t k = 0; k < TR_INDICATOR_INPUTS_MAX; k++)
        in[k] = &bar[k];
    outputs_of(out_a, good - 1, out);
    must(tr_indicator_run(fed, in, 1, out, NULL, NULL) == TR_OK, "is refused");
    must(feed(fed, info, out_a, good, BARS - good) == TR_OK, "is refused");
    for (size_t k = 0; k < tr_indicator_output_count(info); k++)
        must(same(out_a[k][good - 1], row[k]), "the corrected bar differs");
    expect_same(info, good, BARS, "behind a refused bar");
    free(memory[0]);
    free(memory[1]);
}

static void check_refused(const tr_indicator_config *config)
{
    static const size_t counts[] = { 1, 17, 255, 256, 257, 512, 600, 768 };
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        check_refused_at(config, counts[c]);
}

START_TEST(the_bar_before_a_refused_one_can_be_corrected_wherever_that_is)
{
    each_config(check_refused, 18, 2);
}
END_TEST

START_TEST(infinite_and_absurd_values_are_refused_with_their_index)
{
    bars_make(16);
    tr_indicator_config config;
    tr_error err;
    must(tr_indicator_config_init(tr_indicator_find("sma"), TR_INDICATOR_TALIB, &config, NULL) ==
             TR_OK,
         "is refused");
    for (unsigned int i = 0; i < 2; i++) {
        void *memory = NULL;
        tr_indicator *indicator = begin(&config, &memory);
        columns[3][300] = i == 0 ? (double)INFINITY : -1e200;
        tr_indicator_result result;
        ck_assert_int_eq(tr_indicator_run(indicator, (const double *const[]){ columns[3] }, BARS,
                                          (double *const[]){ out_a[0] }, &result, &err),
                         TR_E_RANGE);
        ck_assert_uint_eq(result.taken, 300);
        ck_assert_ptr_nonnull(strstr(err.message, "bar 300"));
        /* The bar before the refused one can still be corrected, and the series goes on. */
        ck_assert_int_eq(tr_indicator_correct(indicator, &(double){ INFINITY }, out_b[0], &err),
                         TR_E_RANGE);
        must(tr_indicator_correct(indicator, &columns[3][299], out_b[0], &err) == TR_OK,
             "is refused");
        must(same(out_b[0][0], out_a[0][299]), "the bits differ");
        free(memory);
    }
}
END_TEST

START_TEST(parameters_outside_of_their_range_are_refused_with_name_and_range)
{
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        for (size_t k = 0; k < tr_indicator_param_count(info); k++) {
            const tr_indicator_param *param = &info->params[k];
            const double refused[] = { NAN,
                                       INFINITY,
                                       -INFINITY,
                                       param->min - 1e38,
                                       param->max + 1e38,
                                       param->kind == TR_PARAM_REAL ? (double)NAN
                                                                    : param->min + 0.5 };
            for (size_t w = 0; w < sizeof refused / sizeof *refused; w++) {
                tr_indicator_config config;
                tr_error err;
                size_t size = 0;
                must(tr_indicator_config_init(info, TR_INDICATOR_TALIB, &config, NULL) == TR_OK,
                     "is refused");
                ck_assert_int_eq(tr_indicator_config_set(&config, param->name, refused[w], &err),
                                 TR_E_RANGE);
                ck_assert_ptr_nonnull(strstr(err.message, param->name));
                config.params[k] = refused[w];
                ck_assert_int_eq(tr_indicator_memory_size(&config, &size, &err), TR_E_RANGE);
            }
        }
    }
}
END_TEST

START_TEST(the_table_is_sorted_and_its_entries_are_whole)
{
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const tr_indicator_info *info = tr_indicator_at(i);
        ck_assert(i == 0 || strcmp(tr_indicator_at(i - 1)->name, info->name) < 0);
        ck_assert_ptr_eq(tr_indicator_find(info->name), info);
        ck_assert(info->title[0] != '\0' && info->formula[0] != '\0' && info->source[0] != '\0');
        ck_assert(info->notes != NULL && info->aliases != NULL && info->group[0] != '\0');
        ck_assert_uint_gt(tr_indicator_input_count(info), 0);
        ck_assert_uint_gt(tr_indicator_output_count(info), 0);
        ck_assert_uint_lt(strlen(info->name), 32);
        for (const char *alias = info->aliases; *alias != '\0';) {
            char name[64] = { 0 };
            size_t length = strcspn(alias, " ");
            memcpy(name, alias, length);
            ck_assert_msg(tr_indicator_find(name) == info, "alias %s of %s leads elsewhere", name,
                          info->name);
            alias += length + (alias[length] == ' ');
        }
        for (unsigned int preset = 0; preset < 4; preset++) {
            tr_indicator_config config;
            size_t size = 0;
            must(tr_indicator_config_init(info, (tr_indicator_preset)preset, &config, NULL) ==
                     TR_OK,
                 "is refused");
            must(tr_indicator_memory_size(&config, &size, NULL) == TR_OK, "is refused");
        }
    }
    ck_assert_ptr_null(tr_indicator_find("no such indicator"));
    ck_assert_ptr_null(tr_indicator_find(""));
    ck_assert_ptr_null(tr_indicator_find(NULL));
    ck_assert_ptr_eq(tr_indicator_find("RSI"), tr_indicator_find("rsi"));
    ck_assert_int_eq(tr_indicator_average_code("ema"), 1);
    ck_assert_int_eq(tr_indicator_average_code("t3"), 8);
    ck_assert_int_eq(tr_indicator_average_code("rsi"), -1);
    bool is_taken[1001] = { false };
    for (size_t i = 0; i < tr_indicator_count(); i++) {
        const char *name = tr_indicator_at(i)->name;
        int code = tr_indicator_average_code(name);
        ck_assert_msg(code < 0 || !is_taken[code], "%s has the number of another average", name);
        if (code >= 0)
            is_taken[code] = true;
    }
}
END_TEST

START_TEST(typed_call_is_the_generic_call)
{
    bars_make(17);
    tr_indicator_config config;
    size_t size = 0;
    must(tr_indicator_config_init(tr_indicator_find("macd"), TR_INDICATOR_TALIB, &config, NULL) ==
             TR_OK,
         "is refused");
    must(tr_indicator_config_set(&config, "signal_period", 5, NULL) == TR_OK, "is refused");
    batch(&config);
    must(tr_indicator_memory_size(&config, &size, NULL) == TR_OK, "is refused");
    void *memory = malloc(size);
    must(tr_indicator_macd(columns[3], BARS, 12, 26, 5, out_b[0], out_b[1], out_b[2], memory, size,
                           NULL) == TR_OK,
         "is refused");
    expect_same(config.info, 0, BARS, "typed call");
    ck_assert_int_eq(tr_indicator_macd(columns[3], BARS, 12, 26, 5, out_b[0], out_b[1], out_b[2],
                                       memory, size - 1, NULL),
                     TR_E_FULL);
    free(memory);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("indicator");
    TCase *cases = tcase_create("indicator");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, every_cut_gives_the_same_bits);
    tcase_add_test(cases, peeked_and_corrected_bars_leave_no_trace);
    tcase_add_test(cases, saved_and_cloned_indicators_continue_with_the_same_bits);
    tcase_add_test(cases, compact_outputs_are_the_aligned_ones_from_the_first_bar_with_one);
    tcase_add_test(cases, updates_give_the_bits_of_a_batch_whatever_is_done_between_them);
    tcase_add_test(cases, an_update_refuses_what_a_run_of_one_bar_refuses);
    tcase_add_test(cases, bad_bars_never_poison_the_rest);
    tcase_add_test(cases, the_bar_before_a_refused_one_can_be_corrected_wherever_that_is);
    tcase_add_test(cases, infinite_and_absurd_values_are_refused_with_their_index);
    tcase_add_test(cases, parameters_outside_of_their_range_are_refused_with_name_and_range);
    tcase_add_test(cases, the_table_is_sorted_and_its_entries_are_whole);
    tcase_add_test(cases, typed_call_is_the_generic_call);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
