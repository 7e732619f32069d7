/* todeg.c: Radians to degrees. */
#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = x[i] * (180 / 3.14159265358979323846);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_todeg = {
    .info = {
        .name = "todeg",
        .aliases = "",
        .title = "Radians to degrees",
        .group = "math",
        .formula = "x * 180 / pi of every bar.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "todeg", TR_UNIT_DEGREES } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
