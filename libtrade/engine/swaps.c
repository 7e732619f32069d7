/*
 * swaps.c: what exchanges do to swaps without an order: funding, paid and received; and the split of a position's money
 * into what is realised and what is not, when executions were heard in another order than they happened.
 */
#include <string.h>

#include "engine/guard.h"
#include "engine/reconcile.h"

/* ---- funding --------------------------------------------------------------------------------- */

/* What this engine has seen of it: booked by it, or found booked. */
static bool is_seen(const position_node *position, int64_t at_ns)
{
    for (size_t i = position == NULL ? 0 : position->funded_count; i > 0;
         i--) /* the newest is asked for most */
        if (position->funded[i - 1] == at_ns)
            return true;
    return false;
}

/* False: no memory, and the engine has stopped. */
static bool note_seen(tr_engine *engine, account *owner, const tr_funding_payment *funding)
{
    state *st = &engine->st;
    position_node *position = tr__state_position(st, owner, funding->symbol);
    void *funded = position == NULL ? NULL : position->funded;
    if (position == NULL ||
        !tr__state_make_room(st, &funded, &position->funded_capacity, position->funded_count,
                             sizeof *position->funded)) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return false;
    }
    position->funded = funded;
    position->funded[position->funded_count++] = funding->at_ns;
    return true;
}

static bool is_sound(const tr_engine *engine, const tr_funding_payment *funding)
{
    const tr_instrument *instrument = tr__state_instrument(&engine->st, funding->symbol);
    return instrument != NULL && instrument->kind == TR_KIND_LINEAR && funding->at_ns > 0 &&
           strcmp(instrument->settle, funding->asset) == 0;
}

static void book(tr_engine *engine, account *owner, const tr_funding_payment *funding)
{
    if (!note_seen(engine, owner, funding))
        return;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_EXCHANGE);
    event ev = { .kind = EVENT_FUNDING_PAID, .funding = *funding };
    memcpy(ev.funding.account, owner->row.name, sizeof ev.funding.account);
    ev.funding.seq = 0; /* the event's own number */
    tr__profit_before_funding(w, owner, funding->symbol);
    tr__work_emit(w, owner, &ev);
    tr__profit_funded(w, owner, funding);
    tr_log_field fields[] = { tr_log_text("account", owner->row.name),
                              tr_log_text("symbol", funding->symbol),
                              tr_log_decimal("amount", funding->amount.value),
                              tr_log_decimal("rate", funding->rate) };
    tr_log_write(engine->log, TR_LOG_INFO, w->at_ns, "funding booked", fields, 4);
    tr__work_finish(w);
}

/* One that is older than the newest may have been booked by an engine before: the store is asked. */
typedef struct lookup {
    tr_engine *engine;
    account *owner;
    tr_funding_payment funding;
    bool is_found;
} lookup;

static bool take_found(void *user, const void *row)
{
    (void)row; /* that there is one tells */
    ((lookup *)user)->is_found = true;
    return false;
}

static void looked_up(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)has_more; /* there is one at the most */
    lookup *look = user;
    tr_engine *engine = look->engine;
    const position_node *position = tr__account_find_position(look->owner, look->funding.symbol);
    engine->lookups--;
    if (status != TR_OK) {
        tr_log_field fields[] = { tr_log_text("account", look->owner->row.name),
                                  tr_log_text("reason", err == NULL ? tr_status_name(status)
                                                                    : err->message) };
        tr_log_write(engine->log, TR_LOG_ERROR, engine->clock->now_ns(engine->clock->user),
                     "funding could not be booked: reconcile", fields, 2);
    } else if (engine->failure.status == TR_OK && look->is_found) {
        (void)note_seen(engine, look->owner, &look->funding); /* the engine has stopped otherwise */
    } else if (engine->failure.status == TR_OK && !is_seen(position, look->funding.at_ns)) {
        book(engine, look->owner, &look->funding);
    }
    engine->allocator->release(engine->allocator->user, look);
}

static void look_up(tr_engine *engine, account *owner, const tr_funding_payment *funding)
{
    lookup *look = engine->allocator->allocate(engine->allocator->user, sizeof *look);
    if (look == NULL) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    *look = (lookup){ .engine = engine, .owner = owner, .funding = *funding };
    memcpy(look->funding.account, owner->row.name, sizeof look->funding.account);
    tr_store_query query = { .table = TR_TABLE_FUNDING,
                             .index = TR_INDEX_FUNDING_TIME,
                             .key = &look->funding,
                             .key_columns = 3,
                             .limit = 1 };
    engine->lookups++;
    tr_error err = { 0 };
    tr_status status =
        engine->reader->read(engine->reader->user, &query, take_found, looked_up, look, &err);
    if (status != TR_OK)
        looked_up(look, status, false, &err);
}

/* A symbol is funded once at a time, in whatever order it is told of. False: this one is known, or none. */
static bool take(tr_engine *engine, account *owner, const tr_funding_payment *funding)
{
    const position_node *position = tr__account_find_position(owner, funding->symbol);
    if (!is_sound(engine, funding)) {
        tr_log_field fields[] = { tr_log_text("account", owner->row.name),
                                  tr_log_text("symbol", funding->symbol),
                                  tr_log_text("asset", funding->asset),
                                  tr_log_decimal("amount", funding->amount.value) };
        tr_log_write(engine->log, TR_LOG_WARNING, engine->clock->now_ns(engine->clock->user),
                     "funding of no swap that is traded here: reconcile", fields, 4);
        return false;
    }
    if (is_seen(position, funding->at_ns) || funding->at_ns < owner->row.created_ns)
        return false; /* what was paid before the account was opened is in its opening balances */
    if (position != NULL && funding->at_ns <= position->row.funded_ns)
        look_up(engine, owner, funding);
    else
        book(engine, owner, funding);
    return true;
}

void tr__funding_take(tr_engine *engine, const tr_exchange_report *report)
{
    account *owner = tr__state_find_account(&engine->st, report->account);
    if (owner != NULL)
        (void)take(engine, owner, &report->funding); /* what is known says nothing new */
}

int64_t tr__funding_since(const account *owner, int64_t recent_ns)
{
    int64_t since_ns = INT64_MAX;
    for (size_t i = 0; i < owner->position_count; i++) {
        const tr_position *row = &owner->positions[i]->row;
        tr_symbol_parts parts;
        bool is_recent = !tr_decimal_is_zero(row->quantity) || row->updated_ns >= recent_ns;
        if (!is_recent ||
            tr_symbol_parse(row->symbol, strlen(row->symbol), &parts, NULL) != TR_OK ||
            parts.kind != TR_KIND_LINEAR)
            continue;
        int64_t from_ns = row->funded_ns > 0 ? row->funded_ns : row->opened_ns;
        if (from_ns < since_ns)
            since_ns = from_ns;
    }
    return since_ns < recent_ns ? since_ns : recent_ns;
}

/* What is asked of the store counts as done, too: the next round knows the answer. */
static bool judge_funding(reconciliation *r)
{
    const listing *paid = &r->listings[TR_LISTING_FUNDING];
    bool has_acted = false;
    for (size_t i = 0; paid->is_known && i < paid->count && r->engine->failure.status == TR_OK; i++)
        has_acted |= take(r->engine, r->owner, &paid->items[i].funding);
    return has_acted;
}

/* ---- cost ------------------------------------------------------------------------------------ */

void tr__swaps_restate(reconciliation *r, const position_node *position, tr_money cost)
{
    event ev = { .kind = EVENT_POSITION_RESTATED };
    memcpy(ev.symbol, position->row.symbol, sizeof ev.symbol);
    if (tr_money_subtract(cost, position->row.cost, &ev.amount) != TR_OK)
        return;
    work *w = tr__work_begin(r->engine, NULL, NULL);
    if (w == NULL)
        return;
    tr_log_field fields[] = { tr_log_text("account", r->owner->row.name),
                              tr_log_text("symbol", ev.symbol),
                              tr_log_decimal("amount", ev.amount.value) };
    tr_log_write(r->engine->log, TR_LOG_WARNING, w->at_ns,
                 "executions were heard in another order: what is realised was restated", fields,
                 3);
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
    for (size_t i = 0; held->is_known && i < held->count && r->engine->failure.status == TR_OK;
         i++) {
        const tr_exchange_item *item = &held->items[i];
        const position_node *position = tr__account_find_position(r->owner, item->symbol);
        if (position == NULL || tr_decimal_is_zero(item->cost.value) ||
            tr_decimal_compare(position->row.quantity, item->held) != 0 ||
            tr_decimal_compare(position->row.cost.value, item->cost.value) == 0)
            continue;
        tr__swaps_restate(r, position, item->cost);
        has_acted = true;
    }
    return has_acted;
}

bool tr__swaps_judge(reconciliation *r)
{
    bool has_booked = judge_funding(r);
    return judge_costs(r) || has_booked;
}
