/* msw.c: MESA sine wave. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/four.h"
#include "indicator/trig.h"

static double pi_of(const tr__node *node)
{
    return node->preset == TR_INDICATOR_TULIP ? 3.1415926 : TR__PI;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_tapes(plan, node, 1, 0, period);
    /* Cosines, then sines. */
    double *table = tr__plan_table(plan, node, 2 * period * sizeof(double));
    for (size_t k = 0; table != NULL && k < period; k++) {
        double angle = 2 * pi_of(node) * (double)k / (double)period;
        table[k] = tr__cos(angle);
        table[period + k] = tr__sin(angle);
    }
}

/* The Fourier transform at one period; bars side by side, each in the same order. */
TR__BODY void transform(const double *x, const double *cosines, size_t period, size_t count,
                        double *real_out, double *imaginary_out)
{
    const double *sines = cosines + period;
    size_t i = 0;
    for (; i + TR__FOUR <= count; i += TR__FOUR) {
        tr__four value, real = { 0 }, imaginary = { 0 };
        for (size_t k = 0; k < period; k++) {
            TR__FOUR_LOAD(value, x + i - k);
            real += value * cosines[k];
            imaginary += value * sines[k];
        }
        TR__FOUR_STORE(real_out + i, real);
        TR__FOUR_STORE(imaginary_out + i, imaginary);
    }
    for (; i < count; i++) {
        double real = 0, imaginary = 0;
        for (size_t k = 0; k < period; k++) {
            real += *(x + i - k) * cosines[k];
            imaginary += *(x + i - k) * sines[k];
        }
        real_out[i] = real;
        imaginary_out[i] = imaginary;
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    double real[TR__BLOCK_MAX], imaginary[TR__BLOCK_MAX], pi = pi_of(node);
    transform(block->in[0], node->table, tr__count(node, 0), block->count, real, imaginary);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double size = fabs(real[i]), side = imaginary[i] < 0 ? -pi : pi;
        double angle = tr__atan_ratio(imaginary[i], size > 0.001 ? real[i] : 1);
        double phase = size > 0.001 ? angle : side;
        phase += real[i] < 0 ? pi : 0;
        phase += pi / 2;
        phase += phase < 0 ? 2 * pi : 0;
        phase -= phase > 2 * pi ? 2 * pi : 0;
        out0[i] = tr__sin(phase);
        out1[i] = tr__sin(phase + pi / 4);
    }
}

TR__RUN_WIDE(run)

const tr__indicator tr__indicator_msw = {
    .info = {
        .name = "msw",
        .aliases = "",
        .title = "MESA sine wave",
        .group = "cycle",
        .formula = "Sine of the phase of the period-long cycle, by a Fourier transform over the "
                   "last period values, and of 45 degrees more; first at bar period.",
        .source = "Rocket Science for Traders, 2001",
        .notes = "Cost: O(period) a bar. Preset tulip takes 3.1415926 for pi.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 } },
        .outputs = { { "sine", TR_UNIT_NUMBER }, { "lead", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
};
