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

static model_order *find(model *m, int64_t id)
{
    for (int i = 0; i < MODEL_ORDERS_MAX; i++)
        if (m->orders[i].is_live && m->orders[i].is.id == id)
            return &m->orders[i];
    return NULL;
}

static model_order *add(model *m, const model_order *order)
{
    for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
        if (!m->orders[i].is_live) {
            m->orders[i] = *order;
            m->orders[i].is_live = true;
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

static int by_priority(const void *a, const void *b)
{
    const tr_book_order *x = &(*(const model_order *const *)a)->is;
    const tr_book_order *y = &(*(const model_order *const *)b)->is;
    int64_t at_x = x->is_waiting ? x->stop : x->price;
    int64_t at_y = y->is_waiting ? y->stop : y->price;
    bool is_high_first = (x->side == TR_SIDE_BUY) != x->is_waiting;
    if (at_x != at_y)
        return (at_x < at_y) == is_high_first ? 1 : -1;
    return x->place < y->place ? -1 : 1;
}

int model_queue(const model *m, tr_book_queue queue, const model_order *out[MODEL_ORDERS_MAX])
{
    bool is_waiting = queue == TR_BOOK_QUEUE_BUY_STOPS || queue == TR_BOOK_QUEUE_SELL_STOPS;
    int side = queue == TR_BOOK_QUEUE_BIDS || queue == TR_BOOK_QUEUE_BUY_STOPS ? TR_SIDE_BUY
                                                                               : TR_SIDE_SELL;
    int count = 0;
    for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
        const model_order *order = &m->orders[i];
        if (order->is_live && order->is.side == side && order->is.is_waiting == is_waiting)
            out[count++] = order;
    }
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

/* The opposite orders within the limit, best first. */
static int opposite(const model *m, const model_order *order,
                    const model_order *out[MODEL_ORDERS_MAX])
{
    int count = model_queue(
        m, order->is.side == TR_SIDE_BUY ? TR_BOOK_QUEUE_ASKS : TR_BOOK_QUEUE_BIDS, out);
    int within = 0;
    while (within < count && is_within(order, out[within]->is.price))
        within++;
    return within;
}

static bool is_own(const model_order *order, const model_order *other)
{
    return order->is.stp != TR_BOOK_STP_NONE && order->is.owner != 0 &&
           order->is.owner == other->is.owner;
}

static bool fits(const model *m, const model_order *order)
{
    const model_order *others[MODEL_ORDERS_MAX];
    int count = opposite(m, order, others);
    int64_t missing = order->is.open;
    for (int i = 0; i < count && missing > 0; i++) {
        if (!is_own(order, others[i]))
            missing -= others[i]->is.open < missing ? others[i]->is.open : missing;
        else if (order->is.stp != TR_BOOK_STP_CANCEL_OLDEST)
            break;
    }
    return missing == 0;
}

/* ---- Stops ---- */

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
            m->parked[m->elected_count++] = *stop;
            stop->is_live = false;
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
        maker->is_live = false;
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
    } else if (taker->is.stp == TR_BOOK_STP_DECREMENT) {
        taker->is.open -= smaller;
        taker->is.total -= smaller;
        tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_REDUCED,
                                 .id = taker->is.id,
                                 .quantity = smaller,
                                 .open = taker->is.open });
    }
}

static void trade(model *m, model_order *taker, model_order *maker)
{
    int64_t quantity = taker->is.open < maker->is.shown ? taker->is.open : maker->is.shown;
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
    maker->is.shown -= quantity;
    if (maker->is.open == 0) {
        maker->is_live = false;
    } else if (maker->is.shown == 0) {
        maker->is.shown = maker->is.display < maker->is.open ? maker->is.display : maker->is.open;
        maker->is.place = ++m->clock;
        tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_REFRESHED,
                                 .id = maker->is.id,
                                 .shown = maker->is.shown });
    }
    elect(m, price);
}

static void rest(model *m, model_order *order)
{
    order->is.type = TR_BOOK_TYPE_LIMIT;
    order->is.is_waiting = false;
    order->is.stop = 0;
    order->is.shown = order->is.open;
    if (order->is.display != 0 && order->is.display < order->is.open)
        order->is.shown = order->is.display;
    order->is.place = ++m->clock;
    add(m, order);
    tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_BOOKED,
                             .side = order->is.side,
                             .id = order->is.id,
                             .price = order->is.price,
                             .open = order->is.open,
                             .shown = order->is.shown });
}

static void arrive(model *m, model_order *order)
{
    if (order->is.tif == TR_BOOK_TIF_FOK && !fits(m, order)) {
        tell_cancelled(m, order, TR_BOOK_REASON_FOK);
        return;
    }
    while (order->is.open > 0) {
        const model_order *others[MODEL_ORDERS_MAX];
        if (opposite(m, order, others) == 0)
            break;
        model_order *maker = find(m, others[0]->is.id);
        if (is_own(order, maker))
            prevent(m, order, maker);
        else
            trade(m, order, maker);
    }
    if (order->is.open == 0)
        return;
    if (is_market(order))
        tell_cancelled(m, order, TR_BOOK_REASON_NO_LIQUIDITY);
    else if (order->is.tif == TR_BOOK_TIF_IOC)
        tell_cancelled(m, order, TR_BOOK_REASON_IOC);
    else
        rest(m, order);
}

static void finish(model *m)
{
    while (m->elected_count > 0) {
        model_order order = m->parked[0];
        m->elected_count--;
        memmove(&m->parked[0], &m->parked[1], (size_t)m->elected_count * sizeof m->parked[0]);
        tell_id(m, TR_BOOK_EVENT_TRIGGERED, 0, order.is.id);
        arrive(m, &order);
    }
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

static bool is_reached(const model *m, uint8_t side, int64_t stop)
{
    return m->last != 0 && (side == TR_SIDE_BUY ? m->last >= stop : m->last <= stop);
}

static bool would_cross(const model *m, uint8_t side, int64_t price)
{
    const model_order *others[MODEL_ORDERS_MAX];
    model_order order = { .is = { .side = side, .type = TR_BOOK_TYPE_LIMIT, .price = price } };
    return opposite(m, &order, others) > 0;
}

static uint8_t check_new(model *m, const tr_book_command *c)
{
    bool is_limit = c->type == TR_BOOK_TYPE_LIMIT;
    bool is_market_type = c->type == TR_BOOK_TYPE_MARKET;
    bool is_stop = !is_limit && !is_market_type;
    bool has_limit = is_limit || c->type == TR_BOOK_TYPE_STOP_LIMIT;
    bool is_gtd = c->tif == TR_BOOK_TIF_GTD;
    bool is_lasting = is_gtd || c->tif == TR_BOOK_TIF_GTC;
    bool has_display = c->given & TR_BOOK_GIVEN_DISPLAY;
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
    uint8_t reason = check_quantity(m, c->given & TR_BOOK_GIVEN_QUANTITY ? c->quantity : 0);
    if (reason == 0 && has_display &&
        (c->display <= 0 || c->display > c->quantity || c->display % m->options.lot != 0))
        reason = TR_BOOK_REASON_BAD_DISPLAY;
    if (reason == 0 && has_limit)
        reason =
            check_price(m, c->given & TR_BOOK_GIVEN_PRICE ? c->price : 0, TR_BOOK_REASON_BAD_PRICE);
    if (reason == 0 && is_stop)
        reason =
            check_price(m, c->given & TR_BOOK_GIVEN_STOP ? c->stop : 0, TR_BOOK_REASON_BAD_STOP);
    if (reason == 0 && is_gtd && c->expire <= m->now)
        reason = TR_BOOK_REASON_BAD_EXPIRE;
    if (reason == 0 && is_stop && is_reached(m, c->side, c->stop))
        reason = TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    if (reason == 0 && c->is_post_only && would_cross(m, c->side, c->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
}

static void enter(model *m, const tr_book_command *c)
{
    uint8_t reason = check_new(m, c);
    if (reason != 0) {
        tell_id(m, TR_BOOK_EVENT_REJECTED, reason, c->id);
        return;
    }
    tell_id(m, TR_BOOK_EVENT_ACCEPTED, 0, c->id);
    model_order order = { .is = { .id = c->id,
                                  .owner = c->owner,
                                  .side = c->side,
                                  .type = c->type,
                                  .tif = c->tif,
                                  .stp = c->stp,
                                  .is_post_only = c->is_post_only,
                                  .price = c->given & TR_BOOK_GIVEN_PRICE ? c->price : 0,
                                  .stop = c->given & TR_BOOK_GIVEN_STOP ? c->stop : 0,
                                  .total = c->quantity,
                                  .open = c->quantity,
                                  .display = c->given & TR_BOOK_GIVEN_DISPLAY ? c->display : 0,
                                  .expire = c->given & TR_BOOK_GIVEN_EXPIRE ? c->expire : 0 },
                          .age = ++m->clock };
    order.is.place = order.age;
    if (c->type == TR_BOOK_TYPE_STOP || c->type == TR_BOOK_TYPE_STOP_LIMIT) {
        order.is.is_waiting = true;
        add(m, &order);
        return;
    }
    arrive(m, &order);
    finish(m);
}

static uint8_t check_amend(model *m, const tr_book_command *c, const model_order *order)
{
    uint8_t reason = 0;
    if (((c->given & TR_BOOK_GIVEN_PRICE) && order->is.type == TR_BOOK_TYPE_STOP) ||
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
        live->is_live = false;
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
    event.flags = (uint8_t)((order.is.type != TR_BOOK_TYPE_STOP ? TR_BOOK_EVENT_HAS_PRICE : 0) |
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
        finish(m);
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
        first->is_live = false;
    }
}

void model_apply(model *m, const tr_book_command *command)
{
    m->event_count = 0;
    if (command->kind == TR_BOOK_COMMAND_NEW) {
        enter(m, command);
    } else if (command->kind == TR_BOOK_COMMAND_AMEND) {
        amend(m, command);
    } else if (command->kind == TR_BOOK_COMMAND_TIME) {
        move_clock(m, command->at);
    } else {
        model_order *order = find(m, command->id);
        if (order == NULL) {
            tell_id(m, TR_BOOK_EVENT_CANCEL_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER, command->id);
        } else {
            tell_cancelled(m, order, TR_BOOK_REASON_USER);
            order->is_live = false;
        }
    }
}
