/* queue.c: where orders wait in a market: for a price, a signal or a time. */
#include <assert.h>

#include "engine/state.h"

tr_decimal tr__key_of_time(int64_t at_ns)
{
    return (tr_decimal){ .lo = (uint64_t)at_ns, .hi = 0 };
}

tr_decimal tr__key_of_fall(tr_price price)
{
    tr_decimal key = { 0 };
    tr_status status = tr_decimal_negate(price.value, &key);
    assert(status == TR_OK);
    (void)status; /* asserted */
    return key;
}

static void signal_add(signal_queue *queue, order_node *node)
{
    node->signal_previous = queue->last;
    node->signal_next = NULL;
    if (queue->last != NULL)
        queue->last->signal_next = node;
    else
        queue->first = node;
    queue->last = node;
}

static void signal_remove(signal_queue *queue, order_node *node)
{
    if (node->signal_previous != NULL)
        node->signal_previous->signal_next = node->signal_next;
    else
        queue->first = node->signal_next;
    if (node->signal_next != NULL)
        node->signal_next->signal_previous = node->signal_previous;
    else
        queue->last = node->signal_previous;
    node->signal_next = node->signal_previous = NULL;
}

void tr__queue_enter(state *st, order_node *node)
{
    const tr_order *order = &node->order;
    if (st->instruments == NULL || node->instrument == NULL || node->is_queued)
        return;
    market *place = tr__state_market(st, node->instrument);
    switch (order->trigger) {
    case TR_TRIGGER_NONE:
    case TR_TRIGGER_TRAIL:
        return; /* trailing.c */
    case TR_TRIGGER_PRICE_RISE:
        tr__agenda_insert(&place->rise, &node->place, order->trigger_price.value);
        break;
    case TR_TRIGGER_PRICE_FALL:
        tr__agenda_insert(&place->fall, &node->place, tr__key_of_fall(order->trigger_price));
        break;
    case TR_TRIGGER_SIGNAL:
        signal_add(&place->signals[order->side], node);
        break;
    case TR_TRIGGER_TIME:
        tr__agenda_insert(&st->starts, &node->place, tr__key_of_time(order->starts_ns));
        break;
    }
    node->is_queued = true;
}

void tr__queue_leave(state *st, order_node *node)
{
    if (!node->is_queued)
        return;
    market *place = tr__state_market(st, node->instrument);
    switch (node->order.trigger) {
    case TR_TRIGGER_NONE:
    case TR_TRIGGER_TRAIL:
        break;
    case TR_TRIGGER_PRICE_RISE:
        if (node->place.is_queued)
            tr__agenda_remove(&place->rise, &node->place);
        break;
    case TR_TRIGGER_PRICE_FALL:
        if (node->place.is_queued)
            tr__agenda_remove(&place->fall, &node->place);
        break;
    case TR_TRIGGER_SIGNAL:
        signal_remove(&place->signals[node->order.side], node);
        break;
    case TR_TRIGGER_TIME:
        if (node->place.is_queued)
            tr__agenda_remove(&st->starts, &node->place);
        break;
    }
    node->is_queued = false;
}

order_node *tr__queue_due(const agenda *queue, tr_decimal limit)
{
    if (queue->first == NULL || tr_decimal_compare(queue->first->key, limit) > 0)
        return NULL;
    return AGENDA_OWNER(queue->first, order_node, place);
}
