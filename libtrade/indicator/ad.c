/* ad.c: Accumulation and distribution line. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    const double *volume = block->in[3];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double total = state->total;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double width = high[i] - low[i],
               flow = ((close[i] - low[i]) - (high[i] - close[i])) / width * volume[i];
        out[i] = width > 0 ? flow : 0;
    }
    for (size_t i = 0; i < block->count; i++)
        out[i] = total += out[i];
    state->total = total;
}

TR__RUN_PIECES(run, 4, 1)
TR__STEP(run, 4, 0, 0, 1)

const tr__indicator tr__indicator_ad = {
    .info = {
        .name = "ad",
        .aliases = "",
        .title = "Accumulation and distribution line",
        .group = "volume",
        .formula = "Running total of ((close - low) - (high - close)) / (high - low) * volume, "
                   "from bar 0.",
        .source = "Stock Market Trading Systems, 1980",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .outputs = { { "ad", TR_UNIT_VOLUME } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
