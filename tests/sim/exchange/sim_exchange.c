/* sim_exchange.c: the scripted exchange itself: what it checks, that its sums add up, and what each fault does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/rng.h>
#include <trade/time.h>

#include "sim/exchange/sim.h"

#define START_NS INT64_C(1700000000000000000)

typedef struct rig {
    sim_exchange *exchange;
    tr_exchange_key *key;
    int64_t now_ns;
    char buffer[8192];
    tr_signed_request ready;
    sim_answer answer;
    tr_json_document *document;
} rig;

static void script(rig *at, const char *text)
{
    tr_error err = { 0 };
    if (sim_exchange_script(at->exchange, text, strlen(text), at->now_ns, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static void start(rig *at, uint64_t seed)
{
    tr_error err = { 0 };
    sim_options options = SIM_OPTIONS_INIT;
    *at = (rig){ .now_ns = START_NS };
    options.seed = seed;
    if (sim_exchange_new(&options, &at->exchange, &err) != TR_OK)
        fail_msg("%s", err.message);
    script(at, "account alice\n"
               "fund alice USDT 100000   # plenty\n"
               "fund alice BTC 2\n"
               "key alice id=akey secret=asecret\n");
    tr_secret *secret = NULL;
    assert_int_equal(tr_secret_new("asecret", 7, &secret), TR_OK);
    tr_exchange_key_options key = TR_EXCHANGE_KEY_OPTIONS_INIT;
    key.exchange = "binance";
    key.id = "akey";
    key.secret = secret;
    assert_int_equal(tr_exchange_key_new(&key, &at->key, &err), TR_OK);
    tr_secret_free(secret);
}

static void stop(rig *at)
{
    tr_error err = { 0 };
    if (sim_exchange_check(at->exchange, &err) != TR_OK)
        fail_msg("%s", err.message);
    tr_json_document_free(at->document);
    tr_exchange_key_free(at->key);
    sim_exchange_free(at->exchange);
}

/* The answer's body as JSON; NULL when it is none. */
static const tr_json_value *body_of(rig *at)
{
    const char *end = at->answer.bytes == NULL ? NULL : strstr(at->answer.bytes, "\r\n\r\n");
    tr_json_document_free(at->document);
    at->document = NULL;
    if (end == NULL)
        return NULL;
    size_t head = (size_t)(end + 4 - at->answer.bytes);
    (void)tr_json_document_parse(end + 4, at->answer.size - head, NULL, &at->document, NULL);
    return at->document == NULL ? NULL : tr_json_document_root(at->document);
}

static void sign(rig *at, const char *api, const char *method, const char *path,
                 const tr_sign_field *fields, size_t count)
{
    tr_error err = { 0 };
    tr_sign_request request = TR_SIGN_REQUEST_INIT;
    request.api = api;
    request.method = method;
    request.path = path;
    request.params = (tr_sign_field)TR_SIGN_OBJECT(NULL, fields, count);
    request.clock_ms = at->now_ns / TR_NS_PER_MS;
    if (tr_sign(at->key, &request, at->buffer, sizeof at->buffer, &at->ready, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static const tr_json_value *send(rig *at)
{
    assert_int_equal(sim_exchange_answer_signed(at->exchange, &at->ready, at->now_ns, &at->answer),
                     TR_OK);
    return body_of(at);
}

static const tr_json_value *ask(rig *at, const char *api, const char *method, const char *path,
                                const tr_sign_field *fields, size_t count)
{
    sign(at, api, method, path, fields, count);
    return send(at);
}

static const tr_json_value *place(rig *at, const char *id, const char *side, const char *quantity,
                                  const char *price)
{
    const tr_sign_field fields[] = {
        TR_SIGN_TEXT("symbol", "BTCUSDT"),
        TR_SIGN_TEXT("side", side),
        TR_SIGN_TEXT("newClientOrderId", id),
        TR_SIGN_TEXT("quantity", quantity),
        TR_SIGN_TEXT("type", price == NULL ? "MARKET" : "LIMIT"),
        TR_SIGN_TEXT("timeInForce", "GTC"),
        TR_SIGN_TEXT("price", price),
    };
    return ask(at, "private", "POST", "order", fields, price == NULL ? 5 : 7);
}

static const tr_json_value *of_id(rig *at, const char *method, const char *id)
{
    const tr_sign_field fields[] = { TR_SIGN_TEXT("symbol", "BTCUSDT"),
                                     TR_SIGN_TEXT("origClientOrderId", id) };
    return ask(at, "private", method, "order", fields, 2);
}

static const char *text_of(const tr_json_value *object, const char *name)
{
    const char *text = NULL;
    size_t length = 0;
    if (tr_json_member_text(object, name, &text, &length, NULL) != TR_OK)
        fail_msg("%s is not there", name);
    return text;
}

static int64_t code_of(const tr_json_value *object)
{
    int64_t code = 0;
    assert_int_equal(tr_json_member_int64(object, "code", &code, NULL), TR_OK);
    return code;
}

static void assert_balance(const rig *at, const char *asset, const char *free_text,
                           const char *locked_text)
{
    tr_decimal free_amount, locked;
    char text[TR_DECIMAL_TEXT_SIZE];
    assert_int_equal(sim_balance(at->exchange, "alice", asset, &free_amount, &locked), TR_OK);
    (void)tr_decimal_format(free_amount, text, sizeof text);
    assert_string_equal(text, free_text);
    (void)tr_decimal_format(locked, text, sizeof text);
    assert_string_equal(text, locked_text);
}

/* ---- trading --------------------------------------------------------------------------------- */

static void limit_order_rests_and_holds_its_money_back(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    const tr_json_value *body = place(&at, "one", "BUY", "0.1", "40000");
    assert_int_equal(at.answer.http_code, 200);
    assert_string_equal(text_of(body, "status"), "NEW");
    assert_balance(&at, "USDT", "96000", "4000");
    assert_string_equal(text_of(of_id(&at, "GET", "one"), "status"), "NEW");
    assert_string_equal(text_of(of_id(&at, "DELETE", "one"), "status"), "CANCELED");
    assert_balance(&at, "USDT", "100000", "0");
    assert_int_equal(code_of(of_id(&at, "DELETE", "one")), -2011);
    assert_int_equal(code_of(of_id(&at, "GET", "never")), -2013);
    stop(&at);
}

static void market_order_pays_the_makers_and_the_fee(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    const tr_json_value *body = place(&at, "one", "BUY", "0.1", NULL);
    assert_string_equal(text_of(body, "status"), "FILLED");
    assert_string_equal(text_of(body, "cummulativeQuoteQty"), "5000.00100000");
    assert_balance(&at, "USDT", "94999.999", "0");
    assert_balance(&at, "BTC", "2.0999", "0"); /* 0.1 % of what was bought */
    body = place(&at, "two", "SELL", "1", NULL);
    assert_string_equal(text_of(body, "cummulativeQuoteQty"), "49999.99000000");
    assert_balance(&at, "USDT", "144949.98901", "0");
    stop(&at);
}

static void resting_order_fills_when_the_price_goes_through_it(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    (void)place(&at, "one", "BUY", "1.5", "49000");
    script(&at, "price BTC/USDT 48900 depth=1");
    const tr_json_value *body = of_id(&at, "GET", "one");
    assert_string_equal(text_of(body, "status"), "FILLED");
    assert_string_equal(text_of(body, "cummulativeQuoteQty"), "73500.00000000");
    assert_true(sim_fill_count(at.exchange) >= 1);
    assert_true(sim_fill_at(at.exchange, 0)->is_maker);
    stop(&at);
}

static void order_by_quote_spends_no_more_than_that(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    const tr_sign_field fields[] = { TR_SIGN_TEXT("symbol", "BTCUSDT"), TR_SIGN_TEXT("side", "BUY"),
                                     TR_SIGN_TEXT("type", "MARKET"),
                                     TR_SIGN_TEXT("quoteOrderQty", "1000") };
    const tr_json_value *body = ask(&at, "private", "POST", "order", fields, 4);
    assert_string_equal(text_of(body, "executedQty"), "0.01999000");
    assert_string_equal(text_of(body, "origQuoteOrderQty"), "1000.00000000");
    assert_balance(&at, "USDT", "99000.4998001", "0");
    stop(&at);
}

static void orders_off_the_grid_or_beyond_the_money_are_refused(void **state)
{
    static const struct {
        const char *quantity, *price, *message;
        int64_t code;
    } cases[] = {
        { "0.1", "40000.001", "Filter failure: PRICE_FILTER", -1013 },
        { "0.000001", "40000", "Filter failure: LOT_SIZE", -1013 },
        { "0.0001", "40000", "Filter failure: NOTIONAL", -1013 },
        { "9", "40000", "Account has insufficient balance for requested action.", -2010 },
        { "1e3", "40000", NULL, -1100 },
        { "0.1", "0", "Filter failure: PRICE_FILTER", -1013 },
        { "0.1000000000000000001", "40000", NULL, -1111 },
        { "99999999999999999999", "40000", NULL, -1013 },
        { "999999999999999999999999", "40000", NULL, -1100 },
    };
    rig at;
    (void)state;
    start(&at, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tr_json_value *body = place(&at, "one", "BUY", cases[i].quantity, cases[i].price);
        assert_int_equal(at.answer.http_code, 400);
        assert_int_equal(code_of(body), cases[i].code);
        if (cases[i].message != NULL)
            assert_string_equal(text_of(body, "msg"), cases[i].message);
    }
    assert_int_equal(sim_order_count(at.exchange), 0);
    stop(&at);
}

static void client_id_is_taken_as_long_as_its_order_is_open(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    (void)place(&at, "one", "BUY", "0.1", "40000");
    assert_string_equal(text_of(place(&at, "one", "BUY", "0.1", "40000"), "msg"),
                        "Duplicate order sent.");
    assert_int_equal(sim_order_count_of(at.exchange, "one", NULL), 1);
    (void)of_id(&at, "DELETE", "one");
    (void)place(&at, "one", "BUY", "0.1", "40000");
    assert_int_equal(sim_order_count_of(at.exchange, "one", NULL), 2);
    stop(&at);
}

/* ---- keys and clocks ------------------------------------------------------------------------- */

static void every_byte_of_the_signed_text_counts(void **state)
{
    rig at;
    char request[2048];
    (void)state;
    start(&at, 1);
    (void)place(&at, "one", "BUY", "0.1", "40000");
    assert_int_equal(at.answer.http_code, 200);
    (void)of_id(&at, "DELETE", "one");
    (void)snprintf(request, sizeof request,
                   "POST /api/v3/order HTTP/1.1\r\nHost: api.binance.com\r\nX-MBX-APIKEY: akey\r\n"
                   "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n",
                   at.ready.body_size);
    sign(&at, "private", "POST", "order",
         (const tr_sign_field[]){ TR_SIGN_TEXT("symbol", "BTCUSDT"), TR_SIGN_TEXT("side", "BUY"),
                                  TR_SIGN_TEXT("newClientOrderId", "two"),
                                  TR_SIGN_TEXT("quantity", "0.1"), TR_SIGN_TEXT("type", "LIMIT"),
                                  TR_SIGN_TEXT("timeInForce", "GTC"),
                                  TR_SIGN_TEXT("price", "40000") },
         7);
    size_t head = strlen(request), size = head + at.ready.body_size;
    for (size_t i = 0; i < at.ready.body_size; i++) {
        memcpy(request + head, at.ready.body, at.ready.body_size);
        request[head + i] ^= 1;
        assert_int_equal(sim_exchange_answer(at.exchange, request, size, at.now_ns, &at.answer),
                         TR_OK);
        assert_true(at.answer.http_code >= 400);
    }
    assert_int_equal(sim_order_count(at.exchange), 1);
    stop(&at);
}

static void request_outside_its_window_is_refused(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    sign(&at, "private", "GET", "account", NULL, 0);
    at.now_ns += 2001 * TR_NS_PER_MS; /* the window is 2000 ms */
    assert_int_equal(code_of(send(&at)), -1021);
    script(&at, "clock -3100");
    sign(&at, "private", "GET", "account", NULL, 0);
    assert_int_equal(code_of(send(&at)), -1021); /* now it is ahead */
    script(&at, "clock 3100");
    sign(&at, "private", "GET", "account", NULL, 0);
    (void)send(&at);
    assert_int_equal(at.answer.http_code, 200);
    stop(&at);
}

static void key_without_the_right_may_not_trade(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    script(&at, "key alice id=reader secret=asecret rights=read");
    (void)place(&at, "one", "BUY", "0.1", "40000");
    at.ready.headers[0].value = "reader"; /* the same secret, so the signature is right */
    for (size_t i = 0; i < at.ready.header_count; i++)
        if (strcmp(at.ready.headers[i].name, "X-MBX-APIKEY") == 0)
            at.ready.headers[i].value = "reader";
    assert_int_equal(code_of(send(&at)), -2015);
    assert_int_equal(sim_order_count(at.exchange), 1);
    stop(&at);
}

static void too_many_requests_are_told_when_to_come_back(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    script(&at, "limit weight=5");
    for (int i = 0; i < 5; i++)
        (void)ask(&at, "public", "GET", "time", NULL, 0);
    assert_int_equal(at.answer.http_code, 200);
    assert_non_null(strstr(at.answer.bytes, "X-MBX-USED-WEIGHT-1M: 5\r\n"));
    for (int i = 0; i < 11; i++)
        (void)ask(&at, "public", "GET", "time", NULL, 0);
    assert_int_equal(at.answer.http_code, 429);
    assert_non_null(strstr(at.answer.bytes, "\r\nRetry-After: "));
    (void)ask(&at, "public", "GET", "time", NULL, 0);
    assert_int_equal(at.answer.http_code, 418);
    at.now_ns += 180 * TR_NS_PER_SECOND;
    (void)ask(&at, "public", "GET", "time", NULL, 0);
    assert_int_equal(at.answer.http_code, 200);
    stop(&at);
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* What each fault leaves behind, and what the client sees of it. */
static void each_fault_does_what_its_name_says(void **state)
{
    static const struct {
        const char *line;
        size_t orders;
        int http_code;
        bool is_cut;
    } cases[] = {
        { "fault delay_answer ms=500 on=place", 1, 200, false },
        { "fault drop_before on=place", 0, 0, true },
        { "fault drop_after on=place", 1, 200, true },
        { "fault duplicate on=place", 1, 200, false },
        { "fault reset_request at=10 on=place", 0, 0, true },
        { "fault reset_request at=100000 on=place", 1, 0, true },
        { "fault reset_answer at=20 on=place", 1, 200, true },
        { "fault status code=503 on=place", 0, 503, false },
        { "fault status code=502 executed=yes on=place", 1, 502, false },
        { "fault rate_limit retry=7 on=place", 0, 429, false },
        { "fault rate_limit code=418 retry=7 on=place", 0, 418, false },
        { "fault slow size=3 ms=10 on=place", 1, 200, false },
        { "fault garbage on=place", 1, 200, false },
        { "fault clock_jump ms=5000 on=place", 0, 400, false },
        { "fault clock_jump ms=-5000 on=place", 0, 400, false },
        { "fault busy on=place", 0, 503, false },
        { "fault timeout on=place", 0, 408, false },
        { "fault timeout executed=yes on=place", 1, 408, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rig at;
        start(&at, i + 1);
        script(&at, cases[i].line);
        (void)ask(&at, "public", "GET", "time", NULL, 0); /* not what the fault waits for */
        assert_int_equal(at.answer.fault, SIM_FAULT_NONE);
        (void)place(&at, "one", "BUY", "0.1", "40000");
        print_message("# %s\n", cases[i].line);
        assert_int_equal(sim_order_count(at.exchange), cases[i].orders);
        assert_int_equal(at.answer.http_code, cases[i].http_code);
        assert_int_equal(at.answer.is_cut, cases[i].is_cut);
        assert_true(at.answer.sent_size <= at.answer.size);
        (void)ask(&at, "public", "GET", "time", NULL, 0); /* it has gone by */
        assert_int_equal(at.answer.http_code, 200);
        stop(&at);
    }
}

static void duplicate_is_the_same_answer_twice(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    script(&at, "fault duplicate");
    (void)ask(&at, "public", "GET", "ping", NULL, 0);
    size_t half = at.answer.size / 2;
    assert_int_equal(at.answer.size, half * 2);
    assert_memory_equal(at.answer.bytes, at.answer.bytes + half, half);
    stop(&at);
}

static void late_request_arrives_though_nobody_waits(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    script(&at, "fault delay_request ms=1500 on=place");
    (void)place(&at, "one", "BUY", "0.1", "40000");
    uint64_t ticket = at.answer.ticket;
    assert_int_not_equal(ticket, 0);
    assert_int_equal(sim_order_count(at.exchange), 0);
    at.now_ns += 1000 * TR_NS_PER_MS;
    assert_int_equal(code_of(of_id(&at, "GET", "one")), -2013);
    assert_int_equal(sim_exchange_collect(at.exchange, ticket, at.now_ns, &at.answer), TR_E_BUSY);
    at.now_ns += 600 * TR_NS_PER_MS;
    assert_string_equal(text_of(of_id(&at, "GET", "one"), "status"), "NEW");
    assert_int_equal(sim_exchange_collect(at.exchange, ticket, at.now_ns, &at.answer), TR_OK);
    assert_string_equal(text_of(body_of(&at), "status"), "NEW");
    assert_int_equal(sim_exchange_collect(at.exchange, ticket, at.now_ns, &at.answer),
                     TR_E_NOT_FOUND);
    stop(&at);
}

static void late_request_beyond_its_window_is_refused_on_arrival(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    script(&at, "fault delay_request ms=2500 on=place");
    (void)place(&at, "one", "BUY", "0.1", "40000");
    uint64_t ticket = at.answer.ticket;
    at.now_ns += 2600 * TR_NS_PER_MS;
    assert_int_equal(sim_exchange_collect(at.exchange, ticket, at.now_ns, &at.answer), TR_OK);
    assert_int_equal(code_of(body_of(&at)), -1021);
    assert_int_equal(sim_order_count(at.exchange), 0);
    stop(&at);
}

static void faults_wait_for_their_turn(void **state)
{
    rig at;
    (void)state;
    start(&at, 1);
    script(&at, "fault busy skip=2 times=2 on=time");
    const int codes[] = { 200, 200, 503, 503, 200 };
    for (size_t i = 0; i < 5; i++) {
        (void)ask(&at, "public", "GET", "time", NULL, 0);
        assert_int_equal(at.answer.http_code, codes[i]);
    }
    stop(&at);
}

/* ---- scripts and bytes that are none --------------------------------------------------------- */

static void wrong_script_names_its_line(void **state)
{
    static const char *const lines[] = {
        "dance",
        "price BTC/USDT",
        "price BTC/USDT 1.001",
        "price BTC/USDT 100 colour=red",
        "price DOGE/USDT 1",
        "fault none",
        "fault drop_after on=dinner",
        "fault slow ms=-1",
        "fault busy times=0",
        "fund nobody USDT 1",
        "fund alice USDT 1e30",
        "fund alice USDT -100001",
        "fund house USDT 1",
        "key alice id=akey secret=again",
        "key alice id=other scheme=es256 public=AAAA",
        "key alice id=other",
        "account alice taker=1",
        "account alice taker=0.0000001",
        "account alice maker=0.5",
        "chaos 1001",
        "chaos 5 kinds=nothing",
        "history BTC/USDT 0",
        "clock yesterday",
        "instrument BTC/USDT id=X tick=0.01 lot=0.01",
        "instrument NEW/USDT id=NEWUSDT tick=0.0000001 lot=0.0000001",
        "clear all",
    };
    rig at;
    char text[256];
    (void)state;
    start(&at, 1);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        tr_error err = { 0 };
        (void)snprintf(text, sizeof text, "# a comment\n\n%s\n", lines[i]);
        assert_int_equal(sim_exchange_script(at.exchange, text, strlen(text), at.now_ns, &err),
                         TR_E_PARSE);
        if (strncmp(err.message, "line 3: ", 8) != 0)
            fail_msg("%s: %s", lines[i], err.message);
    }
    stop(&at);
}

static void bytes_that_are_no_request_are_answered_400(void **state)
{
    static const char *const requests[] = {
        "GET /api/v3/time HTTP/1.0\r\n\r\n",
        "GET api HTTP/1.1\r\n\r\n",
        "GET\r\n\r\n",
        "GET /api/v3/time?%zz HTTP/1.1\r\n\r\n",
        "GET /api/v3/time HTTP/1.1\r\nno colon\r\n\r\n",
        "GET /api/v3/time HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",
        "\r\n\r\n",
    };
    rig at;
    (void)state;
    start(&at, 1);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        assert_int_equal(sim_exchange_answer(at.exchange, requests[i], strlen(requests[i]),
                                             at.now_ns, &at.answer),
                         TR_OK);
        assert_int_equal(at.answer.http_code, 400);
    }
    stop(&at);
}

static void request_is_whole_when_its_last_byte_is_there(void **state)
{
    const char *request = "POST /x HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcGET";
    size_t size = 0, whole = strlen(request) - 3;
    (void)state;
    for (size_t i = 0; i < whole; i++)
        assert_int_equal(sim_request_size(request, i, &size), TR_E_FULL);
    assert_int_equal(sim_request_size(request, strlen(request), &size), TR_OK);
    assert_int_equal(size, whole);
}

/* ---- by chance ------------------------------------------------------------------------------- */

static uint64_t run_by_chance(uint64_t seed)
{
    rig at;
    tr_rng rng;
    uint64_t sum = 1469598103934665603u;
    start(&at, seed);
    tr_rng_init(&rng, seed * 7919);
    script(&at, "chaos 200\nlimit weight=100000000 orders=100000000\n");
    for (int i = 0; i < 120; i++) {
        char id[32], quantity[32], price[32], line[64];
        (void)snprintf(id, sizeof id, "id-%d", (int)tr_rng_below(&rng, 20));
        (void)snprintf(quantity, sizeof quantity, "0.%04d", 1 + (int)tr_rng_below(&rng, 9999));
        (void)snprintf(price, sizeof price, "%d", 49900 + (int)tr_rng_below(&rng, 200));
        at.now_ns += (int64_t)tr_rng_below(&rng, 5000) * TR_NS_PER_MS;
        const char *side = tr_rng_below(&rng, 2) == 0 ? "BUY" : "SELL";
        switch (tr_rng_below(&rng, 4)) {
        case 0:
            (void)place(&at, id, side, quantity, NULL);
            break;
        case 1:
            (void)of_id(&at, "DELETE", id);
            break;
        case 2:
            (void)snprintf(line, sizeof line, "price BTC/USDT %s depth=0.3", price);
            script(&at, line);
            break;
        default:
            (void)place(&at, id, side, quantity, price);
            break;
        }
        for (size_t k = 0; k < at.answer.size; k++)
            sum = (sum ^ (uint8_t)at.answer.bytes[k]) * 1099511628211u;
        tr_error err = { 0 };
        if (sim_exchange_check(at.exchange, &err) != TR_OK)
            fail_msg("seed %llu, step %d: %s", (unsigned long long)seed, i, err.message);
    }
    stop(&at);
    return sum;
}

static void sums_add_up_after_every_step_and_runs_repeat(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t first = run_by_chance(seed);
        if (seed <= 5)
            assert_true(first == run_by_chance(seed));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limit_order_rests_and_holds_its_money_back),
        cmocka_unit_test(market_order_pays_the_makers_and_the_fee),
        cmocka_unit_test(resting_order_fills_when_the_price_goes_through_it),
        cmocka_unit_test(order_by_quote_spends_no_more_than_that),
        cmocka_unit_test(orders_off_the_grid_or_beyond_the_money_are_refused),
        cmocka_unit_test(client_id_is_taken_as_long_as_its_order_is_open),
        cmocka_unit_test(every_byte_of_the_signed_text_counts),
        cmocka_unit_test(request_outside_its_window_is_refused),
        cmocka_unit_test(key_without_the_right_may_not_trade),
        cmocka_unit_test(too_many_requests_are_told_when_to_come_back),
        cmocka_unit_test(each_fault_does_what_its_name_says),
        cmocka_unit_test(duplicate_is_the_same_answer_twice),
        cmocka_unit_test(late_request_arrives_though_nobody_waits),
        cmocka_unit_test(late_request_beyond_its_window_is_refused_on_arrival),
        cmocka_unit_test(faults_wait_for_their_turn),
        cmocka_unit_test(wrong_script_names_its_line),
        cmocka_unit_test(bytes_that_are_no_request_are_answered_400),
        cmocka_unit_test(request_is_whole_when_its_last_byte_is_there),
        cmocka_unit_test(sums_add_up_after_every_step_and_runs_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
