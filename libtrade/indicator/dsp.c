/* dsp.c: Detrended synthetic price. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_ema, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t from = tr__node_chain(node->child[0], x, 0, block->count, out);
    for (size_t i = from; i < block->count; i++)
        out[i] = x[i] - out[i];
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_dsp = {
    .info = {
        .name = "dsp",
        .aliases = "",
        .title = "Detrended synthetic price",
        .group = "cycle",
        .formula = "x - exponential average over period; first at bar period - 1.",
        .source = "pandas-ta-classic, dsp, 2026",
        .notes = "Ehlers (MESA and Trading Market Cycles, 2002) subtracts averages over a half "
                 "and a quarter of the dominant cycle from each other.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" } },
        .outputs = { { "dsp", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
