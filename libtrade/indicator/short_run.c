/* short_run.c: Short run. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_tapes(plan, node, 2, 0, tr__count(node, 0));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *fast = block->in[0];
    const double *slow = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    for (size_t i = 0; i < block->count; i++)
        out[i] = fast[i] < *(fast + i - period) && slow[i] != *(slow + i - period);
}

TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_short_run = {
    .info = {
        .name = "short_run",
        .aliases = "",
        .title = "Short run",
        .group = "momentum",
        .formula = "1 where the first series (fast) is below what it was period bars ago and the "
                   "second one (slow) is not what it was then, else 0; first at bar period.",
        .source = "TradingView script Trade Archer Moving Averages v1.4F by Kevin Johnson",
        .notes = "Takes two averages, as amat and aobv do.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "length" } },
        .outputs = { { "short_run", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
