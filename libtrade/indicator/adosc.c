/* adosc.c: Accumulation and distribution oscillator. */
#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct head {
    tr__head base;
    double total;
    tr__filter average[2];
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    tr__plan_head(plan, node, sizeof(head));
    node->lookback =
        (size_t)(node->params[0] > node->params[1] ? node->params[0] : node->params[1]) - 1;
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0];
    const double *low = block->in[1];
    const double *close = block->in[2];
    const double *volume = block->in[3];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    TR__VECTOR
    for (size_t i = 0; i < block->count; i++) {
        double width = high[i] - low[i],
               flow = ((close[i] - low[i]) - (high[i] - close[i])) / width * volume[i];
        out[i] = width > 0 ? flow : 0;
    }
    double gain[2] = { 2 / (node->params[0] + 1), 2 / (node->params[1] + 1) },
           keep[2] = { 1 - gain[0], 1 - gain[1] };
    double total = state->total, fast = state->average[0].value, slow = state->average[1].value;
    size_t i = 0;
    if (block->seen == 0) {
        fast = slow = total += out[0];
        out[i++] = 0;
    }
    for (; i < block->count; i++) {
        total += out[i];
        fast = keep[0] * fast + gain[0] * total;
        slow = keep[1] * slow + gain[1] * total;
        out[i] = fast - slow;
    }
    state->total = total;
    state->average[0].value = fast;
    state->average[1].value = slow;
}

TR__RUN_WIDE(run)
TR__STEP(run, 4, 0, 0, 1)

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
    TR__RUN_BOTH(run),
    .step = run_step,
};
