/*
 * Swaps live at the scripted exchange: positions, money, reduce-only orders and stops as our client and port see them, held
 * against what the exchange knows. Orders come one after the other; each is over before the next.
 */
#include <stdio.h>
#include <string.h>

#include "live_world.h"

static const char *const shapes[] = { "bybit", "binance" };
#define SHAPE_COUNT (sizeof shapes / sizeof shapes[0])

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    assert_int_equal(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static void same(tr_decimal seen, tr_decimal wanted)
{
    char a[TR_DECIMAL_TEXT_SIZE], b[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(seen, a, sizeof a);
    (void)tr_decimal_format(wanted, b, sizeof b);
    assert_string_equal(a, b);
}

static void same_text(tr_decimal seen, const char *wanted)
{
    same(seen, decimal(wanted));
}

static void open_at(world *self, const char *shape)
{
    world_open_swap(self, shape, 1);
    snprintf(self->fault, sizeof self->fault, "%s", shape);
    world_script(self, "account alice maker=0.0002 taker=0.0005");
    world_price(self, "50000 depth=5");
    world_run(self, self->now_ns + TR_NS_PER_SECOND);
}

/* The next order; it is told of until it rests or is over. */
static void order(world *self, tr_side side, const char *quantity, bool is_reduce_only)
{
    self->told = (world_record){ .is_accepted = false };
    self->query_ns = INT64_MAX;
    self->has_missed = false;
    tr_id_format(tr_id_make(self->now_ns, 7, &self->rng), self->order.client_id);
    self->order.side = side;
    self->order.type = TR_ORDER_MARKET;
    self->order.limit_price = (tr_price){ { 0 } };
    self->order.stop_price = (tr_price){ { 0 } };
    self->order.quantity.value = decimal(quantity);
    self->order.is_reduce_only = is_reduce_only;
}

static void trade(world *self)
{
    (void)world_place(self);
    world_run(self, self->now_ns + 10 * TR_NS_PER_SECOND);
}

static void market(world *self, tr_side side, const char *quantity, bool is_reduce_only)
{
    order(self, side, quantity, is_reduce_only);
    trade(self);
}

/* ---- lists ----------------------------------------------------------------------------------- */

typedef struct list {
    tr_exchange_item items[8];
    size_t count;
    bool is_done;
} list;

static void on_item(void *user, const tr_exchange_item *item)
{
    list *into = user;
    assert_true(into->count < 8);
    into->items[into->count++] = *item;
}

static void on_listed(void *user, tr_status status, const tr_error *err)
{
    (void)err;
    assert_int_equal(status, TR_OK);
    ((list *)user)->is_done = true;
}

static list ask(world *self, tr_listing_kind kind)
{
    const tr_exchange *port = tr_exchange_live_port(self->live);
    list got = { .count = 0 };
    tr_exchange_listing into = { on_item, on_listed, &got };
    assert_int_equal(port->list(port->user, kind, "live", 0, &into, NULL), TR_OK);
    world_run(self, self->now_ns + 5 * TR_NS_PER_SECOND);
    assert_true(got.is_done);
    return got;
}

/* What the exchange's lists say is what it knows. */
static void compare(world *self)
{
    tr_error err = { .message = "" };
    const sim_position *truth = sim_position_at(self->sim, 0);
    tr_decimal wallet;
    list positions = ask(self, TR_LISTING_POSITIONS), balances = ask(self, TR_LISTING_BALANCES);
    if (sim_exchange_check(self->sim, &err) != TR_OK)
        fail_msg("%s: %s", self->fault, err.message);
    assert_int_equal(positions.count, tr_decimal_is_zero(truth->quantity) ? 0 : 1);
    if (positions.count == 1) {
        assert_string_equal(positions.items[0].symbol, "BTC/USDT:USDT");
        same(positions.items[0].held, truth->quantity);
        assert_true(tr_decimal_sign(positions.items[0].price.value) > 0);
    }
    assert_int_equal(sim_margin(self->sim, "alice", "USDT", &wallet), TR_OK);
    for (size_t i = 0; i < balances.count; i++)
        if (strcmp(balances.items[i].asset, "USDT") == 0)
            same(balances.items[i].held, wallet);
}

static tr_decimal wallet_of(const world *self)
{
    tr_decimal wallet;
    assert_int_equal(sim_margin(self->sim, "alice", "USDT", &wallet), TR_OK);
    return wallet;
}

/* ---- tests ----------------------------------------------------------------------------------- */

/* Bought at 50000.1, sold at 51999.9, bought back at 48000.1: by hand, fees of 0.05 %. */
static void a_position_is_opened_turned_and_closed_to_the_last_digit(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        open_at(&self, shapes[i]);
        market(&self, TR_SIDE_BUY, "0.5", false);
        assert_true(self.told.is_done);
        same_text(sim_position_at(self.sim, 0)->quantity, "0.5");
        same_text(wallet_of(&self), "999987.499975"); /* 1000000 - 0.5 * 50000.1 * 0.0005 */
        compare(&self);
        world_price(&self, "52000 depth=5");
        market(&self, TR_SIDE_SELL, "0.8", false); /* through zero */
        same_text(sim_position_at(self.sim, 0)->quantity, "-0.3");
        same_text(sim_position_at(self.sim, 0)->cost, "-15599.97");
        same_text(sim_position_at(self.sim, 0)->realised, "999.9");
        same_text(wallet_of(&self), "1000966.600015"); /* + 999.9 - 0.8 * 51999.9 * 0.0005 */
        compare(&self);
        world_price(&self, "48000 depth=5");
        market(&self, TR_SIDE_BUY, "0.3", true);
        assert_true(tr_decimal_is_zero(sim_position_at(self.sim, 0)->quantity));
        same_text(wallet_of(&self),
                  "1002159.34"); /* + 0.3 * (51999.9 - 48000.1) - 0.3 * 48000.1 * 0.0005 */
        compare(&self);
        world_close(&self);
    }
}

static void what_only_reduces_takes_what_there_is_and_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        open_at(&self, shapes[i]);
        market(&self, TR_SIDE_SELL, "0.1", true); /* of nothing */
        assert_true(self.told.is_rejected);
        market(&self, TR_SIDE_BUY, "0.4", false);
        market(&self, TR_SIDE_BUY, "0.1", true); /* it would add */
        assert_true(self.told.is_rejected);
        market(&self, TR_SIDE_SELL, "0.7", true);
        assert_true(self.told.is_cancelled);
        same_text(self.told.filled, "0.4");
        assert_true(tr_decimal_is_zero(sim_position_at(self.sim, 0)->quantity));
        compare(&self);
        /* One that rests binds nothing. */
        market(&self, TR_SIDE_BUY, "0.4", false);
        order(&self, TR_SIDE_SELL, "0.4", true);
        self.order.type = TR_ORDER_LIMIT;
        world_limit(&self, "51000");
        trade(&self);
        assert_false(self.told.is_final);
        const sim_order *resting = sim_order_at(self.sim, sim_order_count(self.sim) - 1);
        assert_true(resting->status == SIM_ORDER_OPEN && tr_decimal_is_zero(resting->reserved));
        world_price(&self, "51500 depth=5");
        world_run(&self, self.now_ns + 60 * TR_NS_PER_SECOND);
        assert_true(self.told.is_done);
        compare(&self);
        world_close(&self);
    }
}

static void what_cannot_be_margined_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        open_at(&self, shapes[i]);
        world_script(
            &self,
            "fund alice USDT -997000 wallet=margin"); /* 3000: half a bitcoin at ten takes 2512.5 */
        market(&self, TR_SIDE_BUY, "0.7", false);
        assert_true(self.told.is_rejected);
        market(&self, TR_SIDE_SELL, "0.5", false);
        assert_true(self.told.is_done);
        market(&self, TR_SIDE_SELL, "0.2", false); /* the position binds what there was */
        assert_true(self.told.is_rejected);
        market(&self, TR_SIDE_BUY, "0.9", false); /* what it opens behind zero is 0.4 */
        assert_true(self.told.is_done);
        compare(&self);
        world_close(&self);
    }
}

/* Shorts are paid when the rate is above zero; the payments are in the list of what changed the wallet. */
static void funding_is_paid_by_one_side_to_the_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        open_at(&self, shapes[i]);
        market(&self, TR_SIDE_SELL, "0.5", false);
        tr_decimal before = wallet_of(&self), after;
        world_script(&self, "funding BTC/USDT:USDT 0.0001\nfunding BTC/USDT:USDT -0.0003");
        assert_int_equal(sim_bill_count(self.sim), 2);
        same_text(sim_bill_at(self.sim, 0)->amount, "2.5");
        same_text(sim_bill_at(self.sim, 1)->amount, "-7.5");
        assert_true(sim_bill_at(self.sim, 0)->at_ns < sim_bill_at(self.sim, 1)->at_ns);
        assert_int_equal(tr_decimal_subtract(before, decimal("5"), &after), TR_OK);
        same(wallet_of(&self), after);
        compare(&self);
        world_close(&self);
    }
}

static void a_stop_that_closes_goes_off_at_its_price(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHAPE_COUNT; i++) {
        world self;
        open_at(&self, shapes[i]);
        if (tr_exchange_live_port(self.live)->traits->holds_stops) {
            market(&self, TR_SIDE_BUY, "0.5", false);
            order(&self, TR_SIDE_SELL, "0.5", true);
            self.order.type = TR_ORDER_STOP;
            self.order.stop_price.value = decimal("49000");
            trade(&self);
            assert_true(self.told.is_accepted && !self.told.is_final);
            const sim_order *stop = sim_order_at(self.sim, sim_order_count(self.sim) - 1);
            assert_true(stop->is_waiting && tr_decimal_is_zero(stop->reserved));
            world_price(&self, "48900 depth=5");
            world_run(&self, self.now_ns + 90 * TR_NS_PER_SECOND);
            assert_true(self.told.is_done);
            assert_true(tr_decimal_is_zero(sim_position_at(self.sim, 0)->quantity));
            compare(&self);
        }
        world_close(&self);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_position_is_opened_turned_and_closed_to_the_last_digit),
        cmocka_unit_test(what_only_reduces_takes_what_there_is_and_ends),
        cmocka_unit_test(what_cannot_be_margined_is_refused),
        cmocka_unit_test(funding_is_paid_by_one_side_to_the_other),
        cmocka_unit_test(a_stop_that_closes_goes_off_at_its_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
