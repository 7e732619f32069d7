/*
 * venue_wire.c: the scripted exchange in the place of venue.c's, behind its own wire: each process trades through a client,
 * its pacer and a live port of its own, requests are signed and parsed, and of a thousand so many meet a fault: lost before
 * or after, late, twice, cut at a byte, garbage, busy, over a limit, with the exchange's clock set forward or back. What
 * the exchange knows is read past all of it after each step, and held against what was allowed to leave and to begin.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <trade/exchange_live.h>
#include <trade/reconcile.h>

#include "sim/wire.h"
#include "world.h"

#define CHAOS_PER_MILLE 60
#define SECRET          "YXNlY3JldGFzZWNyZXQ="

typedef struct shape {
    const char *name;
    tr_kind kind; /* of both markets */
    const char *ids[WORLD_MARKETS];
} shape;

static const shape shapes[] = {
    { "binance", TR_KIND_SPOT, { "BTCUSDT", "ETHUSDT" } },
    { "bybit", TR_KIND_SPOT, { "BTCUSDT", "ETHUSDT" } },
    { "bybit", TR_KIND_LINEAR, { "BTCUSDT", "ETHUSDT" } },
    { "coinbase", TR_KIND_SPOT, { "BTC-USDT", "ETH-USDT" } },
    { "kraken", TR_KIND_SPOT, { "XBTUSDT", "ETHUSDT" } },
    { "binance", TR_KIND_LINEAR, { "BTCUSDT", "ETHUSDT" } },
};

struct wire {
    const shape *shape;
    sim_exchange *exchange;
    tr_exchange_key *key;
    size_t fills_seen, bills_seen;
    bool is_funding_asked; /* whether it is listed */
    int calm_rounds;
    bool is_agreed; /* the last look at both sides found them the same */
};

struct session {
    sim_wire wire;
    tr_exchange_client *client;
    tr_exchange_live *live;
    const tr_exchange *port;
};

static void script(world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void script(world *w, const char *format, ...)
{
    char text[512];
    tr_error err = { .message = "" };
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (sim_exchange_script(w->wire->exchange, text, strlen(text), w->now_ns, &err) != TR_OK)
        world_break(w, "%s: %s", text, err.message);
}

/* ---- the truth ------------------------------------------------------------------------------- */

/* Our form of an order's client id; false: nobody here gave it. */
static bool own_id(const world *w, const sim_order *order, char text[TR_LABEL_SIZE])
{
    tr_id id;
    if (tr_exchange_client_id_read(w->wire->shape->name, w->wire->shape->kind, order->client_id, &id, NULL) != TR_OK)
        return false;
    tr_id_format(id, text);
    return true;
}

static void begin(world *w, const sim_order *truth, const char *client_id)
{
    if (w->order_count == WORLD_ORDERS_MAX) {
        world_break(w, "the world is too small for its orders");
        return;
    }
    if (held_find(w, client_id) != NULL)
        world_break(w, "order %s came to the exchange twice: two orders", client_id);
    held_order *one = &w->orders[w->order_count];
    *one = (held_order){ .taken_ns = truth->created_ns, .is_open = truth->status == SIM_ORDER_OPEN,
                          .is_resting = truth->is_waiting };
    (void)snprintf(one->order.account, sizeof one->order.account, "%s", world_accounts[0]);
    (void)snprintf(one->order.client_id, sizeof one->order.client_id, "%s", client_id);
    (void)snprintf(one->order.symbol, sizeof one->order.symbol, "%s", sim_symbol_of(w->wire->exchange, truth->instrument));
    one->order.side = truth->side;
    one->order.quantity.value = truth->quantity;
    world_tell(w, "arrived: %s", client_id);
    held_check_arrival(w, &one->order);
    w->order_count++;
}

static const held_order *order_of_fill(const world *w, const sim_fill *fill)
{
    for (size_t i = 0; i < sim_order_count(w->wire->exchange); i++)
        if (sim_order_at(w->wire->exchange, i)->id == fill->order_id)
            return &w->orders[i];
    return NULL;
}

/* Fills of ours; a trade has another side that is not. */
static void read_fills(world *w)
{
    for (; w->wire->fills_seen < sim_fill_count(w->wire->exchange); w->wire->fills_seen++) {
        const sim_fill *fill = sim_fill_at(w->wire->exchange, w->wire->fills_seen);
        const held_order *one = order_of_fill(w, fill);
        if (one == NULL)
            continue;
        if (w->fill_count == WORLD_FILLS_MAX) {
            world_break(w, "the world is too small for its fills");
            return;
        }
        tr_exchange_report *report = &w->fills[w->fill_count++];
        *report = (tr_exchange_report){ .kind = TR_REPORT_FILL, .price = { fill->price }, .quantity = { fill->quantity },
                                        .fee = { fill->fee } };
        memcpy(report->account, one->order.account, sizeof report->account);
        memcpy(report->client_id, one->order.client_id, sizeof report->client_id);
        memcpy(report->fee_asset, fill->fee_asset, sizeof report->fee_asset);
    }
}

static void read_bills(world *w)
{
    for (; w->wire->bills_seen < sim_bill_count(w->wire->exchange); w->wire->bills_seen++) {
        const sim_bill *bill = sim_bill_at(w->wire->exchange, w->wire->bills_seen);
        if (w->payment_count == WORLD_PAYMENTS_MAX) {
            world_break(w, "the world is too small for its funding");
            return;
        }
        tr_exchange_report *report = &w->payments[w->payment_count++];
        *report = (tr_exchange_report){ .kind = TR_REPORT_FUNDING, .funding = { .amount = { bill->amount } } };
        (void)snprintf(report->account, sizeof report->account, "%s", world_accounts[0]);
    }
}

/* What the exchange knows becomes what the world knows. Its orders are ours, one by one and in their order. */
static void read_truth(world *w)
{
    const sim_exchange *exchange = w->wire->exchange;
    tr_error err = { .message = "" };
    for (size_t i = 0; i < sim_order_count(exchange) && w->broken[0] == '\0'; i++) {
        const sim_order *truth = sim_order_at(exchange, i);
        char client_id[TR_LABEL_SIZE];
        if (i >= w->order_count && !own_id(w, truth, client_id)) {
            world_break(w, "an order under \"%s\" is at the exchange", truth->client_id);
            return;
        }
        if (i >= w->order_count)
            begin(w, truth, client_id);
        w->stops_set_off += w->orders[i].is_resting && truth->has_gone_off;
        w->orders[i].is_resting = truth->is_waiting && !truth->has_gone_off;
        w->orders[i].filled = truth->filled;
        w->orders[i].is_open = truth->status == SIM_ORDER_OPEN;
    }
    if (w->broken[0] == '\0')
        read_fills(w);
    read_bills(w);
    if (sim_exchange_check(exchange, &err) != TR_OK)
        world_break(w, "the exchange itself is wrong: %s", err.message);
}

/* ---- both sides, held against each other --------------------------------------------------------- */

/* Whatever befell, no order, execution or balance is at the exchange that the books do not explain. */
static void on_reconciled(void *user, const tr_reconcile_report *report)
{
    world *w = user;
    w->wire->is_agreed = report->status == TR_OK && report->is_settled && report->difference_count == 0;
    w->reconciled += report->status == TR_OK && report->is_settled;
    for (size_t i = 0; i < report->difference_count; i++) {
        const tr_difference *one = &report->differences[i];
        world_tell(w, "reconciled: %s %s %s %s: %s", tr_difference_kind_name(one->kind), one->symbol, one->asset, one->client_id,
                   tr_reconcile_action_name(one->action));
        if (one->kind != TR_DIFFERENCE_FILL_MISSED && one->kind != TR_DIFFERENCE_ORDER_GONE)
            world_break(w, "reconciliation found a difference that cannot be: %s %s%s %s", tr_difference_kind_name(one->kind),
                        one->symbol, one->asset, one->client_id);
    }
}

static void reconcile(world *w)
{
    const process *p = process_serving(w);
    if (p != NULL)
        tr_engine_reconcile(p->engine, world_accounts[0], NULL, on_reconciled, w);
}

void venue_verdict(world *w)
{
    if (!w->wire->is_agreed)
        world_break(w, "in the end the books and the exchange are not the same");
}

void venue_let_arrive(world *w)
{
    if (w->is_calm && ++w->wire->calm_rounds % 40 == 0)
        reconcile(w);
    if (sim_exchange_advance(w->wire->exchange, w->now_ns) != TR_OK)
        world_break(w, "the exchange cannot go on");
    read_truth(w);
}

void venue_act(world *w)
{
    if (world_chance(w, 3))
        script(w, "clock %d", (int)world_below(w, 4000) - 2000);
    if (world_chance(w, 10))
        script(w, "lag new=%d ended=%d", (int)world_below(w, 800), (int)world_below(w, 2000));
    if (w->has_swap && !w->has_no_funding && w->payment_count + 2 < WORLD_PAYMENTS_MAX && world_chance(w, 4))
        script(w, "funding %s %s0.000%03d", world_symbol(w, world_below(w, WORLD_MARKETS)), world_below(w, 2) == 0 ? "-" : "",
               (int)world_below(w, 1000));
    if (world_chance(w, 15))
        reconcile(w);
    venue_let_arrive(w);
}

void venue_move_price(world *w, size_t market)
{
    int64_t cents = w->price_cents[market];
    script(w, "price %s %lld.%02lld depth=%d.%d", world_symbol(w, market), (long long)cents / 100, (long long)cents % 100,
           (int)world_below(w, 2), 1 + (int)world_below(w, 9));
    read_truth(w);
}

void venue_calm_down(world *w)
{
    script(w, "clear\nlag new=0 ended=0");
}

/* ---- a process's own side ---------------------------------------------------------------------- */

static void on_report(void *user, const tr_exchange_report *report)
{
    process *p = user;
    world_tell(p->world, "process %d hears %d of %s %s %s", (int)(p - p->world->processes), (int)report->kind, report->client_id,
               report->exchange_fill_id, report->reason);
    tr_engine_report(p->engine, report);
}

static bool recall(void *user, const char *account, const char *client_id, tr_exchange_order *order_out,
                   char exchange_order_id_out[TR_LABEL_SIZE])
{
    const process *p = user;
    tr_id id;
    const tr_order *order =
        tr_id_parse(client_id, strlen(client_id), &id) == TR_OK ? tr_engine_find_order(p->engine, id) : NULL;
    if (order == NULL || strcmp(order->account, account) != 0)
        return false;
    *order_out = (tr_exchange_order){ .side = order->side,
                                      .type = tr_decimal_is_zero(order->limit_price.value) ? TR_ORDER_MARKET : TR_ORDER_LIMIT,
                                      .tif = order->tif,
                                      .quantity = order->quantity,
                                      .limit_price = order->limit_price,
                                      .is_reduce_only = order->is_reduce_only };
    if (order->stop_at != TR_STOP_AT_ENGINE) {
        order_out->type = order->type == TR_ORDER_STOP_LIMIT ? TR_ORDER_STOP_LIMIT : TR_ORDER_STOP;
        order_out->stop_price = order->trigger_price;
    }
    memcpy(order_out->account, order->account, sizeof order_out->account);
    (void)snprintf(order_out->client_id, sizeof order_out->client_id, "%s", client_id);
    memcpy(order_out->symbol, order->symbol, sizeof order_out->symbol);
    memcpy(exchange_order_id_out, order->exchange_order_id, TR_LABEL_SIZE);
    return true;
}

static tr_status place(void *user, const tr_exchange_order *order, tr_error *err)
{
    const process *p = user;
    p->world->stops_held += !tr_decimal_is_zero(order->stop_price.value);
    world_tell(p->world, "placed: %s, %s", order->client_id, tr_order_type_name(order->type));
    held_check_claim(p->world, order);
    return p->session->port->place(p->session->port->user, order, err);
}

static tr_status cancel(void *user, const char *account, const char *client_id, tr_error *err)
{
    const process *p = user;
    world_tell(p->world, "cancel asked: %s", client_id);
    return p->session->port->cancel(p->session->port->user, account, client_id, err);
}

static tr_status query(void *user, const char *account, const char *client_id, tr_error *err)
{
    const process *p = user;
    world_tell(p->world, "asked about: %s", client_id);
    return p->session->port->query(p->session->port->user, account, client_id, err);
}

static tr_status list(void *user, tr_listing_kind kind, const char *account, int64_t since_ns,
                      const tr_exchange_listing *into, tr_error *err)
{
    const process *p = user;
    return p->session->port->list(p->session->port->user, kind, account, since_ns, into, err);
}

static tr_status amend(void *user, const tr_exchange_order *order, tr_error *err)
{
    const process *p = user;
    world_tell(p->world, "amendment asked: %s", order->client_id);
    return p->session->port->amend(p->session->port->user, order, err);
}

static void tell_request(void *user, const tr_http_request *request, sim_answer *answer)
{
    world *w = user;
    const char *path = strstr(request->url, ".example");
    w->requests++;
    w->faults += answer->fault != SIM_FAULT_NONE;
    world_tell(w, "request: %s %s, %d, %s", request->method, path == NULL ? request->url : path + 8, answer->http_code,
               sim_fault_name(answer->fault));
}

static tr_status dead_man(void *user, const char *account, int64_t timeout_ns, tr_error *err)
{
    const process *p = user;
    return p->session->port->dead_man(p->session->port->user, account, timeout_ns, err);
}

static bool open_client(process *p, struct session *session)
{
    const world *w = p->world;
    tr_exchange_client_options options = TR_EXCHANGE_CLIENT_OPTIONS_INIT;
    options.exchange = w->wire->shape->name;
    options.kind = w->wire->shape->kind;
    options.loop = &session->wire.loop;
    options.transport = &session->wire.transport;
    options.key = w->wire->key;
    options.key_id = "akey";
    options.host = "https://exchange.example";
    return tr_exchange_client_new(&options, &session->client, NULL) == TR_OK;
}

static bool open_live(process *p, struct session *session)
{
    const world *w = p->world;
    tr_instrument instruments[WORLD_MARKETS];
    for (int i = 0; i < WORLD_MARKETS; i++)
        instruments[i] = process_instrument(w, i);
    tr_exchange_live_options live = TR_EXCHANGE_LIVE_OPTIONS_INIT;
    live.client = session->client;
    live.exchange = w->wire->shape->name;
    live.kind = w->wire->shape->kind;
    live.instruments = instruments;
    live.instrument_count = WORLD_MARKETS;
    live.loop = &session->wire.loop;
    live.sink = on_report;
    live.sink_user = p;
    live.recall = recall;
    live.recall_user = p;
    return tr_exchange_client_set_instruments(session->client, instruments, WORLD_MARKETS, NULL) == TR_OK &&
           tr_exchange_live_new(&live, &session->live, NULL) == TR_OK;
}

static void leave_item(void *user, const tr_exchange_item *item)
{
    (void)user;
    (void)item;
}

static void leave_list(void *user, tr_status status, const tr_error *err)
{
    (void)user;
    (void)status;
    (void)err; /* it was asked for to see whether it can be */
}

/* Where funding is not listed it would be money out of nowhere: there is none. */
static void ask_for_funding(world *w, const struct session *session)
{
    tr_exchange_listing into = { leave_item, leave_list, w };
    w->has_no_funding = session->port->list(session->port->user, TR_LISTING_FUNDING, world_accounts[0], w->now_ns, &into,
                                            NULL) != TR_OK;
    w->wire->is_funding_asked = true;
}

void venue_plug_in(process *p)
{
    world *w = p->world;
    struct session *session = calloc(1, sizeof *session);
    if (session == NULL)
        abort();
    p->session = session;
    sim_wire_open(&session->wire, w->wire->exchange, &w->now_ns, &p->clock);
    session->wire.on_answer = tell_request;
    session->wire.user = w;
    if (!open_client(p, session) || !open_live(p, session)) {
        world_break(w, "a live exchange could not be opened");
        return;
    }
    session->port = tr_exchange_live_port(session->live);
    if (w->has_swap && !w->wire->is_funding_asked)
        ask_for_funding(w, session);
    w->traits = *session->port->traits;
    p->exchange = (tr_exchange){ .traits = &w->traits,
                                 .place = place,
                                 .cancel = cancel,
                                 .query = query,
                                 .list = list,
                                 .dead_man = session->port->dead_man == NULL ? NULL : dead_man,
                                 .amend = session->port->amend == NULL ? NULL : amend,
                                 .user = p };
}

void venue_unplug(process *p)
{
    struct session *session = p->session;
    if (session == NULL)
        return;
    if (session->live != NULL)
        tr_exchange_live_stop(session->live);
    tr_exchange_client_free(session->client);
    tr_exchange_live_free(session->live);
    free(session);
    p->session = NULL;
}

void venue_turn(process *p)
{
    sim_wire_turn(&p->session->wire);
    read_truth(p->world);
}

int64_t venue_next_ns(const process *p)
{
    return sim_wire_next_ns(&p->session->wire);
}

/* ---- opening and closing --------------------------------------------------------------------- */

bool venue_open(world *w)
{
    struct wire *wire = calloc(1, sizeof *wire);
    tr_secret *secret = NULL;
    tr_exchange_key_options key = TR_EXCHANGE_KEY_OPTIONS_INIT;
    sim_options options = SIM_OPTIONS_INIT;
    if (wire == NULL || tr_secret_new(SECRET, strlen(SECRET), &secret) != TR_OK)
        abort();
    w->wire = wire;
    wire->shape = &shapes[w->seed % (sizeof shapes / sizeof shapes[0])];
    key.exchange = wire->shape->name;
    key.id = "akey";
    key.scheme = TR_KEY_HMAC;
    key.secret = secret;
    options.shape = wire->shape->name;
    options.seed = w->seed;
    options.now_ns = w->now_ns;
    options.is_bare = true;
    bool is_open = tr_exchange_key_new(&key, &wire->key, NULL) == TR_OK &&
                   sim_exchange_new(&options, &wire->exchange, NULL) == TR_OK;
    tr_secret_free(secret);
    if (!is_open)
        return false;
    w->has_swap = w->has_swaps_alone = wire->shape->kind == TR_KIND_LINEAR;
    const char *wallet = w->has_swap ? "wallet=margin" : "";
    script(w, "account alice\nkey alice id=akey secret=%s\nfund alice USDT 10000 %s\nfund alice BTC 3 %s\n", SECRET, wallet, wallet);
    for (int i = 0; i < WORLD_MARKETS; i++)
        script(w, "instrument %s id=%s tick=0.01 lot=0.001 min=0.001", world_symbol(w, (size_t)i), wire->shape->ids[i]);
    script(w, "chaos %d", CHAOS_PER_MILLE);
    w->exchange_name = wire->shape->name;
    w->account_count = 1;
    w->calm_rounds = 200; /* the longest halt of a client is ten minutes */
    for (int i = 0; i < WORLD_MARKETS; i++)
        w->market_ids[i] = wire->shape->ids[i];
    return w->broken[0] == '\0';
}

void venue_close(world *w)
{
    sim_exchange_free(w->wire->exchange);
    tr_exchange_key_free(w->wire->key);
    free(w->wire);
}
