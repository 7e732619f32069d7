/* book_model_auction.c: the price of an auction, by trying every price that somebody named, and its trades. */
#include "sim/book_model_rules.h"

/* What would trade at a price, and what would be left: buyers above zero, sellers below. */
static exact auction_at(const model *m, int64_t price, exact *left_out)
{
    exact demand = 0;
    exact supply = 0;
    for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
        const model_order *order = &m->orders[i];
        if (!order->is_live)
            continue;
        if (order->queue == TR_BOOK_QUEUE_MARKET_BUYS ||
            (order->queue == TR_BOOK_QUEUE_BIDS && order->is.price >= price))
            demand += order->is.open;
        if (order->queue == TR_BOOK_QUEUE_MARKET_SELLS ||
            (order->queue == TR_BOOK_QUEUE_ASKS && order->is.price <= price))
            supply += order->is.open;
    }
    *left_out = demand - supply;
    return demand < supply ? demand : supply;
}

/* The rules of the README, one after the other, over all prices that somebody named. */
static int64_t auction_price(const model *m)
{
    int64_t prices[MODEL_ORDERS_MAX];
    int count = 0;
    exact left;
    exact most = 0;
    for (int i = 0; i < MODEL_ORDERS_MAX; i++)
        if (m->orders[i].is_live && m->orders[i].queue <= TR_BOOK_QUEUE_ASKS)
            prices[count++] = m->orders[i].is.price;
    if (count == 0)
        return auction_at(m, 1, &left) > 0 ? m->last - m->last % m->options.tick : 0;
    for (int i = 0; i < count; i++)
        most = auction_at(m, prices[i], &left) > most ? auction_at(m, prices[i], &left) : most;
    if (most == 0)
        return 0;
    exact least = -1;
    for (int i = 0; i < count; i++)
        if (auction_at(m, prices[i], &left) == most &&
            (least < 0 || (left < 0 ? -left : left) < least))
            least = left < 0 ? -left : left;
    int64_t low = 0;
    int64_t high = 0;
    int64_t buyers_high = 0;
    int64_t sellers_low = 0;
    for (int i = 0; i < count; i++) {
        int64_t price = prices[i];
        if (auction_at(m, price, &left) != most || (left < 0 ? -left : left) != least)
            continue;
        low = low == 0 || price < low ? price : low;
        high = price > high ? price : high;
        if (left > 0)
            buyers_high = price > buyers_high ? price : buyers_high;
        if (left < 0)
            sellers_low = sellers_low == 0 || price < sellers_low ? price : sellers_low;
    }
    if (buyers_high != 0 && sellers_low == 0)
        return high;
    if (sellers_low != 0 && buyers_high == 0)
        return low;
    low = buyers_high != 0 ? buyers_high : low;
    high = sellers_low != 0 ? sellers_low : high;
    int64_t reference = m->last != 0 ? m->last : low + (high - low) / 2;
    reference -= reference % m->options.tick;
    return reference < low ? low : reference > high ? high : reference;
}

static tr_book_sum sum_of(exact value)
{
    return (tr_book_sum){ .low = (uint64_t)value, .high = (uint64_t)(value >> 64) };
}

tr_book_auction model_indicate(const model *m)
{
    tr_book_auction made = { 0 };
    exact left = 0;
    if (m->is_auction)
        made.price = auction_price(m);
    if (made.price == 0)
        return made;
    made.quantity = sum_of(auction_at(m, made.price, &left));
    made.surplus = sum_of(left < 0 ? -left : left);
    made.surplus_side = left > 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    return made;
}

static model_order *auction_first(model *m, uint8_t side, int64_t price)
{
    const model_order *orders[MODEL_ORDERS_MAX];
    if (model_queue(m, model_queue_of(TR_BOOK_QUEUE_MARKET_BUYS, side), orders) > 0)
        return model_find(m, orders[0]->is.id);
    if (model_queue(m, model_queue_of(TR_BOOK_QUEUE_BIDS, side), orders) == 0)
        return NULL;
    model_order *first = model_find(m, orders[0]->is.id);
    return (side == TR_SIDE_BUY ? first->is.price >= price : first->is.price <= price) ? first
                                                                                       : NULL;
}

static void auction_fill(model *m, model_order *order, int64_t quantity)
{
    order->is.open -= quantity;
    if (!order->is.is_hidden)
        order->is.shown = order->is.shown > quantity ? order->is.shown - quantity : 0;
    if (order->is.display == 0 && !order->is.is_hidden)
        order->is.shown = order->is.open;
    model_filled(m, order, quantity);
    if (order->is.open == 0)
        model_end_filled(m, order);
}

static void uncross(model *m)
{
    int64_t price = auction_price(m);
    if (price == 0)
        return;
    model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_UNCROSSED, .price = price });
    m->last = price;
    for (;;) {
        model_order *buy = auction_first(m, TR_SIDE_BUY, price);
        model_order *sell = auction_first(m, TR_SIDE_SELL, price);
        if (buy == NULL || sell == NULL)
            break;
        int64_t quantity = buy->is.open < sell->is.open ? buy->is.open : sell->is.open;
        model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_TRADE,
                                       .flags = TR_BOOK_EVENT_AUCTION,
                                       .side = TR_SIDE_BUY,
                                       .id = buy->is.id,
                                       .maker_id = sell->is.id,
                                       .price = price,
                                       .quantity = quantity });
        auction_fill(m, buy, quantity);
        auction_fill(m, sell, quantity);
    }
    for (uint8_t side = TR_SIDE_BUY; side <= TR_SIDE_SELL; side++)
        for (int i = 0; i < MODEL_ORDERS_MAX; i++)
            if (m->orders[i].is_live && m->orders[i].is.side == side && m->orders[i].is.open > 0 &&
                m->orders[i].is.display != 0 && m->orders[i].is.shown == 0 &&
                m->orders[i].queue <= TR_BOOK_QUEUE_ASKS)
                model_refresh(m, &m->orders[i]);
    model_trail(m, price);
    model_elect(m, price);
}

void model_enter_phase(model *m, bool is_auction)
{
    if (m->is_auction) {
        uncross(m);
        for (int queue = TR_BOOK_QUEUE_MARKET_BUYS; queue <= TR_BOOK_QUEUE_MARKET_SELLS; queue++) {
            const model_order *orders[MODEL_ORDERS_MAX];
            int count = model_queue(m, (tr_book_queue)queue, orders);
            for (int i = 0; i < count; i++) {
                bool may_meet_target =
                    orders[i]->target != 0 && orders[i]->is.open < orders[i]->is.total;
                if (is_auction && !may_meet_target)
                    continue;
                model_tell_cancelled(m, orders[i], TR_BOOK_REASON_NO_LIQUIDITY);
                model_over(m, model_find(m, orders[i]->is.id));
            }
        }
    }
    m->is_auction = is_auction;
    model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_PHASE,
                                   .phase = is_auction ? TR_BOOK_PHASE_AUCTION
                                                       : TR_BOOK_PHASE_CONTINUOUS });
}
