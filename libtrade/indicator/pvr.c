/* pvr.c: Price volume rank. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_tapes(plan, node, 2, 0, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *volume = block->in[1];
    double *out = block->out[0];
    (void)node;
    for (size_t i = 0; i < block->count; i++)
        out[i] = 1 + 2 * (x[i] < *(x + i - 1)) + (volume[i] < *(volume + i - 1));
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_pvr = {
    .info = {
        .name = "pvr",
        .aliases = "",
        .title = "Price volume rank",
        .group = "volume",
        .formula = "1 where close and volume did not fall, 2 where only volume fell, 3 where only "
                   "close fell, 4 where both fell; first at bar 1.",
        .source = "Price-Volume Rank, Technical Analysis of Stocks and Commodities, 1994",
        .notes = "pandas-ta gives 1 for bar 0.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .outputs = { { "pvr", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
