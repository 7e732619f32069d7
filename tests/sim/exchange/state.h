/*
 * state.h: the simulator from the inside.
 *
 *   exchange.c   life, and the way of one request: held, judged, done, spoilt
 *   call.c       what dialects share
 *   http.c       requests out of bytes, answers into bytes
 *   account.c    keys, balances, what a fill moves
 *   desk.c       orders: placed, cancelled, matched, looked up
 *   swaps.c      positions, margin, funding
 *   market.c     instruments, prices of the makers, bars
 *   fault.c      which request meets which fault, and what that does to its answer
 *   script.c     the lines of a script
 *   truth.c      what there is, as JSON; that it adds up
 *   binance.c, kraken.c, ...   a dialect each: who may call, one row of routes; beside it
 *                its market data (binance_market.c) and its accounts and orders (binance_orders.c)
 */
#ifndef SIM_EXCHANGE_STATE_H
#define SIM_EXCHANGE_STATE_H

#include <trade/book.h>
#include <trade/crypto.h>
#include <trade/matching.h>
#include <trade/rng.h>
#include <trade/secret.h>

#include "sim.h"

#define SIM_HOUSE         0u /* the account of the market makers; it has all it wants */
#define SIM_ACCOUNT_MAX   256u
#define SIM_ASSET_MAX     64u /* of one account */
#define SIM_KEY_MAX       256u
#define SIM_MARKET_MAX    64u
#define SIM_MAKER_MAX     40u /* orders of the makers in one market */
#define SIM_BAR_MAX       20000u
#define SIM_ORDER_MAX     200000u
#define SIM_FAULT_MAX     1024u
#define SIM_HELD_MAX      64u
#define SIM_LEVERAGE      10 /* of a position, unless asked for another */
#define SIM_MAKER_ID_FROM (INT64_C(1) << 62)

/* ---- requests and answers -------------------------------------------------------------------- */

#define SIM_HEADER_MAX 64u
#define SIM_PARAM_MAX  128u

typedef struct sim_pair {
    const char *name;
    const char *value;
} sim_pair;

/* A request, taken apart; everything lies in `memory`. */
typedef struct sim_request {
    char *memory;
    size_t memory_used;
    size_t size; /* of the bytes it was made of */
    const char *method;
    const char *path;  /* as sent, without the query */
    const char *query; /* raw, without '?'; "" when there is none */
    const char *body;
    size_t body_size;
    sim_pair headers[SIM_HEADER_MAX];
    size_t header_count;
    sim_pair params[SIM_PARAM_MAX]; /* decoded: of the query, then of a form */
    size_t param_count;
    size_t query_param_count;
    tr_json_document *json; /* of a JSON body; NULL when it is none */
} sim_request;

/* Take whole bytes apart. TR_E_PARSE: no request; then it is empty. */
tr_status sim_request_read(const char *bytes, size_t size, sim_request *out);
void sim_request_done(sim_request *request);

/* NULL where there is none. Names of headers in any case. */
const char *sim_request_header(const sim_request *request, const char *name);
const char *sim_request_param(const sim_request *request, const char *name);

/* The bytes in the percent encoding of a URL or form, decoded in place; `is_form`: '+' is a blank. */
tr_status sim_percent_decode(char *text, bool is_form);

typedef struct sim_text {
    char *bytes;
    size_t size;
    size_t capacity;
    bool is_failed;
} sim_text;

void sim_text_put(sim_text *text, const void *bytes, size_t size);
void sim_text_format(sim_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sim_text_done(sim_text *text);

/* ---- accounts -------------------------------------------------------------------------------- */

typedef struct sim_holding {
    char asset[TR_ASSET_SIZE];
    bool is_margin; /* in a wallet of its own, for swaps */
    tr_decimal free;
    tr_decimal locked;
    tr_decimal funded; /* what was put in by scripts */
} sim_holding;

typedef struct sim_account {
    char name[64];
    sim_holding holdings[SIM_ASSET_MAX];
    size_t holding_count;
    tr_decimal maker_rate;
    tr_decimal taker_rate;
    int64_t dead_man_ns; /* by the exchange's clock: then its open orders are cancelled; 0: never */
} sim_account;

typedef struct sim_key {
    char *id;
    uint32_t account;
    tr_key_scheme scheme;
    tr_secret *secret;         /* of HMAC, decoded where the exchange encodes it */
    tr_public_key *public_key; /* of the others */
    unsigned rights;
    uint64_t nonce;     /* the last one taken */
    int64_t used_at_ns; /* of a counter that runs off, or starts again */
    int64_t used;
} sim_key;

sim_account *sim_account_find(sim_exchange *exchange, const char *name, uint32_t *index_out);
sim_account *sim_account_make(sim_exchange *exchange, const char *name, uint32_t *index_out);
sim_holding *sim_holding_of(sim_account *account, const char *asset);
sim_holding *sim_wallet_of(sim_account *account, const char *asset, bool is_margin);
tr_status sim_account_fund(sim_exchange *exchange, uint32_t account, const char *asset,
                           bool is_margin, tr_decimal amount);
sim_key *sim_key_find(sim_exchange *exchange, const char *id);

/* Is it this key's signature? HMAC is compared in constant time. */
bool sim_key_check(const sim_key *key, tr_hash hash, const void *bytes, size_t size,
                   const uint8_t *code, size_t code_size);

/* Money of one asset moves inside an account; the sums always fit, by the limits of desk.c. */
void sim_lock(sim_holding *holding, tr_decimal amount);
void sim_release(sim_holding *holding, tr_decimal amount);

tr_decimal sim_plus(tr_decimal a, tr_decimal b);
tr_decimal sim_minus(tr_decimal a, tr_decimal b);
tr_decimal sim_times(tr_decimal a, tr_decimal b);
bool sim_is_less(tr_decimal a, tr_decimal b);

/* ---- markets --------------------------------------------------------------------------------- */

typedef struct sim_bar {
    int64_t open_ns; /* of a minute */
    tr_decimal open, high, low, close, volume, quote_volume;
    uint32_t trade_count;
} sim_bar;

typedef struct sim_market {
    tr_instrument instrument;
    uint32_t number; /* in the matching engine, and in `markets` */
    int price_digits;
    int quantity_digits;
    tr_decimal price; /* that the makers stand around; 0: none yet */
    tr_decimal depth; /* that each of their prices shows */
    int64_t spread_ticks;
    int64_t maker_ids[SIM_MAKER_MAX];
    size_t maker_count;
    tr_decimal last_price; /* of the last trade, or of the makers */
    sim_bar *bars;         /* of a minute, in order; minutes without anything are left out */
    size_t bar_count;
    size_t bar_capacity;
    bool is_halted;
    bool is_refilled; /* the makers replace what was taken from them */
    bool is_touched;  /* something was taken from them */
    tr_decimal funding_rate; /* the last one that was paid */
} sim_market;

tr_status sim_market_add(sim_exchange *exchange, const tr_instrument *instrument, tr_error *err);
sim_market *sim_market_find(sim_exchange *exchange, const char *symbol);
sim_market *sim_market_of_id(sim_exchange *exchange, tr_kind kind, const char *exchange_symbol);

/* The makers take their orders away and stand around a new price; what rests in between trades with them. */
tr_status sim_market_set_price(sim_exchange *exchange, sim_market *market, tr_decimal price);
void sim_market_note(sim_exchange *exchange, sim_market *market, tr_decimal price,
                     tr_decimal quantity, bool is_trade);
/* A made-up past of `minutes` that ends at the price of now. */
void sim_market_invent(sim_exchange *exchange, sim_market *market, uint32_t minutes);

/*
 * Bars of a span of minutes from the ones of a minute, oldest first. @return how many, at most `max`
 * @param from_ns  the first one opens there or later; INT64_MIN: the last `max`
 */
size_t sim_market_bars(const sim_market *market, int64_t span_ns, int64_t from_ns, int64_t until_ns,
                       sim_bar *out, size_t max);

/* The last 24 hours. */
void sim_market_day(const sim_exchange *exchange, const sim_market *market, sim_bar *out);

tr_decimal sim_price_of_ticks(const sim_market *market, int64_t ticks);
tr_decimal sim_quantity_of_lots(const sim_market *market, int64_t lots);
size_t sim_depth(const sim_exchange *exchange, const sim_market *market, tr_side side,
                 tr_book_level *levels, size_t level_max);

/* ---- orders ---------------------------------------------------------------------------------- */

/* What a client wants, in the exchange's own terms already. */
typedef struct sim_wish {
    uint32_t account;
    sim_market *market;
    const char *client_id; /* "" for none */
    tr_side side;
    tr_book_tif tif;
    bool is_market;
    bool is_post_only;
    bool is_by_quote;
    tr_decimal price;
    tr_decimal quantity;
    tr_decimal quote_quantity;
    tr_decimal stop_price; /* 0: it is no stop */
    bool is_reduce_only;
    bool is_conditional;
} sim_wish;

typedef enum sim_refusal {
    SIM_REFUSAL_NONE = 0,
    SIM_REFUSAL_FUNDS = 1,
    SIM_REFUSAL_TICK = 2,
    SIM_REFUSAL_LOT = 3,
    SIM_REFUSAL_QUANTITY_LOW = 4,
    SIM_REFUSAL_QUANTITY_HIGH = 5,
    SIM_REFUSAL_NOTIONAL = 6,
    SIM_REFUSAL_PRICE = 7,
    SIM_REFUSAL_DUPLICATE = 8,
    SIM_REFUSAL_POST_ONLY = 9, /* only where the exchange refuses instead of cancelling */
    SIM_REFUSAL_FULL = 10,
    SIM_REFUSAL_HALTED = 11,
    SIM_REFUSAL_GONE = 12,   /* it is open no longer */
    SIM_REFUSAL_TRIGGER = 13, /* a stop whose price is reached already */
    SIM_REFUSAL_REDUCE = 14   /* there is no position that it would make smaller */
} sim_refusal;

/* Place it. On SIM_REFUSAL_NONE `*out` is the order, filled as far as it goes; on _DUPLICATE the one that is there. */
sim_refusal sim_place(sim_exchange *exchange, const sim_wish *wish, const sim_order **out);

/* The market is at a new price: stops that it reaches become what they are. */
void sim_stops_run(sim_exchange *exchange, sim_market *market);

/* Let it be of this price and, with what has filled, of this quantity; it may trade at once. */
sim_refusal sim_amend(sim_exchange *exchange, const sim_order *which, tr_decimal price,
                      tr_decimal quantity);

/* A stop that waits, as it shall be. */
typedef struct sim_stop_terms {
    tr_decimal stop_price, price, quantity; /* price: of a stop with a limit */
} sim_stop_terms;

sim_refusal sim_amend_stop(sim_exchange *exchange, const sim_order *which, const sim_stop_terms *terms);

/* Cancel everything of accounts that have not been heard from. */
void sim_dead_men(sim_exchange *exchange);

/* Cancel what is open of it. False: it is open no longer. */
bool sim_cancel(sim_exchange *exchange, const sim_order *order);

const sim_order *sim_order_of_id(const sim_exchange *exchange, uint32_t account, int64_t id);
/*
 * Whether lists and look-ups by client id show it yet, by the delays of the script; `is_past`: in a list of what is done, which
 * has an order later than the list of open ones loses it.
 */
bool sim_is_shown(const sim_exchange *exchange, const sim_order *order, bool is_past);
/* The last order of the account under that id, shown or not. */
const sim_order *sim_order_of_client(const sim_exchange *exchange, uint32_t account,
                                     const char *client_id);
tr_decimal sim_order_open_quantity(const sim_order *order);
/* The filled quote by the filled base, cut to the market's price digits and eight more. */
tr_decimal sim_order_average(const sim_exchange *exchange, const sim_order *order);

/* ---- swaps ----------------------------------------------------------------------------------- */

bool sim_is_swap(const sim_market *market);
/* The pot that swaps of an account are paid from; NULL: no room for it. */
sim_holding *sim_margin_of(sim_exchange *exchange, uint32_t account, const char *asset);
/* Made flat when there is none; NULL: no memory. */
sim_position *sim_position_of(sim_exchange *exchange, uint32_t account, uint32_t instrument);
tr_decimal sim_mark_of(const sim_market *market);
tr_decimal sim_position_entry(const sim_position *position);
tr_decimal sim_position_profit(const sim_exchange *exchange, const sim_position *position);
tr_decimal sim_position_margin(const sim_position *position);
/* What an order worth `value` binds: margin and fee of what it opens. */
tr_decimal sim_swap_need(sim_exchange *exchange, const sim_wish *wish, tr_decimal value);
/* Not bound by orders or positions, nor needed for their losses. */
tr_decimal sim_margin_free(sim_exchange *exchange, uint32_t account, const char *asset);
bool sim_is_reducing(const sim_exchange *exchange, uint32_t account, uint32_t instrument,
                     tr_side side);
/* So much of an execution an order may have. */
tr_decimal sim_swap_takes(const sim_exchange *exchange, const sim_order *order, tr_decimal quantity);
/* @return what it realises */
tr_decimal sim_swap_fill(sim_exchange *exchange, sim_order *order, tr_decimal price,
                         tr_decimal quantity, tr_decimal fee);
void sim_swap_fund(sim_exchange *exchange, sim_market *market, tr_decimal rate);
int64_t sim_next_funding_ns(int64_t clock_ns);
const char *sim_swaps_check(const sim_exchange *exchange);

/* For the matching engine. */
void sim_on_events(void *user, uint64_t number, const tr_book_event *events, size_t event_count);

/* ---- dialects -------------------------------------------------------------------------------- */

typedef struct sim_call sim_call;

#define SIM_CAPTURE_MAX 2

typedef struct sim_route {
    const char *method;
    const char *path; /* "{}" stands for one segment, which is captured */
    sim_operation operation;
    unsigned right; /* SIM_RIGHT_...; 0: public */
    uint32_t weight;
    void (*run)(sim_call *call);
} sim_route;

typedef enum sim_duplicates {
    SIM_DUPLICATES_OPEN = 0,  /* a client id is taken as long as its order is open */
    SIM_DUPLICATES_NEVER = 1, /* for ever */
    SIM_DUPLICATES_REPEAT = 2 /* for ever, and a repeat is answered with the first order */
} sim_duplicates;

typedef struct sim_shape {
    const char *name;
    const char *const *prefixes; /* of its paths; NULL at the end */
    const sim_route *routes;     /* without a method at the end */
    tr_hash hash;
    unsigned schemes; /* bits 1 << tr_key_scheme */
    bool is_secret_base64;
    bool has_fee_in_quote;  /* otherwise in what is received */
    bool refuses_post_only; /* otherwise it is taken and cancelled */
    bool has_swaps;
    bool has_margin_wallet; /* the money for swaps lies apart from that for spot */
    bool takes_reached_stops; /* they go off at once; otherwise they are refused */
    sim_duplicates duplicates;
    const char *maker_rate;
    const char *taker_rate;
    const char *const *listings; /* lines of a script: what is there without one */
    /* Identify who calls and may; says what is wrong and returns false. */
    bool (*admit)(sim_call *call, const sim_route *route);
    /* Count the request against the limits; says what is wrong and returns false. */
    bool (*pace)(sim_call *call, const sim_route *route);
    void (*say_unknown_path)(sim_call *call);
    void (*say_busy)(sim_call *call);
    void (*say_timeout)(sim_call *call);
    void (*say_rate_limit)(sim_call *call, int code, int64_t retry_s);
} sim_shape;

#define SIM_REPLY_HEADER_MAX 12u

struct sim_call {
    sim_exchange *exchange;
    const sim_shape *shape;
    const sim_route *route;
    const sim_request *request;
    char *captures[SIM_CAPTURE_MAX];
    sim_key *key;     /* after admit */
    uint32_t account; /* likewise */
    int64_t clock_ns; /* the exchange's */
    bool is_executed;
    /* the answer */
    int code;
    tr_json_writer *json;
    char headers[SIM_REPLY_HEADER_MAX][160]; /* "Name: value" */
    size_t header_count;
    const char *raw; /* instead of `json` */
};

void sim_call_header(sim_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Amounts as exchanges write them: at least eight decimals, all that there are. */
void sim_write_amount(tr_json_writer *writer, const char *key, tr_decimal value);
/* With the digits of a grid, all of them. */
void sim_write_fixed(tr_json_writer *writer, const char *key, tr_decimal value, int digits);
void sim_format_fixed(tr_decimal value, int digits, char text[TR_DECIMAL_TEXT_SIZE]);
/* The same without quotes around it. */
void sim_write_number(tr_json_writer *writer, const char *key, tr_decimal value);
void sim_write_clock_text(tr_json_writer *writer, const char *key, int64_t at_ns, int digits);

/* Parameters: whole numbers; amounts, plain and above or at zero; limits, -1 when it is none. */
bool sim_integer_of(const char *text, int64_t *out);
tr_status sim_amount_of(const char *text, tr_decimal *out);
int64_t sim_limit_of(const sim_call *call, const char *name, int64_t initial, int64_t max);
/* NULL when it is no text. */
const char *sim_text_of(const tr_json_value *value);
/* A member of a JSON body, text or number; NULL when it is not there or neither. */
const char *sim_body_text(const sim_call *call, const char *name);

typedef struct sim_best {
    tr_decimal bid, bid_quantity, ask, ask_quantity;
} sim_best;

void sim_best_of(const sim_call *call, const sim_market *market, sim_best *out);
tr_decimal sim_day_average(const sim_bar *day);
/* Of a day's open: 100 for percent, 1 for a share. */
tr_decimal sim_day_change(const sim_bar *day, int64_t whole);

/* The account's orders that are open, or those that are done. */
void sim_each_order(sim_call *call, const sim_market *market, bool is_open,
                    void (*write)(sim_call *call, const sim_order *order));

extern const sim_shape sim_shape_binance;
extern const sim_shape sim_shape_bybit;
extern const sim_shape sim_shape_coinbase;
extern const sim_shape sim_shape_kraken;

/* ---- faults ---------------------------------------------------------------------------------- */

typedef struct sim_fault {
    sim_fault_kind kind;
    sim_operation on;
    uint32_t skip;  /* so many of these requests pass before it */
    uint32_t times; /* and so many meet it */
    int64_t ms;
    int64_t at; /* a byte; -1: drawn from the seed */
    int code;
    int64_t retry_s;
    uint32_t size;
    bool is_executed;
} sim_fault;

#define SIM_FAULT_INIT                                                                             \
    {                                                                                              \
        SIM_FAULT_NONE, SIM_OPERATION_ANY, 0, 1, 1000, -1, 0, 1, 16, false                         \
    }

/* The fault of this request, which counts on; SIM_FAULT_NONE. */
sim_fault sim_fault_pick(sim_exchange *exchange, sim_operation operation);

/* ---- all of it ------------------------------------------------------------------------------- */

typedef struct sim_held {
    uint64_t ticket; /* 0: free */
    int64_t due_ns;
    char *bytes;
    size_t size;
    bool has_arrived;
    sim_answer answer; /* once arrived; its bytes are this one's */
} sim_held;

struct sim_exchange {
    const sim_shape *shape;
    tr_matching *matching;
    tr_rng rng;
    int64_t now_ns;          /* the caller's */
    int64_t clock_offset_ns; /* of the exchange's clock */
    int64_t lag_new_ns, lag_ended_ns; /* until look-ups show what was placed, what has ended */
    uint32_t live_order_max;
    sim_account *accounts;
    size_t account_count;
    sim_key keys[SIM_KEY_MAX];
    size_t key_count;
    sim_market markets[SIM_MARKET_MAX];
    size_t market_count;
    sim_order *orders;
    size_t order_count;
    size_t order_capacity;
    sim_fill *fills;
    size_t fill_count;
    size_t fill_capacity;
    sim_position *positions;
    size_t position_count;
    size_t position_capacity;
    sim_bill *bills;
    size_t bill_count;
    size_t bill_capacity;
    bool is_position_moved; /* orders that only reduce may have nothing left to do */
    int64_t trade_count;
    int64_t maker_id; /* the makers' next */
    bool is_out_of_memory;

    sim_fault faults[SIM_FAULT_MAX];
    size_t fault_count;
    uint32_t chaos_per_mille;
    uint32_t chaos_kinds; /* bits */
    uint64_t fault_totals[SIM_FAULT_KIND_COUNT];
    uint64_t request_count;

    /* pacing, of the one address that there is */
    uint32_t weight_max;  /* 0: the dialect's own */
    int64_t weight_at_ns; /* start of the window */
    uint32_t weight_used;
    uint32_t orders_max;
    int64_t orders_at_ns;
    uint32_t orders_used;
    uint32_t offence_count; /* requests in spite of a 429 */
    int64_t banned_until_ns;

    sim_held held[SIM_HELD_MAX];
    uint64_t ticket;
    sim_text reply; /* the bytes of the last answer */
};

#endif
