/* Changing orders: those that wait, those that the exchange holds, with an exchange that amends and with one that does not. */
#include <stdio.h>
#include <string.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

#define SECOND_NS INT64_C(1000000000)

static tr_amend_request changes_of(tr_id id, int64_t given)
{
    return (tr_amend_request){ .account = "paper", .id = id, .actor = "editor", .given = given };
}

static void must_amend(const tr_amend_request *request)
{
    rig_amend(&r, request);
    ck_assert_msg(r.status == TR_OK, "%s: %s", tr_status_name(r.status), r.error.message);
}

static tr_id place(const tr_order_request *request)
{
    rig_submit(&r, request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    return r.order.id;
}

static void amend_quantity(tr_id id, const char *quantity)
{
    tr_amend_request request = changes_of(id, TR_AMEND_QUANTITY);
    request.values.quantity.value = rig_decimal(quantity);
    rig_amend(&r, &request);
}

static void amend_limit(tr_id id, const char *price)
{
    tr_amend_request request = changes_of(id, TR_AMEND_LIMIT);
    request.values.limit_price.value = rig_decimal(price);
    rig_amend(&r, &request);
}

static void amend_to_two_at_98(tr_id id)
{
    tr_amend_request request = changes_of(id, TR_AMEND_QUANTITY | TR_AMEND_LIMIT);
    request.values.quantity.value = rig_decimal("2");
    request.values.limit_price.value = rig_decimal("98");
    rig_amend(&r, &request);
}

/* ---- what waits ------------------------------------------------------------------------------ */

START_TEST(stop_that_waits_goes_off_at_its_new_price)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("105");
    tr_id id = place(&request);
    tr_amend_request change =
        changes_of(id, TR_AMEND_STOP | TR_AMEND_QUANTITY | TR_AMEND_EXPIRES | TR_AMEND_NOTES);
    change.values.stop_price.value = rig_decimal("110");
    change.values.quantity.value = rig_decimal("0.5");
    change.values.expires_ns = r.now_ns + 100 * SECOND_NS;
    (void)snprintf(change.values.notes, sizeof change.values.notes, "later");
    must_amend(&change);
    ck_assert_str_eq(r.order.actor, "editor");
    ck_assert_int_eq(tr_engine_due_ns(r.engine), change.values.expires_ns);
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "106");
    ck_assert_uint_eq(r.request_count, 0);
    rig_price(&r, "BTC/USDT", "110");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_str_eq(text_of(r.requests[0].order.quantity.value), "0.5");
    ck_assert_str_eq(stored(id).notes, "later");
}
END_TEST

/* A client that sends its first request again, having heard nothing, gets its order however it was changed since. */
START_TEST(request_repeated_after_an_amendment_gives_the_order_again)
{
    tr_order_request first = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    first.limit_price.value = rig_decimal("99");
    (void)snprintf(first.idempotency_key, sizeof first.idempotency_key, "once");
    tr_id id = place(&first);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    r.traits.has_amend = true;
    amend_to_two_at_98(id);
    rig_report(&r, TR_REPORT_AMENDED, id);
    ck_assert_str_eq(text_of(stored(id).quantity.value), "2");
    for (int pass = 0; pass < 3; pass++) { /* in memory; after a restart; when it has ended */
        ck_assert_int_eq(tr_id_compare(place(&first), id), 0);
        ck_assert(r.is_duplicate);
        tr_order_request as_amended = first;
        as_amended.quantity.value = rig_decimal("2");
        as_amended.limit_price.value = rig_decimal("98");
        rig_submit(&r, &as_amended);
        ck_assert_int_eq(r.status, TR_E_CONFLICT);
        if (pass == 0)
            rig_restart(&r, true);
        else
            rig_report(&r, TR_REPORT_CANCELLED, id);
    }
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 1);
}
END_TEST

START_TEST(time_from_which_it_is_good_lies_before_its_expiry)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.starts_ns = r.now_ns + 10 * SECOND_NS;
    request.expires_ns = r.now_ns + 20 * SECOND_NS;
    tr_amend_request change = changes_of(place(&request), TR_AMEND_STARTS);
    change.values.starts_ns = request.expires_ns;
    rig_amend(&r, &change);
    ck_assert_int_eq(r.status, TR_E_RANGE);
    change.values.starts_ns = -1;
    rig_amend(&r, &change);
    ck_assert_int_eq(r.status, TR_E_RANGE);
    change.values.starts_ns = request.expires_ns - 1;
    must_amend(&change);
}
END_TEST

START_TEST(trail_is_changed_without_losing_its_best)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_TRAILING, "0.01");
    request.trail_amount.value = rig_decimal("5");
    tr_id id = place(&request);
    rig_price(&r, "BTC/USDT", "90");
    tr_amend_request change = changes_of(id, TR_AMEND_TRAIL);
    change.values.trail_rate = rig_decimal("0.1");
    must_amend(&change);
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "98.99");
    ck_assert_uint_eq(r.request_count, 0);
    rig_price(&r, "BTC/USDT", "99"); /* 90 and a tenth */
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 0);
}
END_TEST

START_TEST(change_that_the_gate_or_the_rules_refuse_leaves_the_order_as_it_was)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "1");
    request.stop_price.value = rig_decimal("105");
    tr_id id = place(&request);
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    amend_quantity(id, "5000");
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_ne(r.rule, "");
    amend_quantity(id, "0");
    ck_assert_int_eq(r.status, TR_E_RANGE);
    amend_limit(id, "100");
    ck_assert_int_eq(r.status, TR_E_INVALID);
    tr_amend_request change = changes_of(id, TR_AMEND_ACTIVATION);
    change.values.activation_price.value = rig_decimal("100");
    rig_amend(&r, &change);
    ck_assert_int_ne(r.status, TR_OK);
    change = changes_of(id, 0);
    rig_amend(&r, &change);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
}
END_TEST

START_TEST(stop_and_target_of_a_position_are_moved)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    request.take_profit.value = rig_decimal("110");
    request.stop_loss.value = rig_decimal("90");
    tr_id entry = place(&request);
    rig_fill(&r, entry, "1", "100", "0");
    r.request_count = 0;
    rig_price(&r, "BTC/USDT", "104");
    tr_order found;
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_STOP_LOSS, &found));
    tr_id stop = found.id;
    tr_amend_request change = changes_of(stop, TR_AMEND_STOP_LOSS | TR_AMEND_TAKE_PROFIT);
    change.values.stop_loss.value = rig_decimal("105"); /* the market is below it */
    change.values.take_profit.value = rig_decimal("120");
    rig_amend(&r, &change);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    change.values.stop_loss.value = rig_decimal("102");
    must_amend(&change);
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "111"); /* the old target */
    ck_assert_uint_eq(r.request_count, 0);
    rig_price(&r, "BTC/USDT", "102");
    ck_assert_uint_eq(r.request_count, 1);
    change = changes_of(stop, TR_AMEND_QUANTITY);
    change.values.quantity.value = rig_decimal("2");
    rig_amend(&r, &change);
    ck_assert_int_ne(r.status, TR_OK);
}
END_TEST

/* ---- an exchange that amends ----------------------------------------------------------------- */

static void setup_amending(void)
{
    rig_setup();
    r.traits.has_amend = true;
}

START_TEST(exchange_is_asked_and_its_word_counts)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    ck_assert_int_eq(r.status, TR_E_UNKNOWN_OUTCOME); /* not answered yet */
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, RIG_AMEND);
    ck_assert_str_eq(text_of(r.requests[0].order.quantity.value), "2");
    ck_assert_str_eq(text_of(r.requests[0].order.limit_price.value), "98");
    ck_assert_str_eq(text_of(stored(id).quantity.value), "1");
    rig_report(&r, TR_REPORT_AMENDED, id);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_str_eq(text_of(stored(id).quantity.value), "2");
    ck_assert_str_eq(text_of(stored(id).limit_price.value), "98");
    rig_fill(&r, id, "2", "98", "0");
    ck_assert_int_eq(stored(id).state, TR_STATE_FILLED);
}
END_TEST

START_TEST(amendment_that_the_exchange_refuses_is_a_conflict)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    amend_to_two_at_98(id); /* one at a time */
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
    rig_report(&r, TR_REPORT_AMEND_REFUSED, id);
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
    ck_assert_str_eq(text_of(stored(id).quantity.value), "1");
    ck_assert_str_eq(text_of(stored(id).amend_quantity.value), "0");
    rig_fill(&r, id, "1", "99", "0");
    ck_assert_int_eq(stored(id).state, TR_STATE_FILLED);
}
END_TEST

START_TEST(amendment_under_way_is_asked_again_after_a_restart)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    rig_restart(&r, true);
    rig_settle(&r);
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(r.requests[0].kind, RIG_QUERY);
    ck_assert_int_eq(r.requests[1].kind, RIG_AMEND);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_report(&r, TR_REPORT_AMENDED, id);
    ck_assert_str_eq(text_of(stored(id).quantity.value), "2");
    ck_assert_str_eq(text_of(stored(id).amend_quantity.value), "0");
}
END_TEST

START_TEST(fills_beyond_the_old_quantity_do_not_end_an_order_that_is_being_amended)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    rig_fill(&r, id, "1.5", "98", "0"); /* told before the amendment is */
    ck_assert_int_eq(stored(id).state, TR_STATE_PARTLY_FILLED);
    rig_report(&r, TR_REPORT_AMENDED, id);
    rig_fill(&r, id, "0.5", "98", "0");
    ck_assert_int_eq(stored(id).state, TR_STATE_FILLED);
}
END_TEST

START_TEST(order_amended_to_what_has_filled_is_filled)
{
    tr_id id = working();
    rig_fill(&r, id, "0.4", "99", "0");
    amend_quantity(id, "0.5");
    rig_fill(&r, id, "0.1", "99", "0");
    ck_assert_int_eq(stored(id).state, TR_STATE_PARTLY_FILLED);
    rig_report(&r, TR_REPORT_DONE, id);
    ck_assert_int_eq(stored(id).state, TR_STATE_FILLED);
    ck_assert_str_eq(text_of(stored(id).quantity.value), "0.5");
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

START_TEST(cancel_wins_over_an_amendment_under_way)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    rig_cancel(&r, id);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 1);
}
END_TEST

START_TEST(exits_and_expiry_of_a_working_order_are_ours_to_change)
{
    tr_id id = working();
    tr_amend_request change = changes_of(id, TR_AMEND_STOP_LOSS | TR_AMEND_EXPIRES);
    change.values.stop_loss.value = rig_decimal("90");
    change.values.expires_ns = r.now_ns + SECOND_NS;
    must_amend(&change);
    ck_assert_uint_eq(r.request_count, 0);
    rig_fill(&r, id, "0.5", "99", "0");
    tr_order exit;
    ck_assert(rig_find_exit(&r, id, TR_ROLE_STOP_LOSS, &exit));
    ck_assert_int_eq(tr_engine_due_ns(r.engine), change.values.expires_ns);
    change = changes_of(id, TR_AMEND_STOP_LOSS);
    change.values.stop_loss.value = rig_decimal("95");
    must_amend(&change);
    rig_fill(&r, id, "0.5", "99",
             "0"); /* has a stop of its own: the one that is armed stays at 90 */
    ck_assert(rig_find_exit(&r, id, TR_ROLE_STOP_LOSS, &exit));
    ck_assert_str_eq(text_of(exit.quantity.value), "0.5");
    ck_assert_str_eq(text_of(exit.trigger_price.value), "95");
}
END_TEST

START_TEST(amendment_to_less_frees_what_the_order_no_longer_needs)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "90");
    request.limit_price.value = rig_decimal("99");
    request.stop_loss.value = rig_decimal("98.5");
    tr_id id = place(&request);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    amend_quantity(id, "1");
    rig_submit(&r, &request); /* not yet: the exchange may say no */
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    rig_report(&r, TR_REPORT_AMENDED, id);
    tr_money one = stored(id).reserved;
    ck_assert_int_le(tr_decimal_compare(one.value, rig_decimal("101")), 0);
    ck_assert_int_ge(tr_decimal_compare(one.value, rig_decimal("99")), 0);
    (void)place(&request);
    rig_restart(&r, true);
    ck_assert_int_eq(tr_decimal_compare(stored(id).reserved.value, one.value), 0);
}
END_TEST

START_TEST(amendment_to_more_that_is_refused_frees_what_it_would_have_needed)
{
    tr_id id = working();
    tr_money before = stored(id).reserved;
    amend_quantity(id, "2");
    ck_assert_int_gt(tr_decimal_compare(stored(id).reserved.value, before.value), 0);
    rig_report(&r, TR_REPORT_AMEND_REFUSED, id);
    ck_assert_int_eq(tr_decimal_compare(stored(id).reserved.value, before.value), 0);
}
END_TEST

START_TEST(rest_of_an_order_that_has_spent_the_money_can_be_given_another_price)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "90");
    request.limit_price.value = rig_decimal("99");
    request.stop_loss.value = rig_decimal("98.5");
    tr_id id = place(&request);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    rig_fill(&r, id, "89", "99", "0");
    amend_limit(id, "98.9");
    ck_assert_msg(r.status == TR_E_UNKNOWN_OUTCOME, "%s", r.error.message);
    rig_report(&r, TR_REPORT_AMENDED, id);
    ck_assert_str_eq(text_of(stored(id).limit_price.value), "98.9");
    ck_assert_int_ge(tr_decimal_compare(stored(id).reserved.value, rig_decimal("98.9")), 0);
    ck_assert_int_le(tr_decimal_compare(stored(id).reserved.value, rig_decimal("101")), 0);
    amend_quantity(id, "200");
    ck_assert_int_eq(r.status, TR_E_REFUSED);
}
END_TEST

/* A position of 1, and a reduce-only limit of `quantity` at 110 that the exchange holds. */
static tr_id closing_of(const char *quantity)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_fill(&r, place(&request), "1", "100", "0");
    request = rig_request_of(TR_SIDE_SELL, TR_ORDER_LIMIT, quantity);
    request.is_reduce_only = true;
    request.limit_price.value = rig_decimal("110");
    tr_id id = place(&request);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    return id;
}

START_TEST(order_that_closes_all_can_be_given_another_price)
{
    tr_id id = closing_of("1");
    amend_limit(id, "105");
    ck_assert_msg(r.status == TR_E_UNKNOWN_OUTCOME, "%s", r.error.message);
    rig_report(&r, TR_REPORT_AMENDED, id);
    ck_assert_str_eq(text_of(stored(id).limit_price.value), "105");
    amend_quantity(id, "1.001"); /* more than is held */
    ck_assert_int_eq(r.status, TR_E_REFUSED);
}
END_TEST

START_TEST(what_an_amendment_may_close_is_closed_by_nobody_else)
{
    tr_id id = closing_of("0.4");
    amend_quantity(id, "0.9");
    tr_order_request other = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "0.5");
    other.is_reduce_only = true;
    rig_submit(&r, &other);
    ck_assert_str_eq(text_of(r.requests[r.request_count - 1].order.quantity.value), "0.1");
    rig_report(&r, TR_REPORT_AMEND_REFUSED, id);
    rig_submit(&r, &other);
    ck_assert_str_eq(text_of(r.requests[r.request_count - 1].order.quantity.value), "0.5");
}
END_TEST

/* ---- an exchange that does not --------------------------------------------------------------- */

START_TEST(rest_is_placed_anew_when_the_cancel_is_confirmed_and_not_before)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, RIG_CANCEL);
    rig_fill(&r, id, "0.3", "99", "0"); /* on the way to the cancel */
    ck_assert_uint_eq(r.request_count, 1);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(r.requests[1].kind, RIG_PLACE);
    ck_assert_str_eq(text_of(r.requests[1].order.quantity.value), "1.7");
    ck_assert_str_eq(text_of(r.requests[1].order.limit_price.value), "98");
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_int_eq(tr_id_compare(r.order.id, id_of(&r.requests[1].order)), 0);
    ck_assert_int_eq(tr_id_compare(r.order.replaces_id, id), 0);
}
END_TEST

/* An order of 1, to be 2 at 98, whose cancel was confirmed: the replacement of 2 is on its way. */
static tr_id replaced(tr_id *first_out)
{
    *first_out = working();
    amend_to_two_at_98(*first_out);
    rig_report(&r, TR_REPORT_CANCELLED, *first_out);
    ck_assert_str_eq(text_of(r.requests[r.request_count - 1].order.quantity.value), "2");
    return id_of(&r.requests[r.request_count - 1].order);
}

START_TEST(execution_told_after_the_cancel_shrinks_the_replacement)
{
    tr_id first;
    tr_id second = replaced(&first);
    rig_report(&r, TR_REPORT_ACCEPTED, second);
    r.request_count = 0;
    rig_fill(&r, first, "0.3", "99", "0"); /* it happened before the cancel, and is told late */
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, RIG_CANCEL);
    ck_assert_int_eq(tr_id_compare(id_of(&r.requests[0].order), second), 0);
    rig_fill(&r, second, "0.2", "98", "0");
    rig_report(&r, TR_REPORT_CANCELLED, second);
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_str_eq(text_of(r.requests[1].order.quantity.value), "1.5"); /* 2 in all */
}
END_TEST

START_TEST(execution_told_while_the_replacement_is_on_its_way_shrinks_it_once_it_is_there)
{
    tr_id first;
    tr_id second = replaced(&first);
    r.request_count = 0;
    rig_fill(&r, first, "0.3", "99", "0");
    ck_assert_uint_eq(r.request_count, 0);
    rig_restart(&r, true);
    rig_settle(&r);
    rig_price(&r, "BTC/USDT", "100");
    r.request_count = 0;
    rig_report(&r, TR_REPORT_ACCEPTED, second);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, second);
    ck_assert_str_eq(text_of(r.requests[r.request_count - 1].order.quantity.value), "1.7");
}
END_TEST

START_TEST(execution_told_before_the_replacement_has_left_makes_it_leave_smaller)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    r.request_count = 0;
    tr_exchange_report cancelled = { .kind = TR_REPORT_CANCELLED, .at_ns = r.now_ns, .account = "paper" };
    tr_exchange_report fill = { .kind = TR_REPORT_FILL, .at_ns = r.now_ns, .account = "paper", .exchange_fill_id = "L" };
    tr_id_format(id, cancelled.client_id);
    tr_id_format(id, fill.client_id);
    fill.quantity.value = rig_decimal("0.4");
    fill.price.value = rig_decimal("99");
    tr_engine_report(r.engine, &cancelled);
    tr_engine_report(r.engine, &fill);
    rig_settle(&r);
    ck_assert_uint_eq(r.request_count, 1); /* sent once */
    ck_assert_str_eq(text_of(r.requests[0].order.quantity.value), "1.6");
}
END_TEST

START_TEST(execution_of_all_that_was_wanted_takes_the_replacement_away)
{
    tr_id first = working();
    amend_limit(first, "98"); /* 1 stays 1 */
    rig_report(&r, TR_REPORT_CANCELLED, first);
    tr_id second = id_of(&r.requests[r.request_count - 1].order);
    rig_report(&r, TR_REPORT_ACCEPTED, second);
    r.request_count = 0;
    rig_fill(&r, first, "1", "99", "0");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].kind, RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, second);
    ck_assert_uint_eq(r.request_count, 1); /* nothing takes its place */
    ck_assert_int_eq(stored(second).state, TR_STATE_CANCELLED);
}
END_TEST

START_TEST(replacement_goes_on_after_a_restart)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    rig_restart(&r, true);
    rig_settle(&r);
    rig_price(&r, "BTC/USDT", "100");
    ck_assert_int_eq(r.requests[0].kind, RIG_QUERY);
    rig_report(&r, TR_REPORT_ACCEPTED, id); /* the cancel never arrived: it is asked for again */
    size_t count = r.request_count;
    ck_assert_int_eq(r.requests[count - 1].kind, RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_uint_eq(r.request_count, count + 1);
    ck_assert_str_eq(text_of(r.requests[count].order.quantity.value), "2");
    rig_report(&r, TR_REPORT_CANCELLED, id); /* told again */
    ck_assert_uint_eq(r.request_count, count + 1);
}
END_TEST

START_TEST(order_that_fills_before_its_cancel_is_not_replaced)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    rig_fill(&r, id, "1", "99", "0");
    rig_report(&r, TR_REPORT_DONE, id);
    ck_assert_int_eq(stored(id).state, TR_STATE_FILLED);
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(order_whose_cancel_is_refused_works_on_as_it_was)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    rig_report(&r, TR_REPORT_CANCEL_REFUSED, id);
    ck_assert_int_eq(r.status, TR_E_CONFLICT);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    ck_assert_str_eq(text_of(stored(id).amend_quantity.value), "0");
}
END_TEST

START_TEST(cancel_of_an_order_that_is_being_replaced_ends_it)
{
    tr_id id = working();
    amend_to_two_at_98(id);
    rig_cancel(&r, id);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("amend");
    TCase *tests = tcase_create("amend");
    TCase *asked = tcase_create("an exchange that amends");
    tcase_add_checked_fixture(tests, rig_setup, rig_teardown);
    tcase_add_checked_fixture(asked, setup_amending, rig_teardown);
    tcase_add_test(tests, stop_that_waits_goes_off_at_its_new_price);
    tcase_add_test(tests, request_repeated_after_an_amendment_gives_the_order_again);
    tcase_add_test(tests, time_from_which_it_is_good_lies_before_its_expiry);
    tcase_add_test(tests, trail_is_changed_without_losing_its_best);
    tcase_add_test(tests, change_that_the_gate_or_the_rules_refuse_leaves_the_order_as_it_was);
    tcase_add_test(tests, stop_and_target_of_a_position_are_moved);
    tcase_add_test(asked, exchange_is_asked_and_its_word_counts);
    tcase_add_test(asked, amendment_that_the_exchange_refuses_is_a_conflict);
    tcase_add_test(asked, amendment_under_way_is_asked_again_after_a_restart);
    tcase_add_test(asked, fills_beyond_the_old_quantity_do_not_end_an_order_that_is_being_amended);
    tcase_add_test(asked, order_amended_to_what_has_filled_is_filled);
    tcase_add_test(asked, cancel_wins_over_an_amendment_under_way);
    tcase_add_test(tests, exits_and_expiry_of_a_working_order_are_ours_to_change);
    tcase_add_test(asked, amendment_to_less_frees_what_the_order_no_longer_needs);
    tcase_add_test(asked, amendment_to_more_that_is_refused_frees_what_it_would_have_needed);
    tcase_add_test(asked, rest_of_an_order_that_has_spent_the_money_can_be_given_another_price);
    tcase_add_test(asked, order_that_closes_all_can_be_given_another_price);
    tcase_add_test(asked, what_an_amendment_may_close_is_closed_by_nobody_else);
    tcase_add_test(tests, rest_is_placed_anew_when_the_cancel_is_confirmed_and_not_before);
    tcase_add_test(tests, execution_told_after_the_cancel_shrinks_the_replacement);
    tcase_add_test(tests, execution_told_while_the_replacement_is_on_its_way_shrinks_it_once_it_is_there);
    tcase_add_test(tests, execution_told_before_the_replacement_has_left_makes_it_leave_smaller);
    tcase_add_test(tests, execution_of_all_that_was_wanted_takes_the_replacement_away);
    tcase_add_test(tests, replacement_goes_on_after_a_restart);
    tcase_add_test(tests, order_that_fills_before_its_cancel_is_not_replaced);
    tcase_add_test(tests, order_whose_cancel_is_refused_works_on_as_it_was);
    tcase_add_test(tests, cancel_of_an_order_that_is_being_replaced_ends_it);
    suite_add_tcase(suite, tests);
    suite_add_tcase(suite, asked);
    return run_as_tap(suite);
}
