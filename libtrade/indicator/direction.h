/* direction.h: Wilder's directional movement and true range, summed over a period. */
#ifndef TRADE_INDICATOR_DIRECTION_H
#define TRADE_INDICATOR_DIRECTION_H

#include "indicator/engine.h"
#include "indicator/filter.h"

typedef struct tr__direction {
    tr__filter plus;
    tr__filter minus;
    tr__filter range;
} tr__direction;

/*
 * Movement counts on its larger side; where both are equal it counts on neither, or, as in Tulip, on both.
 * Inputs high, low, close, all with one past value in front; without close when `range_out` is NULL.
 */
void tr__direction_block(tr__direction *direction, const tr__block *block, size_t period,
                         bool is_tulip, double *plus_out, double *minus_out, double *range_out);
void tr__direction_bar(tr__direction *direction, const double *const *in, uint64_t seen,
                       size_t period, bool is_tulip, double *plus_out, double *minus_out,
                       double *range_out);
TR__BODY void tr__direction_run(tr__direction *direction, const tr__block *block, size_t period,
                                bool is_tulip, double *plus_out, double *minus_out,
                                double *range_out)
{
    if (TR__BAR(block->count))
        tr__direction_bar(direction, block->in, block->seen, period, is_tulip, plus_out, minus_out,
                          range_out);
    else
        tr__direction_block(direction, block, period, is_tulip, plus_out, minus_out, range_out);
}

/* What the indicators share that are one of these sums or a ratio of them. Parameter: period. */
typedef struct tr__direction_head {
    tr__head base;
    tr__direction direction;
} tr__direction_head;

/* Of movement alone; inputs high and low. */
static inline void tr__dm_plan(tr__plan *plan, tr__node *node)
{
    size_t period = tr__count(node, 0);
    node->lookback = period > 1 ? period - 1 : 1;
    tr__plan_head(plan, node, sizeof(tr__direction_head));
    tr__plan_tapes(plan, node, 2, 0, 1);
    plan->is_recursive = true;
}

/* Of movement as a share of the range; inputs high, low, close. */
static inline void tr__di_plan(tr__plan *plan, tr__node *node)
{
    node->lookback = tr__count(node, 0);
    tr__plan_head(plan, node, sizeof(tr__direction_head));
    tr__plan_tapes(plan, node, 3, 0, 1);
    plan->is_recursive = true;
}

TR__BODY void tr__directions(tr__node *node, const tr__block *block, double *plus_out,
                             double *minus_out, double *range_out)
{
    tr__direction_head *state = (tr__direction_head *)(void *)node->head;
    tr__direction_run(&state->direction, block, tr__count(node, 0),
                      node->preset == TR_INDICATOR_TULIP, plus_out, minus_out, range_out);
}

#endif
