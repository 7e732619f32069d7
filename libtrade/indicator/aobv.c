/* aobv.c: Archer on balance volume. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold lowest;
    tr__fold highest;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t depth = 1, longest = 0;
    for (size_t k = 2; k < 5; k++)
        depth = tr__count(node, k) > depth ? tr__count(node, k) : depth;
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 0, 3, depth);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(tr__count(node, 2)));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(tr__count(node, 3)));
    size_t total = tr__plan_child(plan, node, 0, &tr__indicator_obv, 0, NULL)->lookback;
    for (size_t k = 0; k < 2; k++) {
        size_t lookback =
            tr__plan_average(plan, node, 1 + k, node->params[5], tr__count(node, k))->lookback;
        longest = lookback > longest ? lookback : longest;
    }
    longest += tr__count(node, 4);
    for (size_t k = 2; k < 4; k++)
        longest = tr__count(node, k) - 1 > longest ? tr__count(node, k) - 1 : longest;
    node->lookback = total + longest;
}

static void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    size_t run = tr__count(node, 4), lowest = tr__count(node, 2), highest = tr__count(node, 3);
    double *const *out = block->out, *total = tr__tape(node, 0), *fast = tr__tape(node, 1),
                  *slow = tr__tape(node, 2);
    size_t from = tr__node_run(node->child[0], block->in, block->count, (double *const[]){ total });
    tr__window_min(&state->lowest, TR__WINDOW(node, block, total, lowest, 0), out[1]);
    tr__window_max(&state->highest, TR__WINDOW(node, block, total, highest, 1), out[2]);
    tr__node_chain(node->child[1], total, from, block->count, fast);
    tr__node_chain(node->child[2], total, from, block->count, slow);
    for (size_t i = block->skip; i < block->count; i++) {
        bool is_moving = slow[i] != *(slow + i - run);
        out[0][i] = total[i];
        out[3][i] = fast[i];
        out[4][i] = slow[i];
        out[5][i] = is_moving && fast[i] > *(fast + i - run);
        out[6][i] = is_moving && fast[i] < *(fast + i - run);
    }
}

const tr__indicator tr__indicator_aobv = {
    .info = {
        .name = "aobv",
        .aliases = "",
        .title = "Archer on balance volume",
        .group = "volume",
        .formula = "obv; its lowest and highest value over min_period and max_period; its "
                   "averages over fast_period and slow_period; long_run and short_run of these "
                   "(see amat) over run_period. First where all have a value.",
        .source = "TradingView script Trade Archer On balance Volume Moving Averages v1 by Kevin "
                  "Johnson",
        .notes = "obv starts with the volume of bar 0, as TA-Lib's; by preset tulip with 0.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .params = { { "fast_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 4, .alias = "fast" },
                    { "slow_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "slow" },
                    { "min_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "min_lookback" },
                    { "max_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "max_lookback" },
                    { "run_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "run_length" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "obv", TR_UNIT_VOLUME }, { "lowest", TR_UNIT_VOLUME },
                     { "highest", TR_UNIT_VOLUME }, { "fast", TR_UNIT_VOLUME },
                     { "slow", TR_UNIT_VOLUME }, { "long_run", TR_UNIT_SIGNAL },
                     { "short_run", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
