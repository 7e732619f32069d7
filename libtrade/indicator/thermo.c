/* thermo.c: Market thermometer. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_tapes(plan, node, 2, 0, 1);
    node->lookback =
        1 + tr__plan_average(plan, node, 0, node->params[3], tr__count(node, 0))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *thermo = block->out[0], *average = block->out[1];
    for (size_t i = 0; i < block->count; i++)
        thermo[i] = fmax(fabs(high[i] - *(high + i - 1)), fabs(low[i] - *(low + i - 1)));
    tr__node_chain(node->child[0], thermo, block->seen == 0, block->count, average);
    for (size_t i = block->skip; i < block->count; i++) {
        block->out[2][i] = thermo[i] < average[i] * node->params[1];
        block->out[3][i] = thermo[i] > average[i] * node->params[2];
    }
}

TR__STEP(run, 2, 2, 0, 4)

const tr__indicator tr__indicator_thermo = {
    .info = {
        .name = "thermo",
        .aliases = "",
        .title = "Market thermometer",
        .group = "volatility",
        .formula = "thermo = the larger of |high - high before| and |low - low before|; average = "
                   "its moving average over period; quiet is 1 where thermo < average * "
                   "long_factor, hot is 1 where thermo > average * short_factor, else 0. First "
                   "one bar after the average of that period has its first.",
        .source = "Come Into My Trading Room, 2002",
        .notes = "Elder counts an inside bar as 0, has 22 for period, and calls it quiet below "
                 "the average and explosive above three times the average.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "length" },
                    { "long_factor", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 2, .alias = "long" },
                    { "short_factor", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.5, .alias = "short" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "thermo", TR_UNIT_PRICE }, { "average", TR_UNIT_PRICE },
                     { "quiet", TR_UNIT_SIGNAL }, { "hot", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
