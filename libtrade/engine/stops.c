/*
 * stops.c: stops that the exchange holds: handed over, changed, and called back for what goes in their stead.
 *
 * A stop waits in the engine, as every order does, until the exchange can hold it: then it is claimed and sent like any
 * order, reduce-only, with its price. What it would close belongs to it from then on. Whatever else is to close the same
 * goods (its target, a close by hand) is *parked*: it waits for nothing but the stop's end. The stop is cancelled, and its
 * confirmed cancel or its execution decides: never are both at the market.
 */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/guard.h"

#define OFFER_AGAIN_NS  (5 * TR_NS_PER_SECOND) /* doubled with each refusal */
#define OFFER_DOUBLINGS 10                     /* up to 85 minutes */
#define MAKES_WAY       "makes way for an order that closes"

bool tr__stops_rests(const tr_order *order)
{
    return order->stop_at == TR_STOP_AT_EXCHANGE && tr__state_is_live(order->state);
}

static position_node *position_of(const order_node *node)
{
    return tr__account_find_position(node->owner, node->order.symbol);
}

static bool is_held(const order_node *exit)
{
    const position_node *position = position_of(exit);
    int held = position == NULL ? 0 : tr_decimal_sign(position->row.quantity);
    return held == (exit->order.side == TR_SIDE_SELL ? 1 : -1);
}

/* Its time has come, and it waits for stops to make way. */
static bool is_calling(const order_node *node)
{
    return node->links[LIST_CALLING].is_listed;
}

static bool is_called_away(const order_node *stop)
{
    if (stop->rival != NULL && is_calling(stop->rival))
        return true;
    const position_node *position = position_of(stop);
    const order_node *node = position == NULL ? NULL : position->lists[LIST_CALLING];
    while (node != NULL && (node->order.side != stop->order.side || tr__exits_is_one(&node->order)))
        node = node->links[LIST_CALLING].next;
    return node != NULL;
}

/* ---- handing over ---------------------------------------------------------------------------- */

/* A stop that waits for nothing but its price. */
static bool is_stop(const tr_order *order)
{
    bool is_type = order->type == TR_ORDER_STOP || order->type == TR_ORDER_STOP_LIMIT ||
                   (order->role == TR_ROLE_STOP_LOSS && order->type == TR_ORDER_MARKET);
    return is_type && order->state == TR_STATE_WAITING && order->waits == 0 &&
           (order->trigger == TR_TRIGGER_PRICE_RISE || order->trigger == TR_TRIGGER_PRICE_FALL);
}

static bool can_hold(const tr_engine *engine, const tr_order *order)
{
    const tr_exchange_traits *traits = engine->exchange->traits;
    return engine->stops_at_exchange &&
           (order->type == TR_ORDER_STOP_LIMIT ? traits->holds_stop_limits : traits->holds_stops);
}

/* Entries stay here: the gate is to be asked when their price has come, and their money is free until then. */
static bool is_for_exchange(const tr_engine *engine, const order_node *node)
{
    return is_stop(&node->order) && can_hold(engine, &node->order) && !node->is_kept &&
           node->instrument != NULL &&
           tr__gate_is_exit(node->owner, &node->order, node->instrument);
}

static int64_t offered_ns(const tr_order *order)
{
    if (order->attempts == 0)
        return INT64_MIN;
    int64_t doublings =
        order->attempts - 1 < OFFER_DOUBLINGS ? order->attempts - 1 : OFFER_DOUBLINGS;
    return order->created_ns + (OFFER_AGAIN_NS << doublings);
}

static void offer_later(tr_engine *engine, int64_t at_ns)
{
    if (at_ns < engine->stops_due_ns)
        engine->stops_due_ns = at_ns;
}

/* Nothing but stops at the exchange closes or holds back anything of the position. */
static bool is_alone(const order_node *node)
{
    const position_node *position = position_of(node);
    const balance_node *goods = tr__account_find_balance(node->owner, node->instrument->base);
    tr_decimal closing = { 0 }, reserved = { 0 };
    for (const order_node *at = position == NULL ? NULL : position->lists[LIST_RESTING]; at != NULL;
         at = at->links[LIST_RESTING].next)
        if ((at->order.side == node->order.side &&
             tr_decimal_add(closing, at->closing, &closing) != TR_OK) ||
            tr_decimal_add(reserved, at->order.reserved.value, &reserved) != TR_OK)
            return false;
    bool is_free = node->order.side == TR_SIDE_BUY || goods == NULL ||
                   node->instrument->kind != TR_KIND_SPOT ||
                   tr_decimal_compare(goods->reserved.value, reserved) == 0;
    return position != NULL && is_free &&
           tr_decimal_compare(position->closing[node->order.side == TR_SIDE_SELL], closing) == 0;
}

/* An exit that is larger than the position (fees were paid with the goods) shrinks to it; one that is short because others
   are closing waits until they are done. */
static bool fit(work *w, order_node *node)
{
    tr_quantity fitting = { tr__exits_fitting(node) };
    if (tr_decimal_compare(fitting.value, node->order.quantity.value) >= 0)
        return true;
    if (!node->order.is_reduce_only || tr_decimal_sign(fitting.value) <= 0 || !is_alone(node))
        return false;
    tr__work_resize(w, node, fitting, "shrunk to the position");
    return true;
}

static void move_stop(work *w, order_node *node, tr_stop_at stop_at, const char *reason)
{
    event ev = { .kind = EVENT_STOP_MOVED, .id = node->order.id, .stop_at = stop_at };
    (void)snprintf(ev.reason, sizeof ev.reason, "%s", reason);
    tr__work_emit(w, node->owner, &ev);
}

void tr__stops_hand_over(work *w, order_node *node)
{
    tr_engine *engine = w->engine;
    if (!is_for_exchange(engine, node) || is_called_away(node) || tr__halt_takes(engine, node) ||
        tr__halt_closes(engine, node)) /* it is about to be sold */
        return;
    if (offered_ns(&node->order) > w->at_ns) {
        offer_later(engine, offered_ns(&node->order));
        return;
    }
    if (!fit(w, node)) {
        offer_later(engine, w->at_ns + OFFER_AGAIN_NS);
        return;
    }
    tr_money required = { { 0 } };
    tr_risk_verdict verdict = { 0 };
    tr_error err = { 0 };
    tr_status status = tr__gate_ask(engine, node->owner, &node->order, node->instrument,
                                    TR_RISK_CLAIM, &required, &verdict, &err);
    if (status != TR_OK || !verdict.is_allowed) {
        node->is_kept = true;
        tr__work_alarm(w, node, "the stop stays in the engine: %s",
                       status != TR_OK ? err.message : verdict.reason);
        return;
    }
    move_stop(w, node, TR_STOP_AT_EXCHANGE, "the exchange is to hold it");
    tr__work_take(w, node, required, (tr_id){ { 0 } });
}

/* ---- making way ------------------------------------------------------------------------------ */

/* Cancel it, with the wish that something takes its place: whatever ends it, what it covered is not forgotten. One that is
   on its way is cancelled once the exchange has it. */
static void step_aside(work *w, order_node *stop)
{
    if (stop->order.state != TR_STATE_WORKING)
        return;
    if (!tr__amend_is_pending(&stop->order)) {
        event ev = { .kind = EVENT_ORDER_AMENDED, .order = stop->order, .reason = MAKES_WAY };
        ev.order.amend_quantity = stop->order.quantity;
        ev.order.amend_limit_price = stop->order.limit_price;
        tr__work_emit(w, stop->owner, &ev);
    }
    tr__work_move(w, stop, TR_STATE_CANCELLING, MAKES_WAY);
    tr__work_act(w, ACTION_CANCEL, stop->order.id);
}

static void park(work *w, order_node *node)
{
    static const char reason[] = "waits until a stop at the exchange has made way";
    if (node->order.state == TR_STATE_ACCEPTED) {
        tr__work_move(w, node, TR_STATE_WAITING, reason);
    } else if (node->order.trigger != TR_TRIGGER_NONE) {
        event ev = { .kind = EVENT_ORDER_STAGED, .id = node->order.id, .trigger = TR_TRIGGER_NONE };
        memcpy(ev.reason, reason, sizeof reason);
        tr__work_emit(w, node->owner, &ev);
    }
}

static tr_decimal left_of(const tr_order *order)
{
    tr_decimal left = { 0 };
    if (tr_decimal_subtract(order->quantity.value, order->filled_quantity.value, &left) != TR_OK)
        return (tr_decimal){ 0 };
    return left;
}

tr_decimal tr__stops_held_in(const position_node *position, tr_side side)
{
    tr_decimal sum = { 0 };
    for (const order_node *at = position == NULL ? NULL : position->lists[LIST_RESTING]; at != NULL;
         at = at->links[LIST_RESTING].next)
        if (at->order.side == side)
            (void)tr_decimal_add(sum, left_of(&at->order), &sum); /* of one position: it fits */
    return sum;
}

bool tr__stops_rest_in(const account *owner)
{
    for (size_t i = 0; i < owner->position_count; i++)
        if (owner->positions[i]->lists[LIST_RESTING] != NULL)
            return true;
    return false;
}

/* What an order lacks that stops could make free; zero: nothing, or not even all of them would do. */
static tr_decimal lacking(const order_node *node, const position_node *position)
{
    const tr_order *order = &node->order;
    tr_decimal held = tr__stops_held_in(position, order->side);
    tr_decimal wanted = order->quantity.value, lack = { 0 };
    tr_decimal unoccupied = order->is_reduce_only
                                ? tr__gate_closable(node->owner, node->instrument, order->side)
                                : tr__gate_available(node->owner, node->instrument->base).value;
    bool sells_goods = node->instrument->kind == TR_KIND_SPOT && order->side == TR_SIDE_SELL;
    if (tr_decimal_is_zero(held) || (!order->is_reduce_only && !sells_goods))
        return lack;
    if (order->is_reduce_only) {
        tr_decimal size = { 0 };
        if (tr_decimal_absolute(position->row.quantity, &size) != TR_OK)
            return lack;
        wanted = tr_decimal_min(wanted, size);
    }
    if (tr_decimal_subtract(wanted, unoccupied, &lack) != TR_OK || tr_decimal_sign(lack) <= 0 ||
        (!order->is_reduce_only && tr_decimal_compare(lack, held) > 0))
        return (tr_decimal){ 0 };
    return lack;
}

/* As many of the stops as it takes, those that are on their way out first. */
static bool ask_for(work *w, const order_node *node, position_node *position, tr_decimal lack)
{
    bool is_any = false;
    for (int pass = 0; pass < 2; pass++)
        for (order_node *at = position->lists[LIST_RESTING];
             at != NULL && tr_decimal_sign(lack) > 0; at = at->links[LIST_RESTING].next) {
            bool is_leaving = at->order.state == TR_STATE_CANCELLING;
            if (at->order.side != node->order.side || is_leaving != (pass == 0))
                continue;
            step_aside(w, at); /* it stays in the list until its cancel is confirmed */
            is_any = true;
            if (tr_decimal_subtract(lack, left_of(&at->order), &lack) != TR_OK)
                return true;
        }
    return is_any;
}

bool tr__stops_make_way(work *w, order_node *node)
{
    position_node *position = position_of(node);
    if (position == NULL || position->lists[LIST_RESTING] == NULL)
        return false;
    if (tr__exits_is_one(&node->order)) {
        if (node->rival == NULL || !tr__stops_rests(&node->rival->order))
            return false;
        step_aside(w, node->rival);
    } else if (!ask_for(w, node, position, lacking(node, position))) {
        return false;
    }
    park(w, node);
    return true;
}

void tr__stops_settle(work *w, const order_node *of_position)
{
    position_node *position = position_of(of_position);
    order_node *node = position == NULL ? NULL : position->lists[LIST_CALLING];
    while (node != NULL && w->engine->failure.status == TR_OK) {
        if (node->instrument == NULL || tr__stops_make_way(w, node)) {
            node = node->links[LIST_CALLING].next;
            continue;
        }
        tr__work_claim(
            w, node,
            (tr_id){ { 0 } }); /* claimed, refused or cancelled, it leaves the list, others too */
        node = position->lists[LIST_CALLING];
    }
}

/* ---- what the exchange says ------------------------------------------------------------------ */

bool tr__stops_is_unwanted(const order_node *stop)
{
    if (!tr__stops_rests(&stop->order))
        return false;
    return is_called_away(stop) || (tr__exits_is_one(&stop->order) && !is_held(stop));
}

void tr__stops_accepted(work *w, order_node *stop)
{
    if (stop->order.state != TR_STATE_WORKING || !tr__stops_rests(&stop->order))
        return;
    if (tr__exits_is_one(&stop->order) && !is_held(stop)) {
        tr__work_move(w, stop, TR_STATE_CANCELLING, "the position is closed");
        tr__work_act(w, ACTION_CANCEL, stop->order.id);
    } else if (stop->rival != NULL && is_calling(stop->rival)) {
        step_aside(w, stop);
    } else if (is_called_away(stop)) {
        tr__stops_settle(w, stop);
    }
}

void tr__stops_triggered(work *w, order_node *stop)
{
    if (stop->order.stop_at != TR_STOP_AT_EXCHANGE)
        return;
    move_stop(w, stop, TR_STOP_TRIGGERED, "its price was reached");
    if (stop->rival != NULL && stop->rival->order.state == TR_STATE_WAITING)
        tr__work_move(w, stop->rival, TR_STATE_CANCELLED, "the stop at the exchange was taken");
}

void tr__stops_drop(work *w, const position_node *position)
{
    for (order_node *at = position->lists[LIST_RESTING]; at != NULL;
         at = at->links[LIST_RESTING].next) {
        if (!tr__exits_is_one(&at->order) || is_held(at))
            continue;
        tr__amend_dropped(w, at, "the position is closed");
        if (at->order.state != TR_STATE_WORKING) /* on its way: once the exchange has it */
            continue;
        tr__work_move(w, at, TR_STATE_CANCELLING, "the position is closed");
        tr__work_act(w, ACTION_CANCEL, at->order.id);
    }
}

/* ---- taking its place ------------------------------------------------------------------------ */

/* The order that waits here in the stead of one that has ended at the exchange. */
static tr_order waiting_again(work *w, const order_node *stop, tr_quantity quantity)
{
    tr_order order = stop->order;
    bool is_wanted = tr__amend_is_pending(&stop->order);
    order.id = tr__engine_new_id(w->engine, w->at_ns);
    order.replaces_id = stop->order.id;
    order.quantity = quantity;
    if (is_wanted && !tr_decimal_is_zero(order.amend_stop_price.value)) {
        order.trigger_price = order.amend_stop_price;
        if (order.role == TR_ROLE_STOP_LOSS)
            order.stop_loss = order.amend_stop_price;
        else
            order.stop_price = order.amend_stop_price;
    }
    if (is_wanted)
        order.limit_price = order.amend_limit_price;
    order.amend_quantity = (tr_quantity){ { 0 } };
    order.amend_limit_price = order.amend_stop_price = (tr_price){ { 0 } };
    order.stop_at = TR_STOP_AT_ENGINE;
    order.idempotency_key[0] = '\0'; /* the first one's, for ever */
    order.exchange_order_id[0] = '\0';
    order.state = TR_STATE_ACCEPTED;
    order.reason[0] = '\0';
    order.filled_quantity = (tr_quantity){ { 0 } };
    order.filled_notional = order.fees_quote = order.reserved = (tr_money){ { 0 } };
    order.created_ns = order.updated_ns = w->at_ns;
    order.version = 1;
    return order;
}

/* Both of a pair know both prices. */
static void tell_target(work *w, order_node *target, tr_price stop_loss)
{
    event ev = { .kind = EVENT_ORDER_AMENDED,
                 .order = target->order,
                 .reason = "its stop was changed" };
    if (tr_decimal_compare(target->order.stop_loss.value, stop_loss.value) == 0)
        return;
    ev.order.stop_loss = stop_loss;
    tr__work_emit(w, target->owner, &ev);
}

static void take_place(work *w, order_node *stop, const tr_order *order)
{
    order_node *target =
        stop->rival != NULL && stop->rival->order.state == TR_STATE_WAITING ? stop->rival : NULL;
    order_node *subject = w->subject; /* the answer is about another order */
    order_node *node = tr__work_place(w, stop->owner, order);
    w->subject = subject;
    if (node == NULL)
        return;
    stop->replaced_by = order->id;
    if (target != NULL) {
        stop->rival = NULL;
        target->rival = node;
        node->rival = target;
        tell_target(w, target, node->order.stop_loss);
    }
    tr__stops_hand_over(w, node);
    if (node->order.state == TR_STATE_WAITING)
        offer_later(w->engine, w->at_ns);
}

/* Its target is about to go: that closes what the stop would have. */
static bool is_target_going(const order_node *stop)
{
    return stop->rival != NULL && is_calling(stop->rival);
}

void tr__stops_replace(work *w, order_node *stop)
{
    tr_quantity left;
    bool is_exit = tr__exits_is_one(&stop->order);
    if (tr_quantity_subtract(stop->order.amend_quantity, stop->order.filled_quantity, &left) !=
            TR_OK ||
        tr_decimal_sign(left.value) <= 0 || is_target_going(stop) || (is_exit && !is_held(stop)))
        return;
    tr_order order = waiting_again(w, stop, left);
    take_place(w, stop, &order);
}

void tr__stops_fall_back(work *w, order_node *stop, tr_quantity left, const char *why)
{
    tr_quantity wanted;
    if (tr__amend_is_pending(&stop->order) &&
        tr_quantity_subtract(stop->order.amend_quantity, stop->order.filled_quantity, &wanted) ==
            TR_OK)
        left = wanted;
    if (tr_decimal_sign(left.value) <= 0 || is_target_going(stop) ||
        (tr__exits_is_one(&stop->order) && !is_held(stop)))
        return;
    tr_order order = waiting_again(w, stop, left);
    order.attempts = stop->order.attempts + 1;
    tr__work_alarm(w, stop, "the exchange does not hold the stop (%s): the engine does", why);
    take_place(w, stop, &order);
}

/* ---- growing --------------------------------------------------------------------------------- */

/* Of goods, which it holds; the stop of a swap holds nothing. */
static bool is_sale(const order_node *stop)
{
    return stop->order.side == TR_SIDE_SELL && stop->instrument->kind == TR_KIND_SPOT;
}

static void wish_for_more(work *w, order_node *stop, tr_quantity quantity)
{
    event ev = { .kind = EVENT_ORDER_AMENDED,
                 .order = stop->order,
                 .reason = "to grow with its entry" };
    ev.order.amend_quantity = quantity;
    ev.order.amend_limit_price = stop->order.limit_price;
    if (is_sale(stop))
        ev.order.reserved.value = quantity.value;
    tr__work_emit(w, stop->owner, &ev);
    tr__work_act(w, ACTION_AMEND, stop->order.id);
}

bool tr__stops_grow(work *w, order_node *stop, tr_quantity more)
{
    const tr_exchange *exchange = w->engine->exchange;
    tr_quantity quantity;
    tr_money required = { { 0 } };
    if (tr_quantity_add(stop->order.quantity, more, &quantity) != TR_OK ||
        tr__amend_is_pending(&stop->order) ||
        tr_decimal_compare(tr__gate_closable(stop->owner, stop->instrument, stop->order.side),
                           more.value) < 0)
        return false;
    if (stop->order.state == TR_STATE_WORKING && exchange->traits->amends_stops &&
        exchange->amend != NULL) {
        wish_for_more(w, stop, quantity);
        return true;
    }
    if (stop->order.state != TR_STATE_SENDING || stop->is_sent)
        return false;
    required.value = is_sale(stop) ? quantity.value : stop->order.reserved.value;
    event held = { .kind = EVENT_ORDER_AMENDED,
                   .order = stop->order,
                   .reason = "grown with its entry" };
    held.order.quantity = quantity;
    held.order.reserved = required;
    tr__work_emit(w, stop->owner, &held);
    stop->sends_due++;
    tr__work_act(w, ACTION_SEND, stop->order.id);
    return true;
}

/* ---- offering again -------------------------------------------------------------------------- */

static void offer(tr_engine *engine, order_node *node)
{
    if (!is_for_exchange(engine, node) || is_called_away(node))
        return;
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    if (offered_ns(&node->order) > now_ns) {
        offer_later(engine, offered_ns(&node->order));
        return;
    }
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__stops_hand_over(w, node);
    tr__work_finish(w);
}

void tr__stops_after(tr_engine *engine, const order_node *node)
{
    bool is_over = tr_order_state_is_final(node->order.state);
    if (!engine->stops_at_exchange || !is_over || engine->failure.status != TR_OK)
        return;
    position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    for (order_node *at = position == NULL ? NULL : position->exits, *next; at != NULL; at = next) {
        next = at->exit_next;
        offer(engine, at);
    }
}

/*
 * A stop that is being cancelled to be changed or to make way may be gone already: until the exchange has been asked nobody
 * knows whether anything protects the position. What it says brings the stop back (tr__stops_replace).
 */
static void warn_of_gaps(tr_engine *engine, const position_node *position)
{
    for (const order_node *at = position->lists[LIST_RESTING]; at != NULL;
         at = at->links[LIST_RESTING].next) {
        bool is_open = at->order.state == TR_STATE_CANCELLING ||
                       at->order.state == TR_STATE_UNKNOWN || at->order.state == TR_STATE_SENDING;
        work *w = is_open && is_held(at) ? tr__work_begin(engine, NULL, NULL) : NULL;
        if (w == NULL)
            continue;
        tr__work_alarm(
            w, at,
            "after a restart it is not known whether the exchange holds the stop: it is asked");
        tr__work_finish(w);
    }
}

/* What a restart finds waiting here may be the exchange's to hold now; who waits for stops goes on waiting or not. */
void tr__stops_begin(tr_engine *engine)
{
    const tr_exchange_traits *traits = engine->exchange->traits;
    bool is_any = engine->stops_at_exchange && (traits->holds_stops || traits->holds_stop_limits);
    for (size_t i = 0; i < engine->st.account_count; i++)
        for (size_t k = 0; k < engine->st.accounts[i]->position_count; k++)
            is_any = is_any || engine->st.accounts[i]->positions[k]->lists[LIST_CALLING] != NULL;
    if (is_any)
        offer_later(engine, engine->clock->now_ns(engine->clock->user));
}

void tr__stops_recovered(tr_engine *engine)
{
    for (size_t i = 0; i < engine->st.account_count; i++)
        for (size_t k = 0; k < engine->st.accounts[i]->position_count; k++)
            warn_of_gaps(engine, engine->st.accounts[i]->positions[k]);
}

static void settle_all(tr_engine *engine)
{
    for (size_t i = 0; i < engine->st.account_count; i++)
        for (size_t k = 0; k < engine->st.accounts[i]->position_count; k++) {
            const order_node *first = engine->st.accounts[i]->positions[k]->lists[LIST_CALLING];
            if (first == NULL)
                continue;
            work *w = tr__work_begin(engine, NULL, NULL);
            if (w == NULL)
                return;
            tr__stops_settle(w, first);
            tr__work_finish(w);
        }
}

void tr__stops_timer(tr_engine *engine, int64_t now_ns)
{
    (void)now_ns; /* it is due */
    engine->stops_due_ns = INT64_MAX;
    settle_all(engine);
    if (!engine->stops_at_exchange)
        return;
    for (order_node *node = tr__state_first_order(&engine->st);
         node != NULL && engine->failure.status == TR_OK;
         node = tr__state_next_order(&engine->st, node))
        offer(engine, node);
}
