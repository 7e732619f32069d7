/*
 * loop.h: what an adapter that waits needs of the program around it: descriptors and timers. A port.
 *
 * A host gives its own loop (libuv, epoll, a game's frame) as a tr_loop; a program without one takes the poll loop
 * below. All calls and callbacks are on the loop's thread. A wake-up from another thread is an eventfd that somebody
 * watches.
 */
#ifndef TRADE_LOOP_H
#define TRADE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/clock.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_LOOP_READ  1u
#define TR_LOOP_WRITE 2u

/** A descriptor is ready for `events`, or has failed: then both are set. */
typedef void tr_loop_ready(void *user, int fd, unsigned int events);

/** A timer's time has come; `key` is what it was set with. */
typedef void tr_loop_due(void *key);

typedef struct tr_loop {
    /* Call `ready` while the descriptor is (level-triggered). Asking again replaces; no events: watch it no longer,
     * which the caller does before it closes the descriptor. */
    tr_status (*watch)(void *user, int fd, unsigned int events, tr_loop_ready *ready,
                       void *ready_user);
    /* Call due(key) once, from the loop, when the clock's monotonic time is `at_ns` or later; never from inside this
     * call. One timer per key: setting it again moves it, INT64_MAX removes it. */
    tr_status (*set_timer)(void *user, void *key, int64_t at_ns, tr_loop_due *due);
    const tr_clock *clock;
    void *user;
} tr_loop;

/** A loop of our own over poll(2). Confined. */
typedef struct tr_poll_loop tr_poll_loop;

/** @param clock  borrowed; its monotonic time must be the machine's, or waiting makes no sense */
TR_API tr_status tr_poll_loop_new(const tr_clock *clock, tr_poll_loop **out, tr_error *err);

/** Release; NULL is accepted. Whoever watches has stopped before. */
TR_API void tr_poll_loop_free(tr_poll_loop *loop);

/** The port to give to adapters; lives as long as the loop. */
TR_API const tr_loop *tr_poll_loop_port(const tr_poll_loop *loop);

/**
 * Wait until something is ready or due, `wait_ns` at most (INT64_MAX: without end; 0: only look), and call what is.
 * @return true when anything was called
 */
TR_API bool tr_poll_loop_run(tr_poll_loop *loop, int64_t wait_ns);

#ifdef __cplusplus
}
#endif

#endif
