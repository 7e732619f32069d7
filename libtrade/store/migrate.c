/* migrate.c: migrations are part of the library, and a database remembers the hash of each. */
#include "store/migrate.h"

#include <string.h>

#include <trade/crypto.h>
#include <trade/store_sqlite.h>

#include "core/fail.h"
#include "store/sqlite_error.h"

#include "migrations.inc"

#define MIGRATION_COUNT ((int)(sizeof migrations / sizeof migrations[0]))

static const char table_of_migrations[] = "CREATE TABLE \"schema_migration\" ("
                                          "\"number\" INTEGER NOT NULL PRIMARY KEY, "
                                          "\"sha256\" BLOB NOT NULL, "
                                          "\"applied_at\" INTEGER NOT NULL) STRICT";

int tr__migration_latest(void)
{
    return MIGRATION_COUNT;
}

const tr__migration *tr__migration_at(int number)
{
    return number >= 1 && number <= MIGRATION_COUNT ? &migrations[number - 1] : NULL;
}

const char *tr_store_sqlite_migration_name(int number)
{
    const tr__migration *migration = tr__migration_at(number);
    return migration == NULL ? NULL : migration->name;
}

/* The first column of a query's only row; 0 when it gives none. */
static tr_status read_number(sqlite3 *db, const char *sql, int64_t *out, tr_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    *out = 0;
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(statement, 0);
    tr_status status = TR_OK;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = tr__sqlite_fail(db, code, "reading the schema", err);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    return status;
}

static tr_status check_row(sqlite3_stmt *statement, int expected, tr_error *err)
{
    int64_t number = sqlite3_column_int64(statement, 0);
    if (number > MIGRATION_COUNT)
        return tr__fail(err, TR_E_NEWER_SCHEMA, 0,
                        "the database has schema %lld, this build knows up to %d",
                        (long long)number, MIGRATION_COUNT);
    if (number != expected)
        return tr__fail(err, TR_E_CORRUPT, 0, "migration %d is missing in schema_migration",
                        expected);
    const tr__migration *migration = tr__migration_at(expected);
    uint8_t hash[TR_SHA256_SIZE];
    tr_sha256_of(migration->text, migration->text_size, hash);
    const void *stored = sqlite3_column_blob(statement, 1);
    if (sqlite3_column_bytes(statement, 1) != TR_SHA256_SIZE ||
        memcmp(stored, hash, sizeof hash) != 0)
        return tr__fail(err, TR_E_CORRUPT, 0, "migration %s was changed after it was applied",
                        migration->name);
    return TR_OK;
}

static tr_status check_rows(sqlite3 *db, int *version_out, tr_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT number, sha256 FROM schema_migration ORDER BY number",
                                  -1, &statement, NULL);
    tr_status status = TR_OK;
    int version = 0;
    int64_t newest = 0;
    if (code != SQLITE_OK)
        return tr__sqlite_fail(db, code, "reading schema_migration", err);
    status = read_number(db, "SELECT max(number) FROM schema_migration", &newest, err);
    if (status == TR_OK &&
        newest > MIGRATION_COUNT) /* said first: what is below it may have changed, too */
        status = tr__fail(err, TR_E_NEWER_SCHEMA, 0,
                          "the database has schema %lld, this build knows up to %d",
                          (long long)newest, MIGRATION_COUNT);
    while (status == TR_OK && (code = sqlite3_step(statement)) == SQLITE_ROW)
        status = check_row(statement, ++version, err);
    if (status == TR_OK && code != SQLITE_DONE)
        status = tr__sqlite_fail(db, code, "reading schema_migration", err);
    (void)sqlite3_finalize(statement); /* repeats the failure of the step */
    *version_out = version;
    return status;
}

tr_status tr__migrate_check(sqlite3 *db, int *version_out, tr_error *err)
{
    int64_t table_count = 0, is_ours = 0;
    tr_status status = read_number(db, "SELECT count(*) FROM sqlite_master", &table_count, err);
    *version_out = 0;
    if (status != TR_OK || table_count == 0)
        return status;
    status = read_number(
        db, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'",
        &is_ours, err);
    if (status != TR_OK)
        return status;
    if (is_ours != 1)
        return tr__fail(err, TR_E_CORRUPT, 0, "the file is a database of another program");
    return check_rows(db, version_out, err);
}

static int record(sqlite3 *db, const tr__migration *migration, int64_t now_ns)
{
    uint8_t hash[TR_SHA256_SIZE];
    tr_sha256_of(migration->text, migration->text_size, hash);
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "INSERT INTO schema_migration VALUES (?1, ?2, ?3)", -1,
                                  &statement, NULL);
    if (code != SQLITE_OK)
        return code;
    (void)sqlite3_bind_int(statement, 1,
                           migration->number); /* a failure shows as a NULL in a NOT NULL column */
    (void)sqlite3_bind_blob(statement, 2, hash, sizeof hash, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 3, now_ns);
    (void)sqlite3_step(statement);
    return sqlite3_finalize(statement);
}

static tr_status apply(sqlite3 *db, const tr__migration *migration, int64_t now_ns, tr_error *err)
{
    char doing[64] = "applying migration ";
    strncat(doing, migration->name, sizeof doing - strlen(doing) - 1);
    int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return tr__sqlite_fail(db, code, doing, err);
    if (migration->number == 1)
        code = sqlite3_exec(db, table_of_migrations, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, migration->text, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = record(db, migration, now_ns);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return TR_OK;
    tr_status status = tr__sqlite_fail(db, code, doing, err);
    (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL); /* SQLite may have done so itself */
    return status;
}

tr_status tr__migrate_run(sqlite3 *db, int version, int64_t now_ns, tr_error *err)
{
    tr_status status = TR_OK;
    for (int number = version + 1; status == TR_OK && number <= MIGRATION_COUNT; number++)
        status = apply(db, tr__migration_at(number), now_ns, err);
    return status;
}
