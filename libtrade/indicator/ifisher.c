/* ifisher.c: Inverse Fisher transform. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_tapes(plan, node, 0, 1, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *value = tr__tape(node, 0);
    for (size_t i = 0; i < block->count; i++) {
        block->out[0][i] = value[i] = tanh(node->params[0] * x[i] / 2);
        block->out[1][i] = *(value + i - 1);
    }
}

TR__STEP(run, 1, 0, 1, 2)

const tr__indicator tr__indicator_ifisher = {
    .info = {
        .name = "ifisher",
        .aliases = "",
        .title = "Inverse Fisher transform",
        .group = "math",
        .formula = "(e^(amplify x) - 1) / (e^(amplify x) + 1), -1 to 1; signal is the value one "
                   "bar before. First at bar 1.",
        .source = "The Inverse Fisher Transform, 2004",
        .notes = "Ehlers has 2 for amplify, as has preset tradingview. Meant for values around -1 "
                 "to 1 (see remap): pandas-ta maps others there by the extremes of the whole "
                 "series, later bars included, and shifts both lines one bar into the future; not "
                 "here.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "amplify", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 1, .tradingview = 2, .alias = "amp" } },
        .outputs = { { "ifisher", TR_UNIT_NUMBER }, { "signal", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
