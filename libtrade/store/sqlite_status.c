/* sqlite_status.c: a database described, migrated and listed, for the people who look after it. */
#include <trade/store_sqlite.h>

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "core/fail.h"
#include "store/migrate.h"
#include "store/owner_lock.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_error.h"
#include "store/sqlite_row.h"

tr_status tr_store_sqlite_migrate(const tr_store_sqlite_options *options,
                                  tr_store_migration_report *out, tr_error *err)
{
    tr_status status = tr__sqlite_options_check(options, out, err);
    int lock = -1;
    if (status == TR_OK)
        status = tr__owner_lock_take(options->path, &lock, err);
    if (status != TR_OK)
        return status;
    sqlite3 *db;
    int version_before = 0;
    status = tr__sqlite_open_owner(options, &db, &version_before, err);
    if (status == TR_OK) {
        int code = sqlite3_close(db);
        if (code != SQLITE_OK)
            status = tr__sqlite_fail(NULL, code, "closing the database", err);
    }
    tr__owner_lock_release(lock);
    if (status == TR_OK)
        *out = (tr_store_migration_report){ version_before, tr__migration_latest() };
    return status;
}

/* ---- status ---------------------------------------------------------------------------------- */

static int64_t file_bytes(const char *path, const char *suffix)
{
    char name[PATH_MAX] = "";
    struct stat info;
    strncat(name, path, sizeof name - 16);
    strncat(name, suffix, 15);
    return stat(name, &info) == 0 ? (int64_t)info.st_size : 0;
}

/* Run a query that gives one row; its first column as a number, or as text when `text` is given. */
static tr_status read_value(sqlite3 *db, const char *sql, int64_t *number, char *text,
                            size_t text_size, tr_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    tr_status status = TR_OK;
    if (code != SQLITE_ROW)
        status = tr__sqlite_fail(db, code, "reading the state", err);
    else if (number != NULL)
        *number = sqlite3_column_int64(statement, 0);
    else if (text != NULL) { /* one of the two is asked for; the compiler cannot see it */
        const unsigned char *value = sqlite3_column_text(statement, 0);
        text[0] = '\0';
        strncat(text, value == NULL ? "" : (const char *)value, text_size - 1);
    }
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

static tr_status count_rows(sqlite3 *db, tr_store_sqlite_state *state, tr_error *err)
{
    tr_status status = TR_OK;
    for (int table = 0; status == TR_OK && table < TR_TABLE_COUNT; table++) {
        tr__sql sql = { .length = 0 };
        tr__sql_add(&sql, "SELECT count(*) FROM \"%s\"", tr_store_table((tr_table)table)->name);
        status = read_value(db, sql.text, &state->row_counts[table], NULL, 0, err);
    }
    return status;
}

/* The accounts come from the log's own index; an account whose events were all pruned has a snapshot. */
static const char heads_text[] =
    "WITH named (account) AS (SELECT account FROM event UNION SELECT account FROM snapshot) "
    "SELECT n.account, coalesce(e.seq, s.seq), coalesce(e.hash, s.head_hash) FROM named n "
    "LEFT JOIN event e ON e.account = n.account AND e.seq = (SELECT max(seq) FROM event WHERE "
    "account = n.account) "
    "LEFT JOIN snapshot s ON s.account = n.account AND s.seq = (SELECT max(seq) FROM snapshot "
    "WHERE account = n.account) "
    "ORDER BY n.account";

static tr_status read_heads(sqlite3 *db, tr_store_sqlite_state *state, tr_store_head_sink *head,
                            void *user, tr_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, heads_text, -1, &statement, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        uint8_t hash[TR_HASH_SIZE] = { 0 };
        const void *stored = sqlite3_column_blob(statement, 2);
        if (stored != NULL && sqlite3_column_bytes(statement, 2) == TR_HASH_SIZE)
            memcpy(hash, stored, sizeof hash);
        const unsigned char *account = sqlite3_column_text(statement, 0);
        state->account_count++;
        if (head != NULL && account != NULL)
            head(user, (const char *)account, sqlite3_column_int64(statement, 1), hash);
    }
    tr_status status =
        code == SQLITE_DONE ? TR_OK : tr__sqlite_fail(db, code, "reading the event logs", err);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

/* A check that finds something is a finding, not a failure; so is a page that cannot be read. */
static tr_status check_integrity(sqlite3 *db, tr_store_sqlite_state *state, tr_error *err)
{
    tr_error found;
    tr_status status = read_value(db, "PRAGMA quick_check(1)", NULL, state->problem,
                                  sizeof state->problem, &found);
    if (status == TR_E_CORRUPT) {
        memcpy(state->problem, found.message, sizeof state->problem);
        status = TR_OK;
    } else if (status != TR_OK && err != NULL) {
        *err = found;
    }
    state->is_intact = status == TR_OK && strcmp(state->problem, "ok") == 0;
    if (state->is_intact)
        state->problem[0] = '\0';
    return status;
}

tr_status tr_store_sqlite_status(const tr_store_sqlite_options *options, tr_store_sqlite_state *out,
                                 tr_store_head_sink *head, void *user, tr_error *err)
{
    tr_status status = tr__sqlite_options_check(options, out, err);
    if (status != TR_OK)
        return status;
    tr_store_sqlite_state state = { .schema_version_latest = tr__migration_latest() };
    sqlite3 *db;
    state.is_owned = tr__owner_lock_is_held(options->path, &state.owner_pid);
    status = tr__sqlite_open_reader(options, &db, &state.schema_version, err);
    if (status != TR_OK)
        return status;
    state.file_bytes = file_bytes(options->path, "");
    state.wal_bytes = file_bytes(options->path, "-wal");
    status = read_value(db, "PRAGMA journal_mode", NULL, state.journal_mode,
                        sizeof state.journal_mode, err);
    if (status == TR_OK)
        status = check_integrity(db, &state, err);
    if (status == TR_OK && state.is_intact && state.schema_version == state.schema_version_latest) {
        status = count_rows(db, &state, err);
        if (status == TR_OK)
            status = read_heads(db, &state, head, user, err);
    }
    (void)sqlite3_close(db); /* read-only, and no statement is left */
    if (status == TR_OK)
        *out = state;
    return status;
}
