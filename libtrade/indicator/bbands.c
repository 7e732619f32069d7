/* bbands.c: Bollinger bands. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__moments moments;
} head;

/* The usual average is the mean that the deviation is taken from; others run beside. */
static bool is_around_mean(const tr__node *node)
{
    return node->params[3] == 0;
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__MOMENTS_AREA(period));
    if (is_around_mean(node))
        return;
    size_t average = tr__plan_average(plan, node, 0, node->params[3], period)->lookback;
    node->lookback = average > period - 1 ? average : period - 1;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    double *out0 = block->out[0];
    double *out1 = block->out[1];
    double *out2 = block->out[2];
    head *state = (head *)(void *)node->head;
    double mean[TR__BLOCK_MAX], squares[TR__BLOCK_MAX];
    tr__window_moments(&state->moments,
                       TR__WINDOW(node, block, block->in[0], tr__count(node, 0), 0), mean, squares);
    if (!is_around_mean(node))
        tr__node_chain(node->child[0], block->in[0], 0, block->count, mean);
    double n = node->params[0], up = node->params[1], down = node->params[2];
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double deviation = sqrt(squares[i] / n);
        out0[i] = mean[i] + deviation * up;
        out1[i] = mean[i];
        out2[i] = mean[i] - deviation * down;
    }
}

TR__RUN_WIDE(run)
TR__STEP(run, 1, 1, 0, 3)

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
    .step = run_step,
};
