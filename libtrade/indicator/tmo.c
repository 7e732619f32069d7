/* tmo.c: True momentum oscillator. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_tapes(plan, node, 1, 0, period);
    node->lookback = period;
    for (size_t k = 0; k < 3; k++)
        node->lookback +=
            tr__plan_average(plan, node, k, node->params[3], tr__count(node, k == 0 ? 1 : 2))
                ->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *close = block->in[1];
    size_t period = tr__count(node, 0), count = block->count;
    double sum[TR__BLOCK_MAX] = { 0 }, average[TR__BLOCK_MAX];
    size_t from = tr__from(period, block);
    for (size_t k = 1; k <= period; k++)
        for (size_t i = from; i < count; i++)
            sum[i] += (close[i] > *(open + i - k)) - (close[i] < *(open + i - k));
    from = tr__node_chain(node->child[0], sum, from, count, average);
    from = tr__node_chain(node->child[1], average, from, count, block->out[0]);
    tr__node_chain(node->child[2], block->out[0], from, count, block->out[1]);
}

TR__STEP(run, 2, 1, 0, 2)

const tr__indicator tr__indicator_tmo = {
    .info = {
        .name = "tmo",
        .aliases = "",
        .title = "True momentum oscillator",
        .group = "momentum",
        .formula = "For each of the period opens before this bar 1 where close is above it, -1 "
                   "where below, added up; tmo = average over smooth_period of the average over "
                   "calc_period of that; signal = average over smooth_period of tmo. First where "
                   "signal has its first.",
        .source = "True Momentum Oscillator, thinkorswim script by Mobius, 2018",
        .notes = "The script compares with the open of the bar itself in place of the earliest. "
                 "Its momentum is mom over period of either line. Cost: O(period) a bar.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = 1000, .initial = 14, .alias = "tmo_length" },
                    { "calc_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "calc_length" },
                    { "smooth_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "smooth_length" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "tmo", TR_UNIT_NUMBER }, { "signal", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
