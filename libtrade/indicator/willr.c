/* willr.c: Williams percent range. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, high, period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, low, period, 1), lowest);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] =
            highest[i] > lowest[i] ? -100 * (highest[i] - close[i]) / (highest[i] - lowest[i]) : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 2, 0, 1)

const tr__indicator tr__indicator_willr = {
    .info = {
        .name = "willr",
        .aliases = "",
        .title = "Williams percent range",
        .group = "momentum",
        .formula = "-100 (highest high - close) / (highest high - lowest low) over the last "
                   "period bars, 0 where they are equal; first at bar period - 1.",
        .source = "How I Made One Million Dollars Last Year Trading Commodities, 1973",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "willr", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
