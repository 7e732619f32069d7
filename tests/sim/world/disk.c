/*
 * disk.c: one disk under all processes. A process's batches wait in its own queue and reach the disk one by one, in its
 * poll; there it may be killed before or after the commit, find the disk full, or never learn what became of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

#define QUEUE_FULL_OF_HUNDRED 1
#define FAULT_OF_THOUSAND     12

bool disk_open(world *w)
{
    tr_store_memory_options options = TR_STORE_MEMORY_OPTIONS_INIT;
    return tr_store_memory_new(&options, &w->disk, NULL) == TR_OK &&
           tr_store_memory_open(w->disk, &w->writer, NULL) == TR_OK &&
           tr_store_memory_reader_open(w->disk, &w->reader, NULL) == TR_OK;
}

void disk_close(world *w)
{
    w->reader.close(w->reader.user);
    w->writer.close(w->writer.user);
    tr_store_memory_free(w->disk);
    for (size_t i = 0; i < w->written_count; i++)
        free(w->written[i]);
    free(w->written);
}

/* ---- commits --------------------------------------------------------------------------------- */

typedef struct outcome {
    tr_status status;
    tr_status first;
} outcome;

static void note(void *user, tr_status status, const tr_status *results, size_t count,
                 const tr_error *err)
{
    (void)err; /* the status tells */
    *(outcome *)user = (outcome){ status, count > 0 ? results[0] : status };
}

static tr_status commit(world *w, const tr__batch *batch, tr_status *result_out)
{
    outcome out = { TR_E_INTERNAL, TR_E_INTERNAL };
    tr_status status =
        w->writer.submit(w->writer.user, batch->transactions, batch->count, note, &out, NULL);
    if (status == TR_OK)
        (void)w->writer.poll(w->writer.user, 0); /* the note tells */
    *result_out = out.first;
    return status != TR_OK ? status : out.status;
}

static void never_told(void *user, tr_status status, const tr_status *results, size_t count,
                       const tr_error *err)
{
    (void)user, (void)status, (void)results, (void)count, (void)err; /* a copy is kept, not run */
}

/* Only a mutant takes commits back, so only a mutant keeps them. */
static void remember(world *w, const tr__batch *batch)
{
    if (w->mutant != WORLD_NO_FSYNC)
        return;
    if (w->written_count == w->written_capacity) {
        w->written_capacity = w->written_capacity == 0 ? 256 : 2 * w->written_capacity;
        w->written = realloc(w->written, w->written_capacity * sizeof(tr__batch *));
        if (w->written == NULL)
            abort();
    }
    if (tr__batch_new(NULL, batch->transactions, batch->count, never_told, NULL,
                      &w->written[w->written_count], NULL) != TR_OK)
        abort();
    w->written_count++;
    if (world_below(w, 8) == 0)
        w->synced_count = w->written_count;
}

void disk_lose_power(world *w)
{
    if (w->mutant != WORLD_NO_FSYNC)
        return;
    w->reader.close(w->reader.user);
    w->writer.close(w->writer.user);
    tr_store_memory_free(w->disk);
    if (!disk_open(w))
        abort();
    tr_status result;
    for (size_t i = 0; i < w->synced_count; i++)
        (void)commit(w, w->written[i], &result); /* as the first time */
    for (size_t i = w->synced_count; i < w->written_count; i++)
        free(w->written[i]);
    w->written_count = w->synced_count;
}

/* ---- what a process sees --------------------------------------------------------------------- */

static tr_status plug_submit(void *user, const tr_store_transaction *transactions, size_t count,
                             tr_store_done *done, void *done_user, tr_error *err)
{
    process *p = user;
    if (p->is_disk_dead)
        return TR_E_CLOSED;
    if (p->queue.first != NULL && world_chance(p->world, QUEUE_FULL_OF_HUNDRED))
        return TR_E_FULL;
    tr__batch *batch;
    tr_status status = tr__batch_new(NULL, transactions, count, done, done_user, &batch, err);
    if (status == TR_OK)
        tr__batch_queue_add(&p->queue, batch);
    return status;
}

static disk_fault next_fault(world *w)
{
    w->commits++;
    if (w->is_calm)
        return DISK_WORKS;
    if (w->fault_at > 0)
        return w->commits == w->fault_at ? w->fault : DISK_WORKS;
    if (world_below(w, 1000) >= FAULT_OF_THOUSAND)
        return DISK_WORKS;
    return (disk_fault)(1 + world_below(w, DISK_FAULTS - 1));
}

static void write_batch(process *p, tr__batch *batch)
{
    world *w = p->world;
    disk_fault fault = next_fault(w);
    w->disk_faults += fault != DISK_WORKS;
    world_tell(w, "process %d commits %zu rows, fault %d", (int)(p - w->processes),
               batch->transactions[0].op_count, (int)fault);
    if (fault == DISK_WORKS || fault == DISK_CRASH_AFTER || fault == DISK_OUTCOME_LOST) {
        tr_status status = commit(w, batch, &batch->results[0]);
        if (status != TR_OK)
            world_break(w, "the disk itself failed: %s", tr_status_name(status));
        if (w->mutant == WORLD_NO_FENCING && batch->results[0] == TR_E_CONFLICT)
            batch->results[0] = TR_OK;
        remember(w, batch);
    }
    p->is_disk_dead = fault != DISK_WORKS;
    if (fault == DISK_CRASH_BEFORE || fault == DISK_CRASH_AFTER) {
        free(batch);
        return;
    }
    if (fault != DISK_WORKS) {
        batch->failure.status = fault == DISK_FULL ? TR_E_FULL : TR_E_IO;
        (void)snprintf(batch->failure.message, sizeof batch->failure.message, "the commit failed");
    }
    tr__batch_deliver(NULL, batch);
}

static size_t plug_poll(void *user, int wait_ms)
{
    process *p = user;
    (void)wait_ms; /* nobody else could make something to wait for */
    if (p->is_polling || p->is_disk_dead)
        return 0;
    tr__batch *batch = tr__batch_queue_take(&p->queue);
    if (batch == NULL)
        return 0;
    p->is_polling = true;
    write_batch(p, batch);
    p->is_polling = false;
    return 1;
}

static void plug_close(void *user)
{
    disk_unplug(user);
}

static tr_status plug_read(void *user, const tr_store_query *query, tr_store_row_sink *row,
                           tr_store_read_done *done, void *read_user, tr_error *err)
{
    const process *p = user;
    return p->world->reader.read(p->world->reader.user, query, row, done, read_user, err);
}

static void close_reader(void *user)
{
    (void)user; /* the world's reader is shared */
}

void disk_plug_in(process *p)
{
    p->is_disk_dead = false;
    tr__batch_queue_init(&p->queue);
    p->store = (tr_store){ plug_submit, plug_poll, plug_close, p };
    p->reader = (tr_store_reader){ plug_read, close_reader, p };
}

void disk_unplug(process *p)
{
    tr__batch *batch;
    p->is_disk_dead = true;
    while ((batch = tr__batch_queue_take(&p->queue)) != NULL)
        free(batch);
}

/* ---- a look at it ---------------------------------------------------------------------------- */

typedef struct found_order {
    tr_order *out;
    bool is_found;
} found_order;

static bool take_order(void *user, const void *row)
{
    found_order *found = user;
    *found->out = *(const tr_order *)row;
    found->is_found = true;
    return false;
}

static void read_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    (void)user, (void)status, (void)has_more, (void)err; /* a row was seen, or not */
}

bool disk_find_order(world *w, tr_id id, tr_order *out)
{
    tr_order key = { .id = id };
    found_order found = { out, false };
    tr_store_query query = { .table = TR_TABLE_ORDER, .key = &key, .key_columns = 1, .limit = 1 };
    tr_status status = w->reader.read(w->reader.user, &query, take_order, read_done, &found, NULL);
    return status == TR_OK && found.is_found;
}
