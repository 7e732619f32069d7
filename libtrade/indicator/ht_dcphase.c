/* ht_dcphase.c: Hilbert transform: dominant cycle phase. */
#include "indicator/engine.h"
#include "indicator/hilbert.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
    tr__cycle cycle;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 63;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, TR__HILBERT_TAPES, TR__CYCLE_DEPTH);
    tr__cycle_plan(plan, node);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    double period[TR__BLOCK_MAX];
    size_t from = tr__hilbert_run(&state->hilbert, node, block, 37, period);
    tr__cycle_run(&state->cycle, node, period, from, block->count, block->out[0]);
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_ht_dcphase = {
    .info = {
        .name = "ht_dcphase",
        .aliases = "",
        .title = "Hilbert transform: dominant cycle phase",
        .group = "cycle",
        .formula = "Phase in degrees, -45 to 315, of the dominant cycle, by a Fourier transform "
                   "at its period; first at bar 63.",
        .source = "Rocket Science for Traders, 2001",
        .notes = "Starts as TA-Lib does, which smooths 37 bars before the first one counts.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "ht_dcphase", TR_UNIT_DEGREES } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
