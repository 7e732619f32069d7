/* adr.c: Average day range. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double range[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        range[i] = block->in[0][i] - block->in[1][i];
    tr__node_chain(node->child[0], range, 0, block->count, block->out[0]);
}

TR__STEP(run, 2, 0, 0, 1)

const tr__indicator tr__indicator_adr = {
    .info = {
        .name = "adr",
        .aliases = "",
        .title = "Average day range",
        .group = "volatility",
        .formula = "Simple average over period of high - low; first at bar period - 1.",
        .source = "TC2000 formula help: Average Daily Range",
        .notes = "A day is a bar: pass daily ones for days. Published periods are 7, 10, 14 and "
                 "20.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "adr", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
