/* msw.c: MESA sine wave. */
#include <math.h>

#include "indicator/engine.h"

static void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_tapes(plan, node, 1, 0, period);
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    size_t period = tr__count(node, 0);
    double pi = node->preset == TR_INDICATOR_TULIP ? 3.1415926 : 3.14159265358979323846;
    for (size_t i = block->skip; i < block->count; i++) {
        double real = 0, imaginary = 0;
        for (size_t k = 0; k < period; k++) {
            double angle = 2 * pi * (double)k / (double)period;
            real += cos(angle) * *(x + i - k);
            imaginary += sin(angle) * *(x + i - k);
        }
        double phase = fabs(real) > 0.001 ? atan(imaginary / real) : imaginary < 0 ? -pi : pi;
        if (real < 0)
            phase += pi;
        phase += pi / 2;
        if (phase < 0)
            phase += 2 * pi;
        if (phase > 2 * pi)
            phase -= 2 * pi;
        out0[i] = sin(phase);
        out1[i] = sin(phase + pi / 4);
    }
}

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
    .run = run,
};
