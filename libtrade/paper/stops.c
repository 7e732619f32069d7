/*
 * stops.c: orders that rest beside the books until a tick reaches their stop price, and then arrive as what they are.
 *
 * A desk's stops stand in a list, in the order of their placing; a tick looks at each of them once.
 */
#include "paper/state.h"

#include <assert.h>

bool tr__paper_is_stop(tr_order_type type)
{
    return type == TR_ORDER_STOP || type == TR_ORDER_STOP_LIMIT;
}

bool tr__paper_has_limit(tr_order_type type)
{
    return type == TR_ORDER_LIMIT || type == TR_ORDER_STOP_LIMIT;
}

bool tr__paper_stop_is_reached(const tr__paper_market *market, tr_side side, tr_price stop_price)
{
    if (market->tick_number == 0)
        return false;
    int relation = tr_decimal_compare(market->price.value, stop_price.value);
    return side == TR_SIDE_SELL ? relation <= 0 : relation >= 0;
}

const char *tr__paper_stop_refusal(const tr__paper_market *market, tr_side side, tr_price stop_price)
{
    int64_t ticks = 0;
    if (tr_decimal_sign(stop_price.value) <= 0 ||
        tr_decimal_to_steps(stop_price.value, market->instrument.tick, &ticks) != TR_OK)
        return "the stop price is not on the tick";
    if (tr__paper_stop_is_reached(market, side, stop_price))
        return "the stop price is reached already: it would go off at once";
    return NULL;
}

void tr__paper_stop_rest(tr__paper_order *order)
{
    tr__paper_desk *desk = order->desk;
    assert(!order->is_stop_resting && tr__paper_is_stop(order->row.type));
    order->is_stop_resting = true;
    order->stop_previous = desk->stop_last;
    order->stop_next = NULL;
    if (desk->stop_last != NULL)
        desk->stop_last->stop_next = order;
    else
        desk->stop_first = order;
    desk->stop_last = order;
}

void tr__paper_stop_leave(tr__paper_order *order)
{
    tr__paper_desk *desk = order->desk;
    if (!order->is_stop_resting)
        return;
    order->is_stop_resting = false;
    if (order->stop_previous != NULL)
        order->stop_previous->stop_next = order->stop_next;
    else
        desk->stop_first = order->stop_next;
    if (order->stop_next != NULL)
        order->stop_next->stop_previous = order->stop_previous;
    else
        desk->stop_last = order->stop_previous;
    order->stop_next = order->stop_previous = NULL;
}

/* From here on it is a market or a limit order that arrives now. */
static tr_status set_off(tr_paper *paper, tr__paper_order *order, int64_t at_ns)
{
    tr__paper_stop_leave(order);
    order->row.type = order->row.type == TR_ORDER_STOP_LIMIT ? TR_ORDER_LIMIT : TR_ORDER_MARKET;
    order->row.is_triggered = true;
    order->is_set_off = true; /* the transaction tells of it */
    return tr__paper_arrive(paper, order, at_ns);
}

tr_status tr__paper_stop_arrive(tr_paper *paper, tr__paper_order *order, int64_t at_ns)
{
    /* On its way the market may have passed it. */
    if (tr__paper_stop_is_reached(order->desk->market, order->row.side, order->row.stop_price))
        return set_off(paper, order, at_ns);
    tr__paper_stop_rest(order);
    return TR_OK;
}

tr_status tr__paper_stops_match(tr_paper *paper, tr__paper_desk *desk, int64_t at_ns)
{
    tr_status status = TR_OK;
    for (tr__paper_order *order = desk->stop_first, *next; order != NULL && status == TR_OK;
         order = next) {
        next = order->stop_next;
        if (!tr__paper_stop_is_reached(desk->market, order->row.side, order->row.stop_price))
            continue;
        size_t fill_first = order->fill_count;
        status = set_off(paper, order, at_ns);
        if (status == TR_OK)
            status = tr__paper_commit(paper, order, fill_first, false, at_ns);
    }
    return status;
}

bool tr__paper_stops_are_sound(const tr__paper_desk *desk)
{
    const tr__paper_order *before = NULL;
    for (const tr__paper_order *order = desk->stop_first; order != NULL; order = order->stop_next) {
        if (order->desk != desk || !order->is_stop_resting || order->is_resting ||
            order->row.state != TR_PAPER_OPEN || order->stop_previous != before ||
            !tr__paper_is_stop(order->row.type))
            return false;
        before = order;
    }
    return desk->stop_last == before;
}
