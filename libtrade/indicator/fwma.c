/* fwma.c: Fibonacci weighted moving average. */
#include "indicator/engine.h"
#include "indicator/weighted.h"

/* So many numbers a double holds exactly. */
#define NUMBERS_MAX 78

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    double *weights = tr__weighted_plan(plan, node);
    size_t period = tr__count(node, 0);
    if (weights == NULL)
        return;
    /* Beyond the exact numbers go on in the ratio that they tend to: those weights are below rounding. */
    const double ratio = 0.61803398874989484820;
    size_t exact = period < NUMBERS_MAX ? period : NUMBERS_MAX;
    double before = 0, number = 1;
    for (size_t k = exact; k > 0; k--) {
        weights[k - 1] = number;
        double sum = before + number;
        before = number;
        number = sum;
    }
    for (size_t k = exact; k < period; k++)
        weights[k] = weights[k - 1] * ratio;
    tr__weighted_scale(weights, period);
}

static void run(tr__node *node, const tr__block *block)
{
    tr__weighted_run(node, block);
}

const tr__indicator tr__indicator_fwma = {
    .info = {
        .name = "fwma",
        .aliases = "",
        .title = "Fibonacci weighted moving average",
        .group = "overlap",
        .formula = "Sum of the last period values times weights that grow like the Fibonacci "
                   "numbers 1, 1, 2, 3, 5 ... towards the newest, divided by the sum of the "
                   "weights; first at bar period - 1.",
        .source = "pandas-ta 0.3.14b, fwma, 2021",
        .notes = "Cost: O(period) a bar; the weights of more than 40 bars ago do not matter any "
                 "more.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "length" } },
        .outputs = { { "fwma", TR_UNIT_PRICE } },
    },
    .average_code = 51,
    .plan = plan,
    .run = run,
};
