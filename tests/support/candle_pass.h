/* candle_pass.h: bars that show candlestick patterns often, and the shared pass run over them, whole or in pieces. */
#ifndef TESTS_SUPPORT_CANDLE_PASS_H
#define TESTS_SUPPORT_CANDLE_PASS_H

#include <math.h>
#include <stdlib.h>

#include <check.h>

#include <trade/candles.h>
#include <trade/rng.h>

#define BARS 3000

static double columns[4][BARS];
static int8_t whole[TR_CANDLES_MAX][BARS];
static int8_t again[TR_CANDLES_MAX][BARS];

/* Check writes a line for each of its assertions, and there are millions here: it hears of failures only. */
static inline void must(bool claim, const char *what)
{
    if (!claim)
        ck_abort_msg("%s", what);
}

static inline double uniform(tr_rng *rng)
{
    return (double)tr_rng_below(rng, 1000001) / 1000000;
}

/*
 * Bars that show patterns often: bodies, shadows and gaps on a coarse grid, so that prices are also equal, and spells of
 * one colour, of bars without shadows and of wide gaps, without which the rarest are never seen.
 */
static inline void bars_make(uint64_t seed)
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

static inline void batch(const tr_candles_config *config, int8_t (*rows)[BARS])
{
    void *memory = NULL;
    tr_candles *candles = begin(config, &memory);
    must(feed(candles, rows, 0, BARS, NULL, NULL) == TR_OK, "is refused");
    must(tr_candles_bars(candles) == BARS, "bars are not counted");
    free(memory);
}

/* Any settings: short periods and factors around the usual ones, penetrations, some patterns left out. */
static inline void settings_draw(tr_candles_config *config, tr_rng *rng)
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

static inline void bad_bars_put(tr_rng *rng)
{
    for (size_t i = 0; i < BARS; i++)
        if (tr_rng_below(rng, 60) == 0)
            columns[tr_rng_below(rng, 4)][i] = NAN;
}

static inline void expect_same(const tr_candles_config *config, const char *what)
{
    for (size_t p = 0; p < tr_candles_count(); p++)
        for (size_t i = 0; config->is_selected[p] && i < BARS; i++)
            if (whole[p][i] != again[p][i])
                ck_abort_msg("%s: %s: bar %zu is %d, was %d", tr_candles_at(p)->name, what, i,
                             again[p][i], whole[p][i]);
}

#endif
