/*
 * lanes.h: eight series side by side, in *rows*: row i holds bar i of each.
 *
 * lanes.c is built once for every SIMD level and gives a tr__lanes_level: how series become rows and back, and a kernel
 * for each indicator that has one. A kernel sees bars of warmed-up indicators with ordinary values only; whatever else
 * there is, panel.c leaves to the indicator itself. Its state are the words of the node's head after the tr__head, and
 * the past values of the node's tapes, both as rows; panel.c brings them here and back.
 */
#ifndef TRADE_INDICATOR_LANES_H
#define TRADE_INDICATOR_LANES_H

#include <stdbool.h>
#include <stddef.h>

#include "indicator/engine.h"

#define TR__LANES 8
/* Rows that a kernel gets at most: so few that the processor begins with the next while the last wait for their turn. */
#define TR__ROWS_MAX 16

/* Bars that are run at once, a multiple of each width. */
#define TR__AHEAD 64

typedef struct tr__lanes_node tr__lanes_node;

/* The series of eight lanes. */
typedef struct tr__lanes_series {
    const double *in[TR_INDICATOR_INPUTS_MAX][TR__LANES];
    double *out[TR_INDICATOR_OUTPUTS_MAX][TR__LANES];
} tr__lanes_series;

/* Over rows; and over `count` bars of the series themselves, from bar `from` on, a multiple of eight: true when there may
 * have been a value that is NaN or too large, which spoils everything. */
typedef void tr__lanes_kernel(const tr__lanes_node *node, const double *const *in,
                              double *const *out, size_t count);
typedef bool tr__lanes_kernel_series(const tr__lanes_node *node, const tr__lanes_series *series,
                                     size_t from, size_t count);

/* What a kernel has of a node. */
struct tr__lanes_node {
    tr__lanes_kernel *run;
    tr__lanes_kernel_series *run_series;
    const tr__node *node; /* of one lane: parameters and lookback, which are equal in all */
    tr__lanes_node *child[TR__CHILDREN_MAX];
    double *state; /* rows */
    size_t state_words;
    double *past; /* tape after tape, `depth` rows each, oldest first */
};

typedef struct tr__lanes_kernel_row {
    const tr__indicator *indicator;
    tr__lanes_kernel *run;
    tr__lanes_kernel_series *run_series; /* NULL when there is the other one alone */
    bool (*fits)(const tr__node *node);  /* NULL when it serves every configuration */
} tr__lanes_kernel_row;

typedef struct tr__lanes_level {
    const tr__lanes_kernel_row *kernels;
    size_t kernel_count;
    /* Bits of the lanes with a value that is NaN or larger than TR_INDICATOR_VALUE_MAX. */
    unsigned int (*find_bad)(const double *const *series, size_t begin, size_t count);
    void (*copy)(const double *from, size_t count, double *to);
    /* Eight series become rows, from element `begin` of each, and back. */
    void (*take)(const double *const *series, size_t begin, size_t count, double *rows);
    void (*give)(const double *rows, size_t begin, size_t count, double *const *series);
} tr__lanes_level;

extern const tr__lanes_level tr__lanes_baseline;
#if TR__HAS_AVX
extern const tr__lanes_level tr__lanes_avx2;
extern const tr__lanes_level tr__lanes_avx512;
#endif

#endif
