/* wad.c: Williams accumulation and distribution. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double total = state->total;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double bottom = before < low[i] ? before : low[i], top = before > high[i] ? before : high[i];
        double fallen = close[i] < before ? close[i] - top : 0;
        out[i] = close[i] > before ? close[i] - bottom : fallen;
    }
    if (block->seen == 0)
        out[0] = 0;
    for (size_t i = 0; i < block->count; i++)
        out[i] = total += out[i];
    state->total = total;
}

TR__RUN_PIECES(run, 3, 1)
TR__STEP(run, 3, 3, 0, 1)

const tr__indicator tr__indicator_wad = {
    .info = {
        .name = "wad",
        .aliases = "",
        .title = "Williams accumulation and distribution",
        .group = "momentum",
        .formula = "Running total of close - min(close before, low) at a rise and close - "
                   "max(close before, high) at a fall; from 0, first at bar 1.",
        .source = "How I Made One Million Dollars Last Year Trading Commodities, 1973",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "wad", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
