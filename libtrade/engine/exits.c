/* exits.c: targets and stops: armed in pairs for what filled, armed again for what could not be closed. */
#include <string.h>

#include "engine/work.h"

/* What a pair of exits protects: an entry's fill, or what an exit did not get done. */
typedef struct exit_plan {
    const tr_order *like; /* account, symbol, prices and labels are taken from it */
    tr_id parent_id;
    bool is_long;
    tr_quantity quantity;
} exit_plan;

bool tr__exits_is_one(const tr_order *order)
{
    return order->role == TR_ROLE_TAKE_PROFIT || order->role == TR_ROLE_STOP_LOSS;
}

/* Both prices go along, so that either exit can bring its rival back. */
static order_node *place_exit(work *w, account *owner, const exit_plan *plan, tr_role role, tr_id group_id)
{
    const tr_order *like = plan->like;
    bool is_target = role == TR_ROLE_TAKE_PROFIT;
    tr_order exit = {
        .id = tr__engine_new_id(w->engine, w->at_ns),
        .side = plan->is_long ? TR_SIDE_SELL : TR_SIDE_BUY,
        .type = TR_ORDER_MARKET, /* once its rival is cancelled an exit must not rest */
        .role = role,
        .is_reduce_only = true,
        .quantity = plan->quantity,
        .take_profit = like->take_profit,
        .stop_loss = like->stop_loss,
        .trigger = plan->is_long == is_target ? TR_TRIGGER_PRICE_RISE : TR_TRIGGER_PRICE_FALL,
        .trigger_price = is_target ? like->take_profit : like->stop_loss,
        .parent_id = plan->parent_id,
        .group_id = group_id,
        .alert_id = like->alert_id,
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
    if (!tr_decimal_is_zero(plan->like->stop_loss.value)) /* first: it is the one that must not be missing */
        stop = place_exit(w, owner, plan, TR_ROLE_STOP_LOSS, group_id);
    if (!tr_decimal_is_zero(plan->like->take_profit.value))
        target = place_exit(w, owner, plan, TR_ROLE_TAKE_PROFIT, group_id);
    if (stop == NULL || target == NULL)
        return;
    stop->rival = target; /* also when their entry has left memory */
    target->rival = stop;
}

/* Let an exit that still waits cover more; false when there is none. */
static bool grow_exit(work *w, order_node *exit, tr_quantity more)
{
    if (exit == NULL || exit->order.state != TR_STATE_WAITING)
        return false;
    tr_quantity quantity;
    if (tr_quantity_add(exit->order.quantity, more, &quantity) != TR_OK)
        return false;
    tr__work_resize(w, exit, quantity, "grown with its entry");
    return true;
}

void tr__exits_arm(work *w, order_node *entry, tr_quantity filled)
{
    const tr_order *order = &entry->order;
    bool has_target = !tr_decimal_is_zero(order->take_profit.value);
    bool has_stop = !tr_decimal_is_zero(order->stop_loss.value);
    if (order->role != TR_ROLE_ENTRY || (!has_target && !has_stop))
        return;
    bool target_grew = has_target && grow_exit(w, entry->exits[0][0], filled);
    bool stop_grew = has_stop && grow_exit(w, entry->exits[0][1], filled);
    if (target_grew || stop_grew)
        return; /* both wait or neither does: the one taken cancels the other in one transaction */
    place_pair(w, entry->owner, &(exit_plan){ order, order->id, order->side == TR_SIDE_BUY, filled });
}

void tr__exits_rearm(work *w, const order_node *exit, tr_quantity quantity)
{
    const position_node *position = tr__account_find_position(exit->owner, exit->order.symbol);
    int held = position == NULL ? 0 : tr_decimal_sign(position->row.quantity);
    bool is_long = exit->order.side == TR_SIDE_SELL;
    if (!tr__exits_is_one(&exit->order) || tr_decimal_sign(quantity.value) <= 0 || held != (is_long ? 1 : -1))
        return;
    tr_order like = exit->order; /* placing may move what is pointed to */
    place_pair(w, exit->owner, &(exit_plan){ &like, like.parent_id, is_long, quantity });
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
    if (!tr__exits_is_one(&node->order) || tr_decimal_sign(tr__exits_fitting(node)) > 0)
        return false;
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    return position != NULL && tr_decimal_sign(position->closing) > 0 &&
           tr_decimal_sign(position->row.quantity) == (node->order.side == TR_SIDE_SELL ? 1 : -1);
}

void tr__exits_drop_when_flat(work *w, order_node *node)
{
    const position_node *position = tr__account_find_position(node->owner, node->order.symbol);
    if (position == NULL || !tr_decimal_is_zero(position->row.quantity) || node->instrument == NULL)
        return;
    while (w->engine->failure.status == TR_OK && position->exits != NULL)
        tr__work_move(w, position->exits, TR_STATE_CANCELLED, "the position is closed");
}
