/*
 * venue.c: the exchange. It loses requests, lets them arrive late, takes them and says that nobody knows, rejects, answers
 * twice and in any order, shows a taken order only after a while, and cancels on its own. Where its ids are not unique for
 * ever, the same id makes another order: then a second sending is a second order, and the world ends.
 */
#include <stdio.h>
#include <string.h>

#include "world.h"

#define VALIDITY_NS   (2 * WORLD_SECOND_NS)
#define VISIBILITY_NS (1 * WORLD_SECOND_NS)

/* Every session of the account hears it, some of it twice. */
static void tell(world *w, const tr_exchange_report *report)
{
    for (int i = 0; i < WORLD_PROCESSES; i++) {
        process_tell(&w->processes[i], report);
        if (world_chance(w, 10))
            process_tell(&w->processes[i], report);
    }
}

static tr_exchange_report report_of(const world *w, tr_report_kind kind, const char *account, const char *client_id)
{
    tr_exchange_report report = { .kind = kind, .at_ns = w->now_ns };
    (void)snprintf(report.account, sizeof report.account, "%s", account);
    (void)snprintf(report.client_id, sizeof report.client_id, "%s", client_id);
    return report;
}

static void tell_kind(world *w, tr_report_kind kind, const held_order *one)
{
    tr_exchange_report report = report_of(w, kind, one->order.account, one->order.client_id);
    tell(w, &report);
}

static size_t market_of(const tr_exchange_order *order)
{
    return strcmp(order->symbol, world_symbols[0]) == 0 ? 0 : 1;
}

static bool is_reached(const world *w, const tr_exchange_order *order)
{
    int relation = tr_decimal_compare(world_scaled(w->price_cents[market_of(order)], 2), order->stop_price.value);
    return order->side == TR_SIDE_SELL ? relation <= 0 : relation >= 0;
}

static void arrive(world *w, const tr_exchange_order *order, int64_t at_ns)
{
    if (held_find(w, order->client_id) != NULL) { /* the exchange knows the id: it takes it for the same order */
        if (!w->traits.ids_unique_for_ever)
            world_break(w, "order %s came to the exchange twice: two orders", order->client_id);
        return;
    }
    world_tell(w, "arrived: %s", order->client_id);
    held_check_arrival(w, order);
    if (w->order_count == WORLD_ORDERS_MAX) {
        world_break(w, "the world is too small for its orders");
        return;
    }
    bool is_stop = order->type == TR_ORDER_STOP || order->type == TR_ORDER_STOP_LIMIT;
    bool is_rejected = world_chance(w, 5) || (is_stop && is_reached(w, order));
    held_order *one = &w->orders[w->order_count++];
    *one = (held_order){ .order = *order, .taken_ns = at_ns, .is_open = !is_rejected, .is_rejected = is_rejected };
    one->is_resting = is_stop && !is_rejected;
    w->stops_held += one->is_resting;
    tell_kind(w, is_rejected ? TR_REPORT_REJECTED : TR_REPORT_ACCEPTED, one);
}

void venue_let_arrive(world *w)
{
    for (size_t i = 0; i < w->flight_count;) {
        if (w->flights[i].arrives_ns > w->now_ns) {
            i++;
            continue;
        }
        flight landed = w->flights[i];
        w->flights[i] = w->flights[--w->flight_count];
        arrive(w, &landed.order, landed.arrives_ns);
    }
}

/* ---- requests -------------------------------------------------------------------------------- */

static tr_status fail_call(tr_error *err, tr_status status)
{
    err->status = status;
    (void)snprintf(err->message, sizeof err->message, "the line is down");
    return status;
}

static tr_status place(void *user, const tr_exchange_order *order, tr_error *err)
{
    process *p = user;
    world *w = p->world;
    world_tell(w, "sent: %s", order->client_id);
    held_check_claim(w, order);
    if (world_chance(w, 8))
        return fail_call(err, TR_E_NETWORK); /* surely not sent */
    bool is_lost = world_chance(w, 8);
    bool is_late = !is_lost && w->flight_count < WORLD_FLIGHTS_MAX && world_chance(w, 15);
    if (is_late)
        w->flights[w->flight_count++] =
            (flight){ *order, w->now_ns + (int64_t)world_below(w, (uint64_t)VALIDITY_NS) };
    else if (!is_lost)
        arrive(w, order, w->now_ns);
    bool is_open_question = is_lost || is_late || world_chance(w, 10);
    if (!is_open_question)
        return TR_OK;
    if (world_chance(w, 50))
        return fail_call(err, TR_E_UNKNOWN_OUTCOME);
    tr_exchange_report report = report_of(w, TR_REPORT_UNKNOWN, order->account, order->client_id);
    process_tell(p, &report);
    return TR_OK;
}

static tr_status cancel(void *user, const char *account, const char *client_id, tr_error *err)
{
    const process *p = user;
    world *w = p->world;
    held_order *one = held_find(w, client_id);
    world_tell(w, "cancel asked: %s", client_id);
    (void)account; /* ids are enough */
    if (world_chance(w, 15))
        return fail_call(err, world_chance(w, 50) ? TR_E_NETWORK : TR_E_UNKNOWN_OUTCOME);
    if (one == NULL) {
        world_break(w, "a cancel of %s, which the exchange never had", client_id);
        return TR_OK;
    }
    tell_kind(w, one->is_open ? TR_REPORT_CANCELLED : TR_REPORT_CANCEL_REFUSED, one);
    one->is_open = false;
    return TR_OK;
}

/* An exchange that amends: the new terms are taken, refused, or lost on the way there or back. */
static tr_status amend(void *user, const tr_exchange_order *asked, tr_error *err)
{
    const process *p = user;
    world *w = p->world;
    held_order *one = held_find(w, asked->client_id);
    world_tell(w, "amendment asked: %s", asked->client_id);
    if (world_chance(w, 10))
        return fail_call(err, TR_E_NETWORK);
    bool is_lost = world_chance(w, 10);
    if (one == NULL) {
        world_break(w, "an amendment of %s, which the exchange never had", asked->client_id);
        return TR_OK;
    }
    bool was_stop = held_is_stop(one) && !one->is_resting; /* it was set off */
    bool is_so = one->is_open && tr_decimal_compare(one->order.quantity.value, asked->quantity.value) == 0 &&
                 tr_decimal_compare(one->order.limit_price.value, asked->limit_price.value) == 0 &&
                 tr_decimal_compare(one->order.stop_price.value, asked->stop_price.value) == 0;
    bool is_possible = is_so || (one->is_open && !was_stop && !(one->is_resting && is_reached(w, asked)) && tr_decimal_compare(asked->quantity.value, one->filled) > 0 && !world_chance(w, 10));
    if (is_possible && !is_lost) {
        one->order.quantity = asked->quantity;
        one->order.limit_price = asked->limit_price;
        one->order.stop_price = asked->stop_price;
    }
    if (is_lost || world_chance(w, 10))
        return fail_call(err, TR_E_UNKNOWN_OUTCOME);
    tell_kind(w, is_possible ? TR_REPORT_AMENDED : TR_REPORT_AMEND_REFUSED, one);
    return TR_OK;
}

static tr_report_kind state_of(const held_order *one)
{
    if (one->is_rejected)
        return TR_REPORT_REJECTED;
    if (one->is_open)
        return TR_REPORT_ACCEPTED;
    bool is_whole = tr_decimal_compare(one->filled, one->order.quantity.value) == 0;
    return is_whole ? TR_REPORT_DONE : TR_REPORT_CANCELLED;
}

static tr_status query(void *user, const char *account, const char *client_id, tr_error *err)
{
    process *p = user;
    world *w = p->world;
    const held_order *one = held_find(w, client_id);
    world_tell(w, "asked about: %s", client_id);
    if (world_chance(w, 15))
        return fail_call(err, TR_E_NETWORK);
    bool is_hidden = one != NULL && w->now_ns < one->taken_ns + VISIBILITY_NS && world_chance(w, 50);
    if (one == NULL || is_hidden) {
        tr_exchange_report report = report_of(w, TR_REPORT_NOT_FOUND, account, client_id);
        report.asked_ns = p->clock.monotonic_ns(p->clock.user);
        process_tell(p, &report);
        return TR_OK;
    }
    for (size_t i = 0; i < w->fill_count; i++)
        if (strcmp(w->fills[i].client_id, client_id) == 0)
            process_tell(p, &w->fills[i]);
    tr_exchange_report report = report_of(w, state_of(one), one->order.account, client_id);
    process_tell(p, &report);
    if (one->is_open && held_is_stop(one) && !one->is_resting) {
        report.kind = TR_REPORT_TRIGGERED;
        process_tell(p, &report);
    }
    return TR_OK;
}

/* ---- on its own ------------------------------------------------------------------------------ */

/* What an account holds of the swap, by the fills so far. */
static tr_decimal held_swap(world *w, const char *account)
{
    tr_decimal held = { 0 };
    for (size_t i = 0; i < w->fill_count; i++) {
        const held_order *one = held_find(w, w->fills[i].client_id);
        if (strcmp(one->order.account, account) != 0 || !world_is_swap(one->order.symbol))
            continue;
        (void)(one->order.side == TR_SIDE_BUY ? tr_decimal_add : tr_decimal_subtract)(held, w->fills[i].quantity.value,
                                                                                      &held); /* small */
    }
    return held;
}

/* A swap's reduce-only order takes no more than there is; where there is nothing the exchange gives it up. */
static bool must_give_up(world *w, const held_order *one, tr_decimal *part)
{
    tr_decimal held;
    if (!one->order.is_reduce_only || !world_is_swap(one->order.symbol))
        return false;
    held = held_swap(w, one->order.account);
    if (one->order.side == TR_SIDE_BUY)
        (void)tr_decimal_negate(held, &held); /* small */
    *part = tr_decimal_min(*part, held);
    return tr_decimal_sign(held) <= 0;
}

/* One account pays or gets funding; it is told twice and in any order, as everything is. */
static void fund(world *w)
{
    const char *account = world_accounts[world_below(w, w->account_count)];
    if (!w->has_swap || w->payment_count == WORLD_PAYMENTS_MAX)
        return;
    tr_exchange_report report = report_of(w, TR_REPORT_FUNDING, account, "");
    (void)snprintf(report.funding.symbol, sizeof report.funding.symbol, "%s", world_symbol(w, 1));
    (void)snprintf(report.funding.asset, sizeof report.funding.asset, "USDT");
    report.funding.amount.value = world_scaled((int64_t)world_below(w, 2000) - 1000, 5);
    report.funding.at_ns = w->now_ns + (int64_t)w->payment_count; /* once at a time */
    w->payments[w->payment_count++] = report;
    tell(w, &report);
}

static void execute(world *w, held_order *one)
{
    tr_decimal left;
    if (w->fill_count == WORLD_FILLS_MAX || tr_decimal_subtract(one->order.quantity.value, one->filled, &left) != TR_OK) {
        world_break(w, "the world is too small for its fills");
        return;
    }
    tr_decimal part = tr_decimal_min(left, world_scaled(1 + (int64_t)world_below(w, 900), 3));
    if (must_give_up(w, one, &part)) {
        one->is_open = false;
        tell_kind(w, TR_REPORT_CANCELLED, one);
        return;
    }
    tr_exchange_report report = report_of(w, TR_REPORT_FILL, one->order.account, one->order.client_id);
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "F%zu", w->fill_count);
    (void)snprintf(report.fee_asset, sizeof report.fee_asset, "USDT");
    report.quantity.value = part;
    report.price.value = world_scaled(w->price_cents[market_of(&one->order)], 2);
    report.fee.value = world_scaled((int64_t)world_below(w, 50), 3);
    (void)tr_decimal_add(one->filled, part, &one->filled); /* never above the order's quantity */
    w->fills[w->fill_count++] = report;
    tell(w, &report);
    if (tr_decimal_compare(one->filled, one->order.quantity.value) == 0) {
        one->is_open = false;
        tell_kind(w, TR_REPORT_DONE, one);
    }
}

void venue_act(world *w)
{
    if (w->order_count == 0)
        return;
    if (world_chance(w, 3))
        fund(w);
    held_order *one = &w->orders[world_below(w, w->order_count)];
    if (!one->is_open)
        return;
    if (one->is_resting && !world_chance(w, 4))
        return; /* nothing executes before its price */
    if (!one->is_resting && !world_chance(w, 12)) {
        execute(w, one);
        return;
    }
    one->is_open = false; /* of its own accord */
    tell_kind(w, TR_REPORT_CANCELLED, one);
}

bool venue_open(world *w)
{
    w->exchange_name = "wild";
    w->has_swap = w->seed % 3 == 0;
    w->account_count = WORLD_ACCOUNTS;
    w->calm_rounds = 24;
    w->market_ids[0] = "BTCUSDT";
    w->market_ids[1] = "ETHUSDT";
    w->traits = (tr_exchange_traits){ .name = "wild", .has_market_orders = true, .has_limit_orders = true,
                                      .ids_unique_for_ever = w->seed % 2 == 0, .validity_ns = VALIDITY_NS,
                                      .visibility_ns = VISIBILITY_NS, .has_amend = w->seed % 4 < 2,
                                      .holds_stops = w->seed % 8 < 6, .holds_stop_limits = w->seed % 16 < 6,
                                      .amends_stops = w->seed % 4 < 2 };
    return true;
}

void venue_close(world *w)
{
    (void)w; /* nothing of its own */
}

void venue_plug_in(process *p)
{
    world *w = p->world;
    p->exchange = (tr_exchange){ .traits = &w->traits, .place = place, .cancel = cancel, .query = query, .amend = amend, .user = p };
    for (size_t i = 0; i < w->fill_count; i++) /* a new session is told what happened meanwhile */
        process_tell(p, &w->fills[i]);
    for (size_t i = 0; i < w->payment_count; i++)
        process_tell(p, &w->payments[i]);
}

void venue_unplug(process *p)
{
    (void)p;
}

void venue_turn(process *p)
{
    (void)p; /* its reports lie in the inbox */
}

int64_t venue_next_ns(const process *p)
{
    (void)p;
    return INT64_MAX;
}

void venue_move_price(world *w, size_t market)
{
    for (size_t i = 0; i < w->order_count; i++) {
        held_order *one = &w->orders[i];
        if (!one->is_open || !one->is_resting || market_of(&one->order) != market || !is_reached(w, &one->order))
            continue;
        one->is_resting = false; /* it executes when it likes */
        w->stops_set_off++;
        if (world_below(w, 2) == 0)
            tell_kind(w, TR_REPORT_TRIGGERED, one);
    }
}

void venue_verdict(world *w)
{
    (void)w; /* verdict.c knows enough */
}

void venue_calm_down(world *w)
{
    (void)w; /* world_chance is enough */
}
