/* candles_inside.h: the shared pass, for the files that work on it. */
#ifndef TRADE_INDICATOR_CANDLES_INSIDE_H
#define TRADE_INDICATOR_CANDLES_INSIDE_H

#include "indicator/candle_program.h"

struct tr_candles {
    tr_candles_config config;
    uint64_t taken; /* bars, bad ones included */
    uint64_t fed;   /* bars that patterns saw */
    uint64_t
        bad_at; /* 1 + the number of the last fed bar that stood in for a bad one; 0 for none */
    uint64_t tape_at;     /* bars on the tape behind the first `depth` */
    uint64_t bad_before;  /* `bad_at` before the last bar, which may be taken back */
    uint64_t is_last_fed; /* whether patterns saw the last bar */
    size_t row_count;
    size_t lookback;    /* the longest */
    size_t tape_stride; /* doubles of one of the four tapes */
    size_t program_at;  /* bytes from the start of this struct, like the following */
    size_t tapes_at;
    size_t series_at;
    size_t masks_at;
    size_t done_at;
    size_t answers_at; /* rows of one block, for hits */
    size_t size;
};

/* The definition of an indicator under a preset; NULL when it has none. */
static inline const tr__pattern *tr__candle_pattern(const tr__indicator *indicator,
                                                    tr_indicator_preset preset)
{
    return preset == TR_INDICATOR_TULIP ? indicator->tulip_pattern : indicator->pattern;
}

/* The indicator of a pattern's index; NULL beyond the last. */
const tr__indicator *tr__candle_at_index(size_t index);

static inline const tr__candle_program *tr__candles_program(const tr_candles *candles)
{
    return (const tr__candle_program *)(const void *)((const unsigned char *)candles +
                                                      candles->program_at);
}

static inline double *tr__candles_tape(tr_candles *candles, size_t input)
{
    return (double *)(void *)((unsigned char *)candles + candles->tapes_at) +
           input * candles->tape_stride;
}

/* Errors of tr_candles_memory_size. */
tr_status tr__candles_config_check(const tr_candles_config *config, tr_error *err);

/* The last bar fed, with the bars before it in front. */
static inline const double *tr__candles_last(const tr_candles *candles, size_t input)
{
    const void *tapes = (const unsigned char *)candles + candles->tapes_at;
    return (const double *)tapes + input * candles->tape_stride +
           tr__candles_program(candles)->depth + candles->tape_at - 1;
}

static inline tr__candle_scratch tr__candles_scratch(tr_candles *candles)
{
    unsigned char *base = (unsigned char *)candles;
    return (tr__candle_scratch){ .series = (double *)(void *)(base + candles->series_at),
                                 .masks = base + candles->masks_at,
                                 .is_done = base + candles->done_at,
                                 .block = TR__CANDLE_BLOCK };
}

#endif
