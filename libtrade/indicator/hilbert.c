/* hilbert.c: what hilbert.h declares. */
#include "indicator/hilbert.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "indicator/four.h"
#include "indicator/trig.h"

/* The transform over seven bars, before its gain is corrected for the period. */
static inline double transform(const double *x)
{
    return 0.0962 * (x[0] - *(x - 6)) + 0.5769 * (*(x - 2) - *(x - 4));
}

/*
 * How many bars a cycle takes that turns by the arc tangent of im / re in one: 360 degrees over it, for 6 bars and more. What
 * is less, or turns backwards, comes out as less than 6. With z the square of im / re the length is re / im times a power
 * series in (z - 1) / (z + 3), which keeps its distance from where that has no value; 1e-14 of the exact length. It has one
 * division less to wait for than the arc tangent and the division by it.
 */
static inline double cycle_length(double im, double re)
{
    double a = im * im, b = re * re, weight = (a + b) + (b + b);
    if (!(weight > 1e-280 && weight < 1e280))
        return 360 * TR__DEGREE / tr__atan_ratio(im, re);
    double x = (a - b) / weight, ratio = re / im;
    x = x < 1.0 / 3 ? x : 1.0 / 3;
    double x2 = x * x, x4 = x2 * x2, x8 = x4 * x4;
    double p0 = (8.0000000000000336792 + x * 5.8140836421187326972) +
                x2 * (2.7831951482888609912 + x * 2.8825198227791508378);
    double p1 = (2.0934162994799975026 + x * 2.1540765081463608071) +
                x2 * (1.7475413304332835019 + x * 1.7912126156383547026);
    double p2 = (1.5309827237699633293 + x * 1.5650666634228587887) +
                x2 * (1.3778096395654403841 + x * 1.4057072929635638333);
    double p3 = (1.2838487526327199366 + x * 1.3077487644198477427) +
                x2 * (1.0151123700172017303 + x * 1.0331326424154105496);
    double p4 = 1.8049659333134733933 + x * 1.8336565280309970114;
    double sum = ((p0 + x4 * p1) + (x8 * p2 + x8 * x4 * p3)) + x8 * x8 * p4;
    return ratio * sum;
}

/*
 * The period of the bar before decides the gain of this one's transforms, and this is the longest wait of all. So everything
 * is a polynomial in the gain, with coefficients that are known before it is: detrended = t g, quadrature = k g + a g^2, and
 * i2, q2, re and im of them.
 */
static inline void step(tr__hilbert *h, const double *smooth, double *detrended,
                        double *quadratures)
{
    const double t = transform(smooth), a = 0.0962 * t, i2 = h->i2, q2 = h->q2;
    const double *d = detrended, *q = quadratures;
    double k = 0.5769 * (*(d - 2) - *(d - 4)) - 0.0962 * *(d - 6);
    double rest = 0.5769 * (*(q - 2) - *(q - 4)) - 0.0962 * *(q - 6);
    /* i2 = i[0] + i[1] g + i[2] g^2 + i[3] g^3, and q2 likewise. */
    const double i[4] = { 0.2 * *(d - TR__IN_PHASE_LAG) + 0.8 * i2, -0.2 * rest, -0.2 * 0.0962 * k,
                          -0.2 * 0.0962 * a };
    const double j[3] = { 0.8 * q2, 0.2 * (k + transform(d - TR__IN_PHASE_LAG)), 0.2 * a };
    double re[4], im[4];
    for (size_t n = 0; n < 3; n++) {
        re[n] = 0.2 * (i[n] * i2 + j[n] * q2);
        im[n] = 0.2 * (i[n] * q2 - j[n] * i2);
    }
    re[0] += 0.8 * h->re;
    im[0] += 0.8 * h->im;
    re[3] = 0.2 * i[3] * i2;
    im[3] = 0.2 * i[3] * q2;
    const double before = h->period, g = 0.075 * before + 0.54, g2 = g * g;
    detrended[0] = t * g;
    quadratures[0] = k * g + a * g2;
    h->i2 = (i[0] + i[1] * g) + g2 * (i[2] + i[3] * g);
    h->q2 = (j[0] + j[1] * g) + g2 * j[2];
    h->re = (re[0] + re[1] * g) + g2 * (re[2] + re[3] * g);
    h->im = (im[0] + im[1] * g) + g2 * (im[2] + im[3] * g);
    double period = before, most = 1.5 * before, least = 0.67 * before;
    if (h->im != 0 && h->re != 0)
        period = cycle_length(h->im, h->re);
    most = most < TR__CYCLE_LONGEST ? most : TR__CYCLE_LONGEST;
    least = least > 6 ? least : 6;
    period = period < most ? period : most;
    period = period > least ? period : least;
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
    return longest > 0 ? (size_t)(int)(longest + 0.5) : 0;
}

/*
 * For every length of a cycle its sines and cosines, oldest bar first, behind as many zeros as make 52 of them: sums over a
 * cycle of any length take the same way, without a branch that nobody can foretell.
 */
#define ROW_SIZE  52
#define ROW_COUNT (TR__CYCLE_LONGEST + 1)
static_assert(ROW_SIZE % TR__FOUR == 0 && ROW_SIZE >= TR__CYCLE_LONGEST, "rows are fours");
static_assert(ROW_SIZE <= TR__CYCLE_DEPTH, "the tapes hold what a row meets");

void tr__cycle_plan(tr__plan *plan, tr__node *node)
{
    double *table = tr__plan_table(plan, node, (size_t)2 * ROW_COUNT * ROW_SIZE * sizeof(double));
    for (size_t length = 0; table != NULL && length < ROW_COUNT; length++) {
        double *sines = table + 2 * ROW_SIZE * length, *cosines = sines + ROW_SIZE;
        memset(sines, 0, (size_t)2 * ROW_SIZE * sizeof(double));
        for (size_t i = 0; i < length; i++) {
            double angle = (double)i * (360 * TR__DEGREE) / (double)length;
            sines[ROW_SIZE - 1 - i] = tr__sin(angle);
            cosines[ROW_SIZE - 1 - i] = tr__cos(angle);
        }
    }
}

/* The Fourier transform of the cycle that ends at a bar. */
TR__BODY void cycle_sums(const double *table, const double *smooth, double period, double *real,
                         double *imaginary)
{
    const double *sines = table + 2 * ROW_SIZE * whole_bars(period), *cosines = sines + ROW_SIZE,
                 *prices = smooth + 1 - ROW_SIZE;
    tr__four price, weight, r = { 0 }, im = { 0 };
#pragma GCC unroll 13
    for (size_t i = 0; i < ROW_SIZE; i += TR__FOUR) {
        TR__FOUR_LOAD(price, prices + i);
        TR__FOUR_LOAD(weight, sines + i);
        r += weight * price;
        TR__FOUR_LOAD(weight, cosines + i);
        im += weight * price;
    }
    *real = (r[0] + r[1]) + (r[2] + r[3]);
    *imaginary = (im[0] + im[1]) + (im[2] + im[3]);
}

/* A quarter turn, and one bar for the delay of the smoothing. */
static inline double phase_turned(double phase, double period)
{
    phase += 90 + 360 / period;
    return phase > 315 ? phase - 360 : phase;
}

TR__BODY void cycle_body(tr__cycle *cycle, tr__node *node, const double *periods, size_t from,
                         size_t count, double *phase_out)
{
    const double *smooth = tr__tape(node, TR__HILBERT_SMOOTH), *table = node->table;
    double real[TR__BLOCK_MAX], imaginary[TR__BLOCK_MAX], divisors[TR__BLOCK_MAX];
    double phase = cycle->phase;
    for (size_t i = from; i < count; i++) {
        cycle_sums(table, smooth + i, periods[i], real + i, imaginary + i);
        divisors[i] = imaginary[i] != 0 ? imaginary[i] : 1;
    }
    TR__VECTOR
    for (size_t i = from; i < count; i++) {
        double half = divisors[i] < 0 ? 180 : 0;
        double turned = tr__atan_ratio(real[i], divisors[i]) * (1 / TR__DEGREE) + half;
        turned += 90 + 360 / periods[i];
        phase_out[i] = turned > 315 ? turned - 360 : turned;
    }
    for (size_t i = from; i < count; i++) {
        double quarter = real[i] < 0 ? -90 : 90;
        if (imaginary[i] == 0)
            phase_out[i] = phase_turned(phase + (real[i] != 0 ? quarter : 0), periods[i]);
        phase = phase_out[i];
    }
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

/* Ones behind zeros: what lies `length` in front of the end has as many ones at its end. */
static const double last_ones[2 * ROW_SIZE] = {
    [ROW_SIZE] = 1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
};

/* Sums of the last values, as many as `lengths` says. */
TR__BODY void tail_sums(const double *x, const double *lengths, size_t from, size_t count,
                        double *sums)
{
    for (size_t i = from; i < count; i++) {
        const double *values = x + i + 1 - ROW_SIZE, *weights = last_ones + (size_t)(int)lengths[i];
        tr__four value, weight, sum = { 0 };
#pragma GCC unroll 13
        for (size_t k = 0; k < ROW_SIZE; k += TR__FOUR) {
            TR__FOUR_LOAD(value, values + k);
            TR__FOUR_LOAD(weight, weights + k);
            sum += weight * value;
        }
        sums[i] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}

TR__PLAIN void tail_sums_plain(const double *x, const double *lengths, size_t from, size_t count,
                               double *sums)
{
    tail_sums(x, lengths, from, count, sums);
}

TR__WIDE void tail_sums_wide(const double *x, const double *lengths, size_t from, size_t count,
                             double *sums)
{
    tail_sums(x, lengths, from, count, sums);
}

void tr__trend_run(tr__trend *trend, const tr__block *block, const double *periods, size_t from,
                   double *out)
{
    double *before = trend->before, lengths[TR__BLOCK_MAX], sums[TR__BLOCK_MAX];
    for (size_t i = from; i < block->count; i++) {
        size_t length = whole_bars(periods[i]);
        if (length > block->seen + i + 1)
            length = (size_t)(block->seen + i + 1);
        lengths[i] = (double)length;
    }
    if (tr__has_wide())
        tail_sums_wide(block->in[0], lengths, from, block->count, sums);
    else
        tail_sums_plain(block->in[0], lengths, from, block->count, sums);
    for (size_t i = from; i < block->count; i++) {
        double mean = lengths[i] > 0 ? sums[i] / lengths[i] : sums[i];
        out[i] = (4 * mean + 3 * before[0] + 2 * before[1] + before[2]) / 10;
        before[2] = before[1];
        before[1] = before[0];
        before[0] = mean;
    }
}
