/* Margin of linear swaps in the engine: what an entry holds, what lets it off, what the limits count. */
#include "support/check_tap.h"
#include "swap_case.h"

/* ---- margin ------------------------------------------------------------------------------------ */

/* Leverage 5 and half a per cent for costs: an entry of 100 holds 20.5. */
START_TEST(entry_reserves_its_margin_and_frees_it_at_the_end)
{
    tr_order_request request = swap_order(TR_SIDE_SELL, "1");
    rig_submit(&r, &request);
    check_decimal(r.order.reserved.value, "20.5");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    request = swap_order(TR_SIDE_BUY, "485"); /* 48500 / 5 and 242.5 */
    rig_submit(&r, &request);
    check_decimal(r.order.reserved.value, "9942.5");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    request = swap_order(TR_SIDE_BUY, "488"); /* 9760 + 244 */
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "balance");
}
END_TEST

/* Half of the equity may be exposed: 4000 are being entered, 1200 more are too many at any leverage. */
START_TEST(another_leverage_leaves_live_entries_the_value_that_they_may_open)
{
    static const char *const leverages[] = { "2", "20", "3", "5" };
    tr_order_request request = swap_order(TR_SIDE_BUY, "40");
    request.type = TR_ORDER_LIMIT;
    request.limit_price.value = rig_decimal("100");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    check_decimal(r.order.reserved.value, "820"); /* 4000 / 5 + 20 */
    for (size_t i = 0; i < sizeof leverages / sizeof leverages[0]; i++) {
        tr_order stored = { .version = 0 };
        r.leverage = rig_decimal(leverages[i]);
        r.limits.has_exposure_max = true;
        r.limits.exposure_max = (tr_money){ rig_decimal("5000") };
        rig_restart(&r, i % 2 == 0);
        rig_settle(&r);
        rig_price(&r, SWAP, "100");
        ck_assert(rig_stored_order(&r, id, &stored));
        tr_decimal margin, value;
        ck_assert_int_eq(tr_decimal_divide(rig_decimal("4000"), r.leverage, TR_ROUND_UP, &margin), TR_OK);
        ck_assert_int_eq(tr_decimal_add(margin, rig_decimal("20"), &margin), TR_OK);
        ck_assert_int_eq(tr_decimal_subtract(stored.reserved.value, margin, &value), TR_OK);
        ck_assert_int_ge(tr_decimal_sign(value), 0); /* never less, and more by rounding alone */
        ck_assert_int_lt(tr_decimal_compare(value, rig_decimal("0.000001")), 0);
        request = swap_order(TR_SIDE_BUY, "12");
        rig_submit(&r, &request);
        ck_assert_int_eq(r.status, TR_E_REFUSED);
        ck_assert_str_eq(r.rule, "exposure");
        int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
        rig_restart(&r, true); /* once is enough */
        rig_settle(&r);
        ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
        ck_assert_int_eq(rig_verify(&r), 0);
    }
    rig_price(&r, SWAP, "100");
    rig_fill(&r, id, "40", "100", "0");
    ck_assert_int_eq(tr_engine_check(r.engine), true);
}
END_TEST

START_TEST(held_swaps_bind_margin_and_losses_for_spot_and_swaps_alike)
{
    (void)trade(TR_SIDE_SELL, "400", "100", "0"); /* binds 8000 of 10000 */
    tr_order_request spot = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "20"); /* 2000 and 10 */
    rig_submit(&r, &spot);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "balance");
    spot.quantity.value = rig_decimal("19");
    rig_submit(&r, &spot);
    ck_assert_int_eq(r.status, TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    rig_price(&r, SWAP, "104"); /* loses 1600, binds 320 more: 80 are left */
    tr_order_request more = swap_order(TR_SIDE_SELL, "4"); /* 83.2 and 2.08 */
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    more.quantity.value = rig_decimal("3.6");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_OK);
}
END_TEST

START_TEST(profit_not_realised_is_no_money_to_enter_with)
{
    (void)trade(TR_SIDE_BUY, "400", "100", "0");
    rig_price(&r, SWAP, "110"); /* 4000 gained, 8800 bound */
    check_equity("14000");
    tr_order_request more = swap_order(TR_SIDE_BUY, "54"); /* 1188 and 29.7 of 1200 */
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
}
END_TEST

START_TEST(exits_pass_without_any_margin_and_shrink_to_the_position)
{
    (void)trade(TR_SIDE_SELL, "480", "100", "0");
    rig_price(&r, SWAP, "119"); /* more is lost than is free */
    tr_order_request close = swap_order(TR_SIDE_BUY, "500");
    close.is_reduce_only = true;
    rig_submit(&r, &close);
    ck_assert_int_eq(r.status, TR_OK);
    check_decimal(r.order.quantity.value, "480");
    check_decimal(r.order.reserved.value, "0");
    rig_fill(&r, r.order.id, "480", "119", "0");
    check_decimal(cash(), "880");
    tr_order_request none = swap_order(TR_SIDE_BUY, "1");
    none.is_reduce_only = true;
    rig_submit(&r, &none);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "position");
}
END_TEST

START_TEST(exposure_counts_shorts_by_their_value)
{
    r.limits.has_exposure_max = true;
    r.limits.exposure_max.value = rig_decimal("1000");
    rig_restart(&r, false);
    rig_price(&r, SWAP, "100");
    (void)trade(TR_SIDE_SELL, "6", "100", "0");
    tr_order_request more = swap_order(TR_SIDE_SELL, "4.1");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "exposure");
    more.quantity.value = rig_decimal("4");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    tr_order_request turn = swap_order(TR_SIDE_BUY, "16"); /* closes 6, opens 10 */
    rig_submit(&r, &turn);
    ck_assert_int_eq(r.status, TR_OK);
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    turn.quantity.value = rig_decimal("16.1");
    rig_submit(&r, &turn);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
}
END_TEST

START_TEST(position_lets_off_no_more_entries_than_it_can_close)
{
    (void)trade(TR_SIDE_BUY, "10", "100", "0");
    tr_order_request turn = swap_order(TR_SIDE_SELL, "10");
    rig_submit(&r, &turn);
    ck_assert_int_eq(r.status, TR_OK);
    check_decimal(r.order.reserved.value, "0"); /* it only closes */
    tr_id first = r.order.id;
    rig_submit(&r, &turn); /* the same position again: this one opens */
    ck_assert_int_eq(r.status, TR_OK);
    check_decimal(r.order.reserved.value, "205");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    rig_fill(&r, first, "4", "100", "0");
    turn.quantity.value = rig_decimal("1");
    rig_submit(&r, &turn); /* six are left, and on their way out */
    check_decimal(r.order.reserved.value, "20.5");
    rig_report(&r, TR_REPORT_REJECTED, r.order.id);
    rig_report(&r, TR_REPORT_CANCELLED, first);
    rig_restart(&r, true);
    rig_price(&r, SWAP, "100");
    turn.quantity.value = rig_decimal("6");
    rig_submit(&r, &turn);
    check_decimal(r.order.reserved.value, "0");
    rig_restart(&r, true);
    rig_price(&r, SWAP, "100");
    rig_submit(&r, &turn);
    check_decimal(r.order.reserved.value, "123");
}
END_TEST

START_TEST(entry_that_turns_holds_the_margin_of_what_it_opens_while_it_closes)
{
    (void)trade(TR_SIDE_BUY, "10", "100", "0");
    tr_order_request turn = swap_order(TR_SIDE_SELL, "30");
    tr_order stored;
    rig_submit(&r, &turn);
    tr_id id = r.order.id;
    check_decimal(r.order.reserved.value, "410");
    rig_fill(&r, id, "7", "100", "0");
    ck_assert(rig_stored_order(&r, id, &stored));
    check_decimal(stored.reserved.value, "410");
    rig_fill(&r, id, "8", "100", "0"); /* three close, five open */
    ck_assert(rig_stored_order(&r, id, &stored));
    check_decimal(stored.reserved.value, "307.5");
    rig_fill(&r, id, "15", "100", "0");
    ck_assert(rig_stored_order(&r, id, &stored));
    check_decimal(stored.reserved.value, "0");
}
END_TEST

START_TEST(daily_loss_sees_what_a_short_has_not_realised)
{
    r.limits.has_daily_loss_max = true;
    r.limits.daily_loss_max = rig_decimal("0.05");
    rig_restart(&r, false);
    rig_price(&r, SWAP, "100");
    (void)trade(TR_SIDE_SELL, "100", "100", "0");
    rig_price(&r, SWAP, "106");
    tr_order_request more = swap_order(TR_SIDE_SELL, "1");
    rig_submit(&r, &more);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "daily_loss");
}
END_TEST

/* ---- books ------------------------------------------------------------------------------------- */

int main(void)
{
    Suite *suite = suite_create("swap_margin");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, teardown);
    tcase_add_test(rules, entry_reserves_its_margin_and_frees_it_at_the_end);
    tcase_add_test(rules, another_leverage_leaves_live_entries_the_value_that_they_may_open);
    tcase_add_test(rules, held_swaps_bind_margin_and_losses_for_spot_and_swaps_alike);
    tcase_add_test(rules, profit_not_realised_is_no_money_to_enter_with);
    tcase_add_test(rules, exits_pass_without_any_margin_and_shrink_to_the_position);
    tcase_add_test(rules, exposure_counts_shorts_by_their_value);
    tcase_add_test(rules, position_lets_off_no_more_entries_than_it_can_close);
    tcase_add_test(rules, entry_that_turns_holds_the_margin_of_what_it_opens_while_it_closes);
    tcase_add_test(rules, daily_loss_sees_what_a_short_has_not_realised);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
