/* round.c: Nearest whole number. */
#include <math.h>

#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = floor(x[i] + 0.5);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_round = {
    .info = {
        .name = "round",
        .aliases = "npround",
        .title = "Nearest whole number",
        .group = "math",
        .formula = "floor(x + 0.5) of every bar.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "round", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
