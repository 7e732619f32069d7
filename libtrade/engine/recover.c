/*
 * recover.c: from the store's rows back to memory.
 *
 * A chain of paged reads, one after the other, because a store may answer later: last prices; accounts; then for each its newest
 * event, balances, positions, risk, open orders by state, and recent alerts; then the fills of each live order. Last, the
 * exchange is asked about every order it may hold.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/fail.h"
#include "engine/block.h"
#include "engine/close.h"
#include "engine/guard.h"

#define PAGE_ROWS 500

typedef enum step {
    STEP_MARKS, /* before what they value */
    STEP_ACCOUNTS,
    STEP_HEAD,
    STEP_BALANCES,
    STEP_POSITIONS,
    STEP_RISKS,
    STEP_EXTREMES, /* before the orders that follow them */
    STEP_BLOCKS,   /* the waiting, then the trading ones */
    STEP_CONDITIONS,
    STEP_ORDERS, /* once per state that is not final */
    STEP_ALERTS,
    STEP_FILLS, /* once per live order */
    STEP_END
} step;

typedef struct recovery {
    tr_engine *engine;
    void (*done)(void *user, tr_status status, const tr_error *err);
    void *user;
    step at;
    size_t account_index;
    int state_index;
    order_node *order; /* whose fills are read */
    int64_t now_ns;
    bool is_reading;  /* inside read(): completions are only noted */
    bool is_complete; /* noted */
    tr_status status;
    bool has_more;
    tr_error err;
    union { /* the last row, from which the next page starts */
        tr_setting_row setting;
        tr_account_row account;
        tr_balance balance;
        tr_position position;
        tr_extreme extreme;
        tr_block block;
        tr_block_condition condition;
        tr_order order;
        tr_alert alert;
        tr_fill fill;
        tr_risk_row risk;
    } last;
    bool has_last;
} recovery;

static account *current_account(const recovery *r)
{
    return r->engine->st.accounts[r->account_index];
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool take_account(recovery *r, const tr_account_row *row)
{
    r->last.account = *row;
    return tr__state_add_account(&r->engine->st, row) != NULL;
}

static bool take_balance(recovery *r, const tr_balance *row)
{
    r->last.balance = *row;
    balance_node *node = tr__state_balance(&r->engine->st, current_account(r), row->asset);
    if (node == NULL)
        return false;
    node->row = *row;
    node->stored_version = row->version;
    return tr__exposure_balance(&r->engine->st, current_account(r), node);
}

static bool take_position(recovery *r, const tr_position *row)
{
    r->last.position = *row;
    position_node *node = tr__state_position(&r->engine->st, current_account(r), row->symbol);
    if (node == NULL)
        return false;
    node->row = *row;
    node->stored_version = row->version;
    return tr__exposure_position(&r->engine->st, current_account(r), node);
}

static bool take_risk(recovery *r, const tr_risk_row *row)
{
    r->last.risk = *row;
    risk_node *node = tr__state_risk(&r->engine->st, current_account(r), (tr_risk_scope)row->scope,
                                     row->name, row->item);
    if (node == NULL)
        return false;
    node->row = *row;
    node->stored_version = row->version;
    return tr__exposure_row(&r->engine->st, current_account(r), node);
}

static bool take_order(recovery *r, const tr_order *row)
{
    state *st = &r->engine->st;
    r->last.order = *row;
    tr_order order = *row;
    order.reserved = (tr_money){ { 0 } };
    order_node *node = tr__state_add_order(st, current_account(r), &order);
    if (node == NULL || tr__state_reserve(st, node, row->reserved) != TR_OK)
        return false;
    node->stored_version = row->version;
    node->is_sent = true;
    node->sent_ns = r->engine->clock->monotonic_ns(r->engine->clock->user); /* at the latest */
    if (node->instrument == NULL) {
        tr_log_field fields[] = { tr_log_id("order_id", row->id),
                                  tr_log_text("symbol", row->symbol) };
        tr_log_write(r->engine->log, TR_LOG_WARNING, r->now_ns,
                     "an open order's instrument is not configured: it will not trigger", fields,
                     2);
    }
    if (row->state != TR_STATE_WAITING)
        return true;
    tr__queue_enter(st, node);
    if (tr__trailing_attach(st, node))
        return true;
    r->status = tr__fail(&r->err, TR_E_CORRUPT, 0, "a trailing order has no best price to follow");
    return false;
}

static bool take_extreme(recovery *r, const tr_extreme *row)
{
    r->last.extreme = *row;
    return tr__trailing_restore(&r->engine->st, current_account(r), row);
}

static bool take_alert(recovery *r, const tr_alert *row)
{
    r->last.alert = *row;
    r->last.alert.body = NULL;
    r->last.alert.body_size = 0;
    return tr__dedup_add(&r->engine->alerts, (uint32_t)r->account_index, row->dedup_key, row->id,
                         row->received_ns, r->now_ns - r->engine->alert_repeat_ns);
}

static bool take_block(recovery *r, const tr_block *row)
{
    r->last.block = *row;
    return tr__block_restore(&r->engine->st, current_account(r), row);
}

static bool take_condition(recovery *r, const tr_block_condition *row)
{
    r->last.condition = *row;
    if (tr__block_restore_condition(&r->engine->st, current_account(r), row))
        return true;
    r->status = tr__fail(&r->err, TR_E_CORRUPT, 0, "account %s: a block's conditions have a gap",
                         row->account);
    return false;
}

static bool on_row(void *user, const void *row)
{
    recovery *r = user;
    bool kept = true;
    switch (r->at) {
    case STEP_MARKS:
        r->last.setting = *(const tr_setting_row *)row;
        tr__marks_restore(r->engine, row);
        break;
    case STEP_ACCOUNTS:
        kept = take_account(r, row);
        break;
    case STEP_HEAD: {
        const tr_event_row *head = row;
        current_account(r)->seq = head->seq;
        current_account(r)->at_ns = head->at_ns;
        current_account(r)->fills_since_ns = head->at_ns;
        current_account(r)->has_news = head->kind != EVENT_LEDGER_CLOSED;
        if (head->epoch >= r->engine->epoch) /* every owner writes in an epoch of its own */
            r->engine->epoch = head->epoch + 1;
        return false;
    }
    case STEP_BALANCES:
        kept = take_balance(r, row);
        break;
    case STEP_POSITIONS:
        kept = take_position(r, row);
        break;
    case STEP_RISKS:
        kept = take_risk(r, row);
        break;
    case STEP_EXTREMES:
        kept = take_extreme(r, row);
        break;
    case STEP_BLOCKS:
        kept = take_block(r, row);
        break;
    case STEP_CONDITIONS:
        kept = take_condition(r, row);
        break;
    case STEP_ORDERS:
        kept = take_order(r, row);
        break;
    case STEP_ALERTS:
        kept = take_alert(r, row);
        break;
    case STEP_FILLS:
        r->last.fill = *(const tr_fill *)row;
        kept = tr__state_add_fill_id(&r->engine->st, r->order, r->last.fill.exchange_fill_id);
        break;
    case STEP_END:
        break;
    }
    r->has_last = true;
    if (!kept && r->status == TR_OK)
        r->status = tr__fail(&r->err, TR_E_NO_MEMORY, 0, "no memory to recover");
    return kept;
}

/* ---- queries --------------------------------------------------------------------------------- */

typedef union key_row {
    tr_balance balance;
    tr_position position;
    tr_extreme extreme;
    tr_block block;
    tr_block_condition condition;
    tr_order order;
    tr_alert alert;
    tr_fill fill;
    tr_event_row event;
    tr_risk_row risk;
} key_row;

/* What a step reads: all rows of the account, or of an index that begins with it. */
typedef struct step_source {
    tr_table table;
    int index;
    int key_columns;
    size_t account_at; /* in the key's row */
} step_source;

static const step_source sources[STEP_END] = {
    [STEP_MARKS] = { .table = TR_TABLE_SETTING },
    [STEP_ACCOUNTS] = { .table = TR_TABLE_ACCOUNT },
    [STEP_HEAD] = { TR_TABLE_EVENT, TR_INDEX_PRIMARY, 1, offsetof(tr_event_row, account) },
    [STEP_BALANCES] = { TR_TABLE_BALANCE, TR_INDEX_PRIMARY, 1, offsetof(tr_balance, account) },
    [STEP_POSITIONS] = { TR_TABLE_POSITION, TR_INDEX_PRIMARY, 1, offsetof(tr_position, account) },
    [STEP_RISKS] = { TR_TABLE_RISK, TR_INDEX_PRIMARY, 1, offsetof(tr_risk_row, account) },
    [STEP_EXTREMES] = { TR_TABLE_EXTREME, TR_INDEX_PRIMARY, 1, offsetof(tr_extreme, account) },
    [STEP_BLOCKS] = { TR_TABLE_BLOCK, TR_INDEX_BLOCK_STATE, 2, offsetof(tr_block, account) },
    [STEP_CONDITIONS] = { TR_TABLE_BLOCK_CONDITION, TR_INDEX_PRIMARY, 1,
                          offsetof(tr_block_condition, account) },
    [STEP_ORDERS] = { TR_TABLE_ORDER, TR_INDEX_ORDER_STATE, 2, offsetof(tr_order, account) },
    [STEP_ALERTS] = { TR_TABLE_ALERT, TR_INDEX_ALERT_RECEIVED, 1, offsetof(tr_alert, account) },
    [STEP_FILLS] = { TR_TABLE_FILL, TR_INDEX_FILL_ORDER, 1, 0 },
};

/* The page that this step reads next. */
static tr_store_query query_of(recovery *r, key_row *key)
{
    const step_source *source = &sources[r->at];
    tr_store_query query = { .table = source->table,
                             .index = source->index,
                             .key = source->key_columns > 0 ? key : NULL,
                             .key_columns = source->key_columns,
                             .limit = r->at == STEP_HEAD ? 1 : PAGE_ROWS,
                             .is_descending = r->at == STEP_HEAD,
                             .after = r->has_last ? &r->last : NULL };
    memset(key, 0, sizeof *key);
    if (r->at == STEP_FILLS)
        key->fill.order_id = r->order->order.id;
    else if (source->key_columns > 0)
        memcpy((char *)key + source->account_at, current_account(r)->row.name, TR_NAME_SIZE);
    if (r->at == STEP_BLOCKS)
        key->block.state = (tr_block_state)r->state_index;
    if (r->at == STEP_ORDERS)
        key->order.state = (tr_order_state)r->state_index;
    if (r->at == STEP_ALERTS && !r->has_last) {
        memcpy(r->last.alert.account, key->alert.account, TR_NAME_SIZE);
        r->last.alert.received_ns = r->now_ns - r->engine->alert_repeat_ns;
        query.after = &r->last;
    }
    return query;
}

/* ---- the chain ------------------------------------------------------------------------------- */

static order_node *next_live_order(const state *st, const order_node *from)
{
    order_node *node = tr__state_next_order(st, from);
    while (node != NULL && !tr__state_is_live(node->order.state))
        node = tr__state_next_order(st, node);
    return node;
}

/* What is read behind the last page of a step. */
static void advance(recovery *r)
{
    const state *st = &r->engine->st;
    r->has_last = false;
    memset(&r->last, 0, sizeof r->last);
    switch (r->at) {
    case STEP_MARKS:
        r->at = STEP_ACCOUNTS;
        return;
    case STEP_ACCOUNTS:
        r->account_index = 0;
        r->at = st->account_count > 0 ? STEP_HEAD : STEP_END;
        return;
    case STEP_HEAD:
        r->at = STEP_BALANCES;
        return;
    case STEP_BALANCES:
        r->at = STEP_POSITIONS;
        return;
    case STEP_POSITIONS:
        r->at = STEP_RISKS;
        return;
    case STEP_RISKS:
        r->at = STEP_EXTREMES;
        return;
    case STEP_EXTREMES:
        r->at = STEP_BLOCKS;
        r->state_index = TR_BLOCK_WAITING;
        return;
    case STEP_BLOCKS:
        if (++r->state_index > TR_BLOCK_TRADING)
            r->at = current_account(r)->block_count > 0 ? STEP_CONDITIONS : STEP_ORDERS;
        if (r->at == STEP_ORDERS)
            r->state_index = TR_STATE_ACCEPTED;
        return;
    case STEP_CONDITIONS:
        r->at = STEP_ORDERS;
        r->state_index = TR_STATE_ACCEPTED;
        return;
    case STEP_ORDERS:
        do
            r->state_index++;
        while (r->state_index <= TR_STATE_FAILED &&
               tr_order_state_is_final((tr_order_state)r->state_index));
        if (r->state_index > TR_STATE_FAILED)
            r->at = STEP_ALERTS;
        return;
    case STEP_ALERTS:
        r->at = STEP_HEAD;
        if (++r->account_index < st->account_count)
            return;
        r->order = next_live_order(st, NULL);
        r->at = r->order != NULL ? STEP_FILLS : STEP_END;
        return;
    case STEP_FILLS:
        r->order = next_live_order(st, r->order);
        if (r->order == NULL)
            r->at = STEP_END;
        return;
    case STEP_END:
        return;
    }
}

static int compare_groups(const void *a, const void *b)
{
    const order_node *const *first = a;
    const order_node *const *second = b;
    return tr_id_compare((*first)->order.group_id, (*second)->order.group_id);
}

/* Of one group there are two at the most: sorted, they stand side by side. */
static void pair_rivals(order_node **exits, size_t count)
{
    qsort(exits, count, sizeof *exits, compare_groups);
    for (size_t i = 1; i < count; i++) {
        if (tr_id_compare(exits[i - 1]->order.group_id, exits[i]->order.group_id) != 0)
            continue;
        exits[i - 1]->rival = exits[i];
        exits[i]->rival = exits[i - 1];
    }
}

/* Exits find their entry and each other again. */
static tr_status link_exits(tr_engine *engine)
{
    state *st = &engine->st;
    order_node **exits = NULL;
    size_t count = 0, capacity = 0;
    tr_status status = TR_OK;
    for (order_node *node = tr__state_first_order(st); node != NULL && status == TR_OK;
         node = tr__state_next_order(st, node)) {
        if (tr_id_is_none(node->order.parent_id) ||
            (node->order.state != TR_STATE_WAITING && !tr__stops_rests(&node->order)))
            continue;
        if (!tr__state_make_room(st, (void **)&exits, &capacity, count, sizeof(order_node *)))
            status = TR_E_NO_MEMORY;
        else
            exits[count++] = node;
    }
    if (count > 0)
        pair_rivals(exits, count);
    for (size_t i = 0; i < count;
         i++) { /* in the order in which they were armed: the newest pair is the entry's */
        order_node *parent = tr__state_find_order(st, exits[i]->order.parent_id);
        if (parent != NULL)
            tr__state_link_exit(parent, exits[i]);
    }
    st->allocator->release(st->allocator->user, exits);
    return status;
}

static void finish(recovery *r)
{
    tr_engine *engine = r->engine;
    if (r->status == TR_OK && link_exits(engine) != TR_OK)
        r->status = tr__fail(&r->err, TR_E_NO_MEMORY, 0, "no memory to recover");
    if (r->status == TR_OK) {
        tr__dedup_complete_since(&engine->alerts, r->now_ns - engine->alert_repeat_ns);
        for (order_node *node = next_live_order(&engine->st, NULL); node != NULL;
             node = next_live_order(&engine->st, node)) {
            tr__engine_act(engine, ACTION_QUERY, node->order.id);
            node->is_amend_asked = tr__amend_is_pending(&node->order);
            if (node->is_amend_asked) /* what is asked for is absolute: twice is once */
                tr__engine_act(engine, ACTION_AMEND, node->order.id);
        }
        tr__close_recovered(engine, r->now_ns);
        engine->is_recovered = true;
        tr__leverage_begin(engine);
        tr__atr_restore(engine);
        tr__halt_begin(engine);
        tr__stops_begin(engine);
        tr__stops_recovered(engine);
        tr__guard_arm_later(engine);
        tr_log_field fields[] = { tr_log_int("accounts", (int64_t)engine->st.account_count),
                                  tr_log_int("open_orders", (int64_t)engine->st.order_count),
                                  tr_log_int("epoch", engine->epoch) };
        tr_log_write(engine->log, TR_LOG_INFO, r->now_ns, "engine recovered", fields, 3);
    } else {
        tr__engine_fail(engine, r->status, &r->err);
    }
    recovery ended = *r; /* whoever is told may free the engine */
    engine->lookups--;
    engine->allocator->release(engine->allocator->user, r);
    ended.done(ended.user, ended.status, ended.status == TR_OK ? NULL : &ended.err);
}

static void on_page(void *user, tr_status status, bool has_more, const tr_error *err);

/* Reads until a page is answered later; then on_page comes back here. */
static void run(recovery *r)
{
    while (r->at != STEP_END && r->status == TR_OK) {
        key_row key;
        tr_store_query query = query_of(r, &key);
        r->is_reading = true;
        r->is_complete = false;
        tr_status status =
            r->engine->reader->read(r->engine->reader->user, &query, on_row, on_page, r, &r->err);
        r->is_reading = false;
        if (status != TR_OK) {
            r->status = status;
            break;
        }
        if (!r->is_complete)
            return;
        if (r->status == TR_OK && (!r->has_more || r->at == STEP_HEAD))
            advance(r);
    }
    finish(r);
}

static void on_page(void *user, tr_status status, bool has_more, const tr_error *err)
{
    recovery *r = user;
    r->is_complete = true;
    r->has_more = has_more;
    if (status != TR_OK && r->status == TR_OK) {
        r->status = status;
        if (err != NULL)
            r->err = *err;
    }
    if (r->is_reading)
        return;
    if (r->status == TR_OK && (!has_more || r->at == STEP_HEAD))
        advance(r);
    run(r);
}

tr_status tr_engine_recover(tr_engine *engine,
                            void (*done)(void *user, tr_status status, const tr_error *err),
                            void *user, tr_error *err)
{
    if (engine == NULL || done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no engine, or nobody to tell");
    if (engine->is_recovered)
        return tr__fail(err, TR_E_INVALID, 0, "the engine has recovered already");
    recovery *r = engine->allocator->allocate(engine->allocator->user, sizeof *r);
    if (r == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory to recover");
    memset(r, 0, sizeof *r);
    r->engine = engine;
    r->done = done;
    r->user = user;
    r->now_ns = engine->clock->now_ns(engine->clock->user);
    engine->lookups++;
    run(r);
    return TR_OK;
}
