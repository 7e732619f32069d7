/* percentile.c: Moving percentile. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/order.h"

typedef struct head {
    tr__head base;
    tr__order order;
} head;

TR__RARE void plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period - 1;
    tr__plan_head(plan, node, sizeof(head));
    tr__plan_tapes(plan, node, 1, 0, period);
    tr__plan_area(plan, node, 0, TR__ORDER_AREA(period));
    double rank = ceil(node->params[1] * (double)period / 100);
    node->number[0] = rank < 1 ? 0 : rank > (double)period ? period - 1 : (size_t)rank - 1;
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *sorted = tr__order_begin(&state->order, node->area[0], period, block->seen);
    for (size_t i = 0; i < block->count; i++) {
        tr__order_step(sorted, block->in[0] + i, period, block->seen + i);
        block->out[0][i] = sorted[node->number[0]];
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_percentile = {
    .info = {
        .name = "percentile",
        .aliases = "",
        .title = "Moving percentile",
        .group = "statistic",
        .formula = "The value of rank ceil(percentile period / 100), at least 1, among the last "
                   "period values in ascending order (nearest rank); first at bar period - 1.",
        .source = "Sample Quantiles in Statistical Packages, The American Statistician, 1996",
        .notes = "Always a value of the window. The other conventions interpolate: TradingView's "
                 "percentile_linear_interpolation and pandas' quantile do. Cost: a search by "
                 "halves and a move of at most period values a bar; a live update also copies the "
                 "window.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = 10000, .initial = 30, .alias = "length" },
                    { "percentile", .kind = TR_PARAM_REAL, .min = 0, .max = 100, .initial = 50 } },
        .outputs = { { "percentile", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
