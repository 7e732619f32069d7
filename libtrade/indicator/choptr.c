/* choptr.c: Choppiness index of true ranges. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold travelled;
    tr__fold highest;
    tr__fold lowest;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 3, 3, period);
    for (size_t k = 0; k < 3; k++)
        tr__plan_area(plan, node, k, TR__SUM_AREA(period));
    node->constant[0] = 100 / log10((double)period);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *range = tr__tape(node, 0), *top = tr__tape(node, 1), *bottom = tr__tape(node, 2),
           travelled[TR__BLOCK_MAX], highest[TR__BLOCK_MAX], lowest[TR__BLOCK_MAX];
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        top[i] = before > high[i] ? before : high[i];
        bottom[i] = before < low[i] ? before : low[i];
        range[i] = top[i] - bottom[i];
    }
    tr__window_sum(&state->travelled, TR__WINDOW(node, block, range, period, 0), travelled);
    tr__window_max(&state->highest, TR__WINDOW(node, block, top, period, 1), highest);
    tr__window_min(&state->lowest, TR__WINDOW(node, block, bottom, period, 2), lowest);
    for (size_t i = block->skip; i < block->count; i++) {
        double box = highest[i] - lowest[i];
        block->out[0][i] =
            box > 0 && travelled[i] > 0 ? node->constant[0] * log10(travelled[i] / box) : 100;
    }
}

TR__STEP(run, 3, 3, 1, 1)

const tr__indicator tr__indicator_choptr = {
    .info = {
        .name = "choptr",
        .aliases = "",
        .title = "Choppiness index of true ranges",
        .group = "momentum",
        .formula = "100 log10(s / r) / log10(period); s = sum of the true ranges of the last "
                   "period bars, r = highest true high - lowest true low of them (a true high is "
                   "the larger of high and close before); 100 where one of them is 0; first at "
                   "bar period.",
        .source = "Measuring Market Choppiness with Chaos, Futures, 1993",
        .notes = "The published form. Most platforms span the box by high and low alone: chop.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "choptr", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
