/* rainbow.c: Rainbow chart. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    for (size_t k = 0; k < 10; k++)
        node->lookback +=
            tr__plan_child(plan, node, k, &tr__indicator_sma, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *in = block->in[0];
    size_t from = 0;
    for (size_t k = 0; k < 10; k++) {
        from = tr__node_chain(node->child[k], in, from, block->count, block->out[k]);
        in = block->out[k];
    }
}

TR__STEP(run, 1, 0, 0, 10)

const tr__indicator tr__indicator_rainbow = {
    .info = {
        .name = "rainbow",
        .aliases = "",
        .title = "Rainbow chart",
        .group = "overlap",
        .formula = "ribbon_1 = simple average of x over period, each further one the same average "
                   "of the one before; first at bar 10 (period - 1).",
        .source = "Rainbow Charts, Technical Analysis of Stocks and Commodities, 1997",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "length" } },
        .outputs = { { "ribbon_1", TR_UNIT_PRICE }, { "ribbon_2", TR_UNIT_PRICE },
                     { "ribbon_3", TR_UNIT_PRICE }, { "ribbon_4", TR_UNIT_PRICE },
                     { "ribbon_5", TR_UNIT_PRICE }, { "ribbon_6", TR_UNIT_PRICE },
                     { "ribbon_7", TR_UNIT_PRICE }, { "ribbon_8", TR_UNIT_PRICE },
                     { "ribbon_9", TR_UNIT_PRICE }, { "ribbon_10", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
