/*
 * renko.h: bricks of bars: a chart of price moves, without time.
 *
 * A brick is drawn when the close has moved a whole brick beyond the last one: upwards at its top plus the size,
 * downwards at its bottom minus the size, so that a turn takes two bricks from the last close of a brick. One bar may
 * make many bricks, or none. The first level is the close of the first bar (ATR: of the bar that completes the first
 * average). Only closed bars make bricks; nothing that was drawn changes.
 *
 *     tr_renko renko;
 *     tr_renko_options options = TR_RENKO_OPTIONS_INIT;
 *     options.brick_size = 25;
 *     tr_renko_init(&renko, &options, NULL);
 *     tr_renko_push(&renko, &bar, bricks, 64, &count, NULL);
 *
 * Source: Beyond Candlesticks: New Japanese Charting Techniques Revealed, 1994. Sources agree on bricks of a fixed
 * size. With the average true range charting packages take today's average for the whole history, so that the past is
 * redrawn every day; here a brick takes the average as it was when the brick before it was done.
 */
#ifndef TRADE_RENKO_H
#define TRADE_RENKO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/bar.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum tr_renko_kind {
    TR_RENKO_FIXED = 0, /* bricks of brick_size */
    TR_RENKO_ATR = 1    /* bricks of the average true range over atr_period, times brick_size */
} tr_renko_kind;

typedef struct tr_renko_options {
    size_t struct_size;
    tr_renko_kind kind;
    double brick_size;   /* > 0: the size, or what the average is multiplied by */
    uint64_t atr_period; /* 1..100000 */
    bool has_wicks;      /* a brick shows how far prices went against it since the brick before */
} tr_renko_options;

#define TR_RENKO_OPTIONS_INIT { sizeof(tr_renko_options), TR_RENKO_FIXED, 1, 14, false }

/** In the caller's storage, of fixed size, without pointers: a copy is a clone. Confined. Its fields are its own. */
typedef struct tr_renko {
    tr_renko_options options;
    uint64_t bar_count;
    int64_t last_open_ns;
    double close_before;
    double range;       /* the average true range, or the sum on the way to it */
    double size;        /* of the next brick; 0 while there is no level */
    double base;        /* FIXED: edges are base + k * size, so that they do not drift */
    int64_t top_index;  /* FIXED: k of the last brick's top */
    double top;         /* edges of the last brick, or the level twice */
    double bottom;
    double highest; /* since the last brick */
    double lowest;
    double volume; /* of the bars since the last brick */
    uint64_t brick_count;
} tr_renko;

/** @return TR_E_INVALID for missing or unknown options, TR_E_RANGE for a size or period outside its range */
TR_API tr_status tr_renko_init(tr_renko *renko, const tr_renko_options *options, tr_error *err);

/**
 * Take the next closed bar.
 * @param bricks_out  up to brick_max bricks in their order. open_ns is that of the bar, for all of its bricks; the
 *                    volume since the brick before is the first one's, the others have 0
 * @return TR_E_RANGE for a bad bar (tr_bar_check) or one that is not closed; TR_E_CONFLICT when it is not after the last
 *         one; TR_E_FULL when it makes more than brick_max bricks: `*count_out` says how many (SIZE_MAX when they are
 *         beyond counting). In all these cases the renko is unchanged.
 * Cost: O(1 + bricks), no allocation.
 */
TR_API tr_status tr_renko_push(tr_renko *renko, const tr_bar *bar, tr_bar *bricks_out, size_t brick_max,
                               size_t *count_out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
