/* cvi.c: Chaikin volatility. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter filter;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 2 * period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 1, period);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *average = tr__tape(node, 0), range[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        range[i] = high[i] - low[i];
    tr__filter_rule rule = tr__filter_ema(period, 2 / ((double)period + 1), true);
    tr__filter_run(&state->filter, &rule, range, block->seen, block->count, average);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(average + i - period);
        out[i] = before != 0 ? 100 * (average[i] - before) / before : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 1, 1)

const tr__indicator tr__indicator_cvi = {
    .info = {
        .name = "cvi",
        .aliases = "",
        .title = "Chaikin volatility",
        .group = "volatility",
        .formula = "Change in percent over period bars of the exponential average of high - low, "
                   "which starts with its first value; 0 where the earlier one is 0; first at bar "
                   "2 period - 1.",
        .source = "Chaikin Volatility, Technical Analysis from A to Z, 1995",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 } },
        .outputs = { { "cvi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
