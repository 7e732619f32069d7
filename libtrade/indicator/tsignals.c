/* tsignals.c: Trend signals. */
#include <math.h>

#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t offset = tr__count(node, 0);
    node->lookback = 1 + offset;
    tr__plan_tapes(plan, node, 1, 0, 1 + offset);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    size_t offset = tr__count(node, 0);
    for (size_t i = 0; i < block->count; i++) {
        const double *at = x + i - offset;
        double trade = trunc(at[0]) - trunc(*(at - 1));
        block->out[0][i] = trunc(x[i]);
        block->out[1][i] = trade;
        block->out[2][i] = trade > 0;
        block->out[3][i] = trade < 0;
    }
}

TR__STEP(run, 1, 1, 0, 4)

const tr__indicator tr__indicator_tsignals = {
    .info = {
        .name = "tsignals",
        .aliases = "",
        .title = "Trend signals",
        .group = "math",
        .formula = "trend = x cut to a whole number; trade = trend - trend before, trade_offset "
                   "bars late; entry is 1 where trade is positive, exit 1 where it is negative, "
                   "else 0. First at bar 1 + trade_offset.",
        .source = "pandas-ta 0.3.14b, tsignals, 2021",
        .notes = "The input is a trend: 1 while it holds, 0 while not. pandas-ta gives 0 for the "
                 "bars before the first.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "trade_offset", .min = 0, .max = 1000, .initial = 0 } },
        .outputs = { { "trend", TR_UNIT_SIGNAL }, { "trade", TR_UNIT_SIGNAL },
                     { "entry", TR_UNIT_SIGNAL }, { "exit", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
