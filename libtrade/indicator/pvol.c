/* pvol.c: Price times volume. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_tapes(plan, node, 1, 0, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *volume = block->in[1];
    double *out = block->out[0];
    bool is_signed = node->params[0] != 0;
    for (size_t i = 0; i < block->count; i++) {
        double step = x[i] - *(x + i - 1);
        out[i] = x[i] * volume[i] * (!is_signed || step > 0 ? 1 : step < 0 ? -1 : 0);
    }
}

TR__STEP(run, 2, 1, 0, 1)

const tr__indicator tr__indicator_pvol = {
    .info = {
        .name = "pvol",
        .aliases = "",
        .title = "Price times volume",
        .group = "volume",
        .formula = "close * volume; with is_signed 1 with the sign of close - close before. First "
                   "at bar 0, or 1 with a sign.",
        .source = "pandas-ta 0.3.14b, pvol, 2021",
        .notes = "pandas-ta counts bar 0 as a rise.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .params = { { "is_signed", .min = 0, .max = 1, .initial = 0, .alias = "signed" } },
        .outputs = { { "pvol", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
