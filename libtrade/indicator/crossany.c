/* crossany.c: Crossing in any direction. */
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
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double now = x[i], other = y[i], before = *(x + i - 1), other_before = *(y + i - 1);
        double up = before <= other_before ? 1 : 0, down = before >= other_before ? 1 : 0;
        double risen = now > other ? up : 0;
        out[i] = now < other ? down : risen;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_crossany = {
    .info = {
        .name = "crossany",
        .aliases = "",
        .title = "Crossing in any direction",
        .group = "math",
        .formula = "1 where the first series crosses the second, 0 elsewhere; first at bar 1.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL },
        .outputs = { { "crossany", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
