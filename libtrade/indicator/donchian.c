/* donchian.c: Donchian channel. */
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
    double *upper = block->out[0], *lower = block->out[2];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    tr__window_max(&state->highest, TR__WINDOW(node, block, block->in[0], period, 0), upper);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, block->in[1], period, 1), lower);
    for (size_t i = 0; i < block->count; i++)
        block->out[1][i] = (upper[i] + lower[i]) / 2;
}

TR__STEP(run, 2, 2, 0, 3)

const tr__indicator tr__indicator_donchian = {
    .info = {
        .name = "donchian",
        .aliases = "dc",
        .title = "Donchian channel",
        .group = "overlap",
        .formula = "upper = highest high, lower = lowest low of the last period bars, middle = "
                   "their mean; first at bar period - 1.",
        .source = "TA-Lib function index, 2026; the rule of four weeks by Richard Donchian",
        .notes = "The bar itself belongs to the window: a breakout is measured against the "
                 "channel of the bar before. pandas-ta takes two periods, one a side.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "upper", TR_UNIT_PRICE },
                     { "middle", TR_UNIT_PRICE },
                     { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
