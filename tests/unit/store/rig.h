/* rig.h: a store of either kind under test, and the shortest ways to write to it and read from it. */
#ifndef TESTS_UNIT_STORE_RIG_H
#define TESTS_UNIT_STORE_RIG_H

#include <assert.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <trade/store.h>
#include <trade/store_memory.h>
#include <trade/store_sqlite.h>

#include "journal/row.h"
#include "journal/row_codec.h"

#define RIG_QUEUE_MAX 8
#define RIG_ROWS_MAX  1024

typedef struct rig {
    bool is_sqlite;
    tr_store store;
    tr_store_reader reader;
    tr_store_memory *memory;
    char folder[64];
    char path[96];
    char spare[96]; /* another name in the folder */
} rig;

/* What became of a batch. */
typedef struct outcome {
    int calls;
    int order; /* of the completion among all of a test */
    tr_status status;
    tr_status results[128];
    size_t count;
    int *counter;
} outcome;

/* Rows that a page brought, deeply copied. */
typedef struct page {
    void *rows[RIG_ROWS_MAX];
    size_t count;
    size_t count_max; /* stop early; 0: never */
    int calls;
    tr_status status;
    bool has_more;
    tr_error err;
    const tr_table_def *def;
} page;

static inline int rig_remove_entry(const char *path, const struct stat *info, int kind,
                                   struct FTW *ftw)
{
    (void)info, (void)kind, (void)ftw;
    return remove(path);
}

static inline void rig_folder(rig *r)
{
    (void)snprintf(r->folder, sizeof r->folder, "/tmp/trade-store-XXXXXX");
    assert_non_null(mkdtemp(r->folder));
    (void)snprintf(r->path, sizeof r->path, "%s/trade.db", r->folder);
    (void)snprintf(r->spare, sizeof r->spare, "%s/spare.db", r->folder);
}

static inline void rig_folder_remove(rig *r)
{
    (void)nftw(r->folder, rig_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void on_outcome(void *user, tr_status status, const tr_status *results, size_t count,
                              const tr_error *err)
{
    outcome *o = user;
    o->calls++;
    o->status = status;
    o->count = count;
    if (o->counter != NULL)
        o->order = ++*o->counter;
    assert_true(count <= 128);
    assert_true((status == TR_OK) == (err == NULL));
    for (size_t i = 0; i < count; i++)
        o->results[i] = results[i];
}

static inline void rig_poll_until(tr_store *store, const outcome *o)
{
    while (o->calls == 0)
        (void)store->poll(store->user, 1000);
}

/* One transaction of its own batch; its result. */
static inline tr_status run_ops(rig *r, const tr_store_op *ops, size_t count)
{
    tr_store_transaction transaction = { ops, count };
    outcome o = { .calls = 0 };
    tr_error err = { 0 };
    tr_status status = r->store.submit(r->store.user, &transaction, 1, on_outcome, &o, &err);
    if (status != TR_OK)
        return status;
    assert_int_equal(o.calls, 0); /* completions come from poll alone */
    rig_poll_until(&r->store, &o);
    assert_int_equal(o.calls, 1);
    if (o.status != TR_OK)
        return o.status;
    assert_int_equal(o.count, 1);
    return o.results[0];
}

static inline tr_status run_op(rig *r, tr_store_verb verb, tr_table table, const void *row,
                               int64_t expected_version)
{
    tr_store_op op = { verb, table, row, expected_version };
    return run_ops(r, &op, 1);
}

static inline bool on_row(void *user, const void *row)
{
    page *p = user;
    assert_true(p->count < RIG_ROWS_MAX);
    void *memory = malloc(tr__row_copy_size(p->def, row));
    assert_non_null(memory);
    p->rows[p->count++] = tr__row_copy(p->def, row, memory);
    return p->count != p->count_max;
}

static inline void on_page(void *user, tr_status status, bool has_more, const tr_error *err)
{
    page *p = user;
    p->calls++;
    p->status = status;
    p->has_more = has_more;
    if (err != NULL)
        p->err = *err;
}

static inline void page_done(page *p)
{
    for (size_t i = 0; i < p->count; i++)
        free(p->rows[i]);
    p->count = 0;
}

static inline tr_status read_page(tr_store_reader *reader, const tr_store_query *query, page *p)
{
    memset(p, 0, sizeof *p);
    p->def = tr_store_table(query->table);
    tr_status status = reader->read(reader->user, query, on_row, on_page, p, &p->err);
    if (status != TR_OK)
        return status;
    assert_int_equal(p->calls, 1);
    return p->status;
}

static inline int64_t count_rows(rig *r, tr_table table)
{
    page p;
    tr_store_query query = { .table = table, .limit = 1000 };
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_false(p.has_more);
    int64_t count = (int64_t)p.count;
    page_done(&p);
    return count;
}

/* The row with this primary key, which the caller frees; NULL when there is none. */
static inline void *fetch(rig *r, tr_table table, const void *key)
{
    const tr_table_def *def = tr_store_table(table);
    tr__path path;
    tr__path_resolve(def, TR_INDEX_PRIMARY, &path);
    page p;
    tr_store_query query = {
        .table = table, .key = key, .key_columns = path.named_count, .limit = 2
    };
    assert_int_equal(read_page(&r->reader, &query, &p), TR_OK);
    assert_true(p.count <= 1);
    return p.count == 0 ? NULL : p.rows[0];
}

/* Fill every column with values that `number` alone decides; different numbers differ everywhere. */
static inline void fill_row(const tr_table_def *def, int64_t number, void *row, uint8_t *bytes,
                            size_t bytes_size)
{
    memset(row, 0, def->row_size);
    for (size_t i = 0; i < def->column_count; i++) {
        const tr_column_def *column = &def->columns[i];
        unsigned char *at = (unsigned char *)row + column->offset;
        int64_t value = number * 1000 + (int64_t)i + 1;
        tr_decimal decimal = { (uint64_t)value * 7919, number % 2 == 0 ? value : -value };
        double real = (double)value / 3;
        switch (column->type) {
        case TR_COLUMN_TEXT:
            (void)snprintf((char *)at, column->size, "t%lld-%zu é", (long long)number, i);
            break;
        case TR_COLUMN_INTEGER:
            if (!tr__row_set_integer(column, row,
                                     column->size == 1   ? (number + (int64_t)i) % 2
                                     : column->size == 8 ? value * 4000000007
                                                         : value))
                abort();
            break;
        case TR_COLUMN_DECIMAL:
            memcpy(at, &decimal, sizeof decimal);
            break;
        case TR_COLUMN_ID:
        case TR_COLUMN_HASH:
            for (size_t k = 0; k < column->size; k++)
                at[k] = (unsigned char)(value >> (8 * (k % 8)));
            break;
        case TR_COLUMN_BYTES:
            for (size_t k = 0; k < bytes_size; k++)
                bytes[k] = (uint8_t)(number + (int64_t)k);
            tr__row_set_bytes(column, row, bytes, bytes_size);
            break;
        case TR_COLUMN_REAL:
            memcpy(at, &real, sizeof real);
            break;
        }
    }
}

static inline tr_event_row event_of(const char *account, int64_t seq)
{
    static const uint8_t payload[] = "what happened";
    tr_event_row event = { .seq = seq,
                           .epoch = 1,
                           .at_ns = seq * 1000,
                           .kind = 7,
                           .payload = payload,
                           .payload_size = sizeof payload - 1 };
    (void)snprintf(event.account, sizeof event.account, "%s", account);
    return event;
}

static inline tr_setting_row setting_of(const char *name, const char *value)
{
    tr_setting_row setting = { .updated_ns = 5 };
    (void)snprintf(setting.name, sizeof setting.name, "%s", name);
    (void)snprintf(setting.value, sizeof setting.value, "%s", value);
    return setting;
}

static inline tr_order order_of(int number, const char *account, const char *key)
{
    tr_order order = { .created_ns = number, .state = TR_STATE_ACCEPTED, .version = 1 };
    order.id.bytes[15] = (uint8_t)number;
    order.id.bytes[14] = (uint8_t)(number >> 8);
    (void)snprintf(order.account, sizeof order.account, "%s", account);
    (void)snprintf(order.user, sizeof order.user, "someone");
    (void)snprintf(order.idempotency_key, sizeof order.idempotency_key, "%s", key);
    return order;
}

#endif
