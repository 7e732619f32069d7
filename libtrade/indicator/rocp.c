/* rocp.c: Rate of change, fraction. */
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
    for (size_t i = 0; i < block->count; i++) {
        double before = *(x + i - period);
        out[i] = before != 0 ? (x[i] - before) / before : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_rocp = {
    .info = {
        .name = "rocp",
        .aliases = "",
        .title = "Rate of change, fraction",
        .group = "momentum",
        .formula = "(x - x period bars ago) / x period bars ago; first at bar period. 0 where the "
                   "earlier value is 0.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 } },
        .outputs = { { "rocp", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
