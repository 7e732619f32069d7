/* vfi.c: Volume flow indicator. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 3, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    size_t quiet =
        tr__plan_child(plan, node, 0, &tr__indicator_stddev, 1, &(double){ 30 })->lookback + 1;
    size_t usual = tr__plan_average(plan, node, 1, 0, period)->lookback + 1;
    node->number[0] = (quiet > usual ? quiet : usual) + period - 1;
    node->lookback =
        node->number[0] + tr__plan_average(plan, node, 2, 1, tr__count(node, 3))->lookback;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *close = block->in[2];
    const double *volume = block->in[3];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0), count = block->count, warm = node->number[0];
    double *typical = tr__tape(node, 0), *usual = tr__tape(node, 1), *flow = tr__tape(node, 2);
    double step[TR__BLOCK_MAX] = { 0 }, deviation[TR__BLOCK_MAX];
    for (size_t i = 0; i < count; i++) {
        typical[i] = (block->in[0][i] + block->in[1][i] + close[i]) / 3;
        double before = *(typical + i - 1);
        step[i] = before > 0 && typical[i] > 0 ? log(typical[i] / before) : 0;
    }
    size_t from = tr__node_chain(node->child[0], step, block->seen == 0, count, deviation);
    tr__node_chain(node->child[1], volume, 0, count, usual);
    for (size_t i = 0; i < count; i++) {
        double cutoff = i < from ? 0 : node->params[1] * deviation[i] * close[i];
        double most = node->params[2] * *(usual + i - 1), counted = fmin(volume[i], most);
        double move = typical[i] - *(typical + i - 1);
        flow[i] = move > cutoff ? counted : move < -cutoff ? -counted : 0;
    }
    tr__window_sum(&state->fold, TR__WINDOW(node, block, flow, period, 0), step);
    from = tr__from(warm, block);
    for (size_t i = from; i < count; i++)
        step[i] = *(usual + i - 1) > 0 ? step[i] / *(usual + i - 1) : 0;
    tr__node_chain(node->child[2], step, from, count, block->out[0]);
}

const tr__indicator tr__indicator_vfi = {
    .info = {
        .name = "vfi",
        .aliases = "",
        .title = "Volume flow indicator",
        .group = "volume",
        .formula = "With t = (high + low + close) / 3: a bar counts its volume, at most "
                   "volume_factor times the mean volume of the period bars before, positive where "
                   "t - t before > cutoff, negative where it is < -cutoff, 0 between; cutoff = "
                   "factor * close * population standard deviation over 30 bars of ln(t / t "
                   "before), steps from or to a t that is not positive as 0. vfi = exponential "
                   "average over smooth_period of the sum of these over period / that mean, 0 "
                   "where it is 0. First at bar larger of period and 30 + period + smooth_period "
                   "- 2.",
        .source = "Using Money Flow to Stay with the Trend, Technical Analysis of Stocks and "
                  "Commodities, 2004",
        .notes = "The author's. pandas-ta-classic leaves the standard deviation out of the "
                 "cutoff, so that a bar counts only when it moves 20 percent, and weights the "
                 "volume with the move.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 130, .alias = "length" },
                    { "factor", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 0.2, .alias = "coef" },
                    { "volume_factor", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 2.5, .alias = "vcoef" },
                    { "smooth_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3 } },
        .outputs = { { "vfi", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
};
