/* apo.c: Absolute price oscillator. */
#include "indicator/oscillator.h"

TR__BODY double told(double fast, double slow)
{
    return fast - slow;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__oscillator_run(node, block, told);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_apo = {
    .info = {
        .name = "apo",
        .aliases = "",
        .title = "Absolute price oscillator",
        .group = "momentum",
        .formula = "moving average over fast_period - moving average over slow_period; first "
                   "where the longer one has its first.",
        .source = "Technical Analysis: Power Tools for Active Investors, 2005",
        .notes = "Simple averages as in TA-Lib 0.6, which has since changed to exponential ones. "
                 "Preset tulip: exponential, from the first value, first output at bar 1.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "short_period" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "long_period" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .tulip = 1 } },
        .outputs = { { "apo", TR_UNIT_PRICE } },
    },
    .plan = tr__oscillator_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
