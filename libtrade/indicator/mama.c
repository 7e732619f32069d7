/* mama.c: MESA adaptive moving average. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/hilbert.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
    double phase;
    double mama;
    double fama;
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
        double phase = state->hilbert.in_phase != 0
                           ? atan(state->hilbert.quadrature / state->hilbert.in_phase) / TR__DEGREE
                           : 0;
        double turn = state->phase - phase, fast = node->params[0], slow = node->params[1];
        state->phase = phase;
        double share = turn > 1 ? fast / turn : fast;
        if (turn > 1 && share < slow)
            share = slow;
        state->mama = share * x[i] + (1 - share) * state->mama;
        state->fama = share / 2 * state->mama + (1 - share / 2) * state->fama;
        out0[i] = state->mama;
        out1[i] = state->fama;
    }
}

const tr__indicator tr__indicator_mama = {
    .info = {
        .name = "mama",
        .aliases = "",
        .title = "MESA adaptive moving average",
        .group = "overlap",
        .formula = "mama = a x + (1 - a) mama_before, fama = a/2 mama + (1 - a/2) fama_before; a "
                   "= fast_limit / turn of the phase in degrees a bar, within slow_limit and "
                   "fast_limit; both from 0 at bar 12; first at bar 32.",
        .source = "MESA and Trading Market Cycles, 2001",
        .notes = "Starts as TA-Lib does, which smooths 12 bars before the first one counts.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_limit", .kind = TR_PARAM_REAL, .min = 0.01, .max = 0.99, .initial = 0.5 },
                    { "slow_limit", .kind = TR_PARAM_REAL, .min = 0.01, .max = 0.99, .initial = 0.05 } },
        .outputs = { { "mama", TR_UNIT_PRICE }, { "fama", TR_UNIT_PRICE } },
    },
    .average_code = 8,
    .plan = plan,
    .run = run,
};
