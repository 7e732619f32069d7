/* frama.c: Fractal adaptive moving average. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t half = tr__count(node, 0) / 2;
    node->lookback = 2 * half;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 2, half);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(half));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(half));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1];
    size_t half = tr__count(node, 0) / 2;
    head *state = (head *)(void *)node->head;
    /* The older half's extremes are those of the newer half, `half` bars ago. */
    double *highest = tr__tape(node, 0), *lowest = tr__tape(node, 1), value = state->value;
    tr__window_max(&state->highest, TR__WINDOW(node, block, high, half, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, low, half, 1), lowest);
    for (size_t i = 0; i < block->count; i++) {
        double top = *(highest + i - half), bottom = *(lowest + i - half);
        double newer = highest[i] - lowest[i], older = top - bottom;
        double whole =
            (highest[i] > top ? highest[i] : top) - (lowest[i] < bottom ? lowest[i] : bottom);
        double middle = (high[i] + low[i]) / 2;
        bool is_free = block->seen + i < node->lookback || !(newer > 0) || !(older > 0) ||
                       newer + older <= whole;
        double share = is_free ? 1 : exp(-4.6 * log2((newer + older) / whole));
        value = is_free ? middle : share * middle + (1 - share) * value;
        block->out[0][i] = value;
    }
    state->value = value;
}

TR__STEP(run, 2, 2, 1, 1)

const tr__indicator tr__indicator_frama = {
    .info = {
        .name = "frama",
        .aliases = "",
        .title = "Fractal adaptive moving average",
        .group = "overlap",
        .formula = "a m + (1 - a) before, m = (high + low) / 2; a = exp(-4.6 log2((r1 + r2) / "
                   "r)), at most 1, and 1 where r1 or r2 is 0; r1, r2 = highest high - lowest low "
                   "of the newer and of the older half of the last period bars, r = of all. The "
                   "first value, at bar period, starts from m of the bar before.",
        .source = "Fractal Adaptive Moving Averages, Technical Analysis of Stocks and "
                  "Commodities, 2005",
        .notes = "The halves are period / 2 bars long: an odd period counts as the even one below "
                 "it, where TA-Lib refuses it. As a moving average of a series, high and low are "
                 "both the series.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 16 } },
        .outputs = { { "frama", TR_UNIT_PRICE } },
    },
    .average_code = 33,
    .plan = plan,
    .run = run,
    .step = run_step,
};
