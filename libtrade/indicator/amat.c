/* amat.c: Archer moving average trends. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t run = tr__count(node, 2);
    node->lookback = 0;
    tr__plan_tapes(plan, node, 0, 2, run);
    size_t fast = tr__plan_average(plan, node, 0, node->params[3], tr__count(node, 0))->lookback;
    size_t slow = tr__plan_average(plan, node, 1, node->params[3], tr__count(node, 1))->lookback;
    node->lookback = (fast > slow ? fast : slow) + run;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t run = tr__count(node, 2);
    double *fast = tr__tape(node, 0), *slow = tr__tape(node, 1);
    tr__node_chain(node->child[0], block->in[0], 0, block->count, fast);
    tr__node_chain(node->child[1], block->in[0], 0, block->count, slow);
    for (size_t i = block->skip; i < block->count; i++) {
        bool is_moving = slow[i] != *(slow + i - run);
        block->out[0][i] = is_moving && fast[i] > *(fast + i - run);
        block->out[1][i] = is_moving && fast[i] < *(fast + i - run);
    }
}

TR__STEP(run, 1, 0, 1, 2)

const tr__indicator tr__indicator_amat = {
    .info = {
        .name = "amat",
        .aliases = "",
        .title = "Archer moving average trends",
        .group = "momentum",
        .formula = "long_run is 1 where the fast average is above itself run_period bars ago and "
                   "the slow one has changed since then, else 0; short_run likewise below. First "
                   "run_period bars after both averages have a value.",
        .source = "TradingView script Trade Archer Moving Averages v1.4F by Kevin Johnson",
        .notes = "As in pandas-ta; it gives 0 already while the averages warm up.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 8, .alias = "fast" },
                    { "slow_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 21, .alias = "slow" },
                    { "run_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "lookback" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "long_run", TR_UNIT_SIGNAL }, { "short_run", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
