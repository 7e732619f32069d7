/*
 * paper.h: an exchange that lives in the library: own orders, fills and balances in its own tables, the
 * same port as every other exchange. Whatever crashes, it can be asked again by client id.
 *
 * Prices come from outside as ticks (tr_paper_price). Rules, all conservative, stated in paper/README.md:
 * market orders fill at the last price moved against us by the slippage; resting limit orders fill at their own
 * price when the market trades through it; a tick's volume bounds what fills at it; fees are taken in the
 * quote asset, rounded against us.
 */
#ifndef TRADE_PAPER_H
#define TRADE_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/bar.h>
#include <trade/clock.h>
#include <trade/exchange.h>
#include <trade/instrument.h>
#include <trade/price_source.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_paper tr_paper;

/* States of tr_paper_order_row.state; stored. */
typedef enum tr_paper_state {
    TR_PAPER_OPEN = 1,
    TR_PAPER_FILLED = 2,
    TR_PAPER_CANCELLED = 3,
    TR_PAPER_REJECTED = 4
} tr_paper_state;

typedef struct tr_paper_options {
    size_t struct_size;
    const tr_instrument *instruments; /* copied; spot and linear swaps */
    size_t instrument_count;
    tr_store *store;                  /* borrowed */
    tr_store_reader *reader;          /* borrowed; for recover, and for orders that have ended */
    const tr_clock *clock;            /* borrowed */
    const tr_allocator *allocator;    /* NULL: the C library's */
    tr_decimal fee_maker;             /* fraction of the notional */
    tr_decimal fee_taker;
    tr_decimal slippage;              /* fraction of the price, against the taker */
    tr_decimal participation;         /* largest share of a tick's volume that one account's orders take; 0: no bound */
    tr_exchange_report_sink *report;  /* receives what becomes of orders */
    void *report_user;
    int64_t latency_ns; /* between an order or a cancel and its arrival at the market, 0 to one hour */
    tr_decimal leverage;         /* of swaps, 1 to 1000; unset: 1 */
    int64_t funding_interval_ns; /* of swaps, up to a week: payments fall due at its multiples since 1970; 0: no funding */
    /* Of swaps, both fractions of the value, 0 where left out: at which margin an account is liquidated (times leverage: below
       1), and what that costs. Cross margin: see libtrade/paper/README.md. */
    tr_decimal maintenance_margin;
    tr_decimal liquidation_fee;
} tr_paper_options;

/**
 * Make an exchange without orders or balances; call tr_paper_recover before anything else. Confined.
 * @return TR_E_UNSUPPORTED an instrument that is neither spot nor linear, or whose tick times lot needs more than 18 decimals;
 *         TR_E_INVALID, TR_E_RANGE a bad option; TR_E_NO_MEMORY
 */
TR_API tr_status tr_paper_new(const tr_paper_options *options, tr_paper **out, tr_error *err);

/** Release it; NULL is accepted. What the store has in flight is told to nobody: close the store before. */
TR_API void tr_paper_free(tr_paper *paper);

/**
 * Read open orders, balances and counters from the store. `done` is called once, perhaps before return; it
 * may use the exchange. TR_E_CORRUPT: the rows contradict each other.
 */
TR_API tr_status tr_paper_recover(tr_paper *paper, void (*done)(void *user, tr_status status, const tr_error *err),
                                  void *user, tr_error *err);

/** The port to hand to an engine; borrowed, lives as long as `paper`. */
TR_API const tr_exchange *tr_paper_exchange(tr_paper *paper);

/**
 * Set an asset's balance when the account has no row of it yet: opening a paper account twice changes nothing.
 * Durable after the next flush and commit.
 */
TR_API tr_status tr_paper_open_balance(tr_paper *paper, const char *account, const char *asset, tr_money amount,
                                       tr_error *err);

/**
 * Take a tick of the market: resting orders may fill.
 * @return TR_E_NOT_FOUND unknown symbol; TR_E_RANGE price not above 0 or quantity below 0; TR_E_OVERFLOW a price
 *         that does not fit with its slippage: the tick is not taken
 */
TR_API tr_status tr_paper_price(tr_paper *paper, const tr_price_tick *tick, tr_error *err);

/** One price of the outside's order book. */
typedef struct tr_paper_level {
    tr_side side; /* BUY: a bid */
    tr_price price;
    tr_quantity quantity; /* all that is shown there now; 0: the price is gone */
} tr_paper_level;

/**
 * Tell a price of the outside's book, as feeds tell it. From the first one on, orders of this symbol take what is
 * shown, price by price, instead of one taker price; resting orders have their place behind what was shown when they
 * came, and fill when trades have worked off what is ahead of them, or when the outside crosses their price.
 * @return TR_E_NOT_FOUND unknown symbol; TR_E_RANGE a price off the tick, not above 0 or too large, a quantity below 0
 */
TR_API tr_status tr_paper_book_level(tr_paper *paper, const char *symbol, const tr_paper_level *level, tr_error *err);

/** Forget the outside's book, after a gap in its feed say: ticks alone count until the next level is told. */
TR_API tr_status tr_paper_book_clear(tr_paper *paper, const char *symbol, tr_error *err);

/**
 * What stands before a resting limit order at its price. @return TR_E_NOT_FOUND when it does not rest in the book
 */
TR_API tr_status tr_paper_queue_ahead(const tr_paper *paper, const char *account, const char *client_id,
                                      tr_quantity *out);

/** When the next order or cancel on its way arrives: call tr_paper_flush then. False: nothing is on its way. */
TR_API bool tr_paper_next_arrival(const tr_paper *paper, int64_t *due_ns_out);

/** When the first dead-man switch cancels, unless it is renewed: call tr_paper_flush then. INT64_MAX: none is set. */
TR_API int64_t tr_paper_dead_man_ns(const tr_paper *paper);

/**
 * The funding rate of a swap from now on, a fraction of the value for each interval; above zero longs pay shorts. It is 0 until
 * it is told, which makes no payments, and is not stored. Payments are made by tr_paper_price, tr_paper_flush and before an
 * order is taken, at the last price known then; what fell due while nobody was there is made up for, at that price and rate.
 * @return TR_E_NOT_FOUND no swap of that name; TR_E_RANGE not between -1 and 1
 */
TR_API tr_status tr_paper_set_funding_rate(tr_paper *paper, const char *symbol, tr_decimal rate, tr_error *err);

/** When the next funding falls due: call tr_paper_flush then. INT64_MAX: nobody holds a swap that has a price. */
TR_API int64_t tr_paper_funding_ns(const tr_paper *paper);

/** The last price of a symbol. @return TR_E_NOT_FOUND before the first tick */
TR_API tr_status tr_paper_last_price(const tr_paper *paper, const char *symbol, tr_price *out);

/** Submit what has gathered, when nothing is in flight. Call after each round of work. */
TR_API tr_status tr_paper_flush(tr_paper *paper, tr_error *err);

/** True when nothing is gathered, in flight, or being read. */
TR_API bool tr_paper_is_idle(const tr_paper *paper);

/** The status of the store's first failure, TR_OK while it works. After a failure only tr_paper_free is of use. */
TR_API tr_status tr_paper_status(const tr_paper *paper);

/**
 * The four ticks of a bar: open, then the extreme nearer to the open, the other one, close; a quarter of the volume
 * each. Prices are rounded to the instrument's tick, half-even. Times divide the bar's span in four.
 */
TR_API tr_status tr_paper_ticks_of_bar(const tr_instrument *instrument, const tr_bar *bar, int64_t span_ns,
                                       tr_price_tick ticks_out[4], tr_error *err);

/** Look at every invariant; for tests. */
TR_API bool tr_paper_check(const tr_paper *paper);

#ifdef __cplusplus
}
#endif

#endif
