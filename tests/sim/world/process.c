/* process.c: an owner process: it takes the lock, recovers, works, is stopped, goes on, and dies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

static int64_t wall(void *user)
{
    const process *p = user;
    return p->world->now_ns + p->skew_ns;
}

static int64_t monotonic(void *user)
{
    const process *p = user;
    return p->world->now_ns - WORLD_START_NS;
}

static void on_recovered(void *user, tr_status status, const tr_error *err)
{
    (void)err; /* the status tells */
    *(tr_status *)user = status;
}

tr_instrument process_instrument(const world *w, int market)
{
    tr_instrument one = { .kind = TR_KIND_SPOT, .quote = "USDT", .settle = "USDT" };
    (void)snprintf(one.exchange, sizeof one.exchange, "%s", w->exchange_name);
    (void)snprintf(one.symbol, sizeof one.symbol, "%s", world_symbol(w, (size_t)market));
    if (world_is_swap(one.symbol))
        one.kind = TR_KIND_LINEAR;
    (void)snprintf(one.exchange_symbol, sizeof one.exchange_symbol, "%s", w->market_ids[market]);
    (void)snprintf(one.base, sizeof one.base, "%s", world_bases[market]);
    one.multiplier = tr_decimal_from_int(1);
    one.tick = world_decimal("0.01");
    one.lot = world_decimal("0.001");
    one.quantity_min = world_decimal("0.001");
    return one;
}

static bool make_engine(process *p)
{
    tr_instrument instruments[WORLD_MARKETS] = { process_instrument(p->world, 0), process_instrument(p->world, 1) };
    tr_risk_limits limits; /* wide in loss, so that much happens; the rest is the product's */
    tr_risk_limits_init(&limits);
    limits.has_daily_loss_max = limits.has_risk_per_trade_max = false;
    tr_engine_options options;
    tr_engine_options_init(&options);
    options.store = &p->store;
    options.reader = &p->reader;
    options.exchange = &p->exchange;
    options.instruments = instruments;
    options.instrument_count = WORLD_MARKETS;
    options.limits = &limits;
    options.leverage = tr_decimal_from_int(p->world->has_swap ? 3 : 1);
    options.clock = &p->clock;
    options.stops_at_exchange = true; /* where it can hold them */
    options.seed = tr_rng_next(&p->world->rng);
    return tr_engine_new(&options, &p->engine, NULL) == TR_OK;
}

void process_start(process *p)
{
    world *w = p->world;
    bool is_stolen = w->mutant == WORLD_NO_FENCING && w->lock != NULL && w->lock->is_stopped;
    if (p->is_up || (w->lock != NULL && !is_stolen))
        return; /* the kernel keeps the lock for who holds it, stopped or not */
    w->lock = p;
    world_tell(w, "process %d starts", (int)(p - w->processes));
    p->is_up = true;
    p->is_stopped = false;
    p->inbox_count = 0;
    p->clock = (tr_clock){ wall, monotonic, p };
    disk_plug_in(p);
    venue_plug_in(p);
    tr_status recovered = TR_E_INTERNAL;
    if (!make_engine(p) || tr_engine_recover(p->engine, on_recovered, &recovered, NULL) != TR_OK || recovered != TR_OK) {
        world_break(w, "an engine could not recover: %s", tr_status_name(recovered));
        return;
    }
    users_open_accounts(p);
}

void process_kill(process *p)
{
    if (!p->is_up)
        return;
    p->world->kills++;
    world_tell(p->world, "process %d dies", (int)(p - p->world->processes));
    disk_unplug(p); /* first: nobody is told any more */
    tr_engine_free(p->engine);
    p->engine = NULL;
    venue_unplug(p);
    p->is_up = p->is_stopped = false;
    p->inbox_count = 0;
    if (p->world->lock == p)
        p->world->lock = NULL;
}

process *process_serving(world *w)
{
    for (int i = 0; i < WORLD_PROCESSES; i++)
        if (w->processes[i].is_up && !w->processes[i].is_stopped)
            return &w->processes[i];
    return NULL;
}

/* ---- work ------------------------------------------------------------------------------------ */

void process_turn(process *p)
{
    if (!p->is_up || p->is_stopped)
        return;
    if (tr_engine_due_ns(p->engine) <= wall(p) && !world_chance(p->world, 30)) /* a timer may be late */
        tr_engine_timer(p->engine);
    venue_turn(p);
    bool is_alive = tr_engine_flush(p->engine, NULL) == TR_OK;
    if (!world_chance(p->world, 20)) /* a disk may be slow */
        (void)p->store.poll(p->store.user, 0);
    tr_error err = { .message = "" };
    is_alive = is_alive && tr_engine_status(p->engine, &err) == TR_OK && !p->is_disk_dead;
    if (!is_alive)
        world_tell(p->world, "process %d cannot go on: %s", (int)(p - p->world->processes), err.message);
    if (!is_alive)
        process_kill(p);
    else if (!tr_engine_check(p->engine))
        world_break(p->world, "the engine's invariants do not hold");
}

void process_tell(process *p, const tr_exchange_report *report)
{
    if (!p->is_up)
        return;
    if (p->inbox_count == WORLD_INBOX_MAX)
        world_break(p->world, "the world is too small for its reports");
    else
        p->inbox[p->inbox_count++] = *report;
}

/* Of a stop no execution is told behind its cancel: that is what the port promises. Of others it may come late. */
static size_t before_its_cancel(const process *p, size_t at)
{
    const tr_exchange_report *chosen = &p->inbox[at];
    const held_order *one = held_find(p->world, chosen->client_id);
    if (chosen->kind != TR_REPORT_CANCELLED || one == NULL || !held_is_stop(one))
        return at;
    for (size_t i = 0; i < p->inbox_count; i++)
        if (p->inbox[i].kind == TR_REPORT_FILL && strcmp(p->inbox[i].client_id, chosen->client_id) == 0)
            return i;
    return at;
}

void process_hear_one(process *p)
{
    if (!p->is_up || p->is_stopped || p->inbox_count == 0)
        return;
    size_t at = world_below(p->world, p->inbox_count);
    at = before_its_cancel(p, at);
    tr_exchange_report report = p->inbox[at];
    p->inbox[at] = p->inbox[--p->inbox_count];
    world_tell(p->world, "process %d hears %d of %s %s", (int)(p - p->world->processes), (int)report.kind, report.client_id,
               report.exchange_fill_id);
    tr_engine_report(p->engine, &report);
}
