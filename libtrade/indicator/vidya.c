/* vidya.c: Variable index dynamic average. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__moments fast;
    tr__moments slow;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t fast = tr__count(node, 0), slow = tr__count(node, 1), longer = fast > slow ? fast : slow;
    node->lookback = longer - 2;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, longer);
    tr__plan_area(plan, node, 0, TR__MOMENTS_AREA(fast));
    tr__plan_area(plan, node, 1, TR__MOMENTS_AREA(slow));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double mean[TR__BLOCK_MAX], quick[TR__BLOCK_MAX], steady[TR__BLOCK_MAX], part[TR__BLOCK_MAX];
    tr__window window = { .x = x,
                          .period = tr__count(node, 0),
                          .count = block->count,
                          .seen = block->seen,
                          .area = node->area[0] };
    tr__window_moments(&state->fast, &window, mean, quick);
    window.period = tr__count(node, 1);
    window.area = node->area[1];
    tr__window_moments(&state->slow, &window, mean, steady);
    double fast_n = node->params[0], slow_n = node->params[1], alpha = node->params[2];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double share = sqrt(quick[i] / fast_n) / sqrt(steady[i] / slow_n) * alpha;
        share = steady[i] > 0 ? share : 0;
        part[i] = share * x[i];
        quick[i] = 1 - share;
    }
    double value = state->value;
    size_t i = block->skip;
    if (i < block->count && block->seen + i == node->lookback)
        out[i++] = value = x[block->skip];
    for (; i < block->count; i++)
        out[i] = value = quick[i] * value + part[i];
    state->value = value;
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_vidya = {
    .info = {
        .name = "vidya",
        .aliases = "",
        .title = "Variable index dynamic average",
        .group = "overlap",
        .formula = "before + k alpha (x - before), k the ratio of the population standard "
                   "deviations over fast_period and slow_period, 0 where the longer one is 0; "
                   "starts with x at bar slow_period - 2.",
        .source = "Adapting Moving Averages to Market Volatility, 1992",
        .notes = "Tulip subtracts a square from a mean of squares, and takes what rounding "
                 "leaves of a window without scatter for scatter.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "short_period" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "long_period" },
                    { "alpha", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.2 } },
        .outputs = { { "vidya", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
