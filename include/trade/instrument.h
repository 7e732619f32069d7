/*
 * instrument.h: what is traded, and how its names are read.
 *
 * Text forms of ours: BTC/USDT (spot), BTC/USDT:USDT (linear), BTC/USD:BTC (inverse),
 * BTC/USDT:USDT-261225 (future, expiry YYMMDD), BTC/USD:BTC-261225-60000-C (option). Names of exchanges
 * and of TradingView (BINANCE:BTCUSDT, BINANCE:BTCUSDT.P, BTC-USD, XBTUSD, BTC_USDT) are resolved
 * against a list of known instruments; what fits more than one is refused.
 */
#ifndef TRADE_INSTRUMENT_H
#define TRADE_INSTRUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_EXCHANGE_NAME_SIZE 16
#define TR_ASSET_SIZE         16
#define TR_SYMBOL_SIZE        64

typedef enum tr_kind {
    TR_KIND_SPOT = 0,
    TR_KIND_LINEAR = 1,  /* perpetual, settled in the quote asset */
    TR_KIND_INVERSE = 2, /* perpetual, settled in the base asset */
    TR_KIND_FUTURE = 3,
    TR_KIND_OPTION = 4
} tr_kind;

typedef enum tr_side {
    TR_SIDE_BUY = 0,
    TR_SIDE_SELL = 1
} tr_side;

/**
 * One instrument. Plain data, immutable once in use. Zero in a maximum or minimum means "no limit";
 * tick and lot are > 0.
 */
typedef struct tr_instrument {
    char exchange[TR_EXCHANGE_NAME_SIZE]; /* "paper", "binance", ... lower case */
    char symbol[TR_SYMBOL_SIZE];          /* our text form, upper case */
    char exchange_symbol[TR_SYMBOL_SIZE]; /* the exchange's own, "BTCUSDT" */
    tr_kind kind;
    char base[TR_ASSET_SIZE];
    char quote[TR_ASSET_SIZE];
    char settle[TR_ASSET_SIZE]; /* the quote for spot */
    int32_t expiry_day;       /* days since 1970-01-01 UTC; 0 for none */
    tr_decimal strike;        /* options only */
    bool is_call;             /* options only */
    tr_decimal multiplier;    /* base units (linear) or quote units (inverse) per contract; 1 for spot */
    tr_decimal tick;          /* price grid */
    tr_decimal lot;           /* quantity grid */
    tr_decimal quantity_min;
    tr_decimal quantity_max;
    tr_decimal notional_min;  /* in the quote asset */
    tr_decimal market_quantity_max; /* of market orders, where it is less than of others; not stored */
} tr_instrument;

/** The parts that a symbol's text names. */
typedef struct tr_symbol_parts {
    char exchange[TR_EXCHANGE_NAME_SIZE]; /* empty when the text names none */
    tr_kind kind;
    char base[TR_ASSET_SIZE];
    char quote[TR_ASSET_SIZE];
    char settle[TR_ASSET_SIZE];
    int32_t expiry_day;
    tr_decimal strike;
    bool is_call;
} tr_symbol_parts;

/**
 * Read our own text form, optionally with "EXCHANGE:" in front; letters of either case. The settle asset
 * must be base or quote; expiries are 2000 to 2099.
 * @return TR_E_PARSE with the reason
 */
TR_API tr_status tr_symbol_parse(const char *text, size_t length, tr_symbol_parts *out, tr_error *err);

/** Write our text form, without the exchange. @return TR_E_FULL when it does not fit */
TR_API tr_status tr_symbol_format(const tr_symbol_parts *parts, char *buffer, size_t size);

/**
 * Check one instrument's fields against each other: the symbol is what the parts say, the grids are above
 * zero, the limits in order. @return TR_E_INVALID with the reason
 */
TR_API tr_status tr_instrument_check(const tr_instrument *instrument, tr_error *err);

/**
 * Find the one instrument that `text` means: our form, the exchange's own name, TradingView's ticker
 * (with or without EXCHANGE:, ".P" for perpetual), or base and quote joined by nothing, '-', '_' or '/'.
 * Letters of either case; XBT is BTC. "BTCUSDT" alone may be spot or perpetual, and is refused where both
 * are listed; BINANCE:BTCUSDT is spot where there is spot, as TradingView writes perpetuals with ".P". An "EXCHANGE:" in front restricts the search to that exchange
 * when the list has it, and is refused when it does not, unless `any_exchange` is set: a paper account
 * then takes an alert of any exchange's chart.
 * @return TR_E_NOT_FOUND; TR_E_AMBIGUOUS naming two that fit; TR_E_PARSE
 */
TR_API tr_status tr_instrument_find(const tr_instrument *list, size_t count, const char *text,
                                    size_t length, bool any_exchange, const tr_instrument **out,
                                    tr_error *err);

/**
 * Value of a quantity at a price. Spot and linear: price * quantity * multiplier, in quote units.
 * Inverse: quantity * multiplier / price, in base units. A future is either, as its settle asset says;
 * an option is valued by its own price, price * quantity * multiplier, in its settle asset.
 * Rounded once.
 * @return TR_E_RANGE for a price of 0 (inverse), or when quantity * multiplier has more than 18 decimals;
 *         TR_E_OVERFLOW
 */
TR_API tr_status tr_instrument_notional(const tr_instrument *instrument, tr_price price,
                                        tr_quantity quantity, tr_round round, tr_money *out);

/**
 * Hold price and quantity against tick, lot, minimums and maximum. Nothing is rounded.
 * @param price  may be NULL for a market order; `reference` (> 0) then gives the notional, or NULL
 * @return TR_E_RANGE naming the rule, the value and the limit; TR_E_OVERFLOW when the value has no number
 */
TR_API tr_status tr_instrument_check_order(const tr_instrument *instrument, const tr_price *price,
                                           tr_quantity quantity, const tr_price *reference,
                                           tr_error *err);

/** "spot", "linear", ... and back; "buy", "sell" and back. Static storage; NULL for numbers outside. */
TR_API const char *tr_kind_name(tr_kind kind);
TR_API tr_status tr_kind_parse(const char *text, size_t length, tr_kind *out);
TR_API const char *tr_side_name(tr_side side);
TR_API tr_status tr_side_parse(const char *text, size_t length, tr_side *out);

#ifdef __cplusplus
}
#endif

#endif
