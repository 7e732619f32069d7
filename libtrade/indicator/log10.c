/* log10.c: Decimal logarithm. */
#include <math.h>

#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    for (size_t i = 0; i < block->count; i++)
        out[i] = log10(x[i]);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_log10 = {
    .info = {
        .name = "log10",
        .aliases = "",
        .title = "Decimal logarithm",
        .group = "math",
        .formula = "log10(x) of every bar, as the C library computes it; NaN outside of its "
                   "domain.",
        .source = "C11, ISO/IEC 9899:2011",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "log10", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    .run = run,
    .step = run_step,
};
