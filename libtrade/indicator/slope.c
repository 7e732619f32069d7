/* slope.c: Slope. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_tapes(plan, node, 1, 0, tr__count(node, 0));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    double angle = node->params[1], unit = angle == 2 ? 180 / 3.14159265358979323846 : 1;
    for (size_t i = 0; i < block->count; i++) {
        double slope = (x[i] - *(x + i - period)) / (double)period;
        out[i] = angle != 0 ? atan(slope) * unit : slope;
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_slope = {
    .info = {
        .name = "slope",
        .aliases = "",
        .title = "Slope",
        .group = "momentum",
        .formula = "(x - x period bars ago) / period; with angle 1 the angle that it has in "
                   "radians, with 2 in degrees. First at bar period.",
        .source = "pandas-ta 0.3.14b, slope, 2021",
        .notes = "An angle depends on the scale of price.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 1, .alias = "length" },
                    { "angle", .min = 0, .max = 2, .initial = 0, .alias = "as_angle" } },
        .outputs = { { "slope", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
