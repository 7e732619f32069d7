/* test_answer.c: answers of exchanges, whole, broken and refusing; what a refusal proves about an order. */
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

static tr_status read_text(const char *exchange, tr_kind kind, tr_call call, int http_code, const char *body, size_t size,
                           reading *found)
{
    const tr__adapter *adapter = tr__adapter_find(exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, kind, call);
    tr_instrument instrument = sample_instrument(adapter, kind);
    tr_order_terms terms = sample_terms(kind);
    tr_exchange_question question = sample_question(endpoint, call, kind, &instrument, &terms);
    tr__instruments instruments = { &instrument, 1 };
    tr__answer answer = { http_code, body, size };
    size_t space = tr__adapter_space(size);
    void *memory = malloc(space);
    ck_assert_ptr_nonnull(memory);
    memset(found, 0, sizeof *found);
    tr_status status = tr__adapter_read(adapter, endpoint, &question, &instruments, &answer, memory, space, keep, found,
                                        &found->failure, &found->err);
    free(memory);
    return status;
}

static tr_status read_body(const char *exchange, tr_kind kind, tr_call call, int http_code, const char *body, reading *found)
{
    return read_text(exchange, kind, call, http_code, body, strlen(body), found);
}

static void decimal_is(tr_decimal value, const char *text)
{
    char got[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, got, sizeof got);
    ck_assert_str_eq(got, text);
}

/* ---- what a refusal proves ------------------------------------------------------------------- */

typedef struct refusal {
    const char *exchange;
    int http_code;
    const char *body;
    tr_fault fault;
    tr_status status;
} refusal;

/* Texts that decide, ambiguous codes, server failures, and answers that are none. */
static const refusal placings[] = {
    { "binance", 400, "{\"code\":-2010,\"msg\":\"Account has insufficient balance for requested action.\"}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "binance", 400, "{\"code\":-2010,\"msg\":\"Duplicate order sent.\"}", TR_FAULT_DUPLICATE_ID, TR_E_EXISTS },
    { "binance", 400, "{\"code\":-2010,\"msg\":\"Order would immediately match and take.\"}", TR_FAULT_WOULD_TAKE, TR_E_REFUSED },
    { "binance", 400, "{\"code\":-1013,\"msg\":\"Filter failure: LOT_SIZE\"}", TR_FAULT_INVALID_ORDER, TR_E_REFUSED },
    { "binance", 400, "{\"code\":-1021,\"msg\":\"Timestamp for this request is outside of the recvWindow.\"}", TR_FAULT_TIME, TR_E_STALE },
    { "binance", 408, "{\"code\":-1007,\"msg\":\"Timeout waiting for response from backend server.\"}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "binance", 503, "{\"code\":-1000,\"msg\":\"Unknown error, please check your request or try again later.\"}", TR_FAULT_BUSY, TR_E_UNKNOWN_OUTCOME },
    { "binance", 429, "{\"code\":-1003,\"msg\":\"Too many requests.\"}", TR_FAULT_RATE, TR_E_BUSY },
    { "binance", 418, "<html>banned</html>", TR_FAULT_RATE, TR_E_BUSY },
    { "binance", 502, "<html>Bad Gateway</html>", TR_FAULT_BUSY, TR_E_UNKNOWN_OUTCOME },
    { "binance", 400, "{\"code\":-987654,\"msg\":\"new\"}", TR_FAULT_OTHER, TR_E_UNKNOWN_OUTCOME },
    { "binance", 404, "", TR_FAULT_OTHER, TR_E_UNKNOWN_OUTCOME },
    { "binance", 200, "{\"symbol\":\"BTCUSDT\",\"orderId\":12", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "binance", 200, "{}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "binance", 200, "[]", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "kraken", 200, "{\"error\":[\"EOrder:Insufficient funds\"]}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "kraken", 200, "{\"error\":[\"EAPI:Invalid nonce\"]}", TR_FAULT_TIME, TR_E_STALE },
    { "kraken", 200, "{\"error\":[\"EService:Busy\"]}", TR_FAULT_BUSY, TR_E_UNKNOWN_OUTCOME },
    { "kraken", 200, "{\"error\":[\"EService:Deadline elapsed\"]}", TR_FAULT_OTHER, TR_E_UNKNOWN_OUTCOME },
    { "kraken", 200, "{\"error\":[\"EGeneral:Internal error\"]}", TR_FAULT_BUSY, TR_E_UNKNOWN_OUTCOME },
    { "bybit", 200, "{\"retCode\":110072,\"retMsg\":\"OrderLinkedID is duplicate\",\"result\":{}}", TR_FAULT_DUPLICATE_ID, TR_E_EXISTS },
    { "bybit", 200, "{\"retCode\":170007,\"retMsg\":\"Timeout waiting for response from backend server.\"}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "bybit", 200, "{\"retCode\":10016,\"retMsg\":\"Internal server error.\"}", TR_FAULT_OTHER, TR_E_UNKNOWN_OUTCOME },
    { "bybit", 403, "access too frequent", TR_FAULT_RATE, TR_E_BUSY },
    { "bybit", 200, "{\"retCode\":10006,\"retMsg\":\"Too many visits!\"}", TR_FAULT_RATE, TR_E_BUSY },
    { "okx", 200, "{\"code\":\"1\",\"data\":[{\"clOrdId\":\"\",\"ordId\":\"\",\"sCode\":\"51008\",\"sMsg\":\"Insufficient balance\"}],\"msg\":\"All operations failed\"}",
      TR_FAULT_FUNDS, TR_E_REFUSED },
    { "okx", 200, "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"clOrdId\":\"a\",\"ordId\":\"\",\"sCode\":\"51016\",\"sMsg\":\"Duplicated client order ID\"}]}",
      TR_FAULT_DUPLICATE_ID, TR_E_EXISTS },
    { "kraken", 200, "{\"error\":[\"EGeneral:Invalid arguments:ordertype\"]}", TR_FAULT_REQUEST, TR_E_INVALID },
    { "okx", 200, "{\"code\":\"50004\",\"msg\":\"Endpoint request timeout\",\"data\":[]}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "okx", 200, "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"ordId\":\"\",\"sCode\":\"51149\",\"sMsg\":\"Order timed out\"}]}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "coinbase", 200, "{\"success\":false,\"error_response\":{\"error\":\"INSUFFICIENT_FUND\",\"message\":\"Insufficient balance\"}}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "coinbase", 200, "{\"success\":false,\"failure_reason\":\"UNKNOWN_FAILURE_REASON\"}", TR_FAULT_OTHER, TR_E_UNKNOWN_OUTCOME },
    { "gate", 400, "{\"label\":\"BALANCE_NOT_ENOUGH\",\"message\":\"Not enough balance\"}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "gate", 500, "{\"label\":\"SERVER_ERROR\",\"message\":\"\"}", TR_FAULT_BUSY, TR_E_UNKNOWN_OUTCOME },
    { "gate", 400, "{\"label\":\"POC_FILL_IMMEDIATELY\",\"message\":\"\"}", TR_FAULT_WOULD_TAKE, TR_E_REFUSED },
    { "bitget", 400, "{\"code\":\"43012\",\"msg\":\"Insufficient balance\",\"data\":null}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "bitget", 400, "{\"code\":\"50008\",\"msg\":\"timeout\"}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "bitget", 400, "{\"code\":\"40786\",\"msg\":\"Duplicate clientOid\"}", TR_FAULT_OTHER, TR_E_UNKNOWN_OUTCOME },
    { "kucoin", 200, "{\"code\":\"200004\",\"msg\":\"Balance insufficient!\"}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "kucoin", 429, "{\"code\":\"429000\",\"msg\":\"Too many requests\"}", TR_FAULT_RATE, TR_E_BUSY },
    { "kucoin", 200, "{\"code\":\"500000\",\"msg\":\"Internal server error\"}", TR_FAULT_BUSY, TR_E_UNKNOWN_OUTCOME },
    { "mexc", 400, "{\"code\":30004,\"msg\":\"Insufficient balance\"}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "mexc", 504, "{\"code\":504,\"msg\":\"\"}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "htx", 200, "{\"status\":\"error\",\"err-code\":\"account-frozen-balance-insufficient-error\",\"err-msg\":\"\",\"data\":null}", TR_FAULT_FUNDS, TR_E_REFUSED },
    { "htx", 200, "{\"status\":\"error\",\"err-code\":\"timeout\",\"err-msg\":\"\",\"data\":null}", TR_FAULT_UNKNOWN_OUTCOME, TR_E_UNKNOWN_OUTCOME },
    { "htx", 200, "{\"status\":\"error\",\"err-code\":\"invalid.client.order.id\",\"err-msg\":\"\",\"data\":null}", TR_FAULT_DUPLICATE_ID, TR_E_EXISTS },
};

START_TEST(a_placing_call_is_rejected_with_proof_alone)
{
    const refusal *row = &placings[_i];
    reading found;
    tr_status status = read_body(row->exchange, TR_KIND_SPOT, TR_CALL_PLACE, row->http_code, row->body, &found);
    ck_assert_msg(status == row->status, "%s %s: %s, wanted %s (%s)", row->exchange, row->body, tr_status_name(status),
                  tr_status_name(row->status), found.err.message);
    ck_assert_msg(found.failure.fault == row->fault, "%s %s: %s, wanted %s", row->exchange, row->body,
                  tr_fault_name(found.failure.fault), tr_fault_name(row->fault));
    ck_assert_int_eq(found.failure.is_certain, row->status != TR_E_UNKNOWN_OUTCOME);
}
END_TEST

/* What only reads may simply be asked again. */
START_TEST(a_reading_call_never_has_an_unknown_outcome)
{
    const refusal *row = &placings[_i];
    reading found;
    tr_status status = read_body(row->exchange, TR_KIND_SPOT, TR_CALL_FILLS, row->http_code, row->body, &found);
    ck_assert_msg(status != TR_E_UNKNOWN_OUTCOME || row->fault == TR_FAULT_UNKNOWN_OUTCOME, "%s %s", row->exchange, row->body);
}
END_TEST

/* Cut anywhere, an answer to a placing call is either whole or unknown: never a rejection, never an order. */
START_TEST(a_cut_answer_to_a_placing_call_is_unknown)
{
    static const char body[] = "{\"symbol\":\"BTCUSDT\",\"orderId\":28,\"clientOrderId\":\"x\",\"transactTime\":1507725176595,"
                               "\"price\":\"0.1\",\"origQty\":\"10\",\"executedQty\":\"10\",\"status\":\"FILLED\",\"fills\":["
                               "{\"price\":\"0.1\",\"qty\":\"10\",\"commission\":\"0.01\",\"commissionAsset\":\"USDT\",\"tradeId\":5}]}";
    reading found;
    for (size_t size = 0; size + 1 < sizeof body; size++) {
        tr_status status = read_text("binance", TR_KIND_SPOT, TR_CALL_PLACE, 200, body, size, &found);
        ck_assert_msg(status == TR_E_UNKNOWN_OUTCOME, "%zu bytes: %s", size, tr_status_name(status));
    }
    ck_assert_int_eq(read_body("binance", TR_KIND_SPOT, TR_CALL_PLACE, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_int_eq(found.records[0].kind, TR_RECORD_FILL);
    ck_assert_str_eq(found.records[0].as.fill.exchange_order_id, "28");
    ck_assert_str_eq(found.records[0].as.fill.symbol, "BTC/USDT");
    ck_assert_int_eq(found.records[1].kind, TR_RECORD_ORDER);
    ck_assert_int_eq(found.records[1].as.order.state, TR_STATE_FILLED);
}
END_TEST

/* ---- what cannot be -------------------------------------------------------------------------- */

START_TEST(numbers_that_cannot_be_are_refused)
{
    static const char *const bodies[] = {
        "{\"lastUpdateId\":1,\"bids\":[[\"0\",\"1\"]],\"asks\":[]}",   "{\"lastUpdateId\":1,\"bids\":[[\"-1\",\"1\"]],\"asks\":[]}",
        "{\"lastUpdateId\":1,\"bids\":[[\"1\",\"-1\"]],\"asks\":[]}",  "{\"lastUpdateId\":1,\"bids\":[[\"1\"]],\"asks\":[]}",
        "{\"lastUpdateId\":1,\"bids\":[[\"1\",null]],\"asks\":[]}",    "{\"lastUpdateId\":1,\"bids\":[[\"NaN\",\"1\"]],\"asks\":[]}",
        "{\"lastUpdateId\":1,\"bids\":[[[1],\"1\"]],\"asks\":[]}",     "{\"lastUpdateId\":1,\"bids\":[{\"p\":1}],\"asks\":[]}",
        "{\"lastUpdateId\":1.5,\"bids\":[],\"asks\":[]}",              "{\"lastUpdateId\":1,\"bids\":[[1e400,1]],\"asks\":[]}",
        "{\"lastUpdateId\":1,\"lastUpdateId\":2,\"bids\":[],\"asks\":[]}", "{\"lastUpdateId\":1,\"bids\":[],\"asks\":[]} x",
    };
    reading found;
    tr_status status = read_body("binance", TR_KIND_SPOT, TR_CALL_BOOK, 200, bodies[_i], &found);
    ck_assert_msg(status == TR_E_PARSE || status == TR_E_EXISTS, "%s: %s", bodies[_i], tr_status_name(status));
}
END_TEST

START_TEST(an_empty_level_is_no_level)
{
    reading found;
    ck_assert_int_eq(read_body("binance", TR_KIND_SPOT, TR_CALL_BOOK, 200,
                               "{\"lastUpdateId\":7,\"bids\":[[\"1.50\",\"2\"],[\"1.4\",\"0.000\"]],\"asks\":[[1.6,3e-1]]}", &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 3);
    ck_assert_int_eq(found.records[2].as.book.sequence, 7);
    ck_assert_uint_eq(found.records[2].as.book.bid_count, 1);
    decimal_is(found.records[1].as.level.quantity.value, "0.3");
}
END_TEST

/* A price beyond doubles' digits comes through whole. */
START_TEST(no_digit_of_a_number_is_lost)
{
    reading found;
    ck_assert_int_eq(read_body("kraken", TR_KIND_SPOT, TR_CALL_BOOK, 200,
                               "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"asks\":[[\"12345678901234567.123456789012345678\",\"0.000000000000000001\",1]],"
                               "\"bids\":[]}}}",
                               &found),
                     TR_OK);
    decimal_is(found.records[0].as.level.price.value, "12345678901234567.123456789012345678");
    decimal_is(found.records[0].as.level.quantity.value, "0.000000000000000001");
}
END_TEST

/* One number of a level as exchanges may write it: long, short, with and without a point, in quotes or bare. */
static void number_put(char *out, size_t size, tr_rng *rng)
{
    char digits[41];
    size_t count = 1 + (size_t)tr_rng_below(rng, 21), point = (size_t)tr_rng_below(rng, 22);
    bool is_bare = tr_rng_below(rng, 4) == 0;
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == point && i > 0)
            digits[length++] = '.';
        digits[length++] = (char)(i == 0 && is_bare ? '1' + (char)tr_rng_below(rng, 9) : '0' + (char)tr_rng_below(rng, 10));
    }
    digits[length] = '\0';
    (void)snprintf(out, size, is_bare ? "%s" : "\"%s\"", digits);
}

/* A blank makes the reader go token by token: both ways must say the same. */
START_TEST(a_level_is_read_the_same_however_it_is_written)
{
    static const char *const rests[] = { "", ",1586321307", ",\"0\",\"4\"", ",1.5", ",01", ",true", ",[1]" };
    tr_rng rng;
    tr_rng_init(&rng, (uint64_t)_i);
    for (int round = 0; round < 300; round++) {
        char price[48], quantity[48], tight[300], loose[300];
        const char *rest = rests[tr_rng_below(&rng, 7)];
        reading first, second;
        number_put(price, sizeof price, &rng);
        number_put(quantity, sizeof quantity, &rng);
        (void)snprintf(tight, sizeof tight, "{\"bids\":[[%s,%s%s],[%s,%s%s]],\"asks\":[]}", price, quantity, rest, quantity, price, rest);
        (void)snprintf(loose, sizeof loose, "{\"bids\":[ [ %s,%s%s],[ %s,%s%s]],\"asks\":[]}", price, quantity, rest, quantity, price, rest);
        tr_status status = read_body("binance", TR_KIND_SPOT, TR_CALL_BOOK, 200, tight, &first);
        ck_assert_msg(read_body("binance", TR_KIND_SPOT, TR_CALL_BOOK, 200, loose, &second) == status, "seed %d: %s", _i, tight);
        ck_assert_msg(first.count == second.count, "seed %d: %s", _i, tight);
        for (size_t i = 0; i < first.count && status == TR_OK; i++)
            ck_assert_msg(tr_decimal_compare(first.records[i].as.level.price.value, second.records[i].as.level.price.value) == 0 &&
                              tr_decimal_compare(first.records[i].as.level.quantity.value, second.records[i].as.level.quantity.value) == 0,
                          "seed %d: %s", _i, tight);
    }
}
END_TEST

START_TEST(an_order_that_is_not_listed_is_not_found)
{
    reading found;
    ck_assert_int_eq(read_body("bybit", TR_KIND_SPOT, TR_CALL_ORDER, 200, "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":[]}}", &found),
                     TR_E_NOT_FOUND);
    ck_assert(found.failure.is_certain);
    /* Another's order in the list is not the one that was asked for. */
    ck_assert_int_eq(read_body("coinbase", TR_KIND_SPOT, TR_CALL_ORDER, 200,
                               "{\"orders\":[{\"order_id\":\"a\",\"client_order_id\":\"b\",\"status\":\"OPEN\"}],\"cursor\":\"\"}", &found),
                     TR_E_NOT_FOUND);
}
END_TEST

START_TEST(a_word_that_is_not_known_is_an_unknown_state)
{
    reading found;
    ck_assert_int_eq(read_body("okx", TR_KIND_SPOT, TR_CALL_OPEN_ORDERS, 200,
                               "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"instId\":\"BTC-USDT\",\"ordId\":\"1\",\"state\":\"hovering\",\"sz\":\"1\"}]}", &found),
                     TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, TR_STATE_UNKNOWN);
    ck_assert_str_eq(found.records[0].as.order.word, "hovering");
}
END_TEST

START_TEST(too_little_memory_is_said)
{
    const tr__adapter *adapter = tr__adapter_find("binance");
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, TR_KIND_SPOT, TR_CALL_TIME);
    tr_exchange_question question = sample_question(endpoint, TR_CALL_TIME, TR_KIND_SPOT, NULL, NULL);
    tr__answer answer = { 200, "{\"serverTime\":1}", 16 };
    static _Alignas(16) char memory[64];
    ck_assert_int_eq(tr__adapter_read(adapter, endpoint, &question, NULL, &answer, memory, sizeof memory, NULL, NULL, NULL, NULL),
                     TR_E_INVALID);
}
END_TEST

/* ---- exchanges without shared samples -------------------------------------------------------- */

/* Gate API v4, "Get a single order" and "Get a single futures order", 2026: shapes of the examples, numbers of ours. */
START_TEST(gate_orders_are_read)
{
    reading found;
    ck_assert_int_eq(read_body("gate", TR_KIND_SPOT, TR_CALL_OPEN_ORDERS, 200,
                               "[{\"currency_pair\":\"BTC_USDT\",\"total\":1,\"orders\":[{\"id\":\"12332324\",\"text\":\"t-123456\",\"create_time\":\"1548000000\","
                               "\"create_time_ms\":1548000000123,\"update_time_ms\":1548000100123,\"currency_pair\":\"BTC_USDT\",\"status\":\"open\",\"type\":\"limit\","
                               "\"account\":\"spot\",\"side\":\"buy\",\"amount\":\"1\",\"price\":\"5.5\",\"time_in_force\":\"poc\",\"left\":\"0.4\",\"filled_total\":\"3.3\","
                               "\"avg_deal_price\":\"5.5\",\"fee\":\"0.005\",\"fee_currency\":\"BTC\",\"finish_as\":\"open\"}]}]",
                               &found),
                     TR_OK);
    const tr_order_record *order = &found.records[0].as.order;
    ck_assert_str_eq(order->exchange_order_id, "12332324");
    ck_assert_str_eq(order->symbol, "BTC/USDT");
    ck_assert_int_eq(order->state, TR_STATE_PARTLY_FILLED);
    ck_assert(order->is_post_only && order->has_fee);
    decimal_is(order->filled.value, "0.6");
    decimal_is(order->notional.value, "3.3");
    ck_assert_int_eq(order->created_ns, INT64_C(1548000000123000000));
    ck_assert_int_eq(read_body("gate", TR_KIND_LINEAR, TR_CALL_CANCEL, 200,
                               "{\"id\":15675394,\"user\":100000,\"contract\":\"BTC_USDT\",\"create_time\":1546569968.25,\"size\":-6024,\"iceberg\":0,\"left\":-6000,"
                               "\"price\":\"3765\",\"fill_price\":\"3765\",\"text\":\"t-my\",\"tif\":\"gtc\",\"status\":\"finished\",\"finish_as\":\"cancelled\","
                               "\"is_reduce_only\":true}",
                               &found),
                     TR_OK);
    ck_assert_int_eq(order->side, TR_SIDE_SELL);
    ck_assert_int_eq(order->state, TR_STATE_CANCELLED);
    ck_assert(order->is_reduce_only);
    decimal_is(order->quantity.value, "6024");
    decimal_is(order->filled.value, "24");
    ck_assert_int_eq(order->created_ns, INT64_C(1546569968250000000));
}
END_TEST

/* Bitget API v2, "Get Order Info", "Get All Positions", "Get Contract Config", 2026. */
START_TEST(bitget_orders_positions_and_contracts_are_read)
{
    reading found;
    ck_assert_int_eq(read_body("bitget", TR_KIND_SPOT, TR_CALL_OPEN_ORDERS, 200,
                               "{\"code\":\"00000\",\"msg\":\"success\",\"requestTime\":1,\"data\":[{\"userId\":\"1\",\"symbol\":\"BTCUSDT\",\"orderId\":\"121211\","
                               "\"clientOid\":\"c1\",\"priceAvg\":\"34829.1\",\"size\":\"2\",\"orderType\":\"limit\",\"side\":\"buy\",\"status\":\"live\","
                               "\"baseVolume\":\"0\",\"quoteVolume\":\"0\",\"cTime\":\"1622697148000\",\"uTime\":\"1622697148000\"}]}",
                               &found),
                     TR_OK);
    decimal_is(found.records[0].as.order.limit_price.value, "34829.1");
    decimal_is(found.records[0].as.order.average.value, "0");
    ck_assert_int_eq(read_body("bitget", TR_KIND_LINEAR, TR_CALL_POSITIONS, 200,
                               "{\"code\":\"00000\",\"data\":[{\"marginCoin\":\"USDT\",\"symbol\":\"BTCUSDT\",\"holdSide\":\"short\",\"total\":\"1.5\",\"leverage\":\"20\","
                               "\"openPriceAvg\":\"20000\",\"markPrice\":\"21000\",\"liquidationPrice\":\"40000\",\"unrealizedPL\":\"-1500\",\"posMode\":\"one_way_mode\","
                               "\"marginSize\":\"1500\",\"cTime\":\"1694571343000\"}]}",
                               &found),
                     TR_OK);
    decimal_is(found.records[0].as.position.quantity, "-1.5");
    ck_assert_int_eq(found.records[0].as.position.mode, TR_POSITION_NET);
    ck_assert_int_eq(read_body("bitget", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200,
                               "{\"code\":\"00000\",\"data\":[{\"symbol\":\"BTCUSDT\",\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"minTradeNum\":\"0.001\","
                               "\"priceEndStep\":\"5\",\"volumePlace\":\"3\",\"pricePlace\":\"1\",\"sizeMultiplier\":\"0.001\",\"symbolType\":\"perpetual\",\"minTradeUSDT\":\"5\","
                               "\"symbolStatus\":\"normal\"},{\"symbol\":\"BTCUSDH25\",\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"priceEndStep\":\"5\",\"pricePlace\":\"1\","
                               "\"sizeMultiplier\":\"0.001\",\"symbolType\":\"delivery\",\"symbolStatus\":\"normal\"}]}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 1);
    decimal_is(found.records[0].as.instrument.instrument.tick, "0.5");
    ck_assert_str_eq(found.records[0].as.instrument.instrument.symbol, "BTC/USDT:USDT");
    ck_assert(found.records[0].as.instrument.is_trading);
}
END_TEST

/* Contracts whose names hold base and quote; what has a date behind them, or another kind, is none of ours. */
START_TEST(contracts_are_told_from_what_is_none_of_ours)
{
    static const struct {
        const char *exchange, *body;
    } rows[] = {
        { "gate", "[{\"name\":\"BTC_USDT\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"},"
                  "{\"name\":\"BTC_USDT_20261225\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"},"
                  "{\"name\":\"BTCUSDT\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"},"
                  "{\"name\":\"BTC_\",\"quanto_multiplier\":\"0.0001\",\"order_price_round\":\"0.1\"}]" },
        { "htx", "{\"status\":\"ok\",\"data\":[{\"contract_code\":\"BTC-USDT-261225\",\"contract_size\":0.001,\"price_tick\":0.1},"
                 "{\"contract_code\":\"BTC-USDT\",\"contract_size\":0.001,\"price_tick\":0.1}]}" },
        { "okx", "{\"code\":\"0\",\"data\":[{\"instType\":\"SWAP\",\"instId\":\"BTC-USD-SWAP\",\"uly\":\"BTC-USD\",\"settleCcy\":\"BTC\","
                 "\"ctType\":\"inverse\",\"ctVal\":\"100\",\"tickSz\":\"0.1\",\"lotSz\":\"1\",\"minSz\":\"1\"},"
                 "{\"instType\":\"SWAP\",\"instId\":\"BTC-USDT-SWAP\",\"uly\":\"BTC-USDT\",\"settleCcy\":\"USDT\","
                 "\"ctType\":\"linear\",\"ctVal\":\"0.01\",\"tickSz\":\"0.1\",\"lotSz\":\"0.1\",\"minSz\":\"0.1\"}]}" },
    };
    reading found;
    ck_assert_int_eq(read_body(rows[_i].exchange, TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200, rows[_i].body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(found.records[0].as.instrument.instrument.symbol, "BTC/USDT:USDT");
}
END_TEST

START_TEST(a_makers_rebate_of_bybit_is_paid_in_what_the_fill_cost)
{
    static const struct {
        const char *side, *fee, *is_maker, *asset;
    } rows[] = { { "Buy", "0.001", "true", "BTC" },   { "Sell", "0.001", "true", "USDT" },
                 { "Buy", "-0.001", "true", "USDT" }, { "Sell", "-0.001", "true", "BTC" },
                 { "Buy", "0.001", "false", "BTC" },  { "Sell", "0.001", "false", "USDT" } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reading found;
        char body[512];
        (void)snprintf(body, sizeof body,
                       "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\",\"orderId\":\"1\",\"execId\":\"2\",\"side\":\"%s\","
                       "\"execPrice\":\"100\",\"execQty\":\"1\",\"execFee\":\"%s\",\"isMaker\":%s,\"execTime\":\"1700000000000\"}]}}",
                       rows[i].side, rows[i].fee, rows[i].is_maker);
        ck_assert_int_eq(read_body("bybit", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
        ck_assert_str_eq(found.records[0].as.fill.fee_asset, rows[i].asset);
    }
}
END_TEST

/* Binance Spot API, "Filters", 2026. */
START_TEST(binance_tells_the_largest_market_order_apart)
{
    reading found;
    ck_assert_int_eq(
        read_body("binance", TR_KIND_SPOT, TR_CALL_INSTRUMENTS, 200,
                  "{\"rateLimits\":[{\"rateLimitType\":\"ORDERS\",\"interval\":\"SECOND\",\"intervalNum\":10,\"limit\":100},"
                  "{\"rateLimitType\":\"RAW_REQUESTS\",\"interval\":\"MINUTE\",\"intervalNum\":5,\"limit\":61000}],"
                  "\"symbols\":[{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\",\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\",\"filters\":["
                  "{\"filterType\":\"PRICE_FILTER\",\"tickSize\":\"0.01\"},"
                  "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0.00001\",\"maxQty\":\"9000\",\"stepSize\":\"0.00001\"},"
                  "{\"filterType\":\"MARKET_LOT_SIZE\",\"minQty\":\"0\",\"maxQty\":\"84.1\",\"stepSize\":\"0\"}]}]}",
                  &found),
        TR_OK);
    ck_assert_uint_eq(found.count, 2);
    const tr_limit_record *limit = &found.records[0].as.limit;
    ck_assert_int_eq(found.records[0].kind, TR_RECORD_LIMIT);
    ck_assert(limit->is_of_key && limit->interval_ms == 10000 && limit->amount == 100);
    const tr_instrument *instrument = &found.records[1].as.instrument.instrument;
    ck_assert_int_eq(tr_decimal_compare(instrument->quantity_max, tr_decimal_from_int(9000)), 0);
    tr_decimal largest;
    ck_assert_int_eq(tr_decimal_parse("84.1", 4, &largest), TR_OK);
    ck_assert_int_eq(tr_decimal_compare(instrument->market_quantity_max, largest), 0);
}
END_TEST

/* OKX API guide V5, "Get transaction details (last 3 months)"; Kraken API Center, "Get Trades History", 2026. */
START_TEST(a_full_page_of_fills_leads_to_the_next)
{
    reading found;
    char body[20000];
    int length = snprintf(body, sizeof body, "{\"code\":\"0\",\"data\":[");
    for (int i = 0; i < 100; i++)
        length += snprintf(body + length, sizeof body - (size_t)length,
                           "%s{\"instId\":\"BTC-USDT\",\"side\":\"buy\",\"fillSz\":\"1\",\"fillPx\":\"2\",\"tradeId\":\"%d\",\"ordId\":\"1\",\"billId\":\"%d\"}",
                           i == 0 ? "" : ",", i, 500 - i);
    (void)snprintf(body + length, sizeof body - (size_t)length, "]}");
    ck_assert_int_eq(read_body("okx", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 101);
    ck_assert_int_eq(found.records[100].kind, TR_RECORD_PAGE);
    ck_assert_str_eq(found.records[100].as.page.cursor, "401");
    static const char history[] = "{\"error\":[],\"result\":{\"trades\":{\"T1\":{\"ordertxid\":\"O1\",\"pair\":\"XXBTZUSD\",\"type\":\"buy\","
                                  "\"price\":\"2\",\"cost\":\"2\",\"fee\":\"0.1\",\"vol\":\"1\"}},\"count\":%d}}";
    (void)snprintf(body, sizeof body, history, 51);
    ck_assert_int_eq(read_body("kraken", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_int_eq(found.records[1].kind, TR_RECORD_PAGE);
    ck_assert_str_eq(found.records[1].as.page.cursor, "50");
    (void)snprintf(body, sizeof body, history, 50);
    ck_assert_int_eq(read_body("kraken", TR_KIND_SPOT, TR_CALL_FILLS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
}
END_TEST

START_TEST(kraken_names_of_pairs_are_shortened)
{
    static const char *const names[][2] = {
        { "XXBTZUSD", "XBTUSD" }, { "XBT/USD", "XBTUSD" }, { "BTC/USD", "XBTUSD" }, { "USDTZUSD", "USDTUSD" }, { "SOLUSD", "SOLUSD" }
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char symbol[TR_SYMBOL_SIZE] = "";
        (void)snprintf(symbol, sizeof symbol, "%s", names[i][0]);
        tr__adapter_find("kraken")->symbol_name(symbol);
        ck_assert_str_eq(symbol, names[i][1]);
    }
}
END_TEST

START_TEST(an_order_is_not_missing_while_there_are_more_pages)
{
    reading found;
    ck_assert_int_eq(read_body("coinbase", TR_KIND_SPOT, TR_CALL_ORDER, 200, "{\"orders\":[],\"cursor\":\"more\"}", &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_int_eq(found.records[0].kind, TR_RECORD_PAGE);
    ck_assert_int_eq(read_body("coinbase", TR_KIND_SPOT, TR_CALL_ORDER, 200, "{\"orders\":[],\"cursor\":\"\"}", &found), TR_E_NOT_FOUND);
}
END_TEST

/* KuCoin API, "Get Order By ClientOid", "Get Fill History", "Get Contract List", 2026. */
START_TEST(kucoin_orders_fills_and_contracts_are_read)
{
    reading found;
    char body[1200], client_id[TR_LABEL_SIZE];
    ck_assert_int_eq(tr_exchange_client_id_write("kucoin", TR_KIND_SPOT, sample_id(), client_id, sizeof client_id, NULL), TR_OK);
    (void)snprintf(body, sizeof body,
                   "{\"code\":\"200000\",\"data\":{\"id\":\"6717422bd51c29000775ea03\",\"clientOid\":\"%s\",\"symbol\":\"BTC-USDT\",\"opType\":\"DEAL\","
                   "\"type\":\"limit\",\"side\":\"buy\",\"price\":\"70000\",\"size\":\"0.00002\",\"funds\":\"0.5\",\"dealSize\":\"0.00001\",\"dealFunds\":\"0.677176\","
                   "\"remainSize\":\"0\",\"cancelledSize\":\"0.00001\",\"fee\":\"0.000677176\",\"feeCurrency\":\"USDT\",\"timeInForce\":\"GTC\",\"postOnly\":false,"
                   "\"cancelExist\":true,\"inOrderBook\":false,\"active\":false,\"createdAt\":1729577515444,\"lastUpdatedAt\":1729577515481}}",
                   client_id);
    ck_assert_int_eq(read_body("kucoin", TR_KIND_SPOT, TR_CALL_ORDER, 200, body, &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, TR_STATE_CANCELLED);
    decimal_is(found.records[0].as.order.average.value, "67717.6");
    ck_assert_int_eq(read_body("kucoin", TR_KIND_SPOT, TR_CALL_ORDER, 200, "{\"code\":\"200000\",\"data\":null}", &found), TR_E_NOT_FOUND);
    ck_assert_int_eq(read_body("kucoin", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200,
                               "{\"code\":\"200000\",\"data\":[{\"symbol\":\"XBTUSDTM\",\"type\":\"FFWCSX\",\"expireDate\":null,\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USDT\","
                               "\"settleCurrency\":\"USDT\",\"maxOrderQty\":1000000,\"lotSize\":1,\"tickSize\":0.1,\"multiplier\":0.001,\"isInverse\":false,\"status\":\"Open\"},"
                               "{\"symbol\":\"XBTUSDM\",\"expireDate\":null,\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USD\",\"settleCurrency\":\"XBT\",\"lotSize\":1,"
                               "\"tickSize\":0.1,\"multiplier\":-1,\"isInverse\":true,\"status\":\"Open\"}]}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_str_eq(found.records[0].as.instrument.instrument.symbol, "BTC/USDT:USDT");
    decimal_is(found.records[0].as.instrument.instrument.multiplier, "0.001");
}
END_TEST

/* MEXC Futures API, "Get order by external id", "Cancel orders"; Spot API v3, "Query Order", 2026. */
START_TEST(mexc_orders_are_read)
{
    reading found;
    char body[700], client_id[TR_LABEL_SIZE];
    ck_assert_int_eq(tr_exchange_client_id_write("mexc", TR_KIND_LINEAR, sample_id(), client_id, sizeof client_id, NULL), TR_OK);
    (void)snprintf(body, sizeof body,
                   "{\"success\":true,\"code\":0,\"data\":{\"orderId\":\"102067003631907840\",\"symbol\":\"BTC_USDT\",\"price\":50000.5,\"vol\":3,\"side\":3,"
                   "\"category\":1,\"orderType\":2,\"dealAvgPrice\":50000.5,\"dealVol\":1,\"state\":2,\"externalOid\":\"%s\",\"createTime\":1609992674000}}",
                   client_id);
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_ORDER, 200, body, &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, TR_STATE_PARTLY_FILLED);
    ck_assert_int_eq(found.records[0].as.order.side, TR_SIDE_SELL);
    ck_assert(found.records[0].as.order.is_post_only);
    decimal_is(found.records[0].as.order.remaining.value, "2");
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_PLACE, 200, "{\"success\":true,\"code\":0,\"data\":\"102057569836905984\"}", &found), TR_OK);
    ck_assert_str_eq(found.records[0].as.order.exchange_order_id, "102057569836905984");
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_CANCEL, 200,
                               "{\"success\":true,\"code\":0,\"data\":[{\"orderId\":101716841474621953,\"errorCode\":2040,\"errorMsg\":\"order not exist\"}]}", &found),
                     TR_E_NOT_FOUND);
    ck_assert_int_eq(read_body("mexc", TR_KIND_LINEAR, TR_CALL_PLACE, 200, "{\"success\":false,\"code\":2005,\"message\":\"Balance insufficient\"}", &found),
                     TR_E_REFUSED);
}
END_TEST

/* HTX API, "Query Order Details", "Get Account Balance", 2021; USDT-M version 5, "Query Order Information", 2025. */
START_TEST(htx_orders_and_balances_are_read)
{
    reading found;
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_OPEN_ORDERS, 200,
                               "{\"status\":\"ok\",\"data\":[{\"symbol\":\"btcusdt\",\"source\":\"api\",\"price\":\"1.5\",\"created-at\":1630633835224,\"amount\":\"572.33\","
                               "\"account-id\":13496526,\"filled-cash-amount\":\"15\",\"client-order-id\":\"c\",\"filled-amount\":\"10\",\"filled-fees\":\"0.0\","
                               "\"id\":357630527817871,\"state\":\"partial-filled\",\"type\":\"sell-limit-maker\"}]}",
                               &found),
                     TR_OK);
    ck_assert_int_eq(found.records[0].as.order.side, TR_SIDE_SELL);
    ck_assert(found.records[0].as.order.is_post_only);
    ck_assert_str_eq(found.records[0].as.order.symbol, "BTC/USDT");
    decimal_is(found.records[0].as.order.average.value, "1.5");
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_BALANCES, 200,
                               "{\"status\":\"ok\",\"data\":{\"id\":1000001,\"type\":\"spot\",\"state\":\"working\",\"list\":[{\"currency\":\"usdt\",\"type\":\"trade\",\"balance\":\"91.85\","
                               "\"seq-num\":\"477\"},{\"currency\":\"usdt\",\"type\":\"frozen\",\"balance\":\"5.16\"}]}}",
                               &found),
                     TR_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_str_eq(found.records[0].as.balance.asset, "USDT");
    decimal_is(found.records[0].as.balance.free.value, "91.85");
    decimal_is(found.records[1].as.balance.held.value, "5.16");
    char body[600], client_id[TR_LABEL_SIZE];
    ck_assert_int_eq(tr_exchange_client_id_write("htx", TR_KIND_LINEAR, sample_id(), client_id, sizeof client_id, NULL), TR_OK);
    (void)snprintf(body, sizeof body,
                   "{\"code\":200,\"message\":\"Success\",\"data\":{\"contract_code\":\"BTC-USDT\",\"side\":\"sell\",\"type\":\"limit\",\"order_id\":\"1333\","
                   "\"client_order_id\":\"%s\",\"price\":\"86000\",\"volume\":\"2\",\"state\":\"partially_canceled\",\"time_in_force\":\"gtc\",\"trade_volume\":\"1\","
                   "\"trade_avg_price\":\"86000\",\"fee\":\"-0.02\",\"fee_currency\":\"USDT\",\"created_time\":\"1740366817564\"},\"ts\":1}",
                   client_id);
    ck_assert_int_eq(read_body("htx", TR_KIND_LINEAR, TR_CALL_ORDER, 200, body, &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.order.state, TR_STATE_CANCELLED);
    decimal_is(found.records[0].as.order.fee.value, "0.02");
    ck_assert_int_eq(read_body("htx", TR_KIND_SPOT, TR_CALL_PLACE, 200, "{\"status\":\"ok\",\"data\":\"356501383558845\"}", &found), TR_OK);
    ck_assert_str_eq(found.records[0].as.order.exchange_order_id, "356501383558845");
}
END_TEST

/* ---- rights ---------------------------------------------------------------------------------- */

/* How a swap's account is margined: each exchange's own words, of one instrument and of the account. */
typedef struct margin_case {
    const char *exchange, *margin, *leverage;
    tr_margin_mode mode;
    const char *one_way, *hedging; /* answers about the position mode */
} margin_case;

static const margin_case margin_cases[] = {
    { "binance", "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"CROSSED\",\"isAutoAddMargin\":false,\"leverage\":21,\"maxNotionalValue\":\"1\"}]",
      "21", TR_MARGIN_CROSS, "{\"dualSidePosition\":false}", "{\"dualSidePosition\":true}" },
    { "binance", "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"ISOLATED\",\"leverage\":3}]", "3", TR_MARGIN_ISOLATED, NULL, NULL },
    { "bybit", "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\",\"positionIdx\":0,\"tradeMode\":0,\"leverage\":\"10\",\"side\":\"\",\"size\":\"0\"}]}}",
      "10", TR_MARGIN_UNKNOWN, NULL, NULL },
    { "okx", "{\"code\":\"0\",\"data\":[{\"instId\":\"BTC-USDT-SWAP\",\"mgnMode\":\"cross\",\"posSide\":\"net\",\"lever\":\"12.5\"}]}",
      "12.5", TR_MARGIN_CROSS, "{\"code\":\"0\",\"data\":[{\"posMode\":\"net_mode\"}]}", "{\"code\":\"0\",\"data\":[{\"posMode\":\"long_short_mode\"}]}" },
    { "gate", "{\"contract\":\"BTC_USDT\",\"size\":0,\"leverage\":\"0\",\"cross_leverage_limit\":\"7\",\"mode\":\"single\"}",
      "7", TR_MARGIN_CROSS, "{\"total\":\"9\",\"currency\":\"USDT\",\"in_dual_mode\":false}", "{\"currency\":\"USDT\",\"in_dual_mode\":true}" },
    { "gate", "{\"contract\":\"BTC_USDT\",\"size\":0,\"leverage\":\"5\",\"cross_leverage_limit\":\"7\",\"mode\":\"single\"}",
      "5", TR_MARGIN_ISOLATED, "{\"position_mode\":\"single\"}", "{\"position_mode\":\"dual_plus\"}" },
    { "kucoin", "{\"code\":\"200000\",\"data\":{\"symbol\":\"XBTUSDTM\",\"leverage\":\"3\"}}", "3", TR_MARGIN_UNKNOWN,
      "{\"code\":\"200000\",\"data\":{\"positionMode\":0}}", "{\"code\":\"200000\",\"data\":{\"positionMode\":1}}" },
    { "bitget", "{\"code\":\"00000\",\"data\":{\"marginCoin\":\"USDT\",\"crossedMarginLeverage\":14,\"marginMode\":\"crossed\",\"posMode\":\"one_way_mode\"}}",
      "14", TR_MARGIN_CROSS, NULL, NULL },
};

static const tr_margin_record *margin_read(const char *exchange, tr_call call, const char *body, reading *found)
{
    ck_assert_msg(read_body(exchange, TR_KIND_LINEAR, call, 200, body, found) == TR_OK, "%s: %s", exchange, body);
    ck_assert_uint_eq(found->count, 1);
    ck_assert_int_eq(found->records[0].kind, TR_RECORD_MARGIN);
    return &found->records[0].as.margin;
}

/* With an open order and a position: the wallet is the equity less what is not realised, and holds what the order locks. */
START_TEST(a_wallet_of_bitgets_contracts_holds_what_orders_lock)
{
    reading found;
    ck_assert_int_eq(read_body("bitget", TR_KIND_LINEAR, TR_CALL_BALANCES, 200,
                               "{\"code\":\"00000\",\"data\":[{\"marginCoin\":\"USDT\",\"locked\":\"6.063618\",\"available\":\"47.99149777\","
                               "\"crossedMaxAvailable\":\"34.67687977\",\"accountEquity\":\"48.07069777\",\"unrealizedPL\":\"0.0792\"}]}", &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    decimal_is(found.records[0].as.balance.total.value, "47.99149777");
    decimal_is(found.records[0].as.balance.held.value, "6.063618");
    decimal_is(found.records[0].as.balance.free.value, "41.92787977");
}
END_TEST

START_TEST(okx_contracts_of_another_multiple_are_left_out)
{
    static const char form[] = "{\"code\":\"0\",\"data\":[{\"instType\":\"SWAP\",\"instId\":\"BTC-USDT-SWAP\",\"uly\":\"BTC-USDT\",\"settleCcy\":\"USDT\","
                               "\"ctMult\":\"%s\",\"ctType\":\"linear\",\"ctVal\":\"0.01\",\"tickSz\":\"0.1\",\"lotSz\":\"0.01\",\"minSz\":\"0.01\",\"state\":\"live\"}]}";
    char body[512];
    reading found;
    (void)snprintf(body, sizeof body, form, "1");
    ck_assert_int_eq(read_body("okx", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    decimal_is(found.records[0].as.instrument.instrument.multiplier, "0.01");
    (void)snprintf(body, sizeof body, form, "10");
    ck_assert_int_eq(read_body("okx", TR_KIND_LINEAR, TR_CALL_INSTRUMENTS, 200, body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 0);
}
END_TEST

START_TEST(leverage_and_modes_of_swaps_are_read)
{
    const margin_case *at = &margin_cases[_i];
    reading found;
    const tr_margin_record *margin = margin_read(at->exchange, TR_CALL_MARGIN, at->margin, &found);
    decimal_is(margin->leverage, at->leverage);
    ck_assert_int_eq(margin->mode, at->mode);
    ck_assert(!margin->is_hedging);
    if (at->one_way == NULL)
        return;
    margin = margin_read(at->exchange, TR_CALL_POSITION_MODE, at->one_way, &found);
    ck_assert(margin->has_position_mode && !margin->is_hedging);
    margin = margin_read(at->exchange, TR_CALL_POSITION_MODE, at->hedging, &found);
    ck_assert(margin->has_position_mode && margin->is_hedging);
}
END_TEST

START_TEST(an_account_that_hedges_is_seen_where_positions_tell)
{
    reading found;
    ck_assert_int_eq(read_body("bybit", TR_KIND_LINEAR, TR_CALL_MARGIN, 200,
                               "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\",\"positionIdx\":1,\"leverage\":\"5\"},"
                               "{\"symbol\":\"BTCUSDT\",\"positionIdx\":2,\"leverage\":\"5\"}]}}", &found), TR_OK);
    ck_assert_uint_eq(found.count, 2);
    ck_assert(found.records[0].as.margin.is_hedging && found.records[1].as.margin.is_hedging);
    ck_assert_int_eq(read_body("bybit", TR_KIND_LINEAR, TR_CALL_POSITION_MODE, 200,
                               "{\"retCode\":0,\"result\":{\"marginMode\":\"ISOLATED_MARGIN\",\"unifiedMarginStatus\":6}}", &found), TR_OK);
    ck_assert_int_eq(found.records[0].as.margin.mode, TR_MARGIN_ISOLATED);
    const tr_margin_record *margin =
        margin_read("bitget", TR_CALL_MARGIN, "{\"code\":\"00000\",\"data\":{\"posMode\":\"hedge_mode\",\"marginMode\":\"isolated\"}}", &found);
    ck_assert(margin->has_position_mode && margin->is_hedging && margin->mode == TR_MARGIN_ISOLATED);
}
END_TEST

START_TEST(a_funding_payment_without_its_time_is_refused)
{
    reading found;
    ck_assert_int_eq(read_body("binance", TR_KIND_LINEAR, TR_CALL_FUNDING_PAID, 200,
                               "[{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"1\",\"asset\":\"USDT\"}]", &found), TR_E_PARSE);
    ck_assert_int_eq(read_body("binance", TR_KIND_LINEAR, TR_CALL_FUNDING_PAID, 200,
                               "[{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"x\",\"asset\":\"USDT\",\"time\":1}]", &found), TR_E_PARSE);
}
END_TEST

START_TEST(a_key_that_may_withdraw_is_seen)
{
    static const struct {
        const char *exchange, *body;
        bool can_withdraw;
    } rows[] = {
        { "binance", "{\"ipRestrict\":false,\"enableReading\":true,\"enableWithdrawals\":true,\"enableSpotAndMarginTrading\":true}", true },
        { "binance", "{\"ipRestrict\":true,\"enableReading\":true,\"enableWithdrawals\":false,\"enableSpotAndMarginTrading\":true}", false },
        { "kraken", "{\"error\":[],\"result\":{\"permissions\":[\"query-funds\",\"withdraw-funds\",\"modify-trades\"]}}", true },
        { "kraken", "{\"error\":[],\"result\":{\"permissions\":[\"query-funds\",\"modify-trades\"]}}", false },
        { "coinbase", "{\"can_view\":true,\"can_trade\":true,\"can_transfer\":true}", true },
        { "coinbase", "{\"can_view\":true,\"can_trade\":true,\"can_transfer\":false}", false },
        { "bybit", "{\"retCode\":0,\"result\":{\"readOnly\":0,\"permissions\":{\"Spot\":[\"SpotTrade\"],\"Wallet\":[\"AccountTransfer\",\"Withdraw\"]}}}", true },
        { "bybit", "{\"retCode\":0,\"result\":{\"readOnly\":0,\"permissions\":{\"Spot\":[\"SpotTrade\"],\"Wallet\":[]}}}", false },
        { "okx", "{\"code\":\"0\",\"data\":[{\"uid\":\"1\",\"perm\":\"read_only,withdraw,trade\",\"ip\":\"\"}]}", true },
        { "okx", "{\"code\":\"0\",\"data\":[{\"uid\":\"1\",\"perm\":\"read_only,trade\",\"ip\":\"\"}]}", false },
        { "bitget", "{\"code\":\"00000\",\"data\":{\"userId\":\"1\",\"ips\":\"127.0.0.1\",\"authorities\":[\"stow\",\"coow\",\"wwow\"]}}", true },
        { "bitget", "{\"code\":\"00000\",\"data\":{\"userId\":\"1\",\"ips\":\"\",\"authorities\":[\"stow\",\"wtow\",\"coow\"]}}", false },
        { "kucoin", "{\"code\":\"200000\",\"data\":{\"permission\":\"General,Spot,Withdrawal\",\"ipWhitelist\":\"\"}}", true },
        { "kucoin", "{\"code\":\"200000\",\"data\":{\"permission\":\"General,Spot\",\"ipWhitelist\":\"1.2.3.4\"}}", false },
    };
    reading found;
    ck_assert_int_eq(read_body(rows[_i].exchange, TR_KIND_SPOT, TR_CALL_KEY_RIGHTS, 200, rows[_i].body, &found), TR_OK);
    ck_assert_uint_eq(found.count, 1);
    const tr_key_rights *rights = &found.records[0].as.rights;
    ck_assert_msg(rights->can_withdraw == rows[_i].can_withdraw, "%s", rows[_i].body);
    ck_assert(rights->can_trade && rights->can_read && rights->is_withdraw_known);
}
END_TEST

START_TEST(a_key_of_old_at_bitget_does_not_tell_whether_it_may_withdraw)
{
    reading found;
    ck_assert_int_eq(read_body("bitget", TR_KIND_SPOT, TR_CALL_KEY_RIGHTS, 200,
                               "{\"code\":\"00000\",\"data\":{\"userId\":\"1\",\"authorities\":[\"trade\",\"readonly\"]}}", &found),
                     TR_OK);
    const tr_key_rights *rights = &found.records[0].as.rights;
    ck_assert(rights->can_trade && rights->can_read && !rights->is_withdraw_known && !rights->can_withdraw);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("answer");
    TCase *tests = tcase_create("answer");
    int placing_count = (int)(sizeof placings / sizeof placings[0]);
    tcase_add_loop_test(tests, a_placing_call_is_rejected_with_proof_alone, 0, placing_count);
    tcase_add_loop_test(tests, a_reading_call_never_has_an_unknown_outcome, 0, placing_count);
    tcase_add_test(tests, a_cut_answer_to_a_placing_call_is_unknown);
    tcase_add_loop_test(tests, numbers_that_cannot_be_are_refused, 0, 12);
    tcase_add_test(tests, an_empty_level_is_no_level);
    tcase_add_test(tests, no_digit_of_a_number_is_lost);
    tcase_add_loop_test(tests, a_level_is_read_the_same_however_it_is_written, 0, 10);
    tcase_add_test(tests, an_order_that_is_not_listed_is_not_found);
    tcase_add_test(tests, a_word_that_is_not_known_is_an_unknown_state);
    tcase_add_test(tests, too_little_memory_is_said);
    tcase_add_test(tests, gate_orders_are_read);
    tcase_add_test(tests, bitget_orders_positions_and_contracts_are_read);
    tcase_add_loop_test(tests, contracts_are_told_from_what_is_none_of_ours, 0, 3);
    tcase_add_test(tests, a_makers_rebate_of_bybit_is_paid_in_what_the_fill_cost);
    tcase_add_test(tests, binance_tells_the_largest_market_order_apart);
    tcase_add_test(tests, a_full_page_of_fills_leads_to_the_next);
    tcase_add_test(tests, kraken_names_of_pairs_are_shortened);
    tcase_add_test(tests, an_order_is_not_missing_while_there_are_more_pages);
    tcase_add_test(tests, kucoin_orders_fills_and_contracts_are_read);
    tcase_add_test(tests, mexc_orders_are_read);
    tcase_add_test(tests, htx_orders_and_balances_are_read);
    tcase_add_loop_test(tests, a_key_that_may_withdraw_is_seen, 0, 14);
    tcase_add_test(tests, a_key_of_old_at_bitget_does_not_tell_whether_it_may_withdraw);
    tcase_add_loop_test(tests, leverage_and_modes_of_swaps_are_read, 0, (int)(sizeof margin_cases / sizeof margin_cases[0]));
    tcase_add_test(tests, a_wallet_of_bitgets_contracts_holds_what_orders_lock);
    tcase_add_test(tests, okx_contracts_of_another_multiple_are_left_out);
    tcase_add_test(tests, an_account_that_hedges_is_seen_where_positions_tell);
    tcase_add_test(tests, a_funding_payment_without_its_time_is_refused);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
