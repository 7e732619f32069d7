/* cmf.c: Chaikin money flow. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold flow;
    tr__fold total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 2, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    double *out = block->out[0], *flow = tr__tape(node, 0), *volume = tr__tape(node, 1),
           total[TR__BLOCK_MAX];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        double range = high[i] - low[i];
        volume[i] = block->in[3][i];
        flow[i] = range > 0 ? ((close[i] - low[i]) - (high[i] - close[i])) / range * volume[i] : 0;
    }
    tr__window_sum(&state->flow, TR__WINDOW(node, block, flow, period, 0), out);
    tr__window_sum(&state->total, TR__WINDOW(node, block, volume, period, 1), total);
    for (size_t i = 0; i < block->count; i++)
        out[i] = total[i] > 0 ? out[i] / total[i] : 0;
}

TR__STEP(run, 4, 0, 1, 1)

const tr__indicator tr__indicator_cmf = {
    .info = {
        .name = "cmf",
        .aliases = "",
        .title = "Chaikin money flow",
        .group = "volume",
        .formula = "Sum of f over the sum of the volume of the last period bars, 0 without "
                   "volume; f = ((close - low) - (high - close)) / (high - low) * volume, 0 where "
                   "the bar has no range; first at bar period - 1.",
        .source = "Technical Analysis: The Complete Resource for Financial Market Technicians, "
                  "2011",
        .notes = "A ratio in -1..1; some platforms multiply by 100.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "cmf", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
