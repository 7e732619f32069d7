/* aroonosc.c: Aroon oscillator. */
#include "indicator/engine.h"
#include "indicator/extreme.h"

typedef struct head {
    tr__head base;
    tr__extreme low;
    tr__extreme high;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, period + 1);
}

static void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    for (size_t i = block->skip; i < block->count; i++) {
        double low_at =
            (double)tr__extreme_at(&state->low, low + i, -1.0, period + 1, block->seen + i, true);
        double high_at =
            (double)tr__extreme_at(&state->high, high + i, 1.0, period + 1, block->seen + i, true);
        out[i] = 100 * (high_at - low_at) / (double)period;
    }
}

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
};
