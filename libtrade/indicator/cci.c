/* cci.c: Commodity channel index. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
}

static void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *price = tr__tape(node, 0), sum[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++)
        price[i] = (high[i] + low[i] + close[i]) / 3;
    tr__window_sum(&state->fold,
                   &(tr__window){ .x = price,
                                  .period = period,
                                  .count = block->count,
                                  .seen = block->seen,
                                  .area = node->area[0] },
                   sum);
    for (size_t i = block->skip; i < block->count; i++) {
        const double *window = price + i + 1 - period;
        double mean = sum[i] / (double)period, total = 0, lowest = window[0], highest = window[0];
        for (size_t k = 0; k < period; k++) {
            total += fabs(window[k] - mean);
            lowest = window[k] < lowest ? window[k] : lowest;
            highest = window[k] > highest ? window[k] : highest;
        }
        out[i] = highest > lowest ? (price[i] - mean) / (0.015 * (total / (double)period)) : 0;
    }
}

const tr__indicator tr__indicator_cci = {
    .info = {
        .name = "cci",
        .aliases = "",
        .title = "Commodity channel index",
        .group = "momentum",
        .formula = "(p - mean of p) / (0.015 * average deviation of p), p = (high + low + close) "
                   "/ 3, over the last period bars; 0 where all are equal; first at bar period - "
                   "1.",
        .source = "Commodity Channel Index: Tools for Trading Cyclic Trends, 1980",
        .notes = "Cost: O(period) a bar. TA-Lib can give a spurious value where all prices are "
                 "equal; here that is 0.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "cci", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
