/* rsx.c: Relative strength extra. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double x;
    double step[3][2];
    double magnitude[3][2];
} head;

static double stage_step(double *stage, double share, double x)
{
    stage[0] = (1 - share) * stage[0] + share * x;
    stage[1] = share * stage[0] + (1 - share) * stage[1];
    return 1.5 * stage[0] - 0.5 * stage[1];
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0) > 6 ? tr__count(node, 0) - 1 : 5;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double share = 3 / (node->params[0] + 2);
    if (block->seen == 0)
        state->x = x[0];
    for (size_t i = 0; i < block->count; i++) {
        double step = x[i] - state->x, steps = step, magnitudes = fabs(step);
        for (size_t k = 0; k < 3; k++) {
            steps = stage_step(state->step[k], share, steps);
            magnitudes = stage_step(state->magnitude[k], share, magnitudes);
        }
        double strength = magnitudes > 0 ? 50 * (1 + steps / magnitudes) : 50;
        out[i] = fmin(fmax(strength, 0), 100);
        state->x = x[i];
    }
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_rsx = {
    .info = {
        .name = "rsx",
        .aliases = "",
        .title = "Relative strength extra",
        .group = "momentum",
        .formula = "RSI without noise: the steps of x and their magnitudes each go three times "
                   "through the same filter: a = (1 - k) a + k step, b = k a + (1 - k) b, result "
                   "1.5 a - 0.5 b, k = 3 / (period + 2). 50 (1 + steps / magnitudes) within 0 and "
                   "100, 50 where no magnitude is left. Filtered from bar 1 on, shown from bar "
                   "period - 1, at least 5.",
        .source = "ProRealCode library: Jurik RSX",
        .notes = "pandas-ta starts filtering at bar period, shows 50 for the bars until the "
                 "filters are warm, and takes magnitudes below 1e-10 as none, whatever the price.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" } },
        .outputs = { { "rsx", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
