/* sqlite_error.c: the one place where SQLite's and the system's codes are translated. */
#include "store/sqlite_error.h"

#include <errno.h>
#include <string.h>

#include "core/fail.h"

static tr_status status_of_errno(int system_errno)
{
    switch (system_errno) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return TR_E_NO_SPACE;
    case EROFS:
    case EACCES:
    case EPERM:
        return TR_E_READ_ONLY;
    case ENOENT:
        return TR_E_NOT_FOUND;
    case ENOMEM:
        return TR_E_NO_MEMORY;
    default:
        return TR_E_IO;
    }
}

tr_status tr__sqlite_status(int code, int system_errno)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return TR_OK;
    case SQLITE_FULL:
        return TR_E_NO_SPACE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return TR_E_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return TR_E_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return TR_E_BUSY;
    case SQLITE_NOMEM:
        return TR_E_NO_MEMORY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return system_errno == 0 ? TR_E_IO : status_of_errno(system_errno);
    default:
        return TR_E_INTERNAL;
    }
}

tr_status tr__sqlite_fail(sqlite3 *db, int code, const char *doing, tr_error *err)
{
    int last_errno = errno;
    int extended = db != NULL ? sqlite3_extended_errcode(db) : code;
    if ((extended & 0xff) != (code & 0xff)) /* the connection speaks of another call */
        extended = code;
    int system_errno = db != NULL ? sqlite3_system_errno(db) : 0;
    int primary = code & 0xff;
    if (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)
        system_errno = 0; /* left over from an earlier call */
    else if (system_errno == 0 && status_of_errno(last_errno) == TR_E_NO_SPACE)
        system_errno = last_errno; /* SQLite does not note the errno of a failed commit */
    tr_status status = tr__sqlite_status(code, system_errno);
    const char *reason =
        db != NULL && extended != code ? sqlite3_errmsg(db) : sqlite3_errstr(extended);
    if (db != NULL && sqlite3_errcode(db) == code)
        reason = sqlite3_errmsg(db);
    return tr__fail(err, status, extended, "%s: %s%s%s", doing, reason,
                    system_errno == 0 ? "" : ": ",
                    system_errno == 0 ? "" : strerrordesc_np(system_errno));
}

tr_status tr__errno_fail(int system_errno, const char *doing, const char *path, tr_error *err)
{
    const char *reason = strerrordesc_np(system_errno);
    return tr__fail(err, status_of_errno(system_errno), system_errno, "%s %s: %s", doing, path,
                    reason == NULL ? "unknown error" : reason);
}
