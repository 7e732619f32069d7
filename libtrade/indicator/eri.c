/* eri.c: Elder ray index. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_ema, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1];
    double average[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], block->in[2], 0, block->count, average);
    for (size_t i = block->skip; i < block->count; i++) {
        block->out[0][i] = high[i] - average[i];
        block->out[1][i] = low[i] - average[i];
    }
}

TR__STEP(run, 3, 0, 0, 2)

const tr__indicator tr__indicator_eri = {
    .info = {
        .name = "eri",
        .aliases = "",
        .title = "Elder ray index",
        .group = "momentum",
        .formula = "bull_power = high - e, bear_power = low - e, e = exponential average of the "
                   "close over period; first where e has its first.",
        .source = "Trading for a Living, 1993",
        .notes = "The seed of the average follows the preset as ema does. TradingView's Bull Bear "
                 "Power is the sum of both.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 13 } },
        .outputs = { { "bull_power", TR_UNIT_PRICE }, { "bear_power", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
