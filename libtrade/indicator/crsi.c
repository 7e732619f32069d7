/* crsi.c: Connors RSI. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double streak;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    size_t rank = tr__count(node, 2);
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, rank + 1);
    size_t level = tr__plan_child(plan, node, 0, &tr__indicator_rsi, 1, &node->params[0])->lookback;
    size_t run =
        tr__plan_child(plan, node, 1, &tr__indicator_rsi, 1, &node->params[1])->lookback + 1;
    node->lookback = level > run ? level : run;
    if (node->lookback < rank + 1)
        node->lookback = rank + 1;
}

static double rank_of(const double *returns, size_t period, bool is_tie_counted)
{
    size_t below = 0, equal = 0;
    for (size_t k = 1; k <= period; k++) {
        below += *(returns - k) < *returns;
        equal += *(returns - k) <= *returns;
    }
    return 100 * (double)(is_tie_counted ? equal : below) / (double)period;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0], *returns = tr__tape(node, 0);
    double streaks[TR__BLOCK_MAX], level[TR__BLOCK_MAX], strength[TR__BLOCK_MAX];
    head *state = (head *)(void *)node->head;
    bool is_tie_counted = node->preset == TR_INDICATOR_TRADINGVIEW;
    double streak = state->streak;
    size_t from = tr__from(1, block);
    for (size_t i = 0; i < block->count; i++) {
        double before = *(x + i - 1), step = i < from ? 0 : x[i] - before;
        if (step > 0)
            streak = streak > 0 ? streak + 1 : 1;
        else
            streak = step < 0 ? (streak < 0 ? streak - 1 : -1) : 0;
        streaks[i] = streak;
        returns[i] = before != 0 ? step / before : 0;
    }
    state->streak = streak;
    tr__node_chain(node->child[0], x, 0, block->count, level);
    tr__node_chain(node->child[1], streaks, from, block->count, strength);
    for (size_t i = block->skip; i < block->count; i++)
        out[i] =
            (level[i] + strength[i] + rank_of(returns + i, tr__count(node, 2), is_tie_counted)) / 3;
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_crsi = {
    .info = {
        .name = "crsi",
        .aliases = "",
        .title = "Connors RSI",
        .group = "momentum",
        .formula = "(a + b + c) / 3; a = rsi over period; b = rsi over streak_period of the "
                   "streak (the signed number of steps up or down in a row, 0 where x stays, from "
                   "bar 1); c = 100 times the share of the rank_period returns x / x before - 1 "
                   "before this one that are smaller than it. First where all three are there.",
        .source = "An Introduction to ConnorsRSI, 2012",
        .notes = "A return from 0 counts as 0. Each rsi starts at the first bar that it can. "
                 "Preset tradingview counts equal returns too, as ta.percentrank does. Cost: "
                 "O(rank_period) a bar, one comparison each.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "rsi_length" },
                    { "streak_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "streak_length" },
                    { "rank_period", .min = 2, .max = 10000, .initial = 100, .alias = "rank_length" } },
        .outputs = { { "crsi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
