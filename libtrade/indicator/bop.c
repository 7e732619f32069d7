/* bop.c: Balance of power. */
#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *high = block->in[1];
    const double *low = block->in[2];
    const double *close = block->in[3];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = high[i] > low[i] ? (close[i] - open[i]) / (high[i] - low[i]) : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 4, 0, 0, 1)

const tr__indicator tr__indicator_bop = {
    .info = {
        .name = "bop",
        .aliases = "",
        .title = "Balance of power",
        .group = "momentum",
        .formula = "(close - open) / (high - low), 0 where high = low.",
        .source = "The Balance of Market Power, 2001",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "bop", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
