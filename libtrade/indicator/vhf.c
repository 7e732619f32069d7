/* vhf.c: Vertical horizontal filter. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
    tr__fold path;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, period + 1);
    for (size_t k = 0; k < 3; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *moves = tr__tape(node, 0), highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        moves[i] = fabs(x[i] - *(x + i - 1));
    tr__window_max(&state->highest, TR__WINDOW(node, block, x, period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, x, period, 1), lowest);
    tr__window_sum(&state->path, TR__WINDOW(node, block, moves, period, 2), out);
    for (size_t i = 0; i < block->count; i++)
        out[i] = out[i] > 0 ? (highest[i] - lowest[i]) / out[i] : 0;
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_vhf = {
    .info = {
        .name = "vhf",
        .aliases = "",
        .title = "Vertical horizontal filter",
        .group = "momentum",
        .formula = "(largest - smallest of the last period values) / sum of the last period "
                   "|steps|, 0 where nothing moved; first at bar period.",
        .source = "Trending or Trading?, Futures Magazine, 1991",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 28 } },
        .outputs = { { "vhf", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
