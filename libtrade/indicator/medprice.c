/* medprice.c: Median price. */
#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = (high[i] + low[i]) / 2;
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 0, 1)

const tr__indicator tr__indicator_medprice = {
    .info = {
        .name = "medprice",
        .aliases = "hl2",
        .title = "Median price",
        .group = "price",
        .formula = "(high + low) / 2.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .outputs = { { "medprice", TR_UNIT_PRICE } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
