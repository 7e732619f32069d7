/* reflex.c: Reflex. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
    double x;
    double power;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 0, 1, tr__count(node, 0));
    tr__plan_area(plan, node, 0, TR__SUM_AREA(tr__count(node, 0)));
    double pole = 2 * 1.41421356237309504880 * 3.14159265358979323846 / node->params[1];
    node->constant[0] = 2 * exp(-pole) * cos(pole);
    node->constant[1] = exp(-pole) * exp(-pole);
    node->constant[2] = 1 - node->constant[0] + node->constant[1];
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    const double *c = node->constant;
    double *f = tr__tape(node, 0), n = node->params[0], alpha = node->params[2], sum[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++) {
        double smooth = c[2] * (x[i] + state->x) / 2 + c[0] * *(f + i - 1) - c[1] * *(f + i - 2);
        f[i] = block->seen + i < 2 ? x[i] : smooth;
        state->x = x[i];
    }
    tr__window_sum(&state->fold,
                   &(tr__window){ .x = f,
                                  .period = period,
                                  .count = block->count,
                                  .seen = block->seen,
                                  .area = node->area[0] },
                   sum);
    for (size_t i = block->skip; i < block->count; i++) {
        double before = *(f + i - period), past = sum[i] - f[i] + before;
        double mean = f[i] - past / n + (before - f[i]) / n * (n + 1) / 2;
        /* Rounding, blown up by a power of next to nothing, is no swing. */
        if (fabs(mean) <= 1e-13 * fabs(f[i]))
            mean = 0;
        state->power = alpha * mean * mean + (1 - alpha) * state->power;
        out[i] = state->power > 0 ? mean / sqrt(state->power) : 0;
    }
}

const tr__indicator tr__indicator_reflex = {
    .info = {
        .name = "reflex",
        .aliases = "",
        .title = "Reflex",
        .group = "cycle",
        .formula = "f = super smoother of two poles over smooth_period / 2, from the first two "
                   "values. Mean of how far f of the last period bars lies below the straight "
                   "line from f period bars ago to f, over the root of its mean square, an "
                   "exponential average with factor alpha from 0; 0 where that is 0. First at bar "
                   "period.",
        .source = "Reflex: A New Zero-Lag Indicator, Technical Analysis of Stocks and "
                  "Commodities, 2020",
        .notes = "Ehlers smooths over period itself and prints pi and sqrt(2) with four digits; "
                 "pandas-ta starts the smoother from 0 and takes the cosine of degrees as if they "
                 "were radians.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "length" },
                    { "smooth_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "smooth" },
                    { "alpha", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.04 } },
        .outputs = { { "reflex", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
