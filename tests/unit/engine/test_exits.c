/* Ways out of a position: never more than is held, never lost while something is held. */
#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

static int64_t count_of(tr_order_state state)
{
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    return counts[state];
}

/* A buy of 1 BTC, filled at 100, with its exits; what was sent so far is forgotten. */
static void buy_one(const char *take_profit, const char *stop_loss)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    if (take_profit != NULL)
        request.take_profit.value = rig_decimal(take_profit);
    if (stop_loss != NULL)
        request.stop_loss.value = rig_decimal(stop_loss);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    rig_fill(&r, r.order.id, "1", "100", "0");
    r.request_count = 0;
}

static void close_position(const char *key)
{
    tr_alert alert = rig_alert_of(TR_ALERT_CLOSE, key);
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
}

static void opened(void *user, const tr_engine_answer *answer)
{
    *(tr_status *)user = answer->status;
}

/* Half of the position is sold by hand: its target and its stop say so at once. */
START_TEST(exits_that_wait_shrink_with_the_position)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "2");
    request.take_profit.value = rig_decimal("120");
    request.stop_loss.value = rig_decimal("90");
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    rig_fill(&r, entry, "2", "100", "0");
    request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1.25");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1.25", "100", "0");
    tr_order exit;
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_TAKE_PROFIT, &exit));
    ck_assert_int_eq(tr_decimal_compare(exit.quantity.value, rig_decimal("0.75")), 0);
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_STOP_LOSS, &exit));
    ck_assert_int_eq(tr_decimal_compare(exit.quantity.value, rig_decimal("0.75")), 0);
    ck_assert_int_eq(exit.state, TR_STATE_WAITING);
    rig_price(&r, "BTC/USDT", "89");
    ck_assert_int_eq(tr_decimal_compare(r.requests[r.request_count - 1].order.quantity.value, rig_decimal("0.75")), 0);
}
END_TEST

START_TEST(second_close_leaves_goods_alone_that_are_not_of_the_position)
{
    tr_account_row row = { .name = "rich", .exchange = "paper", .owner = "trader" };
    tr_balance balances[] = { { .asset = "USDT", .total = { rig_decimal("10000") } },
                              { .asset = "BTC", .total = { rig_decimal("5") } } };
    tr_status status = TR_E_INTERNAL;
    tr_engine_open_account(r.engine, &row, balances, 2, opened, &status);
    rig_settle(&r);
    ck_assert_int_eq(status, TR_OK);
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    (void)snprintf(request.account, sizeof request.account, "rich");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    r.request_count = 0;
    tr_alert alert = rig_alert_of(TR_ALERT_CLOSE, "id:1");
    (void)snprintf(alert.account, sizeof alert.account, "rich");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.request_count, 1);
    tr_id first = r.order_ids[0];
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:2");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.request_count, 1); /* the position is being closed already */
    rig_fill(&r, first, "0.6", "100", "0");
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:3");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.request_count, 1);
    rig_report(&r, TR_REPORT_CANCELLED, first);
    (void)snprintf(alert.dedup_key, sizeof alert.dedup_key, "id:4");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.request_count, 2);
    check_decimal(r.requests[1].order.quantity.value, "0.4");
}
END_TEST

START_TEST(what_closes_is_known_again_after_a_restart)
{
    buy_one(NULL, NULL);
    close_position("id:1");
    ck_assert_uint_eq(r.request_count, 1);
    r.now_ns += 1000000000;
    rig_restart(&r, true);
    rig_settle(&r);
    rig_price(&r, "BTC/USDT", "100");
    r.request_count = 0;
    close_position("id:2");
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(exit_waits_while_another_order_is_closing_its_position)
{
    buy_one("110", "95");
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("120");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    tr_id resting = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, resting);
    ck_assert_uint_eq(r.request_count, 1);
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2);
    rig_cancel(&r, resting);
    rig_report(&r, TR_REPORT_CANCELLED, resting);
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 1);
    check_decimal(r.requests[0].order.quantity.value, "1");
}
END_TEST

START_TEST(exit_covers_what_another_order_closes_only_in_part_and_stays_for_the_rest)
{
    buy_one("110", "95");
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_LIMIT, "0.4");
    request.limit_price.value = rig_decimal("120");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    tr_id resting = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, resting);
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 1);
    check_decimal(r.requests[0].order.quantity.value, "0.6");
    rig_fill(&r, id_of(&r.requests[0].order), "0.6", "94", "0");
    rig_cancel(&r, resting);
    rig_report(&r, TR_REPORT_CANCELLED, resting);
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 1);
    check_decimal(r.requests[0].order.quantity.value, "0.4");
}
END_TEST

START_TEST(exit_that_could_not_be_sent_is_armed_again_with_its_rival)
{
    buy_one("110", "95");
    r.place_status = TR_E_NETWORK;
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2);
    r.place_status = TR_OK;
    rig_restart(&r, true);
    rig_settle(&r);
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 0); /* not at every tick: a second later */
    r.now_ns += 1000000000;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    rig_price(&r, "BTC/USDT", "94");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(exit_that_the_exchange_cuts_short_is_armed_again_for_the_rest)
{
    buy_one("110", "95");
    rig_price(&r, "BTC/USDT", "94");
    rig_fill(&r, id_of(&r.requests[0].order), "0.4", "94", "0");
    rig_report(&r, TR_REPORT_CANCELLED, id_of(&r.requests[0].order));
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2);
    rig_price(&r, "BTC/USDT", "111"); /* the target is back as well */
    ck_assert_uint_eq(r.request_count, 2);
    check_decimal(r.requests[1].order.quantity.value, "0.6");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(exit_that_its_owner_cancels_is_not_armed_again)
{
    buy_one("110", "95");
    rig_price(&r, "BTC/USDT", "94");
    tr_id exit = id_of(&r.requests[0].order);
    rig_report(&r, TR_REPORT_ACCEPTED, exit);
    rig_cancel(&r, exit);
    rig_report(&r, TR_REPORT_CANCELLED, exit);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(position_is_closed_also_before_the_first_price)
{
    buy_one(NULL, NULL);
    rig_restart(&r, true);
    rig_settle(&r);
    r.request_count = 0;
    close_position("id:1");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(close_sells_whole_lots_of_an_odd_position)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    tr_id id = r.order.id;
    rig_fill(&r, id, "0.9995", "100", "0");
    rig_report(&r, TR_REPORT_CANCELLED, id);
    r.request_count = 0;
    close_position("id:1");
    ck_assert_uint_eq(r.request_count, 1);
    check_decimal(r.requests[0].order.quantity.value, "0.999");
}
END_TEST

START_TEST(reduce_only_order_without_a_position_is_refused_by_its_rule)
{
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "1");
    request.is_reduce_only = true;
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "position");
    ck_assert_int_eq(r.order.state, TR_STATE_REFUSED);
}
END_TEST

START_TEST(exits_of_two_entries_close_each_its_own_part)
{
    buy_one(NULL, "95");
    buy_one(NULL, "90");
    rig_price(&r, "BTC/USDT", "89"); /* both at once */
    ck_assert_uint_eq(r.request_count, 2);
    rig_fill(&r, id_of(&r.requests[0].order), "1", "89", "0");
    rig_fill(&r, id_of(&r.requests[1].order), "1", "89", "0");
    tr_position position;
    ck_assert(rig_stored_position(&r, "BTC/USDT", &position));
    check_decimal(position.quantity, "0");
    check_decimal(position.realised.value, "-22");
    check_decimal(position.cost.value, "0");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exits");
    TCase *tests = tcase_create("exits");
    tcase_add_checked_fixture(tests, rig_setup, rig_teardown);
    tcase_add_test(tests, exits_that_wait_shrink_with_the_position);
    tcase_add_test(tests, second_close_leaves_goods_alone_that_are_not_of_the_position);
    tcase_add_test(tests, what_closes_is_known_again_after_a_restart);
    tcase_add_test(tests, exit_waits_while_another_order_is_closing_its_position);
    tcase_add_test(tests,
                   exit_covers_what_another_order_closes_only_in_part_and_stays_for_the_rest);
    tcase_add_test(tests, exit_that_could_not_be_sent_is_armed_again_with_its_rival);
    tcase_add_test(tests, exit_that_the_exchange_cuts_short_is_armed_again_for_the_rest);
    tcase_add_test(tests, exit_that_its_owner_cancels_is_not_armed_again);
    tcase_add_test(tests, position_is_closed_also_before_the_first_price);
    tcase_add_test(tests, close_sells_whole_lots_of_an_odd_position);
    tcase_add_test(tests, reduce_only_order_without_a_position_is_refused_by_its_rule);
    tcase_add_test(tests, exits_of_two_entries_close_each_its_own_part);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
