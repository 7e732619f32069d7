/* tan.c: Tangent. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/trig.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = tr__sin(x[i]) / tr__cos(x[i]);
    for (size_t i = 0; i < block->count; i++)
        if (!(fabs(x[i]) <= TR__ANGLE_MAX))
            out[i] = tan(x[i]);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_tan = {
    .info = {
        .name = "tan",
        .aliases = "",
        .title = "Tangent",
        .group = "math",
        .formula = "tan(x) of every bar; NaN outside of its domain.",
        .source = "C11, ISO/IEC 9899:2011",
        .notes = "Within 4 units in the last place of the exact value.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "tan", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
