/* regime_simple.c: Market regime by fixed limits. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__moments moments;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__MOMENTS_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    tr__window_moments(&state->moments, TR__WINDOW(node, block, close, period, 0), mean, squares);
    for (size_t i = block->skip; i < block->count; i++) {
        double oldest = *(close + i + 1 - period), level = fabs(mean[i]);
        double deviation = level > 0 ? 100 * sqrt(squares[i] / (double)period) / level : 0;
        double move = oldest != 0 ? 100 * (close[i] / oldest - 1) : 0, regime = 0;
        if (deviation > node->params[1])
            regime = 3;
        else if (fabs(move) > node->params[2])
            regime = move > 0 ? 1 : 2;
        block->out[0][i] = regime;
        block->out[1][i] = deviation;
        block->out[2][i] = move;
    }
}

TR__STEP(run, 1, 1, 0, 3)

const tr__indicator tr__indicator_regime_simple = {
    .info = {
        .name = "regime_simple",
        .aliases = "",
        .title = "Market regime by fixed limits",
        .group = "statistic",
        .formula = "deviation = 100 population standard deviation / |mean| of the last period "
                   "closes, move = 100 (close / the oldest of them - 1); regime is 3 (volatile) "
                   "where deviation is above volatile_percent, else 1 (trending up) where move is "
                   "above trend_percent, 2 (trending down) where it is below -trend_percent, else "
                   "0 (ranging). First at bar period - 1.",
        .source = "No publication: the older and simpler rule beside regime",
        .notes = "0 takes the place of a division by 0.",
        .inputs = { TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 50 },
                    { "volatile_percent", .kind = TR_PARAM_REAL, .min = 0, .max = 1e6, .initial = 5 },
                    { "trend_percent", .kind = TR_PARAM_REAL, .min = 0, .max = 1e6, .initial = 3 } },
        .outputs = { { "regime", TR_UNIT_SIGNAL },
                     { "deviation", TR_UNIT_PERCENT },
                     { "move", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
