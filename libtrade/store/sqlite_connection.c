/* sqlite_connection.c: opening SQLite, and making sure that it is in the state that this library relies on. */
#include "store/sqlite_connection.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "core/fail.h"
#include "store/migrate.h"
#include "store/sqlite_error.h"

tr_status tr__sqlite_options_check(const tr_store_sqlite_options *options, const void *out,
                                   tr_error *err)
{
    if (options == NULL || out == NULL || options->path == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "options with a path and a place for the result are needed");
    if (options->struct_size < sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "options are of another version of this library");
    size_t length = strlen(options->path);
    if (length == 0 || length > PATH_MAX - 64)
        return tr__fail(err, TR_E_INVALID, 0, "a path of %zu bytes, allowed 1..%d", length,
                        PATH_MAX - 64);
    return TR_OK;
}

tr_status tr__sqlite_run(sqlite3 *db, const char *sql, const char *doing, tr_error *err)
{
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? TR_OK : tr__sqlite_fail(db, code, doing, err);
}

static tr_status sync_path(const char *path, int flags, tr_error *err)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return tr__errno_fail(errno, "opening", path, err);
    int code = fsync(fd) == 0 ? 0 : errno;
    (void)close(fd); /* what counts was the flush */
    return code == 0 ? TR_OK : tr__errno_fail(code, "flushing", path, err);
}

tr_status tr__sync_file(const char *path, tr_error *err)
{
    return sync_path(path, O_RDONLY, err);
}

tr_status tr__sync_folder_of(const char *path, tr_error *err)
{
    char folder[PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    if (slash != NULL) {
        size_t length = slash == path ? 1 : (size_t)(slash - path);
        memcpy(folder, path, length);
        folder[length] = '\0';
    }
    return sync_path(folder, O_RDONLY | O_DIRECTORY, err);
}

/* Settings of every connection. Double quotes are for names alone: a misspelt column must not become a text. */
static tr_status configure(sqlite3 *db, const tr_store_sqlite_options *options, tr_error *err)
{
    (void)sqlite3_extended_result_codes(db, 1);
    (void)sqlite3_busy_timeout(db, options->busy_timeout_ms);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return tr__sqlite_run(
        db, "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY",
        "configuring", err);
}

static tr_status open_connection(const tr_store_sqlite_options *options, int flags, sqlite3 **out,
                                 tr_error *err)
{
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(options->path, &db, flags | SQLITE_OPEN_NOMUTEX, options->vfs);
    tr_status status;
    if (code != SQLITE_OK) {
        char doing[PATH_MAX + 16] = "opening ";
        strncat(doing, options->path, PATH_MAX);
        status = tr__sqlite_fail(db, code, doing, err);
    } else {
        status = configure(db, options, err);
    }
    if (status == TR_OK)
        *out = db;
    else
        (void)sqlite3_close(db);
    return status;
}

/* The file and its name are on the disk before anything is acknowledged in it. */
static tr_status create_file(const char *path, tr_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return tr__errno_fail(errno, "opening", path, err);
    int code = fsync(fd) == 0 ? 0 : errno;
    (void)close(fd); /* nothing was written */
    if (code != 0)
        return tr__errno_fail(code, "flushing", path, err);
    return tr__sync_folder_of(path, err);
}

static tr_status switch_to_wal(sqlite3 *db, tr_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA journal_mode = WAL", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    tr_status status = TR_OK;
    if (code != SQLITE_ROW)
        status = tr__sqlite_fail(db, code, "switching to a write-ahead log", err);
    else if (strcmp((const char *)sqlite3_column_text(statement, 0), "wal") != 0)
        status =
            tr__fail(err, TR_E_UNSUPPORTED, 0, "the file system does not carry a write-ahead log");
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

/* Schema first, so that a file that is not ours is left as it is; then WAL; then what is missing. */
static tr_status prepare_owner(sqlite3 *db, const tr_store_sqlite_options *options,
                               int *version_out, tr_error *err)
{
    if (sqlite3_db_readonly(db, "main") == 1)
        return tr__fail(err, TR_E_READ_ONLY, SQLITE_READONLY, "%s may not be written",
                        options->path);
    tr_status status = tr__migrate_check(db, version_out, err);
    if (status == TR_OK)
        status = switch_to_wal(db, err);
    if (status == TR_OK)
        status = tr__sqlite_run(
            db, options->without_fsync ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = FULL",
            "configuring", err);
    /* Up to 16 MB: a batch of 512 orders changes more pages than SQLite's own 2 MB hold, and they were read back. */
    if (status == TR_OK)
        status = tr__sqlite_run(db, "PRAGMA cache_size = -16384", "configuring", err);
    if (status != TR_OK)
        return status;
    int64_t now_ns = options->clock != NULL ? options->clock->now_ns(options->clock->user) : 0;
    return tr__migrate_run(db, *version_out, now_ns, err);
}

tr_status tr__sqlite_open_owner(const tr_store_sqlite_options *options, sqlite3 **out,
                                int *version_before_out, tr_error *err)
{
    sqlite3 *db;
    int version = 0;
    tr_status status = TR_OK;
    if (options->vfs == NULL &&
        access(options->path, F_OK) != 0) /* another VFS keeps its files elsewhere */
        status = create_file(options->path, err);
    if (status == TR_OK)
        status = open_connection(options, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &db, err);
    if (status != TR_OK)
        return status;
    status = prepare_owner(db, options, &version, err);
    if (status != TR_OK) {
        (void)sqlite3_close(db);
        return status;
    }
    *out = db;
    if (version_before_out != NULL)
        *version_before_out = version;
    return TR_OK;
}

tr_status tr__sqlite_open_reader(const tr_store_sqlite_options *options, sqlite3 **out,
                                 int *version_out, tr_error *err)
{
    if (options->vfs == NULL && access(options->path, F_OK) != 0)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "there is no database %s", options->path);
    sqlite3 *db;
    tr_status status = open_connection(options, SQLITE_OPEN_READONLY, &db, err);
    if (status != TR_OK)
        return status;
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    int version = 0;
    status = tr__migrate_check(db, &version, err);
    if (status != TR_OK) {
        (void)sqlite3_close(db);
        return status;
    }
    *out = db;
    if (version_out != NULL)
        *version_out = version;
    return TR_OK;
}
