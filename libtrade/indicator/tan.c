/* tan.c: Tangent. */
#include <math.h>

#include "indicator/engine.h"

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    for (size_t i = 0; i < block->count; i++)
        out[i] = tan(x[i]);
}

const tr__indicator tr__indicator_tan = {
    .info = {
        .name = "tan",
        .aliases = "",
        .title = "Tangent",
        .group = "math",
        .formula = "tan(x) of every bar, as the C library computes it; NaN outside of its domain.",
        .source = "C11, ISO/IEC 9899:2011",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "tan", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    .run = run,
};
