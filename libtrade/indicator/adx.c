/* adx.c: Average directional movement index. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    tr__filter filter;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    node->lookback =
        tr__plan_child(plan, node, 0, &tr__indicator_dx, 1, node->params)->lookback + period - 1;
    tr__plan_wilder(node, period);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double dx[TR__BLOCK_MAX];
    size_t from = tr__node_run(node->child[0], block->in, block->count, &(double *){ dx });
    if (from == block->count)
        return;
    tr__filter_rule rule = tr__planned_filter(node);
    uint64_t before = block->seen + from - node->child[0]->lookback;
    tr__filter_run(&state->filter, &rule, dx + from, before, block->count - from, out + from);
}

TR__STEP(run, 3, 0, 0, 1)

const tr__indicator tr__indicator_adx = {
    .info = {
        .name = "adx",
        .aliases = "",
        .title = "Average directional movement index",
        .group = "momentum",
        .formula = "Average of dx: at bar 2 period - 1 the mean of the first period values, then "
                   "(before * (period - 1) + dx) / period.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "adx", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
