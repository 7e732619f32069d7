/* percent_return.c: Simple return. */
#include "indicator/growth.h"

static double growth(double before, double now)
{
    return before != 0 ? now / before - 1 : 0;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__growth_run(node, block, growth);
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_percent_return = {
    .info = {
        .name = "percent_return",
        .aliases = "",
        .title = "Simple return",
        .group = "statistic",
        .formula = "x / x period bars ago - 1, 0 where the earlier one is 0; first at bar period. "
                   "With cumulative 1: the first x instead of the one period bars ago, from bar "
                   "0.",
        .source = "pandas-ta 0.3.14b, percent_return, 2021",
        .notes = "A share of 1, not hundredths, as in pandas-ta: rocp with a cumulative form.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 1, .alias = "length" },
                    { "cumulative", .min = 0, .max = 1, .initial = 0 } },
        .outputs = { { "percent_return", TR_UNIT_NUMBER } },
    },
    .plan = tr__growth_plan,
    .run = run,
    .step = run_step,
};
