/* test_account.c: bills, leverage and all orders at once: what is asked, and how the answers are read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/answer.h"
#include "support/check_tap.h"
#include "support/exchange_samples.h"

#define RECORDS_MAX 101

typedef struct reading {
    tr_exchange_record records[RECORDS_MAX];
    size_t count;
    tr_exchange_failure failure;
    tr_error err;
} reading;

static tr_status keep(void *user, const tr_exchange_record *record)
{
    reading *found = user;
    if (found->count == RECORDS_MAX)
        return TR_E_FULL;
    found->records[found->count++] = *record;
    return TR_OK;
}

static const char *key_asked; /* of the next readings; NULL: whichever comes */

static tr_status read_body(const char *exchange, tr_kind kind, tr_call call, const char *body,
                           reading *found)
{
    const tr__adapter *adapter = tr__adapter_find(exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, kind, call);
    ck_assert_ptr_nonnull(endpoint);
    tr_instrument instrument = sample_instrument(adapter, kind);
    tr_exchange_question question = sample_question(endpoint, call, kind, &instrument, NULL);
    question.key_id = key_asked;
    tr__instruments instruments = { &instrument, 1 };
    tr__answer answer = { 200, body, strlen(body) };
    size_t space = tr__adapter_space(answer.body_size);
    void *memory = malloc(space);
    ck_assert_ptr_nonnull(memory);
    memset(found, 0, sizeof *found);
    tr_status status = tr__adapter_read(adapter, endpoint, &question, &instruments, &answer, memory,
                                        space, keep, found, &found->failure, &found->err);
    free(memory);
    return status;
}

static void decimal_is(tr_decimal value, const char *text)
{
    char got[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, got, sizeof got);
    ck_assert_str_eq(got, text);
}

/* ---- bills ----------------------------------------------------------------------------------- */

START_TEST(a_funding_payment_is_told_by_each_in_one_form)
{
    static const struct {
        const char *exchange, *body, *change;
        bool has_balance, has_fee;
    } rows[] = {
        { "binance",
          "[{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"-0.01500000\","
          "\"asset\":\"USDT\",\"time\":1570636800000,\"info\":\"FUNDING_FEE\",\"tranId\":"
          "9689322392,\"tradeId\":\"\"}]",
          "-0.015", false, false },
        { "bybit",
          "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":[{\"id\":\"9689322392\","
          "\"symbol\":\"BTCUSDT\",\"category\":\"linear\",\"type\":\"SETTLEMENT\",\"currency\":"
          "\"USDT\",\"funding\":\"-0.015\",\"fee\":\"\",\"cashFlow\":\"0\",\"change\":\"-0.015\","
          "\"cashBalance\":\"99.985\",\"transactionTime\":\"1570636800000\"}],\"nextPageCursor\":"
          "\"\"}}",
          "-0.015", true, false },
        { "okx",
          "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"billId\":\"9689322392\",\"ccy\":\"USDT\","
          "\"type\":\"8\",\"subType\":\"173\",\"instId\":\"BTC-USDT-SWAP\",\"balChg\":\"-0.015\","
          "\"bal\":\"99.985\",\"fee\":\"0\",\"ts\":\"1570636800000\"}]}",
          "-0.015", true, true },
    };
    reading found;
    ck_assert_int_eq(
        read_body(rows[_i].exchange, TR_KIND_LINEAR, TR_CALL_BILLS, rows[_i].body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    const tr_bill *bill = &found.records[0].as.bill;
    ck_assert_int_eq(found.records[0].kind, TR_RECORD_BILL);
    ck_assert_int_eq(bill->kind, TR_BILL_FUNDING);
    ck_assert_str_eq(bill->exchange_bill_id, "9689322392");
    ck_assert_str_eq(bill->asset, "USDT");
    ck_assert_msg(bill->symbol[0] != '\0', "%s", bill->exchange_symbol);
    ck_assert_int_eq(bill->at_ns, INT64_C(1570636800000000000));
    decimal_is(bill->change.value, rows[_i].change);
    ck_assert_int_eq(bill->has_balance, rows[_i].has_balance);
    ck_assert_int_eq(bill->has_fee, rows[_i].has_fee);
    if (bill->has_balance)
        decimal_is(bill->balance.value, "99.985");
}
END_TEST

START_TEST(a_bill_of_a_kind_that_is_not_known_keeps_its_word)
{
    reading found;
    ck_assert_int_eq(read_body("binance", TR_KIND_LINEAR, TR_CALL_BILLS,
                               "[{\"incomeType\":\"CONTEST_REWARD\",\"income\":\"1\",\"asset\":"
                               "\"USDT\",\"time\":1570636800000,\"tranId\":1}]",
                               &found),
                     TR_OK);
    ck_assert_int_eq(found.records[0].as.bill.kind, TR_BILL_OTHER);
    ck_assert_str_eq(found.records[0].as.bill.word, "CONTEST_REWARD");
}
END_TEST

START_TEST(a_bill_without_its_time_is_refused)
{
    reading found;
    ck_assert_int_eq(
        read_body("binance", TR_KIND_LINEAR, TR_CALL_BILLS,
                  "[{\"incomeType\":\"TRANSFER\",\"income\":\"1\",\"asset\":\"USDT\"}]", &found),
        TR_E_PARSE);
}
END_TEST

/* A hundred bills are a full page of okx: the next begins below the lowest id. */
START_TEST(a_full_page_of_bills_leads_to_the_next)
{
    static char body[20000];
    reading found;
    size_t used = (size_t)snprintf(body, sizeof body, "{\"code\":\"0\",\"data\":[");
    for (int i = 0; i < 100; i++)
        used += (size_t)snprintf(body + used, sizeof body - used,
                                 "%s{\"billId\":\"%d\",\"ccy\":\"USDT\",\"type\":\"2\",\"balChg\":"
                                 "\"1\",\"bal\":\"1\",\"ts\":\"1570636800000\"}",
                                 i == 0 ? "" : ",", 5000 - i);
    (void)snprintf(body + used, sizeof body - used, "]}");
    ck_assert_int_eq(read_body("okx", TR_KIND_LINEAR, TR_CALL_BILLS, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 101);
    ck_assert_int_eq(found.records[100].kind, TR_RECORD_PAGE);
    ck_assert_str_eq(found.records[100].as.page.cursor, "4901");
}
END_TEST

/* ---- leverage -------------------------------------------------------------------------------- */

START_TEST(a_leverage_is_read)
{
    static const struct {
        const char *exchange, *body;
        tr_call call;
        bool is_isolated;
    } rows[] = {
        { "binance",
          "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"CROSSED\",\"isAutoAddMargin\":\"false\","
          "\"leverage\":21,\"maxNotionalValue\":\"1000000\"}]",
          TR_CALL_MARGIN, false },
        { "binance", "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"ISOLATED\",\"leverage\":21}]",
          TR_CALL_MARGIN, true },
        { "binance", "{\"leverage\":21,\"maxNotionalValue\":\"1000000\",\"symbol\":\"BTCUSDT\"}",
          TR_CALL_LEVERAGE_SET, false },
        { "bybit",
          "{\"retCode\":0,\"result\":{\"list\":[{\"positionIdx\":0,\"symbol\":\"BTCUSDT\","
          "\"side\":\"\",\"size\":\"0\",\"leverage\":\"21\",\"tradeMode\":0}]}}",
          TR_CALL_MARGIN, false },
        { "okx",
          "{\"code\":\"0\",\"data\":[{\"instId\":\"BTC-USDT-SWAP\",\"lever\":\"21\",\"mgnMode\":"
          "\"cross\",\"posSide\":\"net\"}]}",
          TR_CALL_MARGIN, false },
    };
    reading found;
    ck_assert_int_eq(
        read_body(rows[_i].exchange, TR_KIND_LINEAR, rows[_i].call, rows[_i].body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    const tr_margin_record *set = &found.records[0].as.margin;
    ck_assert_int_eq(found.records[0].kind, TR_RECORD_MARGIN);
    decimal_is(set->leverage, "21");
    ck_assert_int_eq(set->mode == TR_MARGIN_ISOLATED, rows[_i].is_isolated);
    ck_assert_msg(set->symbol[0] != '\0', "%s", set->exchange_symbol);
}
END_TEST

START_TEST(a_leverage_with_a_fraction_goes_only_where_it_is_taken)
{
    static tr__request request;
    static const struct {
        const char *exchange;
        tr_status status;
    } rows[] = { { "binance", TR_E_UNSUPPORTED },
                 { "htx", TR_E_UNSUPPORTED },
                 { "bybit", TR_OK },
                 { "okx", TR_OK } };
    const tr__adapter *adapter = tr__adapter_find(rows[_i].exchange);
    const tr__endpoint *endpoint =
        tr__adapter_endpoint(adapter, TR_KIND_LINEAR, TR_CALL_LEVERAGE_SET);
    tr_instrument instrument = sample_instrument(adapter, TR_KIND_LINEAR);
    tr_exchange_question question =
        sample_question(endpoint, TR_CALL_LEVERAGE_SET, TR_KIND_LINEAR, &instrument, NULL);
    ck_assert_int_eq(tr_decimal_parse("2.5", 3, &question.leverage), TR_OK);
    ck_assert_int_eq(tr__adapter_write(adapter, endpoint, &question, &request, NULL),
                     rows[_i].status);
    question.leverage = tr_decimal_from_int(-2);
    ck_assert_int_eq(tr__adapter_write(adapter, endpoint, &question, &request, NULL), TR_E_RANGE);
    question.leverage = tr_decimal_from_int(0);
    ck_assert_int_eq(tr__adapter_write(adapter, endpoint, &question, &request, NULL), TR_E_INVALID);
}
END_TEST

/* ---- all orders at once ---------------------------------------------------------------------- */

START_TEST(what_became_of_a_cancel_of_all_is_unknown_without_proof)
{
    reading found;
    ck_assert_int_eq(read_body("binance", TR_KIND_LINEAR, TR_CALL_CANCEL_ALL,
                               "{\"code\":200,\"msg\":\"The operation of cancel all open order is "
                               "done.\"}",
                               &found),
                     TR_OK);
    ck_assert_int_eq(read_body("binance", TR_KIND_LINEAR, TR_CALL_CANCEL_ALL,
                               "{\"code\":-1007,\"msg\":\"Timeout waiting for response.\"}",
                               &found),
                     TR_E_UNKNOWN_OUTCOME);
    ck_assert(!found.failure.is_certain);
    ck_assert_int_eq(
        read_body("okx", TR_KIND_LINEAR, TR_CALL_LEVERAGE_SET, "{\"code\":\"0\",", &found),
        TR_E_UNKNOWN_OUTCOME);
}
END_TEST

START_TEST(orders_that_a_cancel_of_all_names_are_told)
{
    reading found;
    ck_assert_int_eq(read_body("bybit", TR_KIND_SPOT, TR_CALL_CANCEL_ALL,
                               "{\"retCode\":0,\"result\":{\"list\":[{\"orderId\":\"f6a7\","
                               "\"orderLinkId\":\"a001\"}]}}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(found.records[0].as.order.exchange_order_id, "f6a7");
    ck_assert_str_eq(found.records[0].as.order.client_id, "a001");
}
END_TEST

START_TEST(an_amendment_of_kraken_has_a_number_of_its_own)
{
    reading found;
    ck_assert_int_eq(read_body("kraken", TR_KIND_SPOT, TR_CALL_AMEND,
                               "{\"error\":[],\"result\":{\"amend_id\":\"TJSMEH-AA67V-YUSQ6O\"}}",
                               &found),
                     TR_OK);
    ck_assert_str_eq(found.records[0].as.order.exchange_amend_id, "TJSMEH-AA67V-YUSQ6O");
    ck_assert_str_eq(found.records[0].as.order.exchange_order_id, "");
}
END_TEST

/* ---- columns --------------------------------------------------------------------------------- */

#define COLUMNS(opens)                                                                             \
    "{\"success\":true,\"code\":0,\"data\":{\"time\":[1609740600, 1609744200],\"open\":" opens     \
    ",\"close\":[33040.5,33050],\"high\":[33094.0,33051],\"low\":[32995.0,33000],\"vol\":"         \
    "[67332.0,0],\"amount\":[222515.85925,0],\"realOpen\":[\"a,]b\",{\"c\":[1]}]}}"

START_TEST(bars_in_columns_are_read_side_by_side)
{
    reading found;
    ck_assert_int_eq(
        read_body("mexc", TR_KIND_LINEAR, TR_CALL_BARS, COLUMNS("[33016.5 ,33041]"), &found),
        TR_OK);
    ck_assert_uint_eq(found.count, 2);
    const tr_bar *first = &found.records[0].as.bar, *second = &found.records[1].as.bar;
    ck_assert_int_eq(first->open_ns, INT64_C(1609740600000000000));
    ck_assert(first->open == 33016.5 && first->close == 33040.5 && first->high == 33094.0 &&
              first->low == 32995.0 && first->volume > 0);
    ck_assert_int_eq(second->open_ns, INT64_C(1609744200000000000));
    ck_assert(second->open == 33041.0 && second->volume == 0);
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_BARS,
                               "{\"success\":true,\"code\":0,\"data\":{\"time\":[],\"open\":[],"
                               "\"close\":[],\"high\":[],\"low\":[],\"vol\":[]}}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 0);
}
END_TEST

START_TEST(columns_that_do_not_fit_together_are_refused)
{
    static const char *const bodies[] = {
        COLUMNS("[33016.5]"),
        COLUMNS("[33016.5,33041,1]"),
        COLUMNS("[33016.5,null]"),
        COLUMNS("[33016.5,\"x\"]"),
        COLUMNS("[33016.5,[33041]]"),
        COLUMNS("[]"),
        COLUMNS("33016.5"),
        "{\"success\":true,\"code\":0,\"data\":{\"time\":[1609740600]}}",
    };
    reading found;
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_BARS, bodies[_i], &found),
                     TR_E_PARSE);
}
END_TEST

/* ---- what the exchanges mean ----------------------------------------------------------------- */

START_TEST(a_fee_that_was_deducted_in_the_exchanges_own_asset_is_that)
{
    static const struct {
        const char *exchange, *body, *fee, *asset;
    } rows[] = {
        { "gate",
          "[{\"id\":\"1\",\"currency_pair\":\"BTC_USDT\",\"order_id\":\"2\",\"side\":\"buy\","
          "\"amount\":\"1\",\"price\":\"2\",\"gt_fee\":\"0.01\",\"fee\":\"0\",\"fee_currency\":"
          "\"BTC\",\"point_fee\":\"0\"}]",
          "0.01", "GT" },
        { "gate",
          "[{\"id\":\"1\",\"currency_pair\":\"BTC_USDT\",\"order_id\":\"2\",\"side\":\"buy\","
          "\"amount\":\"1\",\"price\":\"2\",\"fee\":\"0.002\",\"fee_currency\":\"BTC\","
          "\"point_fee\":\"0\",\"gt_fee\":\"0\"}]",
          "0.002", "BTC" },
        { "gate",
          "[{\"id\":\"1\",\"currency_pair\":\"BTC_USDT\",\"order_id\":\"2\",\"side\":\"buy\","
          "\"amount\":\"1\",\"price\":\"2\",\"fee\":\"0\",\"fee_currency\":\"BTC\","
          "\"point_fee\":\"0.03\",\"gt_fee\":\"0\"}]",
          "0.03", "POINT" },
        { "htx",
          "{\"status\":\"ok\",\"data\":[{\"symbol\":\"btcusdt\",\"fee-currency\":\"btc\","
          "\"fee-deduct-currency\":\"ht\",\"filled-points\":\"0.0027\",\"filled-fees\":\"0\","
          "\"filled-amount\":\"1\",\"price\":\"2\",\"trade-id\":3,\"order-id\":4,\"id\":5,"
          "\"type\":\"buy-limit\"}]}",
          "0.0027", "HT" },
        { "htx",
          "{\"status\":\"ok\",\"data\":[{\"symbol\":\"btcusdt\",\"fee-currency\":\"btc\","
          "\"fee-deduct-currency\":\"\",\"filled-points\":\"0.0\",\"filled-fees\":\"0.002\","
          "\"filled-amount\":\"1\",\"price\":\"2\",\"trade-id\":3,\"order-id\":4,\"id\":5,"
          "\"type\":\"buy-limit\"}]}",
          "0.002", "BTC" },
    };
    reading found;
    ck_assert_int_eq(
        read_body(rows[_i].exchange, TR_KIND_SPOT, TR_CALL_FILLS, rows[_i].body, &found), TR_OK);
    const tr_execution *fill = &found.records[0].as.fill;
    ck_assert(fill->has_fee);
    decimal_is(fill->fee.value, rows[_i].fee);
    ck_assert_str_eq(fill->fee_asset, rows[_i].asset);
}
END_TEST

/* Against one's own orders, or for want of depth: nobody cancelled it, and it did not fill. */
START_TEST(an_order_that_is_done_short_of_its_quantity_did_not_fill)
{
    static const struct {
        const char *exchange, *body;
        tr_order_state state;
    } rows[] = {
        { "kucoin",
          "{\"code\":\"200000\",\"data\":{\"id\":\"1\",\"symbol\":\"BTC-USDT\",\"type\":"
          "\"limit\",\"side\":\"buy\",\"price\":\"2\",\"size\":\"1\",\"dealSize\":\"0.4\","
          "\"active\":false,\"cancelExist\":false}}",
          TR_STATE_CANCELLED },
        { "kucoin",
          "{\"code\":\"200000\",\"data\":{\"id\":\"1\",\"symbol\":\"BTC-USDT\",\"type\":"
          "\"limit\",\"side\":\"buy\",\"price\":\"2\",\"size\":\"1\",\"dealSize\":\"1\","
          "\"active\":false,\"cancelExist\":false}}",
          TR_STATE_FILLED },
        { "gate",
          "{\"id\":\"1\",\"currency_pair\":\"BTC_USDT\",\"type\":\"limit\",\"side\":\"buy\","
          "\"amount\":\"1\",\"price\":\"2\",\"left\":\"0.6\",\"filled_amount\":\"0.4\","
          "\"status\":\"closed\"}",
          TR_STATE_CANCELLED },
        { "gate",
          "{\"id\":\"1\",\"currency_pair\":\"BTC_USDT\",\"type\":\"limit\",\"side\":\"buy\","
          "\"amount\":\"1\",\"price\":\"2\",\"left\":\"0\",\"filled_amount\":\"1\","
          "\"status\":\"closed\"}",
          TR_STATE_FILLED },
        { "gate",
          "{\"id\":\"1\",\"currency_pair\":\"BTC_USDT\",\"type\":\"market\",\"side\":\"buy\","
          "\"amount\":\"100\",\"left\":\"0.003\",\"filled_amount\":\"0.4\",\"status\":"
          "\"closed\"}",
          TR_STATE_FILLED },
    };
    reading found;
    ck_assert_int_eq(
        read_body(rows[_i].exchange, TR_KIND_SPOT, TR_CALL_CANCEL, rows[_i].body, &found) == TR_OK,
        true);
    if (found.count == 0) /* kucoin's cancels name no order */
        ck_assert_int_eq(
            read_body(rows[_i].exchange, TR_KIND_SPOT, TR_CALL_PLACE, rows[_i].body, &found),
            TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, rows[_i].state);
}
END_TEST

START_TEST(what_a_contract_account_of_mexc_holds_is_its_margins)
{
    reading found;
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_BALANCES,
                               "{\"success\":true,\"code\":0,\"data\":[{\"currency\":\"USDT\","
                               "\"positionMargin\":20,\"availableBalance\":75,\"cashBalance\":75,"
                               "\"frozenBalance\":5,\"equity\":103,\"unrealized\":3}]}",
                               &found),
                     TR_OK);
    const tr_balance_record *balance = &found.records[0].as.balance;
    decimal_is(balance->free.value, "75");
    decimal_is(balance->held.value, "25");
    decimal_is(balance->total.value, "100");
}
END_TEST

START_TEST(the_least_value_of_bitget_is_in_dollars)
{
    static const struct {
        const char *quote, *least;
    } rows[] = { { "USDT", "1" }, { "BTC", "0" } };
    reading found;
    char body[400];
    (void)snprintf(body, sizeof body,
                   "{\"code\":\"00000\",\"data\":[{\"symbol\":\"ETH%s\",\"baseCoin\":\"ETH\","
                   "\"quoteCoin\":\"%s\",\"minTradeAmount\":\"0\",\"pricePrecision\":\"6\","
                   "\"quantityPrecision\":\"4\",\"minTradeUSDT\":\"1\",\"status\":\"online\"}]}",
                   rows[_i].quote, rows[_i].quote);
    ck_assert_int_eq(read_body("bitget", TR_KIND_SPOT, TR_CALL_INSTRUMENTS, body, &found), TR_OK);
    decimal_is(found.records[0].as.instrument.instrument.notional_min, rows[_i].least);
}
END_TEST

/* The user's number leads to its keys; of these the one that is asked about counts. */
START_TEST(htx_tells_what_a_key_may_do_in_two_answers)
{
    static const struct {
        const char *permission;
        bool is_told, can_withdraw, can_trade;
    } rows[] = { { "readOnly,trade", true, false, true },
                 { "readOnly, trade, withdraw", true, true, true },
                 { "readOnly", true, false, false },
                 { "readOnly,trade,something", false, false, true } };
    reading found;
    char body[400];
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_KEY_RIGHTS,
                               "{\"code\":200,\"data\":63628520}", &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(found.records[0].as.page.cursor, "63628520");
    (void)snprintf(body, sizeof body,
                   "{\"code\":200,\"message\":\"success\",\"data\":[{\"accessKey\":\"key-1\","
                   "\"note\":\"x\",\"permission\":\"%s\",\"ipAddresses\":\"1.2.3.4\","
                   "\"status\":\"normal\"}]}",
                   rows[_i].permission);
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_KEY_RIGHTS, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    const tr_key_rights *rights = &found.records[0].as.rights;
    ck_assert(rights->can_read && rights->has_address_list);
    ck_assert_int_eq(rights->is_withdraw_known, rows[_i].is_told);
    ck_assert_int_eq(rights->can_withdraw, rows[_i].can_withdraw);
    ck_assert_int_eq(rights->can_trade, rows[_i].can_trade);
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_KEY_RIGHTS,
                               "{\"code\":2002,\"message\":\"no permission\"}", &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 0);
}
END_TEST

START_TEST(htx_tells_all_contracts_and_what_they_cost)
{
    reading found;
    ck_assert_int_eq(
        read_body(
            "htx", TR_KIND_LINEAR, TR_CALL_TICKERS,
            "{\"status\":\"ok\",\"ticks\":[{\"id\":1,\"ts\":1650532744527,\"ask\":[42160,142],"
            "\"bid\":[42159.9,9586],\"business_type\":\"swap\",\"contract_code\":\"BTC-USDT\","
            "\"open\":\"41780\",\"close\":\"42159.9\",\"low\":\"41200\",\"high\":\"42500\","
            "\"amount\":\"1826.808\",\"count\":5,\"vol\":\"1826808\",\"trade_turnover\":"
            "\"76438201.5\"}],\"ts\":1650532744527}",
            &found),
        TR_OK);
    ck_assert_uint_eq(found.count, 1);
    const tr_ticker *ticker = &found.records[0].as.ticker;
    ck_assert_str_eq(ticker->exchange_symbol, "BTC-USDT");
    decimal_is(ticker->bid.value, "42159.9");
    decimal_is(ticker->ask_quantity.value, "142");
    decimal_is(ticker->base_volume.value, "1826.808");
    decimal_is(ticker->quote_volume.value, "76438201.5");
    ck_assert_int_eq(
        read_body("htx", TR_KIND_LINEAR, TR_CALL_FEES,
                  "{\"status\":\"ok\",\"data\":[{\"symbol\":\"BTC\",\"contract_code\":\"BTC-USDT\","
                  "\"open_maker_fee\":\"0.0002\",\"open_taker_fee\":\"0.0004\",\"close_maker_fee\":"
                  "\"0.0002\",\"close_taker_fee\":\"0.0004\",\"fee_asset\":\"USDT\"}],\"ts\":1}",
                  &found),
        TR_OK);
    decimal_is(found.records[0].as.fees.maker_rate, "0.0002");
    decimal_is(found.records[0].as.fees.taker_rate, "0.0004");
}
END_TEST

/* One key of the list may withdraw, another may not: the one that is asked about counts. */
START_TEST(of_several_keys_of_htx_the_one_that_is_asked_about_counts)
{
    static const char body[] =
        "{\"code\":200,\"data\":[{\"accessKey\":\"key-1\",\"permission\":\"readOnly,trade,"
        "withdraw\","
        "\"ipAddresses\":\"1.2.3.4\"},{\"ipAddresses\":\"\",\"permission\":\"readOnly,trade\","
        "\"accessKey\":\"key-2\"}]}";
    reading found;
    for (int i = 1; i <= 3; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "key-%d", i);
        key_asked = name;
        ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_KEY_RIGHTS, body, &found), TR_OK);
        key_asked = NULL;
        ck_assert_uint_eq(found.count, i < 3);
        if (i < 3)
            ck_assert_int_eq(found.records[0].as.rights.can_withdraw, i == 1);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("account");
    TCase *tests = tcase_create("account");
    tcase_add_loop_test(tests, a_funding_payment_is_told_by_each_in_one_form, 0, 3);
    tcase_add_test(tests, a_bill_of_a_kind_that_is_not_known_keeps_its_word);
    tcase_add_test(tests, a_bill_without_its_time_is_refused);
    tcase_add_test(tests, a_full_page_of_bills_leads_to_the_next);
    tcase_add_loop_test(tests, a_leverage_is_read, 0, 5);
    tcase_add_loop_test(tests, a_leverage_with_a_fraction_goes_only_where_it_is_taken, 0, 4);
    tcase_add_test(tests, what_became_of_a_cancel_of_all_is_unknown_without_proof);
    tcase_add_test(tests, orders_that_a_cancel_of_all_names_are_told);
    tcase_add_test(tests, an_amendment_of_kraken_has_a_number_of_its_own);
    tcase_add_test(tests, bars_in_columns_are_read_side_by_side);
    tcase_add_loop_test(tests, columns_that_do_not_fit_together_are_refused, 0, 8);
    tcase_add_loop_test(tests, a_fee_that_was_deducted_in_the_exchanges_own_asset_is_that, 0, 5);
    tcase_add_loop_test(tests, an_order_that_is_done_short_of_its_quantity_did_not_fill, 0, 5);
    tcase_add_test(tests, what_a_contract_account_of_mexc_holds_is_its_margins);
    tcase_add_loop_test(tests, the_least_value_of_bitget_is_in_dollars, 0, 2);
    tcase_add_loop_test(tests, htx_tells_what_a_key_may_do_in_two_answers, 0, 4);
    tcase_add_test(tests, htx_tells_all_contracts_and_what_they_cost);
    tcase_add_test(tests, of_several_keys_of_htx_the_one_that_is_asked_about_counts);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
