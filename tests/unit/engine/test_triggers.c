/* What sets orders off: prices, trails, signals, times, and one after the other; beside a model that looks at every order
   at every tick. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/rng.h>

#include "support/check_tap.h"
#include "support/engine_case.h"

#define SECOND_NS INT64_C(1000000000)

static tr_order_request trailing_buy(const char *amount, const char *rate)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_TRAILING, "0.01");
    if (amount != NULL)
        request.trail_amount.value = rig_decimal(amount);
    if (rate != NULL)
        request.trail_rate = rig_decimal(rate);
    return request;
}

static void place(const tr_order_request *request)
{
    rig_submit(&r, request);
    ck_assert_msg(r.status == TR_OK, "%s", r.error.message);
    ck_assert_int_eq(r.order.state, TR_STATE_WAITING);
}

static void price(const char *text)
{
    rig_price(&r, "BTC/USDT", text);
}

/* ---- trails ---------------------------------------------------------------------------------- */

START_TEST(trailing_buy_goes_off_when_the_market_comes_back_from_its_lowest)
{
    tr_order_request request = trailing_buy("2", NULL);
    place(&request);
    price("95");
    price("96.99");
    ck_assert_uint_eq(r.request_count, 0);
    price("97");
    ck_assert_uint_eq(r.request_count, 1);
    ck_assert_int_eq(r.requests[0].order.type, TR_ORDER_MARKET);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 0);
}
END_TEST

START_TEST(trailing_sell_follows_the_highest_by_a_rate)
{
    tr_order_request buy = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &buy);
    rig_fill(&r, r.order.id, "1", "100", "0");
    r.request_count = 0;
    tr_order_request request = rig_request_of(TR_SIDE_SELL, TR_ORDER_TRAILING, "1");
    request.trail_rate = rig_decimal("0.05");
    request.is_reduce_only = true;
    place(&request);
    price("120");
    price("114.01");
    ck_assert_uint_eq(r.request_count, 0);
    price("114"); /* 120 less 5 in a hundred */
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(trail_survives_a_restart_to_the_last_digit)
{
    tr_order_request request = trailing_buy("2", NULL);
    place(&request);
    price("95.37");
    r.now_ns += SECOND_NS;
    rig_restart(&r, true);
    price("97.36");
    ck_assert_uint_eq(r.request_count, 0);
    price("97.37");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(trails_that_began_at_different_times_have_bests_of_their_own)
{
    tr_order_request early = trailing_buy("3", NULL);
    tr_order_request late = trailing_buy("3", NULL);
    price("90");
    place(&early);
    price("94");
    ck_assert_uint_eq(r.request_count, 1); /* 90 and 3 */
    rig_fill(&r, r.order.id, "0.01", "94", "0");
    price("90");
    place(&early);
    price("92");
    place(&late);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 2);
    rig_restart(&r, true);
    price("93");
    ck_assert_uint_eq(r.request_count, 1); /* the early one alone */
    price("94.9");
    ck_assert_uint_eq(r.request_count, 1);
    price("95");
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 0);
}
END_TEST

START_TEST(trail_begins_at_its_activation_price)
{
    tr_order_request request = trailing_buy("2", NULL);
    request.activation_price.value = rig_decimal("90");
    place(&request);
    price("95");
    price("99");
    ck_assert_uint_eq(r.request_count, 0);
    price("89");
    rig_restart(&r, true);
    price("91");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(trail_waits_for_the_first_price_when_there_is_none)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_TRAILING, "0.01");
    request.trail_amount.value = rig_decimal("2");
    request.starts_ns = r.now_ns + SECOND_NS;
    place(&request);
    rig_restart(&r, true);
    r.now_ns += 2 * SECOND_NS;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    price("80");
    price("81.9");
    ck_assert_uint_eq(r.request_count, 0);
    price("82");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

/* Many with the same way back, begun at different times, and joined by a new best price: more than a run's few. */
START_TEST(equal_trails_go_off_in_the_order_in_which_they_began)
{
    enum { EACH = 40 };
    tr_order_request request = trailing_buy(NULL, "0.02");
    for (int group = 0; group < 2; group++) {
        for (int i = 0; i < EACH; i++)
            place(&request);
        price(group == 0 ? "101" : "101.5"); /* a worse price: what comes next begins a group of its own */
    }
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 2);
    price("99");
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 1);
    r.request_count = 0;
    price("102");
    ck_assert_uint_eq(r.request_count, 2 * EACH);
    for (size_t i = 1; i < r.request_count; i++)
        ck_assert_int_lt(strcmp(r.requests[i - 1].order.client_id, r.requests[i].order.client_id), 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 0);
}
END_TEST

START_TEST(cancelled_trail_leaves_nothing_behind)
{
    tr_order_request request = trailing_buy("2", NULL);
    place(&request);
    tr_id first = r.order.id;
    place(&request);
    tr_id second = r.order.id;
    rig_cancel(&r, first);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 1);
    rig_cancel(&r, second);
    price("90");
    price("99");
    ck_assert_uint_eq(r.request_count, 0);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_EXTREME), 0);
}
END_TEST

START_TEST(trail_that_makes_no_sense_is_refused)
{
    tr_order_request neither = trailing_buy(NULL, NULL);
    tr_order_request both = trailing_buy("1", "0.01");
    tr_order_request whole = trailing_buy(NULL, "1");
    tr_order_request market = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    market.trail_amount.value = rig_decimal("1");
    rig_submit(&r, &neither);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    rig_submit(&r, &both);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    rig_submit(&r, &whole);
    ck_assert_int_eq(r.status, TR_E_RANGE);
    rig_submit(&r, &market);
    ck_assert_int_eq(r.status, TR_E_INVALID);
    ck_assert_int_eq(rig_count_rows(&r, TR_TABLE_ORDER), 0);
}
END_TEST

/* ---- the others ------------------------------------------------------------------------------ */

START_TEST(touch_goes_off_from_the_better_side)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_TOUCH, "0.01");
    request.stop_price.value = rig_decimal("95");
    place(&request);
    request.type = TR_ORDER_TOUCH_LIMIT;
    request.limit_price.value = rig_decimal("96");
    place(&request);
    price("105");
    ck_assert_uint_eq(r.request_count, 0);
    price("95");
    ck_assert_uint_eq(r.request_count, 2);
    ck_assert_int_eq(r.requests[0].order.type, TR_ORDER_MARKET);
    ck_assert_int_eq(r.requests[1].order.type, TR_ORDER_LIMIT);
}
END_TEST

START_TEST(order_that_is_good_from_a_time_on_sees_nothing_before_it)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "0.01");
    request.stop_price.value = rig_decimal("105");
    request.starts_ns = r.now_ns + 10 * SECOND_NS;
    place(&request);
    price("106");
    ck_assert_uint_eq(r.request_count, 0);
    rig_restart(&r, true);
    ck_assert_int_eq(tr_engine_due_ns(r.engine), request.starts_ns);
    price("100");
    r.now_ns = request.starts_ns;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_uint_eq(r.request_count, 0);
    price("105");
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(market_order_that_is_good_from_a_time_on_goes_at_that_time)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0.01");
    request.starts_ns = r.now_ns + 10 * SECOND_NS;
    place(&request);
    r.now_ns = request.starts_ns - 1;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_uint_eq(r.request_count, 0);
    r.now_ns++;
    tr_engine_timer(r.engine);
    rig_settle(&r);
    ck_assert_uint_eq(r.request_count, 1);
    tr_order stored;
    ck_assert(rig_stored_order(&r, r.order.id, &stored));
    ck_assert_str_eq(stored.actor, "clock");
}
END_TEST

START_TEST(price_before_the_signal_does_not_count)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "0.01");
    request.stop_price.value = rig_decimal("105");
    request.waits_for_signal = true;
    place(&request);
    price("106");
    ck_assert_uint_eq(r.request_count, 0);
    price("100");
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.order_count, 1);
    ck_assert_uint_eq(r.request_count, 0);
    rig_restart(&r, true);
    price("105");
    ck_assert_uint_eq(r.request_count, 1);
    tr_order stored;
    ck_assert(rig_stored_order(&r, r.order.id, &stored));
    ck_assert_int_eq(tr_id_compare(stored.alert_id, r.alert_id), 0);
}
END_TEST

START_TEST(signal_that_is_older_than_an_order_takes_does_not_fire_it)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "0.01");
    request.waits_for_signal = true;
    request.signal_age_max_ns = 2 * SECOND_NS;
    place(&request);
    tr_alert alert = rig_alert_of(TR_ALERT_BUY, "id:1");
    alert.sent_ns = r.now_ns - 3 * SECOND_NS;
    rig_alert(&r, &alert);
    ck_assert_int_eq(r.status, TR_OK);
    ck_assert_uint_eq(r.request_count, 0);
    alert = rig_alert_of(TR_ALERT_BUY, "id:2");
    alert.sent_ns = r.now_ns - 2 * SECOND_NS;
    rig_alert(&r, &alert);
    ck_assert_uint_eq(r.request_count, 1);
}
END_TEST

START_TEST(moves_say_who_made_them)
{
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "0.01");
    request.stop_price.value = rig_decimal("105");
    place(&request);
    ck_assert_str_eq(r.order.actor, "trader");
    tr_order stored;
    price("105");
    ck_assert(rig_stored_order(&r, r.order.id, &stored));
    ck_assert_str_eq(stored.actor, "market");
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    ck_assert(rig_stored_order(&r, r.order.id, &stored));
    ck_assert_str_eq(stored.actor, "exchange");
}
END_TEST

/* ---- beside a model -------------------------------------------------------------------------- */

#define ORDERS_MAX 60

/* An order as somebody would describe it who looks at every tick. */
typedef struct model_order {
    tr_id id;
    char client_id[TR_ID_TEXT_SIZE];
    tr_order_type type;
    int64_t price, activation, way; /* in cents */
    bool is_rate;                   /* way in hundredths of a per cent of the best */
    int64_t starts_ns;
    bool wants_signal;
    bool is_started, is_trailing;
    int64_t best;
    bool is_due;  /* to be sent by the step that is being made */
    bool is_done; /* sent or cancelled */
} model_order;

typedef struct world {
    tr_rng rng;
    model_order orders[ORDERS_MAX];
    size_t count;
    int64_t cents;
    size_t alerts;
} world;

static tr_decimal cents(int64_t value)
{
    tr_decimal out;
    ck_assert_int_eq(tr_decimal_from_scaled(value, 2, &out), TR_OK);
    return out;
}

static void model_start(model_order *o, int64_t now_cents)
{
    if (o->is_done || o->is_due || o->is_trailing || o->starts_ns > r.now_ns)
        return;
    o->is_started = true;
    if (o->wants_signal)
        return;
    if (o->type == TR_ORDER_MARKET)
        o->is_due = true;
    else if (o->type == TR_ORDER_TRAILING && o->activation == 0) {
        o->is_trailing = true;
        o->best = now_cents;
    }
}

/* A buy: it follows the lowest price. Of a rate: price >= best * (1 + way / 10000), without a division. */
static void model_tick(model_order *o, int64_t price_cents)
{
    if (o->is_done || !o->is_started || o->wants_signal)
        return;
    if (o->type == TR_ORDER_STOP)
        o->is_due = price_cents >= o->price;
    if (o->type == TR_ORDER_TOUCH)
        o->is_due = price_cents <= o->price;
    if (o->type != TR_ORDER_TRAILING)
        return;
    if (!o->is_trailing) {
        if (price_cents <= o->activation) {
            o->is_trailing = true;
            o->best = price_cents;
        }
        return;
    }
    o->is_due = o->is_rate ? price_cents * 10000 >= o->best * (10000 + o->way)
                           : price_cents >= o->best + o->way;
    if (price_cents < o->best)
        o->best = price_cents;
}

static void make_order(world *w)
{
    static const tr_order_type types[] = { TR_ORDER_STOP, TR_ORDER_TOUCH, TR_ORDER_TRAILING,
                                           TR_ORDER_TRAILING, TR_ORDER_MARKET };
    if (w->count == ORDERS_MAX)
        return;
    model_order *o = &w->orders[w->count];
    *o = (model_order){ .type = types[tr_rng_below(&w->rng, 5)] };
    tr_order_request request = rig_request_of(TR_SIDE_BUY, o->type, "0.001");
    int64_t offset = 1 + (int64_t)tr_rng_below(&w->rng, 400);
    if (o->type == TR_ORDER_STOP || o->type == TR_ORDER_TOUCH) {
        o->price = o->type == TR_ORDER_STOP ? w->cents + offset : w->cents - offset;
        request.stop_price.value = cents(o->price);
    }
    if (o->type == TR_ORDER_TRAILING) {
        o->is_rate = tr_rng_below(&w->rng, 2) == 0;
        o->way = offset;
        if (o->is_rate)
            ck_assert_int_eq(tr_decimal_from_scaled(o->way, 4, &request.trail_rate), TR_OK);
        else
            request.trail_amount.value = cents(o->way);
        if (tr_rng_below(&w->rng, 3) == 0) {
            o->activation = w->cents - 1 - (int64_t)tr_rng_below(&w->rng, 200);
            request.activation_price.value = cents(o->activation);
        }
    }
    o->wants_signal = o->type == TR_ORDER_MARKET || tr_rng_below(&w->rng, 4) == 0;
    request.waits_for_signal = o->wants_signal;
    if (tr_rng_below(&w->rng, 4) == 0)
        o->starts_ns = request.starts_ns =
            r.now_ns + (int64_t)tr_rng_below(&w->rng, (uint64_t)(20 * SECOND_NS)) + 1;
    place(&request);
    o->id = r.order.id;
    tr_id_format(o->id, o->client_id);
    w->count++;
    model_start(o, w->cents);
}

/* What was sent is exactly what the model says, each once. */
static void compare(world *w, int step)
{
    for (size_t i = 0; i < w->count; i++) {
        model_order *o = &w->orders[i];
        size_t sent = 0;
        for (size_t k = 0; k < r.request_count; k++)
            if (r.requests[k].kind == RIG_PLACE &&
                strcmp(r.requests[k].order.client_id, o->client_id) == 0)
                sent++;
        ck_assert_msg(sent == (o->is_due ? 1u : 0u),
                      "step %d, order %zu (%s): sent %zu times, the model says %d", step, i,
                      tr_order_type_name(o->type), sent, o->is_due);
        if (o->is_due) { /* it fills, so that nothing stays reserved and no restart asks for it */
            rig_fill(&r, o->id, "0.001", "1", "0");
            o->is_done = true;
        }
        o->is_due = false;
    }
    r.request_count = 0;
}

static void make_step(world *w)
{
    uint64_t what = tr_rng_below(&w->rng, 20);
    if (what < 4) {
        make_order(w);
    } else if (what < 5 && w->count > 0) {
        model_order *o = &w->orders[tr_rng_below(&w->rng, w->count)];
        rig_cancel(&r, o->id);
        ck_assert_int_eq(r.status, o->is_done ? TR_E_NOT_FOUND : TR_OK);
        o->is_done = true;
    } else if (what < 6) {
        char key[TR_LABEL_SIZE];
        (void)snprintf(key, sizeof key, "id:%zu", ++w->alerts);
        tr_alert alert = rig_alert_of(TR_ALERT_BUY, key);
        for (size_t i = 0; i < w->count; i++)
            if (w->orders[i].is_started && w->orders[i].wants_signal) {
                w->orders[i].wants_signal = false;
                model_start(&w->orders[i], w->cents);
            }
        rig_alert(&r, &alert);
    } else if (what < 8) {
        r.now_ns += (int64_t)tr_rng_below(&w->rng, (uint64_t)(10 * SECOND_NS));
        for (size_t i = 0; i < w->count; i++)
            if (!w->orders[i].is_started)
                model_start(&w->orders[i], w->cents);
        tr_engine_timer(r.engine);
        rig_settle(&r);
    } else {
        char text[32];
        w->cents += (int64_t)tr_rng_below(&w->rng, 201) - 100;
        if (w->cents < 2000)
            w->cents = 2000;
        (void)snprintf(text, sizeof text, "%lld.%02lld", (long long)(w->cents / 100),
                       (long long)(w->cents % 100));
        for (size_t i = 0; i < w->count; i++)
            model_tick(&w->orders[i], w->cents);
        price(text);
    }
}

static void run_world(uint64_t seed, bool restarts)
{
    world *w = calloc(1, sizeof *w);
    ck_assert_ptr_nonnull(w);
    tr_rng_init(&w->rng, seed);
    w->cents = 10000;
    for (int step = 0; step < 300; step++) {
        make_step(w);
        compare(w, step);
        if (restarts) {
            char text[32];
            r.now_ns++;
            rig_restart(&r, true);
            /* The engine has no price until the next tick: the same one changes nothing for the model. */
            (void)snprintf(text, sizeof text, "%lld.%02lld", (long long)(w->cents / 100),
                           (long long)(w->cents % 100));
            price(text);
            for (size_t i = 0; i < w->count; i++)
                model_tick(&w->orders[i], w->cents);
            compare(w, step);
        }
    }
    free(w);
}

START_TEST(triggers_are_those_of_a_model_that_looks_at_every_order)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        fprintf(stderr, "# SEED=%llu\n", (unsigned long long)seed);
        run_world(seed, false);
        rig_teardown();
        rig_setup();
    }
}
END_TEST

START_TEST(triggers_are_the_same_when_the_engine_restarts_after_every_step)
{
    for (uint64_t seed = 101; seed <= 115; seed++) {
        fprintf(stderr, "# SEED=%llu\n", (unsigned long long)seed);
        run_world(seed, true);
        rig_teardown();
        rig_setup();
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("triggers");
    TCase *tests = tcase_create("triggers");
    tcase_add_checked_fixture(tests, rig_setup, rig_teardown);
    tcase_add_test(tests, trailing_buy_goes_off_when_the_market_comes_back_from_its_lowest);
    tcase_add_test(tests, trailing_sell_follows_the_highest_by_a_rate);
    tcase_add_test(tests, trail_survives_a_restart_to_the_last_digit);
    tcase_add_test(tests, trails_that_began_at_different_times_have_bests_of_their_own);
    tcase_add_test(tests, trail_begins_at_its_activation_price);
    tcase_add_test(tests, trail_waits_for_the_first_price_when_there_is_none);
    tcase_add_test(tests, equal_trails_go_off_in_the_order_in_which_they_began);
    tcase_add_test(tests, cancelled_trail_leaves_nothing_behind);
    tcase_add_test(tests, trail_that_makes_no_sense_is_refused);
    tcase_add_test(tests, touch_goes_off_from_the_better_side);
    tcase_add_test(tests, order_that_is_good_from_a_time_on_sees_nothing_before_it);
    tcase_add_test(tests, market_order_that_is_good_from_a_time_on_goes_at_that_time);
    tcase_add_test(tests, price_before_the_signal_does_not_count);
    tcase_add_test(tests, signal_that_is_older_than_an_order_takes_does_not_fire_it);
    tcase_add_test(tests, moves_say_who_made_them);
    tcase_add_test(tests, triggers_are_those_of_a_model_that_looks_at_every_order);
    tcase_add_test(tests, triggers_are_the_same_when_the_engine_restarts_after_every_step);
    suite_add_tcase(suite, tests);
    return run_as_tap(suite);
}
