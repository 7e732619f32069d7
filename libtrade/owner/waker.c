/* waker.c: three states and an eventfd. */
#include "owner/waker.h"

#include <assert.h>
#include <errno.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_SECOND 1000000000

enum {
    AWAKE = 0,
    ASLEEP = 1, /* the eventfd is waited for */
    CALLED = 2
};

int tr__waker_init(tr__waker *waker)
{
    atomic_init(&waker->state, AWAKE);
    waker->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return waker->fd < 0 ? errno : 0;
}

void tr__waker_done(tr__waker *waker)
{
    if (waker->fd >= 0)
        (void)close(waker->fd);
    waker->fd = -1;
}

void tr__waker_wake(tr__waker *waker)
{
    static const uint64_t one = 1;
    if (atomic_exchange(&waker->state, CALLED) != ASLEEP)
        return;
    ssize_t written = write(waker->fd, &one, sizeof one);
    assert(written == (ssize_t)sizeof one);
    (void)written;
}

void tr__waker_look(tr__waker *waker)
{
    /* An exchange, so that what was written before the call is seen by the look that follows. */
    (void)atomic_exchange(&waker->state, AWAKE);
}

static void empty(const tr__waker *waker)
{
    uint64_t ignored;
    (void)!read(waker->fd, &ignored, sizeof ignored); /* only resets it; nothing to read is fine */
}

bool tr__waker_poll(tr__waker *waker, struct pollfd *fds, nfds_t count, int64_t wait_ns)
{
    int expected = AWAKE;
    bool is_called = !atomic_compare_exchange_strong(&waker->state, &expected, ASLEEP);
    if (wait_ns < 0 || is_called)
        wait_ns = 0; /* the descriptors are looked at all the same: calls must not starve them */
    struct timespec wait = { .tv_sec = (time_t)(wait_ns / NS_PER_SECOND),
                             .tv_nsec = (long)(wait_ns % NS_PER_SECOND) };
    int ready =
        ppoll(fds, count, wait_ns == INT64_MAX ? NULL : &wait, NULL); /* ending early is allowed */
    tr__waker_look(waker);
    empty(waker);
    return ready > 0;
}

void tr__waker_sleep(tr__waker *waker, int64_t wait_ns)
{
    if (wait_ns <= 0 || atomic_load(&waker->state) == CALLED)
        return;
    struct pollfd event = { .fd = waker->fd, .events = POLLIN };
    (void)tr__waker_poll(waker, &event, 1,
                         wait_ns); /* whoever called will be looked for in any case */
}

void tr__waker_doze(tr__waker *waker, void (*wait)(void *user, int64_t wait_ns), void *user,
                    int64_t wait_ns)
{
    int expected = AWAKE;
    bool is_called = !atomic_compare_exchange_strong(&waker->state, &expected, ASLEEP);
    wait(user, is_called || wait_ns < 0 ? 0 : wait_ns);
    tr__waker_look(waker);
    empty(waker);
}

static void on_ready(void *user, int fd, unsigned int events)
{
    (void)fd, (void)events;
    empty(user);
}

tr_status tr__waker_watch(tr__waker *waker, const tr_loop *loop)
{
    return loop->watch(loop->user, waker->fd, TR_LOOP_READ, on_ready, waker);
}
