/* swak_hp.c: Swiss Army Knife: high-pass filter. */
#include "indicator/engine.h"
#include "indicator/swak.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    double angle = 2 * TR__SWAK_PI / node->params[0],
           alpha = (cos(angle) + sin(angle) - 1) / cos(angle);
    tr__swak_plan(plan, node, 1 - alpha / 2, 1 - alpha, 0);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__swak_run(node, block, &(tr__swak_rule){ .once = -1 });
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_swak_hp = {
    .info = {
        .name = "swak_hp",
        .aliases = "",
        .title = "Swiss Army Knife: high-pass filter",
        .group = "cycle",
        .formula = "(1 - a / 2)(x - x before) + (1 - a) y before; w = 2 pi / period, a = (cos w + "
                   "sin w - 1) / cos w. Starts as if the first value had always been, at bar 0.",
        .source = "Swiss Army Knife Indicator, Technical Analysis of Stocks and Commodities, 2006",
        .notes = "The period is at least 5: at 4 the cosine is 0. Ehlers filters (high + low) / "
                 "2.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 5, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20 } },
        .outputs = { { "swak_hp", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
