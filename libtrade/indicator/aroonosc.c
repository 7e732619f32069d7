/* aroonosc.c: Aroon oscillator. */
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
    double *out = block->out[0], down[TR__BLOCK_MAX];
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
                 out);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = 100 * (down[i] - out[i]) / n;
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_aroonosc = {
    .info = {
        .name = "aroonosc",
        .aliases = "",
        .title = "Aroon oscillator",
        .group = "momentum",
        .formula = "aroon up - aroon down; first at bar period.",
        .source = "Time Price Oscillator, 1995",
        .notes = "Of equal extremes the newest counts. A window that runs one way costs O(period) "
                 "a bar.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "aroonosc", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
