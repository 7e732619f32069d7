/*
 * engine.h: the owner of accounts: takes orders and alerts, gates them, sends them, and books what comes back.
 *
 * Every change is an event of the account's log. A command decides on events, the events are applied to memory
 * and gathered with the rows they change into one transaction, and whatever leaves the engine (an answer, an
 * order to an exchange) leaves when that transaction is durable. The same apply function rebuilds the state
 * from the log, which is what tr_engine_verify proves.
 *
 * Memory runs ahead of the disk by the transactions in flight and by nothing else. When the store fails, all that
 * memory is worthless: the engine stops (tr_engine_status), every waiting answer is given with the failure, and the
 * owner makes a new engine, which recovers from the store.
 *
 * Threads: an engine is confined to one thread. Time comes from the clock, randomness from the seed.
 */
#ifndef TRADE_ENGINE_H
#define TRADE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/clock.h>
#include <trade/exchange.h>
#include <trade/instrument.h>
#include <trade/log.h>
#include <trade/order.h>
#include <trade/price_source.h>
#include <trade/risk.h>
#include <trade/sizing.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_engine tr_engine;

/** A strategy's own size, for alerts that name the strategy and carry no quantity. */
typedef struct tr_strategy_size {
    char strategy[TR_LABEL_SIZE];
    tr_quantity quantity;    /* unset: by equity_share */
    tr_decimal equity_share; /* fraction of the account's equity in the quote asset, at the market price; 0: none */
    tr_sizing sizing;        /* unless its method is none: instead of the two above */
} tr_strategy_size;

typedef struct tr_engine_options {
    size_t struct_size;
    tr_store *store;               /* borrowed */
    tr_store_reader *reader;       /* borrowed; recovery and look-ups of old keys */
    const tr_exchange *exchange;   /* borrowed */
    const tr_instrument *instruments; /* copied */
    size_t instrument_count;
    const tr_risk_limits *limits;  /* copied; NULL: tr_risk_limits_init's */
    const tr_clock *clock;         /* borrowed */
    const tr_log *log;             /* borrowed; NULL: silence */
    const tr_allocator *allocator; /* NULL: the C library's */
    uint64_t seed;                 /* of the ids' random part: unpredictable in production */
    uint16_t tag;                  /* installation tag of the ids */
    int32_t day_offset_minutes;    /* the trading day's midnight, east of UTC */
    int64_t alert_age_max_ns;      /* an alert whose own time is further away, either way, is refused */
    int64_t alert_repeat_ns;       /* the same body within this time is a redelivery */
    int64_t orders_open_max;       /* per engine; then TR_E_FULL */
    tr_decimal reserve_margin;     /* fraction held on top of a buy's notional: fees and slippage */
    /* Told each event once it is durable, in the order of its account's log; NULL: nobody. tr_event_bus_publish is one. */
    void (*event)(void *user, const tr_event_row *row);
    void *event_user;
    bool has_daily_close;          /* add each account's books up at the end of its trading days, and log the sums */
    int64_t reconcile_every_ns;    /* reconcile each account at the start, and again after this time; 0: only when asked */
    const struct tr_reconcile_policy *reconcile_policy; /* copied; NULL: tr_reconcile_policy_init's */
    const tr_strategy_size *sizes; /* copied */
    size_t size_count;
    bool stops_at_exchange;        /* stops that close rest at the exchange where it holds them; else the engine watches */
    tr_decimal leverage;           /* of swaps, 1 to 1000: an entry and what is held bind their value divided by it */
} tr_engine_options;

/** Fill the defaults: ages of 60 s, 100,000 open orders, a margin of 0.005, leverage 1. Ports stay NULL. */
TR_API void tr_engine_options_init(tr_engine_options *options);

/** Make an engine; tr_engine_recover comes next, before anything else. */
TR_API tr_status tr_engine_new(const tr_engine_options *options, tr_engine **out, tr_error *err);

/**
 * Release it; NULL is accepted. Close the store before: what it has in flight belongs to the engine. Whoever still
 * waits is answered with the failure, or with TR_E_CLOSED.
 */
TR_API void tr_engine_free(tr_engine *engine);

/**
 * Read accounts, balances, positions and open orders from the store, then ask the exchange what became of orders
 * that were on their way when the last engine ended. `done` is called once, perhaps before return.
 */
TR_API tr_status tr_engine_recover(tr_engine *engine, void (*done)(void *user, tr_status status, const tr_error *err),
                                   void *user, tr_error *err);

/* ---- commands -------------------------------------------------------------------------------- */

/** When an answer to a submitted order is given. */
typedef enum tr_answer_when {
    TR_ANSWER_STORED = 0, /* as soon as it is durable: the acknowledgement */
    TR_ANSWER_SETTLED = 1 /* when it is no longer on its way: waiting, working, or in a final state */
} tr_answer_when;

/** What a person or program asks for. Unset prices are zero; empty text is unset. */
typedef struct tr_order_request {
    char account[TR_NAME_SIZE];
    char user[TR_NAME_SIZE];
    char symbol[TR_SYMBOL_SIZE]; /* any form that tr_instrument_find reads */
    tr_side side;
    tr_order_type type;
    tr_tif tif;
    tr_quantity quantity;
    tr_price limit_price;
    tr_price stop_price;
    tr_price take_profit;
    tr_price stop_loss;
    bool is_reduce_only;
    bool waits_for_signal; /* set also when strategy or source is */
    char strategy[TR_LABEL_SIZE];
    char source[TR_LABEL_SIZE];
    int64_t expires_ns;
    char idempotency_key[TR_LABEL_SIZE];
    char notes[TR_NOTES_SIZE];
    char tags[TR_NOTES_SIZE];
    tr_answer_when answer_when;
    int64_t starts_ns;         /* good from; 0: at once */
    int64_t signal_age_max_ns; /* alerts sent longer before they came do not fire it; 0: alert_age_max_ns alone counts */
    tr_price trail_amount;     /* of a trailing order: either this, in quote units, */
    tr_decimal trail_rate;     /* or this, a fraction of the best price */
    tr_price activation_price; /* where a trail begins; unset: at once */
    tr_leg legs[TR_LEGS_MAX];  /* several ways out, instead of take_profit and stop_loss */
    size_t leg_count;
    tr_price exit_trail_amount; /* instead of stop_loss: the stop of what fills trails, by this in quote units, */
    tr_decimal exit_trail_rate; /* or by this fraction of the best price; it waits in the engine */
} tr_order_request;

#define TR_ANSWER_ORDERS_MAX 64

/**
 * The answer to a command. Valid during the call only.
 * status: TR_OK; TR_E_REFUSED with the verdict (the order is stored as refused, `order` has its id);
 * TR_E_INVALID, TR_E_NOT_FOUND, TR_E_AMBIGUOUS, TR_E_RANGE: nothing was stored; TR_E_CONFLICT; TR_E_STALE; TR_E_FULL;
 * anything of the store: nothing may be assumed, ask again.
 */
typedef struct tr_engine_answer {
    tr_status status;
    tr_error error;                /* filled unless status is TR_OK */
    bool is_duplicate;             /* the same was done before; these are its first results */
    const tr_order *order;         /* of order commands; NULL otherwise */
    const tr_risk_verdict *verdict; /* when refused by a rule */
    tr_id alert_id;                /* of alerts */
    const tr_id *order_ids;        /* what the alert fired or placed */
    size_t order_count;            /* all of them; at most TR_ANSWER_ORDERS_MAX are listed */
    const tr_block *block;         /* of block commands; NULL otherwise */
} tr_engine_answer;

/** Called exactly once per command, on the engine's thread, perhaps before the call returns. */
typedef void tr_engine_reply(void *user, const tr_engine_answer *answer);

/**
 * Open a paper or live account, or do nothing when it exists: it gets its owner, and opening balances.
 * @param balances  `account` of each is ignored
 */
TR_API void tr_engine_open_account(tr_engine *engine, const tr_account_row *account, const tr_balance *balances,
                                   size_t balance_count, tr_engine_reply *reply, void *user);

/** Take an order: check, gate, store; claim it when it waits for nothing. */
TR_API void tr_engine_submit(tr_engine *engine, const tr_order_request *request, tr_engine_reply *reply,
                             void *user);

/**
 * Cancel an order that has not ended. One that waits is cancelled at once; one at the exchange is answered when the
 * exchange has spoken. TR_E_NOT_FOUND; TR_E_CONFLICT when it is final already, or filled first.
 */
TR_API void tr_engine_cancel(tr_engine *engine, const char *account, tr_id id, const char *reason,
                             tr_engine_reply *reply, void *user);

/** A cancel with the name of who wants it. */
typedef struct tr_cancel_request {
    const char *account;
    tr_id id;
    const char *actor;  /* NULL: the account's owner */
    const char *reason; /* NULL: a plain one */
} tr_cancel_request;

/** The same as tr_engine_cancel; the log says who did it. */
TR_API void tr_engine_cancel_as(tr_engine *engine, const tr_cancel_request *request, tr_engine_reply *reply, void *user);

/* What an amendment changes: a sum. */
#define TR_AMEND_QUANTITY    1    /* the whole, what has filled included */
#define TR_AMEND_LIMIT       2
#define TR_AMEND_STOP        4    /* stop_price */
#define TR_AMEND_TAKE_PROFIT 8    /* instead of legs, when there were some */
#define TR_AMEND_STOP_LOSS   16   /* likewise */
#define TR_AMEND_TRAIL       32   /* trail_amount and trail_rate */
#define TR_AMEND_ACTIVATION  64
#define TR_AMEND_EXPIRES     128  /* 0: never */
#define TR_AMEND_STARTS      256  /* 0: now */
#define TR_AMEND_SIGNAL      512  /* source and signal_age_max_ns; a strategy has limits of its own, and stays */
#define TR_AMEND_NOTES       1024
#define TR_AMEND_TAGS        2048
#define TR_AMEND_LEGS        4096

typedef struct tr_amend_request {
    const char *account;
    tr_id id;
    const char *actor; /* NULL: the account's owner */
    int64_t given;
    tr_order_request values; /* of what is given */
} tr_amend_request;

/**
 * Change an order. One that waits: everything that is given, at once; of a target or stop its price. One at the exchange:
 * quantity and limit are asked of it, or it is cancelled there and the rest placed anew where it cannot amend: the answer,
 * given when the exchange has spoken, has the order that holds then, perhaps of another id. TR_E_REFUSED: the gate says no;
 * TR_E_CONFLICT: ended, on its way, filled first, or the exchange says no; the order stays as it was.
 */
TR_API void tr_engine_amend(tr_engine *engine, const tr_amend_request *request, tr_engine_reply *reply, void *user);

/**
 * Take an alert whose secret has been checked: refuse it when stale, recognise a redelivery, store it, fire what waits
 * for it, place its own order, close or reduce. All of it is one transaction. `alert->id` is ignored; `symbol` may
 * be any form.
 */
TR_API void tr_engine_alert(tr_engine *engine, const tr_alert *alert, tr_engine_reply *reply, void *user);

/** An order block: a market order that waits for all its conditions. libtrade/engine/README.md has the rules. */
typedef struct tr_block_request {
    char account[TR_NAME_SIZE];
    char user[TR_NAME_SIZE];
    char name[TR_LABEL_SIZE];
    char description[TR_NOTES_SIZE];
    char symbol[TR_SYMBOL_SIZE];
    tr_side side;
    tr_price price_low; /* the band, both ends in it; unset: no bound there */
    tr_price price_high;
    tr_quantity quantity;
    tr_price take_profit; /* one way out; or several legs */
    tr_price stop_loss;
    tr_leg legs[TR_LEGS_MAX];
    size_t leg_count;
    int64_t window_ns;  /* 0: 500 ms */
    int64_t expires_ns; /* 0: never */
    tr_block_condition conditions[TR_CONDITIONS_MAX]; /* source, name and timeframe count */
    size_t condition_count;
    char idempotency_key[TR_LABEL_SIZE];
} tr_block_request;

/** Take a block; the answer has it. Its order is gated when it fires. TR_E_INVALID, TR_E_RANGE, TR_E_NOT_FOUND, TR_E_CONFLICT */
TR_API void tr_engine_add_block(tr_engine *engine, const tr_block_request *request, tr_engine_reply *reply, void *user);

/** What of a block is changed; a sum of these. */
#define TR_BLOCK_LOWER       INT64_C(1)
#define TR_BLOCK_UPPER       INT64_C(2)
#define TR_BLOCK_QUANTITY    INT64_C(4)
#define TR_BLOCK_TAKE_PROFIT INT64_C(8)  /* takes the place of several legs, as TR_BLOCK_STOP_LOSS does */
#define TR_BLOCK_STOP_LOSS   INT64_C(16)
#define TR_BLOCK_LEGS        INT64_C(32)
#define TR_BLOCK_WINDOW      INT64_C(64)
#define TR_BLOCK_EXPIRES     INT64_C(128)
#define TR_BLOCK_DESCRIPTION INT64_C(256)

typedef struct tr_block_change {
    const char *account;
    tr_id id;
    const char *actor;       /* NULL: the account's owner */
    int64_t given;           /* TR_BLOCK_*: these of the values count; unset prices take a bound or an exit away */
    tr_block_request values;
} tr_block_change;

/**
 * Change a block that waits; what was told of its conditions stays told. Its symbol, side, name and conditions do not change:
 * cancel it and add another one. TR_E_NOT_FOUND; TR_E_CONFLICT when it trades: amend its orders; and as tr_engine_add_block
 */
TR_API void tr_engine_amend_block(tr_engine *engine, const tr_block_change *change, tr_engine_reply *reply, void *user);

/** Cancel a block that waits. TR_E_NOT_FOUND; TR_E_CONFLICT when it trades: its orders and position are what is left of it. */
TR_API void tr_engine_cancel_block(tr_engine *engine, const tr_cancel_request *request, tr_engine_reply *reply,
                                   void *user);

/* ---- what comes from outside ----------------------------------------------------------------- */

/** A price of the market: marks positions and fires price triggers. Unknown symbols are ignored. */
TR_API void tr_engine_price(tr_engine *engine, const tr_price_tick *tick);

/** A report of the exchange; this is the sink to give to the exchange, with the engine as its user. */
TR_API void tr_engine_report(void *engine, const tr_exchange_report *report);

/**
 * Before an orderly end, with commands no longer given: the exchange's dead-man switch is taken away from accounts that have no
 * entry there (else it would cancel their stops), and left to cancel the entries of the others. Last prices go on record.
 * Flush and poll afterwards, until the engine is idle.
 */
TR_API void tr_engine_leave(tr_engine *engine);

/** Expire what is due. Call when tr_engine_due_ns has come. */
TR_API void tr_engine_timer(tr_engine *engine);

/** The next time something expires, INT64_MAX for never. */
TR_API int64_t tr_engine_due_ns(const tr_engine *engine);

/** Submit what has gathered, when nothing is in flight. Call after each round of work. */
TR_API tr_status tr_engine_flush(tr_engine *engine, tr_error *err);

/* ---- enquiry --------------------------------------------------------------------------------- */

/** True when nothing is gathered, in flight, or on its way to the exchange. */
TR_API bool tr_engine_is_idle(const tr_engine *engine);

/** TR_OK while the engine works, else its first failure. */
TR_API tr_status tr_engine_status(const tr_engine *engine, tr_error *err);

/** An order that has not ended; NULL otherwise. Borrowed until the next call. */
TR_API const tr_order *tr_engine_find_order(const tr_engine *engine, tr_id id);

/** A block that has not ended; NULL otherwise. Borrowed until the next call. */
TR_API const tr_block *tr_engine_find_block(const tr_engine *engine, const char *account, tr_id id);

/** Orders in memory by state, for queue statistics: counts[state]. */
TR_API void tr_engine_count_states(const tr_engine *engine, int64_t counts_out[TR_STATE_FAILED + 1]);

/** What this engine has taken and booked since it was made; recovery does not count. Plain data. */
typedef struct tr_engine_tally {
    int64_t alerts;
    int64_t orders;
    int64_t fills;
} tr_engine_tally;

/** All zero for NULL. */
TR_API tr_engine_tally tr_engine_count_events(const tr_engine *engine);

/** The last price of an instrument. TR_E_NOT_FOUND before the first */
TR_API tr_status tr_engine_mark(const tr_engine *engine, const char *symbol, tr_price *out);

/** What the account is worth in `asset`: its balance and what is held against it, marked. */
TR_API tr_status tr_engine_equity(const tr_engine *engine, const char *account, const char *asset, tr_money *out);

/** Ask the gate what it would say, and change nothing. */
TR_API tr_status tr_engine_try(tr_engine *engine, const tr_order_request *request, tr_risk_verdict *out,
                               tr_error *err);

/** One thing that an alert would do. */
typedef enum tr_effect_kind {
    TR_EFFECT_FIRES = 0,       /* an order that waits is sent */
    TR_EFFECT_ARMS = 1,        /* an order that waits then waits for its price */
    TR_EFFECT_PLACES = 2,      /* an order of the alert's own */
    TR_EFFECT_CLOSES = 3,      /* a position, or a part of it */
    TR_EFFECT_TELLS = 4,       /* a condition of a block */
    TR_EFFECT_BLOCK_FIRES = 5  /* the last condition of a block: its order is placed */
} tr_effect_kind;

typedef struct tr_effect {
    tr_effect_kind kind;
    tr_id id; /* the order's or block's; none where there is none yet */
    char account[TR_NAME_SIZE];
    tr_side side;
    tr_quantity quantity;
    bool is_allowed;             /* by the gate as things stand; each effect for itself */
    char reason[TR_REASON_SIZE]; /* why not, or how a block stands */
} tr_effect;

typedef void tr_effect_sink(void *user, const tr_effect *effect);

/** Ask what an alert would do, and change nothing. Its age and key are not looked at. */
TR_API tr_status tr_engine_try_alert(tr_engine *engine, const tr_alert *alert, tr_effect_sink *sink, void *user,
                                     tr_error *err);

/** "fires", "arms", ...; NULL for numbers outside. Static storage. */
TR_API const char *tr_effect_kind_name(tr_effect_kind kind);

/** Look at every invariant; for tests. */
TR_API bool tr_engine_check(const tr_engine *engine);

/* ---- proof ----------------------------------------------------------------------------------- */

/** One thing that does not fit. */
typedef void tr_verify_sink(void *user, const char *finding);

typedef struct tr_verify_result {
    int64_t accounts;
    int64_t events;
    int64_t rows;     /* compared */
    int64_t findings; /* 0: the tables are exactly what the log says */
} tr_verify_result;

/**
 * Fold every account's log from its origin and compare the result with the order, fill, position, balance, alert and
 * ledger tables, row by row. The chain of hashes is the store's to check. Also: ledger lines sum to zero.
 * @param sink  receives each finding as one line; may be NULL
 * @return TR_OK when the comparison was made, whatever it found
 */
TR_API tr_status tr_engine_verify(tr_store_reader *reader, const tr_allocator *allocator, tr_verify_sink *sink, void *user,
                                  tr_verify_result *out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
