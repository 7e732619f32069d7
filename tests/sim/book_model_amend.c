/* book_model_amend.c: a live order changes. */
#include "sim/book_model_rules.h"

static uint8_t check_amend(model *m, const tr_book_command *c, const model_order *order)
{
    uint8_t reason = 0;
    bool is_leg = order->is_bracket_leg && (order->is.entry != 0 || order->is.partner != 0);
    if (order->is.is_held || (is_leg && (c->given & TR_BOOK_GIVEN_QUANTITY)))
        return TR_BOOK_REASON_ATTACHED;
    if (((c->given & TR_BOOK_GIVEN_PRICE) && model_is_market(order)) ||
        ((c->given & TR_BOOK_GIVEN_STOP) && !order->is.is_waiting))
        return TR_BOOK_REASON_BAD_COMBINATION;
    if (c->given & TR_BOOK_GIVEN_QUANTITY)
        reason = model_check_quantity(m, c->quantity);
    if (reason == 0 && (c->given & TR_BOOK_GIVEN_PRICE))
        reason = model_check_price(m, c->price, TR_BOOK_REASON_BAD_PRICE);
    if (reason == 0 && (c->given & TR_BOOK_GIVEN_STOP))
        reason = model_check_price(m, c->stop, TR_BOOK_REASON_BAD_STOP);
    if (reason == 0 && (c->given & TR_BOOK_GIVEN_STOP) &&
        model_is_reached(m, order->is.side, c->stop))
        reason = TR_BOOK_REASON_STOP_WOULD_TRIGGER;
    int64_t price = c->given & TR_BOOK_GIVEN_PRICE ? c->price : order->is.price;
    const model_order *target = order->target != 0 ? model_find(m, order->target) : NULL;
    const model_order *entry = order->is.entry != 0 ? model_find(m, order->is.entry) : NULL;
    if (reason == 0 && target != NULL && price != 0 &&
        !model_is_beyond(order->is.side, target->is.price, price))
        reason = TR_BOOK_REASON_BAD_LINK;
    if (reason == 0 && entry != NULL && entry->target == order->is.id && entry->is.price != 0 &&
        !model_is_beyond(entry->is.side, price, entry->is.price))
        reason = TR_BOOK_REASON_BAD_LINK;
    const model_order *other =
        is_leg && order->is.partner != 0 ? model_find(m, order->is.partner) : NULL;
    if (reason == 0 && other != NULL) {
        bool is_target = order->is.type == TR_BOOK_TYPE_LIMIT;
        int64_t stop = c->given & TR_BOOK_GIVEN_STOP ? c->stop : order->is.stop;
        uint8_t entry_side = order->is.side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
        if (!model_is_beyond(entry_side, is_target ? price : other->is.price,
                             is_target ? other->is.stop : stop))
            reason = TR_BOOK_REASON_BAD_LINK;
    }
    if (reason == 0 && order->is.is_post_only && (c->given & TR_BOOK_GIVEN_PRICE) &&
        c->price != order->is.price && model_would_cross(m, order->is.side, c->price))
        reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS;
    return reason;
}

void model_amend(model *m, const tr_book_command *c)
{
    model_order *live = model_find(m, c->id);
    uint8_t reason = live == NULL ? (uint8_t)TR_BOOK_REASON_UNKNOWN_ORDER : check_amend(m, c, live);
    if (reason != 0) {
        model_tell_id(m, TR_BOOK_EVENT_AMEND_REJECTED, reason, c->id);
        return;
    }
    model_order order = *live;
    int64_t filled = order.is.total - order.is.open;
    order.is.price = c->given & TR_BOOK_GIVEN_PRICE ? c->price : order.is.price;
    order.is.stop = c->given & TR_BOOK_GIVEN_STOP ? c->stop : order.is.stop;
    order.is.total = c->given & TR_BOOK_GIVEN_QUANTITY ? c->quantity : order.is.total;
    order.is.open = order.is.total - filled;
    if (order.is.open <= 0) {
        model_tell_cancelled(m, live, TR_BOOK_REASON_AMEND);
        model_over(m, live);
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
    event.flags = (uint8_t)((!model_is_market(&order) ? TR_BOOK_EVENT_HAS_PRICE : 0) |
                            (order.is.is_waiting ? TR_BOOK_EVENT_HAS_STOP : 0) |
                            (keeps ? TR_BOOK_EVENT_KEPT : 0) |
                            (keeps && !order.is.is_waiting ? TR_BOOK_EVENT_HAS_SHOWN : 0));
    event.shown = keeps && !order.is.is_waiting ? order.is.shown : 0;
    model_tell(m, event);
    *live = order;
    if (!keeps && order.is.is_waiting) {
        live->is.place = ++m->clock;
    } else if (!keeps) {
        live->is_live = false;
        model_arrive(m, &order);
    }
}
