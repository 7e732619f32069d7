/* state.c: finding and keeping accounts, orders, balances and positions. */
#include "engine/exposure.h"

#include "engine/block.h"

#include <assert.h>
#include <string.h>

static void *take(const state *st, size_t size)
{
    void *memory = st->allocator->allocate(st->allocator->user, size);
    if (memory != NULL)
        memset(memory, 0, size);
    return memory;
}

static void give_back(const state *st, void *memory)
{
    st->allocator->release(st->allocator->user, memory);
}

bool tr__state_make_room(const state *st, void **items, size_t *capacity, size_t count,
                         size_t item_size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
    void *grown = st->allocator->reallocate(st->allocator->user, *items, *capacity * item_size,
                                            wanted * item_size);
    if (grown == NULL)
        return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

/* FNV-1a */
static size_t hash_of_symbol(const char *symbol)
{
    uint64_t hash = 14695981039346656037u;
    for (; *symbol != '\0'; symbol++)
        hash = (hash ^ (unsigned char)*symbol) * 1099511628211u;
    return (size_t)(hash ^ (hash >> 32));
}

/* Open addressing, at most half full; a slot holds an index and one, so that 0 is empty. */
static tr_status index_symbols(state *st)
{
    size_t wanted = 16;
    while (wanted < 2 * st->instrument_count)
        wanted *= 2;
    st->symbol_slots = take(st, wanted * sizeof *st->symbol_slots);
    if (st->symbol_slots == NULL)
        return TR_E_NO_MEMORY;
    st->symbol_slot_count = wanted;
    for (size_t i = 0; i < st->instrument_count; i++) {
        size_t at = hash_of_symbol(st->instruments[i].symbol) & (wanted - 1);
        while (st->symbol_slots[at] != 0 && strcmp(st->instruments[st->symbol_slots[at] - 1].symbol,
                                                   st->instruments[i].symbol) != 0)
            at = (at + 1) & (wanted - 1);
        if (st->symbol_slots[at] == 0) /* of two alike the first counts */
            st->symbol_slots[at] = (uint32_t)(i + 1);
    }
    return TR_OK;
}

tr_status tr__state_init(state *st, const tr_allocator *allocator, const tr_instrument *instruments,
                         size_t count)
{
    *st = (state){ .allocator = allocator, .instrument_count = count };
    if (count == 0)
        return TR_OK;
    st->instruments = take(st, count * sizeof *st->instruments);
    st->markets = take(st, count * sizeof *st->markets);
    if (st->instruments == NULL || st->markets == NULL)
        return TR_E_NO_MEMORY;
    memcpy(st->instruments, instruments, count * sizeof *instruments);
    for (size_t i = count; i > 0; i--) {
        size_t other = i;
        const char *symbol = instruments[i - 1].symbol;
        if (tr_symbol_parse(symbol, strlen(symbol), &st->markets[i - 1].parts, NULL) != TR_OK)
            st->markets[i - 1].parts = (tr_symbol_parts){ .base = "" };
        while (other < count && strcmp(instruments[other].base, instruments[i - 1].base) != 0)
            other++;
        st->markets[i - 1].next_same_base = other < count ? other : SIZE_MAX;
    }
    return index_symbols(st);
}

static void free_order(const state *st, order_node *node)
{
    while (node->waiters != NULL) {
        waiter *next = node->waiters->next;
        give_back(st, node->waiters);
        node->waiters = next;
    }
    give_back(st, node->fill_ids);
    give_back(st, node);
}

static void free_account(const state *st, account *owner)
{
    for (size_t i = 0; i < owner->balance_count; i++)
        give_back(st, owner->balances[i]);
    for (size_t i = 0; i < owner->position_count; i++) {
        tr__trailing_done(st, &owner->positions[i]->trails[TR_SIDE_BUY]);
        tr__trailing_done(st, &owner->positions[i]->trails[TR_SIDE_SELL]);
        give_back(st, owner->positions[i]->funded);
        give_back(st, owner->positions[i]);
    }
    tr__blocks_done(st, owner);
    for (size_t i = 0; i < owner->risk_count; i++)
        give_back(st, owner->risks[i]);
    give_back(st, owner->balances);
    give_back(st, owner->positions);
    give_back(st, owner->told);
    give_back(st, owner->risks);
    give_back(st, owner);
}

void tr__state_done(state *st)
{
    for (size_t i = 0; i < st->account_count; i++)
        tr__exposure_close(st, st->accounts[i]);
    tr__exposure_done(st);
    for (size_t i = 0; i < st->order_slot_count; i++)
        for (order_node *node = st->order_slots[i], *next; node != NULL; node = next) {
            next = node->next_same_hash;
            free_order(st, node);
        }
    for (size_t i = 0; i < st->account_count; i++)
        free_account(st, st->accounts[i]);
    for (size_t i = 0; st->markets != NULL && i < st->instrument_count; i++)
        give_back(st, st->markets[i].holders);
    give_back(st, st->instruments);
    give_back(st, st->markets);
    give_back(st, st->accounts);
    give_back(st, st->order_slots);
    give_back(st, st->key_slots);
    give_back(st, st->symbol_slots);
    give_back(st, st->dirty_orders);
    *st = (state){ .allocator = st->allocator };
}

/* ---- accounts -------------------------------------------------------------------------------- */

account *tr__state_find_account(const state *st, const char *name)
{
    for (size_t i = 0; i < st->account_count; i++)
        if (strcmp(st->accounts[i]->row.name, name) == 0)
            return st->accounts[i];
    return NULL;
}

account *tr__state_add_account(state *st, const tr_account_row *row)
{
    account *owner = take(st, sizeof *owner);
    if (owner == NULL || !tr__state_make_room(st, (void **)&st->accounts, &st->account_capacity,
                                              st->account_count, sizeof(account *))) {
        give_back(st, owner);
        return NULL;
    }
    owner->row = *row;
    st->accounts[st->account_count++] = owner;
    return tr__exposure_open(st, owner) ? owner : NULL;
}

balance_node *tr__account_find_balance(const account *owner, const char *asset)
{
    for (size_t i = 0; i < owner->balance_count; i++)
        if (strcmp(owner->balances[i]->row.asset, asset) == 0)
            return owner->balances[i];
    return NULL;
}

position_node *tr__account_find_position(const account *owner, const char *symbol)
{
    for (size_t i = 0; i < owner->position_count; i++)
        if (strcmp(owner->positions[i]->row.symbol, symbol) == 0)
            return owner->positions[i];
    return NULL;
}

balance_node *tr__state_balance(state *st, account *owner, const char *asset)
{
    balance_node *node = tr__account_find_balance(owner, asset);
    if (node != NULL)
        return node;
    node = take(st, sizeof *node);
    if (node == NULL ||
        !tr__state_make_room(st, (void **)&owner->balances, &owner->balance_capacity,
                             owner->balance_count, sizeof(balance_node *))) {
        give_back(st, node);
        return NULL;
    }
    memcpy(node->row.account, owner->row.name, sizeof node->row.account);
    (void)strncpy(node->row.asset, asset, sizeof node->row.asset - 1); /* zeroed: ends in NUL */
    owner->balances[owner->balance_count++] = node;
    node->first_market = 0;
    while (node->first_market < st->instrument_count && st->instruments != NULL &&
           strcmp(st->instruments[node->first_market].base, asset) != 0)
        node->first_market++;
    if (st->instruments == NULL || node->first_market == st->instrument_count)
        node->first_market = SIZE_MAX;
    return tr__exposure_balance(st, owner, node) ? node : NULL;
}

position_node *tr__state_position(state *st, account *owner, const char *symbol)
{
    position_node *node = tr__account_find_position(owner, symbol);
    if (node != NULL)
        return node;
    node = take(st, sizeof *node);
    if (node == NULL ||
        !tr__state_make_room(st, (void **)&owner->positions, &owner->position_capacity,
                             owner->position_count, sizeof(position_node *))) {
        give_back(st, node);
        return NULL;
    }
    memcpy(node->row.account, owner->row.name, sizeof node->row.account);
    (void)strncpy(node->row.symbol, symbol, sizeof node->row.symbol - 1); /* zeroed: ends in NUL */
    const tr_instrument *instrument = tr__state_instrument(st, symbol);
    for (int side = TR_SIDE_BUY; side <= TR_SIDE_SELL; side++) {
        trail *t = &node->trails[side];
        *t = (trail){ .owner = owner, .side = (tr_side)side };
        memcpy(t->symbol, node->row.symbol, sizeof t->symbol);
        if (instrument != NULL)
            t->place = tr__state_market(st, instrument);
    }
    owner->positions[owner->position_count++] = node;
    return node;
}

risk_node *tr__account_find_risk(const account *owner, tr_risk_scope scope, const char *name,
                                 const char *item)
{
    for (size_t i = 0; i < owner->risk_count; i++) {
        const tr_risk_row *row = &owner->risks[i]->row;
        if (row->scope == (int64_t)scope && strcmp(row->item, item) == 0 &&
            strcmp(row->name, name) == 0)
            return owner->risks[i];
    }
    return NULL;
}

risk_node *tr__state_risk(state *st, account *owner, tr_risk_scope scope, const char *name,
                          const char *item)
{
    risk_node *node = tr__account_find_risk(owner, scope, name, item);
    if (node != NULL)
        return node;
    node = take(st, sizeof *node);
    if (node == NULL || !tr__state_make_room(st, (void **)&owner->risks, &owner->risk_capacity,
                                             owner->risk_count, sizeof(risk_node *))) {
        give_back(st, node);
        return NULL;
    }
    memcpy(node->row.account, owner->row.name, sizeof node->row.account);
    node->row.scope = scope;
    (void)strncpy(node->row.name, name, sizeof node->row.name - 1); /* zeroed: ends in NUL */
    (void)strncpy(node->row.item, item, sizeof node->row.item - 1);
    owner->risks[owner->risk_count++] = node;
    return node;
}

/* ---- instruments ----------------------------------------------------------------------------- */

const tr_instrument *tr__state_instrument(const state *st, const char *symbol)
{
    if (st->symbol_slot_count == 0)
        return NULL;
    size_t at = hash_of_symbol(symbol) & (st->symbol_slot_count - 1);
    for (; st->symbol_slots[at] != 0; at = (at + 1) & (st->symbol_slot_count - 1))
        if (strcmp(st->instruments[st->symbol_slots[at] - 1].symbol, symbol) == 0)
            return &st->instruments[st->symbol_slots[at] - 1];
    return NULL;
}

market *tr__state_market(const state *st, const tr_instrument *instrument)
{
    assert(instrument >= st->instruments && instrument < st->instruments + st->instrument_count);
    return &st->markets[instrument - st->instruments];
}

/* ---- orders ---------------------------------------------------------------------------------- */

/*
 * Ids end in 64 random bits, but those of one millisecond are counted up, in the last byte: every bit must reach the low
 * ones of the hash. So it is mixed twice (the finaliser of SplitMix64, 2014).
 */
static size_t hash_of(tr_id id)
{
    uint64_t high;
    uint64_t low;
    memcpy(&high, id.bytes, sizeof high);
    memcpy(&low, id.bytes + sizeof high, sizeof low);
    uint64_t mixed = high ^ low;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return (size_t)(mixed ^ (mixed >> 31));
}

order_node *tr__state_find_order(const state *st, tr_id id)
{
    if (st->order_slot_count == 0)
        return NULL;
    if (st->at_hand != NULL && tr_id_compare(st->at_hand->order.id, id) == 0)
        return st->at_hand;
    order_node *node = st->order_slots[hash_of(id) & (st->order_slot_count - 1)];
    while (node != NULL && tr_id_compare(node->order.id, id) != 0)
        node = node->next_same_hash;
    return node;
}

order_node *tr__state_next_order(const state *st, const order_node *node)
{
    size_t slot = 0;
    if (node != NULL) {
        if (node->next_same_hash != NULL)
            return node->next_same_hash;
        slot = (hash_of(node->order.id) & (st->order_slot_count - 1)) + 1;
    }
    for (; slot < st->order_slot_count; slot++)
        if (st->order_slots[slot] != NULL)
            return st->order_slots[slot];
    return NULL;
}

order_node *tr__state_first_order(const state *st)
{
    return tr__state_next_order(st, NULL);
}

/* FNV-1a over account and key. */
static size_t hash_of_key(const char *account_name, const char *key)
{
    uint64_t hash = 14695981039346656037u;
    for (; *account_name != '\0'; account_name++)
        hash = (hash ^ (unsigned char)*account_name) * 1099511628211u;
    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * 1099511628211u;
    return (size_t)(hash ^ (hash >> 32));
}

static order_node **slot_of_key(const state *st, const tr_order *order)
{
    size_t hash = hash_of_key(order->account, order->idempotency_key);
    return &st->key_slots[hash & (st->order_slot_count - 1)];
}

order_node *tr__state_find_key(const state *st, const account *owner, const char *idempotency_key)
{
    if (st->order_slot_count == 0)
        return NULL;
    size_t hash = hash_of_key(owner->row.name, idempotency_key);
    order_node *node = st->key_slots[hash & (st->order_slot_count - 1)];
    while (node != NULL &&
           (node->owner != owner || strcmp(node->order.idempotency_key, idempotency_key) != 0))
        node = node->next_same_key;
    return node;
}

static void link_order(state *st, order_node *node)
{
    size_t slot = hash_of(node->order.id) & (st->order_slot_count - 1);
    node->next_same_hash = st->order_slots[slot];
    st->order_slots[slot] = node;
    if (node->order.idempotency_key[0] == '\0')
        return;
    order_node **keys = slot_of_key(st, &node->order);
    node->next_same_key = *keys;
    *keys = node;
}

static void unlink_order(state *st, order_node *node)
{
    order_node **link = &st->order_slots[hash_of(node->order.id) & (st->order_slot_count - 1)];
    while (*link != node)
        link = &(*link)->next_same_hash;
    *link = node->next_same_hash;
    if (node->order.idempotency_key[0] == '\0')
        return;
    link = slot_of_key(st, &node->order);
    while (*link != node)
        link = &(*link)->next_same_key;
    *link = node->next_same_key;
}

/* Double the tables once every second chain has an order: each one that is passed on the way to another is a cache miss. */
static bool grow_slots(state *st)
{
    if (2 * st->order_count < st->order_slot_count)
        return true;
    size_t old_count = st->order_slot_count;
    size_t wanted = old_count == 0 ? 64 : old_count * 2;
    order_node **old_slots = st->order_slots;
    order_node **slots = take(st, wanted * sizeof(order_node *));
    order_node **keys = take(st, wanted * sizeof(order_node *));
    if (slots == NULL || keys == NULL) {
        give_back(st, slots);
        give_back(st, keys);
        return false;
    }
    give_back(st, st->key_slots);
    st->order_slots = slots;
    st->key_slots = keys;
    st->order_slot_count = wanted;
    for (size_t i = 0; i < old_count; i++)
        for (order_node *node = old_slots[i], *next; node != NULL; node = next) {
            next = node->next_same_hash;
            link_order(st, node);
        }
    give_back(st, old_slots);
    return true;
}

order_node *tr__state_add_order(state *st, account *owner, const tr_order *order)
{
    order_node *node = take(st, sizeof *node);
    if (node == NULL || !grow_slots(st)) {
        give_back(st, node);
        return NULL;
    }
    node->order = *order;
    node->owner = owner;
    node->instrument = tr__state_instrument(st, order->symbol);
    if (order->expires_ns > 0 && st->instruments != NULL)
        tr__agenda_insert(&st->expiries, &node->expiry, tr__key_of_time(order->expires_ns));
    link_order(st, node);
    st->order_count++;
    node->order.state = TR_STATE_NONE; /* so that entering its state counts it */
    if (!tr__state_enter(st, node, order->state)) {
        tr__state_remove_order(st, node);
        return NULL;
    }
    return node;
}

/* Counts an entry among its symbol's while it is live. */
static bool count_entering(state *st, order_node *node, int64_t change)
{
    if (node->order.role != TR_ROLE_ENTRY || node->order.is_reduce_only)
        return true;
    position_node *position = tr__state_position(st, node->owner, node->order.symbol);
    if (position != NULL)
        position->entering += change;
    return position != NULL;
}

/* A live reduce-only order speaks for what it has not yet closed. */
static bool count_closing(state *st, order_node *node)
{
    const tr_order *order = &node->order;
    tr_decimal part = { 0 }, *sum;
    if (!order->is_reduce_only)
        return true;
    position_node *position = tr__state_position(st, node->owner, order->symbol);
    if (position == NULL)
        return false;
    tr_decimal whole = tr_decimal_max(order->quantity.value,
                                      order->amend_quantity.value); /* while it is being amended */
    if (tr__state_is_live(order->state) &&
        tr_decimal_subtract(whole, order->filled_quantity.value, &part) == TR_OK)
        part = tr_decimal_max(part, (tr_decimal){ 0 });
    sum = &position->closing[order->side == TR_SIDE_SELL]; /* a sell closes no short */
    if (tr_decimal_subtract(*sum, node->closing, sum) != TR_OK ||
        tr_decimal_add(*sum, part, sum) != TR_OK)
        return false;
    node->closing = part;
    return true;
}

/* Two entries at the market's price must not both be let off for closing the same part of a swap's position. */
static bool count_turning(state *st, order_node *node)
{
    const tr_order *order = &node->order;
    tr_decimal left = { 0 }, *sum;
    if (order->is_reduce_only || node->instrument == NULL || node->instrument->kind == TR_KIND_SPOT)
        return true;
    if (tr__state_is_live(order->state) && tr_decimal_is_zero(order->limit_price.value) &&
        tr_decimal_subtract(order->quantity.value, order->filled_quantity.value, &left) == TR_OK)
        left = tr_decimal_max(left, (tr_decimal){ 0 });
    if (tr_decimal_compare(left, node->turning) == 0)
        return true;
    position_node *position = tr__state_position(st, node->owner, order->symbol);
    if (position == NULL)
        return false;
    sum = &position->turning[order->side == TR_SIDE_SELL];
    if (tr_decimal_subtract(*sum, node->turning, sum) != TR_OK ||
        tr_decimal_add(*sum, left, sum) != TR_OK)
        return false;
    node->turning = left;
    return true;
}

/* Exits that wait are found from their position, whatever it is that they wait for. */
static bool list_exit(state *st, order_node *node)
{
    bool is_exit = node->order.role == TR_ROLE_TAKE_PROFIT || node->order.role == TR_ROLE_STOP_LOSS;
    bool waits = is_exit && node->order.state == TR_STATE_WAITING;
    if (waits == node->is_listed_exit)
        return true;
    position_node *position = tr__state_position(st, node->owner, node->order.symbol);
    if (position == NULL)
        return false;
    node->is_listed_exit = waits;
    if (waits) {
        node->exit_previous = NULL;
        node->exit_next = position->exits;
        if (position->exits != NULL)
            position->exits->exit_previous = node;
        position->exits = node;
        return true;
    }
    if (node->exit_previous != NULL)
        node->exit_previous->exit_next = node->exit_next;
    else
        position->exits = node->exit_next;
    if (node->exit_next != NULL)
        node->exit_next->exit_previous = node->exit_previous;
    node->exit_next = node->exit_previous = NULL;
    return true;
}

static bool belongs_in(const tr_order *order, order_list which)
{
    if (which == LIST_RESTING)
        return tr__state_is_live(order->state) && order->stop_at == TR_STOP_AT_EXCHANGE;
    return order->state == TR_STATE_WAITING && order->trigger == TR_TRIGGER_NONE;
}

/* Stops at the exchange, and who waits for them to go, are found from their position too. */
static bool list_beside(state *st, order_node *node, order_list which)
{
    order_link *link = &node->links[which];
    bool belongs = belongs_in(&node->order, which);
    if (belongs == link->is_listed)
        return true;
    position_node *position = tr__state_position(st, node->owner, node->order.symbol);
    if (position == NULL)
        return false;
    order_node **first = &position->lists[which];
    link->is_listed = belongs;
    if (belongs) {
        link->previous = NULL;
        link->next = *first;
        if (*first != NULL)
            (*first)->links[which].previous = node;
        *first = node;
        return true;
    }
    if (link->previous != NULL)
        link->previous->links[which].next = link->next;
    else
        *first = link->next;
    if (link->next != NULL)
        link->next->links[which].previous = link->previous;
    link->next = link->previous = NULL;
    return true;
}

bool tr__state_enter(state *st, order_node *node, tr_order_state to)
{
    tr_order_state from = node->order.state;
    bool was_live = tr__state_is_live(from);
    bool is_live = tr__state_is_live(to);
    if (was_live != is_live && !count_entering(st, node, is_live ? 1 : -1))
        return false;
    if (from != TR_STATE_NONE)
        st->state_counts[from]--;
    st->state_counts[to]++;
    node->order.state = to;
    return count_closing(st, node) && count_turning(st, node) && list_exit(st, node) &&
           list_beside(st, node, LIST_RESTING) && list_beside(st, node, LIST_CALLING) &&
           tr__exposure_enter(st, node, from, to);
}

static size_t exit_slot(const order_node *exit)
{
    return exit->order.role == TR_ROLE_STOP_LOSS ? 1 : 0;
}

static size_t leg_of(const order_node *exit)
{
    return exit->order.leg >= 0 && exit->order.leg < TR_LEGS_MAX ? (size_t)exit->order.leg : 0;
}

void tr__state_link_exit(order_node *parent, order_node *exit)
{
    size_t slot = exit_slot(exit);
    order_node **exits = parent->exits[leg_of(exit)];
    order_node *rival = exits[1 - slot];
    exits[slot] = exit;
    if (rival != NULL && tr_id_compare(rival->order.group_id, exit->order.group_id) == 0) {
        exit->rival = rival;
        rival->rival = exit;
    }
}

/* Nobody may point to an order that goes. Its entry is found by id: it may have gone before. */
static void untie(const state *st, order_node *node)
{
    if (node->rival != NULL)
        node->rival->rival = NULL;
    if (tr_id_is_none(node->order.parent_id))
        return;
    order_node *parent = tr__state_find_order(st, node->order.parent_id);
    if (parent != NULL && parent->exits[leg_of(node)][exit_slot(node)] == node)
        parent->exits[leg_of(node)][exit_slot(node)] = NULL;
}

void tr__state_remove_order(state *st, order_node *node)
{
    assert(node->in_flight == 0 && node->waiters == NULL && !node->is_dirty);
    st->state_counts[node->order.state]--;
    if (st->at_hand == node)
        st->at_hand = NULL;
    untie(st, node);
    tr__queue_leave(st, node);
    assert(!node->is_listed_exit && !node->place.is_queued &&
           !node->links[LIST_RESTING].is_listed && !node->links[LIST_CALLING].is_listed);
    if (node->expiry.is_queued)
        tr__agenda_remove(&st->expiries, &node->expiry);
    unlink_order(st, node);
    st->order_count--;
    free_order(st, node);
}

bool tr__state_has_fill_id(const order_node *node, const char *fill_id)
{
    for (size_t i = node->fill_count; i > 0; i--)
        if (strcmp(node->fill_ids[i - 1], fill_id) == 0)
            return true;
    return false;
}

bool tr__state_add_fill_id(state *st, order_node *node, const char *fill_id)
{
    if (!tr__state_make_room(st, (void **)&node->fill_ids, &node->fill_capacity, node->fill_count,
                             sizeof *node->fill_ids))
        return false;
    char *slot = node->fill_ids[node->fill_count++];
    memset(slot, 0, TR_LABEL_SIZE);
    (void)strncpy(slot, fill_id, TR_LABEL_SIZE - 1); /* zeroed: ends in NUL */
    return true;
}
