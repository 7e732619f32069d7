/* zlema.c: Zero-lag exponential moving average. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = (period - 1) / 2 > 0 ? (period - 1) / 2 - 1 : 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, (period - 1) / 2 + 1);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    size_t lag = (period - 1) / 2;
    double gain = 2 / ((double)period + 1), keep = 1 - gain, value = state->value;
    /* It starts with the value one lag after the first bar less one, as Tulip has it. */
    size_t i = 0;
    for (; i < block->count && block->seen + i < node->lookback + 1; i++)
        out[i] = value = x[i];
    for (; i < block->count; i++)
        out[i] = value = keep * value + gain * (x[i] + (x[i] - *(x + i - lag)));
    state->value = value;
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_zlema = {
    .info = {
        .name = "zlema",
        .aliases = "zlma",
        .title = "Zero-lag exponential moving average",
        .group = "overlap",
        .formula = "Exponential average, factor 2 / (period + 1), of x + (x - x lag bars ago), "
                   "lag = (period - 1) / 2 whole bars; starts with x at bar lag - 1 (bar 0 for a "
                   "lag of 0).",
        .source = "Zero Lag (well, almost), 2010",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "zlema", TR_UNIT_PRICE } },
    },
    .average_code = 12,
    .plan = plan,
    .run = run,
    .step = run_step,
};
