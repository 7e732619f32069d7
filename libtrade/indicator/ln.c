/* ln.c: Natural logarithm. */
#include <float.h>
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
        out[i] = tr__ln(x[i]);
    for (size_t i = 0; i < block->count; i++)
        if (!(x[i] >= DBL_MIN))
            out[i] = log(x[i]);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_ln = {
    .info = {
        .name = "ln",
        .aliases = "",
        .title = "Natural logarithm",
        .group = "math",
        .formula = "log(x) of every bar; NaN outside of its domain.",
        .source = "C11, ISO/IEC 9899:2011",
        .notes = "Within 4 units in the last place of the exact value.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "ln", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
