/* minus_di.c: Minus directional indicator. */
#include "indicator/direction.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    double plus[TR__BLOCK_MAX], minus[TR__BLOCK_MAX], range[TR__BLOCK_MAX];
    tr__directions(node, block, plus, minus, range);
    double scale = tr__count(node, 0) > 1 ? 100 : 1;
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = range[i] > 0 ? scale * minus[i] / range[i] : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 0, 1)

const tr__indicator tr__indicator_minus_di = {
    .info = {
        .name = "minus_di",
        .aliases = "",
        .title = "Minus directional indicator",
        .group = "momentum",
        .formula = "100 * minus_dm / true range, both summed over period as in minus_dm; first at "
                   "bar period.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "With a period of 1 the plain ratio, not in hundredths, as in TA-Lib. 0 where "
                 "there was no range.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "minus_di", TR_UNIT_PERCENT } },
    },
    .plan = tr__di_plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
