/* torad.c: Degrees to radians. */
#include "indicator/engine.h"

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    for (size_t i = 0; i < block->count; i++)
        out[i] = x[i] * (3.14159265358979323846 / 180);
}

const tr__indicator tr__indicator_torad = {
    .info = {
        .name = "torad",
        .aliases = "",
        .title = "Degrees to radians",
        .group = "math",
        .formula = "x * pi / 180 of every bar.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "torad", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    .run = run,
};
