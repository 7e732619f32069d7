/* sqlite_error.h: SQLite's codes in our words. */
#ifndef TRADE_STORE_SQLITE_ERROR_H
#define TRADE_STORE_SQLITE_ERROR_H

#include <sqlite3.h>

#include <trade/status.h>

/* Our status for a code of SQLite's, and for the errno behind it (0: not known). */
tr_status tr__sqlite_status(int code, int system_errno);

/* Fill `err` with what `db` (may be NULL) says about the failed call and what was being done. */
tr_status tr__sqlite_fail(sqlite3 *db, int code, const char *doing, tr_error *err);

/* Likewise for a failed system call on a file. */
tr_status tr__errno_fail(int system_errno, const char *doing, const char *path, tr_error *err);

#endif
