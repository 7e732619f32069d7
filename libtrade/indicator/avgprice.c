/* avgprice.c: Average price. */
#include "indicator/engine.h"

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *high = block->in[1];
    const double *low = block->in[2];
    const double *close = block->in[3];
    double *out = block->out[0];
    (void)node;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = (open[i] + high[i] + low[i] + close[i]) / 4;
}

TR__RUN_WIDE(run)
TR__STEP(run, 4, 0, 0, 1)

const tr__indicator tr__indicator_avgprice = {
    .info = {
        .name = "avgprice",
        .aliases = "ohlc4",
        .title = "Average price",
        .group = "price",
        .formula = "(open + high + low + close) / 4.",
        .source = "TA-Lib 0.6, function index",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "avgprice", TR_UNIT_PRICE } },
    },
    .plan = tr__plan_bar,
    TR__RUN_BOTH(run),
    .step = run_step,
};
