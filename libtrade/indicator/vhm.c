/* vhm.c: Volume heatmap. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    size_t average = tr__plan_average(plan, node, 0, node->params[2], tr__count(node, 0))->lookback;
    size_t deviation =
        tr__plan_child(plan, node, 1, &tr__indicator_stddev, 1, &node->params[1])->lookback;
    node->lookback = average > deviation ? average : deviation;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *volume = block->in[0];
    double *out = block->out[0];
    double average[TR__BLOCK_MAX], deviation[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], volume, 0, block->count, average);
    tr__node_chain(node->child[1], volume, 0, block->count, deviation);
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = deviation[i] > 0 ? (volume[i] - average[i]) / deviation[i] : 0;
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_vhm = {
    .info = {
        .name = "vhm",
        .aliases = "",
        .title = "Volume heatmap",
        .group = "volume",
        .formula = "(volume - its moving average over period) / its population standard deviation "
                   "over deviation_period, 0 where that is 0; first where both have a value.",
        .source = "TradingView script Heatmap Volume by xdecow",
        .notes = "The script calls it cold below -0.5, hot above 2.5, extremely hot above 4. "
                 "pandas-ta takes one deviation of the whole series, around the number of the "
                 "period in place of the mean.",
        .inputs = { TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 610, .alias = "length" },
                    { "deviation_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 610, .alias = "slength" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .alias = "mamode" } },
        .outputs = { { "vhm", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
