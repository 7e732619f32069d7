/* aroon.c: Aroon. */
#include "indicator/aroon.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *down = block->out[0], *up = block->out[1], n = node->params[0];
    tr__aroon_bars(node, block, down, up);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++) {
        down[i] = 100 * (n - down[i]) / n;
        up[i] = 100 * (n - up[i]) / n;
    }
}

TR__STEP(run, 2, 2, 0, 2)

const tr__indicator tr__indicator_aroon = {
    .info = {
        .name = "aroon",
        .aliases = "",
        .title = "Aroon",
        .group = "momentum",
        .formula = "Bars since the lowest low and the highest high of the last period + 1 bars: "
                   "100 (period - bars) / period; first at bar period.",
        .source = "Time Price Oscillator, 1995",
        .notes = "Of equal extremes the newest counts. A window that runs one way costs O(period) "
                 "a bar.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "down", TR_UNIT_PERCENT }, { "up", TR_UNIT_PERCENT } },
    },
    .plan = tr__aroon_plan,
    .run = run,
    .step = run_step,
};
