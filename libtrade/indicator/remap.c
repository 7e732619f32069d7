/* remap.c: Remap. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    tr__plan_bar(plan, node);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    const double *p = node->params;
    double span = p[1] - p[0], factor = span != 0 ? (p[3] - p[2]) / span : 0;
    for (size_t i = 0; i < block->count; i++)
        out[i] = p[2] + factor * (x[i] - p[0]);
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_remap = {
    .info = {
        .name = "remap",
        .aliases = "",
        .title = "Remap",
        .group = "math",
        .formula = "to_min + (x - from_min) (to_max - to_min) / (from_max - from_min), to_min "
                   "where the divisor is 0; from bar 0.",
        .source = "pandas-ta development branch, remap, 2021",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "from_min", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 0 },
                    { "from_max", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 100 },
                    { "to_min", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = -1 },
                    { "to_max", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 1 } },
        .outputs = { { "remap", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
