/* sqlite_row.h: rows to bound parameters, result columns to checked rows, statements from descriptions. */
#ifndef TRADE_STORE_SQLITE_ROW_H
#define TRADE_STORE_SQLITE_ROW_H

#include <stddef.h>

#include <sqlite3.h>

#include <trade/decimal.h>
#include <trade/store.h>

#include "journal/row.h"

/* Text of a statement. The longest one (put of an order) takes about 2 KiB. */
typedef struct tr__sql {
    char text[8192];
    size_t length;
} tr__sql;

void tr__sql_add(tr__sql *sql, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The statement of a verb. Parameter i + 1 is column i; update has one more: the expected version. */
void tr__sql_write(tr__sql *sql, const tr_table_def *def, tr_store_verb verb);

/* An insert of so many rows. Column i of row r is parameter r * columns + i + 1; a row that cannot be inserted ends it, and leaves
   those before it. */
void tr__sql_insert_rows(tr__sql *sql, const tr_table_def *def, int row_count);

/* "SELECT every column FROM table" */
void tr__sql_select(tr__sql *sql, const tr_table_def *def);

#define TR__INSERT_ROWS_MAX     16
#define TR__DECIMAL_COLUMNS_MAX 32

/* Where the texts of bound decimals live until the statement was run. */
typedef struct tr__bind_space {
    char decimals[TR__DECIMAL_COLUMNS_MAX * TR__INSERT_ROWS_MAX][TR_DECIMAL_TEXT_SIZE];
    int decimal_count; /* 0 before a statement's first column */
} tr__bind_space;

/* Bind one column's value; nothing is copied, so the row outlives the run. @return SQLite's code */
int tr__row_bind_column(sqlite3_stmt *statement, int parameter, const tr_column_def *column,
                        const void *row, tr__bind_space *space);
int tr__row_bind_all(sqlite3_stmt *statement, const tr_table_def *def, const void *row,
                     tr__bind_space *space);
int tr__row_bind_many(sqlite3_stmt *statement, const tr_table_def *def, const void *const *rows,
                      int row_count, tr__bind_space *space);

/* Write one row by itself: prepared, bound, run, finalized. @return SQLITE_DONE, or SQLite's code */
int tr__row_write(sqlite3 *db, tr_table table, tr_store_verb verb, const void *row);

/*
 * Read the result row, whose columns are the table's in order, into `row_out`. Byte columns borrow from the
 * statement. What cannot have been written by this library is TR_E_CORRUPT naming table, column and key.
 */
tr_status tr__row_from_statement(sqlite3_stmt *statement, const tr_table_def *def, void *row_out,
                                 tr_error *err);

#endif
