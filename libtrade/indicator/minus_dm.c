/* minus_dm.c: Minus directional movement. */
#include "indicator/direction.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double plus[TR__BLOCK_MAX];
    tr__directions(node, block, plus, block->out[0], NULL);
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_minus_dm = {
    .info = {
        .name = "minus_dm",
        .aliases = "",
        .title = "Minus directional movement",
        .group = "momentum",
        .formula = "Directional movement: the part of the fall of the low that reaches beyond the "
                   "bar before, where it is the larger side; Summed as the book does: the first "
                   "period - 1 steps added up, then before - before / period + new. First at bar "
                   "period - 1 (bar 1 for a period of 1).",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "minus_dm", TR_UNIT_PRICE } },
    },
    .plan = tr__dm_plan,
    .run = run,
    .step = run_step,
};
