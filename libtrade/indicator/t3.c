/* t3.c: Triple exponential average T3. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 6 * (period - 1);
    for (size_t i = 0; i < 6; i++)
        tr__plan_child(plan, node, i, &tr__indicator_ema, 1, node->params);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    double stage[6][TR__BLOCK_MAX];
    tr__node_cascade(
        node, 6, block->in[0], block->count,
        (double *const[]){ stage[0], stage[1], stage[2], stage[3], stage[4], stage[5] });
    double v = node->params[1], c1 = -v * v * v, c2 = 3 * (v * v - c1),
           c3 = -6 * v * v - 3 * (v - c1);
    double c4 = 1 + 3 * v - c1 + 3 * v * v;
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = c1 * stage[5][i] + c2 * stage[4][i] + c3 * stage[3][i] + c4 * stage[2][i];
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_t3 = {
    .info = {
        .name = "t3",
        .aliases = "",
        .title = "Triple exponential average T3",
        .group = "overlap",
        .formula = "Six exponential averages in a row, e1 to e6: c1 e6 + c2 e5 + c3 e4 + c4 e3, "
                   "with c1 = -v^3, c2 = 3 v^2 + 3 v^3, c3 = -6 v^2 - 3 v - 3 v^3, c4 = 1 + 3 v + "
                   "v^3 + 3 v^2; first at bar 6 (period - 1). Seeds as ema.",
        .source = "Smoothing Techniques for More Accurate Signals, 1998",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 },
                    { "vfactor", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.7 } },
        .outputs = { { "t3", TR_UNIT_PRICE } },
    },
    .average_code = 9,
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
