/* ht_sine.c: Hilbert transform: sine wave. */
#include <math.h>

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
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        if (block->seen + i < 37)
            continue;
        tr__hilbert_step(&state->hilbert, x + i);
        tr__cycle_step(&state->cycle, &state->hilbert);
        out0[i] = sin(state->cycle.phase * TR__DEGREE);
        out1[i] = sin((state->cycle.phase + 45) * TR__DEGREE);
    }
}

const tr__indicator tr__indicator_ht_sine = {
    .info = {
        .name = "ht_sine",
        .aliases = "",
        .title = "Hilbert transform: sine wave",
        .group = "cycle",
        .formula = "Sine of ht_dcphase, and of 45 degrees more; first at bar 63.",
        .source = "Rocket Science for Traders, 2001",
        .notes = "Starts as TA-Lib does, which smooths 37 bars before the first one counts.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "sine", TR_UNIT_NUMBER }, { "lead_sine", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
