/* sqlite_connection.h: how this library opens SQLite, the same way everywhere. */
#ifndef TRADE_STORE_SQLITE_CONNECTION_H
#define TRADE_STORE_SQLITE_CONNECTION_H

#include <sqlite3.h>

#include <trade/store_sqlite.h>

/* Check the options that a caller gave. */
tr_status tr__sqlite_options_check(const tr_store_sqlite_options *options, const void *out,
                                   tr_error *err);

/*
 * The one read-write connection: creates the file when missing, WAL, full synchronisation, schema checked
 * and migrated. The caller holds the owner lock. `version_before_out` may be NULL.
 */
tr_status tr__sqlite_open_owner(const tr_store_sqlite_options *options, sqlite3 **out,
                                int *version_before_out, tr_error *err);

/* A read-only connection with a checked schema; never checkpoints. TR_E_NOT_FOUND */
tr_status tr__sqlite_open_reader(const tr_store_sqlite_options *options, sqlite3 **out,
                                 int *version_out, tr_error *err);

/* Run SQL that gives no rows. */
tr_status tr__sqlite_run(sqlite3 *db, const char *sql, const char *doing, tr_error *err);

/* Flush a file, or a folder's list of files. */
tr_status tr__sync_file(const char *path, tr_error *err);
tr_status tr__sync_folder_of(const char *path, tr_error *err);

#endif
