/* cumsum.c: Running total. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    double total = state->total;
    for (size_t i = 0; i < block->count; i++)
        block->out[0][i] = total += block->in[0][i];
    state->total = total;
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_cumsum = {
    .info = {
        .name = "cumsum",
        .aliases = "",
        .title = "Running total",
        .group = "math",
        .formula = "The sum of all values so far; from bar 0.",
        .source = "TA-Lib function index, 2026",
        .notes = "Added up from the first bar on in doubles, as ad and obv are.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "cumsum", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
