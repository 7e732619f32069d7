/* obv.c: On balance volume. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double total;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, 1);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *volume = block->in[1];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double signed_volume[TR__BLOCK_MAX], total = state->total;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double step = x[i] - *(x + i - 1), fallen = step < 0 ? -volume[i] : 0;
        signed_volume[i] = step > 0 ? volume[i] : fallen;
    }
    if (block->seen == 0)
        signed_volume[0] = node->preset == TR_INDICATOR_TULIP ? 0 : volume[0];
    for (size_t i = 0; i < block->count; i++)
        out[i] = total += signed_volume[i];
    state->total = total;
}

TR__RUN_PIECES(run, 2, 1)
TR__STEP(run, 2, 2, 0, 1)

const tr__indicator tr__indicator_obv = {
    .info = {
        .name = "obv",
        .aliases = "",
        .title = "On balance volume",
        .group = "volume",
        .formula = "Running total of the volume, added where price rose and subtracted where it "
                   "fell; it starts with the volume of bar 0.",
        .source = "New Key to Stock Market Profits, 1963",
        .notes = "Preset tulip starts with 0.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .outputs = { { "obv", TR_UNIT_VOLUME } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
