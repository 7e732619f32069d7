/* sqlite_backup.c: a database copied while it is in use, and a copy put back in its place. */
#include <trade/store_sqlite.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/fail.h"
#include "store/migrate.h"
#include "store/owner_lock.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_error.h"

#define KEPT_MAX 10000

/* "<path><suffix>"; tr__sqlite_options_check left room for every suffix of this file. */
static tr_status name_beside(const char *path, const char *suffix, char out[PATH_MAX],
                             tr_error *err)
{
    int length = snprintf(out, PATH_MAX, "%s%s", path, suffix);
    if (length < 0 || length >= PATH_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "the path is longer than %d bytes", PATH_MAX - 1);
    return TR_OK;
}

/* ---- copying --------------------------------------------------------------------------------- */

/* Every page of `source` as of one moment; the copy is one file without a log beside it. */
static tr_status copy_pages(sqlite3 *source, sqlite3 *target, tr_error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
    if (backup == NULL)
        return tr__sqlite_fail(target, sqlite3_errcode(target), "starting the copy", err);
    (void)sqlite3_backup_step(backup, -1); /* finish reports its failure */
    int code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK)
        return tr__sqlite_fail(target, code, "copying the database", err);
    return tr__sqlite_run(target, "PRAGMA journal_mode = DELETE", "closing the copy's log", err);
}

/* The whole check, indexes against tables too. */
static tr_status check_integrity(sqlite3 *db, const char *path, tr_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    tr_status status = TR_OK;
    const char *finding =
        code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (code != SQLITE_ROW)
        status = tr__sqlite_fail(db, code, "checking the database", err);
    else if (finding == NULL || strcmp(finding, "ok") != 0)
        status = tr__fail(err, TR_E_CORRUPT, 0, "%s: %.160s", path,
                          finding == NULL ? "no finding" : finding);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

/* For its owner alone, as the database itself is: SQLite would leave the mode to the caller's umask. */
static tr_status create_private(const char *path, tr_error *err)
{
    (void)unlink(path); /* left over from a copy that was cut short */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return tr__errno_fail(errno, "creating", path, err);
    (void)close(fd); /* nothing was written */
    return TR_OK;
}

static tr_status copy_and_check(sqlite3 *source, const char *target_path, tr_error *err)
{
    sqlite3 *target = NULL;
    tr_status status = create_private(target_path, err);
    if (status != TR_OK)
        return status;
    int code = sqlite3_open_v2(target_path, &target, SQLITE_OPEN_READWRITE, NULL);
    int version;
    if (code != SQLITE_OK)
        status = tr__sqlite_fail(target, code, "creating the copy", err);
    if (status == TR_OK)
        status = copy_pages(source, target, err);
    if (status == TR_OK)
        status = check_integrity(target, target_path, err);
    if (status == TR_OK)
        status = tr__migrate_check(target, &version, err);
    code = sqlite3_close(target);
    if (status == TR_OK && code != SQLITE_OK)
        status = tr__sqlite_fail(NULL, code, "closing the copy", err);
    if (status == TR_OK)
        status = tr__sync_file(target_path, err);
    if (status != TR_OK)
        (void)unlink(target_path); /* there is no copy; the failure is reported */
    return status;
}

tr_status tr_store_sqlite_backup(const tr_store_sqlite_options *options, const char *target,
                                 tr_error *err)
{
    tr_status status = tr__sqlite_options_check(options, target, err);
    char partial[PATH_MAX];
    if (status == TR_OK)
        status = name_beside(target, ".partial", partial, err);
    if (status != TR_OK)
        return status;
    if (access(target, F_OK) == 0)
        return tr__fail(err, TR_E_EXISTS, EEXIST, "%s is there already", target);
    sqlite3 *source;
    status = tr__sqlite_open_reader(options, &source, NULL, err);
    if (status != TR_OK)
        return status;
    status = copy_and_check(source, partial, err);
    (void)sqlite3_close(source); /* read-only, and no statement is left */
    if (status != TR_OK)
        return status;
    /* A link, unlike a rename, does not replace what somebody else put there meanwhile. */
    if (link(partial, target) != 0) {
        int code = errno;
        (void)unlink(partial); /* there is no copy; the failure is reported */
        if (code == EEXIST)
            return tr__fail(err, TR_E_EXISTS, code, "%s is there already", target);
        return tr__errno_fail(code, "naming", target, err);
    }
    (void)unlink(partial); /* a second name of the copy does no harm */
    return tr__sync_folder_of(target, err);
}

/* ---- restoring ------------------------------------------------------------------------------- */

/* Move what the log holds into the file, if the file is still good for it: then the file alone is whole. */
static void fold_log(const tr_store_sqlite_options *options)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(options->path, &db, SQLITE_OPEN_READWRITE, options->vfs) == SQLITE_OK)
        (void)sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    (void)sqlite3_close(db);
}

/* Give the database and its log a second name that is free. */
static tr_status keep_old(const char *path, char kept[PATH_MAX], tr_error *err)
{
    char log[PATH_MAX], kept_log[PATH_MAX];
    for (int number = 1; number <= KEPT_MAX; number++) {
        char suffix[48];
        (void)snprintf(suffix, sizeof suffix, ".before-restore-%d", number);
        tr_status status = name_beside(path, suffix, kept, err);
        if (status != TR_OK)
            return status;
        if (link(path, kept) == 0)
            break;
        if (errno != EEXIST)
            return tr__errno_fail(errno, "keeping", path, err);
        if (number == KEPT_MAX)
            return tr__fail(err, TR_E_FULL, 0, "%d replaced databases are kept already", KEPT_MAX);
    }
    tr_status status = name_beside(path, "-wal", log, err);
    if (status == TR_OK)
        status = name_beside(kept, "-wal", kept_log, err);
    if (status == TR_OK && link(log, kept_log) != 0 && errno != ENOENT)
        status = tr__errno_fail(errno, "keeping", log, err);
    return status == TR_OK ? tr__sync_folder_of(path, err) : status;
}

static void remove_beside(const char *path, const char *suffix)
{
    char name[PATH_MAX];
    if (name_beside(path, suffix, name, NULL) == TR_OK)
        (void)unlink(name); /* usually not there */
}

/*
 * The old log goes before the new file comes: replayed onto the new file it would destroy it. Whatever
 * moment the power fails at, the old state is whole under its kept name, or still under its own.
 */
static tr_status replace(const tr_store_sqlite_options *options, const char *fresh,
                         char kept[PATH_MAX], tr_error *err)
{
    kept[0] = '\0';
    if (access(options->path, F_OK) == 0) {
        fold_log(options);
        tr_status status = keep_old(options->path, kept, err);
        if (status != TR_OK)
            return status;
    }
    remove_beside(options->path, "-wal");
    remove_beside(options->path, "-shm");
    tr_status status = tr__sync_folder_of(options->path, err);
    if (status != TR_OK)
        return status;
    if (rename(fresh, options->path) != 0)
        return tr__errno_fail(errno, "replacing", options->path, err);
    return tr__sync_folder_of(options->path, err);
}

static tr_status restore_locked(const tr_store_sqlite_options *options, const char *backup,
                                char kept[PATH_MAX], tr_error *err)
{
    char fresh[PATH_MAX];
    tr_store_sqlite_options from = *options;
    from.path = backup;
    from.vfs = NULL;
    sqlite3 *source;
    int version = 0;
    tr_status status = name_beside(options->path, ".restoring", fresh, err);
    if (status == TR_OK)
        status = tr__sqlite_open_reader(&from, &source, &version, err);
    if (status != TR_OK)
        return status;
    if (version == 0)
        status = tr__fail(err, TR_E_CORRUPT, 0, "%s holds no tables", backup);
    if (status == TR_OK)
        status = check_integrity(source, backup, err);
    if (status == TR_OK)
        status = copy_and_check(source, fresh, err);
    (void)sqlite3_close(source); /* read-only, and no statement is left */
    if (status == TR_OK) {
        status = replace(options, fresh, kept, err);
        if (status != TR_OK)
            (void)unlink(fresh); /* what was there is still there; the failure is reported */
    }
    return status;
}

tr_status tr_store_sqlite_restore(const tr_store_sqlite_options *options, const char *backup,
                                  char *kept_out, size_t kept_size, tr_error *err)
{
    tr_status status = tr__sqlite_options_check(options, backup, err);
    if (status != TR_OK)
        return status;
    char kept[PATH_MAX];
    int lock = -1;
    status = tr__owner_lock_take(options->path, &lock, err);
    if (status == TR_OK)
        status = restore_locked(options, backup, kept, err);
    tr__owner_lock_release(lock);
    if (status == TR_OK && kept_out != NULL)
        (void)snprintf(kept_out, kept_size, "%s", kept);
    return status;
}
