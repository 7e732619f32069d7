/* chandelier_exit.c: Chandelier exit. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
    double direction;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t high = tr__count(node, 0), low = tr__count(node, 1);
    size_t longest = high > low ? high : low;
    node->number[0] = node->params[4] != 0 ? longest : high;
    node->number[1] = node->params[4] != 0 ? longest : low;
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 3, 2, longest);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(node->number[0]));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(node->number[1]));
    size_t range = tr__plan_child(plan, node, 0, &tr__indicator_atr, 1, &node->params[2])->lookback;
    node->lookback = longest - 1 > range ? longest - 1 : range;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    head *state = (head *)(void *)node->head;
    const double *top = node->params[4] != 0 ? close : block->in[0];
    const double *bottom = node->params[4] != 0 ? close : block->in[1];
    double *is_long = tr__tape(node, 0), *is_short = tr__tape(node, 1), range[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, top, node->number[0], 0), is_long);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, bottom, node->number[1], 1), is_short);
    tr__node_run(node->child[0], block->in, block->count, (double *const[]){ range });
    for (size_t i = block->skip; i < block->count; i++) {
        is_long[i] -= node->params[3] * range[i];
        is_short[i] += node->params[3] * range[i];
        bool is_first = block->seen + i == node->lookback;
        int up = close[i] > *(is_long + i - 1), down = close[i] < *(is_short + i - 1);
        if (is_first || up != down)
            state->direction = is_first ? 1 : up - down;
        block->out[0][i] = is_long[i];
        block->out[1][i] = is_short[i];
        block->out[2][i] = state->direction;
    }
}

TR__STEP(run, 3, 3, 1, 3)

const tr__indicator tr__indicator_chandelier_exit = {
    .info = {
        .name = "chandelier_exit",
        .aliases = "ce",
        .title = "Chandelier exit",
        .group = "overlap",
        .formula = "long = highest high over high_period - multiplier atr; short = lowest low "
                   "over low_period + multiplier atr; with use_close 1 both of close over the "
                   "longer period. direction turns 1 where close is above long and not below "
                   "short of the bar before, -1 where it is below that short and not above that "
                   "long, and starts with 1. First where both windows are full and atr has a "
                   "value.",
        .source = "Come Into My Trading Room, 2002, for the exit of Chuck LeBeau",
        .notes = "LeBeau has 22 bars for all three periods and 3 for the multiplier, as has "
                 "preset tradingview. pandas-ta starts before the windows are full.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "high_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 22, .alias = "high_length" },
                    { "low_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 22, .alias = "low_length" },
                    { "atr_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .tradingview = 22, .alias = "atr_length" },
                    { "multiplier", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 2, .tradingview = 3 },
                    { "use_close", .min = 0, .max = 1, .initial = 0 } },
        .outputs = { { "long", TR_UNIT_PRICE }, { "short", TR_UNIT_PRICE },
                     { "direction", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
