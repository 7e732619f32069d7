/* live_world.c: the world's time and wire, the engine's part, and what both sides must agree on. */
#include "live_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/sample_keys.h"

static int64_t wall(void *user)
{
    const world *self = user;
    return self->now_ns + self->wall_step_ns;
}

static int64_t steady(void *user)
{
    return ((world *)user)->now_ns - WORLD_START_NS + INT64_C(5000000000);
}

/* ---- the wire -------------------------------------------------------------------------------- */

static bool on_send(void *user, const tr_http_request *request)
{
    world *self = user;
    if (self->on_send != NULL)
        self->on_send(self, request);
    if (self->refuse_connections == 0)
        return true;
    self->refuse_connections--;
    return false;
}

static void on_answer(void *user, const tr_http_request *request, sim_answer *answer)
{
    world *self = user;
    if (self->on_answer != NULL)
        self->on_answer(self, request, answer);
}

static tr_http_outcome play(void *user, const tr_http_request *request, tr_http_response **out)
{
    world *self = user;
    const char *body = self->answer(self, request);
    tr_http_header retry = { "Retry-After", self->retry_after };
    if (self->answer_code == 0)
        return TR_HTTP_UNKNOWN;
    assert_int_equal(tr_http_response_new(self->answer_code, &retry,
                                          self->retry_after == NULL ? 0 : 1, body, strlen(body),
                                          out, NULL),
                     TR_OK);
    return TR_HTTP_ANSWERED;
}

static void open_wire(world *self)
{
    sim_wire_open(&self->wire, NULL, &self->now_ns, &self->clock);
    self->wire.on_send = on_send;
    self->wire.on_answer = on_answer;
    self->wire.user = self;
}

/* ---- our side -------------------------------------------------------------------------------- */

/* What the engine does with reports (engine/report.c), and nothing else. */
void world_on_report(void *user, const tr_exchange_report *report)
{
    world *self = user;
    world_record *told = &self->told;
    assert_string_equal(report->client_id, self->order.client_id);
    memcpy(self->exchange_order_id, report->exchange_order_id, sizeof self->exchange_order_id);
    if (told->is_final && report->kind != TR_REPORT_CANCEL_REFUSED)
        fail_msg("%s: told of an order that had ended (%d)", self->fault, (int)report->kind);
    switch (report->kind) {
    case TR_REPORT_ACCEPTED:
    case TR_REPORT_LIQUIDATION:
    case TR_REPORT_FUNDING:   /* of no order: nobody tells it here */
    case TR_REPORT_TRIGGERED: /* it is there */
        told->is_accepted = true;
        return;
    case TR_REPORT_FILL:
        for (size_t i = 0; i < told->fill_count; i++)
            if (strcmp(told->fill_ids[i], report->exchange_fill_id) == 0)
                return; /* recognised by its id */
        assert_true(told->fill_count < WORLD_FILLS_MAX);
        memcpy(told->fill_ids[told->fill_count++], report->exchange_fill_id, TR_LABEL_SIZE);
        assert_int_equal(tr_decimal_add(told->filled, report->quantity.value, &told->filled),
                         TR_OK);
        return;
    case TR_REPORT_DONE:
        told->is_final = told->is_done = true;
        return;
    case TR_REPORT_CANCELLED:
        told->is_final = told->is_cancelled = true;
        return;
    case TR_REPORT_REJECTED:
        told->is_final = told->is_rejected = true;
        return;
    case TR_REPORT_UNKNOWN:
        told->unknowns++;
        self->query_ns = self->now_ns;
        return;
    case TR_REPORT_NOT_FOUND:
        self->has_missed = true;
        told->misses++;
        self->query_ns = self->now_ns + TR_NS_PER_SECOND;
        return;
    case TR_REPORT_CANCEL_REFUSED:
        told->is_cancel_refused = true;
        return;
    case TR_REPORT_AMENDED:
        told->amended++;
        return;
    case TR_REPORT_AMEND_REFUSED:
        told->amends_refused++;
        return;
    }
}

static void engine_turn(world *self)
{
    const tr_exchange *port = tr_exchange_live_port(self->live);
    if (self->told.is_final)
        self->query_ns = INT64_MAX;
    if (self->query_ns > self->now_ns)
        return;
    self->query_ns = INT64_MAX;
    bool is_again = self->has_missed && port->traits->ids_unique_for_ever &&
                    !self->told.is_accepted && self->told.unknowns > 0;
    self->has_missed = false;
    if (is_again)
        (void)port->place(port->user, &self->order, NULL);
    else
        (void)port->query(port->user, self->order.account, self->order.client_id, NULL);
}

void world_run(world *self, int64_t until_ns)
{
    for (;;) {
        engine_turn(self);
        int64_t at_ns = sim_wire_next_ns(&self->wire);
        if (self->query_ns < at_ns)
            at_ns = self->query_ns;
        if (at_ns >= until_ns) {
            self->now_ns = until_ns > self->now_ns ? until_ns : self->now_ns;
            return;
        }
        self->now_ns = at_ns > self->now_ns ? at_ns : self->now_ns;
        (void)sim_wire_step(&self->wire); /* nothing: it is the engine's turn */
    }
}

void world_script(world *self, const char *text)
{
    tr_error err = { .message = "" };
    if (sim_exchange_script(self->sim, text, strlen(text), self->now_ns, &err) != TR_OK)
        fail_msg("%s: %s", text, err.message);
}

/* ---- opening and closing --------------------------------------------------------------------- */

tr_instrument world_instrument(const char *shape)
{
    static const struct {
        const char *shape, *id;
    } ids[] = { { "binance", "BTCUSDT" },
                { "bybit", "BTCUSDT" },
                { "coinbase", "BTC-USDT" },
                { "kraken", "XBTUSDT" } };
    tr_instrument instrument = {
        .symbol = "BTC/USDT", .kind = TR_KIND_SPOT, .base = "BTC", .quote = "USDT", .settle = "USDT"
    };
    snprintf(instrument.exchange, sizeof instrument.exchange, "%s", shape);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (strcmp(ids[i].shape, shape) == 0)
            snprintf(instrument.exchange_symbol, sizeof instrument.exchange_symbol, "%s",
                     ids[i].id);
    assert_int_equal(tr_decimal_parse("1", 1, &instrument.multiplier), TR_OK);
    assert_int_equal(tr_decimal_parse("0.01", 4, &instrument.tick), TR_OK);
    assert_int_equal(tr_decimal_parse("0.00001", 7, &instrument.lot), TR_OK);
    return instrument;
}

tr_instrument world_swap(const char *shape)
{
    tr_instrument instrument = world_instrument(shape);
    instrument.kind = TR_KIND_LINEAR;
    (void)snprintf(instrument.symbol, sizeof instrument.symbol, "BTC/USDT:USDT");
    assert_int_equal(tr_decimal_parse("0.1", 3, &instrument.tick), TR_OK);
    assert_int_equal(tr_decimal_parse("0.001", 5, &instrument.lot), TR_OK);
    return instrument;
}

void world_price(world *self, const char *words)
{
    char text[128];
    (void)snprintf(text, sizeof text, "price %s %s", self->order.symbol, words);
    world_script(self, text);
}

/* What the engine's store has of an order of a process before this one. */
static bool recall(void *user, const char *account, const char *client_id, tr_exchange_order *out,
                   char exchange_order_id_out[TR_LABEL_SIZE])
{
    const world *self = user;
    if (self->forgets || strcmp(account, self->order.account) != 0 ||
        strcmp(client_id, self->order.client_id) != 0)
        return false;
    *out = self->order;
    memcpy(exchange_order_id_out, self->exchange_order_id, TR_LABEL_SIZE);
    return true;
}

static void client_open(world *self, const tr_instrument *instruments, size_t count)
{
    tr_error err = { .message = "" };
    self->wire.exchange = self->sim;
    self->wire.play = self->answer == NULL ? NULL : play;
    tr_exchange_client_options options = TR_EXCHANGE_CLIENT_OPTIONS_INIT;
    options.exchange = self->exchange;
    options.kind = self->kind;
    options.loop = &self->wire.loop;
    options.transport = &self->wire.transport;
    options.pacer = self->pacer;
    options.key = self->key;
    options.key_id = "akey";
    options.host = "https://exchange.example";
    if (tr_exchange_client_new(&options, &self->client, &err) != TR_OK)
        fail_msg("%s", err.message);
    assert_int_equal(tr_exchange_client_set_instruments(self->client, instruments, count, &err), TR_OK);
    tr_exchange_live_options live = TR_EXCHANGE_LIVE_OPTIONS_INIT;
    live.client = self->client;
    live.exchange = self->exchange;
    live.kind = self->kind;
    live.instruments = instruments;
    live.instrument_count = count;
    live.loop = &self->wire.loop;
    live.sink = world_on_report;
    live.sink_user = self;
    live.recall = self->answer == NULL ? NULL : recall;
    live.recall_user = self;
    if (tr_exchange_live_new(&live, &self->live, &err) != TR_OK)
        fail_msg("%s", err.message);
}

void world_client_open(world *self)
{
    tr_instrument instrument =
        self->kind == TR_KIND_SPOT ? world_instrument(self->shape) : world_swap(self->shape);
    client_open(self, &instrument, 1);
}

void world_client_open_again(world *self, const tr_instrument *instrument)
{
    client_open(self, instrument, 1);
    if (!self->forgets)
        self->query_ns = self->now_ns; /* an engine looks up what it does not see ended */
}

static void time_open(world *self, uint64_t seed)
{
    memset(self, 0, sizeof *self);
    self->kind = TR_KIND_SPOT;
    self->now_ns = WORLD_START_NS;
    self->query_ns = INT64_MAX;
    self->clock = (tr_clock){ wall, steady, self };
    open_wire(self);
    tr_rng_init(&self->rng, seed);
}

static void key_open(world *self, const char *text, tr_key_scheme scheme)
{
    tr_error err = { .message = "" };
    tr_secret *secret = NULL;
    assert_int_equal(tr_secret_new(text, strlen(text), &secret), TR_OK);
    tr_exchange_key_options key = TR_EXCHANGE_KEY_OPTIONS_INIT;
    key.exchange = self->exchange;
    key.id = "akey";
    key.scheme = scheme;
    key.secret = secret;
    if (self->answer != NULL)
        key.passphrase = secret;
    if (tr_exchange_key_new(&key, &self->key, &err) != TR_OK) {
        key.passphrase = NULL; /* not every exchange has one */
        if (tr_exchange_key_new(&key, &self->key, &err) != TR_OK)
            fail_msg("%s", err.message);
    }
    tr_secret_free(secret);
}

static void order_make(world *self, const char *symbol)
{
    tr_exchange_order *order = &self->order;
    snprintf(order->account, sizeof order->account, "live");
    snprintf(order->symbol, sizeof order->symbol, "%s", symbol);
    tr_id_format(tr_id_make(self->now_ns, 7, &self->rng), order->client_id);
}

void world_open_played(world *self, const tr_instrument *instrument,
                       const char *(*answer)(world *self, const tr_http_request *request))
{
    world_open_played_of(self, instrument, 1, answer);
}

void world_open_played_of(world *self, const tr_instrument *instrument, size_t count,
                          const char *(*answer)(world *self, const tr_http_request *request))
{
    time_open(self, 1);
    (void)snprintf(self->played, sizeof self->played, "%s", instrument->exchange);
    self->exchange = self->shape = self->played;
    self->kind = instrument->kind;
    self->answer = answer;
    self->answer_code = 200;
    key_open(self, "YXNlY3JldGFzZWNyZXQ=", TR_KEY_HMAC);
    assert_int_equal(tr_exchange_pacer_new(&self->pacer, NULL), TR_OK);
    order_make(self, instrument->symbol);
    client_open(self, instrument, count);
}

static void open_with(world *self, const char *shape, tr_kind kind, uint64_t seed, bool is_signing)
{
    tr_error err = { .message = "" };
    bool is_spot = kind == TR_KIND_SPOT;
    time_open(self, seed);
    self->kind = kind;
    self->shape = self->exchange = shape;
    sim_options options = SIM_OPTIONS_INIT;
    options.shape = shape;
    options.seed = seed;
    assert_int_equal(sim_exchange_new(&options, &self->sim, &err), TR_OK);
    world_script(self, is_spot ? "account alice\nfund alice USDT 1000000\nfund alice BTC 5\n"
                                 "price BTC/USDT 50000 depth=1\n"
                               : "account alice\nfund alice USDT 1000000 wallet=margin\n"
                                 "price BTC/USDT:USDT 50000 depth=1\n");
    if (is_signing) {
        sim_key_options known = { .account = "alice",
                                  .id = "akey",
                                  .scheme = TR_KEY_ES256,
                                  .rights = SIM_RIGHT_READ | SIM_RIGHT_TRADE,
                                  .public_key = sample_p256_public };
        assert_int_equal(sim_exchange_add_key(self->sim, &known, &err), TR_OK);
    } else {
        world_script(self, "key alice id=akey secret=YXNlY3JldGFzZWNyZXQ=\n");
    }
    key_open(self, is_signing ? sample_p256 : "YXNlY3JldGFzZWNyZXQ=",
             is_signing ? TR_KEY_ES256 : TR_KEY_HMAC);
    assert_int_equal(tr_exchange_pacer_new(&self->pacer, &err), TR_OK);
    world_client_open(self);
    order_make(self, is_spot ? "BTC/USDT" : "BTC/USDT:USDT");
    tr_exchange_order *order = &self->order;
    order->side = TR_SIDE_BUY;
    order->type = TR_ORDER_LIMIT;
    order->tif = TR_TIF_GTC;
    assert_int_equal(tr_decimal_parse("0.5", 3, &order->quantity.value), TR_OK);
}

void world_open(world *self, const char *shape, uint64_t seed)
{
    open_with(self, shape, TR_KIND_SPOT, seed, false);
}

void world_open_signing(world *self, const char *shape, uint64_t seed)
{
    open_with(self, shape, TR_KIND_SPOT, seed, true);
}

void world_open_swap(world *self, const char *shape, uint64_t seed)
{
    open_with(self, shape, TR_KIND_LINEAR, seed, false);
}

void world_client_close(world *self)
{
    tr_exchange_live_stop(self->live);
    tr_exchange_client_free(self->client);
    tr_exchange_live_free(self->live);
}

void world_close(world *self)
{
    world_client_close(self);
    tr_exchange_pacer_free(self->pacer);
    tr_exchange_key_free(self->key);
    sim_exchange_free(self->sim);
    assert_true(sim_wire_is_idle(&self->wire));
}

void world_limit(world *self, const char *price)
{
    assert_int_equal(tr_decimal_parse(price, strlen(price), &self->order.limit_price.value), TR_OK);
}

void world_stop(world *self, const char *price, const char *limit)
{
    self->order.type = limit == NULL ? TR_ORDER_STOP : TR_ORDER_STOP_LIMIT;
    self->order.limit_price = (tr_price){ { 0 } };
    if (limit != NULL)
        world_limit(self, limit);
    assert_int_equal(tr_decimal_parse(price, strlen(price), &self->order.stop_price.value), TR_OK);
}

tr_status world_place(world *self)
{
    const tr_exchange *port = tr_exchange_live_port(self->live);
    tr_error err = { .message = "" };
    tr_status status = port->place(port->user, &self->order, &err);
    if (status != TR_OK)
        fail_msg("%s: %s", self->fault, err.message);
    return status;
}

/* ---- the comparison -------------------------------------------------------------------------- */

static const char *id_at_exchange(const world *self)
{
    static char text[TR_LABEL_SIZE];
    tr_id id;
    assert_int_equal(tr_id_parse(self->order.client_id, strlen(self->order.client_id), &id), TR_OK);
    assert_int_equal(
        tr_exchange_client_id_write(self->shape, self->kind, id, text, sizeof text, NULL), TR_OK);
    return text;
}

/* What we were told and what the exchange knows are the same. */
void world_compare(world *self)
{
    const sim_order *truth = NULL;
    const world_record *told = &self->told;
    size_t count = sim_order_count_of(self->sim, id_at_exchange(self), &truth);
    if (count > 1 || sim_order_count(self->sim) != count)
        fail_msg("%s: %zu orders", self->fault, sim_order_count(self->sim));
    if (!told->is_accepted && !told->is_final)
        fail_msg("%s: nothing is known of the order, %zu at the exchange", self->fault, count);
    if (count == 0 && (!told->is_rejected || told->fill_count > 0))
        fail_msg("%s: the exchange never had it, and we say otherwise", self->fault);
    if (count == 0)
        return;
    if (told->is_rejected)
        fail_msg("%s: called rejected, and the exchange has it", self->fault);
    if (tr_decimal_compare(told->filled, truth->filled) != 0)
        fail_msg("%s: other fills (%zu) than the exchange's", self->fault, told->fill_count);
    bool is_open = truth->status == SIM_ORDER_OPEN, is_filled = truth->status == SIM_ORDER_FILLED;
    if (told->is_final == is_open || told->is_done != is_filled)
        fail_msg("%s: state %d at the exchange, done %d cancelled %d here", self->fault,
                 (int)truth->status, told->is_done, told->is_cancelled);
    tr_error err;
    if (sim_exchange_check(self->sim, &err) != TR_OK)
        fail_msg("%s: %s", self->fault, err.message);
}
