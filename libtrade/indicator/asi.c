/* asi.c: Accumulative swing index. */
#include "indicator/engine.h"

extern const tr__indicator tr__indicator_si;

typedef struct head {
    tr__head base;
    double total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_child(plan, node, 0, &tr__indicator_si, 1, node->params);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    double *out = block->out[0], swings[TR__BLOCK_MAX];
    size_t from = tr__node_run(node->child[0], block->in, block->count, &(double *){ swings });
    for (size_t i = 0; i < block->count; i++) {
        state->total += i < from ? 0 : swings[i];
        out[i] = state->total;
    }
}

TR__STEP(run, 4, 0, 0, 1)

const tr__indicator tr__indicator_asi = {
    .info = {
        .name = "asi",
        .aliases = "",
        .title = "Accumulative swing index",
        .group = "momentum",
        .formula = "The sum of the swing index (si) from bar 1 on; 0 at bar 0.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "Wilder adds up rounded swings; nothing is rounded here.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "limit_move", .kind = TR_PARAM_REAL, .min = 1e-8, .max = 3e37, .initial = 3.0 } },
        .outputs = { { "asi", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
