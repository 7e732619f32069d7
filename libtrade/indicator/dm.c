/* dm.c: Directional movement. */
#include "indicator/direction.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__directions(node, block, block->out[0], block->out[1], NULL);
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
    .plan = tr__dm_plan,
    .run = run,
    .step = run_step,
};
