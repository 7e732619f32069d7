/* The schema that the migrations make is the one that the descriptions of the rows ask for. */
#include "sqlite_rig.h"

#include "store/migrate.h"

static sqlite3 *open_schema(rig *r)
{
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_migration_report report;
    assert_int_equal(tr_store_sqlite_migrate(&options, &report, NULL), TR_OK);
    assert_int_equal(report.version_before, 0);
    assert_int_equal(report.version_after, tr__migration_latest());
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(r->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    return db;
}

static sqlite3_stmt *query(sqlite3 *db, const char *sql, const char *name)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    if (name != NULL)
        assert_int_equal(sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC), SQLITE_OK);
    return statement;
}

static const char *text(sqlite3_stmt *statement, int column)
{
    const unsigned char *value = sqlite3_column_text(statement, column);
    return value == NULL ? "" : (const char *)value;
}

static const char *const sql_types[] = {
    [TR_COLUMN_TEXT] = "TEXT", [TR_COLUMN_INTEGER] = "INTEGER", [TR_COLUMN_DECIMAL] = "TEXT",
    [TR_COLUMN_ID] = "BLOB",   [TR_COLUMN_HASH] = "BLOB",       [TR_COLUMN_BYTES] = "BLOB",
    [TR_COLUMN_REAL] = "REAL",
};

static int key_position(const tr_table_def *def, const char *column)
{
    for (int i = 0; i < TR_INDEX_COLUMNS_MAX && def->indexes[0].columns[i] != NULL; i++)
        if (strcmp(def->indexes[0].columns[i], column) == 0)
            return i + 1;
    return 0;
}

static void tables_have_the_described_columns(void **state)
{
    sqlite3 *db = open_schema(*state);
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        const tr_table_def *def = tr_store_table((tr_table)table);
        sqlite3_stmt *columns =
            query(db, "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid",
                  def->name);
        for (size_t i = 0; i < def->column_count; i++) {
            assert_int_equal(sqlite3_step(columns), SQLITE_ROW);
            assert_string_equal(text(columns, 0), def->columns[i].name);
            assert_string_equal(text(columns, 1), sql_types[def->columns[i].type]);
            assert_int_equal(sqlite3_column_int(columns, 2), 1);
            assert_int_equal(sqlite3_column_int(columns, 3),
                             key_position(def, def->columns[i].name));
        }
        assert_int_equal(sqlite3_step(columns), SQLITE_DONE);
        sqlite3_finalize(columns);
        sqlite3_stmt *kind =
            query(db, "SELECT wr, strict FROM pragma_table_list WHERE name = ?1", def->name);
        assert_int_equal(sqlite3_step(kind), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(kind, 0), 1);
        assert_int_equal(sqlite3_column_int(kind, 1), 1);
        sqlite3_finalize(kind);
    }
    sqlite3_stmt *count =
        query(db, "SELECT count(*) FROM sqlite_master WHERE type = 'table'", NULL);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(count, 0), TR_TABLE_COUNT + 1); /* and schema_migration */
    sqlite3_finalize(count);
    sqlite3_close(db);
}

static void expect_index(sqlite3 *db, const tr_table_def *def, const tr_index_def *index)
{
    sqlite3_stmt *found = query(db,
                                "SELECT l.\"unique\", l.partial, m.sql FROM sqlite_master m, "
                                "pragma_index_list(m.tbl_name) l "
                                "WHERE m.type = 'index' AND m.name = ?1 AND l.name = m.name",
                                index->name);
    assert_int_equal(sqlite3_step(found), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(found, 0), index->is_unique);
    assert_int_equal(sqlite3_column_int(found, 1), index->only_if_set != NULL);
    if (index->only_if_set != NULL) {
        char condition[96];
        (void)snprintf(condition, sizeof condition, "WHERE \"%s\" <> ''", index->only_if_set);
        assert_non_null(strstr(text(found, 2), condition));
        assert_int_equal(tr__row_column(def, index->only_if_set)->type, TR_COLUMN_TEXT);
    }
    sqlite3_finalize(found);
    sqlite3_stmt *columns =
        query(db, "SELECT name FROM pragma_index_info(?1) ORDER BY seqno", index->name);
    for (int i = 0; i < TR_INDEX_COLUMNS_MAX && index->columns[i] != NULL; i++) {
        assert_int_equal(sqlite3_step(columns), SQLITE_ROW);
        assert_string_equal(text(columns, 0), index->columns[i]);
    }
    assert_int_equal(sqlite3_step(columns), SQLITE_DONE);
    sqlite3_finalize(columns);
}

static void indexes_are_the_described_ones(void **state)
{
    sqlite3 *db = open_schema(*state);
    int expected_count = 0;
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        const tr_table_def *def = tr_store_table((tr_table)table);
        assert_true(def->index_count >= 1 && def->indexes[0].is_unique &&
                    def->indexes[0].only_if_set == NULL);
        for (size_t i = 1; i < def->index_count; i++, expected_count++)
            expect_index(db, def, &def->indexes[i]);
    }
    sqlite3_stmt *count = query(
        db, "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", NULL);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(count, 0), expected_count);
    sqlite3_finalize(count);
    sqlite3_close(db);
}

static void index_columns_are_of_types_that_have_an_order(void **state)
{
    (void)state;
    for (int table = 0; table < TR_TABLE_COUNT; table++) {
        const tr_table_def *def = tr_store_table((tr_table)table);
        for (size_t i = 0; i < def->index_count; i++) {
            tr__path path;
            tr__path_resolve(def, i, &path);
            for (int k = 0; k < path.column_count; k++) {
                tr_column_type type = def->columns[path.columns[k]].type;
                assert_true(type == TR_COLUMN_TEXT || type == TR_COLUMN_INTEGER ||
                            type == TR_COLUMN_ID || type == TR_COLUMN_HASH);
            }
        }
    }
}

static void migrating_again_changes_nothing(void **state)
{
    rig *r = *state;
    sqlite3_close(open_schema(r));
    tr_store_sqlite_options options = options_of(r->path);
    tr_store_migration_report report;
    assert_int_equal(tr_store_sqlite_migrate(&options, &report, NULL), TR_OK);
    assert_int_equal(report.version_before, report.version_after);
    assert_string_equal(tr_store_sqlite_migration_name(1), "0001.sqlite.sql");
    assert_null(tr_store_sqlite_migration_name(0));
    assert_null(tr_store_sqlite_migration_name(report.version_after + 1));
}

/* Open as owner and as reader; both must say the same. */
static void expect_refusal(rig *r, tr_status expected, const char *part)
{
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    assert_int_equal(tr_store_sqlite_open(&options, &r->store, &err), expected);
    assert_non_null(strstr(err.message, part));
    memset(&err, 0, sizeof err);
    assert_int_equal(tr_store_sqlite_reader_open(&options, &r->reader, &err), expected);
    assert_non_null(strstr(err.message, part));
}

static void a_newer_schema_is_refused_and_left_alone(void **state)
{
    rig *r = *state;
    sqlite3_close(open_schema(r));
    meddle(r->path, "INSERT INTO schema_migration VALUES (999, zeroblob(32), 0)");
    expect_refusal(r, TR_E_NEWER_SCHEMA, "999");
    meddle(r->path, "DELETE FROM schema_migration WHERE number = 999");
    open_store(r);
    close_store(r);
}

static void a_changed_migration_is_named(void **state)
{
    rig *r = *state;
    sqlite3_close(open_schema(r));
    meddle(r->path, "UPDATE schema_migration SET sha256 = zeroblob(32) WHERE number = 1");
    expect_refusal(r, TR_E_CORRUPT, "0001");
}

static void a_database_of_another_program_is_left_alone(void **state)
{
    rig *r = *state;
    meddle(r->path, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
    expect_refusal(r, TR_E_CORRUPT, "another program");
    meddle(r->path, "SELECT a FROM theirs");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tables_have_the_described_columns, setup_folder,
                                        teardown_folder),
        cmocka_unit_test_setup_teardown(indexes_are_the_described_ones, setup_folder,
                                        teardown_folder),
        cmocka_unit_test(index_columns_are_of_types_that_have_an_order),
        cmocka_unit_test_setup_teardown(migrating_again_changes_nothing, setup_folder,
                                        teardown_folder),
        cmocka_unit_test_setup_teardown(a_newer_schema_is_refused_and_left_alone, setup_folder,
                                        teardown_folder),
        cmocka_unit_test_setup_teardown(a_changed_migration_is_named, setup_folder,
                                        teardown_folder),
        cmocka_unit_test_setup_teardown(a_database_of_another_program_is_left_alone, setup_folder,
                                        teardown_folder),
    };
    return cmocka_run_group_tests_name("migrations", tests, NULL, NULL);
}
