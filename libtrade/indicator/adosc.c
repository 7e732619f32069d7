/* adosc.c: Accumulation and distribution oscillator. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    double total;
    tr__filter average[2];
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    node->lookback =
        (size_t)(node->params[0] > node->params[1] ? node->params[0] : node->params[1]) - 1;
    plan->is_recursive = true;
}

static void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    const double *volume = block->in[3];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double line[TR__BLOCK_MAX], slow[TR__BLOCK_MAX];
    double total = state->total;
    for (size_t i = 0; i < block->count; i++) {
        double width = high[i] - low[i];
        if (width > 0)
            total += ((close[i] - low[i]) - (high[i] - close[i])) / width * volume[i];
        line[i] = total;
    }
    state->total = total;
    for (size_t k = 0; k < 2; k++) {
        double share = 2 / (node->params[k] + 1);
        tr__filter_rule rule = { .keep = 1 - share, .gain = share, .seed = 1, .seed_share = 1 };
        tr__filter_run(&state->average[k], &rule, line, block->seen, block->count,
                       k == 0 ? out : slow);
    }
    for (size_t i = 0; i < block->count; i++)
        out[i] -= slow[i];
}

const tr__indicator tr__indicator_adosc = {
    .info = {
        .name = "adosc",
        .aliases = "",
        .title = "Accumulation and distribution oscillator",
        .group = "volume",
        .formula = "Exponential average over fast_period minus that over slow_period of the "
                   "accumulation and distribution line, both starting with its first value; first "
                   "where the longer one has seen a period.",
        .source = "Stock Market Trading Systems, 1980",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "fast_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 3, .alias = "short_period" },
                    { "slow_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10, .alias = "long_period" } },
        .outputs = { { "adosc", TR_UNIT_VOLUME } },
    },
    .plan = plan,
    .run = run,
};
