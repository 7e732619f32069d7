/* vwap_anchored.c: Volume weighted average price from anchors. */
#include "indicator/engine.h"
#include "indicator/vwap.h"

typedef struct head {
    tr__head base;
    tr__vwap vwap;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        if (block->in[4][i] != 0)
            state->vwap = (tr__vwap){ 0 };
        tr__vwap_step(&state->vwap, block->in, i, node->params[0], block->out);
    }
}

TR__STEP(run, 5, 0, 0, 3)

const tr__indicator tr__indicator_vwap_anchored = {
    .info = {
        .name = "vwap_anchored",
        .aliases = "avwap",
        .title = "Volume weighted average price from anchors",
        .group = "volume",
        .formula = "vwap = sum of volume p / sum of volume since the last bar whose x is not 0, p "
                   "= (high + low + close) / 3; upper and lower lie nb_dev deviations around it, "
                   "the root of the sum of volume (p - vwap)^2 / sum of volume. Before any volume "
                   "all are p. From bar 0, which is an anchor too.",
        .source = "Maximum Trading Gains with Anchored VWAP, 2023",
        .notes = "x is the caller's: 1 at each bar to start from, 0 elsewhere.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME, TR_INPUT_REAL },
        .params = { { "nb_dev", .kind = TR_PARAM_REAL, .min = 0, .max = 1e6, .initial = 1 } },
        .outputs = { { "vwap", TR_UNIT_PRICE },
                     { "upper", TR_UNIT_PRICE },
                     { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
