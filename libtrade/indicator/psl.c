/* psl.c: Psychological line. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double *rise = tr__tape(node, 0);
    for (size_t i = 0; i < block->count; i++)
        rise[i] = x[i] > *(x + i - 1);
    tr__window_sum(&state->fold, TR__WINDOW(node, block, rise, period, 0), out);
    for (size_t i = 0; i < block->count; i++)
        out[i] = 100 * out[i] / (double)period;
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_psl = {
    .info = {
        .name = "psl",
        .aliases = "",
        .title = "Psychological line",
        .group = "momentum",
        .formula = "100 times the share of the last period bars at which x was above x before; "
                   "first at bar period.",
        .source = "pandas-ta 0.3.14b, psl, 2021",
        .notes = "pandas-ta has a first value one bar earlier, for which bar 0 counts as no rise.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 12, .alias = "length" } },
        .outputs = { { "psl", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
