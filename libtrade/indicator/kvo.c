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

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    plan->is_recursive = true;
}

/* Which way each bar goes, and the range since the last turn, without a branch: nothing foretells the turns. */
static void trends(head *state, const tr__block *block, size_t from, double *sign, double *total)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    unsigned int is_up = state->is_up != 0, is_known = state->is_known != 0;
    double sum_before = *(high + from - 1) + *(low + from - 1) + *(close + from - 1);
    double range_before = *(high + from - 1) - *(low + from - 1), since = state->total;
    for (size_t i = from; i < block->count; i++) {
        double sum = high[i] + low[i] + close[i], range = high[i] - low[i];
        unsigned int rises = sum > sum_before, falls = sum < sum_before;
        unsigned int goes_up = rises | (is_up & ~falls);
        unsigned int is_turn = (rises | falls) & ((goes_up ^ is_up) | (is_known ^ 1));
        double turned = (double)(int)is_turn;
        since = (1 - turned) * since + (turned * range_before + range);
        is_up = goes_up;
        is_known |= rises | falls;
        /* Before the first turn Tulip counts the volume as rising. */
        sign[i] = 200 * (double)(int)(is_up | (is_known ^ 1)) - 100;
        total[i] = since;
        sum_before = sum;
        range_before = range;
    }
    state->is_up = is_up;
    state->is_known = is_known;
    state->total = since;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *volume = block->in[3];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    double force[TR__BLOCK_MAX], total[TR__BLOCK_MAX];
    size_t from = block->seen == 0 ? 1 : 0;
    if (from == block->count)
        return;
    trends(state, block, from, force, total);
    TR__VECTOR
    for (size_t i = from; i < block->count; i++) {
        double whole = volume[i] * fabs((high[i] - low[i]) / total[i] * 2 - 1) * force[i];
        force[i] = total[i] > 0 ? whole : 0;
    }
    const double gain[2] = { 2 / (node->params[0] + 1), 2 / (node->params[1] + 1) },
                 keep[2] = { 1 - gain[0], 1 - gain[1] };
    double fast = state->average[0].value, slow = state->average[1].value;
    size_t i = from;
    if (block->seen + from == 1) { /* both begin with the first force */
        fast = slow = force[from];
        out[i++] = 0;
    }
    for (; i < block->count; i++) {
        fast = keep[0] * fast + gain[0] * force[i];
        slow = keep[1] * slow + gain[1] * force[i];
        out[i] = fast - slow;
    }
    state->average[0].value = fast;
    state->average[1].value = slow;
}

TR__RUN_WIDE(run)
TR__STEP(run, 4, 3, 0, 1)

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
    TR__RUN_BOTH(run),
    .step = run_step,
};
