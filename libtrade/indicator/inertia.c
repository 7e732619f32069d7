/* inertia.c: Inertia. */
#include "indicator/engine.h"

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    const double *rvi_period = &node->params[1];
    node->lookback = 0;
    tr__plan_tapes(plan, node, 1, 0, 1);
    node->lookback = tr__plan_child(plan, node, 0, &tr__indicator_stddev, 1, rvi_period)->lookback;
    for (size_t k = 1; k < 3; k++)
        tr__plan_average(plan, node, k, node->params[2], (size_t)*rvi_period);
    tr__plan_child(plan, node, 3, &tr__indicator_linearreg, 1, node->params);
    for (size_t k = 2; k < 4; k++)
        node->lookback += node->child[k]->lookback;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double deviation[TR__BLOCK_MAX], up[TR__BLOCK_MAX], down[TR__BLOCK_MAX];
    double ups[TR__BLOCK_MAX], downs[TR__BLOCK_MAX];
    size_t from = tr__node_chain(node->child[0], x, 0, block->count, deviation);
    for (size_t i = from; i < block->count; i++) {
        double step = x[i] - *(x + i - 1);
        up[i] = step > 0 ? deviation[i] : 0;
        down[i] = step < 0 ? deviation[i] : 0;
    }
    size_t first = tr__node_chain(node->child[1], up, from, block->count, ups);
    tr__node_chain(node->child[2], down, from, block->count, downs);
    for (size_t i = first; i < block->count; i++)
        ups[i] = ups[i] + downs[i] > 0 ? 100 * ups[i] / (ups[i] + downs[i]) : 50;
    tr__node_chain(node->child[3], ups, first, block->count, block->out[0]);
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_inertia = {
    .info = {
        .name = "inertia",
        .aliases = "",
        .title = "Inertia",
        .group = "momentum",
        .formula = "End of the regression line over period through the relative volatility index: "
                   "100 u / (u + d), u and d the averages over rvi_period of the standard "
                   "deviation over rvi_period where x rose, where it fell, and 0 elsewhere; 50 "
                   "where both are 0. First where the line is full.",
        .source = "Inertia, Technical Analysis of Stocks and Commodities, 1995",
        .notes = "Dorsey has a standard deviation of 10 bars inside; pandas-ta takes one period "
                 "for both. The line of pandas-ta without TA-Lib ends one bar earlier than its "
                 "own text says.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 20, .alias = "length" },
                    { "rvi_period", .min = 2, .max = TR_INDICATOR_PERIOD_MAX, .initial = 14, .alias = "rvi_length" },
                    { "ma_type", .kind = TR_PARAM_MOVING_AVERAGE, .max = 1000, .initial = 1, .alias = "mamode" } },
        .outputs = { { "inertia", TR_UNIT_PERCENT } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
