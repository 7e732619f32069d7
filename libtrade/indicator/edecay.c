/* edecay.c: Exponential decay. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double value = state->value, step = 1 / (double)period;
    for (size_t i = 0; i < block->count; i++) {
        double decayed = value * (1 - step);
        value = x[i] > decayed || block->seen + i == 0 ? x[i] : decayed;
        out[i] = value;
    }
    state->value = value;
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_edecay = {
    .info = {
        .name = "edecay",
        .aliases = "",
        .title = "Exponential decay",
        .group = "math",
        .formula = "max(x, before * (1 - 1 / period)), from x itself at bar 0.",
        .source = "Tulip Indicators 0.9",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 } },
        .outputs = { { "edecay", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
