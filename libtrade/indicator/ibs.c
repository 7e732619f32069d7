/* ibs.c: Internal bar strength. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    tr__plan_bar(plan, node);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    (void)node;
    for (size_t i = 0; i < block->count; i++) {
        double range = high[i] - low[i];
        block->out[0][i] = range > 0 ? (close[i] - low[i]) / range : 0.5;
    }
}

TR__STEP(run, 3, 0, 0, 1)

const tr__indicator tr__indicator_ibs = {
    .info = {
        .name = "ibs",
        .aliases = "",
        .title = "Internal bar strength",
        .group = "momentum",
        .formula = "(close - low) / (high - low), 0.5 where the bar has no range; from bar 0.",
        .source = "The IBS Effect: Mean Reversion in Equity ETFs, 2013",
        .notes = "Not clamped: a close outside of its bar shows. Some platforms multiply by 100.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "ibs", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
