/*
 * reconcile.h: a reconciliation under way.
 *
 * A machine of steps that tr_engine_flush moves on: outside of every callback, so that the exchange may be called. Each
 * round lists balances, positions, orders, executions and funding, in this order: an execution that a balance knows of is
 * in the later list of executions. What differs in orders and executions is settled, and its effects are waited for; a round
 * that finds these in order judges what is held.
 */
#ifndef TRADE_ENGINE_RECONCILE_H
#define TRADE_ENGINE_RECONCILE_H

#include <trade/reconcile.h>

#include "engine/work.h"

#define RECONCILE_LISTINGS 5

typedef enum reconcile_step {
    RECONCILE_BEGIN,   /* a round */
    RECONCILE_WAIT,    /* for what is in flight to be durable */
    RECONCILE_LIST,    /* ask for the next listing */
    RECONCILE_LISTING, /* it is coming */
    RECONCILE_JUDGE,
    RECONCILE_SETTLE /* for what was done to take effect */
} reconcile_step;

/* What the exchange listed of one kind. */
typedef struct listing {
    tr_exchange_item *items;
    size_t count, capacity;
    bool is_known; /* false: this exchange has no such list */
} listing;

/* An order that the exchange was asked about, as it was then. */
typedef struct asked_order {
    tr_id id;
    int64_t version;
    bool is_alive;   /* and it said that it holds it */
    bool is_missing; /* or that it does not find it */
} asked_order;

typedef struct reconciliation {
    struct reconciliation *next;
    tr_engine *engine;
    char account[TR_NAME_SIZE];
    account *owner; /* NULL until it begins */
    tr_reconcile_policy policy;
    tr_reconcile_done *done;
    void *user;
    reconcile_step step;
    tr_listing_kind kind; /* being listed */
    int listed_count;     /* lists of this round that are there */
    listing listings[RECONCILE_LISTINGS];
    bool is_durable, is_listed; /* what is waited for has come */
    tr_status status;           /* the first failure */
    tr_error err;
    int64_t seq; /* of the owner when the round's lists were asked for */
    int64_t began_ns;
    int64_t give_up_ns; /* of RECONCILE_SETTLE */
    int rounds;
    bool is_settled;
    bool is_confirming;  /* holdings differ, and are looked at again */
    tr_difference *seen; /* holdings that differed in the round before */
    size_t seen_count;
    asked_order *asked;
    size_t asked_count, asked_capacity;
    tr_difference *differences;
    size_t difference_count, difference_capacity;
} reconciliation;

/* Move on what can move. Outside of callbacks. */
void tr__reconcile_pursue(tr_engine *engine);

/* When it has to be looked at again; INT64_MAX: never. */
int64_t tr__reconcile_due_ns(const tr_engine *engine);

/* Begin what is due by the clock. */
void tr__reconcile_timer(tr_engine *engine, int64_t now_ns);

/* Tell everybody who still waits that the engine has ended. */
void tr__reconcile_end(tr_engine *engine);

/* ---- judging (reconcile_judge.c) ---- */

/* The order's row, in memory or not, of this account. False: there is none, or the store failed (r->status). */
bool tr__reconcile_find_order(reconciliation *r, tr_id id, tr_order *out);

/* An execution that is listed is one of an order that was pruned (reconcile_past.c). False also when the store failed (r->status). */
bool tr__reconcile_is_past(reconciliation *r, const tr_exchange_item *item);

/* A liquidation that is listed: booked if it was missed (liquidation.c). True: it is to be waited for. */
bool tr__liquidation_judge(reconciliation *r, const tr_exchange_item *item);

/* Orders and executions. True: something was done, and its effect is to be waited for. */
bool tr__reconcile_judge_orders(reconciliation *r);

/*
 * Positions and balances, once the former are in order. What differs counts when it differs by the same in the next
 * round. True: it did, or nothing differs.
 */
bool tr__reconcile_judge_holdings(reconciliation *r);

/* Funding that was missed, and costs of swaps that differ though the quantities do not (swaps.c). True: as above. */
bool tr__swaps_judge(reconciliation *r);
void tr__swaps_restate(reconciliation *r, const position_node *position, tr_money cost);

/* Cash that differs by how money is split alone: the exchange's split is taken (split.c). False: nothing was restated. */
bool tr__swaps_split(reconciliation *r);

/* From when on funding may have been missed: at most `recent_ns`, where the other lists begin. */
int64_t tr__funding_since(const account *owner, int64_t recent_ns);

/* The exchange says of an order that it holds it, or that it does not find it. */
void tr__reconcile_heard(tr_engine *engine, tr_id id, bool is_alive);

/* Take the exchange's balance over, as money or goods from outside (adopt.c). */
void tr__adopt_balance(work *w, account *owner, const tr_difference *difference);

/* True when what was asked about has not changed since. */
bool tr__reconcile_is_waiting(const reconciliation *r);

#endif
