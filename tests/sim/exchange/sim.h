/*
 * sim.h: an exchange to trade against in tests: requests as bytes in, answers as bytes out.
 *
 * A sim_exchange speaks the REST dialect of one exchange ("binance", ...), keeps accounts, matches orders with
 * trade/matching.h, checks keys, signatures, time windows and nonces as that exchange does, and makes faults happen
 * that a script or a seed asks for. It reads no clock, opens no socket and draws no chance but from its seed: the
 * caller hands in the time with each request, so that the same calls give the same bytes. README.md holds the script.
 *
 * Threads: confined.
 */
#ifndef SIM_EXCHANGE_SIM_H
#define SIM_EXCHANGE_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/decimal.h>
#include <trade/instrument.h>
#include <trade/json.h>
#include <trade/sign.h>
#include <trade/status.h>

/* ---- life ------------------------------------------------------------------------------------ */

typedef struct sim_exchange sim_exchange;

typedef struct sim_options {
    const char *shape;       /* a name that sim_shape_at gives */
    uint64_t seed;           /* of chance faults, garbage and made-up history */
    int64_t now_ns;          /* when it opens */
    bool is_bare;            /* no instruments and no prices: a script brings them */
    uint32_t live_order_max; /* of one instrument */
} sim_options;

#define SIM_OPTIONS_INIT                                                                           \
    {                                                                                              \
        "binance", 1, INT64_C(1700000000000000000), false, 4096                                    \
    }

/** The dialects, in turn; NULL at the end. */
const char *sim_shape_at(size_t index);

/** True when a request for this path goes to that dialect: one server can speak them all. */
bool sim_shape_owns(const char *shape, const char *target);

/** @return TR_E_NOT_FOUND no such dialect; TR_E_NO_MEMORY */
tr_status sim_exchange_new(const sim_options *options, sim_exchange **out, tr_error *err);
void sim_exchange_free(sim_exchange *exchange);

/** Apply a script, line by line (README.md). @return TR_E_PARSE naming the line; what stands before it has happened */
tr_status sim_exchange_script(sim_exchange *exchange, const char *text, size_t size, int64_t now_ns,
                              tr_error *err);

/* ---- the wire -------------------------------------------------------------------------------- */

typedef enum sim_operation {
    SIM_OPERATION_ANY = 0, /* in scripts: whatever it is */
    SIM_OPERATION_TIME = 1,
    SIM_OPERATION_INSTRUMENTS = 2,
    SIM_OPERATION_TICKER = 3,
    SIM_OPERATION_BARS = 4,
    SIM_OPERATION_BOOK = 5,
    SIM_OPERATION_BALANCE = 6,
    SIM_OPERATION_PLACE = 7,
    SIM_OPERATION_CANCEL = 8,
    SIM_OPERATION_QUERY = 9,
    SIM_OPERATION_OPEN = 10,
    SIM_OPERATION_FILLS = 11,
    SIM_OPERATION_FEES = 12,
    SIM_OPERATION_RIGHTS = 13,
    SIM_OPERATION_OTHER = 14,
    SIM_OPERATION_AMEND = 15,
    SIM_OPERATION_SWITCH = 16, /* the dead man's */
    SIM_OPERATION_POSITIONS = 17,
    SIM_OPERATION_BILLS = 18
} sim_operation;

typedef enum sim_fault_kind {
    SIM_FAULT_NONE = 0,
    SIM_FAULT_DELAY_REQUEST = 1, /* arrives ms later, and is judged by the clock of then */
    SIM_FAULT_DELAY_ANSWER = 2,  /* done at once, answered ms later */
    SIM_FAULT_DROP_BEFORE = 3,   /* closed without an answer, nothing was done */
    SIM_FAULT_DROP_AFTER = 4,    /* done, closed without an answer */
    SIM_FAULT_DUPLICATE = 5,     /* the answer comes twice */
    SIM_FAULT_RESET_REQUEST =
        6, /* reset after byte `at` of the request; not done unless that is all of it */
    SIM_FAULT_RESET_ANSWER = 7, /* done; reset after byte `at` of the answer */
    SIM_FAULT_STATUS = 8, /* `code` (5xx, 403, ...) with a page for people; done when `executed` */
    SIM_FAULT_RATE_LIMIT = 9,  /* not done; 429, or `code`, with Retry-After */
    SIM_FAULT_SLOW = 10,       /* the answer trickles: `size` bytes every `ms` */
    SIM_FAULT_GARBAGE = 11,    /* done; the body is not what it should be */
    SIM_FAULT_CLOCK_JUMP = 12, /* the exchange's clock moves by ms before it looks */
    SIM_FAULT_BUSY = 13,       /* not done; the exchange's own words for "too busy" */
    SIM_FAULT_TIMEOUT =
        14, /* the exchange's own words for "outcome unknown"; done when `executed` */
    SIM_FAULT_LATE = 15 /* a broken line at once; arrives ms later, judged by the clock of then */
} sim_fault_kind;

#define SIM_FAULT_KIND_COUNT 16

/** "drop_after" and so on; NULL outside. */
const char *sim_fault_name(sim_fault_kind kind);
const char *sim_operation_name(sim_operation operation);

/** What one request comes to. The bytes are the exchange's, until its next call. */
typedef struct sim_answer {
    sim_operation operation;
    sim_fault_kind fault;
    bool is_executed;  /* it took effect, as far as requests of its kind do */
    uint64_t ticket;   /* not 0: held back. Nothing was done yet; see sim_exchange_collect */
    int64_t due_ns;    /* when the first byte may leave; for a held one, when it arrives */
    const char *bytes; /* HTTP/1.1, whole; twice the same for a duplicate */
    size_t size;
    size_t sent_size;  /* so many of them leave; then the connection ends if `is_cut` */
    bool is_cut;       /* the connection ends behind sent_size bytes */
    bool is_reset;     /* by a reset instead of a close */
    size_t piece_size; /* 0: at once; otherwise so many bytes every piece_gap_ns */
    int64_t piece_gap_ns;
    int http_code; /* of the answer in `bytes`; 0: none */
} sim_answer;

/**
 * Answer one request.
 * @param bytes   a whole HTTP/1.1 request; what is no request is answered 400
 * @param now_ns  never before that of the call before
 * @return TR_E_NO_MEMORY; TR_E_INVALID
 */
tr_status sim_exchange_answer(sim_exchange *exchange, const char *bytes, size_t size,
                              int64_t now_ns, sim_answer *out);

/** The same for a request as tr_sign makes it; the bytes are those that tr_http_send would send. */
tr_status sim_exchange_answer_signed(sim_exchange *exchange, const tr_signed_request *request,
                                     int64_t now_ns, sim_answer *out);

/** Let held requests arrive whose time has come. Every answer does this first. */
tr_status sim_exchange_advance(sim_exchange *exchange, int64_t now_ns);

/**
 * The answer of a held request, which has arrived by `now_ns` (at least its due_ns). Whoever stops waiting just does
 * not call this: the request arrives all the same.
 * @return TR_E_NOT_FOUND no such ticket, or collected before; TR_E_BUSY not yet
 */
tr_status sim_exchange_collect(sim_exchange *exchange, uint64_t ticket, int64_t now_ns,
                               sim_answer *out);

/**
 * How many bytes the first request of a stream takes.
 * @return TR_E_FULL when more must come first; TR_E_PARSE when it never becomes one; TR_E_RANGE above 1 MiB
 */
tr_status sim_request_size(const char *bytes, size_t size, size_t *out);

/* ---- the truth: what the exchange knows, past every fault ------------------------------------- */

typedef enum sim_order_status {
    SIM_ORDER_OPEN = 0,
    SIM_ORDER_FILLED = 1,
    SIM_ORDER_CANCELLED = 2, /* on request */
    SIM_ORDER_EXPIRED = 3    /* IOC, FOK, post-only that would take, the rest of a market order */
} sim_order_status;

#define SIM_CLIENT_ID_SIZE 130

typedef struct sim_order {
    int64_t id;
    char client_id[SIM_CLIENT_ID_SIZE]; /* "" where none was given */
    uint32_t account;
    uint32_t instrument;
    tr_side side;
    uint8_t tif; /* tr_book_tif */
    bool is_market;
    bool is_post_only;
    bool is_by_quote; /* a market order for an amount of quote units */
    tr_decimal price; /* 0: market */
    tr_decimal quantity;
    tr_decimal quote_quantity; /* of is_by_quote */
    tr_decimal filled;
    tr_decimal filled_quote;
    tr_decimal fee;
    tr_decimal reserved; /* of the balance, as long as it is open */
    tr_decimal stop_price; /* 0: it was no stop */
    bool is_waiting;       /* for it: not in the book */
    bool is_reduce_only;   /* takes no more than there is of a position */
    bool is_cut;           /* there was less than it would have taken: it ends with that */
    bool is_conditional;   /* placed at an endpoint for conditional orders */
    bool has_gone_off;     /* a stop whose price was reached */
    sim_order_status status;
    int64_t created_ns;
    int64_t updated_ns;
} sim_order;

typedef struct sim_fill {
    int64_t trade_id; /* both sides of a trade have the same */
    int64_t order_id;
    uint32_t account;
    uint32_t instrument;
    tr_side side;
    bool is_maker;
    tr_decimal price;
    tr_decimal quantity;
    tr_decimal quote;
    tr_decimal fee;
    char fee_asset[TR_ASSET_SIZE];
    tr_decimal realised; /* of a swap */
    tr_decimal wallet;   /* likewise: after it */
    int64_t at_ns;
} sim_fill;

/* A net position in a linear swap; flat ones stay. */
typedef struct sim_position {
    uint32_t account;
    uint32_t instrument;
    tr_decimal quantity; /* below zero: short */
    tr_decimal cost;     /* what it was entered for, with the sign of the quantity */
    tr_decimal realised; /* gains and losses of all that was closed */
    tr_decimal fees;
    tr_decimal funding; /* received; below zero: paid */
    tr_decimal leverage;
    int64_t dead_man_ns; /* by the exchange's clock: then its orders are cancelled; 0: never */
    int64_t created_ns;
    int64_t updated_ns;
} sim_position;

/* One payment of funding. */
typedef struct sim_bill {
    int64_t id;
    uint32_t account;
    uint32_t instrument;
    tr_decimal amount; /* received; below zero: paid */
    tr_decimal rate, mark, quantity;
    tr_decimal wallet; /* after it */
    int64_t at_ns;     /* whole milliseconds, once of a market */
} sim_bill;

size_t sim_position_count(const sim_exchange *exchange);
const sim_position *sim_position_at(const sim_exchange *exchange, size_t index);
size_t sim_bill_count(const sim_exchange *exchange);
const sim_bill *sim_bill_at(const sim_exchange *exchange, size_t index);

/** All orders that were ever taken, in their order; those of the market makers are not among them. */
size_t sim_order_count(const sim_exchange *exchange);
const sim_order *sim_order_at(const sim_exchange *exchange, size_t index);

/** How many orders were ever taken under a client id, of any account; the last one, when `out` is not NULL. */
size_t sim_order_count_of(const sim_exchange *exchange, const char *client_id,
                          const sim_order **out);

size_t sim_fill_count(const sim_exchange *exchange);
const sim_fill *sim_fill_at(const sim_exchange *exchange, size_t index);

/** What an account holds of an asset; zeros where it holds none. @return TR_E_NOT_FOUND no such account */
tr_status sim_balance(const sim_exchange *exchange, const char *account, const char *asset,
                      tr_decimal *free_out, tr_decimal *locked_out);

/** All the money of an account that swaps settled in the asset are paid from. @return TR_E_NOT_FOUND no such account */
tr_status sim_margin(const sim_exchange *exchange, const char *account, const char *asset,
                     tr_decimal *wallet_out);

/** The exchange's own clock: the caller's time and all jumps. */
int64_t sim_clock_ns(const sim_exchange *exchange, int64_t now_ns);

/** "BTC/USDT" of an instrument's number; NULL outside. */
const char *sim_symbol_of(const sim_exchange *exchange, uint32_t instrument);

/** All of it as one JSON object: orders, fills, balances, faults left. */
void sim_write_truth(const sim_exchange *exchange, tr_json_writer *writer, const char *key);

/**
 * Look at everything: books, reservations against open orders, and that what was funded is what there is.
 * @return TR_E_INTERNAL with what is wrong
 */
tr_status sim_exchange_check(const sim_exchange *exchange, tr_error *err);

/* ---- keys ------------------------------------------------------------------------------------ */

#define SIM_RIGHT_READ     1u
#define SIM_RIGHT_TRADE    2u
#define SIM_RIGHT_WITHDRAW 4u

typedef struct sim_key_options {
    const char *account; /* made when there is none of the name */
    const char *id;
    tr_key_scheme scheme;
    const char *secret;     /* HMAC: as the exchange shows it */
    const char *public_key; /* the others: PEM */
    unsigned rights;
} sim_key_options;

/** @return TR_E_EXISTS; TR_E_UNSUPPORTED a scheme that the exchange does not take; TR_E_PARSE; TR_E_NO_MEMORY */
tr_status sim_exchange_add_key(sim_exchange *exchange, const sim_key_options *options,
                               tr_error *err);

#endif
