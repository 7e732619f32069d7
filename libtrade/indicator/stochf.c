/* stochf.c: Stochastic oscillator, fast. */
#include "indicator/stoch.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__stoch_run(node, block, block->out[0], block->out[1]);
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 2, 0, 2)

const tr__indicator tr__indicator_stochf = {
    .info = {
        .name = "stochf",
        .aliases = "",
        .title = "Stochastic oscillator, fast",
        .group = "momentum",
        .formula = "fast_k = 100 (close - lowest low) / (highest high - lowest low) over "
                   "fastk_period bars, 0 where they are equal; fast_d is a moving average of it. "
                   "First where fast_d has its first.",
        .source = "Lane's Stochastics, 1984",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "fastk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 },
                    { "fastd_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3 },
                    { "fastd_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "fast_k", TR_UNIT_PERCENT }, { "fast_d", TR_UNIT_PERCENT } },
    },
    .plan = tr__stoch_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
