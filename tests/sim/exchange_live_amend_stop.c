/*
 * Stops that rest at the scripted exchange, amended in place: with every fault at every byte of an amendment it is answered
 * once, the answer is what the exchange holds, and the stop goes off at the price that it has.
 */
#include <stdio.h>
#include <string.h>

#include "live_world.h"

/* Buys, above a market at 50000. */
typedef enum plot {
    PLOT_FARTHER = 0, /* a price farther away, and less of it */
    PLOT_NEARER = 1,  /* a nearer one, and more of it */
    PLOT_REACHED = 2, /* one that the market has passed already */
    PLOT_LATE = 3,    /* it goes off while the amendment is on its way */
    PLOT_AFTER = 4,   /* cancelled behind it */
    PLOT_COUNT = 5
} plot;

static const char *const wanted_stops[] = { "52000", "50500", "49000", "52000", "52000" };
static const char *const wanted_quantities[] = { "0.4", "0.75", "0.5", "0.4", "0.3" };

typedef struct market {
    const char *shape;
    bool is_swap;
} market;

static const market markets[] = { { "kraken", false }, { "bybit", true } };
#define MARKET_COUNT (sizeof markets / sizeof markets[0])

static unsigned int amends_sent;
static plot current;

static void watch(world *self, const tr_http_request *request)
{
    if (strstr(request->url, "/order/amend") == NULL && strstr(request->url, "/AmendOrder") == NULL)
        return;
    amends_sent++;
    if (current == PLOT_LATE)
        world_price(self, "51500 depth=1");
}

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    assert_int_equal(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static void open_resting(world *self, const market *at, uint64_t seed, bool has_limit)
{
    if (at->is_swap)
        world_open_swap(self, at->shape, seed);
    else
        world_open(self, at->shape, seed);
    snprintf(self->fault, sizeof self->fault, "%s", at->shape);
    world_run(self, self->now_ns + TR_NS_PER_SECOND);
    world_stop(self, "51000", has_limit ? "53000" : NULL);
    assert_int_equal(world_place(self), TR_OK);
    world_run(self, self->now_ns + 5 * TR_NS_PER_SECOND);
    assert_true(self->told.is_accepted);
    amends_sent = 0;
    self->on_send = watch;
}

/* What the exchange holds is what we were told, whether it has gone off since or not. */
static void compare_terms(const world *self, const tr_exchange_order *before,
                          const tr_exchange_order *wanted)
{
    const tr_exchange_order *held = self->told.amended > 0 ? wanted : before;
    const sim_order *truth = sim_order_at(self->sim, 0);
    assert_int_equal(sim_order_count(self->sim), 1);
    if (self->told.amended + self->told.amends_refused != 1)
        fail_msg("%s: answered %u times", self->fault,
                 self->told.amended + self->told.amends_refused);
    /* One that filled at once, or on its way, has ended before anybody could look at its terms. */
    bool was_quick = truth->status == SIM_ORDER_FILLED && self->told.amends_refused == 1;
    if (!was_quick && (tr_decimal_compare(truth->stop_price, held->stop_price.value) != 0 ||
                       tr_decimal_compare(truth->quantity, held->quantity.value) != 0))
        fail_msg("%s: the exchange holds other terms than we were told", self->fault);
}

static void live_through(const market *at, uint64_t seed, plot which, const char *faults)
{
    world self;
    current = which;
    open_resting(&self, at, seed, seed % 2 == 0);
    snprintf(self.fault, sizeof self.fault, "%s seed %llu plot %d: %s", at->shape,
             (unsigned long long)seed, (int)which, faults);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_order before = self.order, wanted = before;
    wanted.stop_price.value = decimal(wanted_stops[which]);
    wanted.quantity.value = decimal(wanted_quantities[which]);
    if (*faults != '\0')
        world_script(&self, faults);
    assert_true(port->traits->amends_stops);
    assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK);
    assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK); /* asked twice */
    world_run(&self, self.now_ns + (which == PLOT_AFTER ? 1 : 30) * TR_NS_PER_SECOND);
    if (which == PLOT_AFTER)
        (void)port->cancel(port->user, self.order.account, self.order.client_id, NULL);
    if (which == PLOT_NEARER)
        world_price(&self, "50700 depth=1");
    world_run(&self, self.now_ns + 120 * TR_NS_PER_SECOND);
    world_script(&self, "clear");
    world_run(&self, self.now_ns + 900 * TR_NS_PER_SECOND);
    /* These prove that nothing was done: then, and only then, it leaves again. */
    bool is_proved = strstr(faults, "rate_limit") != NULL || strstr(faults, "clock") != NULL ||
                     strstr(faults, "chaos") != NULL || strstr(faults, "busy") != NULL;
    if (amends_sent > 1 && !is_proved)
        fail_msg("%s: %u amendments left", self.fault, amends_sent);
    compare_terms(&self, &before, &wanted);
    world_compare(&self);
    if (*faults == '\0' && which == PLOT_NEARER)
        assert_true(self.told.is_done);
    if (*faults == '\0' && which == PLOT_FARTHER)
        assert_false(self.told.is_final);
    world_close(&self);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void a_resting_stop_gets_another_price(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (int which = 0; which < PLOT_COUNT; which++)
            for (uint64_t seed = 1; seed <= 2; seed++)
                live_through(&markets[i], seed, (plot)which, "");
}

/* The old price passes, and nothing happens; the new one sets it off. */
static void it_goes_off_at_the_new_price_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++) {
        world self;
        current = PLOT_FARTHER;
        open_resting(&self, &markets[i], 1, false);
        const tr_exchange *port = tr_exchange_live_port(self.live);
        tr_exchange_order wanted = self.order;
        wanted.stop_price.value = decimal("52000");
        assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK);
        world_run(&self, self.now_ns + 30 * TR_NS_PER_SECOND);
        assert_int_equal(self.told.amended, 1);
        world_price(&self, "51500 depth=1");
        world_run(&self, self.now_ns + 60 * TR_NS_PER_SECOND);
        assert_false(self.told.is_done);
        world_price(&self, "52500 depth=1");
        world_run(&self, self.now_ns + 120 * TR_NS_PER_SECOND);
        assert_true(self.told.is_done);
        world_compare(&self);
        world_close(&self);
    }
}

static void where_stops_cannot_be_amended_it_is_said(void **state)
{
    world self;
    (void)state;
    world_open(&self, "binance", 1);
    world_run(&self, self.now_ns + TR_NS_PER_SECOND);
    world_stop(&self, "51000", NULL);
    assert_int_equal(world_place(&self), TR_OK);
    world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_order wanted = self.order;
    wanted.stop_price.value = decimal("52000");
    assert_false(port->traits->amends_stops);
    assert_int_equal(port->amend(port->user, &wanted, NULL), TR_E_UNSUPPORTED);
    world_close(&self);
}

static void a_break_at_any_byte_is_looked_up(void **state)
{
    static const char *const operations[] = { "amend", "query", "fills" };
    static const char *const kinds[] = { "reset_request", "reset_answer" };
    unsigned int runs = 0;
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (size_t j = 0; j < 3; j++)
            for (size_t k = 0; k < 2; k++)
                for (unsigned int at = 0; at < 800; at += j == 0 ? 5 : 29, runs++) {
                    char faults[96];
                    snprintf(faults, sizeof faults, "fault %s on=%s at=%u", kinds[k], operations[j],
                             at);
                    live_through(&markets[i], at + 1, (plot)(at % PLOT_COUNT), faults);
                }
    print_message("# %u lives of a stop\n", runs);
}

static void every_kind_of_fault_leaves_the_stop_that_the_exchange_holds(void **state)
{
    static const char *const faults[] = {
        "delay_request ms=3000",
        "delay_answer ms=5000",
        "drop_before",
        "drop_after",
        "duplicate",
        "status code=500",
        "status code=502 executed=yes",
        "rate_limit retry=2",
        "garbage",
        "clock_jump ms=5000",
        "busy",
        "timeout",
        "timeout executed=yes",
    };
    static const char *const operations[] = { "amend", "query", "fills" };
    (void)state;
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (size_t j = 0; j < sizeof faults / sizeof faults[0]; j++)
            for (size_t k = 0; k < 3; k++)
                for (int which = 0; which < PLOT_COUNT; which++) {
                    char text[96];
                    snprintf(text, sizeof text, "fault %s on=%s", faults[j], operations[k]);
                    live_through(&markets[i], j * 7 + k, (plot)which, text);
                }
    for (size_t i = 0; i < MARKET_COUNT; i++)
        for (uint64_t seed = 1; seed <= 100; seed++)
            live_through(&markets[i], seed, (plot)(seed % PLOT_COUNT), "chaos 200");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resting_stop_gets_another_price),
        cmocka_unit_test(it_goes_off_at_the_new_price_alone),
        cmocka_unit_test(where_stops_cannot_be_amended_it_is_said),
        cmocka_unit_test(a_break_at_any_byte_is_looked_up),
        cmocka_unit_test(every_kind_of_fault_leaves_the_stop_that_the_exchange_holds),
    };
    return cmocka_run_group_tests_name("exchange_live_amend_stop", tests, NULL, NULL);
}
