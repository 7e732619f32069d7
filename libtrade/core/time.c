/* time.c: RFC 3339, epochs, dates and durations, all in integers. */
#include <trade/time.h>

#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "core/time_range.h"

#define DAYS_PER_ERA   146097 /* 400 years, after which the calendar repeats */
#define DAYS_TO_1970   719468 /* from 0000-03-01, where the eras begin */
#define YEAR_MAX       100000
#define TEXT_SHOWN_MAX 40 /* how much of a bad text an error repeats */

static int shown(size_t length)
{
    return length < TEXT_SHOWN_MAX ? (int)length : TEXT_SHOWN_MAX;
}

/* ---- dates ----------------------------------------------------------------------------------- */

static bool is_leap_year(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t month_day_count(int32_t year, int32_t month)
{
    static const int32_t counts[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    assert(month >= 1 && month <= 12);
    return month == 2 && is_leap_year(year) ? 29 : counts[month - 1];
}

tr_status tr_date_to_day(tr_date date, int32_t *day_out)
{
    if (day_out == NULL)
        return TR_E_INVALID;
    if (date.year < -YEAR_MAX || date.year > YEAR_MAX || date.month < 1 || date.month > 12 ||
        date.day < 1 || date.day > month_day_count(date.year, date.month))
        return TR_E_RANGE;
    /* Years that begin in March: the leap day comes last and 153 days repeat every five months. */
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t era = tr__floor_divide(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *day_out = (int32_t)(era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970);
    return TR_OK;
}

tr_date tr_date_from_day(int32_t day)
{
    int64_t shifted = (int64_t)day + DAYS_TO_1970;
    int64_t era = tr__floor_divide(shifted, DAYS_PER_ERA);
    int64_t day_of_era = shifted - era * DAYS_PER_ERA;
    /* Take the leap days out (1460 = 4 years less one day, 36524 a century), then divide by 365. */
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (year_of_era * 365 + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    return (tr_date){
        .year = (int32_t)(era * 400 + year_of_era + (month >= 10 ? 1 : 0)),
        .month = (int32_t)(month < 10 ? month + 3 : month - 9),
        .day = (int32_t)(day_of_year - (153 * month + 2) / 5 + 1),
    };
}

int32_t tr_time_day(int64_t at_ns)
{
    return (int32_t)tr__floor_divide(at_ns, TR_NS_PER_DAY);
}

int64_t tr_trading_day_open_ns(int64_t at_ns, int32_t offset_minutes)
{
    assert(offset_minutes > -1440 && offset_minutes < 1440);
    /* Seconds, because the offset may carry nanoseconds out of reach. */
    int64_t offset = (int64_t)offset_minutes * 60;
    int64_t local = tr__floor_divide(at_ns, TR_NS_PER_SECOND) + offset;
    return tr__seconds_to_ns(tr__floor_divide(local, 86400) * 86400 - offset);
}

/* ---- RFC 3339 -------------------------------------------------------------------------------- */

/* The number made by exactly `count` digits, or -1. */
static int32_t read_digits(const char *text, size_t count)
{
    int32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

typedef struct stamp {
    tr_date date;
    int32_t hour, minute, second;
    int32_t nanosecond;
    int32_t offset_minutes;
} stamp;

/* Z or ±hh:mm, which must be all that is left. */
static bool read_offset(const char *text, size_t length, stamp *out)
{
    if (length == 1 && (text[0] == 'Z' || text[0] == 'z')) {
        out->offset_minutes = 0;
        return true;
    }
    if (length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return false;
    int32_t hours = read_digits(text + 1, 2);
    int32_t minutes = read_digits(text + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    out->offset_minutes = (hours * 60 + minutes) * (text[0] == '-' ? -1 : 1);
    return true;
}

static bool read_stamp(const char *text, size_t length, stamp *out)
{
    if (length < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') ||
        text[13] != ':' || text[16] != ':')
        return false;
    out->date.year = read_digits(text, 4);
    out->date.month = read_digits(text + 5, 2);
    out->date.day = read_digits(text + 8, 2);
    out->hour = read_digits(text + 11, 2);
    out->minute = read_digits(text + 14, 2);
    out->second = read_digits(text + 17, 2);
    out->nanosecond = 0;
    if (out->date.year < 0 || out->date.month < 0 || out->date.day < 0 || out->hour < 0 ||
        out->minute < 0 || out->second < 0)
        return false;
    size_t at = 19;
    if (text[at] == '.') {
        size_t digits = 0;
        while (at + 1 + digits < length && text[at + 1 + digits] >= '0' &&
               text[at + 1 + digits] <= '9')
            digits++;
        if (digits < 1 || digits > 9)
            return false;
        out->nanosecond = read_digits(text + at + 1, digits);
        for (size_t i = digits; i < 9; i++)
            out->nanosecond *= 10;
        at += 1 + digits;
    }
    return read_offset(text + at, length - at, out);
}

tr_status tr_time_parse(const char *text, size_t length, int64_t *at_ns_out, tr_error *err)
{
    if (text == NULL || at_ns_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "time text and result must be given");
    stamp read;
    if (!read_stamp(text, length, &read))
        return tr__fail(err, TR_E_PARSE, 0,
                        "time is \"%.*s\", must be like 2026-01-31T23:59:59Z or "
                        "2026-01-31T23:59:59.123+07:00",
                        shown(length), text);
    int32_t day;
    if (tr_date_to_day(read.date, &day) != TR_OK)
        return tr__fail(err, TR_E_RANGE, 0, "time is \"%.*s\": there is no such day", shown(length),
                        text);
    if (read.hour > 23 || read.minute > 59 || read.second > 59)
        return tr__fail(err, TR_E_RANGE, 0,
                        "time is \"%.*s\", allowed 00:00:00 to 23:59:59 (no leap second)",
                        shown(length), text);
    int64_t seconds = (int64_t)day * 86400 + read.hour * 3600 + read.minute * 60 + read.second -
                      (int64_t)read.offset_minutes * 60;
    int64_t at_ns;
    if (!tr__time_compose(seconds, read.nanosecond, &at_ns))
        return tr__fail(err, TR_E_RANGE, 0, "time is \"%.*s\", allowed 1677-09-21 to 2262-04-11",
                        shown(length), text);
    *at_ns_out = at_ns;
    return TR_OK;
}

/* `count` digits of `value`, leading zeros included. */
static char *put_digits(char *at, int64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + count;
}

static int exact_digits(int64_t nanosecond)
{
    if (nanosecond == 0)
        return 0;
    if (nanosecond % TR_NS_PER_MS == 0)
        return 3;
    return nanosecond % TR_NS_PER_US == 0 ? 6 : 9;
}

size_t tr_time_format(int64_t at_ns, int digits, char *buffer, size_t size)
{
    if (buffer == NULL || size == 0)
        return 0;
    buffer[0] = '\0';
    int64_t seconds = tr__floor_divide(at_ns, TR_NS_PER_SECOND);
    int64_t nanosecond = at_ns % TR_NS_PER_SECOND;
    if (nanosecond < 0)
        nanosecond += TR_NS_PER_SECOND;
    if (digits == -1)
        digits = exact_digits(nanosecond);
    if (digits != 0 && digits != 3 && digits != 6 && digits != 9)
        return 0;
    int32_t day = (int32_t)tr__floor_divide(seconds, 86400);
    int64_t second_of_day = seconds - (int64_t)day * 86400;
    tr_date date = tr_date_from_day(day);

    char text[TR_TIME_TEXT_SIZE];
    char *at = put_digits(text, date.year, 4);
    *at++ = '-';
    at = put_digits(at, date.month, 2);
    *at++ = '-';
    at = put_digits(at, date.day, 2);
    *at++ = 'T';
    at = put_digits(at, second_of_day / 3600, 2);
    *at++ = ':';
    at = put_digits(at, second_of_day / 60 % 60, 2);
    *at++ = ':';
    at = put_digits(at, second_of_day % 60, 2);
    if (digits > 0) {
        *at++ = '.';
        at = put_digits(at,
                        digits == 3   ? nanosecond / TR_NS_PER_MS
                        : digits == 6 ? nanosecond / TR_NS_PER_US
                                      : nanosecond,
                        digits);
    }
    *at++ = 'Z';
    size_t length = (size_t)(at - text);
    if (length >= size)
        return 0;
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    return length;
}

/* ---- epochs ---------------------------------------------------------------------------------- */

/* Decimals that a unit has before the nanosecond. */
static int unit_digits(tr_epoch_unit unit)
{
    switch (unit) {
    case TR_EPOCH_S:
        return 9;
    case TR_EPOCH_MS:
        return 6;
    case TR_EPOCH_US:
        return 3;
    case TR_EPOCH_NS:
        return 0;
    case TR_EPOCH_AUTO:
        break;
    }
    return -1;
}

static tr_epoch_unit unit_of_magnitude(uint64_t magnitude)
{
    if (magnitude < UINT64_C(100000000000))
        return TR_EPOCH_S;
    if (magnitude < UINT64_C(100000000000000))
        return TR_EPOCH_MS;
    return magnitude < UINT64_C(100000000000000000) ? TR_EPOCH_US : TR_EPOCH_NS;
}

tr_status tr_time_from_epoch(int64_t count, tr_epoch_unit unit, int64_t *at_ns_out)
{
    if (at_ns_out == NULL)
        return TR_E_INVALID;
    if (unit == TR_EPOCH_AUTO)
        unit = unit_of_magnitude(count < 0 ? 0 - (uint64_t)count : (uint64_t)count);
    int digits = unit_digits(unit);
    if (digits < 0)
        return TR_E_INVALID;
    int64_t at_ns = count;
    for (int i = 0; i < digits; i++)
        if (__builtin_mul_overflow(at_ns, 10, &at_ns))
            return TR_E_OVERFLOW;
    *at_ns_out = at_ns;
    return TR_OK;
}

/* Append one digit to a number that has its sign already: the most negative has no positive twin. */
static bool append_digit(int64_t *value, int digit, bool is_negative)
{
    return !__builtin_mul_overflow(*value, 10, value) &&
           !__builtin_add_overflow(*value, is_negative ? -digit : digit, value);
}

tr_status tr_time_parse_epoch(const char *text, size_t length, tr_epoch_unit unit,
                              int64_t *at_ns_out, tr_error *err)
{
    if (text == NULL || at_ns_out == NULL || unit < TR_EPOCH_AUTO || unit > TR_EPOCH_NS)
        return tr__fail(err, TR_E_INVALID, 0, "epoch text, unit and result must be given");
    bool is_negative = length > 0 && text[0] == '-';
    size_t at = is_negative ? 1 : 0;
    size_t whole_start = at;
    int64_t value = 0;
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
        if (!append_digit(&value, text[at] - '0', is_negative))
            return tr__fail(err, TR_E_OVERFLOW, 0, "time is %.*s, beyond the year 2262 in any unit",
                            shown(length), text);
    bool has_whole = at > whole_start;
    bool has_point = at < length && text[at] == '.';
    size_t decimals_start = has_point ? at + 1 : at;
    size_t decimals_end = decimals_start;
    while (has_point && decimals_end < length && text[decimals_end] >= '0' &&
           text[decimals_end] <= '9')
        decimals_end++;
    if (!has_whole || decimals_end != length || (has_point && decimals_end == decimals_start))
        return tr__fail(err, TR_E_PARSE, 0,
                        "time is \"%.*s\", must be an epoch like 1700000000.123", shown(length),
                        text);

    if (unit == TR_EPOCH_AUTO)
        unit = unit_of_magnitude(is_negative ? 0 - (uint64_t)value : (uint64_t)value);
    int digits = unit_digits(unit);
    for (int i = 0; i < digits; i++) {
        size_t decimal_at = decimals_start + (size_t)i;
        int digit = decimal_at < decimals_end ? text[decimal_at] - '0' : 0;
        if (!append_digit(&value, digit, is_negative))
            return tr__fail(err, TR_E_OVERFLOW, 0, "time is %.*s, allowed 1677-09-21 to 2262-04-11",
                            shown(length), text);
    }
    for (size_t i = decimals_start + (size_t)digits; i < decimals_end; i++)
        if (text[i] != '0')
            return tr__fail(err, TR_E_RANGE, 0, "time is %.*s, which is finer than a nanosecond",
                            shown(length), text);
    *at_ns_out = value;
    return TR_OK;
}

tr_status tr_time_parse_any(const char *text, size_t length, int64_t *at_ns_out, tr_error *err)
{
    if (text == NULL || at_ns_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "time text and result must be given");
    /* Only a date has a dash or a letter behind its first character. */
    for (size_t i = 1; i < length; i++)
        if (text[i] == '-' || text[i] == ':')
            return tr_time_parse(text, length, at_ns_out, err);
    return tr_time_parse_epoch(text, length, TR_EPOCH_AUTO, at_ns_out, err);
}

/* ---- durations ------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int64_t ns;
} duration_units[] = {
    { "w", 7 * TR_NS_PER_DAY }, { "d", TR_NS_PER_DAY },
    { "h", TR_NS_PER_HOUR },    { "m", TR_NS_PER_MINUTE },
    { "s", TR_NS_PER_SECOND },  { "ms", TR_NS_PER_MS },
    { "us", TR_NS_PER_US },     { "ns", 1 },
};
#define DURATION_UNIT_COUNT (sizeof duration_units / sizeof duration_units[0])

tr_status tr_duration_parse(const char *text, size_t length, int64_t *duration_ns_out,
                            tr_error *err)
{
    if (text == NULL || duration_ns_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "duration text and result must be given");
    size_t at = 0;
    int64_t value = 0;
    bool fits = true;
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
        fits = fits && append_digit(&value, text[at] - '0', false);
    for (size_t i = 0; at > 0 && i < DURATION_UNIT_COUNT; i++) {
        size_t name_length = strlen(duration_units[i].name);
        if (length - at != name_length ||
            memcmp(text + at, duration_units[i].name, name_length) != 0)
            continue;
        if (!fits || __builtin_mul_overflow(value, duration_units[i].ns, &value))
            return tr__fail(err, TR_E_OVERFLOW, 0, "duration is %.*s, allowed below 292 years",
                            shown(length), text);
        *duration_ns_out = value;
        return TR_OK;
    }
    return tr__fail(err, TR_E_PARSE, 0,
                    "duration is \"%.*s\", must be a whole number and one of ns us ms s m h d w",
                    shown(length), text);
}

size_t tr_duration_format(int64_t duration_ns, char *buffer, size_t size)
{
    if (buffer == NULL || size == 0)
        return 0;
    buffer[0] = '\0';
    if (duration_ns < 0)
        return 0;
    size_t unit = 0;
    while (duration_ns % duration_units[unit].ns != 0)
        unit++;
    if (duration_ns == 0)
        unit = 4; /* "0s" reads better than "0w" */
    return tr__number_and_suffix(duration_ns / duration_units[unit].ns, duration_units[unit].name,
                                 buffer, size);
}
