/* pvo.c: Percentage volume oscillator. */
#include "indicator/engine.h"

extern const tr__indicator tr__indicator_ppo;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_ppo, 3, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__node_chain(node->child[0], block->in[0], 0, block->count, block->out[0]);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_pvo = {
    .info = {
        .name = "pvo",
        .aliases = "",
        .title = "Percentage volume oscillator",
        .group = "volume",
        .formula = "(average of the volume over fast_period - average over slow_period) / the "
                   "latter * 100, 0 where that is 0; first where the longer one has its first.",
        .source = "StockCharts ChartSchool: Percentage Volume Oscillator; Technical Analysis: "
                  "Power Tools for Active Investors, 2005",
        .notes = "ppo on the volume, exponential. For the signal line that pandas-ta adds take "
                 "ema over 9 of the output.",
        .inputs = { TR_INPUT_VOLUME },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "fast" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 26, .alias = "slow" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1 } },
        .outputs = { { "pvo", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
