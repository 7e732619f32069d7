/* hilbert.c: what hilbert.h declares. */
#include "indicator/hilbert.h"

#include <math.h>
#include <string.h>

#include "indicator/four.h"
#include "indicator/trig.h"

/* The transform over seven bars, before its gain is corrected for the period. */
static inline double transform(const double *x)
{
    return 0.0962 * (x[0] - *(x - 6)) + 0.5769 * (*(x - 2) - *(x - 4));
}

static inline double clamp(double value, double low, double high)
{
    value = value < low ? low : value;
    return value > high ? high : value;
}

static inline void step(tr__hilbert *h, const double *smooth, double *detrended,
                        double *quadratures)
{
    double gain = 0.075 * h->period + 0.54;
    detrended[0] = transform(smooth) * gain;
    quadratures[0] = transform(detrended) * gain;
    double in_phase = *(detrended - TR__IN_PHASE_LAG);
    double q2 =
        0.2 * (quadratures[0] + transform(detrended - TR__IN_PHASE_LAG) * gain) + 0.8 * h->q2;
    double i2 = 0.2 * (in_phase - transform(quadratures) * gain) + 0.8 * h->i2;
    h->re = 0.2 * (i2 * h->i2 + q2 * h->q2) + 0.8 * h->re;
    h->im = 0.2 * (i2 * h->q2 - q2 * h->i2) + 0.8 * h->im;
    h->q2 = q2;
    h->i2 = i2;
    double before = h->period, period = before;
    if (h->im != 0 && h->re != 0)
        period = 360 * TR__DEGREE / tr__atan_ratio(h->im, h->re);
    period = clamp(period, 0.67 * before, 1.5 * before);
    period = clamp(period, 6, TR__CYCLE_LONGEST);
    h->period = 0.2 * period + 0.8 * before;
    h->smooth_period = 0.33 * h->period + 0.67 * h->smooth_period;
}

size_t tr__hilbert_run(tr__hilbert *hilbert, tr__node *node, const tr__block *block, uint64_t first,
                       double *period_out)
{
    const double *x = block->in[0];
    double *smooth = tr__tape(node, TR__HILBERT_SMOOTH),
           *detrended = tr__tape(node, TR__HILBERT_DETRENDED),
           *quadratures = tr__tape(node, TR__HILBERT_QUADRATURE);
    size_t from = block->seen < first ? (size_t)(first - block->seen) : 0;
    if (from > block->count)
        from = block->count;
    for (size_t i = 0; i < from; i++)
        smooth[i] = detrended[i] = quadratures[i] = 0;
    TR__VECTOR
    for (size_t i = from; i < block->count; i++)
        smooth[i] = (4 * x[i] + 3 * *(x + i - 1) + 2 * *(x + i - 2) + *(x + i - 3)) / 10;
    tr__hilbert now = *hilbert;
    for (size_t i = from; i < block->count; i++) {
        step(&now, smooth + i, detrended + i, quadratures + i);
        period_out[i] = now.smooth_period;
    }
    *hilbert = now;
    return from;
}

/* A period in whole bars; whatever a restored state holds, it lies within the past that is kept. */
static inline size_t whole_bars(double period)
{
    double longest = period < TR__CYCLE_LONGEST ? period : TR__CYCLE_LONGEST;
    return longest > 0 ? (size_t)(longest + 0.5) : 0;
}

/*
 * For every length of a cycle its sines and cosines, oldest bar first and a multiple of four of them: the first are 0,
 * so that the sum over a cycle needs no remainder.
 */
#define ROW_SIZE  52
#define ROW_COUNT (TR__CYCLE_LONGEST + 1)

static size_t padded(size_t length)
{
    return (length + TR__FOUR - 1) / TR__FOUR * TR__FOUR;
}

void tr__cycle_plan(tr__plan *plan, tr__node *node)
{
    double *table = tr__plan_table(plan, node, (size_t)2 * ROW_COUNT * ROW_SIZE * sizeof(double));
    for (size_t length = 1; table != NULL && length < ROW_COUNT; length++) {
        double *sines = table + 2 * ROW_SIZE * length, *cosines = sines + ROW_SIZE;
        size_t size = padded(length);
        memset(sines, 0, (size_t)2 * ROW_SIZE * sizeof(double));
        for (size_t i = 0; i < length; i++) {
            double angle = (double)i * (360 * TR__DEGREE) / (double)length;
            sines[size - 1 - i] = tr__sin(angle);
            cosines[size - 1 - i] = tr__cos(angle);
        }
    }
}

static inline double phase_step(const double *table, const double *smooth, double period,
                                double before)
{
    size_t length = whole_bars(period), size = padded(length);
    const double *sines = table + 2 * ROW_SIZE * length, *cosines = sines + ROW_SIZE,
                 *prices = smooth + 1 - size;
    tr__four price, weight, r = { 0 }, im = { 0 };
    for (size_t i = 0; i < size; i += TR__FOUR) {
        TR__FOUR_LOAD(price, prices + i);
        TR__FOUR_LOAD(weight, sines + i);
        r += weight * price;
        TR__FOUR_LOAD(weight, cosines + i);
        im += weight * price;
    }
    double real = (r[0] + r[1]) + (r[2] + r[3]), imaginary = (im[0] + im[1]) + (im[2] + im[3]);
    double phase = before;
    if (imaginary != 0)
        phase = tr__atan_ratio(real, imaginary) / TR__DEGREE;
    else if (real != 0)
        phase += real < 0 ? -90 : 90;
    /* A quarter turn, and one bar for the delay of the smoothing. */
    phase += 90 + 360 / period;
    if (imaginary < 0)
        phase += 180;
    return phase > 315 ? phase - 360 : phase;
}

TR__BODY void cycle_body(tr__cycle *cycle, tr__node *node, const double *periods, size_t from,
                         size_t count, double *phase_out)
{
    const double *smooth = tr__tape(node, TR__HILBERT_SMOOTH), *table = node->table;
    double phase = cycle->phase;
    for (size_t i = from; i < count; i++)
        phase_out[i] = phase = phase_step(table, smooth + i, periods[i], phase);
    cycle->phase = phase;
}

TR__PLAIN void cycle_plain(tr__cycle *cycle, tr__node *node, const double *periods, size_t from,
                        size_t count, double *phase_out)
{
    cycle_body(cycle, node, periods, from, count, phase_out);
}

TR__WIDE void cycle_wide(tr__cycle *cycle, tr__node *node, const double *periods, size_t from,
                         size_t count, double *phase_out)
{
    cycle_body(cycle, node, periods, from, count, phase_out);
}

void tr__cycle_run(tr__cycle *cycle, tr__node *node, const double *periods, size_t from,
                   size_t count, double *phase_out)
{
    if (tr__has_wide())
        cycle_wide(cycle, node, periods, from, count, phase_out);
    else
        cycle_plain(cycle, node, periods, from, count, phase_out);
}

/* The sum of the `count` values that end at x, by fours. */
static inline double tail_sum(const double *x, size_t count)
{
    tr__four part, sums = { 0 };
    size_t i = 0;
    for (; i + TR__FOUR <= count; i += TR__FOUR) {
        TR__FOUR_LOAD(part, x - i - (TR__FOUR - 1));
        sums += part;
    }
    double rest = 0;
    for (; i < count; i++)
        rest += *(x - i);
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + rest;
}

void tr__trend_run(tr__trend *trend, const tr__block *block, const double *periods, size_t from,
                   double *out)
{
    double *before = trend->before;
    for (size_t i = from; i < block->count; i++) {
        size_t length = whole_bars(periods[i]);
        if (length > block->seen + i + 1)
            length = (size_t)(block->seen + i + 1);
        double sum = tail_sum(block->in[0] + i, length);
        double mean = length > 0 ? sum / (double)length : sum;
        out[i] = (4 * mean + 3 * before[0] + 2 * before[1] + before[2]) / 10;
        before[2] = before[1];
        before[1] = before[0];
        before[0] = mean;
    }
}
