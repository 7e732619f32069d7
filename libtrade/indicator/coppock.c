/* coppock.c: Coppock curve. */
#include "indicator/engine.h"

extern const tr__indicator tr__indicator_wma;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t first = tr__count(node, 1), second = tr__count(node, 2);
    node->lookback = 0;
    node->number[0] = first > second ? first : second;
    tr__plan_tapes(plan, node, 1, 0, node->number[0]);
    node->lookback = node->number[0] +
                     tr__plan_child(plan, node, 0, &tr__indicator_wma, 1, node->params)->lookback;
}

static double rate(const double *x, size_t period)
{
    double before = *(x - period);
    return before != 0 ? (*x / before - 1) * 100 : 0;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    size_t first = tr__count(node, 1), second = tr__count(node, 2);
    double sum[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        sum[i] = rate(x + i, first) + rate(x + i, second);
    tr__node_chain(node->child[0], sum, tr__from(node->number[0], block), block->count,
                   block->out[0]);
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_coppock = {
    .info = {
        .name = "coppock",
        .aliases = "copp",
        .title = "Coppock curve",
        .group = "momentum",
        .formula = "Weighted average over wma_period of the sum of the rates of change, 100 (x / "
                   "x before - 1), over roc1_period and over roc2_period; a rate is 0 where x "
                   "before is 0. First at bar max(roc1_period, roc2_period) + wma_period - 1.",
        .source = "Barron's, 1965: the Trendex model of Edwin Coppock",
        .notes = "Tulip's unfinished copp averages the two rates, which is half of this.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "wma_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "length" },
                    { "roc1_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 11, .alias = "fast" },
                    { "roc2_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "slow" } },
        .outputs = { { "coppock", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
