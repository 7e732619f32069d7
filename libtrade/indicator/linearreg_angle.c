/* linearreg_angle.c: Linear regression angle. */
#include "indicator/regression.h"
#include "indicator/trig.h"

TR__BODY double told(double mean, double slope, double n)
{
    (void)mean;
    (void)n;
    return tr__atan_ratio(slope, 1) * (180 / TR__PI);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__regression_run(node, block, told);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_linearreg_angle = {
    .info = {
        .name = "linearreg_angle",
        .aliases = "linregangle",
        .title = "Linear regression angle",
        .group = "statistic",
        .formula = "Angle of the least-squares line through the last period values, in degrees; "
                   "first at bar period - 1.",
        .source = "Least squares, Gauss 1809; parameters as TA-Lib 0.6",
        .notes = "From distances within the window, so that no price before it leaves a "
                 "trace; TA-Lib subtracts large sums from each other.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "linearreg_angle", TR_UNIT_DEGREES } },
    },
    .plan = tr__regression_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
