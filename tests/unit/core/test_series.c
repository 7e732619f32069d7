/* Series: order, replacement of the forming bar, growth, gaps, search, and memory that runs out. */
#include <stdlib.h>
#include <string.h>

#include <trade/bar.h>

#include "support/check_tap.h"

static tr_bar bar_at(int64_t minute, double close, bool is_closed)
{
    return (tr_bar){ minute * TR_NS_PER_MINUTE, close, close, close, close, 1, is_closed };
}

static tr_series *series_of(tr_timeframe timeframe)
{
    tr_series_options options = TR_SERIES_OPTIONS_INIT;
    options.timeframe = timeframe;
    tr_series *series = NULL;
    ck_assert_int_eq(tr_series_new(&options, &series, NULL), TR_OK);
    return series;
}

static tr_series *minutes(void)
{
    return series_of((tr_timeframe){ 1, TR_TIMEFRAME_MINUTE });
}

static tr_status push(tr_series *series, tr_bar bar)
{
    tr_status status = tr_series_push(series, &bar, NULL);
    ck_assert_int_eq(tr_series_check(series, NULL), TR_OK);
    return status;
}

START_TEST(columns_hold_what_was_pushed)
{
    tr_series *series = minutes();
    ck_assert_ptr_nonnull(tr_series_column(series, TR_BAR_CLOSE));
    for (int i = 0; i < 1000; i++) {
        tr_bar bar = { i * TR_NS_PER_MINUTE, i + 0.25, i + 2.0, i - 1.0, i + 0.5, i, true };
        ck_assert_int_eq(tr_series_push(series, &bar, NULL), TR_OK);
    }
    ck_assert_uint_eq(tr_series_count(series), 1000);
    ck_assert_int_eq(tr_series_check(series, NULL), TR_OK);
    for (size_t i = 0; i < 1000; i++) {
        ck_assert_int_eq(tr_series_open_times(series)[i], (int64_t)i * TR_NS_PER_MINUTE);
        ck_assert(tr_series_column(series, TR_BAR_OPEN)[i] == (double)i + 0.25);
        ck_assert(tr_series_column(series, TR_BAR_HIGH)[i] == (double)i + 2);
        ck_assert(tr_series_column(series, TR_BAR_LOW)[i] == (double)i - 1);
        ck_assert(tr_series_column(series, TR_BAR_CLOSE)[i] == (double)i + 0.5);
        ck_assert(tr_series_column(series, TR_BAR_VOLUME)[i] == (double)i);
        tr_bar bar;
        ck_assert_int_eq(tr_series_get(series, i, &bar), TR_OK);
        ck_assert(bar.close == (double)i + 0.5 && bar.is_closed);
    }
    tr_bar bar;
    ck_assert_int_eq(tr_series_get(series, 1000, &bar), TR_E_RANGE);
    ck_assert_ptr_null(tr_series_column(series, (tr_bar_field)5));
    ck_assert_int_eq(tr_series_timeframe(series).count, 1);
    tr_series_free(series);
    tr_series_free(NULL);
}
END_TEST

START_TEST(only_the_forming_last_bar_is_replaced)
{
    tr_series *series = minutes();
    tr_bar bar;
    ck_assert_int_eq(push(series, bar_at(1, 10, false)), TR_OK);
    ck_assert_int_eq(push(series, bar_at(1, 11, false)), TR_OK);
    ck_assert_int_eq(tr_series_get(series, 0, &bar), TR_OK);
    ck_assert(bar.close == 11 && !bar.is_closed);
    ck_assert_int_eq(push(series, bar_at(1, 12, true)), TR_OK);
    ck_assert_int_eq(push(series, bar_at(1, 13, true)), TR_E_EXISTS);
    ck_assert_int_eq(push(series, bar_at(0, 13, true)), TR_E_CONFLICT);
    ck_assert_int_eq(push(series, bar_at(2, 13, false)), TR_OK);
    ck_assert_int_eq(push(series, bar_at(3, 14, false)), TR_OK);
    ck_assert_int_eq(tr_series_get(series, 1, &bar), TR_OK);
    ck_assert(bar.is_closed);
    ck_assert_uint_eq(tr_series_count(series), 3);
    ck_assert(tr_series_column(series, TR_BAR_CLOSE)[0] == 12);
    tr_series_free(series);
}
END_TEST

START_TEST(bars_off_the_grid_and_unsound_bars_are_refused)
{
    tr_series *series = minutes();
    tr_error err;
    tr_bar bar = bar_at(1, 10, true);
    bar.open_ns++;
    ck_assert_int_eq(tr_series_push(series, &bar, &err), TR_E_RANGE);
    ck_assert_str_eq(err.message,
                     "bar of 1970-01-01T00:01:00.000000001Z: no bar of this timeframe opens then");
    bar = bar_at(1, 10, true);
    bar.high = 9;
    ck_assert_int_eq(tr_series_push(series, &bar, NULL), TR_E_RANGE);
    ck_assert_uint_eq(tr_series_count(series), 0);
    ck_assert_int_eq(tr_series_push(NULL, &bar, NULL), TR_E_INVALID);
    tr_series_free(series);
}
END_TEST

START_TEST(maximum_is_kept)
{
    tr_series_options options = TR_SERIES_OPTIONS_INIT;
    options.bar_count_max = 100;
    tr_series *series = NULL;
    ck_assert_int_eq(tr_series_new(&options, &series, NULL), TR_OK);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(push(series, bar_at(i, 1, i < 99)), TR_OK);
    ck_assert_int_eq(push(series, bar_at(100, 1, true)), TR_E_FULL);
    ck_assert_int_eq(push(series, bar_at(99, 2, true)), TR_OK);
    ck_assert_uint_eq(tr_series_count(series), 100);
    tr_series_free(series);
    options.bar_count_max = 0;
    ck_assert_int_eq(tr_series_new(&options, &series, NULL), TR_E_INVALID);
    options = (tr_series_options)TR_SERIES_OPTIONS_INIT;
    options.timeframe.count = 0;
    ck_assert_int_eq(tr_series_new(&options, &series, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_series_new(NULL, &series, NULL), TR_E_INVALID);
}
END_TEST

START_TEST(gaps_are_found_and_counted)
{
    tr_series *series = minutes();
    const int64_t at[] = { 0, 1, 2, 5, 6, 10 };
    for (size_t i = 0; i < 6; i++)
        ck_assert_int_eq(push(series, bar_at(at[i], 1, true)), TR_OK);
    tr_gap gap;
    ck_assert(tr_series_find_gap(series, 0, &gap));
    ck_assert(gap.bar_index == 3 && gap.missing_count == 2 && gap.from_ns == 3 * TR_NS_PER_MINUTE &&
              gap.until_ns == 5 * TR_NS_PER_MINUTE);
    ck_assert(tr_series_find_gap(series, gap.bar_index, &gap));
    ck_assert(gap.bar_index == 5 && gap.missing_count == 3);
    ck_assert(!tr_series_find_gap(series, gap.bar_index, &gap));
    ck_assert(!tr_series_find_gap(series, 99, &gap));
    tr_series_free(series);
}
END_TEST

START_TEST(missing_bars_are_counted_in_every_unit)
{
    static const char *const frames[] = { "7s", "1m", "75m", "1h", "7h", "1d",
                                          "3d", "1w", "2w",  "1M", "3M", "5M" };
    for (size_t f = 0; f < sizeof frames / sizeof frames[0]; f++) {
        tr_timeframe timeframe;
        ck_assert_int_eq(tr_timeframe_parse(frames[f], strlen(frames[f]), &timeframe, NULL), TR_OK);
        for (int64_t missing = 1; missing <= 40; missing += 13) {
            tr_series *series = series_of(timeframe);
            int64_t open_ns = tr_timeframe_open_ns(timeframe, -3 * TR_NS_PER_HOUR);
            tr_bar bar = { open_ns, 1, 1, 1, 1, 1, true };
            ck_assert_int_eq(push(series, bar), TR_OK);
            for (int64_t i = 0; i <= missing; i++)
                bar.open_ns = tr_timeframe_next_open_ns(timeframe, bar.open_ns);
            ck_assert_int_eq(push(series, bar), TR_OK);
            tr_gap gap;
            ck_assert(tr_series_find_gap(series, 0, &gap));
            ck_assert_msg(gap.missing_count == missing, "%s: %lld, not %lld", frames[f],
                          (long long)gap.missing_count, (long long)missing);
            tr_series_free(series);
        }
    }
}
END_TEST

START_TEST(search_finds_the_first_bar_at_or_after)
{
    tr_series *series = minutes();
    ck_assert_uint_eq(tr_series_find(series, 0), 0);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(push(series, bar_at(i * 2, 1, true)), TR_OK);
    ck_assert_uint_eq(tr_series_find(series, INT64_MIN), 0);
    ck_assert_uint_eq(tr_series_find(series, 4 * TR_NS_PER_MINUTE), 2);
    ck_assert_uint_eq(tr_series_find(series, 4 * TR_NS_PER_MINUTE + 1), 3);
    ck_assert_uint_eq(tr_series_find(series, INT64_MAX), 10);
    tr_series_free(series);
}
END_TEST

/* Gives memory `left` times, then no more. */
typedef struct scarce {
    int left;
    int held;
} scarce;

static void *scarce_allocate(void *user, size_t size)
{
    scarce *memory = user;
    if (memory->left == 0)
        return NULL;
    memory->left--;
    memory->held++;
    return malloc(size);
}

static void *scarce_reallocate(void *user, void *old, size_t old_size, size_t new_size)
{
    (void)old_size;
    scarce *memory = user;
    if (memory->left == 0)
        return NULL;
    memory->left--;
    memory->held += old == NULL;
    return realloc(old, new_size);
}

static void scarce_release(void *user, void *old)
{
    scarce *memory = user;
    memory->held -= old != NULL;
    free(old);
}

START_TEST(each_failed_allocation_leaves_the_series_whole)
{
    for (int n = 0; n < 8; n++) {
        scarce memory = { .left = n };
        tr_allocator allocator = { scarce_allocate, scarce_reallocate, scarce_release, &memory };
        tr_series_options options = TR_SERIES_OPTIONS_INIT;
        options.allocator = &allocator;
        tr_series *series = NULL;
        tr_status status = tr_series_new(&options, &series, NULL);
        ck_assert_int_eq(status, n < 2 ? TR_E_NO_MEMORY : TR_OK);
        int pushed = 0;
        while (status == TR_OK) {
            tr_bar bar = bar_at(pushed, 1, true);
            status = tr_series_push(series, &bar, NULL);
            pushed += status == TR_OK;
        }
        ck_assert_int_eq(status, TR_E_NO_MEMORY);
        ck_assert_uint_eq(tr_series_count(series), (size_t)pushed);
        if (series != NULL)
            ck_assert_int_eq(tr_series_check(series, NULL), TR_OK);
        tr_series_free(series);
        ck_assert_int_eq(memory.held, 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("series");
    TCase *tests = tcase_create("series");
    tcase_add_test(tests, columns_hold_what_was_pushed);
    tcase_add_test(tests, only_the_forming_last_bar_is_replaced);
    tcase_add_test(tests, bars_off_the_grid_and_unsound_bars_are_refused);
    tcase_add_test(tests, maximum_is_kept);
    tcase_add_test(tests, gaps_are_found_and_counted);
    tcase_add_test(tests, missing_bars_are_counted_in_every_unit);
    tcase_add_test(tests, search_finds_the_first_bar_at_or_after);
    tcase_add_test(tests, each_failed_allocation_leaves_the_series_whole);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
