/* migrate.h: the schema's versions: what this build knows, what a database has, and the way between. */
#ifndef TRADE_STORE_MIGRATE_H
#define TRADE_STORE_MIGRATE_H

#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include <trade/status.h>

typedef struct tr__migration {
    int number;
    const char *name;
    const char *text;
    size_t text_size;
} tr__migration;

int tr__migration_latest(void);

/* NULL for a number outside. */
const tr__migration *tr__migration_at(int number);

/*
 * Read a database's version (0: it is empty) and hold its migrations against this build's.
 * TR_E_CORRUPT for a changed migration or a database of somebody else's; TR_E_NEWER_SCHEMA.
 */
tr_status tr__migrate_check(sqlite3 *db, int *version_out, tr_error *err);

/* Apply what is missing, each migration in a transaction of its own. */
tr_status tr__migrate_run(sqlite3 *db, int version, int64_t now_ns, tr_error *err);

#endif
