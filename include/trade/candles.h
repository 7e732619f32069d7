/*
 * candles.h: all candlestick patterns in one pass over the bars, with settings of one's own, and why one did not fire.
 *
 * What the patterns look at (bodies, shadows, means of the bars before) is worked out once for all of them, so that
 * 61 patterns together cost little more than ten alone. The definitions are those of the indicators of the same
 * names (cdldoji, cdlengulfing, ...), whose answers are the same; an answer here is one byte.
 *
 *     tr_candles_config config;
 *     tr_candles_config_init(TR_INDICATOR_TALIB, &config, NULL);
 *     size_t size = 0;
 *     tr_candles_memory_size(&config, &size, NULL);
 *     tr_candles *candles = NULL;
 *     tr_candles_init(&config, malloc(size), size, &candles, NULL);
 *     tr_candle_hit hits[256];
 *     size_t hit_count = 0;
 *     tr_candles_hits(candles, (const double *const[]){ open, high, low, close }, count, hits, 256, &hit_count, &result,
 *                     NULL);
 *
 * As with indicators, a block of one is a live update and a block of a million a batch, bit for bit the same; nothing is
 * allocated; there is no global setting.
 */
#ifndef TRADE_CANDLES_H
#define TRADE_CANDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/indicator.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Room for patterns in a configuration; there are tr_candles_count() of them. */
#define TR_CANDLES_MAX 128
/** The longest mean that a measure takes, and the largest factor or penetration. */
#define TR_CANDLE_PERIOD_MAX 1000
#define TR_CANDLE_FACTOR_MAX 3e37

/** Answers: 0 is none, a bullish one is positive, a bearish one negative. */
#define TR_CANDLE_FULL 100 /* the pattern */
#define TR_CANDLE_TOUCHING                                                                         \
    80 /* the pattern, but two ends of bodies are equal (engulfing, harami) */
#define TR_CANDLE_CONFIRMED                                                                        \
    120 /* an earlier hikkake, confirmed by this bar: TA-Lib's 200, which fits no byte */
#define TR_CANDLE_UNKNOWN (-128) /* what config.unknown may be set to */

/** What a measure is measured on. */
typedef enum tr_candle_range {
    TR_CANDLE_RANGE_BODY = 0,     /* |close - open| */
    TR_CANDLE_RANGE_HIGH_LOW = 1, /* high - low */
    TR_CANDLE_RANGE_SHADOWS = 2   /* both shadows; the measure is halved, to stand for one */
} tr_candle_range;

/** The measures that patterns compare with. TA-Lib's settings and defaults; BODY_VERY_LONG is used by no pattern. */
typedef enum tr_candle_measure_name {
    TR_CANDLE_BODY_LONG = 0,         /* body, mean of 10, factor 1: a body over it is long */
    TR_CANDLE_BODY_VERY_LONG = 1,    /* body, 10, 3 */
    TR_CANDLE_BODY_SHORT = 2,        /* body, 10, 1 */
    TR_CANDLE_BODY_DOJI = 3,         /* high - low, 10, 0.1: a body up to it is a doji's */
    TR_CANDLE_SHADOW_LONG = 4,       /* body, 0, 1: a shadow longer than the body of its own bar */
    TR_CANDLE_SHADOW_VERY_LONG = 5,  /* body, 0, 2 */
    TR_CANDLE_SHADOW_SHORT = 6,      /* shadows, 10, 1 */
    TR_CANDLE_SHADOW_VERY_SHORT = 7, /* high - low, 10, 0.1 */
    TR_CANDLE_NEAR = 8,              /* high - low, 5, 0.2: prices so close are near */
    TR_CANDLE_FAR = 9,               /* high - low, 5, 0.6 */
    TR_CANDLE_EQUAL = 10,            /* high - low, 5, 0.05: prices so close count as equal */
    TR_CANDLE_MEASURES = 11
} tr_candle_measure_name;

/** factor * the mean of `range` over the `period` bars before the one in question; of that bar itself when period is 0. */
typedef struct tr_candle_measure {
    tr_candle_range range;
    size_t period; /* 0..TR_CANDLE_PERIOD_MAX */
    double factor; /* 0..TR_CANDLE_FACTOR_MAX */
} tr_candle_measure;

/** Plain data; fill it with tr_candles_config_init. Patterns are indexed as by tr_candles_at. */
typedef struct tr_candles_config {
    size_t struct_size;
    tr_indicator_preset preset; /* whose definitions: TULIP is Tulip's, all others TA-Lib's */
    tr_candle_measure measures[TR_CANDLE_MEASURES];
    bool is_selected[TR_CANDLES_MAX];
    double penetration[TR_CANDLES_MAX]; /* of the patterns that have one; 0..TR_CANDLE_FACTOR_MAX */
    tr_indicator_bad_bar bad_bar;
    int8_t
        unknown; /* written where a pattern cannot be told: while warming up and after a bad bar */
} tr_candles_config;

/** The patterns: how many, and the one at an index below that (NULL beyond), in order of name. */
TR_API size_t tr_candles_count(void);
TR_API const tr_indicator_info *tr_candles_at(size_t index);

/** The index of a pattern by name or alias, any case; SIZE_MAX when there is none. */
TR_API size_t tr_candles_find(const char *name);

/**
 * The measures of a preset and all patterns that it defines: TULIP has 21 of its own, which stand for Tulip's 26 (bullish and
 * bearish ones are one here), with Tulip's measures; every other preset has TA-Lib's 61 and the inside bar of pandas-ta.
 * Bad bars as TR_INDICATOR_BAD_BAR_WINDOW, 0 for unknown.
 * @return TR_E_INVALID for a NULL or no such preset
 */
TR_API tr_status tr_candles_config_init(tr_indicator_preset preset, tr_candles_config *out,
                                        tr_error *err);

/** Bars before the first answer of a pattern: the longest mean it uses and its own length. Errors as of memory_size. */
TR_API tr_status tr_candles_lookback(const tr_candles_config *config, size_t pattern, size_t *out,
                                     tr_error *err);

/**
 * Bytes that tr_candles_init wants: some 200 KB for all patterns with the default settings, which is scratch.
 * @return TR_E_INVALID for a config that was not initialised or selects nothing, TR_E_RANGE for a setting out of range,
 *         TR_E_NOT_FOUND for a pattern that the preset does not define
 */
TR_API tr_status tr_candles_memory_size(const tr_candles_config *config, size_t *out,
                                        tr_error *err);

/** A running pass, inside the caller's memory, which needs no release. Confined to one thread at a time. */
typedef struct tr_candles tr_candles;

/**
 * Start a pass in `memory`, aligned as malloc aligns.
 * @return as tr_candles_memory_size; TR_E_FULL when `memory_size` is too small, TR_E_INVALID when misaligned
 */
TR_API tr_status tr_candles_init(const tr_candles_config *config, void *memory, size_t memory_size,
                                 tr_candles **out, tr_error *err);

/**
 * Feed `count` bars and write one row of answers per selected pattern, in the order of their indexes.
 * @param in     open, high, low, close, `count` long each; `in` and `rows` must not overlap
 * @param rows   `count` bytes each: rows[k][i] is the answer of the k-th selected pattern for bar i
 * @param result may be NULL; `begin` is the first bar of which every selected pattern could be told
 * @return TR_E_RANGE at an infinite or absurd value (always) or a NaN (policy REFUSE): the bars before it are taken,
 *         the message and `result` say how many. TR_E_INVALID for a NULL.
 * Cost: no allocation.
 */
TR_API tr_status tr_candles_run(tr_candles *candles, const double *const *in, size_t count,
                                int8_t *const *rows, tr_indicator_result *result, tr_error *err);

/** A pattern that fired. */
typedef struct tr_candle_hit {
    uint64_t bar;     /* counted from the first bar fed */
    uint16_t pattern; /* index of tr_candles_at */
    int8_t answer;
} tr_candle_hit;

/**
 * Feed bars and list what fired, by bar and then by pattern. Stops before the first bar whose hits do not fit;
 * `result->taken` says how many bars were taken: call again with the rest.
 * @param hits_max at least the number of selected patterns, so that every bar fits
 * @return as tr_candles_run
 */
TR_API tr_status tr_candles_hits(tr_candles *candles, const double *const *in, size_t count,
                                 tr_candle_hit *hits, size_t hits_max, size_t *hit_count,
                                 tr_indicator_result *result, tr_error *err);

/** What the answers would be if this bar, still forming, closed so. bar: open, high, low, close; answers: one per row. */
TR_API tr_status tr_candles_peek(tr_candles *candles, const double *bar, int8_t *answers,
                                 tr_error *err);

/**
 * Replace the last bar taken. Works again after each further bar or correction.
 * @return TR_E_NOT_FOUND when no bar was taken yet; otherwise as tr_candles_run, which see
 */
TR_API tr_status tr_candles_correct(tr_candles *candles, const double *bar, int8_t *answers,
                                    tr_error *err);

/** A second one in the same state, in memory of the size that tr_candles_memory_size gave for the first one. */
TR_API tr_status tr_candles_clone(const tr_candles *candles, void *memory, size_t memory_size,
                                  tr_candles **out, tr_error *err);

/** Bytes that tr_candles_save writes: settings, counts and the last bars, little-endian, with version and checksum. */
TR_API size_t tr_candles_saved_size(const tr_candles *candles);
TR_API tr_status tr_candles_save(const tr_candles *candles, void *bytes, size_t size,
                                 tr_error *err);

/**
 * The configuration in saved bytes, to size the memory with.
 * @return TR_E_PARSE for other bytes, TR_E_CORRUPT when the checksum fails or counts do not agree, TR_E_NEWER_SCHEMA for a
 *         version that is not this library's, TR_E_NOT_FOUND for a pattern that it does not have
 */
TR_API tr_status tr_candles_saved_config(const void *bytes, size_t size, tr_candles_config *out,
                                         tr_error *err);

/** Continue where the saved one stood. Errors of tr_candles_saved_config and tr_candles_init. */
TR_API tr_status tr_candles_restore(const void *bytes, size_t size, void *memory,
                                    size_t memory_size, tr_candles **out, tr_error *err);

/** Room for the conditions of a pattern, and for the text of one. */
#define TR_CANDLE_REASONS_MAX 96
#define TR_CANDLE_TEXT_SIZE   64

/** One condition of a pattern and how it stood at one bar. */
typedef struct tr_candle_reason {
    char text[TR_CANDLE_TEXT_SIZE]; /* "body 2 > long 2": numbers count bars back */
    double left;                    /* the two sides; NaN where nothing is compared */
    double right;
    const char *relation; /* ">", ">=", "<", "<=", "" where nothing is compared; static */
    uint16_t case_number; /* 0: all cases ask for it; 1 up: that case does */
    int8_t answer;        /* of that case; 0 when all ask */
    bool is_met;
} tr_candle_reason;

/** Why a pattern fired at a bar or did not. It fires when a case has all its conditions and those of case 0. */
typedef struct tr_candle_why {
    int8_t answer;        /* of the first such case; 0 when there is none */
    uint16_t case_number; /* which; 0 when there is none */
    uint16_t case_count;
    size_t reason_count;
    tr_candle_reason
        reasons[TR_CANDLE_REASONS_MAX]; /* in the order of the definition, cases ascending */
} tr_candle_why;

/**
 * Tell of the last bar that was taken why a pattern fired or did not.
 * @param pattern index of a selected pattern
 * @return TR_E_NOT_FOUND when the pattern is not selected, is still warming up or a bad bar is in sight;
 *         TR_E_INVALID for a NULL or no such pattern
 * Cost: some microseconds; the state stays as it is.
 */
TR_API tr_status tr_candles_why(tr_candles *candles, size_t pattern, tr_candle_why *out,
                                tr_error *err);

/**
 * A reason as a line: "body 2 > long 2 (1.25 > 0.9): yes".
 * @return length without the end mark; 0 and an empty text for a NULL or a small buffer (128 bytes are enough)
 */
TR_API size_t tr_candle_reason_format(const tr_candle_reason *reason, char *buffer, size_t size);

/** An answer in TA-Lib's numbers: 200 for TR_CANDLE_CONFIRMED, otherwise as it is. */
TR_API int tr_candle_value(int8_t answer);

/** Bars taken so far, bad ones included. */
TR_API uint64_t tr_candles_bars(const tr_candles *candles);

#ifdef __cplusplus
}
#endif

#endif
