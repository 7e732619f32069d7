/* cci.c: Commodity channel index. */
#include "indicator/deviation.h"
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_tapes(plan, node, 0, 1, period);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    double *price = tr__tape(node, 0), mean[TR__BLOCK_MAX], total[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        price[i] = (high[i] + low[i] + close[i]) / 3;
    tr__deviation(price, period, block->count, mean, total);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double ratio = (price[i] - mean[i]) / (0.015 * (total[i] / (double)period));
        out[i] = total[i] > 0 ? ratio : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 0, 1, 1)

const tr__indicator tr__indicator_cci = {
    .info = {
        .name = "cci",
        .aliases = "",
        .title = "Commodity channel index",
        .group = "momentum",
        .formula = "(p - mean of p) / (0.015 * average deviation of p), p = (high + low + close) "
                   "/ 3, over the last period bars; 0 where all are equal; first at bar period - "
                   "1.",
        .source = "Commodity Channel Index: Tools for Trading Cyclic Trends, 1980",
        .notes = "Cost: O(period) a bar. TA-Lib can give a spurious value where all prices are "
                 "equal; here that is 0.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "cci", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
