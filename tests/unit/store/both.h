/* both.h: a suite that every store is put through: what the port promises, whoever keeps it. */
#ifndef TESTS_UNIT_STORE_BOTH_H
#define TESTS_UNIT_STORE_BOTH_H

#include "rig.h"

static inline int setup_memory(void **state)
{
    rig *r = calloc(1, sizeof *r);
    tr_store_memory_options options = TR_STORE_MEMORY_OPTIONS_INIT;
    options.queue_max = RIG_QUEUE_MAX;
    assert_int_equal(tr_store_memory_new(&options, &r->memory, NULL), TR_OK);
    assert_int_equal(tr_store_memory_open(r->memory, &r->store, NULL), TR_OK);
    assert_int_equal(tr_store_memory_reader_open(r->memory, &r->reader, NULL), TR_OK);
    *state = r;
    return 0;
}

static inline int setup_sqlite(void **state)
{
    rig *r = calloc(1, sizeof *r);
    r->is_sqlite = true;
    rig_folder(r);
    tr_store_sqlite_options options = TR_STORE_SQLITE_OPTIONS_INIT;
    options.queue_max = RIG_QUEUE_MAX;
    options.path = r->path;
    tr_error err = { 0 };
    if (tr_store_sqlite_open(&options, &r->store, &err) != TR_OK)
        fail_msg("%s", err.message);
    if (tr_store_sqlite_reader_open(&options, &r->reader, &err) != TR_OK)
        fail_msg("%s", err.message);
    *state = r;
    return 0;
}

static inline int teardown(void **state)
{
    rig *r = *state;
    r->reader.close(r->reader.user);
    if (r->store.close != NULL)
        r->store.close(r->store.user);
    tr_store_memory_free(r->memory);
    if (r->is_sqlite)
        rig_folder_remove(r);
    free(r);
    return 0;
}

#define CASE(setup, kind, name)                                                                    \
    {                                                                                              \
        kind ": " #name, name, setup, teardown, NULL                                               \
    }

#endif
