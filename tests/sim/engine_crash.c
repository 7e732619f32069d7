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

#include <trade/engine.h>
#include <trade/paper.h>
#include <trade/reconcile.h>
#include <trade/store_memory.h>

#include "support/table_walk.h"

#define KEYS_MAX   400
#define RUNS       60
#define START_NS   INT64_C(1700000000000000000)
#define SECOND_NS  INT64_C(1000000000)

typedef struct desk desk;

/* One thing that the client wants done exactly once. */
typedef struct wish {
    desk *owner;
    bool is_alert;
    tr_order_request request;
    tr_alert alert;
    bool is_answered; /* with an answer that acknowledges it */
    bool is_refused;  /* by a rule or as malformed: it need not be there */
    bool is_waiting;  /* sent, no answer yet */
    tr_id id;         /* what the first acknowledgement named */
} wish;

struct desk {
    uint64_t seed;
    bool is_swap;
    bool is_thin; /* little money, much leverage, and prices that jump: the exchange liquidates */
    tr_rng rng;
    tr_clock clock;
    int64_t now_ns;
    tr_store_memory *disk;
    tr_store store;
    tr_store_reader reader;
    tr_engine *engine;
    tr_paper *paper;
    wish wishes[KEYS_MAX];
    size_t wish_count;
    int64_t price_cents;
    int crashes;
    int acknowledged;
};

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

/* ---- what must hold -------------------------------------------------------------------------- */

typedef struct walk {
    size_t found[KEYS_MAX];
    size_t order_rows, alert_rows, fill_rows, paper_fill_rows;
    tr_decimal bought, sold, paper_bought, paper_sold, fees, paper_fees;
} walk;

static void add(tr_decimal *sum, tr_decimal value)
{
    assert_int_equal(tr_decimal_add(*sum, value, sum), TR_OK);
}

static size_t number_of(const char *key, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(key, prefix, length) != 0)
        return KEYS_MAX;
    return (size_t)strtoul(key + length, NULL, 10);
}

/* What the exchange closed by itself, in all runs. */
static int64_t liquidations;

/* How often each kind of event came in all runs: what never happens is not tested. */
#define EVENT_KINDS 32
static int64_t event_counts[EVENT_KINDS];

static bool take_event(void *user, const void *row)
{
    const tr_event_row *ev = row;
    (void)user;
    assert_true(ev->kind > 0 && ev->kind < EVENT_KINDS);
    event_counts[ev->kind]++;
    return true;
}

static bool take_order(void *user, const void *row)
{
    walk *w = user;
    const tr_order *order = row;
    w->order_rows++;
    assert_true(tr_decimal_compare(order->filled_quantity.value, order->quantity.value) <= 0);
    liquidations += strcmp(order->notes, "liquidated by the exchange") == 0;
    size_t number = number_of(order->idempotency_key, "key-");
    if (number < KEYS_MAX)
        w->found[number]++;
    return true;
}

static bool take_alert(void *user, const void *row)
{
    walk *w = user;
    w->alert_rows++;
    size_t number = number_of(((const tr_alert *)row)->dedup_key, "id:");
    assert_true(number < KEYS_MAX);
    w->found[number]++;
    return true;
}

static bool take_fill(void *user, const void *row)
{
    walk *w = user;
    const tr_fill *fill = row;
    w->fill_rows++;
    add(fill->side == TR_SIDE_BUY ? &w->bought : &w->sold, fill->quantity.value);
    add(&w->fees, fill->fee.value);
    return true;
}

static bool take_paper_fill(void *user, const void *row)
{
    walk *w = user;
    const tr_paper_fill_row *fill = row;
    w->paper_fill_rows++;
    add(fill->side == TR_SIDE_BUY ? &w->paper_bought : &w->paper_sold, fill->quantity.value);
    add(&w->paper_fees, fill->fee.value);
    return true;
}

static void take_tables(walk *w, const tr_store_reader *reader)
{
    static const struct {
        tr_table table;
        tr_store_row_sink *take;
    } tables[] = { { TR_TABLE_ORDER, take_order },
                   { TR_TABLE_ALERT, take_alert },
                   { TR_TABLE_FILL, take_fill },
                   { TR_TABLE_PAPER_FILL, take_paper_fill },
                   { TR_TABLE_EVENT, take_event } };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        assert_int_equal(table_walk(reader, tables[i].table, tables[i].take, w), TR_OK);
}

typedef struct two_balances {
    tr_decimal ours, theirs;
} two_balances;

static bool on_balance(void *user, const void *row)
{
    ((two_balances *)user)->ours = ((const tr_balance *)row)->total.value;
    return false;
}

static bool on_paper_balance(void *user, const void *row)
{
    ((two_balances *)user)->theirs = ((const tr_paper_balance_row *)row)->total.value;
    return false;
}

static void read_ok(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user;
    (void)has_more;
    (void)err; /* the status tells */
    assert_int_equal(status, TR_OK);
}

static void check_balances_agree(desk *d, const char *asset)
{
    two_balances pair = { { 0 }, { 0 } };
    tr_balance ours = { .account = "paper" };
    tr_paper_balance_row theirs = { .account = "paper" };
    (void)snprintf(ours.asset, sizeof ours.asset, "%s", asset);
    (void)snprintf(theirs.asset, sizeof theirs.asset, "%s", asset);
    tr_store_query query = { .table = TR_TABLE_BALANCE, .key = &ours, .key_columns = 2, .limit = 1 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_balance, read_ok, &pair, NULL), TR_OK);
    query.table = TR_TABLE_PAPER_BALANCE;
    query.key = &theirs;
    assert_int_equal(d->reader.read(d->reader.user, &query, on_paper_balance, read_ok, &pair, NULL), TR_OK);
    assert_int_equal(tr_decimal_compare(pair.ours, pair.theirs), 0);
}

static bool on_owed(void *user, const void *row)
{
    (void)user;
    assert_true(tr_decimal_sign(((const tr_paper_balance_row *)row)->total.value) >= 0);
    return true;
}

static void check_nobody_owes(desk *d)
{
    tr_store_query query = { .table = TR_TABLE_PAPER_BALANCE, .limit = 10 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_owed, read_ok, NULL, NULL), TR_OK);
}

typedef struct two_positions {
    tr_position ours;
    tr_paper_position_row theirs;
} two_positions;

static bool on_position(void *user, const void *row)
{
    ((two_positions *)user)->ours = *(const tr_position *)row;
    return false;
}

static bool on_paper_position(void *user, const void *row)
{
    ((two_positions *)user)->theirs = *(const tr_paper_position_row *)row;
    return false;
}

/* Both sides hold the same for the same, and both booked the same payments. */
static void check_positions_agree(desk *d)
{
    two_positions pair = { .ours = { .version = 0 } };
    tr_position ours = { .account = "paper" };
    tr_paper_position_row theirs = { .account = "paper" };
    tr_store_query query = { .table = TR_TABLE_POSITION, .key = &ours, .key_columns = 1, .limit = 1 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_position, read_ok, &pair, NULL), TR_OK);
    query.table = TR_TABLE_PAPER_POSITION;
    query.key = &theirs;
    assert_int_equal(d->reader.read(d->reader.user, &query, on_paper_position, read_ok, &pair, NULL), TR_OK);
    assert_int_equal(tr_decimal_compare(pair.ours.quantity, pair.theirs.quantity), 0);
    assert_int_equal(tr_decimal_compare(pair.ours.cost.value, pair.theirs.cost.value), 0);
}

typedef struct payments {
    int count;
    tr_decimal sum;
} payments;

static bool on_payment(void *user, const void *row)
{
    payments *all = user;
    all->count++;
    add(&all->sum, ((const tr_funding_payment *)row)->amount.value);
    return true;
}

static void check_funding_agrees(desk *d)
{
    payments ours = { .count = 0 }, theirs = { .count = 0 };
    tr_store_query query = { .table = TR_TABLE_FUNDING, .limit = 1000 };
    assert_int_equal(d->reader.read(d->reader.user, &query, on_payment, read_ok, &ours, NULL), TR_OK);
    query.table = TR_TABLE_PAPER_FUNDING;
    assert_int_equal(d->reader.read(d->reader.user, &query, on_payment, read_ok, &theirs, NULL), TR_OK);
    assert_int_equal(ours.count, theirs.count);
    assert_true(ours.count > 0);
    assert_int_equal(tr_decimal_compare(ours.sum, theirs.sum), 0);
}

static void print_finding(void *user, const char *finding)
{
    (void)user;
    print_error("# %s\n", finding);
}

static void check_end(desk *d)
{
    walk *w = calloc(1, sizeof *w);
    assert_non_null(w);
    take_tables(w, &d->reader);
    for (size_t i = 0; i < d->wish_count; i++) {
        const wish *one = &d->wishes[i];
        assert_int_equal(w->found[i], one->is_answered ? 1 : 0);
        assert_true(one->is_answered || one->is_refused);
    }
    assert_int_equal(w->fill_rows, w->paper_fill_rows);
    assert_int_equal(tr_decimal_compare(w->bought, w->paper_bought), 0);
    assert_int_equal(tr_decimal_compare(w->sold, w->paper_sold), 0);
    assert_int_equal(tr_decimal_compare(w->fees, w->paper_fees), 0);
    if (d->is_swap)
        check_nobody_owes(d);
    check_balances_agree(d, "USDT"); /* of a swap: what is realised, fees and funding */
    if (d->is_swap) {
        check_positions_agree(d);
        check_funding_agrees(d);
    } else {
        check_balances_agree(d, "BTC");
    }
    free(w);
    tr_verify_result result;
    assert_int_equal(tr_engine_verify(&d->reader, NULL, print_finding, NULL, &result, NULL), TR_OK);
    assert_int_equal(result.findings, 0);
    assert_true(result.events > 0);
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
