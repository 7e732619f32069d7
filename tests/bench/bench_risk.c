/*
 * bench_risk.c: what the gate costs: of one order in an engine with so many open orders, of the rules alone, of a tick that
 * marks positions, and of a size. The gate must not grow with the orders that are open.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <trade/engine_risk.h>

#include "engine/guard.h"
#include "support/engine_rig.h"

#define ROUNDS 51
#define CALLS  2000

static rig r;

/* The thread's own time: a busy machine is not measured along. */
static int64_t clock_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of several rounds, in nanoseconds a call. */
static double measure(void (*run)(void *user), void *user)
{
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        int64_t start_ns = clock_ns();
        for (int k = 0; k < CALLS; k++)
            run(user);
        rounds[i] = (double)(clock_ns() - start_ns) / CALLS;
    }
    qsort(rounds, ROUNDS, sizeof rounds[0], compare);
    return rounds[ROUNDS / 2];
}

/* ---- the gate in an engine ------------------------------------------------------------------- */

static tr_order order;
static account *owner;
static const tr_instrument *instrument;

static void ask(void *user)
{
    tr_risk_phase phase = *(const tr_risk_phase *)user;
    tr_money required;
    tr_risk_verdict verdict;
    tr_status status =
        tr__gate_ask(r.engine, owner, &order, instrument, phase, &required, &verdict, NULL);
    if (status != TR_OK || !verdict.is_allowed)
        abort();
}

static void try_order(void *user)
{
    tr_risk_verdict verdict;
    if (tr_engine_try(r.engine, user, &verdict, NULL) != TR_OK || !verdict.is_allowed)
        abort();
}

static void tick(void *user)
{
    static int64_t cents;
    tr_price_tick *at = user;
    cents = (cents + 1) % 100;
    (void)tr_decimal_from_scaled(10000 + cents, 2, &at->price.value); /* fits */
    tr_engine_price(r.engine, at);
}

/* Limits on every layer, so that all of them are asked. */
static void configure(bool has_layers)
{
    static tr_scope_limits scopes[] = { { .scope = TR_RISK_HOUSE },
                                        { .scope = TR_RISK_STRATEGY, .name = "trend" },
                                        { .scope = TR_RISK_SYMBOL, .name = "BTC/USDT" } };
    tr_engine_risk risk;
    tr_engine_risk_init(&risk);
    for (size_t i = 0; i < 3; i++) {
        tr_risk_limits *limits = &scopes[i].limits;
        tr_risk_limits_clear(limits);
        limits->has_notional_max = limits->has_quantity_max = limits->has_exposure_max = true;
        limits->notional_max.value = limits->quantity_max.value = tr_decimal_from_int(9000);
        limits->exposure_max.value = tr_decimal_from_int(1000000);
        limits->has_open_orders_max = limits->has_orders_per_day_max = true;
        limits->open_orders_max = limits->orders_per_day_max = 1000000;
    }
    risk.limits.orders_per_day_max = 1000000;
    if (has_layers) {
        risk.scopes = scopes;
        risk.scope_count = 3;
    }
    tr_status status = tr_engine_set_risk(r.engine, &risk, NULL);
    assert(status == TR_OK);
    (void)status; /* asserted */
}

static void on_taken(void *user, const tr_engine_answer *answer)
{
    (void)user;
    if (answer->status != TR_OK)
        abort();
}

/* An engine with so many entries that wait. */
static void open_with(int open_orders)
{
    rig_open(&r);
    configure(false);
    for (int i = 0; i < open_orders; i++) {
        tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_STOP, "0.01");
        request.stop_price.value = rig_decimal("150");
        tr_engine_submit(r.engine, &request, on_taken, NULL);
        if (i % 1000 == 999)
            rig_settle(&r); /* which looks at every order there is */
    }
    rig_settle(&r);
    tr_order_request held = rig_request_of(TR_SIDE_BUY, TR_ORDER_MARKET, "1");
    rig_submit(&r, &held);
    rig_report(&r, TR_REPORT_ACCEPTED, r.order.id);
    rig_fill(&r, r.order.id, "1", "100", "0");
    owner = tr__state_find_account(&r.engine->st, "paper");
    instrument = tr__state_instrument(&r.engine->st, "BTC/USDT");
    order = (tr_order){ .side = TR_SIDE_BUY,
                        .type = TR_ORDER_LIMIT,
                        .state = TR_STATE_ACCEPTED,
                        .account = "paper",
                        .symbol = "BTC/USDT",
                        .strategy = "trend",
                        .quantity = { rig_decimal("1") },
                        .limit_price = { rig_decimal("100") },
                        .stop_loss = { rig_decimal("95") } };
}

static void run_engine(int open_orders)
{
    tr_risk_phase accept = TR_RISK_ACCEPT, claim = TR_RISK_CLAIM;
    tr_order_request request = rig_request_of(TR_SIDE_BUY, TR_ORDER_LIMIT, "1");
    tr_price_tick at = { .symbol = "BTC/USDT" };
    request.limit_price.value = rig_decimal("100");
    request.stop_loss.value = rig_decimal("95");
    open_with(open_orders);
    double account_alone = measure(ask, &accept);
    configure(true);
    double layered = measure(ask, &accept), claimed = measure(ask, &claim),
           tried = measure(try_order, &request);
    double ticked = measure(tick, &at);
    printf("%8d %14.0f %14.0f %14.0f %14.0f %14.0f\n", open_orders, account_alone, layered, claimed,
           tried, ticked);
    rig_close(&r);
}

/* ---- the rules alone ------------------------------------------------------------------------- */

typedef struct question {
    tr_risk_request request;
    tr_risk_state state;
    tr_risk_limits limits;
    tr_risk_layer layer;
} question;

static void check(void *user)
{
    const question *q = user;
    tr_risk_verdict verdict;
    if (tr_risk_check_layers(&q->layer, 1, &q->request, TR_RISK_CLAIM, &verdict, NULL) != TR_OK ||
        !verdict.is_allowed)
        abort();
}

static void size_order(void *user)
{
    static tr_sizing sizing;
    const question *q = user;
    tr_sizing_input input = { .instrument = q->request.instrument,
                              .entry = q->request.entry_price,
                              .stop = q->request.stop_price,
                              .equity = q->state.equity };
    tr_quantity quantity;
    tr_sizing_init(&sizing);
    sizing.method = TR_SIZING_RISK;
    if (tr_sizing_size(&sizing, &input, &quantity, NULL) != TR_OK ||
        tr_decimal_is_zero(quantity.value))
        abort();
}

static void run_rules(void)
{
    rig_open(&r);
    question q = { .request = { .instrument = tr__state_instrument(&r.engine->st, "BTC/USDT"),
                                .quantity = { rig_decimal("1") },
                                .limit_price = { rig_decimal("100") },
                                .entry_price = { rig_decimal("100") },
                                .stop_price = { rig_decimal("95") } },
                   .state = { .equity = { rig_decimal("10000") },
                              .day_equity = { rig_decimal("10000") },
                              .available = { rig_decimal("10000") },
                              .required = { rig_decimal("101") } } };
    tr_risk_limits_init(&q.limits);
    q.layer = (tr_risk_layer){ TR_RISK_ACCOUNT, "paper", &q.limits, &q.state,
                               tr_risk_limits_rules(&q.limits, TR_RISK_ACCOUNT) };
    printf("\nrules alone, one layer: %.0f ns; a size by risk: %.0f ns\n", measure(check, &q),
           measure(size_order, &q));
    rig_close(&r);
}

int main(void)
{
    static const int counts[] = { 0, 1000, 10000 };
    printf("nanoseconds of processor time a call, median of %d rounds of %d\n", ROUNDS, CALLS);
    printf("%8s %14s %14s %14s %14s %14s\n", "open", "accept", "accept, 4", "claim, 4", "try",
           "tick");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        run_engine(counts[i]);
    run_rules();
    return 0;
}
