/* row.c: access, order, checks and copies of rows by their descriptions. */
#include "journal/row.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/fail.h"

static const unsigned char *member(const tr_column_def *column, const void *row)
{
    return (const unsigned char *)row + column->offset;
}

const tr_column_def *tr__row_column(const tr_table_def *def, const char *name)
{
    for (size_t i = 0; i < def->column_count; i++)
        if (strcmp(def->columns[i].name, name) == 0)
            return &def->columns[i];
    return NULL;
}

static int position(const tr_table_def *def, const char *name)
{
    const tr_column_def *column = tr__row_column(def, name);
    assert(column != NULL);
    return (int)(column - def->columns);
}

static void path_add(const tr_table_def *def, const tr_index_def *index, tr__path *path)
{
    for (int i = 0; i < TR_INDEX_COLUMNS_MAX && index->columns[i] != NULL; i++) {
        int column = position(def, index->columns[i]);
        bool is_there = false;
        for (int k = 0; k < path->column_count; k++)
            is_there = is_there || path->columns[k] == column;
        if (is_there)
            continue;
        assert(path->column_count < TR__PATH_COLUMNS_MAX);
        path->columns[path->column_count++] = column;
    }
}

void tr__path_resolve(const tr_table_def *def, size_t index, tr__path *out)
{
    assert(index < def->index_count);
    tr__path path = { .column_count = 0, .only_if_set = -1 };
    path_add(def, &def->indexes[index], &path);
    path.named_count = path.column_count;
    path_add(def, &def->indexes[TR_INDEX_PRIMARY], &path);
    if (def->indexes[index].only_if_set != NULL)
        path.only_if_set = position(def, def->indexes[index].only_if_set);
    *out = path;
}

int64_t tr__row_integer(const tr_column_def *column, const void *row)
{
    const unsigned char *at = member(column, row);
    int64_t wide;
    int32_t narrow;
    switch (column->size) {
    case sizeof wide:
        memcpy(&wide, at, sizeof wide);
        return wide;
    case sizeof narrow: /* int32_t, and enums, whose values are small */
        memcpy(&narrow, at, sizeof narrow);
        return narrow;
    default:
        assert(column->size == sizeof(bool));
        return *at;
    }
}

bool tr__row_set_integer(const tr_column_def *column, void *row, int64_t value)
{
    unsigned char *at = (unsigned char *)row + column->offset;
    int32_t narrow = (int32_t)value;
    switch (column->size) {
    case sizeof value:
        memcpy(at, &value, sizeof value);
        return true;
    case sizeof narrow:
        memcpy(at, &narrow, sizeof narrow);
        return narrow == value;
    default:
        assert(column->size == sizeof(bool));
        *at = value == 1;
        return value == 0 || value == 1;
    }
}

const uint8_t *tr__row_bytes(const tr_column_def *column, const void *row, size_t *size_out)
{
    const uint8_t *bytes;
    memcpy(&bytes, member(column, row), sizeof bytes);
    memcpy(size_out, member(column, row) + sizeof bytes, sizeof *size_out);
    return bytes;
}

void tr__row_set_bytes(const tr_column_def *column, void *row, const uint8_t *bytes, size_t size)
{
    unsigned char *at = (unsigned char *)row + column->offset;
    memcpy(at, &bytes, sizeof bytes);
    memcpy(at + sizeof bytes, &size, sizeof size);
}

/* Indexes are made of text, integers, ids and hashes only; the asserts of tests hold the tables to it. */
static int column_compare(const tr_column_def *column, const void *a, const void *b)
{
    if (column->type == TR_COLUMN_TEXT)
        return strcmp((const char *)member(column, a), (const char *)member(column, b));
    if (column->type == TR_COLUMN_INTEGER) {
        int64_t left = tr__row_integer(column, a), right = tr__row_integer(column, b);
        return (left > right) - (left < right);
    }
    assert(column->type == TR_COLUMN_ID || column->type == TR_COLUMN_HASH);
    return memcmp(member(column, a), member(column, b), column->size);
}

int tr__path_compare(const tr_table_def *def, const tr__path *path, int column_count, const void *a,
                     const void *b)
{
    assert(column_count <= path->column_count);
    for (int i = 0; i < column_count; i++) {
        int order = column_compare(&def->columns[path->columns[i]], a, b);
        if (order != 0)
            return order;
    }
    return 0;
}

tr_status tr__path_check(const tr_table_def *def, const tr__path *path, int column_count,
                         const void *row, tr_error *err)
{
    assert(column_count <= path->column_count);
    for (int i = 0; i < column_count; i++) {
        const tr_column_def *column = &def->columns[path->columns[i]];
        if (column->type == TR_COLUMN_TEXT &&
            memchr(member(column, row), '\0', column->size) == NULL)
            return tr__fail(err, TR_E_INVALID, 0, "%s.%s is not ended", def->name, column->name);
    }
    return TR_OK;
}

bool tr__path_holds(const tr_table_def *def, const tr__path *path, const void *row)
{
    if (path->only_if_set < 0)
        return true;
    const tr_column_def *column = &def->columns[path->only_if_set];
    if (column->type == TR_COLUMN_TEXT)
        return *member(column, row) != '\0';
    assert(column->type == TR_COLUMN_INTEGER);
    return tr__row_integer(column, row) != 0;
}

static const char *column_problem(const tr_column_def *column, const void *row)
{
    size_t size;
    double real;
    switch (column->type) {
    case TR_COLUMN_TEXT:
        return memchr(member(column, row), '\0', column->size) == NULL ? "is not ended" : NULL;
    case TR_COLUMN_REAL:
        memcpy(&real, member(column, row), sizeof real);
        return isfinite(real) ? NULL : "is not a finite number";
    case TR_COLUMN_BYTES:
        return tr__row_bytes(column, row, &size) == NULL && size > 0 ? "is NULL with a size" : NULL;
    case TR_COLUMN_INTEGER: /* a bool holds 0 or 1, or reading it back would fail */
        return column->size == sizeof(bool) && *member(column, row) > 1 ? "is neither 0 nor 1"
                                                                        : NULL;
    case TR_COLUMN_DECIMAL:
    case TR_COLUMN_ID:
    case TR_COLUMN_HASH:
        break;
    }
    return NULL;
}

tr_status tr__row_check(const tr_table_def *def, const void *row, tr_error *err)
{
    for (size_t i = 0; i < def->column_count; i++) {
        const char *problem = column_problem(&def->columns[i], row);
        if (problem != NULL)
            return tr__fail(err, TR_E_INVALID, 0, "%s.%s %s", def->name, def->columns[i].name,
                            problem);
    }
    return TR_OK;
}

size_t tr__row_copy_size(const tr_table_def *def, const void *row)
{
    size_t total = def->row_size;
    for (size_t i = 0; i < def->column_count; i++) {
        size_t size = 0;
        if (def->columns[i].type == TR_COLUMN_BYTES)
            (void)tr__row_bytes(&def->columns[i], row, &size);
        total += size;
    }
    return total;
}

void *tr__row_copy(const tr_table_def *def, const void *row, void *memory)
{
    memcpy(memory, row, def->row_size);
    uint8_t *free_at = (uint8_t *)memory + def->row_size;
    for (size_t i = 0; i < def->column_count; i++) {
        const tr_column_def *column = &def->columns[i];
        if (column->type != TR_COLUMN_BYTES)
            continue;
        size_t size;
        const uint8_t *bytes = tr__row_bytes(column, row, &size);
        if (size > 0)
            memcpy(free_at, bytes, size);
        tr__row_set_bytes(column, memory, free_at, size);
        free_at += size;
    }
    return memory;
}
