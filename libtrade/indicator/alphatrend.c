/* alphatrend.c: AlphaTrend. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t lag = tr__count(node, 4);
    bool is_rsi = node->params[3] == 2;
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 0, 1, lag);
    size_t range = tr__plan_child(plan, node, 0, &tr__indicator_trange, 0, NULL)->lookback;
    range += tr__plan_child(plan, node, 1, &tr__indicator_sma, 1, node->params)->lookback;
    size_t momentum =
        tr__plan_child(plan, node, 2, is_rsi ? &tr__indicator_rsi : &tr__indicator_mfi, 1,
                       node->params)
            ->lookback;
    node->lookback = (range > momentum ? range : momentum) + lag;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    head *state = (head *)(void *)node->head;
    size_t lag = tr__count(node, 4), warm = node->lookback - lag;
    double *trend = tr__tape(node, 0), range[TR__BLOCK_MAX], momentum[TR__BLOCK_MAX];
    size_t from = tr__node_run(node->child[0], block->in, block->count, (double *const[]){ range });
    tr__node_chain(node->child[1], range, from, block->count, range);
    tr__node_run(node->child[2], node->params[3] == 2 ? block->in + 2 : block->in, block->count,
                 (double *const[]){ momentum });
    for (size_t i = tr__from(warm, block); i < block->count; i++) {
        bool is_up = momentum[i] >= node->params[2], is_first = block->seen + i == warm;
        double band =
            is_up ? low[i] - node->params[1] * range[i] : high[i] + node->params[1] * range[i];
        if (is_first || (is_up ? band > state->value : band < state->value))
            state->value = band;
        block->out[0][i] = trend[i] = state->value;
    }
    for (size_t i = block->skip; i < block->count; i++)
        block->out[1][i] = *(trend + i - lag);
}

TR__STEP(run, 4, 0, 1, 2)

const tr__indicator tr__indicator_alphatrend = {
    .info = {
        .name = "alphatrend",
        .aliases = "",
        .title = "AlphaTrend",
        .group = "overlap",
        .formula = "Range = simple average over period of the true range. Where the momentum (mfi "
                   "over period, or rsi of close for momentum 2) is at least threshold: the "
                   "larger of low - multiplier range and alphatrend before; else the smaller of "
                   "high + multiplier range and alphatrend before; the first one is the band "
                   "itself. lagged is alphatrend lag bars ago. First where the band and the "
                   "momentum have been there for lag bars.",
        .source = "AlphaTrend, TradingView script by KivancOzbilgic, 2021",
        .notes = "pandas-ta starts TA-Lib's atr where TA-Lib is installed, and takes rsi where no "
                 "volume is given; the script has the simple average and mfi, as here. The script "
                 "starts from 0, so that it stays there until momentum turns up.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "length" },
                    { "multiplier", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 1 },
                    { "threshold", .kind = TR_PARAM_REAL, .min = 0, .max = 100, .initial = 50 },
                    { "momentum", .min = 1, .max = 2, .initial = 1 },
                    { "lag", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2 } },
        .outputs = { { "alphatrend", TR_UNIT_PRICE }, { "lagged", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
