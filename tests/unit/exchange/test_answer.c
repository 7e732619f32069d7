/* test_answer.c: answers of exchanges, whole, broken and refusing; what a refusal proves about an order. */
#include <stdio.h>

#include "exchange/answer.h"
#include "reading.h"
#include "support/check_tap.h"

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
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
