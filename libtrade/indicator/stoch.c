/* stoch.c: Stochastic oscillator. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
    node->lookback =
        period - 1 + tr__plan_average(plan, node, 0, node->params[2], tr__count(node, 1))->lookback;
    node->lookback +=
        tr__plan_average(plan, node, 1, node->params[4], tr__count(node, 3))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX], fast[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, high, period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, low, period, 1), lowest);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        fast[i] =
            highest[i] > lowest[i] ? 100 * (close[i] - lowest[i]) / (highest[i] - lowest[i]) : 0;
    size_t from = period - 1;
    from = block->seen < from ? (size_t)(from - block->seen) : 0;
    from = tr__node_chain(node->child[0], fast, from, block->count, out0);
    tr__node_chain(node->child[1], out0, from, block->count, out1);
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 2, 0, 2)

const tr__indicator tr__indicator_stoch = {
    .info = {
        .name = "stoch",
        .aliases = "",
        .title = "Stochastic oscillator",
        .group = "momentum",
        .formula = "fast k = 100 (close - lowest low) / (highest high - lowest low) over "
                   "fastk_period bars, 0 where they are equal; slow_k and slow_d are moving "
                   "averages of it and of slow_k. First where slow_d has its first.",
        .source = "Lane's Stochastics, 1984",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "fastk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "k_period" },
                    { "slowk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "k_slowing_period" },
                    { "slowk_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 },
                    { "slowd_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "d_period" },
                    { "slowd_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "slow_k", TR_UNIT_PERCENT }, { "slow_d", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
