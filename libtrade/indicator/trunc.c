/* trunc.c: Whole part. */
#include <math.h>

#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = trunc(x[i]);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_trunc = {
    .info = {
        .name = "trunc",
        .aliases = "",
        .title = "Whole part",
        .group = "math",
        .formula = "trunc(x) of every bar.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "trunc", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
