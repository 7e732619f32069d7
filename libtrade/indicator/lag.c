/* lag.c: Earlier value. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_tapes(plan, node, 1, 0, period);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = *(x + i - period);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_lag = {
    .info = {
        .name = "lag",
        .aliases = "",
        .title = "Earlier value",
        .group = "math",
        .formula = "x period bars ago; first at bar period.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 } },
        .outputs = { { "lag", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
