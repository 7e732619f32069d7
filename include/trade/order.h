/*
 * order.h: an order, its states, and the facts that hang on it: alerts, fills, positions, balances.
 *
 * Plain data throughout: these are the rows that the store keeps and the answers that surfaces print.
 * A price or quantity of zero means "unset" where the field says so; no real one is zero. Text fields
 * end in NUL and are UTF-8.
 */
#ifndef TRADE_ORDER_H
#define TRADE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/id.h>
#include <trade/instrument.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_NAME_SIZE   32  /* users, accounts */
#define TR_LABEL_SIZE  64  /* strategies, sources, keys of others */
#define TR_REASON_SIZE 160 /* why a move was made: rule, value, limit */
#define TR_NOTES_SIZE  256

typedef enum tr_order_type {
    TR_ORDER_MARKET = 0,
    TR_ORDER_LIMIT = 1,
    TR_ORDER_STOP = 2,      /* waits for stop_price, then a market order */
    TR_ORDER_STOP_LIMIT = 3 /* waits for stop_price, then a limit order */
} tr_order_type;

typedef enum tr_tif {
    TR_TIF_GTC = 0, /* until cancelled */
    TR_TIF_IOC = 1, /* what fills at once; the rest is cancelled */
    TR_TIF_FOK = 2  /* all at once or nothing */
} tr_tif;

/* What an accepted order waits for before it is claimed. */
typedef enum tr_trigger {
    TR_TRIGGER_NONE = 0,
    TR_TRIGGER_PRICE_RISE = 1, /* market price >= trigger_price */
    TR_TRIGGER_PRICE_FALL = 2, /* market price <= trigger_price */
    TR_TRIGGER_SIGNAL = 3      /* an alert of the same symbol, side, strategy and source */
} tr_trigger;

/*
 * Life cycle. The numbers are stored and never change meaning. tr_order_move_is_legal holds the table.
 *
 *   accepted ─> waiting ─> claimed ─> sending ─> working ─> partly_filled ─> filled
 *      │           │          │          │          └─> cancelling ─> cancelled
 *      └───────────┴── refused, cancelled, expired      unknown (looked up, never resent blindly)
 */
typedef enum tr_order_state {
    TR_STATE_NONE = 0,
    TR_STATE_ACCEPTED = 1,      /* stored, static gate passed */
    TR_STATE_WAITING = 2,       /* for its trigger */
    TR_STATE_CLAIMED = 3,       /* taken for execution: full gate passed, balance reserved */
    TR_STATE_SENDING = 4,       /* may be on its way to the exchange */
    TR_STATE_UNKNOWN = 5,       /* sent, outcome not known: being looked up */
    TR_STATE_WORKING = 6,       /* the exchange holds it */
    TR_STATE_PARTLY_FILLED = 7,
    TR_STATE_FILLED = 8,        /* final */
    TR_STATE_CANCELLING = 9,    /* cancel asked, not yet confirmed */
    TR_STATE_CANCELLED = 10,    /* final; may have filled in part */
    TR_STATE_EXPIRED = 11,      /* final */
    TR_STATE_REFUSED = 12,      /* final: a rule of ours said no */
    TR_STATE_FAILED = 13        /* final: the exchange said no */
} tr_order_state;

/* What an order is for. Exits never open a position. */
typedef enum tr_role {
    TR_ROLE_ENTRY = 0,
    TR_ROLE_TAKE_PROFIT = 1,
    TR_ROLE_STOP_LOSS = 2,
    TR_ROLE_CLOSE = 3 /* closes or reduces on an alert's or a person's word */
} tr_role;

/** One order. See the field comments; zero prices are "unset". */
typedef struct tr_order {
    tr_id id; /* its text is also the client order id at the exchange */
    char account[TR_NAME_SIZE];
    char user[TR_NAME_SIZE];
    char symbol[TR_SYMBOL_SIZE]; /* our form, "BTC/USDT" */
    tr_side side;
    tr_order_type type;
    tr_tif tif;
    tr_role role;
    bool is_reduce_only;
    tr_quantity quantity;
    tr_price limit_price;
    tr_price stop_price;
    tr_price take_profit; /* armed as exit orders for what fills */
    tr_price stop_loss;
    tr_trigger trigger;
    tr_price trigger_price;
    char strategy[TR_LABEL_SIZE]; /* a signal must carry it; empty fits every signal */
    char source[TR_LABEL_SIZE];   /* likewise */
    int64_t expires_ns;           /* 0: never */
    tr_id parent_id;              /* the entry of an exit; none otherwise */
    tr_id group_id;               /* one cancels the others; none otherwise */
    tr_id alert_id;               /* the alert that made or fired it; none otherwise */
    char idempotency_key[TR_LABEL_SIZE];
    char notes[TR_NOTES_SIZE];
    char tags[TR_NOTES_SIZE]; /* comma-separated */
    tr_order_state state;
    char reason[TR_REASON_SIZE]; /* of the last move, in words; empty when plain */
    char exchange_order_id[TR_LABEL_SIZE];
    tr_quantity filled_quantity;
    tr_money filled_notional; /* sum of price * quantity, quote units; the average is derived */
    tr_money fees_quote;      /* sum of fees, in quote units */
    tr_money reserved;        /* quote units (buy) or base units (sell) held for it */
    int64_t created_ns;
    int64_t updated_ns;
    int64_t version; /* moves and fills so far */
} tr_order;

/* What an alert asks for. */
typedef enum tr_alert_action {
    TR_ALERT_BUY = 0,
    TR_ALERT_SELL = 1,
    TR_ALERT_CLOSE = 2,
    TR_ALERT_REDUCE = 3, /* by `quantity` */
    TR_ALERT_REVERSE = 4
} tr_alert_action;

/** One alert as read from outside. */
typedef struct tr_alert {
    tr_id id;
    char account[TR_NAME_SIZE];
    char dedup_key[TR_LABEL_SIZE]; /* "id:<explicit>" for ever, or "sha256:<40 hex>" for a minute */
    char symbol[TR_SYMBOL_SIZE];   /* ours, once resolved */
    tr_alert_action action;
    tr_price price;       /* unset allowed */
    tr_quantity quantity; /* unset: the alert places no order of its own unless sized by strategy */
    tr_price take_profit;
    tr_price stop_loss;
    char strategy[TR_LABEL_SIZE];
    char source[TR_LABEL_SIZE];
    char timeframe[16];
    char name[TR_LABEL_SIZE];
    int64_t sent_ns; /* the alert's own time; 0 when it names none */
    int64_t received_ns;
    const uint8_t *body; /* as it came, without the secret; borrowed */
    size_t body_size;
} tr_alert;

/** One execution. */
typedef struct tr_fill {
    tr_id id;
    tr_id order_id;
    char account[TR_NAME_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    char exchange_fill_id[TR_LABEL_SIZE]; /* unique per account and symbol */
    tr_side side;
    bool is_maker;
    tr_price price;
    tr_quantity quantity;
    tr_money fee; /* > 0 is paid by us */
    char fee_asset[TR_ASSET_SIZE];
    int64_t at_ns;
} tr_fill;

/** A net position: sums only, the average price is derived. */
typedef struct tr_position {
    char account[TR_NAME_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    tr_decimal quantity; /* signed: > 0 long */
    tr_money cost;       /* quote units paid for what is held; same sign as quantity */
    tr_money realised;   /* profit and loss of what was closed, before fees, quote units */
    tr_money fees;       /* quote units */
    int64_t opened_ns;   /* 0 when flat */
    int64_t updated_ns;
    int64_t version;
} tr_position;

/** One asset of an account. */
typedef struct tr_balance {
    char account[TR_NAME_SIZE];
    char asset[TR_ASSET_SIZE];
    tr_money total;      /* what is reserved for orders is part of it */
    int64_t day_ns;      /* start of the trading day that day_equity was taken at */
    tr_money day_equity; /* equity in this asset at that start */
    int64_t day_orders;  /* entries accepted on that day, in instruments quoted in this asset */
    int64_t updated_ns;
    int64_t version;
} tr_balance;

/** Names, lower case ("stop_limit", "partly_filled", ...); NULL for numbers outside. Static storage. */
TR_API const char *tr_order_type_name(tr_order_type type);
TR_API const char *tr_order_state_name(tr_order_state state);
TR_API const char *tr_tif_name(tr_tif tif);
TR_API const char *tr_role_name(tr_role role);
TR_API const char *tr_trigger_name(tr_trigger trigger);
TR_API const char *tr_alert_action_name(tr_alert_action action);

/** The names' readers: exact, lower case. TR_E_PARSE */
TR_API tr_status tr_order_type_parse(const char *text, size_t length, tr_order_type *out);
TR_API tr_status tr_order_state_parse(const char *text, size_t length, tr_order_state *out);
TR_API tr_status tr_tif_parse(const char *text, size_t length, tr_tif *out);

/** buy, long | sell, short | close, exit, flat | reduce | reverse; letters of either case. TR_E_PARSE */
TR_API tr_status tr_alert_action_parse(const char *text, size_t length, tr_alert_action *out);

/** True for states that nothing leaves. */
TR_API bool tr_order_state_is_final(tr_order_state state);

/** True when the life cycle allows the move. */
TR_API bool tr_order_move_is_legal(tr_order_state from, tr_order_state to);

/** The original's five words, for its API: "pending", "matched", "executed", "failed", "cancelled". */
TR_API const char *tr_order_state_view(tr_order_state state);

/** Average fill price, rounded half-even to 18 decimals. @return TR_E_NOT_FOUND when nothing filled */
TR_API tr_status tr_order_average_price(const tr_order *order, tr_price *out);

#ifdef __cplusplus
}
#endif

#endif
