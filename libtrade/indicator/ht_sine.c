/* ht_sine.c: Hilbert transform: sine wave. */
#include "indicator/engine.h"
#include "indicator/hilbert.h"
#include "indicator/trig.h"

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
    double period[TR__BLOCK_MAX], phase[TR__BLOCK_MAX];
    size_t from = tr__hilbert_run(&state->hilbert, node, block, 37, period);
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    tr__cycle_run(&state->cycle, node, period, from, block->count, phase);
    TR__VECTOR
    for (size_t i = from; i < block->count; i++) {
        out0[i] = tr__sin(phase[i] * TR__DEGREE);
        out1[i] = tr__sin((phase[i] + 45) * TR__DEGREE);
    }
}

TR__RUN_WIDE(run)

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
    TR__RUN_BOTH(run),
};
