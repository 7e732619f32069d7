/* block_fold.c: what is known of order blocks, and how events change it. */
#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "engine/block.h"

/* Any order will do to find them by. */
static tr_decimal key_of_id(tr_id id)
{
    tr_decimal key;
    static_assert(sizeof key == sizeof id.bytes, "an id is as wide as a key");
    memcpy(&key, id.bytes, sizeof key);
    return key;
}

/* FNV-1a: few keys share one, and those are told apart by their text. */
static tr_decimal key_of_text(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return (tr_decimal){ .lo = hash, .hi = 0 };
}

block_node *tr__block_find(const account *owner, tr_id id)
{
    tr_decimal key = key_of_id(id);
    agenda_item *item = tr__agenda_find(&owner->blocks_by_id, key);
    return item != NULL && tr_decimal_compare(item->key, key) == 0
               ? AGENDA_OWNER(item, block_node, by_id)
               : NULL;
}

block_node *tr__block_find_key(const account *owner, const char *text)
{
    tr_decimal key = key_of_text(text);
    for (agenda_item *item = tr__agenda_find(&owner->blocks_by_key, key);
         item != NULL && tr_decimal_compare(item->key, key) == 0; item = tr__agenda_next(item)) {
        block_node *block = AGENDA_OWNER(item, block_node, by_key);
        if (strcmp(block->row.idempotency_key, text) == 0)
            return block;
    }
    return NULL;
}

bool tr__block_is_armed(const block_node *block)
{
    for (size_t i = 0; i < block->condition_count; i++)
        if (block->conditions[i].fired_ns == 0)
            return false;
    return block->condition_count > 0;
}

/* ---- queues ---------------------------------------------------------------------------------- */

/* While it waits a block is where alerts of its market and the clock find it. */
static void enter(state *st, block_node *block)
{
    if (block->instrument == NULL || block->is_listed || block->row.state != TR_BLOCK_WAITING)
        return;
    market *place = tr__state_market(st, block->instrument);
    block->market_previous = place->block_last;
    block->market_next = NULL;
    if (place->block_last != NULL)
        place->block_last->market_next = block;
    else
        place->block_first = block;
    place->block_last = block;
    block->is_listed = true;
    if (block->row.expires_ns > 0)
        tr__agenda_insert(&st->block_expiries, &block->expiry,
                          tr__key_of_time(block->row.expires_ns));
}

static void leave(state *st, block_node *block)
{
    if (!block->is_listed)
        return;
    market *place = tr__state_market(st, block->instrument);
    if (block->market_previous != NULL)
        block->market_previous->market_next = block->market_next;
    else
        place->block_first = block->market_next;
    if (block->market_next != NULL)
        block->market_next->market_previous = block->market_previous;
    else
        place->block_last = block->market_previous;
    block->market_next = block->market_previous = NULL;
    block->is_listed = false;
    if (block->expiry.is_queued)
        tr__agenda_remove(&st->block_expiries, &block->expiry);
}

/* Put it among those that trade, or take it from them, as its state says; `is_kept` is false when it goes for good. */
static void follow_trade(block_node *block, bool is_kept)
{
    account *owner = block->owner;
    bool trades = is_kept && block->row.state == TR_BLOCK_TRADING;
    if (trades == block->is_trading)
        return;
    block->is_trading = trades;
    if (trades) {
        block->trading_previous = NULL;
        block->trading_next = owner->trading;
        if (owner->trading != NULL)
            owner->trading->trading_previous = block;
        owner->trading = block;
        return;
    }
    if (block->trading_previous != NULL)
        block->trading_previous->trading_next = block->trading_next;
    else
        owner->trading = block->trading_next;
    if (block->trading_next != NULL)
        block->trading_next->trading_previous = block->trading_previous;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static tr_status write_block(block_node *block, state_put *put, void *user)
{
    tr_store_verb verb = block->stored_version == 0 ? TR_STORE_INSERT : TR_STORE_UPDATE;
    tr_status status = put(user, verb, TR_TABLE_BLOCK, &block->row, block->stored_version);
    if (status == TR_OK)
        block->stored_version = block->row.version;
    return status;
}

static tr_status change_block(block_node *block, int64_t at_ns, state_put *put, void *user)
{
    block->row.updated_ns = at_ns;
    block->row.version++;
    return write_block(block, put, user);
}

static tr_status set_fired(tr_block_condition *condition, int64_t fired_ns, tr_id alert_id,
                           state_put *put, void *user)
{
    condition->fired_ns = fired_ns;
    condition->alert_id = alert_id;
    condition->version++;
    return put(user, TR_STORE_UPDATE, TR_TABLE_BLOCK_CONDITION, condition, condition->version - 1);
}

/* What was told before counts no more. */
static tr_status drop_firings(block_node *block, state_put *put, void *user)
{
    tr_status status = TR_OK;
    for (size_t i = 0; i < block->condition_count && status == TR_OK; i++)
        if (block->conditions[i].fired_ns != 0)
            status = set_fired(&block->conditions[i], 0, (tr_id){ { 0 } }, put, user);
    return status;
}

/* ---- life ------------------------------------------------------------------------------------ */

bool tr__block_restore(state *st, account *owner, const tr_block *row)
{
    block_node *block = st->allocator->allocate(st->allocator->user, sizeof *block);
    if (block == NULL || !tr__state_make_room(st, (void **)&owner->blocks, &owner->block_capacity,
                                              owner->block_count, sizeof(block_node *))) {
        st->allocator->release(st->allocator->user, block);
        return false;
    }
    *block = (block_node){ .row = *row, .owner = owner, .stored_version = row->version };
    block->instrument = tr__state_instrument(st, row->symbol);
    owner->blocks[owner->block_count++] = block;
    tr__agenda_insert(&owner->blocks_by_id, &block->by_id, key_of_id(row->id));
    tr__agenda_insert(&owner->blocks_by_key, &block->by_key, key_of_text(row->idempotency_key));
    enter(st, block);
    follow_trade(block, true);
    return true;
}

bool tr__block_restore_condition(state *st, account *owner, const tr_block_condition *row)
{
    (void)st; /* every restoring takes it */
    block_node *block = tr__block_find(owner, row->block_id);
    if (block == NULL) /* of one that has ended */
        return true;
    if (row->number != (int64_t)block->condition_count ||
        block->condition_count == TR_CONDITIONS_MAX)
        return false;
    block->conditions[block->condition_count++] = *row;
    return true;
}

static void forget(state *st, account *owner, size_t index)
{
    leave(st, owner->blocks[index]);
    follow_trade(owner->blocks[index], false);
    tr__agenda_remove(&owner->blocks_by_id, &owner->blocks[index]->by_id);
    tr__agenda_remove(&owner->blocks_by_key, &owner->blocks[index]->by_key);
    st->allocator->release(st->allocator->user, owner->blocks[index]);
    owner->blocks[index] = owner->blocks[--owner->block_count];
}

void tr__blocks_forget_ended(state *st, uint64_t through)
{
    if (through <= st->blocks_forgotten)
        return;
    st->blocks_forgotten = through;
    for (size_t k = 0; k < st->account_count; k++) {
        account *owner = st->accounts[k];
        for (size_t i = owner->block_count; i > 0; i--)
            if (owner->blocks[i - 1]->ended != 0 && owner->blocks[i - 1]->ended <= through)
                forget(st, owner, i - 1);
    }
}

void tr__blocks_done(const state *st, account *owner)
{
    for (size_t i = 0; i < owner->block_count; i++)
        st->allocator->release(st->allocator->user, owner->blocks[i]);
    st->allocator->release(st->allocator->user, owner->blocks);
}

/* ---- events ---------------------------------------------------------------------------------- */

static tr_status unknown_block(const account *owner, const event *ev, tr_error *err)
{
    return tr__fail(err, TR_E_CORRUPT, 0, "account %s, event %lld: %s of a block that is not there",
                    owner->row.name, (long long)owner->seq, tr__event_kind_name(ev->kind));
}

static tr_status add(state *st, account *owner, const event *ev, state_put *put, void *user)
{
    if (!tr__block_restore(st, owner, &ev->block))
        return TR_E_NO_MEMORY;
    block_node *block = owner->blocks[owner->block_count - 1];
    block->stored_version = 0;
    return write_block(block, put, user);
}

static tr_status add_condition(state *st, account *owner, const event *ev, state_put *put,
                               void *user, tr_error *err)
{
    if (tr__block_find(owner, ev->condition.block_id) == NULL)
        return unknown_block(owner, ev, err);
    if (!tr__block_restore_condition(st, owner, &ev->condition))
        return tr__fail(err, TR_E_CORRUPT, 0, "account %s, event %lld: a condition out of turn",
                        owner->row.name, (long long)owner->seq);
    return put(user, TR_STORE_INSERT, TR_TABLE_BLOCK_CONDITION, &ev->condition, 0);
}

static tr_status feed(account *owner, const event *ev, state_put *put, void *user, tr_error *err)
{
    block_node *block = tr__block_find(owner, ev->id);
    if (block == NULL || ev->number < 0 || ev->number >= (int64_t)block->condition_count)
        return unknown_block(owner, ev, err);
    tr_status status = ev->is_first ? drop_firings(block, put, user) : TR_OK;
    if (status == TR_OK && ev->is_first) {
        block->row.session_ns = ev->at_ns;
        status = change_block(block, ev->at_ns, put, user);
    }
    return status != TR_OK
               ? status
               : set_fired(&block->conditions[ev->number], ev->at_ns, ev->cause, put, user);
}

static bool is_legal(tr_block_state from, tr_block_state to)
{
    if (from == TR_BLOCK_WAITING) /* to itself: what was told counts no more */
        return to != TR_BLOCK_CLOSED;
    return from == TR_BLOCK_TRADING && (to == TR_BLOCK_CLOSED || to == TR_BLOCK_CANCELLED);
}

static tr_status move(state *st, account *owner, const event *ev, state_put *put, void *user,
                      tr_error *err)
{
    block_node *block = tr__block_find(owner, ev->id);
    if (block == NULL)
        return unknown_block(owner, ev, err);
    tr_block *row = &block->row;
    if (!is_legal(row->state, ev->block_to))
        return tr__fail(err, TR_E_CORRUPT, 0, "account %s, event %lld: a block moves from %s to %s",
                        owner->row.name, (long long)owner->seq, tr_block_state_name(row->state),
                        tr_block_state_name(ev->block_to));
    if (ev->block_to == TR_BLOCK_WAITING) {
        tr_status status = drop_firings(block, put, user);
        if (status != TR_OK)
            return status;
        row->session_ns = 0;
    } else {
        leave(st, block);
    }
    row->state = ev->block_to;
    follow_trade(block, true);
    if (tr_block_state_is_final(row->state))
        block->ended = ++st->blocks_ended;
    if (!tr_id_is_none(ev->other_id))
        row->order_id = ev->other_id;
    memcpy(row->actor, ev->actor, sizeof row->actor);
    memcpy(row->reason, ev->reason, sizeof row->reason);
    return change_block(block, ev->at_ns, put, user);
}

/* What was told so far stays told; the clock may find it at another time. */
static tr_status amend(state *st, account *owner, const event *ev, state_put *put, void *user,
                       tr_error *err)
{
    const tr_block *to = &ev->block;
    block_node *block = tr__block_find(owner, to->id);
    if (block == NULL || block->row.state != TR_BLOCK_WAITING)
        return tr__fail(err, TR_E_CORRUPT, 0, "account %s: a block that does not wait is amended",
                        owner->row.name);
    tr_block *row = &block->row;
    leave(st, block);
    row->price_low = to->price_low;
    row->price_high = to->price_high;
    row->quantity = to->quantity;
    row->take_profit = to->take_profit;
    row->stop_loss = to->stop_loss;
    row->window_ns = to->window_ns;
    row->expires_ns = to->expires_ns;
    memcpy(row->legs, to->legs, sizeof row->legs);
    memcpy(row->description, to->description, sizeof row->description);
    memcpy(row->actor, to->actor, sizeof row->actor);
    memcpy(row->reason, to->reason, sizeof row->reason);
    enter(st, block);
    return change_block(block, ev->at_ns, put, user);
}

tr_status tr__block_apply(state *st, account *owner, const event *ev, state_put *put, void *user,
                          tr_error *err)
{
    switch (ev->kind) {
    case EVENT_BLOCK_ADDED:
        return add(st, owner, ev, put, user);
    case EVENT_CONDITION_ADDED:
        return add_condition(st, owner, ev, put, user, err);
    case EVENT_BLOCK_FED:
        return feed(owner, ev, put, user, err);
    case EVENT_BLOCK_MOVED:
        return move(st, owner, ev, put, user, err);
    case EVENT_BLOCK_AMENDED:
        return amend(st, owner, ev, put, user, err);
    default:
        return TR_E_INVALID;
    }
}

tr_status tr__block_apply_fill(state *st, account *owner, const tr_order *order, tr_money notional,
                               tr_money fee, const event *ev, state_put *put, void *user)
{
    (void)st; /* every step of the fold takes it */
    block_node *block =
        tr_id_is_none(order->block_id) ? NULL : tr__block_find(owner, order->block_id);
    if (block == NULL ||
        block->row.state != TR_BLOCK_TRADING) /* late: the orders themselves have it */
        return TR_OK;
    tr_block *row = &block->row;
    tr_quantity *side = order->role == TR_ROLE_ENTRY ? &row->entered : &row->left;
    tr_status status = tr_quantity_add(*side, ev->fill.quantity, side);
    if (status == TR_OK)
        status = order->side == TR_SIDE_SELL
                     ? tr_money_add(row->proceeds, notional, &row->proceeds)
                     : tr_money_subtract(row->proceeds, notional, &row->proceeds);
    if (status == TR_OK)
        status = tr_money_subtract(row->proceeds, fee, &row->proceeds);
    return status != TR_OK ? status : change_block(block, ev->at_ns, put, user);
}
