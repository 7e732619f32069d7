/* book_model_match.c: an order arrives: what it trades with, who is prevented, what shares, what rests. */
#include "sim/book_model_rules.h"

int model_opposite(const model *m, const model_order *order,
                   const model_order *out[MODEL_ORDERS_MAX])
{
    const model_order *plain[MODEL_ORDERS_MAX];
    const model_order *minimums[MODEL_ORDERS_MAX];
    uint8_t side = order->is.side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    int plain_count = model_queue(m, model_queue_of(TR_BOOK_QUEUE_BIDS, side), plain);
    int minimum_count = model_queue(m, model_queue_of(TR_BOOK_QUEUE_MINIMUM_BIDS, side), minimums);
    int p = 0;
    int n = 0;
    int count = 0;
    if (order->is.is_post_only)
        minimum_count = 0;
    while (p < plain_count || n < minimum_count) {
        bool takes_plain = n == minimum_count;
        if (p < plain_count && n < minimum_count)
            takes_plain = side == TR_SIDE_SELL ? plain[p]->is.price <= minimums[n]->is.price
                                               : plain[p]->is.price >= minimums[n]->is.price;
        const model_order *next = takes_plain ? plain[p++] : minimums[n++];
        if (model_is_within(order, next->is.price))
            out[count++] = next;
    }
    return count;
}

static bool is_own(const model_order *order, const model_order *other)
{
    return order->is.stp != TR_BOOK_STP_NONE && order->is.owner != 0 &&
           order->is.owner == other->is.owner;
}

/* Pro-rata: own orders of a price are met before the others there. */
static bool is_behind_own(const model *m, const model_order *order, const model_order *other)
{
    if (!m->options.is_pro_rata || model_has_minimum(other) ||
        order->is.stp == TR_BOOK_STP_CANCEL_OLDEST)
        return false;
    const model_order *others[MODEL_ORDERS_MAX];
    int count = model_opposite(m, order, others);
    for (int i = 0; i < count; i++)
        if (!model_has_minimum(others[i]) && others[i]->is.price == other->is.price &&
            is_own(order, others[i]))
            return true;
    return false;
}

static bool fits(const model *m, const model_order *order, int64_t needed)
{
    const model_order *others[MODEL_ORDERS_MAX];
    int count = model_opposite(m, order, others);
    exact sum = 0;
    for (int i = 0; i < count && sum < needed; i++) {
        if (model_has_minimum(others[i]) && model_least_of(others[i]) > order->is.open - sum)
            continue;
        if (is_behind_own(m, order, others[i]))
            break;
        if (!is_own(order, others[i]))
            sum += others[i]->is.open;
        else if (order->is.stp != TR_BOOK_STP_CANCEL_OLDEST)
            break;
    }
    return sum >= needed;
}

static void prevent(model *m, model_order *taker, model_order *maker)
{
    int64_t smaller = taker->is.open < maker->is.open ? taker->is.open : maker->is.open;
    bool ends_taker =
        taker->is.stp == TR_BOOK_STP_CANCEL_NEWEST || taker->is.stp == TR_BOOK_STP_CANCEL_BOTH;
    bool ends_maker =
        taker->is.stp == TR_BOOK_STP_CANCEL_OLDEST || taker->is.stp == TR_BOOK_STP_CANCEL_BOTH;
    if (taker->is.stp == TR_BOOK_STP_DECREMENT) {
        ends_taker = smaller == taker->is.open;
        ends_maker = smaller == maker->is.open;
    }
    if (ends_maker) {
        model_tell_cancelled(m, maker, TR_BOOK_REASON_STP);
        model_over(m, maker);
    } else if (taker->is.stp == TR_BOOK_STP_DECREMENT) {
        maker->is.open -= smaller;
        maker->is.total -= smaller;
        if (maker->is.shown > maker->is.open)
            maker->is.shown = maker->is.open;
        model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_REDUCED,
                                       .flags = TR_BOOK_EVENT_HAS_SHOWN,
                                       .id = maker->is.id,
                                       .quantity = smaller,
                                       .open = maker->is.open,
                                       .shown = maker->is.shown });
    }
    if (ends_taker) {
        model_tell_cancelled(m, taker, TR_BOOK_REASON_STP);
        taker->is.open = 0;
        taker->growth = 0;
        taker->is.entry = 0;
    } else if (taker->is.stp == TR_BOOK_STP_DECREMENT) {
        taker->is.open -= smaller;
        taker->is.total -= smaller;
        model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_REDUCED,
                                       .id = taker->is.id,
                                       .quantity = smaller,
                                       .open = taker->is.open });
    }
}

static int64_t offers(const model_order *maker)
{
    return maker->is.display != 0 ? maker->is.shown : maker->is.open;
}

void model_refresh(model *m, model_order *maker)
{
    maker->is.is_top = false;
    maker->is.shown = maker->is.display < maker->is.open ? maker->is.display : maker->is.open;
    maker->is.place = ++m->clock;
    model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_REFRESHED,
                                   .id = maker->is.id,
                                   .shown = maker->is.shown });
}

void model_end_filled(model *m, model_order *maker)
{
    if (model_is_kept(maker))
        model_hold(m, maker);
    else
        model_over(m, maker);
}

static void trade(model *m, model_order *taker, model_order *maker, int64_t quantity)
{
    model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_TRADE,
                                   .side = taker->is.side,
                                   .id = taker->is.id,
                                   .maker_id = maker->is.id,
                                   .price = maker->is.price,
                                   .quantity = quantity });
    int64_t price = maker->is.price;
    m->last = price;
    taker->is.open -= quantity;
    maker->is.open -= quantity;
    maker->is.shown -= maker->is.is_hidden ? 0 : quantity;
    model_filled(m, maker, quantity);
    if (maker->is.open == 0)
        model_end_filled(m, maker);
    else if (maker->is.display != 0 && maker->is.shown == 0)
        model_refresh(m, maker);
    model_filled(m, taker, quantity);
    model_trail(m, price);
    model_elect(m, price);
}

static void rest(model *m, model_order *order)
{
    bool waits_for_auction = model_is_market(order);
    tr_book_queue queue = model_queue_of(TR_BOOK_QUEUE_BIDS, order->is.side);
    order->is.type = waits_for_auction ? TR_BOOK_TYPE_MARKET : TR_BOOK_TYPE_LIMIT;
    order->is.is_waiting = false;
    order->is.is_held = false;
    order->is.stop = 0;
    order->is.trail = 0;
    order->is.trail_bps = 0;
    if (waits_for_auction) {
        order->is.price = 0;
        order->is.is_hidden = true;
        queue = model_queue_of(TR_BOOK_QUEUE_MARKET_BUYS, order->is.side);
    } else if (model_has_minimum(order)) {
        order->is.is_hidden = true;
        queue = model_queue_of(TR_BOOK_QUEUE_MINIMUM_BIDS, order->is.side);
    }
    order->is.shown = order->is.is_hidden ? 0 : order->is.open;
    if (order->is.display != 0 && order->is.display < order->is.open)
        order->is.shown = order->is.display;
    order->is.place = ++m->clock;
    const model_order *others[MODEL_ORDERS_MAX];
    int count = model_queue(m, queue, others);
    bool is_better =
        count == 0 || (order->is.side == TR_SIDE_BUY ? order->is.price > others[0]->is.price
                                                     : order->is.price < others[0]->is.price);
    if (m->options.is_pro_rata && m->options.has_top_order && queue <= TR_BOOK_QUEUE_ASKS &&
        is_better) {
        for (int i = 0; i < MODEL_ORDERS_MAX; i++)
            if (m->orders[i].is_live && m->orders[i].is.side == order->is.side)
                m->orders[i].is.is_top = false;
        order->is.is_top = !order->is.is_hidden && !m->is_auction;
    }
    model_add(m, order, queue);
    model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_BOOKED,
                                   .side = order->is.side,
                                   .id = order->is.id,
                                   .price = order->is.price,
                                   .open = order->is.open,
                                   .shown = order->is.shown });
}

/* Orders of one price share what arrives. */
static void share(model *m, model_order *order, int64_t price)
{
    int64_t ids[MODEL_ORDERS_MAX];
    int64_t offered[MODEL_ORDERS_MAX];
    const model_order *others[MODEL_ORDERS_MAX];
    int count = model_opposite(m, order, others);
    int own_count = 0;
    for (int i = 0; i < count; i++)
        if (others[i]->is.price == price && !model_has_minimum(others[i]) &&
            is_own(order, others[i]))
            ids[own_count++] = others[i]->is.id;
    for (int i = 0; i < own_count && order->is.open > 0; i++)
        prevent(m, order, model_find(m, ids[i]));
    count = model_opposite(m, order, others);
    for (int i = 0; i < count && order->is.open > 0; i++) {
        model_order *top = model_find(m, others[i]->is.id);
        if (top->is.price == price && top->is.is_top) {
            trade(m, order, top, offers(top) < order->is.open ? offers(top) : order->is.open);
            break;
        }
    }
    while (order->is.open > 0) {
        exact sum = 0;
        int sharers = 0;
        bool is_hidden = false;
        count = model_opposite(m, order, others);
        for (int i = 0; i < count; i++) {
            if (others[i]->is.price != price || model_has_minimum(others[i]))
                continue;
            if (sharers == 0)
                is_hidden = others[i]->is.is_hidden;
            if (others[i]->is.is_hidden != is_hidden)
                continue;
            ids[sharers] = others[i]->is.id;
            offered[sharers] = offers(others[i]);
            sum += offered[sharers++];
        }
        if (sharers == 0)
            return;
        int64_t quantity = order->is.open;
        int64_t shares[MODEL_ORDERS_MAX];
        int64_t left = quantity;
        for (int i = 0; i < sharers; i++) {
            int64_t lots = (int64_t)((exact)quantity * offered[i] / sum / m->options.lot);
            shares[i] = lots * m->options.lot < m->options.share_min ? 0 : lots * m->options.lot;
            left -= shares[i];
        }
        for (int i = 0; i < sharers; i++) {
            int64_t more = offered[i] - shares[i] < left ? offered[i] - shares[i] : left;
            left -= more;
            if (sum <= quantity)
                shares[i] = offered[i];
            else
                shares[i] += more;
        }
        for (int i = 0; i < sharers; i++)
            if (shares[i] > 0)
                trade(m, order, model_find(m, ids[i]), shares[i]);
    }
}

void model_end_taker(model *m, model_order *order, uint8_t reason)
{
    model_tell_cancelled(m, order, reason);
    model_over(m, order);
}

static void match(model *m, model_order *order)
{
    while (order->is.open > 0) {
        const model_order *others[MODEL_ORDERS_MAX];
        int count = model_opposite(m, order, others);
        int at = 0;
        while (at < count && model_has_minimum(others[at]) &&
               model_least_of(others[at]) > order->is.open)
            at++;
        if (at == count)
            return;
        model_order *maker = model_find(m, others[at]->is.id);
        if (m->options.is_pro_rata && !model_has_minimum(maker))
            share(m, order, maker->is.price);
        else if (is_own(order, maker))
            prevent(m, order, maker);
        else
            trade(m, order, maker, offers(maker) < order->is.open ? offers(maker) : order->is.open);
    }
}

static void arrive_at_work(model *m, model_order *order)
{
    bool is_at_once = order->is.tif == TR_BOOK_TIF_IOC || order->is.tif == TR_BOOK_TIF_FOK;
    bool is_short = false;
    order->is.is_top = false;
    if (m->is_auction && is_at_once) {
        model_end_taker(m, order, TR_BOOK_REASON_PHASE);
        return;
    }
    if (order->is.tif == TR_BOOK_TIF_FOK && !fits(m, order, order->is.open)) {
        model_end_taker(m, order, TR_BOOK_REASON_FOK);
        return;
    }
    if (!m->is_auction)
        is_short = model_has_minimum(order) && !fits(m, order, model_least_of(order));
    if (!m->is_auction && !is_short)
        match(m, order);
    if (order->is.open == 0) {
        if (model_is_kept(order)) {
            model_hold(m, order);
            model_add(m, order, order->queue);
        } else {
            model_over(m, order);
        }
    } else if (model_is_market(order) && !m->is_auction) {
        model_end_taker(m, order, TR_BOOK_REASON_NO_LIQUIDITY);
    } else if (order->is.tif == TR_BOOK_TIF_IOC) {
        model_end_taker(m, order, is_short ? TR_BOOK_REASON_MINIMUM : TR_BOOK_REASON_IOC);
    } else {
        rest(m, order);
    }
}

void model_arrive(model *m, const model_order *arriving)
{
    model_order order = *arriving;
    order.is_live = false;
    m->at_work = &order;
    arrive_at_work(m, &order);
    m->at_work = NULL;
}
