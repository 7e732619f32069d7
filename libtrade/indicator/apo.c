/* apo.c: Absolute price oscillator. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    const size_t at_least = node->preset == TR_INDICATOR_TULIP ? 1 : 0;
    size_t fast = tr__count(node, 0), slow = tr__count(node, 1);
    double fast_type = node->params[2], slow_type = node->params[2];
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
    node->lookback = warm > at_least ? warm : at_least;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    double slow[TR__BLOCK_MAX];
    tr__node_pair(node->child[0], node->child[1], block->in[0], block->count, out, slow);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = out[i] - slow[i];
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_apo = {
    .info = {
        .name = "apo",
        .aliases = "",
        .title = "Absolute price oscillator",
        .group = "momentum",
        .formula = "moving average over fast_period - moving average over slow_period; first "
                   "where the longer one has its first.",
        .source = "Technical Analysis: Power Tools for Active Investors, 2005",
        .notes = "Simple averages as in TA-Lib 0.6, which has since changed to exponential ones. "
                 "Preset tulip: exponential, from the first value, first output at bar 1.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "short_period" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "long_period" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .tulip = 1 } },
        .outputs = { { "apo", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
