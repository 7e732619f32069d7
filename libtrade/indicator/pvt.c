/* pvt.c: Price volume trend. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = node->preset == TR_INDICATOR_PANDAS ? 1 : 0;
    node->constant[0] = node->preset == TR_INDICATOR_PANDAS ? 100 : 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, 1);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[0], *volume = block->in[1];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double total = state->total, scale = node->constant[0];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1),
               share = scale * volume[i] * ((close[i] - before) / before);
        out[i] = before != 0 ? share : 0;
    }
    if (block->seen == 0)
        out[0] = 0;
    for (size_t i = 0; i < block->count; i++)
        out[i] = total += out[i];
    state->total = total;
}

TR__RUN_PIECES(run, 2, 1)
TR__STEP(run, 2, 1, 0, 1)

const tr__indicator tr__indicator_pvt = {
    .info = {
        .name = "pvt",
        .aliases = "vpt",
        .title = "Price volume trend",
        .group = "volume",
        .formula = "before + volume (close - close before) / close before, unchanged where close "
                   "before is 0; 0 at bar 0.",
        .source = "StockCharts ChartSchool and TradingView: Price Volume Trend",
        .notes = "pandas-ta takes the change in percent, 100 times this, from bar 1: preset "
                 "pandas.",
        .inputs = { TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .outputs = { { "pvt", TR_UNIT_VOLUME } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
