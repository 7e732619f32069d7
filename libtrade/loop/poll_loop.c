/* poll_loop.c: descriptors and timers in two small arrays: an adapter has a handful of either. */
#include <trade/loop.h>

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"

typedef struct watcher {
    int fd;
    unsigned int events;
    tr_loop_ready *ready;
    void *user;
} watcher;

typedef struct timer {
    void *key;
    int64_t at_ns;
    tr_loop_due *due;
} timer;

struct tr_poll_loop {
    tr_loop port;
    watcher *watchers;
    struct pollfd *fds; /* as many as there is room for watchers */
    size_t watcher_count, watcher_capacity;
    timer *timers;
    size_t timer_count, timer_capacity;
};

static int64_t now_of(const tr_poll_loop *loop)
{
    return loop->port.clock->monotonic_ns(loop->port.clock->user);
}

/* ---- descriptors ----------------------------------------------------------------------------- */

static watcher *watcher_find(const tr_poll_loop *loop, int fd)
{
    for (size_t i = 0; i < loop->watcher_count; i++)
        if (loop->watchers[i].fd == fd)
            return &loop->watchers[i];
    return NULL;
}

static bool watchers_grow(tr_poll_loop *loop)
{
    if (loop->watcher_count < loop->watcher_capacity)
        return true;
    size_t capacity = loop->watcher_capacity == 0 ? 16 : loop->watcher_capacity * 2;
    watcher *watchers = realloc(loop->watchers, capacity * sizeof *watchers);
    if (watchers == NULL)
        return false;
    loop->watchers = watchers;
    struct pollfd *fds = realloc(loop->fds, capacity * sizeof *fds);
    if (fds == NULL)
        return false;
    loop->fds = fds;
    loop->watcher_capacity = capacity;
    return true;
}

static tr_status watch(void *user, int fd, unsigned int events, tr_loop_ready *ready,
                       void *ready_user)
{
    tr_poll_loop *loop = user;
    watcher *found = watcher_find(loop, fd);
    if (events == 0) {
        if (found != NULL)
            *found = loop->watchers[--loop->watcher_count];
        return TR_OK;
    }
    if (found == NULL) {
        if (!watchers_grow(loop))
            return TR_E_NO_MEMORY;
        found = &loop->watchers[loop->watcher_count++];
    }
    *found = (watcher){ .fd = fd, .events = events, .ready = ready, .user = ready_user };
    return TR_OK;
}

/* ---- timers ---------------------------------------------------------------------------------- */

static tr_status set_timer(void *user, void *key, int64_t at_ns, tr_loop_due *due)
{
    tr_poll_loop *loop = user;
    size_t i = 0;
    while (i < loop->timer_count && loop->timers[i].key != key)
        i++;
    if (at_ns == INT64_MAX) {
        if (i < loop->timer_count)
            loop->timers[i] = loop->timers[--loop->timer_count];
        return TR_OK;
    }
    if (i == loop->timer_capacity) {
        size_t capacity = loop->timer_capacity == 0 ? 8 : loop->timer_capacity * 2;
        timer *timers = realloc(loop->timers, capacity * sizeof *timers);
        if (timers == NULL)
            return TR_E_NO_MEMORY;
        loop->timers = timers;
        loop->timer_capacity = capacity;
    }
    if (i == loop->timer_count)
        loop->timer_count++;
    loop->timers[i] = (timer){ .key = key, .at_ns = at_ns, .due = due };
    return TR_OK;
}

/* The timer that is due first; NULL for none. */
static timer *timer_first(const tr_poll_loop *loop)
{
    timer *first = NULL;
    for (size_t i = 0; i < loop->timer_count; i++)
        if (first == NULL || loop->timers[i].at_ns < first->at_ns)
            first = &loop->timers[i];
    return first;
}

/* Those due by now; one that is set meanwhile waits for the next turn, so a turn always ends. */
static bool run_timers(tr_poll_loop *loop)
{
    int64_t now_ns = now_of(loop);
    bool any = false;
    size_t turns = loop->timer_count;
    for (timer *first = timer_first(loop); turns-- > 0 && first != NULL && first->at_ns <= now_ns;
         first = timer_first(loop)) {
        timer due = *first;
        *first = loop->timers[--loop->timer_count];
        due.due(due.key);
        any = true;
    }
    return any;
}

/* ---- a turn ---------------------------------------------------------------------------------- */

static int64_t wait_until_due(const tr_poll_loop *loop, int64_t wait_ns)
{
    const timer *first = timer_first(loop);
    if (first == NULL)
        return wait_ns;
    int64_t now_ns = now_of(loop);
    int64_t left_ns = first->at_ns <= now_ns ? 0 : first->at_ns - now_ns;
    return left_ns < wait_ns ? left_ns : wait_ns;
}

static bool run_ready(tr_poll_loop *loop, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct pollfd *polled = &loop->fds[i];
        const watcher *found = polled->revents == 0 ? NULL : watcher_find(loop, polled->fd);
        if (found == NULL)
            continue; /* nothing happened, or an earlier callback let go of it */
        unsigned int events = 0;
        if ((polled->revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
            events = TR_LOOP_READ | TR_LOOP_WRITE;
        if ((polled->revents & POLLIN) != 0)
            events |= TR_LOOP_READ;
        if ((polled->revents & POLLOUT) != 0)
            events |= TR_LOOP_WRITE;
        found->ready(found->user, polled->fd, events);
        any = true;
    }
    return any;
}

bool tr_poll_loop_run(tr_poll_loop *loop, int64_t wait_ns)
{
    if (loop == NULL)
        return false;
    size_t count = loop->watcher_count;
    for (size_t i = 0; i < count; i++) {
        unsigned int events = loop->watchers[i].events;
        loop->fds[i] = (struct pollfd){
            .fd = loop->watchers[i].fd,
            .events = (short)(((events & TR_LOOP_READ) != 0 ? POLLIN : 0) |
                              ((events & TR_LOOP_WRITE) != 0 ? POLLOUT : 0)),
        };
    }
    wait_ns = wait_until_due(loop, wait_ns);
    struct timespec wait = { .tv_sec = (time_t)(wait_ns / TR_NS_PER_SECOND),
                             .tv_nsec = (long)(wait_ns % TR_NS_PER_SECOND) };
    int ready = ppoll(loop->fds, (nfds_t)count, wait_ns == INT64_MAX ? NULL : &wait, NULL);
    bool any = ready > 0 && run_ready(loop, count);
    return run_timers(loop) || any;
}

/* ---- life ------------------------------------------------------------------------------------ */

tr_status tr_poll_loop_new(const tr_clock *clock, tr_poll_loop **out, tr_error *err)
{
    if (clock == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "poll loop: no clock, or no place for it");
    tr_poll_loop *loop = calloc(1, sizeof *loop);
    if (loop == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "poll loop: no memory");
    loop->port = (tr_loop){ .watch = watch, .set_timer = set_timer, .clock = clock, .user = loop };
    *out = loop;
    return TR_OK;
}

void tr_poll_loop_free(tr_poll_loop *loop)
{
    if (loop == NULL)
        return;
    free(loop->watchers);
    free(loop->fds);
    free(loop->timers);
    free(loop);
}

const tr_loop *tr_poll_loop_port(const tr_poll_loop *loop)
{
    return loop == NULL ? NULL : &loop->port;
}
