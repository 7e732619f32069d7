/*
 * queue.h: how other threads hand work to the loop thread.
 *
 * A list behind a mutex and one wake-up. It is counted, because a reply may come after the loop that
 * it was meant for is gone: whoever may still push holds it, and a push after `queue_close` is refused
 * instead of touching what no longer exists. Locked: any thread.
 */
#ifndef SERVE_QUEUE_H
#define SERVE_QUEUE_H

#include <stdbool.h>

typedef struct queue_item {
    struct queue_item *next;
    void (*run)(struct queue_item *item); /* called on the loop thread; owns the item */
} queue_item;

typedef struct serve_queue serve_queue;

/* `wake` is called with the lock held, on any thread, when the list turns from empty to not; it must be
   short and must not call back. NULL when memory is out. The caller holds the queue. */
serve_queue *queue_new(void (*wake)(void *user), void *user);
void queue_hold(serve_queue *queue);
void queue_release(serve_queue *queue);

/* False when the queue is closed: the item stays the caller's. */
bool queue_push(serve_queue *queue, queue_item *item);

/* Everything pushed so far, oldest first; NULL when there is nothing. */
queue_item *queue_take(serve_queue *queue);

/* From here on nothing is accepted and `wake` is not called. What is left is still there to take. */
void queue_close(serve_queue *queue);

#endif
