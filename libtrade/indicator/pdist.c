/* pdist.c: Price distance. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_tapes(plan, node, 4, 0, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *high = block->in[1];
    const double *low = block->in[2];
    const double *close = block->in[3];
    double *out = block->out[0];
    (void)node;
    for (size_t i = 0; i < block->count; i++)
        out[i] =
            2 * (high[i] - low[i]) + fabs(open[i] - *(close + i - 1)) - fabs(close[i] - open[i]);
}

TR__STEP(run, 4, 4, 0, 1)

const tr__indicator tr__indicator_pdist = {
    .info = {
        .name = "pdist",
        .aliases = "",
        .title = "Price distance",
        .group = "volatility",
        .formula = "2 (high - low) + |open - close before| - |close - open|: the way that price "
                   "made at least; first at bar 1.",
        .source = "ProRealCode library: PriceDistance",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "pdist", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
