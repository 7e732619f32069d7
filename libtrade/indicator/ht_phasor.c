/* ht_phasor.c: Hilbert transform: phasor components. */
#include "indicator/engine.h"
#include "indicator/hilbert.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 32;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, 3);
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        if (block->seen + i < 12)
            continue;
        tr__hilbert_step(&state->hilbert, x + i);
        out0[i] = state->hilbert.in_phase;
        out1[i] = state->hilbert.quadrature;
    }
}

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
};
