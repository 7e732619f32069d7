/* dm.c: Directional movement. */
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
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double plus[TR__BLOCK_MAX], minus[TR__BLOCK_MAX];
    tr__direction_run(&state->direction, block, period, node->preset == TR_INDICATOR_TULIP, plus,
                      minus, NULL);
    for (size_t i = block->skip; i < block->count; i++) {
        out0[i] = plus[i];
        out1[i] = minus[i];
    }
}

TR__STEP(run, 2, 2, 0, 2)

const tr__indicator tr__indicator_dm = {
    .info = {
        .name = "dm",
        .aliases = "",
        .title = "Directional movement",
        .group = "momentum",
        .formula = "plus_dm and minus_dm at once.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "Tulip; TA-Lib has the two apart.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "plus_dm", TR_UNIT_PRICE }, { "minus_dm", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
