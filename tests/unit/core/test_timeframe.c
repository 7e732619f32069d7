/* Timeframes: the three spellings, where bars open and end, which frames are made of which. */
#include <inttypes.h>
#include <string.h>

#include <trade/time.h>

#include "support/check_tap.h"

static tr_timeframe frame(const char *text)
{
    tr_timeframe out = { 0 };
    ck_assert_msg(tr_timeframe_parse(text, strlen(text), &out, NULL) == TR_OK, "%s", text);
    return out;
}

static int64_t time_of(const char *text)
{
    int64_t at_ns = 0;
    ck_assert_msg(tr_time_parse(text, strlen(text), &at_ns, NULL) == TR_OK, "%s", text);
    return at_ns;
}

START_TEST(three_spellings_mean_the_same)
{
    static const struct {
        const char *text;
        const char *written;
    } cases[] = {
        { "15s", "15s" },  { "15S", "15s" },  { "S", "1s" },     { "1m", "1m" },     { "1", "1m" },
        { "M1", "1m" },    { "M12", "12m" },  { "75m", "75m" },  { "75", "75m" },    { "M75", "75m" },
        { "60", "1h" },    { "60m", "1h" },   { "3600s", "1h" }, { "H1", "1h" },     { "1H", "1h" },
        { "H4", "4h" },    { "4h", "4h" },    { "240", "4h" },   { "90m", "90m" },   { "24h", "1d" },
        { "1440", "1d" },  { "48h", "2d" },   { "D", "1d" },     { "1D", "1d" },     { "D1", "1d" },
        { "3d", "3d" },    { "7d", "7d" },    { "W", "1w" },     { "1W", "1w" },     { "W1", "1w" },
        { "2w", "2w" },    { "M", "1M" },     { "1M", "1M" },    { "MN1", "1M" },    { "12M", "12M" },
        { "90s", "90s" },  { "120s", "2m" },  { "007m", "7m" },
    };
    char text[TR_TIMEFRAME_TEXT_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_timeframe read = frame(cases[i].text);
        ck_assert_uint_eq(tr_timeframe_format(read, text, sizeof text), strlen(cases[i].written));
        ck_assert_msg(strcmp(text, cases[i].written) == 0, "%s gave %s", cases[i].text, text);
        tr_timeframe back = frame(text);
        ck_assert(back.count == read.count && back.unit == read.unit);
    }
}
END_TEST

START_TEST(other_texts_are_refused)
{
    static const char *const malformed[] = { "", "m", "h", "H", "d", "w", "s", "MN", "N1", "h4", "m12",
                                             "1x", "-1m", "1 m", " 1m", "1m ", "1mm", "1.5h", "1MN",
                                             "M1m", "S15", "1min" };
    static const char *const out_of_range[] = { "0", "0m", "M0", "25h", "36h", "1441", "86401s",
                                                "100001M", "99999999999999999999d" };
    tr_timeframe out = { 42, TR_TIMEFRAME_DAY };
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        ck_assert_msg(tr_timeframe_parse(malformed[i], strlen(malformed[i]), &out, NULL) == TR_E_PARSE,
                      "\"%s\"", malformed[i]);
    for (size_t i = 0; i < sizeof out_of_range / sizeof out_of_range[0]; i++)
        ck_assert_msg(tr_timeframe_parse(out_of_range[i], strlen(out_of_range[i]), &out, NULL) ==
                          TR_E_RANGE, "\"%s\"", out_of_range[i]);
    ck_assert_int_eq(out.count, 42);
    ck_assert_int_eq(tr_timeframe_parse(NULL, 0, &out, NULL), TR_E_INVALID);
    char text[3];
    ck_assert_uint_eq(tr_timeframe_format(frame("75m"), text, sizeof text), 0);
    ck_assert_uint_eq(tr_timeframe_format((tr_timeframe){ 0, TR_TIMEFRAME_DAY }, text, sizeof text), 0);
}
END_TEST

START_TEST(bars_open_and_end_where_they_should)
{
    static const struct {
        const char *timeframe, *at, *open, *next;
    } cases[] = {
        { "15s", "2026-03-10T12:00:14.9Z", "2026-03-10T12:00:00Z", "2026-03-10T12:00:15Z" },
        { "7s", "2026-03-10T23:59:59Z", "2026-03-10T23:59:54Z", "2026-03-11T00:00:00Z" },
        { "1m", "2026-03-10T12:00:59.999999999Z", "2026-03-10T12:00:00Z", "2026-03-10T12:01:00Z" },
        { "M12", "2026-03-10T12:25:00Z", "2026-03-10T12:24:00Z", "2026-03-10T12:36:00Z" },
        { "75m", "2026-03-10T01:14:59Z", "2026-03-10T00:00:00Z", "2026-03-10T01:15:00Z" },
        { "75m", "2026-03-10T23:44:59Z", "2026-03-10T22:30:00Z", "2026-03-10T23:45:00Z" },
        { "75m", "2026-03-10T23:50:00Z", "2026-03-10T23:45:00Z", "2026-03-11T00:00:00Z" },
        { "4h", "2026-03-10T23:50:00Z", "2026-03-10T20:00:00Z", "2026-03-11T00:00:00Z" },
        { "1d", "2026-03-10T00:00:00Z", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z" },
        { "3d", "1970-01-05T00:00:00Z", "1970-01-04T00:00:00Z", "1970-01-07T00:00:00Z" },
        { "1d", "1969-12-31T23:59:59Z", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z" },
        { "1w", "2026-03-10T12:00:00Z", "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z" },
        { "1w", "2026-03-09T00:00:00Z", "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z" },
        { "1w", "2026-03-08T23:59:59Z", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z" },
        { "2w", "1970-01-12T00:00:00Z", "1970-01-05T00:00:00Z", "1970-01-19T00:00:00Z" },
        { "1M", "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z" },
        { "1M", "2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z" },
        { "3M", "2026-06-30T00:00:00Z", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z" },
        { "12M", "1969-06-30T00:00:00Z", "1969-01-01T00:00:00Z", "1970-01-01T00:00:00Z" },
        { "5M", "1970-06-30T00:00:00Z", "1970-06-01T00:00:00Z", "1970-11-01T00:00:00Z" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr_timeframe timeframe = frame(cases[i].timeframe);
        int64_t at_ns = time_of(cases[i].at);
        ck_assert_msg(tr_timeframe_open_ns(timeframe, at_ns) == time_of(cases[i].open), "%s at %s",
                      cases[i].timeframe, cases[i].at);
        ck_assert_msg(tr_timeframe_next_open_ns(timeframe, at_ns) == time_of(cases[i].next), "%s at %s",
                      cases[i].timeframe, cases[i].at);
    }
}
END_TEST

static const char *const all_frames[] = { "1s", "7s", "15s", "1m", "5m", "7m", "M12", "75m", "1h", "4h",
                                          "7h", "23h", "1d", "2d", "3d", "7d", "14d", "1w", "2w", "3w",
                                          "1M", "2M", "5M", "12M", "100000M", "100000d", "100000w" };
#define FRAME_COUNT (sizeof all_frames / sizeof all_frames[0])

START_TEST(bars_cover_time_without_gap_or_overlap)
{
    uint64_t state = 7;
    for (size_t f = 0; f < FRAME_COUNT; f++) {
        tr_timeframe timeframe = frame(all_frames[f]);
        for (int i = 0; i < 5000; i++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            int64_t at_ns = i == 0 ? INT64_MIN : i == 1 ? INT64_MAX : (int64_t)(state ^ (state >> 31));
            int64_t open_ns = tr_timeframe_open_ns(timeframe, at_ns);
            int64_t next_ns = tr_timeframe_next_open_ns(timeframe, at_ns);
            ck_assert_msg(open_ns <= at_ns && (at_ns < next_ns || next_ns == INT64_MAX),
                          "seed 7, %s, step %d: %" PRId64, all_frames[f], i, at_ns);
            if (open_ns != INT64_MIN) {
                ck_assert_int_eq(tr_timeframe_open_ns(timeframe, open_ns), open_ns);
                ck_assert_int_eq(tr_timeframe_next_open_ns(timeframe, open_ns - 1), open_ns);
            }
            if (next_ns != INT64_MAX) {
                ck_assert_int_eq(tr_timeframe_open_ns(timeframe, next_ns), next_ns);
                ck_assert_int_eq(tr_timeframe_open_ns(timeframe, next_ns - 1), open_ns);
            }
        }
    }
}
END_TEST

START_TEST(containment_is_what_the_bars_themselves_show)
{
    /* Naive: over eleven years, every open of the coarse frame must be an open of the fine one. */
    int64_t start_ns = time_of("1965-01-01T00:00:00Z");
    int64_t end_ns = time_of("1976-01-01T00:00:00Z");
    for (size_t c = 0; c < FRAME_COUNT; c++) {
        for (size_t f = 0; f < FRAME_COUNT; f++) {
            tr_timeframe coarse = frame(all_frames[c]);
            tr_timeframe fine = frame(all_frames[f]);
            if (coarse.count == 100000 || fine.count == 100000)
                continue;
            bool is_made_of = true;
            int64_t at_ns = tr_timeframe_open_ns(coarse, start_ns);
            for (int i = 0; i < 6000 && at_ns < end_ns && is_made_of; i++) {
                is_made_of = tr_timeframe_open_ns(fine, at_ns) == at_ns;
                at_ns = tr_timeframe_next_open_ns(coarse, at_ns);
            }
            ck_assert_msg(tr_timeframe_contains(coarse, fine) == is_made_of, "%s of %s", all_frames[c],
                          all_frames[f]);
        }
    }
    ck_assert(!tr_timeframe_contains(frame("1h"), (tr_timeframe){ 0, TR_TIMEFRAME_MINUTE }));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("timeframe");
    TCase *tests = tcase_create("timeframe");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, three_spellings_mean_the_same);
    tcase_add_test(tests, other_texts_are_refused);
    tcase_add_test(tests, bars_open_and_end_where_they_should);
    tcase_add_test(tests, bars_cover_time_without_gap_or_overlap);
    tcase_add_test(tests, containment_is_what_the_bars_themselves_show);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
