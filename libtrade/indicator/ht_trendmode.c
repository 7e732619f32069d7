/* ht_trendmode.c: Hilbert transform: trend or cycle. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/hilbert.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
    tr__cycle cycle;
    tr__trend trend;
    double sine;
    double lead;
    uint64_t days;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 63;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, 51);
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
        double phase_before = state->cycle.phase, sine_before = state->sine,
               lead_before = state->lead;
        tr__cycle_step(&state->cycle, &state->hilbert);
        double phase = state->cycle.phase, period = state->hilbert.smooth_period;
        double sine = sin(phase * TR__DEGREE), lead = sin((phase + 45) * TR__DEGREE);
        double trendline = tr__trend_step(&state->trend, &state->hilbert, x + i, block->seen + i);
        bool is_trend = true;
        if ((sine > lead && sine_before <= lead_before) ||
            (sine < lead && sine_before >= lead_before)) {
            state->days = 0;
            is_trend = false;
        }
        state->days++;
        if ((double)state->days < 0.5 * period)
            is_trend = false;
        double turn = phase - phase_before;
        if (turn > 0.67 * 360 / period && turn < 1.5 * 360 / period)
            is_trend = false;
        if (trendline != 0 && fabs((state->hilbert.smooth[0] - trendline) / trendline) >= 0.015)
            is_trend = true;
        out[i] = is_trend;
        state->sine = sine;
        state->lead = lead;
    }
}

const tr__indicator tr__indicator_ht_trendmode = {
    .info = {
        .name = "ht_trendmode",
        .aliases = "",
        .title = "Hilbert transform: trend or cycle",
        .group = "cycle",
        .formula = "1 in a trend, 0 in a cycle: no trend for half a cycle after the sine waves "
                   "crossed, nor while the phase turns at the rate of the cycle; a trend in any "
                   "case where price is 1.5 percent away from the trendline. First at bar 63.",
        .source = "Rocket Science for Traders, 2001",
        .notes = "Starts as TA-Lib does, which smooths 37 bars before the first one counts.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "ht_trendmode", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
