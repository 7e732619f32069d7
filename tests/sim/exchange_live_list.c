/*
 * What the exchange holds, as the live port lists it: open orders, executions and balances of the scripted exchange, page by
 * page, under faults, while they change. A list is whole and right, or it fails; it is never cut.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live_world.h"

#define LISTED_MAX 2048

static const char *const shapes[] = { "binance", "bybit", "coinbase", "kraken" };
#define SHAPE_COUNT (sizeof shapes / sizeof shapes[0])

typedef struct listed {
    tr_listing_kind kind;
    tr_exchange_item items[LISTED_MAX];
    size_t count;
    unsigned int done;
    tr_status status;
    char reason[TR_REASON_SIZE];
} listed;

static listed told;

static void on_item(void *user, const tr_exchange_item *item)
{
    listed *self = user;
    assert_true(self->count < LISTED_MAX);
    assert_int_equal(item->kind, self->kind);
    assert_int_equal(self->done, 0);
    self->items[self->count++] = *item;
}

static void on_done(void *user, tr_status status, const tr_error *err)
{
    listed *self = user;
    assert_true((status == TR_OK) == (err == NULL));
    self->done++;
    self->status = status;
    if (err != NULL)
        snprintf(self->reason, sizeof self->reason, "%.*s", (int)sizeof self->reason - 1,
                 err->message);
}

/* Asks, and waits for the end. */
static tr_status list_since(world *self, tr_listing_kind kind, int64_t since_ns)
{
    const tr_exchange *port = tr_exchange_live_port(self->live);
    tr_exchange_listing into = { on_item, on_done, &told };
    told = (listed){ .kind = kind };
    tr_status status = port->list(port->user, kind, "live", since_ns, &into, NULL);
    for (int i = 0; i < 1000 && status == TR_OK && told.done == 0; i++)
        world_run(self, self->now_ns + 10 * TR_NS_PER_SECOND);
    if (status == TR_OK)
        assert_int_equal(told.done, 1);
    return status;
}

static tr_status list(world *self, tr_listing_kind kind)
{
    return list_since(self, kind, WORLD_START_NS);
}

static void list_all(world *self, tr_listing_kind kind)
{
    assert_int_equal(list(self, kind), TR_OK);
    if (told.status != TR_OK)
        fail_msg("%s: %s", self->fault, told.reason);
}

static const tr_exchange_item *find(const char *client_id)
{
    for (size_t i = 0; i < told.count; i++)
        if (strcmp(told.items[i].client_id, client_id) == 0)
            return &told.items[i];
    return NULL;
}

static void ignore(void *user, const tr_exchange_result *result)
{
    (void)user;
    assert_int_equal(result->status, TR_OK);
}

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    assert_int_equal(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

/* An order that nobody here knows of; its id is written to `client_id_out`. */
static void place_behind(world *self, const char *quantity, const char *price,
                         char client_id_out[TR_LABEL_SIZE])
{
    tr_instrument instrument = world_instrument(self->shape);
    tr_order_terms terms = { .side = TR_SIDE_BUY, .type = TR_ORDER_LIMIT, .tif = TR_TIF_GTC };
    tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
    question.call = TR_CALL_PLACE;
    question.instrument = &instrument;
    question.order_id = tr_id_make(self->now_ns, 7, &self->rng);
    question.terms = &terms;
    terms.quantity.value = decimal(quantity);
    terms.limit_price.value = decimal(price);
    tr_id_format(question.order_id, client_id_out);
    assert_int_equal(tr_exchange_client_ask(self->client, &question, TR_URGENCY_ENTRY, NULL, NULL,
                                            ignore, NULL, NULL),
                     TR_OK);
    world_run(self, self->now_ns + TR_NS_PER_SECOND);
}

static void open_world(world *self, const char *shape)
{
    world_open(self, shape, 1);
    snprintf(self->fault, sizeof self->fault, "%s", shape);
    world_run(self, self->now_ns + TR_NS_PER_SECOND);
}

/* Our order rests at `price`, or takes. */
static void place_ours(world *self, const char *price)
{
    world_limit(self, price);
    assert_int_equal(world_place(self), TR_OK);
    world_run(self, self->now_ns + 5 * TR_NS_PER_SECOND);
}

/* ---- what is listed -------------------------------------------------------------------------- */

static void open_orders_are_listed_under_our_ids_strays_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        char stray[TR_LABEL_SIZE];
        open_world(&self, shapes[i]);
        list_all(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 0);
        place_ours(&self, "49000");
        place_behind(&self, "0.25", "48000", stray);
        list_all(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 2);
        const tr_exchange_item *ours = find(self.order.client_id);
        assert_non_null(ours);
        assert_non_null(find(stray));
        assert_string_equal(ours->symbol, "BTC/USDT");
        assert_int_equal(ours->side, TR_SIDE_BUY);
        assert_int_equal(tr_decimal_compare(ours->quantity.value, self.order.quantity.value), 0);
        assert_int_equal(tr_decimal_compare(ours->price.value, self.order.limit_price.value), 0);
        assert_true(tr_decimal_is_zero(ours->filled_quantity.value));
        world_close(&self);
    }
}

static void executions_are_listed_under_our_ids_those_of_strays_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        char stray[TR_LABEL_SIZE];
        tr_decimal ours = { 0 }, strays = { 0 };
        open_world(&self, shapes[i]);
        place_ours(&self, "51000");
        place_behind(&self, "0.25", "51000", stray);
        list_all(&self, TR_LISTING_FILLS);
        assert_int_equal(told.count, sim_fill_count(self.sim));
        for (size_t at = 0; at < told.count; at++) {
            const tr_exchange_item *item = &told.items[at];
            bool is_ours = strcmp(item->client_id, self.order.client_id) == 0;
            tr_decimal *sum = is_ours ? &ours : &strays;
            if (!is_ours)
                assert_string_equal(item->client_id, stray);
            assert_string_equal(item->symbol, "BTC/USDT");
            assert_true(tr_decimal_sign(item->fee.value) > 0 && item->asset[0] != '\0');
            assert_true(item->at_ns > WORLD_START_NS && item->exchange_order_id[0] != '\0');
            assert_int_equal(tr_decimal_add(*sum, item->quantity.value, sum), TR_OK);
        }
        assert_int_equal(tr_decimal_compare(ours, self.order.quantity.value), 0);
        assert_int_equal(tr_decimal_compare(strays, decimal("0.25")), 0);
        /* The ids are those of the reports: what was booked is recognised. */
        assert_true(self.told.fill_count > 0);
        for (size_t at = 0; at < self.told.fill_count; at++) {
            bool is_there = false;
            for (size_t k = 0; k < told.count; k++)
                is_there |= strcmp(told.items[k].exchange_fill_id, self.told.fill_ids[at]) == 0;
            assert_true(is_there);
        }
        world_run(&self, self.now_ns + TR_NS_PER_HOUR);
        assert_int_equal(list_since(&self, TR_LISTING_FILLS, self.now_ns - TR_NS_PER_MINUTE),
                         TR_OK);
        assert_int_equal(told.status, TR_OK);
        assert_int_equal(told.count, 0);
        world_close(&self);
    }
}

static void balances_are_listed_with_what_orders_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        open_world(&self, shapes[i]);
        place_ours(&self, "49000");
        list_all(&self, TR_LISTING_BALANCES);
        assert_int_equal(told.count, 2);
        for (size_t at = 0; at < told.count; at++) {
            bool is_coin = strcmp(told.items[at].asset, "BTC") == 0;
            assert_string_equal(told.items[at].asset, is_coin ? "BTC" : "USDT");
            assert_int_equal(
                tr_decimal_compare(told.items[at].held, decimal(is_coin ? "5" : "1000000")), 0);
        }
        assert_int_equal(list(&self, TR_LISTING_POSITIONS), TR_E_UNSUPPORTED);
        world_close(&self);
    }
}

/* ---- long lists ------------------------------------------------------------------------------ */

enum { ORDERS = 120 };

static void place_many(world *self, char ids[ORDERS][TR_LABEL_SIZE])
{
    world_script(self, "limit weight=1000000 orders=1000000");
    for (int i = 0; i < ORDERS; i++) {
        char price[16];
        snprintf(price, sizeof price, "%d", 40000 + i);
        place_behind(self, "0.001", price, ids[i]);
    }
}

static void a_list_of_many_pages_is_read_to_its_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        static char ids[ORDERS][TR_LABEL_SIZE];
        open_world(&self, shapes[i]);
        place_many(&self, ids);
        list_all(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, ORDERS);
        for (int k = 0; k < ORDERS; k++)
            assert_non_null(find(ids[k]));
        world_close(&self);
    }
}

/* Bybit's pages here are counted: one order less moves the page behind it. */
static unsigned int pages_sent;

static void end_one_between_pages(world *self, const tr_http_request *request)
{
    if (strstr(request->url, "cursor=") == NULL || pages_sent++ > 0)
        return;
    world_script(self, "price BTC/USDT 40118.5 depth=1");
}

static void an_order_that_ends_between_two_pages_hides_no_other(void **state)
{
    world self;
    static char ids[ORDERS][TR_LABEL_SIZE];
    (void)state;
    open_world(&self, "bybit");
    place_many(&self, ids);
    pages_sent = 0;
    self.on_send = end_one_between_pages;
    list_all(&self, TR_LISTING_ORDERS);
    assert_true(pages_sent > 2);
    assert_int_equal(told.count, ORDERS - 1); /* the highest price is gone */
    for (int k = 0; k < ORDERS - 1; k++)
        assert_non_null(find(ids[k]));
    world_close(&self);
}

static sim_answer first_page;
static char first_bytes[262144];

/* Every page is the first one again. */
static void repeat_page(world *self, const tr_http_request *request, sim_answer *answer)
{
    (void)self;
    if (strstr(request->url, "order/realtime") == NULL)
        return;
    if (strstr(request->url, "cursor=") == NULL) {
        assert_true(answer->size <= sizeof first_bytes);
        memcpy(first_bytes, answer->bytes, answer->size);
        first_page = *answer;
        first_page.bytes = first_bytes;
    } else {
        *answer = first_page;
    }
}

static void pages_that_go_in_a_circle_are_no_list(void **state)
{
    world self;
    static char ids[ORDERS][TR_LABEL_SIZE];
    (void)state;
    open_world(&self, "bybit");
    place_many(&self, ids);
    self.on_answer = repeat_page;
    assert_int_equal(list(&self, TR_LISTING_ORDERS), TR_OK);
    assert_int_equal(told.status, TR_E_CORRUPT);
    assert_int_equal(told.count, 0);
    world_close(&self);
}

/* An order ends before each further page: the list never stands still, and is not called whole. */
static unsigned int moved;

static void end_one_each_time(world *self, const tr_http_request *request)
{
    char text[64];
    if (strstr(request->url, "cursor=") == NULL)
        return;
    snprintf(text, sizeof text, "price BTC/USDT %u.5 depth=1", 40000 + ORDERS - 2 - moved++);
    world_script(self, text);
}

static void a_list_that_never_stands_still_is_not_called_whole(void **state)
{
    world self;
    static char ids[ORDERS][TR_LABEL_SIZE];
    (void)state;
    open_world(&self, "bybit");
    place_many(&self, ids);
    moved = 0;
    self.on_send = end_one_each_time;
    assert_int_equal(list(&self, TR_LISTING_ORDERS), TR_OK);
    assert_int_equal(told.status, TR_E_BUSY);
    assert_int_equal(told.count, 0);
    world_close(&self);
}

/* Binance lists a thousand executions at most and has no cursor: the time is cut into stretches. */
static void executions_beyond_what_one_answer_holds_are_all_listed(void **state)
{
    enum { FILLS = 1010 };
    world self;
    char id[TR_LABEL_SIZE];
    (void)state;
    open_world(&self, "binance");
    world_script(&self, "limit weight=100000000 orders=100000000");
    for (int i = 0; i < FILLS; i++)
        place_behind(&self, "0.001", "51000", id);
    assert_int_equal(sim_fill_count(self.sim), FILLS);
    list_all(&self, TR_LISTING_FILLS);
    assert_int_equal(told.count, FILLS);
    for (size_t i = 1; i < told.count; i++)
        assert_true(told.items[i].at_ns >= told.items[i - 1].at_ns);
    for (size_t i = 0; i < told.count; i++)
        assert_int_not_equal(told.items[i].client_id[0], '\0');
    world_close(&self);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void a_list_that_fails_is_not_called_whole(void **state)
{
    world self;
    (void)state;
    open_world(&self, "binance");
    world_script(&self, "fault garbage on=open times=100");
    assert_int_equal(list(&self, TR_LISTING_ORDERS), TR_OK);
    assert_int_not_equal(told.status, TR_OK);
    world_script(&self, "clear");
    list_all(&self, TR_LISTING_ORDERS);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_listing into = { on_item, on_done, &told };
    told = (listed){ .count = 0 };
    assert_int_equal(port->list(port->user, TR_LISTING_ORDERS, "live", 0, &into, NULL), TR_OK);
    assert_int_equal(port->list(port->user, TR_LISTING_ORDERS, "live", 0, &into, NULL), TR_E_BUSY);
    world_close(&self); /* whoever asked ends the exchange: nothing is told, nothing leaks */
    assert_int_equal(told.done, 0);
}

/* Whatever breaks wherever, the list is the right one or none. */
static void a_list_broken_at_any_byte_is_right_or_none(void **state)
{
    static const char *const operations[] = { "open", "query", "fills", "balance" };
    static const tr_listing_kind kinds[] = { TR_LISTING_ORDERS, TR_LISTING_FILLS,
                                             TR_LISTING_BALANCES };
    unsigned int runs = 0, failures = 0;
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        char stray[TR_LABEL_SIZE], taken[TR_LABEL_SIZE];
        size_t counts[3];
        open_world(&self, shapes[i]);
        place_behind(&self, "0.25", "48000", stray);
        place_behind(&self, "0.25", "51000", taken);
        for (size_t k = 0; k < 3; k++) {
            list_all(&self, kinds[k]);
            counts[k] = told.count;
        }
        for (unsigned int at = 0; at < 900; at += 29)
            for (size_t j = 0; j < 4; j++)
                for (size_t k = 0; k < 3; k++, runs++) {
                    char fault[96];
                    snprintf(fault, sizeof fault, "fault %s on=%s at=%u times=%d",
                             at % 2 == 0 ? "reset_answer" : "reset_request", operations[j], at,
                             at % 3 == 0 ? 20 : 1);
                    snprintf(self.fault, sizeof self.fault, "%s %s", shapes[i], fault);
                    world_script(&self, fault);
                    assert_int_equal(list(&self, kinds[k]), TR_OK);
                    failures += told.status != TR_OK;
                    assert_int_equal(told.count, told.status == TR_OK ? counts[k] : 0);
                    world_script(&self, "clear");
                    world_run(&self, self.now_ns + 90 * TR_NS_PER_SECOND); /* the circuit closes */
                    list_all(&self, kinds[k]);
                    assert_int_equal(told.count, counts[k]);
                }
        world_close(&self);
    }
    print_message("# %u lists, %u of them broken for good\n", runs, failures);
}

/* ---- strays ---------------------------------------------------------------------------------- */

static unsigned int stray_ends;

static void on_stray_report(void *user, const tr_exchange_report *report)
{
    (void)user;
    stray_ends += report->kind == TR_REPORT_CANCELLED;
}

static void an_order_that_only_a_list_knows_can_be_cancelled(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        char stray[TR_LABEL_SIZE];
        open_world(&self, shapes[i]);
        tr_exchange_live_free(self.live);
        tr_instrument instrument = world_instrument(self.shape);
        tr_exchange_live_options live = TR_EXCHANGE_LIVE_OPTIONS_INIT;
        live.client = self.client;
        live.exchange = self.shape;
        live.instruments = &instrument;
        live.instrument_count = 1;
        live.loop = &self.wire.loop;
        live.sink = on_stray_report;
        assert_int_equal(tr_exchange_live_new(&live, &self.live, NULL), TR_OK);
        const tr_exchange *port = tr_exchange_live_port(self.live);
        place_behind(&self, "0.25", "48000", stray);
        assert_int_equal(port->cancel(port->user, "live", stray, NULL), TR_E_NOT_FOUND);
        list_all(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 1);
        stray_ends = 0;
        assert_int_equal(port->cancel(port->user, "live", stray, NULL), TR_OK);
        world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
        assert_int_equal(stray_ends, 1);
        list_all(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 0);
        assert_int_equal(port->cancel(port->user, "live", stray, NULL), TR_E_NOT_FOUND);
        world_close(&self);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_orders_are_listed_under_our_ids_strays_too),
        cmocka_unit_test(executions_are_listed_under_our_ids_those_of_strays_too),
        cmocka_unit_test(balances_are_listed_with_what_orders_hold),
        cmocka_unit_test(a_list_of_many_pages_is_read_to_its_end),
        cmocka_unit_test(an_order_that_ends_between_two_pages_hides_no_other),
        cmocka_unit_test(pages_that_go_in_a_circle_are_no_list),
        cmocka_unit_test(a_list_that_never_stands_still_is_not_called_whole),
        cmocka_unit_test(executions_beyond_what_one_answer_holds_are_all_listed),
        cmocka_unit_test(a_list_that_fails_is_not_called_whole),
        cmocka_unit_test(a_list_broken_at_any_byte_is_right_or_none),
        cmocka_unit_test(an_order_that_only_a_list_knows_can_be_cancelled),
    };
    return cmocka_run_group_tests_name("exchange_live_list", tests, NULL, NULL);
}
