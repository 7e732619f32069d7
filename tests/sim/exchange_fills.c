/*
 * An order of 1,500 fills is booked whole: each exchange's list of fills, in the shapes that it documents, cut into its pages,
 * as the live exchange and its client ask for them. The order is one that an engine before this one had placed.
 */
#include <stdio.h>
#include <string.h>

#include "fill_shapes.h"

#define FILL_COUNT 1500
#define FIRST_ID   100001
#define DAY_MS     INT64_C(86400000)

/* What is played now: cmocka runs one test at a time. */
static struct {
    const fill_shape *shape;
    played list;
    int64_t first_ms; /* the oldest fill */
    int64_t gap_ms;   /* from one fill to the next; 0: three in each instant */
    int64_t span_ms;  /* unless others are asked for, only the last of so many are told; 0: all */
    const char *from, *until; /* parameters of a span */
} playing;

/* Is a fill of this time within the span that the URL asks for? */
static bool is_told(const char *url, int64_t at_ms)
{
    if (playing.span_ms == 0)
        return true;
    int64_t from = played_param(url, playing.from, -1),
            until = played_param(url, playing.until, -1);
    if (from < 0 || until < 0) {
        until = playing.list.now_ms;
        from = until - playing.span_ms;
    }
    assert_true(until - from <= playing.span_ms);
    return at_ms >= from && at_ms <= until;
}

static void put_fills(const char *url)
{
    played_line lines[FILL_COUNT];
    size_t count = 0;
    for (int i = FILL_COUNT - 1; i >= 0; i--) {
        int64_t since_ms = playing.gap_ms > 0 ? i * playing.gap_ms : i / 3;
        int64_t at_ms = playing.first_ms + since_ms;
        if (is_told(url, at_ms))
            lines[count++] = (played_line){ .id = FIRST_ID + i, .at_ms = at_ms };
    }
    played_put_page(&playing.list, url, lines, count);
}

static const char *answer(world *self, const tr_http_request *request)
{
    played_begin(&playing.list, self->now_ns / TR_NS_PER_MS);
    if (played_put_clock(&playing.list, request->url))
        return playing.list.body;
    if (strstr(request->url, playing.list.list->address) != NULL)
        put_fills(request->url);
    else if (strstr(request->url, playing.shape->order_address) != NULL)
        played_put(&playing.list, playing.shape->order);
    else
        fail_msg("%s: nobody plays %s", playing.list.list->exchange, request->url);
    return playing.list.body;
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

/* Play this order, made at this time, to the live exchange; what else is played is set. */
static void book(const fill_shape *shape, int64_t made_ms)
{
    static world self; /* too large for a stack */
    const played_list *fills = &shape->fills;
    tr_instrument instrument = played_instrument(fills);
    tr_decimal whole;
    playing.shape = shape;
    playing.list = (played){ .list = fills, .made_ms = made_ms };
    world_open_played(&self, &instrument, answer);
    snprintf(self.fault, sizeof self.fault, "%s %s", fills->exchange, tr_kind_name(fills->kind));
    assert_int_equal(tr_decimal_parse(shape->quantity, strlen(shape->quantity), &whole), TR_OK);
    self.order.side = TR_SIDE_BUY;
    self.order.type = TR_ORDER_LIMIT;
    self.order.quantity.value = whole;
    live_reopen(&self, &instrument);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    assert_int_equal(port->query(port->user, "live", self.order.client_id, NULL), TR_OK);
    world_run(&self, self.now_ns + 300 * TR_NS_PER_SECOND);
    if (self.told.fill_count != FILL_COUNT || !self.told.is_done)
        fail_msg("%s: %zu fills in %u pages, done: %d", self.fault, self.told.fill_count,
                 playing.list.page_count, (int)self.told.is_done);
    assert_int_equal(tr_decimal_compare(self.told.filled, whole), 0);
    assert_true(playing.list.page_count >= (fills->cut == CUT_NONE ? 1u : 2u));
    world_close(&self);
    played_done(&playing.list);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void an_order_of_1500_fills_is_booked_whole(void **state)
{
    int64_t start_ms = WORLD_START_NS / TR_NS_PER_MS;
    (void)state;
    memset(&playing, 0, sizeof playing);
    playing.first_ms = start_ms - 9000;
    for (size_t i = 0; i < fill_shape_count; i++)
        book(&fill_shapes[i], start_ms - 10000);
}

/* A month old, filled over all of it: the exchange tells of the last week alone unless it is asked for others. */
static void fills_of_an_order_older_than_the_exchange_tells_of_are_asked_for(void **state)
{
    static const struct {
        const char *exchange, *from, *until;
    } told[] = { { "bybit", "startTime", "endTime" }, { "kucoin", "startAt", "endAt" } };
    int64_t made_ms = WORLD_START_NS / TR_NS_PER_MS - 30 * DAY_MS;
    size_t booked = 0;
    (void)state;
    memset(&playing, 0, sizeof playing);
    playing.first_ms = made_ms + 1000;
    playing.gap_ms = 29 * DAY_MS / FILL_COUNT;
    playing.span_ms = 7 * DAY_MS;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        for (size_t k = 0; k < fill_shape_count; k++) {
            if (strcmp(fill_shapes[k].fills.exchange, told[i].exchange) != 0)
                continue;
            playing.from = told[i].from;
            playing.until = told[i].until;
            book(&fill_shapes[k], made_ms);
            booked++;
        }
    assert_int_equal(booked, 3); /* bybit's spot, kucoin's both */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_of_1500_fills_is_booked_whole),
        cmocka_unit_test(fills_of_an_order_older_than_the_exchange_tells_of_are_asked_for),
    };
    return cmocka_run_group_tests_name("exchange_fills", tests, NULL, NULL);
}
