/* ao.c: Awesome oscillator. */
#include "indicator/engine.h"
#include "indicator/window.h"

#define FAST 5
#define SLOW 34

typedef struct head {
    tr__head base;
    tr__fold fast;
    tr__fold slow;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = SLOW - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 1, SLOW);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(FAST));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(SLOW));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double *middle = tr__tape(node, 0), slow[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        middle[i] = (high[i] + low[i]) / 2;
    tr__window_sum(&state->fast, TR__WINDOW(node, block, middle, FAST, 0), out);
    tr__window_sum(&state->slow, TR__WINDOW(node, block, middle, SLOW, 1), slow);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = out[i] / FAST - slow[i] / SLOW;
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 1, 1)

const tr__indicator tr__indicator_ao = {
    .info = {
        .name = "ao",
        .aliases = "",
        .title = "Awesome oscillator",
        .group = "momentum",
        .formula = "Simple average over 5 minus that over 34 of (high + low) / 2; first at bar "
                   "33.",
        .source = "New Trading Dimensions, 1998",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW },
        .outputs = { { "ao", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
