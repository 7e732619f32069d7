/*
 * exchange_model.h: what exchanges say and are asked, in one form for all of them.
 *
 * Plain data. Each exchange spells these facts in its own way; its folder in libtrade/exchange turns
 * them into these records and back, without I/O. Numbers are read from their text: no price, quantity or
 * amount passes through a double (bars are doubles throughout the library). A price or quantity of zero is
 * "not told"; where zero is a real value, a flag says whether it was told. What an exchange cannot do is
 * refused with TR_E_UNSUPPORTED and the reason: nothing asked for is ever left out in silence.
 */
#ifndef TRADE_EXCHANGE_MODEL_H
#define TRADE_EXCHANGE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/bar.h>
#include <trade/decimal.h>
#include <trade/instrument.h>
#include <trade/order.h>
#include <trade/status.h>
#include <trade/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- calls ----------------------------------------------------------------------------------- */

/** What can be asked of an exchange. */
typedef enum tr_call {
    TR_CALL_TIME = 0,
    TR_CALL_INSTRUMENTS = 1,
    TR_CALL_TICKER = 2,
    TR_CALL_TICKERS = 3, /* of all instruments of a kind */
    TR_CALL_BARS = 4,
    TR_CALL_BOOK = 5,
    TR_CALL_TRADES = 6, /* everybody's, the latest */
    TR_CALL_FUNDING = 7,
    TR_CALL_ACCOUNT = 8, /* the account's own id, where other calls want it (htx) */
    TR_CALL_BALANCES = 9,
    TR_CALL_POSITIONS = 10,
    TR_CALL_PLACE = 11,
    TR_CALL_CANCEL = 12,
    TR_CALL_AMEND = 13,
    TR_CALL_ORDER = 14, /* one order, by our client id or the exchange's id */
    TR_CALL_OPEN_ORDERS = 15,
    TR_CALL_FILLS = 16,
    TR_CALL_FEES = 17,
    TR_CALL_KEY_RIGHTS = 18,
    TR_CALL_DEAD_MAN = 19, /* cancel everything unless asked again within a time */
    TR_CALL_CANCEL_ALL = 20,   /* every open order of an instrument, or of all, whoever placed it */
    TR_CALL_BILLS = 21,        /* what changed the account's balances: funding, fees, profits, transfers */
    TR_CALL_MARGIN = 22,       /* what an order in an instrument would be margined with: leverage, margin mode */
    TR_CALL_LEVERAGE_SET = 23, /* its leverage; the answer may tell what it is now */
    /*
     * Stops that lie at the exchange behind calls of their own (`stop_ids` of a product): placed, cancelled and looked up by
     * our client id, and listed while they wait. One that went off has become an order of its own, which is asked for as any.
     */
    TR_CALL_PLACE_STOP = 24,
    TR_CALL_CANCEL_STOP = 25,
    TR_CALL_STOP = 26,
    TR_CALL_OPEN_STOPS = 27,
    TR_CALL_FUNDING_PAID = 28,  /* what the account's swaps have paid and received, and nothing else of its bills */
    TR_CALL_POSITION_MODE = 29, /* whether the long and the short of an instrument are one position */
    TR_CALL_COUNT = 30
} tr_call;

/** "time", "instruments", "open_orders", ...; NULL outside. */
TR_API const char *tr_call_name(tr_call call);

/* ---- answers: records ------------------------------------------------------------------------ */

typedef enum tr_record_kind {
    TR_RECORD_NONE = 0,
    TR_RECORD_TIME = 1,
    TR_RECORD_INSTRUMENT = 2,
    TR_RECORD_TICKER = 3,
    TR_RECORD_BAR = 4,
    TR_RECORD_LEVEL = 5, /* levels come best first, bids and asks in either order */
    TR_RECORD_BOOK = 6,  /* ends the levels */
    TR_RECORD_FILL = 7,  /* ours, or anybody's (TRADES) */
    TR_RECORD_FUNDING = 8,
    TR_RECORD_ACCOUNT = 9,
    TR_RECORD_BALANCE = 10,
    TR_RECORD_POSITION = 11,
    TR_RECORD_ORDER = 12,
    TR_RECORD_FEES = 13,
    TR_RECORD_KEY_RIGHTS = 14,
    TR_RECORD_PAGE = 15, /* there is more: the next request's `cursor` */
    TR_RECORD_LIMIT = 16, /* how much may be asked; clients keep it to themselves */
    TR_RECORD_BILL = 17,
    TR_RECORD_MARGIN = 18,
    TR_RECORD_FUNDING_PAID = 19
} tr_record_kind;

#define TR_EXCHANGE_WORD_SIZE 48

/** The exchange's clock. */
typedef struct tr_time_record {
    int64_t at_ns;
} tr_time_record;

typedef struct tr_instrument_record {
    tr_instrument instrument;
    bool is_trading;           /* orders are taken now */
    tr_decimal maker_rate;     /* of notional, where the list tells them */
    tr_decimal taker_rate;
    char word[TR_EXCHANGE_WORD_SIZE]; /* the exchange's own of its state */
} tr_instrument_record;

typedef struct tr_ticker {
    char exchange_symbol[TR_SYMBOL_SIZE];
    char symbol[TR_SYMBOL_SIZE]; /* ours; empty for an instrument that we do not know */
    int64_t at_ns;               /* 0: not told */
    tr_price bid, ask;
    tr_quantity bid_quantity, ask_quantity;
    tr_price last, open, high, low; /* of 24 hours */
    tr_price mark, index;
    tr_quantity base_volume;
    tr_money quote_volume;
    tr_money change; /* last - open, where told or both are */
} tr_ticker;

/** `quantity` 0 does not occur in snapshots. */
typedef struct tr_market_level {
    tr_side side; /* BUY: a bid */
    tr_price price;
    tr_quantity quantity;
} tr_market_level;

typedef struct tr_market_book {
    char exchange_symbol[TR_SYMBOL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    int64_t at_ns;    /* 0: not told */
    int64_t sequence; /* that the stream's updates continue; 0: not told */
    size_t bid_count, ask_count;
} tr_market_book;

typedef enum tr_liquidity {
    TR_LIQUIDITY_UNKNOWN = 0,
    TR_LIQUIDITY_MAKER = 1,
    TR_LIQUIDITY_TAKER = 2
} tr_liquidity;

/** An execution. */
typedef struct tr_execution {
    char exchange_symbol[TR_SYMBOL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    char exchange_fill_id[TR_LABEL_SIZE];
    char exchange_order_id[TR_LABEL_SIZE];
    char client_id[TR_LABEL_SIZE]; /* as the exchange repeats it */
    bool has_side;
    tr_side side;
    tr_liquidity liquidity;
    tr_price price;
    tr_quantity quantity;
    tr_money notional; /* price * quantity as the exchange tells it; 0: not told */
    bool has_fee;
    tr_money fee; /* > 0 is paid by us */
    char fee_asset[TR_ASSET_SIZE];
    int64_t at_ns;
} tr_execution;

typedef struct tr_funding {
    char exchange_symbol[TR_SYMBOL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    bool has_rate;
    tr_decimal rate; /* of notional, paid by longs when > 0 */
    bool has_next_rate;
    tr_decimal next_rate;
    int64_t at_ns;      /* when the rate is or was due */
    int64_t next_at_ns; /* when the one after it is */
    tr_price mark, index;
} tr_funding;

/** One funding payment of the account. */
typedef struct tr_funding_bill {
    char exchange_symbol[TR_SYMBOL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    char exchange_id[TR_LABEL_SIZE]; /* of the payment; empty: not told */
    char asset[TR_ASSET_SIZE];
    tr_money amount; /* > 0 received, < 0 paid */
    tr_decimal rate; /* > 0: longs pay; 0 also where it is not told */
    tr_price mark;   /* that it was reckoned with */
    int64_t at_ns;
} tr_funding_bill;

typedef enum tr_position_mode {
    TR_POSITION_NET = 0,
    TR_POSITION_LONG = 1, /* the long and the short of a hedging account are two positions */
    TR_POSITION_SHORT = 2
} tr_position_mode;

typedef enum tr_margin_mode {
    TR_MARGIN_UNKNOWN = 0, /* not told */
    TR_MARGIN_CROSS = 1,
    TR_MARGIN_ISOLATED = 2
} tr_margin_mode;

/** How an account margins one instrument, or all of them; an answer may tell a part in each record. */
typedef struct tr_margin_record {
    char exchange_symbol[TR_SYMBOL_SIZE]; /* empty: of the account */
    char symbol[TR_SYMBOL_SIZE];
    tr_decimal leverage; /* 0: not told */
    tr_margin_mode mode;
    bool has_position_mode;
    bool is_hedging; /* with has_position_mode: the long and the short are two positions */
    tr_position_mode position; /* whose leverage it is, of a hedging account */
} tr_margin_record;

typedef struct tr_account_record {
    char id[TR_LABEL_SIZE];
    char kind[TR_EXCHANGE_WORD_SIZE];
} tr_account_record;

/** An asset may come in several records (htx: what is free, what is held): they add up. */
typedef struct tr_balance_record {
    char asset[TR_ASSET_SIZE]; /* upper case, in common spelling: BTC, not XXBT */
    tr_money total, free, held;
} tr_balance_record;

typedef struct tr_position_record {
    char exchange_symbol[TR_SYMBOL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    char exchange_position_id[TR_LABEL_SIZE];
    tr_position_mode mode;
    tr_decimal quantity; /* in the instrument's units; < 0 short */
    tr_price entry, mark, liquidation; /* 0: not told */
    tr_decimal leverage;
    tr_money margin;
    bool has_profit;
    tr_money profit; /* unrealised */
    int64_t at_ns;
} tr_position_record;

typedef struct tr_order_record {
    char exchange_symbol[TR_SYMBOL_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    char exchange_order_id[TR_LABEL_SIZE];
    char client_id[TR_LABEL_SIZE]; /* as the exchange has it */
    char exchange_amend_id[TR_LABEL_SIZE]; /* of an amendment, where the exchange numbers them; else empty */
    /*
     * WORKING, PARTLY_FILLED, FILLED, CANCELLING, CANCELLED, EXPIRED, FAILED; NONE when the answer tells no state (a
     * mere acknowledgement); UNKNOWN for a word that we do not know.
     */
    tr_order_state state;
    char word[TR_EXCHANGE_WORD_SIZE]; /* the exchange's own of the state */
    bool has_side, has_type, has_tif, has_filled, has_remaining;
    tr_side side;
    tr_order_type type;
    tr_tif tif;
    bool is_post_only;
    bool is_reduce_only;
    tr_quantity quantity;
    tr_quantity filled;    /* with has_filled */
    tr_quantity remaining; /* with has_remaining: what neither filled nor, in final states, will */
    tr_price limit_price;
    tr_price stop_price;
    tr_price average;      /* of the fills */
    tr_money notional;     /* of the fills, quote units; 0: none or not told */
    tr_money notional_asked; /* of a market order sized in quote units */
    bool has_fee;
    tr_money fee;
    char fee_asset[TR_ASSET_SIZE];
    int64_t created_ns, updated_ns;
    /*
     * Of a stop behind calls of its own (TR_CALL_STOP): the exchange's id of the order that it became. Its own state FILLED
     * or PARTLY_FILLED means no more than that it went off: what has filled, that order tells.
     */
    char became_order_id[TR_LABEL_SIZE];
} tr_order_record;

typedef struct tr_fees_record {
    char exchange_symbol[TR_SYMBOL_SIZE]; /* empty: of all instruments of the kind */
    char symbol[TR_SYMBOL_SIZE];
    tr_decimal maker_rate, taker_rate; /* of notional; < 0 is paid to us */
} tr_fees_record;

typedef struct tr_key_rights {
    bool can_read, can_trade, can_withdraw;
    bool is_withdraw_known; /* false: the exchange does not tell */
    bool has_address_list;  /* bound to internet addresses */
    int64_t expires_ns;     /* 0: never, or not told */
} tr_key_rights;

typedef enum tr_bill_kind {
    TR_BILL_OTHER = 0, /* `word` says in the exchange's own terms what it is */
    TR_BILL_TRADE = 1,
    TR_BILL_FEE = 2,
    TR_BILL_FUNDING = 3,
    TR_BILL_PROFIT = 4, /* realised, of swaps */
    TR_BILL_TRANSFER = 5,
    TR_BILL_LIQUIDATION = 6,
    TR_BILL_INTEREST = 7
} tr_bill_kind;

/** "trade", "funding", ...; NULL outside. */
TR_API const char *tr_bill_kind_name(tr_bill_kind kind);

/** One change of a balance. */
typedef struct tr_bill {
    char exchange_symbol[TR_SYMBOL_SIZE]; /* empty: of no instrument */
    char symbol[TR_SYMBOL_SIZE];
    char exchange_bill_id[TR_LABEL_SIZE]; /* empty: not told */
    char reference[TR_LABEL_SIZE];        /* the order's or the fill's id at the exchange; or empty */
    tr_bill_kind kind;
    char word[TR_EXCHANGE_WORD_SIZE]; /* the exchange's own of the kind */
    char asset[TR_ASSET_SIZE];
    tr_money change; /* > 0: we have more */
    bool has_balance;
    tr_money balance; /* of the asset, after the change */
    bool has_fee;
    tr_money fee; /* in `change` already; > 0 is paid by us */
    int64_t at_ns;
} tr_bill;

typedef struct tr_page_record {
    char cursor[TR_NOTES_SIZE];
} tr_page_record;

/** A limit of requests as the exchange states it. */
typedef struct tr_limit_record {
    bool is_of_key;       /* orders of the account; otherwise weight of the address */
    uint32_t interval_ms; /* 0: of a form that is not known */
    int64_t amount;
    int64_t count;         /* of units below; the interval is made of both */
    char unit[TR_EXCHANGE_WORD_SIZE];
} tr_limit_record;

/** One fact of an answer. */
typedef struct tr_exchange_record {
    tr_record_kind kind;
    union {
        tr_time_record time;
        tr_instrument_record instrument;
        tr_ticker ticker;
        tr_bar bar;
        tr_market_level level;
        tr_market_book book;
        tr_execution fill;
        tr_funding funding;
        tr_account_record account;
        tr_balance_record balance;
        tr_position_record position;
        tr_order_record order;
        tr_fees_record fees;
        tr_key_rights rights;
        tr_page_record page;
        tr_limit_record limit;
        tr_bill bill;
        tr_funding_bill funding_paid;
        tr_margin_record margin;
    } as;
} tr_exchange_record;

/**
 * Receives the records of an answer in the answer's order; a record lives until it returns. Anything but TR_OK
 * ends the reading with that status. Act on them only after the reading has returned TR_OK: a later byte may
 * still be wrong.
 */
typedef tr_status (*tr_exchange_record_sink)(void *user, const tr_exchange_record *record);

/* ---- answers: failures ----------------------------------------------------------------------- */

/** What an exchange's own error code means. The numbers never change meaning. */
typedef enum tr_fault {
    TR_FAULT_NONE = 0,
    TR_FAULT_AUTH = 1,          /* key, signature or passphrase */
    TR_FAULT_PERMISSION = 2,    /* the key may not; or the account, or from this place */
    TR_FAULT_RATE = 3,          /* too many requests: nothing was done */
    TR_FAULT_TIME = 4,          /* timestamp or nonce out of its window */
    TR_FAULT_FUNDS = 5,
    TR_FAULT_INVALID_ORDER = 6, /* price, quantity or kind breaks a rule of the exchange */
    TR_FAULT_DUPLICATE_ID = 7,  /* an order with this client id is there already */
    TR_FAULT_NOT_FOUND = 8,     /* no such order */
    TR_FAULT_SYMBOL = 9,        /* no such instrument, or it is not traded */
    TR_FAULT_WOULD_TAKE = 10,   /* a post-only order that would have filled at once */
    TR_FAULT_NOT_FILLABLE = 11, /* an order that had to fill at once could not */
    TR_FAULT_BUSY = 12,         /* overloaded or in maintenance */
    TR_FAULT_UNKNOWN_OUTCOME = 13, /* the exchange itself does not know whether it was done */
    TR_FAULT_REQUEST = 14,      /* a parameter is missing or wrong: a mistake of ours */
    TR_FAULT_UNSUPPORTED = 15,
    TR_FAULT_REFUSED = 16,      /* a rule of the exchange said no, for another reason than those above */
    TR_FAULT_CANCELLING = 17,   /* a cancel is under way already */
    TR_FAULT_NO_CHANGE = 18,    /* it is so already */
    TR_FAULT_OTHER = 19         /* an error whose meaning is not told: after a placing call, look the order up */
} tr_fault;

/** "auth", "duplicate_id", ...; NULL outside. */
TR_API const char *tr_fault_name(tr_fault fault);

/** The status that a call fails with: DENIED, BUSY, STALE, REFUSED, EXISTS, NOT_FOUND, UNSUPPORTED, INVALID, ... */
TR_API tr_status tr_fault_status(tr_fault fault);

/** An exchange's refusal, its own words kept. Plain data. */
typedef struct tr_exchange_failure {
    tr_fault fault;
    int http_code;
    char code[TR_EXCHANGE_WORD_SIZE];
    char text[TR_REASON_SIZE];
    bool is_certain; /* nothing was done. False after a placing call: TR_E_UNKNOWN_OUTCOME, look it up */
} tr_exchange_failure;

/* ---- questions ------------------------------------------------------------------------------- */

/** An order as it goes out. Zero prices are "unset". */
typedef struct tr_order_terms {
    tr_side side;
    tr_order_type type;
    tr_tif tif;
    bool is_post_only;
    bool is_reduce_only;
    tr_quantity quantity;   /* in the instrument's units; or */
    tr_money notional;      /* in quote units: market orders where the exchange takes it */
    tr_price limit_price;
    tr_price stop_price;    /* STOP, STOP_LIMIT */
} tr_order_terms;

/** What a call asks about. What it does not use must be unset; everything is borrowed for the call. */
typedef struct tr_exchange_question {
    size_t struct_size;
    tr_call call;
    tr_kind kind;                    /* SPOT or LINEAR; that of `instrument` where there is one */
    const tr_instrument *instrument; /* NULL for the calls about all */
    tr_id order_id;                  /* ours: goes out as client id. PLACE, CANCEL, AMEND, ORDER */
    const char *exchange_order_id;   /* NULL, or the exchange's, where it wants its own */
    const char *account_id;          /* of TR_RECORD_ACCOUNT, where the exchange wants it */
    const tr_order_terms *terms;     /* PLACE, AMEND (of `type`; quantity and prices as they shall be) */
    tr_timeframe timeframe;          /* BARS */
    int64_t from_ns, until_ns;       /* BARS, FILLS, BILLS, FUNDING_PAID: half-open; 0: not limited */
    uint32_t limit;                  /* how many records; 0: the exchange's default */
    const char *cursor;              /* of TR_RECORD_PAGE; NULL for the first page */
    int64_t now_ns;                  /* the exchange's time: validity of orders is counted from it */
    uint32_t timeout_ms;             /* DEAD_MAN; 0 takes the switch away */
    tr_decimal leverage;             /* LEVERAGE_SET: above zero */
    const char *settle;              /* lists of contracts: those that settle in this asset, where there is a list for
                                        each; NULL: in USDT */
    const char *key_id;              /* KEY_RIGHTS: of which key; a client fills in its own. NULL: the only one */
} tr_exchange_question;

#define TR_EXCHANGE_QUESTION_INIT                                                                  \
    { sizeof(tr_exchange_question), TR_CALL_TIME, TR_KIND_SPOT, NULL, { { 0 } }, NULL, NULL, NULL,   \
      { 0, TR_TIMEFRAME_MINUTE }, 0, 0, 0, NULL, 0, 0, { 0, 0 }, NULL, NULL }

/* ---- exchanges as data ----------------------------------------------------------------------- */

/** How far a client id is unique. */
typedef enum tr_id_scope {
    TR_ID_SCOPE_OPEN = 0,  /* among open orders: the same id is taken again after the first one is done */
    TR_ID_SCOPE_SPAN = 1,  /* for a time after completion */
    TR_ID_SCOPE_EVER = 2   /* a repeated id is never a second order */
} tr_id_scope;

/** How our 128 bits travel. */
typedef enum tr_id_form {
    TR_ID_FORM_BASE32 = 0,   /* 26 characters, 0-9 a-v */
    TR_ID_FORM_HEX = 1,      /* 32 digits */
    TR_ID_FORM_PREFIXED = 2, /* "t-" and the 26 characters */
    TR_ID_FORM_INTEGER = 3   /* an alias of 63 bits made of tag and random bits; the order's row keeps it */
} tr_id_form;

/** When an order may be sent again. */
typedef enum tr_resend {
    TR_RESEND_NEVER = 0,       /* it stays unknown and is reconciled */
    TR_RESEND_AFTER_LAPSE = 1, /* once its validity and the visibility delay are over and a look-up found nothing */
    TR_RESEND_SAME_ID = 2      /* at any time, with the same id */
} tr_resend;

/** The per-exchange table of what a client id is worth, for one kind of instrument. Durations in ms. */
typedef struct tr_exchange_id_rules {
    tr_id_form form;
    uint16_t length_max;
    const char *alphabet;     /* that the exchange allows beside letters and digits */
    tr_id_scope scope;
    uint32_t scope_ms;        /* of SPAN */
    uint32_t validity_ms;     /* an order that arrives later than this after its time is refused; 0: no such limit */
    uint32_t visibility_ms;   /* a taken order can be looked up after this */
    bool is_found_when_done;  /* by client id, after completion */
    uint32_t found_done_ms;   /* for how long; 0 with the flag: not limited */
    tr_resend resend;
} tr_exchange_id_rules;

/** Order features of one kind of instrument, as bits. */
typedef enum tr_order_feature {
    TR_ORDER_FEATURE_MARKET = 1 << 0,
    TR_ORDER_FEATURE_LIMIT = 1 << 1,
    TR_ORDER_FEATURE_STOP = 1 << 2,
    TR_ORDER_FEATURE_STOP_LIMIT = 1 << 3,
    TR_ORDER_FEATURE_IOC = 1 << 4,
    TR_ORDER_FEATURE_FOK = 1 << 5,
    TR_ORDER_FEATURE_POST_ONLY = 1 << 6,
    TR_ORDER_FEATURE_REDUCE_ONLY = 1 << 7,
    TR_ORDER_FEATURE_NOTIONAL_BUY = 1 << 8,  /* a market order sized in quote units */
    TR_ORDER_FEATURE_NOTIONAL_SELL = 1 << 9,
    TR_ORDER_FEATURE_QUANTITY_BUY = 1 << 10, /* a market buy sized in base units */
    TR_ORDER_FEATURE_COUNT = 11
} tr_order_feature;

/** "market", "post_only", ... of one bit; NULL outside. */
TR_API const char *tr_order_feature_name(tr_order_feature feature);

/** Whether an open limit order's limit and whole quantity, with what has filled, can be changed under the same ids. */
typedef enum tr_in_place {
    TR_IN_PLACE_NONE = 0,        /* it is cancelled, and the rest placed anew */
    TR_IN_PLACE_ANSWERED = 1,    /* "done" means done */
    TR_IN_PLACE_ACKNOWLEDGED = 2 /* "taken" means that it will be tried: the order's own terms tell */
} tr_in_place;

typedef struct tr_exchange_product {
    bool is_offered;
    uint32_t order_features; /* of tr_order_feature */
    /*
     * STOP and STOP_LIMIT: such orders of ours may be left to rest there. Their placing, look-up, list and cancel are those
     * of any order, by one client id, and so are their executions once they were set off; or, where TR_CALL_PLACE_STOP is
     * offered, they lie behind calls of their own, by `stop_ids`, and become another order, which the exchange names. What
     * is not told so plainly by its documentation is not offered.
     */
    uint32_t held_stops;
    const tr_timeframe *timeframes;
    size_t timeframe_count;
    uint32_t bar_limit_max;  /* in one answer */
    uint32_t book_limit_max; /* levels a side */
    tr_exchange_id_rules ids;
    const char *host;
    const char *sandbox_host;         /* NULL: none, use paper */
    const char *sandbox_header;       /* name of a header that goes to the sandbox with each request; or NULL */
    const char *sandbox_header_value;
    tr_in_place amending;
    bool amends_stops; /* likewise of `held_stops` that wait, their stop price included */
    /* It cancels everything when it has not heard from us for so long, at least and at most; 0: it has no such switch. */
    uint32_t dead_man_min_s, dead_man_max_s;
    tr_exchange_id_rules stop_ids; /* of stops behind calls of their own; the form is that of `ids` */
} tr_exchange_product;

typedef struct tr_exchange_info {
    const char *name;  /* "binance" */
    const char *title; /* "Binance" */
    const char *document; /* the interface's own title and version */
    tr_exchange_product spot, linear;
    bool is_nonce_ordered; /* requests of one key must arrive in the order of their nonces */
} tr_exchange_info;

/** The exchanges in order of name; NULL at the end. Static. */
TR_API const tr_exchange_info *tr_exchange_info_at(size_t index);

/** By name; NULL for an unknown one. */
TR_API const tr_exchange_info *tr_exchange_info_find(const char *name);

/** True when the exchange answers this call for instruments of this kind. */
TR_API bool tr_exchange_info_has(const tr_exchange_info *info, tr_kind kind, tr_call call);

/* ---- client ids ------------------------------------------------------------------------------ */

/**
 * Write our id as the exchange takes it for orders of `kind`.
 * @param buffer  TR_LABEL_SIZE bytes suffice
 * @return TR_E_NOT_FOUND no such exchange; TR_E_UNSUPPORTED not this kind; TR_E_INVALID the id of nothing;
 *         TR_E_FULL
 */
TR_API tr_status tr_exchange_client_id_write(const char *exchange, tr_kind kind, tr_id id, char *buffer,
                                             size_t size, tr_error *err);

/**
 * Read an id of ours back. Whether it is this installation's: compare tr_id_tag.
 * @return TR_E_PARSE an id that others made; TR_E_UNSUPPORTED where it travels as an integer: look the alias up
 *         among the stored orders, its top 16 of 63 bits are the tag (tr_exchange_client_id_tag)
 */
TR_API tr_status tr_exchange_client_id_read(const char *exchange, tr_kind kind, const char *text,
                                            tr_id *out, tr_error *err);

/** The installation tag that an id carries, in any form; false for an id that cannot be ours. */
TR_API bool tr_exchange_client_id_tag(const char *exchange, tr_kind kind, const char *text,
                                      uint16_t *tag_out);

#ifdef __cplusplus
}
#endif

#endif
