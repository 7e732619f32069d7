/*
 * replaced.c: an execution that the exchange tells after it confirmed the cancel of an order that was replaced.
 *
 * It is booked where it happened; the order that took the place was made for what had not filled, so it becomes smaller by as
 * much: at once where it has not left, by another wish where the exchange has it. When it has ended, somebody is told.
 */
#include <stdio.h>

#include "engine/work.h"

static order_node *successor_of(const state *st, tr_id id)
{
    for (order_node *node = tr__state_first_order(st); node != NULL;
         node = tr__state_next_order(st, node))
        if (tr_id_compare(node->order.replaces_id, id) == 0)
            return node;
    return NULL;
}

static void emit(work *w, const order_node *node, const tr_order *order)
{
    event ev = { .kind = EVENT_ORDER_AMENDED, .order = *order };
    (void)snprintf(ev.reason, sizeof ev.reason,
                   "smaller: part of it had filled before it was placed");
    tr__work_emit(w, node->owner, &ev);
}

static void cancel_there(work *w, order_node *node)
{
    tr__amend_dropped(w, node, "all of it had filled before it was placed");
    tr__work_move(w, node, TR_STATE_CANCELLING, "all of it had filled before it was placed");
    tr__work_act(w, ACTION_CANCEL, node->order.id);
}

/* What a sell holds are its goods; a buy's share of its value is not above what it was. */
static tr_money held_for(const tr_order *order, tr_quantity quantity)
{
    tr_money held = order->reserved;
    if (tr_decimal_multiply_divide(order->reserved.value, quantity.value, order->quantity.value,
                                   TR_ROUND_UP, &held.value) != TR_OK)
        return order->reserved;
    return held;
}

static void shrink_here(work *w, order_node *node, tr_quantity wanted)
{
    tr_order order = node->order;
    if (tr_decimal_sign(wanted.value) <= 0) {
        tr__work_move(w, node, TR_STATE_CANCELLED, "all of it had filled before it was placed");
        return;
    }
    order.reserved = held_for(&node->order, wanted);
    order.quantity = wanted;
    emit(w, node, &order);
    if (node->order.state != TR_STATE_SENDING)
        return;
    node->sends_due++;
    tr__work_act(w, ACTION_SEND, node->order.id);
}

static void shrink_there(work *w, order_node *node, tr_quantity wanted)
{
    tr_order order = node->order;
    bool is_gone = tr_decimal_compare(wanted.value, order.filled_quantity.value) <= 0;
    bool is_working = order.state == TR_STATE_WORKING || order.state == TR_STATE_PARTLY_FILLED;
    if (is_gone && is_working) {
        cancel_there(w, node);
        return;
    }
    if (is_gone && order.state == TR_STATE_CANCELLING) {
        tr__amend_dropped(w, node, "all of it had filled before it was placed");
        return;
    }
    if (is_gone) { /* on its way: once the exchange has it */
        node->cancel_is_due = true;
        (void)snprintf(node->canceller, sizeof node->canceller, "%s", ACTOR_ENGINE);
        return;
    }
    if (!tr__amend_is_pending(&order)) {
        order.amend_limit_price = order.limit_price;
        order.amend_stop_price = (tr_price){ { 0 } };
    }
    order.amend_quantity = wanted;
    emit(w, node, &order);
    tr__amend_pursue(w, node);
}

void tr__late_shrink(work *w, order_node *filled, tr_quantity quantity)
{
    const state *st = &w->engine->st;
    bool was_replaced = tr__amend_is_pending(&filled->order) || !tr_id_is_none(filled->replaced_by);
    order_node *node = successor_of(st, filled->order.id);
    while (node != NULL && tr_order_state_is_final(node->order.state))
        node = successor_of(st, node->order.id);
    if (node == NULL) {
        if (was_replaced || filled->order.stop_at != TR_STOP_AT_ENGINE)
            tr__work_alarm(
                w, filled,
                "an execution came after its cancel was confirmed, and what followed it has ended");
        return;
    }
    const tr_order *order = &node->order;
    tr_quantity whole = tr__amend_is_pending(order) ? order->amend_quantity : order->quantity;
    tr_quantity wanted;
    if (tr_quantity_subtract(whole, quantity, &wanted) != TR_OK)
        return;
    bool is_here = order->state == TR_STATE_ACCEPTED || order->state == TR_STATE_WAITING ||
                   (order->state == TR_STATE_SENDING && !node->is_sent);
    if (is_here)
        shrink_here(w, node, wanted);
    else if (order->state != TR_STATE_CANCELLING || tr__amend_is_pending(order))
        shrink_there(w, node, wanted);
}
