/*
 * Lists of open orders that do not fit into one answer, on the exchanges that the scripted one does not speak: in the shapes that
 * each documents, cut into its pages, every order is listed, also when the one at the border ends between two pages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live_world.h"

#define ORDER_COUNT 1203
#define FIRST_ID    100001

typedef enum cut {
    CUT_NUMBER,   /* by the number of the page */
    CUT_OFFSET,   /* from a place on */
    CUT_BELOW_ID, /* ids below */
} cut;

/* Newest first, all of them. $m: now in ms; $i: an id; $n: the id of the page's last. */
typedef struct row {
    const char *exchange, *symbol_id;
    tr_kind kind;
    const char *time, *time_body, *list, *head, *order, *tail;
    cut how;
    const char *cursor, *limit;
    int initial, most; /* lines without a limit asked for, and the most */
} row;

static const row rows[] = {
    { "gate", "BTC_USDT", TR_KIND_SPOT, "/spot/time", "{\"server_time\":$m}", "/spot/open_orders",
      "[{\"currency_pair\":\"BTC_USDT\",\"total\":1203,\"orders\":[",
      "{\"id\":\"$i\",\"text\":\"apiv4\",\"currency_pair\":\"BTC_USDT\",\"status\":\"open\","
      "\"type\":"
      "\"limit\",\"side\":\"buy\",\"amount\":\"1\",\"price\":\"9\",\"left\":\"1\"}",
      "]}]", CUT_NUMBER, "page", "limit", 100, 100 },
    { "gate", "BTC_USDT", TR_KIND_LINEAR, "/spot/time", "{\"server_time\":$m}",
      "/futures/usdt/orders", "[",
      "{\"id\":$i,\"text\":\"api\",\"contract\":\"BTC_USDT\",\"status\":\"open\",\"size\":1,"
      "\"left\":1,"
      "\"price\":\"9\",\"tif\":\"gtc\"}",
      "]", CUT_OFFSET, "offset", "limit", 100, 100 },
    { "kucoin", "XBTUSDTM", TR_KIND_LINEAR, "/api/v1/timestamp",
      "{\"code\":\"200000\",\"data\":$m}", "/api/v1/orders",
      "{\"code\":\"200000\",\"data\":{\"items\":[",
      "{\"id\":\"$i\",\"clientOid\":\"x\",\"symbol\":\"XBTUSDTM\",\"type\":\"limit\",\"side\":"
      "\"buy\","
      "\"price\":\"9\",\"size\":1,\"isActive\":true}",
      "]}}", CUT_NUMBER, "currentPage", "pageSize", 50, 100 },
    { "mexc", "BTC_USDT", TR_KIND_LINEAR, "/api/v1/contract/ping",
      "{\"success\":true,\"code\":0,\"data\":$m}", "order/list/open_orders",
      "{\"success\":true,\"code\":0,\"data\":[",
      "{\"orderId\":\"$i\",\"symbol\":\"BTC_USDT\",\"externalOid\":\"x\",\"price\":9,\"vol\":1,"
      "\"dealVol\":0,\"state\":2,\"side\":1,\"orderType\":1}",
      "]}", CUT_NUMBER, "page_num", "page_size", 20, 100 },
    { "htx", "btcusdt", TR_KIND_SPOT, "/v1/common/timestamp", "{\"status\":\"ok\",\"data\":$m}",
      "/v1/order/openOrders", "{\"status\":\"ok\",\"data\":[",
      "{\"id\":$i,\"client-order-id\":\"x\",\"symbol\":\"btcusdt\",\"amount\":\"1\",\"price\":"
      "\"9\","
      "\"type\":\"buy-limit\",\"state\":\"submitted\",\"filled-amount\":\"0\"}",
      "]}", CUT_BELOW_ID, "from", "size", 100, 500 },
    { "htx", "BTC-USDT", TR_KIND_LINEAR, "/api/v1/timestamp", "{\"status\":\"ok\",\"ts\":$m}",
      "/v5/trade/order/opens", "{\"code\":200,\"message\":\"Success\",\"data\":[",
      "{\"order_id\":\"$i\",\"client_order_id\":\"1\",\"contract_code\":\"BTC-USDT\",\"side\":"
      "\"buy\","
      "\"type\":\"limit\",\"state\":\"new\",\"price\":\"9\",\"volume\":\"1\",\"trade_volume\":"
      "\"0\"}",
      "]}", CUT_BELOW_ID, "from", "limit", 20, 100 },
    { "bitget", "BTCUSDT", TR_KIND_SPOT, "/api/v2/public/time",
      "{\"code\":\"00000\",\"data\":{\"serverTime\":\"$m\"}}", "/api/v2/spot/trade/unfilled-orders",
      "{\"code\":\"00000\",\"data\":[",
      "{\"orderId\":\"$i\",\"clientOid\":\"x\",\"symbol\":\"BTCUSDT\",\"priceAvg\":\"9\",\"size\":"
      "\"1\","
      "\"orderType\":\"limit\",\"side\":\"buy\",\"status\":\"live\",\"baseVolume\":\"0\"}",
      "]}", CUT_BELOW_ID, "idLessThan", "limit", 100, 100 },
    { "bitget", "BTCUSDT", TR_KIND_LINEAR, "/api/v2/public/time",
      "{\"code\":\"00000\",\"data\":{\"serverTime\":\"$m\"}}", "/api/v2/mix/order/orders-pending",
      "{\"code\":\"00000\",\"data\":{\"entrustedList\":[",
      "{\"orderId\":\"$i\",\"clientOid\":\"x\",\"symbol\":\"BTCUSDT\",\"price\":\"9\",\"size\":"
      "\"1\","
      "\"orderType\":\"limit\",\"side\":\"buy\",\"status\":\"live\",\"baseVolume\":\"0\"}",
      "],\"endId\":\"$n\"}}", CUT_BELOW_ID, "idLessThan", "limit", 100, 100 },
    { "okx", "BTC-USDT", TR_KIND_SPOT, "/api/v5/public/time",
      "{\"code\":\"0\",\"data\":[{\"ts\":\"$m\"}]}", "/api/v5/trade/orders-pending",
      "{\"code\":\"0\",\"data\":[",
      "{\"ordId\":\"$i\",\"clOrdId\":\"x\",\"instId\":\"BTC-USDT\",\"px\":\"9\",\"sz\":\"1\","
      "\"accFillSz\":"
      "\"0\",\"ordType\":\"limit\",\"side\":\"buy\",\"state\":\"live\"}",
      "]}", CUT_BELOW_ID, "after", "limit", 100, 100 },
};

/* What is played now: cmocka runs one test at a time. */
static struct {
    const row *row;
    unsigned int pages;
    int ended;     /* the newest that many are gone */
    bool ends_one; /* between the first page and the second */
    char body[262144];
    size_t length;
} playing;

static struct {
    char ids[ORDER_COUNT][TR_LABEL_SIZE];
    size_t count;
    unsigned int done;
    tr_status status;
} told;

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

static void put(const char *text, int64_t now_ms, int64_t id)
{
    for (; *text != '\0'; text++) {
        bool is_mark = text[0] == '$';
        size_t left = sizeof playing.body - playing.length;
        int written = is_mark ? snprintf(playing.body + playing.length, left, "%lld",
                                         (long long)(text[1] == 'm' ? now_ms : id))
                              : snprintf(playing.body + playing.length, left, "%c", *text);
        assert_true(written > 0 && (size_t)written < left);
        playing.length += (size_t)written;
        text += is_mark;
    }
}

static void put_orders(const char *url, int64_t now_ms)
{
    const row *at = playing.row;
    int64_t limit = param_of(url, at->limit, at->initial), cursor = param_of(url, at->cursor, -1);
    int64_t newest = FIRST_ID + ORDER_COUNT - 1 - playing.ended, first = newest;
    assert_true(limit <= at->most);
    if (at->how == CUT_NUMBER && cursor > 0)
        first = newest - (cursor - 1) * limit;
    else if (at->how == CUT_OFFSET && cursor > 0)
        first = newest - cursor;
    else if (at->how == CUT_BELOW_ID && cursor >= 0)
        first = cursor - 1;
    int64_t last = first - limit + 1 < FIRST_ID ? FIRST_ID : first - limit + 1;
    put(at->head, now_ms, 0);
    for (int64_t id = first; id >= last; id--) {
        if (id < first)
            put(",", now_ms, 0);
        put(at->order, now_ms, id);
    }
    put(at->tail, now_ms, last);
    if (playing.pages++ == 0 && playing.ends_one)
        playing.ended++;
}

static const char *answer(world *self, const tr_http_request *request)
{
    const row *at = playing.row;
    int64_t now_ms = self->now_ns / TR_NS_PER_MS;
    playing.length = 0;
    if (strstr(request->url, at->time) != NULL)
        put(at->time_body, now_ms, 0);
    else if (strstr(request->url, "/v1/account/accounts") != NULL)
        put("{\"status\":\"ok\",\"data\":[{\"id\":7,\"type\":\"spot\",\"state\":\"working\"}]}",
            now_ms, 0);
    else if (strstr(request->url, at->list) != NULL)
        put_orders(request->url, now_ms);
    else
        fail_msg("%s: nobody plays %s", at->exchange, request->url);
    return playing.body;
}

static void on_item(void *user, const tr_exchange_item *item)
{
    (void)user;
    assert_true(told.count < ORDER_COUNT);
    memcpy(told.ids[told.count++], item->exchange_order_id, TR_LABEL_SIZE);
}

static void on_done(void *user, tr_status status, const tr_error *err)
{
    (void)user;
    told.done++;
    told.status = status;
    if (status != TR_OK)
        print_message("# %s\n", err->message);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void list_all(const row *at, bool ends_one)
{
    world self;
    tr_instrument instrument = {
        .kind = at->kind, .base = "BTC", .quote = "USDT", .settle = "USDT"
    };
    snprintf(instrument.symbol, sizeof instrument.symbol, "%s",
             at->kind == TR_KIND_SPOT ? "BTC/USDT" : "BTC/USDT:USDT");
    snprintf(instrument.exchange, sizeof instrument.exchange, "%s", at->exchange);
    snprintf(instrument.exchange_symbol, sizeof instrument.exchange_symbol, "%s", at->symbol_id);
    instrument.multiplier = instrument.tick = instrument.lot = tr_decimal_from_int(1);
    playing.row = at;
    playing.pages = 0;
    playing.ended = 0;
    playing.ends_one = ends_one;
    memset(&told, 0, sizeof told);
    world_open_played(&self, &instrument, answer);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_listing into = { on_item, on_done, NULL };
    assert_int_equal(port->list(port->user, TR_LISTING_ORDERS, "live", 0, &into, NULL), TR_OK);
    for (int i = 0; i < 100 && told.done == 0; i++)
        world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
    if (told.done != 1 || told.status != TR_OK)
        fail_msg("%s %s: %u answers, status %d", at->exchange, tr_kind_name(at->kind), told.done,
                 (int)told.status);
    size_t wanted = ORDER_COUNT - (ends_one ? 1 : 0);
    if (told.count != wanted)
        fail_msg("%s %s: %zu of %zu orders", at->exchange, tr_kind_name(at->kind), told.count,
                 wanted);
    qsort(told.ids, told.count, sizeof told.ids[0], by_text);
    for (size_t i = 0; i < told.count; i++) {
        char id[TR_LABEL_SIZE];
        snprintf(id, sizeof id, "%zu", FIRST_ID + i);
        assert_string_equal(told.ids[i], id);
    }
    world_close(&self);
}

static void every_open_order_is_listed_on_every_exchange(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        list_all(&rows[i], false);
}

static void an_order_that_ends_between_two_pages_hides_no_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        list_all(&rows[i], true);
}

/* ---- positions ------------------------------------------------------------------------------- */

static tr_exchange_item held[8];
static size_t held_count;

static void on_held(void *user, const tr_exchange_item *item)
{
    (void)user;
    assert_true(held_count < 8);
    assert_int_equal(item->kind, TR_LISTING_POSITIONS);
    held[held_count++] = *item;
}

static const char *answer_positions(world *self, const tr_http_request *request)
{
    playing.length = 0;
    if (strstr(request->url, "/fapi/v1/time") != NULL)
        put("{\"serverTime\":$m}", self->now_ns / TR_NS_PER_MS, 0);
    else
        put("[{\"symbol\":\"BTCUSDT\",\"positionSide\":\"LONG\",\"positionAmt\":\"3\","
            "\"entryPrice\":"
            "\"9\"},{\"symbol\":\"BTCUSDT\",\"positionSide\":\"SHORT\",\"positionAmt\":\"-1\","
            "\"entryPrice\":\"8\"},{\"symbol\":\"ETHUSDT\",\"positionSide\":\"BOTH\","
            "\"positionAmt\":"
            "\"0\"},{\"symbol\":\"XRPUSDT\",\"positionSide\":\"BOTH\",\"positionAmt\":\"-7.5\","
            "\"entryPrice\":\"1\"}]",
            0, 0);
    return playing.body;
}

static void positions_are_net_and_flat_ones_are_left_out(void **state)
{
    world self;
    tr_instrument instrument = { .symbol = "BTC/USDT:USDT",
                                 .exchange = "binance",
                                 .exchange_symbol = "BTCUSDT",
                                 .kind = TR_KIND_LINEAR,
                                 .base = "BTC",
                                 .quote = "USDT",
                                 .settle = "USDT" };
    (void)state;
    instrument.multiplier = instrument.tick = instrument.lot = tr_decimal_from_int(1);
    memset(&told, 0, sizeof told);
    held_count = 0;
    world_open_played(&self, &instrument, answer_positions);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_listing into = { on_held, on_done, NULL };
    assert_int_equal(port->list(port->user, TR_LISTING_POSITIONS, "live", 0, &into, NULL), TR_OK);
    world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
    assert_int_equal(told.done, 1);
    assert_int_equal(told.status, TR_OK);
    assert_int_equal(held_count, 2);
    assert_string_equal(held[0].symbol, "BTC/USDT:USDT");
    assert_int_equal(tr_decimal_compare(held[0].held, tr_decimal_from_int(2)), 0);
    assert_string_equal(held[1].symbol,
                        "XRPUSDT"); /* not ours to trade: under the exchange's name */
    assert_int_equal(tr_decimal_sign(held[1].held), -1);
    world_close(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_open_order_is_listed_on_every_exchange),
        cmocka_unit_test(an_order_that_ends_between_two_pages_hides_no_other),
        cmocka_unit_test(positions_are_net_and_flat_ones_are_left_out),
    };
    return cmocka_run_group_tests_name("exchange_open_orders", tests, NULL, NULL);
}
