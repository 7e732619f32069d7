/*
 * engine_exchange.c: an engine at an exchange that misbehaves in every way that is allowed: it answers late, twice, out of
 * order; it loses orders on their way, or takes them and says that nobody knows; it cancels on its own; calls to it fail.
 * Meanwhile the store dies at commits that a seed picks. Two accounts, two symbols, signals that fire orders of both.
 *
 * In the end the engine's fills are the exchange's, one for one; cash and goods are what these fills make of the opening
 * balances; no order was taken twice; nothing is held for orders that have ended. SEED=n replays a run.
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
#include <trade/store_memory.h>

#include "support/table_walk.h"

#define RUNS        60
#define STEPS       800
#define ORDERS_MAX  4096
#define REPORTS_MAX 65536
#define START_NS    INT64_C(1700000000000000000)
#define SECOND_NS   INT64_C(1000000000)
#define MARKETS     2
#define ACCOUNTS    2

static const char *const symbols[MARKETS] = { "BTC/USDT", "ETH/USDT" };
static const char *const bases[MARKETS] = { "BTC", "ETH" };
static const char *const names[ACCOUNTS] = { "first", "second" };

/* An order as the exchange knows it. */
typedef struct held {
    tr_exchange_order order;
    tr_decimal filled;
    int fill_count;
    bool is_open;
    bool is_rejected;
} held;

typedef struct desk {
    tr_rng rng;
    tr_clock clock;
    int64_t now_ns;
    tr_store_memory *disk;
    tr_store store;
    tr_store_reader reader;
    tr_engine *engine;
    tr_exchange_traits traits;
    tr_exchange exchange;
    held orders[ORDERS_MAX];
    size_t order_count;
    tr_exchange_report reports[REPORTS_MAX]; /* told, or to be told, or both */
    size_t report_count;
    tr_exchange_report fills[REPORTS_MAX];
    size_t fill_count;
    int64_t price_cents[MARKETS];
    int key;
    bool is_calm; /* the end: no more mishaps */
    int crashes;
} desk;

static bool chance(desk *d, uint64_t of_hundred)
{
    return !d->is_calm && tr_rng_below(&d->rng, 100) < of_hundred;
}

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

/* ---- the exchange ---------------------------------------------------------------------------- */

static void tell(desk *d, const tr_exchange_report *report)
{
    assert_true(d->report_count + 2 < REPORTS_MAX);
    d->reports[d->report_count++] = *report;
    if (chance(d, 20))
        d->reports[d->report_count++] = *report;
}

static tr_exchange_report report_of(const desk *d, tr_report_kind kind, const char *account, const char *client_id)
{
    tr_exchange_report report = { .kind = kind, .at_ns = d->now_ns };
    (void)snprintf(report.account, sizeof report.account, "%s", account);
    (void)snprintf(report.client_id, sizeof report.client_id, "%s", client_id);
    return report;
}

static void tell_kind(desk *d, tr_report_kind kind, const tr_exchange_order *order)
{
    tr_exchange_report report = report_of(d, kind, order->account, order->client_id);
    tell(d, &report);
}

static held *find_held(desk *d, const char *client_id)
{
    for (size_t i = 0; i < d->order_count; i++)
        if (strcmp(d->orders[i].order.client_id, client_id) == 0)
            return &d->orders[i];
    return NULL;
}

static int market_of(const char *symbol)
{
    return strcmp(symbol, symbols[0]) == 0 ? 0 : 1;
}

/* Fill some of an order, or all that is left. */
static void execute(desk *d, held *one)
{
    tr_decimal left;
    tr_decimal part;
    assert_int_equal(tr_decimal_subtract(one->order.quantity.value, one->filled, &left), TR_OK);
    part = tr_decimal_min(left, d->is_calm ? left : scaled(1 + (int64_t)tr_rng_below(&d->rng, 600), 3));
    tr_exchange_report report = report_of(d, TR_REPORT_FILL, one->order.account, one->order.client_id);
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "F%zu", d->fill_count);
    (void)snprintf(report.fee_asset, sizeof report.fee_asset, "USDT");
    report.quantity.value = part;
    report.price.value = scaled(d->price_cents[market_of(one->order.symbol)], 2);
    report.fee.value = scaled((int64_t)tr_rng_below(&d->rng, 50), 3);
    assert_int_equal(tr_decimal_add(one->filled, part, &one->filled), TR_OK);
    one->fill_count++;
    d->fills[d->fill_count++] = report;
    tell(d, &report);
    if (tr_decimal_compare(one->filled, one->order.quantity.value) == 0) {
        one->is_open = false;
        tell_kind(d, TR_REPORT_DONE, &one->order);
    }
}

static tr_status fail_call(tr_error *err, tr_status status)
{
    err->status = status;
    (void)snprintf(err->message, sizeof err->message, "the line is down");
    return status;
}

/* A rejected order is kept as well: the exchange answers for it. */
static void accept(desk *d, const tr_exchange_order *order)
{
    assert_true(d->order_count < ORDERS_MAX);
    bool is_rejected = chance(d, 5);
    d->orders[d->order_count++] = (held){ .order = *order, .is_open = !is_rejected, .is_rejected = is_rejected };
    tell_kind(d, is_rejected ? TR_REPORT_REJECTED : TR_REPORT_ACCEPTED, order);
}

static tr_status place(void *user, const tr_exchange_order *order, tr_error *err)
{
    desk *d = user;
    held *known = find_held(d, order->client_id);
    if (known != NULL) /* sending again is only allowed where this cannot make a second order */
        assert_true(d->traits.ids_unique_for_ever);
    if (chance(d, 8))
        return fail_call(err, TR_E_NETWORK);
    bool is_lost = chance(d, 10);
    bool is_open_question = is_lost || chance(d, 10);
    if (known == NULL && !is_lost)
        accept(d, order);
    if (!is_open_question)
        return TR_OK;
    if (chance(d, 50))
        return fail_call(err, TR_E_UNKNOWN_OUTCOME);
    tell_kind(d, TR_REPORT_UNKNOWN, order);
    return TR_OK;
}

static tr_status cancel(void *user, const char *account, const char *client_id, tr_error *err)
{
    desk *d = user;
    held *one = find_held(d, client_id);
    (void)account; /* ids are enough */
    assert_non_null(one);
    if (chance(d, 15))
        return fail_call(err, chance(d, 50) ? TR_E_NETWORK : TR_E_UNKNOWN_OUTCOME);
    tell_kind(d, one->is_open ? TR_REPORT_CANCELLED : TR_REPORT_CANCEL_REFUSED, &one->order);
    one->is_open = false;
    return TR_OK;
}

static tr_status query(void *user, const char *account, const char *client_id, tr_error *err)
{
    desk *d = user;
    const held *one = find_held(d, client_id);
    if (chance(d, 15))
        return fail_call(err, TR_E_NETWORK);
    if (one == NULL) {
        tr_exchange_report report = report_of(d, TR_REPORT_NOT_FOUND, account, client_id);
        report.asked_ns = d->now_ns;
        tell(d, &report);
        return TR_OK;
    }
    for (size_t i = 0; i < d->fill_count; i++)
        if (strcmp(d->fills[i].client_id, client_id) == 0)
            tell(d, &d->fills[i]);
    bool is_whole = tr_decimal_compare(one->filled, one->order.quantity.value) == 0;
    tell_kind(d,
              one->is_rejected ? TR_REPORT_REJECTED
              : one->is_open   ? TR_REPORT_ACCEPTED
              : is_whole       ? TR_REPORT_DONE
                               : TR_REPORT_CANCELLED,
              &one->order);
    return TR_OK;
}

/* One of those to be told, not the first: the line keeps no order. */
static void deliver_one(desk *d)
{
    if (d->report_count == 0)
        return;
    size_t at = tr_rng_below(&d->rng, d->report_count);
    tr_exchange_report report = d->reports[at];
    d->reports[at] = d->reports[--d->report_count];
    tr_engine_report(d->engine, &report);
}

/* ---- life ------------------------------------------------------------------------------------ */

static void on_recovered(void *user, tr_status status, const tr_error *err)
{
    (void)err; /* the status tells */
    *(tr_status *)user = status;
}

static void ignore_answer(void *user, const tr_engine_answer *answer)
{
    (void)user;
    (void)answer; /* what must hold is read from the tables */
}

static tr_instrument instrument_of(int market)
{
    tr_instrument one = { .exchange = "wild", .kind = TR_KIND_SPOT, .quote = "USDT", .settle = "USDT" };
    (void)snprintf(one.symbol, sizeof one.symbol, "%s", symbols[market]);
    (void)snprintf(one.exchange_symbol, sizeof one.exchange_symbol, "%sUSDT", bases[market]);
    (void)snprintf(one.base, sizeof one.base, "%s", bases[market]);
    one.multiplier = tr_decimal_from_int(1);
    one.tick = decimal("0.01");
    one.lot = decimal("0.001");
    one.quantity_min = decimal("0.001");
    return one;
}

static void start(desk *d)
{
    tr_instrument instruments[MARKETS] = { instrument_of(0), instrument_of(1) };
    assert_int_equal(tr_store_memory_open(d->disk, &d->store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_reader_open(d->disk, &d->reader, NULL), TR_OK);
    tr_engine_options options;
    tr_engine_options_init(&options);
    options.store = &d->store;
    options.reader = &d->reader;
    options.exchange = &d->exchange;
    options.instruments = instruments;
    options.instrument_count = MARKETS;
    tr_risk_limits limits; /* wide, so that much happens: the gate has tests of its own */
    tr_risk_limits_init(&limits);
    limits.has_daily_loss_max = limits.has_risk_per_trade_max = false;
    options.limits = &limits;
    options.clock = &d->clock;
    options.seed = tr_rng_next(&d->rng);
    assert_int_equal(tr_engine_new(&options, &d->engine, NULL), TR_OK);
    tr_status recovered = TR_E_INTERNAL;
    assert_int_equal(tr_engine_recover(d->engine, on_recovered, &recovered, NULL), TR_OK);
    assert_int_equal(recovered, TR_OK);
    for (int i = 0; i < ACCOUNTS; i++) {
        tr_account_row account = { .exchange = "wild", .owner = "trader" };
        (void)snprintf(account.name, sizeof account.name, "%s", names[i]);
        tr_balance balances[] = { { .asset = "USDT", .total = { decimal("10000") } },
                                  { .asset = "BTC", .total = { decimal("3") } } };
        tr_engine_open_account(d->engine, &account, balances, 2, ignore_answer, NULL);
    }
}

static void stop(desk *d)
{
    d->store.close(d->store.user); /* first: what is in flight belongs to the engine */
    tr_engine_free(d->engine);
    d->reader.close(d->reader.user);
}

static void restart(desk *d)
{
    stop(d);
    d->crashes++;
    start(d);
    for (size_t i = 0; i < d->fill_count; i++) /* what the dead engine heard may not be stored */
        if (d->is_calm || tr_rng_below(&d->rng, 4) == 0)
            tell(d, &d->fills[i]);
}

static void probe_done(void *user, tr_status status, const tr_status *results, size_t count, const tr_error *err)
{
    (void)results; /* a PUT of one row */
    (void)count;
    (void)err; /* the status tells */
    *(bool *)user = status == TR_OK;
}

/* A crash reports nothing, and orders may be on their way for long: a write of our own tells whether the store lives. */
static bool is_alive(desk *d)
{
    bool is_done = false;
    tr_setting_row row = { .name = "probe", .updated_ns = d->now_ns };
    tr_store_op op = { TR_STORE_PUT, TR_TABLE_SETTING, &row, 0 };
    tr_store_transaction one = { &op, 1 };
    if (d->store.submit(d->store.user, &one, 1, probe_done, &is_done, NULL) != TR_OK)
        return false;
    while (d->store.poll(d->store.user, 0) > 0)
        ;
    return is_done;
}

/* False: the store has died. */
static bool settle(desk *d)
{
    for (int quiet = 0; quiet < 2;) {
        if (tr_engine_flush(d->engine, NULL) != TR_OK)
            return false;
        quiet = d->store.poll(d->store.user, 0) == 0 ? quiet + 1 : 0;
        if (tr_engine_status(d->engine, NULL) != TR_OK)
            return false;
        assert_true(tr_engine_check(d->engine));
    }
    return is_alive(d);
}

/* ---- what happens ---------------------------------------------------------------------------- */

static void submit(desk *d)
{
    static const tr_order_type types[] = { TR_ORDER_MARKET, TR_ORDER_MARKET, TR_ORDER_LIMIT, TR_ORDER_STOP };
    int market = (int)tr_rng_below(&d->rng, MARKETS);
    int64_t price = d->price_cents[market];
    tr_order_request request = { .user = "trader" };
    (void)snprintf(request.account, sizeof request.account, "%s", names[tr_rng_below(&d->rng, ACCOUNTS)]);
    (void)snprintf(request.symbol, sizeof request.symbol, "%s", symbols[market]);
    (void)snprintf(request.idempotency_key, sizeof request.idempotency_key, "key-%d", d->key++);
    request.side = tr_rng_below(&d->rng, 3) == 0 ? TR_SIDE_SELL : TR_SIDE_BUY;
    request.type = types[tr_rng_below(&d->rng, 4)];
    request.quantity.value = scaled(1 + (int64_t)tr_rng_below(&d->rng, 1500), 3);
    request.is_reduce_only = tr_rng_below(&d->rng, 5) == 0;
    if (request.type == TR_ORDER_LIMIT)
        request.limit_price.value = scaled(price + (int64_t)tr_rng_below(&d->rng, 200) - 100, 2);
    if (request.type == TR_ORDER_STOP)
        request.stop_price.value = scaled(price + (int64_t)tr_rng_below(&d->rng, 200) - 100, 2);
    if (!request.is_reduce_only && request.side == TR_SIDE_BUY && tr_rng_below(&d->rng, 2) == 0) {
        request.stop_loss.value = scaled(price - 250, 2);
        request.take_profit.value = scaled(price + 250, 2);
    }
    if (tr_rng_below(&d->rng, 4) == 0)
        request.expires_ns = d->now_ns + 1 + (int64_t)tr_rng_below(&d->rng, 10 * (uint64_t)SECOND_NS);
    request.waits_for_signal = request.type == TR_ORDER_MARKET && tr_rng_below(&d->rng, 4) == 0;
    tr_engine_submit(d->engine, &request, ignore_answer, NULL);
}

static void alert(desk *d)
{
    static const uint8_t body[] = "{}";
    tr_alert one = { .source = "tradingview", .body = body, .body_size = 2 };
    one.action = (tr_alert_action)tr_rng_below(&d->rng, 3);
    (void)snprintf(one.account, sizeof one.account, "%s", names[tr_rng_below(&d->rng, ACCOUNTS)]);
    (void)snprintf(one.symbol, sizeof one.symbol, "%s", symbols[tr_rng_below(&d->rng, MARKETS)]);
    (void)snprintf(one.dedup_key, sizeof one.dedup_key, "id:%d", d->key++);
    tr_engine_alert(d->engine, &one, ignore_answer, NULL);
}

static void move_price(desk *d)
{
    size_t market = tr_rng_below(&d->rng, MARKETS);
    d->price_cents[market] += (int64_t)tr_rng_below(&d->rng, 401) - 200;
    if (d->price_cents[market] < 5000)
        d->price_cents[market] = 5000;
    tr_price_tick tick = { .price = { scaled(d->price_cents[market], 2) }, .at_ns = d->now_ns };
    (void)snprintf(tick.symbol, sizeof tick.symbol, "%s", symbols[market]);
    tr_engine_price(d->engine, &tick);
}

/* The exchange does something to one of its open orders. */
static void act_on_one(desk *d)
{
    if (d->order_count == 0)
        return;
    held *one = &d->orders[tr_rng_below(&d->rng, d->order_count)];
    if (!one->is_open)
        return;
    if (tr_rng_below(&d->rng, 8) > 0) {
        execute(d, one);
        return;
    }
    one->is_open = false; /* of its own accord */
    tell_kind(d, TR_REPORT_CANCELLED, &one->order);
}

static void cancel_one(desk *d)
{
    tr_id id;
    if (d->order_count == 0)
        return;
    const held *one = &d->orders[tr_rng_below(&d->rng, d->order_count)];
    assert_int_equal(tr_id_parse(one->order.client_id, strlen(one->order.client_id), &id), TR_OK);
    tr_engine_cancel(d->engine, one->order.account, id, NULL, ignore_answer, NULL);
}

static void step(desk *d)
{
    d->now_ns += (int64_t)tr_rng_below(&d->rng, (uint64_t)SECOND_NS);
    if (tr_engine_due_ns(d->engine) <= d->now_ns && tr_rng_below(&d->rng, 2) == 0) /* a timer may be late */
        tr_engine_timer(d->engine);
    switch (tr_rng_below(&d->rng, 12)) {
    case 0:
    case 1: submit(d); break;
    case 2: alert(d); break;
    case 3: cancel_one(d); break;
    case 4:
    case 5: move_price(d); break;
    case 6:
    case 7:
    case 8: act_on_one(d); break;
    default: deliver_one(d); break;
    }
}

static void plan_crash(desk *d)
{
    static const tr_store_crash kinds[] = { TR_STORE_CRASH_BEFORE, TR_STORE_CRASH_AFTER, TR_STORE_FAIL_BEFORE,
                                            TR_STORE_FAIL_AFTER };
    int64_t commit = d->is_calm ? INT64_MAX : 1 + (int64_t)tr_rng_below(&d->rng, 60);
    assert_int_equal(tr_store_memory_crash(d->disk, kinds[tr_rng_below(&d->rng, 4)], commit, TR_E_IO), TR_OK);
}

/* ---- what must hold -------------------------------------------------------------------------- */

typedef struct totals {
    desk *d;
    size_t fills;
} totals;

static tr_decimal plus(tr_decimal a, tr_decimal b)
{
    assert_int_equal(tr_decimal_add(a, b, &a), TR_OK);
    return a;
}

static tr_decimal minus(tr_decimal a, tr_decimal b)
{
    assert_int_equal(tr_decimal_subtract(a, b, &a), TR_OK);
    return a;
}

/* An account's asset as the exchange's fills make it. */
static tr_decimal expected(const desk *d, const char *account, const char *asset)
{
    tr_decimal sum = strcmp(asset, "USDT") == 0  ? decimal("10000")
                     : strcmp(asset, "BTC") == 0 ? decimal("3")
                                                 : decimal("0");
    for (size_t i = 0; i < d->fill_count; i++) {
        const tr_exchange_report *fill = &d->fills[i];
        const tr_exchange_order *order = NULL;
        for (size_t k = 0; k < d->order_count && order == NULL; k++)
            if (strcmp(d->orders[k].order.client_id, fill->client_id) == 0)
                order = &d->orders[k].order;
        assert_non_null(order);
        if (strcmp(order->account, account) != 0)
            continue;
        bool is_buy = order->side == TR_SIDE_BUY;
        tr_decimal value;
        assert_int_equal(tr_decimal_multiply(fill->price.value, fill->quantity.value, TR_ROUND_HALF_EVEN, &value), TR_OK);
        if (strcmp(asset, "USDT") == 0)
            sum = minus(is_buy ? minus(sum, value) : plus(sum, value), fill->fee.value);
        else if (strcmp(asset, bases[market_of(order->symbol)]) == 0)
            sum = is_buy ? plus(sum, fill->quantity.value) : minus(sum, fill->quantity.value);
    }
    return sum;
}

static bool count_fill(void *user, const void *row)
{
    (void)row;
    ((totals *)user)->fills++;
    return true;
}

static bool check_balance(void *user, const void *row)
{
    const tr_balance *balance = row;
    const desk *d = ((totals *)user)->d;
    assert_int_equal(tr_decimal_compare(balance->total.value, expected(d, balance->account, balance->asset)), 0);
    return true;
}

static bool check_order(void *user, const void *row)
{
    const tr_order *order = row;
    char client_id[TR_ID_TEXT_SIZE];
    tr_id_format(order->id, client_id);
    const held *one = find_held(((totals *)user)->d, client_id);
    if (one != NULL) /* to the last lot, whatever was told when */
        assert_int_equal(tr_decimal_compare(order->filled_quantity.value, one->filled), 0);
    else
        assert_true(tr_decimal_is_zero(order->filled_quantity.value));
    if (tr_order_state_is_final(order->state))
        assert_true(tr_decimal_is_zero(order->reserved.value) && (one == NULL || !one->is_open));
    return true;
}

static void print_finding(void *user, const char *finding)
{
    (void)user;
    print_error("# %s\n", finding);
}

static void check_end(desk *d)
{
    totals t = { .d = d };
    assert_int_equal(table_walk(&d->reader, TR_TABLE_ORDER, check_order, &t), TR_OK);
    assert_int_equal(table_walk(&d->reader, TR_TABLE_FILL, count_fill, &t), TR_OK);
    assert_int_equal(table_walk(&d->reader, TR_TABLE_BALANCE, check_balance, &t), TR_OK);
    assert_int_equal(t.fills, d->fill_count);
    tr_verify_result result;
    assert_int_equal(tr_engine_verify(&d->reader, NULL, print_finding, NULL, &result, NULL), TR_OK);
    assert_int_equal(result.findings, 0);
}

/* The line is good again: everything that is open is asked about, told and ends. */
static void finish(desk *d)
{
    d->is_calm = true;
    plan_crash(d);
    restart(d);
    for (int i = 0; i < 20; i++) {
        assert_true(settle(d));
        d->now_ns += 6 * SECOND_NS;
        tr_engine_timer(d->engine);
        while (d->report_count > 0)
            deliver_one(d);
    }
    assert_true(settle(d));
    int64_t counts[TR_STATE_FAILED + 1];
    tr_engine_count_states(d->engine, counts);
    assert_int_equal(counts[TR_STATE_SENDING] + counts[TR_STATE_CANCELLING], 0);
    assert_true(!d->traits.ids_unique_for_ever || counts[TR_STATE_UNKNOWN] == 0);
}

static void run_seed(uint64_t seed)
{
    desk *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->now_ns = START_NS;
    d->price_cents[0] = d->price_cents[1] = 10000;
    d->clock = (tr_clock){ now, now, d };
    d->traits = (tr_exchange_traits){ .name = "wild", .has_market_orders = true, .has_limit_orders = true,
                                      .ids_unique_for_ever = seed % 2 == 0 };
    d->exchange = (tr_exchange){ .traits = &d->traits, .place = place, .cancel = cancel, .query = query, .user = d };
    tr_rng_init(&d->rng, seed);
    tr_store_memory_options options = TR_STORE_MEMORY_OPTIONS_INIT;
    assert_int_equal(tr_store_memory_new(&options, &d->disk, NULL), TR_OK);
    start(d);
    for (int i = 0; i < MARKETS * 4; i++)
        move_price(d);
    assert_true(settle(d));
    plan_crash(d);
    for (int i = 0; i < STEPS; i++) {
        step(d);
        if (tr_rng_below(&d->rng, 3) == 0)
            continue; /* several steps share a batch */
        while (!settle(d)) {
            plan_crash(d);
            restart(d);
        }
    }
    finish(d);
    check_end(d);
    assert_true(d->fill_count > 20);
    stop(d);
    tr_store_memory_free(d->disk);
    free(d);
}

static void books_agree_with_an_exchange_that_answers_late_twice_and_out_of_order(void **unused)
{
    (void)unused;
    const char *given = getenv("SEED");
    uint64_t first = given != NULL ? strtoull(given, NULL, 10) : 1;
    int runs = given != NULL ? 1 : RUNS;
    for (int i = 0; i < runs; i++) {
        print_message("# SEED=%llu\n", (unsigned long long)first + (unsigned)i);
        run_seed(first + (uint64_t)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(books_agree_with_an_exchange_that_answers_late_twice_and_out_of_order),
    };
    return cmocka_run_group_tests_name("engine_exchange", tests, NULL, NULL);
}
