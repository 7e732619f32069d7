/*
 * Clients of exchanges over a wire of the test's own, in a time of the test's own: who is stopped for how long when the
 * exchange says so, what leaves first when it may again, and how a circuit that opened is probed and closes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live_world.h"

/* How the exchange behaves now. */
typedef enum manner {
    MANNER_WELL = 0,
    MANNER_TOO_OFTEN, /* 429, Retry-After: 5 */
    MANNER_BANNED,    /* 418, Retry-After: 30 */
    MANNER_FORBIDDEN, /* 403 without a word */
    MANNER_DEAD       /* the line breaks */
} manner;

#define SEEN_MAX 256

/* What came to the wire, and when. */
typedef struct seen {
    int64_t at_ns;
    char path[48], method[8];
} seen;

static struct {
    manner how;
    seen requests[SEEN_MAX];
    size_t count;
    int64_t now_ns;
} wire;

static const struct {
    const char *path, *body;
} well[] = {
    { "/api/v3/time", "{\"serverTime\":%lld}" },
    { "/api/v3/ticker/24hr",
      "{\"symbol\":\"BTCUSDT\",\"lastPrice\":\"100\",\"bidPrice\":\"99\",\"askPrice\":\"101\"}" },
    { "/api/v3/order", "{\"symbol\":\"BTCUSDT\",\"orderId\":7,\"clientOrderId\":\"x\",\"status\":"
                       "\"NEW\",\"origQty\":\"1\",\"executedQty\":\"0\"}" },
    { "/api/v3/exchangeInfo",
      "{\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","
      "\"intervalNum\":1,\"limit\":600},"
      "{\"rateLimitType\":\"ORDERS\",\"interval\":\"SECOND\",\"intervalNum\":10,\"limit\":3},"
      "{\"rateLimitType\":\"RAW_REQUESTS\",\"interval\":\"MINUTE\",\"intervalNum\":5,\"limit\":1}],"
      "\"symbols\":[]}" },
};

static const char *play(world *self, const tr_http_request *request)
{
    static char body[2048];
    const char *path = strstr(request->url, "/api/");
    if (path == NULL)
        fail_msg("%s", request->url);
    if (wire.count < SEEN_MAX) {
        seen *at = &wire.requests[wire.count++];
        *at = (seen){ .at_ns = self->now_ns };
        snprintf(at->path, sizeof at->path, "%.*s", (int)strcspn(path, "?"), path);
        snprintf(at->method, sizeof at->method, "%s", request->method);
    }
    switch (wire.how) {
    case MANNER_TOO_OFTEN:
        self->answer_code = 429;
        self->retry_after = "5";
        return "{\"code\":-1003,\"msg\":\"Too many requests.\"}";
    case MANNER_BANNED:
        self->answer_code = 418;
        self->retry_after = "30";
        return "{\"code\":-1003,\"msg\":\"Way too many requests.\"}";
    case MANNER_FORBIDDEN:
        self->answer_code = 403;
        self->retry_after = NULL;
        return "<html>403</html>";
    case MANNER_DEAD:
        self->answer_code = 0;
        return "";
    default:
        self->answer_code = 200;
        self->retry_after = NULL;
    }
    for (size_t i = sizeof well / sizeof well[0]; i-- > 0;)
        if (strncmp(path, well[i].path, strlen(well[i].path)) == 0) {
            if (i > 0)
                return well[i].body;
            snprintf(body, sizeof body, "{\"serverTime\":%lld}",
                     (long long)(self->now_ns / TR_NS_PER_MS));
            return body;
        }
    fail_msg("nobody plays %s", path);
    return "";
}

/* ---- asking ---------------------------------------------------------------------------------- */

typedef struct asked {
    world *of;
    unsigned int done;
    tr_status status;
    int64_t at_ns;
} asked;

static void on_done(void *user, const tr_exchange_result *result)
{
    asked *self = user;
    self->done++;
    self->status = result->status;
    self->at_ns = self->of->now_ns;
}

static tr_instrument instrument(void)
{
    return world_instrument("binance");
}

static asked ask(world *self, tr_exchange_client *client, tr_call call, tr_urgency urgency,
                 asked *out)
{
    tr_instrument of = instrument();
    tr_order_terms terms = { .side = TR_SIDE_BUY, .type = TR_ORDER_LIMIT, .tif = TR_TIF_GTC };
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    *out = (asked){ .of = self };
    question.call = call;
    if (call != TR_CALL_INSTRUMENTS)
        question.instrument = &of;
    if (call == TR_CALL_PLACE) {
        terms.quantity.value = terms.limit_price.value = tr_decimal_from_int(1);
        question.terms = &terms;
    }
    if (call == TR_CALL_PLACE || call == TR_CALL_CANCEL)
        question.order_id = tr_id_make(self->now_ns, 7, &self->rng);
    assert_int_equal(
        tr_exchange_client_ask(client, &question, urgency, NULL, NULL, on_done, out, NULL), TR_OK);
    return *out;
}

/* So many requests since a place in the list. */
static size_t seen_since(size_t from, const char *path)
{
    size_t count = 0;
    for (size_t i = from; i < wire.count; i++)
        count += path == NULL || strcmp(wire.requests[i].path, path) == 0;
    return count;
}

static void open_world(world *self)
{
    tr_instrument of = instrument();
    memset(&wire, 0, sizeof wire);
    world_open_played(self, &of, play);
    world_run(self, self->now_ns + 2 * TR_NS_PER_SECOND); /* the clock is known */
}

/* A second client of the same exchange, on the same pacer, without a key. */
static tr_exchange_client *open_other(world *self, const char *exchange)
{
    tr_exchange_client *client = NULL;
    tr_exchange_client_options options = TR_EXCHANGE_CLIENT_OPTIONS_INIT;
    options.exchange = exchange;
    options.loop = &self->wire.loop;
    options.transport = &self->wire.transport;
    options.pacer = self->pacer;
    options.host = "https://exchange.example";
    assert_int_equal(tr_exchange_client_new(&options, &client, NULL), TR_OK);
    return client;
}

/* ---- stops ----------------------------------------------------------------------------------- */

static void stop_everybody(manner how, int64_t seconds)
{
    world self;
    asked first, entry, leave, market;
    open_world(&self);
    tr_exchange_client *other = open_other(&self, "binance");
    wire.how = how;
    ask(&self, self.client, TR_CALL_TICKER, TR_URGENCY_MARKET, &first);
    int64_t stopped_ns = self.now_ns;
    world_run(&self, self.now_ns + 100 * TR_NS_PER_MS);
    wire.how = MANNER_WELL;
    size_t before = wire.count;
    assert_int_equal(before > 0, 1);
    /* Everybody waits, whatever the key, for as long as was said. */
    world_run(&self, stopped_ns + (seconds - 1) * TR_NS_PER_SECOND);
    ask(&self, other, TR_CALL_TICKER, TR_URGENCY_MARKET, &market);
    ask(&self, self.client, TR_CALL_PLACE, TR_URGENCY_ENTRY, &entry);
    ask(&self, self.client, TR_CALL_CANCEL, TR_URGENCY_EXIT, &leave);
    world_run(&self, stopped_ns + seconds * TR_NS_PER_SECOND - 10 * TR_NS_PER_MS);
    assert_int_equal(seen_since(before, NULL), 0);
    world_run(&self, stopped_ns + seconds * TR_NS_PER_SECOND + 500 * TR_NS_PER_MS);
    /* The exit first. */
    size_t exit_at = SEEN_MAX, entry_at = SEEN_MAX;
    for (size_t i = before; i < wire.count; i++) {
        if (strcmp(wire.requests[i].method, "DELETE") == 0)
            exit_at = i;
        if (strcmp(wire.requests[i].method, "POST") == 0)
            entry_at = i;
    }
    assert_true(exit_at < entry_at && entry_at < SEEN_MAX);
    assert_true(leave.done == 1 && leave.status == TR_OK);
    assert_true(entry.done == 1 && entry.status == TR_OK);
    assert_true(market.done == 1);
    tr_exchange_client_free(other);
    world_close(&self);
}

static void too_often_stops_everybody_for_as_long_as_it_says(void **state)
{
    (void)state;
    stop_everybody(MANNER_TOO_OFTEN, 5);
    stop_everybody(MANNER_BANNED, 30);
    stop_everybody(MANNER_FORBIDDEN, 300); /* the table's */
}

static void an_entry_that_would_wait_too_long_is_refused_unsent(void **state)
{
    world self;
    asked first, entry, leave;
    (void)state;
    open_world(&self);
    wire.how = MANNER_BANNED;
    ask(&self, self.client, TR_CALL_TICKER, TR_URGENCY_MARKET, &first);
    world_run(&self, self.now_ns + 100 * TR_NS_PER_MS);
    wire.how = MANNER_WELL;
    ask(&self, self.client, TR_CALL_PLACE, TR_URGENCY_ENTRY, &entry);
    ask(&self, self.client, TR_CALL_CANCEL, TR_URGENCY_EXIT, &leave);
    world_run(&self, self.now_ns + 3 * TR_NS_PER_SECOND);
    assert_true(entry.done == 1 && entry.status == TR_E_TIMEOUT && leave.done == 0);
    world_run(&self, self.now_ns + 40 * TR_NS_PER_SECOND);
    assert_true(leave.done == 1 && leave.status == TR_OK);
    world_close(&self);
}

/* Three orders in ten seconds are stated, where the table knows fifty. */
static void limits_that_the_exchange_states_are_kept_to(void **state)
{
    world self;
    asked list, orders[6];
    (void)state;
    open_world(&self);
    ask(&self, self.client, TR_CALL_INSTRUMENTS, TR_URGENCY_ACCOUNT, &list);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    assert_int_equal(list.status, TR_OK);
    size_t before = wire.count;
    for (size_t i = 0; i < 6; i++)
        ask(&self, self.client, TR_CALL_PLACE, TR_URGENCY_EXIT, &orders[i]);
    world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
    assert_int_equal(seen_since(before, "/api/v3/order"), 3);
    world_run(&self, self.now_ns + 20 * TR_NS_PER_SECOND);
    assert_int_equal(seen_since(before, "/api/v3/order"), 6);
    world_close(&self);
}

/* ---- the circuit ----------------------------------------------------------------------------- */

static bool is_answering(const tr_exchange_client *client)
{
    tr_exchange_client_figures figures;
    tr_exchange_client_figures_read(client, &figures);
    return figures.is_answering;
}

static void a_circuit_opens_is_probed_with_one_question_and_closes(void **state)
{
    static const int64_t pauses_s[] = { 1, 2, 4, 8, 16, 32, 60, 60 };
    world self;
    asked market[4], leave;
    (void)state;
    open_world(&self);
    wire.how = MANNER_DEAD;
    for (size_t i = 0; i < 4; i++)
        ask(&self, self.client, TR_CALL_TICKER, TR_URGENCY_MARKET, &market[i]);
    while (is_answering(self.client))
        world_run(&self, self.now_ns + 5 * TR_NS_PER_MS);
    int64_t opened_ns = self.now_ns;
    /* What is asked now is answered at once, unsent: another exchange can be asked. */
    size_t before = wire.count;
    ask(&self, self.client, TR_CALL_TICKER, TR_URGENCY_MARKET, &market[0]);
    world_run(&self, self.now_ns + 10 * TR_NS_PER_MS);
    assert_true(market[0].done == 1 && market[0].status == TR_E_NETWORK);
    assert_int_equal(seen_since(before, NULL), 0);
    /* An exit waits for it meanwhile. */
    ask(&self, self.client, TR_CALL_CANCEL, TR_URGENCY_EXIT, &leave);
    int64_t at_ns = opened_ns;
    for (size_t i = 0; i < sizeof pauses_s / sizeof pauses_s[0]; i++) {
        before = wire.count;
        world_run(&self, at_ns + pauses_s[i] * TR_NS_PER_SECOND - 20 * TR_NS_PER_MS);
        assert_int_equal(seen_since(before, NULL), 0);
        world_run(&self, at_ns + pauses_s[i] * TR_NS_PER_SECOND + 20 * TR_NS_PER_MS);
        assert_int_equal(seen_since(before, NULL), 1);
        assert_string_equal(wire.requests[before].path, "/api/v3/time");
        at_ns = wire.requests[before].at_ns +
                6 * TR_NS_PER_MS; /* the pause begins when it has failed */
        assert_false(is_answering(self.client));
    }
    assert_true(leave.done == 1 && leave.status == TR_E_NETWORK); /* a minute has passed */
    wire.how = MANNER_WELL;
    ask(&self, self.client, TR_CALL_CANCEL, TR_URGENCY_EXIT, &leave);
    world_run(&self, at_ns + 61 * TR_NS_PER_SECOND);
    assert_true(is_answering(self.client));
    ask(&self, self.client, TR_CALL_TICKER, TR_URGENCY_MARKET, &market[0]);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    assert_true(market[0].done == 1 && market[0].status == TR_OK);
    world_close(&self);
}

/* Another client's 403 stops the address for five minutes, longer than any question waits. */
static void a_probe_that_never_left_is_made_again(void **state)
{
    world self;
    asked market[5];
    (void)state;
    open_world(&self);
    tr_exchange_client *other = open_other(&self, "binance");
    wire.how = MANNER_DEAD;
    for (size_t i = 0; i < 4; i++)
        ask(&self, self.client, TR_CALL_TICKER, TR_URGENCY_MARKET, &market[i]);
    while (is_answering(self.client))
        world_run(&self, self.now_ns + 5 * TR_NS_PER_MS);
    wire.how = MANNER_FORBIDDEN;
    ask(&self, other, TR_CALL_TICKER, TR_URGENCY_MARKET, &market[4]);
    world_run(&self, self.now_ns + 50 * TR_NS_PER_MS);
    wire.how = MANNER_WELL;
    size_t before = wire.count;
    world_run(&self, self.now_ns + 299 * TR_NS_PER_SECOND);
    assert_int_equal(seen_since(before, NULL), 0);
    world_run(&self, self.now_ns + 62 * TR_NS_PER_SECOND);
    assert_true(is_answering(self.client));
    tr_exchange_client_free(other);
    world_close(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_often_stops_everybody_for_as_long_as_it_says),
        cmocka_unit_test(an_entry_that_would_wait_too_long_is_refused_unsent),
        cmocka_unit_test(limits_that_the_exchange_states_are_kept_to),
        cmocka_unit_test(a_circuit_opens_is_probed_with_one_question_and_closes),
        cmocka_unit_test(a_probe_that_never_left_is_made_again),
    };
    return cmocka_run_group_tests_name("exchange_client", tests, NULL, NULL);
}
