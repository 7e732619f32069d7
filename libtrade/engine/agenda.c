/* agenda.c: orders sorted by when they are due, and the queues of each market. */
#include <assert.h>
#include <string.h>

#include "engine/state.h"

/* The first place whose key is below or equal to `key`: items descend, so that the next one is last, and a
   newcomer goes before its equals, to be served after them. */
static size_t place_of(const agenda *queue, tr_decimal key)
{
    size_t low = 0;
    size_t high = queue->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tr_decimal_compare(queue->items[middle].key, key) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool tr__agenda_insert(const state *st, agenda *queue, tr_decimal key, order_node *node)
{
    if (!tr__state_make_room(st, (void **)&queue->items, &queue->capacity, queue->count, sizeof *queue->items))
        return false;
    size_t at = place_of(queue, key);
    memmove(queue->items + at + 1, queue->items + at, (queue->count - at) * sizeof *queue->items);
    queue->items[at] = (agenda_item){ key, node };
    queue->count++;
    return true;
}

void tr__agenda_remove(agenda *queue, tr_decimal key, const order_node *node)
{
    for (size_t at = place_of(queue, key); at < queue->count; at++) {
        if (queue->items[at].node != node)
            continue;
        memmove(queue->items + at, queue->items + at + 1,
                (queue->count - at - 1) * sizeof *queue->items);
        queue->count--;
        return;
    }
}

const agenda_item *tr__agenda_next(const agenda *queue)
{
    return queue->count == 0 ? NULL : &queue->items[queue->count - 1];
}

/* A price that has a negative, as every legal price does. */
static tr_decimal negated(tr_price price)
{
    tr_decimal result = { 0 };
    tr_status status = tr_decimal_negate(price.value, &result);
    assert(status == TR_OK);
    (void)status; /* asserted */
    return result;
}

bool tr__queue_enter(state *st, order_node *node)
{
    if (st->instruments == NULL || node->instrument == NULL || node->is_queued)
        return true;
    market *place = tr__state_market(st, node->instrument);
    const tr_order *order = &node->order;
    bool done = true;
    switch (order->trigger) {
    case TR_TRIGGER_NONE: return true;
    case TR_TRIGGER_PRICE_RISE: done = tr__agenda_insert(st, &place->rise, order->trigger_price.value, node); break;
    case TR_TRIGGER_PRICE_FALL: done = tr__agenda_insert(st, &place->fall, negated(order->trigger_price), node); break;
    case TR_TRIGGER_SIGNAL:
        done = tr__state_make_room(st, (void **)&place->signals, &place->signal_capacity, place->signal_count,
                               sizeof(order_node *));
        if (done)
            place->signals[place->signal_count++] = node;
        break;
    }
    node->is_queued = done;
    return done;
}

/* Keeps the order of the others: first come, first fired. */
static void signal_remove(market *place, const order_node *node)
{
    for (size_t i = 0; i < place->signal_count; i++) {
        if (place->signals[i] != node)
            continue;
        memmove(place->signals + i, place->signals + i + 1,
                (place->signal_count - i - 1) * sizeof(order_node *));
        place->signal_count--;
        return;
    }
}

void tr__queue_leave(state *st, order_node *node)
{
    if (!node->is_queued)
        return;
    market *place = tr__state_market(st, node->instrument);
    switch (node->order.trigger) {
    case TR_TRIGGER_NONE: break;
    case TR_TRIGGER_PRICE_RISE: tr__agenda_remove(&place->rise, node->order.trigger_price.value, node); break;
    case TR_TRIGGER_PRICE_FALL: tr__agenda_remove(&place->fall, negated(node->order.trigger_price), node); break;
    case TR_TRIGGER_SIGNAL: signal_remove(place, node); break;
    }
    node->is_queued = false;
}
