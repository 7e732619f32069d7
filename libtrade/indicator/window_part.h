/*
 * window_part.h: what the windows of window.c, window_moments.c, window_line.c, window_weighted.c and window_cross.c are made
 * of: spans and their pieces, and groups of four values.
 */
#ifndef TRADE_INDICATOR_WINDOW_PART_H
#define TRADE_INDICATOR_WINDOW_PART_H

#include <stdbool.h>

#include "indicator/engine.h"
#include "indicator/window.h"

/*
 * Up to the first of these periods a sum or an extreme is folded as window_fold.h has it; up to the second, moments and
 * correlations are computed value by value. That makes vectors over bars and no branch that depends on the period. Beyond, two
 * parts are cheaper.
 */
#define TR__WINDOW_SHORT_MAX  64
#define TR__WINDOW_DIRECT_MAX 8

/* A live update is too short for the wide kernels. */
static inline bool tr__window_is_wide(const tr__window *window)
{
    return window->count > 1 && tr__has_wide();
}

/* The piece of a block that lies within one span. */
typedef struct tr__piece {
    size_t begin;  /* first bar of the block */
    size_t length; /* bars */
    size_t phase;  /* of the first bar in its span; 0 means that a span begins */
    size_t turn;   /* which of the two ends is read */
} tr__piece;

static inline tr__piece tr__piece_at(const tr__window *window, size_t begin)
{
    uint64_t index = window->seen + begin;
    tr__piece at = { .begin = begin,
                     .phase = (size_t)(index % window->period),
                     .turn = (size_t)(index / window->period % 2) };
    at.length = window->period - at.phase;
    if (at.length > window->count - begin)
        at.length = window->count - begin;
    return at;
}

static inline double tr__not_negative(double x)
{
    return x > 0 ? x : 0;
}

/*
 * Groups of four values for short windows: what a group has in itself, counted from its newest value, is worked out once
 * and serves all windows that the group lies in. In a window only the distance of the group from the newest value of all
 * comes to it, so that the level of the values never enters.
 */
static inline double tr__group_sum(const double *x)
{
    return ((*(x - 1) - x[0]) + (*(x - 2) - x[0])) + (*(x - 3) - x[0]);
}

/* What all bars of a block need of groups; index TR__WINDOW_SHORT_MAX is the first bar. */
typedef double tr__group_row[TR__BLOCK_MAX + TR__WINDOW_SHORT_MAX];

#endif
