/* tsi.c: True strength index. */
#include <assert.h>
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_tapes(plan, node, 1, 0, 1);
    for (size_t k = 0; k < 4; k++)
        tr__plan_child(plan, node, k, &tr__indicator_ema, 1, &node->params[k % 2]);
    node->lookback = 1 + node->child[0]->lookback + node->child[1]->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0], steps[TR__BLOCK_MAX], moves[TR__BLOCK_MAX], once[TR__BLOCK_MAX];
    size_t first = tr__from(1, block), count = block->count;
    assert(count > 0);
    for (size_t i = 0; i < count; i++) {
        steps[i] = x[i] - *(x + i - 1);
        moves[i] = fabs(steps[i]);
    }
    size_t from = tr__node_chain(node->child[0], steps, first, count, once);
    tr__node_chain(node->child[1], once, from, count, steps);
    from = tr__node_chain(node->child[2], moves, first, count, once);
    tr__node_chain(node->child[3], once, from, count, moves);
    for (size_t i = block->skip; i < count; i++)
        out[i] = moves[i] > 0 ? 100 * steps[i] / moves[i] : 0;
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_tsi = {
    .info = {
        .name = "tsi",
        .aliases = "",
        .title = "True strength index",
        .group = "momentum",
        .formula = "100 a / b, 0 where b is 0; a, b = exponential averages over second_period of "
                   "those over first_period of the steps of x and of their magnitudes. First at "
                   "bar first_period + second_period - 1.",
        .source = "True Strength Index, Technical Analysis of Stocks and Commodities, 1991",
        .notes = "The seeds of the averages follow the preset as ema does. No source agrees on "
                 "the period of a signal line: take ema over the output. Preset tradingview: "
                 "first at bar 1.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "first_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 25, .alias = "slow" },
                    { "second_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 13, .alias = "fast" } },
        .outputs = { { "tsi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
