/*
 * sqlite_writer.h: what happens inside one commit.
 *
 * Everything here runs on one thread. The statements are made from the tables' descriptions when they are
 * first needed, and kept. Nothing is allocated but by SQLite.
 */
#ifndef TRADE_STORE_SQLITE_WRITER_H
#define TRADE_STORE_SQLITE_WRITER_H

#include <sqlite3.h>

#include "store/batch.h"
#include "store/sqlite_row.h"

#define TR__HEADS_MAX 256

/* The end of an account's log as of the last event written; seq -1: not known. */
typedef struct tr__head {
    char account[TR_NAME_SIZE];
    int64_t seq;
    uint8_t hash[TR_HASH_SIZE];
} tr__head;

typedef enum tr__step {
    TR__STEP_BEGIN = 0,
    TR__STEP_COMMIT,
    TR__STEP_ROLLBACK,
    TR__STEP_SAVEPOINT,
    TR__STEP_RELEASE,
    TR__STEP_UNDO, /* back to the savepoint */
    TR__STEP_COUNT
} tr__step;

/*
 * Inserts into one table that wait for enough others to make one statement. Such a statement opens the table's trees once,
 * and goes on in each where the row before it ended.
 */
typedef struct tr__gather {
    sqlite3_stmt *statement; /* of TR__INSERT_ROWS_MAX rows */
    const void *rows[TR__INSERT_ROWS_MAX];
    int count;
} tr__gather;

typedef struct tr__sqlite_writer {
    sqlite3 *db;
    sqlite3_stmt *steps[TR__STEP_COUNT];
    sqlite3_stmt *verbs[TR_TABLE_COUNT][4];
    tr__gather gathers[TR_TABLE_COUNT];       /* empty between transactions */
    tr_event_row events[TR__INSERT_ROWS_MAX]; /* those that are gathered, with their hashes */
    sqlite3_stmt *last_event;
    sqlite3_stmt *last_snapshot;
    tr__head heads
        [TR__HEADS_MAX]; /* found by a hash of the account's name; a collision only costs a look-up */
    tr__bind_space space;
    tr__sql sql;
} tr__sqlite_writer;

/* Takes over the connection. TR_E_NO_MEMORY, TR_E_CORRUPT, ... */
tr_status tr__sqlite_writer_init(tr__sqlite_writer *writer, sqlite3 *db, tr_error *err);

/* Finish the statements and close the connection. */
void tr__sqlite_writer_done(tr__sqlite_writer *writer);

/*
 * Make one commit of all batches from `first` to the end of the list. Each transaction's own result is
 * left in its batch. Any other return than TR_OK is the store's end: nothing of it may be assumed.
 */
tr_status tr__sqlite_writer_commit(tr__sqlite_writer *writer, tr__batch *first, tr_error *err);

#endif
