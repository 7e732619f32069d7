/* natr.c: Normalised average true range. */
#include "indicator/range.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    double *out = block->out[0];
    tr__atr_run(node, block);
    if (tr__count(node, 0) == 1)
        return;
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = close[i] != 0 ? out[i] / close[i] * 100 : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 0, 1)

const tr__indicator tr__indicator_natr = {
    .info = {
        .name = "natr",
        .aliases = "",
        .title = "Normalised average true range",
        .group = "volatility",
        .formula = "atr / close * 100; first at bar period.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "With a period of 1 the true range itself, as in TA-Lib.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "natr", TR_UNIT_PERCENT } },
    },
    .plan = tr__atr_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
