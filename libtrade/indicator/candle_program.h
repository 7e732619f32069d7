/*
 * candle_program.h: patterns as a list of steps over whole blocks of bars.
 *
 * A program is made once, of the definitions of all selected patterns: what two of them look at, also at different
 * bars, is one step. A step computes a series of doubles or a mask (a byte per bar, all ones where a comparison
 * holds) from earlier ones, shifted by some bars; a pattern is an AND of masks. Everything is computed from the last
 * `depth` bars and nothing else is remembered, so that it cannot matter where a series is cut, and taking a bar back
 * costs nothing. Loops over bars have no branches; candle_run.c is compiled for each level of SIMD. A step runs when a
 * pattern asks for it that is still possible somewhere in the block: most are not after a few cheap checks.
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
#define TR__CANDLE_SPARE 7

typedef enum tr__candle_kind {
    TR__STEP_HIGHER, /* series */
    TR__STEP_LOWER,
    TR__STEP_PLUS,
    TR__STEP_MINUS,
    TR__STEP_APART,
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

/* The steps that a mask needs, itself the last. */
typedef struct tr__candle_mask {
    uint16_t need_first;
    uint16_t need_count;
} tr__candle_mask;

typedef struct tr__candle_check {
    uint16_t mask;
    uint16_t back;
} tr__candle_check;

/* A list of checks; the cheap ones, which need no mean, come first. */
typedef struct tr__candle_list {
    uint16_t first;
    uint16_t count;
    uint16_t cheap_count;
} tr__candle_list;

typedef struct tr__candle_case {
    int16_t value; /* an answer */
    tr__candle_list checks;
} tr__candle_case;

typedef struct tr__candle_row {
    uint16_t pattern; /* index of the public calls */
    uint16_t lookback;
    uint16_t case_first;
    uint16_t case_count;
    tr__candle_list checks; /* what all cases have in common */
} tr__candle_row;

#define TR__STEPS_MAX     512
#define TR__NEEDS_MAX     4096
#define TR__CHECKS_MAX    1280
#define TR__ROW_CASES_MAX 320

typedef struct tr__candle_program {
    size_t size; /* bytes in all, lists included */
    uint16_t step_count, need_count, check_count, case_count, row_count;
    uint16_t series_count; /* the four inputs first */
    uint16_t mask_count;
    uint16_t depth;      /* bars before a block that the inputs must have */
    uint16_t series_pad; /* and that computed series and masks have */
    uint16_t mask_pad;
    uint16_t steps_at, masks_at, needs_at, checks_at, cases_at,
        rows_at; /* in doubles from the start */
} tr__candle_program;

/* Where a program is made; on the stack of planning calls. */
typedef struct tr__candle_draft {
    tr__candle_program program;
    tr__candle_step steps[TR__STEPS_MAX];
    tr__candle_mask masks[TR__STEPS_MAX];
    uint16_t needs[TR__NEEDS_MAX];
    tr__candle_check checks[TR__CHECKS_MAX];
    tr__candle_case cases[TR__ROW_CASES_MAX];
    tr__candle_row rows[TR_CANDLES_MAX];
} tr__candle_draft;

void tr__candle_draft_begin(tr__candle_draft *draft);
void tr__candle_draft_add(tr__candle_draft *draft, const tr__pattern *pattern, size_t index,
                          const tr_candle_measure *measures, double penetration);
/* Puts the cheap checks of each list first. Before that, lists are in the order of the definitions. */
void tr__candle_draft_sort(tr__candle_draft *draft);
/* Works out what steps and blocks need; `size` of the program is then known. */
void tr__candle_draft_end(tr__candle_draft *draft);
/* Writes the program into `size` bytes, aligned for doubles. */
void tr__candle_draft_write(const tr__candle_draft *draft, void *memory);

size_t tr__candle_lookback(const tr__pattern *pattern, const tr_candle_measure *measures);
extern const tr_candle_measure tr__candle_talib[TR_CANDLE_MEASURES];
extern const tr_candle_measure tr__candle_tulip[TR_CANDLE_MEASURES];

/* A list of a program, by the place that the program names. */
static inline const void *tr__candle_at(const tr__candle_program *program, uint16_t place)
{
    return (const double *)program + place;
}

static inline const tr__candle_row *tr__candle_rows(const tr__candle_program *program)
{
    return tr__candle_at(program, program->rows_at);
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
    double *series;   /* (series_count - 4) * series_stride */
    uint8_t *masks;   /* (mask_count + TR__CANDLE_SPARE) * mask_stride */
    uint8_t *is_done; /* step_count */
    size_t block;     /* bars that there is room for */
    /* What comes next in the inputs, to be fetched while steps run; NULL when that is not known. */
    const double *const *ahead;
    size_t *ahead_at; /* bars fetched of TR__CANDLE_BLOCK */
} tr__candle_scratch;

/*
 * Run over `count` bars, at most `scratch->block`; in[k][-depth..count) must be there. rows[r][i] becomes the answer of
 * the program's r-th row. False when all answers are 0.
 */
bool tr__candle_run(const tr__candle_program *program, const double *const *in, size_t count,
                    const tr__candle_scratch *scratch, int8_t *const *rows);

/* The same without rows: runs every step, so that all series and masks can be looked at. */
void tr__candle_trace(const tr__candle_program *program, const double *const *in, size_t count,
                      const tr__candle_scratch *scratch);

/* Where a series and a mask are after that; index 0 is the first bar of the block. */
static inline const double *tr__candle_series_seen(const tr__candle_program *program,
                                                   const double *const *in,
                                                   const tr__candle_scratch *scratch, size_t number)
{
    return number < 4 ? in[number]
                      : scratch->series + program->series_pad +
                            (number - 4) * tr__candle_series_stride(program, scratch->block);
}

static inline const uint8_t *tr__candle_mask_seen(const tr__candle_program *program,
                                                  const tr__candle_scratch *scratch, size_t number)
{
    return scratch->masks + program->mask_pad +
           number * tr__candle_mask_stride(program, scratch->block);
}

/* Answers as TA-Lib's numbers. */
void tr__candle_widen(const int8_t *answers, size_t count, double *out);

#endif
