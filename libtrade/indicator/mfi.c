/* mfi.c: Money flow index. */
#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold in;
    tr__fold all;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 3, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    tr__plan_area(plan, node, 1, TR__SUM_AREA(period));
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    const double *volume = block->in[3];
    double *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *prices = tr__tape(node, 0), *inflow = tr__tape(node, 1), *flow = tr__tape(node, 2);
    double in[TR__BLOCK_MAX], all[TR__BLOCK_MAX];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        prices[i] = (high[i] + low[i] + close[i]) / 3;
        double step = prices[i] - *(prices + i - 1), money = prices[i] * volume[i];
        inflow[i] = step > 0 ? money : 0;
        flow[i] = step != 0 ? money : 0;
    }
    tr__window_sum(&state->in, TR__WINDOW(node, block, inflow, period, 0), in);
    tr__window_sum(&state->all, TR__WINDOW(node, block, flow, period, 1), all);
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++)
        out[i] = all[i] > 0 ? 100 * in[i] / all[i] : 0;
}

TR__RUN_WIDE(run)
TR__STEP(run, 4, 0, 1, 1)

const tr__indicator tr__indicator_mfi = {
    .info = {
        .name = "mfi",
        .aliases = "",
        .title = "Money flow index",
        .group = "volume",
        .formula = "100 * money on rising bars / money on rising and falling bars, over the last "
                   "period bars; money is typical price * volume, rising and falling go by the "
                   "typical price; first at bar period.",
        .source = "The Money Flow Index, Technical Analysis of Stocks and Commodities, 1989",
        .notes = "0 where no money flowed. TA-Lib compares a rounded sum with 1; here a "
                 "window without flow is exactly 0. Typical prices that are equal in "
                 "decimals but not as doubles count as a move, in both.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "mfi", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
    .step = run_step,
};
