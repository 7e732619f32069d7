/*
 * main.c: many worlds. SEED=n replays one and tells what happens in it; SEEDS=n runs more or fewer.
 *
 *   sim_world                    worlds by seed, and one world that ends at each of its commits in each way
 *   sim_world --caught           passes when some seed finds a defect: for builds with a mutant engine
 *   sim_world --caught WORD      the same with a mutant of the world itself: no-fsync, no-fencing
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world.h"

#define SEEDS        3000
#define STEPS        250
#define EVERY_SEEDS  4
#define EVERY_STEPS  120
#define MUTANT_SEEDS 2000
#define RARE_SEEDS   300 /* so many meet what is rare */

typedef struct tally {
    long worlds;
    int64_t steps, commits, kills, stops, power_cuts, disk_faults, clock_jumps, acknowledged, fills, orders, verified, blocks, halts, amendments, payments, requests, faults, reconciled,
        stops_held, stops_set_off, judged_positions;
} tally;

static void add(tally *sum, const world *w)
{
    sum->worlds++;
    sum->steps += w->steps;
    sum->commits += w->commits;
    sum->kills += w->kills;
    sum->stops += w->stops;
    sum->power_cuts += w->power_cuts;
    sum->disk_faults += w->disk_faults;
    sum->clock_jumps += w->clock_jumps;
    sum->acknowledged += w->acknowledged;
    sum->fills += (int64_t)w->fill_count;
    sum->orders += (int64_t)w->order_count;
    sum->verified += w->verified;
    sum->blocks += w->blocks_traded;
    sum->halts += w->halts;
    sum->amendments += w->amendments;
    sum->payments += (int64_t)w->payment_count;
    sum->requests += w->requests;
    sum->faults += w->faults;
    sum->reconciled += w->reconciled;
    sum->stops_held += w->stops_held;
    sum->stops_set_off += w->stops_set_off;
    sum->judged_positions += w->judged_positions;
}

static bool run_seed(uint64_t seed, world_mutant mutant, tally *sum)
{
    world *w = world_new(seed, mutant);
    w->is_told = getenv("SEED") != NULL;
    bool holds = world_run(w, STEPS);
    if (!holds)
        printf("# SEED=%llu: %s\n", (unsigned long long)seed, w->broken);
    add(sum, w);
    world_free(w);
    return holds;
}

static void report(const tally *sum)
{
    printf("# %ld worlds: %lld steps, %lld commits, %lld kills, %lld stops, %lld power cuts, %lld disk faults, %lld clock "
           "jumps; %lld wishes acknowledged, %lld orders sent, %lld fills, %lld blocks traded, %lld halts, %lld amendments, %lld fundings; log "
           "folded %lld times\n",
           sum->worlds, (long long)sum->steps, (long long)sum->commits, (long long)sum->kills, (long long)sum->stops,
           (long long)sum->power_cuts, (long long)sum->disk_faults, (long long)sum->clock_jumps,
           (long long)sum->acknowledged, (long long)sum->orders, (long long)sum->fills, (long long)sum->blocks,
           (long long)sum->halts, (long long)sum->amendments, (long long)sum->payments, (long long)sum->verified);
    printf("# %lld stops held by the exchange, %lld set off; %lld positions judged\n", (long long)sum->stops_held,
           (long long)sum->stops_set_off, (long long)sum->judged_positions);
    if (sum->requests > 0)
        printf("# over the wire: %lld requests, %lld of them met a fault; both sides compared %lld times\n", (long long)sum->requests,
               (long long)sum->faults, (long long)sum->reconciled);
}

static bool by_seed(tally *sum)
{
    const char *one = getenv("SEED");
    const char *many = getenv("SEEDS");
    if (one != NULL)
        return run_seed(strtoull(one, NULL, 10), WORLD_AS_IT_IS, sum);
    uint64_t count = many != NULL ? strtoull(many, NULL, 10) : SEEDS;
    for (uint64_t seed = 1; seed <= count; seed++)
        if (!run_seed(seed, WORLD_AS_IT_IS, sum))
            return false;
    /* A run that met nothing proves nothing. */
    return sum->kills > 0 && sum->stops > 0 && sum->power_cuts > 0 && sum->disk_faults > 0 && sum->clock_jumps > 0 &&
           sum->fills > sum->worlds && (sum->blocks > 0 || sum->worlds < RARE_SEEDS) && sum->halts > 0 && sum->amendments > 0 &&
           sum->payments > 0;
}

/* A world without chance in its processes, ended at each commit in each way. */
static bool at_every_commit(tally *sum)
{
    const char *many = getenv("EVERY_SEEDS");
    uint64_t count = many != NULL ? strtoull(many, NULL, 10) : EVERY_SEEDS;
    for (uint64_t seed = 1; seed <= count; seed++) {
        int64_t commits = 1;
        for (int64_t at = 1; at <= commits; at++)
            for (int fault = DISK_CRASH_BEFORE; fault < DISK_FAULTS; fault++) {
                world *w = world_new(seed, WORLD_AS_IT_IS);
                w->fault_at = at;
                w->fault = (disk_fault)fault;
                bool holds = world_run(w, EVERY_STEPS);
                if (!holds)
                    printf("# world %llu, commit %lld, fault %d: %s\n", (unsigned long long)seed, (long long)at, fault,
                           w->broken);
                if (w->commits > commits)
                    commits = w->commits;
                add(sum, w);
                world_free(w);
                if (!holds)
                    return false;
            }
    }
    return true;
}

/* A mutant may die of its own assertions: that is being caught, too. */
static bool is_caught(uint64_t seed, world_mutant mutant)
{
    (void)fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        tally unused = { 0 };
        (void)freopen("/dev/null", "w", stderr);
        bool holds = run_seed(seed, mutant, &unused);
        (void)fflush(stdout);
        _exit(holds ? 0 : 1);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        return false;
    if (WIFSIGNALED(status))
        printf("# SEED=%llu: an assertion stopped it\n", (unsigned long long)seed);
    return status != 0;
}

static int look_for(world_mutant mutant)
{
    printf("1..1\n");
    for (uint64_t seed = 1; seed <= MUTANT_SEEDS; seed++)
        if (is_caught(seed, mutant)) {
            printf("ok 1 - the mutant is caught, by seed %llu\n", (unsigned long long)seed);
            return 0;
        }
    printf("not ok 1 - no seed of %d catches the mutant\n", MUTANT_SEEDS);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--caught") == 0) {
        const char *word = argc > 2 ? argv[2] : "";
        return look_for(strcmp(word, "no-fsync") == 0     ? WORLD_NO_FSYNC
                        : strcmp(word, "no-fencing") == 0 ? WORLD_NO_FENCING
                                                          : WORLD_AS_IT_IS);
    }
    tally seeds = { 0 };
    tally commits = { 0 };
    printf("1..2\n");
    bool holds = by_seed(&seeds);
    report(&seeds);
    printf("%s 1 - whatever befalls a world, nothing is lost, doubled or wrong\n", holds ? "ok" : "not ok");
    bool holds_too = getenv("SEED") != NULL || at_every_commit(&commits);
    report(&commits);
    printf("%s 2 - a world that ends at any commit in any way goes on as if it had not\n", holds_too ? "ok" : "not ok");
    return holds && holds_too ? 0 : 1;
}
