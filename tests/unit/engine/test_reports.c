/* An exchange that speaks late, twice, out of order, or not at all. */
#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

/* A limit buy of 1 BTC at 99, sent and not yet answered by the exchange. */
static tr_id send_limit(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("99");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    return r.order.id;
}

START_TEST(both_sides_of_a_trade_with_oneself_are_booked)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "2");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "2", "100", "0");
    tr_id buy = send_limit();
    request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    tr_id sell = r.order.id;
    rig_fill(&r, buy, "1", "99", "0");
    r.fill_number--; /* an exchange has one number for both sides of a trade */
    rig_fill(&r, sell, "1", "99", "0");
    ck_assert_int_eq(tr_engine_status(r.engine, NULL), TR_OK);
    ck_assert_int_eq(stored(buy).state, TR_STATE_FILLED);
    ck_assert_int_eq(stored(sell).state, TR_STATE_FILLED);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 3);
    rig_restart(&r, true);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 3);
}
END_TEST

START_TEST(cancel_asked_on_the_way_goes_out_after_a_fill_in_part)
{
    tr_id id = send_limit();
    int answers = r.answer_count;
    rig_cancel(&r, id);
    rig_fill(&r, id, "0.4", "99", "0"); /* the first that is heard of it */
    ck_assert_int_eq(r.answer_count, answers);
    ck_assert_uint_eq(count_requests(RIG_CANCEL), 1);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_int_eq(r.answer_count, answers + 1);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
    check_decimal(stored(id).filled_quantity.value, "0.4");
}
END_TEST

START_TEST(fill_that_arrives_behind_the_end_of_its_order_is_booked)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_fill(&r, id, "0.3", "100", "0");
    rig_report(&r, TR_REPORT_CANCELLED, id);
    rig_fill(&r, id, "0.2", "100", "0.1");
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
    check_decimal(stored(id).filled_quantity.value, "0.5");
    tr_balance goods;
    ck_assert(rig_stored_balance(&r, "BTC", &goods));
    check_decimal(goods.total.value, "0.5");
    r.fill_number -= 2; /* both again: known */
    rig_fill(&r, id, "0.3", "100", "0");
    rig_fill(&r, id, "0.2", "100", "0.1");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 2);
    rig_restart(&r, true);
    r.fill_number--;
    rig_fill(&r, id, "0.2", "100", "0.1");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 2);
    rig_fill(&r, id, "0.1", "100", "0");
    check_decimal(stored(id).filled_quantity.value, "0.6");
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "94"); /* what came late is protected as well */
    ck_assert_uint_ge(r.request_count, 1);
}
END_TEST

/* A reader whose rows come at once, and its ends of pages when the test lets them. */
typedef struct page {
    tr_store_row_sink *row;
    tr_store_read_done *done;
    void *user;
    tr_status status;
    bool has_more;
} page;

static page pages[8];
static size_t page_count, page_ended;
static tr_store_reader reader_now;

static bool take_row(void *user, const void *row)
{
    const page *of = user;
    return of->row(of->user, row);
}

static void note_end(void *user, tr_status status, bool has_more, const tr_error *err)
{
    page *of = user;
    (void)err; /* the status tells */
    of->status = status;
    of->has_more = has_more;
}

static tr_status read_later(void *user, const tr_store_query *query, tr_store_row_sink *row, tr_store_read_done *done,
                            void *read_user, tr_error *err)
{
    ck_assert_uint_lt(page_count, sizeof pages / sizeof pages[0]);
    page *of = &pages[page_count++];
    *of = (page){ .row = row, .done = done, .user = read_user };
    return reader_now.read(user, query, take_row, note_end, of, err);
}

static void end_page(void)
{
    ck_assert_uint_lt(page_ended, page_count);
    const page *of = &pages[page_ended++];
    of->done(of->user, of->status, of->has_more, NULL);
    rig_settle(&r);
}

START_TEST(late_fills_of_one_order_are_booked_though_their_look_ups_overlap)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_CANCELLED, id);
    reader_now = r.reader;
    r.reader.read = read_later;
    page_count = page_ended = 0;
    rig_fill(&r, id, "0.3", "100", "0");
    end_page(); /* the first one's order was read; its fills are asked for */
    rig_fill(&r, id, "0.2", "100", "0"); /* the second one reads the order as it was */
    end_page(); /* the first is booked, and its order leaves again */
    while (page_ended < page_count)
        end_page();
    r.reader.read = reader_now.read;
    ck_assert_int_eq(tr_engine_status(r.engine, NULL), TR_OK);
    check_decimal(stored(id).filled_quantity.value, "0.5");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 2);
}
END_TEST

START_TEST(order_sent_with_an_unknown_outcome_is_looked_up)
{
    r.place_status = TR_E_UNKNOWN_OUTCOME;
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    ck_assert_int_eq(stored(id).state, TR_STATE_UNKNOWN);
    ck_assert_uint_eq(count_requests(RIG_QUERY), 1);
    rig_fill(&r, id, "1", "100", "0");
    ck_assert_int_eq(stored(id).state, TR_STATE_FILLED);
}
END_TEST

START_TEST(cancel_that_could_not_be_asked_is_a_conflict_and_the_order_works_on)
{
    tr_id id = send_limit();
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    r.cancel_status = TR_E_NETWORK;
    rig_cancel(&r, id);
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    r.cancel_status = TR_OK;
    rig_cancel(&r, id);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

START_TEST(order_that_expired_on_the_way_is_not_sent_again)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.expires_ns = r.now_ns + 1000;
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    r.now_ns += INT64_C(3600000000000);
    rig_restart(&r, true);
    rig_settle(&r);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    ck_assert_uint_eq(count_requests(RIG_PLACE), 0);
    ck_assert_int_eq(stored(id).state, TR_STATE_EXPIRED);
    check_decimal(stored(id).reserved.value, "0");
}
END_TEST

START_TEST(order_cancelled_on_the_way_is_not_sent_again)
{
    tr_id id = send_limit();
    rig_restart(&r, true);
    rig_settle(&r);
    r.now_ns += INT64_C(3600000000000);
    rig_cancel(&r, id);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    ck_assert_uint_eq(count_requests(RIG_PLACE), 0);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
}
END_TEST

START_TEST(order_is_given_up_only_when_asked_for_after_it_could_still_arrive)
{
    r.traits.validity_ns = INT64_C(2000000000);
    r.traits.visibility_ns = INT64_C(1000000000);
    tr_id id = send_limit();
    rig_report(&r, TR_REPORT_UNKNOWN, id);
    int64_t sent_ns = r.now_ns;
    rig_cancel(&r, id);
    r.now_ns += INT64_C(3600000000000); /* the answer is heard late */
    rig_report_not_found(&r, id, sent_ns + INT64_C(2999999999));
    ck_assert_int_eq(stored(id).state, TR_STATE_UNKNOWN);
    rig_report_not_found(&r, id, 0); /* nobody knows when it was asked */
    ck_assert_int_eq(stored(id).state, TR_STATE_UNKNOWN);
    rig_report_not_found(&r, id, sent_ns + INT64_C(3000000000));
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
}
END_TEST

START_TEST(fill_that_is_no_execution_is_not_booked)
{
    tr_id id = send_limit();
    rig_fill(&r, id, "0", "99", "0");
    rig_fill(&r, id, "-1", "99", "0");
    rig_fill(&r, id, "1", "0", "0");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 0);
    ck_assert_int_eq(stored(id).state, TR_STATE_SENDING);
}
END_TEST

START_TEST(rejection_of_an_order_being_cancelled_ends_it)
{
    tr_id id = send_limit();
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_cancel(&r, id);
    rig_report(&r, TR_REPORT_REJECTED, id);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

START_TEST(order_whose_id_may_come_again_stays_unknown_and_is_never_sent_twice)
{
    r.traits.ids_unique_for_ever = false;
    tr_id id = send_limit();
    rig_report(&r, TR_REPORT_UNKNOWN, id);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    rig_restart(&r, true);
    rig_settle(&r);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    ck_assert_uint_eq(count_requests(RIG_PLACE), 0); /* since the restart */
    ck_assert_int_eq(stored(id).state, TR_STATE_UNKNOWN);
    rig_report(&r, TR_REPORT_ACCEPTED, id); /* it was there all the time */
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
}
END_TEST

START_TEST(order_sent_again_in_vain_may_still_be_there_from_the_first_time)
{
    tr_id id = send_limit();
    rig_report(&r, TR_REPORT_UNKNOWN, id);
    r.place_status = TR_E_NETWORK;
    rig_report(&r, TR_REPORT_NOT_FOUND, id); /* an answer from before it arrived */
    ck_assert_int_eq(stored(id).state, TR_STATE_UNKNOWN);
    size_t queries = count_requests(RIG_QUERY);
    r.now_ns = tr_engine_due_ns(r.engine);
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_uint_eq(count_requests(RIG_QUERY), queries + 1);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
}
END_TEST

START_TEST(late_news_of_a_cancelled_order_changes_nothing)
{
    tr_id id = send_limit();
    rig_report(&r, TR_REPORT_CANCELLED, id);
    tr_order before = stored(id);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_report(&r, TR_REPORT_UNKNOWN, id);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    rig_report(&r, TR_REPORT_REJECTED, id);
    rig_report(&r, TR_REPORT_DONE, id);
    ck_assert_int_eq(stored(id).version, before.version);
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports");
    TCase *tests = tcase_create("reports");
    tcase_add_checked_fixture(tests, rig_setup, rig_teardown);
    tcase_add_test(tests, cancel_asked_on_the_way_goes_out_after_a_fill_in_part);
    tcase_add_test(tests, fill_that_arrives_behind_the_end_of_its_order_is_booked);
    tcase_add_test(tests, late_fills_of_one_order_are_booked_though_their_look_ups_overlap);
    tcase_add_test(tests, order_sent_with_an_unknown_outcome_is_looked_up);
    tcase_add_test(tests, cancel_that_could_not_be_asked_is_a_conflict_and_the_order_works_on);
    tcase_add_test(tests, order_that_expired_on_the_way_is_not_sent_again);
    tcase_add_test(tests, order_cancelled_on_the_way_is_not_sent_again);
    tcase_add_test(tests, order_is_given_up_only_when_asked_for_after_it_could_still_arrive);
    tcase_add_test(tests, fill_that_is_no_execution_is_not_booked);
    tcase_add_test(tests, rejection_of_an_order_being_cancelled_ends_it);
    tcase_add_test(tests, both_sides_of_a_trade_with_oneself_are_booked);
    tcase_add_test(tests, order_whose_id_may_come_again_stays_unknown_and_is_never_sent_twice);
    tcase_add_test(tests, order_sent_again_in_vain_may_still_be_there_from_the_first_time);
    tcase_add_test(tests, late_news_of_a_cancelled_order_changes_nothing);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
