/* mult.c: Product of two series. */
#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *y = block->in[1];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = x[i] * y[i];
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 0, 1)

const tr__indicator tr__indicator_mult = {
    .info = {
        .name = "mult",
        .aliases = "mul",
        .title = "Product of two series",
        .group = "math",
        .formula = "first * second, bar by bar.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL },
        .outputs = { { "mult", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
