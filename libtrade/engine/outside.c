/*
 * outside.c: executions that no order of ours had: a liquidation, or a position that somebody moved by hand at the exchange.
 *
 * Each is booked as an order of ours would be, accepted, sent and filled in one transaction, so that ledger, positions, exits
 * and limits see it like any other.
 */
#include "engine/outside.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "engine/guard.h"

#define NOTES_ADOPTED "adopted: the exchange holds another position"

static void move_to(work *w, const order_node *node, tr_order_state to,
                    const char *exchange_order_id, const char *why)
{
    event ev = { .kind = EVENT_ORDER_MOVED, .id = node->order.id, .to = to };
    tr__text_copy(ev.reason, sizeof ev.reason, why);
    tr__text_copy(ev.exchange_order_id, sizeof ev.exchange_order_id, exchange_order_id);
    tr__work_emit(w, node->owner, &ev);
}

order_node *tr__outside_accept(work *w, account *owner, const tr_exchange_report *report, tr_id id,
                               tr_role role, const char *notes)
{
    event ev = { .kind = EVENT_ORDER_ACCEPTED };
    ev.order = (tr_order){ .id = id,
                           .side = report->side,
                           .type = TR_ORDER_MARKET,
                           .role = role,
                           .is_reduce_only = role != TR_ROLE_ENTRY,
                           .quantity = report->quantity,
                           .state = TR_STATE_ACCEPTED,
                           .created_ns = w->at_ns,
                           .updated_ns = w->at_ns,
                           .version = 1 };
    tr__text_copy(ev.order.account, sizeof ev.order.account, owner->row.name);
    tr__text_copy(ev.order.user, sizeof ev.order.user, owner->row.owner);
    tr__text_copy(ev.order.symbol, sizeof ev.order.symbol, report->symbol);
    tr__text_copy(ev.order.notes, sizeof ev.order.notes, notes);
    tr__text_copy(ev.order.actor, sizeof ev.order.actor, w->actor);
    tr__work_emit(w, owner, &ev);
    order_node *node = tr__state_find_order(&w->engine->st, id);
    if (node == NULL)
        return NULL;
    move_to(w, node, TR_STATE_CLAIMED, report->exchange_order_id, notes);
    move_to(w, node, TR_STATE_SENDING, report->exchange_order_id, notes);
    return node;
}

/* ---- positions ------------------------------------------------------------------------------- */

static tr_price entry_there(const reconciliation *r, const char *symbol)
{
    const listing *held = &r->listings[TR_LISTING_POSITIONS];
    for (size_t i = 0; i < held->count; i++)
        if (strcmp(held->items[i].symbol, symbol) == 0)
            return held->items[i].price;
    return (tr_price){ { 0 } };
}

/* What was added cost: what theirs cost in all, by their entry price, less what ours did. */
static bool price_of_added(const tr_instrument *instrument, const tr_position *ours,
                           const tr_difference *difference, tr_price entry, tr_price *out)
{
    tr_decimal added, cost;
    return tr_decimal_subtract(difference->theirs, difference->ours, &added) == TR_OK &&
           tr_decimal_multiply(added, instrument->multiplier, TR_ROUND_HALF_EVEN, &added) ==
               TR_OK &&
           tr_decimal_multiply(difference->theirs, instrument->multiplier, TR_ROUND_HALF_EVEN,
                               &cost) == TR_OK &&
           tr_decimal_multiply(cost, entry.value, TR_ROUND_HALF_EVEN, &cost) == TR_OK &&
           tr_decimal_subtract(cost, ours->cost.value, &cost) == TR_OK &&
           tr_decimal_divide(cost, added, TR_ROUND_HALF_EVEN, &out->value) == TR_OK &&
           tr_decimal_sign(out->value) > 0;
}

static bool only_closes(const tr_difference *difference)
{
    tr_decimal ours, theirs;
    int sign = tr_decimal_sign(difference->theirs);
    return (sign == 0 || sign == tr_decimal_sign(difference->ours)) &&
           tr_decimal_absolute(difference->ours, &ours) == TR_OK &&
           tr_decimal_absolute(difference->theirs, &theirs) == TR_OK &&
           tr_decimal_compare(theirs, ours) < 0;
}

/* What was opened has the exchange's entry price; what was closed went at the last price known here. */
static tr_price price_of(const reconciliation *r, const tr_instrument *instrument,
                         const tr_difference *difference)
{
    const position_node *position = tr__account_find_position(r->owner, difference->symbol);
    tr_price entry = entry_there(r, difference->symbol), added;
    tr_price last = tr__state_market(&r->engine->st, instrument)->known;
    bool is_entry_known = tr_decimal_sign(entry.value) > 0;
    if (only_closes(difference))
        return last;
    bool has_grown = tr_decimal_sign(difference->ours) == tr_decimal_sign(difference->theirs);
    if (is_entry_known && has_grown && position != NULL &&
        price_of_added(instrument, &position->row, difference, entry, &added))
        return added;
    return is_entry_known && !has_grown ? entry : last;
}

static bool report_of(const reconciliation *r, const tr_difference *difference,
                      tr_exchange_report *out)
{
    const tr_instrument *instrument = tr__state_instrument(&r->engine->st, difference->symbol);
    tr_decimal moved;
    *out = (tr_exchange_report){ .kind = TR_REPORT_FILL };
    if (instrument == NULL ||
        tr_decimal_subtract(difference->theirs, difference->ours, &moved) != TR_OK ||
        tr_decimal_absolute(moved, &out->quantity.value) != TR_OK)
        return false;
    out->side = tr_decimal_sign(moved) > 0 ? TR_SIDE_BUY : TR_SIDE_SELL;
    out->price = price_of(r, instrument, difference);
    tr__text_copy(out->account, sizeof out->account, r->account);
    tr__text_copy(out->symbol, sizeof out->symbol, difference->symbol);
    return tr_decimal_sign(out->price.value) > 0;
}

static void book(reconciliation *r, const tr_difference *difference, tr_exchange_report *report)
{
    tr_engine *engine = r->engine;
    char ours[TR_DECIMAL_TEXT_SIZE], theirs[TR_DECIMAL_TEXT_SIZE];
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_EXCHANGE);
    tr_id id = tr__engine_new_id(engine, w->at_ns);
    report->at_ns = w->at_ns;
    tr_id_format(id,
                 report->exchange_fill_id); /* the exchange's own executions are not looked for */
    order_node *node =
        tr__outside_accept(w, r->owner, report, id,
                           only_closes(difference) ? TR_ROLE_CLOSE : TR_ROLE_ENTRY, NOTES_ADOPTED);
    if (node != NULL) {
        (void)tr_decimal_format(difference->ours, ours, sizeof ours); /* the sizes suffice */
        (void)tr_decimal_format(difference->theirs, theirs, sizeof theirs);
        tr__work_alarm(w, node, "adopted: the position is %s at the exchange, and was %s here",
                       theirs, ours);
        tr__report_take_fill(w, node, report);
    }
    tr__work_finish(w);
    node = tr__state_find_order(&engine->st, id);
    if (node == NULL || engine->failure.status != TR_OK)
        return;
    tr__halt_after(engine, node);
    tr__stops_after(engine, node);
}

bool tr__outside_adopt(reconciliation *r, tr_difference *difference)
{
    tr_exchange_report report;
    if (!report_of(r, difference, &report)) {
        difference->action = TR_RECONCILE_REPORT;
        (void)snprintf(difference->reason, sizeof difference->reason,
                       "no price of it is known here yet");
        return false;
    }
    book(r, difference, &report);
    return true;
}
