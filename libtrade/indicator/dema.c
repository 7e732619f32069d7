/* dema.c: Double exponential moving average. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 2 * (period - 1);
    tr__plan_child(plan, node, 0, &tr__indicator_ema, 1, node->params);
    tr__node *second = tr__plan_child(plan, node, 1, &tr__indicator_ema, 1, node->params);
    /* Tulip lets the second average wait as long as one that is seeded would. */
    second->delay = period - 1 - second->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    double once[TR__BLOCK_MAX], twice[TR__BLOCK_MAX];
    tr__node_cascade(node, 2, block->in[0], block->count, (double *const[]){ once, twice });
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = 2 * once[i] - twice[i];
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_dema = {
    .info = {
        .name = "dema",
        .aliases = "",
        .title = "Double exponential moving average",
        .group = "overlap",
        .formula = "2 ema - ema of ema; first at bar 2 (period - 1). Seeds as ema; in preset "
                   "tulip the second average starts at bar period - 1.",
        .source = "Smoothing Data with Faster Moving Averages, 1994",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "dema", TR_UNIT_PRICE } },
    },
    .average_code = 4,
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
