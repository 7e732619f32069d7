/* ht_trendline.c: Hilbert transform: instantaneous trendline. */
#include "indicator/engine.h"
#include "indicator/hilbert.h"

typedef struct head {
    tr__head base;
    tr__hilbert hilbert;
    tr__trend trend;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 63;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, TR__HILBERT_TAPES, TR__CYCLE_DEPTH);
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    double period[TR__BLOCK_MAX];
    size_t from = tr__hilbert_run(&state->hilbert, node, block, 37, period);
    tr__trend_run(&state->trend, block, period, from, block->out[0]);
}

TR__STEP(run, 1, 1, 1, 1)

const tr__indicator tr__indicator_ht_trendline = {
    .info = {
        .name = "ht_trendline",
        .aliases = "",
        .title = "Hilbert transform: instantaneous trendline",
        .group = "overlap",
        .formula = "Mean over the dominant cycle, smoothed over four bars with the weights 4 3 2 "
                   "1; first at bar 63.",
        .source = "Rocket Science for Traders, 2001",
        .notes = "Starts as TA-Lib does, which smooths 37 bars before the first one counts.",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "ht_trendline", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
