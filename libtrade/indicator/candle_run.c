/*
 * candle_run.c: runs a program over a block of bars.
 *
 * Compiled once for the plain machine and again with AVX2 and AVX-512 (meson.build), as tr__candle_run_<level>; the
 * loops are written so that compilers turn them into SIMD by themselves. The answers are the same bits: adding,
 * comparing and dividing doubles is exact to the last bit at every width, and nothing is contracted.
 */
#include "indicator/candle_run.h"

#include <assert.h>

#define FOR_ALL(count) for (size_t i = 0; i < (count); i++)

/* The masks of four checks at once, or fewer by repeating one. */
static void masks_and(uint8_t *restrict out, const uint8_t *a, const uint8_t *b, const uint8_t *c,
                      const uint8_t *d, size_t count)
{
    FOR_ALL(count) out[i] = (uint8_t)(a[i] & b[i] & c[i] & d[i]);
}

static void masks_neither(uint8_t *restrict out, const uint8_t *a, const uint8_t *b, size_t count)
{
    FOR_ALL(count) out[i] = (uint8_t) ~(a[i] | b[i]);
}

static void row_choose(int8_t *restrict row, const uint8_t *mask, int8_t value, size_t count)
{
    FOR_ALL(count) row[i] = (int8_t)((row[i] & ~mask[i]) | (value & mask[i]));
}

static void row_begin(int8_t *restrict row, const uint8_t *mask, int8_t value, size_t count)
{
    FOR_ALL(count) row[i] = (int8_t)(value & mask[i]);
}

/* Where things are during a run; index 0 is the first bar of the block. */
typedef struct running {
    const tr__candle_program *program;
    const double *const *in;
    double *series;
    uint8_t *masks;
    size_t series_stride;
    size_t mask_stride;
    size_t count;
} running;

static double *series_at(const running *on, size_t number)
{
    assert(number >= 4 && number < on->program->series_count);
    return on->series + (number - 4) * on->series_stride + on->program->series_pad;
}

static const double *series_seen(const running *on, size_t number)
{
    return number < 4 ? on->in[number] : series_at(on, number);
}

static uint8_t *mask_at(const running *on, size_t number)
{
    return on->masks + number * on->mask_stride + on->program->mask_pad;
}

static void series_step(const running *on, const tr__candle_step *step)
{
    double *restrict out = series_at(on, step->target) - step->before;
    const double *a = series_seen(on, step->a) - step->a_back - step->before;
    const double *b = series_seen(on, step->b) - step->b_back - step->before;
    double factor = step->factor;
    size_t count = on->count + step->before;
    switch (step->kind) {
    case TR__STEP_HIGHER:
        FOR_ALL(count) out[i] = a[i] > b[i] ? a[i] : b[i];
        break;
    case TR__STEP_LOWER:
        FOR_ALL(count) out[i] = a[i] < b[i] ? a[i] : b[i];
        break;
    case TR__STEP_PLUS:
        FOR_ALL(count) out[i] = a[i] + b[i];
        break;
    case TR__STEP_MINUS:
        FOR_ALL(count) out[i] = a[i] - b[i];
        break;
    case TR__STEP_TIMES:
        FOR_ALL(count) out[i] = a[i] * factor;
        break;
    default:
        assert(step->kind == TR__STEP_DIVIDED);
        FOR_ALL(count) out[i] = a[i] / factor;
    }
}

static void mask_compare(const running *on, const tr__candle_step *step)
{
    uint8_t *restrict out = mask_at(on, step->target) - step->before;
    const double *a = series_seen(on, step->a) - step->a_back - step->before;
    const double *b = series_seen(on, step->b) - step->b_back - step->before;
    size_t count = on->count + step->before;
    if (step->kind == TR__STEP_OVER)
        FOR_ALL(count) out[i] = a[i] > b[i] ? 0xff : 0;
    else
        FOR_ALL(count) out[i] = a[i] >= b[i] ? 0xff : 0;
}

/* The checks of a list, and `more` when it is not NULL. Returns where the mask is: in one of two places, or a check's. */
static const uint8_t *checks_and(const running *on, const tr__candle_check *checks, size_t listed,
                                 const uint8_t *more, size_t before, uint8_t *const places[2])
{
    const uint8_t *all = more;
    size_t done = 0, turn = more == places[0];
    size_t count = on->count + before;
    if (all == NULL) {
        assert(listed > 0);
        all = mask_at(on, checks[0].mask) - checks[0].back - before;
        done = 1;
    }
    while (done < listed) {
        const uint8_t *next[3] = { all, all, all };
        for (size_t k = 0; k < 3 && done < listed; k++, done++)
            next[k] = mask_at(on, checks[done].mask) - checks[done].back - before;
        masks_and(places[turn], all, next[0], next[1], next[2], count);
        all = places[turn];
        turn = 1 - turn;
    }
    return all;
}

static void mask_step(const running *on, const tr__candle_step *step)
{
    if (step->kind < TR__STEP_ALL) {
        mask_compare(on, step);
        return;
    }
    uint8_t *out = mask_at(on, step->target) - step->before;
    size_t count = on->count + step->before;
    if (step->kind == TR__STEP_NEITHER) {
        masks_neither(out, mask_at(on, step->a) - step->before, mask_at(on, step->b) - step->before,
                      count);
        return;
    }
    uint8_t *const places[2] = { on->masks + on->program->mask_count * on->mask_stride,
                                 on->masks + (on->program->mask_count + 1) * on->mask_stride };
    const uint8_t *all = checks_and(on, tr__candle_checks(on->program) + step->a, step->b, NULL,
                                    step->before, places);
    masks_and(out, all, all, all, all, count);
}

static void row_run(const running *on, const tr__candle_row *row, int8_t *out)
{
    const tr__candle_check *checks = tr__candle_checks(on->program);
    const tr__candle_case *cases = tr__candle_cases(on->program) + row->case_first;
    uint8_t *spare = on->masks + on->program->mask_count * on->mask_stride;
    uint8_t *const places[2] = { spare, spare + on->mask_stride };
    uint8_t *const case_places[2] = { spare + 2 * on->mask_stride, spare + 3 * on->mask_stride };
    const uint8_t *always = NULL;
    if (row->check_count > 0)
        always = checks_and(on, checks + row->check_first, row->check_count, NULL, 0, places);
    /* From the last case to the first, as the first one that holds has the say. */
    for (size_t i = row->case_count; i-- > 0;) {
        const uint8_t *mask = checks_and(on, checks + cases[i].check_first, cases[i].check_count,
                                         always, 0, case_places);
        if (i + 1 == row->case_count)
            row_begin(out, mask, cases[i].value, on->count);
        else
            row_choose(out, mask, cases[i].value, on->count);
    }
}

void TR__CANDLE_RUN(const tr__candle_program *program, const double *const *in, size_t count,
                    const tr__candle_scratch *scratch, int8_t *const *rows)
{
    assert(count > 0 && count <= scratch->block);
    running on = { .program = program,
                   .in = in,
                   .series = scratch->series,
                   .masks = scratch->masks,
                   .series_stride = tr__candle_series_stride(program, scratch->block),
                   .mask_stride = tr__candle_mask_stride(program, scratch->block),
                   .count = count };
    const tr__candle_step *steps = tr__candle_steps(program);
    for (size_t i = 0; i < program->step_count; i++) {
        if (steps[i].kind < TR__STEP_OVER)
            series_step(&on, &steps[i]);
        else
            mask_step(&on, &steps[i]);
    }
    for (size_t r = 0; r < program->row_count; r++)
        row_run(&on, &tr__candle_rows(program)[r], rows[r]);
}
