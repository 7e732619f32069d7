/* cksp.c: Chande-Kroll stop. */
#include "indicator/engine.h"
#include "indicator/range.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__filter range;
    tr__fold fold[4];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0), stop = tr__count(node, 2);
    node->lookback = period + stop - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 2, period > stop ? period : stop);
    for (size_t k = 0; k < 2; k++) {
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
        tr__plan_area(plan, node, 2 + k, TR__SUM_AREA(stop));
    }
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0), stop = tr__count(node, 2);
    head *state = (head *)(void *)node->head;
    double *top = tr__tape(node, 0), *bottom = tr__tape(node, 1), range[TR__BLOCK_MAX];
    tr__range_average(&state->range, block, period, false, range);
    tr__window_max(&state->fold[0], TR__WINDOW(node, block, block->in[0], period, 0), top);
    tr__window_min(&state->fold[1], TR__WINDOW(node, block, block->in[1], period, 1), bottom);
    for (size_t i = 0; i < block->count; i++) {
        top[i] -= node->params[1] * range[i];
        bottom[i] += node->params[1] * range[i];
    }
    tr__window_max(&state->fold[2], TR__WINDOW(node, block, top, stop, 2), block->out[0]);
    tr__window_min(&state->fold[3], TR__WINDOW(node, block, bottom, stop, 3), block->out[1]);
}

TR__STEP(run, 3, 3, 1, 2)

const tr__indicator tr__indicator_cksp = {
    .info = {
        .name = "cksp",
        .aliases = "",
        .title = "Chande-Kroll stop",
        .group = "overlap",
        .formula = "high_stop = highest over stop_period of (highest high over period - "
                   "multiplier a), low_stop = lowest over stop_period of (lowest low over period "
                   "+ multiplier a); a = average true range over period (atr). First at bar "
                   "period + stop_period - 1.",
        .source = "The New Technical Trader, 1994",
        .notes = "Named by how they are made, because libraries call opposite lines the long and "
                 "the short stop. The book's own setting is 3 and 20. A stop_period of 1 is the "
                 "chandelier exit.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "p" },
                    { "multiplier", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1, .alias = "x" },
                    { "stop_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "q" } },
        .outputs = { { "high_stop", TR_UNIT_PRICE }, { "low_stop", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
