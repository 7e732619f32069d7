/* choptr.c: Choppiness index of true ranges. */
#include "indicator/chop.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    tr__chop_plan(plan, node, 3);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    double *range = tr__tape(node, 0), *top = tr__tape(node, 1), *bottom = tr__tape(node, 2);
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        top[i] = before > high[i] ? before : high[i];
        bottom[i] = before < low[i] ? before : low[i];
        range[i] = top[i] - bottom[i];
    }
    tr__chop_run(node, block, range, top, bottom);
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
