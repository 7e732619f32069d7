/* waker.h: lets one thread sleep until another has something for it, or until a time has come. */
#ifndef TRADE_OWNER_WAKER_H
#define TRADE_OWNER_WAKER_H

#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <trade/loop.h>

/* A wake-up costs a system call only when there is a sleeper. */
typedef struct tr__waker {
    atomic_int state;
    int fd; /* an eventfd: it can be waited for without reading any clock */
} tr__waker;

/* 0, or errno. */
int tr__waker_init(tr__waker *waker);
void tr__waker_done(tr__waker *waker);

/* There is something to do. Any thread. */
void tr__waker_wake(tr__waker *waker);

/* What is looked at from here on may be missed: call before looking for work. The sleeping thread. */
void tr__waker_look(tr__waker *waker);

/* Sleep, at most `wait_ns` (INT64_MAX: for ever), unless somebody has called since the last look. */
void tr__waker_sleep(tr__waker *waker, int64_t wait_ns);

/* The same for other descriptors as well; the waker's own is one of `fds`. True: they have been polled. */
bool tr__waker_poll(tr__waker *waker, struct pollfd *fds, nfds_t count, int64_t wait_ns);

/*
 * Let a call end the waits of a loop. It is taken there at once: the descriptor is written to after the state has changed,
 * perhaps when the sleeper has long been awake for another reason, and one that stayed ready would end every wait from then on.
 */
tr_status tr__waker_watch(tr__waker *waker, const tr_loop *loop);

/*
 * Sleep in something else that waits for `fd` among others, and that ends within `wait_ns`. The sleeping thread.
 */
void tr__waker_doze(tr__waker *waker, void (*wait)(void *user, int64_t wait_ns), void *user,
                    int64_t wait_ns);

#endif
