/* exits.c: targets and stops: armed in pairs for what filled, armed again for what could not be closed. */
#include <string.h>

#include <trade/time.h>

#include "core/text.h"

#include "engine/guard.h"
#include "engine/work.h"

#define RETRY_FIRST_NS  TR_NS_PER_SECOND
#define RETRY_DOUBLINGS 6 /* up to 64 s */

/* What a pair of exits protects: an entry's fill, or what an exit did not get done. */
typedef struct exit_plan {
    const tr_order *like; /* account, symbol and labels are taken from it */
    tr_id parent_id;
    bool is_long;
    tr_quantity quantity;
    int64_t leg;
    tr_price take_profit;
    tr_price stop_loss;
    bool has_failed; /* one of the pair is tried again, later */
    tr_role failed_role;
    int64_t attempts;
    int64_t starts_ns;
} exit_plan;

bool tr__exits_is_one(const tr_order *order)
{
    return order->role == TR_ROLE_TAKE_PROFIT || order->role == TR_ROLE_STOP_LOSS;
}

/* The stop trails. */
static bool has_trail(const tr_order *order)
{
    return !tr_decimal_is_zero(order->exit_trail_amount.value) ||
           !tr_decimal_is_zero(order->exit_trail_rate);
}

/* Both prices, or the trail, go along, so that either exit can bring its rival back. */
static order_node *place_exit(work *w, account *owner, const exit_plan *plan, tr_role role,
                              tr_id group_id)
{
    const tr_order *like = plan->like;
    tr_order exit = {
        .id = tr__engine_new_id(w->engine, w->at_ns),
        .side = plan->is_long ? TR_SIDE_SELL : TR_SIDE_BUY,
        .type = TR_ORDER_MARKET, /* once its rival is cancelled an exit must not rest */
        .role = role,
        .is_reduce_only = true,
        .quantity = plan->quantity,
        .take_profit = plan->take_profit,
        .stop_loss = plan->stop_loss,
        .exit_trail_amount = like->exit_trail_amount,
        .exit_trail_rate = like->exit_trail_rate,
        .leg = plan->leg,
        .parent_id = plan->parent_id,
        .group_id = group_id,
        .alert_id = like->alert_id,
        .block_id = like->block_id,
        .state = TR_STATE_ACCEPTED,
        .created_ns = w->at_ns,
        .updated_ns = w->at_ns,
        .version = 1,
    };
    memcpy(exit.account, like->account, sizeof exit.account);
    memcpy(exit.user, like->user, sizeof exit.user);
    memcpy(exit.symbol, like->symbol, sizeof exit.symbol);
    memcpy(exit.strategy, like->strategy, sizeof exit.strategy);
    memcpy(exit.source, like->source, sizeof exit.source);
    if (plan->has_failed && plan->failed_role == role) {
        exit.attempts = plan->attempts;
        exit.starts_ns = plan->starts_ns;
    }
    if (role == TR_ROLE_STOP_LOSS && has_trail(like)) {
        exit.type = TR_ORDER_TRAILING;
        exit.trail_amount = like->exit_trail_amount;
        exit.trail_rate = like->exit_trail_rate;
    }
    tr__stage_first(&exit, false, w->at_ns);
    order_node *subject = w->subject; /* the answer is about another order */
    order_node *node = tr__work_place(w, owner, &exit);
    w->subject = subject;
    return node;
}

static void place_pair(work *w, account *owner, const exit_plan *plan)
{
    tr_id group_id = tr__engine_new_id(w->engine, w->at_ns);
    order_node *stop = NULL;
    order_node *target = NULL;
    if (!tr_decimal_is_zero(plan->stop_loss.value) ||
        has_trail(plan->like)) /* first: it is the one that must not be missing */
        stop = place_exit(w, owner, plan, TR_ROLE_STOP_LOSS, group_id);
    if (!tr_decimal_is_zero(plan->take_profit.value))
        target = place_exit(w, owner, plan, TR_ROLE_TAKE_PROFIT, group_id);
    if (stop != NULL && target != NULL) {
        stop->rival = target; /* also when their entry has left memory */
        target->rival = stop;
    }
    if (stop != NULL)
        tr__stops_hand_over(w, stop);
}

/* An exit can cover more when it still waits, for the leg's prices. */
static bool can_grow(const order_node *exit, const tr_leg *leg, tr_quantity more, tr_quantity *out)
{
    return exit != NULL &&
           (exit->order.state == TR_STATE_WAITING || tr__stops_rests(&exit->order)) &&
           (exit->order.state != TR_STATE_WAITING || exit->order.trigger != TR_TRIGGER_NONE) &&
           tr_decimal_compare(exit->order.take_profit.value, leg->take_profit.value) == 0 &&
           tr_decimal_compare(exit->order.stop_loss.value, leg->stop_loss.value) == 0 &&
           tr_quantity_add(exit->order.quantity, more, out) == TR_OK;
}

static void arm_leg(work *w, order_node *entry, const tr_leg *leg, size_t number,
                    tr_quantity filled)
{
    const tr_order *order = &entry->order;
    bool has_target = !tr_decimal_is_zero(leg->take_profit.value);
    bool has_stop = !tr_decimal_is_zero(leg->stop_loss.value) || has_trail(order);
    order_node *target = entry->exits[number][0];
    order_node *stop = entry->exits[number][1];
    tr_quantity of_target, of_stop;
    /* All or none: somebody may have cancelled one of them, and what fills now must not go without. */
    if ((has_target || has_stop) && (!has_target || can_grow(target, leg, filled, &of_target)) &&
        (!has_stop || can_grow(stop, leg, filled, &of_stop)) &&
        (!has_target || !has_stop || target->rival == stop) &&
        (!has_stop || !tr__stops_rests(&stop->order) || tr__stops_grow(w, stop, filled))) {
        if (has_target)
            tr__work_resize(w, target, of_target, "grown with its entry");
        if (has_stop && stop->order.state == TR_STATE_WAITING)
            tr__work_resize(w, stop, of_stop, "grown with its entry");
        return;
    }
    place_pair(w, entry->owner,
               &(exit_plan){ .like = order,
                             .parent_id = order->id,
                             .is_long = order->side == TR_SIDE_BUY,
                             .quantity = filled,
                             .leg = (int64_t)number,
                             .take_profit = leg->take_profit,
                             .stop_loss = leg->stop_loss });
}

/* How much of an entry at the market's price closed the other side of a swap before it opened anything: no leg is for that. */
static tr_decimal closed_first(const order_node *entry)
{
    const tr_order *order = &entry->order;
    const position_node *position = tr__account_find_position(entry->owner, order->symbol);
    tr_decimal held = { 0 }, closed = { 0 };
    if (entry->instrument == NULL || entry->instrument->kind == TR_KIND_SPOT || position == NULL ||
        !tr_decimal_is_zero(order->limit_price.value) ||
        (tr_decimal_sign(position->row.quantity) > 0) != (order->side == TR_SIDE_BUY) ||
        tr_decimal_absolute(position->row.quantity, &held) != TR_OK ||
        tr_decimal_subtract(order->filled_quantity.value, held, &closed) != TR_OK)
        return (tr_decimal){ 0 };
    return tr_decimal_max(closed, (tr_decimal){ 0 });
}

/* Up to where an order's fills belong to the legs so far: a share of all that it opens in whole lots, rounded down. The last
   leg of all takes what is left, and what fills beyond. */
static tr_decimal end_of_leg(const order_node *entry, tr_decimal closed, tr_decimal shares)
{
    const tr_instrument *instrument = entry->instrument;
    tr_decimal end = { .lo = UINT64_MAX, .hi = INT64_MAX };
    if (tr_decimal_compare(shares, tr_decimal_from_int(1)) >= 0)
        return end;
    if (tr_decimal_subtract(entry->order.quantity.value, closed, &end) != TR_OK ||
        tr_decimal_multiply(end, shares, TR_ROUND_DOWN, &end) != TR_OK ||
        tr_decimal_add(end, closed, &end) != TR_OK ||
        (instrument != NULL &&
         tr_decimal_round_to(end, instrument->lot, TR_ROUND_DOWN, &end) != TR_OK))
        return (tr_decimal){ 0 };
    return end;
}

void tr__exits_arm(work *w, order_node *entry, tr_quantity filled)
{
    tr_leg legs[TR_LEGS_MAX];
    const tr_order *order = &entry->order;
    size_t count = order->role == TR_ROLE_ENTRY ? tr_order_legs(order, legs) : 0;
    if (count == 0 && order->role == TR_ROLE_ENTRY && has_trail(order)) {
        legs[0] = (tr_leg){ .share = tr_decimal_from_int(1) }; /* a trail alone */
        count = 1;
    }
    tr_decimal shares = { 0 }, closed = closed_first(entry);
    tr_decimal from = { 0 };
    tr_decimal until = order->filled_quantity.value;
    if (tr_decimal_subtract(until, filled.value, &from) != TR_OK)
        return;
    for (size_t i = 0; i < count && tr_decimal_compare(from, until) < 0; i++) {
        tr_quantity part;
        if (tr_decimal_add(shares, legs[i].share, &shares) != TR_OK)
            return;
        tr_decimal end = tr_decimal_min(until, end_of_leg(entry, closed, shares));
        if (tr_decimal_compare(end, from) <= 0 ||
            tr_decimal_subtract(end, from, &part.value) != TR_OK)
            continue;
        arm_leg(w, entry, &legs[i], i, part);
        from = end;
    }
}

/* Nothing is armed for a position that is gone or has turned. */
static bool is_held(const order_node *exit)
{
    const position_node *position = tr__account_find_position(exit->owner, exit->order.symbol);
    int held = position == NULL ? 0 : tr_decimal_sign(position->row.quantity);
    return held == (exit->order.side == TR_SIDE_SELL ? 1 : -1);
}

static exit_plan plan_again(const tr_order *like, tr_quantity quantity)
{
    return (exit_plan){ .like = like,
                        .parent_id = like->parent_id,
                        .is_long = like->side == TR_SIDE_SELL,
                        .quantity = quantity,
                        .leg = like->leg,
                        .take_profit = like->take_profit,
                        .stop_loss = like->stop_loss };
}

bool tr__exits_protects(const order_node *node)
{
    return tr__exits_is_one(&node->order) && is_held(node);
}

void tr__exits_rearm(work *w, const order_node *exit, tr_quantity quantity)
{
    if (!tr__exits_is_one(&exit->order) || tr_decimal_sign(quantity.value) <= 0 || !is_held(exit))
        return;
    tr_order like = exit->order; /* placing may move what is pointed to */
    exit_plan plan = plan_again(&like, quantity);
    place_pair(w, exit->owner, &plan);
}

void tr__exits_retry(work *w, const order_node *exit, tr_quantity quantity, const char *why)
{
    if (!tr__exits_is_one(&exit->order) || tr_decimal_sign(quantity.value) <= 0 || !is_held(exit))
        return;
    tr_order like = exit->order; /* placing may move what is pointed to */
    exit_plan plan = plan_again(&like, quantity);
    int64_t doublings = like.attempts < RETRY_DOUBLINGS ? like.attempts : RETRY_DOUBLINGS;
    int64_t delay_ns = RETRY_FIRST_NS << doublings;
    plan.has_failed = true;
    plan.failed_role = like.role;
    plan.attempts = like.attempts + 1;
    plan.starts_ns = w->at_ns + delay_ns;
    tr__work_alarm(w, exit, "the %s was not taken (%s): tried again in %lld s",
                   tr_role_name(like.role), why, (long long)(delay_ns / TR_NS_PER_SECOND));
    place_pair(w, exit->owner, &plan);
}

void tr__exits_not_grown(work *w, order_node *stop, tr_quantity more)
{
    order_node *target = stop->rival;
    bool is_waiting = target != NULL && target->order.state == TR_STATE_WAITING;
    tr_quantity less;
    if (is_waiting && target->order.trigger == TR_TRIGGER_NONE)
        return; /* it is about to close all of it */
    if (is_waiting && tr_quantity_subtract(target->order.quantity, more, &less) == TR_OK &&
        tr_decimal_sign(less.value) > 0)
        tr__work_resize(w, target, less, "its stop did not grow");
    tr__exits_rearm(w, stop, more);
}

void tr__exits_warn_of_naked(work *w, const order_node *exit, const char *by)
{
    if (exit->order.role == TR_ROLE_STOP_LOSS && is_held(exit) && !tr__halt_closes(w->engine, exit))
        tr__work_alarm(w, exit, "the stop was cancelled by %s: its part of the position has none",
                       by);
}

tr_decimal tr__exits_fitting(const order_node *node)
{
    tr_decimal closable = tr__gate_closable(node->owner, node->instrument, node->order.side);
    tr_decimal fitting = { 0 };
    if (tr_decimal_compare(closable, node->order.quantity.value) >= 0)
        return node->order.quantity.value;
    if (tr_decimal_round_to(closable, node->instrument->lot, TR_ROUND_DOWN, &fitting) != TR_OK)
        return (tr_decimal){ 0 };
    return fitting;
}

bool tr__exits_is_held_up(const order_node *node)
{
    if (!tr__exits_is_one(&node->order) || tr_decimal_sign(tr__exits_fitting(node)) > 0 ||
        (node->rival != NULL && tr__stops_rests(&node->rival->order))) /* its own stop makes way */
        return false;
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    const balance_node *goods = tr__account_find_balance(node->owner, node->instrument->base);
    bool are_held = goods != NULL && node->order.side == TR_SIDE_SELL &&
                    tr_decimal_sign(goods->reserved.value) > 0;
    return position != NULL &&
           (tr_decimal_sign(position->closing[node->order.side == TR_SIDE_SELL]) > 0 || are_held) &&
           tr_decimal_sign(position->row.quantity) == (node->order.side == TR_SIDE_SELL ? 1 : -1);
}

void tr__exits_shrink(work *w, order_node *node)
{
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    tr_quantity held = { { 0 } };
    if (position == NULL || node->instrument == NULL ||
        (tr_decimal_sign(position->row.quantity) > 0) == (node->order.side == TR_SIDE_BUY) ||
        tr_decimal_absolute(position->row.quantity, &held.value) != TR_OK ||
        tr_decimal_round_to(held.value, node->instrument->lot, TR_ROUND_DOWN, &held.value) !=
            TR_OK ||
        tr_decimal_is_zero(held.value))
        return;
    for (order_node *exit = position->exits; exit != NULL && w->engine->failure.status == TR_OK;
         exit = exit->exit_next)
        if (is_held(exit) && tr_decimal_compare(exit->order.quantity.value, held.value) > 0)
            tr__work_resize(w, exit, held, "shrunk to the position");
}

/* It would open now what it was to close: whoever placed it meant the other side. Exits are the stops' and the queues' to drop. */
static bool is_stale(const order_node *order, const order_node *node, tr_side stale)
{
    return order->owner == node->owner && order->instrument == node->instrument &&
           order->order.is_reduce_only && order->order.side == stale &&
           tr__state_is_live(order->order.state) && !tr__exits_is_one(&order->order) &&
           order->order.state != TR_STATE_CANCELLING;
}

static void cancel_stale(work *w, order_node *order)
{
    static const char reason[] = "the position has turned";
    tr__amend_dropped(w, order, reason);
    if (order->order.state == TR_STATE_WORKING || order->order.state == TR_STATE_PARTLY_FILLED) {
        tr__work_move(w, order, TR_STATE_CANCELLING, reason);
        tr__work_act(w, ACTION_CANCEL, order->order.id);
        return;
    }
    order->cancel_is_due = true; /* on its way: once the exchange has it */
    tr__text_copy(order->canceller, sizeof order->canceller, ACTOR_ENGINE);
}

void tr__exits_drop_when_turned(work *w, order_node *node)
{
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    if (position == NULL || node->instrument == NULL || node->instrument->kind == TR_KIND_SPOT ||
        tr_decimal_is_zero(position->row.quantity))
        return;
    tr_side stale = tr_decimal_sign(position->row.quantity) > 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    if (tr_decimal_is_zero(position->closing[stale == TR_SIDE_SELL]))
        return; /* nobody would */
    for (order_node *at = tr__state_first_order(&w->engine->st);
         at != NULL && w->engine->failure.status == TR_OK;
         at = tr__state_next_order(&w->engine->st, at))
        if (is_stale(at, node, stale))
            cancel_stale(w, at);
}

void tr__exits_drop_when_flat(work *w, order_node *node)
{
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    if (position == NULL || node->instrument == NULL)
        return;
    for (order_node *exit = position->exits, *next;
         exit != NULL && w->engine->failure.status == TR_OK; exit = next) {
        next = exit->exit_next;
        if (tr_decimal_is_zero(position->row.quantity))
            tr__work_move(w, exit, TR_STATE_CANCELLED, "the position is closed");
        else if (node->instrument->kind != TR_KIND_SPOT && !is_held(exit))
            tr__work_move(w, exit, TR_STATE_CANCELLED, "the position has turned");
    }
    if (tr_decimal_is_zero(position->row.quantity) || node->instrument->kind != TR_KIND_SPOT)
        tr__stops_drop(w, position);
}
