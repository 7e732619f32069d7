/* dx.c: Directional movement index. */
#include <math.h>

#include "indicator/direction.h"
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    tr__direction direction;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = node->preset == TR_INDICATOR_TULIP ? period - 1 : period;
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
    /* Where nothing moved it stays where it was. */
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++) {
        double both = plus[i] + minus[i];
        out[i] = both > 0 ? 100 * fabs(plus[i] - minus[i]) / both : -1;
    }
    double dx = state->value;
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = dx = out[i] < 0 ? dx : out[i];
    state->value = dx;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 0, 1)

const tr__indicator tr__indicator_dx = {
    .info = {
        .name = "dx",
        .aliases = "",
        .title = "Directional movement index",
        .group = "momentum",
        .formula = "100 |plus_di - minus_di| / (plus_di + minus_di); first at bar period.",
        .source = "New Concepts in Technical Trading Systems, 1978",
        .notes = "Where nothing moved the value before stays. The true range cancels out; presets "
                 "differ in the first bar only: tulip has it at period - 1.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "dx", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
