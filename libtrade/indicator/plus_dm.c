/* plus_dm.c: Plus directional movement. */
#include "indicator/direction.h"
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    tr__direction direction;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period > 1 ? period - 1 : 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, 1);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double plus[TR__BLOCK_MAX], minus[TR__BLOCK_MAX];
    tr__direction_run(&state->direction, block, period, node->preset == TR_INDICATOR_TULIP, plus,
                      minus, NULL);
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = plus[i];
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_plus_dm = {
    .info = {
        .name = "plus_dm",
        .aliases = "",
        .title = "Plus directional movement",
        .group = "momentum",
        .formula = "Directional movement: the part of the rise of the high that reaches beyond "
                   "the bar before, where it is the larger side; Summed as the book does: the "
                   "first period - 1 steps added up, then before - before / period + new. First "
                   "at bar period - 1 (bar 1 for a period of 1).",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "plus_dm", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
