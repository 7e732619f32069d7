/* ha.c: Heikin-Ashi candles. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double open;
    double close;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0], *high = block->in[1], *low = block->in[2],
                 *close = block->in[3];
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        bool is_first = block->seen + i == 0;
        state->open = is_first ? (open[i] + close[i]) / 2 : (state->open + state->close) / 2;
        state->close = (open[i] + high[i] + low[i] + close[i]) / 4;
        block->out[0][i] = state->open;
        block->out[1][i] = larger(high[i], larger(state->open, state->close));
        block->out[2][i] = smaller(low[i], smaller(state->open, state->close));
        block->out[3][i] = state->close;
    }
}

TR__STEP(run, 4, 0, 0, 4)

const tr__indicator tr__indicator_ha = {
    .info = {
        .name = "ha",
        .aliases = "heikinashi heikin_ashi",
        .title = "Heikin-Ashi candles",
        .group = "price",
        .formula = "close = (open + high + low + close) / 4; open = mean of the open and close of "
                   "the candle before, that of the bar itself at bar 0; high and low = the "
                   "extremes of the bar's and of these two. From bar 0.",
        .source = "Using the Heikin-Ashi Technique, Technical Analysis of Stocks and Commodities, "
                  "2004",
        .notes = "Some platforms show the first bar as it is; that wears off by half a bar. Open "
                 "and close are no prices at which anything traded.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .outputs = { { "open", TR_UNIT_PRICE },
                     { "high", TR_UNIT_PRICE },
                     { "low", TR_UNIT_PRICE },
                     { "close", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
