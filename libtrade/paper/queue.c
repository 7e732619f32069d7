/* queue.c: the orders of one side of a desk, the next one to fill first. */
#include "paper/state.h"

#include <assert.h>

/* Market orders first, then the better price, then the earlier one. */
bool tr__paper_queue_is_before(const tr__paper_order *a, const tr__paper_order *b)
{
    bool a_is_market = a->row.type == TR_ORDER_MARKET, b_is_market = b->row.type == TR_ORDER_MARKET;
    if (a_is_market != b_is_market)
        return a_is_market;
    if (!a_is_market) {
        int order = tr_decimal_compare(a->row.limit_price.value, b->row.limit_price.value);
        if (order != 0)
            return (order > 0) == (a->row.side == TR_SIDE_BUY);
    }
    return a->row.exchange_order_id < b->row.exchange_order_id;
}

static tr__paper_queue *queue_of(const tr__paper_order *order)
{
    return &order->desk->queues[order->row.side];
}

static void put(tr__paper_queue *queue, size_t index, tr__paper_order *order)
{
    queue->items[index] = order;
    order->queue_index = index;
}

static void rise(tr__paper_queue *queue, size_t index)
{
    tr__paper_order *order = queue->items[index];
    while (index > 0 && tr__paper_queue_is_before(order, queue->items[(index - 1) / 2])) {
        put(queue, index, queue->items[(index - 1) / 2]);
        index = (index - 1) / 2;
    }
    put(queue, index, order);
}

static void sink(tr__paper_queue *queue, size_t index)
{
    tr__paper_order *order = queue->items[index];
    for (;;) {
        size_t child = 2 * index + 1;
        if (child >= queue->count)
            break;
        if (child + 1 < queue->count &&
            tr__paper_queue_is_before(queue->items[child + 1], queue->items[child]))
            child++;
        if (!tr__paper_queue_is_before(queue->items[child], order))
            break;
        put(queue, index, queue->items[child]);
        index = child;
    }
    put(queue, index, order);
}

tr_status tr__paper_queue_add(tr_paper *paper, tr__paper_order *order)
{
    assert(!order->is_resting);
    tr__paper_queue *queue = queue_of(order);
    if (queue->count == queue->capacity) {
        size_t wanted = queue->capacity == 0 ? 8 : queue->capacity * 2;
        tr__paper_order **items = tr__reallocate(paper->allocator, queue->items,
                                                 queue->capacity * sizeof(tr__paper_order *),
                                                 wanted * sizeof(tr__paper_order *));
        if (items == NULL)
            return TR_E_NO_MEMORY;
        queue->items = items;
        queue->capacity = wanted;
    }
    order->is_resting = true;
    put(queue, queue->count++, order);
    rise(queue, order->queue_index);
    return TR_OK;
}

void tr__paper_queue_remove(tr__paper_order *order)
{
    assert(order->is_resting);
    tr__paper_queue *queue = queue_of(order);
    size_t index = order->queue_index;
    tr__paper_order *moved = queue->items[--queue->count];
    order->is_resting = false;
    if (moved == order)
        return;
    put(queue, index, moved);
    rise(queue, index);
    sink(queue, moved->queue_index);
}
