/* inbox.c: the list is taken whole, so that its lock is held for a few instructions. */
#include "owner/inbox.h"

#include <assert.h>
#include <string.h>

#include "core/fail.h"

int tr__inbox_init(tr__inbox *inbox, size_t count_max)
{
    memset(inbox, 0, sizeof *inbox);
    inbox->count_max = (long)count_max;
    atomic_init(&inbox->count, 0);
    (void)pthread_mutex_init(&inbox->mutex,
                             NULL); /* with default attributes it does not fail on Linux */
    return tr__waker_init(&inbox->waker);
}

void tr__inbox_done(tr__inbox *inbox)
{
    assert(inbox->first == NULL);
    tr__waker_done(&inbox->waker);
    (void)pthread_mutex_destroy(&inbox->mutex);
}

/* False with the reason when it cannot be taken. */
static bool take_in(tr__inbox *inbox, tr__item *item, tr_error *reason)
{
    (void)pthread_mutex_lock(&inbox->mutex);
    *reason = inbox->closed;
    if (reason->status == TR_OK &&
        atomic_load_explicit(&inbox->count, memory_order_relaxed) >= inbox->count_max)
        (void)tr__fail(reason, TR_E_FULL, 0, "%ld requests are waiting: try again later",
                       inbox->count_max);
    if (reason->status == TR_OK) {
        if (inbox->first == NULL)
            inbox->first = item;
        else
            inbox->last->next = item;
        inbox->last = item;
        (void)atomic_fetch_add_explicit(&inbox->count, 1, memory_order_relaxed);
    }
    (void)pthread_mutex_unlock(&inbox->mutex);
    return reason->status == TR_OK;
}

void tr__inbox_put(tr__inbox *inbox, tr__item *item)
{
    tr_error reason;
    item->next = NULL;
    if (take_in(inbox, item, &reason))
        tr__waker_wake(&inbox->waker);
    else
        item->refuse(item, &reason);
}

tr__item *tr__inbox_take(tr__inbox *inbox)
{
    (void)pthread_mutex_lock(&inbox->mutex);
    tr__item *first = inbox->first;
    inbox->first = inbox->last = NULL;
    (void)pthread_mutex_unlock(&inbox->mutex);
    return first;
}

void tr__inbox_answered(tr__inbox *inbox)
{
    long before = atomic_fetch_sub_explicit(&inbox->count, 1, memory_order_relaxed);
    assert(before > 0);
    (void)before;
}

void tr__inbox_close(tr__inbox *inbox, const tr_error *reason)
{
    (void)pthread_mutex_lock(&inbox->mutex);
    if (inbox->closed.status == TR_OK)
        inbox->closed = *reason;
    (void)pthread_mutex_unlock(&inbox->mutex);
}
