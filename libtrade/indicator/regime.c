/* regime.c: Market regime. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/order.h"
#include "indicator/window.h"

#define SPAN 20

extern const tr__indicator tr__indicator_macd;

typedef struct head {
    tr__head base;
    tr__moments moments;
    tr__order volatility;
    tr__order strength;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t window = tr__count(node, 0);
    node->lookback = window + SPAN - 1;
    tr__plan_head(plan, node, sizeof(head));
    /* Own: returns, volatility, strength. */
    tr__plan_tapes(plan, node, 1, 3, window > SPAN ? window : SPAN);
    tr__plan_area(plan, node, 0, TR__MOMENTS_AREA(SPAN));
    tr__plan_area(plan, node, 1, TR__ORDER_AREA(window));
    tr__plan_area(plan, node, 2, TR__ORDER_AREA(window));
    tr__plan_child(plan, node, 0, &tr__indicator_sma, 1, &(double){ SPAN });
    tr__plan_child(plan, node, 1, &tr__indicator_rsi, 1, &(double){ 14 });
    tr__plan_child(plan, node, 2, &tr__indicator_macd, 2, (const double[]){ 12, 26 });
    tr__plan_child(plan, node, 3, &tr__indicator_ema, 1, &(double){ 9 });
    tr__plan_child(plan, node, 4, &tr__indicator_ema, 1, &(double){ 50 });
    if (node->lookback < 49)
        node->lookback = 49;
}

/* Between the two values that a position falls among. */
static double percentile(const double *sorted, size_t count, double share)
{
    double position = (double)(count - 1) * (share / 100), low = floor(position);
    size_t at = (size_t)low;
    if (at + 1 >= count)
        return sorted[count - 1];
    return sorted[at] + (position - low) * (sorted[at + 1] - sorted[at]);
}

/* What the regime is decided by, for each bar of the block, onto the tapes. */
static void measure(tr__node *node, const tr__block *block, double *volatility, double *strength)
{
    head *state = (head *)(void *)node->head;
    const double *close = block->in[0];
    double *returns = tr__tape(node, 0), mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        returns[i] = before != 0 ? close[i] / before - 1 : 0;
    }
    tr__window_moments(&state->moments, TR__WINDOW(node, block, returns, SPAN, 0), mean, squares);
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - SPAN);
        volatility[i] = sqrt(squares[i] / (SPAN - 1));
        strength[i] = before != 0 ? fabs(close[i] / before - 1) : 0;
    }
}

static void features_run(tr__node *node, const tr__block *block)
{
    double line[TR__BLOCK_MAX], signal[TR__BLOCK_MAX], histogram[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], block->in[1], 0, block->count, line);
    for (size_t i = block->skip; i < block->count; i++)
        block->out[3][i] = line[i] > 0 ? block->in[1][i] / line[i] : 0;
    tr__node_chain(node->child[1], block->in[0], 0, block->count, block->out[4]);
    tr__node_run(node->child[2], block->in, block->count,
                 (double *const[]){ block->out[5], signal, histogram });
    tr__node_chain(node->child[3], block->in[0], 0, block->count, line);
    tr__node_chain(node->child[4], block->in[0], 0, block->count, signal);
    for (size_t i = block->skip; i < block->count; i++)
        block->out[6][i] = signal[i] != 0 ? line[i] / signal[i] : 0;
}

static void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    size_t window = tr__count(node, 0), first = tr__from(SPAN, block);
    double *volatility = tr__tape(node, 1), *strength = tr__tape(node, 2);
    measure(node, block, volatility, strength);
    features_run(node, block);
    /* The windows of values begin at bar SPAN. */
    uint64_t seen = block->seen + first - SPAN;
    if (first == block->count)
        return;
    double *calm = tr__order_begin(&state->volatility, node->area[1], window, seen);
    double *slow = tr__order_begin(&state->strength, node->area[2], window, seen);
    for (size_t i = first; i < block->count; i++) {
        size_t count = tr__order_step(calm, volatility + i, window, seen + i - first);
        tr__order_step(slow, strength + i, window, seen + i - first);
        double move = block->in[0][i] - *(block->in[0] + i - SPAN), regime = 0;
        if (volatility[i] > percentile(calm, count, node->params[1]))
            regime = 3;
        else if (strength[i] > percentile(slow, count, node->params[2]))
            regime = move > 0 ? 1 : 2;
        block->out[0][i] = regime;
        block->out[1][i] = volatility[i];
        block->out[2][i] = strength[i];
    }
}

const tr__indicator tr__indicator_regime = {
    .info = {
        .name = "regime",
        .aliases = "",
        .title = "Market regime",
        .group = "statistic",
        .formula = "regime is 3 (volatile) where volatility is above its volatility_percentile; "
                   "else 1 (trending up) or 2 (trending down), by the sign of the return over 20 "
                   "bars, where trend_strength is above its trend_percentile; else 0 (ranging). "
                   "volatility = sample standard deviation of the last 20 returns close / close "
                   "before - 1; trend_strength = |close / close 20 bars ago - 1|; percentiles "
                   "over the last window values, this bar's included, interpolated between ranks "
                   "(position (window - 1) percentile / 100). volume_ratio = volume / mean volume "
                   "of 20 bars, 0 without volume; rsi over 14; macd = the line of 12, 26; "
                   "ema_ratio = ema over 9 / ema over 50, 0 where that is 0. First at bar window "
                   "+ 19, and not before bar 49.",
        .source = "Sample Quantiles in Statistical Packages, The American Statistician, 1996, for "
                  "the percentile (type 7)",
        .notes = "Looks at the bars of the window only, never ahead: what is volatile is measured "
                 "against the past, so a bar keeps its regime when later ones come. A return from "
                 "a price of 0 counts as 0. Cost: two sorted windows, each a move of at most "
                 "window values a bar.",
        .inputs = { TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "window", .min = 2, .max = 10000, .initial = 100 },
                    { "volatility_percentile", .kind = TR_PARAM_REAL, .min = 0, .max = 100, .initial = 80 },
                    { "trend_percentile", .kind = TR_PARAM_REAL, .min = 0, .max = 100, .initial = 70 } },
        .outputs = { { "regime", TR_UNIT_SIGNAL },
                     { "volatility", TR_UNIT_NUMBER },
                     { "trend_strength", TR_UNIT_NUMBER },
                     { "volume_ratio", TR_UNIT_NUMBER },
                     { "rsi", TR_UNIT_PERCENT },
                     { "macd", TR_UNIT_PRICE },
                     { "ema_ratio", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
