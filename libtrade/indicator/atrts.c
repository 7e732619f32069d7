/* atrts.c: Trailing stop by average true range. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double stop;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t range = tr__count(node, 0), longest = tr__count(node, 1);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    size_t lookback = tr__plan_child(plan, node, 0, &tr__indicator_atr, 1, node->params)->lookback;
    range = lookback > range ? lookback : range;
    lookback = tr__plan_average(plan, node, 1, node->params[3], longest)->lookback;
    longest = lookback > longest ? lookback : longest;
    node->lookback = range > longest ? range : longest;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    head *state = (head *)(void *)node->head;
    double range[TR__BLOCK_MAX], average[TR__BLOCK_MAX];
    tr__node_run(node->child[0], block->in, block->count, (double *const[]){ range });
    tr__node_chain(node->child[1], close, 0, block->count, average);
    for (size_t i = block->skip; i < block->count; i++) {
        bool is_up = close[i] > average[i], is_first = block->seen + i == node->lookback;
        double away = node->params[2] * range[i], stop = is_up ? close[i] - away : close[i] + away;
        if (is_first || (is_up ? stop > state->stop : stop < state->stop))
            state->stop = stop;
        block->out[0][i] = state->stop;
    }
}

TR__STEP(run, 3, 0, 0, 1)

const tr__indicator tr__indicator_atrts = {
    .info = {
        .name = "atrts",
        .aliases = "",
        .title = "Trailing stop by average true range",
        .group = "overlap",
        .formula = "Where close is above its average over ma_period: the larger of close - "
                   "multiplier atr and the stop before; else the smaller of close + multiplier "
                   "atr and the stop before. The first one, at the bar number that is the larger "
                   "of the two periods or later where the average starts later, is not compared.",
        .source = "MotiveWave studies: ATR Trailing Stops; pandas-ta development branch, atrts, "
                  "2024",
        .notes = "As in pandas-ta: the stop keeps its place when the side changes, so that it "
                 "only gets nearer to price on either side.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" },
                    { "ma_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "ma_length" },
                    { "multiplier", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 3 },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "atrts", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
