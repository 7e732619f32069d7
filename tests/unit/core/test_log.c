/* The log port: levels, silence, both forms of a line, redaction, escaping, clean cuts. */
#include <string.h>

#include <trade/log.h>
#include <trade/rng.h>

#include "core/utf8.h"
#include "support/check_tap.h"

#define AT_NS INT64_C(1798243199123456789) /* 2026-12-25T23:59:59.123456789Z */

typedef struct heard {
    int count;
    tr_log_record last;
} heard;

static void hear(void *user, const tr_log_record *record)
{
    heard *to = user;
    to->count++;
    to->last = *record;
}

static tr_log_record record_of(const char *message, const tr_log_field *fields, size_t count)
{
    return (tr_log_record){ TR_LOG_INFO, AT_NS, message, fields, count };
}

/* A small independent JSON reader: an object of strings, whole numbers and booleans, nothing after it. */
static const char *skip_json_string(const char *at)
{
    if (*at++ != '"')
        return NULL;
    while (*at != '"') {
        size_t count = tr__utf8_read(at, strlen(at), NULL);
        if (count == 0 || (unsigned char)*at < 0x20 || *at == 0x7F)
            return NULL;
        if (*at == '\\') {
            if (at[1] == 'u' && strspn(at + 2, "0123456789abcdef") >= 4)
                at += 6;
            else if (at[1] != '\0' && strchr("bfnrt\"\\", at[1]) != NULL)
                at += 2;
            else
                return NULL;
            continue;
        }
        at += count;
    }
    return at + 1;
}

static bool is_json_object(const char *at)
{
    if (*at++ != '{')
        return false;
    for (;;) {
        at = skip_json_string(at);
        if (at == NULL || *at++ != ':')
            return false;
        if (*at == '"') {
            at = skip_json_string(at);
            if (at == NULL)
                return false;
        } else {
            size_t count = strspn(at, "-0123456789truefals");
            if (count == 0)
                return false;
            at += count;
        }
        if (*at == '}')
            return at[1] == '\0';
        if (*at++ != ',')
            return false;
    }
}

START_TEST(levels_have_names_that_read_back)
{
    tr_log_level level;
    for (int i = TR_LOG_ERROR; i <= TR_LOG_DEBUG; i++) {
        const char *name = tr_log_level_name((tr_log_level)i);
        ck_assert_int_eq(tr_log_level_parse(name, strlen(name), &level), TR_OK);
        ck_assert_int_eq(level, i);
    }
    ck_assert_int_eq(tr_log_level_parse("WARN", 4, &level), TR_OK);
    ck_assert_int_eq(level, TR_LOG_WARNING);
    ck_assert_int_eq(tr_log_level_parse("Info", 4, &level), TR_OK);
    ck_assert_int_eq(tr_log_level_parse("inf", 3, &level), TR_E_PARSE);
    ck_assert_int_eq(tr_log_level_parse("", 0, &level), TR_E_PARSE);
    ck_assert_int_eq(tr_log_level_parse(NULL, 0, &level), TR_E_INVALID);
    ck_assert_ptr_null(tr_log_level_name((tr_log_level)9));
}
END_TEST

START_TEST(log_takes_its_level_and_everything_graver)
{
    heard to = { 0 };
    tr_log log = { hear, &to, TR_LOG_WARNING };
    tr_log_field fields[] = { tr_log_int("count", 3) };
    tr_log_write(&log, TR_LOG_INFO, AT_NS, "quiet", NULL, 0);
    tr_log_write(&log, TR_LOG_DEBUG, AT_NS, "quiet", NULL, 0);
    ck_assert_int_eq(to.count, 0);
    tr_log_write(&log, TR_LOG_ERROR, AT_NS, "heard", NULL, 0);
    tr_log_write(&log, TR_LOG_WARNING, AT_NS, "heard", fields, 1);
    ck_assert_int_eq(to.count, 2);
    ck_assert_int_eq(to.last.level, TR_LOG_WARNING);
    ck_assert_int_eq(to.last.at_ns, AT_NS);
    ck_assert_str_eq(to.last.message, "heard");
    ck_assert_ptr_eq(to.last.fields, fields);
    ck_assert_uint_eq(to.last.field_count, 1);
    ck_assert(!tr_log_is_on(&log, TR_LOG_INFO));
    ck_assert(tr_log_is_on(&log, TR_LOG_ERROR));
}
END_TEST

START_TEST(no_log_is_silence)
{
    tr_log mute = { .level = TR_LOG_DEBUG };
    tr_log_write(NULL, TR_LOG_ERROR, 0, "unheard", NULL, 0);
    tr_log_write(&mute, TR_LOG_ERROR, 0, "unheard", NULL, 0);
    ck_assert(!tr_log_is_on(NULL, TR_LOG_ERROR));
}
END_TEST

START_TEST(every_kind_of_field_is_written_by_its_type)
{
    char line[1024];
    tr_decimal price;
    tr_id id;
    tr_secret *secret;
    ck_assert_int_eq(tr_decimal_parse("-101.50", 7, &price), TR_OK);
    ck_assert_int_eq(tr_id_parse("00000000000000000000000004", 26, &id), TR_OK);
    ck_assert_int_eq(tr_secret_new("hunter2", 7, &secret), TR_OK);
    tr_log_field fields[] = {
        tr_log_text("text", "a b"),           tr_log_text_part("part", "abcdef", 3),
        tr_log_text("empty", NULL),           tr_log_int("count", INT64_MIN),
        tr_log_decimal("price", price),       tr_log_id("order_id", id),
        tr_log_id("no_id", (tr_id){ { 0 } }), tr_log_time("due", 0),
        tr_log_bool("is_live", false),        tr_log_status("status", TR_E_FULL),
        tr_log_secret("key", secret),         tr_log_secret("other", NULL),
    };
    tr_log_record record = record_of("order accepted", fields, 12);
    static const char json[] =
        "{\"time\":\"2026-12-25T23:59:59.123456789Z\",\"level\":\"info\","
        "\"message\":\"order accepted\",\"text\":\"a b\",\"part\":\"abc\",\"empty\":\"\","
        "\"count\":-9223372036854775808,\"price\":\"-101.5\","
        "\"order_id\":\"00000000000000000000000004\",\"no_id\":\"none\","
        "\"due\":\"1970-01-01T00:00:00Z\",\"is_live\":false,\"status\":\"full\","
        "\"key\":\"***\",\"other\":\"***\"}";
    static const char text[] =
        "2026-12-25T23:59:59.123Z info    order accepted text=\"a b\" part=abc empty=\"\" "
        "count=-9223372036854775808 price=-101.5 order_id=00000000000000000000000004 no_id=none "
        "due=1970-01-01T00:00:00Z is_live=false status=full key=*** other=***";
    ck_assert_uint_eq(tr_log_format_json(&record, line, sizeof line), strlen(json));
    ck_assert_str_eq(line, json);
    ck_assert(is_json_object(line));
    ck_assert_uint_eq(tr_log_format_text(&record, line, sizeof line), strlen(text));
    ck_assert_str_eq(line, text);
    tr_secret_free(secret);
}
END_TEST

START_TEST(field_of_a_secret_does_not_hold_its_bytes)
{
    tr_secret *secret;
    ck_assert_int_eq(tr_secret_new("hunter2hunter2hunter2", 21, &secret), TR_OK);
    tr_log_field field = tr_log_secret("key", secret);
    ck_assert_ptr_null(field.value.text.bytes);
    ck_assert_uint_eq(field.value.text.length, 0);
    tr_secret_free(secret);
}
END_TEST

START_TEST(text_cannot_break_out_of_its_line)
{
    char line[512];
    tr_log_field fields[] = {
        tr_log_text("a", "q\"\\/\b\f\n\r\t\x01\x1F\x7F"),
        tr_log_text_part("nul", "x\0y", 3),
        tr_log_text("c1", "\xC2\x9B"),
        tr_log_text("bad", "\xFF\xC0\xAF\xED\xA0\x80"),
        tr_log_text("good", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\x80"),
        tr_log_text("n\nm=\"x", "1"),
    };
    tr_log_record record = record_of("a\nb", fields, 6);
    ck_assert_uint_gt(tr_log_format_json(&record, line, sizeof line), 0);
    ck_assert(is_json_object(line));
    ck_assert_ptr_nonnull(strstr(line, "\"message\":\"a\\nb\""));
    ck_assert_ptr_nonnull(strstr(line, "\"a\":\"q\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\""));
    ck_assert_ptr_nonnull(strstr(line, "\"nul\":\"x\\u0000y\""));
    ck_assert_ptr_nonnull(strstr(line, "\"c1\":\"\\u009b\""));
    ck_assert_ptr_nonnull(strstr(line, "\"bad\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                                       "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""));
    ck_assert_ptr_nonnull(strstr(line, "\"good\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9A\x80\""));
    ck_assert_ptr_nonnull(strstr(line, "\"n_m__x\":\"1\""));
    ck_assert_uint_gt(tr_log_format_text(&record, line, sizeof line), 0);
    for (const char *at = line; *at != '\0'; at++)
        ck_assert((unsigned char)*at >= 0x20 && *at != 0x7F);
    ck_assert_ptr_nonnull(strstr(line, " nul=\"x\\u0000y\""));
    ck_assert_ptr_nonnull(strstr(line, " n_m__x=1"));
}
END_TEST

START_TEST(line_is_cut_cleanly_at_every_size)
{
    char line[700];
    tr_decimal price = tr_decimal_from_int(123456);
    tr_log_field fields[] = {
        tr_log_text("first", "\xE2\x82\xAC\"\xF0\x9F\x9A\x80\n\xE2\x82\xAC and so on"),
        tr_log_int("count", -123456789),
        tr_log_decimal("price", price),
        tr_log_secret("key", NULL),
        tr_log_bool("is_live", true),
        tr_log_text("last", "with a blank"),
    };
    tr_log_record record = record_of("a message of some length, as they come", fields, 6);
    size_t whole = tr_log_format_json(&record, line, sizeof line);
    size_t whole_text = tr_log_format_text(&record, line, sizeof line);
    for (size_t size = TR_LOG_LINE_SIZE_MIN; size < sizeof line; size++) {
        memset(line, '!', sizeof line);
        size_t length = tr_log_format_json(&record, line, size);
        ck_assert_uint_lt(length, size);
        ck_assert_uint_eq(length, strlen(line));
        ck_assert_msg(is_json_object(line), "size %zu: %s", size, line);
        if (size < sizeof line - 1)
            ck_assert_int_eq(line[size], '!');
        if (length < whole)
            ck_assert_str_eq(line + length - 12, ",\"cut\":true}");
        length = tr_log_format_text(&record, line, size);
        ck_assert_uint_lt(length, size);
        if (length < whole_text)
            ck_assert_str_eq(line + length - 9, " cut=true");
    }
}
END_TEST

START_TEST(long_message_leaves_a_whole_line)
{
    char message[1000];
    char line[200];
    memset(message, '\n', sizeof message);
    message[sizeof message - 1] = '\0';
    tr_log_field fields[] = { tr_log_int("count", 1) };
    tr_log_record record = record_of(message, fields, 1);
    ck_assert_uint_gt(tr_log_format_json(&record, line, sizeof line), 180);
    ck_assert(is_json_object(line));
    ck_assert_uint_gt(tr_log_format_text(&record, line, sizeof line), 180);
}
END_TEST

START_TEST(unusable_arguments_give_an_empty_line)
{
    char line[TR_LOG_LINE_SIZE_MIN] = "x";
    tr_log_record record = record_of(NULL, NULL, 0);
    ck_assert_uint_eq(tr_log_format_json(&record, line, sizeof line - 1), 0);
    ck_assert_str_eq(line, "");
    ck_assert_uint_eq(tr_log_format_json(NULL, line, sizeof line), 0);
    ck_assert_uint_eq(tr_log_format_json(&record, NULL, 1000), 0);
    ck_assert_uint_gt(tr_log_format_json(&record, line, sizeof line), 0);
    ck_assert(is_json_object(line));
    record.field_count = 1;
    ck_assert_uint_eq(tr_log_format_text(&record, line, sizeof line), 0);
}
END_TEST

START_TEST(random_bytes_always_make_one_valid_json_line)
{
    const uint64_t seed = 20261122;
    tr_rng rng;
    char bytes[200];
    char line[512];
    tr_rng_init(&rng, seed);
    for (int i = 0; i < 20000; i++) {
        size_t length = tr_rng_below(&rng, sizeof bytes);
        for (size_t at = 0; at < length; at++)
            bytes[at] = (char)tr_rng_next(&rng);
        tr_log_field fields[] = { tr_log_text_part("x", bytes, length), tr_log_int("n", i) };
        tr_log_record record = record_of("m", fields, 2);
        size_t size = TR_LOG_LINE_SIZE_MIN + tr_rng_below(&rng, sizeof line - TR_LOG_LINE_SIZE_MIN);
        ck_assert_uint_gt(tr_log_format_json(&record, line, size), 0);
        ck_assert_msg(is_json_object(line), "seed %ju, case %d: %s", (uintmax_t)seed, i, line);
    }
}
END_TEST

START_TEST(utf8_accepts_each_character_and_nothing_else)
{
    uint32_t found = 0;
    for (uint32_t character = 0; character < 0x110000; character++) {
        char text[4];
        size_t count = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
        static const unsigned char leads[] = { 0, 0x00, 0xC0, 0xE0, 0xF0 };
        for (size_t at = count; at-- > 0;) {
            uint32_t bits = character >> (6 * (count - 1 - at));
            text[at] = (char)(at > 0 ? 0x80 | (bits & 0x3F) : leads[count] | bits);
        }
        bool is_surrogate = character >= 0xD800 && character < 0xE000;
        ck_assert_uint_eq(tr__utf8_read(text, count, &found), is_surrogate ? 0 : count);
        if (!is_surrogate)
            ck_assert_uint_eq(found, character);
        ck_assert_uint_eq(tr__utf8_read(text, count - 1, NULL), 0);
    }
    ck_assert_uint_eq(tr__utf8_read("\xC1\xBF", 2, NULL), 0); /* overlong */
    ck_assert_uint_eq(tr__utf8_read("\xE0\x9F\xBF", 3, NULL), 0);
    ck_assert_uint_eq(tr__utf8_read("\xF0\x8F\xBF\xBF", 4, NULL), 0);
    ck_assert_uint_eq(tr__utf8_read("\xF4\x90\x80\x80", 4, NULL), 0); /* beyond U+10FFFF */
    ck_assert_uint_eq(tr__utf8_read("\x80", 1, NULL), 0);
    ck_assert_uint_eq(tr__utf8_read("\xE2\x82"
                                    "a",
                                    3, NULL),
                      0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("log");
    TCase *tests = tcase_create("log");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, levels_have_names_that_read_back);
    tcase_add_test(tests, log_takes_its_level_and_everything_graver);
    tcase_add_test(tests, no_log_is_silence);
    tcase_add_test(tests, every_kind_of_field_is_written_by_its_type);
    tcase_add_test(tests, field_of_a_secret_does_not_hold_its_bytes);
    tcase_add_test(tests, text_cannot_break_out_of_its_line);
    tcase_add_test(tests, line_is_cut_cleanly_at_every_size);
    tcase_add_test(tests, long_message_leaves_a_whole_line);
    tcase_add_test(tests, unusable_arguments_give_an_empty_line);
    tcase_add_test(tests, random_bytes_always_make_one_valid_json_line);
    tcase_add_test(tests, utf8_accepts_each_character_and_nothing_else);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
