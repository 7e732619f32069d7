/* rogerssatchell.c: Rogers-Satchell volatility. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/window.h"

typedef struct head {
    tr__head base;
    tr__fold fold;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 0, 1, period);
    tr__plan_area(plan, node, 0, TR__SUM_AREA(period));
    node->constant[0] = sqrt(node->params[1]);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *open = block->in[0], *high = block->in[1], *low = block->in[2],
                 *close = block->in[3];
    double *term = tr__tape(node, 0), *out = block->out[0];
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    for (size_t i = 0; i < block->count; i++) {
        bool is_priced = open[i] > 0 && high[i] > 0 && low[i] > 0 && close[i] > 0;
        term[i] = is_priced ? log(high[i] / close[i]) * log(high[i] / open[i]) +
                                  log(low[i] / close[i]) * log(low[i] / open[i])
                            : 0;
    }
    tr__window_sum(&state->fold, TR__WINDOW(node, block, term, period, 0), out);
    for (size_t i = 0; i < block->count; i++)
        out[i] = out[i] > 0 ? node->constant[0] * sqrt(out[i] / (double)period) : 0;
}

TR__STEP(run, 4, 0, 1, 1)

const tr__indicator tr__indicator_rogerssatchell = {
    .info = {
        .name = "rogerssatchell",
        .aliases = "",
        .title = "Rogers-Satchell volatility",
        .group = "volatility",
        .formula = "sqrt(annualization s / period), 0 where s is not above 0; s = sum over the "
                   "last period bars of ln(high / close) ln(high / open) + ln(low / close) ln(low "
                   "/ open), 0 for a bar with a price not above 0; first at bar period - 1.",
        .source = "Estimating Variance from High, Low and Closing Prices, The Annals of Applied "
                  "Probability, 1991",
        .notes = "Free of drift; gaps between bars do not show. An annualization of 1 leaves the "
                 "figure of a bar.",
        .inputs = { TR_INPUT_OPEN, TR_INPUT_HIGH, TR_INPUT_LOW, TR_INPUT_CLOSE },
        .params = { { "period", .min = 1, .max = TR_INDICATOR_PERIOD_MAX, .initial = 10 },
                    { "annualization", .kind = TR_PARAM_REAL, .min = 0, .max = 3e37, .initial = 252 } },
        .outputs = { { "rogerssatchell", TR_UNIT_NUMBER } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
