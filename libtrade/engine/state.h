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
#include "engine/agenda.h"
#include "engine/event.h"

typedef struct account account;
typedef struct order_node order_node;
typedef struct account_risk account_risk;
typedef struct scope_node scope_node;
typedef struct position_node position_node;
typedef struct market market;
typedef struct trail trail;
typedef struct trail_run trail_run;
typedef struct block_node block_node;
typedef struct house house;
typedef struct risk_config risk_config;
typedef struct holding holding;

/* Who waits for something, first come first. */
typedef struct signal_queue {
    order_node *first, *last;
} signal_queue;

/* Prices that rise to a trigger are keys as they are; for those that fall to one the keys are negated, so that the highest
   comes first. */
struct market {
    tr_price mark; /* unset before the first tick */
    tr_price
        known; /* the mark, before the first tick that of the engine before: what is held is valued at it (marks.c) */
    tr_price saved; /* on record for the next engine */
    bool is_unsaved;
    market *next_unsaved;
    agenda rise; /* orders, by trigger price */
    agenda fall;
    agenda trail_rise; /* groups of trailing buys, by the price that sets the first one off */
    agenda trail_fall; /* of trailing sells */
    agenda best_rise;  /* trails of sells, by their newest best price: a higher one moves it */
    agenda best_fall;  /* of buys */
    signal_queue signals[2];              /* by side */
    block_node *block_first, *block_last; /* the ones that wait (block.h) */
    size_t next_same_base;                /* another market of the same base; SIZE_MAX: no more */
    holding **holders;                    /* what accounts have in it (exposure.h) */
    size_t holder_count, holder_capacity;
    tr_symbol_parts parts; /* of its symbol; all empty when that does not parse */
};

/* Somebody who waits for an order to settle or to end. */
typedef struct waiter {
    struct waiter *next;
    bool wants_end; /* else: no longer on its way */
    bool is_cancel; /* ended otherwise than cancelled: TR_E_CONFLICT */
    bool is_amend;  /* waits for what the exchange says of an amendment */
    tr_engine_reply *reply;
    void *user;
} waiter;

/* What a position keeps lists of, beside its exits that wait. */
typedef enum order_list {
    LIST_RESTING = 0, /* stops that the exchange holds, or that are on their way there */
    LIST_CALLING =
        1, /* orders whose time has come and that wait for stops at the exchange to make way */
    LIST_COUNT = 2
} order_list;

typedef struct order_link {
    order_node *next, *previous;
    bool is_listed;
} order_link;

struct order_node {
    tr_order order;
    account *owner;
    const tr_instrument *instrument; /* NULL in a proof */
    order_node *next_same_hash;
    order_node *next_same_key; /* chain of idempotency keys; in none when the order has no key */
    int64_t stored_version;    /* of its row; 0: none yet */
    uint32_t in_flight;        /* transactions not yet durable that touch it */
    bool is_dirty;
    bool is_queued;    /* in its instrument's trigger queue */
    agenda_item place; /* in the queue of its price or start, or in a run of its trail */
    trail_run *run;    /* of a trail, while it stands in one (trailing.c) */
    agenda_item expiry;
    order_node *signal_next, *signal_previous; /* among those that wait for a signal */
    order_node *exit_next, *exit_previous;     /* among its position's exits that wait */
    bool is_listed_exit;
    order_link links[LIST_COUNT];
    bool is_kept;       /* the gate did not let this stop go to the exchange: the engine holds it */
    uint32_t sends_due; /* times that it was told to go out: the last one counts */
    order_node *aside;  /* while a tick is at work: held up, out of its queue */
    bool was_halted;    /* a halt has asked the exchange to cancel it */
    bool cancel_is_due; /* asked for while the order was on its way */
    char canceller[TR_NAME_SIZE]; /* by whom */
    bool has_amend_failed;        /* the last one asked for */
    bool is_amend_asked; /* it may have been heard: what cannot be asked again is not refused */
    tr_id replaced_by;   /* by an amendment; none: it was not */
    bool is_sent;        /* it may have gone to the exchange */
    int64_t
        sent_ns; /* when it may last have, by the monotonic clock: the wall clock may be set meanwhile */
    bool lookup_is_due; /* the exchange is to be asked about it, later */
    tr_decimal closing; /* its part of its position's */
    tr_decimal turning; /* likewise */
    waiter *waiters;
    scope_node *strategy;              /* whose limits it counts against; NULL: none */
    order_node *exits[TR_LEGS_MAX][2]; /* by leg, an entry's newest take-profit and stop-loss */
    order_node *rival;                 /* an exit's other side: one cancels the other */
    char (*fill_ids)[TR_LABEL_SIZE];   /* executions already booked */
    size_t fill_count, fill_capacity;
    size_t asked_index; /* among what a reconciliation asked about (reconcile_judge.c) */
};

typedef struct balance_node {
    tr_balance row;
    int64_t stored_version;
    bool is_dirty;
    tr_money reserved;   /* derived: what live orders hold of it */
    size_t first_market; /* derived: of those that trade it as base; SIZE_MAX: none does */
} balance_node;

/* The trailing orders of an account in one symbol, on one side (trailing.c). */
struct trail {
    account *owner;
    market *place; /* NULL in a proof */
    tr_side side;
    char symbol[TR_SYMBOL_SIZE];
    struct trail_group **groups; /* ascending seq; each price worse than the one before it */
    size_t group_count, group_capacity;
    agenda_item best; /* of the newest group, in the market's queue: what has to be passed */
};

struct position_node {
    tr_position row;
    int64_t stored_version;
    bool is_dirty;
    int64_t entering; /* derived: entries live in this symbol */
    bool is_taken;    /* derived: held or being entered */
    tr_decimal
        closing[2]; /* derived: by side, what live reduce-only orders may still take off it */
    tr_decimal
        turning[2]; /* derived: by side, what live entries at the market's price may still trade */
    order_node *exits; /* the ones that wait */
    order_node *lists[LIST_COUNT];
    trail trails[2]; /* by side of the orders */
    int64_t *funded; /* derived: times of funding that this engine has booked or found booked */
    size_t funded_count, funded_capacity;
};

/* What the risk side keeps: as the newest event about it said. */
typedef struct risk_node {
    tr_risk_row row;
    int64_t stored_version;
    bool is_dirty;
} risk_node;

struct account {
    tr_account_row row;
    bool is_dirty; /* some balance or position of it is */
    int64_t seq;   /* of the newest event */
    int64_t at_ns;
    balance_node **balances;
    size_t balance_count, balance_capacity;
    position_node **positions;
    size_t position_count, position_capacity;
    block_node **blocks; /* in no particular order */
    block_node *
        trading; /* those of them that trade: few, and each change of an order looks at all (block_fold.c) */
    size_t block_count, block_capacity;
    agenda blocks_by_id, blocks_by_key; /* to find them by: block_fold.c */
    risk_node **risks;
    size_t risk_count, risk_capacity;
    account_risk *risk;     /* derived from all of the above (exposure.c); NULL in a proof */
    bool has_news;          /* since its books were closed */
    int64_t news_ns;        /* the first of it; after a restart: the last */
    int64_t fills_since_ns; /* executions before were reconciled */
    bool is_reconciled;     /* by this engine */
    tr_difference *told;    /* what the last reconciliation found */
    size_t told_count;
};

/* Receives the rows that an event changes. */
typedef tr_status state_put(void *user, tr_store_verb verb, tr_table table, const void *row,
                            int64_t expected_version);

typedef struct state {
    const tr_allocator *allocator;
    tr_instrument *instruments; /* copied; NULL in a proof */
    size_t instrument_count;
    uint32_t *symbol_slots; /* a hash table of the instruments */
    size_t symbol_slot_count;
    market *markets; /* beside the instruments */
    account **accounts;
    size_t account_count, account_capacity;
    order_node **order_slots; /* a hash table with chains */
    order_node **key_slots;   /* as many again, by account and idempotency key */
    size_t order_slot_count;
    size_t order_count;
    order_node *
        at_hand; /* that the next event is likely to be about: found without a search; NULL: none */
    int64_t state_counts[TR_STATE_FAILED + 1];
    const risk_config *risk; /* NULL in a proof, which does without all that is derived from it */
    tr_decimal leverage;     /* of swaps; of no use in a proof */
    house **houses;
    size_t house_count, house_capacity;
    market *marks_unsaved; /* whose price values something, and is to be put on record (marks.c) */
    agenda expiries;       /* key: nanoseconds, as a bare integer */
    agenda starts;         /* orders that are good from a time on; likewise */
    agenda block_expiries;
    uint64_t blocks_ended; /* so far, and so many of them have left memory: in that order */
    uint64_t blocks_forgotten;
    order_node **dirty_orders;
    size_t dirty_count, dirty_capacity;
} state;

/* ---- life and look-up (state.c) ---- */

tr_status tr__state_init(state *st, const tr_allocator *allocator, const tr_instrument *instruments,
                         size_t count);
void tr__state_done(state *st);

/* Grow an array to hold one more item. */
bool tr__state_make_room(const state *st, void **items, size_t *capacity, size_t count,
                         size_t item_size);

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
risk_node *tr__account_find_risk(const account *owner, tr_risk_scope scope, const char *name,
                                 const char *item);
risk_node *tr__state_risk(state *st, account *owner, tr_risk_scope scope, const char *name,
                          const char *item);
const tr_instrument *tr__state_instrument(const state *st, const char *symbol);
market *tr__state_market(const state *st, const tr_instrument *instrument);
bool tr__state_add_fill_id(state *st, order_node *node, const char *fill_id);
bool tr__state_has_fill_id(const order_node *node, const char *fill_id);

/* Visit every order in memory, in no particular order. */
order_node *tr__state_first_order(const state *st);
order_node *tr__state_next_order(const state *st, const order_node *node);

/* ---- queues (queue.c) ---- */

/* Put a waiting order where its trigger will find it; take it away. A trail's are trailing.c's. */
void tr__queue_enter(state *st, order_node *node);
void tr__queue_leave(state *st, order_node *node);
/* The first order due, NULL when none is up to `limit`. */
order_node *tr__queue_due(const agenda *queue, tr_decimal limit);
/* Times as keys. */
tr_decimal tr__key_of_time(int64_t at_ns);
/* Prices as keys of what falls. Every legal price has a negative. */
tr_decimal tr__key_of_fall(tr_price price);

/* ---- trails (trailing.c) ---- */

/*
 * Let an order trail from event `seq` on, at which the market stood at `price`. Rows of extremes go to `put`.
 * TR_E_NO_MEMORY, or what put says.
 */
tr_status tr__trailing_begin(state *st, order_node *node, int64_t seq, tr_price price,
                             state_put *put, void *user);

/* A new best price for an account's trailing orders of a side. */
tr_status tr__trailing_move(state *st, trail *t, int64_t seq, tr_price price, state_put *put,
                            void *user);

/* An order trails no more; nothing when it did not. */
tr_status tr__trailing_end(state *st, order_node *node, state_put *put, void *user);

/* From the store: extremes, in ascending order, come before the orders that follow them. */
bool tr__trailing_restore(state *st, account *owner, const tr_extreme *row);
bool tr__trailing_attach(state *st, order_node *node);

trail *tr__trailing_of(state *st, account *owner, const char *symbol, tr_side side);

/* Another way back, on the same trail. The order must trail. False: no memory. */
bool tr__trailing_change(state *st, order_node *node, tr_price amount, tr_decimal rate);

/* The price that it follows; false when it does not trail yet. */
bool tr__trailing_best(const state *st, const order_node *node, tr_price *out);

/* The trailing order that this price sets off first; NULL: none. */
order_node *tr__trailing_due(const market *place, tr_price price);

/* A trail that this price takes to a new best; NULL: none. */
trail *tr__trailing_passed(const market *place, tr_price price);

void tr__trailing_done(const state *st, trail *t);

/* ---- the fold (apply.c) ---- */

/*
 * Apply one event. Rows that never change again (alerts, fills, ledger lines) are written at once; orders, positions
 * and balances become dirty, and tr__state_write_dirty writes them once per transaction. A failure leaves the state
 * useless: the engine stops.
 */
tr_status tr__state_apply(state *st, account *owner, const event *ev, state_put *put, void *user,
                          tr_error *err);
tr_status tr__state_write_dirty(state *st, state_put *put, void *user);

/* Let an order be in a state: the counts of states and of live entries follow, and what is being closed. */
bool tr__state_enter(state *st, order_node *node, tr_order_state to);

/* Tie an exit to its entry and its rival. */
void tr__state_link_exit(order_node *parent, order_node *exit);

/* The asset that an order reserves: of spot, quote when it buys and goods when it sells; of swaps, what they settle in. */
tr_status tr__state_spent_asset(const tr_order *order, char out[TR_ASSET_SIZE]);

/* What an order holds is part of its asset's reservations: set it anew. */
tr_status tr__state_reserve(state *st, order_node *node, tr_money amount);

/* States in which an order holds money or goods at the exchange. */
bool tr__state_is_live(tr_order_state order_state);

#endif
