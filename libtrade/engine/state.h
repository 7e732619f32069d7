/*
 * state.h: what the engine knows, and the fold that every change of it goes through.
 *
 * Decisions read the state; only apply.c changes it, event by event, so that the log rebuilds it. The same
 * code serves the live engine (rows go to the journal) and the proof (rows go to a table of digests).
 */
#ifndef TRADE_ENGINE_STATE_H
#define TRADE_ENGINE_STATE_H

#include <trade/engine.h>

#include "core/buffer.h"
#include "engine/event.h"

typedef struct account account;
typedef struct order_node order_node;
typedef struct account_risk account_risk;
typedef struct scope_node scope_node;

/* Somebody who waits for an order to settle or to end. */
typedef struct waiter {
    struct waiter *next;
    bool wants_end; /* else: no longer on its way */
    bool is_cancel; /* ended otherwise than cancelled: TR_E_CONFLICT */
    tr_engine_reply *reply;
    void *user;
} waiter;

struct order_node {
    tr_order order;
    account *owner;
    const tr_instrument *instrument; /* NULL in a proof */
    order_node *next_same_hash;
    order_node *next_same_key; /* chain of idempotency keys; in none when the order has no key */
    int64_t stored_version; /* of its row; 0: none yet */
    uint32_t in_flight;     /* transactions not yet durable that touch it */
    bool is_dirty;
    bool is_queued;         /* in its instrument's trigger queue */
    bool cancel_is_due;     /* asked for while the order was on its way */
    bool is_sent;           /* it may have gone to the exchange */
    int64_t sent_ns;        /* when it may last have, by the monotonic clock: the wall clock may be set meanwhile */
    bool lookup_is_due;     /* the exchange is to be asked about it, later */
    tr_decimal closing;     /* its part of its position's */
    waiter *waiters;
    order_node *exits[2]; /* an entry's newest take-profit and stop-loss */
    order_node *rival;    /* an exit's other side: one cancels the other */
    char (*fill_ids)[TR_LABEL_SIZE]; /* executions already booked */
    size_t fill_count, fill_capacity;
};

typedef struct balance_node {
    tr_balance row;
    int64_t stored_version;
    bool is_dirty;
    tr_money reserved; /* derived: what live orders hold of it */
} balance_node;

typedef struct position_node {
    tr_position row;
    int64_t stored_version;
    bool is_dirty;
    int64_t entering;   /* derived: entries live in this symbol */
    tr_decimal closing; /* derived: what live reduce-only orders may still take off it */
} position_node;

/* What the risk side keeps: as the newest event about it said. */
typedef struct risk_node {
    tr_risk_row row;
    int64_t stored_version;
    bool is_dirty;
} risk_node;

struct account {
    tr_account_row row;
    bool is_dirty; /* some balance or position of it is */
    int64_t seq; /* of the newest event */
    int64_t at_ns;
    balance_node **balances;
    size_t balance_count, balance_capacity;
    position_node **positions;
    size_t position_count, position_capacity;
    risk_node **risks;
    size_t risk_count, risk_capacity;
    account_risk *risk; /* derived from all of the above (exposure.c); NULL in a proof */
};

/* Orders by when they are due: ascending key, first come first served among equals; the next one is last. */
typedef struct agenda_item {
    tr_decimal key;
    order_node *node;
} agenda_item;

typedef struct agenda {
    agenda_item *items;
    size_t count, capacity;
} agenda;

typedef struct market {
    tr_price mark; /* unset before the first tick */
    agenda rise;   /* key: trigger price */
    agenda fall;   /* key: the trigger price negated, so that the highest comes first */
    order_node **signals;
    size_t signal_count, signal_capacity;
} market;

/* Receives the rows that an event changes. */
typedef tr_status state_put(void *user, tr_store_verb verb, tr_table table, const void *row,
                              int64_t expected_version);

typedef struct state {
    const tr_allocator *allocator;
    tr_instrument *instruments; /* copied; NULL in a proof */
    size_t instrument_count;
    market *markets; /* beside the instruments */
    account **accounts;
    size_t account_count, account_capacity;
    order_node **order_slots; /* a hash table with chains */
    order_node **key_slots;   /* as many again, by account and idempotency key */
    size_t order_slot_count;
    size_t order_count;
    int64_t state_counts[TR_STATE_FAILED + 1];
    agenda expiries; /* key: nanoseconds, as a bare integer */
    order_node **dirty_orders;
    size_t dirty_count, dirty_capacity;
} state;

/* ---- life and look-up (state.c) ---- */

tr_status tr__state_init(state *st, const tr_allocator *allocator, const tr_instrument *instruments, size_t count);
void tr__state_done(state *st);

/* Grow an array to hold one more item. */
bool tr__state_make_room(const state *st, void **items, size_t *capacity, size_t count, size_t item_size);

account *tr__state_find_account(const state *st, const char *name);
account *tr__state_add_account(state *st, const tr_account_row *row);
order_node *tr__state_find_order(const state *st, tr_id id);
order_node *tr__state_find_key(const state *st, const account *owner, const char *idempotency_key);
/* Take an order into memory, with its place in the queues. NULL: no memory. */
order_node *tr__state_add_order(state *st, account *owner, const tr_order *order);
/* Forget an order. Only once it has ended and nothing in flight touches it. */
void tr__state_remove_order(state *st, order_node *node);
/* NULL when the account has none. */
balance_node *tr__account_find_balance(const account *owner, const char *asset);
position_node *tr__account_find_position(const account *owner, const char *symbol);
/* The same, made when missing; NULL: no memory. */
balance_node *tr__state_balance(state *st, account *owner, const char *asset);
position_node *tr__state_position(state *st, account *owner, const char *symbol);
/* NULL when it keeps no such thing; and the same, made when missing (NULL: no memory). */
risk_node *tr__account_find_risk(const account *owner, tr_risk_scope scope, const char *name, const char *item);
risk_node *tr__state_risk(state *st, account *owner, tr_risk_scope scope, const char *name, const char *item);
const tr_instrument *tr__state_instrument(const state *st, const char *symbol);
market *tr__state_market(const state *st, const tr_instrument *instrument);
bool tr__state_add_fill_id(state *st, order_node *node, const char *fill_id);
bool tr__state_has_fill_id(const order_node *node, const char *fill_id);

/* Visit every order in memory, in no particular order. */
order_node *tr__state_first_order(const state *st);
order_node *tr__state_next_order(const state *st, const order_node *node);

/* ---- queues (agenda.c) ---- */

bool tr__agenda_insert(const state *st, agenda *queue, tr_decimal key, order_node *node);
void tr__agenda_remove(agenda *queue, tr_decimal key, const order_node *node);
const agenda_item *tr__agenda_next(const agenda *queue);
/* Put a waiting order where its trigger will find it; take it away. */
bool tr__queue_enter(state *st, order_node *node);
void tr__queue_leave(state *st, order_node *node);

/* ---- the fold (apply.c) ---- */

/*
 * Apply one event. Rows that never change again (alerts, fills, ledger lines) are written at once; orders, positions
 * and balances become dirty, and tr__state_write_dirty writes them once per transaction. A failure leaves the state
 * useless: the engine stops.
 */
tr_status tr__state_apply(state *st, account *owner, const event *ev, state_put *put, void *user, tr_error *err);
tr_status tr__state_write_dirty(state *st, state_put *put, void *user);

/* Let an order be in a state: the counts of states and of live entries follow, and what is being closed. */
bool tr__state_enter(state *st, order_node *node, tr_order_state to);

/* Tie an exit to its entry and its rival. */
void tr__state_link_exit(order_node *parent, order_node *exit);

/* What an order holds is part of its asset's reservations: set it anew. */
tr_status tr__state_reserve(state *st, order_node *node, tr_money amount);

/* States in which an order holds money or goods at the exchange. */
bool tr__state_is_live(tr_order_state order_state);

#endif
