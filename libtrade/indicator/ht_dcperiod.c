/* ht_dcperiod.c: Hilbert transform: dominant cycle period. */
#include "indicator/engine.h"
#include "indicator/hilbert.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 32;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, TR__HILBERT_TAPES, TR__HILBERT_DEPTH);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    tr__hilbert_run(&state->hilbert, node, block, 12, block->out[0]);
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_ht_dcperiod = {
    .info = {
        .name = "ht_dcperiod",
        .aliases = "",
        .title = "Hilbert transform: dominant cycle period",
        .group = "cycle",
        .formula = "Length in bars of the dominant cycle, 6 to 50, from the change of phase of "
                   "the analytic signal, smoothed; first at bar 32.",
        .source = "Rocket Science for Traders, 2001",
        .notes = "Starts as TA-Lib does, which smooths 12 bars before the first one counts.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "ht_dcperiod", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
