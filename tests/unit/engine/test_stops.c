/* Stops that the exchange holds: handed over, grown, amended, replaced; and never two of a pair at the market. */
#include <stdio.h>

#include "stop_case.h"
#include "support/check_tap.h"

static tr_id id_of(size_t request)
{
    tr_id id;
    ck_assert_uint_lt(request, r.request_count);
    ck_assert_int_eq(tr_id_parse(r.requests[request].order.client_id, TR_ID_TEXT_LENGTH, &id), TR_OK);
    return id;
}

/* ---- the pair -------------------------------------------------------------------------------- */

START_TEST(stop_of_a_filled_entry_rests_at_the_exchange_and_its_target_waits_here)
{
    tr_id stop = buy_one(NULL);
    rig_price(&r, "BTC/USDT", "94"); /* the exchange watches that price, we do not */
    ck_assert_uint_eq(r.request_count, 0);
    rig_report(&r, TR_REPORT_TRIGGERED, stop);
    ck_assert_int_eq(stored(stop).stop_at, TR_STOP_TRIGGERED);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0); /* the target went with it */
    rig_fill(&r, stop, "1", "94", "0");
    ck_assert(is_bare());
    rig_price(&r, "BTC/USDT", "120");
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(count_alarms(), 0);
}
END_TEST

START_TEST(stop_that_fills_unannounced_takes_its_target_along)
{
    tr_id stop = buy_one(NULL);
    rig_fill(&r, stop, "0.4", "94", "0");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
    rig_price(&r, "BTC/USDT", "111");
    ck_assert_uint_eq(r.request_count, 0);
    rig_fill(&r, stop, "0.6", "94", "0");
    ck_assert(is_bare());
}
END_TEST

START_TEST(target_goes_only_when_the_cancel_of_the_stop_is_confirmed)
{
    tr_id stop = buy_one(NULL);
    rig_price(&r, "BTC/USDT", "110");
    tr_exchange_order cancel = only(RIG_CANCEL);
    ck_assert_int_eq(tr_id_compare(id_in(&cancel), stop), 0);
    rig_price(&r, "BTC/USDT", "111"); /* nothing more */
    rig_price(&r, "BTC/USDT", "109");
    ck_assert_uint_eq(r.request_count, 0);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    tr_exchange_order target = only(RIG_PLACE);
    ck_assert_int_eq(target.type, TR_ORDER_MARKET);
    ck_assert_str_eq(text_of(target.quantity.value), "1");
    rig_fill(&r, id_in(&target), "1", "109", "0");
    ck_assert(is_bare());
    ck_assert_int_eq(count_of(TR_STATE_WAITING) + count_of(TR_STATE_WORKING), 0);
    ck_assert_int_eq(count_alarms(), 0);
}
END_TEST

START_TEST(stop_that_fills_before_its_cancel_takes_the_place_of_the_target)
{
    tr_id stop = buy_one(NULL);
    rig_price(&r, "BTC/USDT", "110");
    r.request_count = 0;
    rig_fill(&r, stop, "1", "95", "0"); /* it was quicker */
    rig_report(&r, TR_REPORT_DONE, stop);
    rig_report(&r, TR_REPORT_CANCEL_REFUSED, stop);
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert(is_bare());
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
}
END_TEST

START_TEST(stop_that_filled_in_part_before_its_cancel_leaves_a_new_pair)
{
    tr_id stop = buy_one(NULL);
    rig_price(&r, "BTC/USDT", "110");
    r.request_count = 0;
    rig_fill(&r, stop, "0.3", "95", "0");
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    /* The price is at the target's: but only ticks count that come now. */
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP);
    ck_assert_str_eq(text_of(again.quantity.value), "0.7");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 1); /* its target */
}
END_TEST

START_TEST(restart_at_every_step_of_a_target_sends_it_once)
{
    for (int step = 0; step < 4; step++) {
        tr_id stop = buy_one(NULL);
        rig_price(&r, "BTC/USDT", "110");
        if (step == 0)
            rig_restart(&r, true);
        rig_settle(&r);
        r.request_count = 0;
        if (step == 1) { /* found there, as it was: the cancel may never have arrived */
            rig_restart(&r, true);
            rig_settle(&r);
            r.request_count = 0;
            rig_report(&r, TR_REPORT_ACCEPTED, stop);
            ck_assert_int_eq(only(RIG_CANCEL).type, TR_ORDER_MARKET);
        }
        rig_report(&r, TR_REPORT_CANCELLED, stop);
        tr_exchange_order target = only(RIG_PLACE);
        if (step == 2) {
            rig_restart(&r, true);
            rig_settle(&r);
            r.request_count = 0;
            rig_report(&r, TR_REPORT_CANCELLED, stop);
            rig_report(&r, TR_REPORT_ACCEPTED, id_in(&target));
            ck_assert_uint_eq(r.request_count, 0);
        }
        rig_fill(&r, id_in(&target), "1", "110", "0");
        ck_assert(is_bare());
        ck_assert_int_eq(count_of(TR_STATE_WAITING) + count_of(TR_STATE_WORKING), 0);
        rig_price(&r, "BTC/USDT", "100");
        r.request_count = 0;
    }
}
END_TEST

START_TEST(target_that_is_cancelled_while_it_waits_gives_the_stop_its_place_back)
{
    tr_id entry;
    tr_id stop = buy_one(&entry);
    tr_order target;
    rig_price(&r, "BTC/USDT", "110");
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_TAKE_PROFIT, &target));
    rig_cancel(&r, target.id);
    r.request_count = 0;
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP);
    ck_assert_str_eq(text_of(again.quantity.value), "1");
    ck_assert_int_eq(tr_id_compare(stored(id_in(&again)).replaces_id, stop), 0);
}
END_TEST

START_TEST(target_whose_stop_is_still_on_its_way_waits_for_it)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    r.request_count = 0;
    rig_fill(&r, r.order.id, "1", "100", "0");
    tr_exchange_order placed = only(RIG_PLACE);
    tr_id stop = id_in(&placed);
    rig_price(&r, "BTC/USDT", "110");
    ck_assert_uint_eq(r.request_count, 0);
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "110");
    r.request_count = 0;
    rig_report(&r, TR_REPORT_ACCEPTED, stop);
    (void)only(RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_MARKET);
}
END_TEST

START_TEST(cancel_that_is_refused_for_nothing_is_asked_again)
{
    tr_id stop = buy_one(NULL);
    rig_price(&r, "BTC/USDT", "110");
    r.request_count = 0;
    rig_report(&r, TR_REPORT_CANCEL_REFUSED, stop);
    wait_for(5 * SECOND_NS);
    (void)only(RIG_QUERY);
    rig_report(&r, TR_REPORT_ACCEPTED, stop); /* it rests on */
    (void)only(RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_MARKET);
}
END_TEST

/* ---- growing --------------------------------------------------------------------------------- */

static tr_id enter_bit_by_bit(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("100");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    r.request_count = 0;
    return r.order.id;
}

static void report_fill(tr_id id, const char *name, const char *quantity)
{
    tr_exchange_report report = { .kind = TR_REPORT_FILL, .at_ns = r.now_ns, .account = "paper" };
    tr_id_format(id, report.client_id);
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "%s", name);
    report.quantity.value = rig_decimal(quantity);
    report.price.value = rig_decimal("100");
    tr_engine_report(r.engine, &report);
}

START_TEST(fills_of_one_moment_make_one_stop)
{
    tr_id entry = enter_bit_by_bit();
    report_fill(entry, "A", "0.2"); /* no flush between them: as when an order sweeps levels */
    report_fill(entry, "B", "0.3");
    report_fill(entry, "C", "0.1");
    rig_settle(&r);
    ck_assert_str_eq(text_of(only(RIG_PLACE).quantity.value), "0.6");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 1);
}
END_TEST

START_TEST(stop_grows_by_amendment_where_the_exchange_can)
{
    r.traits.has_amend = r.traits.amends_stops = true;
    tr_id entry = enter_bit_by_bit();
    tr_order target;
    rig_fill(&r, entry, "0.2", "100", "0");
    tr_exchange_order placed = only(RIG_PLACE);
    tr_id stop = id_in(&placed);
    rig_report(&r, TR_REPORT_ACCEPTED, stop);
    rig_fill(&r, entry, "0.3", "100", "0");
    ck_assert_str_eq(text_of(only(RIG_AMEND).quantity.value), "0.5");
    rig_report(&r, TR_REPORT_AMENDED, stop);
    ck_assert_str_eq(text_of(stored(stop).quantity.value), "0.5");
    ck_assert_str_eq(text_of(stored(stop).reserved.value), "0.5");
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_TAKE_PROFIT, &target));
    ck_assert_str_eq(text_of(target.quantity.value), "0.5");
}
END_TEST

START_TEST(stop_that_may_not_grow_gets_one_beside_it)
{
    r.traits.has_amend = r.traits.amends_stops = true;
    tr_id entry = enter_bit_by_bit();
    rig_fill(&r, entry, "0.2", "100", "0");
    tr_exchange_order placed = only(RIG_PLACE);
    tr_id stop = id_in(&placed);
    rig_report(&r, TR_REPORT_ACCEPTED, stop);
    rig_fill(&r, entry, "0.3", "100", "0");
    r.request_count = 0;
    rig_report(&r, TR_REPORT_AMEND_REFUSED, stop);
    tr_exchange_order second = only(RIG_PLACE);
    ck_assert_str_eq(text_of(second.quantity.value), "0.3");
    ck_assert_int_eq(second.type, TR_ORDER_STOP);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2); /* a target each */
    ck_assert_str_eq(text_of(stored(stop).reserved.value), "0.2");
}
END_TEST

START_TEST(what_fills_later_has_a_stop_of_its_own_where_the_exchange_cannot_amend)
{
    tr_id entry = enter_bit_by_bit();
    rig_fill(&r, entry, "0.2", "100", "0");
    tr_exchange_order placed = only(RIG_PLACE);
    tr_id stop = id_in(&placed);
    rig_report(&r, TR_REPORT_ACCEPTED, stop);
    rig_fill(&r, entry, "0.3", "100", "0");
    ck_assert_str_eq(text_of(only(RIG_PLACE).quantity.value), "0.3"); /* the first one stays where it is */
    ck_assert_int_eq(stored(stop).state, TR_STATE_WORKING);
}
END_TEST

/* ---- amending -------------------------------------------------------------------------------- */

static void amend_stop(tr_id id, const char *price)
{
    tr_amend_request change = { .account = "paper", .id = id, .given = TR_AMEND_STOP_LOSS };
    change.values.stop_loss.value = rig_decimal(price);
    rig_amend(&r, &change);
}

START_TEST(price_of_a_stop_is_amended_at_the_exchange)
{
    r.traits.has_amend = r.traits.amends_stops = true;
    tr_id entry;
    tr_id stop = buy_one(&entry);
    tr_order target;
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_TAKE_PROFIT, &target));
    amend_stop(target.id, "97"); /* either of the pair will do */
    ck_assert_int_eq(r.status, TR_E_UNKNOWN_OUTCOME);
    ck_assert_str_eq(text_of(only(RIG_AMEND).stop_price.value), "97");
    ck_assert_str_eq(text_of(stored(stop).stop_loss.value), "95"); /* until it has spoken */
    rig_restart(&r, true);
    bool is_asked = false; /* wishes are absolute: once more is not twice */
    for (size_t i = 0; i < r.request_count; i++)
        is_asked = is_asked || r.requests[i].kind == RIG_AMEND;
    wait_for(0);
    rig_report(&r, TR_REPORT_AMENDED, stop);
    ck_assert_str_eq(text_of(stored(stop).stop_loss.value), "97");
    ck_assert_str_eq(text_of(stored(stop).trigger_price.value), "97");
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_TAKE_PROFIT, &target));
    ck_assert_str_eq(text_of(target.stop_loss.value), "97");
    (void)is_asked;
}
END_TEST

START_TEST(price_of_a_stop_is_changed_by_cancel_and_a_new_one_where_it_cannot)
{
    tr_id entry;
    tr_id stop = buy_one(&entry);
    rig_restart(&r, true);
    rig_settle(&r);
    ck_assert_int_eq(count_alarms(), 0); /* it rests there: nothing was under way */
    rig_price(&r, "BTC/USDT", "100");
    r.request_count = 0;
    amend_stop(stop, "97");
    (void)only(RIG_CANCEL);
    rig_restart(&r, true);
    rig_settle(&r);
    ck_assert_int_eq(count_alarms(), 1); /* the exchange may hold none already */
    rig_price(&r, "BTC/USDT", "100");
    r.request_count = 0;
    rig_report(&r, TR_REPORT_CANCELLED, stop);
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP);
    ck_assert_str_eq(text_of(again.stop_price.value), "97");
    tr_order target;
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_TAKE_PROFIT, &target));
    ck_assert_str_eq(text_of(target.stop_loss.value), "97");
    rig_report(&r, TR_REPORT_ACCEPTED, id_in(&again));
    rig_price(&r, "BTC/USDT", "110"); /* the pair is one still */
    ck_assert_int_eq(tr_id_compare(id_of(0), id_in(&again)), 0);
    (void)only(RIG_CANCEL);
}
END_TEST

START_TEST(stop_that_fills_while_it_is_changed_is_not_replaced)
{
    tr_id stop = buy_one(NULL);
    amend_stop(stop, "97");
    r.request_count = 0;
    rig_fill(&r, stop, "1", "95", "0");
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert(is_bare());
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
}
END_TEST

/* ---- stops of their own ---------------------------------------------------------------------- */

static void hold_one(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "1", "100", "0");
    r.request_count = 0;
}

START_TEST(plain_stop_that_sells_what_is_held_rests_at_the_exchange)
{
    hold_one();
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_STOP_LIMIT, "1");
    request.stop_price.value = rig_decimal("90");
    request.limit_price.value = rig_decimal("89");
    rig_submit(&r, &request);
    tr_exchange_order stop = only(RIG_PLACE);
    ck_assert_int_eq(stop.type, TR_ORDER_STOP_LIMIT);
    ck_assert_str_eq(text_of(stop.limit_price.value), "89");
    rig_report(&r, TR_REPORT_ACCEPTED, id_in(&stop));
    tr_amend_request change = { .account = "paper", .id = id_in(&stop), .given = TR_AMEND_STOP | TR_AMEND_LIMIT };
    change.values.stop_price.value = rig_decimal("92");
    change.values.limit_price.value = rig_decimal("91");
    rig_amend(&r, &change);
    (void)only(RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, id_in(&stop));
    tr_exchange_order again = only(RIG_PLACE);
    ck_assert_int_eq(again.type, TR_ORDER_STOP_LIMIT);
    ck_assert_str_eq(text_of(again.stop_price.value), "92");
    ck_assert_str_eq(text_of(again.limit_price.value), "91");
    rig_report(&r, TR_REPORT_ACCEPTED, id_in(&again));
    rig_fill(&r, id_in(&again), "1", "91", "0");
    ck_assert(is_bare());
}
END_TEST

START_TEST(stop_that_enters_waits_here_for_the_gate)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("105");
    rig_submit(&r, &request);
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 1);
    rig_price(&r, "BTC/USDT", "105");
    ck_assert_int_eq(only(RIG_PLACE).type, TR_ORDER_MARKET);
}
END_TEST

/* ---- stops that trail ------------------------------------------------------------------------ */

START_TEST(stop_of_an_entry_that_trails_follows_the_market_and_takes_its_target_along)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.exit_trail_amount.value = rig_decimal("4");
    request.take_profit.value = rig_decimal("120");
    rig_submit(&r, &request);
    tr_id entry = r.order.id;
    r.request_count = 0;
    rig_fill(&r, entry, "0.4", "100", "0");
    rig_fill(&r, entry, "0.6", "100", "0");
    ck_assert_uint_eq(r.request_count, 0); /* it waits here */
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 2);
    rig_price(&r, "BTC/USDT", "110");
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "107");
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "106"); /* 4 back from 110 */
    tr_exchange_order sale = only(RIG_PLACE);
    ck_assert_int_eq(sale.type, TR_ORDER_MARKET);
    ck_assert_str_eq(text_of(sale.quantity.value), "1");
    ck_assert_int_eq(count_of(TR_STATE_WAITING), 0);
    rig_report(&r, TR_REPORT_REJECTED, id_in(&sale)); /* it comes back as what it was */
    wait_for(SECOND_NS);
    rig_price(&r, "BTC/USDT", "106");
    rig_price(&r, "BTC/USDT", "102");
    ck_assert_str_eq(text_of(only(RIG_PLACE).quantity.value), "1");
}
END_TEST

START_TEST(stop_that_trails_and_one_at_a_price_exclude_each_other)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.exit_trail_rate = rig_decimal("0.05");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    request.stop_loss.value = rig_decimal("0");
    request.exit_trail_rate = rig_decimal("1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_RANGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stops");
    TCase *tests = tcase_create("stops");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, stop_of_a_filled_entry_rests_at_the_exchange_and_its_target_waits_here);
    tcase_add_test(tests, stop_that_fills_unannounced_takes_its_target_along);
    tcase_add_test(tests, target_goes_only_when_the_cancel_of_the_stop_is_confirmed);
    tcase_add_test(tests, stop_that_fills_before_its_cancel_takes_the_place_of_the_target);
    tcase_add_test(tests, stop_that_filled_in_part_before_its_cancel_leaves_a_new_pair);
    tcase_add_test(tests, restart_at_every_step_of_a_target_sends_it_once);
    tcase_add_test(tests, target_that_is_cancelled_while_it_waits_gives_the_stop_its_place_back);
    tcase_add_test(tests, target_whose_stop_is_still_on_its_way_waits_for_it);
    tcase_add_test(tests, cancel_that_is_refused_for_nothing_is_asked_again);
    tcase_add_test(tests, fills_of_one_moment_make_one_stop);
    tcase_add_test(tests, stop_grows_by_amendment_where_the_exchange_can);
    tcase_add_test(tests, stop_that_may_not_grow_gets_one_beside_it);
    tcase_add_test(tests, what_fills_later_has_a_stop_of_its_own_where_the_exchange_cannot_amend);
    tcase_add_test(tests, price_of_a_stop_is_amended_at_the_exchange);
    tcase_add_test(tests, price_of_a_stop_is_changed_by_cancel_and_a_new_one_where_it_cannot);
    tcase_add_test(tests, stop_that_fills_while_it_is_changed_is_not_replaced);
    tcase_add_test(tests, plain_stop_that_sells_what_is_held_rests_at_the_exchange);
    tcase_add_test(tests, stop_that_enters_waits_here_for_the_gate);
    tcase_add_test(tests, stop_of_an_entry_that_trails_follows_the_market_and_takes_its_target_along);
    tcase_add_test(tests, stop_that_trails_and_one_at_a_price_exclude_each_other);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
