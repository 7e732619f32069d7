/* fosc.c: Forecast oscillator. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double forecast;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_child(plan, node, 0, &tr__indicator_tsf, 1, node->params);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double forecasts[1 + TR__BLOCK_MAX]; /* the one of the bar before comes first */
    forecasts[0] = state->forecast;
    size_t from = tr__node_chain(node->child[0], x, 0, block->count, forecasts + 1);
    if (from == block->count)
        return;
    TR__VECTOR
    for (size_t i = block->skip; i < block->count; i++) {
        double share = 100 * (x[i] - forecasts[i]) / x[i];
        out[i] = x[i] != 0 ? share : 0;
    }
    state->forecast = forecasts[block->count];
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_fosc = {
    .info = {
        .name = "fosc",
        .aliases = "",
        .title = "Forecast oscillator",
        .group = "momentum",
        .formula = "100 (x - f) / x, f what tsf forecast a bar before; first at bar period.",
        .source = "The New Technical Trader, 1994",
        .notes = "Tulip keeps running sums, whose rounding stays behind for ever.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "fosc", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
