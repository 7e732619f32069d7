/* reading.c: see reading.h. */
#include "reading.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAITING_MAX 256

struct web_reading {
    tr_store_reader reader; /* the thread's own, once it runs */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t has_work;
    web_reading_item *first;
    web_reading_item **end;
    size_t waiting_count;
    bool is_ending;
};

static web_reading_item *item_await(web_reading *reading)
{
    pthread_mutex_lock(&reading->mutex);
    while (reading->first == NULL && !reading->is_ending)
        pthread_cond_wait(&reading->has_work, &reading->mutex);
    web_reading_item *item = reading->first;
    if (item != NULL) {
        reading->first = item->next;
        if (reading->first == NULL)
            reading->end = &reading->first;
        reading->waiting_count--;
    }
    pthread_mutex_unlock(&reading->mutex);
    return item;
}

static void *read_on(void *user)
{
    web_reading *reading = user;
    web_reading_item *item;
    while ((item = item_await(reading)) != NULL)
        item->run(item, &reading->reader);
    return NULL;
}

/* Signals are the loop's. */
static int thread_start(web_reading *reading)
{
    sigset_t all, before;
    (void)sigfillset(&all); /* cannot fail */
    int code = pthread_sigmask(SIG_BLOCK, &all, &before);
    if (code != 0)
        return code;
    code = pthread_create(&reading->thread, NULL, read_on, reading);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL); /* what it was is a valid mask */
    return code;
}

tr_status web_reading_new(tr_owner *owner, web_reading **out, tr_error *err)
{
    web_reading *made = calloc(1, sizeof *made);
    if (made == NULL) {
        *err = (tr_error){ .status = TR_E_NO_MEMORY, .message = "no memory" };
        return TR_E_NO_MEMORY;
    }
    made->end = &made->first;
    (void)pthread_mutex_init(&made->mutex,
                             NULL); /* without attributes these two cannot fail here */
    (void)pthread_cond_init(&made->has_work, NULL);
    tr_status status = tr_owner_reader_open(owner, &made->reader, err);
    if (status != TR_OK) {
        free(made);
        return status;
    }
    int code = thread_start(made);
    if (code != 0) {
        *err = (tr_error){ .status = TR_E_IO, .native_code = code };
        (void)snprintf(err->message, sizeof err->message, "no thread: %s",
                       strerror(code)); /* fits */
        made->reader.close(made->reader.user);
        free(made);
        return TR_E_IO;
    }
    *out = made;
    return TR_OK;
}

void web_reading_free(web_reading *reading)
{
    if (reading == NULL)
        return;
    pthread_mutex_lock(&reading->mutex);
    reading->is_ending = true;
    pthread_cond_signal(&reading->has_work);
    pthread_mutex_unlock(&reading->mutex);
    (void)pthread_join(reading->thread, NULL); /* it was started, and nobody else waits for it */
    reading->reader.close(reading->reader.user);
    (void)pthread_cond_destroy(&reading->has_work); /* nobody holds either any more */
    (void)pthread_mutex_destroy(&reading->mutex);
    free(reading);
}

tr_status web_reading_put(web_reading *reading, web_reading_item *item)
{
    item->next = NULL;
    pthread_mutex_lock(&reading->mutex);
    bool is_taken = reading->waiting_count < WAITING_MAX;
    if (is_taken) {
        *reading->end = item;
        reading->end = &item->next;
        reading->waiting_count++;
        pthread_cond_signal(&reading->has_work);
    }
    pthread_mutex_unlock(&reading->mutex);
    return is_taken ? TR_OK : TR_E_FULL;
}
