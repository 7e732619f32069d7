/* report.c: what the exchange says became of orders. */
#include <string.h>

#include "core/fail.h"
#include "engine/guard.h"
#include "engine/reconcile.h"
#include "ledger/position.h"

/* ---- reports --------------------------------------------------------------------------------- */

static void warn(const tr_engine *engine, const tr_exchange_report *report, const char *message)
{
    tr_log_field fields[] = { tr_log_text("client_id", report->client_id),
                              tr_log_int("report", report->kind),
                              tr_log_text("reason", report->reason) };
    tr_log_write(engine->log, TR_LOG_WARNING, report->at_ns, message, fields, 3);
}

static bool has_expired(const work *w, const order_node *node)
{
    return node->order.expires_ns > 0 && node->order.expires_ns <= w->at_ns;
}

static void move_reported(work *w, order_node *node, tr_order_state to,
                          const tr_exchange_report *report)
{
    event ev = { .kind = EVENT_ORDER_MOVED, .id = node->order.id, .to = to };
    if (!tr_order_state_is_final(to))
        ev.amount = node->order.reserved;
    memcpy(ev.exchange_order_id, report->exchange_order_id, sizeof ev.exchange_order_id);
    memcpy(ev.reason, report->reason, sizeof ev.reason);
    tr__work_emit(w, node->owner, &ev);
}

/*
 * What the execution opened, for which the order's ways out are armed: of a swap, what went beyond the position of the other
 * side that it closed first.
 */
static tr_quantity opened_by(const order_node *node, const tr_fill *fill, tr_decimal before)
{
    const position_node *position = tr__account_find_position(node->owner, fill->symbol);
    if (node->instrument == NULL || node->instrument->kind == TR_KIND_SPOT || position == NULL)
        return fill->quantity;
    return tr__ledger_position_opened(before, position->row.quantity);
}

/* Nothing but an entry may open anything: what does otherwise has no stop, and somebody has to know. */
static void warn_of_turn(work *w, const order_node *node, tr_quantity opened)
{
    if (node->order.role == TR_ROLE_ENTRY || tr_decimal_is_zero(opened.value) ||
        node->instrument == NULL || node->instrument->kind == TR_KIND_SPOT)
        return;
    tr__work_alarm(w, node,
                   "an order to close (%s) went beyond the position and opened the other side",
                   tr_role_name(node->order.role));
}

void tr__report_take_fill(work *w, order_node *node, const tr_exchange_report *report)
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
    ev.multiplier =
        node->instrument == NULL ? tr_decimal_from_int(1) : node->instrument->multiplier;
    fill_before before;
    tr__profit_before_fill(w, node);
    tr__protect_before(node, &before);
    bool had_ended = tr_order_state_is_final(node->order.state);
    tr__work_emit(w, node->owner, &ev);
    if (w->engine->failure.status != TR_OK)
        return;
    tr_log_field fields[] = { tr_log_id("order_id", node->order.id),
                              tr_log_text("symbol", fill->symbol),
                              tr_log_text("side", tr_side_name(fill->side)),
                              tr_log_decimal("price", fill->price.value),
                              tr_log_decimal("quantity", fill->quantity.value),
                              tr_log_text("state", tr_order_state_name(node->order.state)) };
    tr_log_write(w->engine->log, TR_LOG_INFO, w->at_ns, "order filled", fields,
                 sizeof fields / sizeof fields[0]);
    tr__stops_triggered(w, node); /* a stop that fills was set off: not every exchange says so */
    tr_quantity opened = opened_by(node, fill, before.quantity);
    tr__exits_drop_when_flat(w, node); /* what turned needs none of the old ones */
    tr__exits_arm(w, node, opened);
    tr__exits_drop_when_flat(w, node);
    tr__exits_drop_when_turned(w, node);
    tr__exits_shrink(w, node);
    warn_of_turn(w, node, opened);
    tr__protect_filled(w, node, &before, fill);
    if (had_ended)
        tr__late_shrink(w, node, fill->quantity);
}

/* A cancel asked for while the order was on its way goes out as soon as the exchange has it. */
static void cancel_when_due(work *w, order_node *node)
{
    tr_order_state at = node->order.state;
    if (!node->cancel_is_due || (at != TR_STATE_WORKING && at != TR_STATE_PARTLY_FILLED))
        return;
    node->cancel_is_due = false;
    tr__work_by(w, has_expired(w, node) ? ACTOR_CLOCK : node->canceller);
    tr__work_move(w, node, TR_STATE_CANCELLING,
                  has_expired(w, node) ? "its time ran out" : "cancelled by request");
    tr__work_by(w, ACTOR_EXCHANGE);
    tr__work_act(w, ACTION_CANCEL, node->order.id);
}

/* The exchange holds the order. */
static void take_accepted(work *w, order_node *node, const tr_exchange_report *report)
{
    tr_order_state at = node->order.state;
    if (at == TR_STATE_SENDING || at == TR_STATE_UNKNOWN) {
        move_reported(w, node, TR_STATE_WORKING, report);
        if (!node->cancel_is_due)
            tr__amend_pursue(w, node);
    } else if (
        at ==
        TR_STATE_CANCELLING) /* found again after a restart: the cancel may never have arrived */
        tr__work_act(w, ACTION_CANCEL, node->order.id);
    if (!node->cancel_is_due)
        tr__stops_accepted(w, node);
}

/* Done while an amendment was under way: it is known now which of the two quantities it was. */
static void take_done(work *w, order_node *node)
{
    const tr_order *order = &node->order;
    if (tr__amend_is_pending(order) && order->state != TR_STATE_CANCELLING &&
        tr_decimal_compare(order->filled_quantity.value, order->amend_quantity.value) == 0)
        tr__amend_confirmed(w, node);
    else
        tr__amend_refused(w, node, "it filled before it was amended");
}

/* What an exit did not get done before the exchange gave it up stays protected. Ends of our own are meant. */
static void take_cancelled(work *w, order_node *node, const tr_exchange_report *report)
{
    bool is_ours = node->order.state == TR_STATE_CANCELLING || node->cancel_is_due;
    bool is_replaced =
        node->order.state == TR_STATE_CANCELLING && tr__amend_is_pending(&node->order);
    bool was_resting = tr__stops_rests(&node->order);
    const char *why = report->reason[0] != '\0' ? report->reason : "the exchange cancelled it";
    char by[sizeof node->order.actor]; /* who asked; the exchange only confirms it */
    memcpy(by, node->order.state == TR_STATE_CANCELLING ? node->order.actor : node->canceller,
           sizeof by);
    tr_quantity left = { { 0 } };
    if (tr_quantity_subtract(node->order.quantity, node->order.filled_quantity, &left) != TR_OK)
        left = (tr_quantity){ { 0 } };
    move_reported(w, node, TR_STATE_CANCELLED, report);
    if (is_replaced && was_resting)
        tr__stops_replace(w, node);
    else if (is_replaced && tr__exits_is_one(&node->order)) /* it was set off and filled in part */
        tr__exits_rearm(w, node, left);
    else if (is_replaced)
        tr__amend_replace(w, node);
    else if (!is_ours && was_resting)
        tr__stops_fall_back(w, node, left, why);
    else if (!is_ours && tr_decimal_is_zero(node->order.filled_quantity.value))
        tr__exits_retry(w, node, left, why);
    else if (!is_ours)
        tr__exits_rearm(w, node, left);
    else
        tr__exits_warn_of_naked(w, node, by);
}

/* A rejected exit leaves its position open: it is tried again. */
static void take_rejected(work *w, order_node *node, const tr_exchange_report *report)
{
    tr_quantity left = node->order.quantity;
    if (tr_quantity_subtract(left, node->order.filled_quantity, &left) != TR_OK)
        left = (tr_quantity){ { 0 } };
    bool was_resting = tr__stops_rests(&node->order);
    move_reported(w, node, TR_STATE_FAILED, report);
    if (node->cancel_is_due)
        tr__exits_warn_of_naked(w, node, node->canceller);
    else if (was_resting)
        tr__stops_fall_back(w, node, left, report->reason[0] != '\0' ? report->reason : "rejected");
    else
        tr__exits_retry(w, node, left, report->reason[0] != '\0' ? report->reason : "rejected");
}

/* The exchange never heard of it. Sending again is safe only where a client id can never make two orders. */
static void take_not_found(work *w, order_node *node, const tr_exchange_report *report)
{
    tr_engine *engine = w->engine;
    tr_order_state at = node->order.state;
    if (at != TR_STATE_SENDING && at != TR_STATE_UNKNOWN) {
        warn(engine, report, "the exchange does not know an order that it held");
        if (tr__stops_rests(&node->order))
            tr__work_alarm(w, node, "the exchange does not find the stop that it held: reconcile");
        return;
    }
    const tr_exchange_traits *traits = engine->exchange->traits;
    bool is_unwanted = node->cancel_is_due || has_expired(w, node);
    bool has_lapsed = report->asked_ns != 0 && report->asked_ns - node->sent_ns >=
                                                   traits->validity_ns + traits->visibility_ns;
    if (is_unwanted && has_lapsed) { /* what was sent can no longer arrive */
        tr__work_move(w, node, node->cancel_is_due ? TR_STATE_CANCELLED : TR_STATE_EXPIRED,
                      "the exchange never had it");
        tr__exits_warn_of_naked(w, node, node->cancel_is_due ? node->canceller : w->actor);
        return;
    }
    if (is_unwanted || !traits->ids_unique_for_ever) {
        if (at == TR_STATE_SENDING)
            move_reported(w, node, TR_STATE_UNKNOWN, report);
        tr__engine_look_later(engine, node);
        warn(engine, report, "an order's outcome stays unknown: look at the exchange");
        return;
    }
    if (at == TR_STATE_UNKNOWN)
        move_reported(w, node, TR_STATE_SENDING, report);
    node->sends_due++;
    tr__work_act(w, ACTION_SEND, node->order.id);
}

static void take_report(work *w, order_node *node, const tr_exchange_report *report)
{
    tr_order_state at = node->order.state;
    switch (report->kind) {
    case TR_REPORT_ACCEPTED:
        take_accepted(w, node, report);
        cancel_when_due(w, node);
        return;
    case TR_REPORT_FILL:
        tr__report_take_fill(w, node, report);
        cancel_when_due(w, node);
        return;
    case TR_REPORT_DONE:
        take_done(w, node);
        if (node->order.state != TR_STATE_FILLED)
            warn(w->engine, report, "the exchange calls an order done that has not filled here");
        return;
    case TR_REPORT_CANCELLED:
        take_cancelled(w, node, report);
        return;
    case TR_REPORT_REJECTED:
        if (at == TR_STATE_SENDING || at == TR_STATE_UNKNOWN || at == TR_STATE_WORKING)
            take_rejected(w, node, report);
        else if (at == TR_STATE_CANCELLING &&
                 tr_decimal_is_zero(node->order.filled_quantity.value)) {
            take_cancelled(w, node, report); /* gone, as was asked */
        } else
            warn(w->engine, report, "the exchange rejects an order that it held");
        return;
    case TR_REPORT_NOT_FOUND:
        take_not_found(w, node, report);
        return;
    case TR_REPORT_UNKNOWN:
        if (at == TR_STATE_SENDING)
            move_reported(w, node, TR_STATE_UNKNOWN, report);
        if (at == TR_STATE_SENDING && tr__stops_rests(&node->order))
            tr__work_alarm(w, node,
                           "it is not known whether the exchange holds the stop: it is asked");
        tr__work_act(w, ACTION_QUERY, node->order.id);
        return;
    case TR_REPORT_AMENDED:
        tr__amend_confirmed(w, node);
        return;
    case TR_REPORT_AMEND_REFUSED:
        tr__amend_refused(w, node, report->reason);
        return;
    case TR_REPORT_FUNDING:
    case TR_REPORT_LIQUIDATION:
        return; /* of no order */
    case TR_REPORT_CANCEL_REFUSED:
        if (at == TR_STATE_CANCELLING)
            move_reported(w, node, TR_STATE_WORKING, report);
        tr__amend_refused(w, node, "the cancel came too late");
        if (tr__stops_is_unwanted(node)) /* it may have been set off, or not: ask */
            tr__engine_look_later(w->engine, node);
        return;
    case TR_REPORT_TRIGGERED:
        tr__stops_triggered(w, node);
        return;
    }
}

/* True when the report says nothing new: an execution already booked, a state already reached. */
static bool is_known(const order_node *node, const tr_exchange_report *report)
{
    switch (report->kind) {
    case TR_REPORT_FILL:
        return tr__state_has_fill_id(node, report->exchange_fill_id);
    case TR_REPORT_DONE:
        return node->order.state == TR_STATE_FILLED;
    case TR_REPORT_ACCEPTED:
        return (node->order.state == TR_STATE_WORKING ||
                node->order.state == TR_STATE_PARTLY_FILLED) &&
               !node->cancel_is_due && !tr__stops_is_unwanted(node);
    case TR_REPORT_TRIGGERED:
        return node->order.stop_at != TR_STOP_AT_EXCHANGE;
    default:
        return false;
    }
}

/* What no adapter may hand on as an execution. */
bool tr__report_is_execution(const tr_exchange_report *report)
{
    bool has_fee = !tr_decimal_is_zero(report->fee.value);
    return tr_decimal_sign(report->quantity.value) > 0 &&
           tr_decimal_sign(report->price.value) > 0 && report->exchange_fill_id[0] != '\0' &&
           (!has_fee || report->fee_asset[0] != '\0');
}

void tr_engine_report(void *user, const tr_exchange_report *report)
{
    tr_engine *engine = user;
    tr_id id;
    if (engine->failure.status != TR_OK)
        return;
    if (report->kind == TR_REPORT_FUNDING) {
        tr__funding_take(engine, report);
        return;
    }
    if (report->kind == TR_REPORT_LIQUIDATION) {
        tr__liquidation_take(engine, report);
        return;
    }
    if (tr_id_parse(report->client_id, strnlen(report->client_id, sizeof report->client_id), &id) !=
        TR_OK)
        return; /* not ours */
    bool is_fill = report->kind == TR_REPORT_FILL;
    if (is_fill && !tr__report_is_execution(report)) {
        warn(engine, report, "the exchange reports an execution that is none: reconcile");
        return;
    }
    order_node *node = tr__state_find_order(&engine->st, id);
    if (report->kind == TR_REPORT_ACCEPTED || report->kind == TR_REPORT_NOT_FOUND)
        tr__reconcile_heard(engine, id, report->kind == TR_REPORT_ACCEPTED);
    if (node == NULL && is_fill)
        tr__late_fill(engine, id, report);
    if (node == NULL || is_known(node, report) ||
        (!is_fill && tr_order_state_is_final(node->order.state)))
        return; /* not ours, or told before and ended: reports may repeat */
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_EXCHANGE);
    take_report(w, node, report);
    if (node->order.stop_at != TR_STOP_AT_ENGINE && tr_order_state_is_final(node->order.state))
        tr__stops_settle(w, node);
    tr__work_finish(w);
    tr__halt_after(engine, node);
    tr__stops_after(engine, node);
}
