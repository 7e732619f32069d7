/* aroonosc.c: Aroon oscillator. */
#include "indicator/aroon.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0], low[TR__BLOCK_MAX], n = node->params[0];
    tr__aroon_bars(node, block, low, out);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = 100 * (low[i] - out[i]) / n;
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_aroonosc = {
    .info = {
        .name = "aroonosc",
        .aliases = "",
        .title = "Aroon oscillator",
        .group = "momentum",
        .formula = "aroon up - aroon down; first at bar period.",
        .source = "Time Price Oscillator, 1995",
        .notes = "Of equal extremes the newest counts. A window that runs one way costs O(period) "
                 "a bar.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "aroonosc", TR_UNIT_PERCENT } },
    },
    .plan = tr__aroon_plan,
    .run = run,
    .step = run_step,
};
