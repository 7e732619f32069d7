/* The dead-man switch at the exchange: armed, renewed, and taken away in an orderly end. */
#include <stdio.h>
#include <string.h>

#include "risk_case.h"
#include "support/check_tap.h"

static struct {
    int calls;
    int64_t timeout_ns;
    tr_status status;
} dead_man;

static tr_status set_dead_man(void *user, const char *account, int64_t timeout_ns, tr_error *err)
{
    (void)user;
    ck_assert_str_eq(account, "paper");
    dead_man.calls++;
    dead_man.timeout_ns = timeout_ns;
    if (dead_man.status != TR_OK)
        (void)snprintf(err->message, sizeof err->message, "no");
    return dead_man.status;
}

static void tick_timer(int64_t ns)
{
    r.now_ns += ns;
    tr_engine_timer(r.engine);
    rig_settle(&r);
}

START_TEST(dead_man_switch_is_armed_renewed_and_taken_away)
{
    memset(&dead_man, 0, sizeof dead_man);
    r.traits.has_dead_man = true;
    r.exchange.dead_man = set_dead_man;
    risk.kill_switch.dead_man_ns = 60 * SECOND_NS;
    set_risk();
    tick_timer(0);
    ck_assert_int_eq(dead_man.calls, 0); /* nothing is there to cancel */
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("90");
    rig_submit(&r, &request);
    ck_assert_int_eq(dead_man.calls, 1); /* before the order went */
    ck_assert_int_eq(dead_man.timeout_ns, 60 * SECOND_NS);
    ck_assert_int_eq(tr_engine_due_ns(r.engine), r.now_ns + 20 * SECOND_NS);
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    tick_timer(20 * SECOND_NS);
    ck_assert_int_eq(dead_man.calls, 2);
    tick_timer(SECOND_NS);
    ck_assert_int_eq(dead_man.calls, 2);
    dead_man.status = TR_E_IO; /* not reached: again in a third of its time */
    tick_timer(19 * SECOND_NS);
    ck_assert_int_eq(dead_man.calls, 3);
    dead_man.status = TR_OK;
    tick_timer(20 * SECOND_NS);
    ck_assert_int_eq(dead_man.calls, 4);
    rig_report(&r, TR_REPORT_CANCELLED, r.order.id);
    tick_timer(20 * SECOND_NS);
    ck_assert_int_eq(dead_man.calls, 5);
    ck_assert_int_eq(dead_man.timeout_ns, 0);
    ck_assert_int_eq(tr_engine_due_ns(r.engine), INT64_MAX);
}
END_TEST

static void end_in_order(void)
{
    tr_engine_leave(r.engine);
    rig_settle(&r);
}

START_TEST(orderly_end_takes_the_switch_away_unless_entries_are_left_to_it)
{
    memset(&dead_man, 0, sizeof dead_man);
    r.traits.has_dead_man = true;
    r.exchange.dead_man = set_dead_man;
    risk.kill_switch.dead_man_ns = 60 * SECOND_NS;
    set_risk();
    end_in_order();
    ck_assert_int_eq(dead_man.calls, 0); /* it was never set */
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("90");
    rig_submit(&r, &request);
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    ck_assert_int_eq(dead_man.calls, 1);
    end_in_order();
    ck_assert_int_eq(dead_man.calls, 1); /* nobody watches the entry from now on: the exchange cancels it */
    rig_report(&r, TR_REPORT_CANCELLED, r.order.id);
    end_in_order();
    ck_assert_int_eq(dead_man.calls, 2);
    ck_assert_int_eq(dead_man.timeout_ns, 0);
}
END_TEST

/* Taken away again and again: whoever asked once may not have been heard, nor may the engine before this one. */
START_TEST(dead_man_switch_stays_away_while_stops_rest_that_it_would_cancel)
{
    memset(&dead_man, 0, sizeof dead_man);
    r.traits.has_dead_man = r.traits.holds_stops = true;
    r.exchange.dead_man = set_dead_man;
    r.stops_at_exchange = true;
    rig_restart(&r, false);
    risk.kill_switch.dead_man_ns = 60 * SECOND_NS;
    set_risk();
    tick_timer(0);
    rig_price(&r, "BTC/USDT", "100");
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.stop_loss.value = rig_decimal("95");
    rig_submit(&r, &request);
    ck_assert_int_eq(dead_man.calls, 1);
    ck_assert_int_eq(dead_man.timeout_ns, 60 * SECOND_NS);
    rig_fill(&r, r.order.id, "1", "100", "0");
    ck_assert_int_eq(dead_man.calls, 2);
    ck_assert_int_eq(dead_man.timeout_ns, 0);
    tr_id stop;
    ck_assert_int_eq(tr_id_parse(r.requests[r.request_count - 1].order.client_id, TR_ID_TEXT_LENGTH, &stop), TR_OK);
    rig_report(&r, TR_REPORT_ACCEPTED, stop);
    tick_timer(20 * SECOND_NS);
    ck_assert_int_eq(dead_man.calls, 3);
    ck_assert_int_eq(dead_man.timeout_ns, 0);
    rig_restart(&r, true);
    set_risk();
    tick_timer(0);
    ck_assert_int_ge(dead_man.calls, 4);
    ck_assert_int_eq(dead_man.timeout_ns, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dead_man");
    TCase *tests = tcase_create("dead_man");
    tcase_add_checked_fixture(tests, setup, rig_teardown);
    tcase_add_test(tests, dead_man_switch_is_armed_renewed_and_taken_away);
    tcase_add_test(tests, orderly_end_takes_the_switch_away_unless_entries_are_left_to_it);
    tcase_add_test(tests, dead_man_switch_stays_away_while_stops_rest_that_it_would_cancel);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
