/* report.c: what the exchange says became of orders; fills, and the exits they arm. */
#include <string.h>

#include "core/fail.h"
#include "engine/work.h"

static bool is_exit(const tr_order *order)
{
    return order->role == TR_ROLE_TAKE_PROFIT || order->role == TR_ROLE_STOP_LOSS;
}

/* ---- exits ----------------------------------------------------------------------------------- */

static void fill_exit(work *w, const order_node *entry, tr_role role, tr_quantity quantity, tr_id group_id,
                      tr_order *out)
{
    const tr_order *from = &entry->order;
    bool is_long = from->side == TR_SIDE_BUY;
    bool is_target = role == TR_ROLE_TAKE_PROFIT;
    *out = (tr_order){
        .id = tr__engine_new_id(w->engine, w->at_ns),
        .side = is_long ? TR_SIDE_SELL : TR_SIDE_BUY,
        .type = TR_ORDER_MARKET, /* once its rival is cancelled an exit must not rest */
        .role = role,
        .is_reduce_only = true,
        .quantity = quantity,
        .trigger = is_long == is_target ? TR_TRIGGER_PRICE_RISE : TR_TRIGGER_PRICE_FALL,
        .trigger_price = is_target ? from->take_profit : from->stop_loss,
        .parent_id = from->id,
        .group_id = group_id,
        .alert_id = from->alert_id,
        .state = TR_STATE_ACCEPTED,
        .created_ns = w->at_ns,
        .updated_ns = w->at_ns,
        .version = 1,
    };
    memcpy(out->account, from->account, sizeof out->account);
    memcpy(out->user, from->user, sizeof out->user);
    memcpy(out->symbol, from->symbol, sizeof out->symbol);
    memcpy(out->strategy, from->strategy, sizeof out->strategy);
    memcpy(out->source, from->source, sizeof out->source);
}

/* Let an exit that still waits cover more; false when there is none. */
static bool grow_exit(work *w, order_node *exit, tr_quantity more)
{
    if (exit == NULL || exit->order.state != TR_STATE_WAITING)
        return false;
    event ev = { .kind = EVENT_ORDER_RESIZED, .id = exit->order.id, .reason = "grown with its entry" };
    if (tr_quantity_add(exit->order.quantity, more, &ev.quantity) != TR_OK)
        return false;
    tr__work_emit(w, exit->owner, &ev);
    return true;
}

/* What an entry just bought is covered by its exits, in the same transaction. */
static void arm_exits(work *w, order_node *entry, tr_quantity filled)
{
    const tr_order *order = &entry->order;
    bool has_target = !tr_decimal_is_zero(order->take_profit.value);
    bool has_stop = !tr_decimal_is_zero(order->stop_loss.value);
    if (order->role != TR_ROLE_ENTRY || (!has_target && !has_stop))
        return;
    bool target_grew = has_target && grow_exit(w, entry->exits[0], filled);
    bool stop_grew = has_stop && grow_exit(w, entry->exits[1], filled);
    if (target_grew || stop_grew)
        return; /* both wait or neither does: the one taken cancels the other in one transaction */
    tr_id group_id = tr__engine_new_id(w->engine, w->at_ns);
    tr_order exit;
    if (has_stop) { /* the stop first: it is the one that must not be missing */
        fill_exit(w, entry, TR_ROLE_STOP_LOSS, filled, group_id, &exit);
        (void)tr__work_place(w, entry->owner, &exit);
    }
    if (has_target) {
        fill_exit(w, entry, TR_ROLE_TAKE_PROFIT, filled, group_id, &exit);
        (void)tr__work_place(w, entry->owner, &exit);
    }
    w->subject = NULL;
}

static void drop_waiting_exits(work *w, agenda *queue, const account *owner)
{
    for (size_t i = queue->count; i > 0; i--) {
        if (i > queue->count)
            continue; /* a rival left the same queue meanwhile */
        order_node *node = queue->items[i - 1].node;
        if (node->owner == owner && is_exit(&node->order) && node->order.state == TR_STATE_WAITING)
            tr__work_move(w, node, TR_STATE_CANCELLED, "the position is closed");
    }
}

/* A position that is gone needs no exits any more. */
static void drop_exits_when_flat(work *w, order_node *node)
{
    const position_node *position =
        tr__account_find_position(node->owner, node->order.symbol);
    if (position == NULL || !tr_decimal_is_zero(position->row.quantity) || node->instrument == NULL)
        return;
    market *place = tr__state_market(&w->engine->st, node->instrument);
    drop_waiting_exits(w, &place->rise, node->owner);
    drop_waiting_exits(w, &place->fall, node->owner);
}

/* ---- reports --------------------------------------------------------------------------------- */

static void warn(const tr_engine *engine, const tr_exchange_report *report, const char *message)
{
    tr_log_field fields[] = { tr_log_text("client_id", report->client_id), tr_log_int("report", report->kind),
                              tr_log_text("reason", report->reason) };
    tr_log_write(engine->log, TR_LOG_WARNING, report->at_ns, message, fields, 3);
}

static void move_reported(work *w, order_node *node, tr_order_state to, const tr_exchange_report *report)
{
    event ev = { .kind = EVENT_ORDER_MOVED, .id = node->order.id, .to = to };
    if (!tr_order_state_is_final(to))
        ev.amount = node->order.reserved;
    memcpy(ev.exchange_order_id, report->exchange_order_id, sizeof ev.exchange_order_id);
    memcpy(ev.reason, report->reason, sizeof ev.reason);
    tr__work_emit(w, node->owner, &ev);
}

static void take_fill(work *w, order_node *node, const tr_exchange_report *report)
{
    event ev = { .kind = EVENT_ORDER_FILLED };
    tr_fill *fill = &ev.fill;
    fill->id = tr__engine_new_id(w->engine, w->at_ns);
    fill->order_id = node->order.id;
    memcpy(fill->account, node->order.account, sizeof fill->account);
    memcpy(fill->symbol, node->order.symbol, sizeof fill->symbol);
    memcpy(fill->exchange_fill_id, report->exchange_fill_id, sizeof fill->exchange_fill_id);
    memcpy(fill->fee_asset, report->fee_asset, sizeof fill->fee_asset);
    fill->side = node->order.side;
    fill->is_maker = report->is_maker;
    fill->price = report->price;
    fill->quantity = report->quantity;
    fill->fee = report->fee;
    fill->at_ns = report->at_ns;
    tr__work_emit(w, node->owner, &ev);
    if (w->engine->failure.status != TR_OK)
        return;
    tr_log_field fields[] = { tr_log_id("order_id", node->order.id), tr_log_text("symbol", fill->symbol),
                              tr_log_text("side", tr_side_name(fill->side)),
                              tr_log_decimal("price", fill->price.value),
                              tr_log_decimal("quantity", fill->quantity.value),
                              tr_log_text("state", tr_order_state_name(node->order.state)) };
    tr_log_write(w->engine->log, TR_LOG_INFO, w->at_ns, "order filled", fields, sizeof fields / sizeof fields[0]);
    arm_exits(w, node, fill->quantity);
    drop_exits_when_flat(w, node);
}

/* An order that the exchange holds; a cancel asked for meanwhile goes out now. */
static void take_accepted(work *w, order_node *node, const tr_exchange_report *report)
{
    tr_order_state at = node->order.state;
    if (at == TR_STATE_SENDING || at == TR_STATE_UNKNOWN)
        move_reported(w, node, TR_STATE_WORKING, report);
    else if (at == TR_STATE_CANCELLING) /* found again after a restart: the cancel may never have arrived */
        tr__work_act(w, ACTION_CANCEL, node->order.id);
    if (node->cancel_is_due && (node->order.state == TR_STATE_WORKING ||
                                node->order.state == TR_STATE_PARTLY_FILLED)) {
        node->cancel_is_due = false;
        tr__work_move(w, node, TR_STATE_CANCELLING, "cancelled by request");
        tr__work_act(w, ACTION_CANCEL, node->order.id);
    }
}

/* The exchange never heard of it. Sending again is safe only where a client id can never make two orders. */
static void take_not_found(work *w, order_node *node, const tr_exchange_report *report)
{
    tr_engine *engine = w->engine;
    tr_order_state at = node->order.state;
    if (at != TR_STATE_SENDING && at != TR_STATE_UNKNOWN) {
        warn(engine, report, "the exchange does not know an order that it held");
        return;
    }
    if (!engine->exchange->traits->ids_unique_for_ever) {
        if (at == TR_STATE_SENDING)
            move_reported(w, node, TR_STATE_UNKNOWN, report);
        warn(engine, report, "an order's outcome stays unknown: look at the exchange");
        return;
    }
    if (at == TR_STATE_UNKNOWN)
        move_reported(w, node, TR_STATE_SENDING, report);
    tr__work_act(w, ACTION_SEND, node->order.id);
}

static void take_report(work *w, order_node *node, const tr_exchange_report *report)
{
    tr_order_state at = node->order.state;
    switch (report->kind) {
    case TR_REPORT_ACCEPTED: take_accepted(w, node, report); return;
    case TR_REPORT_FILL: take_fill(w, node, report); return;
    case TR_REPORT_DONE:
        if (at != TR_STATE_FILLED)
            warn(w->engine, report, "the exchange calls an order done that has not filled here");
        return;
    case TR_REPORT_CANCELLED: move_reported(w, node, TR_STATE_CANCELLED, report); return;
    case TR_REPORT_REJECTED:
        if (at == TR_STATE_SENDING || at == TR_STATE_UNKNOWN || at == TR_STATE_WORKING)
            move_reported(w, node, TR_STATE_FAILED, report);
        else
            warn(w->engine, report, "the exchange rejects an order that it held");
        return;
    case TR_REPORT_NOT_FOUND: take_not_found(w, node, report); return;
    case TR_REPORT_UNKNOWN:
        if (at == TR_STATE_SENDING)
            move_reported(w, node, TR_STATE_UNKNOWN, report);
        tr__work_act(w, ACTION_QUERY, node->order.id);
        return;
    case TR_REPORT_CANCEL_REFUSED:
        if (at == TR_STATE_CANCELLING)
            move_reported(w, node, TR_STATE_WORKING, report);
        return;
    }
}

/* True when the report says nothing new: an execution already booked, a state already reached. */
static bool is_known(const order_node *node, const tr_exchange_report *report)
{
    switch (report->kind) {
    case TR_REPORT_FILL: return tr__state_has_fill_id(node, report->exchange_fill_id);
    case TR_REPORT_DONE: return node->order.state == TR_STATE_FILLED;
    case TR_REPORT_ACCEPTED:
        return (node->order.state == TR_STATE_WORKING || node->order.state == TR_STATE_PARTLY_FILLED) &&
               !node->cancel_is_due;
    default: return false;
    }
}

void tr_engine_report(void *user, const tr_exchange_report *report)
{
    tr_engine *engine = user;
    tr_id id;
    if (engine->failure.status != TR_OK)
        return;
    order_node *node = NULL;
    if (tr_id_parse(report->client_id, strnlen(report->client_id, sizeof report->client_id), &id) == TR_OK)
        node = tr__state_find_order(&engine->st, id);
    if (node == NULL || is_known(node, report))
        return; /* not ours, or told before and ended: reports may repeat */
    if (tr_order_state_is_final(node->order.state)) {
        if (report->kind == TR_REPORT_FILL)
            warn(engine, report, "a fill of an order that had ended was not booked: reconcile");
        return;
    }
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    take_report(w, node, report);
    tr__work_finish(w);
}
