/* kdj.c: KDJ stochastic. */
#include "indicator/engine.h"

extern const tr__indicator tr__indicator_stoch;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_stoch, 5, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *k = block->out[0], *d = block->out[1];
    tr__node_run(node->child[0], block->in, block->count, block->out);
    for (size_t i = block->skip; i < block->count; i++)
        block->out[2][i] = 3 * k[i] - 2 * d[i];
}

TR__STEP(run, 3, 0, 0, 3)

const tr__indicator tr__indicator_kdj = {
    .info = {
        .name = "kdj",
        .aliases = "",
        .title = "KDJ stochastic",
        .group = "momentum",
        .formula = "r = 100 (close - lowest low) / (highest high - lowest low) over fastk_period "
                   "bars, 0 where they are equal; k = average of r, d = average of k, j = 3 k - 2 "
                   "d. First where d has its first.",
        .source = "Tongdaxin formula language: SMA(X, N, 1); TA-Lib function index, 2026",
        .notes = "The averages are Wilder's (rma), each from the mean of its first values, as in "
                 "TA-Lib. Platforms that start them at 50 or with the first value differ for some "
                 "dozen bars. Simple averages make it the slow stochastic with a third line.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "fastk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "length" },
                    { "slowk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "signal" },
                    { "slowk_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 10 },
                    { "slowd_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3 },
                    { "slowd_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 10 } },
        .outputs = { { "k", TR_UNIT_PERCENT }, { "d", TR_UNIT_PERCENT }, { "j", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
