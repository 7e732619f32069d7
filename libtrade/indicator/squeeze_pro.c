/* squeeze_pro.c: Squeeze pro. */
#include "indicator/engine.h"
#include "indicator/squeeze.h"

static const tr__squeeze_params at = { .bands_period = 0,
                                       .channel_period = 2,
                                       .momentum_period = 6,
                                       .smooth_period = 7,
                                       .has_true_range = 8,
                                       .average = 9 };

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback = tr__squeeze_plan(plan, node, &at);
}

static void run(tr__node *node, const tr__block *block)
{
    tr__squeeze lines;
    tr__squeeze_run(node, block, &at, &lines);
    for (size_t i = block->skip; i < block->count; i++) {
        int side[3];
        for (size_t k = 0; k < 3; k++) {
            side[k] = tr__squeeze_side(&lines, i, node->params[1], node->params[3 + k]);
            block->out[1 + k][i] = side[k] > 0;
        }
        block->out[0][i] = lines.momentum[i];
        block->out[4][i] = side[0] < 0;
        block->out[5][i] = side[0] == 0;
    }
}

const tr__indicator tr__indicator_squeeze_pro = {
    .info = {
        .name = "squeeze_pro",
        .aliases = "",
        .title = "Squeeze pro",
        .group = "momentum",
        .formula = "The bands are ma_type over bb_period of close -/+ bb_dev population standard "
                   "deviations; the channel is ma_type over kc_period of close -/+ a scalar times "
                   "ma_type over kc_period of the true range (high - low with use_tr 0). squeeze "
                   "= average over smooth_period of close - close momentum_period bars ago. "
                   "on_wide, on_normal and on_narrow are 1 where the bands lie inside the channel "
                   "of that scalar; off where they lie outside the wide one on both sides; no "
                   "where neither on_wide nor off is. First where all have a value.",
        .source = "TradingView script Squeeze PRO by Makit0",
        .notes = "pandas-ta uses the sample standard deviation unless TA-Lib is installed, and "
                 "gives nothing unless the scalars fall from wide to narrow.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "bb_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "bb_length" },
                    { "bb_dev", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 2, .alias = "bb_std" },
                    { "kc_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "kc_length" },
                    { "kc_scalar_wide", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 2 },
                    { "kc_scalar_normal", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1.5 },
                    { "kc_scalar_narrow", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1 },
                    { "momentum_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "mom_length" },
                    { "smooth_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 6, .alias = "mom_smooth" },
                    { "use_tr", .min = 0, .max = 1, .initial = 1, .alias = "tr" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0, .alias = "mamode" } },
        .outputs = { { "squeeze", TR_UNIT_PRICE }, { "on_wide", TR_UNIT_SIGNAL },
                     { "on_normal", TR_UNIT_SIGNAL }, { "on_narrow", TR_UNIT_SIGNAL },
                     { "off", TR_UNIT_SIGNAL }, { "no", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
