/*
 * swaps.c: what exchanges do to swaps without an order: funding, paid and received; and the split of a position's money
 * into what is realised and what is not, when executions were heard in another order than they happened.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/reconcile.h"

/* ---- funding --------------------------------------------------------------------------------- */

/* Booked before: a symbol is funded once at a time, and times only rise. */
static bool is_known(const account *owner, const tr_funding_payment *funding)
{
    const position_node *position = tr__account_find_position(owner, funding->symbol);
    return position != NULL && funding->at_ns <= position->row.funded_ns;
}

static bool is_sound(const tr_engine *engine, const tr_funding_payment *funding)
{
    const tr_instrument *instrument = tr__state_instrument(&engine->st, funding->symbol);
    return instrument != NULL && instrument->kind == TR_KIND_LINEAR && funding->at_ns > 0 &&
           strcmp(instrument->settle, funding->asset) == 0;
}

/* False: it is known, or none that can be booked. */
static bool book(tr_engine *engine, account *owner, const tr_funding_payment *funding)
{
    if (!is_sound(engine, funding)) {
        tr_log_field fields[] = { tr_log_text("account", owner->row.name), tr_log_text("symbol", funding->symbol),
                                  tr_log_text("asset", funding->asset),
                                  tr_log_decimal("amount", funding->amount.value) };
        tr_log_write(engine->log, TR_LOG_WARNING, engine->clock->now_ns(engine->clock->user),
                     "funding of no swap that is traded here: reconcile", fields, 4);
        return false;
    }
    work *w = is_known(owner, funding) ? NULL : tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return false;
    tr__work_by(w, ACTOR_EXCHANGE);
    event ev = { .kind = EVENT_FUNDING_PAID, .funding = *funding };
    memcpy(ev.funding.account, owner->row.name, sizeof ev.funding.account);
    ev.funding.seq = 0; /* the event's own number */
    tr__work_emit(w, owner, &ev);
    tr_log_field fields[] = { tr_log_text("account", owner->row.name), tr_log_text("symbol", funding->symbol),
                              tr_log_decimal("amount", funding->amount.value),
                              tr_log_decimal("rate", funding->rate) };
    tr_log_write(engine->log, TR_LOG_INFO, w->at_ns, "funding booked", fields, 4);
    tr__work_finish(w);
    return true;
}

/*
 * Where accounts are reconciled, what the last engine missed is listed first: a payment that came before it were then
 * behind the newest one, and lost. Until then the list has this one, too.
 */
void tr__funding_take(tr_engine *engine, const tr_exchange_report *report)
{
    account *owner = tr__state_find_account(&engine->st, report->account);
    if (owner == NULL || (engine->reconcile_every_ns > 0 && !owner->is_reconciled))
        return;
    (void)book(engine, owner, &report->funding); /* what is known says nothing new */
}

int64_t tr__funding_since(const account *owner, int64_t recent_ns)
{
    int64_t since_ns = INT64_MAX;
    for (size_t i = 0; i < owner->position_count; i++) {
        const tr_position *row = &owner->positions[i]->row;
        tr_symbol_parts parts;
        bool is_recent = !tr_decimal_is_zero(row->quantity) || row->updated_ns >= recent_ns;
        if (!is_recent || tr_symbol_parse(row->symbol, strlen(row->symbol), &parts, NULL) != TR_OK ||
            parts.kind != TR_KIND_LINEAR)
            continue;
        int64_t from_ns = row->funded_ns > 0 ? row->funded_ns : row->opened_ns;
        if (from_ns < since_ns)
            since_ns = from_ns;
    }
    return since_ns < recent_ns ? since_ns : recent_ns;
}

static int by_time(const void *a, const void *b)
{
    int64_t first = ((const tr_exchange_item *)a)->funding.at_ns, second = ((const tr_exchange_item *)b)->funding.at_ns;
    return (first > second) - (first < second);
}

static bool judge_funding(reconciliation *r)
{
    listing *paid = &r->listings[TR_LISTING_FUNDING];
    bool has_acted = false;
    if (!paid->is_known || paid->count == 0)
        return false;
    qsort(paid->items, paid->count, sizeof *paid->items, by_time);
    for (size_t i = 0; i < paid->count && r->engine->failure.status == TR_OK; i++)
        if (!is_known(r->owner, &paid->items[i].funding))
            has_acted |= book(r->engine, r->owner, &paid->items[i].funding);
    return has_acted;
}

/* ---- cost ------------------------------------------------------------------------------------ */

static void restate(reconciliation *r, const position_node *position, tr_money cost)
{
    event ev = { .kind = EVENT_POSITION_RESTATED };
    memcpy(ev.symbol, position->row.symbol, sizeof ev.symbol);
    if (tr_money_subtract(cost, position->row.cost, &ev.amount) != TR_OK)
        return;
    work *w = tr__work_begin(r->engine, NULL, NULL);
    if (w == NULL)
        return;
    tr_log_field fields[] = { tr_log_text("account", r->owner->row.name), tr_log_text("symbol", ev.symbol),
                              tr_log_decimal("amount", ev.amount.value) };
    tr_log_write(r->engine->log, TR_LOG_WARNING, w->at_ns,
                 "executions were heard in another order: what is realised was restated", fields, 3);
    tr__work_emit(w, r->owner, &ev);
    tr__work_finish(w);
}

/*
 * Cash less cost is the same in whatever order executions are booked; how much of it is cash depends on the order. The
 * exchange's order counts, once both hold the same quantity.
 */
static bool judge_costs(reconciliation *r)
{
    const listing *held = &r->listings[TR_LISTING_POSITIONS];
    bool has_acted = false;
    for (size_t i = 0; held->is_known && i < held->count && r->engine->failure.status == TR_OK; i++) {
        const tr_exchange_item *item = &held->items[i];
        const position_node *position = tr__account_find_position(r->owner, item->symbol);
        if (position == NULL || tr_decimal_is_zero(item->cost.value) ||
            tr_decimal_compare(position->row.quantity, item->held) != 0 ||
            tr_decimal_compare(position->row.cost.value, item->cost.value) == 0)
            continue;
        restate(r, position, item->cost);
        has_acted = true;
    }
    return has_acted;
}

bool tr__swaps_judge(reconciliation *r)
{
    bool has_booked = judge_funding(r);
    return judge_costs(r) || has_booked;
}
