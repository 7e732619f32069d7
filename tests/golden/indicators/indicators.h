/* indicators.h: what the parts of golden_indicators share: the candles, a case, and what is held against it. */
#ifndef TESTS_GOLDEN_INDICATORS_H
#define TESTS_GOLDEN_INDICATORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <trade/indicator.h>
#include <trade/rng.h>

#include "cases.h"

#define BARS_MAX  32768
#define LINE_SIZE 4096
#define PATH_SIZE 4096
#define NAME_SIZE 64
#define LANES     10 /* of a panel: more than one group, and a rest */

typedef struct dataset {
    char name[NAME_SIZE];
    size_t count;
    double column[5][BARS_MAX]; /* open, high, low, close, volume */
    double time[BARS_MAX];      /* seconds */
} dataset;

typedef struct runner {
    tally counts;
    unsigned int rows_skipped;
    unsigned int rows_exact;
    char data[PATH_SIZE];
    dataset loaded;
    double norm[BARS_MAX];
    double periods[BARS_MAX];
    double anchors[BARS_MAX]; /* 1 at every sixtieth bar from bar 7 on */
    double *out[2][TR_INDICATOR_OUTPUTS_MAX];
    double *lanes[LANES * TR_INDICATOR_OUTPUTS_MAX];
    double *backwards[TR_INDICATOR_INPUTS_MAX];
} runner;

/* One case of a file. */
typedef struct golden_case {
    char label[PATH_SIZE + NAME_SIZE];
    const tr_indicator_info *info;
    tr_indicator_config config;
    size_t bars;
    size_t lookback;
    size_t begin;
    size_t rows;
    size_t columns;
    const double *in[TR_INDICATOR_INPUTS_MAX];
    double largest; /* magnitude of the inputs */
    bool is_own;    /* the case names its preset: a NaN in it is wanted and no defect of a peer */
    const char *skip;
} golden_case;

/* The candles of this name; what is loaded already stays. */
bool dataset_load(runner *run, const char *name);
/* A series by its name in a case; NULL for none. */
const double *series_find(const runner *run, const char *name);

/* Run the case, in cuts of `cut` bars (0: of random length), into a set of outputs. */
bool case_run(const golden_case *on, double *const *out, size_t cut, tr_rng *rng);

/* The batch in out[0] against cuts, panels and the shared pass over candlesticks: every bit is the same. */
bool cuts_agree(runner *run, const golden_case *on);
bool panels_agree(runner *run, const golden_case *on);
bool pass_agrees(const runner *run, const golden_case *on);

/* The batch against the rows that follow in the file; they are read to the end whatever they hold. */
bool rows_agree(runner *run, const golden_case *on, FILE *file, char *line);

#endif
