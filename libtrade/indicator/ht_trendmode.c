/* ht_trendmode.c: Hilbert transform: trend or cycle. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/hilbert.h"
#include "indicator/trig.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
    tr__cycle cycle;
    tr__trend trend;
    double phase;
    double sine;
    double lead;
    uint64_t days;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 63;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, TR__HILBERT_TAPES, TR__CYCLE_DEPTH);
    tr__cycle_plan(plan, node);
    plan->is_recursive = true;
}

/* The state goes on from bar to bar, without branches; all that is dear was done for the whole block. */
static inline bool is_trending(head *state, double phase, double period, double sine, double lead,
                               double price, double trendline)
{
    bool has_crossed = ((sine > lead) & (state->sine <= state->lead)) |
                       ((sine < lead) & (state->sine >= state->lead));
    state->days = has_crossed ? 1 : state->days + 1;
    double turn = phase - state->phase, apart = fabs(price - trendline);
    bool is_cycle = has_crossed | ((double)(int64_t)state->days < 0.5 * period) |
                    ((turn * period > 0.67 * 360) & (turn * period < 1.5 * 360));
    bool is_far = (trendline != 0) & (apart >= 0.015 * fabs(trendline));
    state->sine = sine;
    state->lead = lead;
    state->phase = phase;
    return !is_cycle | is_far;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    double period[TR__BLOCK_MAX], phase[TR__BLOCK_MAX], trendline[TR__BLOCK_MAX];
    double sine[TR__BLOCK_MAX], lead[TR__BLOCK_MAX];
    size_t from = tr__hilbert_run(&state->hilbert, node, block, 37, period);
    const double *smooth = tr__tape(node, TR__HILBERT_SMOOTH);
    tr__cycle_run(&state->cycle, node, period, from, block->count, phase);
    tr__trend_run(&state->trend, block, period, from, trendline);
    TR__VECTOR
    for (size_t i = from; i < block->count; i++) {
        sine[i] = tr__sin(phase[i] * TR__DEGREE);
        lead[i] = tr__sin((phase[i] + 45) * TR__DEGREE);
    }
    for (size_t i = from; i < block->count; i++)
        block->out[0][i] =
            is_trending(state, phase[i], period[i], sine[i], lead[i], smooth[i], trendline[i]);
}

TR__RUN_WIDE(run)

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
    TR__RUN_BOTH(run),
};
