/* efi.c: Elder force index. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_tapes(plan, node, 1, 0, 1);
    node->lookback =
        1 + tr__plan_child(plan, node, 0, &tr__indicator_ema, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[0], *volume = block->in[1];
    double force[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        force[i] = (close[i] - *(close + i - 1)) * volume[i];
    tr__node_chain(node->child[0], force, tr__from(1, block), block->count, block->out[0]);
}

TR__STEP(run, 2, 1, 0, 1)

const tr__indicator tr__indicator_efi = {
    .info = {
        .name = "efi",
        .aliases = "fi",
        .title = "Elder force index",
        .group = "volume",
        .formula = "Exponential average over period of (close - close before) * volume; first at "
                   "bar period.",
        .source = "Trading for a Living, 1993",
        .notes = "A period of 1 is the raw force. The seed follows the preset as ema does: "
                 "tradingview and tulip start at bar 1.",
        .inputs = { TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 13 } },
        .outputs = { { "efi", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
