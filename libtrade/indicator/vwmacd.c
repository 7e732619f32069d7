/* vwmacd.c: Volume weighted MACD. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    const size_t slow = node->params[0] > node->params[1] ? 0u : 1u;
    node->lookback = 0;
    tr__plan_child(plan, node, 0, &tr__indicator_vwma, 1, &node->params[1 - slow]);
    node->lookback =
        tr__plan_child(plan, node, 1, &tr__indicator_vwma, 1, &node->params[slow])->lookback;
    node->lookback +=
        tr__plan_child(plan, node, 2, &tr__indicator_vwma, 1, &node->params[2])->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t count = block->count;
    double fast[TR__BLOCK_MAX], *line = block->out[0], *signal = block->out[1];
    tr__node_run(node->child[0], block->in, count, (double *const[]){ fast });
    size_t from = tr__node_run(node->child[1], block->in, count, &line);
    for (size_t i = from; i < count; i++)
        line[i] = fast[i] - line[i];
    if (from < count)
        tr__node_run(node->child[2], (const double *const[]){ line + from, block->in[1] + from },
                     count - from, (double *const[]){ signal + from });
    for (size_t i = block->skip; i < count; i++)
        block->out[2][i] = line[i] - signal[i];
}

TR__STEP(run, 2, 0, 0, 3)

const tr__indicator tr__indicator_vwmacd = {
    .info = {
        .name = "vwmacd",
        .aliases = "",
        .title = "Volume weighted MACD",
        .group = "momentum",
        .formula = "vwmacd = vwma of close over fast_period - vwma over slow_period; signal = "
                   "vwma of that over signal_period; histogram = vwmacd - signal. First at bar "
                   "longer period + signal_period - 2.",
        .source = "pandas-ta-classic, vwmacd, 2026",
        .notes = "Elsewhere the averages are exponential ones of price times volume over those of "
                 "volume.",
        .inputs = { TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "fast_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "fast" },
                    { "slow_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "slow" },
                    { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "signal" } },
        .outputs = { { "vwmacd", TR_UNIT_PRICE }, { "signal", TR_UNIT_PRICE },
                     { "histogram", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
