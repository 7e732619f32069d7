/* macdfix.c: Moving average convergence and divergence 12/26. */
#include "indicator/engine.h"
#include "indicator/macd.h"

typedef struct head {
    tr__head base;
    tr__macd macd;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    node->number[0] = 12;
    node->number[1] = 26;
    node->number[2] = 14;
    node->constant[0] = 0.15;
    node->constant[1] = 0.075;
    node->lookback = 25 + tr__count(node, 0) - 1;
    /* Both averages end their warm-up at the same bar: the fast one starts later. */
    size_t signal_period = tr__count(node, 0);
    tr__macd_rule *rule = tr__plan_table(plan, node, sizeof *rule);
    if (rule != NULL)
        *rule = (tr__macd_rule){
            .fast = tr__filter_ema(node->number[0], node->constant[0], false),
            .slow = tr__filter_ema(node->number[1], node->constant[1], false),
            .signal = tr__filter_ema(signal_period, 2 / ((double)signal_period + 1), false),
            .delay = node->number[2],
            .warm = node->number[1] - 1,
        };
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__macd_run(&((head *)(void *)node->head)->macd, node->table, block);
}

TR__STEP(run, 1, 0, 0, 3)

const tr__indicator tr__indicator_macdfix = {
    .info = {
        .name = "macdfix",
        .aliases = "",
        .title = "Moving average convergence and divergence 12/26",
        .group = "momentum",
        .formula = "As macd, with the factors 0.15 and 0.075 of the book in place of 2/13 and "
                   "2/27. First at bar 24 + signal_period.",
        .source = "The Moving Average Convergence-Divergence Trading Method, 1979",
        .notes = "TA-Lib 0.6 puts the values of a signal_period of 1 at the wrong bar; here "
                 "the signal is then the line itself.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "signal_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9 } },
        .outputs = { { "macd", TR_UNIT_PRICE }, { "signal", TR_UNIT_PRICE }, { "histogram", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
