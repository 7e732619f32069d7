/* qqe.c: Quantitative qualitative estimation. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double line[2];
    double line_before[2];
    double trend;
} head;

/* Move the long and the short line by a bar and turn the trend where basis crosses one of them. */
static void lines_step(head *state, double basis, double before, double band, uint64_t index)
{
    double lower = state->line[0], upper = state->line[1], line[2] = { basis - band, basis + band };
    if (index == 0)
        state->trend = 1;
    if (index > 0 && before > lower && basis > lower)
        line[0] = fmax(lower, line[0]);
    if (index > 0 && before < upper && basis < upper)
        line[1] = fmin(upper, line[1]);
    if (index > 1) {
        const double *earlier = state->line_before;
        if (basis > upper ? before < earlier[1] : before >= earlier[1])
            state->trend = 1;
        else if (basis > lower ? before < earlier[0] : before >= earlier[0])
            state->trend = -1;
    }
    for (size_t k = 0; k < 2; k++) {
        state->line_before[k] = state->line[k];
        state->line[k] = line[k];
    }
}

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    double wilder = 2 * node->params[0] - 1;
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
    tr__plan_tapes(plan, node, 0, 1, 1);
    size_t lookback = tr__plan_child(plan, node, 0, &tr__indicator_rsi, 1, node->params)->lookback;
    lookback += tr__plan_average(plan, node, 1, node->params[3], tr__count(node, 1))->lookback;
    node->number[0] = lookback + 1;
    for (size_t k = 2; k < 4; k++)
        tr__plan_child(plan, node, k, &tr__indicator_ema, 1, &wilder);
    node->lookback = lookback + 1 + node->child[2]->lookback + node->child[3]->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    head *state = (head *)(void *)node->head;
    double *basis = tr__tape(node, 0), strength[TR__BLOCK_MAX], move[TR__BLOCK_MAX],
           band[TR__BLOCK_MAX];
    size_t count = block->count, second = node->number[0];
    size_t from = tr__node_chain(node->child[0], block->in[0], 0, count, strength);
    tr__node_chain(node->child[1], strength, from, count, basis);
    from = tr__from(second, block);
    for (size_t i = from; i < count; i++)
        move[i] = fabs(basis[i] - *(basis + i - 1));
    from = tr__node_chain(node->child[2], move, from, count, move);
    tr__node_chain(node->child[3], move, from, count, band);
    for (size_t i = block->skip; i < count; i++) {
        lines_step(state, basis[i], *(basis + i - 1), node->params[2] * band[i],
                   block->seen + i - node->lookback);
        bool is_long = state->trend > 0;
        block->out[0][i] = is_long ? state->line[0] : state->line[1];
        block->out[1][i] = basis[i];
        block->out[2][i] = state->line[0];
        block->out[3][i] = state->line[1];
        block->out[4][i] = state->trend;
    }
}

TR__STEP(run, 1, 0, 1, 5)

const tr__indicator tr__indicator_qqe = {
    .info = {
        .name = "qqe",
        .aliases = "",
        .title = "Quantitative qualitative estimation",
        .group = "momentum",
        .formula = "basis = average over smooth_period of rsi over period. Band = factor times "
                   "the exponential average of the exponential average of |basis - basis before|, "
                   "both over 2 period - 1. The long line is basis - band, but does not fall "
                   "while basis stays above it; the short line is basis + band, but does not rise "
                   "while basis stays below it. qqe is the long line after basis crossed the "
                   "short line of the bar before, the short one after it crossed the long one of "
                   "the bar before, and the long one at first. trend is 1 for the long line, -1 "
                   "for the short one. First where the band has its first.",
        .source = "QQE indicator for MetaTrader 4 by Roman Ignatov, 2006",
        .notes = "Crossings compare with the line of the bar before and of the one before that, "
                 "touching counts as a crossing from above, as in pandas-ta, which shows the two "
                 "lines only where they are qqe.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX / 2, .initial = 14, .alias = "length" },
                    { "smooth_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "smooth" },
                    { "factor", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 4.236 },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "qqe", TR_UNIT_PERCENT }, { "basis", TR_UNIT_PERCENT },
                     { "long", TR_UNIT_PERCENT }, { "short", TR_UNIT_PERCENT },
                     { "trend", TR_UNIT_SIGNAL } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
