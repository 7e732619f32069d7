/* tema.c: Triple exponential moving average. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 3 * (period - 1);
    for (size_t i = 0; i < 3; i++) {
        tr__node *part = tr__plan_child(plan, node, i, &tr__indicator_ema, 1, node->params);
        /* Tulip lets the second and third average wait as long as ones that are seeded would. */
        part->delay = i > 0 ? period - 1 - part->lookback : 0;
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out = block->out[0];
    double once[TR__BLOCK_MAX], twice[TR__BLOCK_MAX], thrice[TR__BLOCK_MAX];
    tr__node_cascade(node, 3, block->in[0], block->count, (double *const[]){ once, twice, thrice });
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = 3 * once[i] - 3 * twice[i] + thrice[i];
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_tema = {
    .info = {
        .name = "tema",
        .aliases = "",
        .title = "Triple exponential moving average",
        .group = "overlap",
        .formula = "3 ema - 3 ema of ema + ema of ema of ema; first at bar 3 (period - 1). Seeds "
                   "as ema.",
        .source = "Smoothing Data with Less Lag, 1994",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 30 } },
        .outputs = { { "tema", TR_UNIT_PRICE } },
    },
    .average_code = 5,
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
