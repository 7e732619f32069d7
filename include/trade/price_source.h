/*
 * price_source.h: where a paper market's ticks come from: a port that its owner pulls.
 *
 * Each turn of its loop the owner asks for ticks until there is none due, hands each to tr_paper_price, and
 * sleeps no longer than the time that the source names. Prices pushed from outside need no source:
 * they are plain calls of tr_paper_price.
 */
#ifndef TRADE_PRICE_SOURCE_H
#define TRADE_PRICE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/bar.h>
#include <trade/decimal.h>
#include <trade/instrument.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One trade of the outside market. */
typedef struct tr_price_tick {
    char symbol[TR_SYMBOL_SIZE];
    tr_price price;
    tr_quantity quantity; /* traded volume; unset: unbounded */
    int64_t at_ns;
} tr_price_tick;

/* What a pull brought. */
typedef enum tr_price_pull {
    TR_PRICE_TICK = 0, /* a tick; ask again, another may be due */
    TR_PRICE_WAIT = 1, /* none is due yet: not before due_ns */
    TR_PRICE_END = 2   /* there will be no more */
} tr_price_pull;

/** A source. Confined. */
typedef struct tr_price_source {
    /* Take the next tick if it is due at now_ns of the caller's clock. `out` is written with TR_PRICE_TICK only:
       its at_ns is the time at which it was due. `due_ns` is written with TR_PRICE_WAIT only. */
    tr_price_pull (*next)(void *user, int64_t now_ns, tr_price_tick *out, int64_t *due_ns);
    /* Release the source. The port is dead afterwards. */
    void (*close)(void *user);
    void *user;
} tr_price_source;

/* ---- replay ---------------------------------------------------------------------------------- */

typedef struct tr_price_replay_options {
    size_t struct_size;
    const tr_instrument *instrument; /* copied */
    const tr_series *series;         /* borrowed for the life of the source; not empty; must not change */
    size_t first_bar_index;          /* where to start */
    int64_t start_ns;                /* caller's time at which the first tick is due */
    int64_t speed;                   /* 1: as it happened; 60: a minute a second; 0: always due */
    bool is_looping;                 /* start again behind the last bar, with bar `first_bar_index` */
    const tr_allocator *allocator;   /* NULL: the C library's */
} tr_price_replay_options;

/**
 * Play a series of bars as ticks, four a bar (tr_paper_ticks_of_bar), at the pace at which they happened
 * or `speed` times as fast: the tick of time t is due at start_ns + (t - t_first) / speed. Gaps of the series
 * take their time too. With speed 0 every pull brings a tick, due at the `now_ns` given.
 * @return TR_E_RANGE a bad option, or the first bar in the series that makes no ticks of this instrument;
 *         TR_E_NO_MEMORY
 */
TR_API tr_status tr_price_replay_open(const tr_price_replay_options *options, tr_price_source *out, tr_error *err);

/* ---- a fixed price --------------------------------------------------------------------------- */

/**
 * One price for ever: a tick at the first pull, then one each interval behind the pull before.
 * @param tick         copied; its quantity bounds what fills on each tick
 * @param interval_ns  0: one tick only; more: a tick that often
 */
TR_API tr_status tr_price_fixed_open(const tr_price_tick *tick, int64_t interval_ns,
                                     const tr_allocator *allocator, tr_price_source *out, tr_error *err);

/* ---- a generated series ---------------------------------------------------------------------- */

typedef struct tr_bars_generate_options {
    size_t struct_size;
    uint64_t seed;
    size_t bar_count;
    int64_t open_ns;        /* of the first bar */
    int64_t span_ns;        /* of each bar, > 0 */
    tr_decimal start_price; /* on the tick */
    tr_decimal tick;
    int64_t step_ppm;       /* largest move of one of a bar's 16 steps, in millionths of the price, 1..100000 */
} tr_bars_generate_options;

#define TR_BARS_GENERATE_STEPS 16

/**
 * Make bars for those who have no data: a geometric random walk. Each bar takes 16 steps; a step multiplies
 * the price by 1 + r / 1000000 with r uniform in -step_ppm..step_ppm, rounded towards zero on the tick, never below
 * one tick. A bar opens at the close before it. Volume is uniform in 0.001..10.000. Whole numbers throughout:
 * the same seed gives the same bars on every machine.
 * @param sink  receives the bars in order, closed
 * @return TR_E_INVALID, TR_E_RANGE; the sink's status
 */
TR_API tr_status tr_bars_generate(const tr_bars_generate_options *options, tr_bar_sink sink, void *user,
                                  tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
