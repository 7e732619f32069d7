/* chop.c: Choppiness index. */
#include "indicator/chop.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    tr__chop_plan(plan, node, 1);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *high = block->in[0], *low = block->in[1], *close = block->in[2];
    double *range = tr__tape(node, 0);
    for (size_t i = 0; i < block->count; i++) {
        double before = *(close + i - 1);
        double top = before > high[i] ? before : high[i],
               bottom = before < low[i] ? before : low[i];
        range[i] = top - bottom;
    }
    tr__chop_run(node, block, range, high, low);
}

TR__STEP(run, 3, 3, 1, 1)

const tr__indicator tr__indicator_chop = {
    .info = {
        .name = "chop",
        .aliases = "",
        .title = "Choppiness index",
        .group = "momentum",
        .formula = "100 log10(s / r) / log10(period); s = sum of the true ranges of the last "
                   "period bars, r = highest high - lowest low of them; 100 where one of them is "
                   "0; first at bar period.",
        .source = "Measuring Market Choppiness with Chaos, Futures, 1993",
        .notes = "The publication spans the box by true highs and lows: choptr. A gap into the "
                 "window can take this form above 100.",
        .inputs = { TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14 } },
        .outputs = { { "chop", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
