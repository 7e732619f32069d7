/* kvo.c: Klinger volume oscillator. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    uint64_t is_up;
    uint64_t is_known;
    double total;
    tr__filter average[2];
} head;

static void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 0, 1);
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
    double force[TR__BLOCK_MAX], slow[TR__BLOCK_MAX];
    for (size_t i = block->seen == 0 ? 1 : 0; i < block->count; i++) {
        double sum = high[i] + low[i] + close[i],
               before = *(high + i - 1) + *(low + i - 1) + *(close + i - 1);
        double range = high[i] - low[i];
        bool is_up = state->is_up != 0;
        if (sum != before && ((sum > before) != is_up || state->is_known == 0)) {
            state->is_up = is_up = sum > before;
            state->is_known = 1;
            state->total = *(high + i - 1) - *(low + i - 1);
        }
        state->total += range;
        /* Before the first turn Tulip counts the volume as rising. */
        double sign = is_up || state->is_known == 0 ? 100 : -100;
        force[i] = state->total > 0 ? volume[i] * fabs(range / state->total * 2 - 1) * sign : 0;
    }
    size_t from = block->seen == 0 ? 1 : 0;
    for (size_t k = 0; k < 2 && from < block->count; k++) {
        tr__filter_rule rule = tr__filter_ema(1, 2 / (node->params[k] + 1), true);
        tr__filter_run(&state->average[k], &rule, force + from, block->seen + from - 1,
                       block->count - from, (k == 0 ? out : slow) + from);
    }
    for (size_t i = from; i < block->count; i++)
        out[i] -= slow[i];
}

const tr__indicator tr__indicator_kvo = {
    .info = {
        .name = "kvo",
        .aliases = "",
        .title = "Klinger volume oscillator",
        .group = "volume",
        .formula = "Exponential averages over fast_period minus slow_period, from their first "
                   "value, of volume * |2 range / t - 1| * 100 with the sign of the trend; the "
                   "trend turns with high + low + close, t sums the ranges since the bar before "
                   "the turn; first at bar 1.",
        .source = "Identifying Trends with Volume Analysis, 1997",
        .notes = "",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE, TR_INPUT_VOLUME },
        .params = { { "fast_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 34, .alias = "short_period" },
                    { "slow_period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 55, .alias = "long_period" } },
        .outputs = { { "kvo", TR_UNIT_VOLUME } },
    },
    .plan = plan,
    .run = run,
};
