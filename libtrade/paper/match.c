/* match.c: what a tick fills. */
#include "paper/state.h"

#include <assert.h>
#include <stdio.h>

/* How much of `wanted` the account may still take of the last tick's volume, on the lot. */
tr_decimal tr__paper_share_left(const tr_paper *paper, tr__paper_desk *desk, tr_decimal wanted)
{
    const tr__paper_market *market = desk->market;
    if (tr_decimal_is_zero(paper->options.participation) ||
        tr_decimal_is_zero(market->volume.value))
        return wanted;
    if (desk->tick_number != market->tick_number) {
        desk->tick_number = market->tick_number;
        desk->taken = (tr_decimal){ 0 };
    }
    tr_decimal share = { 0 };
    tr_status status = tr_decimal_multiply(market->volume.value, paper->options.participation,
                                           TR_ROUND_DOWN, &share);
    if (status == TR_OK)
        status = tr_decimal_round_to(share, market->instrument.lot, TR_ROUND_DOWN, &share);
    if (status == TR_OK)
        status = tr_decimal_subtract(share, desk->taken, &share);
    assert(status == TR_OK && tr_decimal_sign(share) >= 0); /* never above the volume */
    return tr_decimal_min(share, wanted);
}

static void share_take(const tr_paper *paper, tr__paper_desk *desk, tr_decimal quantity)
{
    if (tr_decimal_is_zero(paper->options.participation) ||
        tr_decimal_is_zero(desk->market->volume.value))
        return;
    tr_status status = tr_decimal_add(desk->taken, quantity, &desk->taken);
    assert(status == TR_OK);
}

void tr__paper_close(tr__paper_order *order, tr_paper_state state, const char *reason)
{
    assert(order->row.state == TR_PAPER_OPEN);
    order->row.state = state;
    (void)snprintf(order->row.reason, sizeof order->row.reason, "%s",
                   reason); /* a long one is cut */
    tr__paper_release(order);
    if (order->is_resting)
        tr__paper_queue_remove(order);
}

tr_status tr__paper_trade(tr_paper *paper, tr__paper_order *order, tr_decimal price,
                          tr_decimal quantity, bool is_maker, int64_t at_ns)
{
    size_t count = order->fill_count;
    tr_status status = tr__paper_settle(paper, order, price, quantity, is_maker, at_ns);
    if (status == TR_OK && order->fill_count > count)
        share_take(paper, order->desk, quantity);
    return status;
}

/* A resting limit order fills when the market trades through its price; a touch leaves it behind others. */
static bool is_through(const tr__paper_order *order, tr_price price)
{
    if (order->row.type == TR_ORDER_MARKET)
        return true;
    int relation = tr_decimal_compare(price.value, order->row.limit_price.value);
    return order->row.side == TR_SIDE_BUY ? relation < 0 : relation > 0;
}

static tr_status match_queue(tr_paper *paper, tr__paper_desk *desk, tr_side side, int64_t at_ns)
{
    const tr__paper_market *market = desk->market;
    tr__paper_queue *queue = &desk->queues[side];
    while (queue->count > 0 && is_through(queue->items[0], market->price)) {
        tr__paper_order *order = queue->items[0];
        tr_decimal quantity = tr__paper_share_left(paper, desk, tr__paper_order_left(order));
        if (tr_decimal_is_zero(quantity))
            return TR_OK;
        bool is_maker = order->row.type == TR_ORDER_LIMIT;
        tr_decimal price = is_maker ? order->row.limit_price.value : market->taker_price[side];
        size_t fill_first = order->fill_count;
        tr_status status = tr__paper_trade(paper, order, price, quantity, is_maker, at_ns);
        if (status == TR_OK)
            status = tr__paper_commit(paper, order, fill_first, false, at_ns);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

tr_status tr__paper_match(tr_paper *paper, tr__paper_market *market)
{
    int64_t at_ns = paper->options.clock->now_ns(paper->options.clock->user);
    for (tr__paper_desk *desk = market->desks; desk != NULL; desk = desk->next) {
        tr_status status = match_queue(paper, desk, TR_SIDE_BUY, at_ns);
        if (status == TR_OK)
            status = match_queue(paper, desk, TR_SIDE_SELL, at_ns);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}
