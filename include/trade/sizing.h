/*
 * sizing.h: how much to trade: pure functions from equity, prices and a method to a quantity in whole lots.
 *
 * Everything is rounded down, so that what a method allows is never exceeded; what is smaller than the instrument's
 * minimums becomes zero: no order. Amounts are in the instrument's quote asset.
 */
#ifndef TRADE_SIZING_H
#define TRADE_SIZING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/instrument.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a quantity is found. With equity Q, entry E, stop S, multiplier m, drawdown scale d. */
typedef enum tr_sizing_method {
    TR_SIZING_NONE = 0,
    TR_SIZING_QUANTITY = 1,     /* `quantity` */
    TR_SIZING_NOTIONAL = 2,     /* notional / (E m) */
    TR_SIZING_EQUITY_SHARE = 3, /* Q share / (E m) */
    TR_SIZING_RISK = 4,         /* Q min(risk d, risk_left) / (|E - S| m): what is lost at the stop is a fixed share */
    TR_SIZING_VOLATILITY = 5,   /* Q min(risk d, risk_left) / (ATR atr_multiple m): the same for a stop that far away */
    TR_SIZING_KELLY = 6         /* as TR_SIZING_RISK with risk = min(max(0, kelly_fraction k), risk) and
                                   k = w - (1 - w) / R; without a stop all of E counts as lost */
} tr_sizing_method;

/** A method and its parameters. Plain data; TR_SIZING_INIT has the defaults. */
typedef struct tr_sizing {
    size_t struct_size;
    tr_sizing_method method;
    tr_quantity quantity;
    tr_money notional;
    tr_decimal equity_share;   /* 0 to 1 */
    tr_decimal risk;           /* share of the equity, 0 to 1; for Kelly the cap */
    tr_decimal atr_multiple;   /* > 0 */
    tr_decimal win_rate;       /* w, 0 to 1 */
    tr_decimal payoff;         /* R, > 0: the average win as a multiple of the average loss */
    tr_decimal kelly_fraction; /* 0 to 1 */
    bool follows_drawdown;     /* `scale` counts; for the methods that name d */
} tr_sizing;

/** No method; 0.02 at risk, two ATR, half Kelly, no scaling. */
TR_API void tr_sizing_init(tr_sizing *sizing);

/** Hold the parameters that the method uses against their ranges. @return TR_E_RANGE naming value and range */
TR_API tr_status tr_sizing_check(const tr_sizing *sizing, tr_error *err);

/** "quantity", "notional", "equity_share", "risk", "volatility", "kelly", "none" and back. Static storage. */
TR_API const char *tr_sizing_method_name(tr_sizing_method method);
TR_API tr_status tr_sizing_method_parse(const char *text, size_t length, tr_sizing_method *out);

/** What the method works on. Zero prices are unset. */
typedef struct tr_sizing_input {
    const tr_instrument *instrument;
    tr_price entry;          /* expected, > 0 */
    tr_price stop;           /* on either side */
    tr_price atr;            /* of the bars that the caller trades on */
    tr_money equity;         /* zero or less sizes nothing */
    tr_decimal scale;        /* d, as tr_sizing_scale keeps it; above 0 to 1 */
    bool has_risk_left;
    tr_decimal risk_left;    /* share of the equity that may still be lost today; below zero counts as zero */
    bool has_available;
    tr_money available;      /* the order's value stays within it */
} tr_sizing_input;

/**
 * Size one order: the method's quantity, no more than `available` and the instrument's maximum allow, in whole lots;
 * zero when that is below the instrument's minimums.
 * @return TR_E_INVALID for a missing entry, or a stop or ATR that the method needs; TR_E_RANGE (tr_sizing_check);
 *         TR_E_UNSUPPORTED for an instrument whose value is not in its quote asset; TR_E_OVERFLOW
 * Threads: pure.
 */
TR_API tr_status tr_sizing_size(const tr_sizing *sizing, const tr_sizing_input *input, tr_quantity *out, tr_error *err);

/**
 * Kelly's fraction, times `fraction`, at least 0, at most `cap`, rounded down: w - (1 - w) / R, "A New Interpretation of
 * Information Rate", 1956.
 * @return TR_E_RANGE for a win rate outside 0 to 1, a payoff of 0 or less, a fraction or cap outside 0 to 1
 */
TR_API tr_status tr_sizing_kelly(tr_decimal win_rate, tr_decimal payoff, tr_decimal fraction, tr_decimal cap,
                                 tr_decimal *out);

/** When drawdown takes size away, and how it comes back. Plain data. */
typedef struct tr_sizing_drawdown {
    tr_decimal from;  /* the drawdown D at which size begins to shrink, 0 to below 1 */
    tr_decimal slope; /* >= 0 */
    tr_decimal floor; /* above 0 to 1 */
    tr_decimal step;  /* what comes back at a time, 0 to 1 */
} tr_sizing_drawdown;

/** D = 0.15, slope 2, floor 0.25, step 0.05. */
TR_API void tr_sizing_drawdown_init(tr_sizing_drawdown *drawdown);

/**
 * The next scale. With dd = (peak - equity) / peak: above D it is max(floor, 1 - slope (dd - D)); below D / 2
 * min(1, scale + step); in between it stays. A peak of zero or less leaves it as it is.
 * @return TR_E_RANGE for parameters outside their ranges; TR_E_OVERFLOW
 */
TR_API tr_status tr_sizing_scale(const tr_sizing_drawdown *drawdown, tr_money peak, tr_money equity, tr_decimal scale,
                                 tr_decimal *out);

#ifdef __cplusplus
}
#endif

#endif
