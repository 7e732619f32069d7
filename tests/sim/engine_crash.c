/*
 * engine_crash.c: an engine and a paper exchange on one store that dies, again and again, at any commit.
 *
 * A client sends orders and alerts, each under a key of its own, and sends again whatever was not answered, as people
 * and TradingView do. The store crashes before, after, or instead of commits that a seed picks. In the end every key
 * must have come to exactly one order or alert, executed at most once; the engine's books and the exchange's must
 * agree to the last digit; and the tables must be what the log says. A failure prints the seed: SEED=n replays it.
 *
 * The same with a linear swap: shorts, flips, reversals, and funding every few seconds. Reconciliation works there, but may
 * adopt no money: positions, costs, balances and payments must agree because each was booked once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <trade/reconcile.h>

#include "engine_crash.h"

#define RUNS      60
#define START_NS  INT64_C(1700000000000000000)
#define SECOND_NS INT64_C(1000000000)

static tr_decimal decimal(const char *text)
{
    tr_decimal value;
    assert_int_equal(tr_decimal_parse(text, strlen(text), &value), TR_OK);
    return value;
}

static tr_decimal scaled(int64_t mantissa, int digits)
{
    tr_decimal value;
    assert_int_equal(tr_decimal_from_scaled(mantissa, digits, &value), TR_OK);
    return value;
}

static int64_t now(void *user)
{
    return ((desk *)user)->now_ns;
}

static void must_recover(void *user, tr_status status, const tr_error *err)
{
    (void)err; /* the status tells */
    *(tr_status *)user = status;
}

static void report(void *user, const tr_exchange_report *told)
{
    desk *d = user;
    tr_engine_report(d->engine, told);
}

/* ---- life ------------------------------------------------------------------------------------ */

static const char *symbol_of(const desk *d)
{
    return d->is_swap ? "BTC/USDT:USDT" : "BTC/USDT";
}

static tr_instrument bitcoin(const desk *d)
{
    tr_instrument one = { .exchange = "paper", .exchange_symbol = "BTCUSDT", .kind = TR_KIND_SPOT,
                          .base = "BTC", .quote = "USDT", .settle = "USDT" };
    (void)snprintf(one.symbol, sizeof one.symbol, "%s", symbol_of(d));
    if (d->is_swap)
        one.kind = TR_KIND_LINEAR;
    one.multiplier = tr_decimal_from_int(1);
    one.tick = decimal("0.01");
    one.lot = decimal("0.001");
    one.quantity_min = decimal("0.001");
    return one;
}

static void open_account(desk *d);

static void start(desk *d)
{
    tr_instrument instrument = bitcoin(d);
    assert_int_equal(tr_store_memory_open(d->disk, &d->store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_reader_open(d->disk, &d->reader, NULL), TR_OK);
    tr_paper_options paper = { .struct_size = sizeof paper, .instruments = &instrument, .instrument_count = 1,
                               .store = &d->store, .reader = &d->reader, .clock = &d->clock,
                               .fee_maker = decimal("0.001"), .fee_taker = decimal("0.001"),
                               .slippage = decimal("0.0005"), .participation = decimal("0.5"),
                               .report = report, .report_user = d };
    tr_reconcile_policy policy; /* nothing that concerns money may be adopted: it must be right */
    tr_reconcile_policy_init(&policy);
    policy.actions[TR_DIFFERENCE_BALANCE] = policy.actions[TR_DIFFERENCE_POSITION] = TR_RECONCILE_REPORT;
    if (d->is_swap) {
        paper.leverage = tr_decimal_from_int(5);
        paper.funding_interval_ns = 7 * SECOND_NS;
    }
    if (d->is_thin) {
        paper.leverage = tr_decimal_from_int(40);
        paper.maintenance_margin = decimal("0.01");
        paper.liquidation_fee = decimal("0.004");
    }
    assert_int_equal(tr_paper_new(&paper, &d->paper, NULL), TR_OK);
    tr_engine_options options;
    tr_engine_options_init(&options);
    options.store = &d->store;
    options.reader = &d->reader;
    options.exchange = tr_paper_exchange(d->paper);
    options.instruments = &instrument;
    options.instrument_count = 1;
    options.clock = &d->clock;
    if (d->is_swap) {
        options.leverage = paper.leverage;
        options.reconcile_every_ns = 10 * SECOND_NS;
        options.reconcile_policy = &policy;
    }
    tr_risk_limits none;
    tr_risk_limits_clear(&none);
    if (d->is_thin) /* nobody keeps it from what ends that way */
        options.limits = &none;
    options.seed = tr_rng_next(&d->rng);
    assert_int_equal(tr_engine_new(&options, &d->engine, NULL), TR_OK);
    tr_status recovered = TR_E_INTERNAL;
    assert_int_equal(tr_paper_recover(d->paper, must_recover, &recovered, NULL), TR_OK);
    assert_int_equal(recovered, TR_OK);
    recovered = TR_E_INTERNAL;
    assert_int_equal(tr_engine_recover(d->engine, must_recover, &recovered, NULL), TR_OK);
    assert_int_equal(recovered, TR_OK);
    open_account(d);
}

static void stop(desk *d)
{
    d->store.close(d->store.user); /* first: what is in flight still belongs to both */
    tr_engine_free(d->engine);
    tr_paper_free(d->paper);
    d->reader.close(d->reader.user);
    d->engine = NULL;
    d->paper = NULL;
}

static void restart(desk *d)
{
    stop(d);
    d->crashes++;
    for (size_t i = 0; i < d->wish_count; i++)
        d->wishes[i].is_waiting = false;
    start(d);
}

static bool is_idle(const desk *d)
{
    return tr_engine_is_idle(d->engine) && tr_paper_is_idle(d->paper);
}

/* False: the store has died. */
static bool settle_now(desk *d)
{
    for (int quiet = 0; quiet < 2;) {
        bool is_alive = tr_engine_flush(d->engine, NULL) == TR_OK;
        is_alive = tr_paper_flush(d->paper, NULL) == TR_OK && is_alive;
        size_t delivered = d->store.poll(d->store.user, 0);
        if (!is_alive || tr_engine_status(d->engine, NULL) != TR_OK || tr_paper_status(d->paper) != TR_OK)
            return false;
        assert_true(tr_engine_check(d->engine));
        assert_true(tr_paper_check(d->paper));
        quiet = delivered == 0 ? quiet + 1 : 0;
    }
    return true;
}

/* A crash reports nothing: work that stays in flight on a dead store tells it. A reconciliation may wait for the clock. */
static bool settle(desk *d)
{
    bool is_alive = settle_now(d);
    for (int i = 0; is_alive && d->is_swap && !is_idle(d) && i < 10; i++) {
        d->now_ns += SECOND_NS;
        tr_engine_timer(d->engine);
        is_alive = settle_now(d);
    }
    return is_alive && is_idle(d);
}

static void ignore_answer(void *user, const tr_engine_answer *answer)
{
    (void)user;
    (void)answer; /* asked again at the next start */
}

static void open_account(desk *d)
{
    tr_account_row account = { .name = "paper", .exchange = "paper", .owner = "trader" };
    tr_balance balance = { .asset = "USDT", .total = { decimal(d->is_thin ? "80" : "10000") } };
    (void)tr_paper_open_balance(d->paper, "paper", "USDT", balance.total, NULL); /* a dead store shows in settle */
    tr_engine_open_account(d->engine, &account, &balance, 1, ignore_answer, NULL);
}

/* ---- the client ------------------------------------------------------------------------------ */

static void on_answer(void *user, const tr_engine_answer *answer)
{
    wish *w = user;
    assert_true(w->is_waiting); /* exactly one answer a sending */
    w->is_waiting = false;
    tr_id id = { { 0 } };
    if (w->is_alert)
        id = answer->alert_id;
    else if (answer->order != NULL)
        id = answer->order->id;
    switch (answer->status) {
    case TR_OK:
    case TR_E_REFUSED: /* kept, as refused */
        assert_false(tr_id_is_none(id));
        if (w->is_answered)
            assert_int_equal(tr_id_compare(w->id, id), 0);
        else
            w->owner->acknowledged++;
        w->is_answered = true;
        w->id = id;
        return;
    case TR_E_INVALID:
    case TR_E_NOT_FOUND: w->is_refused = true; return;
    default: return; /* nothing may be assumed: it is sent again */
    }
}

static void send(desk *d, wish *w)
{
    if (w->is_waiting)
        return;
    w->is_waiting = true;
    if (w->is_alert)
        tr_engine_alert(d->engine, &w->alert, on_answer, w);
    else
        tr_engine_submit(d->engine, &w->request, on_answer, w);
}

static tr_decimal around(desk *d, int64_t span_cents)
{
    int64_t offset = (int64_t)tr_rng_below(&d->rng, (uint64_t)(2 * span_cents)) - span_cents;
    return scaled(d->price_cents + (offset == 0 ? 1 : offset), 2);
}

static void make_trail(desk *d, tr_order_request *request)
{
    if (tr_rng_below(&d->rng, 2) == 0)
        request->trail_amount.value = scaled(50 + (int64_t)tr_rng_below(&d->rng, 200), 2);
    else
        request->trail_rate = scaled(5 + (int64_t)tr_rng_below(&d->rng, 20), 3);
    if (tr_rng_below(&d->rng, 3) == 0)
        request->activation_price.value = around(d, 200);
}

static void make_legs(desk *d, tr_order_request *request)
{
    static const int64_t shares[] = { 5, 3, 2 }; /* in tenths */
    for (size_t i = 0; i < 3; i++) {
        tr_leg *leg = &request->legs[request->leg_count++];
        leg->share = scaled(shares[i], 1);
        leg->take_profit.value = scaled(d->price_cents + 250 + 100 * (int64_t)i, 2);
        leg->stop_loss.value = scaled(d->price_cents - 300, 2);
    }
}

static void make_order(desk *d, wish *w)
{
    static const tr_order_type types[] = { TR_ORDER_MARKET, TR_ORDER_MARKET,   TR_ORDER_LIMIT,
                                           TR_ORDER_STOP,   TR_ORDER_TRAILING, TR_ORDER_TOUCH };
    tr_order_request *request = &w->request;
    *request = (tr_order_request){ .account = "paper", .user = "trader" };
    (void)snprintf(request->symbol, sizeof request->symbol, "%s", symbol_of(d));
    request->side = tr_rng_below(&d->rng, 3) == 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    request->type = types[tr_rng_below(&d->rng, sizeof types / sizeof types[0])];
    request->quantity.value = scaled(1 + (int64_t)tr_rng_below(&d->rng, 2000), 3);
    if (request->type == TR_ORDER_LIMIT)
        request->limit_price.value = around(d, 200);
    if (request->type == TR_ORDER_STOP || request->type == TR_ORDER_TOUCH)
        request->stop_price.value = around(d, 200);
    if (request->type == TR_ORDER_TRAILING)
        make_trail(d, request);
    if (tr_rng_below(&d->rng, 6) == 0)
        request->starts_ns = d->now_ns + (int64_t)tr_rng_below(&d->rng, 5 * (uint64_t)SECOND_NS);
    if (tr_rng_below(&d->rng, 6) == 0 && request->side == TR_SIDE_BUY) {
        make_legs(d, request);
    } else if (tr_rng_below(&d->rng, 2) == 0 && request->side == TR_SIDE_BUY) {
        request->stop_loss.value = scaled(d->price_cents - 300 - (int64_t)tr_rng_below(&d->rng, 200), 2);
        request->take_profit.value = scaled(d->price_cents + 300 + (int64_t)tr_rng_below(&d->rng, 200), 2);
    }
    if (d->is_swap && request->side == TR_SIDE_SELL && tr_rng_below(&d->rng, 2) == 0) { /* the ways out of a short */
        request->stop_loss.value = scaled(d->price_cents + 300 + (int64_t)tr_rng_below(&d->rng, 200), 2);
        request->take_profit.value = scaled(d->price_cents - 300 - (int64_t)tr_rng_below(&d->rng, 200), 2);
    }
    if (tr_rng_below(&d->rng, 4) == 0 && request->type == TR_ORDER_MARKET)
        (void)snprintf(request->strategy, sizeof request->strategy, "s%u", (unsigned)tr_rng_below(&d->rng, 3));
    (void)snprintf(request->idempotency_key, sizeof request->idempotency_key, "key-%zu", d->wish_count);
}

static void make_alert(desk *d, wish *w)
{
    static const uint8_t body[] = "{}";
    tr_alert *alert = &w->alert;
    *alert = (tr_alert){ .account = "paper", .symbol = "BTCUSDT", .source = "tradingview", .body = body, .body_size = 2 };
    alert->action = (tr_alert_action)tr_rng_below(&d->rng, 3);
    if (d->is_swap && alert->action == TR_ALERT_CLOSE)
        alert->action = TR_ALERT_REVERSE;
    if (tr_rng_below(&d->rng, 2) == 0)
        alert->quantity.value = scaled(1 + (int64_t)tr_rng_below(&d->rng, 1000), 3);
    (void)snprintf(alert->strategy, sizeof alert->strategy, "s%u", (unsigned)tr_rng_below(&d->rng, 3));
    (void)snprintf(alert->name, sizeof alert->name, "%s", alert->strategy);
    (void)snprintf(alert->dedup_key, sizeof alert->dedup_key, "id:%zu", d->wish_count);
    w->is_alert = true;
}

static void step_price(desk *d)
{
    bool jumps = d->is_thin && tr_rng_below(&d->rng, 20) == 0;
    d->price_cents += (int64_t)tr_rng_below(&d->rng, 401) - 200;
    if (jumps)
        d->price_cents += (int64_t)tr_rng_below(&d->rng, 3001) - 1500;
    if (d->price_cents < 5000)
        d->price_cents = 5000;
    tr_price_tick tick = { .price = { scaled(d->price_cents, 2) },
                           .quantity = { scaled(1 + (int64_t)tr_rng_below(&d->rng, 4000), 3) }, .at_ns = d->now_ns };
    (void)snprintf(tick.symbol, sizeof tick.symbol, "%s", symbol_of(d));
    if (d->is_swap) { /* likewise */
        tr_decimal rate = scaled((int64_t)tr_rng_below(&d->rng, 2000) - 1000, 7);
        (void)tr_paper_set_funding_rate(d->paper, tick.symbol, rate, NULL);
    }
    (void)tr_paper_price(d->paper, &tick, NULL); /* a dead store shows in settle */
    tr_engine_price(d->engine, &tick);
}

/* An order, or an exit of one, is changed; what becomes of it the invariants judge. */
static void amend_something(desk *d)
{
    wish *w = &d->wishes[tr_rng_below(&d->rng, d->wish_count)];
    tr_amend_request request = { .account = "paper", .id = w->id, .given = TR_AMEND_QUANTITY };
    if (w->is_alert || !w->is_answered)
        return;
    request.values.quantity.value = scaled(1 + (int64_t)tr_rng_below(&d->rng, 2000), 3);
    if (w->request.type == TR_ORDER_LIMIT) {
        request.given |= TR_AMEND_LIMIT;
        request.values.limit_price.value = around(d, 200);
    }
    tr_engine_amend(d->engine, &request, ignore_answer, NULL);
}

/* Blocks have keys too, but whether they come to an order is the market's business. */
static void add_block(desk *d)
{
    tr_block_request request = { .account = "paper", .user = "trader", .name = "zone",
                                 .side = TR_SIDE_BUY, .window_ns = 3 * SECOND_NS, .condition_count = 2 };
    (void)snprintf(request.symbol, sizeof request.symbol, "%s", symbol_of(d));
    request.quantity.value = scaled(1 + (int64_t)tr_rng_below(&d->rng, 500), 3);
    request.price_low.value = scaled(d->price_cents - 150, 2);
    request.price_high.value = scaled(d->price_cents + 150, 2);
    request.stop_loss.value = scaled(d->price_cents - 400, 2);
    request.take_profit.value = scaled(d->price_cents + 400, 2);
    if (tr_rng_below(&d->rng, 2) == 0)
        request.expires_ns = d->now_ns + 20 * SECOND_NS;
    (void)snprintf(request.conditions[0].name, sizeof request.conditions[0].name, "s0");
    (void)snprintf(request.conditions[1].name, sizeof request.conditions[1].name, "s%u",
                   1 + (unsigned)tr_rng_below(&d->rng, 2));
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "block-%llu",
                   (unsigned long long)tr_rng_below(&d->rng, 60));
    tr_engine_add_block(d->engine, &request, ignore_answer, NULL);
}

static void step(desk *d)
{
    d->now_ns += (int64_t)tr_rng_below(&d->rng, (uint64_t)SECOND_NS);
    uint64_t what = tr_rng_below(&d->rng, 12);
    tr_engine_timer(d->engine);
    if (what < 5 && d->wish_count < KEYS_MAX) {
        wish *w = &d->wishes[d->wish_count];
        w->owner = d;
        if (what < 3)
            make_order(d, w);
        else
            make_alert(d, w);
        d->wish_count++;
        send(d, w);
    } else if (what < 6 && d->wish_count > 0) {
        send(d, &d->wishes[tr_rng_below(&d->rng, d->wish_count)]); /* again, answered or not */
    } else if (what == 10 && d->wish_count > 0) {
        amend_something(d);
    } else if (what == 11) {
        add_block(d);
    } else if (what < 7 && d->wish_count > 0) {
        wish *w = &d->wishes[tr_rng_below(&d->rng, d->wish_count)];
        if (!w->is_alert && w->is_answered)
            tr_engine_cancel(d->engine, "paper", w->id, NULL, ignore_answer, NULL);
    } else {
        step_price(d);
    }
}

/* ---- runs ------------------------------------------------------------------------------------ */

static void plan_crash(desk *d)
{
    static const tr_store_crash kinds[] = { TR_STORE_CRASH_BEFORE, TR_STORE_CRASH_AFTER, TR_STORE_FAIL_BEFORE,
                                            TR_STORE_FAIL_AFTER };
    tr_store_crash kind = kinds[tr_rng_below(&d->rng, 4)];
    int64_t commit = 1 + (int64_t)tr_rng_below(&d->rng, 30);
    assert_int_equal(tr_store_memory_crash(d->disk, kind, commit, TR_E_IO), TR_OK);
}

/* An orderly end, and the next engine before its first price: what the account is worth is the same. */
static void end_in_order(desk *d)
{
    tr_money before, after;
    step_price(d);
    assert_true(settle(d));
    tr_engine_leave(d->engine);
    assert_true(settle(d));
    assert_int_equal(tr_engine_equity(d->engine, "paper", "USDT", &before), TR_OK);
    restart(d);
    assert_int_equal(tr_engine_equity(d->engine, "paper", "USDT", &after), TR_OK);
    assert_int_equal(tr_decimal_compare(before.value, after.value), 0);
}

/* Everything that was not acknowledged is sent until it is; the market moves so that nothing waits on it. */
static void finish(desk *d)
{
    /* A plan that is never reached: crashes are over. */
    assert_int_equal(tr_store_memory_crash(d->disk, TR_STORE_CRASH_BEFORE, INT64_MAX, TR_E_IO), TR_OK);
    restart(d);
    assert_true(settle(d));
    end_in_order(d);
    assert_true(settle(d));
    for (size_t i = 0; i < d->wish_count; i++)
        if (!d->wishes[i].is_refused)
            send(d, &d->wishes[i]);
    assert_true(settle(d));
    for (int i = 0; i < 20; i++) {
        d->now_ns += SECOND_NS;
        step_price(d);
        assert_true(settle(d));
        if (d->is_swap)
            tr_engine_timer(d->engine); /* it reconciles */
        assert_true(settle(d));
    }
}

static void run_seed(uint64_t seed, bool is_swap, bool is_thin)
{
    desk *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->seed = seed;
    d->is_swap = is_swap;
    d->is_thin = is_thin;
    d->now_ns = START_NS;
    d->price_cents = 10000;
    d->clock = (tr_clock){ now, now, d };
    tr_rng_init(&d->rng, seed);
    tr_store_memory_options options = TR_STORE_MEMORY_OPTIONS_INIT;
    assert_int_equal(tr_store_memory_new(&options, &d->disk, NULL), TR_OK);
    start(d);
    assert_true(settle(d));
    step_price(d);
    assert_true(settle(d));
    plan_crash(d);
    for (int i = 0; i < 500; i++) {
        step(d);
        /* Often several steps share a batch. */
        if (tr_rng_below(&d->rng, 3) == 0)
            continue;
        while (!settle(d)) {
            plan_crash(d);
            restart(d);
        }
    }
    finish(d);
    check_end(d);
    assert_true(d->crashes > 5);
    assert_true(d->acknowledged > 100);
    stop(d);
    tr_store_memory_free(d->disk);
    free(d);
}

static void run_seeds(bool is_swap, bool is_thin, int first_kind, int last_kind)
{
    const char *given = getenv("SEED");
    uint64_t first = given != NULL ? strtoull(given, NULL, 10) : 1;
    int runs = given != NULL ? 1 : is_thin ? RUNS / 2 : RUNS; /* those are about one thing */
    for (int i = 0; i < runs; i++) {
        print_message("# SEED=%llu\n", (unsigned long long)first + (unsigned)i);
        run_seed(first + (uint64_t)i, is_swap, is_thin);
    }
    for (int kind = first_kind; kind <= last_kind && given == NULL; kind++) {
        print_message("# events of kind %d: %lld\n", kind, (long long)event_counts[kind]);
        assert_true(event_counts[kind] > 0);
    }
}

static void every_key_comes_to_exactly_one_effect_whatever_commit_the_store_dies_at(void **unused)
{
    (void)unused;
    run_seeds(false, false, 10, 17); /* from stages to conditions */
}

static void swaps_are_short_turned_and_funded_once_whatever_commit_the_store_dies_at(void **unused)
{
    (void)unused;
    run_seeds(true, false, 22, 23); /* funding, and costs that crashes made another order of */
}

static void who_is_liquidated_is_so_once_and_owes_nothing_whatever_commit_the_store_dies_at(void **unused)
{
    (void)unused;
    liquidations = 0;
    run_seeds(true, true, 22, 22);
    print_message("# liquidations: %lld\n", (long long)liquidations);
    assert_true(liquidations > 10 || getenv("SEED") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_comes_to_exactly_one_effect_whatever_commit_the_store_dies_at),
        cmocka_unit_test(who_is_liquidated_is_so_once_and_owes_nothing_whatever_commit_the_store_dies_at),
        cmocka_unit_test(swaps_are_short_turned_and_funded_once_whatever_commit_the_store_dies_at),
    };
    return cmocka_run_group_tests_name("engine_crash", tests, NULL, NULL);
}
