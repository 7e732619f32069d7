/* cfo.c: Chande forecast oscillator. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    node->lookback = 0;
    node->lookback =
        tr__plan_child(plan, node, 0, &tr__indicator_linearreg, 1, node->params)->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    size_t from = tr__node_chain(node->child[0], x, 0, block->count, out);
    for (size_t i = from; i < block->count; i++)
        out[i] = x[i] != 0 ? 100 * (x[i] - out[i]) / x[i] : 0;
}

TR__STEP(run, 1, 0, 0, 1)

const tr__indicator tr__indicator_cfo = {
    .info = {
        .name = "cfo",
        .aliases = "",
        .title = "Chande forecast oscillator",
        .group = "momentum",
        .formula = "100 (x - end of the regression line over period) / x, 0 where x is 0; first "
                   "at bar period - 1.",
        .source = "The New Technical Trader, 1994",
        .notes = "The line ends at the bar itself; fosc compares with what the line of the bar "
                 "before forecast, and pandas-ta with TA-Lib installed subtracts the forecast of "
                 "the next bar.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 9, .alias = "length" } },
        .outputs = { { "cfo", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
