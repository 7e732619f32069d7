/* imi.c: Intraday momentum index. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold gained;
    tr__fold moved;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 2, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0];
    const double *close = block->in[1];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *gains = tr__tape(node, 0), *moves = tr__tape(node, 1);
    double gained[TR__BLOCK_MAX], moved[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double move = close[i] - open[i];
        gains[i] = move > 0 ? move : 0;
        moves[i] = fabs(move);
    }
    tr__window_sum(&state->gained, TR__WINDOW(node, block, gains, period, 0), gained);
    tr__window_sum(&state->moved, TR__WINDOW(node, block, moves, period, 1), moved);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = moved[i] > 0 ? 100 * gained[i] / moved[i] : 50;
}

TR__RUN_WIDE(run)
TR__STEP(run, 2, 0, 1, 1)

const tr__indicator tr__indicator_imi = {
    .info = {
        .name = "imi",
        .aliases = "",
        .title = "Intraday momentum index",
        .group = "momentum",
        .formula = "100 * sum of (close - open) of the rising bars / sum of |close - open|, over "
                   "the last period bars; first at bar period - 1.",
        .source = "The New Technical Trader, 1994",
        .notes = "50 where no bar moved; TA-Lib 0.6 gives NaN there, later versions 50.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "imi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
