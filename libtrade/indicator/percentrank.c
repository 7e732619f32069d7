/* percentrank.c: Percent rank. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_tapes(plan, node, 1, 0, node->lookback);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    bool is_tie_counted = node->preset == TR_INDICATOR_TRADINGVIEW;
    for (size_t i = block->skip; i < block->count; i++) {
        const double *window = block->in[0] + i - period;
        double value = window[period];
        size_t count = 0;
        if (is_tie_counted) {
            for (size_t k = 0; k < period; k++)
                count += window[k] <= value;
        } else {
            for (size_t k = 0; k < period; k++)
                count += window[k] < value;
        }
        block->out[0][i] = 100 * ((double)count / (double)period);
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_percentrank = {
    .info = {
        .name = "percentrank",
        .aliases = "",
        .title = "Percent rank",
        .group = "statistic",
        .formula = "100 times the share of the period values before this one that are smaller "
                   "than it; first at bar period.",
        .source = "An Introduction to ConnorsRSI, 2012",
        .notes = "Preset tradingview counts equal values too, as ta.percentrank does. Cost: "
                 "O(period) a bar, one comparison each.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = 10000, .initial = 100 } },
        .outputs = { { "percentrank", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
