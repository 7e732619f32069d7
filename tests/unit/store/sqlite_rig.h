/* sqlite_rig.h: an SQLite store in a folder of its own, opened and closed by the test. */
#ifndef TESTS_UNIT_STORE_SQLITE_RIG_H
#define TESTS_UNIT_STORE_SQLITE_RIG_H

#include "rig.h"

#include <sqlite3.h>

static inline int setup_folder(void **state)
{
    rig *r = calloc(1, sizeof *r);
    r->is_sqlite = true;
    rig_folder(r);
    *state = r;
    return 0;
}

static inline int teardown_folder(void **state)
{
    rig *r = *state;
    rig_folder_remove(r);
    free(r);
    return 0;
}

static inline tr_store_sqlite_options options_of(const char *path)
{
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.path = path;
    return options;
}

static inline void open_store(rig *r)
{
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    if (tr_store_sqlite_open(&options, &r->store, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static inline void open_reader(rig *r)
{
    tr_store_sqlite_options options = options_of(r->path);
    tr_error err = { 0 };
    if (tr_store_sqlite_reader_open(&options, &r->reader, &err) != TR_OK)
        fail_msg("%s", err.message);
}

static inline void close_store(rig *r)
{
    r->store.close(r->store.user);
}

static inline void close_reader(rig *r)
{
    r->reader.close(r->reader.user);
}

/* Change the file behind the store's back, as a person with sqlite3 would. */
static inline void meddle(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline void insert_settings(rig *r, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "s%05d", i);
        tr_setting_row row =
            setting_of(name, "a value that takes a little room, so that pages fill");
        assert_int_equal(run_op(r, TR_STORE_INSERT, TR_TABLE_SETTING, &row, 0), TR_OK);
    }
}

#endif
