/*
 * fuzz_candles.c: any bytes as settings and bars of the candlestick pass: a batch, cuts, hits and reasons agree.
 *
 * First the settings: preset, policy, a measure in three bytes each, a selection; then bars of four bytes, as prices in
 * quarters, where 255 is no number.
 */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <trade/candles.h>

#define BARS_MAX 600

/* Bytes of the input, then zeros. */
typedef struct source {
    const uint8_t *data;
    size_t size;
} source;

static uint8_t take(source *from)
{
    if (from->size == 0)
        return 0;
    from->size--;
    return *from->data++;
}

static tr_candles_config settings_take(source *from)
{
    static const double factors[] = { 1, 0, 0.05, 0.5, 3, -1, 3e37, NAN };
    tr_candles_config config;
    assert(tr_candles_config_init((tr_indicator_preset)(take(from) % 4), &config, NULL) == TR_OK);
    config.bad_bar = (tr_indicator_bad_bar)(take(from) % 3);
    config.unknown = TR_CANDLE_UNKNOWN;
    for (size_t i = 0; i < TR_CANDLE_MEASURES; i++) {
        uint8_t what = take(from);
        if (what == 0) /* as the preset has it */
            continue;
        config.measures[i].range = (tr_candle_range)(what % 4);
        config.measures[i].period = take(from);
        config.measures[i].factor = factors[take(from) % 8];
    }
    uint8_t step = take(from);
    for (size_t i = 0; i < TR_CANDLES_MAX; i++)
        config.is_selected[i] = config.is_selected[i] && (step == 0 || i % step == 0);
    return config;
}

static size_t bars_take(source *from, double (*bars)[BARS_MAX])
{
    size_t count = 0;
    for (; count < BARS_MAX && from->size >= 4; count++)
        for (size_t k = 0; k < 4; k++) {
            uint8_t byte = take(from);
            bars[k][count] = byte == 255 ? NAN : 100 + 0.25 * byte;
        }
    return count;
}

static tr_status feed(tr_candles *candles, double (*bars)[BARS_MAX], size_t at, size_t count,
                      int8_t (*rows)[BARS_MAX], size_t *taken)
{
    const double *const in[4] = { bars[0] + at, bars[1] + at, bars[2] + at, bars[3] + at };
    int8_t *to[TR_CANDLES_MAX];
    tr_indicator_result result = { 0, 0 };
    for (size_t k = 0; k < TR_CANDLES_MAX; k++)
        to[k] = rows[k] + at;
    tr_status status = tr_candles_run(candles, in, count, to, &result, NULL);
    *taken = result.taken;
    return status;
}

/* Every bar by itself, asked why of a pattern that changes. */
static void check_live(const tr_candles_config *config, void *memory, size_t size,
                       double (*bars)[BARS_MAX], size_t count, int8_t (*whole)[BARS_MAX])
{
    static int8_t again[TR_CANDLES_MAX][BARS_MAX];
    tr_candles *candles = NULL;
    assert(tr_candles_init(config, memory, size, &candles, NULL) == TR_OK);
    for (size_t i = 0; i < count; i++) {
        size_t taken = 0, row = 0, asked = i % tr_candles_count();
        assert(feed(candles, bars, i, 1, again, &taken) == TR_OK && taken == 1);
        for (size_t p = 0; p < tr_candles_count(); p++) {
            if (!config->is_selected[p])
                continue;
            assert(again[row][i] == whole[row][i]);
            tr_candle_why why;
            if (p == asked && whole[row][i] != TR_CANDLE_UNKNOWN) {
                assert(tr_candles_why(candles, p, &why, NULL) == TR_OK);
                assert(why.answer == whole[row][i] && why.reason_count > 0);
            }
            row++;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static double bars[4][BARS_MAX];
    static int8_t whole[TR_CANDLES_MAX][BARS_MAX];
    source from = { data, size };
    tr_candles_config config = settings_take(&from);
    size_t memory_size = 0, taken = 0, count = bars_take(&from, bars);
    tr_status status = tr_candles_memory_size(&config, &memory_size, NULL);
    assert(status == TR_OK || status == TR_E_RANGE || status == TR_E_INVALID);
    if (status != TR_OK)
        return 0;
    void *memory = malloc(memory_size);
    tr_candles *candles = NULL;
    assert(memory != NULL &&
           tr_candles_init(&config, memory, memory_size, &candles, NULL) == TR_OK);
    status = feed(candles, bars, 0, count, whole, &taken);
    assert(status == TR_OK ? taken == count : status == TR_E_RANGE && taken < count);
    assert(tr_candles_bars(candles) == taken);
    /* A skipped bad bar is no bar to be asked about: its reasons are those of the bar before. */
    if (config.bad_bar != TR_INDICATOR_BAD_BAR_SKIP)
        check_live(&config, memory, memory_size, bars, taken, whole);
    free(memory);
    return 0;
}
