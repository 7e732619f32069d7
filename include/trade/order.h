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
#define TR_LEGS_SIZE   256 /* the ways out of an order, as text: tr_legs_format */
#define TR_LEGS_MAX    5

typedef enum tr_order_type {
    TR_ORDER_MARKET = 0,
    TR_ORDER_LIMIT = 1,
    TR_ORDER_STOP = 2,      /* waits for stop_price, then a market order */
    TR_ORDER_STOP_LIMIT = 3, /* waits for stop_price, then a limit order */
    TR_ORDER_TOUCH = 4,       /* waits for stop_price from the better side (a buy: below the market), then a market order */
    TR_ORDER_TOUCH_LIMIT = 5, /* the same, then a limit order */
    TR_ORDER_TRAILING = 6     /* waits until the market has come back from its best by the trail, then a market order */
} tr_order_type;

typedef enum tr_tif {
    TR_TIF_GTC = 0, /* until cancelled */
    TR_TIF_IOC = 1, /* what fills at once; the rest is cancelled */
    TR_TIF_FOK = 2  /* all at once or nothing */
} tr_tif;

/* What an accepted order waits for now. */
typedef enum tr_trigger {
    TR_TRIGGER_NONE = 0,
    TR_TRIGGER_PRICE_RISE = 1, /* market price >= trigger_price */
    TR_TRIGGER_PRICE_FALL = 2, /* market price <= trigger_price */
    TR_TRIGGER_SIGNAL = 3,     /* an alert of the same symbol, side, strategy and source */
    TR_TRIGGER_TIME = 4,       /* starts_ns */
    TR_TRIGGER_TRAIL = 5       /* the market's way back from its best since trail_seq */
} tr_trigger;

/*
 * What else an order waits for, once its trigger has come: a sum. The order is fixed: time, then a signal, then the price
 * that begins a trail, then a price. What happens before its turn does not count.
 */
#define TR_WAIT_TIME       1
#define TR_WAIT_SIGNAL     2
#define TR_WAIT_ACTIVATION 4
#define TR_WAIT_PRICE      8

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

/* Who watches the price of a stop. The numbers are stored. */
typedef enum tr_stop_at {
    TR_STOP_AT_ENGINE = 0,   /* we do; also of every order that is no stop */
    TR_STOP_AT_EXCHANGE = 1, /* it rests there, or is on its way there */
    TR_STOP_TRIGGERED = 2    /* the exchange has set it off */
} tr_stop_at;

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
    char actor[TR_NAME_SIZE];  /* who made the last move: a user, or "market", "clock", "alert", "exchange", "engine" */
    int64_t waits;             /* TR_WAIT_*: what follows the trigger */
    int64_t starts_ns;         /* good from; 0: at once */
    int64_t signal_age_max_ns; /* an alert that was sent longer before does not fire it; 0: the engine's own limit */
    tr_price trail_amount;     /* the way back that sets a trailing order off: in quote units, */
    tr_decimal trail_rate;     /* or as a fraction of the best price */
    tr_price activation_price; /* a trail begins when the market gets here; unset: at once */
    int64_t trail_seq;         /* the event at which the trail began; 0: not yet */
    char legs[TR_LEGS_SIZE];   /* several ways out; empty: take_profit and stop_loss are the only one */
    int64_t leg;               /* of an exit: which of its entry's legs it belongs to, from 0 */
    int64_t attempts;          /* of an exit: how often the one before it could not be placed */
    tr_id block_id;            /* the order block that it belongs to; none otherwise */
    tr_id replaces_id;         /* the order whose place it took when that was amended; none otherwise */
    tr_quantity amend_quantity;  /* asked of the exchange and not yet confirmed; unset: nothing is */
    tr_price amend_limit_price;
    int64_t request_digest; /* of what was asked for with the idempotency key: later changes of it do not show; 0: none */
    tr_stop_at stop_at;          /* who watches the price of a stop */
    tr_price amend_stop_price;   /* as amend_limit_price, of a stop that rests at the exchange */
    tr_price exit_trail_amount;  /* of an entry: its stop trails by this, in quote units, */
    tr_decimal exit_trail_rate;  /* or by this fraction of the best price */
} tr_order;

/* One way out of what an entry filled: a share of it, with a target, a stop, or both; one cancels the other. */
typedef struct tr_leg {
    tr_decimal share; /* above 0; the shares of all add up to at most 1 */
    tr_price take_profit;
    tr_price stop_loss;
} tr_leg;

/* States of an order block; the numbers are stored. */
typedef enum tr_block_state {
    TR_BLOCK_WAITING = 1,   /* for its conditions */
    TR_BLOCK_TRADING = 2,   /* its order was taken */
    TR_BLOCK_CLOSED = 3,    /* final: what it bought is sold again, or the other way round */
    TR_BLOCK_CANCELLED = 4, /* final; also when its order filled nothing */
    TR_BLOCK_EXPIRED = 5,   /* final */
    TR_BLOCK_REFUSED = 6    /* final: a rule of ours said no to its order */
} tr_block_state;

/*
 * An order that waits for several conditions to be told within one window: engine/README.md has the rules. Its conditions
 * are rows of their own.
 */
typedef struct tr_block {
    tr_id id;
    char account[TR_NAME_SIZE];
    char user[TR_NAME_SIZE];
    char name[TR_LABEL_SIZE];
    char description[TR_NOTES_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    tr_side side;
    tr_price price_low; /* the band, both ends in it; unset: no bound on that side */
    tr_price price_high;
    tr_quantity quantity;
    tr_price take_profit; /* as an order's */
    tr_price stop_loss;
    char legs[TR_LEGS_SIZE];
    int64_t window_ns;  /* from the first firing to the last */
    int64_t expires_ns; /* 0: never */
    char idempotency_key[TR_LABEL_SIZE];
    tr_block_state state;
    char actor[TR_NAME_SIZE];    /* who made the last move */
    char reason[TR_REASON_SIZE]; /* of the last move */
    int64_t session_ns;          /* the first firing of the window that is open or was last; 0: none yet */
    tr_id order_id;              /* its entry; none before */
    tr_quantity entered;         /* filled of its entry */
    tr_quantity left;            /* filled by its exits */
    tr_money proceeds;           /* quote units: what selling brought less what buying and fees cost, so far */
    int64_t created_ns;
    int64_t updated_ns;
    int64_t version;
    int64_t request_digest; /* as an order's */
} tr_block;

#define TR_CONDITIONS_MAX 8

/* One condition of a block: an alert that has what is set here tells it. */
typedef struct tr_block_condition {
    char account[TR_NAME_SIZE];
    tr_id block_id;
    int64_t number; /* from 0 */
    char source[TR_LABEL_SIZE];
    char name[TR_LABEL_SIZE];
    char timeframe[16];
    int64_t fired_ns; /* in the session of the block's session_ns; 0: not in it */
    tr_id alert_id;   /* that fired it */
    int64_t version;
} tr_block_condition;

/*
 * A best price of the market, as the trailing orders of an account saw it: the best of an order is the first of these
 * at or behind its trail_seq.
 */
typedef struct tr_extreme {
    char account[TR_NAME_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    tr_side side; /* of the orders that follow it: sells follow the highest, buys the lowest */
    int64_t seq;  /* the event that brought it */
    tr_price price;
} tr_extreme;

/* What an alert asks for. */
typedef enum tr_alert_action {
    TR_ALERT_BUY = 0,
    TR_ALERT_SELL = 1,
    TR_ALERT_CLOSE = 2,
    TR_ALERT_REDUCE = 3, /* by `quantity` */
    TR_ALERT_REVERSE = 4,
    TR_ALERT_CONDITION = 5 /* tells conditions of order blocks and does nothing else */
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
    char exchange_fill_id[TR_LABEL_SIZE]; /* unique per account, symbol and side: both sides of a trade with oneself share it */
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
    tr_money funding;    /* of a swap: received, < 0 paid; not in realised */
    int64_t funded_ns;   /* time of the newest funding that is booked; 0: none */
} tr_position;

/** One funding payment of a swap: once per symbol and time. */
typedef struct tr_funding_payment {
    char account[TR_NAME_SIZE];
    int64_t seq; /* the event that booked it */
    char symbol[TR_SYMBOL_SIZE];
    char asset[TR_ASSET_SIZE]; /* that the swap settles in */
    tr_money amount;           /* > 0 received, < 0 paid */
    tr_decimal rate;           /* of the interval; > 0: longs pay. Zero also where the exchange does not say */
    tr_price price;            /* mark that it was reckoned with; unset: unknown */
    tr_decimal quantity;       /* held, signed; 0: unknown */
    char exchange_id[TR_LABEL_SIZE];
    int64_t at_ns;             /* the exchange's time of it */
} tr_funding_payment;

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
TR_API const char *tr_block_state_name(tr_block_state state);
TR_API const char *tr_stop_at_name(tr_stop_at stop_at);

/** The names' readers: exact, lower case. TR_E_PARSE */
TR_API tr_status tr_order_type_parse(const char *text, size_t length, tr_order_type *out);
TR_API tr_status tr_order_state_parse(const char *text, size_t length, tr_order_state *out);
TR_API tr_status tr_tif_parse(const char *text, size_t length, tr_tif *out);

/** buy, long | sell, short | close, exit, flat | reduce | reverse | condition; letters of either case. TR_E_PARSE */
TR_API tr_status tr_alert_action_parse(const char *text, size_t length, tr_alert_action *out);

/** True for states that nothing leaves. */
TR_API bool tr_order_state_is_final(tr_order_state state);

/** True when the life cycle allows the move. */
TR_API bool tr_order_move_is_legal(tr_order_state from, tr_order_state to);

/** The original's five words, for its API: "pending", "matched", "executed", "failed", "cancelled". */
TR_API const char *tr_order_state_view(tr_order_state state);

/** True for states that nothing leaves. */
TR_API bool tr_block_state_is_final(tr_block_state state);

/**
 * The ways out of an order, from its legs or its only pair of prices.
 * @return how many: 0 for an order that asks for none
 */
TR_API size_t tr_order_legs(const tr_order *order, tr_leg legs_out[TR_LEGS_MAX]);

/**
 * Legs as they are stored: "0.5 110 95;0.5 120 95": share, target and stop each, "-" for a price that is not set.
 * @return TR_E_INVALID none or more than TR_LEGS_MAX, a leg without prices; TR_E_RANGE shares that are not above 0 or add up
 *         to more than 1; TR_E_FULL text that does not fit
 */
TR_API tr_status tr_legs_format(const tr_leg *legs, size_t count, char text_out[TR_LEGS_SIZE], tr_error *err);

/** The reader of the same. TR_E_PARSE, and what tr_legs_format refuses */
TR_API tr_status tr_legs_parse(const char *text, size_t length, tr_leg legs_out[TR_LEGS_MAX], size_t *count_out,
                               tr_error *err);

/** Average fill price, rounded half-even to 18 decimals. @return TR_E_NOT_FOUND when nothing filled */
TR_API tr_status tr_order_average_price(const tr_order *order, tr_price *out);

#ifdef __cplusplus
}
#endif

#endif
