/* book_model.c: the orders of the model, and the way of a command. Nothing here is fast, and nothing is shared with the book. */
#include "sim/book_model_rules.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void model_tell(model *m, tr_book_event event)
{
    assert(m->event_count < MODEL_EVENTS_MAX);
    m->events[m->event_count++] = event;
}

void model_tell_id(model *m, uint8_t kind, uint8_t reason, int64_t id)
{
    model_tell(m, (tr_book_event){ .kind = kind, .reason = reason, .id = id });
}

void model_tell_cancelled(model *m, const model_order *order, uint8_t reason)
{
    model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_CANCELLED,
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

model_order *model_find(model *m, int64_t id)
{
    for (int i = 0; i < MODEL_ORDERS_MAX; i++)
        if (m->orders[i].is_live && m->orders[i].is.id == id)
            return &m->orders[i];
    return NULL;
}

model_order *model_find_any(model *m, int64_t id)
{
    if (m->at_work != NULL && m->at_work->is.id == id)
        return m->at_work;
    for (int i = 0; i < m->elected_count; i++)
        if (m->parked[i].is.id == id)
            return &m->parked[i];
    return model_find(m, id);
}

model_order *model_add(model *m, const model_order *order, tr_book_queue queue)
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

tr_book_queue model_queue_of(tr_book_queue buys, uint8_t side)
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

bool model_is_market(const model_order *order)
{
    return order->is.type == TR_BOOK_TYPE_MARKET || order->is.type == TR_BOOK_TYPE_STOP;
}

bool model_is_within(const model_order *order, int64_t price)
{
    if (model_is_market(order))
        return true;
    return order->is.side == TR_SIDE_BUY ? price <= order->is.price : price >= order->is.price;
}

int64_t model_least_of(const model_order *order)
{
    return order->is.quantity_min < order->is.open ? order->is.quantity_min : order->is.open;
}

bool model_has_minimum(const model_order *order)
{
    return order->is.quantity_min != 0;
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
        model_tell(m, (tr_book_event){ .kind = TR_BOOK_EVENT_EXPIRED,
                                       .id = first->is.id,
                                       .quantity = first->is.open });
        model_over(m, first);
    }
}

static void cancel(model *m, int64_t id)
{
    model_order *order = model_find(m, id);
    if (order == NULL) {
        model_tell_id(m, TR_BOOK_EVENT_CANCEL_REJECTED, TR_BOOK_REASON_UNKNOWN_ORDER, id);
        return;
    }
    model_tell_cancelled(m, order, TR_BOOK_REASON_USER);
    model_over(m, order);
}

void model_apply(model *m, const tr_book_command *command)
{
    m->event_count = 0;
    if (command->kind == TR_BOOK_COMMAND_NEW)
        model_enter(m, command);
    else if (command->kind == TR_BOOK_COMMAND_AMEND)
        model_amend(m, command);
    else if (command->kind == TR_BOOK_COMMAND_TIME)
        move_clock(m, command->at);
    else if (command->kind == TR_BOOK_COMMAND_PHASE)
        model_enter_phase(m, command->phase == TR_BOOK_PHASE_AUCTION);
    else
        cancel(m, command->id);
    model_finish(m);
    for (int i = 0; i < MODEL_ORDERS_MAX; i++) {
        tr_book_order *order = &m->orders[i].is;
        order->is_leg = m->orders[i].is_bracket_leg && (order->entry | order->partner) != 0;
    }
}
