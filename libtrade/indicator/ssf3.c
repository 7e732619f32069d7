/* ssf3.c: Super smoother of three poles. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double y[3];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    double angle = 3.14159265358979323846 / node->params[0];
    double a = exp(-angle), b = 2 * a * cos(1.73205080756887729353 * angle);
    node->constant[0] = b + a * a;
    node->constant[1] = -a * a * (1 + b);
    node->constant[2] = a * a * a * a;
    node->constant[3] = 1 - node->constant[0] - node->constant[1] - node->constant[2];
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    const double *d = node->constant;
    for (size_t i = 0; i < block->count; i++) {
        double y = d[3] * x[i] + d[0] * state->y[0] + d[1] * state->y[1] + d[2] * state->y[2];
        out[i] = block->seen + i < 3 ? x[i] : y;
        state->y[2] = state->y[1];
        state->y[1] = state->y[0];
        state->y[0] = out[i];
    }
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_ssf3 = {
    .info = {
        .name = "ssf3",
        .aliases = "",
        .title = "Super smoother of three poles",
        .group = "overlap",
        .formula = "y = d1 x + d2 y1 + d3 y2 + d4 y3 of the last three y; a = exp(-pi / period), "
                   "b = 2 a cos(sqrt(3) pi / period), d2 = b + a^2, d3 = -a^2 (1 + b), d4 = a^4, "
                   "d1 = 1 - d2 - d3 - d4; the first three values are x itself, from bar 0.",
        .source = "Cybernetic Analysis for Stocks and Futures, 2004",
        .notes = "pi and sqrt(3) are exact; pandas-ta takes 3.14159 and 1.732 as the author "
                 "printed them. TradingView scripts by Everget have 1.738, a slip of the pen that "
                 "came with the book.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "length" } },
        .outputs = { { "ssf3", TR_UNIT_PRICE } },
    },
    .average_code = 56,
    .plan = plan,
    .run = run,
    .step = run_step,
};
