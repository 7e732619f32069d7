/* ht_dcphase.c: Hilbert transform: dominant cycle phase. */
#include "indicator/engine.h"
#include "indicator/hilbert.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
    tr__cycle cycle;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 63;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, 3);
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        if (block->seen + i < 37)
            continue;
        tr__hilbert_step(&state->hilbert, x + i);
        tr__cycle_step(&state->cycle, &state->hilbert);
        out[i] = state->cycle.phase;
    }
}

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
};
