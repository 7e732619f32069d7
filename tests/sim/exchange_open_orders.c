/*
 * Lists of open orders that do not fit into one answer, on the exchanges that the scripted one does not speak: in the shapes that
 * each documents, cut into its pages, every order is listed, also when the one at the border ends between two pages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "played_list.h"

#define ORDER_COUNT 1203
#define FIRST_ID    100001

static const played_list lists[] = {
    { .exchange = "gate",
      .kind = TR_KIND_SPOT,
      .symbol_id = "BTC_USDT",
      .address = "/spot/open_orders",
      .head = "[{'currency_pair':'BTC_USDT','total':1203,'orders':[",
      .line = "{'id':'$i','text':'apiv4','currency_pair':'BTC_USDT','status':'open',"
              "'type':'limit','side':'buy','amount':'1','price':'9','left':'1'}",
      .tail = "]}]",
      .cut = CUT_NUMBER,
      .cursor = "page",
      .limit = "limit",
      .initial = 100,
      .most = 100 },
    { .exchange = "gate",
      .kind = TR_KIND_LINEAR,
      .symbol_id = "BTC_USDT",
      .address = "/futures/usdt/orders",
      .head = "[",
      .line = "{'id':$i,'text':'api','contract':'BTC_USDT','status':'open','size':1,'left':1,"
              "'price':'9','tif':'gtc'}",
      .tail = "]",
      .cut = CUT_OFFSET,
      .cursor = "offset",
      .limit = "limit",
      .initial = 100,
      .most = 100 },
    { .exchange = "kucoin",
      .kind = TR_KIND_LINEAR,
      .symbol_id = "XBTUSDTM",
      .address = "/api/v1/orders",
      .head = "{'code':'200000','data':{'items':[",
      .line = "{'id':'$i','clientOid':'x','symbol':'XBTUSDTM','type':'limit','side':'buy',"
              "'price':'9','size':1,'isActive':true}",
      .tail = "]}}",
      .cut = CUT_NUMBER,
      .cursor = "currentPage",
      .limit = "pageSize",
      .initial = 50,
      .most = 100 },
    { .exchange = "mexc",
      .kind = TR_KIND_LINEAR,
      .symbol_id = "BTC_USDT",
      .address = "order/list/open_orders",
      .head = "{'success':true,'code':0,'data':[",
      .line = "{'orderId':'$i','symbol':'BTC_USDT','externalOid':'x','price':9,'vol':1,"
              "'dealVol':0,'state':2,'side':1,'orderType':1}",
      .tail = "]}",
      .cut = CUT_NUMBER,
      .cursor = "page_num",
      .limit = "page_size",
      .initial = 20,
      .most = 100 },
    { .exchange = "htx",
      .kind = TR_KIND_SPOT,
      .symbol_id = "btcusdt",
      .address = "/v1/order/openOrders",
      .head = "{'status':'ok','data':[",
      .line = "{'id':$i,'client-order-id':'x','symbol':'btcusdt','amount':'1','price':'9',"
              "'type':'buy-limit','state':'submitted','filled-amount':'0'}",
      .tail = "]}",
      .cut = CUT_BELOW_ID,
      .cursor = "from",
      .limit = "size",
      .initial = 100,
      .most = 500 },
    { .exchange = "htx",
      .kind = TR_KIND_LINEAR,
      .symbol_id = "BTC-USDT",
      .address = "/v5/trade/order/opens",
      .head = "{'code':200,'message':'Success','data':[",
      .line = "{'order_id':'$i','client_order_id':'1','contract_code':'BTC-USDT','side':'buy',"
              "'type':'limit','state':'new','price':'9','volume':'1','trade_volume':'0'}",
      .tail = "]}",
      .cut = CUT_BELOW_ID,
      .cursor = "from",
      .limit = "limit",
      .initial = 20,
      .most = 100 },
    { .exchange = "bitget",
      .kind = TR_KIND_SPOT,
      .symbol_id = "BTCUSDT",
      .address = "/api/v2/spot/trade/unfilled-orders",
      .head = "{'code':'00000','data':[",
      .line = "{'orderId':'$i','clientOid':'x','symbol':'BTCUSDT','priceAvg':'9','size':'1',"
              "'orderType':'limit','side':'buy','status':'live','baseVolume':'0'}",
      .tail = "]}",
      .cut = CUT_BELOW_ID,
      .cursor = "idLessThan",
      .limit = "limit",
      .initial = 100,
      .most = 100 },
    { .exchange = "bitget",
      .kind = TR_KIND_LINEAR,
      .symbol_id = "BTCUSDT",
      .address = "/api/v2/mix/order/orders-pending",
      .head = "{'code':'00000','data':{'entrustedList':[",
      .line = "{'orderId':'$i','clientOid':'x','symbol':'BTCUSDT','price':'9','size':'1',"
              "'orderType':'limit','side':'buy','status':'live','baseVolume':'0'}",
      .tail = "],'endId':'$e'}}",
      .cut = CUT_BELOW_ID,
      .cursor = "idLessThan",
      .limit = "limit",
      .initial = 100,
      .most = 100 },
    { .exchange = "okx",
      .kind = TR_KIND_SPOT,
      .symbol_id = "BTC-USDT",
      .address = "/api/v5/trade/orders-pending",
      .head = "{'code':'0','data':[",
      .line = "{'ordId':'$i','clOrdId':'x','instId':'BTC-USDT','px':'9','sz':'1',"
              "'accFillSz':'0','ordType':'limit','side':'buy','state':'live'}",
      .tail = "]}",
      .cut = CUT_BELOW_ID,
      .cursor = "after",
      .limit = "limit",
      .initial = 100,
      .most = 100 },
};
#define LIST_COUNT (sizeof lists / sizeof lists[0])

/* Where stops are a list of their own: there are none. */
static const struct {
    const char *address, *body;
} no_stops[] = {
    { "/api/v5/trade/orders-algo-pending", "{'code':'0','data':[]}" },
    { "/api/v1/stopOrders", "{'code':'200000','data':{'currentPage':1,'pageSize':100,'totalNum':0,'"
                            "totalPage':0,'items':[]}}" },
    { "/api/v2/mix/order/orders-plan-pending",
      "{'code':'00000','data':{'entrustedList':null,'endId':null}}" },
};

/* What is played now: cmocka runs one test at a time. */
static struct {
    played list;
    played_line lines[ORDER_COUNT]; /* newest first */
    size_t ended;                   /* the newest that many are gone */
    bool ends_one;                  /* between the first page and the second */
} playing;

static struct {
    char ids[ORDER_COUNT][TR_LABEL_SIZE];
    size_t count;
    unsigned int done;
    tr_status status;
} told;

static bool put_no_stops(played *list, const char *url)
{
    for (size_t i = 0; i < sizeof no_stops / sizeof no_stops[0]; i++)
        if (strstr(url, no_stops[i].address) != NULL) {
            played_put(list, no_stops[i].body);
            return true;
        }
    return false;
}

static const char *answer(world *self, const tr_http_request *request)
{
    played *list = &playing.list;
    played_begin(list, self->now_ns / TR_NS_PER_MS);
    if (played_put_clock(list, request->url) || put_no_stops(list, request->url))
        return list->body;
    if (strstr(request->url, "/v1/account/accounts") != NULL)
        played_put(list, "{'status':'ok','data':[{'id':7,'type':'spot','state':'working'}]}");
    else if (strstr(request->url, list->list->address) != NULL)
        played_put_page(list, request->url, playing.lines + playing.ended,
                        ORDER_COUNT - playing.ended);
    else
        fail_msg("%s: nobody plays %s", list->list->exchange, request->url);
    if (playing.ends_one && list->page_count == 1)
        playing.ended = 1;
    return list->body;
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

static void list_all(const played_list *at, bool ends_one)
{
    world self;
    tr_instrument instrument = played_instrument(at);
    playing.list = (played){ .list = at };
    playing.ended = 0;
    playing.ends_one = ends_one;
    for (int i = 0; i < ORDER_COUNT; i++)
        playing.lines[i].id = FIRST_ID + ORDER_COUNT - 1 - i;
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
    played_done(&playing.list);
}

static void every_open_order_is_listed_on_every_exchange(void **state)
{
    (void)state;
    for (size_t i = 0; i < LIST_COUNT; i++)
        list_all(&lists[i], false);
}

static void an_order_that_ends_between_two_pages_hides_no_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < LIST_COUNT; i++)
        list_all(&lists[i], true);
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
    played_begin(&playing.list, self->now_ns / TR_NS_PER_MS);
    if (!played_put_clock(&playing.list, request->url))
        played_put(
            &playing.list,
            "[{'symbol':'BTCUSDT','positionSide':'LONG','positionAmt':'3','entryPrice':'9'},"
            "{'symbol':'BTCUSDT','positionSide':'SHORT','positionAmt':'-1','entryPrice':'8'},"
            "{'symbol':'ETHUSDT','positionSide':'BOTH','positionAmt':'0'},"
            "{'symbol':'XRPUSDT','positionSide':'BOTH','positionAmt':'-7.5',"
            "'entryPrice':'1'}]");
    return playing.list.body;
}

static void positions_are_net_and_flat_ones_are_left_out(void **state)
{
    world self;
    static const played_list binance = { .exchange = "binance",
                                         .symbol_id = "BTCUSDT",
                                         .kind = TR_KIND_LINEAR };
    tr_instrument instrument = played_instrument(&binance);
    (void)state;
    playing.list = (played){ .list = &binance };
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
    played_done(&playing.list);
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
