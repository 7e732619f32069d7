/* quantile.c: Moving quantile. */
#include <math.h>

#include "indicator/engine.h"
#include "indicator/order.h"
#include "indicator/window.h"

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
    double place = node->params[1] * (double)(period - 1);
    node->number[0] = (size_t)place;
    node->number[1] = (size_t)place + 1 < period ? (size_t)place + 1 : (size_t)place;
    node->constant[0] = place - floor(place);
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    const double *x = block->in[0];
    double *out = block->out[0];
    head *state = (head *)(void *)node->head;
    size_t period = tr__count(node, 0);
    double *sorted = tr__order_begin(&state->order, node->area[0], period, block->seen);
    for (size_t i = 0; i < block->count; i++) {
        tr__order_step(sorted, x + i, period, block->seen + i);
        double low = sorted[node->number[0]], high = sorted[node->number[1]];
        out[i] = low + node->constant[0] * (high - low);
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_quantile = {
    .info = {
        .name = "quantile",
        .aliases = "",
        .title = "Moving quantile",
        .group = "statistic",
        .formula = "Value at place q (period - 1) of the last period values in ascending order, "
                   "counted from 0, on the straight line between the two neighbours where that is "
                   "no whole number; first at bar period - 1.",
        .source = "Sample Quantiles in Statistical Packages, The American Statistician, 1996",
        .notes = "Definition 7 of the source, as pandas has it; percentile is the nearest rank. "
                 "Cost: a search by halves and a move of at most period values a bar; a live "
                 "update also copies the window.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = 10000, .initial = 30, .alias = "length" },
                    { "q", .kind = TR_PARAM_REAL, .min = 0, .max = 1, .initial = 0.5 } },
        .outputs = { { "quantile", TR_UNIT_PRICE } },
    },
    .plan = plan,
    .run = run,
    .step = run_step,
};
