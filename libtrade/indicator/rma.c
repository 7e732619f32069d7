/* rma.c: Wilder smoothing. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter filter;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_wilder(node, period);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    tr__filter_rule rule = tr__planned_filter(node);
    tr__filter_run(&state->filter, &rule, x, block->seen, block->count, out);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_rma = {
    .info = {
        .name = "rma",
        .aliases = "wilders smma",
        .title = "Wilder smoothing",
        .group = "overlap",
        .formula = "(before * (period - 1) + x) / period; the first, at bar period - 1, is the "
                   "mean of the first period values.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "rma", TR_UNIT_PRICE } },
    },
    .average_code = 11,
    .plan = plan,
    .run = run,
    .step = run_step,
};
