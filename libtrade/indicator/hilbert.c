/* hilbert.c: what hilbert.h declares. */
#include "indicator/hilbert.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static void push(double *series, size_t length, double value)
{
    memmove(series + 1, series, (length - 1) * sizeof *series);
    series[0] = value;
}

/* The transform over seven bars, its gain corrected for the period. */
static double transform(const double *series, double gain)
{
    return (0.0962 * series[0] + 0.5769 * series[2] - 0.5769 * series[4] - 0.0962 * series[6]) *
           gain;
}

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

void tr__hilbert_step(tr__hilbert *h, const double *x)
{
    double gain = 0.075 * h->period + 0.54;
    push(h->smooth, 7, (4 * x[0] + 3 * *(x - 1) + 2 * *(x - 2) + *(x - 3)) / 10);
    push(h->detrended, 10, transform(h->smooth, gain));
    push(h->quadratures, 7, transform(h->detrended, gain));
    h->in_phase = h->detrended[3];
    h->quadrature = h->quadratures[0];
    double q2 = 0.2 * (h->quadrature + transform(h->detrended + 3, gain)) + 0.8 * h->q2;
    double i2 = 0.2 * (h->in_phase - transform(h->quadratures, gain)) + 0.8 * h->i2;
    h->re = 0.2 * (i2 * h->i2 + q2 * h->q2) + 0.8 * h->re;
    h->im = 0.2 * (i2 * h->q2 - q2 * h->i2) + 0.8 * h->im;
    h->q2 = q2;
    h->i2 = i2;
    double before = h->period, period = before;
    if (h->im != 0 && h->re != 0)
        period = 360 / (atan(h->im / h->re) / TR__DEGREE);
    period = clamp(period, 0.67 * before, 1.5 * before);
    period = clamp(period, 6, TR__CYCLE_LONGEST);
    h->period = 0.2 * period + 0.8 * before;
    h->smooth_period = 0.33 * h->period + 0.67 * h->smooth_period;
}

/* Bars of a cycle; a restored state may claim any period, so NaN and what is too long are the longest there is. */
static int cycle_length(double period)
{
    if (period < 0)
        return 0;
    return period <= TR__CYCLE_LONGEST ? (int)(period + 0.5) : TR__CYCLE_LONGEST;
}

void tr__cycle_step(tr__cycle *cycle, const tr__hilbert *hilbert)
{
    push(cycle->prices, TR__CYCLE_LONGEST, hilbert->smooth[0]);
    int length = cycle_length(hilbert->smooth_period);
    double real = 0, imaginary = 0, phase = cycle->phase;
    for (int i = 0; i < length; i++) {
        double angle = (double)i * (360 * TR__DEGREE) / (double)length;
        real += sin(angle) * cycle->prices[i];
        imaginary += cos(angle) * cycle->prices[i];
    }
    if (imaginary != 0)
        phase = atan(real / imaginary) / TR__DEGREE;
    else if (real != 0)
        phase += real < 0 ? -90 : 90;
    /* A quarter turn, and one bar for the delay of the smoothing. */
    phase += 90 + 360 / hilbert->smooth_period;
    if (imaginary < 0)
        phase += 180;
    cycle->phase = phase > 315 ? phase - 360 : phase;
}

double tr__trend_step(tr__trend *trend, const tr__hilbert *hilbert, const double *x, uint64_t index)
{
    int length = cycle_length(hilbert->smooth_period);
    if ((uint64_t)length > index + 1)
        length = (int)(index + 1);
    double sum = 0;
    for (int i = 0; i < length; i++)
        sum += *(x - i);
    double mean = length > 0 ? sum / length : sum;
    double value = (4 * mean + 3 * trend->before[0] + 2 * trend->before[1] + trend->before[2]) / 10;
    push(trend->before, 3, mean);
    return value;
}
