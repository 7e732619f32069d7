/*
 * Stops that lie behind calls of their own, at the exchanges that the scripted one does not speak: with every fault of the line
 * at every byte of the dialogue there is one stop or none, what it became is found, and each of its executions is told once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/live.h"
#include "stop_play.h"

typedef enum plot {
    PLOT_WAIT = 0, /* it waits to the end */
    PLOT_FIRE,     /* it goes off and fills */
    PLOT_PARTLY,   /* it goes off, fills in part, and the exchange ends the rest */
    PLOT_CANCEL,   /* it is cancelled as it waits */
    PLOT_TOO_LATE, /* it goes off just before the cancel arrives, and fills */
    PLOT_CANCEL_REST, /* it goes off just before the cancel arrives, and the rest of it rests: that is cancelled */
    PLOT_AWAY, /* it goes off while nobody watches, and is found after a restart */
    PLOT_COUNT
} plot;

static void cancel(play *self)
{
    const tr_exchange *port = tr_exchange_live_port(self->world.live);
    if (!self->world.told.is_final)
        (void)port->cancel(port->user, self->world.order.account, self->world.order.client_id,
                           NULL);
}

static void act(play *self, plot which)
{
    switch (which) {
    case PLOT_FIRE:
    case PLOT_PARTLY:
        play_fire(self);
        return;
    case PLOT_CANCEL:
        cancel(self);
        return;
    case PLOT_TOO_LATE:
    case PLOT_CANCEL_REST:
        self->fires_on_cancel = true;
        cancel(self);
        return;
    case PLOT_AWAY:
        play_fire(self);
        play_restart(self);
        return;
    default:
        return;
    }
}

/* Whoever asked for a cancel hears of it, and a price that came to a stop that is there sets it off. */
static void end_check(const play *self, plot which)
{
    const world_record *told = &self->world.told;
    bool is_cancelled = which == PLOT_CANCEL || which == PLOT_TOO_LATE || which == PLOT_CANCEL_REST;
    if (is_cancelled && !told->is_final && !told->is_cancel_refused)
        fail_msg("%s: a cancel was not answered", self->world.fault);
    bool is_kept_from_it = (self->on == PLAY_CANCEL || self->on == PLAY_CANCEL_ORDER) &&
                           told->is_cancel_refused; /* by the fault, and said so */
    if (which == PLOT_CANCEL_REST && self->truth.placed > 0 && !told->is_cancelled &&
        !is_kept_from_it)
        fail_msg("%s: half of it was to be cancelled", self->world.fault);
    if ((which == PLOT_FIRE || which == PLOT_AWAY) && self->truth.placed > 0 && !told->is_done)
        fail_msg("%s: it went off and filled", self->world.fault);
}

/* True: the fault happened. */
static bool live_through(const play_dialect *dialect, plot which, play_fault_kind fault, play_op on,
                         unsigned int at, unsigned int times, int64_t lag_ms)
{
    static play self; /* one at a time */
    play_open(&self, dialect);
    (void)snprintf(self.world.fault, sizeof self.world.fault,
                   "%s %s plot %d fault %d on %d at %u lag %lld", dialect->exchange,
                   tr_kind_name(dialect->kind), (int)which, (int)fault, (int)on, at,
                   (long long)lag_ms);
    play_run(&self, 1); /* the clock is known */
    self.fault = fault;
    self.on = on;
    self.at = at;
    self.times = times;
    self.lag_ms = lag_ms;
    self.order_fills = which == PLOT_PARTLY || which == PLOT_CANCEL_REST ? 1 : 2;
    self.ends_order = which == PLOT_PARTLY;
    (void)world_place(&self.world);
    play_run(&self, which == PLOT_AWAY && at % 2 == 0 ? 0 : 90);
    act(&self, which);
    play_run(&self, 300);
    bool has_happened = self.times < times;
    self.times = 0;
    self.lag_ms = 0;
    play_run(&self, 900);
    if (which == PLOT_TOO_LATE || which == PLOT_FIRE || which == PLOT_AWAY)
        play_fire(&self); /* its price was reached: one that came later goes off as well */
    play_run(&self, 300);
    play_compare(&self);
    end_check(&self, which);
    play_close(&self);
    return has_happened;
}

static const play_op ops[] = { PLAY_TIME,  PLAY_PLACE, PLAY_CANCEL,       PLAY_STOP,
                               PLAY_ORDER, PLAY_FILLS, PLAY_CANCEL_ORDER, PLAY_STOP_DONE };

/* ---- tests ----------------------------------------------------------------------------------- */

static void a_stop_without_faults_is_one_order(void **state)
{
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++)
        for (int which = 0; which < PLOT_COUNT; which++)
            live_through(play_dialect_at(i), (plot)which, PLAY_FAULT_NONE, PLAY_OTHER, 0, 0, 0);
}

static void a_break_at_any_byte_makes_neither_a_double_nor_a_loss(void **state)
{
    static const play_fault_kind kinds[] = { PLAY_FAULT_CUT_REQUEST, PLAY_FAULT_CUT_ANSWER,
                                             PLAY_FAULT_STUMP };
    unsigned int runs = 0, happened = 0;
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++)
        for (size_t j = 0; j < sizeof ops / sizeof ops[0]; j++)
            for (size_t k = 0; k < 3; k++)
                for (unsigned int at = 0; at < 900;
                     at += ops[j] == PLAY_PLACE && i == 0 ? 1 : 37, runs++)
                    happened += live_through(play_dialect_at(i), (plot)(runs % PLOT_COUNT),
                                             kinds[k], ops[j], at, 1, 0);
    print_message("# %u lives of a stop, a fault happened in %u\n", runs, happened);
    assert_true(happened > runs / 3);
}

static void every_kind_of_fault_makes_neither_a_double_nor_a_loss(void **state)
{
    static const struct {
        play_fault_kind kind;
        unsigned int at;
    } faults[] = { { PLAY_FAULT_CUT_REQUEST, 0 },   { PLAY_FAULT_CUT_ANSWER, 0 },
                   { PLAY_FAULT_STUMP, 0 },         { PLAY_FAULT_STATUS, 500 },
                   { PLAY_FAULT_STATUS, 503 },      { PLAY_FAULT_STATUS, 429 },
                   { PLAY_FAULT_STATUS_DONE, 500 }, { PLAY_FAULT_STATUS_DONE, 502 },
                   { PLAY_FAULT_STATUS_DONE, 504 }, { PLAY_FAULT_LATE, 1500 } };
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++)
        for (size_t j = 0; j < sizeof faults / sizeof faults[0]; j++)
            for (size_t k = 0; k < sizeof ops / sizeof ops[0]; k++)
                for (int which = 0; which < PLOT_COUNT; which++)
                    for (unsigned int times = 1; times <= 4; times += 3)
                        for (int lag = 0; lag < (times == 1 ? 2 : 1); lag++)
                            live_through(play_dialect_at(i), (plot)which, faults[j].kind, ops[k],
                                         faults[j].at, times, lag * 1900);
}

static const tr_exchange_id_rules *rules_of(const play_dialect *dialect)
{
    const tr_exchange_info *info = tr_exchange_info_find(dialect->exchange);
    return dialect->kind == TR_KIND_SPOT ? &info->spot.stop_ids : &info->linear.stop_ids;
}

/* The line breaks at once, the stop arrives when it just may, and is shown when it just must be. */
static void a_stop_that_arrives_and_is_shown_late_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++) {
        const play_dialect *dialect = play_dialect_at(i);
        const tr_exchange_id_rules *rules = rules_of(dialect);
        for (unsigned int part = 1; part <= 8; part++)
            for (int which = 0; which < PLOT_AWAY; which++)
                live_through(dialect, (plot)which, PLAY_FAULT_LATE, PLAY_PLACE,
                             rules->validity_ms * part / 8 - 50, 1,
                             (int64_t)rules->visibility_ms * part / 8 - 50);
    }
}

/*
 * Nothing is heard of a stop that was placed, and just when it is looked for it goes off: for a moment no call tells of it, neither
 * as one that waits nor as one that went off.
 */
static void a_stop_that_goes_off_while_it_is_looked_for_is_found(void **state)
{
    static play self;
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++) {
        const play_dialect *dialect = play_dialect_at(i);
        int64_t settled_ms =
            (int64_t)rules_of(dialect)->validity_ms + rules_of(dialect)->visibility_ms;
        for (int64_t ms = settled_ms - 3000; ms < settled_ms + 20000; ms += 500) {
            play_open(&self, dialect);
            (void)snprintf(self.world.fault, sizeof self.world.fault, "%s goes off after %lld ms",
                           dialect->exchange, (long long)ms);
            play_run(&self, 1);
            self.fault = PLAY_FAULT_CUT_ANSWER;
            self.on = PLAY_PLACE;
            self.times = 1;
            (void)world_place(&self.world);
            world_run(&self.world, self.world.now_ns + TR_NS_PER_SECOND);
            self.fault = PLAY_FAULT_STATUS;
            self.on = PLAY_STOP;
            self.at = 503;
            self.times = 1000;
            world_run(&self.world, self.world.now_ns + (ms - 1000) * TR_NS_PER_MS);
            self.lag_ms = 1900;
            self.times = 0;
            play_fire(&self);
            play_run(&self, 900);
            play_compare(&self);
            assert_int_equal(self.truth.placed, 1);
            assert_true(self.world.told.is_done);
            play_close(&self);
        }
    }
}

/* ---- lists ----------------------------------------------------------------------------------- */

typedef struct listed {
    tr_exchange_item items[8];
    size_t count;
    unsigned int done;
    tr_status status;
} listed;

static void on_item(void *user, const tr_exchange_item *item)
{
    listed *told = user;
    assert_true(told->count < 8);
    told->items[told->count++] = *item;
}

static void on_done(void *user, tr_status status, const tr_error *err)
{
    listed *told = user;
    told->done++;
    told->status = status;
    if (status != TR_OK)
        print_message("# %s\n", err->message);
}

static listed list(play *self, tr_listing_kind kind)
{
    listed told = { .count = 0 };
    const tr_exchange *port = tr_exchange_live_port(self->world.live);
    tr_exchange_listing into = { on_item, on_done, &told };
    assert_int_equal(port->list(port->user, kind, "live",
                                self->world.now_ns - 3600 * TR_NS_PER_SECOND, &into, NULL),
                     TR_OK);
    for (int i = 0; i < 100 && told.done == 0; i++)
        play_run(self, 10);
    assert_int_equal(told.done, 1);
    assert_int_equal(told.status, TR_OK);
    return told;
}

static void a_stop_and_what_it_became_are_listed_once_under_our_id(void **state)
{
    static play self;
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++) {
        play_open(&self, play_dialect_at(i));
        play_run(&self, 1);
        (void)world_place(&self.world);
        play_run(&self, 30);
        listed told = list(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 1);
        assert_string_equal(told.items[0].client_id, self.world.order.client_id);
        assert_false(tr_decimal_is_zero(told.items[0].stop_price.value));
        self.order_fills = 1;
        play_fire(&self);
        play_run(&self, 60);
        told = list(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 1);
        assert_string_equal(told.items[0].client_id, self.world.order.client_id);
        assert_true(tr_decimal_is_zero(told.items[0].stop_price.value));
        told = list(&self, TR_LISTING_FILLS);
        assert_int_equal(told.count, 1);
        assert_string_equal(told.items[0].client_id, self.world.order.client_id);
        play_close(&self);
    }
}

/* It is in the list of stops, and then in that of orders: the order counts. */
static void a_stop_that_goes_off_between_the_lists_is_listed_once(void **state)
{
    static play self;
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++) {
        if (strcmp(play_dialect_at(i)->exchange, "bitget") == 0)
            continue; /* nothing in its lists says that it is the same */
        play_open(&self, play_dialect_at(i));
        play_run(&self, 1);
        (void)world_place(&self.world);
        play_run(&self, 30);
        self.order_fills = 1;
        self.fires_on_open = true;
        listed told = list(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 1);
        assert_string_equal(told.items[0].client_id, self.world.order.client_id);
        assert_true(tr_decimal_is_zero(told.items[0].stop_price.value));
        play_close(&self);
    }
}

/* Names are remembered up to a number; an order that is open here is known by what it became all the same. */
static void what_a_stop_became_is_ours_when_its_name_was_forgotten(void **state)
{
    static play self;
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++) {
        play_open(&self, play_dialect_at(i));
        play_run(&self, 1);
        (void)world_place(&self.world);
        play_run(&self, 30);
        self.order_fills = 1;
        play_fire(&self);
        play_run(&self, 60);
        for (int k = 0; k < 5000; k++) {
            char other[TR_LABEL_SIZE];
            (void)snprintf(other, sizeof other, "other-%d", k);
            tr__live_name_keep(self.world.live, other, "");
        }
        listed told = list(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 1);
        assert_string_equal(told.items[0].client_id, self.world.order.client_id);
        told = list(&self, TR_LISTING_FILLS);
        assert_int_equal(told.count, 1);
        assert_string_equal(told.items[0].client_id, self.world.order.client_id);
        play_close(&self);
    }
}

/* Its history is a list of its own, or it is an order of our id; kucoin asks for that by the call that forgot it. */
static bool is_findable(const play_dialect *dialect)
{
    return dialect->is_done_apart || strcmp(dialect->exchange, "binance") == 0;
}

/*
 * It went off while nobody watched, and the call for stops tells of it no more. Where the order that it became is found by our id,
 * it is told of whole; elsewhere nothing is said of it that is not known.
 */
static void a_stop_that_its_own_call_has_forgotten_is_not_called_ended(void **state)
{
    static play self;
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++) {
        play_dialect forgetful = *play_dialect_at(i);
        forgetful.hides_gone = true;
        play_open(&self, &forgetful);
        (void)snprintf(self.world.fault, sizeof self.world.fault, "%s forgot", forgetful.exchange);
        play_run(&self, 1);
        (void)world_place(&self.world);
        play_run(&self, 30);
        play_fire(&self);
        play_restart(&self);
        play_run(&self, 600);
        const world_record *told = &self.world.told;
        assert_false(told->is_rejected || told->is_cancelled);
        assert_int_equal(told->is_done, told->fill_count == 2);
        if (told->is_done != is_findable(&forgetful))
            fail_msg("%s: done %d", self.world.fault, told->is_done);
        play_close(&self);
    }
}

/* Nobody here has a record of it: it is listed, and cancelled by its id. */
static void a_stop_that_only_the_exchange_knows_is_cancelled(void **state)
{
    static play self;
    (void)state;
    for (size_t i = 0; play_dialect_at(i) != NULL; i++) {
        play_open(&self, play_dialect_at(i));
        play_run(&self, 1);
        (void)world_place(&self.world);
        play_run(&self, 30);
        self.world.forgets = true;
        play_restart(&self);
        play_run(&self, 1);
        listed told = list(&self, TR_LISTING_ORDERS);
        assert_int_equal(told.count, 1);
        const tr_exchange *port = tr_exchange_live_port(self.world.live);
        assert_int_equal(port->cancel(port->user, "live", told.items[0].client_id, NULL), TR_OK);
        play_run(&self, 60);
        assert_int_equal(self.truth.stop, PLAY_CANCELLED);
        assert_true(self.world.told.is_cancelled);
        play_close(&self);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stop_without_faults_is_one_order),
        cmocka_unit_test(a_break_at_any_byte_makes_neither_a_double_nor_a_loss),
        cmocka_unit_test(every_kind_of_fault_makes_neither_a_double_nor_a_loss),
        cmocka_unit_test(a_stop_that_arrives_and_is_shown_late_is_found),
        cmocka_unit_test(a_stop_that_goes_off_while_it_is_looked_for_is_found),
        cmocka_unit_test(a_stop_and_what_it_became_are_listed_once_under_our_id),
        cmocka_unit_test(a_stop_that_goes_off_between_the_lists_is_listed_once),
        cmocka_unit_test(what_a_stop_became_is_ours_when_its_name_was_forgotten),
        cmocka_unit_test(a_stop_that_its_own_call_has_forgotten_is_not_called_ended),
        cmocka_unit_test(a_stop_that_only_the_exchange_knows_is_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
