/* jma.c: Jurik moving average. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
    double upper;
    double lower;
    double first;
    double lead;
    double step;
    double last;
} head;

/* Bars of the mean of the volatility, and of its own smoothing. */
#define MEAN 66
#define SPAN 10

/* The three stages; the factor is the slow one's raised to `bend`. */
static void smooth(head *state, const tr__node *node, double x, double bend)
{
    double slow = node->constant[3], keep = pow(slow, bend), phase = node->params[1];
    double overshoot = phase < -100 ? 0.5 : phase > 100 ? 2.5 : 1.5 + phase / 100;
    state->first = (1 - keep) * x + keep * state->first;
    state->lead = (x - state->first) * (1 - slow) + slow * state->lead;
    double second = state->first + overshoot * state->lead;
    state->step = (second - state->last) * (1 - keep) * (1 - keep) + keep * keep * state->step;
    state->last += state->step;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0) - 1;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 0, 2, MEAN);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(MEAN));
    double half = (node->params[0] - 1) / 2, tail = 0.45 * (node->params[0] - 1);
    double speed = fmax(log(sqrt(half)) / log(2) + 2, 0);
    node->constant[0] = speed;
    node->constant[1] = fmax(speed - 2, 0.5);
    node->constant[2] = speed * sqrt(half) / (speed * sqrt(half) + 1);
    node->constant[3] = tail / (tail + 2);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double *jump = tr__tape(node, 0), *sum = tr__tape(node, 1);
    for (size_t i = 0; i < block->count; i++) {
        uint64_t index = block->seen + i;
        if (index == 0)
            state->first = state->last = state->upper = state->lower = x[i];
        double above = x[i] - state->upper, below = x[i] - state->lower, whole;
        jump[i] = fabs(above) != fabs(below) ? fmax(fabs(above), fabs(below)) : 0;
        double recent = 0;
        for (size_t k = 0; k < SPAN; k++)
            recent += *(jump + i - k);
        sum[i] = recent / SPAN;
        tr__window_sum(
            &state->fold,
            &(tr__window){
                .x = sum + i, .period = MEAN, .count = 1, .seen = index, .area = node->area[0] },
            &whole);
        double mean = whole / (double)(index + 1 < MEAN ? index + 1 : MEAN);
        double power = node->constant[1];
        double relative = fmin(pow(node->constant[0], 1 / power), mean > 0 ? jump[i] / mean : 0);
        double bend = pow(fmax(1, relative), power), snap = pow(node->constant[2], sqrt(bend));
        state->upper = above > 0 ? x[i] : x[i] - snap * above;
        state->lower = below < 0 ? x[i] : x[i] - snap * below;
        if (index > 0)
            smooth(state, node, x[i], bend);
        out[i] = state->last;
    }
}

TR__STEP(run, 1, 0, 1, 1)

const tr__indicator tr__indicator_jma = {
    .info = {
        .name = "jma",
        .aliases = "",
        .title = "Jurik moving average",
        .group = "overlap",
        .formula = "Adaptive exponential average in three stages whose factor follows the "
                   "relative volatility: the distance from two bands that snap to price, over its "
                   "mean of 65 bars; power and factors follow period, the overshoot follows "
                   "phase. Starts with the first value; shown from bar period - 1.",
        .source = "pandas-ta 0.3.14b, jma, 2021, after jurik_1.pdf of the forexTSD forum",
        .notes = "The original is secret. As pandas-ta; the mean of the volatility covers 66 "
                 "bars, fewer at the beginning.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 7, .alias = "length" },
                    { "phase", .kind = TR_PARAM_REAL, .min = -100, .max = 100, .initial = 0 } },
        .outputs = { { "jma", TR_UNIT_PRICE } },
    },
    .average_code = 58,
    .plan = plan,
    .run = run,
    .step = run_step,
};
