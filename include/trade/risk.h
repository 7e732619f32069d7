/*
 * risk.h: the gate in the only path to an exchange. Pure: figures in, a verdict out.
 *
 * A refusal is a normal result. It names the rule, the value seen, the limit and the scope that set it. Amounts are
 * in the instrument's quote asset; equity is what the account is worth in that asset: its balance of it plus the
 * marked value of positions quoted in it. Exits (reduce-only) pass every rule but the instrument's filters and the
 * size of the position: a gate must never keep a trader from getting out.
 *
 * Limits are layered: the house (all accounts of one owner), the account, the strategy and the symbol of the order may
 * each set their own, and all of them hold. Where several refuse, the lowest limit is the one that is named.
 */
#ifndef TRADE_RISK_H
#define TRADE_RISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/instrument.h>
#include <trade/order.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Whose limits they are, from wide to narrow. The numbers are stored. */
typedef enum tr_risk_scope {
    TR_RISK_HOUSE = 0,    /* every account of one owner together */
    TR_RISK_ACCOUNT = 1,  /* one account */
    TR_RISK_STRATEGY = 2, /* one strategy in one account */
    TR_RISK_SYMBOL = 3    /* one symbol in one account */
} tr_risk_scope;

#define TR_RISK_SCOPE_COUNT 4

/** "house", "account", "strategy", "symbol" and back. Static storage; NULL for numbers outside. */
TR_API const char *tr_risk_scope_name(tr_risk_scope scope);
TR_API tr_status tr_risk_scope_parse(const char *text, size_t length, tr_risk_scope *out);

/**
 * Limits of one scope. A limit whose has_ flag is false is not held; zero is a real limit. tr_risk_limit_table
 * describes each: its name, its range, and the scopes that it makes sense for.
 */
typedef struct tr_risk_limits {
    size_t struct_size;
    bool has_risk_per_trade_max;
    tr_decimal risk_per_trade_max; /* fraction of equity an order may lose at its stop */
    bool has_daily_loss_max;
    tr_decimal daily_loss_max; /* fraction of the day's first equity; a strategy's or symbol's own loss as one of the
                                  account's */
    bool has_positions_max;
    int64_t positions_max; /* symbols held or being entered at once */
    bool has_orders_per_day_max;
    int64_t orders_per_day_max; /* entries accepted in a trading day */
    bool has_notional_max;
    tr_money notional_max; /* of one order */
    bool has_quantity_max;
    tr_quantity quantity_max; /* of one order */
    bool has_assumed_stop;
    tr_decimal assumed_stop; /* distance as a fraction of the price, for orders without a stop; the account's alone */
    bool has_price_collar;
    tr_decimal price_collar; /* how much worse than the mark a limit price may be, as a fraction of the mark */
    bool has_open_orders_max;
    int64_t open_orders_max; /* entries that have not ended */
    bool has_orders_per_second_max;
    tr_decimal orders_per_second_max; /* entries, by a token bucket */
    bool has_orders_burst;
    int64_t orders_burst; /* tokens that the bucket holds; unset: those of one second, at least one */
    bool has_exposure_max;
    tr_money exposure_max; /* value held and being entered, this order included */
    bool has_leverage_max;
    tr_decimal leverage_max; /* the same as a multiple of equity */
    bool has_correlated_max;
    tr_decimal correlated_max; /* of what moves together, as a multiple of equity */
    bool has_drawdown_max;
    tr_decimal drawdown_max; /* fraction of the highest equity; likewise */
} tr_risk_limits;

/** The defaults of the product: 0.02 per trade, 0.05 a day, 5 positions, 1000 orders, notional 10000. */
TR_API void tr_risk_limits_init(tr_risk_limits *limits);

/** No limit at all: what a scope has that sets none. */
TR_API void tr_risk_limits_clear(tr_risk_limits *limits);

/** One limit, as data: what configuration, commands and documentation know about it. */
typedef struct tr_risk_limit_def {
    const char *name; /* "max_daily_loss": the key below `risk.` and the name in `risk set` */
    const char *rule; /* the rule that holds it */
    bool is_count;    /* a whole number; else a decimal */
    unsigned scopes;  /* a sum of 1 << tr_risk_scope */
    const char *min;  /* inclusive bounds, as text */
    const char *max;
    const char *unit;
    const char *help; /* one sentence */
    const char *why_not; /* why scopes that are left out have no such limit; NULL: none is left out */
} tr_risk_limit_def;

/** Every limit, in the order of the rules. Static storage. */
TR_API const tr_risk_limit_def *tr_risk_limit_table(size_t *count_out);

/** Its place in the table. @return TR_E_NOT_FOUND */
TR_API tr_status tr_risk_limit_find(const char *name, size_t *index_out);

/** The value of a limit. @return TR_E_NOT_FOUND when it is not set; TR_E_RANGE for an index outside */
TR_API tr_status tr_risk_limits_get(const tr_risk_limits *limits, size_t index, tr_decimal *out);

/**
 * Set a limit of a scope, or take it away.
 * @param value  NULL: no limit
 * @return TR_E_RANGE naming value and range; TR_E_UNSUPPORTED where the scope has no such limit
 */
TR_API tr_status tr_risk_limits_put(tr_risk_limits *limits, tr_risk_scope scope, size_t index, const tr_decimal *value,
                                    tr_error *err);

/** Hold every limit that is set against the table. @return as tr_risk_limits_put, for the first that is wrong */
TR_API tr_status tr_risk_limits_check(const tr_risk_limits *limits, tr_risk_scope scope, tr_error *err);

/** What is asked for. */
typedef struct tr_risk_request {
    const tr_instrument *instrument;
    tr_side side;
    tr_quantity quantity;
    tr_price limit_price; /* unset for market: then the balance is held against the mark */
    tr_price entry_price; /* expected execution price, > 0: limit, trigger or mark */
    tr_price stop_price;  /* the protective stop, unset when there is none */
    bool is_reduce_only;
    tr_price mark_price; /* of the market; unset: the price collar is not held */
    tr_quantity closing; /* of quantity: what first closes a position of the other side. What it is worth and can lose is
                            that of the rest; the instrument's filters hold for all of it */
} tr_risk_request;

/** How much of a scope is switched off. The numbers are stored. */
typedef enum tr_halt_level {
    TR_HALT_NONE = 0,
    TR_HALT_ENTRIES = 1, /* no new entries; what waits or works goes on */
    TR_HALT_REDUCE = 2,  /* and nothing stays that could open or enlarge a position */
    TR_HALT_FLATTEN = 3  /* and what is held is sold */
} tr_halt_level;

/** "none", "entries", "reduce", "flatten" and back. Static storage; NULL for numbers outside. */
TR_API const char *tr_halt_level_name(tr_halt_level level);
TR_API tr_status tr_halt_level_parse(const char *text, size_t length, tr_halt_level *out);

/** A protection that keeps entries out for a while. */
typedef struct tr_risk_pause {
    const char *rule;  /* "stop_guard", "cooldown", ...: the rule that is reported */
    tr_decimal value;  /* what was seen */
    tr_decimal limit;
    int64_t until_ns;  /* entries are let in again from here on */
} tr_risk_pause;

/** What a scope looks like at this moment. */
typedef struct tr_risk_state {
    tr_money equity;
    tr_money day_equity;     /* equity at the start of the trading day */
    tr_money available;      /* of what the order spends: quote (buy) or base (sell), less reservations; of a swap what is
                                free of its quote: less the margin of what is held, and losses not yet realised */
    tr_money required;       /* what the order would reserve of it, fees and slippage included */
    tr_decimal position;     /* signed quantity held in this instrument, less what exits already claim */
    int64_t positions_count; /* symbols held or being entered, this one excluded */
    int64_t day_orders;      /* entries accepted so far on this trading day, this one excluded */
    int64_t open_orders;     /* entries that have not ended, this one excluded */
    int64_t now_ns;          /* for the bucket and the pause */
    int64_t bucket_ns;       /* when the bucket of orders is full again: tr_risk_bucket_take; 0: it is */
    tr_money exposure;       /* absolute value of what is held, at the mark, and of live entries */
    tr_money correlated;     /* signed: the sum of correlation * exposure over what moves with this symbol, itself
                                included with 1; tr_risk_correlate makes it */
    tr_money peak_equity;    /* the highest that is on record; 0: none */
    bool has_profit;         /* a strategy or a symbol: what it loses is told by its own trades, below; equity, day_equity
                                and peak_equity are its account's, and say what a share is of */
    tr_money day_profit;     /* realised and unrealised since the day began */
    tr_money profit;         /* the same since it is counted */
    tr_money peak_profit;    /* the highest of it that is on record */
    tr_halt_level halt;
    const tr_risk_pause *pause; /* NULL: none */
} tr_risk_state;

/* When the gate is asked. The static gate leaves out what only holds at the moment of execution. */
typedef enum tr_risk_phase {
    TR_RISK_ACCEPT = 0, /* every rule but the balance */
    TR_RISK_CLAIM = 1   /* the same with current figures, and the balance */
} tr_risk_phase;

typedef struct tr_risk_verdict {
    bool is_allowed;
    const char *rule;             /* static storage: "notional", "daily_loss", ...; NULL when allowed */
    tr_risk_scope scope;          /* whose limit it is; TR_RISK_SYMBOL for the instrument's filters */
    char scope_name[TR_LABEL_SIZE]; /* the strategy or symbol, the account, the owner; empty when the layer had none */
    char value[TR_DECIMAL_TEXT_SIZE];
    char limit[TR_DECIMAL_TEXT_SIZE];
    char reason[TR_REASON_SIZE]; /* one line: "notional: 250.5 is above 200, limit of strategy trend" */
} tr_risk_verdict;

/**
 * Ask every rule in the order of the table in risk/README.md; the first that refuses is reported.
 * @return TR_OK when a verdict was reached, allowed or not; TR_E_INVALID; TR_E_OVERFLOW when a figure does
 *         not fit: treat as refused.
 * Threads: pure.
 */
TR_API tr_status tr_risk_check(const tr_risk_limits *limits, const tr_risk_request *request,
                               const tr_risk_state *state, tr_risk_phase phase,
                               tr_risk_verdict *out, tr_error *err);

/** One scope's limits and how it stands against them. */
typedef struct tr_risk_layer {
    tr_risk_scope scope;
    const char *name; /* for the refusal; NULL or empty: none */
    const tr_risk_limits *limits; /* as tr_risk_limits_check lets pass; a limit below zero refuses everything */
    const tr_risk_state *state;
    uint32_t rules; /* tr_risk_limits_rules of the limits, for who asks often; 0: found out each time */
} tr_risk_layer;

/** Which rules a layer of this scope with these limits is asked, for tr_risk_layer; never 0. */
TR_API uint32_t tr_risk_limits_rules(const tr_risk_limits *limits, tr_risk_scope scope);

/**
 * Ask every rule of every layer. Exactly one layer is the account's: its state has the balance and the position, and
 * its limits the assumed stop.
 *
 * Rules are asked in the order of the table in risk/README.md. Among the layers that refuse by one rule, the one with
 * the lowest limit is reported, and the narrowest among equals.
 * @param count  1 to 16
 * @return as tr_risk_check
 * Threads: pure.   Cost: O(rules * layers), no allocation.
 */
TR_API tr_status tr_risk_check_layers(const tr_risk_layer *layers, size_t count, const tr_risk_request *request,
                                      tr_risk_phase phase, tr_risk_verdict *out, tr_error *err);

/**
 * Take a token out of a bucket that fills at `orders_per_second_max`: the new value of `bucket_ns`. Without that limit it
 * is `bucket_ns` unchanged. Call it when an entry has passed.
 */
TR_API int64_t tr_risk_bucket_take(const tr_risk_limits *limits, int64_t bucket_ns, int64_t now_ns);

/** One holding and how it moves with the symbol that is asked about. */
typedef struct tr_risk_holding {
    tr_money exposure;      /* signed: > 0 long */
    tr_decimal correlation; /* -1 to 1; 1 for the symbol itself */
} tr_risk_holding;

/**
 * The sum of correlation * exposure, as `correlated` wants it. Each product is rounded half-even.
 * @return TR_E_RANGE for a correlation outside -1 to 1; TR_E_OVERFLOW
 */
TR_API tr_status tr_risk_correlate(const tr_risk_holding *holdings, size_t count, tr_money *out);

/**
 * What an order can lose: |entry - stop| * quantity; without a stop the assumed distance, else its whole notional.
 * A stop on the wrong side of the entry is TR_E_INVALID.
 */
TR_API tr_status tr_risk_of_order(const tr_risk_limits *limits, const tr_risk_request *request,
                                  tr_money *out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
