/*
 * ledger.h: what executions make of an account: lots, profit and loss, and double-entry lines.
 *
 * Everything here is a function of executions in their order: no clock, no store, no account. Money is exact: a lot's
 * cost leaves it in shares whose last one is what is left, so nothing is lost to rounding, and methods that
 * close lots in different orders agree on the total once a position is flat.
 *
 * Long and short alike: quantities and costs of a short position are negative. Amounts are in the settle asset, which
 * for spot is the quote asset.
 *
 * A fee taken in the goods themselves is a sale of these goods at the execution's price whose proceeds pay the fee
 * (a rebate is a purchase), so that what the lots hold is what the account holds. A fee in a third asset is in no sum
 * of the settle asset: nobody says here what it is worth; tr_pnl keeps it by its asset.
 */
#ifndef TRADE_LEDGER_H
#define TRADE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/id.h>
#include <trade/instrument.h>
#include <trade/order.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- lots ------------------------------------------------------------------------------------ */

/** Which lot a closing execution takes first. */
typedef enum tr_lot_method {
    TR_LOT_FIFO = 0,   /* the oldest */
    TR_LOT_LIFO = 1,   /* the newest */
    TR_LOT_HIFO = 2,   /* the one with the smallest gain: bought dearest, or sold short cheapest; of equals the oldest */
    TR_LOT_AVERAGE = 3 /* there is one lot: sums only */
} tr_lot_method;

#define TR_LOT_METHOD_COUNT 4

/** "fifo", "lifo", "hifo", "average"; static storage; NULL for numbers outside. */
TR_API const char *tr_lot_method_name(tr_lot_method method);
TR_API tr_status tr_lot_method_parse(const char *text, size_t length, tr_lot_method *out);

/** What is left of one opening execution. */
typedef struct tr_lot {
    tr_id fill_id;       /* the execution that opened it; of an average lot, the first */
    int64_t opened_ns;
    tr_price price;      /* it was opened at; of an average lot, the first */
    tr_decimal quantity; /* signed */
    tr_money cost;       /* same sign */
} tr_lot;

/** One lot, or a part of it, closed by an execution. */
typedef struct tr_lot_closing {
    tr_lot lot;          /* the part that closed */
    tr_id fill_id;       /* the execution that closed it */
    int64_t closed_ns;
    tr_price price;
    tr_money proceeds;   /* the part's share of the closing execution's value, > 0 */
    tr_money gain;       /* before fees */
} tr_lot_closing;

typedef void tr_lot_closing_sink(void *user, const tr_lot_closing *closing);

/** Sums of all executions so far. */
typedef struct tr_lots_sums {
    tr_decimal quantity; /* held, signed */
    tr_money cost;       /* of what is held, same sign */
    tr_money realised;   /* before fees */
    tr_money fees;       /* those in the settle asset, and those in goods at the execution's price */
    int64_t fills;
} tr_lots_sums;

typedef struct tr_lots tr_lots; /* of one symbol; confined */

/**
 * @param symbol      our form; TR_E_UNSUPPORTED unless spot or linear
 * @param multiplier  base units a contract; 1 for spot; above 0
 * @param sink        receives what closes, on the caller's thread; may be NULL
 */
TR_API tr_status tr_lots_new(tr_lot_method method, const char *symbol, tr_decimal multiplier,
                             const tr_allocator *allocator, tr_lot_closing_sink *sink, void *user, tr_lots **out,
                             tr_error *err);
TR_API void tr_lots_free(tr_lots *lots);

/**
 * Take the next execution. Cost: O(log lots) for each lot that closes.
 * @return TR_E_INVALID of another symbol, price or quantity not above zero; TR_E_OVERFLOW; TR_E_NO_MEMORY: after a
 *         failure the lots are of no further use, and every later call fails the same way
 */
TR_API tr_status tr_lots_fill(tr_lots *lots, const tr_fill *fill, tr_error *err);

TR_API tr_lots_sums tr_lots_total(const tr_lots *lots);

/** What closing everything at `price` would realise, before fees. TR_E_OVERFLOW */
TR_API tr_status tr_lots_unrealised(const tr_lots *lots, tr_price price, tr_money *out);

TR_API size_t tr_lots_count(const tr_lots *lots);

/** Visit the open lots in the order of their opening. TR_E_NO_MEMORY */
TR_API tr_status tr_lots_list(const tr_lots *lots, void (*sink)(void *user, const tr_lot *lot), void *user);

/* ---- profit and loss ------------------------------------------------------------------------- */

/** One symbol's, on one trading day or on all of them. */
typedef struct tr_pnl_row {
    char symbol[TR_SYMBOL_SIZE];
    char settle[TR_ASSET_SIZE]; /* of all sums */
    int64_t day_ns;      /* start of the trading day; 0 in sums over all days */
    int64_t fills;       /* within the time looked at */
    tr_money realised;   /* likewise, before fees */
    tr_money fees;
    tr_money funding;    /* received, < 0 paid */
    tr_decimal quantity; /* held at the end of it */
    tr_money cost;
} tr_pnl_row;

/** Fees that are in no sum above. */
typedef struct tr_pnl_fee {
    char asset[TR_ASSET_SIZE];
    tr_money amount;
} tr_pnl_fee;

typedef struct tr_pnl_options {
    size_t struct_size;
    tr_lot_method method;
    int32_t day_offset_minutes; /* midnight of the trading day, east of UTC */
    int64_t from_ns;            /* executions before only build the lots */
    int64_t to_ns;              /* executions at or behind it are left out */
    const tr_instrument *instruments; /* borrowed until tr_pnl_free: their multipliers; others': 1 */
    size_t instrument_count;
    const tr_allocator *allocator;
    tr_lot_closing_sink *sink; /* what closes within the time looked at; may be NULL */
    void *sink_user;
} tr_pnl_options;

#define TR_PNL_OPTIONS_INIT { .struct_size = sizeof(tr_pnl_options), .from_ns = INT64_MIN, .to_ns = INT64_MAX }

typedef struct tr_pnl tr_pnl; /* of one account; confined */

TR_API tr_status tr_pnl_new(const tr_pnl_options *options, tr_pnl **out, tr_error *err);
TR_API void tr_pnl_free(tr_pnl *pnl);

/** Take the next execution, of any symbol; times must not run back. Failures as of tr_lots_fill. */
TR_API tr_status tr_pnl_fill(tr_pnl *pnl, const tr_fill *fill, tr_error *err);

/** Take a funding payment of a symbol, > 0 received. The same order of times holds. */
TR_API tr_status tr_pnl_funding(tr_pnl *pnl, const char *symbol, tr_money amount, int64_t at_ns, tr_error *err);

/** Rows by symbol, in the order of their first execution; by day and symbol, days ascending. Borrowed until the next
    change. */
TR_API const tr_pnl_row *tr_pnl_symbols(const tr_pnl *pnl, size_t *count_out);
TR_API const tr_pnl_row *tr_pnl_days(const tr_pnl *pnl, size_t *count_out);
TR_API const tr_pnl_fee *tr_pnl_other_fees(const tr_pnl *pnl, size_t *count_out);

/** The lots of a symbol; NULL when it never traded. Borrowed. */
TR_API const tr_lots *tr_pnl_lots(const tr_pnl *pnl, const char *symbol);

/* ---- double entry ---------------------------------------------------------------------------- */

#define TR_LEDGER_LINES_MAX 8

/** "cash", "position", "fees", "external", "funding", "opening"; static storage; NULL for numbers outside. */
TR_API const char *tr_ledger_book_name(int64_t book);

/**
 * The lines of one execution: what it moves in cash, and the other side of it. They sum to zero in every asset.
 * Spot: goods and their price change hands. Linear: `gain` alone does.
 * @param gain  what the execution realises, of a linear instrument; ignored for spot
 * @return TR_E_UNSUPPORTED another kind of instrument; TR_E_OVERFLOW
 */
TR_API tr_status tr_ledger_post_fill(const tr_fill *fill, tr_money gain, int64_t seq, int64_t at_ns,
                                     tr_ledger_row lines_out[TR_LEDGER_LINES_MAX], size_t *count_out, tr_error *err);

/** The two lines of money that came (> 0) or went: from or to `other`, which is not TR_LEDGER_CASH. */
TR_API tr_status tr_ledger_post_move(const char *account, const char *asset, tr_money amount, tr_ledger_book other,
                                     int64_t seq, int64_t at_ns, tr_ledger_row lines_out[TR_LEDGER_LINES_MAX],
                                     size_t *count_out, tr_error *err);

/** Sums of an asset's lines by book. */
typedef struct tr_ledger_sums {
    char asset[TR_ASSET_SIZE];
    tr_money books[TR_LEDGER_BOOK_MAX + 1]; /* by tr_ledger_book */
    tr_money total;                         /* of all books: zero, or something is wrong */
    int64_t lines;
} tr_ledger_sums;

#define TR_LEDGER_ASSETS_MAX 512

/** Add lines up, asset by asset. Plain data: zero it, or keep it on from page to page. */
typedef struct tr_ledger_trial {
    tr_ledger_sums *assets; /* sorted by name */
    size_t count, capacity;
    int64_t last_seq;
    const tr_allocator *allocator; /* NULL: the C library's */
} tr_ledger_trial;

/** @return TR_E_CORRUPT an unknown book; TR_E_OVERFLOW; TR_E_FULL more than TR_LEDGER_ASSETS_MAX; TR_E_NO_MEMORY */
TR_API tr_status tr_ledger_trial_add(tr_ledger_trial *trial, const tr_ledger_row *line, tr_error *err);

/** Release what it holds. NULL is accepted. */
TR_API void tr_ledger_trial_done(tr_ledger_trial *trial);

/** True when every asset sums to zero. */
TR_API bool tr_ledger_trial_is_balanced(const tr_ledger_trial *trial);

/* ---- export ---------------------------------------------------------------------------------- */

typedef enum tr_ledger_format { TR_LEDGER_CSV = 0, TR_LEDGER_JSON = 1 } tr_ledger_format;

#define TR_LEDGER_TEXT_SIZE 512 /* holds any line in either format */

/**
 * A line as text, without what joins it to the next. Columns, in this order: at (RFC 3339, UTC, shortest exact), account,
 * seq, line, book, asset, amount (decimal text, exact). CSV as of RFC 4180, quoted where it must be.
 * JSON: one object; the amount is a string.
 * @return length without the end mark
 */
TR_API size_t tr_ledger_format_line(const tr_ledger_row *line, tr_ledger_format format,
                                    char buffer[TR_LEDGER_TEXT_SIZE]);

/** The first line of the CSV form, without its end. Static storage. */
TR_API const char *tr_ledger_csv_header(void);

#ifdef __cplusplus
}
#endif

#endif
