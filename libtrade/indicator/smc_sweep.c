/* smc_sweep.c: Liquidity sweep. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold highest;
    tr__fold lowest;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 4, 2, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

static void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *high = block->in[1];
    const double *low = block->in[2];
    const double *close = block->in[3];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double *highest = tr__tape(node, 0), *lowest = tr__tape(node, 1);
    tr__window_max(&state->highest, TR__WINDOW(node, block, high, period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, low, period, 1), lowest);
    for (size_t i = block->skip; i < block->count; i++) {
        double bottom = *(lowest + i - 1), top = *(highest + i - 1), body = close[i] - open[i];
        double needed = node->params[1] * fabs(body);
        bool is_bull =
            low[i] < bottom && close[i] > bottom && body > 0 && open[i] - low[i] > needed;
        bool is_bear = high[i] > top && close[i] < top && body < 0 && high[i] - open[i] > needed;
        out[i] = is_bull - is_bear;
    }
}

const tr__indicator tr__indicator_smc_sweep = {
    .info = {
        .name = "smc_sweep",
        .aliases = "",
        .title = "Liquidity sweep",
        .group = "momentum",
        .formula = "1 where low is below the lowest low of the period bars before, close above it "
                   "and above open, and the lower wick longer than wick times the body; -1 the "
                   "same upside down; else 0. First at bar period.",
        .source = "pandas-ta-classic, smc_sweep, 2026",
        .notes = "",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 15, .alias = "length" },
                    { "wick", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1.5, .alias = "wick_mult" } },
        .outputs = { { "smc_sweep", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
};
