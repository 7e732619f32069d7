/* emv.c: Ease of movement. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_tapes(plan, node, 2, 0, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *volume = block->in[2];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double step = (high[i] + low[i]) / 2 - (*(high + i - 1) + *(low + i - 1)) / 2,
               range = high[i] - low[i];
        out[i] = volume[i] > 0 ? step * range * 10000 / volume[i] : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 2, 0, 1)

const tr__indicator tr__indicator_emv = {
    .info = {
        .name = "emv",
        .aliases = "eom",
        .title = "Ease of movement",
        .group = "volume",
        .formula = "Step of (high + low) / 2 times (high - low) over volume / 10000; 0 without "
                   "volume; first at bar 1.",
        .source = "Volume Cycles in the Stock Market, 1994",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_VOLUME },
        .outputs = { { "emv", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
