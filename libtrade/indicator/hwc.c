/* hwc.c: Holt-Winters channel. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/holt.h"

typedef struct head {
    tr__head base;
    double level;
    double trend;
    double bend;
    double variance;
    double x;
    double middle;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    if (block->seen == 0)
        state->level = state->x = state->middle = x[0];
    for (size_t i = 0; i < block->count; i++) {
        tr__holt_step(&state->level, &state->trend, &state->bend, x[i], node->params);
        double middle = state->level + state->trend + state->bend / 2;
        double half = node->params[4] * sqrt(state->variance), miss = state->x - state->middle;
        state->variance = (1 - node->params[3]) * state->variance + node->params[3] * miss * miss;
        state->x = x[i];
        state->middle = middle;
        block->out[0][i] = middle;
        block->out[1][i] = middle + half;
        block->out[2][i] = middle - half;
        block->out[3][i] = 2 * half;
        /* A band that is no wider than rounding has no places. */
        bool is_wide = half > 1e-13 * fabs(middle);
        block->out[4][i] = is_wide ? (x[i] - (middle - half)) / (2 * half) : 0.5;
    }
}

TR__STEP(run, 1, 0, 0, 5)

const tr__indicator tr__indicator_hwc = {
    .info = {
        .name = "hwc",
        .aliases = "",
        .title = "Holt-Winters channel",
        .group = "volatility",
        .formula = "middle = hwma; upper and lower lie multiplier * sqrt(variance) around it; "
                   "variance = (1 - nd) variance before + nd (x before - middle before)^2, of "
                   "which the band takes the value of the bar before; width = upper - lower; "
                   "position = (x - lower) / width, 0.5 where that is 0. First at bar 0, with a "
                   "width of 0.",
        .source = "Holt-Winters Channel, MetaTrader 5 code base 20857, 2018",
        .notes = "pandas-ta gives width and position with channel_eval=True only.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "na", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.2 },
                    { "nb", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.1 },
                    { "nc", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.1 },
                    { "nd", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.1 },
                    { "multiplier", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1, .alias = "scalar" } },
        .outputs = { { "middle", TR_UNIT_PRICE }, { "upper", TR_UNIT_PRICE },
                     { "lower", TR_UNIT_PRICE }, { "width", TR_UNIT_PRICE },
                     { "position", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
