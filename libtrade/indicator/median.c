/* median.c: Moving median. */
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
}

TR__BODY void run(tr__node *node, const tr__block *block)
{
    size_t period = tr__count(node, 0);
    head *state = (head *)(void *)node->head;
    double *sorted = tr__order_begin(&state->order, node->area[0], period, block->seen);
    for (size_t i = 0; i < block->count; i++) {
        tr__order_step(sorted, block->in[0] + i, period, block->seen + i);
        block->out[0][i] = period % 2 == 1 ? sorted[period / 2]
                                           : (sorted[period / 2 - 1] + sorted[period / 2]) / 2;
    }
}

TR__STEP(run, 1, 1, 0, 1)

const tr__indicator tr__indicator_median = {
    .info = {
        .name = "median",
        .aliases = "",
        .title = "Moving median",
        .group = "statistic",
        .formula = "The middle one of the last period values in order, the mean of the two middle "
                   "ones where period is even; first at bar period - 1.",
        .source = "Exploratory Data Analysis, 1977",
        .notes = "Serves as a moving average too. Cost: a search by halves and a move of at most "
                 "period values a bar; a live update also copies the window.",
        .inputs = { TR_INPUT_REAL },
        .params = { { "period", .min = 1, .max = 10000, .initial = 30, .alias = "length" } },
        .outputs = { { "median", TR_UNIT_PRICE } },
    },
    .average_code = 36,
    .plan = plan,
    .run = run,
    .step = run_step,
};
