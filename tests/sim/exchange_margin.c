/*
 * Whether swaps are margined at an exchange as the configuration has it, asked again and again: what is as configured says nothing, another
 * leverage, isolated margin and an account that hedges are said each time, and a question that fails says nothing either way.
 */
#include <stdio.h>
#include <string.h>

#include "live_world.h"
#include "owner/live_margin.h"

static struct {
    const char *leverage, *margin_type;
    bool is_dual, fails;
    unsigned int asked_mode, asked_margin;
} there;

static unsigned int wrongs;
static char last_text[TR__MARGIN_TEXT_SIZE];

static void on_wrong(void *user, const char *text)
{
    (void)user;
    wrongs++;
    (void)snprintf(last_text, sizeof last_text, "%s", text);
}

static const char *answer(world *self, const tr_http_request *request)
{
    static char body[256];
    self->answer_code = 200;
    if (strstr(request->url, "/fapi/v1/time") != NULL) {
        (void)snprintf(body, sizeof body, "{\"serverTime\":%lld}", (long long)(self->now_ns / TR_NS_PER_MS));
    } else if (there.fails) {
        self->answer_code = 500;
        (void)snprintf(body, sizeof body, "{}");
    } else if (strstr(request->url, "positionSide/dual") != NULL) {
        there.asked_mode++;
        (void)snprintf(body, sizeof body, "{\"dualSidePosition\":%s}", there.is_dual ? "true" : "false");
    } else {
        assert_non_null(strstr(request->url, "/fapi/v1/symbolConfig?"));
        assert_non_null(strstr(request->url, "symbol=BTCUSDT"));
        there.asked_margin++;
        (void)snprintf(body, sizeof body, "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"%s\",\"leverage\":%s}]", there.margin_type, there.leverage);
    }
    return body;
}

static void look(world *self, unsigned int rounds)
{
    wrongs = 0;
    there.asked_mode = there.asked_margin = 0;
    world_run(self, self->now_ns + rounds * 60 * TR_NS_PER_SECOND);
}

static void differences_are_said_as_long_as_they_last(void **state)
{
    world self;
    tr_instrument instrument = { .symbol = "BTC/USDT:USDT", .exchange = "binance", .exchange_symbol = "BTCUSDT", .kind = TR_KIND_LINEAR,
                                 .base = "BTC", .quote = "USDT", .settle = "USDT" };
    tr__live_plan plan = { .exchange = "binance", .kind = TR_KIND_LINEAR, .instruments = &instrument, .instrument_count = 1,
                           .leverage = tr_decimal_from_int(5) };
    tr__margin_watch *watch = NULL;
    (void)state;
    instrument.multiplier = instrument.tick = instrument.lot = tr_decimal_from_int(1);
    world_open_played(&self, &instrument, answer);
    tr__margin_watch_options options = { .plan = &plan, .client = self.client, .loop = &self.wire.loop, .wrong = on_wrong };
    there.leverage = "5";
    there.margin_type = "CROSSED";
    assert_int_equal(tr__margin_watch_open(&options, &watch, NULL), TR_OK);
    assert_non_null(watch);
    look(&self, 3);
    assert_int_equal(wrongs, 0);
    assert_in_range(there.asked_margin, 2, 4);
    assert_in_range(there.asked_mode, 2, 4);
    there.leverage = "20";
    look(&self, 3);
    assert_int_equal(wrongs, there.asked_margin);
    assert_string_equal(last_text, "the leverage of BTC/USDT:USDT is 20 at the exchange, and trading.leverage is 5: make them equal");
    there.fails = true; /* nothing is known: nothing is said */
    look(&self, 2);
    assert_int_equal(wrongs, 0);
    there.fails = false;
    world_run(&self, self.now_ns + 5 * 60 * TR_NS_PER_SECOND); /* until the circuit has closed */
    there.leverage = "5";
    there.margin_type = "ISOLATED";
    world_run(&self, self.now_ns + 60 * TR_NS_PER_SECOND);
    look(&self, 3);
    assert_in_range(wrongs, 2, 4);
    assert_non_null(strstr(last_text, "isolated"));
    there.margin_type = "CROSSED";
    there.is_dual = true;
    world_run(&self, self.now_ns + 60 * TR_NS_PER_SECOND);
    look(&self, 3);
    assert_int_equal(wrongs, there.asked_mode);
    assert_non_null(strstr(last_text, "one-way"));
    tr__margin_watch_stop(watch);
    look(&self, 2);
    assert_int_equal(wrongs, 0);
    world_close(&self);
    tr__margin_watch_free(watch);
}

static void spot_and_exchanges_that_do_not_tell_are_not_asked(void **state)
{
    static const struct {
        const char *exchange;
        tr_kind kind;
    } cases[] = { { "binance", TR_KIND_SPOT }, { "kraken", TR_KIND_SPOT }, { "mexc", TR_KIND_LINEAR } };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tr__live_plan plan = { .kind = cases[i].kind };
        tr__margin_watch *watch = (tr__margin_watch *)(void *)&plan;
        tr__margin_watch_options options = { .plan = &plan, .wrong = on_wrong };
        (void)snprintf(plan.exchange, sizeof plan.exchange, "%s", cases[i].exchange);
        assert_int_equal(tr__margin_watch_open(&options, &watch, NULL), TR_OK);
        assert_null(watch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_said_as_long_as_they_last),
        cmocka_unit_test(spot_and_exchanges_that_do_not_tell_are_not_asked),
    };
    return cmocka_run_group_tests_name("exchange_margin", tests, NULL, NULL);
}
