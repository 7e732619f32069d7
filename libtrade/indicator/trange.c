/* trange.c: True range. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = node->preset == TR_INDICATOR_TULIP ? 0 : 1;
    tr__plan_tapes(plan, node, 3, 0, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        out[i] = top - bottom;
    }
    if (block->seen == 0)
        out[0] = high[0] - low[0];
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 0, 1)

const tr__indicator tr__indicator_trange = {
    .info = {
        .name = "trange",
        .aliases = "tr true_range",
        .title = "True range",
        .group = "volatility",
        .formula = "max(high, close before) - min(low, close before); first at bar 1.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "Preset tulip starts at bar 0 with high - low.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "trange", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
