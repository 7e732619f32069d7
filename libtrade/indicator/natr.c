/* natr.c: Normalised average true range. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter filter;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    tr__plan_wilder(node, period);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    tr__filter_rule rule = tr__planned_filter(node);
    double range[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        range[i] = top - bottom;
    }
    /* The first bar has no close before it. */
    size_t from = block->seen == 0 ? 1 : 0;
    if (block->count == from)
        return;
    tr__filter_run(&state->filter, &rule, range + from, block->seen + from - 1, block->count - from,
                   out + from);
    if (period == 1)
        return;
    TR__VECTOR
    for (size_t i = from; i < block->count; i++)
        out[i] = close[i] != 0 ? out[i] / close[i] * 100 : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 0, 1)

const tr__indicator tr__indicator_natr = {
    .info = {
        .name = "natr",
        .aliases = "",
        .title = "Normalised average true range",
        .group = "volatility",
        .formula = "atr / close * 100; first at bar period.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "With a period of 1 the true range itself, as in TA-Lib.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "natr", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
