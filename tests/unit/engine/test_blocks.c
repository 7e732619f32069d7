/* Order blocks, rule by rule: armed, traded, changed, ended. */
#include <stdio.h>
#include <string.h>

#include "block_case.h"
#include "support/check_tap.h"

static void tell_all(void)
{
    tell("macd not dark red", "240");
    tell("macd dark green", "12");
    tell("macd not dark red", "75");
}

/* ---- arming ---------------------------------------------------------------------------------- */

START_TEST(all_conditions_within_the_window_place_the_order_in_any_order)
{
    tr_block_request request = macd_block();
    must_add(&request);
    tell("macd not dark red", "240");
    r.now_ns += 300 * MS_NS;
    tell("macd dark green", "12");
    ck_assert_uint_eq(r.request_count, 0);
    r.now_ns += 200 * MS_NS; /* 500 ms after the first: the end of the window is in it */
    tell("macd not dark red", "75");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_uint_eq(r.order_count, 1);
    tr_block row = stored_block(block.id);
    ck_assert_int_eq(row.state, TR_BLOCK_TRADING);
    ck_assert_int_eq(tr_id_compare(row.order_id, r.order_ids[0]), 0);
    tr_order order;
    ck_assert(rig_stored_order(&r, row.order_id, &order));
    ck_assert_int_eq(tr_id_compare(order.block_id, block.id), 0);
    tell_all(); /* it is spent */
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(firings_are_dropped_when_the_window_has_passed)
{
    tr_block_request request = macd_block();
    must_add(&request);
    tell("macd not dark red", "240");
    tell("macd dark green", "12");
    r.now_ns += 500 * MS_NS + 1;
    tell("macd not dark red", "75"); /* the first of a window of its own */
    ck_assert_uint_eq(r.request_count, 0);
    r.now_ns += 500 * MS_NS;
    tell("macd not dark red", "240");
    tell("macd dark green", "12");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(second_firing_of_a_condition_neither_counts_nor_lengthens_the_window)
{
    tr_block_request request = macd_block();
    must_add(&request);
    tell("macd dark green", "12");
    r.now_ns += 400 * MS_NS;
    tell("macd dark green", "12");
    tell("macd dark green", "12");
    ck_assert_uint_eq(r.request_count, 0);
    r.now_ns += 200 * MS_NS;
    tell("macd not dark red", "75");
    tell("macd not dark red", "240");
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(condition_told_before_the_block_exists_does_not_count)
{
    tr_block_request request = macd_block();
    tell("macd dark green", "12");
    must_add(&request);
    tell("macd not dark red", "75");
    tell("macd not dark red", "240");
    ck_assert_uint_eq(r.request_count, 0);
}
END_TEST

START_TEST(restart_inside_a_window_changes_nothing)
{
    tr_block_request request = macd_block();
    must_add(&request);
    tell("macd dark green", "12");
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "100");
    r.now_ns += 250 * MS_NS;
    tell("macd not dark red", "75");
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "100");
    r.now_ns += 250 * MS_NS;
    tell("macd not dark red", "240");
    ck_assert_uint_eq(r.request_count, 1);
    rig_restart(&r, true);
    tell_all();
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 1);
}
END_TEST

START_TEST(price_outside_the_band_drops_the_firings_and_the_block_waits_on)
{
    tr_block_request request = macd_block();
    must_add(&request);
    rig_price(&r, "BTC/USDT", "105.01");
    tell_all();
    ck_assert_uint_eq(r.request_count, 0);
    tr_block row = stored_block(block.id);
    ck_assert_int_eq(row.state, TR_BLOCK_WAITING);
    ck_assert_ptr_nonnull(strstr(row.reason, "105.01"));
    rig_price(&r, "BTC/USDT", "105");
    tell("macd dark green", "12"); /* the earlier ones count no more */
    ck_assert_uint_eq(r.request_count, 0);
    tell("macd not dark red", "75");
    tell("macd not dark red", "240");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(price_that_is_not_known_is_outside_the_band)
{
    tr_block_request request = macd_block();
    must_add(&request);
    rig_restart(&r, true);
    tell_all();
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(stored_block(block.id).state, TR_BLOCK_WAITING);
}
END_TEST

START_TEST(block_that_has_expired_places_nothing_before_or_after_the_timer)
{
    tr_block_request request = macd_block();
    request.expires_ns = r.now_ns + SECOND_NS;
    must_add(&request);
    tell("macd dark green", "12");
    ck_assert_int_eq(tr_engine_due_ns(r.engine), request.expires_ns);
    r.now_ns = request.expires_ns;
    tell("macd not dark red", "75");
    ck_assert_int_eq(stored_block(block.id).state, TR_BLOCK_EXPIRED);
    request.expires_ns = r.now_ns + SECOND_NS;
    must_add(&request);
    r.now_ns = request.expires_ns;
    rig_restart(&r, true);
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_int_eq(stored_block(block.id).state, TR_BLOCK_EXPIRED);
    ck_assert_str_eq(stored_block(block.id).actor, "clock");
    ck_assert_int_eq(tr_engine_due_ns(r.engine), INT64_MAX);
}
END_TEST

START_TEST(alert_of_the_other_side_tells_nothing)
{
    tr_block_request request = macd_block();
    request.condition_count = 1;
    must_add(&request);
    tell_as(TR_ALERT_SELL, "macd dark green", "12");
    ck_assert_uint_eq(r.request_count, 0);
    tell_as(TR_ALERT_CLOSE, "macd dark green", "12");
    ck_assert_uint_eq(r.request_count, 0);
    tell_as(TR_ALERT_BUY, "macd dark green", "12");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(one_alert_may_tell_several_conditions_and_several_blocks)
{
    tr_block_request request = macd_block();
    request.quantity.value = rig_decimal("0.5");
    request.conditions[0] = condition("tradingview", "", "");
    request.conditions[1] = condition("", "go", "");
    request.condition_count = 2;
    must_add(&request);
    must_add(&request);
    tell("go", "5");
    ck_assert_uint_eq(r.request_count, 2);
}
END_TEST

/* ---- trading --------------------------------------------------------------------------------- */

START_TEST(block_closes_with_its_profit_when_its_exits_have_filled)
{
    tr_block_request request = macd_block();
    request.condition_count = 1;
    request.take_profit = request.stop_loss = (tr_price){ { 0 } };
    request.legs[0] = (tr_leg){ rig_decimal("0.5"), { rig_decimal("110") }, { rig_decimal("90") } };
    request.legs[1] = (tr_leg){ rig_decimal("0.5"), { rig_decimal("120") }, { rig_decimal("90") } };
    request.leg_count = 2;
    must_add(&request);
    tell("macd dark green", "12");
    tr_id entry = r.order_ids[0];
    rig_fill(&r, entry, "0.3", "100", "0.03");
    rig_fill(&r, entry, "0.7", "100", "0.07");
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(r.engine, counts);
    ck_assert_int_eq(counts[TR_STATE_WAITING], 4);
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "111");
    ck_assert_uint_eq(r.request_count, 1);
    tr_id first;
    ck_assert_int_eq(tr_id_parse(r.requests[0].order.client_id, TR_ID_TEXT_LENGTH, &first), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(r.requests[0].order.quantity.value, rig_decimal("0.5")), 0);
    rig_fill(&r, first, "0.5", "110", "0");
    ck_assert_int_eq(stored_block(block.id).state, TR_BLOCK_TRADING);
    rig_price(&r, "BTC/USDT", "89");
    tr_id second;
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(tr_id_parse(r.requests[1].order.client_id, TR_ID_TEXT_LENGTH, &second), TR_OK);
    rig_fill(&r, second, "0.5", "89", "0");
    tr_block row = stored_block(block.id);
    ck_assert_int_eq(row.state, TR_BLOCK_CLOSED);
    ck_assert_str_eq(row.reason, "loss: -0.6"); /* 55 + 44.5 - 100 - 0.1 */
    ck_assert_ptr_null(tr_engine_find_block(r.engine, "paper", block.id));
}
END_TEST

START_TEST(block_whose_order_is_refused_ends_with_the_rule)
{
    tr_block_request request = macd_block();
    request.condition_count = 1;
    request.quantity.value = rig_decimal("500");
    must_add(&request);
    tell("macd dark green", "12");
    ck_assert_uint_eq(r.request_count, 0);
    tr_block row = stored_block(block.id);
    ck_assert_int_eq(row.state, TR_BLOCK_REFUSED);
    ck_assert_str_ne(row.reason, "");
}
END_TEST

START_TEST(block_whose_order_fills_nothing_is_cancelled)
{
    tr_block_request request = macd_block();
    request.condition_count = 1;
    must_add(&request);
    tell("macd dark green", "12");
    rig_report(&r, TR_REPORT_REJECTED, r.order_ids[0]);
    ck_assert_int_eq(stored_block(block.id).state, TR_BLOCK_CANCELLED);
}
END_TEST

/* ---- the door -------------------------------------------------------------------------------- */

START_TEST(cancelled_block_hears_nothing)
{
    tr_block_request request = macd_block();
    must_add(&request);
    tr_cancel_request cancel = { .account = "paper", .id = block.id, .actor = "somebody" };
    tr_engine_cancel_block(r.engine, &cancel, answered, NULL);
    rig_settle(&r);
    ck_assert_int_eq(status, TR_OK);
    ck_assert_str_eq(stored_block(block.id).actor, "somebody");
    tell_all();
    ck_assert_uint_eq(r.request_count, 0);
    tr_engine_cancel_block(r.engine, &cancel, answered, NULL);
    rig_settle(&r);
    ck_assert_int_eq(status, TR_E_NOT_FOUND);
}
END_TEST

START_TEST(same_key_never_makes_a_second_block)
{
    tr_block_request request = macd_block();
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "k1");
    must_add(&request);
    tr_id first = block.id;
    must_add(&request);
    ck_assert_int_eq(tr_id_compare(first, block.id), 0);
    tr_cancel_request cancel = { .account = "paper", .id = first };
    tr_engine_cancel_block(r.engine, &cancel, answered, NULL);
    rig_settle(&r);
    rig_restart(&r, true);
    add(&request); /* it has ended and left memory */
    ck_assert_int_eq(status, TR_OK);
    ck_assert_int_eq(tr_id_compare(first, block.id), 0);
    ck_assert_int_eq(block.state, TR_BLOCK_CANCELLED);
    request.quantity.value = rig_decimal("2");
    add(&request);
    ck_assert_int_eq(status, TR_E_CONFLICT);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_BLOCK), 1);
}
END_TEST

START_TEST(block_that_makes_no_sense_is_refused)
{
    tr_block_request good = macd_block();
    tr_block_request bad = good;
    bad.condition_count = 0;
    add(&bad);
    ck_assert_int_eq(status, TR_E_INVALID);
    bad = good;
    bad.conditions[1] = bad.conditions[0];
    add(&bad);
    ck_assert_int_eq(status, TR_E_INVALID);
    bad = good;
    bad.conditions[2] = condition("", "", "");
    add(&bad);
    ck_assert_int_eq(status, TR_E_INVALID);
    bad = good;
    bad.price_low.value = rig_decimal("106");
    add(&bad);
    ck_assert_int_eq(status, TR_E_RANGE);
    bad = good;
    bad.stop_loss.value = rig_decimal("95"); /* in the band */
    add(&bad);
    ck_assert_int_eq(status, TR_E_INVALID);
    bad = good;
    bad.take_profit.value = rig_decimal("104");
    add(&bad);
    ck_assert_int_eq(status, TR_E_INVALID);
    bad = good;
    bad.expires_ns = r.now_ns;
    add(&bad);
    ck_assert_int_eq(status, TR_E_RANGE);
    bad = good;
    (void)snprintf(bad.account, sizeof bad.account, "nobody");
    add(&bad);
    ck_assert_int_eq(status, TR_E_NOT_FOUND);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_BLOCK), 0);
}
END_TEST

/* ---- changing -------------------------------------------------------------------------------- */

static void cancelled(void *user, const tr_engine_answer *answer)
{
    *(tr_status *)user = answer->status;
}

static void amend(tr_id id, int64_t given, const tr_block_request *values)
{
    tr_block_change change = { .account = "paper", .id = id, .actor = "editor", .given = given, .values = *values };
    tr_engine_amend_block(r.engine, &change, answered, NULL);
    rig_settle(&r);
}

/* The band and the lot of now count, what was told before stays told, and the first request is still known. */
START_TEST(block_that_waits_is_changed)
{
    tr_block_request request = macd_block(), values = { .window_ns = 0 };
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "zone");
    must_add(&request);
    tr_id id = block.id;
    tell("macd dark green", "12");
    tell("macd not dark red", "75");
    values.price_low.value = rig_decimal("110"); /* above the upper price */
    amend(id, TR_BLOCK_LOWER, &values);
    ck_assert_int_eq(status, TR_E_RANGE);
    values.stop_loss.value = rig_decimal("100"); /* within the band */
    amend(id, TR_BLOCK_STOP_LOSS, &values);
    ck_assert_int_ne(status, TR_OK);
    amend(id, 0, &values);
    ck_assert_int_eq(status, TR_E_INVALID);
    values.price_low.value = rig_decimal("99");
    values.price_high.value = rig_decimal("101");
    values.quantity.value = rig_decimal("0.5");
    values.stop_loss.value = rig_decimal("98");
    values.expires_ns = r.now_ns + 3600 * SECOND_NS;
    amend(id, TR_BLOCK_LOWER | TR_BLOCK_UPPER | TR_BLOCK_QUANTITY | TR_BLOCK_STOP_LOSS | TR_BLOCK_EXPIRES, &values);
    ck_assert_msg(status == TR_OK, "%s", words);
    ck_assert_str_eq(block.actor, "editor");
    rig_restart(&r, true);
    rig_price(&r, "BTC/USDT", "100");
    add(&request); /* sent again by somebody who heard nothing */
    ck_assert_int_eq(status, TR_OK);
    ck_assert_int_eq(tr_id_compare(block.id, id), 0);
    request.quantity.value = rig_decimal("0.5");
    add(&request);
    ck_assert_int_eq(status, TR_E_CONFLICT);
    tell("macd not dark red", "240"); /* the third of three */
    ck_assert_uint_eq(r.order_count, 1);
    tr_order order;
    ck_assert(rig_stored_order(&r, r.order_ids[0], &order));
    ck_assert_int_eq(tr_decimal_compare(order.quantity.value, rig_decimal("0.5")), 0);
    ck_assert_int_eq(tr_decimal_compare(order.stop_loss.value, rig_decimal("98")), 0);
    ck_assert_int_eq(tr_decimal_compare(order.take_profit.value, rig_decimal("120")), 0);
    amend(id, TR_BLOCK_QUANTITY, &values);
    ck_assert_int_eq(status, TR_E_CONFLICT); /* it trades */
}
END_TEST

START_TEST(block_expires_at_its_new_time)
{
    tr_block_request request = macd_block(), values = { .window_ns = 0 };
    request.expires_ns = r.now_ns + 10 * SECOND_NS;
    must_add(&request);
    tr_id id = block.id;
    values.expires_ns = r.now_ns + 100 * SECOND_NS;
    amend(id, TR_BLOCK_EXPIRES, &values);
    r.now_ns += 50 * SECOND_NS;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert(tr_engine_find_block(r.engine, "paper", id) != NULL);
    r.now_ns += 50 * SECOND_NS;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    const tr_block *found = tr_engine_find_block(r.engine, "paper", id);
    ck_assert(found == NULL || found->state == TR_BLOCK_EXPIRED);
}
END_TEST

START_TEST(key_of_a_block_whose_end_is_not_durable_yet_makes_no_second_one)
{
    tr_block_request request = macd_block();
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "once");
    must_add(&request);
    tr_id first = block.id;
    tr_status end = TR_E_INTERNAL;
    tr_cancel_request cancel = { .account = "paper", .id = first };
    tr_engine_cancel_block(r.engine, &cancel, cancelled, &end);
    tr_engine_add_block(r.engine, &request, answered,
                        NULL); /* nothing has been written meanwhile */
    rig_settle(&r);
    ck_assert_int_eq(end, TR_OK);
    ck_assert_int_eq(status, TR_OK);
    ck_assert_int_eq(tr_id_compare(block.id, first), 0);
    ck_assert_int_eq(block.state, TR_BLOCK_CANCELLED);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_BLOCK), 1);
    add(&request); /* from the store */
    ck_assert_int_eq(tr_id_compare(block.id, first), 0);
    ck_assert(tr_engine_find_block(r.engine, "paper", first) == NULL);
}
END_TEST

START_TEST(what_is_less_than_a_lot_keeps_no_block_open)
{
    tr_block_request request = macd_block();
    must_add(&request);
    tr_id id = block.id;
    tell_all();
    tr_id entry = tr_engine_find_block(r.engine, "paper", id)->order_id;
    tr_exchange_report fill = { .kind = TR_REPORT_FILL, .at_ns = r.now_ns };
    (void)snprintf(fill.account, sizeof fill.account, "paper");
    tr_id_format(entry, fill.client_id);
    (void)snprintf(fill.exchange_fill_id, sizeof fill.exchange_fill_id, "first");
    (void)snprintf(fill.fee_asset, sizeof fill.fee_asset, "BTC");
    fill.price.value = rig_decimal("100");
    fill.quantity.value = rig_decimal("1");
    fill.fee.value = rig_decimal("0.0015"); /* a lot and a half */
    tr_engine_report(r.engine, &fill);
    rig_settle(&r);
    tr_order stop;
    ck_assert(rig_find_exit(&r, entry, TR_ROLE_STOP_LOSS, &stop));
    rig_price(&r, "BTC/USDT", "90");
    rig_fill(&r, stop.id, "0.998", "90", "0");
    ck_assert(tr_engine_find_block(r.engine, "paper", id) == NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("blocks");
    TCase *tests = tcase_create("blocks");
    tcase_add_checked_fixture(tests, setup, rig_teardown);
    tcase_add_test(tests, block_that_waits_is_changed);
    tcase_add_test(tests, block_expires_at_its_new_time);
    tcase_add_test(tests, key_of_a_block_whose_end_is_not_durable_yet_makes_no_second_one);
    tcase_add_test(tests, what_is_less_than_a_lot_keeps_no_block_open);
    tcase_add_test(tests, all_conditions_within_the_window_place_the_order_in_any_order);
    tcase_add_test(tests, firings_are_dropped_when_the_window_has_passed);
    tcase_add_test(tests, second_firing_of_a_condition_neither_counts_nor_lengthens_the_window);
    tcase_add_test(tests, condition_told_before_the_block_exists_does_not_count);
    tcase_add_test(tests, restart_inside_a_window_changes_nothing);
    tcase_add_test(tests, price_outside_the_band_drops_the_firings_and_the_block_waits_on);
    tcase_add_test(tests, price_that_is_not_known_is_outside_the_band);
    tcase_add_test(tests, block_that_has_expired_places_nothing_before_or_after_the_timer);
    tcase_add_test(tests, alert_of_the_other_side_tells_nothing);
    tcase_add_test(tests, one_alert_may_tell_several_conditions_and_several_blocks);
    tcase_add_test(tests, block_closes_with_its_profit_when_its_exits_have_filled);
    tcase_add_test(tests, block_whose_order_is_refused_ends_with_the_rule);
    tcase_add_test(tests, block_whose_order_fills_nothing_is_cancelled);
    tcase_add_test(tests, cancelled_block_hears_nothing);
    tcase_add_test(tests, same_key_never_makes_a_second_block);
    tcase_add_test(tests, block_that_makes_no_sense_is_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
