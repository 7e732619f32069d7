/*
 * Orders that cannot double: the live exchange, its client and its pacer against the scripted exchange, in one process and in
 * a time of its own, with every fault at every byte of the dialogue of an order. In the end the exchange has the order at
 * most once, and our record says exactly what the exchange knows: there or not, its state, each fill.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live_world.h"

typedef enum plot {
    PLOT_REST = 0,   /* it rests, then the price comes to it */
    PLOT_TAKE = 1,   /* it fills at once */
    PLOT_CANCEL = 2, /* it rests and is cancelled */
    PLOT_STOP = 3,   /* a stop rests, then the price comes to it */
    PLOT_STOP_CANCEL = 4,
    PLOT_STOP_LIMIT = 5, /* likewise, with a limit behind the stop */
    PLOT_STOP_LIMIT_CANCEL = 6,
    PLOT_COUNT = 7
} plot;

static bool is_stop(plot which)
{
    return which >= PLOT_STOP;
}

static bool has_limit(plot which)
{
    return which >= PLOT_STOP_LIMIT;
}

static bool is_cancelled(plot which)
{
    return which == PLOT_CANCEL || which == PLOT_STOP_CANCEL || which == PLOT_STOP_LIMIT_CANCEL;
}

/* A dialect, and what is traded in it. */
typedef struct market {
    const char *shape;
    tr_kind kind;
} market;

static const tr_exchange_product *product_of(const market *at)
{
    const tr_exchange_info *info = tr_exchange_info_find(at->shape);
    return at->kind == TR_KIND_SPOT ? &info->spot : &info->linear;
}

static void open_market(world *self, const market *at, uint64_t seed)
{
    if (at->kind == TR_KIND_SPOT)
        world_open(self, at->shape, seed);
    else
        world_open_swap(self, at->shape, seed);
}

/* Where the exchange holds no stops without a limit, one with a limit. */
static plot played(const market *at, plot which)
{
    unsigned held = product_of(at)->held_stops;
    bool has_bare = (held & TR_ORDER_FEATURE_STOP) != 0;
    bool has_any = (held & TR_ORDER_FEATURE_STOP_LIMIT) != 0;
    if (!has_any && is_stop(which))
        return has_limit(which) ? (plot)(which - PLOT_STOP_LIMIT) : (plot)(which - PLOT_STOP);
    return is_stop(which) && !has_limit(which) && !has_bare ? (plot)(which + 2) : which;
}

/* One life of an order under `faults`. */
static void live_through(const market *at, uint64_t seed, plot which, const char *faults,
                         unsigned int refused)
{
    world self;
    which = played(at, which);
    open_market(&self, at, seed);
    snprintf(self.fault, sizeof self.fault, "%s %s seed %llu plot %d: %s", at->shape,
             tr_kind_name(at->kind), (unsigned long long)seed, (int)which, faults);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND); /* the clock is known */
    if (seed % 3 == 0)
        world_script(&self, "lag new=1500 ended=3000");
    if (*faults != '\0')
        world_script(&self, faults);
    self.refuse_connections = refused;
    if (is_stop(which))
        world_stop(&self, "51000", has_limit(which) ? "52000" : NULL);
    else
        world_limit(&self, which == PLOT_TAKE ? "51000" : "49000");
    (void)world_place(&self);
    world_run(&self, self.now_ns + 30 * TR_NS_PER_SECOND);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    if (is_cancelled(which) && !self.told.is_final)
        (void)port->cancel(port->user, self.order.account, self.order.client_id, NULL);
    if (which == PLOT_REST)
        world_price(&self, "48900 depth=1");
    if (which == PLOT_STOP || which == PLOT_STOP_LIMIT)
        world_price(&self, "51500 depth=1");
    world_run(&self, self.now_ns + 120 * TR_NS_PER_SECOND);
    world_script(&self, "clear");
    world_run(&self, self.now_ns + 900 * TR_NS_PER_SECOND); /* the longest halt is ten minutes */
    world_compare(&self);
    if ((which == PLOT_STOP || which == PLOT_STOP_LIMIT) && *faults == '\0')
        assert_true(self.told.is_done);
    if (is_cancelled(which) && !self.told.is_rejected)
        assert_true(self.told.is_final || self.told.is_cancel_refused);
    world_close(&self);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static const market markets[] = {
    { "binance", TR_KIND_SPOT },  { "bybit", TR_KIND_SPOT },   { "kraken", TR_KIND_SPOT },
    { "coinbase", TR_KIND_SPOT }, { "bybit", TR_KIND_LINEAR }, { "binance", TR_KIND_LINEAR },
};

#define MARKET_COUNT (sizeof markets / sizeof markets[0])

static void an_order_without_faults_is_one_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (int which = 0; which < PLOT_COUNT; which++)
            live_through(&markets[i], 1, (plot)which, "", 0);
}

static void a_break_at_any_byte_makes_neither_a_double_nor_a_loss(void **state)
{
    static const char *const operations[] = { "place", "query", "fills", "cancel", "time" };
    static const char *const kinds[] = { "reset_request", "reset_answer" };
    unsigned int runs = 0;
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (size_t j = 0; j < 5; j++)
            for (size_t k = 0; k < 2; k++)
                for (unsigned int at = 0; at < 900; at += i == 0 && j == 0 ? 1 : 13, runs++) {
                    char faults[96];
                    snprintf(faults, sizeof faults, "fault %s on=%s at=%u", kinds[k], operations[j],
                             at);
                    live_through(&markets[i], at + 1, (plot)(at % PLOT_COUNT), faults, 0);
                }
    print_message("# %u lives of an order\n", runs);
}

static void every_kind_of_fault_makes_neither_a_double_nor_a_loss(void **state)
{
    static const char *const faults[] = {
        "delay_request ms=1500",
        "delay_request ms=3000",
        "delay_request ms=15000",
        "delay_answer ms=5000",
        "delay_answer ms=30000",
        "drop_before",
        "drop_after",
        "duplicate",
        "status code=500",
        "status code=502 executed=yes",
        "status code=503",
        "status code=504 executed=yes",
        "status code=403",
        "rate_limit retry=2",
        "rate_limit code=418 retry=5",
        "slow size=3 ms=400",
        "garbage",
        "clock_jump ms=5000",
        "clock_jump ms=-5000",
        "busy",
        "timeout",
        "timeout executed=yes",
    };
    static const char *const operations[] = { "place", "query", "fills", "cancel", "time" };
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (size_t j = 0; j < sizeof faults / sizeof faults[0]; j++)
            for (size_t k = 0; k < 5; k++)
                for (int which = 0; which < PLOT_COUNT; which++)
                    for (int times = 1; times <= (i == 0 ? 4 : 1); times += 3) {
                        char text[96];
                        snprintf(text, sizeof text, "fault %s on=%s times=%d", faults[j],
                                 operations[k], times);
                        live_through(&markets[i], j * 7 + k, (plot)which, text, 0);
                    }
}

static void chaos_makes_neither_a_double_nor_a_loss(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (uint64_t seed = 1; seed <= (i == 0 ? 500 : 60); seed++)
            live_through(&markets[i], seed, (plot)(seed % PLOT_COUNT),
                         seed % 2 == 0 ? "chaos 100" : "chaos 300", 0);
}

/* The line breaks at once, the order arrives when it just may, and is shown when it just must be. */
static void an_order_that_arrives_and_is_shown_late_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++) {
        const tr_exchange_id_rules *rules = &product_of(&markets[i])->ids;
        for (unsigned int part = 1; part <= 8; part++)
            for (int which = 0; which < PLOT_COUNT; which++) {
                char text[128];
                uint32_t validity_ms = rules->validity_ms < 20000 ? rules->validity_ms : 20000;
                snprintf(text, sizeof text, "fault late on=place ms=%u\nlag new=%u",
                         validity_ms * part / 8 - 50, rules->visibility_ms * part / 8 - 50);
                live_through(&markets[i], part, (plot)which, text, 0);
            }
    }
}

/*
 * Nothing is heard of an order that rests, and just when it is looked for it fills: the list of open ones has lost it, the
 * list of done ones does not have it yet.
 */
static void an_order_that_ends_between_two_lists_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (int64_t ms = 4000; ms < 20000; ms += 250) {
            world self;
            open_market(&self, &markets[i], (uint64_t)ms);
            snprintf(self.fault, sizeof self.fault, "%s ends after %lld ms", markets[i].shape,
                     (long long)ms);
            world_run(&self, self.now_ns + TR_NS_PER_SECOND);
            world_script(&self, "lag ended=4900\nfault drop_after on=place\n"
                                "fault busy on=open times=1000\nfault busy on=query times=1000");
            world_limit(&self, "49000");
            (void)world_place(&self);
            world_run(&self, self.now_ns + ms * TR_NS_PER_MS);
            world_script(&self, "clear");
            world_price(&self, "48900 depth=1");
            world_run(&self, self.now_ns + 300 * TR_NS_PER_SECOND);
            world_compare(&self);
            assert_true(self.told.is_done);
            assert_int_equal(self.wire.placings, 1);
            world_close(&self);
        }
}

static void an_entry_that_finds_no_connection_is_rejected_with_nothing_sent(void **state)
{
    world self;
    (void)state;
    world_open(&self, "binance", 1);
    snprintf(self.fault, sizeof self.fault, "no connection");
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    self.refuse_connections = 1;
    world_limit(&self, "49000");
    (void)world_place(&self);
    world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
    assert_true(self.told.is_rejected);
    assert_int_equal(self.wire.placings, 0);
    world_compare(&self);
    world_close(&self);
}

static void an_order_placed_twice_is_sent_once(void **state)
{
    world self;
    (void)state;
    world_open(&self, "binance", 1);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    world_limit(&self, "49000");
    (void)world_place(&self);
    (void)world_place(&self);
    world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
    (void)world_place(&self);
    world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
    assert_int_equal(self.wire.placings, 1);
    world_compare(&self);
    world_close(&self);
}

static void an_entry_is_refused_while_the_clock_is_not_known(void **state)
{
    world self;
    (void)state;
    world_open(&self, "binance", 1);
    snprintf(self.fault, sizeof self.fault, "no clock");
    world_script(&self, "fault status code=500 on=time times=1000");
    world_limit(&self, "49000");
    (void)world_place(&self);
    world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
    assert_true(self.told.is_rejected);
    assert_int_equal(self.wire.placings, 0);
    world_close(&self);
}

/* The exchange took it; our side forgot everything: a new client asks by the id that the engine kept. */
static bool recall(void *user, const char *account, const char *client_id,
                   tr_exchange_order *order_out, char exchange_order_id_out[TR_LABEL_SIZE])
{
    world *self = user;
    assert_string_equal(account, self->order.account);
    assert_string_equal(client_id, self->order.client_id);
    *order_out = self->order;
    exchange_order_id_out[0] = '\0';
    return true;
}

static void an_order_of_a_life_before_is_found_again(void **state)
{
    (void)state;
    for (int was_sent = 0; was_sent < 2; was_sent++) {
        world self;
        world_open(&self, "binance", 1);
        snprintf(self.fault, sizeof self.fault, "restart %d", was_sent);
        world_run(&self, self.now_ns + TR_NS_PER_SECOND);
        world_script(&self, was_sent ? "fault drop_after on=place" : "fault drop_before on=place");
        world_limit(&self, "51000");
        (void)world_place(&self);
        world_run(&self, self.now_ns + 20 * TR_NS_PER_MS);
        world_client_close(&self);
        self.told = (world_record){ .is_accepted = false };
        self.query_ns = INT64_MAX;
        world_client_open(&self);
        tr_exchange_live_free(self.live);
        tr_instrument instrument = world_instrument(self.shape);
        tr_exchange_live_options live = TR_EXCHANGE_LIVE_OPTIONS_INIT;
        live.client = self.client;
        live.exchange = self.shape;
        live.instruments = &instrument;
        live.instrument_count = 1;
        live.loop = &self.wire.loop;
        live.sink = world_on_report;
        live.sink_user = &self;
        live.recall = recall;
        live.recall_user = &self;
        assert_int_equal(tr_exchange_live_new(&live, &self.live, NULL), TR_OK);
        const tr_exchange *port = tr_exchange_live_port(self.live);
        assert_int_equal(port->query(port->user, self.order.account, self.order.client_id, NULL),
                         TR_OK);
        world_run(&self, self.now_ns + 30 * TR_NS_PER_SECOND);
        world_compare(&self);
        assert_int_equal(self.told.is_done, was_sent);
        assert_int_equal(self.wire.placings, 1);
        world_close(&self);
    }
}

/* A buy at 49000 that has rested for a quarter of an hour, or a stop at 51000; the price comes to it, and we are told of it or not. */
static bool is_told_soon(bool has_stop, bool is_price_told, const char *price)
{
    world self;
    tr_price told;
    char script[64];
    world_open(&self, "binance", 1);
    snprintf(self.fault, sizeof self.fault, "price %s", price);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    if (has_stop)
        world_stop(&self, "51000", NULL);
    else
        world_limit(&self, "49000");
    (void)world_place(&self);
    world_run(&self, self.now_ns + 15 * TR_NS_PER_MINUTE);
    assert_true(self.told.is_accepted && !self.told.is_final);
    snprintf(script, sizeof script, "price BTC/USDT %s depth=1", price);
    world_script(&self, script);
    assert_int_equal(tr_decimal_parse(price, strlen(price), &told.value), TR_OK);
    if (is_price_told)
        tr_exchange_live_price(self.live, self.order.symbol, told);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    bool is_done = self.told.is_done;
    world_run(&self, self.now_ns + TR_NS_PER_MINUTE);
    assert_true(self.told.is_done);
    world_close(&self);
    return is_done;
}

static void an_order_that_a_price_reaches_is_looked_at_soon(void **state)
{
    (void)state;
    assert_true(is_told_soon(false, true, "48900"));
    assert_true(is_told_soon(true, true, "51500"));
    assert_false(is_told_soon(false, false, "48900")); /* looked at each half a minute */
}

/* A buy's stop at 49000 with the market at 50000. */
static void a_stop_beyond_its_price_goes_at_once_or_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++) {
        world self;
        if (product_of(&markets[i])->held_stops == 0)
            continue;
        open_market(&self, &markets[i], 1);
        snprintf(self.fault, sizeof self.fault, "%s, reached", markets[i].shape);
        world_run(&self, self.now_ns + TR_NS_PER_SECOND);
        world_stop(&self, "49000", "51000");
        (void)world_place(&self);
        world_run(&self, self.now_ns + 30 * TR_NS_PER_SECOND);
        bool goes = strcmp(markets[i].shape, "kraken") == 0; /* "it will execute immediately" */
        assert_int_equal(self.told.is_done, goes);
        assert_int_equal(self.told.is_rejected, !goes);
        assert_int_equal(sim_order_count(self.sim), goes);
        world_compare(&self);
        world_close(&self);
    }
}

static void a_stop_that_cannot_be_paid_when_it_goes_is_given_up(void **state)
{
    static const char *const holding[] = { "binance", "kraken" };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        world self;
        world_open(&self, holding[i], 1);
        snprintf(self.fault, sizeof self.fault, "%s, not paid", holding[i]);
        world_script(&self, "fund alice USDT -974800"); /* 25200: half a bitcoin at 50000 and its fee */
        world_run(&self, self.now_ns + TR_NS_PER_SECOND);
        world_stop(&self, "51000", NULL);
        (void)world_place(&self);
        world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
        assert_true(self.told.is_accepted);
        world_script(&self, "price BTC/USDT 51500");
        world_run(&self, self.now_ns + 60 * TR_NS_PER_SECOND);
        assert_true(self.told.is_cancelled);
        assert_int_equal(self.told.fill_count, 0);
        world_compare(&self);
        world_close(&self);
    }
}

/* Nothing arrived; when it is sent again, with proof of that, the exchange refuses it: that is an end, not a question. */
static void an_order_that_is_refused_when_sent_again_is_rejected(void **state)
{
    static const char *const again[] = { "bybit", "coinbase" };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        world self;
        world_open(&self, again[i], 1);
        snprintf(self.fault, sizeof self.fault, "%s, refused when sent again", again[i]);
        world_run(&self, self.now_ns + TR_NS_PER_SECOND);
        world_script(&self, "fault drop_before on=place\nfund alice USDT -999000");
        world_limit(&self, "49000");
        (void)world_place(&self);
        world_run(&self, self.now_ns + 600 * TR_NS_PER_SECOND);
        assert_true(self.told.is_rejected);
        assert_int_equal(self.wire.placings, 2);
        world_compare(&self);
        world_close(&self);
    }
}

/* ---- nonces ---------------------------------------------------------------------------------- */

/* Of each request that leaves, in its form. */
static uint64_t nonce_last;

static void nonce_check(world *self, const tr_http_request *request)
{
    const char *nonce = request->body == NULL ? NULL : strstr(request->body, "nonce=");
    if (nonce == NULL)
        return;
    uint64_t number = strtoull(nonce + 6, NULL, 10);
    if (number <= nonce_last)
        fail_msg("%s: nonce %llu behind %llu", self->fault, (unsigned long long)number,
                 (unsigned long long)nonce_last);
    nonce_last = number;
}

static void nonces_rise_over_restarts_and_steps_of_the_machines_clock(void **state)
{
    static const int64_t steps_s[] = { 0, -3600, 7200, -86400 };
    world self;
    (void)state;
    world_open(&self, "kraken", 1);
    snprintf(self.fault, sizeof self.fault, "nonces");
    self.on_send = nonce_check;
    nonce_last = 0;
    for (size_t i = 0; i < sizeof steps_s / sizeof steps_s[0]; i++) {
        self.wall_step_ns += steps_s[i] * TR_NS_PER_SECOND;
        world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
        tr_id_format(tr_id_make(self.now_ns, 7, &self.rng), self.order.client_id);
        self.told = (world_record){ .is_accepted = false };
        world_limit(&self, "51000");
        assert_int_equal(world_place(&self), TR_OK);
        world_run(&self, self.now_ns + 20 * TR_NS_PER_SECOND);
        assert_true(self.told.is_done);
        world_client_close(&self); /* a process ends: what its pacer knew is gone */
        tr_exchange_pacer_free(self.pacer);
        assert_int_equal(tr_exchange_pacer_new(&self.pacer, NULL), TR_OK);
        world_client_open(&self);
    }
    world_close(&self);
}

/* ---- many pages ------------------------------------------------------------------------------ */

#define NEVER 1000000u

static unsigned int page_of_ours, pages_asked;
static char id_of_ours[TR_LABEL_SIZE];

/* Coinbase has no look-up by our id: a list with other orders, ours on one of its pages. The answer to placing tells nothing. */
static const char *play_pages(world *self, const tr_http_request *request)
{
    static char body[2048];
    long long s = (long long)(self->now_ns / TR_NS_PER_SECOND);
    const char *cursor = strstr(request->url, "cursor=");
    unsigned int page = cursor == NULL ? 1 : (unsigned int)strtoul(cursor + 7, NULL, 10);
    if (strstr(request->url, "/brokerage/time") != NULL) {
        snprintf(body, sizeof body, "{\"epochSeconds\":\"%lld\",\"epochMillis\":\"%lld\"}", s,
                 (long long)(self->now_ns / TR_NS_PER_MS));
    } else if (strstr(request->url, "historical/batch") != NULL) {
        pages_asked++;
        snprintf(body, sizeof body,
                 "{\"orders\":[{\"order_id\":\"%u\",\"client_order_id\":\"%s\",\"product_id\":"
                 "\"BTC-USDT\","
                 "\"side\":\"BUY\",\"status\":\"OPEN\",\"filled_size\":\"0\"}],\"cursor\":\"%u\","
                 "\"has_next\":true}",
                 page, page == page_of_ours ? id_of_ours : "somebody", page + 1);
    } else {
        snprintf(
            body, sizeof body, "%s",
            strstr(request->url, "historical/") == NULL
                ? "<html>please wait</html>"
                : "{\"order\":{\"order_id\":\"300\",\"product_id\":\"BTC-USDT\",\"side\":\"BUY\","
                  "\"status\":\"OPEN\",\"filled_size\":\"0\"}}");
    }
    return body;
}

static void look_through_pages(world *self, unsigned int page)
{
    tr_instrument instrument = world_instrument("coinbase");
    page_of_ours = page;
    pages_asked = 0;
    world_open_played(self, &instrument, play_pages);
    snprintf(self->fault, sizeof self->fault, "page %u", page);
    memcpy(id_of_ours, self->order.client_id, sizeof id_of_ours);
    self->order.type = TR_ORDER_LIMIT;
    assert_int_equal(tr_decimal_parse("0.5", 3, &self->order.quantity.value), TR_OK);
    world_run(self, self->now_ns + TR_NS_PER_SECOND);
    world_limit(self, "49000");
    (void)world_place(self);
    world_run(self, self->now_ns + 60 * TR_NS_PER_SECOND);
}

static void an_order_behind_many_pages_is_found(void **state)
{
    world self;
    (void)state;
    look_through_pages(&self, 300);
    assert_true(self.told.is_accepted);
    world_close(&self);
}

static void an_order_behind_more_pages_than_are_read_stays_unknown(void **state)
{
    world self;
    (void)state;
    look_through_pages(&self, NEVER);
    world_run(&self, self.now_ns + 600 * TR_NS_PER_SECOND);
    assert_true(pages_asked > 1000);
    assert_false(self.told.is_accepted || self.told.is_final || self.told.misses > 0);
    assert_int_equal(tr_exchange_live_unsettled(self.live) > 0, 1);
    world_close(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_without_faults_is_one_order),
        cmocka_unit_test(an_entry_that_finds_no_connection_is_rejected_with_nothing_sent),
        cmocka_unit_test(an_order_placed_twice_is_sent_once),
        cmocka_unit_test(an_entry_is_refused_while_the_clock_is_not_known),
        cmocka_unit_test(an_order_of_a_life_before_is_found_again),
        cmocka_unit_test(an_order_that_a_price_reaches_is_looked_at_soon),
        cmocka_unit_test(a_stop_beyond_its_price_goes_at_once_or_is_refused),
        cmocka_unit_test(a_stop_that_cannot_be_paid_when_it_goes_is_given_up),
        cmocka_unit_test(an_order_that_is_refused_when_sent_again_is_rejected),
        cmocka_unit_test(an_order_that_arrives_and_is_shown_late_is_found),
        cmocka_unit_test(an_order_that_ends_between_two_lists_is_found),
        cmocka_unit_test(nonces_rise_over_restarts_and_steps_of_the_machines_clock),
        cmocka_unit_test(an_order_behind_many_pages_is_found),
        cmocka_unit_test(an_order_behind_more_pages_than_are_read_stays_unknown),
        cmocka_unit_test(every_kind_of_fault_makes_neither_a_double_nor_a_loss),
        cmocka_unit_test(a_break_at_any_byte_makes_neither_a_double_nor_a_loss),
        cmocka_unit_test(chaos_makes_neither_a_double_nor_a_loss),
    };
    return cmocka_run_group_tests_name("exchange_live", tests, NULL, NULL);
}
