/* batch.c: what both stores do with a batch before and after the work. */
#include "store/batch.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "journal/row.h"

static size_t aligned(size_t size)
{
    return (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
}

static tr_status op_check(const tr_store_op *op, tr_error *err)
{
    const tr_table_def *def = tr_store_table(op->table);
    if (def == NULL || op->row == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "operation without %s",
                        def == NULL ? "a table" : "a row");
    if ((int)op->verb < TR_STORE_INSERT || op->verb > TR_STORE_DELETE)
        return tr__fail(err, TR_E_INVALID, 0, "%s: verb %d, allowed 0..3", def->name,
                        (int)op->verb);
    if (op->table == TR_TABLE_EVENT && op->verb != TR_STORE_INSERT)
        return tr__fail(err, TR_E_INVALID, 0, "events are only ever inserted");
    if (op->verb == TR_STORE_UPDATE && def->version_column == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "%s has no version to update by", def->name);
    return tr__row_check(def, op->row, err);
}

/* Bytes of the whole block; 0 when an operation is refused. */
static size_t block_size(const tr_store_transaction *transactions, size_t count, tr_error *err)
{
    size_t total = aligned(sizeof(tr__batch)) + aligned(count * sizeof *transactions) +
                   aligned(count * sizeof(tr_status));
    for (size_t i = 0; i < count; i++) {
        const tr_store_transaction *transaction = &transactions[i];
        if (transaction->ops == NULL && transaction->op_count > 0) {
            (void)tr__fail(err, TR_E_INVALID, 0, "transaction %zu has no operations", i);
            return 0;
        }
        total += aligned(transaction->op_count * sizeof(tr_store_op));
        for (size_t k = 0; k < transaction->op_count; k++) {
            const tr_store_op *op = &transaction->ops[k];
            if (op_check(op, err) != TR_OK)
                return 0;
            total += aligned(tr__row_copy_size(tr_store_table(op->table), op->row));
        }
    }
    return total;
}

static void *carve(unsigned char **at, size_t size)
{
    void *piece = *at;
    *at += aligned(size);
    return piece;
}

tr_status tr__batch_new(const tr_allocator *allocator, const tr_store_transaction *transactions,
                        size_t count, tr_store_done *done, void *user, tr__batch **out,
                        tr_error *err)
{
    if ((transactions == NULL && count > 0) || done == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a batch needs transactions and a completion");
    size_t size = block_size(transactions, count, err);
    if (size == 0)
        return TR_E_INVALID;
    unsigned char *at = tr__allocate(allocator, size);
    if (at == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a batch of %zu bytes", size);
    const unsigned char *end = at + size;
    tr__batch *batch = carve(&at, sizeof *batch);
    tr_store_transaction *copies = carve(&at, count * sizeof *copies);
    tr_status *results = carve(&at, count * sizeof *results);
    for (size_t i = 0; i < count; i++) {
        size_t op_count = transactions[i].op_count;
        tr_store_op *ops = carve(&at, op_count * sizeof *ops);
        for (size_t k = 0; k < op_count; k++) {
            const tr_store_op *op = &transactions[i].ops[k];
            const tr_table_def *def = tr_store_table(op->table);
            ops[k] = *op;
            ops[k].row = tr__row_copy(def, op->row, carve(&at, tr__row_copy_size(def, op->row)));
        }
        copies[i] = (tr_store_transaction){ ops, op_count };
        results[i] = TR_OK;
    }
    assert(at == end);
    (void)end;
    *batch = (tr__batch){
        .transactions = copies, .results = results, .count = count, .done = done, .user = user
    };
    *out = batch;
    return TR_OK;
}

void tr__batch_deliver(const tr_allocator *allocator, tr__batch *batch)
{
    if (batch->failure.status == TR_OK)
        batch->done(batch->user, TR_OK, batch->results, batch->count, NULL);
    else
        batch->done(batch->user, batch->failure.status, NULL, 0, &batch->failure);
    tr__release(allocator, batch);
}

void tr__batch_queue_init(tr__batch_queue *queue)
{
    queue->first = NULL;
    queue->last = &queue->first;
}

void tr__batch_queue_add(tr__batch_queue *queue, tr__batch *batch)
{
    batch->next = NULL;
    *queue->last = batch;
    queue->last = &batch->next;
}

tr__batch *tr__batch_queue_take(tr__batch_queue *queue)
{
    tr__batch *batch = queue->first;
    if (batch == NULL)
        return NULL;
    queue->first = batch->next;
    if (queue->first == NULL)
        queue->last = &queue->first;
    return batch;
}
