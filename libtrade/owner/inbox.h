/* inbox.h: what other threads ask of the engine thread: a bounded queue. */
#ifndef TRADE_OWNER_INBOX_H
#define TRADE_OWNER_INBOX_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include <trade/owner.h>
#include <trade/status.h>

#include "owner/waker.h"

/* One request. Whoever makes it embeds it; run or refuse is called once, and sees to its release. */
typedef struct tr__item {
    struct tr__item *next;
    void (*run)(tr_owner *owner, struct tr__item *item); /* on the engine thread, everything open */
    void (*refuse)(struct tr__item *item,
                   const tr_error *reason); /* any thread; nothing was done */
} tr__item;

typedef struct tr__inbox {
    pthread_mutex_t mutex; /* guards what follows, up to the count */
    tr__item *first, *last;
    tr_error closed;   /* status TR_OK while requests are taken */
    atomic_long count; /* requests taken and not yet answered, those being worked on too */
    long count_max;
    tr__waker waker;
} tr__inbox;

/* 0, or errno. */
int tr__inbox_init(tr__inbox *inbox, size_t count_max);
void tr__inbox_done(tr__inbox *inbox);

/* Take a request in and wake the engine thread; or refuse it here with TR_E_FULL or the reason of the close. */
void tr__inbox_put(tr__inbox *inbox, tr__item *item);

/* Everything that waits, oldest first. */
tr__item *tr__inbox_take(tr__inbox *inbox);

/* A request that was taken has been answered. */
void tr__inbox_answered(tr__inbox *inbox);

/* Take nothing new from here on. The first reason counts. */
void tr__inbox_close(tr__inbox *inbox, const tr_error *reason);

#endif
