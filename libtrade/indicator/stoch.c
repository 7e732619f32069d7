/* stoch.c: Stochastic oscillator. */
#include "indicator/stoch.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    tr__stoch_plan(plan, node);
    node->lookback +=
        tr__plan_average(plan, node, 1, node->params[4], tr__count(node, 3))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double fast[TR__BLOCK_MAX];
    size_t from = tr__stoch_run(node, block, fast, block->out[0]);
    tr__node_chain(node->child[1], block->out[0], from, block->count, block->out[1]);
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 2, 0, 2)

const tr__indicator tr__indicator_stoch = {
    .info = {
        .name = "stoch",
        .aliases = "",
        .title = "Stochastic oscillator",
        .group = "momentum",
        .formula = "fast k = 100 (close - lowest low) / (highest high - lowest low) over "
                   "fastk_period bars, 0 where they are equal; slow_k and slow_d are moving "
                   "averages of it and of slow_k. First where slow_d has its first.",
        .source = "Lane's Stochastics, 1984",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "fastk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "k_period" },
                    { "slowk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "k_slowing_period" },
                    { "slowk_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 },
                    { "slowd_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "d_period" },
                    { "slowd_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "slow_k", TR_UNIT_PERCENT }, { "slow_d", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
