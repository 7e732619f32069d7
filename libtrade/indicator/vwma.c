/* vwma.c: Volume weighted moving average. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold money;
    tr__fold total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *volume = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *money = tr__tape(node, 0), total[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        money[i] = x[i] * volume[i];
    tr__window_sum(&state->money, TR__WINDOW(node, block, money, period, 0), out);
    tr__window_sum(&state->total, TR__WINDOW(node, block, volume, period, 1), total);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = total[i] > 0 ? out[i] / total[i] : x[i];
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 2, 1, 1)

const tr__indicator tr__indicator_vwma = {
    .info = {
        .name = "vwma",
        .aliases = "",
        .title = "Volume weighted moving average",
        .group = "overlap",
        .formula = "Sum of x * volume over the sum of the volume of the last period bars, x "
                   "itself without volume; first at bar period - 1.",
        .source = "Volume-Weighted Moving Averages, Technical Analysis of Stocks and Commodities, "
                  "2001",
        .notes = "",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "vwma", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
