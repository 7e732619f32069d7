/* crossover.c: Crossing from below. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_tapes(plan, node, 2, 0, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *y = block->in[1];
    double *out = block->out[0];
    (void)node;
    for (size_t i = 0; i < block->count; i++) {
        double xb = *(x + i - 1), yb = *(y + i - 1);
        out[i] = x[i] > y[i] && xb <= yb;
    }
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_crossover = {
    .info = {
        .name = "crossover",
        .aliases = "",
        .title = "Crossing from below",
        .group = "math",
        .formula = "1 where the first series comes from at most the second to above it, 0 "
                   "elsewhere; first at bar 1.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL },
        .outputs = { { "crossover", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
