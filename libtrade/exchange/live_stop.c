/*
 * live_stop.c: stops that lie behind calls of their own and, once they go off, become another order there.
 *
 * For us it stays one order with one client id. While it waits, the stop's own call tells of it, by our id. Once that call
 * names the order which the stop became, that order's state and executions count, under the exchange's id. What the stop's
 * call does not tell of may be an order already: it is asked for by our id, too, before it counts as missing.
 */
#include <string.h>

#include <trade/time.h>

#include "exchange/live.h"

/* Nothing is known yet that it became: the stop's own calls are asked. */
static bool is_stop(const tr__live_order *order)
{
    return order->is_apart && order->became_order_id[0] == '\0';
}

tr_call tr__live_call(const tr__live_order *order, tr_call call)
{
    if (!is_stop(order))
        return call;
    switch (call) {
    case TR_CALL_PLACE:
        return TR_CALL_PLACE_STOP;
    case TR_CALL_CANCEL:
        return TR_CALL_CANCEL_STOP;
    case TR_CALL_ORDER:
        return order->is_past_stop ? TR_CALL_ORDER : TR_CALL_STOP;
    default:
        return call;
    }
}

const char *tr__live_dealt_id(const tr__live_order *order)
{
    return order->is_apart ? order->became_order_id : order->exchange_order_id;
}

const char *tr__live_id_for(const tr__live_order *order, tr_call call)
{
    return tr__live_call(order, call) < TR_CALL_PLACE_STOP ? tr__live_dealt_id(order)
                                                           : order->exchange_order_id;
}

/* ---- what its id is worth -------------------------------------------------------------------- */

const tr_exchange_id_rules *tr__live_rules(const tr__live_order *order)
{
    const tr_exchange_live *live = order->live;
    return order->is_apart ? &tr__adapter_product(live->adapter, live->options.kind)->stop_ids
                           : live->rules;
}

int64_t tr__live_validity_ns(const tr__live_order *order)
{
    return (int64_t)tr__live_rules(order)->validity_ms * TR_NS_PER_MS;
}

int64_t tr__live_visibility_ns(const tr__live_order *order)
{
    return (int64_t)tr__live_rules(order)->visibility_ms * TR_NS_PER_MS;
}

bool tr__live_is_repeatable(const tr__live_order *order)
{
    const tr_exchange_id_rules *rules = tr__live_rules(order);
    return rules->scope == TR_ID_SCOPE_EVER && rules->resend == TR_RESEND_SAME_ID;
}

/* ---- looks ----------------------------------------------------------------------------------- */

static void keep_became(tr__live_order *order, const char *exchange_order_id)
{
    if (exchange_order_id[0] == '\0' || order->became_order_id[0] != '\0')
        return;
    memcpy(order->became_order_id, exchange_order_id, sizeof order->became_order_id);
    order->became_ns = tr__live_now_ns(order->live);
    tr__live_name_keep(order->live, exchange_order_id, order->terms.client_id);
}

/* From here on it is the order that it became. A cancel that came too late for the stop is meant for that. */
static void go_off(tr__live_order *order)
{
    if (order->has_gone_off)
        return;
    if (!order->is_accepted)
        tr__live_report(order, TR_REPORT_ACCEPTED, "");
    order->is_accepted = order->has_gone_off = true;
    order->is_unknown = false;
    order->missed_ns = 0;
    if (order->wants_cancel || order->cancel_failed) {
        order->wants_cancel = true;
        order->cancel_failed = false;
        order->cancels = 0;
    }
    tr__live_report(order, TR_REPORT_TRIGGERED, "");
}

static bool says_gone_off(const tr_order_record *found)
{
    return found->became_order_id[0] != '\0' || found->state == TR_STATE_FILLED ||
           found->state == TR_STATE_PARTLY_FILLED;
}

/* What it became, by the exchange's id or, where orders are found by it, ours. */
static tr__stop_step order_next(tr__live_order *order)
{
    bool is_named = order->became_order_id[0] != '\0';
    if (!is_named && !tr__live_takes(order->live, TR_CALL_ORDER, TR__TAKES_CLIENT_ID))
        return order->has_gone_off ? TR__STOP_LATER : TR__STOP_TAKE;
    order->is_past_stop = true;
    order->pages = 0;
    order->has_more = false;
    return TR__STOP_ASK;
}

tr__stop_step tr__live_stop_found(tr__live_order *order)
{
    tr_order_record *found = &order->found;
    if (!order->is_apart)
        return TR__STOP_TAKE;
    if (order->became_order_id[0] != '\0' || order->is_past_stop) {
        keep_became(order, found->exchange_order_id);
        go_off(order); /* found by our id alone */
        return TR__STOP_TAKE;
    }
    if (found->exchange_order_id[0] != '\0')
        tr__live_take_exchange_id(order, found->exchange_order_id);
    if (says_gone_off(found)) {
        keep_became(order, found->became_order_id);
        go_off(order);
        return order_next(order);
    }
    found->has_filled = true; /* nothing has: it waits, or it ended while it did */
    found->filled = (tr_quantity){ { 0 } };
    return TR__STOP_TAKE;
}

tr__stop_step tr__live_stop_missed(tr__live_order *order)
{
    if (!order->is_apart)
        return TR__STOP_TAKE;
    if (order->became_order_id[0] != '\0') /* it is there, by the exchange's own word */
        return tr__live_now_ns(order->live) < order->became_ns + tr__live_visibility_ns(order)
                   ? TR__STOP_LATER
                   : TR__STOP_TAKE;
    if (order->is_past_stop)
        return order->has_gone_off ? TR__STOP_LATER : TR__STOP_TAKE;
    return order_next(order);
}
