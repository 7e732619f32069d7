/* kstext.c: Know sure thing of any averages. */
#include "indicator/engine.h"
#include "indicator/kst.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    tr__kst_plan(plan, node, node->params[9], node->params[10]);
}

static void run(tr__node *node, const tr__block *block)
{
    tr__kst_run(node, block);
}

const tr__indicator tr__indicator_kstext = {
    .info = {
        .name = "kstext",
        .aliases = "",
        .title = "Know sure thing of any averages",
        .group = "momentum",
        .formula = "As kst, the four averages of the type roc_ma_type, the signal of "
                   "signal_ma_type. First where the longest leg and then the signal have their "
                   "first.",
        .source = "Summed Rate of Change (KST), Technical Analysis of Stocks and Commodities, "
                  "1992; TA-Lib function index, 2026",
        .notes = "The averages of all legs end their warm-up at the same bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "roc1_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "roc1" },
                    { "roc2_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 15, .alias = "roc2" },
                    { "roc3_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "roc3" },
                    { "roc4_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30, .alias = "roc4" },
                    { "ma1_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "sma1" },
                    { "ma2_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "sma2" },
                    { "ma3_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "sma3" },
                    { "ma4_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 15, .alias = "sma4" },
                    { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "signal" },
                    { "roc_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 },
                    { "signal_ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "kst", TR_UNIT_PERCENT }, { "signal", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
};
