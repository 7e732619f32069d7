/*
 * Tokens made ahead of need: an order of coinbase finds one ready and leaves without a signature being made; none leaves
 * twice, too late or too early. Signatures are counted where they are made, by the linker (--wrap).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/crypto.h>
#include <trade/json.h>

#include "live_world.h"

#define SEEN_MAX 512

/* ---- what is counted and seen ---------------------------------------------------------------- */

static unsigned int made; /* signatures, of anything */

tr_status __real_tr_private_key_sign(const tr_private_key *key, const void *bytes, size_t size,
                                     uint8_t *out, size_t *out_size);
tr_status __wrap_tr_private_key_sign(const tr_private_key *key, const void *bytes, size_t size,
                                     uint8_t *out, size_t *out_size);

tr_status __wrap_tr_private_key_sign(const tr_private_key *key, const void *bytes, size_t size,
                                     uint8_t *out, size_t *out_size)
{
    made++;
    return __real_tr_private_key_sign(key, bytes, size, out, out_size);
}

static struct {
    unsigned int made_before; /* when the order was asked for */
    unsigned int made_on_way; /* when the last order left, since then */
    unsigned int orders;
    char *tokens[SEEN_MAX];
    size_t count;
    int64_t least_left_s; /* of all that left */
} seen;

static void forget(void)
{
    for (size_t i = 0; i < seen.count; i++)
        free(seen.tokens[i]);
    memset(&seen, 0, sizeof seen);
    seen.least_left_s = INT64_MAX;
}

static void claims_check(const world *self, const char *token)
{
    const char *start = strchr(token, '.') + 1, *end = strchr(start, '.');
    char text[2048];
    size_t size = 0;
    int64_t from = 0, until = 0, now = self->now_ns / TR_NS_PER_SECOND;
    tr_json_document *json = NULL;
    assert_int_equal(tr_base64_decode(TR_BASE64_URL_BARE, start, (size_t)(end - start), text,
                                      sizeof text, &size),
                     TR_OK);
    assert_int_equal(tr_json_document_parse(text, size, NULL, &json, NULL), TR_OK);
    const tr_json_value *root = tr_json_document_root(json);
    assert_int_equal(tr_json_member_int64(root, "nbf", &from, NULL), TR_OK);
    assert_int_equal(tr_json_member_int64(root, "exp", &until, NULL), TR_OK);
    tr_json_document_free(json);
    assert_true(from <= now);
    if (until - now < seen.least_left_s)
        seen.least_left_s = until - now;
}

static void on_send(world *self, const tr_http_request *request)
{
    for (size_t i = 0; i < request->header_count; i++) {
        const char *value = request->headers[i].value;
        if (strcmp(request->headers[i].name, "Authorization") != 0)
            continue;
        for (size_t j = 0; j < seen.count; j++)
            if (strcmp(seen.tokens[j], value) == 0)
                fail_msg("a token leaves twice");
        assert_true(seen.count < SEEN_MAX);
        seen.tokens[seen.count] = strdup(value);
        assert_non_null(seen.tokens[seen.count]);
        seen.count++;
        claims_check(self, value);
    }
    if (strcmp(request->method, "POST") == 0 && strstr(request->url, "/orders") != NULL &&
        strstr(request->url, "batch_cancel") == NULL) {
        seen.made_on_way = made - seen.made_before;
        seen.orders++;
    }
}

static void open_quiet(world *self, const char *shape)
{
    world_open_signing(self, shape, 1);
    self->on_send = on_send;
    made = 0;
    forget();
    world_run(self, self->now_ns + 2 * TR_NS_PER_SECOND);
}

static tr_exchange_client_figures figures_of(const world *self)
{
    tr_exchange_client_figures figures;
    tr_exchange_client_figures_read(self->client, &figures);
    return figures;
}

/* An order that rests, is found, and is cancelled. */
static void order_through(world *self)
{
    const tr_exchange *port = tr_exchange_live_port(self->live);
    self->told = (world_record){ .is_accepted = false };
    tr_id_format(tr_id_make(self->now_ns, 7, &self->rng), self->order.client_id);
    world_limit(self, "49000");
    seen.made_before = made;
    (void)world_place(self);
    world_run(self, self->now_ns + 100 * TR_NS_PER_MS);
    assert_true(self->told.is_accepted);
    assert_int_equal(port->cancel(port->user, self->order.account, self->order.client_id, NULL),
                     TR_OK);
    world_run(self, self->now_ns + 5 * TR_NS_PER_SECOND);
    assert_true(self->told.is_cancelled);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void an_order_finds_its_token_ready_and_makes_no_signature(void **state)
{
    world self;
    (void)state;
    open_quiet(&self, "coinbase");
    assert_int_equal(made, 8); /* nothing private was asked: all were made ahead */
    order_through(&self);
    assert_int_equal(seen.orders, 1);
    assert_int_equal(seen.made_on_way, 0);
    assert_int_equal(figures_of(&self).tokens_late, 0);
    assert_true(figures_of(&self).tokens_ready >= 2);
    world_close(&self);
    forget();
}

static void an_idle_client_keeps_its_tokens_fresh_and_no_more_than_that(void **state)
{
    world self;
    (void)state;
    open_quiet(&self, "coinbase");
    world_run(&self, self.now_ns + 3600 * TR_NS_PER_SECOND);
    assert_true(made >= 8 * 59);
    assert_true(made <= 8 * 63);
    order_through(&self);
    assert_int_equal(seen.made_on_way, 0);
    assert_int_equal(figures_of(&self).tokens_late, 0);
    world_close(&self);
    forget();
}

static void no_token_leaves_twice_or_near_its_end(void **state)
{
    world self;
    (void)state;
    open_quiet(&self, "coinbase");
    for (int i = 0; i < 40; i++) {
        world_run(&self, self.now_ns + (int64_t)tr_rng_below(&self.rng, 90) * TR_NS_PER_SECOND);
        order_through(&self);
        assert_int_equal(seen.made_on_way, 0);
    }
    assert_int_equal(seen.orders, 40);
    assert_true(seen.least_left_s >= 29);
    world_close(&self);
    forget();
}

static void a_loop_that_slept_through_a_token_does_not_send_it(void **state)
{
    world self;
    (void)state;
    open_quiet(&self, "coinbase");
    self.now_ns += 115 * TR_NS_PER_SECOND; /* no timer runs: all have less than ten seconds left */
    order_through(&self);
    assert_int_equal(seen.orders, 1);
    assert_int_equal(seen.made_on_way, 1);
    assert_int_equal(figures_of(&self).tokens_late, 1);
    assert_true(seen.least_left_s >= 29);
    world_close(&self);
    forget();
}

typedef struct burst {
    unsigned int done, failed;
} burst;

static void on_burst(void *user, const tr_exchange_result *result)
{
    burst *self = user;
    self->done++;
    self->failed += result->status != TR_OK;
}

static void orders_beyond_the_ready_tokens_make_their_own(void **state)
{
    world self;
    burst told = { 0, 0 };
    tr_instrument instrument = world_instrument("coinbase");
    tr_order_terms terms = { .side = TR_SIDE_BUY, .type = TR_ORDER_LIMIT, .tif = TR_TIF_GTC };
    (void)state;
    open_quiet(&self, "coinbase");
    assert_int_equal(tr_decimal_parse("0.5", 3, &terms.quantity.value), TR_OK);
    assert_int_equal(tr_decimal_parse("49000", 5, &terms.limit_price.value), TR_OK);
    for (int i = 0; i < 6; i++) {
        tr_exchange_question question = TR_EXCHANGE_QUESTION_INIT;
        question.call = TR_CALL_PLACE;
        question.instrument = &instrument;
        question.order_id = tr_id_make(self.now_ns, 7, &self.rng);
        question.terms = &terms;
        assert_int_equal(tr_exchange_client_ask(self.client, &question, TR_URGENCY_ENTRY, "a", NULL,
                                                on_burst, &told, NULL),
                         TR_OK);
    }
    seen.made_before = made;
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    assert_int_equal(told.done, 6);
    assert_int_equal(told.failed, 0);
    assert_int_equal(figures_of(&self).tokens_ready, 4);
    assert_int_equal(figures_of(&self).tokens_late, 2);
    assert_int_equal(seen.made_on_way, 2);
    assert_int_equal(sim_order_count(self.sim), 6);
    world_close(&self);
    forget();
}

static void a_clock_that_was_set_voids_what_is_ready(void **state)
{
    world self;
    (void)state;
    open_quiet(&self, "coinbase");
    world_script(&self, "fault clock_jump ms=-45000 on=time times=1000");
    world_run(&self, self.now_ns + 130 * TR_NS_PER_SECOND);
    order_through(&self);
    assert_int_equal(figures_of(&self).tokens_late, 0);
    assert_int_equal(seen.made_on_way, 0);
    world_close(&self);
    forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_finds_its_token_ready_and_makes_no_signature),
        cmocka_unit_test(an_idle_client_keeps_its_tokens_fresh_and_no_more_than_that),
        cmocka_unit_test(no_token_leaves_twice_or_near_its_end),
        cmocka_unit_test(a_loop_that_slept_through_a_token_does_not_send_it),
        cmocka_unit_test(orders_beyond_the_ready_tokens_make_their_own),
        cmocka_unit_test(a_clock_that_was_set_voids_what_is_ready),
    };
    return cmocka_run_group_tests_name("exchange_tokens", tests, NULL, NULL);
}
