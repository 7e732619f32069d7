/* owner.c: life of an owner, and what any thread may ask about it. */
#include <trade/owner.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <trade/store_sqlite.h>
#include <trade/time.h>

#include "core/fail.h"
#include "owner/state.h"

int tr__thread_start(pthread_t *thread, void *(*run)(void *user), void *user)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    int code = pthread_sigmask(SIG_SETMASK, &all, &before);
    if (code == 0)
        code = pthread_create(thread, NULL, run, user);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Make a directory and those above it; for us alone, since keys' hashes and orders lie in it. */
static tr_status make_directory(const char *directory, tr_error *err)
{
    char path[PATH_MAX];
    size_t length = strlen(directory);
    if (length == 0 || length >= sizeof path)
        return tr__fail(err, TR_E_RANGE, 0,
                        "a data directory's name has %zu characters, allowed 1 to %zu", length,
                        sizeof path - 1);
    for (size_t i = 1; i <= length; i++) {
        if (directory[i] != '/' && directory[i] != '\0')
            continue;
        memcpy(path, directory, i);
        path[i] = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return tr__fail(err, errno == EROFS || errno == EACCES ? TR_E_READ_ONLY : TR_E_IO,
                            errno, "%s: %s", path, strerror(errno));
    }
    return TR_OK;
}

static tr_status check_options(const tr_owner_options *options, tr_owner **out, tr_error *err)
{
    if (options == NULL || out == NULL || options->struct_size != sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "owner options: use TR_OWNER_OPTIONS_INIT");
    if (options->config == NULL || options->clock == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "owner options lack a configuration or a clock");
    if (options->queue_max < 1 || options->queue_max > 1000000)
        return tr__fail(err, TR_E_RANGE, 0, "queue_max is %zu, allowed 1 to 1000000",
                        options->queue_max);
    return TR_OK;
}

static void release(tr_owner *owner)
{
    tr__marks_close(&owner->marks);
    tr_event_bus_free(owner->events);
    tr__prices_close(&owner->prices);
    tr__plan_done(&owner->plan);
    tr__inbox_done(&owner->inbox);
    (void)pthread_cond_destroy(&owner->has_changed);
    (void)pthread_mutex_destroy(&owner->mutex);
    free(owner);
}

/* Start the engine thread and hear what became of its opening. */
static tr_status start(tr_owner *owner, tr_error *err)
{
    int code = tr__thread_start(&owner->thread, tr__engine_thread, owner);
    if (code != 0)
        return tr__fail(err, TR_E_FULL, code, "no thread can be started");
    (void)pthread_mutex_lock(&owner->mutex);
    while (!owner->has_begun)
        (void)pthread_cond_wait(&owner->has_changed, &owner->mutex);
    tr_error state = owner->state;
    (void)pthread_mutex_unlock(&owner->mutex);
    if (state.status == TR_OK)
        return TR_OK;
    (void)pthread_join(owner->thread, NULL);
    if (err != NULL)
        *err = state;
    return state.status;
}

tr_status tr_owner_open(const tr_owner_options *options, tr_owner **out, tr_error *err)
{
    tr_status status = check_options(options, out, err);
    if (status != TR_OK)
        return status;
    tr_owner *owner = calloc(1, sizeof *owner);
    if (owner == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for an owner");
    owner->clock = options->clock;
    owner->log = options->log;
    owner->is_unwatched = options->is_unwatched;
    owner->started_ns = tr__owner_now_ns(owner);
    tr_rng_init(&owner->rng, options->seed);
    (void)pthread_mutex_init(&owner->mutex,
                             NULL); /* with default attributes neither fails on Linux */
    (void)pthread_cond_init(&owner->has_changed, NULL);
    int code = tr__inbox_init(&owner->inbox, options->queue_max);
    if (code != 0)
        status = tr__fail(err, TR_E_FULL, code, "no descriptor is left");
    if (status == TR_OK && options->data_directory != NULL)
        status = make_directory(options->data_directory, err);
    if (status == TR_OK)
        status = tr__plan_read(options->config, options->data_directory, options->has_prices,
                               &owner->plan, err);
    if (status == TR_OK)
        status = tr__plan_go_live(options->config, &owner->plan, owner->clock, owner->log, err);
    if (status == TR_OK)
        status =
            tr__marks_open(owner->plan.instruments, owner->plan.instrument_count, &owner->marks);
    if (status == TR_E_NO_MEMORY)
        (void)tr__fail(err, status, 0, "no memory for an owner");
    if (status == TR_OK)
        status = tr_event_bus_new(NULL, &owner->events, err);
    if (status == TR_OK)
        status = tr__prices_open(&owner->plan, tr__owner_monotonic_ns(owner), &owner->prices, err);
    if (status == TR_OK)
        status = start(owner, err);
    if (status != TR_OK) {
        release(owner);
        return status;
    }
    if (options->has_socket)
        status = tr__socket_open(owner, owner->plan.database_path, &owner->socket, err);
    if (status != TR_OK) {
        tr_owner_close(owner, 0);
        return status;
    }
    *out = owner;
    return TR_OK;
}

void tr_owner_close(tr_owner *owner, int timeout_ms)
{
    if (owner == NULL)
        return;
    tr_error closed;
    (void)tr__fail(&closed, TR_E_CLOSED, 0, "shutting down");
    int64_t by_ns =
        tr__owner_monotonic_ns(owner) + (int64_t)(timeout_ms > 0 ? timeout_ms : 0) * TR_NS_PER_MS;
    tr__socket_retire(owner->socket);
    tr__inbox_close(&owner->inbox, &closed);
    (void)pthread_mutex_lock(&owner->mutex);
    owner->is_closing = true;
    owner->close_by_ns = by_ns;
    (void)pthread_mutex_unlock(&owner->mutex);
    tr__waker_wake(&owner->inbox.waker);
    (void)pthread_join(owner->thread, NULL);
    tr__socket_close(owner->socket, by_ns); /* behind the engine: its last answers go out too */
    release(owner);
}

/* ---- enquiry --------------------------------------------------------------------------------- */

tr_status tr_owner_state(const tr_owner *owner, tr_error *err)
{
    if (owner == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no owner");
    pthread_mutex_t *mutex =
        (pthread_mutex_t *)(uintptr_t)&owner->mutex; /* a lock is no part of the value */
    (void)pthread_mutex_lock(mutex);
    tr_error state = owner->state;
    (void)pthread_mutex_unlock(mutex);
    if (err != NULL)
        *err = state;
    return state.status;
}

tr_status tr_owner_reader_open(tr_owner *owner, tr_store_reader *out, tr_error *err)
{
    if (owner == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no owner, or no place for a reader");
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.path = owner->plan.database_path;
    return tr_store_sqlite_reader_open(&options, out, err);
}

tr_event_bus *tr_owner_events(tr_owner *owner)
{
    return owner == NULL ? NULL : owner->events;
}

const tr_instrument *tr_owner_instruments(const tr_owner *owner, size_t *count_out)
{
    if (owner == NULL || count_out == NULL)
        return NULL;
    *count_out = owner->plan.instrument_count;
    return owner->plan.instruments;
}

static int64_t figure(const atomic_llong *value)
{
    return atomic_load_explicit(value, memory_order_relaxed);
}

void tr_owner_figures_read(const tr_owner *owner, tr_owner_figures *out)
{
    if (owner == NULL || out == NULL)
        return;
    *out = (tr_owner_figures){
        .started_ns = owner->started_ns,
        .alerts = figure(&owner->figures[TR__FIGURE_ALERTS]),
        .orders = figure(&owner->figures[TR__FIGURE_ORDERS]),
        .fills = figure(&owner->figures[TR__FIGURE_FILLS]),
        .commands = figure(&owner->figures[TR__FIGURE_COMMANDS]),
        .queue_length = atomic_load_explicit(&owner->inbox.count, memory_order_relaxed),
        .restarts = figure(&owner->figures[TR__FIGURE_RESTARTS]),
    };
    for (size_t i = 0; i < sizeof out->states / sizeof out->states[0]; i++)
        out->states[i] = figure(&owner->states[i]);
}

bool tr_owner_exchange_figures_read(tr_owner *owner, tr_owner_exchange_figures *out)
{
    if (owner == NULL || out == NULL)
        return false;
    (void)pthread_mutex_lock(&owner->mutex);
    bool has_exchange = owner->has_exchange;
    if (has_exchange)
        *out = owner->exchange;
    (void)pthread_mutex_unlock(&owner->mutex);
    return has_exchange;
}
