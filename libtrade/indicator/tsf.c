/* tsf.c: Time series forecast. */
#include "indicator/regression.h"

TR__BODY double told(double mean, double slope, double n)
{
    return mean + slope * (n + 1) / 2;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__regression_run(node, block, told);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_tsf = {
    .info = {
        .name = "tsf",
        .aliases = "",
        .title = "Time series forecast",
        .group = "statistic",
        .formula = "The least-squares line through the last period values, one bar ahead; first "
                   "at bar period - 1.",
        .source = "Least squares, Gauss 1809; parameters as TA-Lib 0.6",
        .notes = "From distances within the window, so that no price before it leaves a "
                 "trace; TA-Lib subtracts large sums from each other.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "tsf", TR_UNIT_PRICE } },
    },
    .plan = tr__regression_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
