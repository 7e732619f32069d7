/*
 * series.c: bars of one timeframe, held by columns.
 *
 * Columns, because indicators read one field of many bars: a contiguous column goes straight into their
 * loops, where an array of structs would have to be copied apart first. The closed flag needs no column:
 * only the last bar may form.
 */
#include <trade/bar.h>

#include <assert.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "core/time_range.h"

#define FIELD_COUNT    5
#define CAPACITY_FIRST 64
#define BAR_SIZE       (sizeof(int64_t) + FIELD_COUNT * sizeof(double))

struct tr_series {
    const tr_allocator *allocator;
    tr_timeframe timeframe;
    size_t bar_count;
    size_t bar_count_max;
    size_t capacity;
    bool is_last_closed;
    int64_t *open_times; /* the start of the one block that all columns are parts of */
    double *columns[FIELD_COUNT];
};

static_assert(sizeof(int64_t) == sizeof(double), "columns of one block stay aligned");

/* A bigger block with the old columns in it; one block, so that growth succeeds or fails as a whole. */
static tr_status grow(tr_series *series, size_t capacity)
{
    assert(capacity > series->bar_count);
    if (capacity > SIZE_MAX / BAR_SIZE)
        return TR_E_NO_MEMORY;
    int64_t *block = tr__allocate(series->allocator, capacity * BAR_SIZE);
    if (block == NULL)
        return TR_E_NO_MEMORY;
    double *columns = (double *)(void *)(block + capacity);
    if (series->bar_count > 0)
        memcpy(block, series->open_times, series->bar_count * sizeof *block);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (series->bar_count > 0)
            memcpy(columns + i * capacity, series->columns[i], series->bar_count * sizeof *columns);
        series->columns[i] = columns + i * capacity;
    }
    tr__release(series->allocator, series->open_times);
    series->open_times = block;
    series->capacity = capacity;
    return TR_OK;
}

tr_status tr_series_new(const tr_series_options *options, tr_series **out, tr_error *err)
{
    if (options == NULL || out == NULL || options->struct_size < sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "series options and result must be given");
    tr_timeframe timeframe;
    if (tr_timeframe_normalise(options->timeframe, &timeframe) != TR_OK)
        return tr__fail(err, TR_E_INVALID, 0, "series: not a timeframe");
    if (options->bar_count_max == 0)
        return tr__fail(err, TR_E_INVALID, 0, "series: bar_count_max is 0, allowed from 1");
    tr_series *series = tr__allocate_zeroed(options->allocator, 1, sizeof *series);
    if (series == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "series: no memory");
    series->allocator = options->allocator;
    series->timeframe = timeframe;
    series->bar_count_max = options->bar_count_max;
    series->is_last_closed = true;
    size_t capacity =
        CAPACITY_FIRST < options->bar_count_max ? CAPACITY_FIRST : options->bar_count_max;
    if (grow(series, capacity) != TR_OK) {
        tr_series_free(series);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "series: no memory");
    }
    *out = series;
    return TR_OK;
}

void tr_series_free(tr_series *series)
{
    if (series == NULL)
        return;
    tr__release(series->allocator, series->open_times);
    tr__release(series->allocator, series);
}

static void store(tr_series *series, size_t index, const tr_bar *bar)
{
    assert(index < series->capacity);
    series->open_times[index] = bar->open_ns;
    series->columns[TR_BAR_OPEN][index] = bar->open;
    series->columns[TR_BAR_HIGH][index] = bar->high;
    series->columns[TR_BAR_LOW][index] = bar->low;
    series->columns[TR_BAR_CLOSE][index] = bar->close;
    series->columns[TR_BAR_VOLUME][index] = bar->volume;
    series->is_last_closed = bar->is_closed;
}

static tr_status fail_at(tr_error *err, tr_status status, int64_t open_ns, const char *reason)
{
    char text[TR_TIME_TEXT_SIZE];
    tr_time_format(open_ns, -1, text, sizeof text);
    return tr__fail(err, status, 0, "bar of %s: %s", text, reason);
}

tr_status tr_series_push(tr_series *series, const tr_bar *bar, tr_error *err)
{
    if (series == NULL || bar == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "series and bar must be given");
    tr_status status = tr_bar_check(bar, err);
    if (status != TR_OK)
        return status;
    if (tr_timeframe_open_ns(series->timeframe, bar->open_ns) != bar->open_ns)
        return fail_at(err, TR_E_RANGE, bar->open_ns, "no bar of this timeframe opens then");
    if (series->bar_count > 0) {
        int64_t last_ns = series->open_times[series->bar_count - 1];
        if (bar->open_ns < last_ns)
            return fail_at(err, TR_E_CONFLICT, bar->open_ns, "opens before the last bar");
        if (bar->open_ns == last_ns && series->is_last_closed)
            return fail_at(err, TR_E_EXISTS, bar->open_ns, "is there already, closed");
        if (bar->open_ns == last_ns) {
            store(series, series->bar_count - 1, bar);
            return TR_OK;
        }
    }
    if (series->bar_count == series->bar_count_max)
        return tr__fail(err, TR_E_FULL, 0, "series: %zu bars, the stated maximum",
                        series->bar_count);
    if (series->bar_count == series->capacity) {
        size_t room = series->bar_count_max - series->capacity;
        status =
            grow(series, series->capacity + (series->capacity < room ? series->capacity : room));
        if (status != TR_OK)
            return tr__fail(err, status, 0, "series: no memory for more than %zu bars",
                            series->bar_count);
    }
    store(series, series->bar_count, bar);
    series->bar_count++;
    return TR_OK;
}

size_t tr_series_count(const tr_series *series)
{
    return series != NULL ? series->bar_count : 0;
}

tr_timeframe tr_series_timeframe(const tr_series *series)
{
    assert(series != NULL);
    return series->timeframe;
}

tr_status tr_series_get(const tr_series *series, size_t bar_index, tr_bar *out)
{
    if (series == NULL || out == NULL)
        return TR_E_INVALID;
    if (bar_index >= series->bar_count)
        return TR_E_RANGE;
    *out = (tr_bar){
        .open_ns = series->open_times[bar_index],
        .open = series->columns[TR_BAR_OPEN][bar_index],
        .high = series->columns[TR_BAR_HIGH][bar_index],
        .low = series->columns[TR_BAR_LOW][bar_index],
        .close = series->columns[TR_BAR_CLOSE][bar_index],
        .volume = series->columns[TR_BAR_VOLUME][bar_index],
        .is_closed = series->is_last_closed || bar_index + 1 < series->bar_count,
    };
    return TR_OK;
}

const double *tr_series_column(const tr_series *series, tr_bar_field field)
{
    return series != NULL && (unsigned)field < FIELD_COUNT ? series->columns[field] : NULL;
}

const int64_t *tr_series_open_times(const tr_series *series)
{
    return series != NULL ? series->open_times : NULL;
}

size_t tr_series_find(const tr_series *series, int64_t at_ns)
{
    size_t low = 0;
    size_t high = tr_series_count(series);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (series->open_times[middle] < at_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many bars of the timeframe open in [from, until), both opens themselves. */
static int64_t count_opens(tr_timeframe timeframe, int64_t from_ns, int64_t until_ns)
{
    if (timeframe.unit == TR_TIMEFRAME_MONTH) {
        tr_date from = tr_date_from_day(tr_time_day(from_ns));
        tr_date until = tr_date_from_day(tr_time_day(until_ns));
        return ((int64_t)(until.year - from.year) * 12 + until.month - from.month) /
               timeframe.count;
    }
    /* In seconds, because a long timeframe's nanoseconds may not fit. */
    static const int64_t unit_seconds[] = { 1, 60, 3600, 86400, 7 * 86400 };
    int64_t length = timeframe.count * unit_seconds[timeframe.unit];
    int64_t from = tr__floor_divide(from_ns, TR_NS_PER_SECOND);
    int64_t until = tr__floor_divide(until_ns, TR_NS_PER_SECOND);
    if (length >= 86400)
        return (until - from) / length;
    /* Every day has equally many bars, its last one perhaps short. */
    int64_t a_day = (86400 + length - 1) / length;
    int64_t from_day = tr__floor_divide(from, 86400);
    int64_t until_day = tr__floor_divide(until, 86400);
    return (until_day - from_day) * a_day + (until - until_day * 86400) / length -
           (from - from_day * 86400) / length;
}

bool tr_series_find_gap(const tr_series *series, size_t bar_index, tr_gap *out)
{
    if (series == NULL || out == NULL)
        return false;
    for (size_t i = bar_index; i + 1 < series->bar_count; i++) {
        int64_t next_ns = tr_timeframe_next_open_ns(series->timeframe, series->open_times[i]);
        if (next_ns == series->open_times[i + 1])
            continue;
        *out = (tr_gap){
            .bar_index = i + 1,
            .from_ns = next_ns,
            .until_ns = series->open_times[i + 1],
            .missing_count = count_opens(series->timeframe, next_ns, series->open_times[i + 1]),
        };
        return true;
    }
    return false;
}

tr_status tr_series_check(const tr_series *series, tr_error *err)
{
    if (series == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a series must be given");
    for (size_t i = 0; i < series->bar_count; i++) {
        tr_bar bar;
        tr_error reason = { .message = "" };
        (void)tr_series_get(series, i, &bar); /* the index is in range */
        if (tr_bar_check(&bar, &reason) != TR_OK)
            return tr__fail(err, TR_E_CORRUPT, 0, "%s", reason.message);
        if (tr_timeframe_open_ns(series->timeframe, bar.open_ns) != bar.open_ns)
            return fail_at(err, TR_E_CORRUPT, bar.open_ns, "no bar of this timeframe opens then");
        if (i > 0 && bar.open_ns <= series->open_times[i - 1])
            return fail_at(err, TR_E_CORRUPT, bar.open_ns, "does not open after the bar before");
    }
    return TR_OK;
}
