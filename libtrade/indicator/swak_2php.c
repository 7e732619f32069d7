/* swak_2php.c: Swiss Army Knife: high-pass filter of two poles. */
#include "indicator/engine.h"
#include "indicator/swak.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    double alpha = tr__swak_alpha(node->params[0]), rest = 1 - alpha;
    tr__swak_plan(plan, node, (1 - alpha / 2) * (1 - alpha / 2), 2 * rest, -rest * rest);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__swak_run(node, block, &(tr__swak_rule){ .once = -2, .twice = 1 });
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_swak_2php = {
    .info = {
        .name = "swak_2php",
        .aliases = "",
        .title = "Swiss Army Knife: high-pass filter of two poles",
        .group = "cycle",
        .formula = "(1 - a / 2)^2 (x - 2 x before + x two before) + 2 (1 - a) y before - (1 - "
                   "a)^2 y two before; b = 2.415 (1 - cos(2 pi / period)), a = sqrt(b^2 + 2 b) - "
                   "b. Starts as if the first value had always been, at bar 0.",
        .source = "Swiss Army Knife Indicator, Technical Analysis of Stocks and Commodities, 2006",
        .notes = "Ehlers filters (high + low) / 2.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = 10000, .initial = 20 } },
        .outputs = { { "swak_2php", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
