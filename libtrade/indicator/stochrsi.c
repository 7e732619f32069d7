/* stochrsi.c: Stochastic of the relative strength index. */
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
    /* Tulip looks at the extremes of as many values as the index itself. */
    size_t window = node->preset == TR_INDICATOR_TULIP ? period : tr__count(node, 1);
    node->number[0] = window;
    tr__plan_tapes(plan, node, 0, 1, window);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(window));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(window));
    node->lookback =
        tr__plan_child(plan, node, 0, &tr__indicator_rsi, 1, node->params)->lookback + window - 1;
    node->lookback +=
        tr__plan_average(plan, node, 1, node->params[3], tr__count(node, 2))->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    head *state = (head *)(void *)node->head;
    bool is_tulip = node->preset == TR_INDICATOR_TULIP;
    double *rsi = tr__tape(node, 0), highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX], *fast = out0;
    size_t window = node->number[0];
    tr__node_chain(node->child[0], block->in[0], 0, block->count, rsi);
    tr__window_max(&state->highest, TR__WINDOW(node, block, rsi, window, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, rsi, window, 1), lowest);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        fast[i] =
            highest[i] > lowest[i] ? 100 * (rsi[i] - lowest[i]) / (highest[i] - lowest[i]) : 0;
    if (is_tulip)
        TR__VECTOR
        for (size_t i = 0; i < block->count; i++)
            fast[i] /= 100;
    size_t from = node->child[0]->lookback + window - 1;
    from = block->seen < from ? (size_t)(from - block->seen) : 0;
    tr__node_chain(node->child[1], fast, from, block->count, out1);
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 1, 2)

const tr__indicator tr__indicator_stochrsi = {
    .info = {
        .name = "stochrsi",
        .aliases = "",
        .title = "Stochastic of the relative strength index",
        .group = "momentum",
        .formula = "rsi over period; fast_k = 100 (rsi - lowest) / (highest - lowest) of the last "
                   "fastk_period values of it, 0 where they are equal; fast_d is a moving average "
                   "of fast_k. First where fast_d has its first.",
        .source = "The New Technical Trader, 1994",
        .notes = "Preset tulip: one period for both, values from 0 to 1, no average. TA-Lib "
                 "compares a rounded difference with 0; here equal values of rsi are equal.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 },
                    { "fastk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 },
                    { "fastd_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .tulip = 1 },
                    { "fastd_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "fast_k", TR_UNIT_PERCENT }, { "fast_d", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
