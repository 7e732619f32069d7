/* pso.c: Premier stochastic oscillator. */
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
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 2, 0, period);
    for (size_t k = 0; k < 2; k++) {
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
        node->lookback +=
            tr__plan_child(plan, node, k, &tr__indicator_ema, 1, &node->params[1])->lookback;
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX], once[TR__BLOCK_MAX];
    tr__window_max(&state->highest, TR__WINDOW(node, block, block->in[0], period, 0), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, block->in[1], period, 1), lowest);
    for (size_t i = 0; i < block->count; i++) {
        double range = highest[i] - lowest[i];
        out[i] = range > 0 ? 0.1 * (100 * (close[i] - lowest[i]) / range - 50) : 0;
    }
    size_t from =
        tr__node_chain(node->child[0], out, tr__from(period - 1, block), block->count, once);
    tr__node_chain(node->child[1], once, from, block->count, out);
    for (size_t i = block->skip; i < block->count; i++)
        out[i] = tanh(out[i] / 2);
}

TR__STEP(run, 3, 2, 0, 1)

const tr__indicator tr__indicator_pso = {
    .info = {
        .name = "pso",
        .aliases = "",
        .title = "Premier stochastic oscillator",
        .group = "momentum",
        .formula = "tanh(s / 2); s = exponential average of the exponential average over "
                   "ema_period of (k - 50) / 10, k = 100 (close - lowest low) / (highest high - "
                   "lowest low) over fastk_period bars, 50 where they are equal. First at bar "
                   "fastk_period + 2 ema_period - 3.",
        .source = "Premier Stochastic Oscillator, Technical Analysis of Stocks and Commodities, "
                  "2008",
        .notes = "tanh(s / 2) is the published (e^s - 1) / (e^s + 1) without its overflow. "
                 "Leibfarth gives the smoothing as the root of a longer period, 25.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "fastk_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 8 },
                    { "ema_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5 } },
        .outputs = { { "pso", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
