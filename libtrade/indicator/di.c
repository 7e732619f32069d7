/* di.c: Directional indicator. */
#include "indicator/direction.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    tr__di_plan(plan, node);
    if (node->preset == TR_INDICATOR_TULIP && period > 1)
        node->lookback = period - 1;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    double plus[TR__BLOCK_MAX], minus[TR__BLOCK_MAX], range[TR__BLOCK_MAX];
    tr__directions(node, block, plus, minus, range);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++) {
        out0[i] = range[i] > 0 ? 100 * plus[i] / range[i] : 0;
        out1[i] = range[i] > 0 ? 100 * minus[i] / range[i] : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 0, 2)

const tr__indicator tr__indicator_di = {
    .info = {
        .name = "di",
        .aliases = "",
        .title = "Directional indicator",
        .group = "momentum",
        .formula = "plus_di and minus_di at once.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "Tulip; TA-Lib has the two apart. Preset tulip: first at bar period - 1.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "plus_di", TR_UNIT_PERCENT }, { "minus_di", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
