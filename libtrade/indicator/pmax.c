/* pmax.c: Profit maximizer. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double lower;
    double upper;
    double close;
    double trend;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    size_t average = tr__plan_average(plan, node, 0, node->params[2], tr__count(node, 0))->lookback;
    size_t range = tr__plan_child(plan, node, 1, &tr__indicator_atr, 1, node->params)->lookback;
    node->lookback = average > range ? average : range;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    bool is_script = node->preset == TR_INDICATOR_TRADINGVIEW;
    double average[TR__BLOCK_MAX], range[TR__BLOCK_MAX], middle[TR__BLOCK_MAX];
    const double *close = block->in[2], *source = is_script ? middle : close;
    for (size_t i = 0; i < block->count; i++)
        middle[i] = (block->in[0][i] + block->in[1][i]) / 2;
    tr__node_chain(node->child[0], source, 0, block->count, average);
    tr__node_run(node->child[1], block->in, block->count, (double *const[]){ range });
    for (size_t i = block->skip; i < block->count; i++) {
        double away = node->params[1] * range[i], lower = average[i] - away,
               upper = average[i] + away;
        double now = is_script ? average[i] : close[i],
               held = is_script ? average[i] : state->close;
        if (block->seen + i == node->lookback) {
            state->trend = 1;
        } else {
            state->trend = now > state->upper ? 1 : now < state->lower ? -1 : state->trend;
            lower = held > state->lower ? fmax(lower, state->lower) : lower;
            upper = held < state->upper ? fmin(upper, state->upper) : upper;
        }
        state->lower = lower;
        state->upper = upper;
        state->close = close[i];
        block->out[0][i] = state->trend > 0 ? lower : upper;
        block->out[1][i] = state->trend;
    }
}

TR__STEP(run, 3, 0, 0, 2)

const tr__indicator tr__indicator_pmax = {
    .info = {
        .name = "pmax",
        .aliases = "",
        .title = "Profit maximizer",
        .group = "overlap",
        .formula = "Lower and upper stop: average over period -/+ multiplier atr over period. "
                   "Where close was above the lower stop before, the lower one does not fall; "
                   "where it was below the upper stop before, the upper one does not rise. trend "
                   "turns 1 where close is above the upper stop before, -1 where it is below the "
                   "lower one before, and starts with 1; pmax is the lower stop for 1, the upper "
                   "one for -1. First where average and atr have a value.",
        .source = "Profit Maximizer PMax, TradingView script by KivancOzbilgic, 2020",
        .notes = "As pandas-ta-classic. Preset tradingview is the script: the average is one of "
                 "(high + low) / 2, and it is the average of the bar itself, not close, that "
                 "moves the stops and turns the trend.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "length" },
                    { "multiplier", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 3 },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "pmax", TR_UNIT_PRICE }, { "trend", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
