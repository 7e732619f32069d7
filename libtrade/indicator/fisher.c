/* fisher.c: Fisher transform. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
    double value;
    double fisher;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *middle = tr__tape(node, 0), highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        middle[i] = (high[i] + low[i]) / 2;
    tr__window_max(&state->highest, TR__WINDOW(node, block, middle, period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, middle, period, 1), lowest);
    for (size_t i = block->skip; i < block->count; i++) {
        double range = highest[i] > lowest[i] ? highest[i] - lowest[i] : 0.001;
        double value = 0.66 * ((middle[i] - lowest[i]) / range - 0.5) + 0.67 * state->value;
        state->value = value > 0.99 ? 0.999 : value < -0.99 ? -0.999 : value;
        out1[i] = state->fisher;
        state->fisher = 0.5 * log((1 + state->value) / (1 - state->value)) + 0.5 * state->fisher;
        out0[i] = state->fisher;
    }
}

TR__STEP(run, 2, 0, 1, 2)

const tr__indicator tr__indicator_fisher = {
    .info = {
        .name = "fisher",
        .aliases = "",
        .title = "Fisher transform",
        .group = "momentum",
        .formula = "v = 0.66 (place of (high + low) / 2 within its range over period - 0.5) + "
                   "0.67 v before, kept within 0.999; fisher = ln((1 + v) / (1 - v)) / 2 + fisher "
                   "before / 2; signal is fisher one bar before; both from 0; first at bar period "
                   "- 1.",
        .source = "Using the Fisher Transform, 2002",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 } },
        .outputs = { { "fisher", TR_UNIT_NUMBER }, { "signal", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
