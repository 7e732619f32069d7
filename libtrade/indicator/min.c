/* min.c: Minimum over a window. */
#include "indicator/fold.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__fold_run(node, block, tr__window_min);
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_min = {
    .info = {
        .name = "min",
        .aliases = "rolling_min lowest",
        .title = "Minimum over a window",
        .group = "math",
        .formula = "Smallest of the last period values; first at bar period - 1.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "min", TR_UNIT_PRICE } },
    },
    .plan = tr__fold_plan,
    .run = run,
    .step = run_step,
};
