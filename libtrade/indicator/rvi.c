/* rvi.c: Relative volatility index. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter up;
    tr__filter down;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, 1);
    node->number[0] =
        tr__plan_child(plan, node, 0, &tr__indicator_stddev, 1, &node->params[1])->lookback;
    node->lookback = node->number[0] + tr__count(node, 0) - 1;
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    double up[TR__BLOCK_MAX], down[TR__BLOCK_MAX];
    size_t from = tr__node_chain(node->child[0], x, 0, block->count, up),
           count = block->count - from;
    if (count == 0)
        return;
    for (size_t i = from; i < block->count; i++) {
        double step = x[i] - *(x + i - 1);
        down[i] = step < 0 ? up[i] : 0;
        up[i] = step > 0 ? up[i] : 0;
    }
    size_t period = tr__count(node, 0);
    tr__filter_rule rule = node->preset == TR_INDICATOR_PANDAS
                               ? tr__filter_ema(period, 2 / ((double)period + 1), false)
                               : tr__filter_wilder(period);
    uint64_t seen = block->seen + from - node->number[0];
    tr__filter_run(&state->up, &rule, up + from, seen, count, up + from);
    tr__filter_run(&state->down, &rule, down + from, seen, count, down + from);
    for (size_t i = block->skip; i < block->count; i++) {
        double both = up[i] + down[i];
        block->out[0][i] = both > 0 ? 100 * (up[i] / both) : 50;
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_rvi = {
    .info = {
        .name = "rvi",
        .aliases = "",
        .title = "Relative volatility index",
        .group = "volatility",
        .formula = "100 u / (u + d), 50 where both are 0; u = Wilder's average (rma) over period "
                   "of s at steps up, 0 elsewhere, d likewise at steps down; s = population "
                   "standard deviation over stddev_period. First at bar stddev_period + period - "
                   "2.",
        .source = "The Relative Volatility Index, Technical Analysis of Stocks and Commodities, "
                  "1993",
        .notes = "Not the relative vigor index (rvgi). Dorsey's revision of 1995, over highs and "
                 "lows, is rvir. TradingView smooths exponentially and counts a bar without a "
                 "step as down; Preset pandas: exponential averages, from the same first value, "
                 "and s over 14 bars.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" },
                    { "stddev_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .pandas = 14 } },
        .outputs = { { "rvi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
