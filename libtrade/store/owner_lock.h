/*
 * owner_lock.h: one owner of a database at a time.
 *
 * A lock on an open file description of `<database>.lock`: the kernel frees it when the process ends,
 * however it ends, and never while the process is only stopped. The file stays; only its lock counts.
 */
#ifndef TRADE_STORE_OWNER_LOCK_H
#define TRADE_STORE_OWNER_LOCK_H

#include <stdbool.h>

#include <trade/status.h>

/* TR_E_BUSY naming the process that holds it; TR_E_READ_ONLY, TR_E_NO_SPACE, TR_E_IO. */
tr_status tr__owner_lock_take(const char *database_path, int *fd_out, tr_error *err);

/* -1 is accepted. */
void tr__owner_lock_release(int fd);

/* Look without taking; `pid_out` is 0 when the holder did not say. */
bool tr__owner_lock_is_held(const char *database_path, int *pid_out);

#endif
