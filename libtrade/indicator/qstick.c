/* qstick.c: Qstick. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *close = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *step = tr__tape(node, 0);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        step[i] = close[i] - open[i];
    tr__window_sum(&state->fold, TR__WINDOW(node, block, step, period, 0), out);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] /= (double)period;
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 1, 1)

const tr__indicator tr__indicator_qstick = {
    .info = {
        .name = "qstick",
        .aliases = "",
        .title = "Qstick",
        .group = "momentum",
        .formula = "Simple average over period of close - open; first at bar period - 1.",
        .source = "The New Technical Trader, 1994",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "qstick", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
