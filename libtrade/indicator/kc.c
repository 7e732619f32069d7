/* kc.c: Keltner channels. */
#include "indicator/engine.h"
#include "indicator/range.h"

typedef struct head {
    tr__head base;
    tr__filter range;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    size_t middle = tr__plan_child(plan, node, 0, &tr__indicator_ema, 1, node->params)->lookback;
    size_t range = tr__count(node, 1) - (node->preset == TR_INDICATOR_TRADINGVIEW ? 1 : 0);
    if (node->preset == TR_INDICATOR_PANDAS)
        range = 1 + tr__plan_child(plan, node, 1, &tr__indicator_ema, 1, node->params)->lookback;
    node->lookback = middle > range ? middle : range;
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    head *state = (head *)(void *)node->head;
    double price[TR__BLOCK_MAX], range[TR__BLOCK_MAX], *middle = block->out[1];
    bool is_talib = node->preset == TR_INDICATOR_TALIB || node->preset == TR_INDICATOR_TULIP;
    for (size_t i = 0; i < block->count; i++)
        price[i] = is_talib ? (high[i] + low[i] + close[i]) / 3 : close[i];
    tr__node_chain(node->child[0], price, 0, block->count, middle);
    if (node->preset == TR_INDICATOR_PANDAS) {
        tr__true_ranges(block, price);
        tr__node_chain(node->child[1], price, tr__from(1, block), block->count, range);
    } else {
        tr__range_average(&state->range, block, tr__count(node, 1), !is_talib, range);
    }
    for (size_t i = block->skip; i < block->count; i++) {
        block->out[0][i] = middle[i] + node->params[2] * range[i];
        block->out[2][i] = middle[i] - node->params[2] * range[i];
    }
}

TR__STEP(run, 3, 3, 0, 3)

const tr__indicator tr__indicator_kc = {
    .info = {
        .name = "kc",
        .aliases = "",
        .title = "Keltner channels",
        .group = "overlap",
        .formula = "middle = exponential average over period of (high + low + close) / 3; upper "
                   "and lower lie nb_dev average true ranges (atr) over atr_period around it. "
                   "First where both have their first.",
        .source = "How to Make Money in Commodities, 1960; StockCharts ChartSchool: Keltner "
                  "Channels",
        .notes = "Sources differ by percents: this is the form of TA-Lib main. Keltner's own has "
                 "simple averages and the range of the bar. Preset tradingview: the average of "
                 "the close from its first value, true ranges from bar 0. Preset pandas: the "
                 "average of the close, and of the true range over the same period.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "length" },
                    { "atr_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 },
                    { "nb_dev", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 2, .alias = "scalar" } },
        .outputs = { { "upper", TR_UNIT_PRICE },
                     { "middle", TR_UNIT_PRICE },
                     { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
