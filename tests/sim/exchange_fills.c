/*
 * An order of 1,500 fills is booked whole: each exchange's list of fills, in the shapes that it documents, cut into its pages,
 * as the live exchange and its client ask for them. The order is one that an engine before this one had placed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live_world.h"

#define FILL_COUNT 1500
#define DAY_MS     INT64_C(86400000)

/* How the exchange cuts its list. */
typedef enum cut {
    CUT_FROM_ID,  /* ids from the parameter on, oldest first; without it the newest, oldest first */
    CUT_NUMBER,   /* by the number of the page, newest first */
    CUT_OFFSET,   /* from a place on, newest first */
    CUT_BELOW_ID, /* newest first, ids below */
    CUT_UNTIL_MS, /* newest first, not after */
    CUT_NONE      /* all at once */
} cut;

typedef struct row {
    const char *exchange, *symbol_id, *quantity, *fill_quantity;
    tr_kind kind;
    const char *time, *time_body;   /* piece of the address; $m, $s: now in ms, in seconds */
    const char *order, *order_body; /* $c: when it was made, in ms */
    const char *fills, *head, *fill,
        *tail; /* $i: an id; $t, $u: its time in ms, in seconds; $n: the cursor told */
    cut how;
    const char *cursor, *limit;
    int full; /* without a limit asked for, and the most */
    int most;
} row;

static const row rows[] = {
    { "binance", "BTCUSDT", "1.5", "0.001", TR_KIND_SPOT, "/api/v3/time", "{\"serverTime\":$m}",
      "/api/v3/order?",
      "{\"symbol\":\"BTCUSDT\",\"orderId\":1001,\"clientOrderId\":\"x\",\"price\":\"100\","
      "\"origQty\":\"1.5\",\"executedQty\":\"1.5\","
      "\"status\":\"FILLED\",\"timeInForce\":\"GTC\",\"type\":\"LIMIT\",\"side\":\"BUY\",\"time\":$"
      "c,\"updateTime\":$m}",
      "/api/v3/myTrades", "[",
      "{\"symbol\":\"BTCUSDT\",\"id\":$i,\"orderId\":1001,\"price\":\"100\",\"qty\":\"0.001\","
      "\"quoteQty\":\"0.1\",\"commission\":\"0.000001\","
      "\"commissionAsset\":\"BTC\",\"time\":$t,\"isBuyer\":true,\"isMaker\":false,\"isBestMatch\":"
      "true}",
      "]", CUT_FROM_ID, "fromId", "limit", 500, 1000 },
    { "binance", "BTCUSDT", "1.5", "0.001", TR_KIND_LINEAR, "/fapi/v1/time", "{\"serverTime\":$m}",
      "/fapi/v1/order?",
      "{\"symbol\":\"BTCUSDT\",\"orderId\":1001,\"clientOrderId\":\"x\",\"price\":\"100\","
      "\"origQty\":\"1.5\",\"executedQty\":\"1.5\","
      "\"status\":\"FILLED\",\"timeInForce\":\"GTC\",\"type\":\"LIMIT\",\"side\":\"BUY\",\"time\":$"
      "c,\"updateTime\":$m}",
      "/fapi/v1/userTrades", "[",
      "{\"symbol\":\"BTCUSDT\",\"id\":$i,\"orderId\":1001,\"side\":\"BUY\",\"price\":\"100\","
      "\"qty\":\"0.001\",\"quoteQty\":\"0.1\","
      "\"commission\":\"0.001\",\"commissionAsset\":\"USDT\",\"time\":$t,\"buyer\":true,\"maker\":"
      "false,\"positionSide\":\"BOTH\"}",
      "]", CUT_FROM_ID, "fromId", "limit", 500, 1000 },
    { "kucoin", "BTC-USDT", "1.5", "0.001", TR_KIND_SPOT, "/api/v1/timestamp",
      "{\"code\":\"200000\",\"data\":$m}", "/api/v1/hf/orders/",
      "{\"code\":\"200000\",\"data\":{\"id\":\"1001\",\"clientOid\":\"x\",\"symbol\":\"BTC-USDT\","
      "\"type\":\"limit\",\"side\":\"buy\","
      "\"price\":\"100\",\"size\":\"1.5\",\"dealSize\":\"1.5\",\"dealFunds\":\"150\",\"active\":"
      "false,\"inOrderBook\":false,"
      "\"timeInForce\":\"GTC\",\"cancelExist\":false,\"createdAt\":$c}}",
      "/api/v1/hf/fills", "{\"code\":\"200000\",\"data\":{\"items\":[",
      "{\"id\":$i,\"symbol\":\"BTC-USDT\",\"tradeId\":7$i,\"orderId\":\"1001\",\"side\":\"buy\","
      "\"liquidity\":\"taker\",\"price\":\"100\","
      "\"size\":\"0.001\",\"funds\":\"0.1\",\"fee\":\"0.0001\",\"feeCurrency\":\"USDT\","
      "\"createdAt\":$t}",
      "],\"lastId\":$n}}", CUT_BELOW_ID, "lastId", "limit", 20, 100 },
    { "kucoin", "XBTUSDTM", "1500", "1", TR_KIND_LINEAR, "/api/v1/timestamp",
      "{\"code\":\"200000\",\"data\":$m}", "/api/v1/orders/",
      "{\"code\":\"200000\",\"data\":{\"id\":\"1001\",\"clientOid\":\"x\",\"symbol\":\"XBTUSDTM\","
      "\"type\":\"limit\",\"side\":\"buy\","
      "\"price\":\"100\",\"size\":1500,\"filledSize\":1500,\"status\":\"done\",\"isActive\":false,"
      "\"cancelExist\":false,"
      "\"timeInForce\":\"GTC\",\"createdAt\":$c}}",
      "/api/v1/fills",
      "{\"code\":\"200000\",\"data\":{\"currentPage\":1,\"pageSize\":100,\"items\":[",
      "{\"symbol\":\"XBTUSDTM\",\"tradeId\":\"7$i\",\"orderId\":\"1001\",\"side\":\"buy\","
      "\"liquidity\":\"taker\",\"price\":\"100\",\"size\":1,"
      "\"value\":\"0.1\",\"fee\":\"0.0001\",\"feeCurrency\":\"USDT\",\"createdAt\":$t}",
      "]}}", CUT_NUMBER, "currentPage", "pageSize", 50, 1000 },
    { "mexc", "BTCUSDT", "1.5", "0.001", TR_KIND_SPOT, "/api/v3/time", "{\"serverTime\":$m}",
      "/api/v3/order?",
      "{\"symbol\":\"BTCUSDT\",\"orderId\":\"1001\",\"clientOrderId\":\"x\",\"price\":\"100\","
      "\"origQty\":\"1.5\",\"executedQty\":\"1.5\","
      "\"status\":\"FILLED\",\"type\":\"LIMIT\",\"side\":\"BUY\",\"time\":$c,\"updateTime\":$m}",
      "/api/v3/myTrades", "[",
      "{\"symbol\":\"BTCUSDT\",\"id\":\"$i\",\"orderId\":\"1001\",\"price\":\"100\",\"qty\":\"0."
      "001\",\"quoteQty\":\"0.1\","
      "\"commission\":\"0.0001\",\"commissionAsset\":\"USDT\",\"time\":$t,\"isBuyer\":true,"
      "\"isMaker\":false,\"isBestMatch\":true}",
      "]", CUT_UNTIL_MS, "endTime", "limit", 100, 100 },
    { "mexc", "BTC_USDT", "1500", "1", TR_KIND_LINEAR, "/api/v1/contract/ping",
      "{\"success\":true,\"code\":0,\"data\":$m}", "/api/v1/private/order/",
      "{\"success\":true,\"code\":0,\"data\":{\"orderId\":\"1001\",\"symbol\":\"BTC_USDT\","
      "\"externalOid\":\"x\",\"price\":100,\"vol\":1500,"
      "\"dealVol\":1500,\"state\":3,\"side\":1,\"orderType\":1,\"createTime\":$c,\"updateTime\":$m}"
      "}",
      "order/list/order_deals", "{\"success\":true,\"code\":0,\"data\":[",
      "{\"id\":\"$i\",\"symbol\":\"BTC_USDT\",\"side\":1,\"vol\":1,\"price\":100,\"fee\":0.01,"
      "\"feeCurrency\":\"USDT\",\"timestamp\":$t,"
      "\"orderId\":\"1001\",\"taker\":true}",
      "]}", CUT_NUMBER, "page_num", "page_size", 20, 100 },
    { "gate", "BTC_USDT", "1.5", "0.001", TR_KIND_SPOT, "/spot/time", "{\"server_time\":$m}",
      "/spot/orders/",
      "{\"id\":\"1001\",\"text\":\"t-x\",\"currency_pair\":\"BTC_USDT\",\"status\":\"closed\","
      "\"finish_as\":\"filled\",\"type\":\"limit\",\"side\":\"buy\","
      "\"amount\":\"1.5\",\"price\":\"100\",\"filled_amount\":\"1.5\",\"left\":\"0\",\"time_in_"
      "force\":\"gtc\",\"create_time_ms\":$c}",
      "/spot/my_trades", "[",
      "{\"id\":\"$i\",\"create_time\":\"$u\",\"create_time_ms\":\"$t\",\"currency_pair\":\"BTC_"
      "USDT\",\"side\":\"buy\",\"role\":\"taker\","
      "\"amount\":\"0.001\",\"price\":\"100\",\"order_id\":\"1001\",\"fee\":\"0.000001\",\"fee_"
      "currency\":\"BTC\"}",
      "]", CUT_NUMBER, "page", "limit", 100, 1000 },
    { "gate", "BTC_USDT", "1500", "1", TR_KIND_LINEAR, "/spot/time", "{\"server_time\":$m}",
      "/futures/usdt/orders/",
      "{\"id\":1001,\"text\":\"t-x\",\"contract\":\"BTC_USDT\",\"status\":\"finished\",\"finish_"
      "as\":\"filled\",\"size\":1500,\"left\":0,"
      "\"price\":\"100\",\"fill_price\":\"100\",\"tif\":\"gtc\",\"create_time\":$u}",
      "/futures/usdt/my_trades?", "[",
      "{\"id\":$i,\"create_time\":$u,\"contract\":\"BTC_USDT\",\"order_id\":\"1001\",\"size\":1,"
      "\"price\":\"100\",\"role\":\"taker\",\"fee\":\"0.01\"}",
      "]", CUT_OFFSET, "offset", "limit", 100, 1000 },
    { "htx", "btcusdt", "1.5", "0.001", TR_KIND_SPOT, "/v1/common/timestamp",
      "{\"status\":\"ok\",\"data\":$m}", "/v1/order/orders/1001?",
      "{\"status\":\"ok\",\"data\":{\"id\":1001,\"client-order-id\":\"x\",\"symbol\":\"btcusdt\","
      "\"amount\":\"1.5\",\"price\":\"100\",\"type\":\"buy-limit\","
      "\"state\":\"filled\",\"field-amount\":\"1.5\",\"field-cash-amount\":\"150\",\"created-at\":$"
      "c}}",
      "/v1/order/orders/1001/matchresults", "{\"status\":\"ok\",\"data\":[",
      "{\"id\":9$i,\"symbol\":\"btcusdt\",\"trade-id\":$i,\"order-id\":1001,\"price\":\"100\","
      "\"filled-amount\":\"0.001\",\"filled-fees\":\"0.000001\","
      "\"fee-currency\":\"btc\",\"role\":\"taker\",\"type\":\"buy-limit\",\"created-at\":$t}",
      "]}", CUT_NONE, "from", "size", 5000, 5000 },
    { "htx", "BTC-USDT", "1500", "1", TR_KIND_LINEAR, "/api/v1/timestamp",
      "{\"status\":\"ok\",\"ts\":$m}", "/v5/trade/order?",
      "{\"code\":200,\"message\":\"Success\",\"data\":{\"order_id\":\"1001\",\"client_order_id\":"
      "\"1\",\"contract_code\":\"BTC-USDT\",\"side\":\"buy\","
      "\"type\":\"limit\",\"time_in_force\":\"gtc\",\"state\":\"filled\",\"price\":\"100\","
      "\"volume\":\"1500\",\"trade_volume\":\"1500\",\"created_time\":$c}}",
      "/v5/trade/order/details", "{\"code\":200,\"message\":\"Success\",\"data\":[",
      "{\"id\":\"$i\",\"contract_code\":\"BTC-USDT\",\"order_id\":\"1001\",\"trade_id\":\"7$i\","
      "\"side\":\"buy\",\"role\":\"TAKER\",\"trade_price\":\"100\","
      "\"trade_volume\":\"1\",\"trade_turnover\":\"0.1\",\"trade_fee\":\"0.01\",\"fee_currency\":"
      "\"USDT\",\"created_time\":$t}",
      "]}", CUT_BELOW_ID, "from", "limit", 20, 100 },
    { "bitget", "BTCUSDT", "1.5", "0.001", TR_KIND_SPOT, "/api/v2/public/time",
      "{\"code\":\"00000\",\"data\":{\"serverTime\":\"$m\"}}", "/api/v2/spot/trade/orderInfo",
      "{\"code\":\"00000\",\"data\":[{\"orderId\":\"1001\",\"clientOid\":\"x\",\"symbol\":"
      "\"BTCUSDT\",\"price\":\"100\",\"size\":\"1.5\",\"orderType\":\"limit\","
      "\"side\":\"buy\",\"status\":\"filled\",\"baseVolume\":\"1.5\",\"quoteVolume\":\"150\","
      "\"cTime\":\"$c\"}]}",
      "/api/v2/spot/trade/fills", "{\"code\":\"00000\",\"data\":[",
      "{\"symbol\":\"BTCUSDT\",\"orderId\":\"1001\",\"tradeId\":\"$i\",\"orderType\":\"limit\","
      "\"side\":\"buy\",\"priceAvg\":\"100\",\"size\":\"0.001\","
      "\"amount\":\"0.1\",\"feeDetail\":{\"feeCoin\":\"BTC\",\"totalFee\":\"-0.000001\"},"
      "\"tradeScope\":\"taker\",\"cTime\":\"$t\"}",
      "]}", CUT_BELOW_ID, "idLessThan", "limit", 100, 100 },
    { "bitget", "BTCUSDT", "1.5", "0.001", TR_KIND_LINEAR, "/api/v2/public/time",
      "{\"code\":\"00000\",\"data\":{\"serverTime\":\"$m\"}}", "/api/v2/mix/order/detail",
      "{\"code\":\"00000\",\"data\":{\"orderId\":\"1001\",\"clientOid\":\"x\",\"symbol\":"
      "\"BTCUSDT\",\"price\":\"100\",\"size\":\"1.5\",\"orderType\":\"limit\","
      "\"side\":\"buy\",\"state\":\"filled\",\"baseVolume\":\"1.5\",\"quoteVolume\":\"150\","
      "\"cTime\":\"$c\"}}",
      "/api/v2/mix/order/fills", "{\"code\":\"00000\",\"data\":{\"fillList\":[",
      "{\"symbol\":\"BTCUSDT\",\"orderId\":\"1001\",\"tradeId\":\"$i\",\"side\":\"buy\",\"price\":"
      "\"100\",\"baseVolume\":\"0.001\",\"quoteVolume\":\"0.1\","
      "\"feeDetail\":[{\"feeCoin\":\"USDT\",\"totalFee\":\"-0.001\"}],\"tradeScope\":\"taker\","
      "\"cTime\":\"$t\"}",
      "],\"endId\":\"$n\"}}", CUT_BELOW_ID, "idLessThan", "limit", 100, 100 },
    { "okx", "BTC-USDT", "1.5", "0.001", TR_KIND_SPOT, "/api/v5/public/time",
      "{\"code\":\"0\",\"data\":[{\"ts\":\"$m\"}]}", "/api/v5/trade/order?",
      "{\"code\":\"0\",\"data\":[{\"ordId\":\"1001\",\"clOrdId\":\"x\",\"instId\":\"BTC-USDT\","
      "\"px\":\"100\",\"sz\":\"1.5\",\"accFillSz\":\"1.5\",\"ordType\":\"limit\","
      "\"side\":\"buy\",\"state\":\"filled\",\"cTime\":\"$c\"}]}",
      "/api/v5/trade/fills-history", "{\"code\":\"0\",\"data\":[",
      "{\"instId\":\"BTC-USDT\",\"tradeId\":\"7$i\",\"ordId\":\"1001\",\"billId\":\"$i\",\"side\":"
      "\"buy\",\"fillPx\":\"100\",\"fillSz\":\"0.001\",\"fee\":\"-0.000001\","
      "\"feeCcy\":\"BTC\",\"execType\":\"T\",\"ts\":\"$t\"}",
      "]}", CUT_BELOW_ID, "after", "limit", 100, 100 },
    { "bybit", "BTCUSDT", "1.5", "0.001", TR_KIND_SPOT, "/v5/market/time",
      "{\"retCode\":0,\"result\":{\"timeSecond\":\"$s\",\"timeNano\":\"$m000000\"}}",
      "/v5/order/realtime",
      "{\"retCode\":0,\"result\":{\"list\":[{\"orderId\":\"1001\",\"orderLinkId\":\"x\",\"symbol\":"
      "\"BTCUSDT\",\"price\":\"100\",\"qty\":\"1.5\",\"cumExecQty\":\"1.5\","
      "\"orderType\":\"Limit\",\"side\":\"Buy\",\"orderStatus\":\"Filled\",\"timeInForce\":\"GTC\","
      "\"createdTime\":\"$c\"}]}}",
      "/v5/execution/list", "{\"retCode\":0,\"result\":{\"list\":[",
      "{\"symbol\":\"BTCUSDT\",\"orderId\":\"1001\",\"orderLinkId\":\"x\",\"execId\":\"7$i\","
      "\"side\":\"Buy\",\"execPrice\":\"100\",\"execQty\":\"0.001\","
      "\"execFee\":\"0.000001\",\"feeCurrency\":\"BTC\",\"isMaker\":false,\"execTime\":\"$t\"}",
      "],\"nextPageCursor\":\"$n\"}}", CUT_BELOW_ID, "cursor", "limit", 50, 100 },
    { "coinbase", "BTC-USDT", "1.5", "0.001", TR_KIND_SPOT, "/brokerage/time",
      "{\"epochSeconds\":\"$s\",\"epochMillis\":\"$m\"}", "/brokerage/orders/historical/1001",
      "{\"order\":{\"order_id\":\"1001\",\"client_order_id\":\"x\",\"product_id\":\"BTC-USDT\","
      "\"side\":\"BUY\",\"status\":\"FILLED\",\"filled_size\":\"1.5\","
      "\"order_type\":\"LIMIT\",\"time_in_force\":\"GOOD_UNTIL_CANCELLED\",\"created_time\":\"2023-"
      "11-14T22:13:20Z\"}}",
      "/brokerage/orders/historical/fills", "{\"fills\":[",
      "{\"entry_id\":\"e$i\",\"trade_id\":\"7$i\",\"order_id\":\"1001\",\"trade_time\":\"2023-11-"
      "14T22:13:21Z\",\"trade_type\":\"FILL\",\"price\":\"100\","
      "\"size\":\"0.001\",\"commission\":\"0.0001\",\"product_id\":\"BTC-USDT\",\"liquidity_"
      "indicator\":\"TAKER\",\"size_in_quote\":false,\"side\":\"BUY\"}",
      "],\"cursor\":\"$n\"}", CUT_BELOW_ID, "cursor", "limit", 100, 100 },
};

/* What is played now: cmocka runs one test at a time. */
typedef struct play {
    const row *row;
    int64_t made_ms;  /* the order */
    int64_t first_ms; /* of its fills */
    int64_t gap_ms;   /* from one fill to the next; 0: three in each instant */
    int64_t
        span_ms; /* no more than the last of so many is told unless others are asked for; 0: everything */
    const char *from, *until; /* parameters of a span */
    unsigned int pages;
    char *body;
    size_t length, capacity;
} play;
static play now_playing;

static int64_t fill_ms(int index)
{
    const play *self = &now_playing;
    return self->first_ms + (self->gap_ms > 0 ? index * self->gap_ms : index / 3);
}

static int64_t param_of(const char *url, const char *name, int64_t initial)
{
    char piece[48];
    for (int i = 0; i < 2; i++) {
        snprintf(piece, sizeof piece, "%c%s=", i == 0 ? '?' : '&', name);
        const char *at = strstr(url, piece);
        if (at != NULL)
            return strtoll(at + strlen(piece), NULL, 10);
    }
    return initial;
}

static void put_bytes(const char *text, size_t length)
{
    play *self = &now_playing;
    if (self->length + length >= self->capacity) {
        self->capacity = 2 * (self->length + length + 1);
        self->body = realloc(self->body, self->capacity);
        assert_non_null(self->body);
    }
    memcpy(self->body + self->length, text, length);
    self->length += length;
    self->body[self->length] = '\0';
}

static void put(const char *text)
{
    put_bytes(text, strlen(text));
}

static void put_filled(const char *text, int64_t now_ms, int64_t id, int64_t at_ms)
{
    char piece[48];
    for (; *text != '\0'; text++) {
        int64_t value = 0;
        switch (*text == '$' ? text[1] : '\0') {
        case 'm':
            value = now_ms;
            break;
        case 's':
            value = now_ms / 1000;
            break;
        case 'c':
            value = now_playing.made_ms;
            break;
        case 'i':
        case 'n':
            value = id;
            break;
        case 't':
            value = at_ms;
            break;
        case 'u':
            value = at_ms / 1000;
            break;
        default:
            put_bytes(text, 1);
            continue;
        }
        text++;
        if (id == 0 && *text == 'n')
            piece[0] = *(text + 1) == '"' ? '\0' : '0', piece[1] = '\0';
        else
            snprintf(piece, sizeof piece, "%lld", (long long)value);
        put(piece);
    }
}

/* Ids are 100001 and so on; index 0 is the oldest. */
static bool is_listed(const char *url, int index, int64_t now_ms)
{
    const play *self = &now_playing;
    int64_t cursor = param_of(url, self->row->cursor, -1), id = 100001 + index;
    if (self->span_ms > 0) {
        int64_t from = param_of(url, self->from, -1), until = param_of(url, self->until, -1);
        bool is_asked = from >= 0 && until >= 0;
        if (!is_asked) {
            from = now_ms - self->span_ms;
            until = now_ms;
        }
        assert_true(until - from <= self->span_ms);
        if (fill_ms(index) < from || fill_ms(index) > until)
            return false;
    }
    if (self->row->how == CUT_BELOW_ID && cursor >= 0)
        return id < cursor;
    if (self->row->how == CUT_FROM_ID && cursor >= 0)
        return id >= cursor;
    return self->row->how != CUT_UNTIL_MS || cursor < 0 || fill_ms(index) <= cursor;
}

static void put_fills(const char *url, int64_t now_ms)
{
    play *self = &now_playing;
    const row *at = self->row;
    int64_t limit = param_of(url, at->limit, at->full), cursor = param_of(url, at->cursor, -1);
    int listed[FILL_COUNT], count = 0;
    bool is_rising = at->how == CUT_FROM_ID;
    assert_true(limit <= at->most);
    for (int i = 0; i < FILL_COUNT; i++) {
        int index = is_rising ? i : FILL_COUNT - 1 - i;
        if (is_listed(url, index, now_ms))
            listed[count++] = index;
    }
    int64_t first = 0;
    if (at->how == CUT_NUMBER && cursor > 0)
        first = (cursor - 1) * limit;
    else if (at->how == CUT_OFFSET && cursor > 0)
        first = cursor;
    else if (at->how == CUT_FROM_ID && cursor < 0 && count > limit)
        first = count - limit;
    int64_t end = first + limit < count ? first + limit : count, last_id = 0;
    put_filled(at->head, now_ms, 0, 0);
    for (int64_t i = first; i < end; i++) {
        if (i > first)
            put(",");
        put_filled(at->fill, now_ms, 100001 + listed[i], fill_ms(listed[i]));
        last_id = 100001 + listed[i];
    }
    put_filled(at->tail, now_ms, end < count ? last_id : 0, 0);
    self->pages++;
}

static const char *answer(world *self, const tr_http_request *request)
{
    const row *at = now_playing.row;
    int64_t now_ms = self->now_ns / TR_NS_PER_MS;
    now_playing.length = 0;
    put("");
    if (strstr(request->url, at->time) != NULL)
        put_filled(at->time_body, now_ms, 0, 0);
    else if (strstr(request->url, at->fills) != NULL)
        put_fills(request->url, now_ms);
    else if (strstr(request->url, at->order) != NULL)
        put_filled(at->order_body, now_ms, 0, now_playing.made_ms);
    else
        fail_msg("%s: nobody plays %s", at->exchange, request->url);
    return now_playing.body;
}

static bool recall(void *user, const char *account, const char *client_id,
                   tr_exchange_order *order_out, char exchange_order_id_out[TR_LABEL_SIZE])
{
    world *self = user;
    (void)account, (void)client_id;
    *order_out = self->order;
    snprintf(exchange_order_id_out, TR_LABEL_SIZE, "1001");
    return true;
}

static tr_instrument instrument_of(const row *at)
{
    tr_instrument instrument = {
        .kind = at->kind, .base = "BTC", .quote = "USDT", .settle = "USDT"
    };
    snprintf(instrument.symbol, sizeof instrument.symbol, "%s",
             at->kind == TR_KIND_SPOT ? "BTC/USDT" : "BTC/USDT:USDT");
    snprintf(instrument.exchange, sizeof instrument.exchange, "%s", at->exchange);
    snprintf(instrument.exchange_symbol, sizeof instrument.exchange_symbol, "%s", at->symbol_id);
    instrument.multiplier = tr_decimal_from_int(1);
    assert_int_equal(tr_decimal_parse("0.01", 4, &instrument.tick), TR_OK);
    assert_int_equal(tr_decimal_parse("0.001", 5, &instrument.lot), TR_OK);
    return instrument;
}

static void live_reopen(world *self, const tr_instrument *instrument)
{
    tr_exchange_live_options live = TR_EXCHANGE_LIVE_OPTIONS_INIT;
    tr_exchange_live_free(self->live);
    live.client = self->client;
    live.exchange = self->exchange;
    live.kind = self->kind;
    live.instruments = instrument;
    live.instrument_count = 1;
    live.loop = &self->wire.loop;
    live.sink = world_on_report;
    live.sink_user = self;
    live.recall = recall;
    live.recall_user = self;
    assert_int_equal(tr_exchange_live_new(&live, &self->live, NULL), TR_OK);
}

static void book(const row *at)
{
    static world self; /* too large for a stack */
    tr_instrument instrument = instrument_of(at);
    tr_decimal whole;
    now_playing.row = at;
    world_open_played(&self, &instrument, answer);
    snprintf(self.fault, sizeof self.fault, "%s %s", at->exchange, tr_kind_name(at->kind));
    assert_int_equal(tr_decimal_parse(at->quantity, strlen(at->quantity), &whole), TR_OK);
    self.order.side = TR_SIDE_BUY;
    self.order.type = TR_ORDER_LIMIT;
    self.order.quantity.value = whole;
    live_reopen(&self, &instrument);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    assert_int_equal(port->query(port->user, "live", self.order.client_id, NULL), TR_OK);
    world_run(&self, self.now_ns + 300 * TR_NS_PER_SECOND);
    if (self.told.fill_count != FILL_COUNT || !self.told.is_done)
        fail_msg("%s: %zu fills in %u pages, done: %d", self.fault, self.told.fill_count,
                 now_playing.pages, (int)self.told.is_done);
    assert_int_equal(tr_decimal_compare(self.told.filled, whole), 0);
    world_close(&self);
    free(now_playing.body);
    now_playing.body = NULL;
    now_playing.capacity = 0;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void an_order_of_1500_fills_is_booked_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t start_ms = WORLD_START_NS / TR_NS_PER_MS;
        now_playing = (play){ .made_ms = start_ms - 10000, .first_ms = start_ms - 9000 };
        book(&rows[i]);
        assert_true(now_playing.pages >= (rows[i].how == CUT_NONE ? 1u : 2u));
    }
}

/* A month old, filled over all of it: the exchange tells of the last week alone unless it is asked for others. */
static void fills_of_an_order_older_than_the_exchange_tells_of_are_asked_for(void **state)
{
    static const struct {
        const char *exchange, *from, *until;
        tr_kind kind;
    } told[] = { { "bybit", "startTime", "endTime", TR_KIND_SPOT },
                 { "kucoin", "startAt", "endAt", TR_KIND_SPOT },
                 { "kucoin", "startAt", "endAt", TR_KIND_LINEAR } };
    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            int64_t start_ms = WORLD_START_NS / TR_NS_PER_MS;
            if (strcmp(rows[k].exchange, told[i].exchange) != 0 || rows[k].kind != told[i].kind)
                continue;
            now_playing = (play){ .made_ms = start_ms - 30 * DAY_MS,
                                  .first_ms = start_ms - 30 * DAY_MS + 1000,
                                  .gap_ms = 29 * DAY_MS / FILL_COUNT,
                                  .span_ms = 7 * DAY_MS,
                                  .from = told[i].from,
                                  .until = told[i].until };
            book(&rows[k]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_of_1500_fills_is_booked_whole),
        cmocka_unit_test(fills_of_an_order_older_than_the_exchange_tells_of_are_asked_for),
    };
    return cmocka_run_group_tests_name("exchange_fills", tests, NULL, NULL);
}
