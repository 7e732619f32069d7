/* batch.h: a batch on its way: its own copy of every row, and what became of each transaction. */
#ifndef TRADE_STORE_BATCH_H
#define TRADE_STORE_BATCH_H

#include <stddef.h>

#include <trade/alloc.h>
#include <trade/store.h>

typedef struct tr__batch {
    struct tr__batch *next;
    const tr_store_transaction *transactions;
    tr_status *results; /* one per transaction */
    size_t count;
    tr_store_done *done;
    void *user;
    tr_error failure; /* of the whole batch; status TR_OK when it was committed */
} tr__batch;

typedef struct tr__batch_queue {
    tr__batch *first;
    tr__batch **last; /* where the next one is hung */
} tr__batch_queue;

/*
 * Check and copy, in one block of memory. TR_E_INVALID names what is wrong; TR_E_NO_MEMORY.
 * Events are only ever inserted; an update needs a table with a version.
 */
tr_status tr__batch_new(const tr_allocator *allocator, const tr_store_transaction *transactions,
                        size_t count, tr_store_done *done, void *user, tr__batch **out,
                        tr_error *err);

/* Call `done` and release. */
void tr__batch_deliver(const tr_allocator *allocator, tr__batch *batch);

void tr__batch_queue_init(tr__batch_queue *queue);
void tr__batch_queue_add(tr__batch_queue *queue, tr__batch *batch);

/* The first one, NULL when empty. */
tr__batch *tr__batch_queue_take(tr__batch_queue *queue);

#endif
