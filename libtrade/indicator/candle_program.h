/*
 * candle_program.h: patterns as a list of steps over whole blocks of bars.
 *
 * A program is made once, of the definitions of all selected patterns: what two of them look at, also at different
 * bars, is one step. A step computes a series of doubles or a mask (a byte per bar, all ones where a comparison
 * holds) from earlier ones, shifted by some bars; a pattern is an AND of masks. Everything is computed from the last
 * `depth` bars and nothing else is remembered, so that it cannot matter where a series is cut, and taking a bar back
 * costs nothing. Loops have no branches; candle_run.c is compiled for each level of SIMD.
 *
 * Programs hold numbers of series and masks, no pointers: copying one is memcpy.
 */
#ifndef TRADE_INDICATOR_CANDLE_PROGRAM_H
#define TRADE_INDICATOR_CANDLE_PROGRAM_H

#include <trade/candles.h>

#include "indicator/candle.h"

/* Bars that one pass of the shared program takes. */
#define TR__CANDLE_BLOCK 256
/* Masks that a run needs besides the program's. */
#define TR__CANDLE_SPARE 4

typedef enum tr__candle_kind {
    TR__STEP_HIGHER, /* series */
    TR__STEP_LOWER,
    TR__STEP_PLUS,
    TR__STEP_MINUS,
    TR__STEP_TIMES,
    TR__STEP_DIVIDED,
    TR__STEP_OVER, /* masks of series */
    TR__STEP_AT_LEAST,
    TR__STEP_ALL, /* masks of masks: of `b` checks from the a-th on */
    TR__STEP_NEITHER
} tr__candle_kind;

typedef struct tr__candle_step {
    uint16_t kind;
    uint16_t target;
    uint16_t a, b;
    uint16_t a_back, b_back;
    uint16_t before; /* bars before the block that later steps look at */
    double factor;
} tr__candle_step;

typedef struct tr__candle_check {
    uint16_t mask;
    uint16_t back;
} tr__candle_check;

typedef struct tr__candle_case {
    int8_t value;
    uint16_t check_first;
    uint16_t check_count;
} tr__candle_case;

typedef struct tr__candle_row {
    uint16_t pattern; /* index of the public calls */
    uint16_t case_first;
    uint16_t case_count;
    uint16_t check_first; /* what all cases have in common */
    uint16_t check_count;
    uint16_t lookback;
} tr__candle_row;

#define TR__STEPS_MAX     640
#define TR__CHECKS_MAX    1280
#define TR__ROW_CASES_MAX 320

typedef struct tr__candle_program {
    size_t size; /* bytes in all, lists included */
    uint16_t step_count, check_count, case_count, row_count;
    uint16_t series_count; /* the four inputs first */
    uint16_t mask_count;
    uint16_t depth;      /* bars before a block that the inputs must have */
    uint16_t series_pad; /* and that computed series and masks have */
    uint16_t mask_pad;
    uint16_t steps_at, checks_at, cases_at, rows_at; /* bytes from the start, over 8 */
} tr__candle_program;

/* Where a program is made; on the stack of planning calls. */
typedef struct tr__candle_draft {
    tr__candle_program program;
    tr__candle_step steps[TR__STEPS_MAX];
    tr__candle_check checks[TR__CHECKS_MAX];
    tr__candle_case cases[TR__ROW_CASES_MAX];
    tr__candle_row rows[TR_CANDLES_MAX];
} tr__candle_draft;

void tr__candle_draft_begin(tr__candle_draft *draft);
void tr__candle_draft_add(tr__candle_draft *draft, const tr__pattern *pattern, size_t index,
                          const tr_candle_measure *measures, double penetration);
/* Works out what is needed before a block; `size` of the program is then known. */
void tr__candle_draft_end(tr__candle_draft *draft);
/* Writes the program into `size` bytes, aligned for doubles. */
void tr__candle_draft_write(const tr__candle_draft *draft, void *memory);

size_t tr__candle_lookback(const tr__pattern *pattern, const tr_candle_measure *measures);
extern const tr_candle_measure tr__candle_talib[TR_CANDLE_MEASURES];

static inline const tr__candle_step *tr__candle_steps(const tr__candle_program *program)
{
    return (const tr__candle_step *)(const void *)((const double *)program + program->steps_at);
}

static inline const tr__candle_check *tr__candle_checks(const tr__candle_program *program)
{
    return (const tr__candle_check *)(const void *)((const double *)program + program->checks_at);
}

static inline const tr__candle_case *tr__candle_cases(const tr__candle_program *program)
{
    return (const tr__candle_case *)(const void *)((const double *)program + program->cases_at);
}

static inline const tr__candle_row *tr__candle_rows(const tr__candle_program *program)
{
    return (const tr__candle_row *)(const void *)((const double *)program + program->rows_at);
}

/* Room for the computed series and masks of a block of `block` bars. */
static inline size_t tr__candle_series_stride(const tr__candle_program *program, size_t block)
{
    return program->series_pad + block;
}

static inline size_t tr__candle_mask_stride(const tr__candle_program *program, size_t block)
{
    return program->mask_pad + block;
}

typedef struct tr__candle_scratch {
    double *series; /* (series_count - 4) * series_stride */
    uint8_t *masks; /* (mask_count + TR__CANDLE_SPARE) * mask_stride */
    size_t block;   /* bars that there is room for */
} tr__candle_scratch;

/*
 * Run over `count` bars, at most `scratch->block`; in[k][-depth..count) must be there. rows[r][i] becomes the value of
 * the program's r-th row.
 */
void tr__candle_run(const tr__candle_program *program, const double *const *in, size_t count,
                    const tr__candle_scratch *scratch, int8_t *const *rows);

#endif
