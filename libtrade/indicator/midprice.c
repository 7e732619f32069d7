/* midprice.c: Middle of the highs and lows of a window. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, high, period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, low, period, 1), lowest);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = (highest[i] + lowest[i]) / 2;
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_midprice = {
    .info = {
        .name = "midprice",
        .aliases = "",
        .title = "Middle of the highs and lows of a window",
        .group = "overlap",
        .formula = "(highest high + lowest low of the last period bars) / 2; first at bar period "
                   "- 1.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "midprice", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
