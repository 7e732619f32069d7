/* cube.c: Cube transform. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_tapes(plan, node, 0, 1, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *cube = tr__tape(node, 0);
    for (size_t i = 0; i < block->count; i++) {
        block->out[0][i] = cube[i] = copysign(pow(fabs(x[i]), node->params[0]), x[i]);
        block->out[1][i] = *(cube + i - 1);
    }
}

TR__STEP(run, 1, 0, 1, 2)

const tr__indicator tr__indicator_cube = {
    .info = {
        .name = "cube",
        .aliases = "",
        .title = "Cube transform",
        .group = "math",
        .formula = "x to the power of power, with the sign of x; signal is the value one bar "
                   "before. First at bar 1.",
        .source = "Cycle Analytics for Traders, 2013",
        .notes = "Meant for values of -1 to 1. pandas-ta shifts both lines one bar into the "
                 "future by default, which no live series has, and loses the sign when power is "
                 "even.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "power", .kind = TR_PARAM_REAL, .min = 3, .max = 100, .initial = 3, .alias = "pwr" } },
        .outputs = { { "cube", TR_UNIT_NUMBER }, { "signal", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
