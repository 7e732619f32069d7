/* book_model.c: see book_model.h. Nothing here is fast, and nothing is shared with the book. */
#include "sim/book_model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void tell(model *m, tr_book_event event)
{
    assert(m->event_count < MODEL_EVENTS_MAX);
    m->events[m->event_count++] = event;
}

static void tell_id(model *m, uint8_t kind, uint8_t reason, int64_t id)
{
    tell(m, (tr_book_event){ .kind = kind, .reason = reason, .id = id });
}

static void tell_cancelled(model *m, const model_order *order, uint8_t reason)
{
    tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_CANCELLED,
                             .reason = reason,
                             .id = order->is.id,
                             .quantity = order->is.open });
}

void model_init(model *m, const tr_book_options *options)
{
    memset(m, 0, sizeof *m);
    m->options = *options;
    m->last = options->last_price;
    m->now = options->now;
}

__extension__ typedef __int128 exact;

static model_order *find(model *m, int64_t id)
{
    for (int i = 0; i < MODEL_ORDERS_MAX; i++)
        if (m->orders[i].is_live && m->orders[i].is.id == id)
            return &m->orders[i];
    return NULL;
}

/* Elected orders and the one at work too. */
static model_order *find_any(model *m, int64_t id)
{
    if (m->at_work != NULL && m->at_work->is.id == id)
        return m->at_work;
    for (int i = 0; i < m->elected_count; i++)
        if (m->parked[i].is.id == id)
            return &m->parked[i];
    return find(m, id);
}

static model_order *add(model *m, const model_order *order, tr_book_queue queue)
{
    for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
        if (!m->orders[i].is_live) {
            m->orders[i] = *order;
            m->orders[i].is_live = true;
            m->orders[i].queue = queue;
            return &m->orders[i];
        }
    }
    abort();
}

int model_live_count(const model *m)
{
    int count = 0;
    for (int i = 0; i < MODEL_ORDERS_MAX; i++)
        count += m->orders[i].is_live;
    return count;
}

static tr_book_queue queue_of(tr_book_queue buys, uint8_t side)
{
    return (tr_book_queue)((int)buys + (side == TR_SIDE_BUY ? 0 : 1));
}

static int64_t priced_at(const model_order *order)
{
    return order->is.is_held ? 0 : order->is.is_waiting ? order->is.stop : order->is.price;
}

static int by_priority(const void *a, const void *b)
{
    const model_order *x = *(const model_order *const *)a;
    const model_order *y = *(const model_order *const *)b;
    int64_t at_x = priced_at(x);
    int64_t at_y = priced_at(y);
    bool is_high_first = (x->is.side == TR_SIDE_BUY) != x->is.is_waiting;
    if (at_x != at_y)
        return (at_x < at_y) == is_high_first ? 1 : -1;
    if (!x->is.is_waiting && x->is.is_hidden != y->is.is_hidden)
        return x->is.is_hidden ? 1 : -1;
    return x->is.place < y->is.place ? -1 : 1;
}

int model_queue(const model *m, tr_book_queue queue, const model_order *out[MODEL_ORDERS_MAX])
{
    int count = 0;
    for (int i = 0; i < MODEL_ORDERS_MAX; i++)
        if (m->orders[i].is_live && m->orders[i].queue == queue)
            out[count++] = &m->orders[i];
    qsort(out, (size_t)count, sizeof out[0], by_priority);
    return count;
}

static bool is_market(const model_order *order)
{
    return order->is.type == TR_BOOK_TYPE_MARKET || order->is.type == TR_BOOK_TYPE_STOP;
}

static bool is_within(const model_order *order, int64_t price)
{
    if (is_market(order))
        return true;
    return order->is.side == TR_SIDE_BUY ? price <= order->is.price : price >= order->is.price;
}

static int64_t least_of(const model_order *order)
{
    return order->is.quantity_min < order->is.open ? order->is.quantity_min : order->is.open;
}

static bool has_minimum(const model_order *order)
{
    return order->is.quantity_min != 0;
}

/* Opposite orders within the limit, best first; at one price those with a minimum come last. */
static int opposite(const model *m, const model_order *order,
                    const model_order *out[MODEL_ORDERS_MAX])
{
    const model_order *plain[MODEL_ORDERS_MAX];
    const model_order *minimums[MODEL_ORDERS_MAX];
    uint8_t side = order->is.side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    int plain_count = model_queue(m, queue_of(TR_BOOK_QUEUE_BIDS, side), plain);
    int minimum_count = model_queue(m, queue_of(TR_BOOK_QUEUE_MINIMUM_BIDS, side), minimums);
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
        if (is_within(order, next->is.price))
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
    if (!m->options.is_pro_rata || has_minimum(other) || order->is.stp == TR_BOOK_STP_CANCEL_OLDEST)
        return false;
    const model_order *others[MODEL_ORDERS_MAX];
    int count = opposite(m, order, others);
    for (int i = 0; i < count; i++)
        if (!has_minimum(others[i]) && others[i]->is.price == other->is.price &&
            is_own(order, others[i]))
            return true;
    return false;
}

static bool fits(const model *m, const model_order *order, int64_t needed)
{
    const model_order *others[MODEL_ORDERS_MAX];
    int count = opposite(m, order, others);
    exact sum = 0;
    for (int i = 0; i < count && sum < needed; i++) {
        if (has_minimum(others[i]) && least_of(others[i]) > order->is.open - sum)
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

/* ---- Pairs and brackets ---- */

static void look_after(model *m, int64_t id)
{
    model_order *leg = id != 0 ? find_any(m, id) : NULL;
    if (leg != NULL && leg->growing_turn == 0)
        leg->growing_turn = ++m->clock;
}

static void forget_in(model_order *order, int64_t id)
{
    order->is.partner = order->is.partner == id ? 0 : order->is.partner;
    order->is.entry = order->is.entry == id ? 0 : order->is.entry;
    order->target = order->target == id ? 0 : order->target;
    order->stop_leg = order->stop_leg == id ? 0 : order->stop_leg;
}

/* Nobody is tied to this order any more. */
static void forget(model *m, int64_t id)
{
    for (int i = 0; i < MODEL_ORDERS_MAX; i++)
        if (m->orders[i].is_live)
            forget_in(&m->orders[i], id);
    for (int i = 0; i < m->elected_count; i++)
        forget_in(&m->parked[i], id);
    if (m->at_work != NULL)
        forget_in(m->at_work, id);
}

/* An order is gone; its legs learn of it. */
static void over(model *m, model_order *order)
{
    order->is_live = false;
    forget(m, order->is.id);
    look_after(m, order->stop_leg);
    look_after(m, order->target);
}

static void hold(model *m, model_order *leg)
{
    leg->queue = queue_of(TR_BOOK_QUEUE_HELD_BUYS, leg->is.side);
    leg->is.is_held = true;
    leg->is.is_top = false;
    leg->is.is_waiting = false;
    leg->is.shown = 0;
    leg->is.place = ++m->clock;
}

static bool is_kept(const model_order *leg)
{
    return leg->is.entry != 0 || leg->growth > 0;
}

/* The order goes its own way; its own legs stay with it. */
static void part(model *m, model_order *order)
{
    model_order *partner = order->is.partner != 0 ? find_any(m, order->is.partner) : NULL;
    model_order *entry = order->is.entry != 0 ? find_any(m, order->is.entry) : NULL;
    if (partner != NULL)
        partner->is.partner = 0;
    if (entry != NULL && entry->target == order->is.id)
        entry->target = 0;
    if (entry != NULL && entry->stop_leg == order->is.id)
        entry->stop_leg = 0;
    order->is.partner = 0;
    order->is.entry = 0;
}

static void end_tied(model *m, int64_t id)
{
    model_order *order = find_any(m, id);
    tell_cancelled(m, order, TR_BOOK_REASON_PARTNER);
    if (order->is_elected) {
        part(m, order);
        order->is_bracket_leg = false;
        order->is.open = 0;
    } else {
        over(m, order);
    }
}

static void reduce_stop(model *m, int64_t id, int64_t quantity)
{
    model_order *stop = find_any(m, id);
    int64_t less = quantity < stop->is.open ? quantity : stop->is.open;
    if (less == 0)
        return;
    if (less == stop->is.open && !is_kept(stop)) {
        end_tied(m, id);
        return;
    }
    stop->is.open -= less;
    stop->is.total -= less;
    tell(m, (tr_book_event){
                .kind = TR_BOOK_EVENT_REDUCED, .id = id, .quantity = less, .open = stop->is.open });
    if (stop->is.open == 0 && !stop->is_elected)
        hold(m, stop);
}

static void filled(model *m, model_order *order, int64_t quantity)
{
    int64_t legs[2] = { order->stop_leg, order->target };
    for (int i = 0; i < 2; i++) {
        if (legs[i] != 0) {
            find_any(m, legs[i])->growth += quantity;
            look_after(m, legs[i]);
        }
    }
    if (order->is.partner != 0 && order->is_bracket_leg)
        reduce_stop(m, order->is.partner, quantity);
    else if (order->is.partner != 0)
        end_tied(m, order->is.partner);
}

/* ---- Stops ---- */

static void park(model *m, model_order *stop)
{
    stop->is_elected = true;
    m->parked[m->elected_count++] = *stop;
    stop->is_live = false;
}

static void elect(model *m, int64_t price)
{
    for (int queue = TR_BOOK_QUEUE_BUY_STOPS; queue <= TR_BOOK_QUEUE_SELL_STOPS; queue++) {
        const model_order *stops[MODEL_ORDERS_MAX];
        int count = model_queue(m, (tr_book_queue)queue, stops);
        for (int i = 0; i < count; i++) {
            model_order *stop = find(m, stops[i]->is.id);
            bool is_reached =
                queue == TR_BOOK_QUEUE_BUY_STOPS ? price >= stop->is.stop : price <= stop->is.stop;
            if (!is_reached)
                break;
            park(m, stop);
        }
    }
}

/* Where a trade would bring a trailing stop; 0: nowhere. */
static int64_t trail_to(const model *m, const tr_book_order *stop, int64_t price)
{
    bool is_buy = stop->side == TR_SIDE_BUY;
    exact to = 0; /* in 1/10,000 */
    if (stop->trail != 0)
        to = 10000 * (is_buy ? (exact)price + stop->trail : (exact)price - stop->trail);
    else
        to = (exact)price * (is_buy ? 10000 + stop->trail_bps : 10000 - stop->trail_bps);
    if (to <= 0)
        return 0;
    exact step = (exact)m->options.tick * 10000;
    exact ticks = is_buy ? (to + step - 1) / step : to / step;
    exact made = ticks * m->options.tick;
    return made > INT64_MAX ? 0 : (int64_t)made;
}

static bool trail_moves(const model *m, const tr_book_order *stop, int64_t price)
{
    int64_t to = trail_to(m, stop, price);
    return to != 0 && (stop->side == TR_SIDE_BUY ? to < stop->stop : to > stop->stop);
}

/* The first price, on the way of the trades, that moves the stop: found by halving. `price` does. */
static int64_t trail_from(const model *m, const tr_book_order *stop, int64_t price)
{
    int64_t moves = price;
    int64_t moves_not = stop->side == TR_SIDE_BUY ? INT64_MAX : 0;
    while (moves - moves_not > 1 || moves_not - moves > 1) {
        int64_t between = moves_not / 2 + moves / 2 + (moves_not % 2 + moves % 2) / 2;
        if (trail_moves(m, stop, between))
            moves = between;
        else
            moves_not = between;
    }
    return moves;
}

static void trail(model *m, int64_t price)
{
    for (uint8_t side = TR_SIDE_BUY; side <= TR_SIDE_SELL; side++) {
        for (;;) {
            model_order *first = NULL;
            int64_t first_from = 0;
            for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
                model_order *stop = &m->orders[i];
                if (!stop->is_live || !stop->is.is_waiting || stop->is.side != side ||
                    (stop->is.trail | stop->is.trail_bps) == 0 || !trail_moves(m, &stop->is, price))
                    continue;
                int64_t from = trail_from(m, &stop->is, price);
                bool is_earlier = side == TR_SIDE_BUY ? from > first_from : from < first_from;
                if (first == NULL || is_earlier ||
                    (from == first_from && stop->is.place < first->is.place)) {
                    first = stop;
                    first_from = from;
                }
            }
            if (first == NULL)
                break;
            first->is.stop = trail_to(m, &first->is, price);
            first->is.place = ++m->clock;
            tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_TRAILED,
                                     .id = first->is.id,
                                     .stop = first->is.stop });
        }
    }
}

/* ---- Arriving ---- */

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
        tell_cancelled(m, maker, TR_BOOK_REASON_STP);
        over(m, maker);
    } else if (taker->is.stp == TR_BOOK_STP_DECREMENT) {
        maker->is.open -= smaller;
        maker->is.total -= smaller;
        if (maker->is.shown > maker->is.open)
            maker->is.shown = maker->is.open;
        tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_REDUCED,
                                 .flags = TR_BOOK_EVENT_HAS_SHOWN,
                                 .id = maker->is.id,
                                 .quantity = smaller,
                                 .open = maker->is.open,
                                 .shown = maker->is.shown });
    }
    if (ends_taker) {
        tell_cancelled(m, taker, TR_BOOK_REASON_STP);
        taker->is.open = 0;
        taker->growth = 0;
        taker->is.entry = 0;
    } else if (taker->is.stp == TR_BOOK_STP_DECREMENT) {
        taker->is.open -= smaller;
        taker->is.total -= smaller;
        tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_REDUCED,
                                 .id = taker->is.id,
                                 .quantity = smaller,
                                 .open = taker->is.open });
    }
}

static int64_t offers(const model_order *maker)
{
    return maker->is.display != 0 ? maker->is.shown : maker->is.open;
}

static void refresh(model *m, model_order *maker)
{
    maker->is.is_top = false;
    maker->is.shown = maker->is.display < maker->is.open ? maker->is.display : maker->is.open;
    maker->is.place = ++m->clock;
    tell(m, (tr_book_event){
                .kind = TR_BOOK_EVENT_REFRESHED, .id = maker->is.id, .shown = maker->is.shown });
}

static void end_filled(model *m, model_order *maker)
{
    if (is_kept(maker))
        hold(m, maker);
    else
        over(m, maker);
}

static void trade(model *m, model_order *taker, model_order *maker, int64_t quantity)
{
    tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_TRADE,
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
    filled(m, maker, quantity);
    if (maker->is.open == 0)
        end_filled(m, maker);
    else if (maker->is.display != 0 && maker->is.shown == 0)
        refresh(m, maker);
    filled(m, taker, quantity);
    trail(m, price);
    elect(m, price);
}

static void rest(model *m, model_order *order)
{
    bool waits_for_auction = is_market(order);
    tr_book_queue queue = queue_of(TR_BOOK_QUEUE_BIDS, order->is.side);
    order->is.type = waits_for_auction ? TR_BOOK_TYPE_MARKET : TR_BOOK_TYPE_LIMIT;
    order->is.is_waiting = false;
    order->is.is_held = false;
    order->is.stop = 0;
    order->is.trail = 0;
    order->is.trail_bps = 0;
    if (waits_for_auction) {
        order->is.price = 0;
        order->is.is_hidden = true;
        queue = queue_of(TR_BOOK_QUEUE_MARKET_BUYS, order->is.side);
    } else if (has_minimum(order)) {
        order->is.is_hidden = true;
        queue = queue_of(TR_BOOK_QUEUE_MINIMUM_BIDS, order->is.side);
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
    add(m, order, queue);
    tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_BOOKED,
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
    int count = opposite(m, order, others);
    int own_count = 0;
    for (int i = 0; i < count; i++)
        if (others[i]->is.price == price && !has_minimum(others[i]) && is_own(order, others[i]))
            ids[own_count++] = others[i]->is.id;
    for (int i = 0; i < own_count && order->is.open > 0; i++)
        prevent(m, order, find(m, ids[i]));
    count = opposite(m, order, others);
    for (int i = 0; i < count && order->is.open > 0; i++) {
        model_order *top = find(m, others[i]->is.id);
        if (top->is.price == price && top->is.is_top) {
            trade(m, order, top, offers(top) < order->is.open ? offers(top) : order->is.open);
            break;
        }
    }
    while (order->is.open > 0) {
        exact sum = 0;
        int sharers = 0;
        bool is_hidden = false;
        count = opposite(m, order, others);
        for (int i = 0; i < count; i++) {
            if (others[i]->is.price != price || has_minimum(others[i]))
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
                trade(m, order, find(m, ids[i]), shares[i]);
    }
}

static void end_taker(model *m, model_order *order, uint8_t reason)
{
    tell_cancelled(m, order, reason);
    over(m, order);
}

static void match(model *m, model_order *order)
{
    while (order->is.open > 0) {
        const model_order *others[MODEL_ORDERS_MAX];
        int count = opposite(m, order, others);
        int at = 0;
        while (at < count && has_minimum(others[at]) && least_of(others[at]) > order->is.open)
            at++;
        if (at == count)
            return;
        model_order *maker = find(m, others[at]->is.id);
        if (m->options.is_pro_rata && !has_minimum(maker))
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
        end_taker(m, order, TR_BOOK_REASON_PHASE);
        return;
    }
    if (order->is.tif == TR_BOOK_TIF_FOK && !fits(m, order, order->is.open)) {
        end_taker(m, order, TR_BOOK_REASON_FOK);
        return;
    }
    if (!m->is_auction)
        is_short = has_minimum(order) && !fits(m, order, least_of(order));
    if (!m->is_auction && !is_short)
        match(m, order);
    if (order->is.open == 0) {
        if (is_kept(order)) {
            hold(m, order);
            add(m, order, order->queue);
        } else {
            over(m, order);
        }
    } else if (is_market(order) && !m->is_auction) {
        end_taker(m, order, TR_BOOK_REASON_NO_LIQUIDITY);
    } else if (order->is.tif == TR_BOOK_TIF_IOC) {
        end_taker(m, order, is_short ? TR_BOOK_REASON_MINIMUM : TR_BOOK_REASON_IOC);
    } else {
        rest(m, order);
    }
}

static void arrive(model *m, const model_order *arriving)
{
    model_order order = *arriving;
    order.is_live = false;
    m->at_work = &order;
    arrive_at_work(m, &order);
    m->at_work = NULL;
}

static bool is_reached(const model *m, uint8_t side, int64_t stop)
{
    return m->last != 0 && (side == TR_SIDE_BUY ? m->last >= stop : m->last <= stop);
}

/* ---- When the order at work is finished ---- */

static void tell_grown(model *m, const model_order *leg)
{
    bool is_stop = leg->is.type != TR_BOOK_TYPE_LIMIT;
    tell(m,
         (tr_book_event){
             .kind = TR_BOOK_EVENT_AMENDED,
             .flags = (uint8_t)((is_stop ? TR_BOOK_EVENT_HAS_STOP : 0) |
                                (leg->is.type != TR_BOOK_TYPE_STOP ? TR_BOOK_EVENT_HAS_PRICE : 0)),
             .side = leg->is.side,
             .id = leg->is.id,
             .price = leg->is.price,
             .stop = is_stop ? leg->is.stop : 0,
             .quantity = leg->is.total,
             .open = leg->is.open });
}

static void grow(model *m, model_order *leg)
{
    int64_t quantity = leg->growth;
    bool is_stop = leg->is.type != TR_BOOK_TYPE_LIMIT;
    leg->growth = 0;
    leg->growing_turn = 0;
    if (quantity == 0) {
        if (leg->is.entry == 0 && leg->is.open == 0 && !leg->is_elected) {
            tell_cancelled(m, leg, TR_BOOK_REASON_ENTRY);
            over(m, leg);
        }
        return;
    }
    const model_order *partner = leg->is.partner != 0 ? find_any(m, leg->is.partner) : NULL;
    if (!is_stop && partner != NULL && partner->is_elected)
        return;
    leg->is.open += quantity;
    leg->is.total += quantity;
    tell_grown(m, leg);
    if (leg->is_elected)
        return;
    if (!is_stop) {
        leg->is_live = false;
        arrive(m, leg);
        return;
    }
    leg->is.is_held = false;
    leg->is.is_waiting = true;
    leg->queue = queue_of(TR_BOOK_QUEUE_BUY_STOPS, leg->is.side);
    leg->is.place = ++m->clock;
    if (is_reached(m, leg->is.side, leg->is.stop))
        park(m, leg);
}

static void trigger(model *m)
{
    model_order order = m->parked[0];
    m->elected_count--;
    memmove(&m->parked[0], &m->parked[1], (size_t)m->elected_count * sizeof m->parked[0]);
    order.is_elected = false;
    if (order.is.open == 0) {
        if (order.is_bracket_leg && is_kept(&order)) {
            hold(m, &order);
            add(m, &order, order.queue);
        } else if (order.is_bracket_leg) {
            tell_cancelled(m, &order, TR_BOOK_REASON_ENTRY);
            over(m, &order);
        } /* else it was ended on its way */
        return;
    }
    tell_id(m, TR_BOOK_EVENT_TRIGGERED, 0, order.is.id);
    int64_t partner = order.is.partner;
    int64_t entry = order.is.entry;
    part(m, &order);
    order.is_bracket_leg = false;
    if (partner != 0)
        end_tied(m, partner);
    if (entry != 0)
        end_tied(m, entry);
    arrive(m, &order);
}

static model_order *first_growing(model *m)
{
    model_order *first = NULL;
    for (int i = 0; i < MODEL_ORDERS_MAX + m->elected_count; i++) {
        model_order *order =
            i < MODEL_ORDERS_MAX ? &m->orders[i] : &m->parked[i - MODEL_ORDERS_MAX];
        if ((order->is_live || i >= MODEL_ORDERS_MAX) && order->growing_turn != 0 &&
            (first == NULL || order->growing_turn < first->growing_turn))
            first = order;
    }
    return first;
}

static void finish(model *m)
{
    for (;;) {
        model_order *leg = first_growing(m);
        if (leg != NULL)
            grow(m, leg);
        else if (m->elected_count > 0)
            trigger(m);
        else
            return;
    }
}

/* ---- Auctions ---- */

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
    if (model_queue(m, queue_of(TR_BOOK_QUEUE_MARKET_BUYS, side), orders) > 0)
        return find(m, orders[0]->is.id);
    if (model_queue(m, queue_of(TR_BOOK_QUEUE_BIDS, side), orders) == 0)
        return NULL;
    model_order *first = find(m, orders[0]->is.id);
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
    filled(m, order, quantity);
    if (order->is.open == 0)
        end_filled(m, order);
}

static void uncross(model *m)
{
    int64_t price = auction_price(m);
    if (price == 0)
        return;
    tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_UNCROSSED, .price = price });
    m->last = price;
    for (;;) {
        model_order *buy = auction_first(m, TR_SIDE_BUY, price);
        model_order *sell = auction_first(m, TR_SIDE_SELL, price);
        if (buy == NULL || sell == NULL)
            break;
        int64_t quantity = buy->is.open < sell->is.open ? buy->is.open : sell->is.open;
        tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_TRADE,
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
                refresh(m, &m->orders[i]);
    trail(m, price);
    elect(m, price);
}

static void enter_phase(model *m, bool is_auction)
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
                tell_cancelled(m, orders[i], TR_BOOK_REASON_NO_LIQUIDITY);
                over(m, find(m, orders[i]->is.id));
            }
        }
    }
    m->is_auction = is_auction;
    tell(m,
         (tr_book_event){ .kind = TR_BOOK_EVENT_PHASE,
                          .phase = is_auction ? TR_BOOK_PHASE_AUCTION : TR_BOOK_PHASE_CONTINUOUS });
}

/* ---- Commands ---- */

static uint8_t check_quantity(const model *m, int64_t quantity)
{
    return quantity <= 0                        ? TR_BOOK_REASON_BAD_QUANTITY
           : quantity > m->options.quantity_max ? TR_BOOK_REASON_QUANTITY_TOO_LARGE
           : quantity % m->options.lot != 0     ? TR_BOOK_REASON_LOT_SIZE
           : quantity < m->options.quantity_min ? TR_BOOK_REASON_QUANTITY_TOO_SMALL
                                                : TR_BOOK_REASON_NONE;
}

static uint8_t check_price(const model *m, int64_t price, uint8_t bad)
{
    return price <= 0                     ? bad
           : price % m->options.tick != 0 ? (uint8_t)TR_BOOK_REASON_TICK_SIZE
           : price < m->options.band_low || price > m->options.band_high
               ? (uint8_t)TR_BOOK_REASON_PRICE_BAND
               : (uint8_t)TR_BOOK_REASON_NONE;
}

static bool would_cross(const model *m, uint8_t side, int64_t price)
{
    const model_order *others[MODEL_ORDERS_MAX];
    model_order order = {
        .is = { .side = side, .type = TR_BOOK_TYPE_LIMIT, .price = price, .is_post_only = true }
    };
    return opposite(m, &order, others) > 0;
}

/* What is special about an order; all 0 for most. */
static tr_book_special special_of(const tr_book_command *c)
{
    tr_book_special special = { 0 };
    if (c->given & TR_BOOK_GIVEN_SPECIAL)
        special = *c->special;
    else
        special.display = c->display;
    if (!(c->given & TR_BOOK_GIVEN_DISPLAY))
        special.display = 0;
    return special;
}

static bool has_target(const tr_book_special *special)
{
    return special->target_id != 0 || special->target_price != 0;
}

static bool has_stop_leg(const tr_book_special *special)
{
    return special->stop_id != 0 || special->stop_price != 0 || special->stop_limit != 0;
}

int model_order_needs(const tr_book_command *command)
{
    tr_book_special special = special_of(command);
    return 1 + has_target(&special) + has_stop_leg(&special);
}

static int64_t first_stop(const model *m, const tr_book_command *c, const tr_book_special *special)
{
    tr_book_order stop = { .side = c->side,
                           .trail = special->trail,
                           .trail_bps = special->trail_bps };
    if (c->given & TR_BOOK_GIVEN_STOP)
        return c->stop;
    return (stop.trail | stop.trail_bps) != 0 && m->last != 0 ? trail_to(m, &stop, m->last) : 0;
}

static bool is_stop_type(uint8_t type)
{
    return type == TR_BOOK_TYPE_STOP || type == TR_BOOK_TYPE_STOP_LIMIT;
}

static bool partner_is_bad(model *m, const tr_book_command *c, int64_t id)
{
    const model_order *partner = find(m, id);
    if (partner == NULL || partner->is.side != c->side || partner->is.partner != 0 ||
        partner->is.entry != 0 || partner->target != 0 || partner->stop_leg != 0)
        return true;
    bool rests = partner->queue <= TR_BOOK_QUEUE_ASKS ||
                 partner->queue == TR_BOOK_QUEUE_MINIMUM_BIDS ||
                 partner->queue == TR_BOOK_QUEUE_MINIMUM_ASKS;
    return !partner->is.is_waiting && !(rests && is_stop_type(c->type));
}

static uint8_t check_leg(model *m, const tr_book_command *c, int64_t id, int64_t other_id)
{
    if (id <= 0)
        return TR_BOOK_REASON_BAD_ID;
    return id == c->id || id == other_id || find(m, id) != NULL
               ? (uint8_t)TR_BOOK_REASON_DUPLICATE_ID
               : (uint8_t)TR_BOOK_REASON_NONE;
}

static bool is_beyond(uint8_t side, int64_t target, int64_t price)
{
    return side == TR_SIDE_BUY ? target > price : target < price;
}

/* Where an entry would rest; 0: nowhere. */
static int64_t entry_limit(const model *m, const tr_book_command *c)
{
    const model_order *others[MODEL_ORDERS_MAX];
    uint8_t side = c->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    if (c->type == TR_BOOK_TYPE_LIMIT || c->type == TR_BOOK_TYPE_STOP_LIMIT)
        return c->price;
    if (c->type == TR_BOOK_TYPE_MARKET_TO_LIMIT &&
        model_queue(m, queue_of(TR_BOOK_QUEUE_BIDS, side), others) > 0)
        return others[0]->is.price;
    return 0;
}

static uint8_t check_ties(model *m, const tr_book_command *c, const tr_book_special *special)
{
    uint8_t reason = 0;
    if (special->partner != 0 && partner_is_bad(m, c, special->partner))
        return TR_BOOK_REASON_BAD_LINK;
    if (has_target(special)) {
        reason = check_leg(m, c, special->target_id, 0);
        if (reason == 0)
            reason = check_price(m, special->target_price, TR_BOOK_REASON_BAD_PRICE);
    }
    if (reason == 0 && has_stop_leg(special)) {
        reason = check_leg(m, c, special->stop_id, special->target_id);
        if (reason == 0)
            reason = check_price(m, special->stop_price, TR_BOOK_REASON_BAD_STOP);
        if (reason == 0 && special->stop_limit != 0)
            reason = check_price(m, special->stop_limit, TR_BOOK_REASON_BAD_PRICE);
    }
    if (reason == 0 && has_target(special) && has_stop_leg(special) &&
        !is_beyond(c->side, special->target_price, special->stop_price))
        reason = TR_BOOK_REASON_BAD_LINK;
    if (reason == 0 && has_target(special) && entry_limit(m, c) != 0 &&
        !is_beyond(c->side, special->target_price, entry_limit(m, c)))
        reason = TR_BOOK_REASON_BAD_LINK;
    return reason;
}

static uint8_t check_new(model *m, const tr_book_command *c)
{
    tr_book_special special = special_of(c);
    bool is_limit = c->type == TR_BOOK_TYPE_LIMIT;
    bool is_market_type = c->type == TR_BOOK_TYPE_MARKET;
    bool is_stop = is_stop_type(c->type);
    bool has_limit = is_limit || c->type == TR_BOOK_TYPE_STOP_LIMIT;
    bool is_gtd = c->tif == TR_BOOK_TIF_GTD;
    bool is_lasting = is_gtd || c->tif == TR_BOOK_TIF_GTC;
    bool has_display = c->given & TR_BOOK_GIVEN_DISPLAY;
    bool is_hidden = c->flags & TR_BOOK_FLAG_HIDDEN;
    bool is_all_or_none = c->flags & TR_BOOK_FLAG_ALL_OR_NONE;
    bool has_least = is_all_or_none || special.quantity_min != 0;
    bool has_trail = special.trail != 0 || special.trail_bps != 0;
    if (c->id <= 0)
        return TR_BOOK_REASON_BAD_ID;
    if (find(m, c->id) != NULL)
        return TR_BOOK_REASON_DUPLICATE_ID;
    if ((c->is_post_only && !(is_limit && is_lasting)) ||
        (has_display && !(has_limit && is_lasting)) || (is_market_type && is_gtd) ||
        is_gtd != ((c->given & TR_BOOK_GIVEN_EXPIRE) != 0) ||
        ((c->given & TR_BOOK_GIVEN_PRICE) && !has_limit) ||
        ((c->given & TR_BOOK_GIVEN_STOP) && !is_stop))
        return TR_BOOK_REASON_BAD_COMBINATION;
    if ((is_hidden && (!has_limit || !is_lasting || has_display)) ||
        (has_least && (!is_limit || c->tif == TR_BOOK_TIF_FOK || is_hidden || has_display)) ||
        (is_all_or_none && special.quantity_min != 0) || (has_trail && !is_stop) ||
        (special.trail != 0 && special.trail_bps != 0) ||
        (special.partner != 0 && (has_target(&special) || has_stop_leg(&special))) ||
        (special.partner != 0 && !is_stop && !(is_limit && is_lasting)))
        return TR_BOOK_REASON_BAD_COMBINATION;
    if (m->is_auction &&
        (!is_lasting || c->is_post_only || has_least || c->type == TR_BOOK_TYPE_MARKET_TO_LIMIT))
        return TR_BOOK_REASON_PHASE;
    uint8_t reason = check_quantity(m, c->given & TR_BOOK_GIVEN_QUANTITY ? c->quantity : 0);
    if (reason == 0 && has_display &&
        (special.display <= 0 || special.display > c->quantity ||
         special.display % m->options.lot != 0))
        reason = TR_BOOK_REASON_BAD_DISPLAY;
    if (reason == 0 && special.quantity_min != 0 &&
        (special.quantity_min < 0 || special.quantity_min > c->quantity ||
         special.quantity_min % m->options.lot != 0))
        reason = TR_BOOK_REASON_BAD_MINIMUM;
    if (reason == 0 && has_limit)
        reason =
            check_price(m, c->given & TR_BOOK_GIVEN_PRICE ? c->price : 0, TR_BOOK_REASON_BAD_PRICE);
    if (reason == 0 && (special.trail < 0 || special.trail % m->options.tick != 0 ||
                        special.trail_bps < 0 || special.trail_bps > 9999))
        reason = TR_BOOK_REASON_BAD_TRAIL;
    if (reason == 0 && is_stop)
        reason = check_price(m, first_stop(m, c, &special), TR_BOOK_REASON_BAD_STOP);
    if (reason == 0 && is_gtd && c->expire <= m->now)
        reason = TR_BOOK_REASON_BAD_EXPIRE;
    if (reason == 0 && is_stop && is_reached(m, c->side, first_stop(m, c, &special)))
        reason = TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    if (reason == 0)
        reason = check_ties(m, c, &special);
    if (reason == 0 && c->is_post_only && would_cross(m, c->side, c->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
}

static void add_leg(model *m, const tr_book_command *c, int64_t id, uint8_t type, int64_t price,
                    int64_t stop, int64_t partner)
{
    model_order leg = { .is = { .id = id,
                                .owner = c->owner,
                                .side = c->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY,
                                .type = type,
                                .stp = c->stp,
                                .price = price,
                                .stop = stop,
                                .partner = partner,
                                .entry = c->id },
                        .is_bracket_leg = true,
                        .age = ++m->clock };
    hold(m, &leg);
    add(m, &leg, leg.queue);
    tell_id(m, TR_BOOK_EVENT_ACCEPTED, 0, id);
}

static void enter(model *m, const tr_book_command *c)
{
    uint8_t reason = check_new(m, c);
    if (reason != 0) {
        tell_id(m, TR_BOOK_EVENT_REJECTED, reason, c->id);
        return;
    }
    tr_book_special special = special_of(c);
    bool is_all_or_none = c->flags & TR_BOOK_FLAG_ALL_OR_NONE;
    tell_id(m, TR_BOOK_EVENT_ACCEPTED, 0, c->id);
    model_order order = { .is = { .id = c->id,
                                  .owner = c->owner,
                                  .side = c->side,
                                  .type = c->type,
                                  .tif = c->tif,
                                  .stp = c->stp,
                                  .is_post_only = c->is_post_only,
                                  .is_hidden = c->flags & TR_BOOK_FLAG_HIDDEN,
                                  .price = c->given & TR_BOOK_GIVEN_PRICE ? c->price : 0,
                                  .stop = is_stop_type(c->type) ? first_stop(m, c, &special) : 0,
                                  .total = c->quantity,
                                  .open = c->quantity,
                                  .display = special.display,
                                  .expire = c->given & TR_BOOK_GIVEN_EXPIRE ? c->expire : 0,
                                  .quantity_min = is_all_or_none ? INT64_MAX : special.quantity_min,
                                  .trail = special.trail,
                                  .trail_bps = special.trail_bps,
                                  .partner = special.partner },
                          .age = ++m->clock };
    order.is.place = order.age;
    if (special.partner != 0) {
        find(m, special.partner)->is.partner = c->id;
        find(m, special.partner)->is_bracket_leg = false;
    }
    if (has_target(&special)) {
        order.target = special.target_id;
        add_leg(m, c, special.target_id, TR_BOOK_TYPE_LIMIT, special.target_price, 0,
                special.stop_id);
    }
    if (has_stop_leg(&special)) {
        order.stop_leg = special.stop_id;
        add_leg(m, c, special.stop_id,
                special.stop_limit != 0 ? TR_BOOK_TYPE_STOP_LIMIT : TR_BOOK_TYPE_STOP,
                special.stop_limit, special.stop_price, special.target_id);
    }
    if (is_stop_type(c->type)) {
        order.is.is_waiting = true;
        order.is.place = ++m->clock;
        add(m, &order, queue_of(TR_BOOK_QUEUE_BUY_STOPS, c->side));
        return;
    }
    if (c->type == TR_BOOK_TYPE_MARKET_TO_LIMIT) {
        const model_order *others[MODEL_ORDERS_MAX];
        uint8_t side = c->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
        if (model_queue(m, queue_of(TR_BOOK_QUEUE_BIDS, side), others) == 0) {
            end_taker(m, &order, TR_BOOK_REASON_NO_LIQUIDITY);
            return;
        }
        order.is.type = TR_BOOK_TYPE_LIMIT;
        order.is.price = others[0]->is.price;
    }
    arrive(m, &order);
}

static uint8_t check_amend(model *m, const tr_book_command *c, const model_order *order)
{
    uint8_t reason = 0;
    bool is_leg = order->is_bracket_leg && (order->is.entry != 0 || order->is.partner != 0);
    if (order->is.is_held || (is_leg && (c->given & TR_BOOK_GIVEN_QUANTITY)))
        return TR_BOOK_REASON_ATTACHED;
    if (((c->given & TR_BOOK_GIVEN_PRICE) && is_market(order)) ||
        ((c->given & TR_BOOK_GIVEN_STOP) && !order->is.is_waiting))
        return TR_BOOK_REASON_BAD_COMBINATION;
    if (c->given & TR_BOOK_GIVEN_QUANTITY)
        reason = check_quantity(m, c->quantity);
    if (reason == 0 && (c->given & TR_BOOK_GIVEN_PRICE))
        reason = check_price(m, c->price, TR_BOOK_REASON_BAD_PRICE);
    if (reason == 0 && (c->given & TR_BOOK_GIVEN_STOP))
        reason = check_price(m, c->stop, TR_BOOK_REASON_BAD_STOP);
    if (reason == 0 && (c->given & TR_BOOK_GIVEN_STOP) && is_reached(m, order->is.side, c->stop))
        reason = TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    int64_t price = c->given & TR_BOOK_GIVEN_PRICE ? c->price : order->is.price;
    const model_order *target = order->target != 0 ? find(m, order->target) : NULL;
    const model_order *entry = order->is.entry != 0 ? find(m, order->is.entry) : NULL;
    if (reason == 0 && target != NULL && price != 0 &&
        !is_beyond(order->is.side, target->is.price, price))
        reason = TR_BOOK_REASON_BAD_LINK;
    if (reason == 0 && entry != NULL && entry->target == order->is.id && entry->is.price != 0 &&
        !is_beyond(entry->is.side, price, entry->is.price))
        reason = TR_BOOK_REASON_BAD_LINK;
    const model_order *other = is_leg && order->is.partner != 0 ? find(m, order->is.partner) : NULL;
    if (reason == 0 && other != NULL) {
        bool is_target = order->is.type == TR_BOOK_TYPE_LIMIT;
        int64_t stop = c->given & TR_BOOK_GIVEN_STOP ? c->stop : order->is.stop;
        uint8_t entry_side = order->is.side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
        if (!is_beyond(entry_side, is_target ? price : other->is.price,
                       is_target ? other->is.stop : stop))
            reason = TR_BOOK_REASON_BAD_LINK;
    }
    if (reason == 0 && order->is.is_post_only && (c->given & TR_BOOK_GIVEN_PRICE) &&
        c->price != order->is.price && would_cross(m, order->is.side, c->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
}

static void amend(model *m, const tr_book_command *c)
{
    model_order *live = find(m, c->id);
    uint8_t reason = live == NULL ? (uint8_t)TR_BOOK_REASON_UNKNOWN_ORDER : check_amend(m, c, live);
    if (reason != 0) {
        tell_id(m, TR_BOOK_EVENT_AMEND_REJECTED, reason, c->id);
        return;
    }
    model_order order = *live;
    int64_t filled = order.is.total - order.is.open;
    order.is.price = c->given & TR_BOOK_GIVEN_PRICE ? c->price : order.is.price;
    order.is.stop = c->given & TR_BOOK_GIVEN_STOP ? c->stop : order.is.stop;
    order.is.total = c->given & TR_BOOK_GIVEN_QUANTITY ? c->quantity : order.is.total;
    order.is.open = order.is.total - filled;
    if (order.is.open <= 0) {
        tell_cancelled(m, live, TR_BOOK_REASON_AMEND);
        over(m, live);
        return;
    }
    bool keeps = order.is.price == live->is.price && order.is.stop == live->is.stop &&
                 order.is.open <= live->is.open;
    if (order.is.shown > order.is.open)
        order.is.shown = order.is.open;
    tr_book_event event = { .kind = TR_BOOK_EVENT_AMENDED,
                            .side = order.is.side,
                            .id = order.is.id,
                            .price = order.is.price,
                            .stop = order.is.stop,
                            .quantity = order.is.total,
                            .open = order.is.open };
    event.flags = (uint8_t)((!is_market(&order) ? TR_BOOK_EVENT_HAS_PRICE : 0) |
                            (order.is.is_waiting ? TR_BOOK_EVENT_HAS_STOP : 0) |
                            (keeps ? TR_BOOK_EVENT_KEPT : 0) |
                            (keeps && !order.is.is_waiting ? TR_BOOK_EVENT_HAS_SHOWN : 0));
    event.shown = keeps && !order.is.is_waiting ? order.is.shown : 0;
    tell(m, event);
    *live = order;
    if (!keeps && order.is.is_waiting) {
        live->is.place = ++m->clock;
    } else if (!keeps) {
        live->is_live = false;
        arrive(m, &order);
    }
}

static void move_clock(model *m, int64_t at)
{
    if (at > m->now)
        m->now = at;
    for (;;) {
        model_order *first = NULL;
        for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
            model_order *order = &m->orders[i];
            if (!order->is_live || order->is.tif != TR_BOOK_TIF_GTD || order->is.expire > m->now)
                continue;
            if (first == NULL || order->is.expire < first->is.expire ||
                (order->is.expire == first->is.expire && order->age < first->age))
                first = order;
        }
        if (first == NULL)
            return;
        tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_EXPIRED,
                                 .id = first->is.id,
                                 .quantity = first->is.open });
        over(m, first);
    }
}

static void cancel(model *m, int64_t id)
{
    model_order *order = find(m, id);
    if (order == NULL) {
        tell_id(m, TR_BOOK_EVENT_CANCEL_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER, id);
        return;
    }
    tell_cancelled(m, order, TR_BOOK_REASON_USER);
    over(m, order);
}

void model_apply(model *m, const tr_book_command *command)
{
    m->event_count = 0;
    if (command->kind == TR_BOOK_COMMAND_NEW)
        enter(m, command);
    else if (command->kind == TR_BOOK_COMMAND_AMEND)
        amend(m, command);
    else if (command->kind == TR_BOOK_COMMAND_TIME)
        move_clock(m, command->at);
    else if (command->kind == TR_BOOK_COMMAND_PHASE)
        enter_phase(m, command->phase == TR_BOOK_PHASE_AUCTION);
    else
        cancel(m, command->id);
    finish(m);
    for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
        tr_book_order *order = &m->orders[i].is;
        order->is_leg = m->orders[i].is_bracket_leg && (order->entry | order->partner) != 0;
    }
}
