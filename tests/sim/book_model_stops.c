/* book_model_stops.c: stops are elected, trail, and go off; nothing is left behind when a command is finished. */
#include "sim/book_model_rules.h"

#include <string.h>

void model_park(model *m, model_order *stop)
{
    stop->is_elected = true;
    m->parked[m->elected_count++] = *stop;
    stop->is_live = false;
}

void model_elect(model *m, int64_t price)
{
    for (int queue = TR_BOOK_QUEUE_BUY_STOPS; queue <= TR_BOOK_QUEUE_SELL_STOPS; queue++) {
        const model_order *stops[MODEL_ORDERS_MAX];
        int count = model_queue(m, (tr_book_queue)queue, stops);
        for (int i = 0; i < count; i++) {
            model_order *stop = model_find(m, stops[i]->is.id);
            bool is_reached =
                queue == TR_BOOK_QUEUE_BUY_STOPS ? price >= stop->is.stop : price <= stop->is.stop;
            if (!is_reached)
                break;
            model_park(m, stop);
        }
    }
}

int64_t model_trail_to(const model *m, const tr_book_order *stop, int64_t price)
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
    int64_t to = model_trail_to(m, stop, price);
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

void model_trail(model *m, int64_t price)
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
            first->is.stop = model_trail_to(m, &first->is, price);
            first->is.place = ++m->clock;
            model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_TRAILED,
                                           .id = first->is.id,
                                           .stop = first->is.stop });
        }
    }
}

bool model_is_reached(const model *m, uint8_t side, int64_t stop)
{
    return m->last != 0 && (side == TR_SIDE_BUY ? m->last >= stop : m->last <= stop);
}

static void trigger(model *m)
{
    model_order order = m->parked[0];
    m->elected_count--;
    memmove(&m->parked[0], &m->parked[1], (size_t)m->elected_count * sizeof m->parked[0]);
    order.is_elected = false;
    if (order.is.open == 0) {
        if (order.is_bracket_leg && model_is_kept(&order)) {
            model_hold(m, &order);
            model_add(m, &order, order.queue);
        } else if (order.is_bracket_leg) {
            model_tell_cancelled(m, &order, TR_BOOK_REASON_ENTRY);
            model_over(m, &order);
        } /* else it was ended on its way */
        return;
    }
    model_tell_id(m, TR_BOOK_EVENT_TRIGGERED, 0, order.is.id);
    int64_t partner = order.is.partner;
    int64_t entry = order.is.entry;
    model_part(m, &order);
    order.is_bracket_leg = false;
    if (partner != 0)
        model_end_tied(m, partner);
    if (entry != 0)
        model_end_tied(m, entry);
    model_arrive(m, &order);
}

void model_finish(model *m)
{
    for (;;) {
        model_order *leg = model_first_growing(m);
        if (leg != NULL)
            model_grow(m, leg);
        else if (m->elected_count > 0)
            trigger(m);
        else
            return;
    }
}
