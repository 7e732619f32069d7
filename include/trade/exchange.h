/*
 * exchange.h: an exchange as the engine sees it: a port.
 *
 * Requests only start work. What becomes of them arrives as reports, on the engine's thread, perhaps
 * more than once and perhaps before the request returns: the engine recognises each fill by its id. An
 * order is known by our client id. Paper, live and scripted exchanges differ behind this port only.
 */
#ifndef TRADE_EXCHANGE_H
#define TRADE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/order.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What an order looks like on its way out. */
typedef struct tr_exchange_order {
    char account[TR_NAME_SIZE];
    char client_id[TR_LABEL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    tr_side side;
    /* Market or limit. Stop or stop-limit where the traits say that it holds them: it rests there until the market reaches
       stop_price (a sell's from above, a buy's from below), then it is a market or a limit order of the same id. */
    tr_order_type type;
    tr_tif tif;
    tr_quantity quantity;
    tr_price limit_price; /* unset for market */
    bool is_reduce_only;
    tr_price stop_price; /* set for stop and stop-limit */
} tr_exchange_order;

typedef enum tr_report_kind {
    TR_REPORT_ACCEPTED = 0,  /* the exchange holds it */
    TR_REPORT_FILL = 1,
    TR_REPORT_DONE = 2,      /* everything has filled: no more fills will come */
    TR_REPORT_CANCELLED = 3, /* what had not filled is gone */
    TR_REPORT_REJECTED = 4,  /* never took effect; reason says why */
    TR_REPORT_NOT_FOUND = 5, /* answer to a query: the exchange has no such order */
    TR_REPORT_UNKNOWN = 6,   /* sent, outcome not known */
    TR_REPORT_CANCEL_REFUSED = 7, /* the cancel came too late; reports of what happened precede it */
    TR_REPORT_AMENDED = 8,        /* quantity and limit are as was asked last; reports of what happened before precede it */
    TR_REPORT_AMEND_REFUSED = 9,  /* they are as they were; reason says why */
    TR_REPORT_TRIGGERED = 10,     /* its stop price was reached: it is a market or limit order now. Not every exchange tells */
    TR_REPORT_FUNDING = 11,       /* a swap's funding was paid or received: of an account, and of no order */
    /* The exchange has closed a position, or a part of it, by an order of its own: an execution, of an account and of no order
       of ours. It may be told again: its exchange_fill_id tells. */
    TR_REPORT_LIQUIDATION = 12
} tr_report_kind;

typedef struct tr_exchange_report {
    tr_report_kind kind;
    char account[TR_NAME_SIZE];
    char client_id[TR_LABEL_SIZE];
    char exchange_order_id[TR_LABEL_SIZE];
    int64_t at_ns;
    char reason[TR_REASON_SIZE];
    /* for fills */
    char exchange_fill_id[TR_LABEL_SIZE];
    tr_price price;
    tr_quantity quantity;
    tr_money fee;
    char fee_asset[TR_ASSET_SIZE];
    bool is_maker;
    /* for NOT_FOUND: when the question left, on the caller's monotonic clock. An order counts as never taken only when it
       was asked for after its validity and visibility had passed, however late the answer is heard. 0: not known */
    int64_t asked_ns;
    tr_funding_payment funding; /* for FUNDING; its seq is ignored */
    char symbol[TR_SYMBOL_SIZE]; /* for LIQUIDATION; the fields of fills count as well */
    tr_side side;                /* likewise: of the execution */
} tr_exchange_report;

/** Receives reports on the engine's thread; must not call back into the exchange. */
typedef void tr_exchange_report_sink(void *user, const tr_exchange_report *report);

/** What an exchange can do and how it treats client ids: data, not code. */
typedef struct tr_exchange_traits {
    const char *name;
    bool has_market_orders;
    bool has_limit_orders;
    bool ids_unique_for_ever;   /* a repeated client id is never a second order: resending is safe */
    int64_t validity_ns;        /* an order not taken within this time after sending never will be */
    int64_t visibility_ns;      /* a taken order can be queried after this delay at the latest */
    bool has_amend;             /* an open order's quantity and limit can be changed */
    bool has_dead_man;          /* it can cancel everything when it has not heard from us for a while */
    bool holds_stops;           /* takes TR_ORDER_STOP. A stop that would trigger at once is rejected or triggers at once */
    bool holds_stop_limits;     /* takes TR_ORDER_STOP_LIMIT */
    bool amends_stops;          /* amend works on a stop that rests, its stop price included */
    bool dead_man_spares_stops; /* the dead-man switch leaves stops that rest where they are */
} tr_exchange_traits;

/* What an exchange is asked to list for reconciliation. */
typedef enum tr_listing_kind {
    TR_LISTING_ORDERS = 0,    /* every order that is open there, ours and others' */
    TR_LISTING_FILLS = 1,     /* every execution since a time */
    TR_LISTING_POSITIONS = 2, /* every position that is not flat */
    TR_LISTING_BALANCES = 3,  /* every asset that is not zero, what orders hold included */
    TR_LISTING_FUNDING = 4    /* every funding payment since a time */
} tr_listing_kind;

/** One line of a listing; which fields count, its kind says. */
typedef struct tr_exchange_item {
    tr_listing_kind kind;
    /* orders and fills */
    char client_id[TR_LABEL_SIZE];         /* as place was given it, whatever form it has there; empty: without one */
    char exchange_order_id[TR_LABEL_SIZE];
    char exchange_fill_id[TR_LABEL_SIZE];  /* fills: the id that reports carry, too */
    char symbol[TR_SYMBOL_SIZE];           /* and positions; our form */
    tr_side side;
    tr_quantity quantity;        /* of the order, or of this execution */
    tr_quantity filled_quantity; /* orders */
    tr_price price;              /* an order's limit, an execution's price, a position's average; unset: unknown */
    tr_money fee;                /* fills; > 0 is paid by us */
    bool is_maker;               /* fills */
    int64_t at_ns;               /* of an order's placing, of an execution */
    char asset[TR_ASSET_SIZE];   /* of a balance; of a fill's fee */
    tr_decimal held;             /* a balance's total; a position's quantity, > 0 long */
    tr_money cost;               /* of a position: what it cost, signed, where it is known to the last digit; unset: it is not */
    tr_funding_payment funding;          /* of a payment; its seq is ignored */
    tr_price stop_price;                 /* of a stop that waits there behind calls of its own; unset: of any other order */
    bool is_liquidation;         /* of an execution: the exchange closed a position with it */
} tr_exchange_item;

/** Who receives a listing: `item` for each line, then `done` once. Both on the engine's thread, perhaps before the
    request returns; they must not call back into the exchange. */
typedef struct tr_exchange_listing {
    void (*item)(void *user, const tr_exchange_item *item);
    void (*done)(void *user, tr_status status, const tr_error *err); /* TR_OK: the list is whole */
    void *user;
} tr_exchange_listing;

typedef struct tr_exchange {
    const tr_exchange_traits *traits;
    /* Start sending an order. TR_OK: reports follow. A failure: surely not sent. */
    tr_status (*place)(void *user, const tr_exchange_order *order, tr_error *err);
    /* Ask for the cancellation of what has not filled. Reports follow: CANCELLED or CANCEL_REFUSED. */
    tr_status (*cancel)(void *user, const char *account, const char *client_id, tr_error *err);
    /* Ask what became of an order: every fill so far, then ACCEPTED, DONE, CANCELLED, REJECTED or NOT_FOUND. */
    tr_status (*query)(void *user, const char *account, const char *client_id, tr_error *err);
    void *user;
    /*
     * Optional: list what the account has there, at some moment between the call and `done`. TR_OK: `done` follows,
     * unless whoever asked ends the exchange first. `into` is copied. TR_E_UNSUPPORTED: this exchange has no such list.
     * `since_ns` counts for fills and funding: every one at or after it; more are allowed. One call of each kind is under
     * way at a time and account.
     */
    tr_status (*list)(void *user, tr_listing_kind kind, const char *account, int64_t since_ns,
                      const tr_exchange_listing *into, tr_error *err);
    /*
     * Optional, with the trait has_dead_man: cancel every open order of the account unless this is called again within
     * `timeout_ns`; 0 takes the switch away. It starts the request; a switch that was not reached is set again later.
     */
    tr_status (*dead_man)(void *user, const char *account, int64_t timeout_ns, tr_error *err);
    /*
     * Optional, with the trait has_amend: let an open limit order be of this whole quantity, what has filled included, and
     * of this limit; with amends_stops also a resting stop, and its stop price. Asking for what it is already is answered AMENDED. Reports follow: AMENDED or AMEND_REFUSED, and
     * behind AMENDED what the new price fills. A failure: surely not asked, but for TR_E_UNKNOWN_OUTCOME.
     */
    tr_status (*amend)(void *user, const tr_exchange_order *order, tr_error *err);
} tr_exchange;

#ifdef __cplusplus
}
#endif

#endif
