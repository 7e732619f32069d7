/* atr.c: Average true range. */
#include "indicator/range.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__atr_run(node, block);
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 0, 1)

const tr__indicator tr__indicator_atr = {
    .info = {
        .name = "atr",
        .aliases = "",
        .title = "Average true range",
        .group = "volatility",
        .formula = "Average of the true range: at bar period the mean of those of bars 1 to "
                   "period, then (before * (period - 1) + range) / period.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "atr", TR_UNIT_PRICE } },
    },
    .plan = tr__atr_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
