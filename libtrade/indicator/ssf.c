/* ssf.c: Super smoother of two poles. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double x;
    double y;
    double y_before;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    double angle = 1.41421356237309504880 * 3.14159265358979323846 / node->params[0];
    double a = exp(-angle);
    node->constant[0] = 2 * a * cos(angle);
    node->constant[1] = a * a;
    node->constant[2] = 1 - node->constant[0] + a * a;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double b = node->constant[0], square = node->constant[1], c = node->constant[2];
    bool is_plain = node->preset == TR_INDICATOR_PANDAS;
    for (size_t i = 0; i < block->count; i++) {
        double input = is_plain ? x[i] : (x[i] + state->x) / 2;
        out[i] = block->seen + i < 2 ? x[i] : c * input + b * state->y - square * state->y_before;
        state->x = x[i];
        state->y_before = state->y;
        state->y = out[i];
    }
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_ssf = {
    .info = {
        .name = "ssf",
        .aliases = "",
        .title = "Super smoother of two poles",
        .group = "overlap",
        .formula = "y = c (x + x before) / 2 + b y before - a^2 y two before, a = exp(-sqrt(2) pi "
                   "/ period), b = 2 a cos(sqrt(2) pi / period), c = 1 - b + a^2; the first two "
                   "values are x itself, from bar 0.",
        .source = "Predictive and Successful Indicators, 2013",
        .notes = "Preset pandas is the one of pandas-ta 0.3: period 10, and x instead of the mean "
                 "of x and the x before it. Later versions of pandas-ta take the cosine of "
                 "degrees as if they were radians, unless told otherwise; not here.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .pandas = 10, .alias = "length" } },
        .outputs = { { "ssf", TR_UNIT_PRICE } },
    },
    .average_code = 55,
    .plan = plan,
    .run = run,
    .step = run_step,
};
