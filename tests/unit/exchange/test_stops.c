/*
 * test_stops.c: stops behind calls of their own: what is asked, letter for letter, in the words of the reference's calls where the
 * vectors have one (golden/signing: binance, okx), and answers in the shapes that the exchanges document.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/answer.h"
#include "support/check_tap.h"
#include "support/exchange_samples.h"

#define STOP_ID "700000000000000001"

/* ---- requests -------------------------------------------------------------------------------- */

typedef struct asked {
    const char *exchange;
    tr_kind kind;
    tr_call call;
    tr_order_type type;
    const char *url, *body; /* $: our id */
} asked;

static const asked questions[] = {
    { "okx", TR_KIND_LINEAR, TR_CALL_PLACE_STOP, TR_ORDER_STOP, "/api/v5/trade/order-algo",
      "{\"instId\":\"BTC-USDT-SWAP\",\"side\":\"sell\",\"ordType\":\"conditional\",\"sz\":\"3\","
      "\"tdMode\":\"cross\","
      "\"slTriggerPx\":\"42000.2\",\"slOrdPx\":\"-1\",\"slTriggerPxType\":\"last\",\"algoClOrdId\":"
      "\"$\",\"reduceOnly\":true}" },
    { "okx", TR_KIND_SPOT, TR_CALL_PLACE_STOP, TR_ORDER_STOP_LIMIT, "/api/v5/trade/order-algo",
      "{\"instId\":\"BTC-USDT\",\"side\":\"sell\",\"ordType\":\"conditional\",\"sz\":\"0.00123\","
      "\"tdMode\":\"cash\","
      "\"tgtCcy\":\"base_ccy\",\"slTriggerPx\":\"42000.2\",\"slOrdPx\":\"41000.1\","
      "\"slTriggerPxType\":\"last\","
      "\"algoClOrdId\":\"$\"}" },
    { "okx", TR_KIND_SPOT, TR_CALL_CANCEL_STOP, TR_ORDER_STOP, "/api/v5/trade/cancel-algos",
      "[{\"instId\":\"BTC-USDT\",\"algoId\":\"" STOP_ID "\"}]" },
    { "okx", TR_KIND_SPOT, TR_CALL_STOP, TR_ORDER_STOP, "/api/v5/trade/order-algo?algoClOrdId=$",
      "" },
    { "okx", TR_KIND_SPOT, TR_CALL_OPEN_STOPS, TR_ORDER_STOP,
      "/api/v5/trade/orders-algo-pending?ordType=conditional&instType=SPOT&limit=100", "" },
    { "binance", TR_KIND_LINEAR, TR_CALL_PLACE_STOP, TR_ORDER_STOP, "/fapi/v1/algoOrder",
      "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=3&triggerPrice="
      "42000.2&workingType="
      "CONTRACT_PRICE&reduceOnly=true&clientAlgoId=$&newOrderRespType=RESULT" },
    { "binance", TR_KIND_LINEAR, TR_CALL_PLACE_STOP, TR_ORDER_STOP_LIMIT, "/fapi/v1/algoOrder",
      "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP&quantity=3&price=41000.1&"
      "triggerPrice=42000.2&workingType="
      "CONTRACT_PRICE&timeInForce=GTC&reduceOnly=true&clientAlgoId=$&newOrderRespType=RESULT" },
    { "bitget", TR_KIND_LINEAR, TR_CALL_PLACE_STOP, TR_ORDER_STOP,
      "/api/v2/mix/order/place-tpsl-order",
      "{\"symbol\":\"BTCUSDT\",\"productType\":\"USDT-FUTURES\",\"marginCoin\":\"USDT\","
      "\"planType\":\"loss_plan\","
      "\"holdSide\":\"buy\",\"size\":\"3\",\"triggerPrice\":\"42000.2\",\"triggerType\":\"fill_"
      "price\",\"executePrice\":"
      "\"0\",\"clientOid\":\"$\"}" },
    { "bitget", TR_KIND_LINEAR, TR_CALL_CANCEL_STOP, TR_ORDER_STOP,
      "/api/v2/mix/order/cancel-plan-order",
      "{\"symbol\":\"BTCUSDT\",\"productType\":\"USDT-FUTURES\",\"marginCoin\":\"USDT\","
      "\"planType\":\"loss_plan\","
      "\"orderIdList\":[{\"orderId\":\"" STOP_ID "\"}]}" },
    { "kucoin", TR_KIND_LINEAR, TR_CALL_PLACE_STOP, TR_ORDER_STOP, "/api/v1/orders",
      "{\"clientOid\":\"$\",\"side\":\"sell\",\"symbol\":\"XBTUSDTM\",\"type\":\"market\","
      "\"marginMode\":\"CROSS\",\"size\":3,"
      "\"stop\":\"down\",\"stopPriceType\":\"TP\",\"stopPrice\":\"42000.2\",\"reduceOnly\":true}" },
    { "kucoin", TR_KIND_LINEAR, TR_CALL_STOP, TR_ORDER_STOP,
      "/api/v1/orders/byClientOid?clientOid=$", "" },
    { "kucoin", TR_KIND_LINEAR, TR_CALL_CANCEL_STOP, TR_ORDER_STOP, "/api/v1/orders/" STOP_ID, "" },
};

/* The text with our id where the dollar stands. */
static void id_put(const asked *row, const char *text, char *out, size_t size)
{
    char id[TR_LABEL_SIZE];
    const char *mark = strchr(text, '$');
    ck_assert_int_eq(
        tr_exchange_client_id_write(row->exchange, row->kind, sample_id(), id, sizeof id, NULL),
        TR_OK);
    if (mark == NULL)
        (void)snprintf(out, size, "%s", text);
    else
        (void)snprintf(out, size, "%.*s%s%s", (int)(mark - text), text, id, mark + 1);
}

static tr_exchange_question question_of(const asked *row, const tr__endpoint *endpoint,
                                        const tr_instrument *instrument, tr_order_terms *terms)
{
    tr_exchange_question question =
        sample_question(endpoint, row->call, row->kind, instrument, terms);
    bool is_market = row->type == TR_ORDER_STOP;
    terms->type = row->type;
    terms->is_reduce_only = row->kind == TR_KIND_LINEAR;
    terms->stop_price.value = sample_decimal("42000.2");
    terms->limit_price.value = is_market ? tr_decimal_from_int(0) : sample_decimal("41000.1");
    if (row->call == TR_CALL_PLACE_STOP)
        question.terms = terms;
    if (row->call == TR_CALL_CANCEL_STOP)
        question.exchange_order_id = STOP_ID;
    if (row->call == TR_CALL_OPEN_STOPS)
        question.instrument = NULL;
    return question;
}

START_TEST(a_stop_is_asked_for_in_the_exchange_s_words)
{
    static tr__request request;
    static char buffer[65536];
    const asked *row = &questions[_i];
    const tr__adapter *adapter = tr__adapter_find(row->exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, row->kind, row->call);
    tr_instrument instrument = sample_instrument(adapter, row->kind);
    tr_order_terms terms = sample_terms(row->kind);
    tr_exchange_question question = question_of(row, endpoint, &instrument, &terms);
    tr_exchange_key *key = sample_key(row->exchange);
    tr_signed_request ready;
    tr_error err = { .message = "" };
    char url[512], body[512];
    ck_assert_msg(tr__adapter_write(adapter, endpoint, &question, &request, &err) == TR_OK, "%s",
                  err.message);
    request.sign.clock_ms = SAMPLE_NOW_NS / 1000000;
    ck_assert_msg(tr_sign(key, &request.sign, buffer, sizeof buffer, &ready, &err) == TR_OK, "%s",
                  err.message);
    id_put(row, row->url, url, sizeof url);
    id_put(row, row->body, body, sizeof body);
    ck_assert_msg(strstr(ready.url, url) != NULL, "%s: %s", url, ready.url);
    const char *sent = ready.body == NULL ? "" : ready.body;
    bool is_form = body[0] == 'a'; /* what signs it follows */
    ck_assert_msg(is_form ? strstr(sent, body) != NULL : strcmp(sent, body) == 0, "%s: %s", body,
                  sent);
    tr_exchange_key_free(key);
}
END_TEST

START_TEST(a_stop_that_opens_is_refused_where_stops_only_reduce)
{
    static tr__request request;
    const asked row = { "bitget", TR_KIND_LINEAR, TR_CALL_PLACE_STOP, TR_ORDER_STOP, "", "" };
    const tr__adapter *adapter = tr__adapter_find(row.exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, row.kind, row.call);
    tr_instrument instrument = sample_instrument(adapter, row.kind);
    tr_order_terms terms = sample_terms(row.kind);
    tr_exchange_question question = question_of(&row, endpoint, &instrument, &terms);
    terms.is_reduce_only = false;
    ck_assert_int_eq(tr__adapter_write(adapter, endpoint, &question, &request, NULL),
                     TR_E_UNSUPPORTED);
}
END_TEST

START_TEST(a_stop_is_no_order_for_the_call_that_places_stops)
{
    static tr__request request;
    const tr__adapter *adapter = tr__adapter_find("okx");
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, TR_KIND_SPOT, TR_CALL_PLACE_STOP);
    tr_instrument instrument = sample_instrument(adapter, TR_KIND_SPOT);
    tr_order_terms terms = sample_terms(TR_KIND_SPOT); /* a limit order */
    tr_exchange_question question =
        sample_question(endpoint, TR_CALL_PLACE_STOP, TR_KIND_SPOT, &instrument, &terms);
    question.terms = &terms;
    ck_assert_int_eq(tr__adapter_write(adapter, endpoint, &question, &request, NULL),
                     TR_E_UNSUPPORTED);
    terms.type = TR_ORDER_STOP_LIMIT;
    terms.stop_price.value = sample_decimal("42000.2");
    terms.tif = TR_TIF_IOC; /* what such a call cannot say is not left out */
    ck_assert_int_eq(tr__adapter_write(adapter, endpoint, &question, &request, NULL),
                     TR_E_UNSUPPORTED);
}
END_TEST

/* ---- answers --------------------------------------------------------------------------------- */

typedef struct told {
    const char *exchange;
    int http_code;
    const char *body;
    tr_status status;
    tr_order_state state;
    const char *id, *client_id, *became, *stop_price;
} told;

/* The shapes of the documentation's examples; the numbers are ours. */
static const told answers[] = {
    { "okx", 200,
      "{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"a1\",\"algoId\":\"1753184812254216192\","
      "\"cTime\":\"1724751378980\","
      "\"failCode\":\"0\",\"instId\":\"BTC-USDT\",\"linkedOrd\":{\"ordId\":\"\"},\"ordId\":\"\","
      "\"ordIdList\":[],\"ordPx\":"
      "\"\",\"ordType\":\"conditional\",\"reduceOnly\":\"false\",\"side\":\"sell\",\"slOrdPx\":\"-"
      "1\",\"slTriggerPx\":"
      "\"58000\",\"state\":\"live\",\"sz\":\"10\",\"triggerPx\":\"\"}],\"msg\":\"\"}",
      TR_OK, TR_STATE_WORKING, "1753184812254216192", "a1", "", "58000" },
    { "okx", 200,
      "{\"code\":\"0\",\"data\":[{\"algoClOrdId\":\"a1\",\"algoId\":\"1880721064716505088\","
      "\"instId\":\"BTC-USDT\","
      "\"ordId\":\"1884789786215137280\",\"ordIdList\":[\"1884789786215137280\"],\"side\":\"sell\","
      "\"slOrdPx\":\"-1\","
      "\"slTriggerPx\":\"57000\",\"state\":\"effective\",\"sz\":\"100\"}],\"msg\":\"\"}",
      TR_OK, TR_STATE_FILLED, "1880721064716505088", "a1", "1884789786215137280", "57000" },
    { "okx", 200, "{\"code\":\"51603\",\"data\":[],\"msg\":\"Order does not exist\"}",
      TR_E_NOT_FOUND, TR_STATE_NONE, "", "", "", "0" },
    { "binance", 200,
      "{\"algoId\":2146760,\"clientAlgoId\":\"6B2I9XVcJpCjqPAJ4YoFX7\",\"algoType\":"
      "\"CONDITIONAL\",\"orderType\":"
      "\"STOP_MARKET\",\"symbol\":\"BTCUSDT\",\"side\":\"SELL\",\"quantity\":\"0.01\","
      "\"algoStatus\":\"CANCELED\","
      "\"actualOrderId\":\"\",\"actualPrice\":\"0.00000\",\"triggerPrice\":\"750.000\",\"price\":"
      "\"0.000\",\"reduceOnly\":"
      "false,\"createTime\":1750485492076,\"updateTime\":1750514545091,\"triggerTime\":0}",
      TR_OK, TR_STATE_CANCELLED, "2146760", "6B2I9XVcJpCjqPAJ4YoFX7", "", "750" },
    { "binance", 200,
      "{\"algoId\":2146760,\"clientAlgoId\":\"6B2I9XVcJpCjqPAJ4YoFX7\",\"symbol\":\"BTCUSDT\","
      "\"side\":\"SELL\","
      "\"quantity\":\"0.01\",\"algoStatus\":\"FINISHED\",\"actualOrderId\":\"8389765519\","
      "\"triggerPrice\":\"750.000\","
      "\"price\":\"0.000\"}",
      TR_OK, TR_STATE_FILLED, "2146760", "6B2I9XVcJpCjqPAJ4YoFX7", "8389765519", "750" },
    { "binance", 400, "{\"code\":-2013,\"msg\":\"Order does not exist.\"}", TR_E_NOT_FOUND,
      TR_STATE_NONE, "", "", "", "0" },
    { "bitget", 200,
      "{\"code\":\"00000\",\"data\":{\"entrustedList\":[{\"planType\":\"loss_plan\",\"symbol\":"
      "\"BTCUSDT\",\"size\":\"3\","
      "\"orderId\":\"121212121212\",\"executeOrderId\":\"131313131313\",\"clientOid\":\"b1\","
      "\"planStatus\":\"executed\","
      "\"executePrice\":\"0\",\"triggerPrice\":\"42000.2\",\"side\":\"sell\"}],\"endId\":"
      "\"121212121212\"}}",
      TR_OK, TR_STATE_FILLED, "121212121212", "b1", "131313131313", "42000.2" },
    { "bitget", 200, "{\"code\":\"00000\",\"data\":{\"entrustedList\":null,\"endId\":null}}",
      TR_E_NOT_FOUND, TR_STATE_NONE, "", "", "", "0" },
    { "kucoin", 200,
      "{\"code\":\"200000\",\"data\":{\"id\":\"235919387779985408\",\"symbol\":\"XBTUSDTM\","
      "\"side\":\"sell\",\"price\":null,"
      "\"size\":3,\"dealSize\":0,\"stop\":\"down\",\"stopPrice\":\"42000.2\",\"stopTriggered\":"
      "false,\"clientOid\":\"k1\","
      "\"isActive\":true,\"cancelExist\":false}}",
      TR_OK, TR_STATE_WORKING, "235919387779985408", "k1", "", "42000.2" },
    { "kucoin", 200,
      "{\"code\":\"200000\",\"data\":{\"id\":\"235919387779985408\",\"symbol\":\"XBTUSDTM\","
      "\"side\":\"sell\",\"size\":3,"
      "\"dealSize\":1,\"stop\":\"down\",\"stopPrice\":\"42000.2\",\"stopTriggered\":true,"
      "\"clientOid\":\"k1\",\"isActive\":"
      "false,\"cancelExist\":true}}",
      TR_OK, TR_STATE_FILLED, "235919387779985408", "k1", "235919387779985408", "42000.2" },
    { "kucoin", 200,
      "{\"code\":\"200000\",\"data\":{\"id\":\"235919387779985408\",\"symbol\":\"XBTUSDTM\","
      "\"side\":\"sell\",\"size\":3,"
      "\"dealSize\":0,\"stop\":\"down\",\"stopPrice\":\"42000.2\",\"stopTriggered\":false,"
      "\"clientOid\":\"k1\",\"isActive\":"
      "false,\"cancelExist\":true}}",
      TR_OK, TR_STATE_CANCELLED, "235919387779985408", "k1", "", "42000.2" },
};

typedef struct found_order {
    tr_order_record order;
    size_t count;
} found_order;

static tr_status keep(void *user, const tr_exchange_record *record)
{
    found_order *found = user;
    if (record->kind == TR_RECORD_ORDER) {
        found->order = record->as.order;
        found->count++;
    }
    return TR_OK;
}

START_TEST(a_stop_is_read_in_the_exchange_s_shape)
{
    const told *row = &answers[_i];
    const tr__adapter *adapter = tr__adapter_find(row->exchange);
    tr_kind kind = strcmp(row->exchange, "okx") == 0 ? TR_KIND_SPOT : TR_KIND_LINEAR;
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, kind, TR_CALL_STOP);
    tr_instrument instrument = sample_instrument(adapter, kind);
    tr_order_terms terms = sample_terms(kind);
    tr_exchange_question question =
        sample_question(endpoint, TR_CALL_STOP, kind, &instrument, &terms);
    tr__instruments instruments = { &instrument, 1 };
    tr__answer answer = { row->http_code, row->body, strlen(row->body) };
    size_t space = tr__adapter_space(answer.body_size);
    void *memory = malloc(space);
    found_order found = { .count = 0 };
    tr_exchange_failure failure;
    tr_error err = { .message = "" };
    ck_assert_ptr_nonnull(memory);
    tr_status status = tr__adapter_read(adapter, endpoint, &question, &instruments, &answer, memory,
                                        space, keep, &found, &failure, &err);
    free(memory);
    ck_assert_msg(status == row->status, "%s: %s", row->body, err.message);
    ck_assert_uint_eq(found.count, row->status == TR_OK ? 1 : 0);
    ck_assert_int_eq(found.order.state, row->state);
    ck_assert_str_eq(found.order.exchange_order_id, row->id);
    ck_assert_str_eq(found.order.client_id, row->client_id);
    ck_assert_str_eq(found.order.became_order_id, row->became);
    ck_assert(tr_decimal_compare(found.order.stop_price.value, sample_decimal(row->stop_price)) ==
              0);
}
END_TEST

/* "It would go off at once" proves that nothing rests there. */
START_TEST(a_stop_on_the_wrong_side_of_the_price_is_rejected)
{
    static const struct {
        const char *exchange, *body;
        tr_kind kind;
        int http_code;
    } rows[] = {
        { "okx",
          "{\"code\":\"1\",\"data\":[{\"algoId\":\"\",\"sCode\":\"51280\",\"sMsg\":\"SL trigger "
          "price must be less than the last price\"}],\"msg\":\"\"}",
          TR_KIND_SPOT, 200 },
        { "binance", "{\"code\":-2021,\"msg\":\"Order would immediately trigger.\"}",
          TR_KIND_LINEAR, 400 },
    };
    const tr__adapter *adapter = tr__adapter_find(rows[_i].exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, rows[_i].kind, TR_CALL_PLACE_STOP);
    tr_instrument instrument = sample_instrument(adapter, rows[_i].kind);
    tr_order_terms terms = sample_terms(rows[_i].kind);
    tr_exchange_question question =
        sample_question(endpoint, TR_CALL_PLACE_STOP, rows[_i].kind, &instrument, &terms);
    tr__instruments instruments = { &instrument, 1 };
    tr__answer answer = { rows[_i].http_code, rows[_i].body, strlen(rows[_i].body) };
    size_t space = tr__adapter_space(answer.body_size);
    void *memory = malloc(space);
    tr_exchange_failure failure = { .fault = TR_FAULT_NONE };
    ck_assert_ptr_nonnull(memory);
    tr_status status = tr__adapter_read(adapter, endpoint, &question, &instruments, &answer, memory,
                                        space, NULL, NULL, &failure, NULL);
    free(memory);
    ck_assert_int_ne(status, TR_OK);
    ck_assert_int_ne(status, TR_E_UNKNOWN_OUTCOME);
    ck_assert(failure.is_certain);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stops");
    TCase *all = tcase_create("stops");
    tcase_add_loop_test(all, a_stop_is_asked_for_in_the_exchange_s_words, 0,
                        sizeof questions / sizeof questions[0]);
    tcase_add_test(all, a_stop_that_opens_is_refused_where_stops_only_reduce);
    tcase_add_test(all, a_stop_is_no_order_for_the_call_that_places_stops);
    tcase_add_loop_test(all, a_stop_is_read_in_the_exchange_s_shape, 0,
                        sizeof answers / sizeof answers[0]);
    tcase_add_loop_test(all, a_stop_on_the_wrong_side_of_the_price_is_rejected, 0, 2);
    suite_add_tcase(suite, all);
    return run_as_tap(suite);
}
