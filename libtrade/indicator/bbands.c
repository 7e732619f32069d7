/* bbands.c: Bollinger bands. */
#include "indicator/engine.h"

static void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = 0;
    size_t average = tr__plan_average(plan, node, 0, node->params[3], period)->lookback;
    node->lookback = average > period - 1 ? average : period - 1;
    tr__plan_child(plan, node, 1, &tr__indicator_stddev, 1, node->params);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    double *out2 = block->out[2];
    size_t from = tr__node_chain(node->child[0], block->in[0], 0, block->count, out1);
    double deviation[TR__BLOCK_MAX];
    tr__node_chain(node->child[1], block->in[0], 0, block->count, deviation);
    double up = node->params[1], down = node->params[2];
    from = block->skip > from ? block->skip : from;
    TR__VECTOR
    for (size_t i = from; i < block->count; i++) {
        out0[i] = out1[i] + deviation[i] * up;
        out2[i] = out1[i] - deviation[i] * down;
    }
}

TR__RUN_WIDE(run)

const tr__indicator tr__indicator_bbands = {
    .info = {
        .name = "bbands",
        .aliases = "",
        .title = "Bollinger bands",
        .group = "overlap",
        .formula = "middle = moving average over period; upper and lower lie nb_dev_up and "
                   "nb_dev_down population standard deviations around it; first where the average "
                   "has its first.",
        .source = "Bollinger on Bollinger Bands, 2001",
        .notes = "The period is 5 as in TA-Lib 0.6; TA-Lib has since changed it to the 20 "
                 "of the book, which tulip and tradingview use. Deviations as in stddev: of "
                 "distances within the window, where TA-Lib subtracts a square from a mean "
                 "of squares and gives 0 at very small prices.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .tulip = 20, .tradingview = 20 },
                    { "nb_dev_up", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 2, .alias = "stddev" },
                    { "nb_dev_dn", .kind = TR_PARAM_REAL, .min = -3e37, .max = 3e37, .initial = 2 },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 0 } },
        .outputs = { { "upper", TR_UNIT_PRICE }, { "middle", TR_UNIT_PRICE }, { "lower", TR_UNIT_PRICE } },
    },
    .plan = plan,
    TR__RUN_BOTH(run),
};
