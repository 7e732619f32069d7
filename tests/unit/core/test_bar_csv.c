/* CSV of bars: columns, quoting, line ends, errors by line and column, chunks cut anywhere, writing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/bar.h>

#include "support/check_tap.h"

#define BAR_COUNT_MAX 64

typedef struct received {
    tr_bar bars[BAR_COUNT_MAX];
    size_t count;
    size_t count_max; /* refuses what comes after; 0 for no limit */
} received;

static tr_status receive(void *user, const tr_bar *bar)
{
    received *to = user;
    if (to->count_max > 0 && to->count == to->count_max)
        return TR_E_DENIED;
    ck_assert_uint_lt(to->count, BAR_COUNT_MAX);
    to->bars[to->count++] = *bar;
    return TR_OK;
}

/* The whole text in chunks of `chunk` bytes. */
static tr_status read_chunks(const char *text, size_t length, size_t chunk,
                             const tr_bar_csv_options *options, received *to, tr_error *err)
{
    tr_bar_csv_reader *reader = NULL;
    ck_assert_int_eq(tr_bar_csv_reader_new(options, receive, to, &reader, err), TR_OK);
    tr_status status = TR_OK;
    size_t at = 0;
    do {
        size_t size = length - at < chunk ? length - at : chunk;
        status = tr_bar_csv_feed(reader, text + at, size, at + size == length, err);
        at += size;
    } while (status == TR_OK && at < length);
    ck_assert_int_eq(tr_bar_csv_feed(reader, "x", 1, true, NULL), TR_E_CLOSED);
    tr_bar_csv_reader_free(reader);
    return status;
}

static tr_status read_text(const char *text, received *to, tr_error *err)
{
    *to = (received){ .count = 0 };
    return read_chunks(text, strlen(text), strlen(text) + 1, NULL, to, err);
}

START_TEST(plain_file_is_read)
{
    received got;
    ck_assert_int_eq(read_text("time,open,high,low,close,volume\n"
                               "2016-10-07T00:00:00Z,611.78,611.91,611.78,611.9,1.13872\n"
                               "2016-10-07T00:01:00Z,611.87,611.88,611.87,611.88,0.56799\n",
                               &got, NULL),
                     TR_OK);
    ck_assert_uint_eq(got.count, 2);
    ck_assert_int_eq(got.bars[0].open_ns, INT64_C(1475798400000000000));
    ck_assert(got.bars[0].open == 611.78 && got.bars[0].high == 611.91 &&
              got.bars[0].low == 611.78 && got.bars[0].close == 611.9 &&
              got.bars[0].volume == 1.13872 && got.bars[0].is_closed);
    ck_assert(got.bars[1].volume == 0.56799);
}
END_TEST

START_TEST(columns_may_stand_in_any_order_among_others)
{
    received got;
    ck_assert_int_eq(read_text("id,Volume,CLOSE,low,high,\"open\",time,note\r\n"
                               "7,5,11,9,12,10,1475798400,\"a,b \"\"c\"\"\"\r\n"
                               "8,\"6\",11,9,12,10,1475798460.5,\r\n"
                               "\r\n"
                               "9,7,1.1e1,9,1.2E+1,10,1475798520500,x",
                               &got, NULL),
                     TR_OK);
    ck_assert_uint_eq(got.count, 3);
    ck_assert_int_eq(got.bars[1].open_ns, INT64_C(1475798460500000000));
    ck_assert_int_eq(got.bars[2].open_ns, INT64_C(1475798520500000000));
    for (size_t i = 0; i < 3; i++)
        ck_assert(got.bars[i].open == 10 && got.bars[i].high == 12 && got.bars[i].low == 9 &&
                  got.bars[i].close == 11 && got.bars[i].volume == 5 + (double)i);
}
END_TEST

START_TEST(byte_order_mark_is_skipped)
{
    received got;
    ck_assert_int_eq(
        read_text("\xEF\xBB\xBFtime,open,high,low,close,volume\n0,1,1,1,1,0\n", &got, NULL), TR_OK);
    ck_assert_uint_eq(got.count, 1);
}
END_TEST

START_TEST(header_alone_is_an_empty_series)
{
    received got;
    ck_assert_int_eq(read_text("time,open,high,low,close,volume", &got, NULL), TR_OK);
    ck_assert_uint_eq(got.count, 0);
}
END_TEST

#define HEADER "time,open,high,low,close,volume\n"

START_TEST(errors_name_line_and_column)
{
    static const struct {
        const char *text;
        tr_status status;
        const char *message; /* its start */
    } cases[] = {
        { "", TR_E_PARSE, "csv: no header" },
        { "\n\r\n", TR_E_PARSE, "csv: no header" },
        { "time,open,high,low,close\n", TR_E_PARSE, "line 1: column volume is missing" },
        { "time,open,high,low,close,volume,Time\n", TR_E_PARSE,
          "line 1: column time is there twice" },
        { "0,1,1,1,1,0\n", TR_E_PARSE, "line 1: column time is missing" },
        { "time;open;high;low;close;volume\n", TR_E_PARSE, "line 1: column time is missing" },
        { "\"time,open,high,low,close,volume\n", TR_E_PARSE,
          "line 1, field 1: a quote is not closed on its line" },
        { HEADER "0,1,1,1,1\n", TR_E_PARSE, "line 2: 5 fields, but the header has 6" },
        { HEADER "0,1,1,1,1,0,\n", TR_E_PARSE, "line 2: 7 fields, but the header has 6" },
        { HEADER "\n0,1,1,1,x,0\n", TR_E_PARSE,
          "line 3, column close: \"x\" is not a finite number" },
        { HEADER "0,1,1,1,1,\n", TR_E_PARSE, "line 2, column volume: \"\" is not a finite number" },
        { HEADER "0,NaN,1,1,1,0\n", TR_E_PARSE,
          "line 2, column open: \"NaN\" is not a finite number" },
        { HEADER "0,1,inf,1,1,0\n", TR_E_PARSE, "line 2, column high: \"inf\" is not" },
        { HEADER "0,1,1e999,1,1,0\n", TR_E_RANGE, "line 2, column high: \"1e999\" is not" },
        { HEADER "0,1,1, 1,1,0\n", TR_E_PARSE, "line 2, column low: \" 1\" is not" },
        { HEADER "0,1,1,0x1,1,0\n", TR_E_PARSE, "line 2, column low: \"0x1\" is not" },
        { HEADER "yesterday,1,1,1,1,0\n", TR_E_PARSE,
          "line 2, column time: time is \"yesterday\"" },
        { HEADER ",1,1,1,1,0\n", TR_E_PARSE, "line 2, column time: time is \"\"" },
        { HEADER "2026-02-30T00:00:00Z,1,1,1,1,0\n", TR_E_RANGE,
          "line 2, column time: time is \"2026-02-30T00:00:00Z\": there is no such day" },
        { HEADER "0,1,1,1,1,0\n0,1,1,1,1,0\n", TR_E_RANGE, "line 3, column time: the same as on" },
        { HEADER "9,1,1,1,1,0\n8,1,1,1,1,0\n", TR_E_RANGE, "line 3, column time: earlier than on" },
        { HEADER "0,2,1,1,1,0\n", TR_E_RANGE,
          "line 2: bar of 1970-01-01T00:00:00Z: high is 1, below open 2" },
        { HEADER "0,1,1,1,1,-1\n", TR_E_RANGE,
          "line 2: bar of 1970-01-01T00:00:00Z: volume is -1, below 0" },
        { HEADER "0,\"1,1,1,1,0\n", TR_E_PARSE,
          "line 2, field 2: a quote is not closed on its line" },
        { HEADER "0,\"1\"5,1,1,1,0\n", TR_E_PARSE, "line 2, field 2: text behind a closing quote" },
        { HEADER "0,1\"5\",1,1,1,0\n", TR_E_PARSE, "line 2, field 2: a quote inside a field" },
        { HEADER "0,1,1\r,1,1,0\n", TR_E_PARSE, "line 2, column high: \"1 \" is not" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        received got;
        tr_error err = { 0 };
        tr_status status = read_text(cases[i].text, &got, &err);
        ck_assert_msg(status == cases[i].status, "case %zu gave %s: %s", i, tr_status_name(status),
                      err.message);
        ck_assert_int_eq(err.status, status);
        ck_assert_msg(strncmp(err.message, cases[i].message, strlen(cases[i].message)) == 0,
                      "\"%s\" is not \"%s\"", err.message, cases[i].message);
    }
}
END_TEST

START_TEST(byte_of_zero_is_refused)
{
    static const char text[] = HEADER "0,1\0,1,1,1,0\n";
    received got = { .count = 0 };
    ck_assert_int_eq(read_chunks(text, sizeof text - 1, 1000, NULL, &got, NULL), TR_E_PARSE);
}
END_TEST

START_TEST(chunks_may_be_cut_anywhere)
{
    static const char text[] = "\xEF\xBB\xBFtime,open,high,low,close,volume,note\r\n"
                               "2016-10-07T00:00:00Z,611.78,611.91,611.78,611.9,1.13872,\"a,b\"\r\n"
                               "\r\n"
                               "2016-10-07T00:01:00Z,611.87,611.88,611.87,611.88,0.56799,\r\n"
                               "2016-10-07T00:02:00Z,611.87,611.88,611.87,611.88,0.56799,x";
    received whole = { .count = 0 };
    ck_assert_int_eq(read_chunks(text, sizeof text - 1, sizeof text, NULL, &whole, NULL), TR_OK);
    ck_assert_uint_eq(whole.count, 3);
    for (size_t chunk = 1; chunk < sizeof text; chunk++) {
        received got = { .count = 0 };
        ck_assert_int_eq(read_chunks(text, sizeof text - 1, chunk, NULL, &got, NULL), TR_OK);
        ck_assert_uint_eq(got.count, whole.count);
        for (size_t i = 0; i < got.count; i++)
            ck_assert(got.bars[i].open_ns == whole.bars[i].open_ns &&
                      got.bars[i].volume == whole.bars[i].volume);
    }
}
END_TEST

START_TEST(huge_lines_are_refused_in_bounded_memory)
{
    tr_bar_csv_options options = TR_BAR_CSV_OPTIONS_INIT;
    options.line_size_max = 100;
    char text[400];
    for (size_t length = 60; length <= 102; length++) {
        for (size_t chunk = 1; chunk < 200; chunk += 7) {
            int head =
                snprintf(text, sizeof text, "time,open,high,low,close,volume,x\n0,1,1,1,1,0,");
            size_t line = (size_t)head - strlen("time,open,high,low,close,volume,x\n");
            memset(text + head, 'a', length - line);
            text[(size_t)head + length - line] = '\n';
            received got = { .count = 0 };
            tr_status status =
                read_chunks(text, (size_t)head + length - line + 1, chunk, &options, &got, NULL);
            ck_assert_int_eq(status, length <= 100 ? TR_OK : TR_E_FULL);
        }
    }
    /* Without any line feed at all. */
    tr_bar_csv_reader *reader = NULL;
    received got = { .count = 0 };
    ck_assert_int_eq(tr_bar_csv_reader_new(&options, receive, &got, &reader, NULL), TR_OK);
    tr_status status = TR_OK;
    for (int i = 0; i < 10 && status == TR_OK; i++)
        status = tr_bar_csv_feed(reader, "aaaaaaaaaaaaaaaaaaaaaaaaa", 25, false, NULL);
    ck_assert_int_eq(status, TR_E_FULL);
    tr_bar_csv_reader_free(reader);
}
END_TEST

START_TEST(receiver_that_refuses_stops_the_reader)
{
    received got = { .count_max = 1 };
    tr_error err;
    const char *text = HEADER "0,1,1,1,1,0\n60,1,1,1,1,0\n";
    ck_assert_int_eq(read_chunks(text, strlen(text), 7, NULL, &got, &err), TR_E_DENIED);
    ck_assert_str_eq(err.message, "line 3: the receiver of bars answered denied");
    ck_assert_uint_eq(got.count, 1);
}
END_TEST

START_TEST(epoch_unit_can_be_fixed)
{
    tr_bar_csv_options options = TR_BAR_CSV_OPTIONS_INIT;
    options.epoch_unit = TR_EPOCH_MS;
    received got = { .count = 0 };
    const char *text = HEADER "60000,1,1,1,1,0\n1970-01-01T00:02:00Z,1,1,1,1,0\n";
    ck_assert_int_eq(read_chunks(text, strlen(text), 1000, &options, &got, NULL), TR_OK);
    ck_assert_int_eq(got.bars[0].open_ns, TR_NS_PER_MINUTE);
    ck_assert_int_eq(got.bars[1].open_ns, 2 * TR_NS_PER_MINUTE);
}
END_TEST

START_TEST(bad_arguments_are_refused)
{
    tr_bar_csv_reader *reader = NULL;
    ck_assert_int_eq(tr_bar_csv_reader_new(NULL, NULL, NULL, &reader, NULL), TR_E_INVALID);
    tr_bar_csv_options options = TR_BAR_CSV_OPTIONS_INIT;
    options.line_size_max = 0;
    ck_assert_int_eq(tr_bar_csv_reader_new(&options, receive, NULL, &reader, NULL), TR_E_INVALID);
    ck_assert_int_eq(tr_bar_csv_feed(NULL, "", 0, true, NULL), TR_E_INVALID);
    tr_bar_csv_reader_free(NULL);
}
END_TEST

START_TEST(written_lines_read_back_the_same)
{
    const tr_bar bar = {
        INT64_C(1475798460123000000), 0.1 + 0.2, 1e21, -5e-324, 611.9, 1.13872, true
    };
    char text[sizeof TR_BAR_CSV_HEADER + TR_BAR_CSV_LINE_SIZE] = TR_BAR_CSV_HEADER;
    size_t length = tr_bar_csv_format(&bar, text + strlen(text), TR_BAR_CSV_LINE_SIZE);
    ck_assert_str_eq(text + strlen(TR_BAR_CSV_HEADER),
                     "2016-10-07T00:01:00.123Z,0.30000000000000004,1e21,-5e-324,611.9,1.13872\n");
    received got;
    ck_assert_int_eq(read_text(text, &got, NULL), TR_OK);
    ck_assert(got.bars[0].open_ns == bar.open_ns && got.bars[0].open == bar.open &&
              got.bars[0].high == bar.high && got.bars[0].low == bar.low &&
              got.bars[0].close == bar.close && got.bars[0].volume == bar.volume);
    ck_assert_uint_eq(tr_bar_csv_format(&bar, text, length), 0);
    ck_assert_str_eq(text, "");
    ck_assert_uint_eq(tr_bar_csv_format(NULL, text, sizeof text), 0);
    const tr_bar longest = { INT64_MIN + 1,
                             -2.2250738585072014e-308,
                             1.7976931348623157e308,
                             -1.7976931348623157e308,
                             -0.00000012345678901234567,
                             123456789012345680000.0,
                             true };
    ck_assert_uint_gt(tr_bar_csv_format(&longest, text, TR_BAR_CSV_LINE_SIZE), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bar_csv");
    TCase *tests = tcase_create("bar_csv");
    tcase_add_test(tests, plain_file_is_read);
    tcase_add_test(tests, columns_may_stand_in_any_order_among_others);
    tcase_add_test(tests, byte_order_mark_is_skipped);
    tcase_add_test(tests, header_alone_is_an_empty_series);
    tcase_add_test(tests, errors_name_line_and_column);
    tcase_add_test(tests, byte_of_zero_is_refused);
    tcase_add_test(tests, chunks_may_be_cut_anywhere);
    tcase_add_test(tests, huge_lines_are_refused_in_bounded_memory);
    tcase_add_test(tests, receiver_that_refuses_stops_the_reader);
    tcase_add_test(tests, epoch_unit_can_be_fixed);
    tcase_add_test(tests, bad_arguments_are_refused);
    tcase_add_test(tests, written_lines_read_back_the_same);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
