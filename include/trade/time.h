/*
 * time.h: points in time, dates, durations and the timeframes of bars, as numbers and as text.
 *
 * A point in time is an int64_t of nanoseconds since 1970-01-01T00:00:00Z without leap seconds, which
 * reaches from 1677-09-21 to 2262-04-11. Everything here is UTC and a pure function of its arguments:
 * no clock, no time zone data, no locale. Text need not end in NUL where a length is given.
 */
#ifndef TRADE_TIME_H
#define TRADE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_NS_PER_US     INT64_C(1000)
#define TR_NS_PER_MS     INT64_C(1000000)
#define TR_NS_PER_SECOND INT64_C(1000000000)
#define TR_NS_PER_MINUTE INT64_C(60000000000)
#define TR_NS_PER_HOUR   INT64_C(3600000000000)
#define TR_NS_PER_DAY    INT64_C(86400000000000)

#define TR_TIME_TEXT_SIZE      32 /* bytes that hold any time's text and its end mark */
#define TR_DURATION_TEXT_SIZE  24
#define TR_TIMEFRAME_TEXT_SIZE 16

/* ---- points in time -------------------------------------------------------------------------- */

/**
 * Read RFC 3339: "2026-01-31T23:59:59Z", "2026-02-01T06:59:59.123456789+07:00". One to nine decimals;
 * 'T' and 'Z' of either case; the offset (Z or ±hh:mm) is required; hour 0..23, second 0..59: a leap
 * second (:60) has no nanosecond of its own here and is refused. The date must exist.
 * @return TR_E_PARSE not of this form; TR_E_RANGE a part or the whole is out of range
 */
TR_API tr_status tr_time_parse(const char *text, size_t length, int64_t *at_ns_out, tr_error *err);

/**
 * Write RFC 3339 in UTC ("2026-01-31T23:59:59.123Z").
 * @param digits  0, 3, 6 or 9 decimals; the rest is cut off towards the past. -1: the fewest of these
 *                that keep the time exact, so that parse(format(x)) == x
 * @return length without the end mark; 0 and an empty text when `size` is too small or digits wrong
 */
TR_API size_t tr_time_format(int64_t at_ns, int digits, char *buffer, size_t size);

/** What an epoch number counts. */
typedef enum tr_epoch_unit {
    TR_EPOCH_AUTO = 0, /* by magnitude: below 1e11 s, below 1e14 ms, below 1e17 µs, else ns */
    TR_EPOCH_S = 1,
    TR_EPOCH_MS = 2,
    TR_EPOCH_US = 3,
    TR_EPOCH_NS = 4
} tr_epoch_unit;

/**
 * A count since 1970 as a time. TR_EPOCH_AUTO reads each unit right for times from 1973-03-03 on.
 * @return TR_E_OVERFLOW when beyond int64_t nanoseconds; TR_E_INVALID for an unknown unit
 */
TR_API tr_status tr_time_from_epoch(int64_t count, tr_epoch_unit unit, int64_t *at_ns_out);

/**
 * Read an epoch's text: -?digits[.digits], exactly ("1700000000.123", "1700000000123").
 * @return TR_E_PARSE; TR_E_RANGE for digits beyond the nanosecond; TR_E_OVERFLOW
 */
TR_API tr_status tr_time_parse_epoch(const char *text, size_t length, tr_epoch_unit unit,
                                     int64_t *at_ns_out, tr_error *err);

/** Read RFC 3339 or, where there are only digits, an epoch of the unit its magnitude says. */
TR_API tr_status tr_time_parse_any(const char *text, size_t length, int64_t *at_ns_out,
                                   tr_error *err);

/* ---- dates ----------------------------------------------------------------------------------- */

/** A day of the Gregorian calendar, extended before 1582: month 1..12, day 1..31. Plain data. */
typedef struct tr_date {
    int32_t year;
    int32_t month;
    int32_t day;
} tr_date;

/** Days since 1970-01-01. @return TR_E_RANGE for a date that does not exist or a year beyond ±100000 */
TR_API tr_status tr_date_to_day(tr_date date, int32_t *day_out);

/** The date of a day since 1970-01-01; every int32_t has one. */
TR_API tr_date tr_date_from_day(int32_t day);

/** The day (since 1970-01-01) that a time falls on in UTC. */
TR_API int32_t tr_time_day(int64_t at_ns);

/**
 * Start of the trading day that `at_ns` falls on, which begins at midnight of a fixed offset from UTC.
 * @param offset_minutes  -1439..1439, east positive: 420 for UTC+7
 * @return never after at_ns; INT64_MIN for the day that begins before time's reach
 */
TR_API int64_t tr_trading_day_open_ns(int64_t at_ns, int32_t offset_minutes);

/* ---- durations ------------------------------------------------------------------------------- */

/**
 * Read digits and a unit, without blanks or sign: ns, us, ms, s, m, h, d (24 h), w (7 d): "500ms", "12h".
 * @return TR_E_PARSE; TR_E_OVERFLOW beyond int64_t nanoseconds
 */
TR_API tr_status tr_duration_parse(const char *text, size_t length, int64_t *duration_ns_out,
                                   tr_error *err);

/** The text in the largest unit that keeps it exact: "90s", "12h", "0s". Negative: 0 and empty text. */
TR_API size_t tr_duration_format(int64_t duration_ns, char *buffer, size_t size);

/* ---- timeframes ------------------------------------------------------------------------------ */

typedef enum tr_timeframe_unit {
    TR_TIMEFRAME_SECOND = 0,
    TR_TIMEFRAME_MINUTE = 1,
    TR_TIMEFRAME_HOUR = 2,
    TR_TIMEFRAME_DAY = 3,
    TR_TIMEFRAME_WEEK = 4,
    TR_TIMEFRAME_MONTH = 5
} tr_timeframe_unit;

/**
 * The length of a bar. Plain data; two normalised timeframes are the same bars exactly when both fields
 * are equal. count is 1..100000; seconds, minutes and hours must stay within one day or make whole days.
 */
typedef struct tr_timeframe {
    int32_t count;
    tr_timeframe_unit unit;
} tr_timeframe;

/**
 * Read a timeframe and normalise it. Three spellings, told apart by place and case:
 *   ours          digits, then s m h d w or M:  "15s" "75m" "4h" "1d" "1w" "1M". Lower-case m is minutes,
 *                 upper-case M after digits is months
 *   TradingView   "60" (minutes), "15S", "4H", "1D", "2W", "12M" (months), and "S", "D", "W", "M" for one
 *   MetaTrader    unit first: "M12" (minutes), "H4", "D1", "W1", "MN1" (months)
 * @return TR_E_PARSE; TR_E_RANGE for a count of 0 or a length that a day cannot be cut into ("25h")
 */
TR_API tr_status tr_timeframe_parse(const char *text, size_t length, tr_timeframe *out,
                                    tr_error *err);

/** Our text form, e.g. "75m". @return length; 0 and an empty text when `size` is too small */
TR_API size_t tr_timeframe_format(tr_timeframe timeframe, char *buffer, size_t size);

/**
 * The same bars in the largest unit: 60m is 1h, 48h is 2d. 7d stays: it does not begin on Mondays.
 * @return TR_E_RANGE for a timeframe that the struct's comment rules out
 */
TR_API tr_status tr_timeframe_normalise(tr_timeframe timeframe, tr_timeframe *out);

/**
 * Open of the bar that holds `at_ns`. Bars are half-open: [open, next open). Seconds, minutes and hours
 * restart at 00:00 UTC each day, the day's last bar is cut short (75m: 19 whole bars and one of 15m);
 * days count from 1970-01-01, weeks from Monday 1970-01-05, months from January 1970.
 * @param timeframe  valid, as tr_timeframe_parse and tr_timeframe_normalise give it
 * @return never after at_ns; INT64_MIN for the bar that begins before time's reach
 */
TR_API int64_t tr_timeframe_open_ns(tr_timeframe timeframe, int64_t at_ns);

/** Open of the bar after the one that holds `at_ns`: always after it, at most INT64_MAX. */
TR_API int64_t tr_timeframe_next_open_ns(tr_timeframe timeframe, int64_t at_ns);

/**
 * True when each bar of `coarse` is made of whole bars of `fine`: 75m of 5m, 1d of 7m, 1w of 1d; not 75m
 * of 1h, 1w of 3d, 1M of 1w. Every timeframe is made of itself.
 */
TR_API bool tr_timeframe_contains(tr_timeframe coarse, tr_timeframe fine);

#ifdef __cplusplus
}
#endif

#endif
