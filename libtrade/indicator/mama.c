/* mama.c: MESA adaptive moving average. */
#include "indicator/engine.h"
#include "indicator/hilbert.h"
#include "indicator/trig.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
    double phase;
    double mama;
    double fama;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 32;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, TR__HILBERT_TAPES, TR__HILBERT_DEPTH);
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    double period[TR__BLOCK_MAX];
    size_t from = tr__hilbert_run(&state->hilbert, node, block, 12, period);
    const double *x = block->in[0];
    double *out0 = block->out[0], *out1 = block->out[1], phases[TR__BLOCK_MAX];
    const double *in_phase = tr__tape(node, TR__HILBERT_DETRENDED) - TR__IN_PHASE_LAG;
    const double *quadrature = tr__tape(node, TR__HILBERT_QUADRATURE);
    double fast = node->params[0], slow = node->params[1];
    TR__VECTOR
    for (size_t i = from; i < block->count; i++) {
        double angle = tr__atan_ratio(quadrature[i], in_phase[i] != 0 ? in_phase[i] : 1);
        phases[i] = in_phase[i] != 0 ? angle / TR__DEGREE : 0;
    }
    for (size_t i = from; i < block->count; i++) {
        double turn = state->phase - phases[i];
        state->phase = phases[i];
        double share = turn > 1 ? fast / turn : fast;
        share = ((turn > 1) & (share < slow)) ? slow : share;
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
