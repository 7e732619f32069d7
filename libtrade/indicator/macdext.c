/* macdext.c: Moving average convergence and divergence of any averages. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    size_t fast = tr__count(node, 0), slow = tr__count(node, 2);
    double fast_type = node->params[1], slow_type = node->params[3];
    if (slow < fast) {
        size_t swap = slow;
        double swap_type = slow_type;
        slow = fast;
        slow_type = fast_type;
        fast = swap;
        fast_type = swap_type;
    }
    tr__node *quick = tr__plan_average(plan, node, 0, fast_type, fast);
    tr__node *steady = tr__plan_average(plan, node, 1, slow_type, slow);
    size_t warm = quick->lookback > steady->lookback ? quick->lookback : steady->lookback;
    /* Both end their warm-up at the same bar. */
    quick->delay = warm - quick->lookback;
    steady->delay = warm - steady->lookback;
    node->lookback =
        warm + tr__plan_average(plan, node, 2, node->params[5], tr__count(node, 4))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double slow[TR__BLOCK_MAX], *line = block->out[0], *signal = block->out[1];
    size_t from = tr__node_chain(node->child[0], block->in[0], 0, block->count, line);
    tr__node_chain(node->child[1], block->in[0], 0, block->count, slow);
    for (size_t i = from; i < block->count; i++)
        line[i] -= slow[i];
    for (size_t i = tr__node_chain(node->child[2], line, from, block->count, signal);
         i < block->count; i++)
        block->out[2][i] = line[i] - signal[i];
}

TR__STEP(run, 1, 0, 0, 3)

const tr__indicator tr__indicator_macdext = {
    .info = {
        .name = "macdext",
        .aliases = "",
        .title = "Moving average convergence and divergence of any averages",
        .group = "momentum",
        .formula = "As macd, each average of a type of its own. First where the longer one and "
                   "then the signal have their first.",
        .source = "The Moving Average Convergence-Divergence Trading Method, 1979",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12 },
                    { "fast_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26 },
                    { "slow_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 },
                    { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9 },
                    { "signal_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "macd", TR_UNIT_PRICE }, { "signal", TR_UNIT_PRICE }, { "histogram", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
