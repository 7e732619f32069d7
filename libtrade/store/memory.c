/* memory.c: the store in memory: ports on a disk that can be told to die. */
#include <trade/store_memory.h>

#include <assert.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "store/batch.h"
#include "store/memory_tables.h"

typedef struct writer {
    tr_store_memory *memory; /* NULL once it died */
    const tr_allocator *allocator;
    tr__batch_queue queue;
    size_t queued_count; /* transactions */
    tr_error failure;    /* of the first batch that failed; status TR_OK while alive */
    bool is_polling;
} writer;

struct tr_store_memory {
    tr_store_memory_options options;
    tr__memory_tables tables;
    writer *writer; /* the living one */
    int64_t commit_count;
    tr_store_crash crash; /* the plan, while crash_in > 0 */
    int64_t crash_in;     /* commits left until then, the fatal one included */
    tr_status crash_status;
};

tr_status tr_store_memory_new(const tr_store_memory_options *options, tr_store_memory **out,
                              tr_error *err)
{
    static const tr_store_memory_options defaults = TR_STORE_MEMORY_OPTIONS_INIT;
    if (out == NULL || (options != NULL && options->struct_size < sizeof *options))
        return tr__fail(err, TR_E_INVALID, 0, "options are of another version of this library");
    if (options == NULL)
        options = &defaults;
    tr_store_memory *memory = tr__allocate_zeroed(options->allocator, 1, sizeof *memory);
    if (memory == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a store");
    memory->options = *options;
    tr__memory_tables_init(&memory->tables, options->allocator);
    *out = memory;
    return TR_OK;
}

void tr_store_memory_free(tr_store_memory *memory)
{
    if (memory == NULL)
        return;
    assert(memory->writer == NULL); /* its ports are closed first */
    tr__memory_tables_done(&memory->tables);
    tr__release(memory->options.allocator, memory);
}

/* ---- dying ----------------------------------------------------------------------------------- */

/* Part the writer from the disk; what it still has queued is dropped without a word. */
static void writer_die(writer *w)
{
    tr__batch *batch;
    w->memory->writer = NULL;
    w->memory = NULL;
    w->failure.status = TR_E_CLOSED;
    while ((batch = tr__batch_queue_take(&w->queue)) != NULL)
        tr__release(w->allocator, batch);
    w->queued_count = 0;
}

tr_status tr_store_memory_crash(tr_store_memory *memory, tr_store_crash crash,
                                int64_t commit_number, tr_status status)
{
    bool reports = crash == TR_STORE_FAIL_BEFORE || crash == TR_STORE_FAIL_AFTER;
    if (memory == NULL || (int)crash < TR_STORE_CRASH_NOW || crash > TR_STORE_FAIL_AFTER ||
        (crash != TR_STORE_CRASH_NOW && commit_number < 1) || (reports && status == TR_OK))
        return TR_E_INVALID;
    memory->crash_in = 0;
    if (crash == TR_STORE_CRASH_NOW) {
        if (memory->writer != NULL)
            writer_die(memory->writer);
        return TR_OK;
    }
    memory->crash = crash;
    memory->crash_in = commit_number;
    memory->crash_status = status;
    return TR_OK;
}

int64_t tr_store_memory_commit_count(const tr_store_memory *memory)
{
    return memory == NULL ? 0 : memory->commit_count;
}

/* ---- the writer ------------------------------------------------------------------------------ */

static tr_status memory_submit(void *user, const tr_store_transaction *transactions, size_t count,
                               tr_store_done *done, void *done_user, tr_error *err)
{
    writer *w = user;
    if (w->failure.status != TR_OK)
        return tr__fail(err, TR_E_CLOSED, 0, "the store is closed");
    const tr_store_memory_options *options = &w->memory->options;
    if (w->queued_count > 0 && w->queued_count + count > options->queue_max)
        return tr__fail(err, TR_E_FULL, 0, "%zu transactions are queued, allowed %zu",
                        w->queued_count, options->queue_max);
    tr__batch *batch;
    tr_status status =
        tr__batch_new(w->allocator, transactions, count, done, done_user, &batch, err);
    if (status != TR_OK)
        return status;
    tr__batch_queue_add(&w->queue, batch);
    w->queued_count += count;
    if (options->wake != NULL)
        options->wake(options->wake_user);
    return TR_OK;
}

/* Do the work of one batch. A failure is left in `failure`. */
static void commit(tr_store_memory *memory, tr__batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        batch->results[i] = tr__memory_tables_run(&memory->tables, &batch->transactions[i]);
        if (batch->results[i] == TR_E_NO_MEMORY) {
            (void)tr__fail(&batch->failure, TR_E_NO_MEMORY, 0, "no memory for a row");
            return;
        }
    }
    memory->commit_count++;
}

/* Commit and report one batch, or die as planned. False when the writer is dead. */
static bool step(writer *w, tr__batch *batch)
{
    tr_store_memory *memory = w->memory;
    bool is_fatal = memory->crash_in > 0 && --memory->crash_in == 0;
    tr_store_crash crash = memory->crash;
    if (!is_fatal || crash == TR_STORE_CRASH_AFTER || crash == TR_STORE_FAIL_AFTER)
        commit(memory, batch);
    if (is_fatal && (crash == TR_STORE_CRASH_BEFORE || crash == TR_STORE_CRASH_AFTER)) {
        tr__release(w->allocator, batch);
        writer_die(w);
        return false;
    }
    if (is_fatal)
        (void)tr__fail(&batch->failure, memory->crash_status, 0, "the commit failed: %s",
                       tr_status_name(memory->crash_status));
    if (batch->failure.status != TR_OK && w->failure.status == TR_OK)
        w->failure = batch->failure;
    w->queued_count -= batch->count;
    tr__batch_deliver(w->allocator, batch);
    return w->memory != NULL; /* a completion may have let the store die */
}

/* Behind a failed commit nothing is tried any more. */
static size_t report_closed(writer *w)
{
    size_t delivered = 0;
    tr__batch *batch;
    while ((batch = tr__batch_queue_take(&w->queue)) != NULL) {
        (void)tr__fail(&batch->failure, TR_E_CLOSED, 0, "the store closed before: %s",
                       w->failure.message);
        w->queued_count -= batch->count;
        tr__batch_deliver(w->allocator, batch);
        delivered++;
    }
    return delivered;
}

static size_t memory_poll(void *user, int wait_ms)
{
    writer *w = user;
    (void)wait_ms; /* nobody but this thread could make something to wait for */
    if (w->is_polling)
        return 0;
    w->is_polling = true;
    size_t delivered = 0;
    tr__batch_queue due = w->queue; /* what completions submit waits for the next poll */
    if (due.first == NULL)
        due.last = &due.first;
    tr__batch_queue_init(&w->queue);
    tr__batch *batch;
    bool is_alive = w->memory != NULL;
    while (is_alive && w->failure.status == TR_OK && (batch = tr__batch_queue_take(&due)) != NULL) {
        is_alive = step(w, batch);
        delivered++;
    }
    while ((batch = tr__batch_queue_take(&due)) != NULL) {
        if (is_alive)
            tr__batch_queue_add(&w->queue, batch);
        else
            tr__release(w->allocator, batch);
    }
    if (is_alive && w->failure.status != TR_OK) {
        delivered += report_closed(w);
        if (w->memory != NULL)
            writer_die(w);
    }
    w->is_polling = false;
    return delivered;
}

static void memory_close(void *user)
{
    writer *w = user;
    assert(!w->is_polling); /* not from a completion */
    while (w->queue.first != NULL)
        (void)memory_poll(w, 0);
    if (w->memory != NULL)
        w->memory->writer = NULL;
    tr__release(w->allocator, w);
}

tr_status tr_store_memory_open(tr_store_memory *memory, tr_store *out, tr_error *err)
{
    if (memory == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a disk and a place for the port are needed");
    if (memory->writer != NULL)
        return tr__fail(err, TR_E_BUSY, 0, "another writer is open");
    writer *w = tr__allocate_zeroed(memory->options.allocator, 1, sizeof *w);
    if (w == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a writer");
    w->memory = memory;
    w->allocator = memory->options.allocator;
    tr__batch_queue_init(&w->queue);
    memory->writer = w;
    *out = (tr_store){
        .submit = memory_submit, .poll = memory_poll, .close = memory_close, .user = w
    };
    return TR_OK;
}

/* ---- readers --------------------------------------------------------------------------------- */

static tr_status memory_read(void *user, const tr_store_query *query, tr_store_row_sink *row,
                             tr_store_read_done *done, void *read_user, tr_error *err)
{
    const tr_store_memory *memory = user;
    if (row == NULL || done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a read needs a sink and a completion");
    bool has_more = false;
    tr_status status =
        tr__memory_tables_read(&memory->tables, query, row, read_user, &has_more, err);
    if (status == TR_OK)
        done(read_user, TR_OK, has_more, NULL);
    return status;
}

/* A reader owns nothing: it looks at the disk itself. */
static void memory_reader_close(void *user)
{
    (void)user;
}

tr_status tr_store_memory_reader_open(tr_store_memory *memory, tr_store_reader *out, tr_error *err)
{
    if (memory == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a disk and a place for the port are needed");
    *out = (tr_store_reader){ .read = memory_read, .close = memory_reader_close, .user = memory };
    return TR_OK;
}
