/* trendflex.c: Trendflex. */
#include "indicator/flex.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    double n = node->params[0], sum[TR__BLOCK_MAX];
    const double *f = tr__flex_smooth(node, block, sum);
    for (size_t i = block->skip; i < block->count; i++) {
        double before = *(f + i - period), past = sum[i] - f[i] + before;
        double mean = f[i] - past / n;
        block->out[0][i] = tr__flex_scaled(node, mean, f[i]);
    }
}

TR__STEP(run, 1, 0, 1, 1)

const tr__indicator tr__indicator_trendflex = {
    .info = {
        .name = "trendflex",
        .aliases = "",
        .title = "Trendflex",
        .group = "cycle",
        .formula = "f = super smoother of two poles over smooth_period / 2, from the first two "
                   "values. Mean of f - f k bars ago, k = 1 .. period, over the root of its mean "
                   "square, an exponential average with factor alpha from 0; 0 where that is 0. "
                   "First at bar period.",
        .source = "Reflex: A New Zero-Lag Indicator, Technical Analysis of Stocks and "
                  "Commodities, 2020",
        .notes = "Ehlers smooths over period itself and prints pi and sqrt(2) with four digits; "
                 "pandas-ta starts the smoother from 0 and takes the cosine of degrees as if they "
                 "were radians and leaves out the earliest of the differences.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "length" },
                    { "smooth_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "smooth" },
                    { "alpha", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.04 } },
        .outputs = { { "trendflex", TR_UNIT_NUMBER } },
    },
    .plan = tr__flex_plan,
    .run = run,
    .step = run_step,
};
