/*
 * order.h: the last `period` values in ascending order.
 *
 * The sorted window is kept three times in turns: a bar reads one and writes the next, so that the bar before it can be
 * taken back even while another one is shown. A block copies once and then moves the values between the leaving and the
 * entering one: O(period) a block, O(log period) and a move of at most `period` values a bar.
 */
#ifndef TRADE_INDICATOR_ORDER_H
#define TRADE_INDICATOR_ORDER_H

#include <stddef.h>
#include <stdint.h>

#define TR__ORDER_AREA(period) (3 * (period))

typedef struct tr__order {
    uint64_t turn;
} tr__order;

/* The window to change in this block; it holds min(seen, period) values. */
double *tr__order_begin(tr__order *order, double *area, size_t period, uint64_t seen);

/* Take in x[0], bar `index`: x[-period] leaves once the window is full. Returns how many values it holds then. */
size_t tr__order_step(double *sorted, const double *x, size_t period, uint64_t index);

#endif
