/*
 * Orders that are amended in place, and the dead-man switch, at the scripted exchange: with every fault at every byte of an
 * amendment it leaves once, is answered once, and the answer is what the exchange holds.
 */
#include <stdio.h>
#include <string.h>

#include "live_world.h"

/* Spot, and of binance the linear swaps: its spot orders are not amended. */
static const char *const shapes[] = { "bybit", "kraken", "binance futures" };
#define SHAPE_COUNT (sizeof shapes / sizeof shapes[0])

typedef enum plot {
    PLOT_REST = 0,  /* another price at which it rests, and less of it */
    PLOT_MORE = 1,  /* more of it */
    PLOT_TAKE = 2,  /* a price at which it fills at once */
    PLOT_LATE = 3,  /* it fills while the amendment is on its way */
    PLOT_AFTER = 4, /* cancelled behind it */
    PLOT_COUNT = 5
} plot;

static const char *const wanted_quantities[] = { "0.4", "0.75", "0.5", "0.6", "0.3" };
static const char *const wanted_limits[] = { "48950", "49000", "51000", "48950", "48950" };

static unsigned int amends_sent;
static plot current;

static bool is_amend(const tr_http_request *request)
{
    return strstr(request->url, "/order/amend") != NULL ||
           strstr(request->url, "/AmendOrder") != NULL ||
           (strcmp(request->method, "PUT") == 0 && strstr(request->url, "/fapi/v1/order") != NULL);
}

static void watch(world *self, const tr_http_request *request)
{
    if (!is_amend(request))
        return;
    amends_sent++;
    if (current == PLOT_LATE)
        world_price(self, "48900 depth=1");
}

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    assert_int_equal(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static const sim_order *order_there(const world *self)
{
    assert_int_equal(sim_order_count(self->sim), 1);
    return sim_order_at(self->sim, 0);
}

static void compare_terms(const world *self, const tr_exchange_order *before,
                          const tr_exchange_order *wanted)
{
    const tr_exchange_order *held = self->told.amended > 0 ? wanted : before;
    const sim_order *truth = order_there(self);
    if (self->told.amended + self->told.amends_refused != 1)
        fail_msg("%s: answered %u times", self->fault,
                 self->told.amended + self->told.amends_refused);
    if (tr_decimal_compare(truth->price, held->limit_price.value) != 0 ||
        tr_decimal_compare(truth->quantity, held->quantity.value) != 0)
        fail_msg("%s: the exchange holds other terms than we were told", self->fault);
}

static void open_resting(world *self, const char *shape, uint64_t seed)
{
    if (strcmp(shape, "binance futures") == 0)
        world_open_swap(self, "binance", seed);
    else
        world_open(self, shape, seed);
    snprintf(self->fault, sizeof self->fault, "%s", shape);
    world_run(self, self->now_ns + TR_NS_PER_SECOND);
    world_limit(self, "49000");
    assert_int_equal(world_place(self), TR_OK);
    world_run(self, self->now_ns + 5 * TR_NS_PER_SECOND);
    assert_true(self->told.is_accepted);
    amends_sent = 0;
    self->on_send = watch;
}

static tr_exchange_order wish_of(const world *self, plot which)
{
    tr_exchange_order wanted = self->order;
    wanted.quantity.value = decimal(wanted_quantities[which]);
    wanted.limit_price.value = decimal(wanted_limits[which]);
    return wanted;
}

static void live_through(const char *shape, uint64_t seed, plot which, const char *faults)
{
    world self;
    current = which;
    open_resting(&self, shape, seed);
    snprintf(self.fault, sizeof self.fault, "%s seed %llu plot %d: %s", shape,
             (unsigned long long)seed, (int)which, faults);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_order before = self.order, wanted = wish_of(&self, which);
    if (*faults != '\0')
        world_script(&self, faults);
    assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK);
    assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK); /* asked twice */
    world_run(&self, self.now_ns + (which == PLOT_AFTER ? 1 : 30) * TR_NS_PER_SECOND);
    if (which == PLOT_AFTER)
        (void)port->cancel(port->user, self.order.account, self.order.client_id, NULL);
    world_run(&self, self.now_ns + 120 * TR_NS_PER_SECOND);
    world_script(&self, "clear");
    world_run(&self, self.now_ns + 900 * TR_NS_PER_SECOND);
    /* "Too many requests", "too busy" and "out of your window" prove that nothing was done: then, and only then, it leaves again. */
    bool is_proved = strstr(faults, "rate_limit") != NULL || strstr(faults, "clock") != NULL ||
                     strstr(faults, "chaos") != NULL || strstr(faults, "busy") != NULL;
    if (amends_sent > 1 && !is_proved)
        fail_msg("%s: %u amendments left", self.fault, amends_sent);
    compare_terms(&self, &before, &wanted);
    world_compare(&self);
    world_close(&self);
}

/* ---- amendments ------------------------------------------------------------------------------ */

static void an_amendment_without_faults_is_granted(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        for (int which = 0; which < PLOT_COUNT; which++)
            live_through(shapes[i], 1, (plot)which, "");
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        current = PLOT_REST;
        open_resting(&self, shapes[i], 1);
        const tr_exchange *port = tr_exchange_live_port(self.live);
        tr_exchange_order wanted = wish_of(&self, PLOT_REST), other = wish_of(&self, PLOT_MORE);
        assert_true(port->traits->has_amend);
        assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK);
        assert_int_equal(port->amend(port->user, &other, NULL), TR_E_BUSY);
        world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
        assert_int_equal(self.told.amended, 1);
        /* What it is already is granted without a word to the exchange. */
        assert_int_equal(port->amend(port->user, &other, NULL), TR_OK);
        world_run(&self, self.now_ns + 5 * TR_NS_PER_SECOND);
        assert_int_equal(self.told.amended, 2);
        assert_int_equal(amends_sent, 2);
        world_close(&self);
    }
}

static void an_order_that_fills_on_the_way_is_not_amended(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        current = PLOT_LATE;
        open_resting(&self, shapes[i], 1);
        const tr_exchange *port = tr_exchange_live_port(self.live);
        tr_exchange_order wanted = wish_of(&self, PLOT_LATE);
        assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK);
        world_run(&self, self.now_ns + 10 * TR_NS_PER_SECOND);
        assert_int_equal(self.told.amended, 0);
        assert_int_equal(self.told.amends_refused, 1);
        assert_true(self.told.is_done);
        world_compare(&self);
        world_close(&self);
    }
}

static void an_exchange_that_cannot_amend_says_so(void **state)
{
    world self;
    (void)state;
    open_resting(&self, "binance", 1);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    tr_exchange_order wanted = wish_of(&self, PLOT_REST);
    assert_false(port->traits->has_amend);
    assert_int_equal(port->amend(port->user, &wanted, NULL), TR_E_UNSUPPORTED);
    world_close(&self);
}

static void a_break_at_any_byte_of_an_amendment_is_looked_up(void **state)
{
    static const char *const operations[] = { "amend", "query", "fills", "cancel" };
    static const char *const kinds[] = { "reset_request", "reset_answer" };
    unsigned int runs = 0;
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        for (size_t j = 0; j < 4; j++)
            for (size_t k = 0; k < 2; k++)
                for (unsigned int at = 0; at < 800; at += j == 0 ? 3 : 19, runs++) {
                    char faults[96];
                    snprintf(faults, sizeof faults, "fault %s on=%s at=%u", kinds[k], operations[j],
                             at);
                    live_through(shapes[i], at + 1, (plot)(at % PLOT_COUNT), faults);
                }
    print_message("# %u lives of an amendment\n", runs);
}

static void every_kind_of_fault_leaves_what_the_exchange_holds(void **state)
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
        "rate_limit retry=2",
        "slow size=3 ms=400",
        "garbage",
        "clock_jump ms=5000",
        "clock_jump ms=-5000",
        "busy",
        "timeout",
        "timeout executed=yes",
    };
    static const char *const operations[] = { "amend", "query", "fills", "cancel", "time" };
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        for (size_t j = 0; j < sizeof faults / sizeof faults[0]; j++)
            for (size_t k = 0; k < 5; k++)
                for (int which = 0; which < PLOT_COUNT; which++) {
                    char text[96];
                    snprintf(text, sizeof text, "fault %s on=%s", faults[j], operations[k]);
                    live_through(shapes[i], j * 7 + k, (plot)which, text);
                }
}

static void chaos_leaves_what_the_exchange_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        for (uint64_t seed = 1; seed <= 200; seed++)
            live_through(shapes[i], seed, (plot)(seed % PLOT_COUNT),
                         seed % 2 == 0 ? "chaos 100" : "chaos 300");
}

/* The wish of a process that died: looked at first, then granted without being sent, or sent. */
static tr_exchange_order remembered;

static bool recall(void *user, const char *account, const char *client_id,
                   tr_exchange_order *order_out, char exchange_order_id_out[TR_LABEL_SIZE])
{
    (void)user, (void)account, (void)client_id;
    *order_out = remembered;
    exchange_order_id_out[0] = '\0';
    return true;
}

static void a_wish_of_a_life_before_is_sent_at_most_once(void **state)
{
    (void)state;
    for (int was_taken = 0; was_taken < 2; was_taken++) {
        world self;
        current = PLOT_REST;
        open_resting(&self, "bybit", 1);
        const tr_exchange *port = tr_exchange_live_port(self.live);
        tr_exchange_order before = self.order, wanted = wish_of(&self, PLOT_REST);
        remembered = self.order;
        world_script(&self, was_taken ? "fault drop_after on=amend" : "fault drop_before on=amend");
        assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK);
        world_run(&self, self.now_ns + 20 * TR_NS_PER_MS);
        world_client_close(&self);
        self.told = (world_record){ .is_accepted = true };
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
        assert_int_equal(tr_exchange_live_new(&live, &self.live, NULL), TR_OK);
        port = tr_exchange_live_port(self.live);
        amends_sent = 0;
        assert_int_equal(port->amend(port->user, &wanted, NULL), TR_OK);
        world_run(&self, self.now_ns + 30 * TR_NS_PER_SECOND);
        assert_int_equal(self.told.amended, 1);
        assert_int_equal(amends_sent, was_taken ? 0 : 1);
        compare_terms(&self, &before, &wanted);
        world_close(&self);
    }
}

/* ---- the dead-man switch --------------------------------------------------------------------- */

#define MINUTE_NS TR_NS_PER_MINUTE

static void what_rests_is_cancelled_when_nobody_is_heard_of(void **state)
{
    world self;
    (void)state;
    current = PLOT_REST;
    open_resting(&self, "kraken", 1);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    assert_true(port->traits->has_dead_man);
    assert_int_equal(port->dead_man(port->user, "live", MINUTE_NS, NULL), TR_OK);
    for (int i = 0; i < 6; i++) { /* renewed in time */
        world_run(&self, self.now_ns + 20 * TR_NS_PER_SECOND);
        assert_int_equal(port->dead_man(port->user, "live", MINUTE_NS, NULL), TR_OK);
    }
    assert_false(self.told.is_final);
    world_run(&self, self.now_ns + 100 * TR_NS_PER_SECOND);
    assert_true(self.told.is_cancelled);
    world_compare(&self);
    world_close(&self);
}

static void a_switch_that_is_taken_away_cancels_nothing(void **state)
{
    world self;
    (void)state;
    current = PLOT_REST;
    open_resting(&self, "kraken", 1);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    /* Set and taken away in one breath: the later word is the one that holds, however the first one fares. */
    world_script(&self, "fault delay_answer ms=3000 on=switch");
    assert_int_equal(port->dead_man(port->user, "live", MINUTE_NS, NULL), TR_OK);
    assert_int_equal(port->dead_man(port->user, "live", 0, NULL), TR_OK);
    world_run(&self, self.now_ns + 600 * TR_NS_PER_SECOND);
    assert_false(self.told.is_final);
    world_compare(&self);
    world_close(&self);
}

static void a_switch_that_is_not_there_or_out_of_range_is_refused(void **state)
{
    world self;
    (void)state;
    current = PLOT_REST;
    open_resting(&self, "binance", 1);
    const tr_exchange *port = tr_exchange_live_port(self.live);
    assert_false(port->traits->has_dead_man);
    assert_int_equal(port->dead_man(port->user, "live", MINUTE_NS, NULL), TR_E_UNSUPPORTED);
    world_close(&self);
    open_resting(&self, "kraken", 1);
    port = tr_exchange_live_port(self.live);
    assert_int_equal(port->dead_man(port->user, "live", TR_NS_PER_MS, NULL), TR_E_RANGE);
    assert_int_equal(port->dead_man(port->user, "live", 48 * TR_NS_PER_HOUR, NULL), TR_E_RANGE);
    assert_int_equal(port->dead_man(port->user, "live", -1, NULL), TR_E_INVALID);
    world_close(&self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_amendment_without_faults_is_granted),
        cmocka_unit_test(an_order_that_fills_on_the_way_is_not_amended),
        cmocka_unit_test(an_exchange_that_cannot_amend_says_so),
        cmocka_unit_test(a_wish_of_a_life_before_is_sent_at_most_once),
        cmocka_unit_test(a_break_at_any_byte_of_an_amendment_is_looked_up),
        cmocka_unit_test(every_kind_of_fault_leaves_what_the_exchange_holds),
        cmocka_unit_test(chaos_leaves_what_the_exchange_holds),
        cmocka_unit_test(what_rests_is_cancelled_when_nobody_is_heard_of),
        cmocka_unit_test(a_switch_that_is_taken_away_cancels_nothing),
        cmocka_unit_test(a_switch_that_is_not_there_or_out_of_range_is_refused),
    };
    return cmocka_run_group_tests_name("exchange_live_amend", tests, NULL, NULL);
}
