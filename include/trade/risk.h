/*
 * risk.h: the gate in the only path to an exchange. Pure: figures in, a verdict out.
 *
 * A refusal is a normal result. It names the rule, the value seen and the limit. Amounts are in the
 * instrument's quote asset; equity is what the account is worth in that asset: its balance of it plus the marked
 * value of positions quoted in it. Exits (reduce-only) pass every rule but the instrument's filters and the size
 * of the position: a gate must never keep a trader from getting out.
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

/** Limits of an account. A limit whose has_ flag is false is not held; zero is a real limit. */
typedef struct tr_risk_limits {
    size_t struct_size;
    bool has_risk_per_trade_max;
    tr_decimal risk_per_trade_max; /* fraction of equity an order may lose at its stop */
    bool has_daily_loss_max;
    tr_decimal daily_loss_max; /* fraction of the day's first equity */
    bool has_positions_max;
    int64_t positions_max; /* symbols held or being entered at once */
    bool has_orders_per_day_max;
    int64_t orders_per_day_max; /* entries accepted in a trading day */
    bool has_notional_max;
    tr_money notional_max; /* of one order */
    bool has_quantity_max;
    tr_quantity quantity_max; /* of one order */
    bool has_assumed_stop;
    tr_decimal assumed_stop; /* distance as a fraction of the price, for orders without a stop */
} tr_risk_limits;

/** The defaults of the product: 0.02 per trade, 0.05 a day, 5 positions, 1000 orders, notional 10000. */
TR_API void tr_risk_limits_init(tr_risk_limits *limits);

/** What is asked for. */
typedef struct tr_risk_request {
    const tr_instrument *instrument;
    tr_side side;
    tr_quantity quantity;
    tr_price limit_price; /* unset for market: then the balance is held against the mark */
    tr_price entry_price; /* expected execution price, > 0: limit, trigger or mark */
    tr_price stop_price;  /* the protective stop, unset when there is none */
    bool is_reduce_only;
} tr_risk_request;

/** What the account looks like at this moment. */
typedef struct tr_risk_state {
    tr_money equity;
    tr_money day_equity;     /* equity at the start of the trading day */
    tr_money available;      /* of what the order spends: quote (buy) or base (sell), less reservations */
    tr_money required;       /* what the order would reserve of it, fees and slippage included */
    tr_decimal position;     /* signed quantity held in this instrument, less what exits already claim */
    int64_t positions_count; /* symbols held or being entered, this one excluded */
    int64_t day_orders;      /* entries accepted so far on this trading day, this one excluded */
} tr_risk_state;

/* When the gate is asked. The static gate leaves out what only holds at the moment of execution. */
typedef enum tr_risk_phase {
    TR_RISK_ACCEPT = 0, /* filters, notional, quantity, risk per trade, orders a day, daily loss, positions */
    TR_RISK_CLAIM = 1   /* the same with current figures, and the balance */
} tr_risk_phase;

typedef struct tr_risk_verdict {
    bool is_allowed;
    const char *rule;             /* static storage: "notional", "daily_loss", ...; NULL when allowed */
    char value[TR_DECIMAL_TEXT_SIZE];
    char limit[TR_DECIMAL_TEXT_SIZE];
    char reason[TR_REASON_SIZE]; /* one line: "risk_per_trade: 250.5 is above 200 (0.02 of equity 10000)" */
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
