/* vortex.c: Vortex indicator. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold sum[3];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 3, period);
    for (size_t k = 0; k < 3; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *up = tr__tape(node, 0), *down = tr__tape(node, 1), *range = tr__tape(node, 2),
           way[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        up[i] = fabs(high[i] - *(low + i - 1));
        down[i] = fabs(low[i] - *(high + i - 1));
        range[i] = top - bottom;
    }
    const double *series[] = { up, down, range };
    double *sums[] = { block->out[0], block->out[1], way };
    for (size_t k = 0; k < 3; k++)
        tr__window_sum(&state->sum[k], TR__WINDOW(node, block, series[k], period, k), sums[k]);
    for (size_t i = 0; i < block->count; i++) {
        block->out[0][i] = way[i] > 0 ? block->out[0][i] / way[i] : 0;
        block->out[1][i] = way[i] > 0 ? block->out[1][i] / way[i] : 0;
    }
}

TR__STEP(run, 3, 3, 1, 2)

const tr__indicator tr__indicator_vortex = {
    .info = {
        .name = "vortex",
        .aliases = "",
        .title = "Vortex indicator",
        .group = "momentum",
        .formula = "plus_vi = sum of |high - low before| / sum of the true ranges, minus_vi = sum "
                   "of |low - high before| / the same, over the last period bars; 0 where no bar "
                   "has a range; first at bar period.",
        .source = "The Vortex Indicator, Technical Analysis of Stocks and Commodities, 2010",
        .notes = "All sources agree on the formula.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "plus_vi", TR_UNIT_NUMBER }, { "minus_vi", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
