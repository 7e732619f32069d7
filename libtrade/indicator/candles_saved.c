/*
 * candles_saved.c: a running pass as bytes.
 *
 * Words (words.h): magic, version, words in all; preset, policy and what unknown is; the measures; how many patterns are
 * selected, and of each its name and penetration; what is counted; the last bars, open to close, as many as
 * patterns look back and one more, which may be corrected; checksum.
 */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/fail.h"
#include "indicator/candles_inside.h"
#include "indicator/words.h"

/* The magic spells "trcdlsav". */
static const tr__words_format format = { .what = "pass of candles",
                                         .magic = 0x747263646c736176u,
                                         .version = 1 };

#define CONFIG_WORDS  (3 + 3 * TR_CANDLE_MEASURES + 1)
#define PATTERN_WORDS (TR__NAME_SIZE / 8 + 1)
#define STATE_WORDS   5

static size_t kept_count(const tr_candles *candles)
{
    return candles->fed == 0 ? 0 : tr__candles_program(candles)->depth + (size_t)1;
}

size_t tr_candles_saved_size(const tr_candles *candles)
{
    if (candles == NULL)
        return 0;
    return 8 * (TR__WORDS_FIRST + CONFIG_WORDS + candles->row_count * PATTERN_WORDS + STATE_WORDS +
                4 * kept_count(candles) + 1);
}

static unsigned char *config_put(unsigned char *at, const tr_candles_config *config,
                                 size_t row_count)
{
    at = tr__word_put(at, (uint64_t)config->preset);
    at = tr__word_put(at, (uint64_t)config->bad_bar);
    at = tr__word_put(at, (uint8_t)config->unknown);
    for (size_t i = 0; i < TR_CANDLE_MEASURES; i++) {
        at = tr__word_put(at, (uint64_t)config->measures[i].range);
        at = tr__word_put(at, config->measures[i].period);
        at = tr__words_put(at, &config->measures[i].factor, sizeof config->measures[i].factor);
    }
    at = tr__word_put(at, row_count);
    for (size_t i = 0; i < TR_CANDLES_MAX; i++) {
        if (!config->is_selected[i])
            continue;
        at = tr__name_put(at, tr_candles_at(i)->name);
        at = tr__words_put(at, &config->penetration[i], sizeof config->penetration[i]);
    }
    return at;
}

tr_status tr_candles_save(const tr_candles *candles, void *bytes, size_t size, tr_error *err)
{
    if (candles == NULL || bytes == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "candles or bytes are missing");
    size_t needed = tr_candles_saved_size(candles);
    if (size < needed)
        return tr__fail(err, TR_E_FULL, 0, "saving needs %zu bytes, there are %zu", needed, size);
    unsigned char *at = tr__words_begin(&format, bytes, needed);
    at = config_put(at, &candles->config, candles->row_count);
    at = tr__word_put(at, candles->taken);
    at = tr__word_put(at, candles->fed);
    at = tr__word_put(at, candles->bad_at);
    at = tr__word_put(at, candles->bad_before);
    at = tr__word_put(at, candles->is_last_fed);
    size_t kept = kept_count(candles);
    for (size_t k = 0; k < 4 && kept > 0; k++)
        at = tr__words_put(at, tr__candles_last(candles, k) + 1 - kept, kept * sizeof(double));
    tr__words_end(bytes, at, needed);
    return TR_OK;
}

/* The selected patterns; `*end` is the place behind them. */
static tr_status patterns_get(const unsigned char *at, const unsigned char *limit, uint64_t count,
                              tr_candles_config *config, const unsigned char **end, tr_error *err)
{
    if (count > TR_CANDLES_MAX || (size_t)(limit - at) < count * PATTERN_WORDS * 8)
        return tr__fail(err, TR_E_CORRUPT, 0,
                        "the saved pass of candles has no room for %llu patterns",
                        (unsigned long long)count);
    for (uint64_t i = 0; i < count; i++) {
        char name[TR__NAME_SIZE + 1];
        at = tr__name_get(at, name);
        size_t pattern = tr_candles_find(name);
        if (pattern == SIZE_MAX)
            return tr__fail(err, TR_E_NOT_FOUND, 0, "no candlestick pattern %s in this library",
                            name);
        if (config->is_selected[pattern])
            return tr__fail(err, TR_E_CORRUPT, 0, "the saved pass of candles has %s twice", name);
        config->is_selected[pattern] = true;
        at = tr__words_get(at, &config->penetration[pattern], sizeof *config->penetration);
    }
    *end = at;
    return TR_OK;
}

/* The configuration, checked; `*state` is the place behind it. */
static tr_status config_get(const void *bytes, size_t size, tr_candles_config *out,
                            const unsigned char **state, tr_error *err)
{
    const unsigned char *at = NULL, *limit = (const unsigned char *)bytes + size - 8;
    const size_t size_min = (size_t)8 * (TR__WORDS_FIRST + CONFIG_WORDS + STATE_WORDS + 1);
    uint64_t preset = 0, bad_bar = 0, unknown = 0, count = 0;
    tr_candles_config config;
    tr_status status = tr__words_open(&format, bytes, size, size_min, &at, err);
    if (status != TR_OK)
        return status;
    at = tr__word_get(at, &preset);
    at = tr__word_get(at, &bad_bar);
    at = tr__word_get(at, &unknown);
    if (preset > TR_INDICATOR_PANDAS || bad_bar > TR_INDICATOR_BAD_BAR_REFUSE || unknown > 255)
        return tr__fail(err, TR_E_CORRUPT, 0, "the saved pass of candles has no such settings");
    status = tr_candles_config_init((tr_indicator_preset)preset, &config, err);
    assert(status == TR_OK);
    config.bad_bar = (tr_indicator_bad_bar)bad_bar;
    config.unknown = (int8_t)(unknown < 128 ? (int)unknown : (int)unknown - 256);
    memset(config.is_selected, 0, sizeof config.is_selected);
    for (size_t i = 0; i < TR_CANDLE_MEASURES; i++) {
        uint64_t range = 0, period = 0;
        at = tr__word_get(at, &range);
        at = tr__word_get(at, &period);
        at = tr__words_get(at, &config.measures[i].factor, sizeof config.measures[i].factor);
        if (range > TR_CANDLE_RANGE_SHADOWS || period > TR_CANDLE_PERIOD_MAX)
            return tr__fail(err, TR_E_CORRUPT, 0, "the saved pass of candles has no such measures");
        config.measures[i].range = (tr_candle_range)range;
        config.measures[i].period = (size_t)period;
    }
    at = tr__word_get(at, &count);
    status = patterns_get(at, limit - (size_t)8 * STATE_WORDS, count, &config, state, err);
    if (status == TR_OK)
        status = tr__candles_config_check(&config, err);
    if (status == TR_OK)
        *out = config;
    return status;
}

tr_status tr_candles_saved_config(const void *bytes, size_t size, tr_candles_config *out,
                                  tr_error *err)
{
    const unsigned char *state = NULL;
    if (bytes == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes or configuration are missing");
    return config_get(bytes, size, out, &state, err);
}

/* Counts agree: nothing that a later bar or correction does with them leads out of the memory. */
static bool counts_agree(const tr_candles *candles)
{
    bool is_begun = candles->fed > 0;
    return candles->fed <= candles->taken && candles->taken <= INT64_MAX &&
           candles->bad_at <= candles->fed && candles->bad_before <= candles->bad_at &&
           candles->is_last_fed <= (is_begun ? 1 : 0) &&
           (candles->is_last_fed == 1 || candles->taken == 0 || candles->fed < candles->taken);
}

static bool are_ordinary(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(values[i]) <= TR_INDICATOR_VALUE_MAX))
            return false;
    return true;
}

tr_status tr_candles_restore(const void *bytes, size_t size, void *memory, size_t memory_size,
                             tr_candles **out, tr_error *err)
{
    tr_candles_config config;
    tr_candles *candles = NULL;
    const unsigned char *at = NULL;
    if (bytes == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "bytes are missing, or a place for the candles");
    tr_status status = config_get(bytes, size, &config, &at, err);
    if (status == TR_OK)
        status = tr_candles_init(&config, memory, memory_size, &candles, err);
    if (status != TR_OK)
        return status;
    at = tr__word_get(at, &candles->taken);
    at = tr__word_get(at, &candles->fed);
    at = tr__word_get(at, &candles->bad_at);
    at = tr__word_get(at, &candles->bad_before);
    at = tr__word_get(at, &candles->is_last_fed);
    if (!counts_agree(candles) || tr_candles_saved_size(candles) != size)
        return tr__fail(err, TR_E_CORRUPT, 0,
                        "the counts of the saved pass of candles do not agree");
    size_t kept = kept_count(candles);
    candles->tape_at = kept > 0 ? 1 : 0;
    for (size_t k = 0; k < 4 && kept > 0; k++) {
        double *tape = tr__candles_tape(candles, k);
        at = tr__words_get(at, tape, kept * sizeof *tape);
        if (!are_ordinary(tape, kept))
            return tr__fail(err, TR_E_CORRUPT, 0,
                            "a bar of the saved pass of candles is not finite");
    }
    *out = candles;
    return TR_OK;
}
