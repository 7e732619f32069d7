/* swak_bp.c: Swiss Army Knife: band-pass filter. */
#include "indicator/engine.h"
#include "indicator/swak.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    double angle = 4 * TR__SWAK_PI * node->params[1] / node->params[0],
           alpha = (1 - sin(angle)) / cos(angle);
    tr__swak_plan(plan, node, (1 - alpha) / 2, cos(2 * TR__SWAK_PI / node->params[0]) * (1 + alpha),
                  -alpha);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    tr__swak_run(node, block, &(tr__swak_rule){ .twice = -1 });
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_swak_bp = {
    .info = {
        .name = "swak_bp",
        .aliases = "",
        .title = "Swiss Army Knife: band-pass filter",
        .group = "cycle",
        .formula = "(1 - a) / 2 (x - x two before) + cos(2 pi / period)(1 + a) y before - a y two "
                   "before; t = 4 pi delta / period, a = (1 - sin t) / cos t. Starts as if the "
                   "first value had always been, at bar 0.",
        .source = "Swiss Army Knife Indicator, Technical Analysis of Stocks and Commodities, 2006",
        .notes = "Ehlers writes a = g - sqrt(g^2 - 1), g = 1 / cos t, which is the same and loses "
                 "digits for small t. Ehlers filters (high + low) / 2.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 5, .max = 2000, .initial = 20 },
                    { "delta", .kind = TR_PARAM_REAL, .min = 0.05, .max = 0.5, .initial = 0.1 } },
        .outputs = { { "swak_bp", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
