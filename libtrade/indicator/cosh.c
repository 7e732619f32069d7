/* cosh.c: Hyperbolic cosine. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/power.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = tr__cosh(x[i]);
    for (size_t i = 0; i < block->count; i++)
        if (!(fabs(x[i]) <= TR__EXPONENT_MAX))
            out[i] = cosh(x[i]);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_cosh = {
    .info = {
        .name = "cosh",
        .aliases = "",
        .title = "Hyperbolic cosine",
        .group = "math",
        .formula = "cosh(x) of every bar; NaN outside of its domain.",
        .source = "C11, ISO/IEC 9899:2011",
        .notes = "Within 4 units in the last place of the exact value.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "cosh", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
