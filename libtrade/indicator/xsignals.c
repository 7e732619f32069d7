/* xsignals.c: Cross signals. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double side;
} head;

static bool crosses(const double *x, const double *y, bool is_above)
{
    return is_above ? *(x - 1) < *(y - 1) && x[0] > y[0] : *(x - 1) >= *(y - 1) && x[0] <= y[0];
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 3, 0, 1);
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    bool is_above = node->params[0] != 0, is_long = node->params[1] != 0;
    for (size_t i = block->skip; i < block->count; i++) {
        int enters = crosses(x + i, block->in[1] + i, is_above),
            leaves = crosses(x + i, block->in[2] + i, !is_above);
        double before = is_long ? state->side : 1 - state->side;
        if (enters != leaves)
            state->side = enters;
        double trend = is_long ? state->side : 1 - state->side;
        block->out[0][i] = trend;
        block->out[1][i] = trend - before;
        block->out[2][i] = trend > before;
        block->out[3][i] = trend < before;
    }
}

const tr__indicator tr__indicator_xsignals = {
    .info = {
        .name = "xsignals",
        .aliases = "",
        .title = "Cross signals",
        .group = "math",
        .formula = "With above 1, trend turns 1 where the first series crosses above the second "
                   "(it was below, now it is above) and 0 where it crosses below the third (it "
                   "was not below, now it is not above); with above 0 it turns 1 where it crosses "
                   "below the second and 0 where it crosses above the third. With is_long 0, "
                   "trend is the opposite. trade, entry and exit as tsignals of trend. First at "
                   "bar 1; before any crossing trend is 0, or 1 with is_long 0.",
        .source = "pandas-ta 0.3.14b, xsignals, 2021",
        .notes = "Both crossings at once cancel each other. A level is a series of one value. "
                 "pandas-ta can delay trade, entry and exit by trade_offset: feed trend to "
                 "tsignals for that.",
        .inputs = { TR_INPUT_REAL, TR_INPUT_REAL, TR_INPUT_REAL },
        .params = { { "above", .min = 0, .max = 1, .initial = 1 },
                    { "is_long", .min = 0, .max = 1, .initial = 1, .alias = "long" } },
        .outputs = { { "trend", TR_UNIT_SIGNAL }, { "trade", TR_UNIT_SIGNAL },
                     { "entry", TR_UNIT_SIGNAL }, { "exit", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
