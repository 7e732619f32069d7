/*
 * What swaps have paid and received, on every exchange whose bills are read: in the shapes that each documents, cut into its pages and
 * the span of time that was asked for, each payment is listed once with its sign, or there is no list. And contracts that settle in
 * several assets, where there is a list for each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live_world.h"

#define PAYMENT_COUNT 1203
#define FIRST_ID      100001
#define GAP_MS        600000 /* eight days in all: longer than one question spans */

typedef enum cut {
    CUT_NUMBER,    /* by the number of the page, oldest first */
    CUT_OFFSET,    /* from a place on */
    CUT_BELOW_ID,  /* ids below */
    CUT_BEHIND_ID, /* what follows that id: likewise, newest first */
    CUT_TOLD       /* the answer says; ids below */
} cut;

/* Newest first unless said otherwise. $m: now in ms; $i: an id; $t: its time in ms; $s: in seconds; $a: its amount; $n: the last's id. */
typedef struct row {
    const char *exchange, *symbol_id, *time, *time_body, *list, *head, *payment, *tail;
    cut how;
    const char *cursor, *limit, *from, *until;
    int most;
    bool is_seconds, has_no_more; /* has_no_more: the tail's cursor is left empty on the last page */
} row;

static const row rows[] = {
    { "binance", "BTCUSDT", "/fapi/v1/time", "{\"serverTime\":$m}", "/fapi/v1/income", "[",
      "{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"$a\",\"asset\":\"USDT\",\"info\":\"FUNDING_FEE\",\"time\":$t,"
      "\"tranId\":$i,\"tradeId\":\"\"}",
      "]", CUT_NUMBER, "page", "limit", "startTime", "endTime", 1000, false, false },
    { "bybit", "BTCUSDT", "/v5/market/time", "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"timeNano\":\"$m000000\"}}",
      "/v5/account/transaction-log", "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":[",
      "{\"id\":\"$i\",\"symbol\":\"BTCUSDT\",\"category\":\"linear\",\"side\":\"Buy\",\"transactionTime\":\"$t\",\"type\":\"SETTLEMENT\","
      "\"qty\":\"1\",\"size\":\"1\",\"currency\":\"USDT\",\"tradePrice\":\"50000\",\"funding\":\"$a\",\"fee\":\"0\",\"cashFlow\":\"5\","
      "\"change\":\"9\",\"feeRate\":\"0.0001\"}",
      "],\"nextPageCursor\":\"$n\"}}", CUT_TOLD, "cursor", "limit", "startTime", "endTime", 50, false, true },
    { "okx", "BTC-USDT-SWAP", "/api/v5/public/time", "{\"code\":\"0\",\"data\":[{\"ts\":\"$m\"}]}", "/api/v5/account/bills",
      "{\"code\":\"0\",\"msg\":\"\",\"data\":[",
      "{\"billId\":\"$i\",\"instId\":\"BTC-USDT-SWAP\",\"instType\":\"SWAP\",\"mgnMode\":\"cross\",\"type\":\"8\",\"subType\":\"173\","
      "\"ccy\":\"USDT\",\"balChg\":\"$a\",\"bal\":\"100\",\"px\":\"50000\",\"sz\":\"1\",\"ts\":\"$t\"}",
      "]}", CUT_BELOW_ID, "after", "limit", "begin", "end", 100, false, false },
    { "gate", "BTC_USDT", "/spot/time", "{\"server_time\":$m}", "/futures/usdt/account_book", "[",
      "{\"time\":$s,\"change\":\"$a\",\"balance\":\"4.5\",\"text\":\"BTC_USDT:1\",\"type\":\"fund\",\"contract\":\"BTC_USDT\","
      "\"trade_id\":\"\",\"id\":\"$i\"}",
      "]", CUT_OFFSET, "offset", "limit", "from", "to", 100, true, false },
    { "kucoin", "XBTUSDTM", "/api/v1/timestamp", "{\"code\":\"200000\",\"data\":$m}", "/api/v1/funding-history",
      "{\"code\":\"200000\",\"data\":{\"dataList\":[",
      "{\"id\":$i,\"symbol\":\"XBTUSDTM\",\"timePoint\":$t,\"fundingRate\":0.0001,\"markPrice\":50000,\"positionQty\":1,"
      "\"positionCost\":50,\"funding\":$a,\"settleCurrency\":\"USDT\"}",
      "],\"hasMore\":true}}", CUT_BEHIND_ID, "offset", "maxCount", "startAt", "endAt", 100, false, false },
    { "bitget", "BTCUSDT", "/api/v2/public/time", "{\"code\":\"00000\",\"data\":{\"serverTime\":\"$m\"}}", "/api/v2/mix/account/bill",
      "{\"code\":\"00000\",\"msg\":\"success\",\"data\":{\"bills\":[",
      "{\"billId\":\"$i\",\"symbol\":\"BTCUSDT\",\"amount\":\"$a\",\"fee\":\"0\",\"businessType\":\"contract_settle_fee\","
      "\"coin\":\"USDT\",\"balance\":\"100\",\"cTime\":\"$t\"}",
      "],\"endId\":\"$n\"}}", CUT_BELOW_ID, "idLessThan", "limit", "startTime", "endTime", 100, false, false },
};

/* What is played now: cmocka runs one test at a time. */
static struct {
    const row *row;
    unsigned int asked, fails_at; /* fails_at: the answer to that question is a refusal; 0: none */
    char body[524288];
    size_t length;
} playing;

static struct {
    tr_exchange_item items[PAYMENT_COUNT];
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

static int64_t time_ms_of(int64_t id)
{
    return WORLD_START_NS / TR_NS_PER_MS - (FIRST_ID + PAYMENT_COUNT - id) * GAP_MS;
}

/* Odd ones are paid, even ones received: 0.001 for each payment before. */
static void amount_of(int64_t id, char *out, size_t size)
{
    int64_t thousandths = id - FIRST_ID + 1;
    snprintf(out, size, "%s%lld.%03lld", thousandths % 2 == 1 ? "-" : "", (long long)(thousandths / 1000), (long long)(thousandths % 1000));
}

static void put(const char *text, int64_t now_ms, int64_t id, const char *last)
{
    for (; *text != '\0'; text++) {
        char piece[32] = { text[0], '\0' };
        if (text[0] == '$') {
            text++;
            int64_t value = *text == 'm' ? now_ms : *text == 't' ? time_ms_of(id) : *text == 's' ? time_ms_of(id) / 1000 : id;
            snprintf(piece, sizeof piece, "%lld", (long long)value);
            if (*text == 'a')
                amount_of(id, piece, sizeof piece);
            if (*text == 'n')
                snprintf(piece, sizeof piece, "%s", last);
        }
        size_t length = strlen(piece);
        assert_true(playing.length + length < sizeof playing.body);
        memcpy(playing.body + playing.length, piece, length + 1);
        playing.length += length;
    }
}

/* The ids within the span that was asked for: [*low, *high]. */
static void span_of(const row *at, const char *url, int64_t *low, int64_t *high)
{
    int64_t unit = at->is_seconds ? 1000 : 1;
    int64_t from_ms = param_of(url, at->from, -1) * unit, until_ms = param_of(url, at->until, -1) * unit;
    assert_true(from_ms > 0 && until_ms >= from_ms);
    assert_true(until_ms - from_ms <= INT64_C(7) * 24 * 3600 * 1000);
    *low = FIRST_ID;
    *high = FIRST_ID + PAYMENT_COUNT - 1;
    while (*low <= *high && time_ms_of(*low) < from_ms)
        ++*low;
    while (*low <= *high && time_ms_of(*high) > until_ms)
        --*high;
}

static void put_payments(const char *url, int64_t now_ms)
{
    const row *at = playing.row;
    int64_t limit = param_of(url, at->limit, -1), cursor = param_of(url, at->cursor, -1), low, high;
    char last[32] = "";
    assert_true(limit > 0 && limit <= at->most);
    span_of(at, url, &low, &high);
    bool is_oldest_first = at->how == CUT_NUMBER;
    int64_t skip = at->how == CUT_NUMBER ? (cursor > 0 ? cursor - 1 : 0) * limit : at->how == CUT_OFFSET && cursor > 0 ? cursor : 0;
    int64_t first = is_oldest_first ? low + skip : high - skip;
    if (at->how != CUT_NUMBER && at->how != CUT_OFFSET && cursor >= 0 && cursor - 1 < first)
        first = cursor - 1;
    put(at->head, now_ms, 0, "");
    for (int64_t n = 0, id = first; n < limit && id >= low && id <= high; n++, id += is_oldest_first ? 1 : -1) {
        if (n > 0)
            put(",", now_ms, 0, "");
        put(at->payment, now_ms, id, "");
        snprintf(last, sizeof last, "%lld", (long long)id);
        if (at->has_no_more && id == low)
            last[0] = '\0';
    }
    put(at->tail, now_ms, 0, last);
}

static const char *answer(world *self, const tr_http_request *request)
{
    const row *at = playing.row;
    int64_t now_ms = self->now_ns / TR_NS_PER_MS;
    playing.length = 0;
    self->answer_code = 200;
    if (strstr(request->url, at->time) != NULL) {
        put(at->time_body, now_ms, 0, "");
    } else if (strstr(request->url, at->list) != NULL) {
        if (++playing.asked == playing.fails_at) {
            self->answer_code = 500;
            put("{}", now_ms, 0, "");
        } else {
            put_payments(request->url, now_ms);
        }
    } else {
        fail_msg("%s: nobody plays %s", at->exchange, request->url);
    }
    return playing.body;
}

static void on_item(void *user, const tr_exchange_item *item)
{
    (void)user;
    assert_int_equal(item->kind, TR_LISTING_FUNDING);
    assert_true(told.count < PAYMENT_COUNT);
    told.items[told.count++] = *item;
}

static void on_done(void *user, tr_status status, const tr_error *err)
{
    (void)user;
    (void)err;
    told.done++;
    told.status = status;
}

static tr_instrument swap_of(const char *exchange, const char *exchange_symbol, const char *quote)
{
    tr_instrument instrument = { .kind = TR_KIND_LINEAR, .base = "BTC" };
    snprintf(instrument.quote, sizeof instrument.quote, "%s", quote);
    snprintf(instrument.settle, sizeof instrument.settle, "%s", quote);
    snprintf(instrument.symbol, sizeof instrument.symbol, "BTC/%s:%s", quote, quote);
    snprintf(instrument.exchange, sizeof instrument.exchange, "%s", exchange);
    snprintf(instrument.exchange_symbol, sizeof instrument.exchange_symbol, "%s", exchange_symbol);
    instrument.multiplier = instrument.tick = instrument.lot = tr_decimal_from_int(1);
    return instrument;
}

static void list_since(const row *at, int64_t since_ns, unsigned int fails_at)
{
    world self;
    tr_instrument instrument = swap_of(at->exchange, at->symbol_id, "USDT");
    playing.row = at;
    playing.asked = 0;
    playing.fails_at = fails_at;
    memset(&told, 0, sizeof told);
    world_open_played(&self, &instrument, answer);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_listing into = { on_item, on_done, NULL };
    assert_int_equal(port->list(port->user, TR_LISTING_FUNDING, "live", since_ns, &into, NULL), TR_OK);
    for (int i = 0; i < 100 && told.done == 0; i++)
        world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
    assert_int_equal(told.done, 1);
    world_close(&self);
}

/* The payments from `first` on, each once, oldest first. */
static void compare(const row *at, int64_t first)
{
    if (told.status != TR_OK || told.count != (size_t)(FIRST_ID + PAYMENT_COUNT - first))
        fail_msg("%s: status %d, %zu payments", at->exchange, (int)told.status, told.count);
    for (size_t i = 0; i < told.count; i++) {
        const tr_funding_payment *payment = &told.items[i].funding;
        char wanted[32], got[TR_DECIMAL_TEXT_SIZE], id[32];
        tr_decimal value;
        amount_of(first + (int64_t)i, wanted, sizeof wanted);
        assert_int_equal(tr_decimal_parse(wanted, strlen(wanted), &value), TR_OK);
        (void)tr_decimal_format(payment->amount.value, got, sizeof got);
        if (tr_decimal_compare(payment->amount.value, value) != 0)
            fail_msg("%s: payment %zu is %s, wanted %s", at->exchange, i, got, wanted);
        snprintf(id, sizeof id, "%lld", (long long)(first + (int64_t)i));
        assert_string_equal(payment->exchange_id, id);
        assert_string_equal(payment->symbol, "BTC/USDT:USDT");
        assert_string_equal(payment->asset, "USDT");
        assert_string_equal(payment->account, "live");
        assert_true(payment->at_ns / TR_NS_PER_MS / 1000 == time_ms_of(first + (int64_t)i) / 1000);
    }
}

static void every_payment_is_listed_once_with_its_sign_on_every_exchange(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        list_since(&rows[i], time_ms_of(FIRST_ID) * TR_NS_PER_MS, 0);
        compare(&rows[i], FIRST_ID);
        int64_t first = FIRST_ID + PAYMENT_COUNT - 7;
        list_since(&rows[i], time_ms_of(first) * TR_NS_PER_MS, 0);
        compare(&rows[i], first);
    }
}

/* A question that fails leaves no list that looks whole, whichever it is. */
static void a_list_of_payments_that_fails_is_not_called_whole(void **state)
{
    unsigned int runs = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        list_since(&rows[i], time_ms_of(FIRST_ID) * TR_NS_PER_MS, 0);
        unsigned int questions = playing.asked;
        assert_true(questions > 1);
        for (unsigned int at = 1; at <= questions; at += questions / 4 + 1, runs++) {
            list_since(&rows[i], time_ms_of(FIRST_ID) * TR_NS_PER_MS, at);
            if (told.status == TR_OK)
                compare(&rows[i], FIRST_ID); /* asked again: then all of it */
            else
                assert_int_equal(told.count, 0);
        }
    }
    print_message("# %u lists with a failure\n", runs);
}

/* ---- parts, repeats, strangers --------------------------------------------------------------- */

static const char *answer_parts(world *self, const tr_http_request *request)
{
    playing.length = 0;
    self->answer_code = 200;
    if (strstr(request->url, "/fapi/v1/time") != NULL)
        put("{\"serverTime\":$m}", self->now_ns / TR_NS_PER_MS, 0, "");
    else
        put("[{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"-1.5\",\"asset\":\"USDT\",\"time\":1699999200000,\"tranId\":1},"
            "{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"-1.5\",\"asset\":\"USDT\",\"time\":1699999200000,\"tranId\":1},"
            "{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"0.25\",\"asset\":\"USDT\",\"time\":1699999200000,\"tranId\":2},"
            "{\"symbol\":\"XRPUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"-7\",\"asset\":\"USDT\",\"time\":1699999200000,\"tranId\":3},"
            "{\"symbol\":\"BTCUSDT\",\"incomeType\":\"COMMISSION\",\"income\":\"-9\",\"asset\":\"USDT\",\"time\":1699999200000,\"tranId\":4},"
            "{\"symbol\":\"BTCUSDT\",\"incomeType\":\"FUNDING_FEE\",\"income\":\"0\",\"asset\":\"USDT\",\"time\":1699999260000,\"tranId\":5}]",
            0, 0, "");
    return playing.body;
}

static void parts_of_one_time_add_up_and_a_repeat_counts_once(void **state)
{
    world self;
    tr_instrument instrument = swap_of("binance", "BTCUSDT", "USDT");
    (void)state;
    memset(&told, 0, sizeof told);
    world_open_played(&self, &instrument, answer_parts);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_listing into = { on_item, on_done, NULL };
    assert_int_equal(port->list(port->user, TR_LISTING_FUNDING, "live", WORLD_START_NS - TR_NS_PER_HOUR, &into, NULL), TR_OK);
    world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
    assert_int_equal(told.status, TR_OK);
    assert_int_equal(told.count, 1);
    char got[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(told.items[0].funding.amount.value, got, sizeof got);
    assert_string_equal(got, "-1.25");
    world_close(&self);
}

/* ---- several settling assets ----------------------------------------------------------------- */

static unsigned int settles_asked[2];

static const char *answer_settles(world *self, const tr_http_request *request)
{
    playing.length = 0;
    self->answer_code = 200;
    bool is_usdc = strstr(request->url, "settleCoin=USDC") != NULL;
    if (strstr(request->url, "/v5/market/time") != NULL) {
        put("{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"timeNano\":\"$m000000\"}}", self->now_ns / TR_NS_PER_MS, 0, "");
        return playing.body;
    }
    assert_true(is_usdc || strstr(request->url, "settleCoin=USDT") != NULL);
    settles_asked[is_usdc]++;
    put("{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"nextPageCursor\":\"\",\"list\":[", 0, 0, "");
    if (strstr(request->url, "/v5/position/list") != NULL && is_usdc) /* the USDT list is empty */
        put("{\"symbol\":\"BTCPERP\",\"positionIdx\":0,\"side\":\"Sell\",\"size\":\"3\",\"avgPrice\":\"50000\"}", 0, 0, "");
    if (strstr(request->url, "/v5/order/realtime") != NULL)
        put(is_usdc ? "{\"orderId\":\"b\",\"orderLinkId\":\"\",\"symbol\":\"BTCPERP\",\"orderStatus\":\"New\",\"side\":\"Buy\",\"orderType\":\"Limit\","
                      "\"price\":\"9\",\"qty\":\"1\",\"cumExecQty\":\"0\"}"
                    : "{\"orderId\":\"a\",\"orderLinkId\":\"\",\"symbol\":\"BTCUSDT\",\"orderStatus\":\"New\",\"side\":\"Buy\",\"orderType\":\"Limit\","
                      "\"price\":\"9\",\"qty\":\"1\",\"cumExecQty\":\"0\"}",
            0, 0, "");
    put("]}}", 0, 0, "");
    return playing.body;
}

static tr_exchange_item listed[4];
static size_t listed_count;

static void on_listed(void *user, const tr_exchange_item *item)
{
    (void)user;
    assert_true(listed_count < 4);
    listed[listed_count++] = *item;
}

static void list_settles(world *self, tr_listing_kind kind)
{
    const tr_exchange *port = tr_exchange_live_port(self->live);
    tr_exchange_listing into = { on_listed, on_done, NULL };
    memset(&told, 0, sizeof told);
    memset(settles_asked, 0, sizeof settles_asked);
    listed_count = 0;
    assert_int_equal(port->list(port->user, kind, "live", 0, &into, NULL), TR_OK);
    world_run(self, self->now_ns + 10 * TR_NS_PER_SECOND);
    assert_int_equal(told.done, 1);
    assert_int_equal(told.status, TR_OK);
}

static void contracts_that_settle_in_usdc_are_listed_beside_those_in_usdt(void **state)
{
    world self;
    tr_instrument both[2] = { swap_of("bybit", "BTCUSDT", "USDT"), swap_of("bybit", "BTCPERP", "USDC") };
    (void)state;
    world_open_played_of(&self, both, 2, answer_settles);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    list_settles(&self, TR_LISTING_POSITIONS);
    assert_int_equal(settles_asked[0], 1);
    assert_int_equal(settles_asked[1], 1);
    assert_int_equal(listed_count, 1);
    assert_string_equal(listed[0].symbol, "BTC/USDC:USDC");
    assert_int_equal(tr_decimal_compare(listed[0].held, tr_decimal_from_int(-3)), 0);
    list_settles(&self, TR_LISTING_ORDERS);
    assert_int_equal(listed_count, 2);
    assert_string_equal(listed[0].symbol, "BTC/USDT:USDT");
    assert_string_equal(listed[1].symbol, "BTC/USDC:USDC");
    world_close(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_payment_is_listed_once_with_its_sign_on_every_exchange),
        cmocka_unit_test(a_list_of_payments_that_fails_is_not_called_whole),
        cmocka_unit_test(parts_of_one_time_add_up_and_a_repeat_counts_once),
        cmocka_unit_test(contracts_that_settle_in_usdc_are_listed_beside_those_in_usdt),
    };
    return cmocka_run_group_tests_name("exchange_funding", tests, NULL, NULL);
}
