/* typprice.c: Typical price. */
#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = (high[i] + low[i] + close[i]) / 3;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 0, 0, 1)

const tr__indicator tr__indicator_typprice = {
    .info = {
        .name = "typprice",
        .aliases = "hlc3",
        .title = "Typical price",
        .group = "price",
        .formula = "(high + low + close) / 3.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "typprice", TR_UNIT_PRICE } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
