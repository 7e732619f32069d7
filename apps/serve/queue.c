/* queue.c: see queue.h. */
#include "queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct serve_queue {
    pthread_mutex_t mutex;
    queue_item *first;
    queue_item **end;
    bool is_closed;
    void (*wake)(void *user);
    void *user;
    atomic_uint holder_count;
};

serve_queue *queue_new(void (*wake)(void *user), void *user)
{
    serve_queue *made = malloc(sizeof *made);
    if (made == NULL)
        return NULL;
    *made = (serve_queue){ .wake = wake, .user = user };
    made->end = &made->first;
    atomic_init(&made->holder_count, 1);
    if (pthread_mutex_init(&made->mutex, NULL) != 0) {
        free(made);
        return NULL;
    }
    return made;
}

void queue_hold(serve_queue *queue)
{
    atomic_fetch_add(&queue->holder_count, 1);
}

void queue_release(serve_queue *queue)
{
    if (queue == NULL || atomic_fetch_sub(&queue->holder_count, 1) != 1)
        return;
    assert(queue->first == NULL);
    pthread_mutex_destroy(&queue->mutex);
    free(queue);
}

bool queue_push(serve_queue *queue, queue_item *item)
{
    item->next = NULL;
    pthread_mutex_lock(&queue->mutex);
    bool is_accepted = !queue->is_closed;
    if (is_accepted) {
        bool was_empty = queue->first == NULL;
        *queue->end = item;
        queue->end = &item->next;
        if (was_empty)
            queue->wake(queue->user);
    }
    pthread_mutex_unlock(&queue->mutex);
    return is_accepted;
}

queue_item *queue_take(serve_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue_item *first = queue->first;
    queue->first = NULL;
    queue->end = &queue->first;
    pthread_mutex_unlock(&queue->mutex);
    return first;
}

void queue_close(serve_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->is_closed = true;
    pthread_mutex_unlock(&queue->mutex);
}
