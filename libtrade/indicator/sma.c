/* sma.c: Simple moving average. */
#include "indicator/fold.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    tr__fold_run(node, block, tr__window_sum);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] /= (double)period;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_sma = {
    .info = {
        .name = "sma",
        .aliases = "",
        .title = "Simple moving average",
        .group = "overlap",
        .formula = "Mean of the last period values; first at bar period - 1.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "sma", TR_UNIT_PRICE } },
    },
    .average_code = 1,
    .plan = tr__fold_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
