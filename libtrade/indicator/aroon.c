/* aroon.c: Aroon. */
#include "indicator/engine.h"
#include "indicator/extreme.h"

typedef struct head {
    tr__head base;
    tr__extreme low;
    tr__extreme high;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, period + 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *down = block->out[0];
    double *up = block->out[1];
    double n = node->params[0];
    size_t period = tr__count(node, 0) + 1;
    head *state = (head *)(void *)node->head;
    tr__extremes(&state->low,
                 &(tr__extreme_window){ .x = block->in[1],
                                        .sign = -1,
                                        .period = period,
                                        .from = block->skip,
                                        .count = block->count,
                                        .seen = block->seen },
                 down);
    tr__extremes(&state->high,
                 &(tr__extreme_window){ .x = block->in[0],
                                        .sign = 1,
                                        .period = period,
                                        .from = block->skip,
                                        .count = block->count,
                                        .seen = block->seen },
                 up);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++) {
        down[i] = 100 * (n - down[i]) / n;
        up[i] = 100 * (n - up[i]) / n;
    }
}

TR__STEP(run, 2, 2, 0, 2)

const tr__indicator tr__indicator_aroon = {
    .info = {
        .name = "aroon",
        .aliases = "",
        .title = "Aroon",
        .group = "momentum",
        .formula = "Bars since the lowest low and the highest high of the last period + 1 bars: "
                   "100 (period - bars) / period; first at bar period.",
        .source = "Time Price Oscillator, 1995",
        .notes = "Of equal extremes the newest counts. A window that runs one way costs O(period) "
                 "a bar.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "down", TR_UNIT_PERCENT }, { "up", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
