/* pvi.c: Positive volume index. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double value;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, 1);
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    const double *volume = block->in[1];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double value = block->seen == 0 ? 1000 : state->value;
    for (size_t i = 0; i < block->count; i++) {
        double before = *(x + i - 1);
        if (block->seen + i > 0 && volume[i] > *(volume + i - 1) && before != 0)
            value += (x[i] - before) / before * value;
        out[i] = value;
    }
    state->value = value;
}

const tr__indicator tr__indicator_pvi = {
    .info = {
        .name = "pvi",
        .aliases = "",
        .title = "Positive volume index",
        .group = "volume",
        .formula = "1000 at bar 0, then multiplied by x / x before at each bar whose volume rose.",
        .source = "The Key to Successful Stock Market Forecasting, 1936",
        .notes = "",
        .inputs = { TR_INPUT_REAL, TR_INPUT_VOLUME },
        .outputs = { { "pvi", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
