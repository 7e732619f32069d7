/* rsi.c: Relative strength index. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter gain;
    tr__filter loss;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, 1);
    tr__plan_wilder(node, period);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double gains[TR__BLOCK_MAX], losses[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double step = x[i] - *(x + i - 1);
        gains[i] = step > 0 ? step : 0;
        losses[i] = step < 0 ? -step : 0;
    }
    /* The first bar has no step. */
    size_t from = block->seen == 0 ? 1 : 0;
    if (block->count > from) {
        tr__filter_rule rule = tr__planned_filter(node);
        uint64_t steps = block->seen + from - 1;
        tr__filter_run_side((tr__filter *const[]){ &state->gain, &state->loss }, 2, &rule,
                            (double *const[]){ gains + from, losses + from }, steps,
                            block->count - from);
    }
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++) {
        double both = gains[i] + losses[i];
        out[i] = both != 0 ? 100 * gains[i] / both : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_rsi = {
    .info = {
        .name = "rsi",
        .aliases = "",
        .title = "Relative strength index",
        .group = "momentum",
        .formula = "100 g / (g + l); g, l are the averages of the gains and losses a bar, at bar "
                   "period the mean of the first period steps, then (before * (period - 1) + "
                   "step) / period.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "0 as long as price never moved, as in TA-Lib.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "rsi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
