/* Several ways out, exits that are not taken, and positions without a stop. */
#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

#define SECOND_NS INT64_C(1000000000)

static int64_t count_of(tr_order_state state)
{
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    return counts[state];
}

static bool count_alarm(void *user, const void *row)
{
    *(int64_t *)user += ((const tr_event_row *)row)->kind == 12;
    return true;
}

static int64_t count_alarms(void)
{
    int64_t count = 0;
    tr_store_query query = { .table = TR_TABLE_EVENT, .limit = 1000 };
    ck_assert_int_eq(r.reader.read(r.reader.user, &query, count_alarm, page_read, &count, NULL),
                     TR_OK);
    return count;
}

static void wait_for(int64_t duration_ns)
{
    r.now_ns += duration_ns;
    tr_engine_timer(r.engine);
    rig_settle(&r);
}

/* 1 BTC in three legs: 0.5 to 110, 0.3 to 120, 0.2 with a stop alone; all stops at 90. */
static tr_order_request in_three_legs(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.legs[0] = (tr_leg){ rig_decimal("0.5"), { rig_decimal("110") }, { rig_decimal("90") } };
    request.legs[1] = (tr_leg){ rig_decimal("0.3"), { rig_decimal("120") }, { rig_decimal("90") } };
    request.legs[2] = (tr_leg){ rig_decimal("0.2"), { { 0 } }, { rig_decimal("90") } };
    request.leg_count = 3;
    return request;
}

static void buy_one(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    r.request_count = 0;
}

/* ---- legs ------------------------------------------------------------------------------------ */

START_TEST(legs_take_what_fills_in_their_order_each_up_to_its_share)
{
    tr_order_request request = in_three_legs();
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    r.request_count = 0;
    rig_fill(&r, entry, "0.6", "100", "0"); /* 0.5 and 0.1 of the second */
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 4);
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "100");
    rig_fill(&r, entry, "0.4", "100", "0"); /* 0.2 more of the second, and the third */
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 5);
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "110");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_str_eq(text_of(r.requests[0].order.quantity.value), "0.5");
    rig_fill(&r, id_of(&r.requests[0].order), "0.5", "110", "0");
    rig_price(&r, "BTC/USDT", "120");
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_str_eq(text_of(r.requests[1].order.quantity.value), "0.3");
    rig_fill(&r, id_of(&r.requests[1].order), "0.3", "120", "0");
    rig_price(&r, "BTC/USDT", "90");
    ck_assert_uint_eq(r.request_count, 3);
    ck_assert_str_eq(text_of(r.requests[2].order.quantity.value), "0.2");
    rig_fill(&r, id_of(&r.requests[2].order), "0.2", "90", "0");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(stops_of_all_legs_close_the_whole_position)
{
    tr_order_request request = in_three_legs();
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "89");
    ck_assert_uint_eq(r.request_count, 3);
    tr_decimal sum = { 0 };
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(tr_decimal_add(sum, r.requests[i].order.quantity.value, &sum), TR_OK);
    ck_assert_str_eq(text_of(sum), "1");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0); /* each took its target along */
}
END_TEST

START_TEST(legs_that_make_no_sense_are_refused)
{
    tr_order_request both = in_three_legs();
    both.stop_loss.value = rig_decimal("80");
    rig_submit(&r, &both);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    tr_order_request much = in_three_legs();
    much.legs[0].share = rig_decimal("0.6");
    rig_submit(&r, &much);
    ck_assert_int_eq(r.status, TR_E_RANGE);
    tr_order_request wrong = in_three_legs();
    wrong.legs[1].take_profit.value = rig_decimal("99"); /* below the market */
    rig_submit(&r, &wrong);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 0);
}
END_TEST

/* ---- what is not taken ----------------------------------------------------------------------- */

START_TEST(rejected_stop_is_tried_again_later_and_later_with_an_alarm_each_time)
{
    buy_one();
    int64_t delay_ns = SECOND_NS;
    for (int attempt = 1; attempt <= 8; attempt++) {
        rig_price(&r, "BTC/USDT", "94");
        ck_assert_uint_eq(r.request_count, 1);
        rig_report(&r, TR_REPORT_REJECTED, id_of(&r.requests[0].order));
        ck_assert_int_eq(count_alarms(), attempt);
        ck_assert_int_eq(count_of(TR_STATE_WAITING), 2);
        r.request_count = 0;
        wait_for(delay_ns - 1);
        rig_price(&r, "BTC/USDT", "94");
        ck_assert_uint_eq(r.request_count, 0); /* not yet */
        rig_restart(&r, true);
        wait_for(1);
        delay_ns = delay_ns < 64 * SECOND_NS ? delay_ns * 2 : delay_ns;
    }
    rig_price(&r, "BTC/USDT", "94");
    rig_fill(&r, id_of(&r.requests[0].order), "1", "94", "0");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(target_works_while_its_stop_is_tried_again)
{
    buy_one();
    rig_price(&r, "BTC/USDT", "94");
    rig_report(&r, TR_REPORT_REJECTED, id_of(&r.requests[0].order));
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "110");
    ck_assert_uint_eq(r.request_count, 1);
    rig_fill(&r, id_of(&r.requests[0].order), "1", "110", "0");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(exit_of_a_position_that_is_gone_is_not_tried_again)
{
    buy_one();
    rig_price(&r, "BTC/USDT", "94");
    tr_id stop = id_of(&r.requests[0].order);
    rig_fill(&r, stop, "1", "94", "0");
    int64_t alarms = count_alarms();
    rig_report(&r, TR_REPORT_REJECTED, stop);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
    ck_assert_int_eq(count_alarms(), alarms);
}
END_TEST

START_TEST(stop_that_its_owner_cancels_leaves_an_alarm)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    rig_price(&r, "BTC/USDT", "94");
    tr_id stop = id_of(&r.requests[1].order);
    rig_report(&r, TR_REPORT_ACCEPTED, stop);
    ck_assert_int_eq(count_alarms(), 0);
    rig_cancel(&r, stop);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    ck_assert_int_eq(count_alarms(), 1);
}
END_TEST

START_TEST(stop_that_was_cancelled_comes_back_for_what_fills_afterwards)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    request.take_profit.value = rig_decimal("110");
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    rig_fill(&r, entry, "0.4", "100", "0");
    tr_order exit;
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_STOP_LOSS, &exit));
    rig_cancel(&r, exit.id);
    ck_assert_int_eq(count_alarms(), 1); /* for its part */
    rig_fill(&r, entry, "0.6", "100", "0");
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "95");
    ck_assert_uint_eq(r.request_count, 1);
    char text[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(r.requests[0].order.quantity.value, text, sizeof text);
    ck_assert_str_eq(text, "0.6");
}
END_TEST

START_TEST(stop_that_is_cancelled_on_its_way_and_never_arrives_leaves_an_alarm)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    rig_price(&r, "BTC/USDT", "94");
    tr_id stop = id_of(&r.requests[1].order);
    rig_cancel(&r, stop);
    rig_report(&r, TR_REPORT_REJECTED, stop);
    ck_assert_int_eq(count_alarms(), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("brackets");
    TCase *tests = tcase_create("brackets");
    tcase_add_checked_fixture(tests, rig_setup, rig_teardown);
    tcase_add_test(tests, legs_take_what_fills_in_their_order_each_up_to_its_share);
    tcase_add_test(tests, stops_of_all_legs_close_the_whole_position);
    tcase_add_test(tests, legs_that_make_no_sense_are_refused);
    tcase_add_test(tests, rejected_stop_is_tried_again_later_and_later_with_an_alarm_each_time);
    tcase_add_test(tests, target_works_while_its_stop_is_tried_again);
    tcase_add_test(tests, exit_of_a_position_that_is_gone_is_not_tried_again);
    tcase_add_test(tests, stop_that_its_owner_cancels_leaves_an_alarm);
    tcase_add_test(tests, stop_that_was_cancelled_comes_back_for_what_fills_afterwards);
    tcase_add_test(tests, stop_that_is_cancelled_on_its_way_and_never_arrives_leaves_an_alarm);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
