/* percent_return.c: Simple return. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double first;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    bool is_whole = node->params[1] != 0;
    node->lookback = is_whole ? 0 : period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    plan->is_recursive = plan->is_recursive || is_whole;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    if (block->seen == 0)
        state->first = x[0];
    for (size_t i = 0; i < block->count; i++) {
        double before = node->params[1] != 0 ? state->first : *(x + i - period);
        out[i] = before != 0 ? x[i] / before - 1 : 0;
    }
}

const tr__indicator tr__indicator_percent_return = {
    .info = {
        .name = "percent_return",
        .aliases = "",
        .title = "Simple return",
        .group = "statistic",
        .formula = "x / x period bars ago - 1, 0 where the earlier one is 0; first at bar period. "
                   "With cumulative 1: the first x instead of the one period bars ago, from bar "
                   "0.",
        .source = "pandas-ta 0.3.14b, percent_return, 2021",
        .notes = "A share of 1, not hundredths, as in pandas-ta: rocp with a cumulative form.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 1, .alias = "length" },
                    { "cumulative", .min = 0, .max = 1, .initial = 0 } },
        .outputs = { { "percent_return", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
