/* vidya.c: Variable index dynamic average. */
#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double value;
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    size_t quick =
        tr__plan_child(plan, node, 0, &tr__indicator_stddev, 1, &node->params[0])->lookback;
    size_t steady =
        tr__plan_child(plan, node, 1, &tr__indicator_stddev, 1, &node->params[1])->lookback;
    node->lookback = (quick > steady ? quick : steady) - 1;
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double quick[TR__BLOCK_MAX], steady[TR__BLOCK_MAX];
    tr__node_chain(node->child[0], block->in[0], 0, block->count, quick);
    tr__node_chain(node->child[1], block->in[0], 0, block->count, steady);
    for (size_t i = block->skip; i < block->count; i++) {
        bool is_first = block->seen + i == node->lookback;
        double share = is_first || !(steady[i] > 0) ? 0 : quick[i] / steady[i] * node->params[2];
        state->value = is_first ? x[i] : (x[i] - state->value) * share + state->value;
        out[i] = state->value;
    }
}

const tr__indicator tr__indicator_vidya = {
    .info = {
        .name = "vidya",
        .aliases = "",
        .title = "Variable index dynamic average",
        .group = "overlap",
        .formula = "before + k alpha (x - before), k the ratio of the population standard "
                   "deviations over fast_period and slow_period, 0 where the longer one is 0; "
                   "starts with x at bar slow_period - 2.",
        .source = "Adapting Moving Averages to Market Volatility, 1992",
        .notes = "Tulip subtracts a square from a mean of squares, and takes what rounding "
                 "leaves of a window without scatter for scatter.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 2, .alias = "short_period" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 5, .alias = "long_period" },
                    { "alpha", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.2 } },
        .outputs = { { "vidya", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
};
