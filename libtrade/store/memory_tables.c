/*
 * memory_tables.c: rows of all tables in memory.
 *
 * A transaction leaves what it deletes or replaces in the indexes, marked dead, until it ends. Undoing it
 * therefore only removes and unmarks, which needs no memory and cannot fail.
 */
#include "store/memory_tables.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <trade/store_chain.h>

#include "core/alloc.h"
#include "store/query.h"

void tr__memory_tables_init(tr__memory_tables *tables, const tr_allocator *allocator)
{
    tables->allocator = allocator;
    tables->changed = NULL;
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        const tr_table_def *def = tr_store_table((tr_table)table);
        for (size_t i = 0; i < def->index_count; i++)
            tr__sorted_init(&tables->indexes[table][i], allocator, def, i);
    }
}

void tr__memory_tables_done(tr__memory_tables *tables)
{
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        tr__sorted *primary = &tables->indexes[table][TR_INDEX_PRIMARY];
        tr__box *box;
        for (tr__place at = { 0, 0 }; (box = tr__sorted_at(primary, at)) != NULL;
             at = tr__sorted_next(primary, at))
            tr__release(tables->allocator, box);
        for (size_t i = 0; i < primary->def->index_count; i++)
            tr__sorted_done(&tables->indexes[table][i]);
    }
}

/* The living row that equals `row` in the index's own columns; dead ones do not count. */
static tr__box *find_living(const tr__sorted *index, const void *row)
{
    int named = index->path.named_count;
    tr__box *box;
    for (tr__place at = tr__sorted_find(index, row, named, false);
         (box = tr__sorted_at(index, at)) != NULL; at = tr__sorted_next(index, at)) {
        if (tr__path_compare(index->def, &index->path, named, box->row, row) != 0)
            return NULL;
        if (!box->is_dead)
            return box;
    }
    return NULL;
}

/* Is a unique key of `row` taken by another row than the one it replaces? */
static bool is_taken(tr__sorted *indexes, const void *row, const tr__box *replaced)
{
    const tr_table_def *def = indexes[TR_INDEX_PRIMARY].def;
    for (size_t i = 0; i < def->index_count; i++) {
        if (!def->indexes[i].is_unique || !tr__path_holds(def, &indexes[i].path, row))
            continue;
        const tr__box *box = find_living(&indexes[i], row);
        if (box != NULL && box != replaced)
            return true;
    }
    return false;
}

/* Remember a box once; a new one that dies in the same transaction is on the list already. */
static void remember(tr__memory_tables *tables, tr__box *box)
{
    box->next_changed = tables->changed;
    tables->changed = box;
}

static void unlink_box(tr__sorted *indexes, size_t count, const tr__box *box)
{
    for (size_t i = 0; i < count; i++)
        if (tr__path_holds(indexes[i].def, &indexes[i].path, box->row))
            tr__sorted_remove(&indexes[i], box);
}

static tr__box *box_new(tr__memory_tables *tables, tr_table table, const void *row)
{
    tr__sorted *indexes = tables->indexes[table];
    const tr_table_def *def = indexes[TR_INDEX_PRIMARY].def;
    tr__box *box = tr__allocate(tables->allocator, sizeof *box + tr__row_copy_size(def, row));
    if (box == NULL)
        return NULL;
    *box = (tr__box){ .table = table, .is_new = true };
    (void)tr__row_copy(def, row, box->row);
    for (size_t i = 0; i < def->index_count; i++) {
        if (!tr__path_holds(def, &indexes[i].path, row) || tr__sorted_insert(&indexes[i], box))
            continue;
        unlink_box(indexes, i, box);
        tr__release(tables->allocator, box);
        return NULL;
    }
    remember(tables, box);
    return box;
}

static void kill_box(tr__memory_tables *tables, tr__box *box)
{
    assert(!box->is_dead);
    box->is_dead = true;
    if (!box->is_new)
        remember(tables, box);
}

/* The last row of an account in a table whose primary key is (account, seq); NULL when there is none. */
static const void *last_of_account(tr__memory_tables *tables, tr_table table, const void *key)
{
    const tr__sorted *primary = &tables->indexes[table][TR_INDEX_PRIMARY];
    tr__place at = tr__sorted_find(primary, key, 1, true);
    if (!tr__sorted_back(primary, &at))
        return NULL;
    const tr__box *box = tr__sorted_at(primary, at);
    return tr__path_compare(primary->def, &primary->path, 1, box->row, key) == 0 ? box->row : NULL;
}

static tr_status insert_event(tr__memory_tables *tables, const tr_event_row *row)
{
    static const uint8_t origin[TR_HASH_SIZE];
    tr_event_row event = *row;
    int64_t head_seq = 0;
    const uint8_t *head_hash = origin;
    const tr_event_row *last = last_of_account(tables, TR_TABLE_EVENT, row);
    tr_snapshot_row key = { .seq = 0 };
    memcpy(key.account, row->account, sizeof key.account);
    const tr_snapshot_row *snapshot =
        last != NULL ? NULL : last_of_account(tables, TR_TABLE_SNAPSHOT, &key);
    if (last != NULL) {
        head_seq = last->seq;
        head_hash = last->hash;
    } else if (snapshot != NULL) {
        head_seq = snapshot->seq;
        head_hash = snapshot->head_hash;
    }
    if (event.seq != head_seq + 1)
        return TR_E_CONFLICT;
    tr_store_chain_hash(head_hash, &event, event.hash);
    return box_new(tables, TR_TABLE_EVENT, &event) != NULL ? TR_OK : TR_E_NO_MEMORY;
}

static tr_status run_op(tr__memory_tables *tables, const tr_store_op *op)
{
    if (op->table == TR_TABLE_EVENT)
        return insert_event(tables, op->row);
    tr__sorted *indexes = tables->indexes[op->table];
    const tr_table_def *def = indexes[TR_INDEX_PRIMARY].def;
    tr__box *old = NULL;
    if (op->verb != TR_STORE_INSERT)
        old = find_living(&indexes[TR_INDEX_PRIMARY], op->row);
    if (op->verb == TR_STORE_DELETE) {
        if (old == NULL)
            return TR_E_NOT_FOUND;
        kill_box(tables, old);
        return TR_OK;
    }
    if (op->verb == TR_STORE_UPDATE) {
        const tr_column_def *version = tr__row_column(def, def->version_column);
        if (old == NULL || tr__row_integer(version, old->row) != op->expected_version)
            return TR_E_CONFLICT;
    }
    if (is_taken(indexes, op->row, old))
        return TR_E_EXISTS;
    if (box_new(tables, op->table, op->row) == NULL)
        return TR_E_NO_MEMORY;
    if (old != NULL)
        kill_box(tables, old);
    return TR_OK;
}

/* End the transaction: what it made stays, or what it found. */
static void finish(tr__memory_tables *tables, bool is_kept)
{
    tr__box *next;
    for (tr__box *box = tables->changed; box != NULL; box = next) {
        next = box->next_changed;
        if (is_kept ? box->is_dead : box->is_new) {
            tr__sorted *indexes = tables->indexes[box->table];
            unlink_box(indexes, indexes[TR_INDEX_PRIMARY].def->index_count, box);
            tr__release(tables->allocator, box);
        } else {
            box->is_new = box->is_dead = false;
        }
    }
    tables->changed = NULL;
}

tr_status tr__memory_tables_run(tr__memory_tables *tables, const tr_store_transaction *transaction)
{
    tr_status status = TR_OK;
    for (size_t i = 0; status == TR_OK && i < transaction->op_count; i++)
        status = run_op(tables, &transaction->ops[i]);
    finish(tables, status == TR_OK);
    return status;
}

/* Where a page starts: the key's edge, or behind `after` when that lies further along. */
static tr__place page_start(const tr__sorted *index, const tr_store_query *query)
{
    bool down = query->is_descending;
    int all = index->path.column_count;
    if (query->after == NULL)
        return tr__sorted_find(index, query->key, query->key_columns, down);
    int order = query->key_columns == 0
                    ? 0
                    : tr__path_compare(index->def, &index->path, query->key_columns, query->after,
                                       query->key);
    if (down ? order > 0 : order < 0) /* in front of the key's rows: all of them follow */
        return tr__sorted_find(index, query->key, query->key_columns, down);
    return tr__sorted_find(index, query->after, all, !down);
}

tr_status tr__memory_tables_read(const tr__memory_tables *tables, const tr_store_query *query,
                                 tr_store_row_sink *sink, void *user, bool *has_more_out,
                                 tr_error *err)
{
    tr__path path;
    tr_status status = tr__query_check(query, &path, err);
    if (status != TR_OK)
        return status;
    const tr__sorted *index = &tables->indexes[query->table][query->index];
    tr__place at = page_start(index, query);
    *has_more_out = false;
    for (size_t count = 0;; count++) {
        if (query->is_descending && !tr__sorted_back(index, &at))
            return TR_OK;
        const tr__box *box = tr__sorted_at(index, at);
        if (box == NULL)
            return TR_OK;
        if (query->key_columns > 0 &&
            tr__path_compare(index->def, &path, query->key_columns, box->row, query->key) != 0)
            return TR_OK;
        if (count == query->limit) {
            *has_more_out = true;
            return TR_OK;
        }
        if (!sink(user, box->row))
            return TR_OK;
        if (!query->is_descending)
            at = tr__sorted_next(index, at);
    }
}
