/* test_books.c: `pnl`, `ledger` and `tail` on an engine with a memory store and a scripted exchange. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "support/check_tap.h"
#include "support/engine_rig.h"

static rig r;
static tr_price mark; /* unset: nobody watches the market */

static tr_instrument swap; /* known to the commands once the rig trades it */

static tr_status find_mark(void *user, const char *symbol, tr_price *out)
{
    (void)user;
    if (strcmp(symbol, "BTC/USDT") != 0 && strcmp(symbol, "BTC/USDT:USDT") != 0)
        return TR_E_NOT_FOUND;
    *out = mark;
    return TR_OK;
}

/* Run a command with pairs of argument and text, ended by NULL. */
static void run(const char *name, const char *const *pairs)
{
    tr_command_context context = { .reader = &r.reader,
                                   .clock = &r.clock,
                                   .user = "trader",
                                   .rights = TR_RIGHT_READ,
                                   .account = "paper" };
    context.leverage = r.leverage;
    context.instruments = &swap;
    context.instrument_count = tr_decimal_is_zero(r.leverage) ? 0 : 1;
    if (!tr_decimal_is_zero(mark.value))
        context.find_mark = find_mark;
    begin_command(&context, name, pairs);
    ck_assert_int_eq(answer.count, 1);
}

#define RUN(name, ...) run(name, (const char *const[]){ __VA_ARGS__, NULL, NULL })

static void trade(tr_side side, const char *quantity, const char *price)
{
    tr_order_request request = rig_request_of(side, TR_ORDER_MARKET, quantity);
    rig_submit(&r, &request);
    ck_assert_int_eq(r.status, TR_OK);
    rig_fill(&r, r.order.id, quantity, price, "0.5");
    r.now_ns += INT64_C(3600000000000); /* an hour */
}

static void setup(void)
{
    mark = (tr_price){ { 0 } };
    rig_open(&r);
    trade(TR_SIDE_BUY, "1", "100");
    trade(TR_SIDE_BUY, "1", "110");
    trade(TR_SIDE_SELL, "1", "120");
}

static void teardown(void)
{
    rig_close(&r);
}

START_TEST(profit_is_told_by_method)
{
    RUN("pnl", "method", "fifo");
    check(TR_OK, "\"realised\":\"20\",\"fees\":\"1.5\"");
    RUN("pnl", "method", "lifo");
    check(TR_OK, "\"realised\":\"10\"");
    RUN("pnl", "account", "paper");
    check(TR_OK, "\"realised\":\"15\",\"fees\":\"1.5\",\"funding\":\"0\",\"net\":\"13.5\"");
    check(TR_OK, "\"unrealised\":null,\"average_price\":\"105\",\"price\":null");
    check(TR_OK, "No server runs");
}
END_TEST

START_TEST(what_is_held_counts_at_the_market_price)
{
    mark.value = rig_decimal("130");
    RUN("pnl", "account", "paper");
    check(TR_OK, "\"unrealised\":\"25\",\"average_price\":\"105\",\"price\":\"130\"");
    check(TR_OK,
          "\"totals\":[{\"settle\":\"USDT\",\"realised\":\"15\",\"fees\":\"1.5\",\"funding\":"
          "\"0\",\"unrealised\":\"25\",\"net\":\"38.5\"}]");
    ck_assert_ptr_null(strstr(answer.json, "\"note\""));
}
END_TEST

START_TEST(swaps_are_told_with_side_mark_margin_and_funding)
{
    swap = (tr_instrument){ .symbol = "BTC/USDT:USDT", .kind = TR_KIND_LINEAR, .base = "BTC", .quote = "USDT", .settle = "USDT" };
    swap.multiplier = tr_decimal_from_int(1);
    r.leverage = tr_decimal_from_int(5);
    rig_restart(&r, false);
    rig_price(&r, "BTC/USDT:USDT", "100");
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_MARKET, "2");
    (void)snprintf(request.symbol, sizeof request.symbol, "BTC/USDT:USDT");
    rig_submit(&r, &request);
    rig_fill(&r, r.order.id, "2", "100", "0");
    tr_exchange_report paid = { .kind = TR_REPORT_FUNDING, .account = "paper" };
    paid.funding = (tr_funding_payment){ .symbol = "BTC/USDT:USDT", .asset = "USDT", .at_ns = r.now_ns,
                                         .amount = { rig_decimal("-0.02") } };
    tr_engine_report(r.engine, &paid);
    rig_settle(&r);
    mark.value = rig_decimal("105");
    RUN("position list", "account", "paper");
    check(TR_OK, "\"symbol\":\"BTC/USDT:USDT\",\"side\":\"short\",\"quantity\":\"-2\",\"average_price\":\"100\","
                 "\"price\":\"105\",\"unrealised\":\"-10\",\"leverage\":\"5\",\"funding\":\"-0.02\"");
    RUN("pnl", "symbol", "BTC/USDT:USDT");
    check(TR_OK, "\"realised\":\"0\",\"fees\":\"0\",\"funding\":\"-0.02\",\"net\":\"-10.02\"");
    RUN("pnl", "by", "day");
    check(TR_OK, "\"funding\":\"-0.02\"");
    RUN("balance list", "account", "paper"); /* 42 are bound, and 10 lost */
    check(TR_OK, "\"available\":\"9856.48\",\"margin\":\"42\"");
    RUN("ledger list", "book", "funding");
    check(TR_OK, "\"amount\":\"0.02\"");
    swap = (tr_instrument){ .kind = TR_KIND_SPOT };
}
END_TEST

/* The rig's clock starts at 22:13 UTC: the third trade lies on the next day. */
START_TEST(days_have_rows_of_their_own)
{
    RUN("pnl", "by", "day");
    check(TR_OK, "\"day\":\"2023-11-14\"");
    check(TR_OK, "\"day\":\"2023-11-15\"");
    check(TR_OK, "\"fills\":2,\"realised\":\"0\",\"fees\":\"1\"");
}
END_TEST

START_TEST(span_of_time_counts_what_lies_in_it)
{
    RUN("pnl", "from", "2023-11-15T00:00:00Z");
    check(TR_OK, "\"fills\":1,\"realised\":\"15\",\"fees\":\"0.5\"");
    RUN("pnl", "to", "2023-11-15T00:00:00Z");
    check(TR_OK, "\"fills\":2,\"realised\":\"0\",\"fees\":\"1\"");
    RUN("pnl", "symbol", "ETH/USDT");
    check(TR_OK, "\"rows\":[]");
    RUN("pnl", "from", "2024-01-01T00:00:00Z", "to", "2023-01-01T00:00:00Z");
    check(TR_E_INVALID, "from lies behind to");
    RUN("pnl", "account", "nobody");
    check(TR_E_NOT_FOUND, "nobody");
}
END_TEST

/* 2 opening lines, then 6 of each trade. */
START_TEST(lines_are_listed_page_by_page)
{
    RUN("ledger list", "limit", "3");
    check(TR_OK, "\"book\":\"opening\",\"asset\":\"USDT\",\"amount\":\"-10000\"");
    const char *next = strstr(answer.json, "\"next\":\"");
    ck_assert_ptr_nonnull(next);
    char place[32];
    (void)snprintf(place, sizeof place, "%.*s", (int)strcspn(next + 8, "\""), next + 8);
    RUN("ledger list", "limit", "17", "after", place);
    check(TR_OK, "\"line\":1,\"book\":\"position\",\"asset\":\"BTC\",\"amount\":\"-1\"");
    ck_assert_ptr_null(strstr(answer.json, "\"next\""));
    RUN("ledger list", "limit", "16", "after", place);
    check(TR_OK, "\"next\"");
    RUN("ledger list", "after", "12");
    check(TR_E_INVALID, "12.3");
}
END_TEST

static size_t count_of(const char *part)
{
    size_t count = 0;
    for (const char *at = answer.json; (at = strstr(at, part)) != NULL; at++)
        count++;
    return count;
}

START_TEST(lines_are_found_by_time_book_and_asset)
{
    RUN("ledger list", "account", "paper");
    ck_assert_uint_eq(count_of("\"seq\""), 20);
    RUN("ledger list", "from", "2023-11-15T00:00:00Z");
    ck_assert_uint_eq(count_of("\"seq\""), 6);
    RUN("ledger list", "from", "1999-01-01T00:00:00Z");
    ck_assert_uint_eq(count_of("\"seq\""), 20);
    RUN("ledger list", "from", "2030-01-01T00:00:00Z");
    ck_assert_uint_eq(count_of("\"seq\""), 0);
    RUN("ledger list", "from", "2023-11-14T23:00:00Z", "to", "2023-11-15T00:00:00Z");
    ck_assert_uint_eq(count_of("\"seq\""), 6);
    RUN("ledger list", "book", "fees");
    ck_assert_uint_eq(count_of("\"seq\""), 3);
    RUN("ledger list", "book", "cash", "asset", "BTC");
    ck_assert_uint_eq(count_of("\"seq\""), 3);
}
END_TEST

START_TEST(export_is_whole_text_in_either_form)
{
    RUN("ledger export", "account", "paper");
    check(TR_OK,
          "{\"text\":\"at,account,seq,line,book,asset,amount\\n2023-11-14T22:13:20Z,paper,2,0,"
          "cash,USDT,10000\\n");
    ck_assert_uint_eq(count_of("\\n"), 21);
    RUN("ledger export", "format", "json", "book", "fees");
    check(TR_OK, "{\"text\":\"[\\n{\\\"at\\\":");
    check(TR_OK, "},\\n{");
    check(TR_OK, "}\\n]\\n\"}");
    RUN("ledger export", "format", "json", "asset", "XRP");
    check(TR_OK, "{\"text\":\"[\\n]\\n\"}");
}
END_TEST

static void on_put(void *user, tr_status status, const tr_status *results, size_t count,
                   const tr_error *err)
{
    (void)user;
    (void)err; /* the statuses tell */
    ck_assert(status == TR_OK && count == 1 && results[0] == TR_OK);
}

START_TEST(books_are_checked_against_zero_and_the_balances)
{
    RUN("ledger check", "account", "paper");
    check(TR_OK, "\"is_balanced\":true");
    check(TR_OK, "\"sum\":\"0\",\"balance\":\"9908.5\"");
    tr_ledger_row stray = { .account = "paper", .seq = 1, .book = TR_LEDGER_FEES, .asset = "USDT" };
    stray.amount.value = rig_decimal("0.000000000000000001");
    tr_store_op op = { .verb = TR_STORE_PUT, .table = TR_TABLE_LEDGER, .row = &stray };
    tr_store_transaction transaction = { &op, 1 };
    ck_assert_int_eq(r.store.submit(r.store.user, &transaction, 1, on_put, NULL, NULL), TR_OK);
    rig_settle(&r);
    RUN("ledger check", "account", "paper");
    check(TR_E_CORRUPT, "do not add up");
    ck_assert_ptr_nonnull(strstr(answer.json, "\"sum\":\"0.000000000000000001\""));
}
END_TEST

START_TEST(log_is_filtered_by_kind_and_order_and_resumed_by_number)
{
    char id[TR_ID_TEXT_SIZE], last[32];
    tr_id_format(r.order.id, id);
    RUN("tail", "event", "order_filled");
    ck_assert_uint_eq(count_of("\"seq\""), 3);
    RUN("tail", "event", "order_filled", "limit", "2");
    ck_assert_uint_eq(count_of("\"seq\""), 2);
    check(TR_OK, "sell 1 BTC/USDT at 120");
    RUN("tail", "order", id, "limit", "1000");
    size_t of_order = count_of("\"seq\"");
    ck_assert_uint_ge(of_order, 4);
    ck_assert_uint_eq(count_of(id), of_order);
    RUN("tail", "event", "nothing_such");
    check(TR_E_INVALID, "no events are called");
    RUN("tail", "after", "0", "event", "funds_moved");
    ck_assert_uint_eq(count_of("\"seq\""), 1);
    (void)snprintf(last, sizeof last, "%ld",
                   strtol(strstr(answer.json, "\"last\":") + 7, NULL, 10));
    RUN("tail", "after", last);
    check(TR_OK, "\"events\":[]");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("books");
    TCase *rules = tcase_create("rules");
    tcase_add_checked_fixture(rules, setup, teardown);
    tcase_add_test(rules, profit_is_told_by_method);
    tcase_add_test(rules, what_is_held_counts_at_the_market_price);
    tcase_add_test(rules, days_have_rows_of_their_own);
    tcase_add_test(rules, swaps_are_told_with_side_mark_margin_and_funding);
    tcase_add_test(rules, span_of_time_counts_what_lies_in_it);
    tcase_add_test(rules, lines_are_listed_page_by_page);
    tcase_add_test(rules, lines_are_found_by_time_book_and_asset);
    tcase_add_test(rules, export_is_whole_text_in_either_form);
    tcase_add_test(rules, books_are_checked_against_zero_and_the_balances);
    tcase_add_test(rules, log_is_filtered_by_kind_and_order_and_resumed_by_number);
    suite_add_tcase(suite, rules);
    return run_as_tap(suite);
}
