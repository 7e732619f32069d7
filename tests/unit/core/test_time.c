/* Times, dates, epochs and durations: text in and out, limits, and agreement with a plain calendar walk. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "support/check_tap.h"

static tr_status parse(const char *text, int64_t *out)
{
    return tr_time_parse(text, strlen(text), out, NULL);
}

static const char *format(int64_t at_ns, int digits)
{
    static char text[TR_TIME_TEXT_SIZE];
    size_t length = tr_time_format(at_ns, digits, text, sizeof text);
    ck_assert_uint_eq(length, strlen(text));
    return text;
}

START_TEST(rfc3339_reads_known_times)
{
    static const struct {
        const char *text;
        int64_t at_ns;
    } cases[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "1970-01-01T00:00:00z", 0 },
        { "1970-01-01t00:00:00-00:00", 0 },
        { "1969-12-31T23:59:59.999999999Z", -1 },
        { "1970-01-01T07:00:00+07:00", 0 },
        { "1969-12-31T19:30:00-04:30", 0 },
        { "2016-10-07T00:01:00Z", INT64_C(1475798460000000000) },
        { "2000-02-29T12:34:56.5Z", INT64_C(951827696500000000) },
        { "2001-09-09T01:46:40.123456789Z", INT64_C(1000000000123456789) },
        { "2262-04-11T23:47:16.854775807Z", INT64_MAX },
        { "1677-09-21T00:12:43.145224192Z", INT64_MIN },
        { "2262-04-12T01:47:16.854775807+02:00", INT64_MAX },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t at_ns = 1;
        ck_assert_msg(parse(cases[i].text, &at_ns) == TR_OK, "%s", cases[i].text);
        ck_assert_msg(at_ns == cases[i].at_ns, "%s gave %" PRId64, cases[i].text, at_ns);
    }
}
END_TEST

START_TEST(rfc3339_refuses_what_is_not_a_time)
{
    static const struct {
        const char *text;
        tr_status status;
    } cases[] = {
        { "", TR_E_PARSE },
        { "2026-01-01", TR_E_PARSE },
        { "2026-01-01T00:00:00", TR_E_PARSE },
        { "2026-01-01 00:00:00Z", TR_E_PARSE },
        { "2026-01-01T00:00Z", TR_E_PARSE },
        { "2026-01-01T00:00:00.Z", TR_E_PARSE },
        { "2026-01-01T00:00:00.1234567890Z", TR_E_PARSE },
        { "2026-01-01T00:00:00,5Z", TR_E_PARSE },
        { "2026-01-01T00:00:00ZZ", TR_E_PARSE },
        { "2026-01-01T00:00:00Z ", TR_E_PARSE },
        { " 2026-01-01T00:00:00Z", TR_E_PARSE },
        { "2026-01-01T00:00:00+0700", TR_E_PARSE },
        { "2026-01-01T00:00:00+07", TR_E_PARSE },
        { "2026-01-01T00:00:00+24:00", TR_E_PARSE },
        { "2026-01-01T00:00:00+07:60", TR_E_PARSE },
        { "+026-01-01T00:00:00Z", TR_E_PARSE },
        { "2026-1-01T00:00:00Z0", TR_E_PARSE },
        { "2026-00-01T00:00:00Z", TR_E_RANGE },
        { "2026-13-01T00:00:00Z", TR_E_RANGE },
        { "2026-01-00T00:00:00Z", TR_E_RANGE },
        { "2026-01-32T00:00:00Z", TR_E_RANGE },
        { "2026-02-29T00:00:00Z", TR_E_RANGE },
        { "1900-02-29T00:00:00Z", TR_E_RANGE },
        { "2026-04-31T00:00:00Z", TR_E_RANGE },
        { "2026-01-01T24:00:00Z", TR_E_RANGE },
        { "2026-01-01T00:60:00Z", TR_E_RANGE },
        { "2016-12-31T23:59:60Z", TR_E_RANGE },
        { "2262-04-11T23:47:16.854775808Z", TR_E_RANGE },
        { "1677-09-21T00:12:43.145224191Z", TR_E_RANGE },
        { "0000-01-01T00:00:00Z", TR_E_RANGE },
        { "9999-12-31T23:59:59Z", TR_E_RANGE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t at_ns = 42;
        tr_error err = { 0 };
        tr_status status = tr_time_parse(cases[i].text, strlen(cases[i].text), &at_ns, &err);
        ck_assert_msg(status == cases[i].status, "%s gave %s", cases[i].text,
                      tr_status_name(status));
        ck_assert_int_eq(err.status, status);
        ck_assert_int_eq(at_ns, 42);
    }
    int64_t at_ns;
    ck_assert_int_eq(tr_time_parse(NULL, 0, &at_ns, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_time_parse("2026-01-01T00:00:00Z\0", 21, &at_ns, NULL), TR_E_PARSE);
}
END_TEST

START_TEST(time_is_written_with_the_digits_asked_for)
{
    const int64_t at_ns = INT64_C(1475798460123456789);
    ck_assert_str_eq(format(at_ns, 0), "2016-10-07T00:01:00Z");
    ck_assert_str_eq(format(at_ns, 3), "2016-10-07T00:01:00.123Z");
    ck_assert_str_eq(format(at_ns, 6), "2016-10-07T00:01:00.123456Z");
    ck_assert_str_eq(format(at_ns, 9), "2016-10-07T00:01:00.123456789Z");
    ck_assert_str_eq(format(-1, 0), "1969-12-31T23:59:59Z");
    ck_assert_str_eq(format(INT64_MAX, 9), "2262-04-11T23:47:16.854775807Z");
    ck_assert_str_eq(format(INT64_MIN, 9), "1677-09-21T00:12:43.145224192Z");
    ck_assert_str_eq(format(0, 1), "");
    ck_assert_str_eq(format(0, 12), "");
    char small[20] = "x";
    ck_assert_uint_eq(tr_time_format(0, 0, small, sizeof small), 0);
    ck_assert_str_eq(small, "");
}
END_TEST

START_TEST(exact_format_reads_back_the_same)
{
    uint64_t state = 20261122;
    ck_assert_str_eq(format(0, -1), "1970-01-01T00:00:00Z");
    ck_assert_str_eq(format(500000000, -1), "1970-01-01T00:00:00.500Z");
    ck_assert_str_eq(format(1000, -1), "1970-01-01T00:00:00.000001Z");
    ck_assert_str_eq(format(1, -1), "1970-01-01T00:00:00.000000001Z");
    for (int i = 0; i < 100000; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        int64_t at_ns = (int64_t)(state ^ (state >> 29));
        if (i % 3 == 1)
            at_ns = at_ns / TR_NS_PER_MS * TR_NS_PER_MS;
        int64_t back;
        ck_assert_msg(parse(format(at_ns, -1), &back) == TR_OK && back == at_ns,
                      "seed 20261122, step %d: %" PRId64, i, at_ns);
    }
}
END_TEST

START_TEST(dates_agree_with_a_walk_over_the_calendar)
{
    /* From 1600-01-01, day by day through three leap centuries' rules. */
    tr_date date = { 1600, 1, 1 };
    int32_t day;
    ck_assert_int_eq(tr_date_to_day(date, &day), TR_OK);
    ck_assert_int_eq(day, -135140);
    for (; date.year < 2420; day++) {
        int32_t same = 0;
        tr_date back = tr_date_from_day(day);
        if (tr_date_to_day(date, &same) != TR_OK || same != day || back.year != date.year ||
            back.month != date.month || back.day != date.day)
            ck_abort_msg("%d-%02d-%02d is day %d", date.year, date.month, date.day, day);
        tr_date next = { date.year, date.month, date.day + 1 };
        if (tr_date_to_day(next, &same) != TR_OK)
            next = (tr_date){ date.year, date.month + 1, 1 };
        if (next.month == 13)
            next = (tr_date){ date.year + 1, 1, 1 };
        date = next;
    }
    ck_assert_int_eq(day, 164359);
}
END_TEST

START_TEST(dates_that_do_not_exist_are_refused)
{
    int32_t day = 7;
    ck_assert_int_eq(tr_date_to_day((tr_date){ 2026, 2, 29 }, &day), TR_E_RANGE);
    ck_assert_int_eq(tr_date_to_day((tr_date){ 2026, 0, 1 }, &day), TR_E_RANGE);
    ck_assert_int_eq(tr_date_to_day((tr_date){ INT32_MAX, 1, 1 }, &day), TR_E_RANGE);
    ck_assert_int_eq(tr_date_to_day((tr_date){ 2026, 1, 1 }, NULL), TR_E_INVALID);
    ck_assert_int_eq(day, 7);
    tr_date last = tr_date_from_day(INT32_MAX);
    ck_assert(last.month >= 1 && last.month <= 12 && last.day >= 1 && last.day <= 31);
    tr_date first = tr_date_from_day(INT32_MIN);
    ck_assert(first.month >= 1 && first.month <= 12 && first.day >= 1 && first.day <= 31);
}
END_TEST

START_TEST(day_of_a_time_is_floored)
{
    ck_assert_int_eq(tr_time_day(0), 0);
    ck_assert_int_eq(tr_time_day(-1), -1);
    ck_assert_int_eq(tr_time_day(TR_NS_PER_DAY - 1), 0);
    ck_assert_int_eq(tr_time_day(TR_NS_PER_DAY), 1);
}
END_TEST

START_TEST(epochs_are_told_apart_by_magnitude)
{
    static const struct {
        const char *text;
        int64_t at_ns;
    } cases[] = {
        { "0", 0 },
        { "-1", -TR_NS_PER_SECOND },
        { "-0.5", -500000000 },
        { "1700000000", INT64_C(1700000000000000000) },
        { "1700000000.123", INT64_C(1700000000123000000) },
        { "1700000000.123456789", INT64_C(1700000000123456789) },
        { "1700000000.1234567890", INT64_C(1700000000123456789) },
        { "1700000000123", INT64_C(1700000000123000000) },
        { "1700000000123.000001", INT64_C(1700000000123000001) },
        { "1700000000123456", INT64_C(1700000000123456000) },
        { "1700000000123456789", INT64_C(1700000000123456789) },
        { "-1700000000123", INT64_C(-1700000000123000000) },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
        { "9223372036.854775807", INT64_MAX },
        { "-9223372036.854775808", INT64_MIN },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t at_ns = 1;
        ck_assert_msg(tr_time_parse_epoch(cases[i].text, strlen(cases[i].text), TR_EPOCH_AUTO,
                                          &at_ns, NULL) == TR_OK,
                      "%s", cases[i].text);
        ck_assert_msg(at_ns == cases[i].at_ns, "%s gave %" PRId64, cases[i].text, at_ns);
    }
    int64_t at_ns;
    ck_assert_int_eq(tr_time_parse_epoch("1000", 4, TR_EPOCH_MS, &at_ns, NULL), TR_OK);
    ck_assert_int_eq(at_ns, TR_NS_PER_SECOND);
    ck_assert_int_eq(tr_time_from_epoch(1000, TR_EPOCH_US, &at_ns), TR_OK);
    ck_assert_int_eq(at_ns, TR_NS_PER_MS);
    ck_assert_int_eq(tr_time_from_epoch(INT64_MIN, TR_EPOCH_AUTO, &at_ns), TR_OK);
    ck_assert_int_eq(at_ns, INT64_MIN);
}
END_TEST

START_TEST(bad_epochs_are_refused)
{
    static const struct {
        const char *text;
        tr_epoch_unit unit;
        tr_status status;
    } cases[] = {
        { "", TR_EPOCH_AUTO, TR_E_PARSE },
        { "-", TR_EPOCH_AUTO, TR_E_PARSE },
        { ".5", TR_EPOCH_AUTO, TR_E_PARSE },
        { "1.", TR_EPOCH_AUTO, TR_E_PARSE },
        { "+1", TR_EPOCH_AUTO, TR_E_PARSE },
        { "1e9", TR_EPOCH_AUTO, TR_E_PARSE },
        { "1 ", TR_EPOCH_AUTO, TR_E_PARSE },
        { "nan", TR_EPOCH_AUTO, TR_E_PARSE },
        { "1.0000000001", TR_EPOCH_S, TR_E_RANGE },
        { "1.5", TR_EPOCH_NS, TR_E_RANGE },
        { "9223372036.854775808", TR_EPOCH_S, TR_E_OVERFLOW },
        { "9223372036854775808", TR_EPOCH_NS, TR_E_OVERFLOW },
        { "99999999999", TR_EPOCH_AUTO, TR_E_OVERFLOW },
        { "1", (tr_epoch_unit)9, TR_E_INVALID },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t at_ns = 42;
        tr_status status =
            tr_time_parse_epoch(cases[i].text, strlen(cases[i].text), cases[i].unit, &at_ns, NULL);
        ck_assert_msg(status == cases[i].status, "%s gave %s", cases[i].text,
                      tr_status_name(status));
        ck_assert_int_eq(at_ns, 42);
    }
    int64_t at_ns;
    ck_assert_int_eq(tr_time_from_epoch(INT64_MAX, TR_EPOCH_US, &at_ns), TR_E_OVERFLOW);
}
END_TEST

START_TEST(any_time_takes_dates_and_epochs)
{
    int64_t at_ns;
    ck_assert_int_eq(tr_time_parse_any("1970-01-01T00:00:01Z", 20, &at_ns, NULL), TR_OK);
    ck_assert_int_eq(at_ns, TR_NS_PER_SECOND);
    ck_assert_int_eq(tr_time_parse_any("-1", 2, &at_ns, NULL), TR_OK);
    ck_assert_int_eq(at_ns, -TR_NS_PER_SECOND);
    ck_assert_int_eq(tr_time_parse_any("", 0, &at_ns, NULL), TR_E_PARSE);
    ck_assert_int_eq(tr_time_parse_any("1970-01-01", 10, &at_ns, NULL), TR_E_PARSE);
}
END_TEST

START_TEST(durations_read_and_write_whole_units)
{
    static const struct {
        const char *text;
        int64_t ns;
        const char *written;
    } cases[] = {
        { "500ms", 500 * TR_NS_PER_MS, "500ms" },
        { "30s", 30 * TR_NS_PER_SECOND, "30s" },
        { "90s", 90 * TR_NS_PER_SECOND, "90s" },
        { "60s", TR_NS_PER_MINUTE, "1m" },
        { "12h", 12 * TR_NS_PER_HOUR, "12h" },
        { "24h", TR_NS_PER_DAY, "1d" },
        { "7d", 7 * TR_NS_PER_DAY, "1w" },
        { "2w", 14 * TR_NS_PER_DAY, "2w" },
        { "0ms", 0, "0s" },
        { "1500us", 1500000, "1500us" },
        { "9223372036854775807ns", INT64_MAX, "9223372036854775807ns" },
    };
    char text[TR_DURATION_TEXT_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t ns = -1;
        ck_assert_int_eq(tr_duration_parse(cases[i].text, strlen(cases[i].text), &ns, NULL), TR_OK);
        ck_assert_int_eq(ns, cases[i].ns);
        ck_assert_uint_eq(tr_duration_format(ns, text, sizeof text), strlen(cases[i].written));
        ck_assert_str_eq(text, cases[i].written);
    }
    ck_assert_uint_eq(tr_duration_format(-1, text, sizeof text), 0);
    ck_assert_uint_eq(tr_duration_format(1, text, 3), 0);
}
END_TEST

START_TEST(bad_durations_are_refused)
{
    static const char *const bad[] = { "",     "5",  "s",    "-5s",   "5 s",
                                       "1.5h", "5S", "5min", "1h30m", "5s " };
    int64_t ns = 42;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(tr_duration_parse(bad[i], strlen(bad[i]), &ns, NULL) == TR_E_PARSE, "%s",
                      bad[i]);
    ck_assert_int_eq(tr_duration_parse("9223372036854775808ns", 21, &ns, NULL), TR_E_OVERFLOW);
    ck_assert_int_eq(tr_duration_parse("20000w", 6, &ns, NULL), TR_E_OVERFLOW);
    ck_assert_int_eq(ns, 42);
}
END_TEST

START_TEST(trading_day_begins_at_the_offset_midnight)
{
    int64_t at_ns, open_ns;
    ck_assert_int_eq(parse("2026-03-10T18:30:00Z", &at_ns), TR_OK);
    ck_assert_str_eq(format(tr_trading_day_open_ns(at_ns, 0), 0), "2026-03-10T00:00:00Z");
    ck_assert_str_eq(format(tr_trading_day_open_ns(at_ns, 420), 0), "2026-03-10T17:00:00Z");
    ck_assert_str_eq(format(tr_trading_day_open_ns(at_ns, -300), 0), "2026-03-10T05:00:00Z");
    ck_assert_str_eq(format(tr_trading_day_open_ns(at_ns, 330), 0), "2026-03-10T18:30:00Z");
    ck_assert_str_eq(format(tr_trading_day_open_ns(at_ns - 1, 330), 0), "2026-03-09T18:30:00Z");
    open_ns = tr_trading_day_open_ns(INT64_MIN, 0);
    ck_assert_int_eq(open_ns, INT64_MIN);
    ck_assert_str_eq(format(tr_trading_day_open_ns(INT64_MAX, -60), 0), "2262-04-11T01:00:00Z");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("time");
    TCase *tests = tcase_create("time");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, rfc3339_reads_known_times);
    tcase_add_test(tests, rfc3339_refuses_what_is_not_a_time);
    tcase_add_test(tests, time_is_written_with_the_digits_asked_for);
    tcase_add_test(tests, exact_format_reads_back_the_same);
    tcase_add_test(tests, dates_agree_with_a_walk_over_the_calendar);
    tcase_add_test(tests, dates_that_do_not_exist_are_refused);
    tcase_add_test(tests, day_of_a_time_is_floored);
    tcase_add_test(tests, epochs_are_told_apart_by_magnitude);
    tcase_add_test(tests, bad_epochs_are_refused);
    tcase_add_test(tests, any_time_takes_dates_and_epochs);
    tcase_add_test(tests, durations_read_and_write_whole_units);
    tcase_add_test(tests, bad_durations_are_refused);
    tcase_add_test(tests, trading_day_begins_at_the_offset_midnight);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
