/* drawdown.c: Drawdown. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double highest;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        if (block->seen + i == 0 || x[i] > state->highest)
            state->highest = x[i];
        bool is_positive = x[i] > 0;
        block->out[0][i] = state->highest - x[i];
        block->out[1][i] = is_positive ? 1 - x[i] / state->highest : 0;
        block->out[2][i] = is_positive ? log(state->highest / x[i]) : 0;
    }
}

TR__STEP(run, 1, 0, 0, 3)

const tr__indicator tr__indicator_drawdown = {
    .info = {
        .name = "drawdown",
        .aliases = "",
        .title = "Drawdown",
        .group = "statistic",
        .formula = "With highest the largest x so far: drawdown = highest - x, ratio = 1 - x / "
                   "highest, log = ln(highest / x); ratio and log are 0 unless both are positive. "
                   "First at bar 0.",
        .source = "pandas-ta 0.3.14b, drawdown, 2021",
        .notes = "",
        .inputs = { TR_INPUT_REAL },
        .outputs = { { "drawdown", TR_UNIT_PRICE }, { "ratio", TR_UNIT_NUMBER },
                     { "log", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
