/* world.c: who acts when, and what happens to them. */
#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const world_symbols[WORLD_MARKETS] = { "BTC/USDT", "ETH/USDT" };
const char *const world_bases[WORLD_MARKETS] = { "BTC", "ETH" };
static const char *const world_swaps[WORLD_MARKETS] = { "BTC/USDT:USDT", "ETH/USDT:USDT" };
const char *const world_accounts[WORLD_ACCOUNTS] = { "first", "second" };

const char *world_symbol(const world *w, size_t market)
{
    bool is_swap = w->has_swap && (market == 1 || w->has_swaps_alone);
    return is_swap ? world_swaps[market] : world_symbols[market];
}

bool world_is_swap(const char *symbol)
{
    return strchr(symbol, ':') != NULL;
}

/* ---- small things ---------------------------------------------------------------------------- */

void world_break(world *w, const char *format, ...)
{
    if (w->broken[0] != '\0')
        return;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(w->broken, sizeof w->broken, format, arguments);
    va_end(arguments);
}

void world_tell(const world *w, const char *format, ...)
{
    if (!w->is_told)
        return;
    va_list arguments;
    va_start(arguments, format);
    printf("# %10.3f  ", (double)(w->now_ns - WORLD_START_NS) / 1e9);
    (void)vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
}

uint64_t world_below(world *w, uint64_t bound)
{
    return tr_rng_below(&w->rng, bound);
}

bool world_chance(world *w, uint64_t of_hundred)
{
    return !w->is_calm && world_below(w, 100) < of_hundred;
}

tr_decimal world_decimal(const char *text)
{
    tr_decimal value = { 0 };
    if (tr_decimal_parse(text, strlen(text), &value) != TR_OK)
        abort();
    return value;
}

tr_decimal world_scaled(int64_t mantissa, int digits)
{
    tr_decimal value = { 0 };
    if (tr_decimal_from_scaled(mantissa, digits, &value) != TR_OK)
        abort();
    return value;
}

/* ---- life ------------------------------------------------------------------------------------ */

static void *must_allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL)
        abort();
    return memory;
}

world *world_new(uint64_t seed, world_mutant mutant)
{
    world *w = must_allocate(1, sizeof *w);
    w->seed = seed;
    w->mutant = mutant;
    w->now_ns = WORLD_START_NS;
    tr_rng_init(&w->rng, seed);
    w->orders = must_allocate(WORLD_ORDERS_MAX, sizeof *w->orders);
    w->fills = must_allocate(WORLD_FILLS_MAX, sizeof *w->fills);
    w->payments = must_allocate(WORLD_PAYMENTS_MAX, sizeof *w->payments);
    w->wishes = must_allocate(WORLD_WISHES_MAX, sizeof *w->wishes);
    for (int i = 0; i < WORLD_MARKETS; i++)
        w->price_cents[i] = 10000;
    for (int i = 0; i < WORLD_PROCESSES; i++) {
        w->processes[i] = (process){ .world = w };
        w->processes[i].inbox = must_allocate(WORLD_INBOX_MAX, sizeof(tr_exchange_report));
    }
    if (!disk_open(w) || !venue_open(w))
        abort();
    return w;
}

void world_free(world *w)
{
    for (int i = 0; i < WORLD_PROCESSES; i++) {
        process_kill(&w->processes[i]);
        free(w->processes[i].inbox);
    }
    venue_close(w);
    disk_close(w);
    free(w->orders);
    free(w->fills);
    free(w->payments);
    free(w->wishes);
    free(w);
}

/* ---- what befalls processes ------------------------------------------------------------------- */

static void lose_power(world *w)
{
    w->power_cuts++;
    world_tell(w, "the power fails");
    for (int i = 0; i < WORLD_PROCESSES; i++)
        process_kill(&w->processes[i]);
    disk_lose_power(w);
}

static void befall(world *w)
{
    process *p = &w->processes[world_below(w, WORLD_PROCESSES)];
    switch (world_below(w, 40)) {
    case 0: process_kill(p); return;
    case 1:
        if (world_below(w, 4) == 0)
            lose_power(w);
        return;
    case 2:
        w->stops += p->is_up && !p->is_stopped;
        world_tell(w, "process %d is stopped", (int)(p - w->processes));
        p->is_stopped = p->is_up;
        return;
    case 3:
    case 4:
    case 5:
        if (p->is_stopped)
            world_tell(w, "process %d goes on", (int)(p - w->processes));
        p->is_stopped = false;
        return;
    case 6:
        w->clock_jumps++;
        p->skew_ns = (int64_t)world_below(w, 40 * (uint64_t)WORLD_SECOND_NS) - 20 * WORLD_SECOND_NS;
        world_tell(w, "the clock of process %d is set %+.3f s off", (int)(p - w->processes), (double)p->skew_ns / 1e9);
        return;
    default: return;
    }
}

/* Time passes, and every process that runs finds what becomes due meanwhile. */
static void pass_time(world *w, int64_t span_ns)
{
    int64_t until_ns = w->now_ns + span_ns;
    while (w->broken[0] == '\0') {
        process *first = NULL;
        int64_t next_ns = until_ns;
        for (int i = 0; i < WORLD_PROCESSES; i++) {
            process *p = &w->processes[i];
            int64_t due_ns = p->is_up && !p->is_stopped ? venue_next_ns(p) : INT64_MAX;
            if (due_ns < next_ns) {
                next_ns = due_ns;
                first = p;
            }
        }
        w->now_ns = next_ns > w->now_ns ? next_ns : w->now_ns;
        if (first == NULL)
            return;
        venue_turn(first);
    }
}

static void step(world *w)
{
    w->steps++;
    pass_time(w, (int64_t)world_below(w, (uint64_t)WORLD_SECOND_NS));
    venue_let_arrive(w);
    if (w->fault_at == 0)
        befall(w);
    switch (world_below(w, 10)) {
    case 0:
    case 1: users_act(w); break;
    case 2:
    case 3: users_move_price(w); break;
    case 4:
    case 5: venue_act(w); break;
    default:
        for (int i = 0; i < WORLD_PROCESSES; i++)
            process_hear_one(&w->processes[i]);
    }
    for (int i = 0; i < WORLD_PROCESSES; i++)
        process_turn(&w->processes[i]);
    if (process_serving(w) == NULL && world_below(w, 3) == 0)
        process_start(&w->processes[world_below(w, WORLD_PROCESSES)]);
}

/* The mishaps are over: one process comes up, hears everything, and whoever waits asks again. */
static void calm_down(world *w)
{
    w->is_calm = true;
    for (int i = 0; i < WORLD_PROCESSES; i++) {
        process_kill(&w->processes[i]);
        w->processes[i].skew_ns = 0;
    }
    venue_calm_down(w);
    process *p = &w->processes[0];
    process_start(p);
    users_resume(p);
    for (int round = 0; round < w->calm_rounds && w->broken[0] == '\0'; round++) {
        pass_time(w, 6 * WORLD_SECOND_NS);
        venue_let_arrive(w);
        users_ask_again(w);
        do {
            process_hear_one(p);
            process_turn(p);
        } while (p->is_up && p->inbox_count > 0 && w->broken[0] == '\0');
        for (int i = 0; i < 8; i++)
            process_turn(p);
        if (!p->is_up)
            world_break(w, "a process died in the calm");
    }
}

bool world_run(world *w, int steps)
{
    process_start(&w->processes[0]);
    for (int i = 0; i < 4 * WORLD_MARKETS; i++)
        users_move_price(w);
    for (int i = 0; i < steps && w->broken[0] == '\0'; i++) {
        step(w);
        if (world_below(w, 64) == 0)
            verdict_fold(w);
    }
    if (w->broken[0] == '\0')
        calm_down(w);
    if (w->broken[0] == '\0')
        verdict_end(w);
    return w->broken[0] == '\0';
}
