/* candle.c: a candlestick pattern as an indicator: a program of one row. */
#include "indicator/candle.h"

#include <assert.h>

#include "indicator/candle_run.h"

/* What one pattern needs with TA-Lib's settings, which the unit tests hold; the stack of a run is made of it. */
#define BARS       128
#define SERIES_MAX 28
#define MASKS_MAX  40
#define PAD_MAX    16

void tr__pattern_plan(tr__plan *plan, tr__node *node)
{
    tr__candle_draft draft;
    const tr__pattern *pattern = node->indicator->pattern;
    tr__candle_draft_begin(&draft);
    tr__candle_draft_add(&draft, pattern, 0, tr__candle_talib, node->params[0]);
    tr__candle_draft_end(&draft);
    const tr__candle_program *program = &draft.program;
    assert(program->series_count <= SERIES_MAX + 4 && program->series_pad <= PAD_MAX);
    assert(program->mask_count <= MASKS_MAX && program->mask_pad <= PAD_MAX);
    node->lookback = draft.rows[0].lookback;
    tr__plan_tapes(plan, node, 4, 0, program->depth);
    void *table = tr__plan_table(plan, node, program->size);
    if (table != NULL)
        tr__candle_draft_write(&draft, table);
}

void tr__pattern_run(tr__node *node, const tr__block *block)
{
    const tr__candle_program *program = node->table;
    double series[SERIES_MAX * (BARS + PAD_MAX)];
    uint8_t masks[(MASKS_MAX + TR__CANDLE_SPARE) * (BARS + PAD_MAX)];
    int8_t row[BARS];
    const tr__candle_scratch scratch = { series, masks, BARS };
    for (size_t begin = 0; begin < block->count; begin += BARS) {
        size_t count = block->count - begin < BARS ? block->count - begin : BARS;
        const double *const in[4] = { block->in[0] + begin, block->in[1] + begin,
                                      block->in[2] + begin, block->in[3] + begin };
        tr__candle_run(program, in, count, &scratch, &(int8_t *){ row });
        double *out = block->out[0] + begin;
        for (size_t i = 0; i < count; i++)
            out[i] = tr_candle_value(row[i]);
    }
}

void tr__candle_run(const tr__candle_program *program, const double *const *in, size_t count,
                    const tr__candle_scratch *scratch, int8_t *const *rows)
{
#if TR__CANDLE_WIDE
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        tr__candle_run_avx512(program, in, count, scratch, rows);
    else if (__builtin_cpu_supports("avx2"))
        tr__candle_run_avx2(program, in, count, scratch, rows);
    else
        tr__candle_run_plain(program, in, count, scratch, rows);
#else
    tr__candle_run_plain(program, in, count, scratch, rows);
#endif
}
