/* hilo.c: Gann HiLo activator. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double value;
    double trend;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 0, 2, 1);
    size_t high = tr__plan_average(plan, node, 0, node->params[2], tr__count(node, 0))->lookback;
    size_t low = tr__plan_average(plan, node, 1, node->params[2], tr__count(node, 1))->lookback;
    node->lookback = (high > low ? high : low) + 1;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    head *state = (head *)(void *)node->head;
    double *high = tr__tape(node, 0), *low = tr__tape(node, 1);
    tr__node_chain(node->child[0], block->in[0], 0, block->count, high);
    tr__node_chain(node->child[1], block->in[1], 0, block->count, low);
    for (size_t i = block->skip; i < block->count; i++) {
        bool is_first = block->seen + i == node->lookback;
        if (close[i] < *(low + i - 1)) {
            state->value = high[i];
            state->trend = -1;
        } else if (close[i] > *(high + i - 1) || is_first) {
            state->value = low[i];
            state->trend = 1;
        }
        block->out[0][i] = state->value;
        block->out[1][i] = state->trend;
    }
}

TR__STEP(run, 3, 0, 1, 2)

const tr__indicator tr__indicator_hilo = {
    .info = {
        .name = "hilo",
        .aliases = "",
        .title = "Gann HiLo activator",
        .group = "overlap",
        .formula = "Averages of the highs over high_period and of the lows over low_period. hilo "
                   "is the one of the lows where close is above that of the highs at the bar "
                   "before, the one of the highs where close is below that of the lows at the bar "
                   "before, and else what it was; trend is 1 on the lower side, -1 on the upper "
                   "one. First one bar after both averages have a value, on the lower side unless "
                   "close is below.",
        .source = "The New Gann Swing Chartist, Technical Analysis of Stocks and Commodities, "
                  "1998",
        .notes = "pandas-ta gives NaN until close first leaves the two averages, and long and "
                 "short lines in place of trend. Krausz has 3 for both periods.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "high_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 13, .alias = "high_length" },
                    { "low_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 21, .alias = "low_length" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .alias = "mamode" } },
        .outputs = { { "hilo", TR_UNIT_PRICE }, { "trend", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
