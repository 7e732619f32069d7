/* increasing.c: Increasing. */
#include "indicator/climb.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__climb_run(node, block, 1);
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_increasing = {
    .info = {
        .name = "increasing",
        .aliases = "",
        .title = "Increasing",
        .group = "momentum",
        .formula = "1 where x is above x period bars ago times (1 + percent / 100), else 0; first "
                   "at bar period. With strict 1: where each of the last period - 1 steps (at "
                   "least one) was above the value before times that; first at bar period - 1, at "
                   "least 1.",
        .source = "pandas-ta 0.3.14b, increasing, 2021",
        .notes = "In pandas-ta percent has no effect unless strict, because it scales both values "
                 "alike.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 1, .alias = "length" },
                    { "strict", .min = 0, .max = 1, .initial = 0 },
                    { "percent", .kind = TR_PARAM_REAL, .min = 0, .max = 100, .initial = 0 } },
        .outputs = { { "increasing", TR_UNIT_SIGNAL } },
    },
    .plan = tr__climb_plan,
    .run = run,
    .step = run_step,
};
