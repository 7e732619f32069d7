/* supertrend.c: Supertrend. */
#include "indicator/engine.h"
#include "indicator/range.h"

typedef struct head {
    tr__head base;
    tr__filter range;
    double upper;
    double lower;
    double trend;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0) - (node->preset == TR_INDICATOR_TRADINGVIEW ? 1 : 0);
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    plan->is_recursive = true;
}

/* Both bands are held on every bar, and the trend looks at this bar's. */
static void held_step(head *state, double upper, double lower, double close, double before)
{
    if (upper < state->upper || before > state->upper)
        state->upper = upper;
    if (lower > state->lower || before < state->lower)
        state->lower = lower;
    if (state->trend > 0)
        state->trend = close < state->lower ? -1 : 1;
    else
        state->trend = close > state->upper ? 1 : -1;
}

/* The trend looks at the bands of the bar before; then its own band is held. */
static void pandas_step(head *state, double upper, double lower, double close)
{
    if (close > state->upper) {
        state->trend = 1;
    } else if (close < state->lower) {
        state->trend = -1;
    } else {
        if (state->trend > 0 && lower < state->lower)
            lower = state->lower;
        if (state->trend < 0 && upper > state->upper)
            upper = state->upper;
    }
    state->upper = upper;
    state->lower = lower;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    head *state = (head *)(void *)node->head;
    double range[TR__BLOCK_MAX];
    bool is_tradingview = node->preset == TR_INDICATOR_TRADINGVIEW;
    tr__range_average(&state->range, block, tr__count(node, 0), is_tradingview, range);
    for (size_t i = block->skip; i < block->count; i++) {
        double middle = (high[i] + low[i]) / 2, width = node->params[1] * range[i];
        double upper = middle + width, lower = middle - width;
        if (block->seen + i == node->lookback) {
            state->upper = upper;
            state->lower = lower;
            state->trend = is_tradingview ? -1 : 1;
        } else if (node->preset == TR_INDICATOR_PANDAS) {
            pandas_step(state, upper, lower, close[i]);
        } else {
            held_step(state, upper, lower, close[i], *(close + i - 1));
        }
        block->out[0][i] = state->trend > 0 ? state->lower : state->upper;
        block->out[1][i] = state->trend;
    }
}

TR__STEP(run, 3, 3, 0, 2)

const tr__indicator tr__indicator_supertrend = {
    .info = {
        .name = "supertrend",
        .aliases = "",
        .title = "Supertrend",
        .group = "overlap",
        .formula = "bands m + multiplier a and m - multiplier a, m = (high + low) / 2, a = "
                   "average true range (atr); the upper one only falls unless the close before "
                   "was above it, the lower one only rises unless the close before was below it. "
                   "supertrend is the lower band while the trend is up (1), until the close is "
                   "below it; then the upper one (-1), until the close is above it. First at bar "
                   "period, up.",
        .source = "TradingView Pine Script reference: ta.supertrend; attributed to Olivier Seban",
        .notes = "1 is up in every preset, where ta.supertrend says -1. Preset tradingview: true "
                 "ranges from bar 0, first at bar period - 1, down. Preset pandas: the trend "
                 "turns where the close passes a band of the bar before, and only the band of the "
                 "trend is held.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .pandas = 7, .alias = "length" },
                    { "multiplier", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 3 } },
        .outputs = { { "supertrend", TR_UNIT_PRICE }, { "trend", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
