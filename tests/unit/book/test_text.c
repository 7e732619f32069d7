/* test_text.c: lines of scenarios that must be read, and lines that must not. */
#include "support/check_tap.h"

#include <string.h>

#include <trade/book_text.h>

static tr_status read_command(const char *line, tr_book_command *out)
{
    tr_error err = { .message = "" };
    tr_status status = tr_book_text_command(line, strlen(line), out, NULL, &err);
    ck_assert(status == TR_OK || err.message[0] != '\0');
    return status;
}

START_TEST(a_command_is_read_with_what_it_gives)
{
    tr_book_command c;
    ck_assert_int_eq(
        read_command("new id=9223372036854775807 side=sell type=stop_limit qty=5 price=-7 stop=0"
                     " tif=gtd expire=3 display=2 owner=-9223372036854775808 stp=decrement"
                     " post_only=1",
                     &c),
        TR_OK);
    ck_assert_int_eq(c.kind, TR_BOOK_COMMAND_NEW);
    ck_assert_int_eq(c.id, INT64_MAX);
    ck_assert_int_eq(c.owner, INT64_MIN);
    ck_assert_int_eq(c.price, -7);
    ck_assert_int_eq(c.type, TR_BOOK_TYPE_STOP_LIMIT);
    ck_assert_int_eq(c.tif, TR_BOOK_TIF_GTD);
    ck_assert_int_eq(c.stp, TR_BOOK_STP_DECREMENT);
    ck_assert(c.is_post_only);
    ck_assert_uint_eq(c.given, TR_BOOK_GIVEN_PRICE | TR_BOOK_GIVEN_QUANTITY | TR_BOOK_GIVEN_STOP |
                                   TR_BOOK_GIVEN_DISPLAY | TR_BOOK_GIVEN_EXPIRE);
    ck_assert_int_eq(read_command("time now=12", &c), TR_OK);
    ck_assert_int_eq(c.at, 12);
    ck_assert_int_eq(read_command("amend id=3 stop=4", &c), TR_OK);
    ck_assert_uint_eq(c.given, TR_BOOK_GIVEN_STOP);
}
END_TEST

START_TEST(a_command_that_is_written_reads_as_the_same)
{
    static const char *const lines[] = {
        "new id=9223372036854775807 side=sell type=stop_limit qty=5 price=-7 stop=0 tif=gtd "
        "expire=3"
        " display=2 post_only=1 owner=-9223372036854775808 stp=decrement",
        "new id=-4 side=buy type=market qty=0 tif=ioc",
        "new id=1 side=buy type=limit",
        "cancel id=12",
        "amend id=3 qty=4 price=5 stop=6",
        "amend id=3",
        "time now=-9223372036854775808",
        ("new id=1 side=buy type=market_to_limit qty=5 display=2 hidden=1 aon=1 min_qty=3 trail=-4"
         " trail_bps=5 partner=6 target_id=7 target_price=8 stop_id=9 stop_price=10 stop_limit=11"),
        "phase to=auction",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        tr_book_command c;
        tr_book_special special;
        char text[TR_BOOK_TEXT_COMMAND_SIZE];
        ck_assert_int_eq(tr_book_text_command(lines[i], strlen(lines[i]), &c, &special, NULL),
                         TR_OK);
        ck_assert_uint_eq(tr_book_text_command_write(&c, text, sizeof text), strlen(lines[i]));
        ck_assert_str_eq(text, lines[i]);
        for (size_t size = 0; size <= strlen(lines[i]); size++)
            ck_assert_uint_eq(tr_book_text_command_write(&c, text, size), 0);
        c.kind = 77;
        ck_assert_uint_eq(tr_book_text_command_write(&c, text, sizeof text), 0);
    }
}
END_TEST

START_TEST(options_that_are_written_read_as_the_same)
{
    static const char *const lines[] = { "config", "config tick=5 lot=10 min_qty=0 max_qty=7"
                                                   " band_low=1 band_high=2 last=3 now=-4"
                                                   " pro_rata=1 top_order=1 share_min=2" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        tr_book_options options = TR_BOOK_OPTIONS_INIT;
        char text[TR_BOOK_TEXT_COMMAND_SIZE];
        ck_assert_int_eq(tr_book_text_options(lines[i], strlen(lines[i]), &options, NULL), TR_OK);
        ck_assert_uint_eq(tr_book_text_options_write(&options, text, sizeof text),
                          strlen(lines[i]));
        ck_assert_str_eq(text, lines[i]);
        ck_assert_uint_eq(tr_book_text_options_write(&options, text, 3), 0);
    }
}
END_TEST

START_TEST(what_few_orders_have_is_read_apart)
{
    static const char line[] =
        "new id=1 side=buy type=market_to_limit qty=5 display=2 min_qty=3 trail=-4 trail_bps=5 "
        "partner=6 target_id=7 target_price=8 stop_id=9 stop_price=10 stop_limit=11 hidden=1 "
        "aon=1";
    tr_book_command c;
    tr_book_special special;
    ck_assert_int_eq(tr_book_text_command(line, strlen(line), &c, &special, NULL), TR_OK);
    ck_assert_int_eq(c.type, TR_BOOK_TYPE_MARKET_TO_LIMIT);
    ck_assert_uint_eq(c.flags, TR_BOOK_FLAG_HIDDEN | TR_BOOK_FLAG_ALL_OR_NONE);
    ck_assert_uint_eq(c.given,
                      TR_BOOK_GIVEN_QUANTITY | TR_BOOK_GIVEN_DISPLAY | TR_BOOK_GIVEN_SPECIAL);
    ck_assert_ptr_eq(c.special, &special);
    tr_book_special expected = { 2, 3, -4, 5, 6, 7, 8, 9, 10, 11 };
    ck_assert_mem_eq(&special, &expected, sizeof special);
    ck_assert_int_eq(read_command("new id=1 side=buy type=limit qty=5 min_qty=3", &c), TR_E_PARSE);
    ck_assert_int_eq(read_command("phase to=auction", &c), TR_OK);
    ck_assert_int_eq(c.phase, TR_BOOK_PHASE_AUCTION);
    ck_assert_int_eq(read_command("phase to=noon", &c), TR_E_PARSE);
    ck_assert_int_eq(read_command("amend id=1 hidden=2", &c), TR_E_PARSE);
}
END_TEST

START_TEST(what_is_not_a_command_is_refused)
{
    static const char *const lines[] = {
        "",
        " ",
        "news id=1",
        "new",
        "new id=1 side=buy",
        "new side=buy type=limit",
        "cancel",
        "time",
        "time id=1",
        "new id=1 side=up type=limit",
        "new id=1 side=buy type=limit price=",
        "new id=1 side=buy type=limit price=1.5",
        "new id=1 side=buy type=limit price=-",
        "cancel id=9223372036854775808",
        "cancel id=-9223372036854775809",
        "cancel id=+1",
        "new id=1 side=buy type=limit post_only=2",
        "cancel id=1 colour=red",
        "cancel id",
        "new=1 id=1",
        /* What an amend cannot change, it does not take. */
        "amend id=1 display=5",
        "amend id=1 tif=ioc",
        "amend id=1 side=buy",
        "amend id=1 owner=3",
        "amend id=1 type=limit",
        "amend id=1 expire=9",
        "amend id=1 post_only=1",
        "amend id=1 min_qty=2",
        /* Which of the two would it be? */
        "new id=1 side=buy type=limit qty=5 price=100 qty=6",
        "new id=1 id=2 side=buy type=limit qty=5 price=100",
        "new id=1 side=buy type=limit qty=5 price=100 aon=1 aon=0",
        "new id=1 side=buy type=limit qty=5 price=100 partner=7 partner=7",
        "amend id=1 qty=5 qty=5",
        "cancel id=1 id=1",
        "time now=1 now=2",
        "phase to=auction to=continuous",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        tr_book_command c = { .id = 77 };
        ck_assert_msg(read_command(lines[i], &c) == TR_E_PARSE, "accepted: %s", lines[i]);
        ck_assert_int_eq(c.id, 77);
    }
}
END_TEST

START_TEST(a_config_line_changes_what_it_names)
{
    tr_book_options options = TR_BOOK_OPTIONS_INIT;
    const char *line = "config tick=5 lot=10 max_qty=4611686018427387904 last=3";
    ck_assert_int_eq(tr_book_text_options(line, strlen(line), &options, NULL), TR_OK);
    ck_assert_int_eq(options.tick, 5);
    ck_assert_int_eq(options.quantity_max, TR_BOOK_QUANTITY_LIMIT);
    ck_assert_int_eq(options.quantity_min, 1);
    ck_assert_int_eq(options.last_price, 3);
    line = "config tick=7 size=3";
    ck_assert_int_eq(tr_book_text_options(line, strlen(line), &options, NULL), TR_E_PARSE);
    ck_assert_int_eq(options.tick, 5);
    static const char *const wrong[] = { "configrubbish", "config tick=5 tick=5",
                                         "config pro_rata=2", "config top_order=-1",
                                         "configuration tick=5" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_msg(tr_book_text_options(wrong[i], strlen(wrong[i]), &options, NULL) ==
                          TR_E_PARSE,
                      "accepted: %s", wrong[i]);
}
END_TEST

START_TEST(the_longest_event_fits_its_line)
{
    tr_book_event event = { .kind = TR_BOOK_EVENT_AMENDED,
                            .reason = TR_BOOK_REASON_POST_ONLY_WOULD_CROSS,
                            .flags = 0x0f,
                            .id = INT64_MIN,
                            .stop = INT64_MIN,
                            .price = INT64_MIN,
                            .quantity = INT64_MIN,
                            .open = INT64_MIN,
                            .shown = INT64_MIN };
    char text[TR_BOOK_TEXT_EVENT_SIZE];
    size_t length = tr_book_text_event(&event, text, sizeof text);
    ck_assert_uint_gt(length, 0);
    ck_assert_uint_lt(length, sizeof text);
    event.kind = 99;
    ck_assert_uint_eq(tr_book_text_event(&event, text, sizeof text), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("book text");
    TCase *cases = tcase_create("text");
    tcase_add_test(cases, a_command_is_read_with_what_it_gives);
    tcase_add_test(cases, a_command_that_is_written_reads_as_the_same);
    tcase_add_test(cases, options_that_are_written_read_as_the_same);
    tcase_add_test(cases, what_few_orders_have_is_read_apart);
    tcase_add_test(cases, what_is_not_a_command_is_refused);
    tcase_add_test(cases, a_config_line_changes_what_it_names);
    tcase_add_test(cases, the_longest_event_fits_its_line);
    suite_add_tcase(suite, cases);
    return run_as_tap(suite);
}
