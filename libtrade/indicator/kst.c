/* kst.c: Know sure thing. */
#include "indicator/kst.h"
#include "indicator/engine.h"

void tr__kst_plan(tr__plan *plan, tr__node *node, double average, double signal_average)
{
    size_t longest = 0;
    node->lookback = 0;
    for (size_t k = 0; k < 4; k++)
        longest = tr__count(node, k) > longest ? tr__count(node, k) : longest;
    tr__plan_tapes(plan, node, 1, 0, longest);
    size_t warm = 0;
    for (size_t k = 0; k < 4; k++) {
        size_t first = tr__count(node, k) +
                       tr__plan_average(plan, node, k, average, tr__count(node, 4 + k))->lookback;
        warm = first > warm ? first : warm;
    }
    /* All averages end their warm-up at the same bar. */
    for (size_t k = 0; k < 4; k++)
        node->child[k]->delay = warm - tr__count(node, k) - node->child[k]->lookback;
    node->number[0] = warm;
    node->lookback =
        warm + tr__plan_average(plan, node, 4, signal_average, tr__count(node, 8))->lookback;
}

void tr__kst_run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *line = block->out[0], rate[TR__BLOCK_MAX], average[TR__BLOCK_MAX];
    size_t from = tr__from(node->number[0], block);
    for (size_t k = 0; k < 4; k++) {
        size_t period = tr__count(node, k);
        for (size_t i = 0; i < block->count; i++) {
            double before = *(x + i - period);
            rate[i] = before != 0 ? (x[i] / before - 1) * 100 : 0;
        }
        tr__node_chain(node->child[k], rate, tr__from(period, block), block->count, average);
        for (size_t i = from; i < block->count; i++)
            line[i] = (k > 0 ? line[i] : 0) + (double)(k + 1) * average[i];
    }
    tr__node_chain(node->child[4], line, from, block->count, block->out[1]);
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    tr__kst_plan(plan, node, 0, 0);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__kst_run(node, block);
}

TR__STEP(run, 1, 1, 0, 2)

const tr__indicator tr__indicator_kst = {
    .info = {
        .name = "kst",
        .aliases = "",
        .title = "Know sure thing",
        .group = "momentum",
        .formula = "kst = a1 + 2 a2 + 3 a3 + 4 a4; ak = simple average over smak_period of the "
                   "rate of change 100 (x / x before - 1) over rock_period, 0 where x before is "
                   "0; signal = simple average of kst over signal_period. First where the signal "
                   "has its first.",
        .source = "Summed Rate of Change (KST), Technical Analysis of Stocks and Commodities, "
                  "1992",
        .notes = "The weights stay with their places, whatever the periods. Pring's daily page "
                 "takes a signal of 10, most platforms 9.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "roc1_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "roc1" },
                    { "roc2_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 15, .alias = "roc2" },
                    { "roc3_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "roc3" },
                    { "roc4_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30, .alias = "roc4" },
                    { "sma1_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "sma1" },
                    { "sma2_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "sma2" },
                    { "sma3_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "sma3" },
                    { "sma4_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 15, .alias = "sma4" },
                    { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "signal" } },
        .outputs = { { "kst", TR_UNIT_PERCENT }, { "signal", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
