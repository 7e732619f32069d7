/* vosc.c: Volume oscillator. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fast;
    tr__fold slow;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t fast = tr__count(node, 0), slow = tr__count(node, 1), longer = fast > slow ? fast : slow;
    node->lookback = longer - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, longer);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(fast));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(slow));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *volume = block->in[0];
    double *out = block->out[0], slow[TR__BLOCK_MAX];
    head *state = (head *)(void *)node->head;
    tr__window_sum(&state->fast, TR__WINDOW(node, block, volume, tr__count(node, 0), 0), out);
    tr__window_sum(&state->slow, TR__WINDOW(node, block, volume, tr__count(node, 1), 1), slow);
    double fast_n = node->params[0], slow_n = node->params[1];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double mean = slow[i] / slow_n, share = 100 * (out[i] / fast_n - mean) / mean;
        out[i] = mean != 0 ? share : 0;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_vosc = {
    .info = {
        .name = "vosc",
        .aliases = "",
        .title = "Volume oscillator",
        .group = "volume",
        .formula = "100 (simple average over fast_period - over slow_period) / the latter, of the "
                   "volume or any series, 0 where that is 0; first at bar of the longer one.",
        .source = "Technical Analysis from A to Z, 1995",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "short_period" },
                    { "slow_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "long_period" } },
        .outputs = { { "vosc", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
