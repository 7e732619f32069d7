/* order.c: the sorted window of order.h. */
#include "indicator/order.h"

#include <string.h>

/* How many of the values are below `value`. */
static size_t below(const double *sorted, size_t count, double value)
{
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        if (sorted[low + half] < value) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return low;
}

double *tr__order_begin(tr__order *order, double *area, size_t period, uint64_t seen)
{
    /* A turn out of saved bytes may be anything. */
    const double *before = area + order->turn % 3 * period;
    order->turn = (order->turn % 3 + 1) % 3;
    double *now = area + order->turn * period;
    memcpy(now, before, (seen < period ? (size_t)seen : period) * sizeof *now);
    return now;
}

size_t tr__order_step(double *sorted, const double *x, size_t period, uint64_t index)
{
    size_t count = index < period ? (size_t)index : period;
    size_t at = below(sorted, count, *x);
    if (index < period) {
        memmove(sorted + at + 1, sorted + at, (count - at) * sizeof *sorted);
        sorted[at] = *x;
        return count + 1;
    }
    /* It is there, unless the window came out of saved bytes that nobody saved. */
    size_t gone = below(sorted, count, *(x - period));
    if (gone == count)
        gone--;
    if (gone < at) {
        at--;
        memmove(sorted + gone, sorted + gone + 1, (at - gone) * sizeof *sorted);
    } else {
        memmove(sorted + at + 1, sorted + at, (gone - at) * sizeof *sorted);
    }
    sorted[at] = *x;
    return count;
}
