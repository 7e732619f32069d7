/* minus_di.c: Minus directional indicator. */
#include "indicator/direction.h"
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    tr__direction direction;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double plus[TR__BLOCK_MAX], minus[TR__BLOCK_MAX], range[TR__BLOCK_MAX];
    tr__direction_run(&state->direction, block, period, node->preset == TR_INDICATOR_TULIP, plus,
                      minus, range);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = range[i] > 0 ? (period > 1 ? 100 : 1) * minus[i] / range[i] : 0;
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
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
