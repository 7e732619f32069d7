/*
 * bar.h: bars (open, high, low, close, volume), series of them, CSV in and out, resampling.
 *
 * A bar is keyed by its open time and holds the half-open span up to the next open of its timeframe
 * (time.h). Its numbers are doubles: bars are for indicators and plots; what becomes money is a tr_price
 * first. Nothing here reads files or clocks: bytes and bars are pushed in.
 */
#ifndef TRADE_BAR_H
#define TRADE_BAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/status.h>
#include <trade/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One bar. Plain data. Volume is in base units, 0 where the source has none. */
typedef struct tr_bar {
    int64_t open_ns;
    double open;
    double high;
    double low;
    double close;
    double volume;
    bool is_closed; /* false while the bar still forms: its numbers may change */
} tr_bar;

/**
 * Receives bars in order, on the pushing thread; the bar lives until it returns. Must not call back into
 * the object that calls it. Anything but TR_OK stops that object, which passes the status up unchanged.
 */
typedef tr_status (*tr_bar_sink)(void *user, const tr_bar *bar);

/**
 * Check one bar: finite numbers, high >= open, close and low, low <= open and close, volume >= 0. Prices
 * may be zero or negative, as some futures' and spreads' are.
 * @return TR_E_RANGE naming the field, its value and the limit
 */
TR_API tr_status tr_bar_check(const tr_bar *bar, tr_error *err);

/* ---- series ---------------------------------------------------------------------------------- */

/** Bars of one timeframe in ascending order without duplicates; only the last may still form. Confined. */
typedef struct tr_series tr_series;

/** A number of a bar, as a column. */
typedef enum tr_bar_field {
    TR_BAR_OPEN = 0,
    TR_BAR_HIGH = 1,
    TR_BAR_LOW = 2,
    TR_BAR_CLOSE = 3,
    TR_BAR_VOLUME = 4
} tr_bar_field;

typedef struct tr_series_options {
    size_t struct_size;
    tr_timeframe timeframe;
    size_t bar_count_max;           /* > 0; push answers TR_E_FULL beyond it */
    const tr_allocator *allocator;  /* NULL for the C library's */
} tr_series_options;

#define TR_SERIES_OPTIONS_INIT { sizeof(tr_series_options), { 1, TR_TIMEFRAME_MINUTE }, 100000000, NULL }

TR_API tr_status tr_series_new(const tr_series_options *options, tr_series **out, tr_error *err);
TR_API void tr_series_free(tr_series *series);

/**
 * Append a bar, or replace the last one where both have the same open and the last still forms. A newer
 * bar closes the last one.
 * @param bar  valid (tr_bar_check), its open on the timeframe's grid; copied
 * @return TR_E_RANGE a bad bar or an open off the grid; TR_E_EXISTS a closed bar is there already;
 *         TR_E_CONFLICT its open lies before the last one; TR_E_FULL; TR_E_NO_MEMORY: the series is unchanged
 * Cost: amortised O(1).
 */
TR_API tr_status tr_series_push(tr_series *series, const tr_bar *bar, tr_error *err);

TR_API size_t tr_series_count(const tr_series *series);
TR_API tr_timeframe tr_series_timeframe(const tr_series *series);

/** One bar. @return TR_E_RANGE for an index at or beyond the count */
TR_API tr_status tr_series_get(const tr_series *series, size_t bar_index, tr_bar *out);

/**
 * One field of all bars, contiguous, `tr_series_count` long; borrowed until the next push. NULL for an
 * unknown field; never NULL otherwise, also when empty.
 */
TR_API const double *tr_series_column(const tr_series *series, tr_bar_field field);

/** The open times likewise. */
TR_API const int64_t *tr_series_open_times(const tr_series *series);

/** Index of the first bar that opens at or after `at_ns`; the count when there is none. Cost: O(log n). */
TR_API size_t tr_series_find(const tr_series *series, int64_t at_ns);

/** Missing bars between two that are there. */
typedef struct tr_gap {
    size_t bar_index;       /* of the bar behind the gap */
    int64_t from_ns;        /* open of the first missing bar */
    int64_t until_ns;       /* open of the bar behind the gap */
    int64_t missing_count;  /* bars of the timeframe that fit between */
} tr_gap;

/**
 * The first gap behind bar `bar_index`: false when there is none. Continue with the found bar_index.
 * Whether a gap is an error depends on the market: exchanges close, quiet minutes have no trade.
 */
TR_API bool tr_series_find_gap(const tr_series *series, size_t bar_index, tr_gap *out);

/** Look at all of it. @return TR_E_CORRUPT naming the first bar that breaks the series' rules */
TR_API tr_status tr_series_check(const tr_series *series, tr_error *err);

/* ---- CSV ------------------------------------------------------------------------------------- */

#define TR_BAR_CSV_HEADER    "time,open,high,low,close,volume\n"
#define TR_BAR_CSV_LINE_SIZE 200 /* bytes that hold any bar's line and its end mark */

/**
 * Write one line: RFC 3339 in UTC and the shortest numbers that read back the same, ended by \n.
 * @return length; 0 and an empty text when `size` is too small or a number is not finite
 */
TR_API size_t tr_bar_csv_format(const tr_bar *bar, char *buffer, size_t size);

/**
 * Reads CSV from chunks of any length. The first line names the columns: time, open, high, low, close and
 * volume in any order and case, each once; others are ignored. Time is RFC 3339 or an epoch. Numbers are
 * plain or with an exponent, read to the nearest double in every locale; NaN, infinities and empty
 * fields are errors. Lines end in LF or CRLF; a UTF-8 byte order mark and empty lines are skipped; a field
 * may stand in double quotes, without a line break inside. Every row has as many fields as the header.
 * Bars must pass tr_bar_check and ascend strictly. Confined.
 */
typedef struct tr_bar_csv_reader tr_bar_csv_reader;

typedef struct tr_bar_csv_options {
    size_t struct_size;
    tr_epoch_unit epoch_unit;      /* of times that are numbers; TR_EPOCH_AUTO tells by magnitude */
    size_t line_size_max;          /* > 0; longer lines are refused */
    const tr_allocator *allocator; /* NULL for the C library's */
} tr_bar_csv_options;

#define TR_BAR_CSV_OPTIONS_INIT { sizeof(tr_bar_csv_options), TR_EPOCH_AUTO, 65536, NULL }

/** @param options  NULL for the defaults */
TR_API tr_status tr_bar_csv_reader_new(const tr_bar_csv_options *options, tr_bar_sink sink, void *user,
                                       tr_bar_csv_reader **out, tr_error *err);
TR_API void tr_bar_csv_reader_free(tr_bar_csv_reader *reader);

/**
 * Read the next bytes; each complete line's bar goes to the sink, closed.
 * @param bytes    may be NULL when size is 0
 * @param is_last  the text ends here: a last line without line feed counts, a missing header is an error
 * @return TR_E_PARSE, TR_E_RANGE with line and column in the message; TR_E_FULL a line is too long;
 *         TR_E_NO_MEMORY; the sink's status; TR_E_CLOSED after a failure or the last bytes
 */
TR_API tr_status tr_bar_csv_feed(tr_bar_csv_reader *reader, const void *bytes, size_t size, bool is_last,
                                 tr_error *err);

/* ---- resampling ------------------------------------------------------------------------------ */

/** Makes coarser bars of finer ones as they come. Confined. */
typedef struct tr_resampler tr_resampler;

/** What becomes of bars for which the source has none. */
typedef enum tr_gap_policy {
    TR_GAP_NONE = 0, /* left out */
    TR_GAP_FILL = 1  /* all four prices at the close before, volume 0 */
} tr_gap_policy;

typedef struct tr_resampler_options {
    size_t struct_size;
    tr_timeframe source;
    tr_timeframe target;           /* made of whole bars of the source: tr_timeframe_contains */
    tr_gap_policy gap_policy;
    int64_t fill_count_max;        /* of one gap; a longer one is TR_E_FULL */
    const tr_allocator *allocator; /* NULL for the C library's */
} tr_resampler_options;

#define TR_RESAMPLER_OPTIONS_INIT                                                                    \
    { sizeof(tr_resampler_options), { 1, TR_TIMEFRAME_MINUTE }, { 1, TR_TIMEFRAME_HOUR }, TR_GAP_NONE, \
      1000000, NULL }

/** @return TR_E_RANGE for timeframes of which one is not made of the other */
TR_API tr_status tr_resampler_new(const tr_resampler_options *options, tr_bar_sink sink, void *user,
                                  tr_resampler **out, tr_error *err);
TR_API void tr_resampler_free(tr_resampler *resampler);

/**
 * Take the next bar of the source. A forming one may be pushed again with new numbers until it is closed
 * or a newer one comes. A target bar goes to the sink, closed, as soon as the last source bar that fits
 * into it is closed, or when a source bar behind it comes.
 * @return TR_E_RANGE a bad bar, off the source's grid; TR_E_CONFLICT not after the last one;
 *         TR_E_FULL a gap beyond fill_count_max; the sink's status; TR_E_CLOSED after the sink failed.
 *         TR_E_RANGE, TR_E_CONFLICT and TR_E_FULL leave the resampler unchanged
 */
TR_API tr_status tr_resampler_push(tr_resampler *resampler, const tr_bar *bar, tr_error *err);

/**
 * Say that the source is complete up to `at_ns`: emits the target bar that ended by then and, with
 * TR_GAP_FILL, those without a source bar. For live use, where the last bar of an hour may never come.
 */
TR_API tr_status tr_resampler_advance(tr_resampler *resampler, int64_t at_ns, tr_error *err);

/** The target bar that forms now, with is_closed false. False when none has begun. */
TR_API bool tr_resampler_peek(const tr_resampler *resampler, tr_bar *out);

#ifdef __cplusplus
}
#endif

#endif
