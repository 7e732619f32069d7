/* The real candles beside a checkout: read, written and read again; minutes regrouped by plain arithmetic. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/bar.h>

#include "support/check_tap.h"
#include "support/ohlcv.h"

static const struct {
    const char *file;
    size_t bar_count;
    bool has_padded_numbers; /* "74.20" */
} files[] = {
    { "btcusd_1m.csv", 12423, false }, { "candles_synth.csv", 6336, true },
    { "ethusd_1m.csv", 5329, false },  { "eurusd_1h.csv", 20000, false },
    { "msft_daily.csv", 7605, false }, { "spy_daily.csv", 5849, false },
};
#define FILE_COUNT (sizeof files / sizeof files[0])

typedef struct bars {
    tr_bar *list;
    size_t count;
} bars;

static tr_status receive(void *user, const tr_bar *bar)
{
    bars *to = user;
    if (to->count % 1024 == 0)
        to->list = realloc(to->list, (to->count + 1024) * sizeof *to->list);
    ck_assert_ptr_nonnull(to->list);
    to->list[to->count++] = *bar;
    return TR_OK;
}

static bars read_bars(const char *text, size_t size, size_t chunk)
{
    bars read = { 0 };
    tr_bar_csv_reader *reader = NULL;
    tr_error err;
    ck_assert_int_eq(tr_bar_csv_reader_new(NULL, receive, &read, &reader, &err), TR_OK);
    for (size_t at = 0; at < size; at += chunk) {
        size_t part = size - at < chunk ? size - at : chunk;
        ck_assert_msg(tr_bar_csv_feed(reader, text + at, part, at + part == size, &err) == TR_OK,
                      "%s", err.message);
    }
    tr_bar_csv_reader_free(reader);
    return read;
}

static bars read_file(size_t index, char **text_out, size_t *size_out)
{
    *text_out = ohlcv_read(files[index].file, size_out);
    ck_assert_msg(*text_out != NULL, "%s is missing", files[index].file);
    bars read = read_bars(*text_out, *size_out, 4096);
    ck_assert_msg(read.count == files[index].bar_count, "%s: %zu bars", files[index].file,
                  read.count);
    return read;
}

START_TEST(every_number_is_the_one_that_strtod_reads)
{
    for (size_t f = 0; f < FILE_COUNT; f++) {
        char *text;
        size_t size;
        bars read = read_file(f, &text, &size);
        const char *at = strchr(text, '\n') + 1;
        for (size_t i = 0; i < read.count; i++) {
            const double have[] = { read.list[i].open, read.list[i].high, read.list[i].low,
                                    read.list[i].close, read.list[i].volume };
            at = strchr(at, ',');
            for (size_t n = 0; n < 5; n++) {
                char *end;
                double want = strtod(at + 1, &end);
                ck_assert_msg(want == have[n], "%s, bar %zu", files[f].file, i);
                at = end;
            }
        }
        free(read.list);
        free(text);
    }
}
END_TEST

START_TEST(files_are_written_back_and_read_the_same)
{
    for (size_t f = 0; f < FILE_COUNT; f++) {
        char *text;
        size_t size;
        bars read = read_file(f, &text, &size);
        char *written = malloc(sizeof TR_BAR_CSV_HEADER + read.count * TR_BAR_CSV_LINE_SIZE);
        ck_assert_ptr_nonnull(written);
        size_t length = strlen(TR_BAR_CSV_HEADER);
        memcpy(written, TR_BAR_CSV_HEADER, length);
        for (size_t i = 0; i < read.count; i++) {
            size_t added = tr_bar_csv_format(&read.list[i], written + length, TR_BAR_CSV_LINE_SIZE);
            ck_assert_uint_gt(added, 0);
            length += added;
        }
        bars again = read_bars(written, length, 777);
        ck_assert_uint_eq(again.count, read.count);
        for (size_t i = 0; i < read.count; i++)
            ck_assert(again.list[i].open_ns == read.list[i].open_ns &&
                      again.list[i].open == read.list[i].open &&
                      again.list[i].high == read.list[i].high &&
                      again.list[i].low == read.list[i].low &&
                      again.list[i].close == read.list[i].close &&
                      again.list[i].volume == read.list[i].volume);
        /* The others write their numbers shortest as well, so that the very bytes come back. */
        if (!files[f].has_padded_numbers)
            ck_assert_msg(length == size && memcmp(written, text, size) == 0, "%s: other bytes",
                          files[f].file);
        free(written);
        free(again.list);
        free(read.list);
        free(text);
    }
}
END_TEST

START_TEST(minutes_make_the_bars_that_plain_arithmetic_makes)
{
    static const struct {
        const char *timeframe;
        int64_t minutes;
    } targets[] = { { "5m", 5 }, { "75m", 75 }, { "1h", 60 }, { "1d", 1440 } };
    char *text;
    size_t size;
    bars source = read_file(0, &text, &size);
    for (size_t t = 0; t < sizeof targets / sizeof targets[0]; t++) {
        tr_resampler_options options = TR_RESAMPLER_OPTIONS_INIT;
        ck_assert_int_eq(tr_timeframe_parse(targets[t].timeframe, strlen(targets[t].timeframe),
                                            &options.target, NULL),
                         TR_OK);
        bars made = { 0 };
        tr_resampler *resampler = NULL;
        ck_assert_int_eq(tr_resampler_new(&options, receive, &made, &resampler, NULL), TR_OK);
        for (size_t i = 0; i < source.count; i++)
            ck_assert_int_eq(tr_resampler_push(resampler, &source.list[i], NULL), TR_OK);
        ck_assert_int_eq(tr_resampler_advance(resampler, INT64_MAX, NULL), TR_OK);
        tr_resampler_free(resampler);

        /* All times are after 1970, so that / and % are enough. */
        size_t at = 0;
        for (size_t i = 0; i < source.count;) {
            int64_t minute = source.list[i].open_ns / TR_NS_PER_MINUTE;
            int64_t midnight = minute - minute % 1440;
            int64_t open = midnight + (minute % 1440) / targets[t].minutes * targets[t].minutes;
            int64_t end = open + targets[t].minutes;
            if (end > midnight + 1440)
                end = midnight + 1440;
            double high = source.list[i].high;
            double low = source.list[i].low;
            double volume = 0;
            size_t first = i;
            for (; i < source.count && source.list[i].open_ns < end * TR_NS_PER_MINUTE; i++) {
                if (source.list[i].high > high)
                    high = source.list[i].high;
                if (source.list[i].low < low)
                    low = source.list[i].low;
                volume += source.list[i].volume;
            }
            ck_assert_uint_lt(at, made.count);
            const tr_bar *have = &made.list[at++];
            ck_assert_msg(have->open_ns == open * TR_NS_PER_MINUTE &&
                              have->open == source.list[first].open && have->high == high &&
                              have->low == low && have->close == source.list[i - 1].close &&
                              have->volume == volume && have->is_closed,
                          "%s, bar %zu", targets[t].timeframe, at - 1);
        }
        ck_assert_uint_eq(at, made.count);
        free(made.list);
    }
    free(source.list);
    free(text);
}
END_TEST

START_TEST(series_holds_the_files_and_tells_their_gaps)
{
    char *text;
    size_t size;
    bars source = read_file(0, &text, &size);
    tr_series_options options = TR_SERIES_OPTIONS_INIT;
    tr_series *series = NULL;
    ck_assert_int_eq(tr_series_new(&options, &series, NULL), TR_OK);
    for (size_t i = 0; i < source.count; i++)
        ck_assert_int_eq(tr_series_push(series, &source.list[i], NULL), TR_OK);
    ck_assert_int_eq(tr_series_check(series, NULL), TR_OK);
    int64_t missing = 0;
    tr_gap gap = { 0 };
    while (tr_series_find_gap(series, gap.bar_index, &gap))
        missing += gap.missing_count;
    int64_t span =
        (source.list[source.count - 1].open_ns - source.list[0].open_ns) / TR_NS_PER_MINUTE;
    ck_assert_int_eq(missing, span + 1 - (int64_t)source.count);
    tr_series_free(series);
    free(source.list);
    free(text);
}
END_TEST

int main(void)
{
    size_t size;
    char *text = ohlcv_read(files[0].file, &size);
    if (text == NULL) {
        printf("1..0 # SKIP no data/ohlcv in $TRADE_SHARED or ../shared\n");
        return EXIT_SUCCESS;
    }
    free(text);
    Suite *suite = suite_create("ohlcv");
    TCase *tests = tcase_create("ohlcv");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_number_is_the_one_that_strtod_reads);
    tcase_add_test(tests, files_are_written_back_and_read_the_same);
    tcase_add_test(tests, minutes_make_the_bars_that_plain_arithmetic_makes);
    tcase_add_test(tests, series_holds_the_files_and_tells_their_gaps);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
