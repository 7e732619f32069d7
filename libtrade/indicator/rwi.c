/* rwi.c: Random walk index. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_tapes(plan, node, 3, 0, period);
    size_t range = tr__plan_child(plan, node, 0, &tr__indicator_atr, 1, node->params)->lookback;
    node->lookback = range > period ? range : period;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    size_t period = tr__count(node, 0);
    double range[TR__BLOCK_MAX];
    tr__node_run(node->child[0], block->in, block->count, (double *const[]){ range });
    for (size_t i = block->skip; i < block->count; i++) {
        double walk = range[i] * sqrt((double)period);
        block->out[0][i] = walk > 0 ? (high[i] - *(low + i - period)) / walk : 0;
        block->out[1][i] = walk > 0 ? (*(high + i - period) - low[i]) / walk : 0;
    }
}

TR__STEP(run, 3, 3, 0, 2)

const tr__indicator tr__indicator_rwi = {
    .info = {
        .name = "rwi",
        .aliases = "",
        .title = "Random walk index",
        .group = "momentum",
        .formula = "high = (high - low period bars ago) / (atr over period * sqrt(period)); low = "
                   "(high period bars ago - low) / the same; 0 where atr is 0. First at bar "
                   "period.",
        .source = "Of Trends and Random Walks, Technical Analysis of Stocks and Commodities, 1991",
        .notes = "Poulos takes the largest such ratio of all spans from 2 bars to period; pandas- "
                 "ta, as here, the one of period.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" } },
        .outputs = { { "high", TR_UNIT_NUMBER }, { "low", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
