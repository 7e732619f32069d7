/*
 * world.h: a whole small world around the engine, run by a seed: users who ask again until they are answered, owner
 * processes that are killed, stopped, restarted and have wrong clocks, one disk under all of them that fails and loses
 * power, and an exchange that loses, delays, repeats and reorders. Nothing in it sleeps, reads a clock or leaves memory.
 *
 * What must hold is looked at after every step (world.c) and in the end (verdict.c). The first thing that does not hold
 * ends the run with a sentence in `broken`.
 */
#ifndef TEST_SIM_WORLD_H
#define TEST_SIM_WORLD_H

#include <trade/engine.h>
#include <trade/engine_risk.h>
#include <trade/rng.h>
#include <trade/store_memory.h>

#include "store/batch.h"

#define WORLD_PROCESSES   2
#define WORLD_ACCOUNTS    2
#define WORLD_MARKETS     2
#define WORLD_WISHES_MAX  256
#define WORLD_ORDERS_MAX  1024
#define WORLD_FILLS_MAX   8192
#define WORLD_PAYMENTS_MAX 64
#define WORLD_INBOX_MAX   16384
#define WORLD_FLIGHTS_MAX 64
#define WORLD_START_NS    INT64_C(1700000000000000000)
#define WORLD_SECOND_NS   INT64_C(1000000000)

/* What is left out of a defence, to see that the world misses it. The engine's own mutants are built (meson.build). */
typedef enum world_mutant {
    WORLD_AS_IT_IS = 0,
    WORLD_NO_FSYNC = 1,  /* a commit is reported done before it is on the disk: a power cut takes it back */
    WORLD_NO_FENCING = 2 /* a stopped process loses its lock, and its commits are not refused afterwards */
} world_mutant;

/* How a process ends at a commit. */
typedef enum disk_fault {
    DISK_WORKS = 0,
    DISK_CRASH_BEFORE, /* killed instead of the commit */
    DISK_CRASH_AFTER,  /* killed behind it: nobody is told */
    DISK_FULL,         /* the commit fails, with nothing written */
    DISK_OUTCOME_LOST, /* the commit is reported failed and is there */
    DISK_FAULTS
} disk_fault;

typedef struct world world;

/* A user's wish: one order, block or alert, asked for under one key until it is answered. */
typedef struct wish {
    world *world;
    bool is_alert;
    bool is_block;
    tr_order_request request;
    tr_block_request block;
    tr_alert alert;
    bool is_waiting;   /* asked, no answer yet */
    bool is_answered;  /* with an answer that acknowledges it */
    bool is_turned_away; /* malformed, or refused without being stored: it need not be there */
    bool is_cancelled; /* a cancel was confirmed */
    tr_id id;
} wish;

/* An owner process: an engine, and what the machine gives it. */
typedef struct process {
    world *world;
    bool is_up;
    bool is_stopped; /* as by SIGSTOP: it keeps its lock and its memory, and does nothing */
    bool is_disk_dead;
    int64_t skew_ns; /* of its wall clock */
    tr_clock clock;
    tr_store store;
    tr_store_reader reader;
    tr__batch_queue queue;
    bool is_polling;
    tr_exchange exchange;
    struct session *session; /* of venue_wire.c */
    tr_engine *engine;
    tr_exchange_report *inbox; /* from the exchange, in no order */
    size_t inbox_count;
} process;

/* An order as the exchange knows it. */
typedef struct held_order {
    tr_exchange_order order;
    tr_decimal filled;
    int64_t taken_ns;
    bool is_open;
    bool is_rejected;
    bool is_resting;   /* a stop whose price was not reached */
    bool is_forbidden; /* its owner was told that it is refused or cancelled */
} held_order;

/* A request that is still under way: it arrives within its validity or never. */
typedef struct flight {
    tr_exchange_order order;
    int64_t arrives_ns;
} flight;

struct world {
    tr_rng rng;
    uint64_t seed;
    world_mutant mutant;
    int64_t now_ns;
    bool is_calm; /* the end: no more mishaps */
    bool is_told; /* what happens is printed, line by line */
    char broken[256]; /* the first thing that did not hold */

    tr_store_memory *disk;
    tr_store writer;
    tr_store_reader reader;
    tr__batch **written; /* every commit, in order: WORLD_NO_FSYNC takes the last ones back */
    size_t written_count, written_capacity, synced_count;
    int64_t commits;
    int64_t fault_at; /* this commit meets `fault`; 0: by the seed */
    disk_fault fault;

    process processes[WORLD_PROCESSES];
    process *lock; /* who holds it; NULL: free */

    bool has_swap; /* the second market is one */
    bool has_swaps_alone; /* the first one, too */
    bool has_no_funding;  /* nobody here lists it */
    tr_exchange_report *payments; /* of funding */
    size_t payment_count;
    const char *exchange_name; /* of the accounts and instruments */
    const char *market_ids[WORLD_MARKETS];
    size_t account_count;      /* so many of world_accounts */
    int calm_rounds;
    struct wire *wire;         /* of venue_wire.c */
    tr_exchange_traits traits;
    held_order *orders;
    size_t order_count;
    flight flights[WORLD_FLIGHTS_MAX];
    size_t flight_count;
    tr_exchange_report *fills;
    size_t fill_count;
    int64_t price_cents[WORLD_MARKETS];

    wish *wishes;
    size_t wish_count;

    /* What happened, so that a run that met nothing is noticed. */
    int64_t steps, kills, stops, power_cuts, disk_faults, clock_jumps, acknowledged, verified, blocks_traded, halts, amendments, requests, faults, reconciled,
        stops_held, stops_set_off, judged_positions;
};

extern const char *const world_symbols[WORLD_MARKETS];

/* The second market is a linear swap in some worlds, both are in others. */
const char *world_symbol(const world *w, size_t market);
bool world_is_swap(const char *symbol);
extern const char *const world_bases[WORLD_MARKETS];
extern const char *const world_accounts[WORLD_ACCOUNTS];

/* ---- world.c ---- */

world *world_new(uint64_t seed, world_mutant mutant);
void world_free(world *w);

/* Run to the end and judge; false: `broken` says what did not hold. */
bool world_run(world *w, int steps);

/* The first call counts. */
void world_break(world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One line of what happens, for who replays a seed. */
void world_tell(const world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True in `of_hundred` of a hundred cases; never in the calm at the end. */
bool world_chance(world *w, uint64_t of_hundred);
uint64_t world_below(world *w, uint64_t bound);
tr_decimal world_decimal(const char *text);
tr_decimal world_scaled(int64_t mantissa, int digits);

/* ---- process.c ---- */

tr_instrument process_instrument(const world *w, int market);
/* Take the lock and recover; nothing when the lock is held. */
void process_start(process *p);
void process_kill(process *p);
/* One turn of its loop. It dies of what it meets. */
void process_turn(process *p);
/* What it has been told and has not heard; nothing for who is not up. */
void process_tell(process *p, const tr_exchange_report *report);
void process_hear_one(process *p);
/* The one that users reach; NULL: nobody answers. */
process *process_serving(world *w);

/* ---- disk.c ---- */

bool disk_open(world *w);
void disk_close(world *w);
void disk_plug_in(process *p);
/* Drop what a dead process had queued. */
void disk_unplug(process *p);
/* Take back what was never synced; every process must be dead. */
void disk_lose_power(world *w);
/* False: there is no such order. */
bool disk_find_order(world *w, tr_id id, tr_order *out);

/* ---- held.c ---- */

held_order *held_find(world *w, const char *client_id);
/* It was placed as a stop. */
bool held_is_stop(const held_order *one);
/* The owner was told that this order will not execute any more. */
void held_forbid(world *w, tr_id id);
/* An order begins at the exchange: nobody who was told that it has ended may see that. */
void held_check_arrival(world *w, const tr_exchange_order *order);
/* An order leaves: the disk must say that it has been taken for execution. */
void held_check_claim(world *w, const tr_exchange_order *order);

/* ---- venue.c, or venue_wire.c in its place ---- */

bool venue_open(world *w);
void venue_close(world *w);
void venue_plug_in(process *p);
/* Its process is dead; what it sent is on its way all the same. */
void venue_unplug(process *p);
/* What the process finds when it looks: answers, timers. */
void venue_turn(process *p);
/* When the process's side of it has something to do; INT64_MAX: nothing waits. */
int64_t venue_next_ns(const process *p);
void venue_act(world *w);
void venue_let_arrive(world *w);
void venue_move_price(world *w, size_t market);
/* What only this exchange can tell, in the end. */
void venue_verdict(world *w);
/* No more mishaps. */
void venue_calm_down(world *w);

/* ---- users.c ---- */

void users_act(world *w);
void users_ask_again(world *w);
/* Nothing stays switched off. */
void users_resume(process *p);
/* The opening of accounts, at every start; done before. */
void users_open_accounts(process *p);
void users_move_price(world *w);

/* ---- verdict.c ---- */

/* State = fold of the log: at any time when nobody writes. */
void verdict_fold(world *w);
void verdict_end(world *w);

/* ---- bare.c ---- */

void verdict_bare(world *w);

#endif
