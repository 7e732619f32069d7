/* accbands.c: Acceleration bands. */
#include "indicator/engine.h"

static void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    for (size_t i = 0; i < 3; i++)
        tr__plan_child(plan, node, i, &tr__indicator_sma, 1, node->params);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    double *out2 = block->out[2];
    double up[TR__BLOCK_MAX], down[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double total = high[i] + low[i], width = total != 0 ? 4 * (high[i] - low[i]) / total : 0;
        up[i] = high[i] * (1 + width);
        down[i] = low[i] * (1 - width);
    }
    tr__node_chain(node->child[0], up, 0, block->count, out0);
    tr__node_chain(node->child[1], block->in[2], 0, block->count, out1);
    tr__node_chain(node->child[2], down, 0, block->count, out2);
}

TR__RUN_WIDE(run)

const tr__indicator tr__indicator_accbands = {
    .info = {
        .name = "accbands",
        .aliases = "",
        .title = "Acceleration bands",
        .group = "overlap",
        .formula = "Simple averages over period of high (1 + w), close and low (1 - w), w = 4 "
                   "(high - low) / (high + low); first at bar period - 1.",
        .source = "Big Trends in Trading, 2002",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "upper", TR_UNIT_PRICE }, { "middle", TR_UNIT_PRICE }, { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
};
