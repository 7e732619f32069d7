/* book_model_ties.c: pairs and brackets: what a fill does to partners and legs. */
#include "sim/book_model_rules.h"

static void look_after(model *m, int64_t id)
{
    model_order *leg = id != 0 ? model_find_any(m, id) : NULL;
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

void model_over(model *m, model_order *order)
{
    order->is_live = false;
    forget(m, order->is.id);
    look_after(m, order->stop_leg);
    look_after(m, order->target);
}

void model_hold(model *m, model_order *leg)
{
    leg->queue = model_queue_of(TR_BOOK_QUEUE_HELD_BUYS, leg->is.side);
    leg->is.is_held = true;
    leg->is.is_top = false;
    leg->is.is_waiting = false;
    leg->is.shown = 0;
    leg->is.place = ++m->clock;
}

bool model_is_kept(const model_order *leg)
{
    return leg->is.entry != 0 || leg->growth > 0;
}

void model_part(model *m, model_order *order)
{
    model_order *partner = order->is.partner != 0 ? model_find_any(m, order->is.partner) : NULL;
    model_order *entry = order->is.entry != 0 ? model_find_any(m, order->is.entry) : NULL;
    if (partner != NULL)
        partner->is.partner = 0;
    if (entry != NULL && entry->target == order->is.id)
        entry->target = 0;
    if (entry != NULL && entry->stop_leg == order->is.id)
        entry->stop_leg = 0;
    order->is.partner = 0;
    order->is.entry = 0;
}

void model_end_tied(model *m, int64_t id)
{
    model_order *order = model_find_any(m, id);
    model_tell_cancelled(m, order, TR_BOOK_REASON_PARTNER);
    if (order->is_elected) {
        model_part(m, order);
        order->is_bracket_leg = false;
        order->is.open = 0;
    } else {
        model_over(m, order);
    }
}

static void reduce_stop(model *m, int64_t id, int64_t quantity)
{
    model_order *stop = model_find_any(m, id);
    int64_t less = quantity < stop->is.open ? quantity : stop->is.open;
    if (less == 0)
        return;
    if (less == stop->is.open && !model_is_kept(stop)) {
        model_end_tied(m, id);
        return;
    }
    stop->is.open -= less;
    stop->is.total -= less;
    model_tell(
        m, (tr_book_event){
               .kind = TR_BOOK_EVENT_REDUCED, .id = id, .quantity = less, .open = stop->is.open });
    if (stop->is.open == 0 && !stop->is_elected)
        model_hold(m, stop);
}

void model_filled(model *m, model_order *order, int64_t quantity)
{
    int64_t legs[2] = { order->stop_leg, order->target };
    for (int i = 0; i < 2; i++) {
        if (legs[i] != 0) {
            model_find_any(m, legs[i])->growth += quantity;
            look_after(m, legs[i]);
        }
    }
    if (order->is.partner != 0 && order->is_bracket_leg)
        reduce_stop(m, order->is.partner, quantity);
    else if (order->is.partner != 0)
        model_end_tied(m, order->is.partner);
}

static void tell_grown(model *m, const model_order *leg)
{
    bool is_stop = leg->is.type != TR_BOOK_TYPE_LIMIT;
    model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_AMENDED,
                                   .flags = (uint8_t)((is_stop ? TR_BOOK_EVENT_HAS_STOP : 0) |
                                                      (leg->is.type != TR_BOOK_TYPE_STOP
                                                           ? TR_BOOK_EVENT_HAS_PRICE
                                                           : 0)),
                                   .side = leg->is.side,
                                   .id = leg->is.id,
                                   .price = leg->is.price,
                                   .stop = is_stop ? leg->is.stop : 0,
                                   .quantity = leg->is.total,
                                   .open = leg->is.open });
}

void model_grow(model *m, model_order *leg)
{
    int64_t quantity = leg->growth;
    bool is_stop = leg->is.type != TR_BOOK_TYPE_LIMIT;
    leg->growth = 0;
    leg->growing_turn = 0;
    if (quantity == 0) {
        if (leg->is.entry == 0 && leg->is.open == 0 && !leg->is_elected) {
            model_tell_cancelled(m, leg, TR_BOOK_REASON_ENTRY);
            model_over(m, leg);
        }
        return;
    }
    const model_order *partner = leg->is.partner != 0 ? model_find_any(m, leg->is.partner) : NULL;
    if (!is_stop && partner != NULL && partner->is_elected)
        return;
    leg->is.open += quantity;
    leg->is.total += quantity;
    tell_grown(m, leg);
    if (leg->is_elected)
        return;
    if (!is_stop) {
        leg->is_live = false;
        model_arrive(m, leg);
        return;
    }
    leg->is.is_held = false;
    leg->is.is_waiting = true;
    leg->queue = model_queue_of(TR_BOOK_QUEUE_BUY_STOPS, leg->is.side);
    leg->is.place = ++m->clock;
    if (model_is_reached(m, leg->is.side, leg->is.stop))
        model_park(m, leg);
}

model_order *model_first_growing(model *m)
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
