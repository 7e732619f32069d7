/* adxr.c: Average directional movement rating. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    node->lookback =
        tr__plan_child(plan, node, 0, &tr__indicator_adx, 1, node->params)->lookback + period - 1;
    tr__plan_tapes(plan, node, 0, 1, period);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    double *adx = tr__tape(node, 0);
    tr__node_run(node->child[0], block->in, block->count, &(double *){ adx });
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = (adx[i] + *(adx + i - (period - 1))) / 2;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 0, 1, 1)

const tr__indicator tr__indicator_adxr = {
    .info = {
        .name = "adxr",
        .aliases = "",
        .title = "Average directional movement rating",
        .group = "momentum",
        .formula = "(adx + adx period - 1 bars ago) / 2; first at bar 3 period - 2.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "adxr", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
