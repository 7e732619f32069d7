/* timeframe.c: lengths of bars as text, and where the bars begin and end. */
#include <trade/time.h>

#include <assert.h>

#include "core/fail.h"
#include "core/time_range.h"

#define COUNT_MAX      100000
#define SECONDS_A_DAY  86400
#define FIRST_MONDAY   4 /* 1970-01-05, in days since 1970-01-01 */
#define TEXT_SHOWN_MAX 24

/* Indexed by tr_timeframe_unit. Months have no fixed length. */
static const int64_t unit_seconds[] = { 1, 60, 3600, SECONDS_A_DAY, 7 * SECONDS_A_DAY, 0 };
static const char unit_letters[] = "smhdwM";

static bool is_intraday(tr_timeframe timeframe)
{
    return timeframe.unit <= TR_TIMEFRAME_HOUR;
}

static int64_t length_seconds(tr_timeframe timeframe)
{
    return timeframe.count * unit_seconds[timeframe.unit];
}

static bool is_valid(tr_timeframe timeframe)
{
    if (timeframe.count < 1 || timeframe.count > COUNT_MAX ||
        (unsigned)timeframe.unit > TR_TIMEFRAME_MONTH)
        return false;
    if (!is_intraday(timeframe))
        return true;
    int64_t seconds = length_seconds(timeframe);
    return seconds <= SECONDS_A_DAY || seconds % SECONDS_A_DAY == 0;
}

tr_status tr_timeframe_normalise(tr_timeframe timeframe, tr_timeframe *out)
{
    if (out == NULL)
        return TR_E_INVALID;
    if (!is_valid(timeframe))
        return TR_E_RANGE;
    while (is_intraday(timeframe)) {
        int32_t to_next = timeframe.unit == TR_TIMEFRAME_HOUR ? 24 : 60;
        if (timeframe.count % to_next != 0)
            break;
        timeframe.count /= to_next;
        timeframe.unit = (tr_timeframe_unit)(timeframe.unit + 1);
    }
    *out = timeframe;
    return TR_OK;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* Digits from *at on; false when there is none. A count that is too large stays too large. */
static bool read_count(const char *text, size_t length, size_t *at, int32_t *count)
{
    size_t start = *at;
    int32_t value = 0;
    for (; *at < length && text[*at] >= '0' && text[*at] <= '9'; (*at)++)
        if (value <= COUNT_MAX)
            value = value * 10 + (text[*at] - '0');
    *count = value;
    return *at > start;
}

/* The unit that a letter behind the count names: only m and M differ by case. */
static bool unit_behind(char letter, tr_timeframe_unit *unit)
{
    switch (letter) {
    case 's':
    case 'S': *unit = TR_TIMEFRAME_SECOND; return true;
    case 'm': *unit = TR_TIMEFRAME_MINUTE; return true;
    case 'h':
    case 'H': *unit = TR_TIMEFRAME_HOUR; return true;
    case 'd':
    case 'D': *unit = TR_TIMEFRAME_DAY; return true;
    case 'w':
    case 'W': *unit = TR_TIMEFRAME_WEEK; return true;
    case 'M': *unit = TR_TIMEFRAME_MONTH; return true;
    default: return false;
    }
}

/* MetaTrader's letters, before the count; how many were read, 0 for none. */
static size_t unit_in_front(const char *text, size_t length, tr_timeframe_unit *unit)
{
    if (length > 2 && text[0] == 'M' && text[1] == 'N') {
        *unit = TR_TIMEFRAME_MONTH;
        return 2;
    }
    switch (text[0]) {
    case 'M': *unit = TR_TIMEFRAME_MINUTE; return 1;
    case 'H': *unit = TR_TIMEFRAME_HOUR; return 1;
    case 'D': *unit = TR_TIMEFRAME_DAY; return 1;
    case 'W': *unit = TR_TIMEFRAME_WEEK; return 1;
    default: return 0;
    }
}

static bool read_timeframe(const char *text, size_t length, tr_timeframe *out)
{
    if (length == 0)
        return false;
    size_t at = 0;
    if (read_count(text, length, &at, &out->count)) {
        if (at == length) {
            out->unit = TR_TIMEFRAME_MINUTE;
            return true;
        }
        return at + 1 == length && unit_behind(text[at], &out->unit);
    }
    if (length == 1) {
        /* TradingView leaves the 1 of 1S, 1D, 1W and 1M out; it has no "H" or "m". */
        out->count = 1;
        return (text[0] == 'S' || text[0] == 'D' || text[0] == 'W' || text[0] == 'M') &&
               unit_behind(text[0], &out->unit);
    }
    at = unit_in_front(text, length, &out->unit);
    return at > 0 && read_count(text, length, &at, &out->count) && at == length;
}

tr_status tr_timeframe_parse(const char *text, size_t length, tr_timeframe *out, tr_error *err)
{
    if (text == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "timeframe text and result must be given");
    int shown = length < TEXT_SHOWN_MAX ? (int)length : TEXT_SHOWN_MAX;
    tr_timeframe read;
    if (!read_timeframe(text, length, &read))
        return tr__fail(err, TR_E_PARSE, 0,
                        "timeframe is \"%.*s\", must be like 15s, 75m, 4h, 1d, 1w, 1M, 60, D, M12 or "
                        "MN1",
                        shown, text);
    if (tr_timeframe_normalise(read, out) != TR_OK)
        return tr__fail(err, TR_E_RANGE, 0,
                        "timeframe is \"%.*s\", allowed are counts from 1 to %d, and seconds, minutes "
                        "and hours of at most a day or of whole days",
                        shown, text, COUNT_MAX);
    return TR_OK;
}

size_t tr_timeframe_format(tr_timeframe timeframe, char *buffer, size_t size)
{
    if (buffer == NULL || size == 0)
        return 0;
    buffer[0] = '\0';
    if (!is_valid(timeframe))
        return 0;
    const char suffix[2] = { unit_letters[timeframe.unit], '\0' };
    return tr__number_and_suffix(timeframe.count, suffix, buffer, size);
}

/* ---- bars ------------------------------------------------------------------------------------ */

/* Months since January 1970 of the month that a day lies in. */
static int64_t month_of_day(int32_t day)
{
    tr_date date = tr_date_from_day(day);
    return (int64_t)(date.year - 1970) * 12 + date.month - 1;
}

static int64_t month_open_second(int64_t month)
{
    int64_t year = tr__floor_divide(month, 12);
    tr_date first = { .year = (int32_t)(1970 + year), .month = (int32_t)(month - year * 12) + 1,
                      .day = 1 };
    int32_t day;
    tr_status status = tr_date_to_day(first, &day);
    assert(status == TR_OK);
    return (int64_t)day * SECONDS_A_DAY;
}

/* Open of the bar that holds second `at`, or of the one after it, in seconds. */
static int64_t open_second(tr_timeframe timeframe, int64_t at, bool is_next)
{
    assert(is_valid(timeframe));
    int64_t step = is_next ? 1 : 0;
    if (timeframe.unit == TR_TIMEFRAME_MONTH) {
        int64_t month = month_of_day((int32_t)tr__floor_divide(at, SECONDS_A_DAY));
        return month_open_second((tr__floor_divide(month, timeframe.count) + step) *
                                 timeframe.count);
    }
    int64_t seconds = length_seconds(timeframe);
    int64_t origin = 0;
    int64_t end = INT64_MAX;
    if (timeframe.unit == TR_TIMEFRAME_WEEK) {
        origin = FIRST_MONDAY * SECONDS_A_DAY;
    } else if (seconds < SECONDS_A_DAY) {
        origin = tr__floor_divide(at, SECONDS_A_DAY) * SECONDS_A_DAY;
        end = origin + SECONDS_A_DAY; /* the day's last bar ends with the day */
    }
    int64_t open = origin + (tr__floor_divide(at - origin, seconds) + step) * seconds;
    return open < end ? open : end;
}

int64_t tr_timeframe_open_ns(tr_timeframe timeframe, int64_t at_ns)
{
    return tr__seconds_to_ns(
        open_second(timeframe, tr__floor_divide(at_ns, TR_NS_PER_SECOND), false));
}

int64_t tr_timeframe_next_open_ns(tr_timeframe timeframe, int64_t at_ns)
{
    return tr__seconds_to_ns(
        open_second(timeframe, tr__floor_divide(at_ns, TR_NS_PER_SECOND), true));
}

bool tr_timeframe_contains(tr_timeframe coarse, tr_timeframe fine)
{
    if (!is_valid(coarse) || !is_valid(fine))
        return false;
    if (fine.unit == TR_TIMEFRAME_MONTH || coarse.unit == TR_TIMEFRAME_MONTH) {
        if (fine.unit == coarse.unit)
            return coarse.count % fine.count == 0;
        return fine.unit <= TR_TIMEFRAME_DAY && length_seconds(fine) <= SECONDS_A_DAY;
    }
    int64_t coarse_seconds = length_seconds(coarse);
    int64_t fine_seconds = length_seconds(fine);
    if (fine_seconds < SECONDS_A_DAY && coarse_seconds >= SECONDS_A_DAY)
        return true; /* both restart at midnight */
    if (coarse_seconds % fine_seconds != 0)
        return false;
    /* Weeks and days count from different days. */
    bool has_one_origin = (coarse.unit == TR_TIMEFRAME_WEEK) == (fine.unit == TR_TIMEFRAME_WEEK);
    return has_one_origin || FIRST_MONDAY * SECONDS_A_DAY % fine_seconds == 0;
}
