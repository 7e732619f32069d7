/* smi.c: Stochastic momentum index. */
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
        size_t slow =
            tr__plan_child(plan, node, 2 * k, &tr__indicator_ema, 1, &node->params[2])->lookback;
        size_t fast = tr__plan_child(plan, node, 2 * k + 1, &tr__indicator_ema, 1, &node->params[1])
                          ->lookback;
        node->number[0] = period - 1 + slow + fast;
    }
    node->lookback =
        node->number[0] +
        tr__plan_child(plan, node, 4, &tr__indicator_ema, 1, &node->params[3])->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    double *out = block->out[0];
    size_t period = tr__count(node, 0), count = block->count, first = tr__from(period - 1, block);
    head *state = (head *)(void *)node->head;
    double highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX], once[TR__BLOCK_MAX], range[TR__BLOCK_MAX];
    tr__window_max(&state->highest,
                   &(tr__window){ block->in[0], period, count, block->seen, node->area[0] },
                   highest);
    tr__window_min(&state->lowest,
                   &(tr__window){ block->in[1], period, count, block->seen, node->area[1] },
                   lowest);
    for (size_t i = 0; i < count; i++) {
        out[i] = close[i] - (highest[i] + lowest[i]) / 2;
        range[i] = highest[i] - lowest[i];
    }
    size_t from = tr__node_chain(node->child[0], out, first, count, once);
    tr__node_chain(node->child[1], once, from, count, out);
    from = tr__node_chain(node->child[2], range, first, count, once);
    from = tr__node_chain(node->child[3], once, from, count, range);
    for (size_t i = from; i < count; i++)
        out[i] = range[i] > 0 ? 100 * out[i] / (range[i] / 2) : 0;
    tr__node_chain(node->child[4], out, from, count, block->out[1]);
}

TR__STEP(run, 3, 2, 0, 2)

const tr__indicator tr__indicator_smi = {
    .info = {
        .name = "smi",
        .aliases = "",
        .title = "Stochastic momentum index",
        .group = "momentum",
        .formula = "100 n / (d / 2), 0 where d is 0; n, d = exponential averages over fast_period "
                   "of those over slow_period of close - (highest high + lowest low) / 2 and of "
                   "highest high - lowest low, over period bars; signal = exponential average of "
                   "it over signal_period. First where the signal has its first.",
        .source = "Momentum, Direction, and Divergence, 1995",
        .notes = "The seeds of the averages follow the preset as ema does. pandas-ta's smi is "
                 "another one, Blau's ergodic: tsi with periods 20 and 5 and an average of it.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 13 },
                    { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2 },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 25 },
                    { "signal_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9 } },
        .outputs = { { "smi", TR_UNIT_PERCENT }, { "signal", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
