/* state.h: the owner's inside: what its threads share, and what is the engine thread's own. */
#ifndef TRADE_OWNER_STATE_H
#define TRADE_OWNER_STATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <trade/event_bus.h>
#include <trade/owner.h>
#include <trade/rng.h>

#include "owner/inbox.h"
#include "owner/marks.h"
#include "owner/parts.h"
#include "owner/plan.h"
#include "owner/prices.h"

typedef struct tr__socket tr__socket;

typedef enum tr__figure {
    TR__FIGURE_ALERTS,
    TR__FIGURE_ORDERS,
    TR__FIGURE_FILLS,
    TR__FIGURE_COMMANDS,
    TR__FIGURE_RESTARTS,
    TR__FIGURE_COUNT
} tr__figure;

/*
 * When to commit. Answers make their askers ask again; flushing at once would commit the first of them alone, and
 * the others only behind it: half of all would always wait for the other half. So after a commit the next one is held
 * back a little, until as many wait as before, or a part of a commit's own time has passed.
 */
typedef struct tr__pace {
    int64_t flushed_ns; /* monotonic: when what is in flight went; 0: nothing is */
    int64_t held_until_ns;
    long wanted; /* requests that end the hold */
} tr__pace;

struct tr_owner {
    const tr_clock *clock;
    const tr_log *log;
    tr__plan plan; /* immutable once open */
    int64_t started_ns;
    bool is_unwatched;
    tr__inbox inbox;
    tr__marks marks;      /* locked */
    tr_event_bus *events; /* likewise; outlives engines */
    pthread_t thread;
    tr__socket *socket; /* NULL: none */

    pthread_mutex_t mutex; /* guards the six that follow */
    pthread_cond_t has_changed;
    tr_error state; /* status TR_OK while commands are taken */
    bool has_begun; /* the first opening has succeeded or failed */
    bool has_left; /* the engine's thread: the engine was told that it ends */
    bool is_closing;
    int64_t close_by_ns; /* monotonic */
    bool has_exchange;
    tr_owner_exchange_figures exchange;

    atomic_llong figures[TR__FIGURE_COUNT];
    atomic_llong states[TR_STATE_FAILED + 1];

    /* the engine thread's own */
    tr_rng rng;
    tr__parts parts;
    tr__prices prices;
    tr__pace pace;
    tr_engine_tally tally; /* of the engines before this one */
    int64_t exchange_told_ns; /* monotonic: when its figures were published */
};

static inline int64_t tr__owner_now_ns(const tr_owner *owner)
{
    return owner->clock->now_ns(owner->clock->user);
}

static inline int64_t tr__owner_monotonic_ns(const tr_owner *owner)
{
    return owner->clock->monotonic_ns(owner->clock->user);
}

/* The engine thread: opens everything, says so, works until the close. `user` is the owner. */
void *tr__engine_thread(void *user);

/* Start a thread that takes none of the host's signals. 0, or errno. */
int tr__thread_start(pthread_t *thread, void *(*run)(void *user), void *user);

/* Hand a tick to the exchange, then to the engine. The engine thread. */
tr_status tr__owner_tick(tr_owner *owner, const tr_price_tick *tick, tr_error *err);

/* Write one row; `done` is called once. The engine thread. */
void tr__owner_put(tr_owner *owner, tr_store_verb verb, tr_table table, const void *row,
                   tr__put_done *done, void *user);

/* Serve the local socket of the database, whose lock is held. */
tr_status tr__socket_open(tr_owner *owner, const char *database_path, tr__socket **out,
                          tr_error *err);

/* No new programs and requests; the name goes, for the next owner's sake. */
void tr__socket_retire(tr__socket *socket);

/* Write out what has been answered, at the latest until `by_ns` of the monotonic clock, and end. */
void tr__socket_close(tr__socket *socket, int64_t by_ns);

/* A command of the library's table, or of this module's. NULL: none. */
const tr_command_def *tr__owner_find_command(const char *name, size_t length);

#endif
