/*
 * store_sqlite.h: the embedded store: one SQLite file in WAL mode, one owner, one writer thread.
 *
 * The owner holds a lock on `<path>.lock` that the kernel frees when the process ends, however it ends.
 * Exactly one read-write connection exists, on the store's own thread; only it checkpoints. Batches that
 * wait while the disk is busy become one commit. Readers are read-only connections, in any process.
 *
 * Everything here that a person may have to act on has a status of its own, with SQLite's extended code
 * in native_code: TR_E_BUSY (another owner), TR_E_NO_SPACE, TR_E_READ_ONLY, TR_E_CORRUPT,
 * TR_E_NEWER_SCHEMA, TR_E_IO.
 */
#ifndef TRADE_STORE_SQLITE_H
#define TRADE_STORE_SQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/alloc.h>
#include <trade/api.h>
#include <trade/clock.h>
#include <trade/status.h>
#include <trade/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tr_store_sqlite_options {
    size_t struct_size;
    const char *path;              /* of the database; copied */
    const tr_allocator *allocator; /* used on the thread of submit and poll alone */
    const tr_clock *clock;         /* stamps migrations and snapshots; NULL stamps them 0 */
    void (*wake)(
        void *user); /* may be NULL; called on the writer's thread, must not call the store */
    void *wake_user;
    size_t queue_max; /* transactions not yet delivered; an empty queue takes a batch of any size */
    int busy_timeout_ms; /* patience with a foreign program that holds SQLite's own locks */
    const char *vfs;     /* SQLite's virtual file system by name; NULL: its default */
    bool is_frozen;      /* a reader's alone: everything it reads is of the moment it was opened */
    bool without_fsync;  /* for tests alone: a power cut then loses what was acknowledged */
} tr_store_sqlite_options;

#define TR_STORE_SQLITE_OPTIONS_INIT                                                               \
    {                                                                                              \
        .struct_size = sizeof(tr_store_sqlite_options), .queue_max = 4096, .busy_timeout_ms = 2000 \
    }

/**
 * Become the owner: take the lock, open or create the database, apply missing migrations, start the
 * writer thread.
 * @return TR_E_BUSY naming the owner's process; TR_E_CORRUPT also for a file that is no database of
 *         ours or a migration that was changed; TR_E_NEWER_SCHEMA; TR_E_READ_ONLY; TR_E_NO_SPACE; TR_E_IO
 */
TR_API tr_status tr_store_sqlite_open(const tr_store_sqlite_options *options, tr_store *out,
                                      tr_error *err);

/**
 * Open a reader; no owner is needed. Uses path, allocator, busy_timeout_ms and vfs. It holds no
 * transaction between calls, unless `is_frozen`: then it holds one until it is closed, and the owner's log of changes
 * cannot be folded into the database meanwhile; that is for a proof or an export, not for a server. A sink must not
 * call the reader back.
 * @return TR_E_NOT_FOUND when there is no database; as tr_store_sqlite_open otherwise
 */
TR_API tr_status tr_store_sqlite_reader_open(const tr_store_sqlite_options *options,
                                             tr_store_reader *out, tr_error *err);

/* ---- operations ------------------------------------------------------------------------------ */

/** What migrate did. Plain data. */
typedef struct tr_store_migration_report {
    int version_before; /* 0: there was no database */
    int version_after;
} tr_store_migration_report;

/** Bring a database up to this build's schema, creating it when missing. Needs to become its owner. */
TR_API tr_status tr_store_sqlite_migrate(const tr_store_sqlite_options *options,
                                         tr_store_migration_report *out, tr_error *err);

/** Name of a migration of this build, 1..; NULL behind the last. Static storage. */
TR_API const char *tr_store_sqlite_migration_name(int number);

/** A database as it stands. Plain data. */
typedef struct tr_store_sqlite_state {
    int schema_version;
    int schema_version_latest; /* of this build */
    int64_t file_bytes;
    int64_t wal_bytes;
    int64_t row_counts[TR_TABLE_COUNT];
    int64_t account_count; /* accounts that have events or snapshots */
    char journal_mode[16];
    bool is_owned;                       /* a live process holds the lock */
    int owner_pid;                       /* 0 when not known */
    bool is_intact;                      /* SQLite's quick check found nothing */
    char problem[TR_ERROR_MESSAGE_SIZE]; /* its first finding; empty when intact */
} tr_store_sqlite_state;

/** Receives an account's head: its last event's number, or the snapshot's when the log is empty. */
typedef void tr_store_head_sink(void *user, const char *account, int64_t seq,
                                const uint8_t hash[TR_HASH_SIZE]);

/**
 * Describe a database, also one that an owner is working on. Reads all of it.
 * @param head  may be NULL
 */
TR_API tr_status tr_store_sqlite_status(const tr_store_sqlite_options *options,
                                        tr_store_sqlite_state *out, tr_store_head_sink *head,
                                        void *user, tr_error *err);

/**
 * Copy a database, also one that an owner is working on, into one file that holds a committed state.
 * The copy is checked before it gets its name, and on the disk when the call returns.
 * @return TR_E_EXISTS when target is there already; TR_E_CORRUPT: there is no copy then
 */
TR_API tr_status tr_store_sqlite_backup(const tr_store_sqlite_options *options, const char *target,
                                        tr_error *err);

/**
 * Put a backup in the database's place. Refused with TR_E_BUSY while an owner lives.
 * The backup is checked first. What was there stays as `<path>.before-restore-<n>`.
 * @param kept_out  the name of what was there, empty when there was nothing; may be NULL
 */
TR_API tr_status tr_store_sqlite_restore(const tr_store_sqlite_options *options, const char *backup,
                                         char *kept_out, size_t kept_size, tr_error *err);

/** What to keep. */
typedef struct tr_store_prune_options {
    size_t struct_size;
    int64_t before_ns;       /* what is older may go */
    int64_t event_count_min; /* newest events kept for each account whatever their age */
} tr_store_prune_options;

#define TR_STORE_PRUNE_OPTIONS_INIT                                                                \
    {                                                                                              \
        .struct_size = sizeof(tr_store_prune_options), .event_count_min = 1000                     \
    }

/** Rows that went. Plain data. */
typedef struct tr_store_prune_report {
    int64_t event_count;
    int64_t order_count;
    int64_t fill_count;
    int64_t alert_count;
    int64_t alert_emptied_count; /* kept for their explicit id, without their body */
    int64_t ledger_count;
    int64_t account_count; /* that got a snapshot */
} tr_store_prune_report;

/**
 * Forget what is older than a cut: events, final orders with their fills, alerts, ledger lines. Needs to
 * become the owner. One transaction: all of it or nothing.
 *
 * Each account with events gets up to two snapshots. One at the log's head holds the state: every row of
 * order, fill, position and balance that remains (row by row as libtrade/journal/row_codec.h has it); a fold of
 * the log starts there. One, without state, at the last event that went is where the chain of hashes
 * starts. Ledger lines are brought forward: one line for each asset and book takes the place of those that went, so every sum
 * stays. Fills that go move to the table past_fill: lots and profits are made of all of them. Final orders stay while an order that is not final hangs on them. An alert with an explicit id
 * stays without its body, for its id counts for ever; idempotency keys go with their orders.
 */
TR_API tr_status tr_store_sqlite_prune(const tr_store_sqlite_options *options,
                                       const tr_store_prune_options *prune,
                                       tr_store_prune_report *out, tr_error *err);

#ifdef __cplusplus
}
#endif

#endif
