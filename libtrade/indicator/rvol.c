/* rvol.c: Relative volume. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_tapes(plan, node, 1, 0, 1);
    node->lookback =
        1 + tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *volume = block->in[0];
    double base[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], volume - 1, tr__from(1, block), block->count, base);
    for (size_t i = block->skip; i < block->count; i++)
        block->out[0][i] = base[i] > 0 ? volume[i] / base[i] : NAN;
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_rvol = {
    .info = {
        .name = "rvol",
        .aliases = "",
        .title = "Relative volume",
        .group = "volume",
        .formula = "volume / mean of the volume of the period bars before this one; NaN where "
                   "they had none; first at bar period.",
        .source = "TA-Lib function index, 2026",
        .notes = "The bar itself is not part of its own base. Where there was no volume TA-Lib "
                 "gives an infinity.",
        .inputs = { TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "rvol", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
