/*
 * sqlite_store.c: the port of the embedded store: two queues between the caller and the writer's thread.
 *
 * The caller's thread allocates and releases; the writer's thread only works on what the first queue brings and
 * hands it on to the second. An eventfd, not a condition, carries completions back: it can be waited for
 * with a time-out without reading any clock.
 */
#include <trade/store_sqlite.h>

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "store/batch.h"
#include "store/owner_lock.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_writer.h"

typedef struct sqlite_store {
    const tr_allocator *allocator;
    void (*wake)(void *user);
    void *wake_user;
    size_t queue_max;
    size_t queued_count; /* transactions submitted and not delivered; the caller's thread alone */
    bool is_polling;     /* likewise */
    int lock_fd;
    int event_fd;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what follows, up to the writer */
    pthread_cond_t has_work;
    tr__batch_queue waiting;
    tr__batch_queue finished;
    bool is_closing;
    tr_error failure;         /* status TR_OK while the store lives */
    tr__sqlite_writer writer; /* the thread's own once it runs */
} sqlite_store;

/* ---- the writer's thread --------------------------------------------------------------------- */

/* Take everything that waits. NULL: nothing does, and nothing will. */
static tr__batch *take_waiting(sqlite_store *store)
{
    (void)pthread_mutex_lock(&store->mutex);
    while (store->waiting.first == NULL && !store->is_closing)
        (void)pthread_cond_wait(&store->has_work, &store->mutex);
    tr__batch *first = store->waiting.first;
    tr__batch_queue_init(&store->waiting);
    (void)pthread_mutex_unlock(&store->mutex);
    return first;
}

static void hand_back(sqlite_store *store, tr__batch *first, const tr_error *failure)
{
    static const uint64_t one = 1;
    (void)pthread_mutex_lock(&store->mutex);
    if (failure->status != TR_OK && store->failure.status == TR_OK)
        store->failure = *failure;
    for (tr__batch *next; first != NULL; first = next) {
        next = first->next;
        first->failure = *failure;
        tr__batch_queue_add(&store->finished, first);
    }
    (void)pthread_mutex_unlock(&store->mutex);
    ssize_t written = write(store->event_fd, &one, sizeof one);
    assert(written == (ssize_t)sizeof one);
    (void)written;
    if (store->wake != NULL)
        store->wake(store->wake_user);
}

static void *work(void *user)
{
    sqlite_store *store = user;
    tr_error failure = { .status = TR_OK };
    tr__batch *first;
    while ((first = take_waiting(store)) != NULL) {
        if (failure.status == TR_OK)
            (void)tr__sqlite_writer_commit(&store->writer, first, &failure);
        else if (failure.status != TR_E_CLOSED) {
            tr_error cause = failure;
            (void)tr__fail(&failure, TR_E_CLOSED, cause.native_code, "the store closed before: %s",
                           cause.message);
        }
        hand_back(store, first, &failure);
    }
    return NULL;
}

/* ---- the caller's thread --------------------------------------------------------------------- */

static tr_status sqlite_submit(void *user, const tr_store_transaction *transactions, size_t count,
                               tr_store_done *done, void *done_user, tr_error *err)
{
    sqlite_store *store = user;
    if (store->queued_count > 0 && store->queued_count + count > store->queue_max)
        return tr__fail(err, TR_E_FULL, 0, "%zu transactions are queued, allowed %zu",
                        store->queued_count, store->queue_max);
    tr__batch *batch;
    tr_status status =
        tr__batch_new(store->allocator, transactions, count, done, done_user, &batch, err);
    if (status != TR_OK)
        return status;
    (void)pthread_mutex_lock(&store->mutex);
    bool is_open = store->failure.status == TR_OK && !store->is_closing;
    if (is_open) {
        tr__batch_queue_add(&store->waiting, batch);
        (void)pthread_cond_signal(&store->has_work);
    }
    tr_error failure = store->failure;
    (void)pthread_mutex_unlock(&store->mutex);
    if (is_open) {
        store->queued_count += count;
        return TR_OK;
    }
    tr__release(store->allocator, batch);
    return tr__fail(err, TR_E_CLOSED, failure.native_code, "the store is closed%s%s",
                    failure.status == TR_OK ? "" : ": ", failure.message);
}

static size_t deliver_finished(sqlite_store *store)
{
    uint64_t ignored;
    (void)!read(store->event_fd, &ignored,
                sizeof ignored); /* only resets it; nothing to read is fine */
    (void)pthread_mutex_lock(&store->mutex);
    tr__batch *batch = store->finished.first;
    tr__batch_queue_init(&store->finished);
    (void)pthread_mutex_unlock(&store->mutex);
    size_t delivered = 0;
    store->is_polling = true;
    for (tr__batch *next; batch != NULL; batch = next, delivered++) {
        next = batch->next;
        store->queued_count -= batch->count;
        tr__batch_deliver(store->allocator, batch);
    }
    store->is_polling = false;
    return delivered;
}

static size_t sqlite_poll(void *user, int wait_ms)
{
    sqlite_store *store = user;
    if (store->is_polling)
        return 0;
    size_t delivered = deliver_finished(store);
    if (delivered > 0 || wait_ms <= 0)
        return delivered;
    struct pollfd event = { .fd = store->event_fd, .events = POLLIN };
    if (poll(&event, 1, wait_ms) > 0) /* a signal ends the wait early, which is allowed */
        delivered = deliver_finished(store);
    return delivered;
}

static void release_store(sqlite_store *store)
{
    if (store->event_fd >= 0)
        (void)close(store->event_fd);
    (void)pthread_cond_destroy(&store->has_work);
    (void)pthread_mutex_destroy(&store->mutex);
    tr__owner_lock_release(store->lock_fd);
    tr__release(store->allocator, store);
}

static void sqlite_close_store(void *user)
{
    sqlite_store *store = user;
    assert(!store->is_polling); /* not from a completion */
    (void)pthread_mutex_lock(&store->mutex);
    store->is_closing = true;
    (void)pthread_cond_signal(&store->has_work);
    (void)pthread_mutex_unlock(&store->mutex);
    int code = pthread_join(store->thread, NULL);
    assert(code == 0);
    (void)code;
    while (deliver_finished(store) > 0) {
    }
    tr__sqlite_writer_done(&store->writer);
    release_store(store);
}

/* ---- opening --------------------------------------------------------------------------------- */

static sqlite_store *new_store(const tr_store_sqlite_options *options)
{
    sqlite_store *store = tr__allocate_zeroed(options->allocator, 1, sizeof *store);
    if (store == NULL)
        return NULL;
    store->allocator = options->allocator;
    store->wake = options->wake;
    store->wake_user = options->wake_user;
    store->queue_max = options->queue_max;
    store->lock_fd = -1;
    tr__batch_queue_init(&store->waiting);
    tr__batch_queue_init(&store->finished);
    (void)pthread_mutex_init(&store->mutex,
                             NULL); /* with default attributes neither fails on Linux */
    (void)pthread_cond_init(&store->has_work, NULL);
    store->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return store;
}

/* The host's signals are for the host's threads. */
static int start_thread(sqlite_store *store)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    int code = pthread_sigmask(SIG_SETMASK, &all, &before);
    if (code == 0)
        code = pthread_create(&store->thread, NULL, work, store);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

static tr_status start(sqlite_store *store, const tr_store_sqlite_options *options, tr_error *err)
{
    if (store->event_fd < 0)
        return tr__fail(err, TR_E_FULL, errno, "no descriptor is left");
    tr_status status = tr__owner_lock_take(options->path, &store->lock_fd, err);
    if (status != TR_OK)
        return status;
    sqlite3 *db;
    status = tr__sqlite_open_owner(options, &db, NULL, err);
    if (status != TR_OK)
        return status;
    status = tr__sqlite_writer_init(&store->writer, db, err);
    if (status == TR_OK) {
        int code = start_thread(store);
        if (code == 0)
            return TR_OK;
        status = tr__fail(err, TR_E_FULL, code, "no thread can be started");
    }
    tr__sqlite_writer_done(&store->writer);
    return status;
}

tr_status tr_store_sqlite_open(const tr_store_sqlite_options *options, tr_store *out, tr_error *err)
{
    tr_status status = tr__sqlite_options_check(options, out, err);
    if (status != TR_OK)
        return status;
    sqlite_store *store = new_store(options);
    if (store == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a store");
    status = start(store, options, err);
    if (status != TR_OK) {
        release_store(store);
        return status;
    }
    *out = (tr_store){
        .submit = sqlite_submit, .poll = sqlite_poll, .close = sqlite_close_store, .user = store
    };
    return TR_OK;
}
