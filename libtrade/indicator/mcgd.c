/* mcgd.c: McGinley dynamic. */
#include <math.h>

#include "indicator/engine.h"

typedef struct head {
    tr__head base;
    double value;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = node->preset == TR_INDICATOR_TRADINGVIEW ? 0 : tr__count(node, 0) - 1;
    tr__plan_head(plan, node, sizeof(head));
    plan->is_recursive = true;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    head *state = (head *)(void *)node->head;
    double value = block->seen == 0 ? x[0] : state->value;
    for (size_t i = 0; i < block->count; i++) {
        double square = x[i] / value * (x[i] / value);
        double step = (x[i] - value) / (node->params[0] * square * square);
        if (isfinite(step))
            value += step;
        block->out[0][i] = value;
    }
    state->value = value;
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_mcgd = {
    .info = {
        .name = "mcgd",
        .aliases = "",
        .title = "McGinley dynamic",
        .group = "overlap",
        .formula = "before + (x - before) / (period (x / before)^4), before where that is not "
                   "finite; starts with x at bar 0; first shown at bar period - 1.",
        .source = "McGinley Dynamics, MTA Journal, 1997",
        .notes = "For positive prices. Some sources start from the mean of the first values, "
                 "others write 0.6 of a longer period. Preset tradingview shows it from bar 0 on.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .pandas = 10, .alias = "length" } },
        .outputs = { { "mcgd", TR_UNIT_PRICE } },
    },
    .average_code = 32,
    .plan = plan,
    .run = run,
    .step = run_step,
};
