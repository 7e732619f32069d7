/* sqlite_row.c: what knows both SQLite's values and the descriptions of rows. */
#include "store/sqlite_row.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/fail.h"

/* ---- statements ------------------------------------------------------------------------------ */

void tr__sql_add(tr__sql *sql, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(sql->text + sql->length, sizeof sql->text - sql->length, format, args);
    va_end(args);
    assert(length >= 0 && (size_t)length < sizeof sql->text - sql->length);
    sql->length += (size_t)length;
}

static bool is_key_column(const tr__path *primary, size_t column)
{
    for (int i = 0; i < primary->named_count; i++)
        if ((size_t)primary->columns[i] == column)
            return true;
    return false;
}

static void add_key_condition(tr__sql *sql, const tr_table_def *def, const tr__path *primary)
{
    for (int i = 0; i < primary->named_count; i++)
        tr__sql_add(sql, "%s\"%s\" = ?%d", i == 0 ? " WHERE " : " AND ",
                    def->columns[primary->columns[i]].name, primary->columns[i] + 1);
}

/* "a" = ?1, ...: every column outside the primary key. */
static void add_assignments(tr__sql *sql, const tr_table_def *def, const tr__path *primary)
{
    const char *separator = "";
    for (size_t i = 0; i < def->column_count; i++) {
        if (is_key_column(primary, i))
            continue;
        tr__sql_add(sql, "%s\"%s\" = ?%zu", separator, def->columns[i].name, i + 1);
        separator = ", ";
    }
}

static void add_names(tr__sql *sql, const tr_table_def *def)
{
    for (size_t i = 0; i < def->column_count; i++)
        tr__sql_add(sql, "%s\"%s\"", i == 0 ? "" : ", ", def->columns[i].name);
}

/* (?, ?, ...): parameters are numbered on from the row before. */
static void add_places(tr__sql *sql, const tr_table_def *def)
{
    for (size_t i = 0; i < def->column_count; i++)
        tr__sql_add(sql, i == 0 ? "(?" : ", ?");
    tr__sql_add(sql, ")");
}

static void add_insert(tr__sql *sql, const tr_table_def *def)
{
    tr__sql_add(sql, "INSERT INTO \"%s\" (", def->name);
    add_names(sql, def);
    tr__sql_add(sql, ") VALUES ");
    add_places(sql, def);
}

void tr__sql_insert_rows(tr__sql *sql, const tr_table_def *def, int row_count)
{
    sql->length = 0;
    tr__sql_add(sql, "INSERT OR FAIL INTO \"%s\" (", def->name);
    add_names(sql, def);
    tr__sql_add(sql, ") VALUES ");
    for (int row = 0; row < row_count; row++) {
        tr__sql_add(sql, row == 0 ? "" : ", ");
        add_places(sql, def);
    }
}

void tr__sql_write(tr__sql *sql, const tr_table_def *def, tr_store_verb verb)
{
    tr__path primary;
    tr__path_resolve(def, TR_INDEX_PRIMARY, &primary);
    sql->length = 0;
    switch (verb) {
    case TR_STORE_INSERT:
        add_insert(sql, def);
        return;
    case TR_STORE_UPDATE:
        tr__sql_add(sql, "UPDATE \"%s\" SET ", def->name);
        add_assignments(sql, def, &primary);
        add_key_condition(sql, def, &primary);
        tr__sql_add(sql, " AND \"%s\" = ?%zu", def->version_column, def->column_count + 1);
        return;
    case TR_STORE_PUT: /* only the primary key's conflict replaces: another unique key stays an error */
        add_insert(sql, def);
        tr__sql_add(sql, " ON CONFLICT (");
        for (int i = 0; i < primary.named_count; i++)
            tr__sql_add(sql, "%s\"%s\"", i == 0 ? "" : ", ", def->columns[primary.columns[i]].name);
        tr__sql_add(sql, ") DO UPDATE SET ");
        add_assignments(sql, def, &primary);
        return;
    case TR_STORE_DELETE:
        tr__sql_add(sql, "DELETE FROM \"%s\"", def->name);
        add_key_condition(sql, def, &primary);
        return;
    }
}

void tr__sql_select(tr__sql *sql, const tr_table_def *def)
{
    sql->length = 0;
    tr__sql_add(sql, "SELECT ");
    add_names(sql, def);
    tr__sql_add(sql, " FROM \"%s\"", def->name);
}

/* ---- binding --------------------------------------------------------------------------------- */

static int bind_decimal(sqlite3_stmt *statement, int parameter, const unsigned char *at,
                        tr__bind_space *space)
{
    tr_decimal value;
    memcpy(&value, at, sizeof value);
    if (tr_decimal_is_zero(value)) /* most are */
        return sqlite3_bind_text(statement, parameter, "0", 1, SQLITE_STATIC);
    assert(space->decimal_count < TR__DECIMAL_COLUMNS_MAX * TR__INSERT_ROWS_MAX);
    char *text = space->decimals[space->decimal_count++];
    size_t length = tr_decimal_format(value, text, TR_DECIMAL_TEXT_SIZE);
    assert(length > 0);
    return sqlite3_bind_text(statement, parameter, text, (int)length, SQLITE_STATIC);
}

int tr__row_bind_column(sqlite3_stmt *statement, int parameter, const tr_column_def *column,
                        const void *row, tr__bind_space *space)
{
    const unsigned char *at = (const unsigned char *)row + column->offset;
    const uint8_t *bytes;
    size_t size;
    double real;
    switch (column->type) {
    case TR_COLUMN_TEXT:
        size = strnlen((const char *)at, column->size);
        return sqlite3_bind_text(statement, parameter, (const char *)at, (int)size, SQLITE_STATIC);
    case TR_COLUMN_INTEGER:
        return sqlite3_bind_int64(statement, parameter, tr__row_integer(column, row));
    case TR_COLUMN_DECIMAL:
        return bind_decimal(statement, parameter, at, space);
    case TR_COLUMN_ID:
    case TR_COLUMN_HASH:
        return sqlite3_bind_blob64(statement, parameter, at, column->size, SQLITE_STATIC);
    case TR_COLUMN_BYTES:
        bytes = tr__row_bytes(column, row, &size); /* a NULL blob would be an SQL NULL */
        return sqlite3_bind_blob64(statement, parameter, size == 0 ? (const void *)"" : bytes, size,
                                   SQLITE_STATIC);
    case TR_COLUMN_REAL:
        memcpy(&real, at, sizeof real);
        return sqlite3_bind_double(statement, parameter, real);
    }
    return SQLITE_MISUSE;
}

int tr__row_bind_many(sqlite3_stmt *statement, const tr_table_def *def, const void *const *rows,
                      int row_count, tr__bind_space *space)
{
    assert(row_count <= TR__INSERT_ROWS_MAX);
    space->decimal_count = 0;
    int code = SQLITE_OK, parameter = 0;
    for (int row = 0; row < row_count; row++)
        for (size_t i = 0; code == SQLITE_OK && i < def->column_count; i++)
            code = tr__row_bind_column(statement, ++parameter, &def->columns[i], rows[row], space);
    return code;
}

int tr__row_bind_all(sqlite3_stmt *statement, const tr_table_def *def, const void *row,
                     tr__bind_space *space)
{
    return tr__row_bind_many(statement, def, &row, 1, space);
}

int tr__row_write(sqlite3 *db, tr_table table, tr_store_verb verb, const void *row)
{
    const tr_table_def *def = tr_store_table(table);
    tr__sql sql;
    tr__bind_space space;
    sqlite3_stmt *statement = NULL;
    tr__sql_write(&sql, def, verb);
    int code = sqlite3_prepare_v2(db, sql.text, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = tr__row_bind_all(statement, def, row, &space);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return code;
}

/* ---- reading --------------------------------------------------------------------------------- */

static const char *read_text(sqlite3_stmt *statement, int i, const tr_column_def *column,
                             unsigned char *at)
{
    if (sqlite3_column_type(statement, i) != SQLITE_TEXT)
        return "is not text";
    const unsigned char *text = sqlite3_column_text(statement, i);
    size_t length = (size_t)sqlite3_column_bytes(statement, i);
    if (text == NULL)
        return "cannot be read";
    if (length >= column->size || memchr(text, '\0', length) != NULL)
        return "is too long";
    memcpy(at, text, length);
    return NULL;
}

static const char *read_decimal(sqlite3_stmt *statement, int i, unsigned char *at)
{
    tr_decimal value;
    const char *text = (const char *)sqlite3_column_text(statement, i);
    if (sqlite3_column_type(statement, i) != SQLITE_TEXT || text == NULL ||
        tr_decimal_parse(text, (size_t)sqlite3_column_bytes(statement, i), &value) != TR_OK)
        return "is not a decimal";
    memcpy(at, &value, sizeof value);
    return NULL;
}

static const char *read_column(sqlite3_stmt *statement, int i, const tr_column_def *column,
                               void *row)
{
    unsigned char *at = (unsigned char *)row + column->offset;
    int type = sqlite3_column_type(statement, i);
    const void *bytes;
    size_t size;
    double real;
    switch (column->type) {
    case TR_COLUMN_TEXT:
        return read_text(statement, i, column, at);
    case TR_COLUMN_INTEGER:
        if (type == SQLITE_INTEGER &&
            tr__row_set_integer(column, row, sqlite3_column_int64(statement, i)))
            return NULL;
        return "is not an integer of its width";
    case TR_COLUMN_DECIMAL:
        return read_decimal(statement, i, at);
    case TR_COLUMN_ID:
    case TR_COLUMN_HASH:
    case TR_COLUMN_BYTES:
        bytes = sqlite3_column_blob(statement, i);
        size = (size_t)sqlite3_column_bytes(statement, i);
        if (type != SQLITE_BLOB || (bytes == NULL && size > 0))
            return "is not bytes";
        if (column->type == TR_COLUMN_BYTES) {
            tr__row_set_bytes(column, row, size == 0 ? (const uint8_t *)"" : bytes, size);
            return NULL;
        }
        if (size != column->size)
            return "has not its length";
        memcpy(at, bytes, size);
        return NULL;
    case TR_COLUMN_REAL:
        real = sqlite3_column_double(statement, i);
        if (type != SQLITE_FLOAT || !isfinite(real))
            return "is not a finite number";
        memcpy(at, &real, sizeof real);
        return NULL;
    }
    return "is of no known type";
}

/* The primary key in words: text and numbers as they are, bytes in hexadecimal. */
static void key_text(sqlite3_stmt *statement, const tr_table_def *def, char *text, size_t size)
{
    tr__path primary;
    tr__path_resolve(def, TR_INDEX_PRIMARY, &primary);
    size_t length = 0;
    text[0] = '\0';
    for (int i = 0; i < primary.named_count && length < size - 4; i++) {
        int column = primary.columns[i];
        if (i > 0)
            length += (size_t)snprintf(text + length, size - length, ",");
        if (sqlite3_column_type(statement, column) != SQLITE_BLOB) {
            const unsigned char *value = sqlite3_column_text(statement, column);
            int written = snprintf(text + length, size - length, "%s",
                                   value == NULL ? "" : (const char *)value);
            length += written < 0 ? 0 : (size_t)written;
            if (length >= size)
                length = size - 1;
            continue;
        }
        const unsigned char *bytes = sqlite3_column_blob(statement, column);
        for (int k = 0; k < sqlite3_column_bytes(statement, column) && length < size - 3; k++)
            length += (size_t)snprintf(text + length, size - length, "%02x", bytes[k]);
    }
}

tr_status tr__row_from_statement(sqlite3_stmt *statement, const tr_table_def *def, void *row_out,
                                 tr_error *err)
{
    assert((size_t)sqlite3_column_count(statement) == def->column_count);
    memset(row_out, 0, def->row_size);
    for (size_t i = 0; i < def->column_count; i++) {
        const char *problem = read_column(statement, (int)i, &def->columns[i], row_out);
        if (problem == NULL)
            continue;
        char key[128];
        key_text(statement, def, key, sizeof key);
        return tr__fail(err, TR_E_CORRUPT, 0, "table %s, key %s: column %s %s", def->name, key,
                        def->columns[i].name, problem);
    }
    return TR_OK;
}
