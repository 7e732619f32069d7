/* marketfi.c: Market facilitation index. */
#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *volume = block->in[2];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = volume[i] > 0 ? (high[i] - low[i]) / volume[i] : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 0, 0, 1)

const tr__indicator tr__indicator_marketfi = {
    .info = {
        .name = "marketfi",
        .aliases = "",
        .title = "Market facilitation index",
        .group = "volume",
        .formula = "(high - low) / volume, 0 without volume.",
        .source = "Trading Chaos, 1995",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_VOLUME },
        .outputs = { { "marketfi", TR_UNIT_NUMBER } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
