/* sqlite_forward.h: old ledger lines, brought forward as their sums. */
#ifndef TRADE_STORE_SQLITE_FORWARD_H
#define TRADE_STORE_SQLITE_FORWARD_H

#include <sqlite3.h>

#include <trade/alloc.h>
#include <trade/status.h>

/*
 * Replace the ledger lines before a time by one line for each account, asset and book, in the place of the account's
 * newest line that went: every sum stays what it was. Within the caller's transaction. `*count_out`: lines that went.
 */
tr_status tr__sqlite_forward_ledger(sqlite3 *db, int64_t before_ns, const tr_allocator *allocator,
                                    int64_t *count_out, tr_error *err);

#endif
