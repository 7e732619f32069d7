/* ebsw.c: Even better sinewave. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double x;
    double high;
    double f[2];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    double angle = 2 * 3.14159265358979323846 / node->params[0];
    double pole = 1.41421356237309504880 * 3.14159265358979323846 / node->params[1];
    node->constant[0] = (1 - sin(angle)) / cos(angle);
    node->constant[1] = 2 * exp(-pole) * cos(pole);
    node->constant[2] = exp(-pole) * exp(-pole);
    node->constant[3] = 1 - node->constant[1] + node->constant[2];
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    const double *c = node->constant;
    if (block->seen == 0)
        state->x = x[0];
    for (size_t i = 0; i < block->count; i++) {
        double high = (1 + c[0]) / 2 * (x[i] - state->x) + c[0] * state->high;
        double f = c[3] * (high + state->high) / 2 + c[1] * state->f[0] - c[2] * state->f[1];
        double wave = (f + state->f[0] + state->f[1]) / 3;
        double power = (f * f + state->f[0] * state->f[0] + state->f[1] * state->f[1]) / 3;
        out[i] = power > 0 ? wave / sqrt(power) : 0;
        state->f[1] = state->f[0];
        state->f[0] = f;
        state->high = high;
        state->x = x[i];
    }
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_ebsw = {
    .info = {
        .name = "ebsw",
        .aliases = "",
        .title = "Even better sinewave",
        .group = "cycle",
        .formula = "High pass: h = (1 + a) / 2 (x - x before) + a h before, a = (1 - sin(2 pi / "
                   "period)) / cos(2 pi / period). Super smoother of two poles of h over "
                   "smooth_period, from 0: f. ebsw = mean of the last three f / root of the mean "
                   "of their squares, 0 where that is 0; -1 to 1. Filtered from bar 1 on, shown "
                   "from bar period.",
        .source = "Cycle Analytics for Traders, 2013",
        .notes = "pandas-ta starts filtering at bar period, as if the price before had been 0; "
                 "what that leaves behind has faded after some 100 bars.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 5, .max = TR_INDICATOR_PERIOD_MAX, .initial = 40, .alias = "length" },
                    { "smooth_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "bars" } },
        .outputs = { { "ebsw", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
