/* reconcile_judge.c: what differs between an account's memory and the exchange's lists, and what is done about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/fail.h"
#include "engine/exposure.h"
#include "engine/guard.h"
#include "engine/outside.h"

#define DIFFERENCES_MAX 1000

/* ---- differences ----------------------------------------------------------------------------- */

/* The same thing differs, perhaps by another amount. */
static bool is_about_same(const tr_difference *a, const tr_difference *b)
{
    return a->kind == b->kind && strcmp(a->symbol, b->symbol) == 0 &&
           strcmp(a->asset, b->asset) == 0 && strcmp(a->client_id, b->client_id) == 0 &&
           strcmp(a->exchange_id, b->exchange_id) == 0;
}

static bool was_told(const reconciliation *r, const tr_difference *difference)
{
    for (size_t i = 0; i < r->owner->told_count; i++) {
        const tr_difference *told = &r->owner->told[i];
        if (is_about_same(told, difference) && told->action == difference->action &&
            tr_decimal_compare(told->ours, difference->ours) == 0 &&
            tr_decimal_compare(told->theirs, difference->theirs) == 0)
            return true;
    }
    return false;
}

static tr_difference *find_difference(const reconciliation *r, const tr_difference *wanted)
{
    for (size_t i = 0; i < r->difference_count; i++)
        if (is_about_same(&r->differences[i], wanted))
            return &r->differences[i];
    return NULL;
}

static bool is_halted(const account *owner)
{
    const risk_node *halt = tr__account_find_risk(owner, TR_RISK_ACCOUNT, "", RISK_ITEM_HALT);
    return halt != NULL && halt->row.count >= TR_HALT_ENTRIES;
}

static void halt(work *w, account *owner, const tr_difference *difference)
{
    event ev = { .kind = EVENT_RISK_SET };
    if (is_halted(owner))
        return;
    ev.risk =
        (tr_risk_row){ .scope = TR_RISK_ACCOUNT, .count = TR_HALT_ENTRIES, .since_ns = w->at_ns };
    (void)snprintf(ev.risk.account, sizeof ev.risk.account, "%s", owner->row.name);
    (void)snprintf(ev.risk.item, sizeof ev.risk.item, "%s", RISK_ITEM_HALT);
    (void)snprintf(ev.risk.actor, sizeof ev.risk.actor, "reconcile");
    (void)snprintf(ev.risk.reason, sizeof ev.risk.reason, "%s at the exchange: see reconcile",
                   tr_difference_kind_name(difference->kind));
    tr__work_emit(w, owner, &ev);
}

static void log_difference(const reconciliation *r, const tr_difference *difference)
{
    const tr_engine *engine = r->engine;
    bool is_asset = difference->asset[0] != '\0';
    tr_log_field fields[] = {
        tr_log_text("account", r->account),
        tr_log_text("difference", tr_difference_kind_name(difference->kind)),
        tr_log_text(is_asset ? "asset" : "symbol",
                    is_asset ? difference->asset : difference->symbol),
        tr_log_text("order_id", difference->client_id),
        tr_log_text("exchange_id", difference->exchange_id),
        tr_log_decimal("here", difference->ours),
        tr_log_decimal("there", difference->theirs),
        tr_log_text("action", tr_reconcile_action_name(difference->action)),
    };
    tr_log_write(engine->log, TR_LOG_WARNING, engine->clock->now_ns(engine->clock->user),
                 "the exchange differs", fields, sizeof fields / sizeof fields[0]);
}

/* Keep a difference, write it into the log unless the run before has, and do what concerns the books. */
static void record(reconciliation *r, const tr_difference *difference)
{
    tr_engine *engine = r->engine;
    if (r->difference_count == DIFFERENCES_MAX || find_difference(r, difference) != NULL)
        return;
    if (!tr__state_make_room(&engine->st, (void **)&r->differences, &r->difference_capacity,
                             r->difference_count, sizeof *r->differences)) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    r->differences[r->difference_count++] = *difference;
    bool is_adopted =
        difference->kind == TR_DIFFERENCE_BALANCE && difference->action == TR_RECONCILE_ADOPT;
    bool is_stop = difference->action == TR_RECONCILE_STOP && !is_halted(r->owner);
    bool is_news = !was_told(r, difference);
    if (is_news)
        log_difference(r, difference);
    if (!is_adopted && !is_stop && !is_news)
        return;
    work *w = tr__work_begin(engine, NULL, NULL);
    if (w == NULL)
        return;
    event ev = { .kind = EVENT_DIFFERENCE_FOUND, .difference = *difference };
    if (is_news || is_adopted)
        tr__work_emit(w, r->owner, &ev);
    if (is_adopted)
        tr__adopt_balance(w, r->owner, difference);
    if (is_stop)
        halt(w, r->owner, difference);
    tr__work_finish(w);
}

static tr_difference difference_of(const reconciliation *r, tr_difference_kind kind,
                                   const tr_exchange_item *item)
{
    tr_difference difference = { .kind = kind, .action = r->policy.actions[kind] };
    if (item == NULL)
        return difference;
    memcpy(difference.symbol, item->symbol, sizeof difference.symbol);
    memcpy(difference.client_id, item->client_id, sizeof difference.client_id);
    memcpy(difference.exchange_id,
           item->exchange_fill_id[0] != '\0' ? item->exchange_fill_id : item->exchange_order_id,
           sizeof difference.exchange_id);
    return difference;
}

/* Not in a callback: the exchange may be called. */
static bool cancel_there(reconciliation *r, tr_difference *difference)
{
    const tr_exchange *exchange = r->engine->exchange;
    tr_error err = { 0 };
    tr_status status = TR_E_INVALID;
    if (find_difference(r, difference) != NULL)
        return false; /* asked in the round before */
    if (difference->client_id[0] == '\0')
        (void)tr__fail(&err, status, 0, "it has no client id to cancel it by");
    else
        status = exchange->cancel(exchange->user, r->account, difference->client_id, &err);
    if (status == TR_OK)
        return true;
    difference->action = TR_RECONCILE_REPORT;
    (void)snprintf(difference->reason, sizeof difference->reason, "not cancelled: %.140s",
                   err.message);
    return false;
}

/* ---- look-ups in the store -------------------------------------------------------------------- */

typedef struct lookup {
    tr_order order; /* a row of the table of orders */
    bool is_found;
    bool is_order;
    bool is_answered;
    tr_status status;
} lookup;

static bool take_row(void *user, const void *row)
{
    lookup *l = user;
    if (l->is_order)
        l->order = *(const tr_order *)row;
    l->is_found = true;
    return false;
}

static void take_end(void *user, tr_status status, bool has_more, const tr_error *err)
{
    lookup *l = user;
    (void)has_more; /* one is asked for */
    (void)err;      /* the status is kept */
    l->is_answered = true;
    l->status = status;
}

/* True: it was found. A store that cannot be read, or answers later, fails the reconciliation. */
static bool find_row(reconciliation *r, tr_store_query query, lookup *l)
{
    tr_store_reader *reader = r->engine->reader;
    query.limit = 1;
    l->is_order = query.table == TR_TABLE_ORDER;
    tr_status status = reader->read(reader->user, &query, take_row, take_end, l, &r->err);
    if (status == TR_OK)
        status = l->is_answered ? l->status : TR_E_UNSUPPORTED;
    if (status != TR_OK && r->status == TR_OK)
        r->status = tr__fail(&r->err, status, 0, "reconciling %s: the store cannot be read: %s",
                             r->account, tr_status_name(status));
    return status == TR_OK && l->is_found;
}

bool tr__reconcile_find_order(reconciliation *r, tr_id id, tr_order *out)
{
    tr_order key = { .id = id };
    lookup l = { .status = TR_OK };
    bool is_found =
        find_row(r, (tr_store_query){ .table = TR_TABLE_ORDER, .key = &key, .key_columns = 1 }, &l);
    *out = l.order;
    return is_found && strcmp(l.order.account, r->account) == 0;
}

static bool is_booked_in_store(reconciliation *r, const tr_exchange_item *item)
{
    tr_fill key = { .account = "" };
    lookup l = { .status = TR_OK };
    memcpy(key.account, r->account, sizeof key.account);
    memcpy(key.symbol, item->symbol, sizeof key.symbol);
    memcpy(key.exchange_fill_id, item->exchange_fill_id, sizeof key.exchange_fill_id);
    key.side = item->side;
    return find_row(r,
                    (tr_store_query){ .table = TR_TABLE_FILL,
                                      .index = TR_INDEX_FILL_EXCHANGE,
                                      .key = &key,
                                      .key_columns = 4 },
                    &l);
}

/* ---- executions -------------------------------------------------------------------------------- */

/* True when the client id is one of this installation's. */
static bool is_ours(const tr_engine *engine, const char *client_id, tr_id *out)
{
    return tr_id_parse(client_id, strnlen(client_id, TR_LABEL_SIZE), out) == TR_OK &&
           tr_id_tag(*out) == engine->tag;
}

/* Whoever executes an order holds it, under an id of its own: an order that was on its way is so no more. */
static void accept(const reconciliation *r, const tr_exchange_item *item)
{
    tr_exchange_report report = { .kind = TR_REPORT_ACCEPTED, .at_ns = item->at_ns };
    memcpy(report.account, r->account, sizeof report.account);
    memcpy(report.client_id, item->client_id, sizeof report.client_id);
    memcpy(report.exchange_order_id, item->exchange_order_id, sizeof report.exchange_order_id);
    tr_engine_report(r->engine, &report);
}

/* As if the exchange had reported it. */
static void book_fill(reconciliation *r, const tr_exchange_item *item)
{
    tr_exchange_report report = { .kind = TR_REPORT_FILL,
                                  .at_ns = item->at_ns,
                                  .price = item->price,
                                  .quantity = item->quantity,
                                  .fee = item->fee,
                                  .is_maker = item->is_maker };
    memcpy(report.account, r->account, sizeof report.account);
    memcpy(report.client_id, item->client_id, sizeof report.client_id);
    memcpy(report.exchange_order_id, item->exchange_order_id, sizeof report.exchange_order_id);
    memcpy(report.exchange_fill_id, item->exchange_fill_id, sizeof report.exchange_fill_id);
    memcpy(report.fee_asset, item->asset, sizeof report.fee_asset);
    tr_engine_report(r->engine, &report);
}

static bool judge_fill(reconciliation *r, const tr_exchange_item *item)
{
    tr_id id;
    tr_order row;
    if (item->is_liquidation)
        return tr__liquidation_judge(r, item);
    if (!is_ours(r->engine, item->client_id, &id))
        return false; /* others' executions show in the balances alone */
    const order_node *node = tr__state_find_order(&r->engine->st, id);
    if (node != NULL ? tr__state_has_fill_id(node, item->exchange_fill_id)
                     : is_booked_in_store(r, item))
        return false;
    bool is_known = node != NULL || tr__reconcile_find_order(r, id, &row);
    bool is_past = !is_known && r->status == TR_OK && tr__reconcile_is_past(r, item);
    if (r->status != TR_OK || is_past)
        return false;
    tr_difference difference =
        difference_of(r, is_known ? TR_DIFFERENCE_FILL_MISSED : TR_DIFFERENCE_FILL_STRAY, item);
    difference.theirs = item->quantity.value;
    bool is_adopted = difference.action == TR_RECONCILE_ADOPT;
    bool is_first = find_difference(r, &difference) == NULL;
    record(r, &difference);
    bool is_under_way = node != NULL && (node->order.state == TR_STATE_SENDING ||
                                         node->order.state == TR_STATE_UNKNOWN);
    if (is_adopted && is_first && is_under_way)
        accept(r, item);
    if (is_adopted && is_first)
        book_fill(r, item);
    return is_adopted && is_first;
}

/* ---- orders ------------------------------------------------------------------------------------ */

static bool is_at_exchange(tr_order_state at)
{
    return at == TR_STATE_WORKING || at == TR_STATE_PARTLY_FILLED || at == TR_STATE_CANCELLING;
}

/* Its place is noted at the order, by whichever reconciliation asked last: the id there tells whether it was this one. */
static asked_order *find_asked(const reconciliation *r, const order_node *node)
{
    size_t index = node->asked_index;
    return index < r->asked_count && tr_id_compare(r->asked[index].id, node->order.id) == 0
               ? &r->asked[index]
               : NULL;
}

static void ask(reconciliation *r, order_node *node)
{
    tr_engine *engine = r->engine;
    asked_order now = { .id = node->order.id, .version = node->order.version };
    asked_order *before = find_asked(r, node);
    if (before != NULL) {
        *before = now;
        tr__engine_act(engine, ACTION_QUERY, node->order.id);
        return;
    }
    if (!tr__state_make_room(&engine->st, (void **)&r->asked, &r->asked_capacity, r->asked_count,
                             sizeof *r->asked)) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    node->asked_index = r->asked_count;
    r->asked[r->asked_count++] = now;
    tr__engine_act(engine, ACTION_QUERY, node->order.id);
}

/* What the order may still spend: a buy its value at its limit, a sell its goods. */
static tr_status reserved_for(const tr_engine *engine, const tr_instrument *instrument,
                              const tr_exchange_item *item, tr_money *out)
{
    tr_order like = { .side = item->side, .quantity = item->quantity, .limit_price = item->price };
    gate_ask ask = { .phase = TR_RISK_CLAIM, .price = item->price };
    if (instrument->kind != TR_KIND_SPOT) /* all of it may open */
        return tr__gate_required(engine, &like, instrument, &ask, out);
    out->value = item->quantity.value;
    if (item->side == TR_SIDE_SELL)
        return TR_OK;
    return tr_instrument_notional(instrument, item->price, item->quantity, TR_ROUND_UP, out);
}

static void move_to(work *w, const order_node *node, tr_order_state to, tr_money reserved)
{
    event ev = { .kind = EVENT_ORDER_MOVED, .id = node->order.id, .to = to, .amount = reserved };
    (void)snprintf(ev.reason, sizeof ev.reason, "adopted from the exchange");
    tr__work_emit(w, node->owner, &ev);
}

/* Take an order over that carries our tag and is in no table: from here on it is one like any other. */
static order_node *take_over(reconciliation *r, const tr_exchange_item *item, tr_id id,
                             tr_money reserved)
{
    work *w = tr__work_begin(r->engine, NULL, NULL);
    event ev = { .kind = EVENT_ORDER_ACCEPTED };
    if (w == NULL)
        return NULL;
    ev.order = (tr_order){ .id = id,
                           .side = item->side,
                           .type = TR_ORDER_LIMIT,
                           .quantity = item->quantity,
                           .limit_price = item->price,
                           .state = TR_STATE_ACCEPTED,
                           .created_ns = w->at_ns,
                           .updated_ns = w->at_ns,
                           .version = 1 };
    memcpy(ev.order.account, r->account, sizeof ev.order.account);
    memcpy(ev.order.user, r->owner->row.owner, sizeof ev.order.user);
    memcpy(ev.order.symbol, item->symbol, sizeof ev.order.symbol);
    tr__work_by(w, ACTOR_EXCHANGE);
    tr__work_emit(w, r->owner, &ev);
    order_node *node = tr__state_find_order(&r->engine->st, id);
    if (node != NULL) {
        node->sent_ns = r->engine->clock->monotonic_ns(r->engine->clock->user); /* at the latest */
        move_to(w, node, TR_STATE_CLAIMED, reserved);
        move_to(w, node, TR_STATE_SENDING, reserved);
        tr__leverage_note(w, node);
    }
    tr__work_finish(w);
    return node;
}

/* True: it is ours again, and the exchange is asked for its executions. */
static bool adopt_order(reconciliation *r, const tr_exchange_item *item, tr_id id,
                        tr_difference *difference)
{
    const tr_instrument *instrument = tr__state_instrument(&r->engine->st, item->symbol);
    tr_money reserved = { { 0 } };
    bool is_possible = instrument != NULL && tr_decimal_is_zero(item->stop_price.value) &&
                       tr_decimal_sign(item->quantity.value) > 0 &&
                       tr_decimal_sign(item->price.value) > 0 &&
                       reserved_for(r->engine, instrument, item, &reserved) == TR_OK;
    if (find_difference(r, difference) != NULL)
        return false;
    if (!is_possible) {
        difference->action = TR_RECONCILE_REPORT;
        (void)snprintf(difference->reason, sizeof difference->reason,
                       "not adopted: no limit order of an instrument that is traded here");
        record(r, difference);
        return false;
    }
    record(r, difference);
    order_node *node = take_over(r, item, id, reserved);
    if (node == NULL)
        return false;
    tr_exchange_report report = { .kind = TR_REPORT_ACCEPTED, .at_ns = r->began_ns };
    memcpy(report.account, r->account, sizeof report.account);
    memcpy(report.client_id, item->client_id, sizeof report.client_id);
    memcpy(report.exchange_order_id, item->exchange_order_id, sizeof report.exchange_order_id);
    tr_engine_report(r->engine, &report);
    ask(r, node);
    return true;
}

/* What the exchange has open and we do not. */
static bool judge_open_order(reconciliation *r, const tr_exchange_item *item)
{
    tr_id id = { { 0 } };
    tr_order row = { .state = TR_STATE_NONE };
    tr_difference_kind kind = TR_DIFFERENCE_ORDER_FOREIGN;
    if (is_ours(r->engine, item->client_id, &id)) {
        if (tr__state_find_order(&r->engine->st, id) != NULL)
            return false; /* it is there, or on its way either way: its reports tell */
        kind = tr__reconcile_find_order(r, id, &row) ? TR_DIFFERENCE_ORDER_ENDED
                                                     : TR_DIFFERENCE_ORDER_STRAY;
        if (r->status != TR_OK)
            return false;
    }
    tr_difference difference = difference_of(r, kind, item);
    difference.ours = row.filled_quantity.value;
    difference.theirs = item->filled_quantity.value;
    if (difference.action == TR_RECONCILE_ADOPT)
        return adopt_order(r, item, id, &difference);
    bool is_cancelled = difference.action == TR_RECONCILE_CANCEL && cancel_there(r, &difference);
    record(r, &difference);
    return is_cancelled;
}

static int by_client_id(const void *a, const void *b)
{
    const tr_exchange_item *first = a, *second = b;
    return strcmp(first->client_id, second->client_id);
}

/* The list has been sorted: a market maker's is long. */
static const tr_exchange_item *find_listed(const reconciliation *r, const char *client_id)
{
    const listing *open = &r->listings[TR_LISTING_ORDERS];
    tr_exchange_item key = { .kind = TR_LISTING_ORDERS };
    (void)snprintf(key.client_id, sizeof key.client_id, "%s", client_id);
    return open->count == 0 ? NULL
                            : bsearch(&key, open->items, open->count, sizeof key, by_client_id);
}

void tr__reconcile_heard(tr_engine *engine, tr_id id, bool is_alive)
{
    reconciliation *r = engine->reconciliations;
    const order_node *node = r == NULL ? NULL : tr__state_find_order(&engine->st, id);
    asked_order *asked = node == NULL ? NULL : find_asked(r, node);
    if (asked == NULL)
        return;
    asked->is_alive = is_alive;
    asked->is_missing = !is_alive;
}

/* Asked about and not found, listed twice as not open, all its executions booked: it is no more. */
static void end_order(const reconciliation *r, const tr_difference *difference)
{
    tr_exchange_report report = { .kind = TR_REPORT_CANCELLED,
                                  .at_ns = r->began_ns,
                                  .reason = "the exchange has it no more: reconciled" };
    memcpy(report.account, r->account, sizeof report.account);
    memcpy(report.client_id, difference->client_id, sizeof report.client_id);
    tr_engine_report(r->engine, &report);
}

/* What works here and is not open there: first the exchange is asked what became of it. */
static bool judge_gone_order(reconciliation *r, order_node *node)
{
    tr_difference difference = difference_of(r, TR_DIFFERENCE_ORDER_GONE, NULL);
    memcpy(difference.symbol, node->order.symbol, sizeof difference.symbol);
    memcpy(difference.exchange_id, node->order.exchange_order_id, sizeof difference.exchange_id);
    tr_id_format(node->order.id, difference.client_id);
    difference.ours = node->order.filled_quantity.value;
    if (find_listed(r, difference.client_id) != NULL)
        return false;
    bool is_adopted = difference.action == TR_RECONCILE_ADOPT;
    record(r, &difference);
    if (!is_adopted)
        return false;
    const asked_order *asked = find_asked(r, node);
    if (asked != NULL && asked->is_alive)
        return false; /* the exchange says that it holds it: its list is behind */
    if (asked == NULL)
        ask(r, node);
    else if (asked->is_missing)
        end_order(r, &difference);
    return true; /* one that nothing is heard of may have filled: whoever was asked goes on asking */
}

typedef struct id_list {
    tr_id *items;
    size_t count, capacity;
} id_list;

/* Orders may leave memory while they are judged, so their ids are gathered first. */
static id_list gather_working(reconciliation *r)
{
    const state *st = &r->engine->st;
    id_list ids = { NULL, 0, 0 };
    for (order_node *node = tr__state_first_order(st); node != NULL;
         node = tr__state_next_order(st, node)) {
        if (node->owner != r->owner || !is_at_exchange(node->order.state))
            continue;
        if (!tr__state_make_room(st, (void **)&ids.items, &ids.capacity, ids.count,
                                 sizeof *ids.items)) {
            tr__engine_fail(r->engine, TR_E_NO_MEMORY, NULL);
            break;
        }
        ids.items[ids.count++] = node->order.id;
    }
    return ids;
}

static bool judge_working_orders(reconciliation *r)
{
    bool has_acted = false;
    id_list ids = gather_working(r);
    for (size_t i = 0; i < ids.count; i++) {
        order_node *node = tr__state_find_order(&r->engine->st, ids.items[i]);
        if (node != NULL && is_at_exchange(node->order.state))
            has_acted |= judge_gone_order(r, node);
    }
    r->engine->allocator->release(r->engine->allocator->user, ids.items);
    return has_acted;
}

bool tr__reconcile_judge_orders(reconciliation *r)
{
    const listing *fills = &r->listings[TR_LISTING_FILLS];
    const listing *open = &r->listings[TR_LISTING_ORDERS];
    bool has_acted = false;
    for (size_t i = 0; i < fills->count; i++)
        has_acted |= judge_fill(r, &fills->items[i]);
    for (size_t i = 0; i < open->count; i++)
        has_acted |= judge_open_order(r, &open->items[i]);
    if (open->count > 0)
        qsort(open->items, open->count, sizeof open->items[0], by_client_id);
    if (open->is_known)
        has_acted |= judge_working_orders(r);
    return has_acted;
}

bool tr__reconcile_is_waiting(const reconciliation *r)
{
    if (r->engine->lookups > 0)
        return true; /* an execution of an order that had left memory is being booked */
    for (size_t i = 0; i < r->asked_count; i++) {
        const order_node *node = tr__state_find_order(&r->engine->st, r->asked[i].id);
        if (node != NULL && is_at_exchange(node->order.state) && !r->asked[i].is_alive &&
            node->order.version == r->asked[i].version)
            return true;
    }
    return false;
}

/* ---- what is held ------------------------------------------------------------------------------ */

/* Zero when the exchange does not list it. */
static tr_decimal held_there(const listing *held, const char *name, bool is_asset)
{
    for (size_t i = 0; i < held->count; i++)
        if (strcmp(is_asset ? held->items[i].asset : held->items[i].symbol, name) == 0)
            return held->items[i].held;
    return (tr_decimal){ 0 };
}

typedef struct holdings {
    tr_difference *items;
    size_t count, capacity;
} holdings;

static void add_holding(reconciliation *r, holdings *all, const tr_difference *difference)
{
    if (all->count == DIFFERENCES_MAX)
        return;
    if (tr__state_make_room(&r->engine->st, (void **)&all->items, &all->capacity, all->count,
                            sizeof *all->items))
        all->items[all->count++] = *difference;
    else
        tr__engine_fail(r->engine, TR_E_NO_MEMORY, NULL);
}

static void judge_balance(reconciliation *r, holdings *all, const char *asset, tr_decimal ours,
                          tr_decimal theirs)
{
    tr_difference difference = difference_of(r, TR_DIFFERENCE_BALANCE, NULL);
    if (tr_decimal_compare(ours, theirs) == 0)
        return;
    (void)snprintf(difference.asset, sizeof difference.asset, "%s", asset);
    difference.ours = ours;
    difference.theirs = theirs;
    add_holding(r, all, &difference);
}

static void judge_balances(reconciliation *r, holdings *all)
{
    const listing *held = &r->listings[TR_LISTING_BALANCES];
    for (size_t i = 0; i < r->owner->balance_count; i++) {
        const tr_balance *row = &r->owner->balances[i]->row;
        judge_balance(r, all, row->asset, row->total.value, held_there(held, row->asset, true));
    }
    for (size_t i = 0; i < held->count; i++)
        if (tr__account_find_balance(r->owner, held->items[i].asset) == NULL)
            judge_balance(r, all, held->items[i].asset, (tr_decimal){ 0 }, held->items[i].held);
}

/* Contracts: what is held of spot are balances. */
static void judge_position(reconciliation *r, holdings *all, const char *symbol, tr_decimal ours,
                           tr_decimal theirs)
{
    tr_symbol_parts parts;
    tr_difference difference = difference_of(r, TR_DIFFERENCE_POSITION, NULL);
    if (tr_symbol_parse(symbol, strnlen(symbol, TR_SYMBOL_SIZE), &parts, NULL) != TR_OK ||
        parts.kind == TR_KIND_SPOT || tr_decimal_compare(ours, theirs) == 0)
        return;
    (void)snprintf(difference.symbol, sizeof difference.symbol, "%s", symbol);
    difference.ours = ours;
    difference.theirs = theirs;
    add_holding(r, all, &difference);
}

static void judge_positions(reconciliation *r, holdings *all)
{
    const listing *held = &r->listings[TR_LISTING_POSITIONS];
    for (size_t i = 0; i < r->owner->position_count; i++) {
        const tr_position *row = &r->owner->positions[i]->row;
        judge_position(r, all, row->symbol, row->quantity, held_there(held, row->symbol, false));
    }
    for (size_t i = 0; i < held->count; i++)
        if (tr__account_find_position(r->owner, held->items[i].symbol) == NULL)
            judge_position(r, all, held->items[i].symbol, (tr_decimal){ 0 }, held->items[i].held);
}

static bool is_as_before(const reconciliation *r, const holdings *all)
{
    if (all->count != r->seen_count)
        return false;
    for (size_t i = 0; i < all->count; i++)
        if (!is_about_same(&all->items[i], &r->seen[i]) ||
            tr_decimal_compare(all->items[i].ours, r->seen[i].ours) != 0 ||
            tr_decimal_compare(all->items[i].theirs, r->seen[i].theirs) != 0)
            return false;
    return true;
}

/* The exchange may have done more of an order than has been told. */
static bool is_behind(const reconciliation *r, const order_node *node)
{
    const tr_order *order = &node->order;
    const tr_exchange_item *item;
    char client_id[TR_ID_TEXT_SIZE];
    if (order->state == TR_STATE_SENDING || order->state == TR_STATE_UNKNOWN)
        return true;
    if (!is_at_exchange(order->state))
        return false;
    tr_id_format(order->id, client_id);
    item = find_listed(r, client_id);
    return item != NULL &&
           tr_decimal_compare(item->filled_quantity.value, order->filled_quantity.value) > 0;
}

static bool is_any_behind(const reconciliation *r)
{
    const state *st = &r->engine->st;
    for (order_node *node = tr__state_first_order(st); node != NULL;
         node = tr__state_next_order(st, node))
        if (node->owner == r->owner && is_behind(r, node))
            return true;
    return false;
}

bool tr__reconcile_judge_holdings(reconciliation *r)
{
    holdings all = { NULL, 0, 0 };
    if (r->listings[TR_LISTING_POSITIONS].is_known)
        judge_positions(r, &all);
    if (r->listings[TR_LISTING_BALANCES].is_known)
        judge_balances(r, &all);
    bool is_sure = is_as_before(r, &all), is_left = false;
    r->engine->allocator->release(r->engine->allocator->user, r->seen);
    r->seen = all.items;
    r->seen_count = all.count;
    if (all.count > 0 && !is_sure)
        return false;
    bool is_early = all.count > 0 && is_any_behind(r);
    if (all.count > 0 && !is_early && tr__swaps_split(r))
        return false; /* what it was about is gone: look again */
    bool is_moved = false;
    for (size_t i = 0; i < all.count; i++) {
        tr_difference *one = &all.items[i];
        bool is_adopted = one->action == TR_RECONCILE_ADOPT;
        bool is_position = one->kind == TR_DIFFERENCE_POSITION;
        if (is_early && is_adopted)
            is_left = true;                  /* by a later run */
        else if (is_position || !is_moved) { /* cash moves with a position: it is looked at again */
            bool is_taken = is_position && is_adopted && tr__outside_adopt(r, one);
            is_moved |= is_taken;
            record(r, one);
        }
    }
    if (is_moved)
        return false;
    return !is_left;
}
