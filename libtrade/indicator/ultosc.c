/* ultosc.c: Ultimate oscillator. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold above[3];
    tr__fold below[3];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    size_t sorted[3] = { tr__count(node, 0), tr__count(node, 1), tr__count(node, 2) };
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 2; k++)
            if (sorted[k] > sorted[k + 1]) {
                size_t swap = sorted[k];
                sorted[k] = sorted[k + 1];
                sorted[k + 1] = swap;
            }
    node->lookback = sorted[2];
    tr__plan_tapes(plan, node, 3, 2, sorted[2]);
    for (size_t k = 0; k < 3; k++) {
        node->number[k] = sorted[k];
        tr__plan_area(plan, node, 2 * k, TR__SUM_AREA(sorted[k]));
        tr__plan_area(plan, node, 2 * k + 1, TR__SUM_AREA(sorted[k]));
    }
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double *pressure = tr__tape(node, 0), *range = tr__tape(node, 1);
    double above[TR__BLOCK_MAX], below[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        pressure[i] = close[i] - bottom;
        range[i] = top - bottom;
        out[i] = 0;
    }
    for (size_t k = 0; k < 3; k++) {
        tr__window window = { .x = pressure,
                              .period = node->number[k],
                              .count = block->count,
                              .seen = block->seen,
                              .area = node->area[2 * k] };
        tr__window_sum(&state->above[k], &window, above);
        window.x = range;
        window.area = node->area[2 * k + 1];
        tr__window_sum(&state->below[k], &window, below);
        double weight = k == 0 ? 4 : k == 1 ? 2 : 1;
        TR__VECTOR
        for (size_t i = 0; i < block->count; i++)
            out[i] += below[i] > 0 ? weight * (above[i] / below[i]) : 0;
    }
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = out[i] * 100 / 7;
}

TR__RUN_WIDE(run)
TR__STEP(run, 3, 3, 1, 1)

const tr__indicator tr__indicator_ultosc = {
    .info = {
        .name = "ultosc",
        .aliases = "uo",
        .title = "Ultimate oscillator",
        .group = "momentum",
        .formula = "100 (4 a + 2 b + c) / 7; a, b, c are the sums of close - true low over the "
                   "sums of the true range, over the shortest, middle and longest of the three "
                   "periods; first at bar longest period.",
        .source = "The Ultimate Oscillator, Technical Analysis of Stocks and Commodities, 1985",
        .notes = "TA-Lib 0.6 puts the values of a period of 1 at the wrong bar. A sum over "
                 "bars without any range counts as 0.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period1", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 7, .alias = "short_period" },
                    { "period2", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "medium_period" },
                    { "period3", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 28, .alias = "long_period" } },
        .outputs = { { "ultosc", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
