/*
 * indicator.h: technical indicators over series of doubles, live and in batches, with the same bits.
 *
 * An indicator is found by name, configured (parameters, preset, what to do with a bad bar) and started in memory
 * of the caller, whose size is known beforehand. Then blocks of bars are fed: a block of one is a live update,
 * a block of a million a batch; however a series is cut, the answers are bit-identical. Nothing is allocated,
 * there is no global and no initialisation call.
 *
 *     tr_indicator_config config;
 *     tr_indicator_config_init(tr_indicator_find("rsi"), TR_INDICATOR_TALIB, &config, NULL);
 *     tr_indicator_config_set(&config, "period", 20, NULL);
 *     size_t size = 0;
 *     tr_indicator_memory_size(&config, &size, NULL);
 *     tr_indicator *rsi = NULL;
 *     tr_indicator_init(&config, malloc(size), size, &rsi, NULL);
 *     tr_indicator_run(rsi, (const double *const[]){ closes }, count, (double *const[]){ out }, NULL, NULL);
 *
 * An indicator over an indicator needs no copy: the output array of the one is the input array of the other, block by
 * block. The NaN of the first one's warm-up are bars that never were when the second is told to skip them:
 *
 *     config.bad_bar = TR_INDICATOR_BAD_BAR_SKIP;           // of the second
 *     tr_indicator_run(ema, (const double *const[]){ closes }, count, (double *const[]){ smooth }, NULL, NULL);
 *     tr_indicator_run(rsi, (const double *const[]){ smooth }, count, (double *const[]){ out }, NULL, NULL);
 *
 * indicator_calls.h declares one typed call per indicator, generated from the same table.
 */
#ifndef TRADE_INDICATOR_H
#define TRADE_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_INDICATOR_INPUTS_MAX  6
#define TR_INDICATOR_OUTPUTS_MAX 12
#define TR_INDICATOR_PARAMS_MAX  12

/** The largest period, and the largest magnitude of an input: its square still fits a double. */
#define TR_INDICATOR_PERIOD_MAX 100000
#define TR_INDICATOR_VALUE_MAX  1e150

/** What a series holds. REAL is any series; the others are columns of a bar. Ends a list: NONE. */
typedef enum tr_indicator_input {
    TR_INPUT_NONE = 0,
    TR_INPUT_OPEN = 1,
    TR_INPUT_HIGH = 2,
    TR_INPUT_LOW = 3,
    TR_INPUT_CLOSE = 4,
    TR_INPUT_VOLUME = 5,
    TR_INPUT_REAL = 6,
    TR_INPUT_TIME = 7 /* when a bar opened: seconds since 1970 UTC, which a double holds to the microsecond */
} tr_indicator_input;

/** What an output is measured in. */
typedef enum tr_indicator_unit {
    TR_UNIT_NUMBER = 0,  /* no unit: a ratio, a count of bars, a statistic */
    TR_UNIT_PRICE = 1,   /* as the input */
    TR_UNIT_PERCENT = 2, /* hundredths */
    TR_UNIT_VOLUME = 3,
    TR_UNIT_INDEX = 4,  /* the number of a bar, counted from the first one fed; a whole number */
    TR_UNIT_SIGNAL = 5, /* a whole number with a sign, 0 for none */
    TR_UNIT_DEGREES = 6
} tr_indicator_unit;

/** Of what kind a parameter is. A MOVING_AVERAGE is the number of one: tr_indicator_average_code. */
typedef enum tr_indicator_kind {
    TR_PARAM_INTEGER = 0,
    TR_PARAM_REAL = 1,
    TR_PARAM_MOVING_AVERAGE = 2
} tr_indicator_kind;

/** Whose defaults, seeds and formulas are taken where the libraries disagree. Per indicator, never global. */
typedef enum tr_indicator_preset {
    TR_INDICATOR_TALIB = 0, /* TA-Lib 0.6 */
    TR_INDICATOR_TRADINGVIEW = 1,
    TR_INDICATOR_TULIP = 2, /* Tulip Indicators 0.9 */
    TR_INDICATOR_PANDAS = 3 /* pandas-ta 0.3 */
} tr_indicator_preset;

/** What a bar with a NaN in one of its inputs does. Infinities and absurd values are always refused. */
typedef enum tr_indicator_bad_bar {
    /* Windows: NaN until the bar has left the window. Filters with infinite memory: NaN at this bar, state held. */
    TR_INDICATOR_BAD_BAR_WINDOW = 0,
    /* NaN at this bar; otherwise as if it had never been. */
    TR_INDICATOR_BAD_BAR_SKIP = 1,
    /* The run stops before it with TR_E_RANGE. */
    TR_INDICATOR_BAD_BAR_REFUSE = 2
} tr_indicator_bad_bar;

typedef struct tr_indicator_param {
    const char *name;
    tr_indicator_kind kind;
    double min; /* allowed values, both ends included */
    double max;
    double initial; /* the default */
    double tulip;   /* the default under other presets; 0 where it is the same */
    double tradingview;
    double pandas;
    const char *alias; /* another library's name of it, or NULL */
} tr_indicator_param;

typedef struct tr_indicator_output {
    const char *name;
    tr_indicator_unit unit;
} tr_indicator_output;

/** What is known of an indicator. Immutable, static storage; lists end at a NULL name or TR_INPUT_NONE. */
typedef struct tr_indicator_info {
    const char *name;    /* lower case, unique */
    const char *aliases; /* other libraries' names, separated by one blank; "" for none */
    const char *title;
    const char *group;   /* overlap, momentum, volatility, volume, price, statistic, cycle, math, pattern */
    const char *formula; /* with its first value */
    const char *source;  /* title and year of the publication */
    const char *notes;   /* where sources disagree and what is done here; "" for none */
    tr_indicator_input inputs[TR_INDICATOR_INPUTS_MAX + 1];
    tr_indicator_param params[TR_INDICATOR_PARAMS_MAX + 1];
    tr_indicator_output outputs[TR_INDICATOR_OUTPUTS_MAX + 1];
} tr_indicator_info;

/** Find by name or alias, any case ("RSI", "ta_rsi" is none); NULL when there is none.   Threads: any. */
TR_API const tr_indicator_info *tr_indicator_find(const char *name);

/** The table: how many there are, and the one at an index below that (NULL beyond), in order of name. */
TR_API size_t tr_indicator_count(void);
TR_API const tr_indicator_info *tr_indicator_at(size_t index);

/** Lengths of the lists of an info. */
TR_API size_t tr_indicator_input_count(const tr_indicator_info *info);
TR_API size_t tr_indicator_param_count(const tr_indicator_info *info);
TR_API size_t tr_indicator_output_count(const tr_indicator_info *info);

/**
 * The number that a TR_PARAM_MOVING_AVERAGE takes for a moving average of this name: sma 0, ema 1, wma 2,
 * dema 3, tema 4, trima 5, kama 6, mama 7, t3 8 as in TA-Lib; others above. -1 when it is no moving average.
 */
TR_API int tr_indicator_average_code(const char *name);

/** One indicator, set up. Plain data; fill it with tr_indicator_config_init. */
typedef struct tr_indicator_config {
    size_t struct_size;
    const tr_indicator_info *info;
    tr_indicator_preset preset;
    tr_indicator_bad_bar bad_bar;
    double params[TR_INDICATOR_PARAMS_MAX]; /* in the order of info->params */
} tr_indicator_config;

/** The defaults of a preset; bad bars as TR_INDICATOR_BAD_BAR_WINDOW. TR_E_INVALID for a NULL or no such preset. */
TR_API tr_status tr_indicator_config_init(const tr_indicator_info *info, tr_indicator_preset preset,
                                          tr_indicator_config *out, tr_error *err);

/**
 * Set a parameter by its name or alias.
 * @return TR_E_NOT_FOUND for an unknown name, TR_E_RANGE for a value it does not take (the message names the range).
 */
TR_API tr_status tr_indicator_config_set(tr_indicator_config *config, const char *name, double value,
                                         tr_error *err);

/** How many bars come before the first output. Errors as of tr_indicator_memory_size. */
TR_API tr_status tr_indicator_lookback(const tr_indicator_config *config, size_t *out, tr_error *err);

/**
 * Bytes that tr_indicator_init wants.
 * @return TR_E_INVALID for a config that was not initialised, TR_E_RANGE for a parameter outside its range.
 */
TR_API tr_status tr_indicator_memory_size(const tr_indicator_config *config, size_t *out, tr_error *err);

/** A running indicator, inside the caller's memory, which needs no release. Confined to one thread at a time. */
typedef struct tr_indicator tr_indicator;

/**
 * Start an indicator in `memory`, aligned as malloc aligns. It stays where it is: clone moves.
 * @return as tr_indicator_memory_size; TR_E_FULL when `memory_size` is too small, TR_E_INVALID when misaligned.
 */
TR_API tr_status tr_indicator_init(const tr_indicator_config *config, void *memory, size_t memory_size,
                                   tr_indicator **out, tr_error *err);

/** What a run did. */
typedef struct tr_indicator_result {
    size_t taken; /* bars consumed: all, or those before the refused one */
    size_t begin; /* index within this block of the first bar with an output; `taken` when none has */
} tr_indicator_result;

/**
 * Feed `count` bars. Outputs are aligned: out[k][i] belongs to in[k][i] and is NaN while warming up.
 * @param in     one series per input of the info, `count` long each; `in` and `out` must not overlap
 * @param out    one array per output, `count` long each
 * @param result may be NULL
 * @return TR_E_RANGE at an infinite or absurd value (always) or a NaN (policy REFUSE): the bars before it
 *         are taken, the message and `result` say how many; nothing else was consumed. TR_E_INVALID for a NULL.
 * Cost: no allocation; O(1) a bar for almost all (info->notes says otherwise).
 */
TR_API tr_status tr_indicator_run(tr_indicator *indicator, const double *const *in, size_t count,
                                  double *const *out, tr_indicator_result *result, tr_error *err);

/** As tr_indicator_run, but out[k][0] belongs to bar `begin` of the result: no room for the bars before. */
TR_API tr_status tr_indicator_run_compact(tr_indicator *indicator, const double *const *in, size_t count,
                                          double *const *out, tr_indicator_result *result, tr_error *err);

/**
 * The live update: feed one bar. in[k], out[k]: one value each, which must not overlap. Bits and errors are those of
 * tr_indicator_run with a count of 1; outputs that are not there yet are NaN.
 *
 * This is the quickest way for bars that come one at a time: a few nanoseconds over what a bar of a long batch costs
 * (the table in libtrade/indicator/README.md). tr_indicator_run with a count of 1 has two arrays of pointers to look at besides.
 */
TR_API tr_status tr_indicator_update(tr_indicator *indicator, const double *in, double *out,
                                     tr_error *err);

/** What the outputs would be if this bar, still forming, closed so. in[k], out[k]: one value each. */
TR_API tr_status tr_indicator_peek(tr_indicator *indicator, const double *in, double *out, tr_error *err);

/**
 * Replace the last bar taken. Works once per bar and again after each further bar or correction.
 * @return TR_E_NOT_FOUND when no bar was taken yet; otherwise as tr_indicator_run, which see.
 */
TR_API tr_status tr_indicator_correct(tr_indicator *indicator, const double *in, double *out, tr_error *err);

/** Bars taken so far, bad ones included. */
TR_API uint64_t tr_indicator_bars(const tr_indicator *indicator);

/** A second one in the same state, in memory of the same size as the first one's. */
TR_API tr_status tr_indicator_clone(const tr_indicator *indicator, void *memory, size_t memory_size,
                                    tr_indicator **out, tr_error *err);

/** Bytes that tr_indicator_save writes: the whole state, little-endian, with version and checksum. */
TR_API size_t tr_indicator_saved_size(const tr_indicator *indicator);
TR_API tr_status tr_indicator_save(const tr_indicator *indicator, void *bytes, size_t size, tr_error *err);

/**
 * The configuration in saved bytes, to size the memory with.
 * @return TR_E_PARSE for other bytes, TR_E_CORRUPT when the checksum fails, TR_E_NEWER_SCHEMA for a version
 *         that is not this library's, TR_E_NOT_FOUND for an indicator that it does not have.
 */
TR_API tr_status tr_indicator_saved_config(const void *bytes, size_t size, tr_indicator_config *out,
                                           tr_error *err);

/** Continue where the saved one stood. Errors of tr_indicator_saved_config and tr_indicator_init. */
TR_API tr_status tr_indicator_restore(const void *bytes, size_t size, void *memory, size_t memory_size,
                                      tr_indicator **out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
