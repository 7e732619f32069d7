/* ao.c: Awesome oscillator. */
#include "indicator/engine.h"

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 33;
    tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, &(double){ 5 });
    tr__plan_child(plan, node, 1, &tr__indicator_sma, 1, &(double){ 34 });
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    double middle[TR__BLOCK_MAX], slow[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        middle[i] = (high[i] + low[i]) / 2;
    tr__node_chain(node->child[0], middle, 0, block->count, out);
    tr__node_chain(node->child[1], middle, 0, block->count, slow);
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] -= slow[i];
}

TR__RUN_WIDE(run)

const tr__indicator tr__indicator_ao = {
    .info = {
        .name = "ao",
        .aliases = "",
        .title = "Awesome oscillator",
        .group = "momentum",
        .formula = "Simple average over 5 minus that over 34 of (high + low) / 2; first at bar "
                   "33.",
        .source = "New Trading Dimensions, 1998",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .outputs = { { "ao", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
};
