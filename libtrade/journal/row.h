/*
 * row.h: rows seen through their descriptions, so that whoever stores, compares or copies rows does
 * it once for all tables.
 */
#ifndef TRADE_JOURNAL_ROW_H
#define TRADE_JOURNAL_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/store.h>

/* The notes of an order that books what the exchange closed by itself. That the order is there tells that it was booked, however
   late it is told again: pruning leaves it. */
#define TR__NOTES_LIQUIDATED "liquidated by the exchange"

/* The named columns of an index and behind them what the primary key adds: a total order. */
#define TR__PATH_COLUMNS_MAX 8

typedef struct tr__path {
    int columns[TR__PATH_COLUMNS_MAX]; /* positions in the table's column list */
    int column_count;
    int named_count; /* of them are the index's own */
    int only_if_set; /* position of that column; -1: every row is in the index */
} tr__path;

/* The description of a column by its name; NULL when the table has none. */
const tr_column_def *tr__row_column(const tr_table_def *def, const char *name);

/* Resolve an index's names to positions. `index` < def->index_count. */
void tr__path_resolve(const tr_table_def *def, size_t index, tr__path *out);

/* Compare the first `column_count` columns of the path: < 0, 0, > 0. Text and bytes as unsigned bytes. */
int tr__path_compare(const tr_table_def *def, const tr__path *path, int column_count, const void *a,
                     const void *b);

/* The texts among the first `column_count` columns are ended: all that a key needs. TR_E_INVALID */
tr_status tr__path_check(const tr_table_def *def, const tr__path *path, int column_count,
                         const void *row, tr_error *err);

/* False for rows that a partial index leaves out. */
bool tr__path_holds(const tr_table_def *def, const tr__path *path, const void *row);

/* Integer members are bool, 32 or 64 bits wide; read and write either by description. */
int64_t tr__row_integer(const tr_column_def *column, const void *row);

/* False when the value does not fit the member's width (0 or 1 for a bool). */
bool tr__row_set_integer(const tr_column_def *column, void *row, int64_t value);

/* The bytes of a byte column. */
const uint8_t *tr__row_bytes(const tr_column_def *column, const void *row, size_t *size_out);
void tr__row_set_bytes(const tr_column_def *column, void *row, const uint8_t *bytes, size_t size);

/*
 * What any store may be given: every text ended within its member, every number finite, no NULL
 * pointer with a size. TR_E_INVALID naming table and column.
 */
tr_status tr__row_check(const tr_table_def *def, const void *row, tr_error *err);

/* Bytes that a copy of the row takes, with what its pointers reach. */
size_t tr__row_copy_size(const tr_table_def *def, const void *row);

/* Copy into `memory` (tr__row_copy_size bytes, aligned for any type); the copy's pointers stay inside. */
void *tr__row_copy(const tr_table_def *def, const void *row, void *memory);

#endif
