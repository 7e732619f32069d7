/* increasing.c: Increasing. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    uint64_t steps;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    bool is_strict = node->params[1] != 0;
    node->number[0] = is_strict ? 1 : period;
    node->lookback = !is_strict || period < 2 ? period : period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t apart = node->number[0], wanted = node->params[1] != 0 ? node->lookback : 1;
    double factor = 1 + node->params[2] / 100;
    for (size_t i = 0; i < block->count; i++) {
        bool is_step = block->seen + i >= apart && x[i] > factor * *(x + i - apart);
        state->steps = is_step ? state->steps + 1 : 0;
        out[i] = state->steps >= wanted;
    }
}

const tr__indicator tr__indicator_increasing = {
    .info = {
        .name = "increasing",
        .aliases = "",
        .title = "Increasing",
        .group = "momentum",
        .formula = "1 where x is above x period bars ago times (1 + percent / 100), else 0; first "
                   "at bar period. With strict 1: where each of the last period - 1 steps (at "
                   "least one) was above the value before times that; first at bar period - 1, at "
                   "least 1.",
        .source = "pandas-ta 0.3.14b, increasing, 2021",
        .notes = "In pandas-ta percent has no effect unless strict, because it scales both values "
                 "alike.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 1, .alias = "length" },
                    { "strict", .min = 0, .max = 1, .initial = 0 },
                    { "percent", .kind = TR_PARAM_REAL, .min = 0, .max = 100, .initial = 0 } },
        .outputs = { { "increasing", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
