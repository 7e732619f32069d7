/*
 * sqlite_reader.c: pages of rows along an index, from a read-only connection.
 *
 * Each statement names the index it runs along, so that a plan can never change behind our back, and is
 * reset before the call returns: no transaction outlives a page.
 */
#include <trade/store_sqlite.h>

#include <stdalign.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "store/migrate.h"
#include "store/query.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_error.h"
#include "store/sqlite_row.h"

#define STATEMENTS_MAX 64

/* What makes a statement: everything of a query but its values. */
typedef struct shape {
    tr_table table;
    int index;
    int key_columns;
    int after_from; /* columns of the path from here on are compared with the cursor; -1: no cursor */
    bool is_descending;
} shape;

typedef struct cached {
    shape shape;
    sqlite3_stmt *statement;
    uint64_t used_at; /* the reader's count of reads */
} cached;

typedef struct sqlite_reader {
    const tr_allocator *allocator;
    sqlite3 *db;
    cached statements[STATEMENTS_MAX];
    size_t statement_count;
    uint64_t read_count;
    bool is_reading;
    tr__sql sql;
    tr__bind_space space;
} sqlite_reader;

/* ---- statements ------------------------------------------------------------------------------ */

static bool is_same_shape(const shape *a, const shape *b)
{
    return a->table == b->table && a->index == b->index && a->key_columns == b->key_columns &&
           a->after_from == b->after_from && a->is_descending == b->is_descending;
}

static void add_list(tr__sql *sql, const tr_table_def *def, const tr__path *path, int from,
                     const char *suffix)
{
    for (int i = from; i < path->column_count; i++)
        tr__sql_add(sql, "%s\"%s\"%s", i == from ? "" : ", ", def->columns[path->columns[i]].name,
                    suffix);
}

/* Parameters: the key's columns, then the cursor's, then the limit. */
static void write_query(tr__sql *sql, const shape *wanted, const tr__path *path)
{
    const tr_table_def *def = tr_store_table(wanted->table);
    const tr_index_def *index = &def->indexes[wanted->index];
    const char *glue = " WHERE ";
    int parameter = 1;
    tr__sql_select(sql, def);
    if (wanted->index != TR_INDEX_PRIMARY)
        tr__sql_add(sql, " INDEXED BY \"%s\"", index->name);
    for (int i = 0; i < wanted->key_columns; i++, glue = " AND ")
        tr__sql_add(sql, "%s\"%s\" = ?%d", glue, def->columns[path->columns[i]].name, parameter++);
    if (wanted->after_from >= 0) {
        tr__sql_add(sql, "%s(", glue);
        add_list(sql, def, path, wanted->after_from, "");
        tr__sql_add(sql, ") %s (", wanted->is_descending ? "<" : ">");
        for (int i = wanted->after_from; i < path->column_count; i++)
            tr__sql_add(sql, "%s?%d", i == wanted->after_from ? "" : ", ", parameter++);
        tr__sql_add(sql, ")");
        glue = " AND ";
    }
    if (index->only_if_set !=
        NULL) /* says to SQLite that the partial index holds what is asked for */
        tr__sql_add(sql, "%s\"%s\" <> ''", glue, index->only_if_set);
    tr__sql_add(sql, " ORDER BY ");
    add_list(sql, def, path, 0, wanted->is_descending ? " DESC" : "");
    tr__sql_add(sql, " LIMIT ?%d", parameter);
}

/* A place for one more statement: a free one, or the one that was not used for longest. */
static cached *free_slot(sqlite_reader *reader)
{
    if (reader->statement_count < STATEMENTS_MAX)
        return &reader->statements[reader->statement_count++];
    cached *oldest = &reader->statements[0];
    for (size_t i = 1; i < STATEMENTS_MAX; i++)
        if (reader->statements[i].used_at < oldest->used_at)
            oldest = &reader->statements[i];
    (void)sqlite3_finalize(oldest->statement); /* was reset after its last use */
    oldest->statement = NULL;
    return oldest;
}

static tr_status find_statement(sqlite_reader *reader, const shape *wanted, const tr__path *path,
                                sqlite3_stmt **out, tr_error *err)
{
    for (size_t i = 0; i < reader->statement_count; i++) {
        cached *entry = &reader->statements[i];
        if (entry->statement != NULL && is_same_shape(&entry->shape, wanted)) {
            entry->used_at = reader->read_count;
            *out = entry->statement;
            return TR_OK;
        }
    }
    write_query(&reader->sql, wanted, path);
    cached *slot = free_slot(reader);
    int code = sqlite3_prepare_v3(reader->db, reader->sql.text, -1, SQLITE_PREPARE_PERSISTENT,
                                  &slot->statement, NULL);
    if (code != SQLITE_OK)
        return tr__sqlite_fail(reader->db, code, "preparing a read", err);
    slot->shape = *wanted;
    slot->used_at = reader->read_count;
    *out = slot->statement;
    return TR_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

static int bind_query(sqlite_reader *reader, sqlite3_stmt *statement, const tr_store_query *query,
                      const shape *wanted, const tr__path *path)
{
    const tr_table_def *def = tr_store_table(query->table);
    int parameter = 1;
    int code = SQLITE_OK;
    reader->space.decimal_count = 0;
    for (int i = 0; code == SQLITE_OK && i < wanted->key_columns; i++)
        code = tr__row_bind_column(statement, parameter++, &def->columns[path->columns[i]],
                                   query->key, &reader->space);
    for (int i = wanted->after_from; code == SQLITE_OK && i >= 0 && i < path->column_count; i++)
        code = tr__row_bind_column(statement, parameter++, &def->columns[path->columns[i]],
                                   query->after, &reader->space);
    if (code == SQLITE_OK) /* one more tells whether there is more */
        code = sqlite3_bind_int64(statement, parameter, (int64_t)query->limit + 1);
    return code;
}

static tr_status read_rows(sqlite_reader *reader, sqlite3_stmt *statement,
                           const tr_store_query *query, tr_store_row_sink *sink, void *user,
                           bool *has_more_out, tr_error *err)
{
    union {
        tr_order order;
        tr_alert alert;
        tr_instrument instrument;
        tr_setting_row setting;
        tr_command_row command;
        max_align_t aligned;
        unsigned char bytes[2048];
    } row;
    const tr_table_def *def = tr_store_table(query->table);
    if (def->row_size > sizeof row)
        return tr__fail(err, TR_E_INTERNAL, 0, "a row of %s takes %zu bytes", def->name,
                        def->row_size);
    int code;
    for (size_t count = 0; (code = sqlite3_step(statement)) == SQLITE_ROW; count++) {
        if (count == query->limit) {
            *has_more_out = true;
            return TR_OK;
        }
        tr_status status = tr__row_from_statement(statement, def, &row, err);
        if (status != TR_OK)
            return status;
        if (!sink(user, &row))
            return TR_OK;
    }
    return code == SQLITE_DONE ? TR_OK : tr__sqlite_fail(reader->db, code, "reading", err);
}

/*
 * Where the cursor lies against the key's rows decides what is compared. Inside them: the columns behind the
 * key. In front of them: nothing, all rows follow. Behind them: there is nothing to read.
 */
static bool place_cursor(const tr_store_query *query, const tr__path *path, int *after_from_out)
{
    *after_from_out = -1;
    if (query->after == NULL)
        return true;
    int order = 0;
    if (query->key_columns > 0)
        order = tr__path_compare(tr_store_table(query->table), path, query->key_columns,
                                 query->after, query->key);
    if (order == 0)
        *after_from_out = query->key_columns;
    if (order == 0 && query->key_columns == path->column_count)
        return false; /* the cursor is the only row there can be */
    return order == 0 || (query->is_descending ? order > 0 : order < 0);
}

static tr_status sqlite_read(void *user, const tr_store_query *query, tr_store_row_sink *row,
                             tr_store_read_done *done, void *read_user, tr_error *err)
{
    sqlite_reader *reader = user;
    if (row == NULL || done == NULL || reader->is_reading)
        return tr__fail(err, TR_E_INVALID, 0,
                        reader->is_reading ? "a sink must not read"
                                           : "a read needs a sink and a completion");
    tr__path path;
    tr_status status = tr__query_check(query, &path, err);
    if (status != TR_OK)
        return status;
    shape wanted = { query->table, query->index, query->key_columns, -1, query->is_descending };
    bool has_more = false;
    reader->read_count++;
    if (place_cursor(query, &path, &wanted.after_from)) {
        sqlite3_stmt *statement = NULL;
        status = find_statement(reader, &wanted, &path, &statement, err);
        if (status != TR_OK)
            return status;
        int code = bind_query(reader, statement, query, &wanted, &path);
        reader->is_reading = true;
        status = code == SQLITE_OK
                     ? read_rows(reader, statement, query, row, read_user, &has_more, err)
                     : tr__sqlite_fail(reader->db, code, "binding a read", err);
        reader->is_reading = false;
        (void)sqlite3_reset(
            statement); /* ends the read transaction; repeats the failure of the step */
        (void)sqlite3_clear_bindings(statement);
    }
    if (status == TR_OK)
        done(read_user, TR_OK, has_more, NULL);
    return status;
}

static void sqlite_close_reader(void *user)
{
    sqlite_reader *reader = user;
    for (size_t i = 0; i < reader->statement_count; i++)
        (void)sqlite3_finalize(reader->statements[i].statement); /* was reset after its last use */
    (void)sqlite3_close(reader->db);
    tr__release(reader->allocator, reader);
}

/* Begin a transaction and read once: the read is what picks the moment. Closing ends it. */
static tr_status freeze(sqlite3 *db, tr_error *err)
{
    int code = sqlite3_exec(db, "BEGIN; SELECT count(*) FROM sqlite_schema;", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return TR_OK;
    tr_status status = tr__sqlite_fail(db, code, "picking the moment to read", err);
    (void)sqlite3_close(db); /* nothing was prepared on it */
    return status;
}

tr_status tr_store_sqlite_reader_open(const tr_store_sqlite_options *options, tr_store_reader *out,
                                      tr_error *err)
{
    tr_status status = tr__sqlite_options_check(options, out, err);
    if (status != TR_OK)
        return status;
    sqlite_reader *reader = tr__allocate_zeroed(options->allocator, 1, sizeof *reader);
    if (reader == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory for a reader");
    reader->allocator = options->allocator;
    int version = 0;
    status = tr__sqlite_open_reader(options, &reader->db, &version, err);
    if (status == TR_OK && version < tr__migration_latest()) {
        (void)sqlite3_close(reader->db);
        status = tr__fail(err, TR_E_UNSUPPORTED, 0,
                          "the database has schema %d, this build needs %d: migrate it", version,
                          tr__migration_latest());
    }
    if (status == TR_OK && options->is_frozen)
        status = freeze(reader->db, err);
    if (status != TR_OK) {
        tr__release(options->allocator, reader);
        return status;
    }
    *out = (tr_store_reader){ .read = sqlite_read, .close = sqlite_close_reader, .user = reader };
    return TR_OK;
}
