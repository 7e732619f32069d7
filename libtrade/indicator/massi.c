/* massi.c: Mass index. */
#include "indicator/engine.h"
#include "indicator/filter.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__filter once;
    tr__filter twice;
    tr__fold fold;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period + 15;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *ratio = tr__tape(node, 0), range[TR__BLOCK_MAX], once[TR__BLOCK_MAX],
           twice[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        range[i] = high[i] - low[i];
    tr__filter_rule rule = tr__filter_ema(9, 0.2, true);
    tr__filter_run(&state->once, &rule, range, block->seen, block->count, once);
    size_t from = block->seen < 8 ? (size_t)(8 - block->seen) : 0;
    if (from < block->count)
        tr__filter_run(&state->twice, &rule, once + from, block->seen + from - 8,
                       block->count - from, twice + from);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        ratio[i] = i >= from && twice[i] > 0 ? once[i] / twice[i] : 1;
    tr__window_sum(&state->fold, TR__WINDOW(node, block, ratio, period, 0), out);
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 1, 1)

const tr__indicator tr__indicator_massi = {
    .info = {
        .name = "massi",
        .aliases = "mass",
        .title = "Mass index",
        .group = "volatility",
        .formula = "Sum over period of the ratio of ema over 9 of high - low to the ema over 9 of "
                   "that (1 where that is 0); the first starts with its first value, the second "
                   "at bar 8; first at bar period + 15.",
        .source = "The Mass Index, Technical Analysis of Stocks and Commodities, 1992",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 25 } },
        .outputs = { { "massi", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
