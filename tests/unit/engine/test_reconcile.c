/* What the exchange lists against what the engine believes, of orders and executions: each kind of difference, each
   action, twice, and through restarts. */
#include <stdio.h>
#include <string.h>

#include <trade/reconcile.h>

#include "listed_case.h"
#include "support/check_tap.h"

/* ---- the exchange's side ------------------------------------------------------------------------ */

static void add_open(const char *client_id)
{
    tr_exchange_item *item = add_item(TR_LISTING_ORDERS);
    (void)snprintf(item->client_id, sizeof item->client_id, "%s", client_id);
    (void)snprintf(item->exchange_order_id, sizeof item->exchange_order_id, "X9");
    (void)snprintf(item->symbol, sizeof item->symbol, "BTC/USDT");
    item->quantity.value = rig_decimal("1");
    item->price.value = rig_decimal("99");
}

static void add_fill(tr_id order_id, const char *fill_id, const char *quantity, const char *price)
{
    tr_exchange_item *item = add_item(TR_LISTING_FILLS);
    tr_id_format(order_id, item->client_id);
    (void)snprintf(item->exchange_fill_id, sizeof item->exchange_fill_id, "%s", fill_id);
    (void)snprintf(item->symbol, sizeof item->symbol, "BTC/USDT");
    (void)snprintf(item->asset, sizeof item->asset, "USDT");
    item->quantity.value = rig_decimal(quantity);
    item->price.value = rig_decimal(price);
    item->at_ns = r.now_ns;
}

/* ---- the engine's side --------------------------------------------------------------------------- */

/* A limit buy of 1 BTC at 99 that works. */
static tr_id work_order(void)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    request.limit_price.value = rig_decimal("99");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    tr_id id = r.order.id;
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    return id;
}

START_TEST(account_in_order_has_no_differences)
{
    char client_id[TR_ID_TEXT_SIZE];
    tr_id_format(work_order(), client_id);
    add_open(client_id);
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    ck_assert_int_eq(told.rounds, 1);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
}
END_TEST

START_TEST(missed_execution_is_booked_once)
{
    tr_id id = work_order();
    add_fill(id, "F77", "1", "99");
    set_balance("USDT", "9901");
    set_balance("BTC", "1");
    reconcile();
    assert_found(TR_DIFFERENCE_FILL_MISSED, TR_RECONCILE_ADOPT);
    ck_assert_int_eq(stored(id).state, TR_STATE_FILLED);
    check_balance("BTC", "1");
    check_balance("USDT", "9901");
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 1);
}
END_TEST

START_TEST(missed_execution_of_an_order_that_has_ended_is_booked)
{
    tr_id id = work_order();
    rig_report(&r, TR_REPORT_CANCELLED, id);
    add_fill(id, "F77", "0.25", "99");
    set_balance("USDT", "9975.25");
    set_balance("BTC", "0.25");
    reconcile();
    assert_found(TR_DIFFERENCE_FILL_MISSED, TR_RECONCILE_ADOPT);
    check_balance("BTC", "0.25");
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
}
END_TEST

START_TEST(order_that_is_gone_takes_the_fate_the_exchange_tells)
{
    tr_id id = work_order();
    start(NULL);
    ck_assert_int_eq(told.count, 0); /* the exchange has been asked */
    ck_assert_uint_eq(count_requests(RIG_QUERY), 1);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_int_eq(told.count, 1);
    assert_found(TR_DIFFERENCE_ORDER_GONE, TR_RECONCILE_ADOPT);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
}
END_TEST

START_TEST(order_that_the_exchange_knows_nothing_of_ends_after_a_second_look)
{
    tr_id id = work_order();
    start(NULL);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    ck_assert_int_eq(told.count, 0);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    r.now_ns += INT64_C(6000000000);
    ck_assert_int_le(tr_engine_due_ns(r.engine), r.now_ns);
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_int_eq(told.count, 1);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
    tr_balance balance;
    ck_assert(rig_stored_balance(&r, "USDT", &balance));
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
}
END_TEST

/* It may have filled, and the exchange tells of its executions late: only its own word ends it. */
START_TEST(order_of_which_nothing_is_heard_is_not_called_gone)
{
    tr_id id = work_order();
    start(NULL);
    wait_until_told();
    ck_assert(!told.is_settled);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    start(NULL);
    rig_report(&r, TR_REPORT_NOT_FOUND, id);
    wait_until_told();
    ck_assert(told.is_settled);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
}
END_TEST

/* A list that is behind: the order is asked about, and the exchange says that it holds it. */
START_TEST(order_that_the_exchange_says_it_holds_is_left_working)
{
    char client_id[TR_ID_TEXT_SIZE];
    tr_id id = work_order();
    start(NULL);
    ck_assert_int_eq(told.count, 0);
    rig_report(&r, TR_REPORT_ACCEPTED, id);
    for (int i = 0; told.count == 0 && i < 10; i++) {
        r.now_ns += INT64_C(6000000000);
        tr_engine_timer(r.engine);
        rig_settle(&r);
    }
    ck_assert_int_eq(told.count, 1);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    tr_id_format(id, client_id);
    add_open(client_id); /* the list has caught up */
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
}
END_TEST

START_TEST(order_that_has_ended_here_is_cancelled_there)
{
    char client_id[TR_ID_TEXT_SIZE];
    tr_id id = work_order();
    rig_report(&r, TR_REPORT_CANCELLED, id);
    tr_id_format(id, client_id);
    add_open(client_id);
    reconcile();
    assert_found(TR_DIFFERENCE_ORDER_ENDED, TR_RECONCILE_CANCEL);
    ck_assert_uint_eq(count_requests(RIG_CANCEL), 1);
    ck_assert_str_eq(r.requests[r.request_count - 1].order.client_id, client_id);
}
END_TEST

/* An id of this installation (the rig's tag is 7) that no table knows. */
static void stray_id(char out[TR_ID_TEXT_SIZE])
{
    tr_rng rng;
    tr_rng_init(&rng, 1);
    tr_id_format(tr_id_make(r.now_ns, 7, &rng), out);
}

START_TEST(stray_order_stops_entries_or_is_cancelled)
{
    char client_id[TR_ID_TEXT_SIZE];
    stray_id(client_id);
    add_open(client_id);
    reconcile();
    assert_found(TR_DIFFERENCE_ORDER_STRAY, TR_RECONCILE_STOP);
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_E_REFUSED);
    ck_assert_str_eq(r.rule, "halt");
    reconcile_by(TR_RECONCILE_CANCEL);
    assert_found(TR_DIFFERENCE_ORDER_STRAY, TR_RECONCILE_CANCEL);
    ck_assert_str_eq(r.requests[r.request_count - 1].order.client_id, client_id);
    ck_assert_int_eq(r.requests[r.request_count - 1].kind, RIG_CANCEL);
}
END_TEST

static void on_put(void *user, tr_status status, const tr_status *results, size_t count, const tr_error *err)
{
    (void)user;
    (void)err; /* the statuses tell */
    ck_assert(status == TR_OK && count == 1 && results[0] == TR_OK);
}

/* As pruning leaves it. */
static void put_past_fill(const tr_exchange_item *item, const char *fill_id, int64_t at_ns, uint8_t number)
{
    tr_fill row = { .id = { { number } }, .account = "paper", .side = item->side, .price = item->price,
                    .quantity = item->quantity, .at_ns = at_ns };
    memcpy(row.symbol, item->symbol, sizeof row.symbol);
    (void)snprintf(row.exchange_fill_id, sizeof row.exchange_fill_id, "%s", fill_id);
    tr_store_op put = { TR_STORE_PUT, TR_TABLE_PAST_FILL, &row, 0 };
    tr_store_transaction one = { &put, 1 };
    ck_assert_int_eq(r.store.submit(r.store.user, &one, 1, on_put, NULL, NULL), TR_OK);
    rig_settle(&r);
}

START_TEST(execution_of_an_order_that_was_pruned_is_no_stray)
{
    char client_id[TR_ID_TEXT_SIZE];
    tr_id id;
    stray_id(client_id);
    ck_assert_int_eq(tr_id_parse(client_id, strlen(client_id), &id), TR_OK);
    add_fill(id, "F77", "1", "99");
    tr_exchange_item *item = &items[item_count - 1];
    item->at_ns = r.now_ns;
    for (int i = 0; i < 600; i++) /* of the same moments: more than a page */
        put_past_fill(item, "F1", item->at_ns - TR_NS_PER_SECOND + i, 1);
    reconcile();
    assert_found(TR_DIFFERENCE_FILL_STRAY, TR_RECONCILE_STOP);
    put_past_fill(item, "F77", item->at_ns + TR_NS_PER_SECOND, 2); /* a list may tell another time than the report */
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    item->side = item->side == TR_SIDE_BUY ? TR_SIDE_SELL : TR_SIDE_BUY;
    reconcile();
    assert_found(TR_DIFFERENCE_FILL_STRAY, TR_RECONCILE_STOP);
}
END_TEST

/* As after a restored backup: the exchange knows of an order and its execution, the tables know nothing. */
START_TEST(stray_order_is_adopted_with_its_executions)
{
    char client_id[TR_ID_TEXT_SIZE];
    tr_id id;
    tr_balance balance;
    stray_id(client_id);
    ck_assert_int_eq(tr_id_parse(client_id, strlen(client_id), &id), TR_OK);
    add_open(client_id);
    tr_reconcile_policy policy;
    tr_reconcile_policy_of(TR_RECONCILE_ADOPT, &policy);
    start(&policy);
    ck_assert_int_eq(told.count, 0);
    ck_assert_uint_eq(count_requests(RIG_QUERY), 1);
    ck_assert_int_eq(stored(id).state, TR_STATE_WORKING);
    ck_assert_str_eq(stored(id).exchange_order_id, "X9");
    ck_assert_int_eq(tr_decimal_compare(stored(id).reserved.value, rig_decimal("99")), 0);
    set_balance("USDT", "9950.5");
    set_balance("BTC", "0.5");
    add_fill(id, "F1", "0.5", "99");
    rig_fill(&r, id, "0.5", "99", "0"); /* the answer: fill F1 */
    ck_assert_int_eq(told.count, 1);
    assert_found(TR_DIFFERENCE_ORDER_STRAY, TR_RECONCILE_ADOPT);
    ck_assert_int_eq(stored(id).state, TR_STATE_PARTLY_FILLED);
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    ck_assert(rig_stored_balance(&r, "BTC", &balance));
    rig_cancel(&r, id); /* it obeys like any other */
    ck_assert_int_eq(r.requests[r.request_count - 1].kind, RIG_CANCEL);
    rig_report(&r, TR_REPORT_CANCELLED, id);
    ck_assert_int_eq(stored(id).state, TR_STATE_CANCELLED);
}
END_TEST

START_TEST(stray_order_of_a_swap_holds_its_margin_whichever_its_side)
{
    char client_id[TR_ID_TEXT_SIZE];
    tr_id id;
    r.leverage = tr_decimal_from_int(5);
    rig_restart(&r, false);
    r.exchange.list = list;
    stray_id(client_id);
    ck_assert_int_eq(tr_id_parse(client_id, strlen(client_id), &id), TR_OK);
    add_open(client_id);
    items[item_count - 1].side = _i == 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    (void)snprintf(items[item_count - 1].symbol, sizeof items[0].symbol, "BTC/USDT:USDT");
    tr_reconcile_policy policy;
    tr_reconcile_policy_of(TR_RECONCILE_ADOPT, &policy);
    start(&policy);
    ck_assert_int_eq(tr_decimal_compare(stored(id).reserved.value, rig_decimal("20.295")), 0); /* 99 / 5 and a half per cent */
    ck_assert(tr_engine_check(r.engine));
}
END_TEST

START_TEST(orders_of_others_are_left_alone_unless_asked)
{
    char theirs[TR_ID_TEXT_SIZE];
    tr_rng rng;
    tr_rng_init(&rng, 1);
    tr_id_format(tr_id_make(r.now_ns, 8, &rng), theirs); /* another installation's */
    add_open(theirs);
    add_open("mobile-app-1");
    add_open("");
    reconcile();
    ck_assert_uint_eq(told.difference_count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(told.differences[i].kind, TR_DIFFERENCE_ORDER_FOREIGN);
        ck_assert_int_eq(told.differences[i].action, TR_RECONCILE_REPORT);
    }
    ck_assert_uint_eq(count_requests(RIG_CANCEL), 0);
    reconcile_by(TR_RECONCILE_CANCEL);
    ck_assert_uint_eq(count_requests(RIG_CANCEL), 2);
    ck_assert_int_eq(told.differences[2].action, TR_RECONCILE_REPORT);
    ck_assert_ptr_nonnull(strstr(told.differences[2].reason, "no client id"));
}
END_TEST

/* The same answer, and nothing more in the log. */
START_TEST(second_run_says_the_same_and_writes_nothing)
{
    tr_difference first[ITEMS_MAX];
    char client_id[TR_ID_TEXT_SIZE];
    stray_id(client_id);
    add_open(client_id);
    add_open("mobile-app-1");
    set_balance("USDT", "9999");
    reconcile();
    size_t count = told.difference_count;
    ck_assert_uint_eq(count, 3);
    memcpy(first, told.differences, sizeof first);
    int64_t events = rig_count_rows(&r, TR_TABLE_EVENT);
    for (int i = 0; i < 3; i++) {
        reconcile();
        ck_assert_uint_eq(told.difference_count, count);
        ck_assert_mem_eq(first, told.differences, count * sizeof first[0]);
    }
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EVENT), events);
}
END_TEST

/* However far it had come: the engine that follows finds the rest and nothing is done twice. */
START_TEST(restart_in_the_midst_of_it_is_taken_up_by_the_next)
{
    tr_id first = work_order(), second = work_order();
    add_fill(first, "F77", "1", "99");
    add_fill(second, "F78", "1", "99");
    set_balance("USDT", "9802");
    set_balance("BTC", "2");
    told.count = 0;
    tr_engine_reconcile(r.engine, "paper", NULL, on_done, NULL);
    for (int i = 0; i < _i; i++) { /* so many turns, and the power goes */
        (void)tr_engine_flush(r.engine, NULL);
        if (i % 2 == 1)
            (void)r.store.poll(r.store.user, 0);
    }
    rig_restart(&r, true);
    rig_settle(&r);
    r.exchange.list = list;
    reconcile();
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_FILL), 2);
    check_balance("BTC", "2");
    check_balance("USDT", "9802");
    ck_assert_int_eq(stored(first).state, TR_STATE_FILLED);
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
}
END_TEST

START_TEST(exchange_that_cannot_list_says_so)
{
    list_status = TR_E_NETWORK;
    start(NULL);
    ck_assert_int_eq(told.count, 1);
    ck_assert_int_eq(told.status, TR_E_NETWORK);
    list_status = TR_E_UNSUPPORTED; /* each list on its own: nothing can be judged */
    set_balance("USDT", "1");
    reconcile();
    ck_assert_uint_eq(told.difference_count, 0);
    r.exchange.list = NULL;
    start(NULL);
    ck_assert_int_eq(told.status, TR_E_UNSUPPORTED);
    told.count = 0;
    tr_engine_reconcile(r.engine, "nobody", NULL, on_done, NULL);
    ck_assert_int_eq(told.status, TR_E_NOT_FOUND);
}
END_TEST

START_TEST(account_that_moves_meanwhile_is_looked_at_again)
{
    answers_later = true;
    start(NULL);
    ck_assert_int_eq(told.count, 0);
    (void)work_order(); /* while the first list is on its way */
    answers_later = false;
    waiting.done(waiting.user, TR_OK, NULL);
    rig_settle(&r);
    ck_assert_int_eq(told.count, 0); /* the order is asked about */
    rig_report(&r, TR_REPORT_CANCELLED, r.order.id);
    ck_assert_int_eq(told.count, 1);
    ck_assert(told.is_settled);
    ck_assert_int_ge(told.rounds, 3);
}
END_TEST

START_TEST(two_at_a_time_run_one_after_the_other)
{
    answers_later = true;
    told.count = 0;
    tr_engine_reconcile(r.engine, "paper", NULL, on_done, NULL);
    tr_engine_reconcile(r.engine, "paper", NULL, on_done, NULL);
    rig_settle(&r);
    for (int i = 0; i < 8; i++) {
        ck_assert_int_eq(told.count, i / 4);
        waiting.done(waiting.user, TR_OK, NULL);
        rig_settle(&r);
    }
    ck_assert_int_eq(told.count, 2);
}
END_TEST

START_TEST(engine_that_ends_tells_who_waits)
{
    answers_later = true;
    start(NULL);
    rig_restart(&r, false);
    ck_assert_int_eq(told.count, 1);
    ck_assert_int_eq(told.status, TR_E_CLOSED);
}
END_TEST

START_TEST(executions_are_listed_since_the_oldest_order_that_works)
{
    (void)work_order();
    r.now_ns += INT64_C(7200000000000);
    reconcile_by(TR_RECONCILE_REPORT);
    ck_assert_int_le(since_ns, r.now_ns - INT64_C(7200000000000));
    ck_assert_int_gt(since_ns, r.now_ns - INT64_C(9000000000000));
    rig_report(&r, TR_REPORT_CANCELLED, r.order.id);
    reconcile(); /* it adopts: what is older needs no other look */
    tr_id id = work_order();
    r.now_ns += INT64_C(7200000000000);
    reconcile_by(TR_RECONCILE_REPORT);
    ck_assert_int_le(since_ns, r.now_ns - INT64_C(7200000000000));
    rig_report(&r, TR_REPORT_CANCELLED, id);
    reconcile();
    reconcile();
    ck_assert_int_gt(since_ns, r.now_ns - INT64_C(1000000000000));
}
END_TEST

START_TEST(actions_are_possible_where_they_mean_something)
{
    tr_reconcile_policy policy;
    tr_reconcile_policy_init(&policy);
    for (int kind = 0; kind < TR_DIFFERENCE_COUNT; kind++) {
        ck_assert(tr_reconcile_is_possible((tr_difference_kind)kind, policy.actions[kind]));
        ck_assert(tr_reconcile_is_possible((tr_difference_kind)kind, TR_RECONCILE_STOP));
    }
    ck_assert(!tr_reconcile_is_possible(TR_DIFFERENCE_BALANCE, TR_RECONCILE_CANCEL));
    ck_assert(!tr_reconcile_is_possible(TR_DIFFERENCE_ORDER_FOREIGN, TR_RECONCILE_ADOPT));
    ck_assert(!tr_reconcile_is_possible((tr_difference_kind)99, TR_RECONCILE_REPORT));
    policy.actions[TR_DIFFERENCE_ORDER_FOREIGN] = TR_RECONCILE_ADOPT;
    start(&policy);
    ck_assert_int_eq(told.status, TR_E_INVALID);
    ck_assert_ptr_null(tr_difference_kind_name((tr_difference_kind)99));
    ck_assert_ptr_null(tr_reconcile_action_name((tr_reconcile_action)9));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reconcile");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, rig_teardown);
    tcase_add_test(rules, account_in_order_has_no_differences);
    tcase_add_test(rules, missed_execution_is_booked_once);
    tcase_add_test(rules, missed_execution_of_an_order_that_has_ended_is_booked);
    tcase_add_test(rules, order_that_is_gone_takes_the_fate_the_exchange_tells);
    tcase_add_test(rules, order_that_the_exchange_knows_nothing_of_ends_after_a_second_look);
    tcase_add_test(rules, order_of_which_nothing_is_heard_is_not_called_gone);
    tcase_add_test(rules, order_that_the_exchange_says_it_holds_is_left_working);
    tcase_add_test(rules, order_that_has_ended_here_is_cancelled_there);
    tcase_add_test(rules, stray_order_stops_entries_or_is_cancelled);
    tcase_add_test(rules, execution_of_an_order_that_was_pruned_is_no_stray);
    tcase_add_test(rules, stray_order_is_adopted_with_its_executions);
    tcase_add_loop_test(rules, stray_order_of_a_swap_holds_its_margin_whichever_its_side, 0, 2);
    tcase_add_test(rules, orders_of_others_are_left_alone_unless_asked);
    tcase_add_test(rules, second_run_says_the_same_and_writes_nothing);
    tcase_add_loop_test(rules, restart_in_the_midst_of_it_is_taken_up_by_the_next, 0, 12);
    tcase_add_test(rules, exchange_that_cannot_list_says_so);
    tcase_add_test(rules, account_that_moves_meanwhile_is_looked_at_again);
    tcase_add_test(rules, two_at_a_time_run_one_after_the_other);
    tcase_add_test(rules, engine_that_ends_tells_who_waits);
    tcase_add_test(rules, executions_are_listed_since_the_oldest_order_that_works);
    tcase_add_test(rules, actions_are_possible_where_they_mean_something);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
