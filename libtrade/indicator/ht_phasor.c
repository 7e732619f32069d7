/* ht_phasor.c: Hilbert transform: phasor components. */
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
    double period[TR__BLOCK_MAX];
    size_t from = tr__hilbert_run(&state->hilbert, node, block, 12, period);
    const double *in_phase = tr__tape(node, TR__HILBERT_DETRENDED) - TR__IN_PHASE_LAG;
    const double *quadrature = tr__tape(node, TR__HILBERT_QUADRATURE);
    for (size_t i = from; i < block->count; i++) {
        block->out[0][i] = in_phase[i];
        block->out[1][i] = quadrature[i];
    }
}

TR__STEP(run, 1, 1, 1, 2)

const tr__indicator tr__indicator_ht_phasor = {
    .info = {
        .name = "ht_phasor",
        .aliases = "",
        .title = "Hilbert transform: phasor components",
        .group = "cycle",
        .formula = "The two parts of the analytic signal of the smoothed, detrended price; first "
                   "at bar 32.",
        .source = "Rocket Science for Traders, 2001",
        .notes = "Starts as TA-Lib does, which smooths 12 bars before the first one counts.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "in_phase", TR_UNIT_PRICE }, { "quadrature", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
