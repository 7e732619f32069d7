/*
 * amend.c: changing orders: those that wait here, and those that the exchange holds.
 *
 * What waits is changed in one event. Of an order at the exchange quantity and limit are first written down as a wish;
 * then the exchange is asked to amend it, or, where it cannot, to cancel it, and the rest is placed anew when the cancel is
 * confirmed: never are there two live orders of more than the wanted quantity. The wish is absolute, so that asking again
 * after a restart changes nothing twice.
 */
#include <stdio.h>
#include <string.h>

#include "core/fail.h"
#include "engine/work.h"

#define AT_EXCHANGE (TR_AMEND_QUANTITY | TR_AMEND_LIMIT)
#define OF_EXITS    (TR_AMEND_TAKE_PROFIT | TR_AMEND_STOP_LOSS)
#define OF_WORKING                                                                                 \
    (AT_EXCHANGE | OF_EXITS | TR_AMEND_LEGS | TR_AMEND_EXPIRES | TR_AMEND_NOTES | TR_AMEND_TAGS)

static bool is_set(tr_price price)
{
    return !tr_decimal_is_zero(price.value);
}

bool tr__amend_is_pending(const tr_order *order)
{
    return !tr_decimal_is_zero(order->amend_quantity.value);
}

/* ---- the new order --------------------------------------------------------------------------- */

static void set_fields(const tr_amend_request *request, int64_t at_ns, tr_order *order)
{
    const tr_order_request *values = &request->values;
    int64_t given = request->given;
    if (given & TR_AMEND_QUANTITY)
        order->quantity = values->quantity;
    if (given & TR_AMEND_LIMIT)
        order->limit_price = values->limit_price;
    if (given & TR_AMEND_STOP)
        order->stop_price = values->stop_price;
    if (given & (TR_AMEND_TAKE_PROFIT | TR_AMEND_STOP_LOSS))
        order->legs[0] = '\0';
    if (given & TR_AMEND_TAKE_PROFIT)
        order->take_profit = values->take_profit;
    if (given & TR_AMEND_STOP_LOSS)
        order->stop_loss = values->stop_loss;
    if (given & TR_AMEND_TRAIL) {
        order->trail_amount = values->trail_amount;
        order->trail_rate = values->trail_rate;
    }
    if (given & TR_AMEND_ACTIVATION)
        order->activation_price = values->activation_price;
    if (given & TR_AMEND_EXPIRES)
        order->expires_ns = values->expires_ns;
    if (given & TR_AMEND_STARTS)
        order->starts_ns = values->starts_ns == 0 ? at_ns : values->starts_ns;
    if (given & TR_AMEND_SIGNAL) {
        memcpy(order->source, values->source, sizeof order->source);
        order->signal_age_max_ns = values->signal_age_max_ns;
    }
    if (given & TR_AMEND_NOTES)
        memcpy(order->notes, values->notes, sizeof order->notes);
    if (given & TR_AMEND_TAGS)
        memcpy(order->tags, values->tags, sizeof order->tags);
}

/* The order as somebody would ask for it, so that one set of rules holds for both. */
static void request_of(const tr_order *order, const tr_amend_request *request,
                       tr_order_request *out)
{
    *out = (tr_order_request){ .side = order->side,
                               .type = order->type,
                               .tif = order->tif,
                               .quantity = order->quantity,
                               .limit_price = order->limit_price,
                               .stop_price = order->stop_price,
                               .is_reduce_only = order->is_reduce_only,
                               .expires_ns = order->expires_ns,
                               .signal_age_max_ns = order->signal_age_max_ns,
                               .trail_amount = order->trail_amount,
                               .trail_rate = order->trail_rate,
                               .activation_price = order->activation_price };
    memcpy(out->symbol, order->symbol, sizeof out->symbol);
    if (request->given & TR_AMEND_LEGS) {
        memcpy(out->legs, request->values.legs, sizeof out->legs);
        out->leg_count = request->values.leg_count;
    } else if (order->legs[0] != '\0') {
        out->leg_count = tr_order_legs(order, out->legs);
    }
    if (out->leg_count == 0) {
        out->take_profit = order->take_profit;
        out->stop_loss = order->stop_loss;
    }
}

/* Where an order waits for a price, the price may be another one. */
static tr_status set_stage(const tr_amend_request *request, const tr_order *before, tr_order *order,
                           tr_error *err)
{
    bool waits_for_price =
        before->trigger == TR_TRIGGER_PRICE_RISE || before->trigger == TR_TRIGGER_PRICE_FALL;
    bool is_activation = waits_for_price && (before->waits & TR_WAIT_PRICE) != 0;
    if ((request->given & TR_AMEND_ACTIVATION) &&
        (!is_set(before->activation_price) || !is_set(order->activation_price)))
        return tr__fail(err, TR_E_INVALID, 0,
                        "an activation price is changed where there is one, and not taken away");
    if ((request->given & TR_AMEND_ACTIVATION) && before->trigger == TR_TRIGGER_TRAIL)
        return tr__fail(err, TR_E_CONFLICT, 0, "the trail has begun already");
    if ((request->given & TR_AMEND_STARTS) && before->trigger != TR_TRIGGER_TIME)
        return tr__fail(err, TR_E_CONFLICT, 0, "the order's time has come already");
    if ((request->given & TR_AMEND_STARTS) &&
        (order->starts_ns < 0 || (order->expires_ns != 0 && order->starts_ns >= order->expires_ns)))
        return tr__fail(err, TR_E_RANGE, 0,
                        "the order is good from a time on at which it has expired, or before 1970");
    if ((request->given & TR_AMEND_SIGNAL) && before->trigger != TR_TRIGGER_SIGNAL &&
        (before->waits & TR_WAIT_SIGNAL) == 0)
        return tr__fail(err, TR_E_CONFLICT, 0, "the order waits for no signal");
    if (is_activation && (request->given & TR_AMEND_ACTIVATION))
        order->trigger_price = order->activation_price;
    else if (waits_for_price && !is_activation)
        order->trigger_price = order->stop_price;
    return TR_OK;
}

/* ---- events ---------------------------------------------------------------------------------- */

static void emit(work *w, order_node *node, const tr_order *order, const char *reason)
{
    event ev = { .kind = EVENT_ORDER_AMENDED, .order = *order };
    (void)snprintf(ev.reason, sizeof ev.reason, "%s", reason);
    tr__work_emit(w, node->owner, &ev);
}

/* Ask the gate as if the order held and closed nothing yet. */
static tr_status ask_gate(work *w, order_node *node, const tr_order *order, tr_money *required_out,
                          tr_error *err)
{
    tr_risk_verdict verdict = { 0 };
    tr_money held = node->order.reserved;
    tr_money required = { { 0 } };
    bool is_live = tr__state_is_live(node->order.state);
    position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    tr_decimal *sum = position == NULL ? NULL : &position->closing[order->side == TR_SIDE_SELL];
    tr_decimal closing = sum == NULL ? (tr_decimal){ 0 } : *sum;
    if (sum != NULL && tr_decimal_subtract(closing, node->closing, sum) != TR_OK)
        return tr__fail(err, TR_E_OVERFLOW, 0, "what an order closes does not fit");
    tr_status status =
        is_live ? tr__state_reserve(&w->engine->st, node, (tr_money){ { 0 } }) : TR_OK;
    if (status == TR_OK)
        status = tr__gate_ask(w->engine, node->owner, order, node->instrument,
                              is_live ? TR_RISK_CLAIM : TR_RISK_ACCEPT, &required, &verdict, err);
    if (sum != NULL)
        *sum = closing;
    if (is_live && tr__state_reserve(&w->engine->st, node, held) != TR_OK)
        tr__engine_fail(w->engine, TR_E_OVERFLOW, NULL);
    if (status == TR_OK && !verdict.is_allowed) {
        w->verdict = verdict;
        w->answer.verdict = &w->verdict;
        status = tr__fail(err, TR_E_REFUSED, 0, "%s", verdict.reason);
    }
    *required_out = required;
    return status;
}

/* ---- what waits here ------------------------------------------------------------------------- */

static tr_status amend_waiting(work *w, order_node *node, const tr_amend_request *request,
                               tr_error *err)
{
    tr_order order = node->order;
    tr_order checked;
    tr_order_request as_request;
    tr_money required;
    set_fields(request, w->at_ns, &order);
    request_of(&order, request, &as_request);
    tr_status status = tr__order_check_request(w->engine, &as_request, w->at_ns, &checked, err);
    if (status != TR_OK)
        return status;
    memcpy(order.legs, checked.legs, sizeof order.legs);
    order.take_profit = checked.take_profit;
    order.stop_loss = checked.stop_loss;
    if ((status = set_stage(request, &node->order, &order, err)) != TR_OK ||
        (status = ask_gate(w, node, &order, &required, err)) != TR_OK)
        return status;
    emit(w, node, &order, "amended");
    return TR_OK;
}

/* Whether a price would set an exit off at once. */
static bool is_beyond(const tr_order *exit, tr_role role, tr_price price, tr_price mark)
{
    bool rises = (exit->side == TR_SIDE_SELL) == (role == TR_ROLE_TAKE_PROFIT);
    int order = tr_decimal_compare(mark.value, price.value);
    return is_set(mark) && (rises ? order >= 0 : order <= 0);
}

/* Another price of a stop that rests at the exchange: written down as a wish. Where the exchange cannot amend it, it is
   cancelled, and waits here again with that price until it is handed over anew. */
static void wish_for_stop(work *w, order_node *node, tr_price price)
{
    const tr_exchange *exchange = w->engine->exchange;
    bool is_amended = exchange->traits->amends_stops && exchange->amend != NULL;
    tr_order order = node->order;
    order.amend_quantity = order.quantity;
    order.amend_limit_price = order.limit_price;
    order.amend_stop_price = price;
    emit(w, node, &order, is_amended ? "asked the exchange to amend it" : "to be replaced");
    if (is_amended) {
        tr__work_act(w, ACTION_AMEND, order.id);
        return;
    }
    tr__work_move(w, node, TR_STATE_CANCELLING, "to be replaced");
    tr__work_act(w, ACTION_CANCEL, order.id);
}

/* It waits here, or rests at the exchange with nothing else under way. */
static bool is_changeable(const order_node *exit)
{
    const tr_order *order = &exit->order;
    if (order->state == TR_STATE_WAITING)
        return order->trigger != TR_TRIGGER_NONE;
    return tr__stops_rests(order) && order->state == TR_STATE_WORKING &&
           !tr__amend_is_pending(order);
}

/* A target or stop, and its rival, which knows both prices. */
static tr_status amend_exit(work *w, order_node *node, const tr_amend_request *request,
                            tr_error *err)
{
    const tr_order_request *values = &request->values;
    tr_price mark = node->instrument == NULL
                        ? (tr_price){ { 0 } }
                        : tr__state_market(&w->engine->st, node->instrument)->mark;
    if ((request->given & ~OF_EXITS) != 0)
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "of a target or stop only take_profit and stop_loss can be changed");
    for (int pass = 0; pass < 2; pass++) {
        bool is_target = pass == 0;
        tr_role role = is_target ? TR_ROLE_TAKE_PROFIT : TR_ROLE_STOP_LOSS;
        if ((request->given & (is_target ? TR_AMEND_TAKE_PROFIT : TR_AMEND_STOP_LOSS)) == 0)
            continue;
        tr_price price = is_target ? values->take_profit : values->stop_loss;
        order_node *other = node->order.role == role ? node : node->rival;
        if (other != NULL && !tr_order_state_is_final(other->order.state) && !is_changeable(other))
            return tr__fail(err, TR_E_CONFLICT, 0, "the %s is on its way, or is being changed",
                            tr_role_name(role));
        if (other == NULL || tr_order_state_is_final(other->order.state) ||
            tr_decimal_sign(price.value) <= 0)
            return tr__fail(
                err, TR_E_INVALID, 0,
                "there is no %s to change, or its price is not above 0: cancel takes one away",
                tr_role_name(role));
        if (!is_target && other->order.type == TR_ORDER_TRAILING)
            return tr__fail(err, TR_E_UNSUPPORTED, 0,
                            "the stop trails: its price is not set by hand");
        if (is_beyond(&node->order, role, price, mark))
            return tr__fail(err, TR_E_INVALID, 0, "the market is beyond that %s already",
                            tr_role_name(role));
    }
    order_node *pair[2] = { node, node->rival };
    order_node *resting = NULL;
    for (size_t i = 0; i < 2; i++)
        if (pair[i] != NULL && tr__stops_rests(&pair[i]->order))
            resting = pair[i];
    for (size_t i = 0; i < 2 && pair[i] != NULL && !tr_order_state_is_final(pair[i]->order.state);
         i++) {
        tr_order order = pair[i]->order;
        if (request->given & TR_AMEND_TAKE_PROFIT)
            order.take_profit = values->take_profit;
        if ((request->given & TR_AMEND_STOP_LOSS) && resting == NULL)
            order.stop_loss = values->stop_loss;
        if (order.trigger != TR_TRIGGER_TIME && order.type != TR_ORDER_TRAILING &&
            order.state == TR_STATE_WAITING)
            order.trigger_price =
                order.role == TR_ROLE_TAKE_PROFIT ? order.take_profit : order.stop_loss;
        emit(w, pair[i], &order, "amended");
    }
    if (resting != NULL && (request->given & TR_AMEND_STOP_LOSS))
        wish_for_stop(w, resting, values->stop_loss);
    return TR_OK;
}

/* ---- what the exchange holds ----------------------------------------------------------------- */

static bool can_amend(const tr_engine *engine)
{
    return engine->exchange->traits->has_amend && engine->exchange->amend != NULL;
}

static tr_money larger(tr_money a, tr_money b)
{
    return (tr_money){ tr_decimal_max(a.value, b.value) };
}

/* What the order holds of its whole, for what is left of it. */
static tr_money share_left(const tr_order *order, tr_money whole)
{
    tr_quantity left;
    tr_money held = { { 0 } };
    if (tr_quantity_subtract(order->quantity, order->filled_quantity, &left) != TR_OK ||
        tr_decimal_sign(left.value) <= 0 ||
        tr_decimal_multiply_divide(whole.value, left.value, order->quantity.value, TR_ROUND_UP,
                                   &held.value) != TR_OK)
        return (tr_money){ { 0 } };
    return held;
}

/* What the rest of the order as it is wanted would hold. When the whole does not pass for what has filled already, and no
   more is asked for than before, the rest is judged by itself. */
static tr_status ask_for_rest(work *w, order_node *node, const tr_order *wanted, tr_money *held_out,
                              tr_error *err)
{
    tr_order rest = *wanted;
    tr_money required = { { 0 } };
    tr_status status = ask_gate(w, node, wanted, &required, err);
    *held_out = share_left(wanted, required);
    if (status != TR_E_REFUSED || tr_decimal_is_zero(wanted->filled_quantity.value) ||
        tr_decimal_compare(wanted->quantity.value, node->order.quantity.value) > 0 ||
        tr_quantity_subtract(wanted->quantity, wanted->filled_quantity, &rest.quantity) != TR_OK)
        return status;
    status = ask_gate(w, node, &rest, held_out, err);
    if (status == TR_OK)
        w->answer.verdict = NULL;
    return status;
}

/* The exchange has spoken: what was held for the larger of two is held for the one that counts. */
static void settle_reservation(const work *w, const order_node *node, tr_order *order)
{
    tr_money whole;
    const gate_ask ask = { .phase = TR_RISK_CLAIM, .price = order->limit_price };
    if (tr__stops_rests(order) && order->side == TR_SIDE_SELL) {
        order->reserved.value = tr_decimal_min(
            order->reserved.value, share_left(order, (tr_money){ order->quantity.value }).value);
        return;
    }
    if (node->instrument == NULL || !is_set(order->limit_price) ||
        tr__gate_required(w->engine, order, node->instrument, &ask, &whole) != TR_OK)
        return;
    order->reserved.value = tr_decimal_min(order->reserved.value, share_left(order, whole).value);
}

/* A stop of its own that rests at the exchange: quantity, limit and stop price are asked of it. */
static tr_status amend_resting(work *w, order_node *node, const tr_amend_request *request,
                               tr_error *err)
{
    const tr_exchange *exchange = w->engine->exchange;
    bool is_amended = exchange->traits->amends_stops && exchange->amend != NULL;
    tr_order order = node->order, wanted, checked;
    tr_order_request as_request;
    tr_money required = { { 0 } };
    set_fields(request, w->at_ns, &order);
    wanted = order;
    request_of(&wanted, request, &as_request);
    tr_status status = tr__order_check_request(w->engine, &as_request, w->at_ns, &checked, err);
    if (status == TR_OK &&
        tr_decimal_compare(wanted.quantity.value, wanted.filled_quantity.value) <= 0)
        status = tr__fail(err, TR_E_CONFLICT, 0, "as much has filled already");
    if (status == TR_OK && (status = ask_gate(w, node, &wanted, &required, err)) != TR_OK)
        return status;
    if (status != TR_OK)
        return status;
    order.quantity = node->order.quantity; /* until the exchange has spoken */
    order.limit_price = node->order.limit_price;
    order.stop_price = node->order.stop_price;
    if ((request->given & (AT_EXCHANGE | TR_AMEND_STOP)) == 0) {
        emit(w, node, &order, "amended");
        return TR_OK;
    }
    order.amend_quantity = wanted.quantity;
    order.amend_limit_price = wanted.limit_price;
    order.amend_stop_price = wanted.stop_price;
    order.reserved = larger(order.reserved, share_left(&wanted, required));
    emit(w, node, &order, is_amended ? "asked the exchange to amend it" : "to be replaced");
    if (is_amended) {
        tr__work_act(w, ACTION_AMEND, order.id);
        return TR_OK;
    }
    tr__work_move(w, node, TR_STATE_CANCELLING, "to be replaced");
    tr__work_act(w, ACTION_CANCEL, order.id);
    return TR_OK;
}

static tr_status amend_working(work *w, order_node *node, const tr_amend_request *request,
                               tr_error *err)
{
    tr_engine *engine = w->engine;
    tr_order order = node->order;
    tr_order wanted;
    tr_order checked;
    tr_order_request as_request;
    tr_money held = { { 0 } };
    if (tr__amend_is_pending(&order))
        return tr__fail(err, TR_E_CONFLICT, 0, "an amendment of the order is under way");
    if (tr__stops_rests(&order) && (request->given & ~(int64_t)(OF_WORKING | TR_AMEND_STOP)) == 0)
        return amend_resting(w, node, request, err);
    if ((request->given & ~(int64_t)OF_WORKING) != 0)
        return tr__fail(
            err, TR_E_UNSUPPORTED, 0,
            "of an order at the exchange only quantity, limit price, exits, expiry, notes and "
            "tags can be changed");
    if (node->order.role != TR_ROLE_ENTRY && (request->given & (OF_EXITS | TR_AMEND_LEGS)) != 0)
        return tr__fail(err, TR_E_UNSUPPORTED, 0, "only an entry has exits of its own");
    set_fields(request, w->at_ns, &order);
    wanted = order;
    if ((request->given & AT_EXCHANGE) != 0 && order.type == TR_ORDER_MARKET)
        return tr__fail(err, TR_E_UNSUPPORTED, 0,
                        "a market order that is at the exchange cannot be changed there");
    if (tr_decimal_compare(wanted.quantity.value, wanted.filled_quantity.value) <= 0)
        return tr__fail(err, TR_E_CONFLICT, 0, "as much has filled already");
    request_of(&wanted, request, &as_request);
    tr_status status = tr__order_check_request(engine, &as_request, w->at_ns, &checked, err);
    if (status != TR_OK)
        return status;
    memcpy(order.legs, checked.legs, sizeof order.legs);
    order.take_profit = checked.take_profit;
    order.stop_loss = checked.stop_loss;
    if ((request->given & AT_EXCHANGE) == 0) {
        emit(w, node, &order, "amended");
        return TR_OK;
    }
    if ((status = ask_for_rest(w, node, &wanted, &held, err)) != TR_OK)
        return status;
    order.quantity = node->order.quantity; /* until the exchange has spoken */
    order.limit_price = node->order.limit_price;
    order.amend_quantity = wanted.quantity;
    order.amend_limit_price = wanted.limit_price;
    order.reserved = larger(order.reserved, held);
    emit(w, node, &order, can_amend(engine) ? "asked the exchange to amend it" : "to be replaced");
    if (can_amend(engine)) {
        tr__work_act(w, ACTION_AMEND, order.id);
    } else {
        tr__work_move(w, node, TR_STATE_CANCELLING, "to be replaced");
        tr__work_act(w, ACTION_CANCEL, order.id);
    }
    return TR_OK;
}

void tr__amend_pursue(work *w, order_node *node)
{
    const tr_exchange *exchange = w->engine->exchange;
    bool is_amended = tr__stops_rests(&node->order)
                          ? exchange->traits->amends_stops && exchange->amend != NULL
                          : can_amend(w->engine);
    tr_order_state at = node->order.state;
    if (!tr__amend_is_pending(&node->order) ||
        (at != TR_STATE_WORKING && at != TR_STATE_PARTLY_FILLED))
        return;
    if (is_amended) {
        tr__work_act(w, ACTION_AMEND, node->order.id);
        return;
    }
    tr__work_move(w, node, TR_STATE_CANCELLING, "to be replaced");
    tr__work_act(w, ACTION_CANCEL, node->order.id);
}

void tr__amend_confirmed(work *w, order_node *node)
{
    tr_order order = node->order;
    if (!tr__amend_is_pending(&order))
        return;
    order.quantity = order.amend_quantity;
    order.limit_price = order.amend_limit_price;
    if (is_set(order.amend_stop_price)) {
        order.trigger_price = order.amend_stop_price;
        if (order.role == TR_ROLE_STOP_LOSS)
            order.stop_loss = order.amend_stop_price;
        else
            order.stop_price = order.amend_stop_price;
    }
    bool is_leaving = order.state == TR_STATE_CANCELLING && tr__stops_rests(&order);
    if (!is_leaving) /* a stop that makes way is still to be replaced */
        order.amend_quantity = (tr_quantity){ { 0 } };
    order.amend_limit_price = is_leaving ? order.limit_price : (tr_price){ { 0 } };
    order.amend_stop_price = (tr_price){ { 0 } };
    settle_reservation(w, node, &order);
    node->has_amend_failed = node->is_amend_asked = false;
    emit(w, node, &order, "amended");
    if (node->rival != NULL && node->rival->order.state == TR_STATE_WAITING &&
        order.role == TR_ROLE_STOP_LOSS) {
        tr_order target = node->rival->order;
        target.stop_loss = order.stop_loss;
        emit(w, node->rival, &target, "its stop was changed");
    }
    if (tr_decimal_compare(order.filled_quantity.value, order.quantity.value) >= 0 &&
        tr_order_move_is_legal(node->order.state, TR_STATE_FILLED))
        tr__work_move(w, node, TR_STATE_FILLED, "amended to what had filled");
}

static void forget_wish(work *w, order_node *node, bool has_spoken, const char *reason)
{
    tr_order order = node->order;
    if (!tr__amend_is_pending(&order) || (has_spoken && order.state == TR_STATE_CANCELLING &&
                                          tr__stops_rests(&order))) /* it is still to be replaced */
        return;
    order.amend_quantity = (tr_quantity){ { 0 } };
    order.amend_limit_price = (tr_price){ { 0 } };
    order.amend_stop_price = (tr_price){ { 0 } };
    if (has_spoken)
        settle_reservation(w, node, &order);
    node->has_amend_failed = true;
    node->is_amend_asked = false;
    tr_quantity more;
    bool was_growing =
        has_spoken && tr__exits_is_one(&order) && order.stop_at != TR_STOP_AT_ENGINE &&
        tr_quantity_subtract(node->order.amend_quantity, order.quantity, &more) == TR_OK &&
        tr_decimal_sign(more.value) > 0;
    emit(w, node, &order, reason);
    if (was_growing)
        tr__exits_not_grown(w, node, more);
    if (tr_decimal_compare(order.filled_quantity.value, order.quantity.value) >= 0 &&
        tr_order_move_is_legal(node->order.state, TR_STATE_FILLED))
        tr__work_move(w, node, TR_STATE_FILLED, "it filled before it was amended");
}

void tr__amend_refused(work *w, order_node *node, const char *reason)
{
    forget_wish(w, node, true, reason);
}

void tr__amend_dropped(work *w, order_node *node, const char *reason)
{
    forget_wish(w, node, false, reason);
}

void tr__amend_replace(work *w, order_node *node)
{
    tr_order order = node->order;
    tr_quantity left;
    if (can_amend(w->engine) || !tr__amend_is_pending(&order) ||
        order.state != TR_STATE_CANCELLED ||
        tr_quantity_subtract(order.amend_quantity, order.filled_quantity, &left) != TR_OK ||
        tr_decimal_sign(left.value) <= 0)
        return;
    order.id = tr__engine_new_id(w->engine, w->at_ns);
    order.replaces_id = node->order.id;
    order.quantity = left;
    order.limit_price = order.amend_limit_price;
    order.amend_quantity = (tr_quantity){ { 0 } };
    order.amend_limit_price = (tr_price){ { 0 } };
    order.type =
        is_set(order.limit_price) ? TR_ORDER_LIMIT : TR_ORDER_MARKET; /* what set it off has come */
    order.stop_price = (tr_price){ { 0 } };
    order.trail_amount = (tr_price){ { 0 } };
    order.trail_rate = (tr_decimal){ 0 };
    order.activation_price = (tr_price){ { 0 } };
    order.trail_seq = 0;
    order.trigger = TR_TRIGGER_NONE;
    order.trigger_price = (tr_price){ { 0 } };
    order.waits = 0;
    order.idempotency_key[0] = '\0'; /* the first one's, for ever */
    order.exchange_order_id[0] = '\0';
    order.state = TR_STATE_ACCEPTED;
    order.reason[0] = '\0';
    order.filled_quantity = (tr_quantity){ { 0 } };
    order.filled_notional = order.fees_quote = order.reserved = (tr_money){ { 0 } };
    order.created_ns = order.updated_ns = w->at_ns;
    order.version = 1;
    node->replaced_by = order.id;
    tr__gate_begin_day(w, node->owner, node->instrument->quote);
    order_node *subject = w->subject;
    (void)tr__work_place(w, node->owner, &order); /* a refusal is stored as the order's state */
    w->subject = subject;
}

/* ---- the door -------------------------------------------------------------------------------- */

static tr_status find(tr_engine *engine, const tr_amend_request *request, order_node **out,
                      tr_error *err)
{
    if (request == NULL || request->account == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no request, or no account in it");
    tr_status status = tr__engine_ready(engine, err);
    if (status != TR_OK)
        return status;
    order_node *node = tr__state_find_order(&engine->st, request->id);
    if (node == NULL || strcmp(node->order.account, request->account) != 0)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "no open order of that id in account %s",
                        request->account);
    if (tr_order_state_is_final(node->order.state))
        return tr__fail(err, TR_E_CONFLICT, 0, "the order is %s already",
                        tr_order_state_name(node->order.state));
    if (request->given == 0)
        return tr__fail(err, TR_E_INVALID, 0, "nothing to change was given");
    *out = node;
    return TR_OK;
}

static tr_status amend(work *w, order_node *node, const tr_amend_request *request, tr_error *err)
{
    tr_order_state at = node->order.state;
    if (tr__exits_is_one(&node->order) && (at == TR_STATE_WAITING || tr__stops_rests(&node->order)))
        return amend_exit(w, node, request, err);
    if (at == TR_STATE_WAITING)
        return amend_waiting(w, node, request, err);
    if (at == TR_STATE_WORKING || at == TR_STATE_PARTLY_FILLED)
        return amend_working(w, node, request, err);
    return tr__fail(err, TR_E_CONFLICT, 0,
                    "the order is %s: it can be changed when it waits or works",
                    tr_order_state_name(at));
}

void tr_engine_amend(tr_engine *engine, const tr_amend_request *request, tr_engine_reply *reply,
                     void *user)
{
    tr_error err = { 0 };
    order_node *node = NULL;
    tr_status status = find(engine, request, &node, &err);
    if (status != TR_OK) {
        tr__engine_answer(reply, user, status, &err);
        return;
    }
    work *w = tr__work_begin(engine, reply, user);
    if (w == NULL)
        return;
    tr__work_by(w, request->actor != NULL ? request->actor : node->owner->row.owner);
    w->subject = node;
    status = amend(w, node, request, &err);
    if (status != TR_OK)
        tr__work_refuse(w, status, &err);
    const order_node *resting = node;
    if (tr__exits_is_one(&node->order) && node->rival != NULL &&
        tr__stops_rests(&node->rival->order))
        resting = node->rival;
    order_node *asked = tr__state_find_order(&engine->st, resting->order.id);
    if (status == TR_OK && asked != NULL &&
        tr__amend_is_pending(
            &asked->order)) { /* whoever asked is told when the exchange has spoken */
        w->reply = NULL;
        tr__order_add_amend_waiter(engine, asked, reply, user);
    }
    tr__work_finish(w);
}
