/* candle.c: a candlestick pattern as an indicator: a program of one row. */
#include "indicator/candle.h"

#include "indicator/processor.h"

#include <assert.h>
#include <string.h>

#include "indicator/candle_run.h"

/* What one pattern needs with TA-Lib's settings, which planning holds; the stack of a run is made of it. */
#define BARS       128
#define SERIES_MAX 28
#define MASKS_MAX  24
#define PAD_MAX    16
#define STEPS_MAX  48

static_assert(TR__CANDLE_BLOCK <= TR__BLOCK_MAX, "what comes next is a whole block");

void tr__pattern_plan(tr__plan *plan, tr__node *node)
{
    tr__candle_draft draft;
    const tr__indicator *indicator = node->indicator;
    bool is_tulip = indicator->tulip_pattern != NULL &&
                    (node->preset == TR_INDICATOR_TULIP || indicator->pattern == NULL);
    tr__candle_draft_begin(&draft);
    tr__candle_draft_add(&draft, is_tulip ? indicator->tulip_pattern : indicator->pattern, 0,
                         is_tulip ? tr__candle_tulip : tr__candle_talib, node->params[0]);
    tr__candle_draft_sort(&draft);
    tr__candle_draft_end(&draft);
    const tr__candle_program *program = &draft.program;
    assert(program->series_count <= SERIES_MAX + 4 && program->series_pad <= PAD_MAX);
    assert(program->mask_count <= MASKS_MAX && program->mask_pad <= PAD_MAX);
    assert(program->step_count <= STEPS_MAX);
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
    uint8_t masks[(MASKS_MAX + TR__CANDLE_SPARE) * (BARS + PAD_MAX)], is_done[STEPS_MAX];
    int8_t row[BARS];
    size_t ahead_at = 0;
    const tr__candle_scratch scratch = { series, masks, is_done, BARS, node->ahead, &ahead_at };
    for (size_t begin = 0; begin < block->count; begin += BARS) {
        size_t count = block->count - begin < BARS ? block->count - begin : BARS;
        const double *const in[4] = { block->in[0] + begin, block->in[1] + begin,
                                      block->in[2] + begin, block->in[3] + begin };
        double *out = block->out[0] + begin;
        if (tr__candle_run(program, in, count, &scratch, &(int8_t *){ row }))
            tr__candle_widen(row, count, out);
        else
            memset(out, 0, count * sizeof *out);
    }
}

bool tr__candle_run(const tr__candle_program *program, const double *const *in, size_t count,
                    const tr__candle_scratch *scratch, int8_t *const *rows)
{
#if TR__CANDLE_WIDE
    if (tr__has_wide())
        return tr__candle_run_avx2(program, in, count, scratch, rows);
#endif
    return tr__candle_run_plain(program, in, count, scratch, rows);
}

void tr__candle_trace(const tr__candle_program *program, const double *const *in, size_t count,
                      const tr__candle_scratch *scratch)
{
#if TR__CANDLE_WIDE
    if (tr__has_wide()) {
        tr__candle_trace_avx2(program, in, count, scratch);
        return;
    }
#endif
    tr__candle_trace_plain(program, in, count, scratch);
}

void tr__candle_widen(const int8_t *answers, size_t count, double *out)
{
#if TR__CANDLE_WIDE
    if (tr__has_wide()) {
        tr__candle_widen_avx2(answers, count, out);
        return;
    }
#endif
    tr__candle_widen_plain(answers, count, out);
}
