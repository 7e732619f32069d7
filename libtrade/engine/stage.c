/* stage.c: what an order waits for, one thing after the other: time, signal, the price that begins a trail, a price. */
#include "engine/work.h"

static bool is_set(tr_price price)
{
    return !tr_decimal_is_zero(price.value);
}

/* The direction that the market takes to set off a plain price. */
static tr_trigger direction_of(const tr_order *order)
{
    bool is_buy = order->side == TR_SIDE_BUY;
    bool is_better = order->role == TR_ROLE_TAKE_PROFIT || order->type == TR_ORDER_TOUCH ||
                     order->type == TR_ORDER_TOUCH_LIMIT;
    return is_buy != is_better ? TR_TRIGGER_PRICE_RISE : TR_TRIGGER_PRICE_FALL;
}

/* A trail begins where the market has gone well: a sell's above, a buy's below. */
static tr_trigger direction_of_activation(const tr_order *order)
{
    return order->side == TR_SIDE_SELL ? TR_TRIGGER_PRICE_RISE : TR_TRIGGER_PRICE_FALL;
}

static bool is_exit(const tr_order *order)
{
    return order->role == TR_ROLE_TAKE_PROFIT || order->role == TR_ROLE_STOP_LOSS;
}

static tr_price price_of(const tr_order *order)
{
    if (!is_exit(order))
        return order->stop_price;
    return order->role == TR_ROLE_TAKE_PROFIT ? order->take_profit : order->stop_loss;
}

void tr__stage_next(const tr_order *order, tr_trigger *trigger_out, tr_price *price_out,
                    int64_t *waits_out)
{
    int64_t first = order->waits & -order->waits; /* the lowest bit */
    *waits_out = order->waits - first;
    *price_out = (tr_price){ { 0 } };
    switch (first) {
    case TR_WAIT_TIME:
        *trigger_out = TR_TRIGGER_TIME;
        return;
    case TR_WAIT_SIGNAL:
        *trigger_out = TR_TRIGGER_SIGNAL;
        return;
    case TR_WAIT_ACTIVATION:
        *trigger_out = direction_of_activation(order);
        *price_out = order->activation_price;
        return;
    case TR_WAIT_PRICE:
        *trigger_out = order->type == TR_ORDER_TRAILING ? TR_TRIGGER_TRAIL : direction_of(order);
        if (*trigger_out != TR_TRIGGER_TRAIL)
            *price_out = price_of(order);
        return;
    default:
        *trigger_out = TR_TRIGGER_NONE;
        return;
    }
}

void tr__stage_first(tr_order *order, bool waits_for_signal, int64_t now_ns)
{
    bool waits_for_price = is_set(price_of(order)) || order->type == TR_ORDER_TRAILING;
    order->waits = (order->starts_ns > now_ns ? TR_WAIT_TIME : 0) |
                   (waits_for_signal ? TR_WAIT_SIGNAL : 0) |
                   (is_set(order->activation_price) ? TR_WAIT_ACTIVATION : 0) |
                   (waits_for_price ? TR_WAIT_PRICE : 0);
    tr_trigger trigger;
    tr_price price;
    int64_t waits;
    tr__stage_next(order, &trigger, &price, &waits);
    order->trigger = trigger;
    order->trigger_price = price;
    order->waits = waits;
}

/* A trail follows the market from `price` on; when there is none yet, from the first tick on, whatever it is. */
static void stage(work *w, order_node *node, tr_trigger trigger, tr_price trigger_price,
                  int64_t waits, tr_price price, tr_id cause)
{
    event ev = { .kind = EVENT_ORDER_STAGED,
                 .id = node->order.id,
                 .trigger = trigger,
                 .trigger_price = trigger_price,
                 .waits = waits,
                 .cause = cause };
    if (trigger == TR_TRIGGER_TRAIL && !is_set(price)) {
        ev.trigger = direction_of_activation(&node->order);
        ev.trigger_price.value = ev.trigger == TR_TRIGGER_PRICE_RISE
                                     ? (tr_decimal){ .lo = 1, .hi = 0 }
                                     : (tr_decimal){ .lo = UINT64_MAX, .hi = INT64_MAX };
        ev.waits = waits | TR_WAIT_PRICE;
    } else if (trigger == TR_TRIGGER_TRAIL) {
        ev.price = price;
    }
    tr__work_emit(w, node->owner, &ev);
}

static tr_price mark_of(const work *w, const order_node *node)
{
    return node->instrument == NULL ? (tr_price){ { 0 } }
                                    : tr__state_market(&w->engine->st, node->instrument)->mark;
}

void tr__stage_begin(work *w, order_node *node)
{
    const tr_order *order = &node->order;
    if (order->state == TR_STATE_WAITING && order->trigger == TR_TRIGGER_TRAIL &&
        order->trail_seq == 0)
        stage(w, node, TR_TRIGGER_TRAIL, (tr_price){ { 0 } }, order->waits, mark_of(w, node),
              (tr_id){ { 0 } });
}

void tr__work_reached(work *w, order_node *node, tr_price price, tr_id cause)
{
    const tr_order *order = &node->order;
    bool has_expired = order->expires_ns > 0 && order->expires_ns <= w->at_ns;
    if (order->waits == 0 || order->state != TR_STATE_WAITING || has_expired) {
        tr__work_claim(w, node, cause);
        return;
    }
    tr_trigger trigger;
    tr_price trigger_price;
    int64_t waits;
    tr__stage_next(order, &trigger, &trigger_price, &waits);
    stage(w, node, trigger, trigger_price, waits, is_set(price) ? price : mark_of(w, node), cause);
    tr__stops_hand_over(w, node);
}
